"""The modes and presets of what heats and cools: the device's own words and Home Assistant's."""

from collections.abc import Mapping
from typing import override

from homeassistant.components.climate import PRESET_NONE, ClimateEntity, HVACMode
from homeassistant.exceptions import ServiceValidationError
from pysmartthings import Command as Cmd

from .cloud.json_types import Json
from .cloud.models import Command
from .const import DOMAIN
from .descriptions import Choice, ClimateMap
from .thermal import StThermal

_OFF = "off"


class StModal(StThermal[ClimateMap], ClimateEntity):
    """A climate entity as far as its modes go, with the switch that some of them need.

    The first word that the device lists for a mode of Home Assistant stands for it; all other
    words are presets.
    """

    entity_description: ClimateMap

    @property
    def switched(self) -> bool:
        """Whether a switch turns the device on and off, rather than a mode."""
        power = self.entity_description.power
        return power is not None and self.has(power)

    @property
    def is_off(self) -> bool:
        """Whether its switch says that the device is off."""
        power = self.entity_description.power
        return power is not None and self.text(power) == _OFF

    @property
    def present_word(self) -> str | None:
        """The word of the mode that the device is in."""
        modes = self.entity_description.modes
        return self.chosen(modes) if modes else None

    @property
    def words_of_modes(self) -> Mapping[str, Json]:
        """The words of modes that can be set; the present one where the device lists none."""
        modes = self.entity_description.modes
        if modes is None:
            return {}
        if offered := self.offered(modes):
            return offered
        return {self.present_word: self.raw(modes.source)} if self.present_word else {}

    def _standing(self, table: Mapping[str, HVACMode]) -> dict[HVACMode, str]:
        """Return the first word of each mode of Home Assistant in a table."""
        found: dict[HVACMode, str] = {}
        for word in self.words_of_modes:
            if word in table:
                found.setdefault(table[word], word)
        return found

    @property
    def _modes(self) -> dict[HVACMode, str]:
        """The words that stand for modes of Home Assistant, in the device's order."""
        entry = self.entity_description
        found = self._standing(entry.variants) | self._standing(entry.plain)
        place = list(self.words_of_modes).index
        return dict(sorted(found.items(), key=lambda item: place(item[1])))

    @property
    def special(self) -> list[str]:
        """The words of modes that are presets."""
        plain = self._standing(self.entity_description.plain).values()
        return [word for word in self.words_of_modes if word not in plain]

    @property
    @override
    def hvac_modes(self) -> list[HVACMode]:
        """Return the modes that the device lists; off first where a switch does that."""
        entry = self.entity_description
        modes = list(self._modes) if entry.modes else [entry.alone]
        if self.switched:
            return [HVACMode.OFF, *(mode for mode in modes if mode is not HVACMode.OFF)]
        return modes

    @property
    @override
    def hvac_mode(self) -> HVACMode | None:
        """Return the mode; a word that is none of Home Assistant's is the device's own affair."""
        entry = self.entity_description
        if self.is_off:
            return HVACMode.OFF
        if entry.modes is None:
            return entry.alone
        word = self.present_word
        if word is None:
            return None
        mode = entry.plain.get(word) or entry.variants.get(word)
        return mode or (HVACMode.AUTO if word in self.words_of_modes else None)

    # Presets

    def options_of(self, choice: Choice | None) -> list[str] | None:
        """Return what a choice offers, and the present value if that is not among it."""
        if choice is None or not self.has(choice.source):
            return None
        offered, present = list(self.offered(choice)), self.chosen(choice)
        return offered if present is None or present in offered else [*offered, present]

    @property
    @override
    def preset_modes(self) -> list[str] | None:
        """Return the device's own presets, then those of its modes that are none of ours."""
        optional = self.options_of(self.entity_description.optional) or []
        special = [word for word in self.special if word not in optional]
        found = [*optional, *special]
        return found if PRESET_NONE in found or not found else [PRESET_NONE, *found]

    @property
    @override
    def preset_mode(self) -> str | None:
        """Return the preset."""
        if self.present_word in self.special:
            return self.present_word
        optional = self.entity_description.optional
        return (self.chosen(optional) if optional else None) or PRESET_NONE

    # Commands

    def set_word(self, word: str) -> list[Command]:
        """Return what sets a mode by its word; a device that is off is turned on first."""
        return [*(self.power(Cmd.ON) if self.is_off else ()), *self._saying(word)]

    def _saying(self, word: str) -> list[Command]:
        modes = self.entity_description.modes
        if modes is None or word not in self.words_of_modes:
            return []
        return [self.command(modes.source.capability, modes.command, self.words_of_modes[word])]

    def power(self, name: str) -> list[Command]:
        """Return what turns the device on or off, nothing where it has no switch."""
        power = self.entity_description.power
        return [self.command(power.capability, name)] if power and self.switched else []

    def enter(self, mode: HVACMode) -> list[Command]:
        """Return what brings the device into a mode.

        Raises ServiceValidationError where it does not know the mode.
        """
        if mode not in self.hvac_modes:
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="not_offered",
                translation_placeholders={"option": mode, "options": ", ".join(self.hvac_modes)},
            )
        if mode is HVACMode.OFF and self.switched:
            return self.power(Cmd.OFF)
        return self.set_word(self._modes.get(mode, ""))

    def leave(self) -> list[Command]:
        """Return what ends a mode that is a preset: the nearest mode that is none."""
        word = self.present_word
        if word not in self.special:
            return []
        entry = self.entity_description
        plain = self._standing(entry.plain)
        others = (other for mode, other in plain.items() if mode is not HVACMode.OFF)
        near = entry.variants.get(word or "")
        wanted = plain.get(near) if near else None
        wanted = wanted or next(others, None)
        return self._saying(wanted) if wanted else []

    @override
    async def async_set_preset_mode(self, preset_mode: str) -> None:
        """Set a preset, which is a mode of the device or one of its presets proper."""
        if preset_mode in self.special:
            await self.send(*self.set_word(preset_mode))
            return
        optional = self.entity_description.optional
        commands = self.leave()
        if optional and preset_mode in self.offered(optional):
            commands.append(self.choosing(optional, preset_mode))
        if commands:
            await self.send(*commands)
