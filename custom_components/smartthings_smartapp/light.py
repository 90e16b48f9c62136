"""Lights: on and off, brightness, colour, colour temperature."""

import math
from typing import Any, override

from homeassistant.components.light import (
    ATTR_BRIGHTNESS,
    ATTR_COLOR_TEMP_KELVIN,
    ATTR_HS_COLOR,
    ATTR_TRANSITION,
    ColorMode,
    LightEntity,
    LightEntityFeature,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util.color import brightness_to_value, value_to_brightness

from .cloud.json_types import Json, as_object
from .cloud.models import Command
from .entity.component import SmartThingsEntity
from .entity.readings import number_of
from .mapping.descriptions.base import Source
from .mapping.descriptions.devices import LampMap, LightMap
from .mapping.descriptions.values import Bounds
from .mapping.vocabulary import Attribute, Capability
from .mapping.vocabulary import Command as Cmd
from .mapping.words import identifier
from .runtime import SmartThingsConfigEntry

PARALLEL_UPDATES = 0
"""Nothing polls, and commands to one device need not wait for another's."""

_LEVEL = Source(Capability.SWITCH_LEVEL, Attribute.LEVEL)
_HUE = Source(Capability.COLOR_CONTROL, Attribute.HUE)
_SATURATION = Source(Capability.COLOR_CONTROL, Attribute.SATURATION)
_KELVIN = Source(Capability.COLOR_TEMPERATURE, Attribute.COLOR_TEMPERATURE)
_KELVINS = Source(Capability.COLOR_TEMPERATURE, Attribute.COLOR_TEMPERATURE_RANGE)

_LEVELS = (1.0, 100.0)
_OFF = "off"
_ON = "on"
_BRIGHTEST = 255
_DEGREES_PER_HUE = 3.6
"""SmartThings counts hues from 0 to 100."""

# What lamps can do that do not say what they can, in kelvins.
_WHITES = Bounds(2000, 9000)
# Beyond these it is no white.
_FIRE, _SKY = 500, 50_000


async def async_setup_entry(
    hass: HomeAssistant,
    entry: SmartThingsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the lights of an entry."""
    runtime = entry.runtime_data
    runtime.add_entities(async_add_entities, LightMap, SmartThingsLight)
    runtime.add_entities(async_add_entities, LampMap, SmartThingsLamp)


class SmartThingsLight(SmartThingsEntity[LightMap], LightEntity):
    """A light; what it can do follows from what it reports."""

    entity_description: LightMap

    @property
    @override
    def supported_color_modes(self) -> set[ColorMode]:
        """Return the ways in which the light can shine."""
        modes = set[ColorMode]()
        if self.has(_HUE):
            modes.add(ColorMode.HS)
        if self.has(_KELVIN):
            modes.add(ColorMode.COLOR_TEMP)
        return modes or {ColorMode.BRIGHTNESS if self.has(_LEVEL) else ColorMode.ONOFF}

    @property
    @override
    def supported_features(self) -> LightEntityFeature:
        """Return transitions, where there is a level that can move."""
        return LightEntityFeature.TRANSITION if self.has(_LEVEL) else LightEntityFeature(0)

    @property
    @override
    def color_mode(self) -> ColorMode:
        """Return how the light shines: as the newest report of a colour or a temperature says."""
        modes = self.supported_color_modes
        if len(modes) == 1:
            return next(iter(modes))
        colored = max(self._second(_HUE), self._second(_SATURATION))
        return ColorMode.HS if colored > self._second(_KELVIN) else ColorMode.COLOR_TEMP

    def _second(self, source: Source) -> int:
        """Return when an attribute was reported, in whole seconds as events have them."""
        report = self.reported(source)
        if report is None or report.value is None or report.time is None:
            return 0
        return int(report.time.timestamp())

    @property
    @override
    def is_on(self) -> bool | None:
        """Whether the light is on."""
        value = self.text()
        return None if value is None else value == "on"

    @property
    @override
    def brightness(self) -> int | None:
        """Return the level as Home Assistant counts it, 1 to 255."""
        level = self.number(_LEVEL)
        return None if level is None else value_to_brightness(_LEVELS, level)

    @property
    @override
    def hs_color(self) -> tuple[float, float] | None:
        """Return hue in degrees and saturation in percent."""
        hue, saturation = self.number(_HUE), self.number(_SATURATION)
        if hue is None or saturation is None:
            return None
        return max(0, min(hue * _DEGREES_PER_HUE, 360)), max(0, min(saturation, 100))

    @property
    @override
    def color_temp_kelvin(self) -> int | None:
        """Return the colour temperature."""
        kelvin = self.number(_KELVIN)
        return None if kelvin is None else round(kelvin)

    @property
    @override
    def min_color_temp_kelvin(self) -> int:
        """Return the warmest white."""
        return round(self._kelvins.low)

    @property
    @override
    def max_color_temp_kelvin(self) -> int:
        """Return the coldest white."""
        return round(self._kelvins.high)

    @property
    def _kelvins(self) -> Bounds:
        """The range of colour temperatures that the lamp reports, as far as it is one of light."""
        reported = as_object(self.raw(_KELVINS))
        low, high = (number_of(reported.get(end)) for end in ("minimum", "maximum"))
        return _WHITES.narrowed(
            low if low and low > _FIRE else _WHITES.low,
            high if high and high < _SKY else _WHITES.high,
        )

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Turn on as asked for, in one request.

        Not every lamp is turned on by a level, and some would lose theirs if they were turned on
        first, so the command for that comes last.
        """
        leveling = self._leveling(kwargs)
        commands = [*self._coloring(kwargs), *leveling]
        if not (leveling and self.is_on):
            commands.append(self.command(Capability.SWITCH, Cmd.ON))
        await self.send(*commands)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Turn off, at once or within the transition."""
        if ATTR_TRANSITION in kwargs:
            await self.send(self._set_level(0, kwargs))
        else:
            await self.send(self.command(Capability.SWITCH, Cmd.OFF))

    def _coloring(self, wanted: dict[str, Any]) -> list[Command]:
        if ATTR_COLOR_TEMP_KELVIN in wanted:
            kelvin = min(
                max(wanted[ATTR_COLOR_TEMP_KELVIN], self.min_color_temp_kelvin),
                self.max_color_temp_kelvin,
            )
            return [self.command(Capability.COLOR_TEMPERATURE, Cmd.SET_COLOR_TEMPERATURE, kelvin)]
        if ATTR_HS_COLOR in wanted:
            degrees, saturation = wanted[ATTR_HS_COLOR]
            color: Json = {
                "hue": round(degrees / _DEGREES_PER_HUE, 2),
                "saturation": round(saturation, 2),
            }
            return [self.command(Capability.COLOR_CONTROL, Cmd.SET_COLOR, color)]
        return []

    def _leveling(self, wanted: dict[str, Any]) -> list[Command]:
        """Return what sets the level if one is asked for or to be faded to."""
        if self.has(_LEVEL):
            if ATTR_BRIGHTNESS in wanted:
                level = round(brightness_to_value(_LEVELS, wanted[ATTR_BRIGHTNESS]))
                return [self._set_level(max(1, level), wanted)]
            if ATTR_TRANSITION in wanted and (level := round(self.number(_LEVEL) or 0)):
                return [self._set_level(level, wanted)]
        return []

    def _set_level(self, level: int, wanted: dict[str, Any]) -> Command:
        arguments: list[Json] = [level]
        if ATTR_TRANSITION in wanted:
            arguments.append(round(wanted[ATTR_TRANSITION]))
        return self.command(Capability.SWITCH_LEVEL, Cmd.SET_LEVEL, *arguments)


class SmartThingsLamp(SmartThingsEntity[LampMap], LightEntity):
    """The lamp of an appliance, which shines as bright as one of a few words says."""

    entity_description: LampMap

    @property
    def _levels(self) -> list[str]:
        """Return the words that mean light, from dark to bright."""
        offered = self.settable(self.entity_description.levels).items()
        return [option for option, word in offered if identifier(word) != _OFF]

    @property
    @override
    def color_mode(self) -> ColorMode:
        """Return whether there is more than on and off."""
        return ColorMode.BRIGHTNESS if len(self._levels) > 1 else ColorMode.ONOFF

    @property
    @override
    def supported_color_modes(self) -> set[ColorMode]:
        """Return the only way in which the lamp can shine."""
        return {self.color_mode}

    @property
    @override
    def is_on(self) -> bool | None:
        """Whether the lamp is on, by its switch where it has one."""
        if switch := self.entity_description.switch:
            value = self.text(switch)
            return None if value is None else value != _OFF
        levels = self.entity_description.levels
        return self.meant(levels) != _OFF if self.chosen(levels) else None

    @property
    @override
    def brightness(self) -> int | None:
        """Return the place of the level among the levels, 1 to 255."""
        levels = self._levels
        level = self.chosen(self.entity_description.levels)
        return _BRIGHTEST * (levels.index(level) + 1) // len(levels) if level in levels else None

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Shine at the level nearest above the brightness, at the brightest if none is given."""
        entry = self.entity_description
        commands: list[Command] = []
        if ATTR_BRIGHTNESS in kwargs or not entry.switch:
            levels = self._levels
            share = kwargs.get(ATTR_BRIGHTNESS, _BRIGHTEST) / _BRIGHTEST
            level = levels[max(1, math.ceil(share * len(levels))) - 1] if levels else _ON
            commands.append(self.option_command(entry.levels, level))
        if entry.switch and not (commands and self.is_on):
            commands.append(self.command(entry.switch.capability, Cmd.ON))
        await self.send(*commands)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Turn off."""
        entry = self.entity_description
        if entry.switch:
            await self.send(self.command(entry.switch.capability, Cmd.OFF))
        else:
            off = self.option_for(entry.levels, _OFF) or _OFF
            await self.send(self.option_command(entry.levels, off))
