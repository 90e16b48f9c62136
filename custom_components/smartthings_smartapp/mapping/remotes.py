"""Remote controls of televisions, projectors and players."""

from collections.abc import Mapping
from typing import Final

from .descriptions.base import Mapped, Source
from .descriptions.devices import RemoteMap
from .descriptions.values import FixedCommand
from .vocabulary import Attribute, Capability, Command

_SAMSUNG_KEYS: Final = (
    "UP",
    "DOWN",
    "LEFT",
    "RIGHT",
    "OK",
    "BACK",
    "EXIT",
    "MENU",
    "HOME",
    "MUTE",
    "PLAY",
    "PAUSE",
    "STOP",
    "REWIND",
    "FF",
    "PLAY_BACK",
    "SOURCE",
)
"""The values of ``keyValue`` in the definition of ``samsungvd.remoteControl``."""
_KEYPAD_KEYS: Final = (
    "UP",
    "DOWN",
    "LEFT",
    "RIGHT",
    "SELECT",
    "BACK",
    "EXIT",
    "MENU",
    "SETTINGS",
    "HOME",
    *(f"NUMBER{digit}" for digit in range(10)),
)
"""The values of ``keyCode`` in the definition of ``keypadInput``."""
_VOLUME: Final = Source(Capability.AUDIO_VOLUME, Attribute.VOLUME)
_CHANNEL: Final = Source(Capability.TV_CHANNEL, Attribute.TV_CHANNEL)
_MORE_KEYS: Final[Mapping[str, FixedCommand]] = {
    "VOLUME_UP": FixedCommand(source=_VOLUME, command=Command.VOLUME_UP),
    "VOLUME_DOWN": FixedCommand(source=_VOLUME, command=Command.VOLUME_DOWN),
    "CHANNEL_UP": FixedCommand(source=_CHANNEL, command=Command.CHANNEL_UP),
    "CHANNEL_DOWN": FixedCommand(source=_CHANNEL, command=Command.CHANNEL_DOWN),
}
_POWER: Final = Source(Capability.SWITCH, Attribute.SWITCH)

ENTRIES: tuple[Mapped, ...] = (
    RemoteMap(
        capability=Capability.SAMSUNG_VD_REMOTE_CONTROL,
        key="remote",
        command=Command.SEND,
        keys=_SAMSUNG_KEYS,
        held=True,
        more_keys=_MORE_KEYS,
        power=_POWER,
    ),
    RemoteMap(
        capability=Capability.KEYPAD_INPUT,
        key="remote",
        attribute=Attribute.SUPPORTED_KEY_CODES,
        command=Command.SEND_KEY,
        keys=_KEYPAD_KEYS,
        supported=Source(Capability.KEYPAD_INPUT, Attribute.SUPPORTED_KEY_CODES),
        more_keys=_MORE_KEYS,
        power=_POWER,
    ),
)
