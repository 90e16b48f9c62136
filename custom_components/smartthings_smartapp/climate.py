"""Climate: thermostats, air conditioners, zones of heat pumps."""

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
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .cloud.json_types import Json, as_object
from .cloud.models import Command
from .const import DOMAIN
from .entity.climate_modes import SmartThingsClimateModes
from .entity.temperature import HUMIDITY, also_by_old_names
from .mapping.climate import DEMAND_RESPONSE
from .mapping.descriptions.devices import ClimateMap
from .mapping.descriptions.values import Bounds, Choice, Setpoint
from .mapping.vocabulary import Command as Cmd
from .mapping.words import identifier
from .runtime import SmartThingsConfigEntry

PARALLEL_UPDATES = 0
"""Nothing polls, and commands to one device need not wait for another's."""

_LOAD_CONTROL = {
    "drlcLevel": "drlc_status_level",
    "duration": "drlc_status_duration",
    "override": "drlc_status_override",
    "start": "drlc_status_start",
}
"""What a supplier's control of the load says, and our names for it: those of core."""

# Modes with a range where the device has two setpoints; the others heat or cool.
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


@also_by_old_names
class SmartThingsClimate(SmartThingsClimateModes):
    """Whatever heats or cools a room, with the modes that the device itself lists."""

    @property
    @override
    def supported_features(self) -> ClimateEntityFeature:
        """Return what the device has now; a mode may take the temperature out of its hands."""
        features = ClimateEntityFeature(0)
        if self._points and self.hvac_mode not in self.entity_description.modes_without_target:
            features |= ClimateEntityFeature.TARGET_TEMPERATURE
            if len(self._points) > 1:
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
        """Return what the device is doing right now."""
        entry = self.entity_description
        word = self.text(entry.action) if entry.action else None
        return None if word is None else entry.actions.get(identifier(word))

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Json] | None:
        """Return how the supplier of electricity controls the load, where it does."""
        status = as_object(self.raw(DEMAND_RESPONSE))
        found = {name: status[key] for key, name in _LOAD_CONTROL.items() if key in status}
        return found or None

    # Temperatures

    @property
    def _points(self) -> dict[str, Setpoint]:
        """The setpoints that have a value, or those that the component has at all."""
        entry = self.entity_description
        named = {"heating": entry.heating, "cooling": entry.cooling}
        there = {name: point for name, point in named.items() if point and self.has(point.source)}
        known = {
            name: point for name, point in there.items() if self.number(point.source) is not None
        }
        return known or there

    def _point(self, mode: HVACMode | None) -> Setpoint | None:
        """Return the one setpoint that counts in a mode; None where none or two do."""
        points = self._points
        if mode in self.entity_description.modes_without_target:
            return None
        if len(points) <= 1:
            return next(iter(points.values()), None)
        if mode is HVACMode.HEAT:
            return points["heating"]
        return None if mode in (*_BETWEEN, HVACMode.OFF, None) else points["cooling"]

    @property
    def native_temperature_unit(self) -> str:
        """Return the unit of the setpoints, into which all is converted."""
        return self._unit

    @property
    def _unit(self) -> UnitOfTemperature:
        return self.unit_of(*self._points.values())

    @property
    def native_current_temperature(self) -> float | None:
        """Return the temperature measured."""
        return self.measured(self._unit)

    @property
    @override
    def current_humidity(self) -> float | None:
        """Return the humidity measured."""
        return self.number(HUMIDITY)

    @property
    def native_target_temperature(self) -> float | None:
        """Return the temperature to reach, where it is one."""
        point = self._point(self.hvac_mode)
        return self.target(point, self._unit) if point else None

    @property
    def native_target_temperature_low(self) -> float | None:
        """Return the temperature below which it heats."""
        return self._end("heating")

    @property
    def native_target_temperature_high(self) -> float | None:
        """Return the temperature above which it cools."""
        return self._end("cooling")

    def _end(self, name: str) -> float | None:
        points = self._points
        if len(points) <= 1 or self.hvac_mode not in _BETWEEN:
            return None
        return self.target(points[name], self._unit)

    @property
    def _limits(self) -> list[Bounds]:
        """Bounds of the setpoint in force, or of all where none or several are."""
        point = self._point(self.hvac_mode)
        points = [point] if point else self._points.values()
        default = self.entity_description.default
        return [self.limits(one, default, self._unit) for one in points]

    @property
    @override
    def min_temp(self) -> float:
        """Return the lowest temperature that the device takes."""
        return min((bounds.low for bounds in self._limits), default=super().min_temp)

    @property
    @override
    def max_temp(self) -> float:
        """Return the highest temperature that the device takes."""
        return max((bounds.high for bounds in self._limits), default=super().max_temp)

    @property
    @override
    def target_temperature_step(self) -> float | None:
        """Return the step of the temperatures to reach."""
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
        """Return the ways in which the device can blow."""
        return self.options_of(self.entity_description.swing)

    @property
    @override
    def swing_mode(self) -> str | None:
        """Return the way in which it blows."""
        swing = self.entity_description.swing
        return self.chosen(swing) if swing else None

    # Commands

    @override
    async def async_set_hvac_mode(self, hvac_mode: HVACMode) -> None:
        """Set the mode."""
        await self.send(*self.enter(hvac_mode))

    @override
    async def async_turn_on(self) -> None:
        """Turn on, by the switch or by the mode that does most."""
        if self.switched:
            await self.send(*self.power(Cmd.ON))
            return
        modes = [mode for mode in self.hvac_modes if mode is not HVACMode.OFF]
        wanted = next((mode for mode in _TURNED_ON if mode in modes), modes[0])
        await self.send(*self.enter(wanted))

    @override
    async def async_turn_off(self) -> None:
        """Turn off."""
        await self.send(*self.enter(HVACMode.OFF))

    @override
    async def async_set_temperature(self, **kwargs: Any) -> None:
        """Set temperatures, and the mode if one is given, in one request."""
        mode: HVACMode | None = kwargs.get(ATTR_HVAC_MODE)
        entering = self.enter(mode) if mode else []
        setting = self._temperatures(kwargs, mode or self.hvac_mode)
        commands = [*setting, *entering] if mode is HVACMode.OFF else [*entering, *setting]
        await self.send(*commands)

    def _temperatures(
        self, wanted: Mapping[str, float | None], mode: HVACMode | None
    ) -> list[Command]:
        """Return what sets the temperatures that are wanted."""
        points = self._points
        places = {
            ATTR_TEMPERATURE: self._point(mode),
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
                raise ServiceValidationError(
                    translation_domain=DOMAIN,
                    translation_key="own_temperature" if itself else "no_single_temperature",
                    translation_placeholders={"name": self._label},
                )
            commands.append(self.temperature_command(point, value, self._unit, default))
        return commands

    @override
    async def async_set_fan_mode(self, fan_mode: str) -> None:
        """Set the fan mode."""
        await self.send(*self._picking(self._fan, fan_mode))

    @override
    async def async_set_swing_mode(self, swing_mode: str) -> None:
        """Set the way in which it blows."""
        await self.send(*self._picking(self.entity_description.swing, swing_mode))

    def _picking(self, choice: Choice | None, wanted: str) -> list[Command]:
        return [self.option_command(choice, wanted)] if choice else []
