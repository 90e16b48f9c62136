"""A lock with codes, as the commands for codes see it."""

from collections.abc import Callable, Coroutine
from typing import Any, override

from homeassistant.exceptions import HomeAssistantError

from ..cloud.api.errors import ClosedError, CloudError
from ..controls.catalogue import components_of, definition_of
from ..entity.commands import ComponentCommands
from ..errors import failed
from ..location.turn import Turn
from ..mapping.descriptions.base import Source
from ..runtime import Runtime

_SHORTEST_CODE = 4
"""Digits of a code if the lock reports no limit. No known lock accepts fewer."""


class CodeLock(ComponentCommands):
    """A component of a device that has codes."""

    def __init__(self, runtime: Runtime, device_id: str, component: str, name: str) -> None:
        """Use a component; ``name`` is the name of the device as the user knows it."""
        super().__init__(runtime, device_id, component)
        self.name = name

    @property
    @override
    def _label(self) -> str:
        return self.name

    @property
    def turn(self) -> Turn:
        """The turn of the lock. The drivers answer a second change with ``busy``."""
        return self.runtime.turns[self.device_id]

    async def in_turn[T](self, change: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Make a change after those that were requested before.

        Raises HomeAssistantError if the location is unloaded before it is done.
        """
        try:
            return await self.runtime.while_loaded(self._next(change), "change of a lock")
        except ClosedError:
            raise self.failed(translation_key="lock_unloaded") from None

    async def _next[T](self, change: Callable[[], Coroutine[Any, Any, T]]) -> T:
        async with self.turn.lock:
            return await change()

    def limit(self, source: Source) -> int | None:
        """Return a whole number above zero, None if the lock reports none."""
        value = self.raw(source)
        known = isinstance(value, int) and not isinstance(value, bool) and value > 0
        return value if known and isinstance(value, int) else None

    async def longest_argument(self, capability: str, command: str, position: int) -> int | None:
        """Return the maximum length of an argument of a command by its definition.

        Returns None if the definition has no limit or cannot be read, and 0 if the command does
        not have that many arguments.
        """
        component = components_of(self.runtime, self.device_id).get(self.component)
        if component is None:
            return None
        try:
            definition = await definition_of(self.runtime, component, capability)
        except CloudError:
            return None
        known = definition.commands.get(command) if definition else None
        if known is None:
            return None
        return known.arguments[position].schema.longest if position < len(known.arguments) else 0

    def check_online(self) -> None:
        """Raise HomeAssistantError if the lock is offline.

        The cloud may keep a command for it, and the code would be set at an unknown time.
        """
        if not self.runtime.online(self.device_id):
            raise self.failed(translation_key="lock_offline")

    def check_code(self, code: str, shortest: int | None, longest: int | None) -> None:
        """Raise ServiceValidationError if the lock does not accept such a code.

        ``shortest`` and ``longest`` are the limits that the lock reports. The errors never repeat
        the code.
        """
        if not (code.isascii() and code.isdecimal()):
            raise self.invalid(translation_key="lock_code_digits")
        low = shortest or min(_SHORTEST_CODE, longest or _SHORTEST_CODE)
        if low <= len(code) <= (longest or len(code)):
            return
        limits = {"shortest": str(low), "longest": str(longest)}
        if longest is None:
            raise self.invalid(translation_key="lock_code_too_short", **limits)
        raise self.invalid(
            translation_key="lock_code_length" if low < longest else "lock_code_exact", **limits
        )

    def failed(self, *, translation_key: str, **placeholders: str) -> HomeAssistantError:
        """Return the error of a request that failed."""
        return failed(translation_key=translation_key, name=self.name, **placeholders)
