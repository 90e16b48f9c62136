"""Water heaters."""

from typing import Any, override

from homeassistant.components.water_heater import (
    ATTR_OPERATION_MODE,
    WaterHeaterEntity,
    WaterHeaterEntityFeature,
)
from homeassistant.const import ATTR_TEMPERATURE, UnitOfTemperature
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .cloud.models import Command
from .entity.temperature import SmartThingsTemperatureEntity, with_old_names
from .mapping.descriptions.devices import WaterHeaterMap
from .mapping.descriptions.values import Bounds, Choice
from .mapping.vocabulary import Command as Cmd
from .mapping.words import identifier
from .runtime import SmartThingsConfigEntry

PARALLEL_UPDATES = 0
"""Entities are pushed, and commands to different devices are independent."""

_ON = "on"
_OFF = "off"


async def async_setup_entry(
    hass: HomeAssistant,
    entry: SmartThingsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the water heaters of an entry."""
    runtime = entry.runtime_data
    runtime.add_entities(async_add_entities, WaterHeaterMap, SmartThingsWaterHeater)


@with_old_names
class SmartThingsWaterHeater(SmartThingsTemperatureEntity[WaterHeaterMap], WaterHeaterEntity):
    """A water heater, with operations and an away mode if the device has them."""

    entity_description: WaterHeaterMap

    @property
    @override
    def supported_features(self) -> WaterHeaterEntityFeature:
        """Return the features that the device has."""
        features = WaterHeaterEntityFeature.TARGET_TEMPERATURE
        if self._has_switch or self._has_off_operation:
            features |= WaterHeaterEntityFeature.ON_OFF
        if self.operation_list:
            features |= WaterHeaterEntityFeature.OPERATION_MODE
        # Heaters without an away mode list the attribute, but report no value.
        if (away := self.entity_description.away) and self.raw(away.source) is not None:
            features |= WaterHeaterEntityFeature.AWAY_MODE
        return features

    # Operations

    @property
    def _operations(self) -> Choice | None:
        return self.first_of(self.entity_description.operations)

    @property
    def _has_switch(self) -> bool:
        power = self.entity_description.power
        return power is not None and self.has(power)

    @property
    def _has_off_operation(self) -> bool:
        """Whether off is one of the operations."""
        return self._operations is not None and bool(self.option_for(self._operations, _OFF))

    @property
    def _is_off(self) -> bool:
        power = self.entity_description.power
        return power is not None and self.text(power) == _OFF

    @property
    @override
    def operation_list(self) -> list[str] | None:
        """Return the operations that the device lists, and off if it has a switch."""
        listed = self.settable(self._operations) if self._operations else {}
        if not self._has_switch:
            return [*listed] or None
        return [_OFF, *(self._active_operations or (_ON,))]

    @property
    def _active_operations(self) -> list[str]:
        """The operations other than off."""
        words = self.settable(self._operations) if self._operations else {}
        return [option for option, word in words.items() if identifier(word) != _OFF]

    @property
    @override
    def current_operation(self) -> str | None:
        """Return the operation; a device with only a switch is on or off."""
        if self._is_off:
            return _OFF
        if self._operations:
            return self.chosen(self._operations)
        power = self.entity_description.power
        return self.text(power) if power else None

    # Temperatures

    @property
    def native_temperature_unit(self) -> str:
        """Return the unit of the target temperature; all temperatures are converted to it."""
        return self._unit

    @property
    def _unit(self) -> UnitOfTemperature:
        return self.unit_of(self.entity_description.target)

    @property
    def native_current_temperature(self) -> float | None:
        """Return the temperature of the water."""
        return self.measured(self._unit)

    @property
    def native_target_temperature(self) -> float | None:
        """Return the target temperature."""
        return self.target(self.entity_description.target, self._unit)

    @property
    def _limits(self) -> Bounds:
        entry = self.entity_description
        return self.limits(entry.target, entry.default, self._unit)

    @property
    @override
    def min_temp(self) -> float:
        """Return the lowest temperature that can be set."""
        return self._limits.low

    @property
    @override
    def max_temp(self) -> float:
        """Return the highest temperature that can be set."""
        return self._limits.high

    @property
    @override
    def target_temperature_step(self) -> float:
        """Return the step of the target temperature."""
        return self._limits.step

    @property
    @override
    def is_away_mode_on(self) -> bool | None:
        """Return whether the away mode is on."""
        away = self.entity_description.away
        word = self.meant(away) if away else ""
        return word == _ON if word else None

    # Commands

    def _operation_commands(self, wanted: str) -> list[Command]:
        """Return the commands that set an operation; a device that is off is turned on first.

        Raises ServiceValidationError if the device does not offer it.
        """
        power = self.entity_description.power
        switch = power.capability if power and self._has_switch else None
        if switch and wanted in (_ON, _OFF):
            return [self.command(switch, Cmd.ON if wanted == _ON else Cmd.OFF)]
        first = [self.command(switch, Cmd.ON)] if switch and self._is_off else []
        operations = self._operations
        return [*first, self.option_command(operations, wanted)] if operations else []

    @override
    async def async_set_operation_mode(self, operation_mode: str) -> None:
        """Set the operation."""
        await self.send(*self._operation_commands(operation_mode))

    @override
    async def async_set_temperature(self, **kwargs: Any) -> None:
        """Set the temperature, and the operation if one is given, with one request."""
        entry = self.entity_description
        operation: str | None = kwargs.get(ATTR_OPERATION_MODE)
        first = self._operation_commands(operation) if operation else []
        wanted = kwargs[ATTR_TEMPERATURE]
        target = self.temperature_command(entry.target, wanted, self._unit, entry.default)
        await self.send(*first, target)

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Turn on with the switch or the first operation."""
        power = self.entity_description.power
        if power and self._has_switch:
            await self.send(self.command(power.capability, Cmd.ON))
            return
        await self.send(*self._operation_commands(next(iter(self._active_operations), _ON)))

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Turn off."""
        operations = None if self._has_switch else self._operations
        off = self.option_for(operations, _OFF) if operations else None
        await self.send(*self._operation_commands(off or _OFF))

    @override
    async def async_turn_away_mode_on(self) -> None:
        """Turn on the away mode."""
        await self._set_away(_ON)

    @override
    async def async_turn_away_mode_off(self) -> None:
        """Turn off the away mode."""
        await self._set_away(_OFF)

    async def _set_away(self, word: str) -> None:
        away = self.entity_description.away
        if away:
            await self.send(self.option_command(away, self.option_for(away, word) or word))
