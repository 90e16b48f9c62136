"""The book of what was made or changed, so that all of it is taken back at the end."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Final

from custom_components.smartthings_smartapp.cloud.api.errors import CloudError
from live_check.cloud.pace import Say

_SECONDS: Final = 60.0


class LeftBehindError(Exception):
    """Something could not be taken back; the text says what a person can do."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Creation:
    """Something to take back. `undo` raises LeftBehindError or CloudError where that fails."""

    what: str
    undo: Callable[[], Awaitable[object]]


async def to_its_end[ResultT](work: Coroutine[Any, Any, ResultT]) -> ResultT:
    """Do something that a cancellation must not cut short: its reply says what to take back."""
    task = asyncio.create_task(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise


@dataclass(slots=True)
class Created:
    """Everything that is to be taken back, oldest first."""

    say: Say
    entries: list[Creation] = field(default_factory=list)

    def note(self, what: str, undo: Callable[[], Awaitable[object]]) -> Creation:
        """Note something, before the call that makes it: its reply may never come."""
        entry = Creation(what=what, undo=undo)
        self.entries.append(entry)
        return entry

    def forget(self, entry: Creation) -> None:
        """Strike out what was never made, or is gone already."""
        self.entries.remove(entry)

    async def take_back(self) -> list[str]:
        """Take back everything, latest first; return what is left, in words for a person."""
        left = []
        while self.entries:
            entry = self.entries.pop()
            self.say(f"taking back: {entry.what}")
            if reason := await _failure(entry):
                left.append(f"{entry.what}: {reason}")
        return left


async def _failure(entry: Creation) -> str:
    try:
        async with asyncio.timeout(_SECONDS):
            await entry.undo()
    except LeftBehindError as err:
        return str(err)
    except CloudError, TimeoutError:
        return "the cloud did not answer"
    return ""
