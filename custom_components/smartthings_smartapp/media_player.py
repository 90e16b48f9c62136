"""Media players: televisions, soundbars, speakers, receivers."""

from typing import override

from homeassistant.components.media_player import (
    MediaPlayerEntityFeature,
    MediaPlayerState,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .entity.media_playback import LOUDNESS, MUTE, PERCENT, PLAYBACK, REPEAT, SHUFFLE
from .entity.media_to_play import SmartThingsMediaToPlay
from .mapping.descriptions.base import Source
from .mapping.descriptions.devices import MediaPlayerMap
from .mapping.vocabulary import Attribute, Capability
from .mapping.vocabulary import Command as Cmd
from .runtime import SmartThingsConfigEntry

PARALLEL_UPDATES = 0
"""Entities are pushed, and commands to different devices are independent."""

_SWITCH = Source(Capability.SWITCH, Attribute.SWITCH)

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
    MUTE: MediaPlayerEntityFeature.VOLUME_MUTE,
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


class SmartThingsMediaPlayer(SmartThingsMediaToPlay):
    """A media player; its features follow from the attributes that the device reports."""

    @property
    @override
    def supported_features(self) -> MediaPlayerEntityFeature:
        """Return the features of reported attributes and listed commands."""
        features = self._playback_features | self._source_features | self._media_features
        for source, feature in _BY_ATTRIBUTE.items():
            if self.has(source):
                features |= feature
        return features

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
        value = self.text(MUTE)
        return None if value is None else value == "muted"

    @override
    async def async_mute_volume(self, mute: bool) -> None:
        """Mute or unmute."""
        word = "muted" if mute else "unmuted"
        await self.send(self.command(Capability.AUDIO_MUTE, Cmd.SET_MUTE, word))
