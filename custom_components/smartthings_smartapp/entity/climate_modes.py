"""The modes and presets of what heats and cools: the device's own words and Home Assistant's."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, override

from homeassistant.components.climate import PRESET_NONE, ClimateEntity, HVACMode
from homeassistant.core import callback
from homeassistant.exceptions import ServiceValidationError

from ..cloud.json_types import Json
from ..cloud.models import Command
from ..const import DOMAIN
from ..mapping.descriptions.devices import ClimateMap
from ..mapping.descriptions.values import Choice
from ..mapping.vocabulary import Command as Cmd
from ..mapping.words import identifier
from .temperature import SmartThingsTemperatureEntity

_OFF = "off"
_NOTED: Final = 20
"""Modes that are noted of a device."""


class SmartThingsClimateModes(SmartThingsTemperatureEntity[ClimateMap], ClimateEntity):
    """A climate entity as far as its modes go, with the switch that some of them need.

    A mode of Home Assistant is the device's word of the same name, else the first that means it;
    all other words are presets. A preset may be shown as a mode, and is never sent for it.
    """

    entity_description: ClimateMap

    _unlisted: Mapping[str, Json] = MappingProxyType({})
    """Modes that the device was in although it does not list them, so that it can go back."""

    @override
    async def async_added_to_hass(self) -> None:
        """Note the mode."""
        await super().async_added_to_hass()
        self._note_mode()

    @callback
    @override
    def _changed(self) -> None:
        """Note the mode."""
        self._note_mode()
        super()._changed()

    def _note_mode(self) -> None:
        modes, option = self.entity_description.modes, self.present_option
        new = modes and option and option not in {**self.offered(modes), **self._unlisted}
        if modes and option and new and len(self._unlisted) < _NOTED:
            self._unlisted = {**self._unlisted, option: self.raw(modes.source)}

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
    def present_option(self) -> str | None:
        """The mode that the device is in, as an option."""
        modes = self.entity_description.modes
        return self.chosen(modes) if modes else None

    @property
    def words_of_modes(self) -> Mapping[str, Json]:
        """The words of modes that can be set, by option; one that it was in counts as offered."""
        modes = self.entity_description.modes
        return {**self.settable(modes), **self._unlisted} if modes else {}

    @property
    def _plain(self) -> dict[HVACMode, str]:
        """The options that are modes of Home Assistant, in the device's order."""
        plain = self.entity_description.modes_by_word
        found: dict[HVACMode, str] = {}
        for option, word in self.words_of_modes.items():
            if (mode := plain.get(identifier(word))) and (
                mode not in found or mode.value == identifier(word)
            ):
                found[mode] = option
        return found

    def _read_as(self, word: Json) -> HVACMode:
        """Return the mode that a word is shown as; the device's own affairs are automatic."""
        entry, key = self.entity_description, identifier(word)
        return entry.modes_by_word.get(key) or entry.variants.get(key) or HVACMode.AUTO

    def _entering(self, mode: HVACMode) -> Command | None:
        """Return the command that means a mode and nothing else; None where there is none."""
        modes = self.entity_description.modes
        if modes is None:
            return None
        option = self._plain.get(mode)
        order = self.entity_description.mode_commands.get(mode)
        if option and (order is None or option in self.offered(modes)):
            return self.command(modes.source.capability, modes.command, self.words_of_modes[option])
        known = option is not None or mode in self._implied
        return self.command(modes.source.capability, order) if order and known else None

    @property
    def _implied(self) -> list[HVACMode]:
        """The modes of which the device has a variant, in the device's order."""
        variants = self.entity_description.variants
        words = map(identifier, self.words_of_modes.values())
        return [variants[word] for word in words if word in variants]

    @property
    def special(self) -> list[str]:
        """The modes that are presets."""
        plain = self._plain.values()
        return [option for option in self.words_of_modes if option not in plain]

    @property
    @override
    def hvac_modes(self) -> list[HVACMode]:
        """Return the modes that can be set, and the present one; off first where a switch is."""
        entry = self.entity_description
        modes = dict.fromkeys(self._plain if entry.modes else (entry.fixed_hvac_mode,))
        modes |= dict.fromkeys(mode for mode in self._implied if mode in entry.mode_commands)
        if (present := self._mode) is not None:
            modes |= {present: None}
        if self.switched:
            return [HVACMode.OFF, *(mode for mode in modes if mode is not HVACMode.OFF)]
        return [*modes]

    @property
    def _mode(self) -> HVACMode | None:
        """The mode that its word says, whether or not a switch has turned it off."""
        entry = self.entity_description
        if entry.modes is None:
            return entry.fixed_hvac_mode
        return None if self.present_option is None else self._read_as(self.raw(entry.modes.source))

    @property
    @override
    def hvac_mode(self) -> HVACMode | None:
        """Return the mode; a word that is none of Home Assistant's is the device's own affair."""
        return HVACMode.OFF if self.is_off else self._mode

    # Presets

    def options_of(self, choice: Choice | None) -> list[str] | None:
        """Return what a choice offers, and the present value if that is not among it."""
        return [*self.settable(choice)] if choice and self.has(choice.source) else None

    @property
    @override
    def preset_modes(self) -> list[str] | None:
        """Return the device's own presets, then those of its modes that are none of ours."""
        optional = self.options_of(self.entity_description.more_presets) or []
        special = [word for word in self.special if word not in optional]
        found = [*optional, *special]
        return found if PRESET_NONE in found or not found else [PRESET_NONE, *found]

    @property
    @override
    def preset_mode(self) -> str | None:
        """Return the preset."""
        if self.present_option in self.special:
            return self.present_option
        optional = self.entity_description.more_presets
        return (self.chosen(optional) if optional else None) or PRESET_NONE

    # Commands

    def power(self, name: str) -> list[Command]:
        """Return what turns the device on or off, nothing where it has no switch."""
        power = self.entity_description.power
        return [self.command(power.capability, name)] if power and self.switched else []

    def enter(self, mode: HVACMode) -> list[Command]:
        """Return what brings the device into a mode, nothing where it is in it by another word.

        Raises ServiceValidationError where it does not know the mode.
        """
        if mode not in self.hvac_modes:
            raise _not_offered(mode, self.hvac_modes)
        if mode is HVACMode.OFF and self.switched:
            return self.power(Cmd.OFF)
        entering = self._entering(mode)
        return [*self._waking, *((entering,) if entering else ())]

    @property
    def _waking(self) -> list[Command]:
        """What turns the device on before it is set, where its switch has turned it off."""
        return self.power(Cmd.ON) if self.is_off else []

    def leave(self) -> list[Command]:
        """Return what ends a mode that is a preset, nothing where no other mode is near.

        The mode that it is shown as is, or automatic, or the only mode that the device has.
        """
        modes = self.entity_description.modes
        if modes is None or self.present_option not in self.special:
            return []
        near = [self._read_as(self.raw(modes.source)), HVACMode.AUTO, HVACMode.HEAT_COOL]
        running = [mode for mode in self._plain if mode is not HVACMode.OFF]
        if len(running) == 1:
            near += running
        entering = (command for mode in near if (command := self._entering(mode)))
        return [*entering][:1]

    @override
    async def async_set_preset_mode(self, preset_mode: str) -> None:
        """Set a preset, which is a mode of the device or one of its presets proper.

        Raises ServiceValidationError where the device has no mode that is none.
        """
        if preset_mode in self.special:
            modes, word = self.entity_description.modes, self.words_of_modes[preset_mode]
            if modes:
                setting = self.command(modes.source.capability, modes.command, word)
                await self.send(*self._waking, setting)
            return
        optional = self.entity_description.more_presets
        commands = self.leave()
        if preset_mode == PRESET_NONE and not commands and self.present_option in self.special:
            raise _not_offered(preset_mode, self.special)
        if optional and preset_mode in self.settable(optional):
            commands.append(self.option_command(optional, preset_mode))
        await self.send(*commands)


def _not_offered(wanted: str, offered: Iterable[str]) -> ServiceValidationError:
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key="not_offered",
        translation_placeholders={"option": wanted, "options": ", ".join(offered)},
    )
