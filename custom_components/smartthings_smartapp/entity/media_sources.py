"""The inputs, apps, presets and sound modes of a media player."""

from collections.abc import Mapping
from typing import Final, override

from homeassistant.components.media_player import MediaPlayerEntityFeature
from homeassistant.core import callback
from homeassistant.helpers.restore_state import ExtraStoredData, RestoredExtraData, RestoreEntity

from ..cloud.json_types import as_object, texts
from ..cloud.models import Command
from ..errors import not_offered
from ..mapping.descriptions.base import Source
from ..mapping.descriptions.devices import MediaPlayerMap
from ..mapping.descriptions.values import Choice
from ..mapping.media import media_name, media_names
from ..mapping.soundbars import (
    SOUND_MODE,
    SOUND_MODE_MODELS,
    SOUND_MODES,
    SUPPORTED_SOUND_MODES,
)
from ..mapping.vocabulary import Attribute, Capability
from ..mapping.vocabulary import Command as Cmd
from ..runtime import Runtime
from .assumption import Assumption
from .media_library import MediaLibrary
from .media_playback import CHANNEL, CHANNEL_NAME, SmartThingsMediaPlayback

_EXECUTED: Final = Source(Capability.EXECUTE, Attribute.DATA)
_PRESETS: Final = Source(Capability.MEDIA_PRESETS, Attribute.PRESETS)


class SmartThingsMediaSources(SmartThingsMediaPlayback, RestoreEntity):
    """What a media player can be switched to. What it does not list outlives a restart."""

    def __init__(
        self, runtime: Runtime, device_id: str, component: str, entry: MediaPlayerMap
    ) -> None:
        """Start with what every television has."""
        super().__init__(runtime, device_id, component, entry)
        self._library = MediaLibrary(runtime.options.apps)
        self._executed_mode = Assumption(SOUND_MODE)
        self._listed_modes = Assumption(SUPPORTED_SOUND_MODES)

    @override
    async def async_added_to_hass(self) -> None:
        """Continue with what was seen and set before."""
        await super().async_added_to_hass()
        # The settings of a soundbar subscribe to it, if there are any.
        self.async_on_remove(
            self.runtime.watch(self.device_id, [self.key(_EXECUTED)], self._changed)
        )
        if extra := await self.async_get_last_extra_data():
            stored = as_object(extra.as_dict())
            self._library.restore(as_object(stored.get("library")))
            self._executed_mode.restore(as_object(stored.get("sound_mode")))
            self._listed_modes.restore(as_object(stored.get("sound_modes")))
        self._note()

    @property
    @override
    def extra_restore_state_data(self) -> ExtraStoredData:
        """Return what outlives a restart."""
        return RestoredExtraData(
            {
                "library": self._library.stored(),
                "sound_mode": self._executed_mode.stored(),
                "sound_modes": self._listed_modes.stored(),
            }
        )

    @callback
    @override
    def _changed(self) -> None:
        self._note()
        super()._changed()

    def _note(self) -> None:
        """Remember the app or channel that is on, and the sound modes in a report."""
        if app_id := self.app_id:
            self._library.note_app(app_id)
        elif (number := self.text(CHANNEL)) and (name := self.text(CHANNEL_NAME)):
            self._library.note_channel(number, name)
        for assumption in (self._executed_mode, self._listed_modes):
            assumption.note(self.reported(_EXECUTED))

    @property
    def _source_features(self) -> MediaPlayerEntityFeature:
        features = MediaPlayerEntityFeature(0)
        if self._sources:
            features |= MediaPlayerEntityFeature.SELECT_SOURCE
        if self.sound_mode_list:
            features |= MediaPlayerEntityFeature.SELECT_SOUND_MODE
        return features

    def _first(self, choices: tuple[Choice, ...]) -> Choice:
        """Return the first choice that lists options, else the first that has a value."""
        listing = (choice for choice in choices if choice.supported and self.raw(choice.supported))
        having = (choice for choice in choices if self.text(choice.source))
        return next(listing, None) or next(having, choices[0])

    def _names(self, choice: Choice) -> dict[str, str]:
        return media_names(self.raw(choice.supported)) if choice.supported else {}

    def _current_name(self, choice: Choice) -> str | None:
        """Return the name of the current value; an unlisted value is its own name."""
        value = self.text(choice.source)
        if not value:
            return None
        names = self._names(choice).items()
        return next((name for name, word in names if word == value), media_name(value))

    def _wanted[ItemT](self, offered: Mapping[str, ItemT], name: str) -> ItemT:
        """Return an item by its name. Raises ServiceValidationError if it is not offered."""
        if name not in offered:
            raise not_offered(name, offered)
        return offered[name]

    # Inputs, apps and presets

    @property
    def _input(self) -> Choice:
        return self._first(self.entity_description.inputs)

    @property
    def apps(self) -> dict[str, str]:
        """Ids of apps by name, empty if the device opens none."""
        opens = self.has_capability(Capability.CUSTOM_LAUNCH_APP)
        return self._library.apps if opens else {}

    @property
    def presets(self) -> dict[str, str]:
        """Ids of presets by name: the stations and playlists that a speaker has stored."""
        return media_names(self.raw(_PRESETS))

    @property
    def _sources(self) -> dict[str, Command]:
        """The commands that select a source, by name. An input has the name first."""
        choice = self._input
        inputs = self._names(choice) if choice.command else {}
        capability = choice.source.capability
        return {
            **{name: self.preset_command(preset) for name, preset in self.presets.items()},
            **{name: self.app_command(app_id, name) for name, app_id in self.apps.items()},
            **{
                name: self.command(capability, choice.command, word)
                for name, word in inputs.items()
            },
        }

    def app_command(self, *id_and_name: str) -> Command:
        """Return the command that opens an app; the name is optional."""
        return self.command(Capability.CUSTOM_LAUNCH_APP, Cmd.LAUNCH_APP, *id_and_name)

    def preset_command(self, preset: str) -> Command:
        """Return the command that plays a preset."""
        return self.command(Capability.MEDIA_PRESETS, Cmd.PLAY_PRESET, preset)

    @property
    @override
    def source_list(self) -> list[str]:
        """Return the names of inputs, apps and presets."""
        return list(dict.fromkeys((*self._names(self._input), *self.apps, *self.presets)))

    @property
    @override
    def source(self) -> str | None:
        """Return the name of the app that is open, else of the current input."""
        if self.app_id and self._app_is_newer:
            return self._library.source_of(self.app_id)
        return self._current_name(self._input)

    @property
    def _app_is_newer(self) -> bool:
        """Whether the app was reported after the input.

        A television does not always report that an app was closed.
        """
        app, source = self.reported(CHANNEL_NAME), self.reported(self._input.source)
        times = (app and app.time, source and source.time)
        return not (times[0] and times[1]) or times[0] >= times[1]

    @property
    @override
    def app_name(self) -> str | None:
        """Return the service of the track, else the name of the app that is open."""
        return self.service or (self._library.name_of(self.app_id) if self.app_id else None)

    @override
    async def async_select_source(self, source: str) -> None:
        """Select an input, open an app, or play a preset."""
        await self.send(self._wanted(self._sources, source))

    # Sound modes

    @property
    def _sound_mode(self) -> Choice:
        return self._first(self.entity_description.sound_modes)

    @property
    def _executed_modes(self) -> dict[str, str]:
        """Sound modes that are set with ``execute``, by name, if there is no other way."""
        device = self._device
        other_way = device is None or device.presentation not in SOUND_MODE_MODELS
        can_execute = self.has_capability(Capability.EXECUTE)
        if other_way or not can_execute or self._names(self._sound_mode):
            return {}
        words = texts(self._listed_modes.value) or SOUND_MODES
        return {media_name(word): word for word in words}

    @property
    @override
    def sound_mode_list(self) -> list[str]:
        """Return the names of the sound modes."""
        return list(self._names(self._sound_mode) or self._executed_modes)

    @property
    @override
    def sound_mode(self) -> str | None:
        """Return the name of the current sound mode, or of the last one set with ``execute``."""
        if current := self._current_name(self._sound_mode):
            return current
        word = self._executed_mode.value
        return media_name(word) if self._executed_modes and isinstance(word, str) else None

    @override
    async def async_select_sound_mode(self, sound_mode: str) -> None:
        """Select a sound mode."""
        if word := self._executed_modes.get(sound_mode):
            arguments = SOUND_MODE.write_arguments(word)
            await self.send(self.command(Capability.EXECUTE, Cmd.EXECUTE, *arguments))
            self._executed_mode.set(word, self.reported(_EXECUTED))
            self.async_write_ha_state()
            return
        choice = self._sound_mode
        word = self._wanted(self._names(choice), sound_mode)
        await self.send(self.command(choice.source.capability, choice.command, word))
