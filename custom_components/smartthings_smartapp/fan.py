"""Fans, hoods and air purifiers."""

import math
from typing import Any, override

from homeassistant.components.fan import FanEntity, FanEntityFeature
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .cloud.json_types import Json
from .cloud.models import Command
from .entity.component import SmartThingsEntity
from .entity.readings import number_of
from .mapping.descriptions.devices import FanMap
from .mapping.descriptions.values import Bounds, Choice
from .mapping.vocabulary import Command as Cmd
from .mapping.words import identifier
from .runtime import SmartThingsConfigEntry

PARALLEL_UPDATES = 0
"""Entities are pushed, and commands to different devices are independent."""

_OFF = "off"
_FULL = 100
_PERCENT = Bounds(0, _FULL)
_TWO_WAYS = 2
# Modes that turn on a fan without a switch; the first that it has is used.
_RUNNING = ("on", "auto", "medium")


async def async_setup_entry(
    hass: HomeAssistant,
    entry: SmartThingsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the fans of an entry."""
    runtime = entry.runtime_data
    runtime.add_entities(async_add_entities, FanMap, SmartThingsFan)


class SmartThingsFan(SmartThingsEntity[FanMap], FanEntity):
    """A fan, with speeds, presets and oscillation if the device has them."""

    entity_description: FanMap

    @property
    @override
    def supported_features(self) -> FanEntityFeature:
        """Return the features that the device has."""
        features = FanEntityFeature.TURN_ON | FanEntityFeature.TURN_OFF
        if self._has_percent or self._speeds:
            features |= FanEntityFeature.SET_SPEED
        if self.preset_modes:
            features |= FanEntityFeature.PRESET_MODE
        if self._oscillation_options:
            features |= FanEntityFeature.OSCILLATE
        return features

    # Reading

    @property
    def _has_switch(self) -> bool:
        power = self.entity_description.power
        return power is not None and self.has(power)

    @property
    def _has_percent(self) -> bool:
        entry = self.entity_description
        parts = (part for part in (entry.percent, entry.speeds) if part)
        return entry.percent is not None and self.first_of(parts) is entry.percent

    @property
    def _speeds(self) -> list[int]:
        """The numbers of the speeds, also unlisted ones that the device has reported."""
        entry = self.entity_description
        if not self.has(entry.speeds.source):
            return []
        numbers = map(number_of, self.offered(entry.speeds).values())
        whole = {int(number) for number in numbers if number is not None and number > 0}
        speeds = sorted(number for number in whole if number not in entry.preset_speeds)
        current = self._speed
        # A speed above a hundred is not plausible, and adds no speeds.
        if speeds and current is not None and speeds[-1] < current <= _FULL:
            speeds += range(speeds[-1] + 1, current + 1)
        return speeds

    @property
    def _speed(self) -> int | None:
        """The current speed, None if it is a preset."""
        entry = self.entity_description
        value = self.number(entry.speeds.source)
        return None if value is None or value in entry.preset_speeds else int(value)

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether the fan runs, by its switch, else by its speed or mode."""
        power = self.entity_description.power
        if power and self._has_switch:
            word = self.text(power)
            return None if word is None else word != _OFF
        if (percentage := self._percentage()) is not None:
            return percentage > 0
        modes = [mode for mode in self._modes if self.chosen(mode)]
        return self.meant(modes[0]) != _OFF if modes else None

    @property
    @override
    def percentage(self) -> int | None:
        """Return the speed in percent, 0 while the fan is off."""
        return 0 if self.is_on is False else self._percentage()

    def _percentage(self) -> int | None:
        percent = self.entity_description.percent
        if percent and self._has_percent:
            value = self.number(percent.source)
            return None if value is None else max(0, min(_FULL, round(value)))
        speeds, current = self._speeds, self._speed
        if current is None or not speeds:
            return None
        return sum(speed <= current for speed in speeds) * _FULL // len(speeds)

    @property
    @override
    def speed_count(self) -> int:
        """Return the number of speeds."""
        return _FULL if self._has_percent else len(self._speeds) or _FULL

    @property
    def _modes(self) -> list[Choice]:
        return [mode for mode in self.entity_description.modes if self.has(mode.source)]

    @property
    @override
    def preset_modes(self) -> list[str] | None:
        """Return the modes that the device lists, and the speeds that are presets."""
        entry = self.entity_description
        words = [
            option
            for mode in self._modes
            for option, word in self.settable(mode).items()
            if identifier(word) != _OFF
        ]
        listed = self.offered(entry.speeds).values()
        words += [name for number, name in entry.preset_speeds.items() if number in listed]
        return list(dict.fromkeys(words)) or None

    @property
    @override
    def preset_mode(self) -> str | None:
        """Return the preset: the value of the last mode that is not idle."""
        entry = self.entity_description
        value = self.number(entry.speeds.source)
        if value is not None and value in entry.preset_speeds:
            return entry.preset_speeds[int(value)]
        modes = [mode for mode in self._modes if self.chosen(mode) and self.meant(mode) != _OFF]
        active = [mode for mode in modes if self.meant(mode) not in entry.idle_values]
        return next((self.chosen(mode) for mode in reversed(active or modes)), None)

    @property
    def _oscillation_options(self) -> list[str]:
        """The options of the oscillation, off first; empty unless there are exactly two."""
        choice = self.entity_description.oscillation
        offered = self.offered(choice) if choice and self.has(choice.source) else {}
        still = [option for option, word in offered.items() if self._is_idle(word)]
        if len(offered) != _TWO_WAYS or len(still) != 1:
            return []
        return sorted(offered, key=lambda option: option not in still)

    def _is_idle(self, word: Json) -> bool:
        """Return whether a value means that the mode is idle."""
        return identifier(word) in self.entity_description.idle_values

    @property
    @override
    def oscillating(self) -> bool | None:
        """Return whether the fan oscillates."""
        choice = self.entity_description.oscillation
        if choice is None or not self._oscillation_options or self.chosen(choice) is None:
            return None
        return not self._is_idle(self.current(choice.source))

    # Commands

    def _switch_commands(self, name: str) -> list[Command]:
        power = self.entity_description.power
        return [self.command(power.capability, name)] if power and self._has_switch else []

    def _with_power_on(self, *commands: Command) -> list[Command]:
        """Return commands, after the one that turns on a fan that is off."""
        return [*(self._switch_commands(Cmd.ON) if self.is_on is False else ()), *commands]

    def _speed_commands(self, percentage: int) -> list[Command]:
        """Return the command that sets a speed, also 0 for a fan without a switch."""
        entry = self.entity_description
        if entry.percent and self._has_percent:
            return [self.number_command(entry.percent, percentage, _PERCENT)]
        if speeds := self._speeds:
            place = math.ceil(percentage * len(speeds) / _FULL)
            number = speeds[place - 1] if place else 0
            return [self._speed_command(entry.speeds, number)]
        return []

    def _speed_command(self, speeds: Choice, number: int) -> Command:
        return self.command(speeds.source.capability, speeds.command, number)

    def _preset_commands(self, preset: str) -> list[Command]:
        """Return the commands that set a preset, and make modes idle that would hide it.

        Raises ServiceValidationError if no mode of the device has the preset.
        """
        entry = self.entity_description
        special = {name: number for number, name in entry.preset_speeds.items()}
        if preset in special:
            return [self._speed_command(entry.speeds, special[preset])]
        modes = self._modes
        chosen = next((mode for mode in modes if preset in self.settable(mode)), modes[-1])
        hiding = [
            self.command(mode.source.capability, mode.command, word)
            for mode in modes[modes.index(chosen) + 1 :]
            if self.chosen(mode) and not self._is_idle(self.current(mode.source))
            for word in [*filter(self._is_idle, self.offered(mode).values())][:1]
        ]
        return [*hiding, self.option_command(chosen, preset)]

    def _mode_commands(self, *meanings: str) -> list[Command]:
        """Return the command for the first of some words of the mapping that a mode has."""
        options = (
            (mode, option)
            for meaning in meanings
            for mode in self._modes
            if (option := self.option_for(mode, meaning))
        )
        return [self.option_command(mode, option) for mode, option in options][:1]

    @override
    async def async_turn_on(
        self,
        percentage: int | None = None,
        preset_mode: str | None = None,
        **kwargs: Any,
    ) -> None:
        """Turn on, with a speed or preset if one is given, with one request."""
        if percentage == 0:
            await self.async_turn_off()
            return
        commands = self._speed_commands(percentage) if percentage is not None else []
        if preset_mode is not None:
            commands += self._preset_commands(preset_mode)
        if not commands and not self._has_switch:
            commands = self._run_commands()
        await self.send(
            *(self._with_power_on(*commands) if commands else self._switch_commands(Cmd.ON))
        )

    def _run_commands(self) -> list[Command]:
        """Return the command that turns on a fan without a switch: a mode, or full speed."""
        if commands := self._mode_commands(*_RUNNING) or self._speed_commands(_FULL):
            return commands
        return self._preset_commands(presets[0]) if (presets := self.preset_modes) else []

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Turn off with the switch, else with the speed or a mode."""
        await self.send(
            *(
                self._switch_commands(Cmd.OFF)
                or self._speed_commands(0)
                or self._mode_commands(_OFF)
                or self._preset_commands(_OFF)
            )
        )

    @override
    async def async_set_percentage(self, percentage: int) -> None:
        """Set the speed; 0 turns off."""
        if percentage == 0:
            await self.async_turn_off()
        else:
            await self.send(*self._with_power_on(*self._speed_commands(percentage)))

    @override
    async def async_set_preset_mode(self, preset_mode: str) -> None:
        """Set a preset; a fan that is off is turned on first."""
        await self.send(*self._with_power_on(*self._preset_commands(preset_mode)))

    @override
    async def async_oscillate(self, oscillating: bool) -> None:
        """Start or stop the oscillation."""
        choice, swings = self.entity_description.oscillation, self._oscillation_options
        await self.send(*([self.option_command(choice, swings[oscillating])] if choice else ()))
