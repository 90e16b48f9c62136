"""The sensors of the API calls of a location."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, override

from homeassistant.components.sensor import (
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import EntityCategory
from homeassistant.util import dt as dt_util

from ..cloud.api.call_counter import CallCounter
from ..runtime import Runtime
from .location import LocationEntity, location_unique_id


@dataclass(frozen=True, kw_only=True)
class CallsDescription(SensorEntityDescription):
    """A number that is made of the counted calls."""

    count: Callable[[CallCounter], int | None]
    since: Callable[[], datetime] | None = None
    """Returns when the count began; None if it is no count."""
    purposes: bool = False
    """Whether the attributes have the number of calls today by purpose."""


def _start_of_month() -> datetime:
    return dt_util.start_of_local_day(dt_util.now().date().replace(day=1))


_SENSORS: Final = (
    CallsDescription(
        key="calls_today",
        state_class=SensorStateClass.TOTAL,
        count=lambda calls: sum(calls.day.values()),
        since=dt_util.start_of_local_day,
        purposes=True,
    ),
    CallsDescription(
        key="calls_this_month",
        state_class=SensorStateClass.TOTAL,
        count=lambda calls: calls.month,
        since=_start_of_month,
    ),
    CallsDescription(
        key="calls_forecast",
        state_class=SensorStateClass.MEASUREMENT,
        count=lambda calls: calls.forecast,
    ),
)


def location_calls(runtime: Runtime) -> Mapping[str, SensorEntity]:
    """Return the sensors of the API calls, by unique id."""
    return {
        location_unique_id(runtime.location_id, description.key): SmartThingsLocationCalls(
            runtime, description
        )
        for description in _SENSORS
    }


class SmartThingsLocationCalls(LocationEntity, SensorEntity):
    """A number of API calls, written after each poll."""

    entity_description: CallsDescription
    _attr_entity_category = EntityCategory.DIAGNOSTIC
    _attr_entity_registry_enabled_default = False

    def __init__(self, runtime: Runtime, description: CallsDescription) -> None:
        """Create a sensor of a location."""
        super().__init__(runtime, description.key)
        self._attr_translation_key = description.key
        self.entity_description = description

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the polls too, because there may be no other changes."""
        await super().async_added_to_hass()
        self.async_on_remove(self.runtime.watch_polls(self._changed))

    @property
    @override
    def native_value(self) -> int | None:
        """Return the number of calls."""
        return self.entity_description.count(self.runtime.calls)

    @property
    @override
    def last_reset(self) -> datetime | None:
        """Return the start of the day or the month."""
        since = self.entity_description.since
        return since() if since else None

    @property
    @override
    def extra_state_attributes(self) -> dict[str, int] | None:
        """Return the number of calls by purpose."""
        return dict(self.runtime.calls.day) if self.entity_description.purposes else None
