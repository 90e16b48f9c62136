"""Buttons."""

from typing import override

from homeassistant.components.button import ButtonEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .cloud.models import MAIN, AttributeKey
from .controls.descriptions import ControlButtonMap
from .controls.entities import ControlButton
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
    runtime.add_entities(async_add_entities, ControlButtonMap, ControlButton)


class SmartThingsButton(SmartThingsEntity[ButtonMap], ButtonEntity):
    """A button that sends a command. It is unavailable while the device would reject it."""

    entity_description: ButtonMap

    @override
    async def async_added_to_hass(self) -> None:
        """Watch the conditions also where a part of the device reports none of its own."""
        await super().async_added_to_hass()
        keys = [AttributeKey(MAIN, *need.source) for need in self.entity_description.needs]
        self.async_on_remove(self.runtime.watch(self.device_id, keys, self._changed))

    @property
    @override
    def _usable(self) -> bool:
        return self.unmet(self.entity_description.needs) is None

    @override
    async def async_press(self) -> None:
        """Send the command."""
        await self.send(self.button_command(self.entity_description))
