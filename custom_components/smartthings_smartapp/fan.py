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
"""Nothing polls, and commands to one device need not wait for another's."""

_OFF = "off"
_FULL = 100
_PERCENT = Bounds(0, _FULL)
_TWO_WAYS = 2
# What a fan without a switch is set to when it shall just run, as far as it knows the word.
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
    """A fan, with speeds, presets and a swing as far as the device has them."""

    entity_description: FanMap

    @property
    @override
    def supported_features(self) -> FanEntityFeature:
        """Return what the device has."""
        features = FanEntityFeature.TURN_ON | FanEntityFeature.TURN_OFF
        if self._has_percent or self._speeds:
            features |= FanEntityFeature.SET_SPEED
        if self.preset_modes:
            features |= FanEntityFeature.PRESET_MODE
        if self._swings:
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
        """The numbers from slow to fast, also those that the device has shown to know."""
        entry = self.entity_description
        if not self.has(entry.speeds.source):
            return []
        numbers = map(number_of, self.offered(entry.speeds).values())
        whole = {int(number) for number in numbers if number is not None and number > 0}
        speeds = sorted(number for number in whole if number not in entry.preset_speeds)
        present = self._speed
        # A speed beyond a hundred is an odd value: nothing is counted up to it.
        if speeds and present is not None and speeds[-1] < present <= _FULL:
            speeds += range(speeds[-1] + 1, present + 1)
        return speeds

    @property
    def _speed(self) -> int | None:
        """The present number, None where it is a preset."""
        entry = self.entity_description
        value = self.number(entry.speeds.source)
        return None if value is None or value in entry.preset_speeds else int(value)

    @property
    @override
    def is_on(self) -> bool | None:
        """Whether it runs, by its switch where it has one, else by its speed or mode."""
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
        """Return the speed in percent, 0 while it is off."""
        return 0 if self.is_on is False else self._percentage()

    def _percentage(self) -> int | None:
        percent = self.entity_description.percent
        if percent and self._has_percent:
            value = self.number(percent.source)
            return None if value is None else max(0, min(_FULL, round(value)))
        speeds, present = self._speeds, self._speed
        if present is None or not speeds:
            return None
        return sum(speed <= present for speed in speeds) * _FULL // len(speeds)

    @property
    @override
    def speed_count(self) -> int:
        """Return how many speeds there are."""
        return _FULL if self._has_percent else len(self._speeds) or _FULL

    @property
    def _modes(self) -> list[Choice]:
        return [mode for mode in self.entity_description.modes if self.has(mode.source)]

    @property
    @override
    def preset_modes(self) -> list[str] | None:
        """Return the modes that the device lists, and the numbers that are presets."""
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
        """Return the preset: of the last mode that does not rest."""
        entry = self.entity_description
        value = self.number(entry.speeds.source)
        if value is not None and value in entry.preset_speeds:
            return entry.preset_speeds[int(value)]
        modes = [mode for mode in self._modes if self.chosen(mode) and self.meant(mode) != _OFF]
        active = [mode for mode in modes if self.meant(mode) not in entry.idle_values]
        return next((self.chosen(mode) for mode in reversed(active or modes)), None)

    @property
    def _swings(self) -> list[str]:
        """The two options of the oscillation, the one for rest first; empty where it is no two."""
        choice = self.entity_description.oscillation
        offered = self.offered(choice) if choice and self.has(choice.source) else {}
        still = [option for option, word in offered.items() if self._rests(word)]
        if len(offered) != _TWO_WAYS or len(still) != 1:
            return []
        return sorted(offered, key=lambda option: option not in still)

    def _rests(self, word: Json) -> bool:
        """Return whether a word says that the fan does nothing."""
        return identifier(word) in self.entity_description.idle_values

    @property
    @override
    def oscillating(self) -> bool | None:
        """Whether it swings."""
        choice = self.entity_description.oscillation
        if choice is None or not self._swings or self.chosen(choice) is None:
            return None
        return not self._rests(self.present(choice.source))

    # Commands

    def _switch(self, name: str) -> list[Command]:
        power = self.entity_description.power
        return [self.command(power.capability, name)] if power and self._has_switch else []

    def _woken(self, *commands: Command) -> list[Command]:
        """Return commands for a running fan: one that is off by its switch is turned on first."""
        return [*(self._switch(Cmd.ON) if self.is_on is False else ()), *commands]

    def _at(self, percentage: int) -> list[Command]:
        """Return what sets a speed above 0, or 0 where no switch does that."""
        entry = self.entity_description
        if entry.percent and self._has_percent:
            return [self.number_command(entry.percent, percentage, _PERCENT)]
        if speeds := self._speeds:
            place = math.ceil(percentage * len(speeds) / _FULL)
            number = speeds[place - 1] if place else 0
            return [self._numbered(entry.speeds, number)]
        return []

    def _numbered(self, speeds: Choice, number: int) -> Command:
        return self.command(speeds.source.capability, speeds.command, number)

    def _picking(self, preset: str) -> list[Command]:
        """Return what sets a preset, and lets a mode rest that would hide it.

        Raises ServiceValidationError where no mode of the device offers it.
        """
        entry = self.entity_description
        special = {name: number for number, name in entry.preset_speeds.items()}
        if preset in special:
            return [self._numbered(entry.speeds, special[preset])]
        modes = self._modes
        chosen = next((mode for mode in modes if preset in self.settable(mode)), modes[-1])
        hiding = [
            self.command(mode.source.capability, mode.command, word)
            for mode in modes[modes.index(chosen) + 1 :]
            if self.chosen(mode) and not self._rests(self.present(mode.source))
            for word in [*filter(self._rests, self.offered(mode).values())][:1]
        ]
        return [*hiding, self.option_command(chosen, preset)]

    def _saying(self, *meanings: str) -> list[Command]:
        """Return what sets a mode by the first of some words of our tables that it offers."""
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
        """Turn on, at a speed or with a preset if one is given, in one request."""
        if percentage == 0:
            await self.async_turn_off()
            return
        commands = self._at(percentage) if percentage is not None else []
        if preset_mode is not None:
            commands += self._picking(preset_mode)
        if not commands and not self._has_switch:
            commands = self._just_run()
        await self.send(*(self._woken(*commands) if commands else self._switch(Cmd.ON)))

    def _just_run(self) -> list[Command]:
        """Return what lets a fan without a switch run, by a mode or at full speed."""
        if commands := self._saying(*_RUNNING) or self._at(_FULL):
            return commands
        return self._picking(presets[0]) if (presets := self.preset_modes) else []

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Turn off, by the switch, else by the speed or a mode."""
        await self.send(
            *(self._switch(Cmd.OFF) or self._at(0) or self._saying(_OFF) or self._picking(_OFF))
        )

    @override
    async def async_set_percentage(self, percentage: int) -> None:
        """Set the speed; 0 turns off."""
        if percentage == 0:
            await self.async_turn_off()
        else:
            await self.send(*self._woken(*self._at(percentage)))

    @override
    async def async_set_preset_mode(self, preset_mode: str) -> None:
        """Set a preset; a fan that is off is turned on first."""
        await self.send(*self._woken(*self._picking(preset_mode)))

    @override
    async def async_oscillate(self, oscillating: bool) -> None:
        """Start or stop swinging."""
        choice, swings = self.entity_description.oscillation, self._swings
        await self.send(*([self.option_command(choice, swings[oscillating])] if choice else ()))
