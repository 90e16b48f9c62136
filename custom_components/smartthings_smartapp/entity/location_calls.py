"""The sensor of the API calls of a location."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, override

from homeassistant.components.sensor import (
    SensorEntity,
    SensorStateClass,
)
from homeassistant.const import EntityCategory
from homeassistant.util import dt as dt_util

from ..runtime import Runtime
from .location import LocationEntity, location_unique_id

_KEY: Final = "calls_today"


def location_calls(runtime: Runtime) -> Mapping[str, SensorEntity]:
    """Return the sensor of the API calls, by unique id."""
    return {location_unique_id(runtime.location_id, _KEY): SmartThingsLocationCalls(runtime)}


class SmartThingsLocationCalls(LocationEntity, SensorEntity):
    """The number of API calls today, with their purposes; written after each poll."""

    _attr_translation_key = "calls_today"
    _attr_entity_category = EntityCategory.DIAGNOSTIC
    _attr_entity_registry_enabled_default = False
    _attr_state_class = SensorStateClass.TOTAL

    def __init__(self, runtime: Runtime) -> None:
        """Create the sensor of a location."""
        super().__init__(runtime, _KEY)

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the polls too, because there may be no other changes."""
        await super().async_added_to_hass()
        self.async_on_remove(self.runtime.watch_polls(self._changed))

    @property
    @override
    def native_value(self) -> int:
        """Return the number of calls."""
        return sum(self.runtime.calls.day.values())

    @property
    @override
    def last_reset(self) -> datetime:
        """Return the start of the day."""
        return dt_util.start_of_local_day()

    @property
    @override
    def extra_state_attributes(self) -> dict[str, int]:
        """Return the number of calls by purpose."""
        return dict(self.runtime.calls.day)
