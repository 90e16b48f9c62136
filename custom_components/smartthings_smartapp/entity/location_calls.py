"""The calls of a location today."""

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
    """Return the sensor of the calls."""
    return {location_unique_id(runtime.location_id, _KEY): SmartThingsLocationCalls(runtime)}


class SmartThingsLocationCalls(LocationEntity, SensorEntity):
    """The calls of today, and what they were for; written after each reading of the home."""

    _attr_translation_key = "calls_today"
    _attr_entity_category = EntityCategory.DIAGNOSTIC
    _attr_entity_registry_enabled_default = False
    _attr_state_class = SensorStateClass.TOTAL

    def __init__(self, runtime: Runtime) -> None:
        """Stand for the calls of the one location."""
        super().__init__(runtime, _KEY)

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the readings too, for nothing else makes calls on a quiet day."""
        await super().async_added_to_hass()
        self.async_on_remove(self.runtime.watch_polls(self._changed))

    @property
    @override
    def native_value(self) -> int:
        """Return how many."""
        return sum(self.runtime.calls.day.values())

    @property
    @override
    def last_reset(self) -> datetime:
        """Return when the count began."""
        return dt_util.start_of_local_day()

    @property
    @override
    def extra_state_attributes(self) -> dict[str, int]:
        """Return how many for what."""
        return dict(self.runtime.calls.day)
