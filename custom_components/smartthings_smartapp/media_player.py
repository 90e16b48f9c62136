"""Media players: televisions, soundbars, speakers, receivers."""

from typing import override

from homeassistant.components.media_player import (
    MediaPlayerEntityFeature,
    MediaPlayerState,
)
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .cloud.models import Command
from .const import DOMAIN
from .entity.media_playback import (
    LOUDNESS,
    PERCENT,
    PLAYBACK,
    REPEAT,
    SHUFFLE,
    SmartThingsMediaPlayback,
)
from .mapping.descriptions.base import Source
from .mapping.descriptions.devices import MediaPlayerMap
from .mapping.descriptions.values import Choice
from .mapping.media import EXECUTED_MODES, NO_OTHER_WAY, executed_mode, media_name, media_names
from .mapping.vocabulary import Attribute, Capability
from .mapping.vocabulary import Command as Cmd
from .runtime import SmartThingsConfigEntry

PARALLEL_UPDATES = 0
"""Entities are pushed, and commands to different devices are independent."""

_SWITCH = Source(Capability.SWITCH, Attribute.SWITCH)
_MUTE = Source(Capability.AUDIO_MUTE, Attribute.MUTE)

_STATES = {
    "buffering": MediaPlayerState.BUFFERING,
    "fast forwarding": MediaPlayerState.PLAYING,
    "paused": MediaPlayerState.PAUSED,
    "playing": MediaPlayerState.PLAYING,
    "rewinding": MediaPlayerState.PLAYING,
    "stopped": MediaPlayerState.IDLE,
}
_BY_ATTRIBUTE = {
    _SWITCH: MediaPlayerEntityFeature.TURN_ON | MediaPlayerEntityFeature.TURN_OFF,
    LOUDNESS.source: MediaPlayerEntityFeature.VOLUME_SET | MediaPlayerEntityFeature.VOLUME_STEP,
    _MUTE: MediaPlayerEntityFeature.VOLUME_MUTE,
    REPEAT: MediaPlayerEntityFeature.REPEAT_SET,
    SHUFFLE: MediaPlayerEntityFeature.SHUFFLE_SET,
}


async def async_setup_entry(
    hass: HomeAssistant,
    entry: SmartThingsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the media players of an entry."""
    runtime = entry.runtime_data
    runtime.add_entities(async_add_entities, MediaPlayerMap, SmartThingsMediaPlayer)


class SmartThingsMediaPlayer(SmartThingsMediaPlayback):
    """A media player; its features follow from the attributes that the device reports."""

    @property
    @override
    def supported_features(self) -> MediaPlayerEntityFeature:
        """Return the features of reported attributes and listed commands."""
        features = self._playback_features
        for source, feature in _BY_ATTRIBUTE.items():
            if self.has(source):
                features |= feature
        if self._input.command and self.source_list:
            features |= MediaPlayerEntityFeature.SELECT_SOURCE
        if self.sound_mode_list:
            features |= MediaPlayerEntityFeature.SELECT_SOUND_MODE
        return features

    _last_executed_mode: str | None = None
    """The last sound mode set with ``execute``, because the device does not report it."""

    @property
    def _executed_modes(self) -> dict[str, str]:
        """Sound modes that are set with ``execute``, by name, if there is no other way."""
        device = self._device
        other_way = device is None or device.presentation not in NO_OTHER_WAY
        can_execute = self.has_capability(Capability.EXECUTE)
        if other_way or not can_execute or self._names(self._sound_mode):
            return {}
        return {media_name(word): word for word in EXECUTED_MODES}

    # Power, state and volume

    @property
    @override
    def state(self) -> MediaPlayerState | None:
        """Return off, the state of playback, or on if that is unknown.

        A soundbar that plays the sound of a TV reports its own playback as stopped.
        """
        power = self.text(_SWITCH)
        if power == "off":
            return MediaPlayerState.OFF
        state = _STATES.get(self.text(PLAYBACK) or "")
        current = self.text(self._input.source)
        if state is MediaPlayerState.IDLE and power and current:
            streams = current in self.entity_description.streams
            return state if streams else MediaPlayerState.ON
        return state or (MediaPlayerState.ON if power else None)

    @override
    async def async_turn_on(self) -> None:
        """Turn on."""
        await self.send(self.command(Capability.SWITCH, Cmd.ON))

    @override
    async def async_turn_off(self) -> None:
        """Turn off."""
        await self.send(self.command(Capability.SWITCH, Cmd.OFF))

    @property
    @override
    def volume_level(self) -> float | None:
        """Return the volume, 0 to 1."""
        volume = self.number(LOUDNESS.source)
        return None if volume is None else max(0, min(volume / PERCENT.high, 1))

    @override
    async def async_set_volume_level(self, volume: float) -> None:
        """Set the volume."""
        await self.send(self.number_command(LOUDNESS, round(volume * PERCENT.high), PERCENT))

    @override
    async def async_volume_up(self) -> None:
        """Raise the volume by the step of the device."""
        await self.send(self.command(Capability.AUDIO_VOLUME, Cmd.VOLUME_UP))

    @override
    async def async_volume_down(self) -> None:
        """Lower the volume by the step of the device."""
        await self.send(self.command(Capability.AUDIO_VOLUME, Cmd.VOLUME_DOWN))

    @property
    @override
    def is_volume_muted(self) -> bool | None:
        """Return whether the sound is muted."""
        value = self.text(_MUTE)
        return None if value is None else value == "muted"

    @override
    async def async_mute_volume(self, mute: bool) -> None:
        """Mute or unmute."""
        word = "muted" if mute else "unmuted"
        await self.send(self.command(Capability.AUDIO_MUTE, Cmd.SET_MUTE, word))

    # Inputs and sound modes

    def _first(self, choices: tuple[Choice, ...]) -> Choice:
        """Return the first choice that lists options, else the first that has a value."""
        listing = (choice for choice in choices if choice.supported and self.raw(choice.supported))
        having = (choice for choice in choices if self.text(choice.source))
        return next(listing, None) or next(having, choices[0])

    @property
    def _input(self) -> Choice:
        return self._first(self.entity_description.inputs)

    @property
    def _sound_mode(self) -> Choice:
        return self._first(self.entity_description.sound_modes)

    def _names(self, choice: Choice) -> dict[str, str]:
        return media_names(self.raw(choice.supported)) if choice.supported else {}

    def _current_name(self, choice: Choice) -> str | None:
        """Return the name of the current value; an unlisted value is its own name."""
        value = self.text(choice.source)
        if not value:
            return None
        names = self._names(choice).items()
        return next((name for name, word in names if word == value), media_name(value))

    def _choice_command(self, choice: Choice, wanted: str) -> Command:
        """Return the command that selects an option by its name.

        Raises ServiceValidationError if the device does not list it.
        """
        names = self._names(choice)
        if wanted not in names:
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="not_offered",
                translation_placeholders={"option": wanted, "options": ", ".join(names)},
            )
        return self.command(choice.source.capability, choice.command, names[wanted])

    @property
    @override
    def source_list(self) -> list[str]:
        """Return the names of the inputs."""
        return list(self._names(self._input))

    @property
    @override
    def source(self) -> str | None:
        """Return the name of the current input."""
        return self._current_name(self._input)

    @override
    async def async_select_source(self, source: str) -> None:
        """Select an input."""
        await self.send(self._choice_command(self._input, source))

    @property
    @override
    def sound_mode_list(self) -> list[str]:
        """Return the names of the sound modes."""
        return list(self._names(self._sound_mode) or self._executed_modes)

    @property
    @override
    def sound_mode(self) -> str | None:
        """Return the name of the current sound mode, or of the last one set with ``execute``."""
        return self._current_name(self._sound_mode) or self._last_executed_mode

    @override
    async def async_select_sound_mode(self, sound_mode: str) -> None:
        """Select a sound mode."""
        if word := self._executed_modes.get(sound_mode):
            execute = self.command(Capability.EXECUTE, Cmd.EXECUTE, *executed_mode(word))
            await self.send(execute)
            self._last_executed_mode = sound_mode
            self.async_write_ha_state()
            return
        await self.send(self._choice_command(self._sound_mode, sound_mode))
