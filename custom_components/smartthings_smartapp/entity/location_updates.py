"""The sensor of how changes of the devices of a location arrive."""

from collections.abc import Mapping
from typing import Final, override

from homeassistant.components.sensor import SensorEntity
from homeassistant.const import EntityCategory

from ..runtime import Runtime
from .location import LocationEntity, location_unique_id

_KEY: Final = "not_pushed"
_MODES: Final[Mapping[str, str]] = {
    "push": "pushed",
    "partly": "partly_pushed",
    "polled": "polled",
}
"""The names of the attributes, by the words of ``Runtime.updates_of``."""
_MOST_NAMES: Final = 100
"""Names in a list. Each change of a state is sent to all clients with all attributes."""


def location_updates(runtime: Runtime) -> Mapping[str, SensorEntity]:
    """Return the sensor, by unique id."""
    return {location_unique_id(runtime.location_id, _KEY): SmartThingsLocationUpdates(runtime)}


class SmartThingsLocationUpdates(LocationEntity, SensorEntity):
    """The number of devices whose changes are polled or only partly pushed, and all by name."""

    _attr_translation_key = _KEY
    _attr_entity_category = EntityCategory.DIAGNOSTIC
    _unrecorded_attributes = frozenset(f"{name}_devices" for name in _MODES.values())

    def __init__(self, runtime: Runtime) -> None:
        """Create the sensor of a location."""
        super().__init__(runtime, _KEY)

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the update modes, and the polls, which find new devices and names."""
        await super().async_added_to_hass()
        runtime = self.runtime
        self.async_on_remove(runtime.watch_updates(runtime.location_id, self._changed))
        self.async_on_remove(runtime.watch_polls(self._changed))

    @property
    @override
    def native_value(self) -> int | None:
        """Return the number of devices that are not fully pushed."""
        if not self.runtime.knows_updates:
            return None
        ways = map(self.runtime.updates_of, self.runtime.devices)
        return sum(way != "push" for way in ways)

    @property
    @override
    def extra_state_attributes(self) -> dict[str, int | list[str]]:
        """Return how many devices there are of each update mode, and their names."""
        if not self.runtime.knows_updates:
            return {}
        names: dict[str, list[str]] = {way: [] for way in _MODES}
        for device_id, stored in self.runtime.devices.items():
            names[self.runtime.updates_of(device_id)].append(stored.device.label)
        found: dict[str, int | list[str]] = {}
        for way, name in _MODES.items():
            labels = sorted(names[way], key=str.casefold)
            found[name] = len(labels)
            found[f"{name}_devices"] = labels[:_MOST_NAMES]
        return found
