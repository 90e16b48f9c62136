"""Lights: on and off, brightness, color, color temperature."""

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
from .entity.readings import number_of
from .entity.wanted_values import SmartThingsOptimisticEntity
from .mapping.descriptions.base import Source
from .mapping.descriptions.devices import LampMap, LightMap
from .mapping.descriptions.values import Bounds
from .mapping.vocabulary import Attribute, Capability
from .mapping.vocabulary import Command as Cmd
from .mapping.words import identifier
from .runtime import SmartThingsConfigEntry

PARALLEL_UPDATES = 0
"""Entities are pushed, and commands to different devices are independent."""

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
"""Hues of SmartThings are from 0 to 100."""

# The range of lights that do not report one, in kelvins.
_WHITES = Bounds(2000, 9000)
# Limits outside these are not plausible.
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


class SmartThingsLight(SmartThingsOptimisticEntity[LightMap], LightEntity):
    """A light; its features follow from the attributes that it reports."""

    entity_description: LightMap

    @property
    @override
    def supported_color_modes(self) -> set[ColorMode]:
        """Return the color modes of the reported attributes."""
        modes = set[ColorMode]()
        if self.has(_HUE):
            modes.add(ColorMode.HS)
        if self.has(_KELVIN):
            modes.add(ColorMode.COLOR_TEMP)
        return modes or {ColorMode.BRIGHTNESS if self.has(_LEVEL) else ColorMode.ONOFF}

    @property
    @override
    def supported_features(self) -> LightEntityFeature:
        """Return transitions if the light has a level."""
        return LightEntityFeature.TRANSITION if self.has(_LEVEL) else LightEntityFeature(0)

    @property
    @override
    def color_mode(self) -> ColorMode:
        """Return the color mode of the newest report of a color or color temperature."""
        modes = self.supported_color_modes
        if len(modes) == 1:
            return next(iter(modes))
        colored = max(self._report_second(_HUE), self._report_second(_SATURATION))
        return ColorMode.HS if colored > self._report_second(_KELVIN) else ColorMode.COLOR_TEMP

    def _report_second(self, source: Source) -> int:
        """Return when an attribute was reported, in whole seconds like the times of events."""
        report = self.reported(source)
        if report is None or report.value is None or report.time is None:
            return 0
        return int(report.time.timestamp())

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether the light is on."""
        value = self.text()
        return None if value is None else value == "on"

    @property
    @override
    def brightness(self) -> int | None:
        """Return the brightness, 1 to 255."""
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
        """Return the color temperature in kelvins."""
        kelvin = self.number(_KELVIN)
        return None if kelvin is None else round(kelvin)

    @property
    @override
    def min_color_temp_kelvin(self) -> int:
        """Return the lowest color temperature in kelvins."""
        return round(self._kelvins.low)

    @property
    @override
    def max_color_temp_kelvin(self) -> int:
        """Return the highest color temperature in kelvins."""
        return round(self._kelvins.high)

    @property
    def _kelvins(self) -> Bounds:
        """The reported range of color temperatures, with the default for implausible limits."""
        reported = as_object(self.raw(_KELVINS))
        low, high = (number_of(reported.get(end)) for end in ("minimum", "maximum"))
        return _WHITES.narrowed(
            low if low and low > _FIRE else _WHITES.low,
            high if high and high < _SKY else _WHITES.high,
        )

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Turn on with the given color and brightness, with one request.

        Not every light is turned on by a level, and some would forget the level if they were turned
        on first. So the command to turn on comes last. It is not left out for a light that is only
        wanted to be on.
        """
        level = self._level_commands(kwargs)
        commands = [*self._color_commands(kwargs), *level]
        if not (level and self._is_truly_on):
            commands.append(self.command(Capability.SWITCH, Cmd.ON))
        await self.send(*commands)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Turn off, with a transition if one is given."""
        if ATTR_TRANSITION in kwargs:
            await self.send(self._level_command(0, kwargs))
        else:
            await self.send(self.command(Capability.SWITCH, Cmd.OFF))

    @property
    def _is_truly_on(self) -> bool:
        report = self.truth(self.entity_description.source)
        return report is not None and report.value == _ON

    @override
    def passed(self, source: Source) -> tuple[Json, ...]:
        """Return the values before a command; a light that is off fades in from 0."""
        found = super().passed(source)
        return found if source != _LEVEL or self._is_truly_on else (*found, 0)

    def _color_commands(self, wanted: dict[str, Any]) -> list[Command]:
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

    def _level_commands(self, wanted: dict[str, Any]) -> list[Command]:
        """Return the command for the given brightness, or for a transition to the current one."""
        if self.has(_LEVEL):
            if ATTR_BRIGHTNESS in wanted:
                level = round(brightness_to_value(_LEVELS, wanted[ATTR_BRIGHTNESS]))
                return [self._level_command(max(1, level), wanted)]
            if ATTR_TRANSITION in wanted and (level := round(self.number(_LEVEL) or 0)):
                return [self._level_command(level, wanted)]
        return []

    def _level_command(self, level: int, wanted: dict[str, Any]) -> Command:
        arguments: list[Json] = [level]
        if ATTR_TRANSITION in wanted:
            arguments.append(round(wanted[ATTR_TRANSITION]))
        return self.command(Capability.SWITCH_LEVEL, Cmd.SET_LEVEL, *arguments)


class SmartThingsLamp(SmartThingsOptimisticEntity[LampMap], LightEntity):
    """The light of an appliance, whose brightness is one of a few words."""

    entity_description: LampMap

    @property
    def _levels(self) -> list[str]:
        """The options other than off, from dark to bright."""
        offered = self.settable(self.entity_description.levels).items()
        return [option for option, word in offered if identifier(word) != _OFF]

    @property
    @override
    def color_mode(self) -> ColorMode:
        """Return brightness if there are several levels."""
        return ColorMode.BRIGHTNESS if len(self._levels) > 1 else ColorMode.ONOFF

    @property
    @override
    def supported_color_modes(self) -> set[ColorMode]:
        """Return the only color mode."""
        return {self.color_mode}

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether the light is on, by its switch, else by its level."""
        if switch := self.entity_description.switch:
            value = self.text(switch)
            return None if value is None else value != _OFF
        levels = self.entity_description.levels
        return self.meant(levels) != _OFF if self.chosen(levels) else None

    @property
    @override
    def brightness(self) -> int | None:
        """Return the position of the level among the levels, 1 to 255."""
        levels = self._levels
        level = self.chosen(self.entity_description.levels)
        return _BRIGHTEST * (levels.index(level) + 1) // len(levels) if level in levels else None

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Turn on with the next level at or above the brightness, by default the highest."""
        entry = self.entity_description
        commands: list[Command] = []
        if ATTR_BRIGHTNESS in kwargs or not entry.switch:
            levels = self._levels
            share = kwargs.get(ATTR_BRIGHTNESS, _BRIGHTEST) / _BRIGHTEST
            level = levels[max(1, math.ceil(share * len(levels))) - 1] if levels else _ON
            commands.append(self.option_command(entry.levels, level))
        switch = self.truth(entry.switch) if entry.switch else None
        is_on = switch is not None and switch.value != _OFF
        if entry.switch and not (commands and is_on):
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
