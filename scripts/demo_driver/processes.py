"""Starts and stops the programs of the demo."""

import asyncio
import contextlib
import os
import signal
import socket
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path

_STOP_SECONDS = 20.0
_TAIL_LINES = 25


class DemoError(Exception):
    """The demo cannot continue; the text says why."""


def free_port() -> int:
    """Return a free TCP port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def require_free(port: int) -> None:
    """Raise DemoError if the port is in use."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as err:
            msg = f"Port {port} is in use. Choose other ports with --port and --simulator-port."
            raise DemoError(msg) from err


class Program:
    """A program of the demo. Its output is appended to a file."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        folder: Path,
        output: Path,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Prepare a program and its working folder, without starting it.

        `environment` has variables in addition to those of this process.
        """
        self.name = name
        self._command = command
        self._folder = folder
        self._output = output
        self._environment = {**os.environ, **(environment or {})}
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start or restart the program."""
        with self._output.open("ab") as sink:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                cwd=self._folder,
                env=self._environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=sink,
                stderr=asyncio.subprocess.STDOUT,
                # Ctrl-C in the terminal is only for the demo, which then stops its programs.
                start_new_session=True,
            )

    async def wait(self) -> int:
        """Return the exit status after the program has ended."""
        if self._process is None:
            msg = f"{self.name} was never started"
            raise DemoError(msg)
        return await self._process.wait()

    def require_running(self) -> None:
        """Raise DemoError with the last lines of the output if the program has ended."""
        if self._process is None or self._process.returncode is not None:
            status = self._process and self._process.returncode
            msg = f"{self.name} ended with status {status}:\n{self.tail()}"
            raise DemoError(msg)

    def tail(self) -> str:
        """Return the last lines of the program's output."""
        lines = self._output.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(lines[-_TAIL_LINES:])

    async def stop(self) -> None:
        """Stop the program; kill it if it does not stop in time."""
        if self._process is None or self._process.returncode is not None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(_STOP_SECONDS):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()


@contextlib.asynccontextmanager
async def running(program: Program) -> AsyncIterator[Program]:
    """Run a program during the block."""
    await program.start()
    try:
        yield program
    finally:
        await program.stop()
