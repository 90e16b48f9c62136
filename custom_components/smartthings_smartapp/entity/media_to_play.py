"""Media to play: apps, channels, presets and sounds, by an action or from the media browser."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple, override

from homeassistant.components import media_source
from homeassistant.components.media_player import (
    ATTR_MEDIA_ANNOUNCE,
    ATTR_MEDIA_EXTRA,
    BrowseError,
    BrowseMedia,
    MediaClass,
    MediaPlayerEntityFeature,
    MediaType,
    async_process_play_media_url,
)
from homeassistant.components.media_source import BrowseMediaSource
from homeassistant.helpers.translation import async_get_cached_translations

from ..cloud.json_types import Json, text
from ..const import DOMAIN
from ..mapping.descriptions.base import Source
from ..mapping.media import media_names
from ..mapping.vocabulary import Attribute, Capability
from ..mapping.vocabulary import Command as Cmd
from .media_playback import CHANNEL, LOUDNESS, PERCENT, PLAYBACK
from .media_sources import SmartThingsMediaSources
from .readings import number_of

_ROOT: Final = "root"
_AMBIENT: Final = "ambient"
"""Content type of what a television shows in its ambient mode."""
_AMBIENT_APPS: Final = Source(
    Capability.SAMSUNG_VD_AMBIENT_CONTENT, Attribute.SUPPORTED_AMBIENT_APPS
)
_PRESET: Final = "preset"
"""Content type of a preset."""


class _Shelf(NamedTuple):
    """A folder of the media browser."""

    content_type: str
    media_class: MediaClass
    items: Mapping[str, str]
    """Ids by title."""


class SmartThingsMediaToPlay(SmartThingsMediaSources):
    """What a media player can play."""

    @property
    def _media_features(self) -> MediaPlayerEntityFeature:
        features = MediaPlayerEntityFeature(0)
        if self._shelves or self.has(CHANNEL):
            features |= MediaPlayerEntityFeature.PLAY_MEDIA
        if self._shelves or self._plays_sounds:
            features |= MediaPlayerEntityFeature.BROWSE_MEDIA
        if self._plays_sounds:
            features |= MediaPlayerEntityFeature.PLAY_MEDIA
            features |= MediaPlayerEntityFeature.MEDIA_ANNOUNCE
        return features

    @property
    def _plays_sounds(self) -> bool:
        return self.has_capability(Capability.AUDIO_NOTIFICATION)

    @property
    def _shelves(self) -> dict[str, _Shelf]:
        """The folders that are not empty, by their word in the translations."""
        channels = self._library.channels if self.has(CHANNEL) else {}
        titled = {f"{number} {name}": number for number, name in channels.items()}
        shelves = {
            "ambient": _Shelf(_AMBIENT, MediaClass.IMAGE, self._ambient_apps),
            "apps": _Shelf(MediaType.APP, MediaClass.APP, self.apps),
            "channels": _Shelf(MediaType.CHANNEL, MediaClass.CHANNEL, titled),
            "presets": _Shelf(_PRESET, MediaClass.MUSIC, self.presets),
        }
        return {word: shelf for word, shelf in shelves.items() if shelf.items}

    @property
    def _ambient_apps(self) -> dict[str, str]:
        """Ids by name. Most televisions list the capability as disabled, and no content."""
        has_it = self.has_capability(Capability.SAMSUNG_VD_AMBIENT_CONTENT)
        return media_names(self.raw(_AMBIENT_APPS)) if has_it else {}

    # Browse

    @override
    async def async_browse_media(
        self, media_content_type: MediaType | str | None = None, media_content_id: str | None = None
    ) -> BrowseMedia:
        """Return a folder: of the device, or of the sounds of Home Assistant.

        Raises ServiceValidationError if there is nothing to browse.
        """
        if media_content_id and media_source.is_media_source_id(media_content_id):
            return await self._sounds(media_content_id)
        shelves = self._shelves
        if media_content_id in shelves:
            return self._folder(media_content_id, shelves[media_content_id], open_it=True)
        children = [self._folder(word, shelf) for word, shelf in shelves.items()]
        children += await self._sound_folders() if self._plays_sounds else []
        if not children:
            raise self.invalid(translation_key="media_not_browsable")
        return _directory(self._label, _ROOT, children)

    def _folder(self, word: str, shelf: _Shelf, *, open_it: bool = False) -> BrowseMedia:
        items = sorted(shelf.items.items(), key=_by_title) if open_it else ()
        return _directory(
            self._title(word),
            word,
            [
                BrowseMedia(
                    title=title,
                    media_class=shelf.media_class,
                    media_content_id=media_id,
                    media_content_type=shelf.content_type,
                    can_play=True,
                    can_expand=False,
                )
                for title, media_id in items
            ],
        )

    def _title(self, word: str) -> str:
        """Return the name of a folder in the language of Home Assistant."""
        texts = async_get_cached_translations(
            self.hass, self.hass.config.language, "entity", DOMAIN
        )
        key = self.entity_description.text_key
        path = f"component.{DOMAIN}.entity.media_player.{key}.state_attributes.media_browser.state"
        return texts.get(f"{path}.{word}", word.capitalize())

    async def _sounds(self, media_id: str | None) -> BrowseMedia:
        return await media_source.async_browse_media(
            self.hass,
            media_id,
            content_filter=lambda item: item.media_content_type.startswith("audio/"),
        )

    async def _sound_folders(self) -> list[BrowseMedia]:
        """Return the folders of Home Assistant's sounds, none if media sources are not set up."""
        try:
            found = await self._sounds(None)
        except BrowseError:
            return []
        of_one = isinstance(found, BrowseMediaSource) and found.domain
        return [found] if of_one else [*(found.children or ())]

    # Play

    @override
    async def async_play_media(
        self, media_type: MediaType | str, media_id: str, **kwargs: Any
    ) -> None:
        """Open an app by its id or name, go to a channel, play a preset or a sound, show pictures.

        Raises ServiceValidationError if the device cannot do that.
        """
        extra: dict[str, Json] = kwargs.get(ATTR_MEDIA_EXTRA) or {}
        if media_type == MediaType.APP and self.has_capability(Capability.CUSTOM_LAUNCH_APP):
            await self._open_app(media_id, text(extra, "name"))
        elif media_type == MediaType.CHANNEL and self.has(CHANNEL):
            await self.send(self.command(Capability.TV_CHANNEL, Cmd.SET_TV_CHANNEL, media_id))
        elif media_type == _PRESET and self.presets:
            preset = self.presets.get(media_id, media_id)
            await self.send(self.preset_command(preset))
        elif media_type == _AMBIENT and (ambient := self._ambient_apps):
            await self.send(
                self.command(
                    Capability.SAMSUNG_VD_AMBIENT_CONTENT,
                    Cmd.SET_AMBIENT_CONTENT,
                    ambient.get(media_id, media_id),
                )
            )
        elif self._plays_sounds:
            await self._notify(media_id, extra, announce=bool(kwargs.get(ATTR_MEDIA_ANNOUNCE)))
        else:
            raise self.invalid(translation_key="media_not_playable", type=media_type)

    async def _open_app(self, app: str, name: str) -> None:
        """Open an app by its id, or by a name that the source list has."""
        app_id = self.apps.get(app)
        given = (app_id, app) if app_id else (app, name)
        await self.send(self.app_command(*filter(None, given)))

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


def _by_title(item: tuple[str, str]) -> str:
    return item[0].casefold()


def _directory(title: str, media_id: str, children: list[BrowseMedia]) -> BrowseMedia:
    return BrowseMedia(
        title=title,
        media_class=MediaClass.DIRECTORY,
        media_content_id=media_id,
        media_content_type="",
        can_play=False,
        can_expand=True,
        children=children,
    )
