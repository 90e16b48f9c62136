"""Sirens."""

from typing import Any, override

from homeassistant.components.siren import (
    ATTR_TONE,
    ATTR_VOLUME_LEVEL,
    SirenEntity,
    SirenEntityFeature,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .entity.component import SmartThingsEntity
from .mapping.descriptions.devices import SirenMap
from .mapping.vocabulary import Command as Cmd
from .runtime import SmartThingsConfigEntry

PARALLEL_UPDATES = 0
"""Entities are pushed, and commands to different devices are independent."""

_OFF = "off"
_FEATURES = SirenEntityFeature.TURN_ON | SirenEntityFeature.TURN_OFF | SirenEntityFeature.TONES


async def async_setup_entry(
    hass: HomeAssistant,
    entry: SmartThingsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the sirens of an entry."""
    runtime = entry.runtime_data
    runtime.add_entities(async_add_entities, SirenMap, SmartThingsSiren)


class SmartThingsSiren(SmartThingsEntity[SirenMap], SirenEntity):
    """A siren; its tones are sound, flashing light, or both."""

    entity_description: SirenMap

    @property
    @override
    def supported_features(self) -> SirenEntityFeature:
        """Return the features, with volume if the device has it."""
        loud = self.has(self.entity_description.volume.source)
        return _FEATURES | SirenEntityFeature.VOLUME_SET if loud else _FEATURES

    @property
    @override
    def available_tones(self) -> list[int | str]:
        """Return the tones."""
        return [*self.entity_description.tones]

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether the siren is on."""
        value = self.text()
        return None if value is None else value != _OFF

    @property
    @override
    def extra_state_attributes(self) -> dict[str, str]:
        """Return the current tone."""
        value = self.text()
        return {"tone": value} if value in self.entity_description.tones else {}

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Turn on with a tone, by default sound and light; set the volume before."""
        entry = self.entity_description
        tone = kwargs.get(ATTR_TONE, entry.tones[0])
        commands = [self.command(entry.capability, tone)]
        if ATTR_VOLUME_LEVEL in kwargs:
            volume = round(kwargs[ATTR_VOLUME_LEVEL] * 100)
            place = entry.volume
            commands.insert(0, self.command(place.source.capability, place.command, volume))
        await self.send(*commands)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Turn off."""
        await self.send(self.command(self.entity_description.capability, Cmd.OFF))
