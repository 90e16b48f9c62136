"""Climate: thermostats, air conditioners, and zones of heat pumps."""

from collections.abc import Mapping
from typing import Any, override

from homeassistant.components.climate import (
    ATTR_HVAC_MODE,
    ATTR_TARGET_TEMP_HIGH,
    ATTR_TARGET_TEMP_LOW,
    ClimateEntityFeature,
    HVACAction,
    HVACMode,
)
from homeassistant.const import ATTR_TEMPERATURE, UnitOfTemperature
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .cloud.models import Command
from .entity.climate_modes import SmartThingsClimateModes
from .entity.temperature import HUMIDITY, with_old_names
from .mapping.descriptions.devices import ClimateMap
from .mapping.descriptions.values import Bounds, Choice, Setpoint
from .mapping.vocabulary import Command as Cmd
from .mapping.words import identifier
from .runtime import SmartThingsConfigEntry

PARALLEL_UPDATES = 0
"""Entities are pushed, and commands to different devices are independent."""

# Modes that use both setpoints of a device as a range.
_BETWEEN = (HVACMode.HEAT_COOL, HVACMode.AUTO)
_TURNED_ON = (HVACMode.HEAT_COOL, HVACMode.AUTO, HVACMode.HEAT, HVACMode.COOL)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: SmartThingsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the thermostats and air conditioners of an entry."""
    runtime = entry.runtime_data
    runtime.add_entities(async_add_entities, ClimateMap, SmartThingsClimate)


@with_old_names
class SmartThingsClimate(SmartThingsClimateModes):
    """A device that heats or cools a room, with the modes that it lists."""

    @property
    @override
    def supported_features(self) -> ClimateEntityFeature:
        """Return the current features; some modes have no target temperature."""
        features = ClimateEntityFeature(0)
        if self._setpoints and self.hvac_mode not in self.entity_description.modes_without_target:
            features |= ClimateEntityFeature.TARGET_TEMPERATURE
            if len(self._setpoints) > 1:
                features |= ClimateEntityFeature.TARGET_TEMPERATURE_RANGE
        offered = {
            ClimateEntityFeature.FAN_MODE: self.fan_modes,
            ClimateEntityFeature.SWING_MODE: self.swing_modes,
            ClimateEntityFeature.PRESET_MODE: self.preset_modes,
        }
        for feature, options in offered.items():
            if options:
                features |= feature
        if HVACMode.OFF in self.hvac_modes:
            features |= ClimateEntityFeature.TURN_OFF
            if len(self.hvac_modes) > 1:
                features |= ClimateEntityFeature.TURN_ON
        return features

    @property
    @override
    def hvac_action(self) -> HVACAction | None:
        """Return the current action."""
        entry = self.entity_description
        word = self.text(entry.action) if entry.action else None
        return None if word is None else entry.actions.get(identifier(word))

    # Temperatures

    @property
    def _setpoints(self) -> dict[str, Setpoint]:
        """The setpoints with a value, or all reported ones if none has a value."""
        entry = self.entity_description
        named = {"heating": entry.heating, "cooling": entry.cooling}
        there = {name: point for name, point in named.items() if point and self.has(point.source)}
        known = {
            name: point for name, point in there.items() if self.number(point.source) is not None
        }
        return known or there

    def _setpoint(self, mode: HVACMode | None) -> Setpoint | None:
        """Return the only setpoint for a mode; None if there are none or two."""
        points = self._setpoints
        if mode in self.entity_description.modes_without_target:
            return None
        if len(points) <= 1:
            return next(iter(points.values()), None)
        if mode is HVACMode.HEAT:
            return points["heating"]
        return None if mode in (*_BETWEEN, HVACMode.OFF, None) else points["cooling"]

    @property
    def native_temperature_unit(self) -> str:
        """Return the unit of the setpoints; all temperatures are converted to it."""
        return self._unit

    @property
    def _unit(self) -> UnitOfTemperature:
        return self.unit_of(*self._setpoints.values())

    @property
    def native_current_temperature(self) -> float | None:
        """Return the measured temperature."""
        return self.measured(self._unit)

    @property
    @override
    def current_humidity(self) -> float | None:
        """Return the measured humidity."""
        return self.number(HUMIDITY)

    @property
    def native_target_temperature(self) -> float | None:
        """Return the target temperature, None if there are two or none."""
        point = self._setpoint(self.hvac_mode)
        return self.target(point, self._unit) if point else None

    @property
    def native_target_temperature_low(self) -> float | None:
        """Return the temperature below which the device heats."""
        return self._range_end("heating")

    @property
    def native_target_temperature_high(self) -> float | None:
        """Return the temperature above which the device cools."""
        return self._range_end("cooling")

    def _range_end(self, name: str) -> float | None:
        points = self._setpoints
        if len(points) <= 1 or self.hvac_mode not in _BETWEEN:
            return None
        return self.target(points[name], self._unit)

    @property
    def _limits(self) -> list[Bounds]:
        """The bounds of the setpoint of the current mode, or of all setpoints."""
        point = self._setpoint(self.hvac_mode)
        points = [point] if point else self._setpoints.values()
        default = self.entity_description.default
        return [self.limits(one, default, self._unit) for one in points]

    @property
    @override
    def min_temp(self) -> float:
        """Return the lowest temperature that can be set."""
        return min((bounds.low for bounds in self._limits), default=super().min_temp)

    @property
    @override
    def max_temp(self) -> float:
        """Return the highest temperature that can be set."""
        return max((bounds.high for bounds in self._limits), default=super().max_temp)

    @property
    @override
    def target_temperature_step(self) -> float | None:
        """Return the step of the target temperatures."""
        return min((bounds.step for bounds in self._limits), default=None)

    # Fan and swing

    @property
    def _fan(self) -> Choice | None:
        return self.first_of(self.entity_description.fan_modes)

    @property
    @override
    def fan_modes(self) -> list[str] | None:
        """Return the fan modes that the device lists."""
        return self.options_of(self._fan)

    @property
    @override
    def fan_mode(self) -> str | None:
        """Return the fan mode."""
        return self.chosen(self._fan) if self._fan else None

    @property
    @override
    def swing_modes(self) -> list[str] | None:
        """Return the swing modes that the device lists."""
        return self.options_of(self.entity_description.swing)

    @property
    @override
    def swing_mode(self) -> str | None:
        """Return the swing mode."""
        swing = self.entity_description.swing
        return self.chosen(swing) if swing else None

    # Commands

    @override
    async def async_set_hvac_mode(self, hvac_mode: HVACMode) -> None:
        """Set the mode."""
        await self.send(*self.mode_commands(hvac_mode))

    @override
    async def async_turn_on(self) -> None:
        """Turn on with the switch, or with the mode that covers most cases."""
        if self.has_switch:
            await self.send(*self.power_commands(Cmd.ON))
            return
        modes = [mode for mode in self.hvac_modes if mode is not HVACMode.OFF]
        wanted = next((mode for mode in _TURNED_ON if mode in modes), modes[0])
        await self.send(*self.mode_commands(wanted))

    @override
    async def async_turn_off(self) -> None:
        """Turn off."""
        await self.send(*self.mode_commands(HVACMode.OFF))

    @override
    async def async_set_temperature(self, **kwargs: Any) -> None:
        """Set temperatures, and the mode if one is given, with one request."""
        mode: HVACMode | None = kwargs.get(ATTR_HVAC_MODE)
        mode_commands = self.mode_commands(mode) if mode else []
        temperatures = self._temperature_commands(kwargs, mode or self.hvac_mode)
        off = mode is HVACMode.OFF
        commands = [*temperatures, *mode_commands] if off else [*mode_commands, *temperatures]
        await self.send(*commands)

    def _temperature_commands(
        self, wanted: Mapping[str, float | None], mode: HVACMode | None
    ) -> list[Command]:
        """Return the commands that set the given temperatures."""
        points = self._setpoints
        places = {
            ATTR_TEMPERATURE: self._setpoint(mode),
            ATTR_TARGET_TEMP_LOW: points.get("heating"),
            ATTR_TARGET_TEMP_HIGH: points.get("cooling"),
        }
        commands = []
        default = self.entity_description.default
        for name, point in places.items():
            value = wanted.get(name)
            if value is None:
                continue
            if point is None:
                itself = mode in self.entity_description.modes_without_target
                raise self.invalid(
                    translation_key="own_temperature" if itself else "no_single_temperature"
                )
            commands.append(self.temperature_command(point, value, self._unit, default))
        return commands

    @override
    async def async_set_fan_mode(self, fan_mode: str) -> None:
        """Set the fan mode."""
        await self.send(*self._choice_commands(self._fan, fan_mode))

    @override
    async def async_set_swing_mode(self, swing_mode: str) -> None:
        """Set the swing mode."""
        await self.send(*self._choice_commands(self.entity_description.swing, swing_mode))

    def _choice_commands(self, choice: Choice | None, wanted: str) -> list[Command]:
        return [self.option_command(choice, wanted)] if choice else []
