"""Switches."""

from typing import Any, override

from homeassistant.components.switch import SwitchEntity
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .cloud.json_types import Json
from .const import DOMAIN
from .controls.descriptions import ControlSwitchMap
from .controls.entities import ControlSwitch
from .entity.component import SmartThingsEntity
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
        entry = self.entity_description
        make = entry.on_arguments
        await self._set(entry.on_command, entry.on, *(make(self.reported) if make else ()))

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Turn off."""
        entry = self.entity_description
        await self._set(entry.off_command, entry.off)

    async def _set(self, command: str, value: Json, *arguments: Json) -> None:
        entry = self.entity_description
        allowed = entry.limit(self.reported) if entry.limit else None
        if allowed is not None and value not in allowed and value != self.current():
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="not_with_course",
                translation_placeholders={"name": self._label},
            )
        if entry.set_command:
            await self.send(self.command(entry.command_capability, entry.set_command, value))
        else:
            await self.send(self.command(entry.command_capability, command, *arguments))
