"""Dates and times."""

from datetime import UTC, datetime
from typing import override

from homeassistant.components.datetime import DateTimeEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .cloud.json_types import iso_second
from .entity.component import SmartThingsEntity
from .entity.readings import time_of
from .mapping.descriptions.controls import DateTimeMap
from .runtime import SmartThingsConfigEntry

PARALLEL_UPDATES = 0
"""Entities are pushed, and commands to different devices are independent."""


async def async_setup_entry(
    hass: HomeAssistant,
    entry: SmartThingsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the dates and times of an entry."""
    runtime = entry.runtime_data
    runtime.add_entities(async_add_entities, DateTimeMap, SmartThingsDateTime)


class SmartThingsDateTime(SmartThingsEntity[DateTimeMap], DateTimeEntity):
    """A date and time."""

    entity_description: DateTimeMap

    @property
    @override
    def native_value(self) -> datetime | None:
        """Return the time, None if there is none."""
        return time_of(self.raw())

    @override
    async def async_set_value(self, value: datetime) -> None:
        """Set the time."""
        entry = self.entity_description
        time = iso_second(value.astimezone(UTC))
        await self.send(self.command(entry.capability, entry.command, time))
