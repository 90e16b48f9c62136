"""What commands set, for entities that show it before the device reports it."""

from collections.abc import Mapping

from ..cloud.json_types import Json
from ..cloud.models import Command
from .descriptions.base import Source
from .vocabulary import Attribute, Capability
from .vocabulary import Command as Cmd

_SWITCH = Source(Capability.SWITCH, Attribute.SWITCH)
_LEVEL = Source(Capability.SWITCH_LEVEL, Attribute.LEVEL)
_HUE = Source(Capability.COLOR_CONTROL, Attribute.HUE)
_SATURATION = Source(Capability.COLOR_CONTROL, Attribute.SATURATION)

_SETS: Mapping[tuple[str, str], Source] = {
    (Capability.AUDIO_MUTE, Cmd.SET_MUTE): Source(Capability.AUDIO_MUTE, Attribute.MUTE),
    (Capability.AUDIO_VOLUME, Cmd.SET_VOLUME): Source(Capability.AUDIO_VOLUME, Attribute.VOLUME),
    (Capability.COLOR_TEMPERATURE, Cmd.SET_COLOR_TEMPERATURE): Source(
        Capability.COLOR_TEMPERATURE, Attribute.COLOR_TEMPERATURE
    ),
    (Capability.SAMSUNG_CE_LAMP, Cmd.SET_BRIGHTNESS_LEVEL): Source(
        Capability.SAMSUNG_CE_LAMP, Attribute.BRIGHTNESS_LEVEL
    ),
    (Capability.SWITCH_LEVEL, Cmd.SET_LEVEL): _LEVEL,
}
"""The attribute that a command sets to its first argument."""


def effects_of(command: Command) -> Mapping[Source, Json]:
    """Return the attributes that a command sets, with their values; empty for other commands."""
    key = (command.capability, command.command)
    first = command.arguments[0] if command.arguments else None
    if key in {(Capability.SWITCH, Cmd.ON), (Capability.SWITCH, Cmd.OFF)}:
        return {_SWITCH: command.command}
    if key == (Capability.COLOR_CONTROL, Cmd.SET_COLOR) and isinstance(first, dict):
        return {_HUE: first.get("hue"), _SATURATION: first.get("saturation")}
    # A dimmer that is set to 0 turns off and keeps its level.
    if _SETS.get(key) is _LEVEL and first == 0:
        return {_SWITCH: Cmd.OFF}
    return {_SETS[key]: first} if key in _SETS else {}
