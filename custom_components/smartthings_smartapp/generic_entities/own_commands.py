"""Commands that entities of the mapping send, so that no button is needed for them. Pure.

All other commands of a definition get a button, also if an entity shows the whole capability.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from ..mapping.descriptions.base import Mapped, Source
from ..mapping.descriptions.controls import (
    ButtonMap,
    DateTimeMap,
    NotifyMap,
    NumberMap,
    SelectMap,
    SwitchMap,
    TimeMap,
)
from ..mapping.descriptions.devices import CoverMap, LockMap, MediaPlayerMap, VacuumMap, ValveMap
from ..mapping.descriptions.sensors import (
    ActivityMap,
    BinarySensorMap,
    ConnectivityMap,
    EventMap,
    SensorMap,
)

_SHOW_ONLY: Final = (ActivityMap, BinarySensorMap, ConnectivityMap, EventMap, SensorMap)

_BY_BEHAVIOR: Final[Mapping[str, tuple[str, ...]]] = {
    "alarm": ("both", "off", "siren", "strobe"),
    "audioMute": ("mute", "unmute"),
    "audioVolume": ("volumeDown", "volumeUp"),
    "doorControl": ("close", "open"),
    "firmwareUpdate": ("updateFirmware",),
    "garageDoorControl": ("close", "open"),
    "lock": ("lock", "unlatch", "unlock"),
    "mediaPlayback": ("pause", "play", "stop"),
    "mediaTrackControl": ("nextTrack", "previousTrack"),
    "robotCleanerOperatingState": ("goHome", "pause", "start"),
    "samsungce.robotCleanerOperatingState": ("pause", "returnToHome", "start"),
    "securitySystem": ("armAway", "armStay", "disarm"),
    "switch": ("off", "on"),
    "thermostatFanMode": ("fanAuto", "fanCirculate", "fanOn"),
    "thermostatMode": ("auto", "cool", "emergencyHeat", "heat", "off"),
    "valve": ("close", "open"),
    "windowShade": ("close", "open", "pause"),
}
"""Commands without arguments that composites send, by capability."""

_VERBS: Final[tuple[tuple[type[Mapped], tuple[str, ...]], ...]] = (
    (CoverMap, ("close", "open", "pause")),
    (LockMap, ("lock", "unlatch", "unlock")),
    (MediaPlayerMap, ("mute", "pause", "play", "stop", "unmute")),
    (VacuumMap, ("goHome", "pause", "returnToHome", "start", "stop")),
    (ValveMap, ("close", "open")),
)
"""Commands that an entity makes unnecessary in every capability: a button would send them without
the checks of the entity."""

MORE_COMMANDS: Final = frozenset({"firmwareUpdate", "mediaPlayback", "tvChannel"})
"""Capabilities of which entities show everything, and that have further commands."""


def commands_of(entry: Mapped) -> Iterable[Source]:
    """Return the commands that an entity sends, each as a source with the command as attribute."""
    match entry:
        case SwitchMap(set_command=""):
            commands: tuple[str, ...] = (entry.on_command, entry.off_command)
        case SwitchMap():
            commands = (entry.set_command,)
        case SelectMap(verbs=verbs) if verbs:
            commands = tuple(verbs.values())
        case ButtonMap() | DateTimeMap() | NotifyMap() | NumberMap() | SelectMap() | TimeMap():
            commands = (entry.command,)
        case _ if isinstance(entry, _SHOW_ONLY):
            commands = ()
        case _:
            return [
                Source(source.capability, command)
                for source in (entry.source, *entry.watched)
                for command in _BY_BEHAVIOR.get(source.capability, ())
            ]
    return [Source(entry.command_capability, command) for command in commands]


def is_composite(entry: Mapped) -> bool:
    """Return whether an entry is a composite, whose platform knows the commands."""
    named = (
        SwitchMap,
        ButtonMap,
        DateTimeMap,
        NotifyMap,
        NumberMap,
        SelectMap,
        TimeMap,
        *_SHOW_ONLY,
    )
    return not isinstance(entry, named)


def verbs_of(entry: Mapped) -> Iterable[str]:
    """Return the commands that need no button, whichever capability has them."""
    if isinstance(entry, ButtonMap):
        return (entry.command, entry.key)
    return next((verbs for kind, verbs in _VERBS if isinstance(entry, kind)), ())
