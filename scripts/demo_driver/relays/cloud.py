"""Deliveries go through Home Assistant Cloud, which a relay of the simulator stands in for."""

import asyncio
import contextlib
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

from scripts.demo_driver.processes import DemoError, Program, free_port, running
from scripts.demo_driver.relays.way import Way

_REPOSITORY: Final = Path(__file__).resolve().parents[3]
_START_SECONDS: Final = 30.0


@contextlib.asynccontextmanager
async def cloud(folder: Path, port: int) -> AsyncIterator[Way]:
    """Run the relay, and sign Home Assistant in to its account."""
    output = folder / "relay.log"
    command = [sys.executable, "-m", "simulator.relay", "--port", str(free_port())]
    program = Program("The relay", command, folder=_REPOSITORY, output=output)
    async with running(program):
        signed_in = json.loads(await _first_line(program, output))
        await asyncio.to_thread(_write, folder, signed_in["files"], signed_in["preferences"])
        url = signed_in["url"]
        yield Way(
            external_url=f"http://127.0.0.1:{port}",
            configuration=(f"cloud: {json.dumps(signed_in['configuration'])}",),
            environment=signed_in["environment"],
            steps=f"""
    Deliveries come by a cloudhook of Home Assistant Cloud: {url}
    To end the connection and to allow it again:
      curl -d '{{"reachable": false}}' {url}/relay/options
      curl -d '{{"reachable": true}}' {url}/relay/options
    To sign out, as a sign-in on another Home Assistant does:
      curl -d '{{"logout": "Signed in elsewhere"}}' {url}/relay/options
    Sign in again under Settings > Home Assistant Cloud as demo@example.org, with any password.

""",
        )


async def _first_line(program: Program, output: Path) -> str:
    """Return what the program prints when it has started."""
    try:
        async with asyncio.timeout(_START_SECONDS):
            while not (text := await asyncio.to_thread(_text, output)).endswith("\n"):
                program.require_running()
                await asyncio.sleep(0.05)
    except TimeoutError as err:
        msg = f"{program.name} does not start:\n{program.tail()}"
        raise DemoError(msg) from err
    return text.splitlines()[0]


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _write(folder: Path, files: dict[str, str], preferences: dict[str, object]) -> None:
    """Write the files that Home Assistant has after a user has signed in."""
    secrets, storage = folder / ".cloud", folder / ".storage"
    secrets.mkdir()
    storage.mkdir(exist_ok=True)
    for name, content in files.items():
        (secrets / name).write_text(content, encoding="utf-8")
    (storage / "cloud").write_text(json.dumps(preferences), encoding="utf-8")
