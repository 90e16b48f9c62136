"""What a restart must not lose of a config entry, on disk: the calls, and the last message."""

from collections.abc import Callable
from typing import Final, Protocol

from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.storage import Store
from homeassistant.util import dt as dt_util

from ..cloud.api.call_counter import CallCounter
from ..cloud.json_types import JsonObject
from ..const import DOMAIN
from ..location.gap import GapMemory
from .files import load_object

_VERSION: Final = 1
_SAVED_AFTER: Final = 900.0
"""Seconds from a change until it is written; a stop of Home Assistant writes it earlier."""


class Memory(Protocol):
    """The content of a file."""

    def restore(self, raw: JsonObject) -> None:
        """Add the content of a file; anything else in it is ignored."""

    def as_json(self) -> JsonObject:
        """Return the content for a file."""
        ...


class EntryMemory[MemoryT: Memory]:
    """A memory of a config entry, and its file."""

    def __init__(
        self, hass: HomeAssistant, key: str, create: Callable[[Callable[[], None]], MemoryT]
    ) -> None:
        """Start without the content of the file, until :meth:`load`.

        ``create`` gets what the memory calls after each change.
        """
        self._store = Store[JsonObject](hass, _VERSION, key)
        self._is_loaded = self._is_readable = self._is_due = False
        self.memory = create(self._save)
        """Works whatever the state of the file."""

    async def load(self) -> None:
        """Add the content of the file once. A file that cannot be read is not changed."""
        if self._is_loaded:
            return
        self._is_loaded = True
        try:
            self.memory.restore(await load_object(self._store))
        except HomeAssistantError:
            return
        self._is_readable = True

    async def remove(self) -> None:
        """Remove the file."""
        self._is_readable = False
        await self._store.async_remove()

    @callback
    def _save(self) -> None:
        # Each request of a delayed write postpones it, so a busy home would never write.
        if self._is_readable and not self._is_due:
            self._is_due = True
            self._store.async_delay_save(self._written, _SAVED_AFTER)

    def _written(self) -> JsonObject:
        self._is_due = False
        return self.memory.as_json()


def call_memory(hass: HomeAssistant, entry_id: str) -> EntryMemory[CallCounter]:
    """Return the number of API calls, so that a restart does not lose a month."""
    return EntryMemory(
        hass,
        f"{DOMAIN}.calls.{entry_id}",
        lambda changed: CallCounter(lambda: dt_util.now().date(), on_count=changed),
    )


def gap_memory(hass: HomeAssistant, entry_id: str) -> EntryMemory[GapMemory]:
    """Return when the last message arrived, so that a restart finds what it missed."""
    return EntryMemory(hass, f"{DOMAIN}.gaps.{entry_id}", GapMemory)
