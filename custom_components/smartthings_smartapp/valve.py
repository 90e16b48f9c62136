"""Valves."""

from typing import override

from homeassistant.components.valve import ValveEntity, ValveEntityFeature
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .entity.component import SmartThingsEntity
from .mapping.descriptions.devices import ValveMap
from .mapping.vocabulary import Command
from .runtime import SmartThingsConfigEntry

PARALLEL_UPDATES = 0
"""Entities are pushed, and commands to different devices are independent."""

_ENDS = {0: Command.CLOSE, 100: Command.OPEN}


async def async_setup_entry(
    hass: HomeAssistant,
    entry: SmartThingsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the valves of an entry."""
    runtime = entry.runtime_data
    runtime.add_entities(async_add_entities, ValveMap, SmartThingsValve)


class SmartThingsValve(SmartThingsEntity[ValveMap], ValveEntity):
    """A valve, with a position if the device has one."""

    entity_description: ValveMap

    @property
    @override
    def reports_position(self) -> bool:
        """Return whether the valve has a position."""
        position = self.entity_description.position
        return position is not None and self.has(position.source)

    @property
    @override
    def supported_features(self) -> ValveEntityFeature:
        """Return the features that the valve has."""
        features = ValveEntityFeature.CLOSE
        if self.entity_description.opens:
            features |= ValveEntityFeature.OPEN
        return features | ValveEntityFeature.SET_POSITION if self.reports_position else features

    @property
    @override
    def current_valve_position(self) -> int | None:
        """Return the position, 0 closed to 100 open. A closed valve reports its next one."""
        if self.is_closed:
            return 0
        position = self.entity_description.position
        value = self.number(position.source) if position else None
        return None if value is None else max(0, min(100, round(value)))

    @property
    @override
    def is_closed(self) -> bool | None:
        """Return whether it is closed."""
        value = self.text()
        return None if value is None else value == "closed"

    @override
    async def async_open_valve(self) -> None:
        """Open."""
        await self.send(self.command(self.entity_description.capability, Command.OPEN))

    @override
    async def async_close_valve(self) -> None:
        """Close."""
        await self.send(self.command(self.entity_description.capability, Command.CLOSE))

    @override
    async def async_set_valve_position(self, position: int) -> None:
        """Move to a position; fully open and closed have their own commands."""
        entry = self.entity_description
        place = entry.position
        if end := _ENDS.get(position):
            await self.send(self.command(entry.capability, end))
        elif place:
            await self.send(self.command(place.source.capability, place.command, position))
