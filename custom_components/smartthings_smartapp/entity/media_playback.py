"""What a media player plays: track and channel, buttons, and media to play."""

from typing import Any, override

from homeassistant.components import media_source
from homeassistant.components.media_player import (
    ATTR_MEDIA_ANNOUNCE,
    ATTR_MEDIA_EXTRA,
    BrowseMedia,
    MediaPlayerEntity,
    MediaPlayerEntityFeature,
    MediaType,
    RepeatMode,
    async_process_play_media_url,
)
from homeassistant.exceptions import ServiceValidationError

from ..cloud.json_types import Json, JsonObject, as_object, text
from ..cloud.models import Command
from ..const import DOMAIN
from ..mapping.descriptions.base import Source
from ..mapping.descriptions.devices import MediaPlayerMap
from ..mapping.descriptions.values import Bounds, Setpoint
from ..mapping.media import app_name, running_app
from ..mapping.vocabulary import Attribute, Capability
from ..mapping.vocabulary import Command as Cmd
from .component import SmartThingsEntity
from .readings import number_of

LOUDNESS = Setpoint(
    source=Source(Capability.AUDIO_VOLUME, Attribute.VOLUME), command=Cmd.SET_VOLUME
)
PERCENT = Bounds(0, 100)
PLAYBACK = Source(Capability.MEDIA_PLAYBACK, Attribute.PLAYBACK_STATUS)

_PLAYBACKS = Source(Capability.MEDIA_PLAYBACK, Attribute.SUPPORTED_PLAYBACK_COMMANDS)
_TRACKS = Source(Capability.MEDIA_TRACK_CONTROL, Attribute.SUPPORTED_TRACK_CONTROL_COMMANDS)
REPEAT = Source(Capability.MEDIA_PLAYBACK_REPEAT, Attribute.PLAYBACK_REPEAT_MODE)
SHUFFLE = Source(Capability.MEDIA_PLAYBACK_SHUFFLE, Attribute.PLAYBACK_SHUFFLE)
_TRACK = Source(Capability.AUDIO_TRACK_DATA, Attribute.AUDIO_TRACK_DATA)
_CHANNEL = Source(Capability.TV_CHANNEL, Attribute.TV_CHANNEL)
_CHANNEL_NAME = Source(Capability.TV_CHANNEL, Attribute.TV_CHANNEL_NAME)

_REPEATS = {"all": RepeatMode.ALL, "off": RepeatMode.OFF, "one": RepeatMode.ONE}
_BUTTONS = {
    Cmd.PLAY: MediaPlayerEntityFeature.PLAY,
    Cmd.PAUSE: MediaPlayerEntityFeature.PAUSE,
    Cmd.STOP: MediaPlayerEntityFeature.STOP,
}


class SmartThingsMediaPlayback(SmartThingsEntity[MediaPlayerMap], MediaPlayerEntity):
    """The playback of a media player."""

    entity_description: MediaPlayerMap

    @property
    def _playback_features(self) -> MediaPlayerEntityFeature:
        """The features for the buttons of the player, and for media to play."""
        features = MediaPlayerEntityFeature(0)
        if self.has(PLAYBACK):
            listed = self.words(_PLAYBACKS) or tuple(_BUTTONS)
            for command, feature in _BUTTONS.items():
                if command in listed:
                    features |= feature
        if self._track_command(Cmd.NEXT_TRACK, Cmd.FAST_FORWARD):
            features |= MediaPlayerEntityFeature.NEXT_TRACK
        if self._track_command(Cmd.PREVIOUS_TRACK, Cmd.REWIND):
            features |= MediaPlayerEntityFeature.PREVIOUS_TRACK
        if self.has(_CHANNEL) or self.has_capability(Capability.CUSTOM_LAUNCH_APP):
            features |= MediaPlayerEntityFeature.PLAY_MEDIA
        if self.has_capability(Capability.AUDIO_NOTIFICATION):
            features |= MediaPlayerEntityFeature.PLAY_MEDIA
            features |= MediaPlayerEntityFeature.MEDIA_ANNOUNCE
        return features

    def _track_command(self, skip: str, wind: str) -> Command | None:
        """Return the command that changes the track or winds, None if there is neither."""
        if skip in self.words(_TRACKS):
            return self.command(Capability.MEDIA_TRACK_CONTROL, skip)
        if wind in self.words(_PLAYBACKS):
            return self.command(Capability.MEDIA_PLAYBACK, wind)
        return None

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
        """Go to the next track, or wind forward if the device has no tracks."""
        if command := self._track_command(Cmd.NEXT_TRACK, Cmd.FAST_FORWARD):
            await self.send(command)

    @override
    async def async_media_previous_track(self) -> None:
        """Go to the previous track, or wind back if the device has no tracks."""
        if command := self._track_command(Cmd.PREVIOUS_TRACK, Cmd.REWIND):
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

    # Media

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
        channel = () if self.app_id else (self.text(_CHANNEL_NAME), self.text(_CHANNEL))
        return next((name for name in (text(self._track, "title"), *channel) if name), None)

    @property
    @override
    def media_channel(self) -> str | None:
        """Return the number of the channel."""
        return None if self.app_id else self.text(_CHANNEL) or None

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
        return running_app(self.text(_CHANNEL_NAME) or "", self.text(_CHANNEL) or "")

    @property
    @override
    def app_name(self) -> str | None:
        """Return the service of the track, else the name of the app that is open."""
        service = text(self._track, "mediaSource")
        return service or (app_name(self.app_id) if self.app_id else None)

    # Media to play

    @override
    async def async_browse_media(
        self, media_content_type: MediaType | str | None = None, media_content_id: str | None = None
    ) -> BrowseMedia:
        """Raise ServiceValidationError: Home Assistant offers to browse with every media player."""
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="media_not_browsable",
            translation_placeholders={"name": self._label},
        )

    @override
    async def async_play_media(
        self, media_type: MediaType | str, media_id: str, **kwargs: Any
    ) -> None:
        """Open an app, go to a channel, or play a sound.

        Raises ServiceValidationError if the device cannot do that.
        """
        extra: dict[str, Json] = kwargs.get(ATTR_MEDIA_EXTRA) or {}
        if media_type == MediaType.APP and self.has_capability(Capability.CUSTOM_LAUNCH_APP):
            name = text(extra, "name")
            arguments = (media_id, name) if name else (media_id,)
            await self.send(self.command(Capability.CUSTOM_LAUNCH_APP, Cmd.LAUNCH_APP, *arguments))
        elif media_type == MediaType.CHANNEL and self.has(_CHANNEL):
            await self.send(self.command(Capability.TV_CHANNEL, Cmd.SET_TV_CHANNEL, media_id))
        elif self.has_capability(Capability.AUDIO_NOTIFICATION):
            await self._notify(media_id, extra, announce=bool(kwargs.get(ATTR_MEDIA_ANNOUNCE)))
        else:
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="media_not_playable",
                translation_placeholders={"name": self._label, "type": media_type},
            )

    async def _notify(self, media_id: str, extra: dict[str, Json], *, announce: bool) -> None:
        """Play a sound, with the given volume; after an announcement the playback continues."""
        arguments: list[Json] = [await self._url(media_id)]
        if (volume := number_of(extra.get("volume"))) is not None:
            arguments += self.number_command(LOUDNESS, round(volume), PERCENT).arguments
        command = Cmd.PLAY_TRACK
        if announce:
            playing = self.text(PLAYBACK) == "playing"
            command = Cmd.PLAY_TRACK_AND_RESUME if playing else Cmd.PLAY_TRACK_AND_RESTORE
        await self.send(self.command(Capability.AUDIO_NOTIFICATION, command, *arguments))

    async def _url(self, media_id: str) -> str:
        """Return the URL of a sound; URLs of Home Assistant are signed."""
        if media_source.is_media_source_id(media_id):
            found = await media_source.async_resolve_media(self.hass, media_id, self.entity_id)
            media_id = found.url
        return async_process_play_media_url(self.hass, media_id)
