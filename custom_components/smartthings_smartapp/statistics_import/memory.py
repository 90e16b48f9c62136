"""What a restart must not lose of an import: the devices that are left, and that there was one."""

from collections.abc import Callable, Iterable

from homeassistant.core import HomeAssistant

from ..cloud.json_types import JsonObject, texts
from ..const import DOMAIN
from ..storage.entry_memory import EntryMemory


class ImportMemory:
    """The devices that an import has not read yet, and whether there was an import."""

    def __init__(self, on_change: Callable[[], None]) -> None:
        """Start without devices; ``on_change`` is called after each change."""
        self._on_change = on_change
        self._waiting: dict[str, None] = {}
        self._wanted = True

    @property
    def waiting(self) -> tuple[str, ...]:
        """The devices to read, by id and in order."""
        return tuple(self._waiting)

    @property
    def wanted(self) -> bool:
        """Whether no import was started yet, so that one may be offered."""
        return self._wanted

    def started(self) -> None:
        """Note that an import was started."""
        self._wanted = False
        self._on_change()

    def add(self, device_ids: Iterable[str]) -> None:
        """Add devices to read."""
        self._waiting.update(dict.fromkeys(device_ids))
        self._on_change()

    def done(self, device_id: str) -> None:
        """Remove a device that has been read or is gone."""
        if device_id in self._waiting:
            del self._waiting[device_id]
            self._on_change()

    def clear(self) -> None:
        """Remove all devices."""
        self._waiting.clear()
        self._on_change()

    def restore(self, raw: JsonObject) -> None:
        """Add the content of :meth:`as_json`; anything else in it is ignored."""
        self._waiting.update(dict.fromkeys(texts(raw.get("waiting"))))
        self._wanted = self._wanted and raw.get("started") is not True

    def as_json(self) -> JsonObject:
        """Return the devices, and whether there was an import."""
        return {"waiting": [*self._waiting], "started": not self._wanted}


def import_memory(hass: HomeAssistant, entry_id: str) -> EntryMemory[ImportMemory]:
    """Return what a restart must not lose of an import."""
    return EntryMemory(hass, f"{DOMAIN}.statistics.{entry_id}", ImportMemory)
