"""A lock with codes, as the commands for codes see it."""

import asyncio
from dataclasses import dataclass

from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from ..cloud.api.errors import CloudError
from ..cloud.json_types import Json
from ..cloud.models import AttributeKey, Command, Component, Value
from ..controls.catalogue import components_of, definition_of
from ..errors import failed, invalid
from ..runtime import Runtime

_SHORTEST_CODE = 4
"""Digits of a code if the lock reports no limit. No known lock accepts fewer."""


@dataclass(frozen=True, slots=True)
class CodeLock:
    """A component of a device that has codes."""

    runtime: Runtime
    device_id: str
    component: str
    name: str
    """The name of the device as the user knows it."""

    @property
    def turn(self) -> asyncio.Lock:
        """The lock for one change at a time. The drivers answer a second one with ``busy``."""
        return self.runtime.turns[self.device_id]

    def has(self, capability: str) -> bool:
        """Return whether the component has a capability."""
        return capability in self._component.capabilities

    @property
    def _component(self) -> Component:
        """The component, or an empty one after the device was removed."""
        components = components_of(self.runtime, self.device_id)
        return components.get(self.component) or Component(component_id=self.component)

    def report(self, capability: str, attribute: str) -> Value | None:
        """Return the last report of an attribute, None if there is none."""
        key = AttributeKey(self.component, capability, attribute)
        return self.runtime.value(self.device_id, key)

    def value(self, capability: str, attribute: str) -> Json:
        """Return the value of an attribute, None if there is none."""
        report = self.report(capability, attribute)
        return report.value if report else None

    def number(self, capability: str, attribute: str) -> int | None:
        """Return a whole number above zero, None if the lock reports none."""
        value = self.value(capability, attribute)
        known = isinstance(value, int) and not isinstance(value, bool) and value > 0
        return value if known and isinstance(value, int) else None

    def command(self, capability: str, name: str, *arguments: Json) -> Command:
        """Return a command for the component."""
        return Command(capability, name, arguments, self.component)

    async def longest_argument(self, capability: str, command: str, position: int) -> int | None:
        """Return the maximum length of an argument of a command by its definition.

        Returns None if the definition has no limit or cannot be read, and 0 if the command does
        not have that many arguments.
        """
        try:
            definition = await definition_of(self.runtime, self._component, capability)
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

    def invalid(self, *, translation_key: str, **placeholders: str) -> ServiceValidationError:
        """Return the error of a request that the lock cannot carry out."""
        return invalid(translation_key=translation_key, name=self.name, **placeholders)

    def failed(self, *, translation_key: str, **placeholders: str) -> HomeAssistantError:
        """Return the error of a request that failed."""
        return failed(translation_key=translation_key, name=self.name, **placeholders)
