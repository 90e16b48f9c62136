"""Records what the check made or changed, so that everything is removed at the end."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Final

from custom_components.smartthings_smartapp.cloud.api.errors import CloudError
from live_check.cloud.pace import Say

_SECONDS: Final = 60.0


class LeftBehindError(Exception):
    """Something could not be removed; the text says what a person can do."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Creation:
    """Something to remove. `undo` raises LeftBehindError or CloudError if that fails."""

    what: str
    undo: Callable[[], Awaitable[object]]


async def to_its_end[ResultT](work: Coroutine[Any, Any, ResultT]) -> ResultT:
    """Complete a call despite a cancellation, because its reply says what to remove."""
    task = asyncio.create_task(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise


@dataclass(slots=True)
class Created:
    """Everything to remove, oldest first."""

    say: Say
    entries: list[Creation] = field(default_factory=list)

    def note(self, what: str, undo: Callable[[], Awaitable[object]]) -> Creation:
        """Note something before the call that makes it, because the reply may get lost."""
        entry = Creation(what=what, undo=undo)
        self.entries.append(entry)
        return entry

    def forget(self, entry: Creation) -> None:
        """Remove something that was never made, or is already gone, from the list."""
        self.entries.remove(entry)

    async def remove_all(self) -> list[str]:
        """Remove everything, latest first; return descriptions of what remains."""
        left = []
        while self.entries:
            entry = self.entries.pop()
            self.say(f"removing: {entry.what}")
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
