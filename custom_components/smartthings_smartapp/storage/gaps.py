"""When the last message of a location arrived, on disk, so that a restart finds what it missed."""

from typing import Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.storage import Store

from ..cloud.json_types import JsonObject
from ..const import DOMAIN
from ..location.gap import GapMemory
from .files import load_object

_VERSION: Final = 1
_SAVED_AFTER: Final = 900.0
"""Seconds until a new time is written; a stop of Home Assistant writes it earlier."""


class StoredGaps:
    """The memory of a config entry, and its file."""

    def __init__(self, hass: HomeAssistant, entry_id: str) -> None:
        """Start without the content of the file, until :meth:`load`."""
        self._store = Store[JsonObject](hass, _VERSION, f"{DOMAIN}.gaps.{entry_id}")
        self._is_loaded = self._is_readable = False
        self.memory = GapMemory(self._save)

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
        if self._is_readable:
            self._store.async_delay_save(self.memory.as_json, _SAVED_AFTER)
