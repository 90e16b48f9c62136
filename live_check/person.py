"""The person at the terminal: agrees to steps, makes choices and opens pages in a browser."""

import asyncio
import sys
import threading
from collections.abc import Coroutine, Sequence
from enum import StrEnum
from typing import Any, Protocol, TextIO

from live_check.cloud.pace import Say


class Visit(StrEnum):
    """Why a page had no result, in words for the report."""

    SKIPPED = "you skipped it"
    FAILED = "the page failed"
    NOTHING = "the page had no result in time"


class Person(Protocol):
    """The person who decides what may be done."""

    async def agrees(self, step: str) -> bool:
        """Return whether the person agrees to an announced step."""
        ...

    async def chooses(self, what: str, choices: Sequence[str]) -> int:
        """Return the index of the chosen item."""
        ...

    async def visits(self, link: str, task: str) -> Visit:
        """Show a link, and return when the person says that the page has no result.

        The caller cancels it when the result of the page arrives.
        """
        ...


async def visit[ArrivalT](
    person: Person,
    link: str,
    task: str,
    arrival: Coroutine[Any, Any, ArrivalT],
    seconds: float,
) -> ArrivalT | Visit:
    """Show a link; return the result that arrives, or why none does."""
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
        """Agree to every step without asking if `agree` is True."""
        self._say = say
        self._agree = agree
        self._source = source or sys.stdin
        self._lines: asyncio.Queue[str | None] | None = None

    async def agrees(self, step: str) -> bool:
        """Ask yes or no; any answer but yes is no."""
        if self._agree:
            self._say(f"{step} (agreed in advance)")
            return True
        self._say(f"{step} Agree? [y/N]")
        return ((await self._line()) or "").strip().lower() in ("y", "yes")

    async def chooses(self, what: str, choices: Sequence[str]) -> int:
        """Ask for a number; any other answer chooses the first item."""
        for number, choice in enumerate(choices, 1):
            self._say(f"  {number}  {choice}")
        self._say(f"{what} [1]")
        answer = "" if self._agree else ((await self._line()) or "").strip()
        chosen = int(answer) if answer.isdecimal() else 1
        return chosen - 1 if 1 <= chosen <= len(choices) else 0

    async def visits(self, link: str, task: str) -> Visit:
        """Wait for an answer, at the end of the input forever."""
        self._say(f"{task}\n\n    {link}\n")
        self._say("Enter s to skip it, or f if the page fails. Else the check continues by itself.")
        while (line := await self._line()) is not None:
            match line.strip().lower():
                case "s":
                    return Visit.SKIPPED
                case "f":
                    return Visit.FAILED
        return await asyncio.Future[Visit]()

    async def _line(self) -> str | None:
        """Return the next line; None at the end of the input."""
        if self._lines is None:
            # The run does not wait for this thread: reading from a terminal cannot be cancelled.
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
