"""What a media player plays: track and channel, and the buttons for it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, override

from homeassistant.components.media_player import (
    MediaPlayerEntity,
    MediaPlayerEntityFeature,
    MediaType,
    RepeatMode,
)

from ..cloud.json_types import Json, JsonObject, as_object, text
from ..cloud.models import Command
from ..mapping.apps import running_app
from ..mapping.descriptions.base import Source
from ..mapping.descriptions.devices import MediaPlayerMap
from ..mapping.descriptions.values import Bounds, Setpoint
from ..mapping.vocabulary import Attribute, Capability
from ..mapping.vocabulary import Command as Cmd
from .wanted_values import SmartThingsOptimisticEntity

LOUDNESS = Setpoint(
    source=Source(Capability.AUDIO_VOLUME, Attribute.VOLUME), command=Cmd.SET_VOLUME
)
MUTE = Source(Capability.AUDIO_MUTE, Attribute.MUTE)
PERCENT = Bounds(0, 100)
PLAYBACK = Source(Capability.MEDIA_PLAYBACK, Attribute.PLAYBACK_STATUS)

_PLAYBACKS = Source(Capability.MEDIA_PLAYBACK, Attribute.SUPPORTED_PLAYBACK_COMMANDS)
_TRACKS = Source(Capability.MEDIA_TRACK_CONTROL, Attribute.SUPPORTED_TRACK_CONTROL_COMMANDS)
REPEAT = Source(Capability.MEDIA_PLAYBACK_REPEAT, Attribute.PLAYBACK_REPEAT_MODE)
SHUFFLE = Source(Capability.MEDIA_PLAYBACK_SHUFFLE, Attribute.PLAYBACK_SHUFFLE)
_TRACK = Source(Capability.AUDIO_TRACK_DATA, Attribute.AUDIO_TRACK_DATA)
_TOTAL = Source(Capability.AUDIO_TRACK_DATA, Attribute.TOTAL_TIME)
_ELAPSED = Source(Capability.AUDIO_TRACK_DATA, Attribute.ELAPSED_TIME)
CHANNEL = Source(Capability.TV_CHANNEL, Attribute.TV_CHANNEL)
CHANNEL_NAME = Source(Capability.TV_CHANNEL, Attribute.TV_CHANNEL_NAME)

_LONGEST: Final = 6 * 60 * 60
"""No track is that long, in seconds."""
_SHOWN_EARLY = (LOUDNESS.source, MUTE)

_REPEATS = {"all": RepeatMode.ALL, "off": RepeatMode.OFF, "one": RepeatMode.ONE}
_BUTTONS = {
    Cmd.PLAY: MediaPlayerEntityFeature.PLAY,
    Cmd.PAUSE: MediaPlayerEntityFeature.PAUSE,
    Cmd.STOP: MediaPlayerEntityFeature.STOP,
}


class SmartThingsMediaPlayback(SmartThingsOptimisticEntity[MediaPlayerMap], MediaPlayerEntity):
    """The playback of a media player."""

    entity_description: MediaPlayerMap

    @property
    def _playback_features(self) -> MediaPlayerEntityFeature:
        """The features for the buttons of the player."""
        features = MediaPlayerEntityFeature(0)
        if self.has(PLAYBACK):
            listed = self.words(_PLAYBACKS) or tuple(_BUTTONS)
            for command, feature in _BUTTONS.items():
                if command in listed:
                    features |= feature
        if self._next:
            features |= MediaPlayerEntityFeature.NEXT_TRACK
        if self._previous:
            features |= MediaPlayerEntityFeature.PREVIOUS_TRACK
        return features

    @property
    def _next(self) -> Command | None:
        return self._move(Cmd.NEXT_TRACK, Cmd.CHANNEL_UP, Cmd.FAST_FORWARD)

    @property
    def _previous(self) -> Command | None:
        return self._move(Cmd.PREVIOUS_TRACK, Cmd.CHANNEL_DOWN, Cmd.REWIND)

    def _move(self, skip: str, surf: str, wind: str) -> Command | None:
        """Return the command that changes the track or channel or winds, None if there is none."""
        if skip in self.words(_TRACKS):
            return self.command(Capability.MEDIA_TRACK_CONTROL, skip)
        if self.media_channel:
            return self.command(Capability.TV_CHANNEL, surf)
        if wind in self.words(_PLAYBACKS):
            return self.command(Capability.MEDIA_PLAYBACK, wind)
        return None

    @override
    def effects(self, commands: tuple[Command, ...]) -> Mapping[Source, Json]:
        """Return the wanted volume only: a device may take long to turn on."""
        found = super().effects(commands).items()
        return {source: value for source, value in found if source in _SHOWN_EARLY}

    # Buttons

    @override
    async def async_media_play(self) -> None:
        """Play."""
        await self.send(self.command(Capability.MEDIA_PLAYBACK, Cmd.PLAY))

    @override
    async def async_media_pause(self) -> None:
        """Pause."""
        await self.send(self.command(Capability.MEDIA_PLAYBACK, Cmd.PAUSE))

    @override
    async def async_media_stop(self) -> None:
        """Stop."""
        await self.send(self.command(Capability.MEDIA_PLAYBACK, Cmd.STOP))

    @override
    async def async_media_next_track(self) -> None:
        """Go to the next track or channel, or wind forward if there is neither."""
        if command := self._next:
            await self.send(command)

    @override
    async def async_media_previous_track(self) -> None:
        """Go to the previous track or channel, or wind back if there is neither."""
        if command := self._previous:
            await self.send(command)

    @property
    @override
    def repeat(self) -> RepeatMode | None:
        """Return the repeat mode."""
        return _REPEATS.get(self.text(REPEAT) or "")

    @override
    async def async_set_repeat(self, repeat: RepeatMode) -> None:
        """Set the repeat mode, whose values are those of Home Assistant."""
        await self.send(
            self.command(
                Capability.MEDIA_PLAYBACK_REPEAT, Cmd.SET_PLAYBACK_REPEAT_MODE, repeat.value
            )
        )

    @property
    @override
    def shuffle(self) -> bool | None:
        """Return whether tracks are played in random order."""
        value = self.text(SHUFFLE)
        return None if value is None else value == "enabled"

    @override
    async def async_set_shuffle(self, shuffle: bool) -> None:
        """Turn random order on or off."""
        word = "enabled" if shuffle else "disabled"
        await self.send(
            self.command(Capability.MEDIA_PLAYBACK_SHUFFLE, Cmd.SET_PLAYBACK_SHUFFLE, word)
        )

    # Track and channel

    @property
    def _track(self) -> JsonObject:
        return as_object(self.raw(_TRACK))

    @property
    @override
    def media_content_type(self) -> MediaType | None:
        """Return music for a track, else app or channel."""
        if text(self._track, "title"):
            return MediaType.MUSIC
        if self.app_id:
            return MediaType.APP
        return MediaType.CHANNEL if self.media_title else None

    @property
    @override
    def media_title(self) -> str | None:
        """Return the title of the track, else the name or the number of the channel."""
        channel = () if self.app_id else (self.text(CHANNEL_NAME), self.text(CHANNEL))
        return next((name for name in (text(self._track, "title"), *channel) if name), None)

    @property
    @override
    def media_channel(self) -> str | None:
        """Return the number of the channel."""
        return None if self.app_id else self.text(CHANNEL) or None

    @property
    @override
    def media_artist(self) -> str | None:
        """Return the artist of the track."""
        return text(self._track, "artist") or None

    @property
    @override
    def media_album_name(self) -> str | None:
        """Return the album of the track."""
        return text(self._track, "album") or None

    @property
    @override
    def media_image_url(self) -> str | None:
        """Return the URL of the album cover, which is often on the device itself."""
        return text(self._track, "albumArtUrl") or None

    @property
    @override
    def app_id(self) -> str | None:
        """Return the id of the app that is open."""
        return running_app(self.text(CHANNEL_NAME) or "", self.text(CHANNEL) or "")

    @property
    def service(self) -> str:
        """The service that the track comes from, empty if it is not known."""
        return text(self._track, "mediaSource")

    # Times

    @property
    def _seconds(self) -> float:
        """Seconds in one unit of the times, which the definition of the capability does not name.

        A track of more than six hours is taken for one that is measured in milliseconds.
        """
        total = self.number(_TOTAL)
        return 0.001 if total and total > _LONGEST else 1

    @property
    @override
    def media_duration(self) -> int | None:
        """Return the length of the track in seconds, None if it is not known."""
        total = self.number(_TOTAL) if self.media_title else None
        return round(total * self._seconds) if total else None

    @property
    @override
    def media_position(self) -> int | None:
        """Return how many seconds of the track were played at the time of the report."""
        elapsed = self.number(_ELAPSED)
        if elapsed is None or self.media_duration is None:
            return None
        return round(elapsed * self._seconds)

    @property
    @override
    def media_position_updated_at(self) -> datetime | None:
        """Return the time of the report of the position."""
        report = self.reported(_ELAPSED)
        return report.time if report and self.media_position is not None else None
