"""Switches."""

from typing import Any, override

from homeassistant.components.switch import SwitchEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .controls.descriptions import ControlSwitchMap
from .controls.entities import ControlSwitch
from .entity.assumed import AssumedSwitch
from .entity.component import SmartThingsEntity
from .mapping.descriptions.assumed import AssumedSwitchMap
from .mapping.descriptions.controls import SwitchMap
from .runtime import SmartThingsConfigEntry

PARALLEL_UPDATES = 0
"""Entities are pushed, and commands to different devices are independent."""


async def async_setup_entry(
    hass: HomeAssistant,
    entry: SmartThingsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the switches of an entry."""
    runtime = entry.runtime_data
    runtime.add_entities(async_add_entities, SwitchMap, SmartThingsSwitch)
    runtime.add_entities(async_add_entities, ControlSwitchMap, ControlSwitch)
    runtime.add_entities(async_add_entities, AssumedSwitchMap, AssumedSwitch)


class SmartThingsSwitch(SmartThingsEntity[SwitchMap], SwitchEntity):
    """An attribute with a command for on and one for off."""

    entity_description: SwitchMap

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether the value means on, None without a value."""
        value = self.current()
        return None if value is None else value == self.entity_description.on

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Turn on."""
        await self.send(self.switch_command(self.entity_description, on=True))

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Turn off."""
        await self.send(self.switch_command(self.entity_description, on=False))
