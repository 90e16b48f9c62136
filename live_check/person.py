"""The person at the terminal: agrees, chooses, opens pages in a browser."""

import asyncio
import sys
import threading
from collections.abc import Coroutine, Sequence
from enum import StrEnum
from typing import Any, Protocol, TextIO

from live_check.cloud.pace import Say


class Visit(StrEnum):
    """Why nothing came of a page, in words for a report."""

    SKIPPED = "you skipped it"
    FAILED = "the page failed"
    NOTHING = "nothing came of the page in time"


class Person(Protocol):
    """Who decides what may be done."""

    async def agrees(self, step: str) -> bool:
        """Tell whether an announced step may be done."""
        ...

    async def chooses(self, what: str, choices: Sequence[str]) -> int:
        """Return the place of one of several choices."""
        ...

    async def visits(self, link: str, task: str) -> Visit:
        """Show a link, and return once the person says that nothing will come of it.

        It is cancelled when what the page leads to has arrived.
        """
        ...


async def visit[ArrivalT](
    person: Person,
    link: str,
    task: str,
    arrival: Coroutine[Any, Any, ArrivalT],
    seconds: float,
) -> ArrivalT | Visit:
    """Show a link; return what arrives by it, or why nothing does."""
    arriving = asyncio.create_task(arrival)
    visiting = asyncio.create_task(person.visits(link, task))
    tasks = (arriving, visiting)
    try:
        await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if arriving.done():
            return arriving.result()
        return visiting.result() if visiting.done() else Visit.NOTHING
    finally:
        for waiting in tasks:
            waiting.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class Terminal:
    """Asks on standard error and reads from standard input."""

    def __init__(self, say: Say, *, agree: bool, source: TextIO | None = None) -> None:
        """Agree to everything without asking where `agree` says so; read from another source."""
        self._say = say
        self._agree = agree
        self._source = source or sys.stdin
        self._lines: asyncio.Queue[str | None] | None = None

    async def agrees(self, step: str) -> bool:
        """Ask yes or no; anything but yes is no."""
        if self._agree:
            self._say(f"{step} (agreed to beforehand)")
            return True
        self._say(f"{step} Agree? [y/N]")
        return ((await self._line()) or "").strip().lower() in ("y", "yes")

    async def chooses(self, what: str, choices: Sequence[str]) -> int:
        """Ask for a number; anything else is the first."""
        for number, choice in enumerate(choices, 1):
            self._say(f"  {number}  {choice}")
        self._say(f"{what} [1]")
        answer = "" if self._agree else ((await self._line()) or "").strip()
        chosen = int(answer) if answer.isdecimal() else 1
        return chosen - 1 if 1 <= chosen <= len(choices) else 0

    async def visits(self, link: str, task: str) -> Visit:
        """Wait for a word; at the end of the input, for nothing."""
        self._say(f"{task}\n\n    {link}\n")
        self._say("Enter s to skip it, or f when the page fails; otherwise it goes on by itself.")
        while (line := await self._line()) is not None:
            match line.strip().lower():
                case "s":
                    return Visit.SKIPPED
                case "f":
                    return Visit.FAILED
        return await asyncio.Future[Visit]()

    async def _line(self) -> str | None:
        """Return the next line, None at the end of the input."""
        if self._lines is None:
            # A thread that nobody waits for: a read from a terminal cannot be called off.
            self._lines = asyncio.Queue()
            loop = asyncio.get_running_loop()
            threading.Thread(target=self._read, args=(loop, self._lines), daemon=True).start()
        line = await self._lines.get()
        if line is None:
            self._lines.put_nowait(None)
        return line

    def _read(self, loop: asyncio.AbstractEventLoop, lines: asyncio.Queue[str | None]) -> None:
        for line in self._source:
            loop.call_soon_threadsafe(lines.put_nowait, line)
        loop.call_soon_threadsafe(lines.put_nowait, None)
