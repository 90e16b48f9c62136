"""The number of API calls of a config entry, on disk, so that a restart does not lose a month."""

from typing import Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.storage import Store
from homeassistant.util import dt as dt_util

from ..cloud.api.call_counter import CallCounter
from ..cloud.json_types import JsonObject
from ..const import DOMAIN
from .files import load_object

_VERSION: Final = 1
_SAVED_AFTER: Final = 900.0
"""Seconds until new counts are written; a stop of Home Assistant writes them earlier."""


class StoredCalls:
    """The counter of a config entry, and its file."""

    def __init__(self, hass: HomeAssistant, entry_id: str) -> None:
        """Start without the counts of the file, until :meth:`load`."""
        self._store = Store[JsonObject](hass, _VERSION, f"{DOMAIN}.calls.{entry_id}")
        self._is_loaded = self._is_readable = False
        self.counter = CallCounter(lambda: dt_util.now().date(), on_count=self._save)
        """Counts the calls of the entry, whatever the state of the file."""

    async def load(self) -> None:
        """Add the counts of the file once. A file that cannot be read is not changed."""
        if self._is_loaded:
            return
        self._is_loaded = True
        try:
            self.counter.restore(await load_object(self._store))
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
            self._store.async_delay_save(self.counter.as_json, _SAVED_AFTER)
