"""Media players: televisions, speakers, receivers."""

import re
from collections.abc import Mapping

from homeassistant.components.media_player import MediaPlayerDeviceClass
from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.const import EntityCategory, UnitOfRatio

from ..cloud.json_types import Json, as_list
from .apps import running_app
from .descriptions.base import Mapped, Source, Where
from .descriptions.controls import ButtonMap, NotifyMap, NumberMap, SelectMap, SwitchMap
from .descriptions.devices import MediaPlayerMap
from .descriptions.sensors import SensorMap
from .descriptions.values import Choice
from .internal_capabilities import DISABLED_CAPABILITIES
from .vocabulary import Attribute, Capability, Category, Command

_WORD_BORDER = re.compile(r"(?<=[a-z])(?=[A-Z0-9])|(?<=[A-Z])(?=[0-9])|[_-]+")
_WORDS: Mapping[str, str] = {
    "BT": "Bluetooth",
    "D.IN": "Digital in",
    "WIFI": "Wi-Fi",
    "aux": "AUX",
    "digitalTv": "TV",
    "dtv": "TV",
    "wifi": "Wi-Fi",
    "YouTube": "YouTube",
    "youtube": "YouTube",
}


def _second(value: Json) -> float | None:
    """Return the epoch milliseconds of epoch seconds."""
    return value * 1000 if isinstance(value, int | float) else None


def _channel(name: Json) -> str | None:
    """Return the name of a channel, None if it is the id of an app."""
    return None if not isinstance(name, str) or running_app(name, "") else name


def media_name(word: str) -> str:
    """Return a word as a person would write it: ``HDMI1`` as ``HDMI 1``, ``melon`` as ``Melon``.

    A word with a space already is a name.
    """
    if word in _WORDS:
        return _WORDS[word]
    name = word if " " in word else _WORD_BORDER.sub(" ", word).strip()
    return name[:1].upper() + name[1:]


def media_names(listed: Json) -> dict[str, str]:
    """Return a list of words, or of objects ``{id, name}``, as ids by their name.

    Equal names are distinguished by their ids.
    """
    found: dict[str, str] = {}
    for item in as_list(listed):
        word = item.get("id") if isinstance(item, dict) else item
        name = item.get("name") if isinstance(item, dict) else None
        if isinstance(word, str) and word and word not in found:
            found[word] = name if isinstance(name, str) and name else media_name(word)
    names = list(found.values())
    apart = {
        name if names.count(name) == 1 else f"{name} ({media_name(word)})": word
        for word, name in found.items()
    }
    return apart if len(apart) == len(found) else {word: word for word in found}


_SWITCH = Source(Capability.SWITCH, Attribute.SWITCH)
_PLAYBACK = Source(Capability.MEDIA_PLAYBACK, Attribute.PLAYBACK_STATUS)
_VOLUME = Source(Capability.AUDIO_VOLUME, Attribute.VOLUME)


def _input(capability: str, supported: str, command: str = Command.SET_INPUT_SOURCE) -> Choice:
    return Choice(
        source=Source(capability, Attribute.INPUT_SOURCE),
        command=command,
        supported=Source(capability, supported),
    )


def _sound_mode(capability: str) -> Choice:
    return Choice(
        source=Source(capability, Attribute.SOUND_MODE),
        command=Command.SET_SOUND_MODE,
        supported=Source(capability, Attribute.SUPPORTED_SOUND_MODES),
    )


_INPUTS = (
    _input(Capability.SAMSUNG_VD_MEDIA_INPUT_SOURCE, Attribute.SUPPORTED_INPUT_SOURCES_MAP),
    _input(Capability.MEDIA_INPUT_SOURCE, Attribute.SUPPORTED_INPUT_SOURCES),
    _input(Capability.MEDIA_INPUT_SOURCE, Attribute.SUPPORTED_INPUT_SOURCES_MAP),
    # Such a soundbar can only switch to the next input.
    _input(Capability.SAMSUNG_VD_AUDIO_INPUT_SOURCE, Attribute.SUPPORTED_INPUT_SOURCES, ""),
)
_SOUND_MODES = (
    _sound_mode(Capability.CUSTOM_SOUND_MODE),
    _sound_mode(Capability.SAMSUNG_VD_SOUND_MODE),
    _sound_mode(Capability.SAMSUNG_VD_AUDIO_SOUND_MODE),
)
_CLAIMED = (
    _SWITCH,
    Source(Capability.AUDIO_MUTE, Attribute.MUTE),
    Source(Capability.AUDIO_TRACK_DATA, Attribute.AUDIO_TRACK_DATA),
    Source(Capability.MEDIA_PLAYBACK_REPEAT, Attribute.PLAYBACK_REPEAT_MODE),
    Source(Capability.MEDIA_PLAYBACK_SHUFFLE, Attribute.PLAYBACK_SHUFFLE),
    Source(Capability.AUDIO_TRACK_DATA, Attribute.ELAPSED_TIME),
    Source(Capability.AUDIO_TRACK_DATA, Attribute.TOTAL_TIME),
    Source(Capability.MEDIA_PRESETS, Attribute.PRESETS),
    Source(Capability.SAMSUNG_VD_AMBIENT_CONTENT, Attribute.SUPPORTED_AMBIENT_APPS),
    Source(Capability.TV_CHANNEL, Attribute.TV_CHANNEL),
    Source(Capability.TV_CHANNEL, Attribute.TV_CHANNEL_NAME),
    *(choice.source for choice in (*_INPUTS, *_SOUND_MODES)),
)
_READ = (
    # Some capabilities of a television count only if they are not listed here.
    DISABLED_CAPABILITIES,
    Source(Capability.MEDIA_PLAYBACK, Attribute.SUPPORTED_PLAYBACK_COMMANDS),
    Source(Capability.MEDIA_TRACK_CONTROL, Attribute.SUPPORTED_TRACK_CONTROL_COMMANDS),
    *(choice.supported for choice in (*_INPUTS, *_SOUND_MODES) if choice.supported),
)
_STREAMS = ("wifi", "WIFI", "bluetooth", "BT", "USB", "melon", "YouTube")

SHELVES = ("ambient", "apps", "channels", "presets")
"""Folders of the media browser."""

_CLASSES: Mapping[str, str] = {
    Category.BLUETOOTH_CAR_SPEAKER: MediaPlayerDeviceClass.SPEAKER,
    Category.HOME_THEATER: MediaPlayerDeviceClass.RECEIVER,
    Category.NETWORK_AUDIO: MediaPlayerDeviceClass.SPEAKER,
    Category.PROJECTOR: MediaPlayerDeviceClass.PROJECTOR,
    Category.RECEIVER: MediaPlayerDeviceClass.RECEIVER,
    Category.SMART_MONITOR: MediaPlayerDeviceClass.TV,
    Category.SPEAKER: MediaPlayerDeviceClass.SPEAKER,
    Category.TELEVISION: MediaPlayerDeviceClass.TV,
}
# Devices whose volume is that of their beeps or of an alarm.
_NO_PLAYERS = (
    Category.AIR_CONDITIONER,
    Category.AIR_PURIFIER,
    Category.CAMERA,
    Category.CLOTHING_CARE_MACHINE,
    Category.COFFEE_MAKER,
    Category.COOKTOP,
    Category.CUBE_REFRIGERATOR,
    Category.DEHUMIDIFIER,
    Category.DISHWASHER,
    Category.DOOR_BELL,
    Category.DRYER,
    Category.FAN,
    Category.HUMIDIFIER,
    Category.KIMCHI_REFRIGERATOR,
    Category.KITCHEN_HOOD,
    Category.MICROWAVE,
    Category.OVEN,
    Category.RANGE,
    Category.REFRIGERATOR,
    Category.ROBOT_CLEANER,
    Category.SHOES_CARE_MACHINE,
    Category.SIREN,
    Category.SMART_LOCK,
    Category.STICK_VACUUM_CLEANER,
    Category.STOVE,
    Category.THERMOSTAT,
    Category.WASHER,
    Category.WATER_HEATER,
    Category.WATER_PURIFIER,
    Category.WINE_CELLAR,
)
_NO_PLAYER_CAPABILITIES = (
    Capability.AIR_CONDITIONER_MODE,
    Capability.AIR_PURIFIER_FAN_MODE,
    Capability.ALARM,
    Capability.CHIME,
    Capability.ROBOT_CLEANER_MOVEMENT,
)

PLAYERS: tuple[Mapped, ...] = (
    MediaPlayerMap(
        capability=Capability.AUDIO_VOLUME,
        key="mediaPlayer",
        attribute=Attribute.VOLUME,
        where=Where(
            any_of=(
                Capability.AUDIO_MUTE,
                Capability.AUDIO_NOTIFICATION,
                Capability.AUDIO_TRACK_DATA,
                Capability.MEDIA_INPUT_SOURCE,
                Capability.MEDIA_PLAYBACK,
                Capability.MEDIA_TRACK_CONTROL,
                Capability.SAMSUNG_VD_AUDIO_INPUT_SOURCE,
                Capability.SAMSUNG_VD_MEDIA_INPUT_SOURCE,
                Capability.SWITCH,
                Capability.TV_CHANNEL,
            ),
            none_of=_NO_PLAYER_CAPABILITIES,
            no_category=_NO_PLAYERS,
        ),
        claims=(_PLAYBACK, *_CLAIMED),
        # This repeats the volume.
        mirrors=(Source(Capability.SWITCH_LEVEL, Attribute.LEVEL),),
        reads=_READ,
        exclusive=True,
        primary=True,
        classes=_CLASSES,
        inputs=_INPUTS,
        sound_modes=_SOUND_MODES,
        streams=_STREAMS,
        shelves=SHELVES,
    ),
    # A set-top box plays, and the television has the volume.
    MediaPlayerMap(
        capability=Capability.MEDIA_PLAYBACK,
        key="mediaPlayer",
        attribute=Attribute.PLAYBACK_STATUS,
        where=Where(
            none_of=(Capability.AUDIO_VOLUME, *_NO_PLAYER_CAPABILITIES), no_category=_NO_PLAYERS
        ),
        claims=_CLAIMED,
        reads=_READ,
        exclusive=True,
        primary=True,
        classes=_CLASSES,
        inputs=_INPUTS,
        sound_modes=_SOUND_MODES,
        streams=_STREAMS,
        shelves=SHELVES,
    ),
)
"""Composites. A media player shows everything that a device reports about playback."""


def _picture_mode(capability: str) -> SelectMap:
    """Return the picture mode of a television."""
    return SelectMap(
        capability=capability,
        key=Attribute.PICTURE_MODE,
        command=Command.SET_PICTURE_MODE,
        supported=Source(capability, Attribute.SUPPORTED_PICTURE_MODES),
        options=["dynamic", "eco", "filmmaker_mode", "game", "movie", "natural", "standard"],
        entity_category=EntityCategory.CONFIG,
    )


ENTRIES: tuple[Mapped, ...] = (
    ButtonMap(
        capability=Capability.SAMSUNG_VD_AUDIO_INPUT_SOURCE,
        key="nextInputSource",
        attribute=Attribute.INPUT_SOURCE,
        command=Command.SET_NEXT_INPUT_SOURCE,
    ),
    *(
        ButtonMap(capability=capability, key=command, attribute=attribute, command=command)
        for capability, attribute, command in (
            (Capability.SAMSUNG_VD_AMBIENT, "info", Command.SET_AMBIENT_ON),
            (Capability.SAMSUNG_VD_AMBIENT18, "", Command.SET_AMBIENT_ON),
            (Capability.SAMSUNG_VD_ART, "", Command.SET_ART_ON),
        )
    ),
    NotifyMap(capability=Capability.SPEECH_SYNTHESIS, key="speak", command=Command.SPEAK),
    # On an air conditioner, these are the beeps: off or on, as Volume_Mute or Volume_100.
    *(
        NumberMap(
            capability=Capability.AUDIO_VOLUME,
            key=Attribute.VOLUME,
            translation_key=text,
            where=where,
            command=Command.SET_VOLUME,
            native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
            entity_category=EntityCategory.CONFIG,
        )
        for text, where in (
            ("beep_volume", Where(category=(Category.AIR_CONDITIONER,))),
            ("volume", Where(no_category=(Category.AIR_CONDITIONER,))),
        )
    ),
    # For cameras and chimes.
    SwitchMap(
        capability=Capability.AUDIO_MUTE,
        key=Attribute.MUTE,
        on="muted",
        off="unmuted",
        on_command=Command.MUTE,
        off_command=Command.UNMUTE,
        entity_category=EntityCategory.CONFIG,
    ),
    # For devices without a media player.
    SensorMap(
        capability=Capability.TV_CHANNEL,
        key=Attribute.TV_CHANNEL,
    ),
    SensorMap(
        capability=Capability.TV_CHANNEL,
        key=Attribute.TV_CHANNEL_NAME,
        convert=_channel,
    ),
    NumberMap(
        capability=Capability.MEDIA_GROUP,
        key=Attribute.GROUP_VOLUME,
        command=Command.SET_GROUP_VOLUME,
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
    ),
    SwitchMap(
        capability=Capability.MEDIA_GROUP,
        key=Attribute.GROUP_MUTE,
        on="muted",
        off="unmuted",
        set_command=Command.SET_GROUP_MUTE,
    ),
    SensorMap(
        capability=Capability.MEDIA_GROUP,
        key=Attribute.GROUP_ROLE,
        device_class=SensorDeviceClass.ENUM,
        # The definition spells it like this.
        options=["auxilary", "primary", "ungrouped"],
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    # What a soundbar plays: the name of a phone or a service, or "External Device".
    SensorMap(
        capability=Capability.SAMSUNG_VD_SOUND_FROM,
        key="soundFrom",
        attribute=Attribute.DETAIL_NAME,
        # A number for the same.
        mirrors=(Source(Capability.SAMSUNG_VD_SOUND_FROM, Attribute.MODE),),
    ),
    SensorMap(
        capability=Capability.SAMSUNG_VD_THING_STATUS,
        key=Attribute.STATUS,
        translation_key="thing_status",
        device_class=SensorDeviceClass.ENUM,
        options=["busy", "idle", "updating"],
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
    ),
    SensorMap(
        capability=Capability.SAMSUNG_VD_THING_STATUS,
        key=Attribute.UPDATED_TIME,
        translation_key="thing_status_updated",
        convert=_second,
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
    ),
    SensorMap(
        capability=Capability.SAMSUNG_VD_FIRMWARE_VERSION,
        key=Attribute.FIRMWARE_VERSION,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
    ),
    _picture_mode(Capability.CUSTOM_PICTURE_MODE),
    _picture_mode(Capability.SAMSUNG_VD_PICTURE_MODE),
)
