"""Humidifiers and dehumidifiers."""

from typing import Any, override

from homeassistant.components.humidifier import HumidifierEntity, HumidifierEntityFeature
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .cloud.models import Command
from .entity.component import SmartThingsEntity
from .mapping.descriptions.devices import HumidifierMap
from .mapping.descriptions.values import Bounds
from .mapping.vocabulary import Command as Cmd
from .runtime import SmartThingsConfigEntry

PARALLEL_UPDATES = 0
"""Entities are pushed, and commands to different devices are independent."""

_USUAL = Bounds(0, 100)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: SmartThingsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the humidifiers of an entry."""
    runtime = entry.runtime_data
    runtime.add_entities(async_add_entities, HumidifierMap, SmartThingsHumidifier)


class SmartThingsHumidifier(SmartThingsEntity[HumidifierMap], HumidifierEntity):
    """A humidifier or dehumidifier, with modes and a target if the device has them."""

    entity_description: HumidifierMap

    @property
    @override
    def supported_features(self) -> HumidifierEntityFeature:
        """Return modes if the device has some."""
        return HumidifierEntityFeature.MODES if self._modes else HumidifierEntityFeature(0)

    @property
    def _modes(self) -> list[str]:
        modes = self.entity_description.modes
        if modes is None or not self.has(modes.source):
            return []
        return [*self.settable(modes)]

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether the device is on."""
        word = self.text(self.entity_description.power)
        return None if word is None else word == "on"

    @property
    @override
    def available_modes(self) -> list[str] | None:
        """Return the modes that the device lists."""
        return self._modes or None

    @property
    @override
    def mode(self) -> str | None:
        """Return the mode."""
        modes = self.entity_description.modes
        return self.chosen(modes) if modes else None

    @property
    @override
    def current_humidity(self) -> float | None:
        """Return the measured humidity."""
        return self.number(self.entity_description.humidity)

    @property
    @override
    def target_humidity(self) -> float | None:
        """Return the target humidity."""
        return self.number(self.entity_description.target.source)

    @property
    def _limits(self) -> Bounds:
        return self.bounds(self.entity_description.target, _USUAL)

    @property
    @override
    def min_humidity(self) -> float:
        """Return the lowest humidity that can be set."""
        return self._limits.low

    @property
    @override
    def max_humidity(self) -> float:
        """Return the highest humidity that can be set."""
        return self._limits.high

    @property
    @override
    def target_humidity_step(self) -> float:
        """Return the step of the target humidity."""
        return self._limits.step

    def _power_command(self, name: str) -> Command:
        return self.command(self.entity_description.power.capability, name)

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Turn on."""
        await self.send(self._power_command(Cmd.ON))

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Turn off."""
        await self.send(self._power_command(Cmd.OFF))

    @override
    async def async_set_mode(self, mode: str) -> None:
        """Set the mode; a device that is off is turned on first."""
        modes = self.entity_description.modes
        first = [self._power_command(Cmd.ON)] if self.is_on is False else []
        await self.send(*first, *([self.option_command(modes, mode)] if modes else ()))

    @override
    async def async_set_humidity(self, humidity: int) -> None:
        """Set the target humidity, rounded to the step of the device."""
        target = self.entity_description.target
        await self.send(self.number_command(target, self._limits.nearest(humidity), _USUAL))
