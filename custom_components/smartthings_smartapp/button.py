"""Buttons."""

from typing import override

from homeassistant.components.button import ButtonEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .entity.component import SmartThingsEntity
from .mapping.descriptions.controls import ButtonMap
from .runtime import SmartThingsConfigEntry

PARALLEL_UPDATES = 0
"""Entities are pushed, and commands to different devices are independent."""


async def async_setup_entry(
    hass: HomeAssistant,
    entry: SmartThingsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the buttons of an entry."""
    runtime = entry.runtime_data
    runtime.add_entities(async_add_entities, ButtonMap, SmartThingsButton)


class SmartThingsButton(SmartThingsEntity[ButtonMap], ButtonEntity):
    """A button that sends a command."""

    entity_description: ButtonMap

    @override
    async def async_press(self) -> None:
        """Send the command."""
        entry = self.entity_description
        make = entry.make_arguments
        arguments = make(self.reported) if make else entry.arguments
        await self.send(self.command(entry.capability, entry.command, *arguments))
