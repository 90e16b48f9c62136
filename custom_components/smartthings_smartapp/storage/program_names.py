"""The names that users gave to the programs of their machines, on disk.

They belong to a table of codes, not to a machine or a config entry: a second machine with the same
table has them too, and they survive the removal of the integration. To enter them again, a user
would have to read them at the machine.
"""

from collections.abc import Callable, Mapping
from typing import Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.storage import Store

from ..cloud.json_types import Json, JsonObject, as_object
from ..const import DOMAIN
from .files import load_object

MAX_NAME: Final = 60
"""Characters of a name. A state of Home Assistant must not be much longer."""
_MAX_TABLES: Final = 64
_MAX_CODES: Final = 256
"""More codes than a table can have: a code has two hexadecimal digits."""
_VERSION: Final = 1
_SAVED_AFTER: Final = 5.0
"""Seconds until a code that a machine has shown is written. A name is written immediately."""


class ProgramNames:
    """The names by table and code. A code without a name was seen at a machine."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Start empty, until :meth:`load`."""
        self._store = Store[JsonObject](hass, _VERSION, f"{DOMAIN}.program_names")
        self._tables: dict[str, dict[str, str]] = {}
        self._listeners: set[Callable[[], None]] = set()
        self._is_readable = True

    async def load(self) -> None:
        """Read the names. If the file cannot be read, there are none, and it is not changed."""
        try:
            raw = await load_object(self._store)
        except HomeAssistantError:
            self._is_readable = False
            return
        for table, codes in raw.items():
            self._tables[table] = _read(as_object(codes))

    def of(self, table: str) -> Mapping[str, str]:
        """Return the names of a table by code."""
        return {code: name for code, name in self._tables.get(table, {}).items() if name}

    def seen(self, table: str) -> tuple[str, ...]:
        """Return the codes that machines with the table have shown."""
        return tuple(self._tables.get(table, ()))

    @property
    def all(self) -> Mapping[str, Mapping[str, str]]:
        """All names by table and code."""
        return {table: names for table in sorted(self._tables) if (names := self.of(table))}

    @callback
    def note(self, table: str, code: str) -> None:
        """Remember that a machine has shown a code that it does not list."""
        if code not in self._tables.get(table, {}) and self._has_space(table):
            self._tables.setdefault(table, {})[code] = ""
            self._save(_SAVED_AFTER)

    @callback
    def give(self, table: str, names: Mapping[str, str]) -> None:
        """Set the names of codes; an empty name removes the one that a code has."""
        if self._has_space(table):
            self._tables.setdefault(table, {}).update(
                {code: name.strip()[:MAX_NAME] for code, name in names.items()}
            )
            self._save(0)
        for listener in tuple(self._listeners):
            listener()

    @callback
    def watch(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call ``listener`` when a name changes; return what removes it."""
        self._listeners.add(listener)
        return lambda: self._listeners.discard(listener)

    def _has_space(self, table: str) -> bool:
        known = self._tables.get(table)
        return len(known) < _MAX_CODES if known is not None else len(self._tables) < _MAX_TABLES

    def _save(self, after: float) -> None:
        """Write the file after some seconds; a stop of Home Assistant writes it earlier."""
        if self._is_readable:
            self._store.async_delay_save(self._as_json, after)

    def _as_json(self) -> JsonObject:
        return {table: dict[str, Json](codes) for table, codes in self._tables.items()}


def _read(codes: JsonObject) -> dict[str, str]:
    return {code: name[:MAX_NAME] for code, name in codes.items() if isinstance(name, str)}
