"""Times."""

import re
from datetime import time
from typing import override

from homeassistant.components.time import TimeEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .cloud.json_types import Json
from .entity.component import SmartThingsEntity
from .mapping.descriptions.base import Source
from .mapping.descriptions.controls import TimeMap
from .runtime import SmartThingsConfigEntry

PARALLEL_UPDATES = 0
"""Entities are pushed, and commands to different devices are independent."""

_CLOCK = re.compile(r"(\d\d):?(\d\d)(?::?\d\d)?")
"""Devices report ``2230`` or ``22:30``, some with seconds."""


async def async_setup_entry(
    hass: HomeAssistant,
    entry: SmartThingsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the times of an entry."""
    runtime = entry.runtime_data
    runtime.add_entities(async_add_entities, TimeMap, SmartThingsTime)


class SmartThingsTime(SmartThingsEntity[TimeMap], TimeEntity):
    """A time of day."""

    entity_description: TimeMap

    @property
    @override
    def native_value(self) -> time | None:
        """Return the time, None if the text is not one."""
        found = _CLOCK.fullmatch(self.text() or "")
        try:
            return time(int(found[1]), int(found[2])) if found else None
        except ValueError:
            return None

    @override
    async def async_set_value(self, value: time) -> None:
        """Set the time, with the other values that its command needs."""
        entry = self.entity_description
        clock = value.strftime(entry.clock)
        if not entry.together:
            await self.send(self.command(entry.capability, entry.command, clock))
            return
        argument: dict[str, Json] = {
            member: clock
            if attribute == entry.source.attribute
            else self.raw(Source(entry.capability, attribute))
            for member, attribute in entry.together.items()
        }
        await self.send(self.command(entry.capability, entry.command, argument))
