"""The modes and presets of climate entities: the device's own words and Home Assistant's."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, override

from homeassistant.components.climate import PRESET_NONE, ClimateEntity, HVACMode
from homeassistant.core import callback

from ..cloud.json_types import Json
from ..cloud.models import Command
from ..errors import not_offered
from ..mapping.descriptions.devices import ClimateMap
from ..mapping.descriptions.values import Choice
from ..mapping.vocabulary import Command as Cmd
from ..mapping.words import identifier
from .temperature import SmartThingsTemperatureEntity

_OFF = "off"
_MAX_REMEMBERED: Final = 20
"""Maximum number of unlisted modes that are remembered."""


class SmartThingsClimateModes(SmartThingsTemperatureEntity[ClimateMap], ClimateEntity):
    """The modes of a climate entity, with the switch that some of them need.

    A mode of Home Assistant is the device's mode of the same name, else the first with the same
    meaning; all other modes are presets. A preset may be shown as a mode, but to set that mode the
    preset is never sent.
    """

    entity_description: ClimateMap

    _unlisted: Mapping[str, Json] = MappingProxyType({})
    """Reported modes that the device does not list, so that they can be set again."""

    @override
    async def async_added_to_hass(self) -> None:
        """Remember the current mode."""
        await super().async_added_to_hass()
        self._remember_mode()

    @callback
    @override
    def _changed(self) -> None:
        """Remember the current mode before writing the state."""
        self._remember_mode()
        super()._changed()

    def _remember_mode(self) -> None:
        modes, option = self.entity_description.modes, self.mode_option
        new = modes and option and option not in {**self.offered(modes), **self._unlisted}
        if modes and option and new and len(self._unlisted) < _MAX_REMEMBERED:
            self._unlisted = {**self._unlisted, option: self.raw(modes.source)}

    @property
    def has_switch(self) -> bool:
        """Whether a switch turns the device on and off, not a mode."""
        power = self.entity_description.power
        return power is not None and self.has(power)

    @property
    def is_off(self) -> bool:
        """Whether the switch of the device is off."""
        power = self.entity_description.power
        return power is not None and self.text(power) == _OFF

    @property
    def mode_option(self) -> str | None:
        """The current mode of the device as an option."""
        modes = self.entity_description.modes
        return self.chosen(modes) if modes else None

    @property
    def settable_modes(self) -> Mapping[str, Json]:
        """The modes that can be set, by option; remembered modes count as offered."""
        modes = self.entity_description.modes
        return {**self.settable(modes), **self._unlisted} if modes else {}

    @property
    def _hvac_options(self) -> dict[HVACMode, str]:
        """The options that are modes of Home Assistant, in the device's order."""
        plain = self.entity_description.modes_by_word
        found: dict[HVACMode, str] = {}
        for option, word in self.settable_modes.items():
            if (mode := plain.get(identifier(word))) and (
                mode not in found or mode.value == identifier(word)
            ):
                found[mode] = option
        return found

    def _hvac_mode_of(self, word: Json) -> HVACMode:
        """Return the mode that a mode of the device is shown as, by default automatic."""
        entry, key = self.entity_description, identifier(word)
        return entry.modes_by_word.get(key) or entry.variants.get(key) or HVACMode.AUTO

    def _mode_command(self, mode: HVACMode) -> Command | None:
        """Return the command for exactly this mode, None if there is none."""
        modes = self.entity_description.modes
        if modes is None:
            return None
        option = self._hvac_options.get(mode)
        own = self.entity_description.mode_commands.get(mode)
        if option and (own is None or option in self.offered(modes)):
            return self.command(modes.source.capability, modes.command, self.settable_modes[option])
        known = option is not None or mode in self._variant_modes
        return self.command(modes.source.capability, own) if own and known else None

    @property
    def _variant_modes(self) -> list[HVACMode]:
        """The modes with a variant that the device has, in the device's order."""
        variants = self.entity_description.variants
        words = map(identifier, self.settable_modes.values())
        return [variants[word] for word in words if word in variants]

    @property
    def special_modes(self) -> list[str]:
        """The modes of the device that are presets."""
        plain = self._hvac_options.values()
        return [option for option in self.settable_modes if option not in plain]

    @property
    @override
    def hvac_modes(self) -> list[HVACMode]:
        """Return the modes that can be set and the current one; off first if there is a switch."""
        entry = self.entity_description
        modes = dict.fromkeys(self._hvac_options if entry.modes else (entry.fixed_hvac_mode,))
        modes |= dict.fromkeys(mode for mode in self._variant_modes if mode in entry.mode_commands)
        if (current := self._mode) is not None:
            modes |= {current: None}
        if self.has_switch:
            return [HVACMode.OFF, *(mode for mode in modes if mode is not HVACMode.OFF)]
        return [*modes]

    @property
    def _mode(self) -> HVACMode | None:
        """The mode, also while the switch is off."""
        entry = self.entity_description
        if entry.modes is None:
            return entry.fixed_hvac_mode
        known = self.mode_option is not None
        return self._hvac_mode_of(self.raw(entry.modes.source)) if known else None

    @property
    @override
    def hvac_mode(self) -> HVACMode | None:
        """Return the mode, or off while the switch is off."""
        return HVACMode.OFF if self.is_off else self._mode

    # Presets

    def options_of(self, choice: Choice | None) -> list[str] | None:
        """Return the options of a choice, and its current value even if it is not offered."""
        return [*self.settable(choice)] if choice and self.has(choice.source) else None

    @property
    @override
    def preset_modes(self) -> list[str] | None:
        """Return the presets of the device, then its modes that are presets."""
        optional = self.options_of(self.entity_description.more_presets) or []
        special = [word for word in self.special_modes if word not in optional]
        found = [*optional, *special]
        return found if PRESET_NONE in found or not found else [PRESET_NONE, *found]

    @property
    @override
    def preset_mode(self) -> str | None:
        """Return the preset."""
        if self.mode_option in self.special_modes:
            return self.mode_option
        optional = self.entity_description.more_presets
        return (self.chosen(optional) if optional else None) or PRESET_NONE

    # Commands

    def power_commands(self, name: str) -> list[Command]:
        """Return the command that turns the device on or off, empty without a switch."""
        power = self.entity_description.power
        return [self.command(power.capability, name)] if power and self.has_switch else []

    def mode_commands(self, mode: HVACMode) -> list[Command]:
        """Return the commands that set a mode, empty if only a variant of the mode is known.

        Raises ServiceValidationError if the device does not have the mode.
        """
        if mode not in self.hvac_modes:
            raise not_offered(mode, self.hvac_modes)
        if mode is HVACMode.OFF and self.has_switch:
            return self.power_commands(Cmd.OFF)
        command = self._mode_command(mode)
        return [*self._power_on_commands, *((command,) if command else ())]

    @property
    def _power_on_commands(self) -> list[Command]:
        """The command that turns on a device whose switch is off, before a mode is set."""
        return self.power_commands(Cmd.ON) if self.is_off else []

    def preset_end_commands(self) -> list[Command]:
        """Return the command that ends a mode that is a preset, empty if no other mode is close.

        The close modes are the one that the preset is shown as, automatic, and the only mode of
        the device.
        """
        modes = self.entity_description.modes
        if modes is None or self.mode_option not in self.special_modes:
            return []
        close = [self._hvac_mode_of(self.raw(modes.source)), HVACMode.AUTO, HVACMode.HEAT_COOL]
        running = [mode for mode in self._hvac_options if mode is not HVACMode.OFF]
        if len(running) == 1:
            close += running
        commands = (command for mode in close if (command := self._mode_command(mode)))
        return [*commands][:1]

    @override
    async def async_set_preset_mode(self, preset_mode: str) -> None:
        """Set a preset, which is a mode or a preset of the device.

        Raises ServiceValidationError if the device has no mode to end the preset.
        """
        if preset_mode in self.special_modes:
            modes, word = self.entity_description.modes, self.settable_modes[preset_mode]
            if modes:
                command = self.command(modes.source.capability, modes.command, word)
                await self.send(*self._power_on_commands, command)
            return
        optional = self.entity_description.more_presets
        commands = self.preset_end_commands()
        if preset_mode == PRESET_NONE and not commands and self.mode_option in self.special_modes:
            raise not_offered(preset_mode, self.special_modes)
        if optional and preset_mode in self.settable(optional):
            commands.append(self.option_command(optional, preset_mode))
        await self.send(*commands)
