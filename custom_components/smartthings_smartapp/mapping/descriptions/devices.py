"""Entries for the main entities of devices: lights, locks, thermostats, media players and so on."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, NamedTuple, override

from homeassistant.components.alarm_control_panel import AlarmControlPanelEntityDescription
from homeassistant.components.climate import ClimateEntityDescription, HVACAction, HVACMode
from homeassistant.components.cover import CoverEntityDescription
from homeassistant.components.fan import FanEntityDescription
from homeassistant.components.humidifier import HumidifierEntityDescription
from homeassistant.components.image import ImageEntityDescription
from homeassistant.components.light import LightEntityDescription
from homeassistant.components.lock import LockEntityDescription
from homeassistant.components.media_player import MediaPlayerEntityDescription
from homeassistant.components.remote import RemoteEntityDescription
from homeassistant.components.siren import SirenEntityDescription
from homeassistant.components.vacuum import StateVacuumEntityDescription, VacuumEntityFeature
from homeassistant.components.valve import ValveEntityDescription
from homeassistant.components.water_heater import WaterHeaterEntityDescription
from homeassistant.const import Platform

from ...cloud.api.pictures import Unfetchable
from ..vocabulary import Attribute
from .base import Mapped, Source
from .values import Bounds, Choice, FixedCommand, Setpoint

_NO_MODES: Mapping[str, HVACMode] = MappingProxyType({})
_NO_ORDERS: Mapping[HVACMode, str] = MappingProxyType({})
_NO_ACTIONS: Mapping[str, HVACAction] = MappingProxyType({})
_NO_TEXTS: Mapping[str, tuple[str, ...]] = MappingProxyType({})
_NO_SPEEDS: Mapping[int, str] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class LightMap(Mapped, LightEntityDescription):
    """A light. It has a brightness and colors if the component has their capabilities."""

    platform = Platform.LIGHT


@dataclass(frozen=True, kw_only=True)
class LampMap(Mapped, LightEntityDescription):
    """The lamp of an appliance. Its brightness is one of a few words."""

    platform = Platform.LIGHT

    levels: Choice
    """The words from dark to bright. Without a switch, ``off`` is one of them."""
    switch: Source | None = None
    """Attribute of the switch that turns the lamp on and off, if there is one."""


@dataclass(frozen=True, kw_only=True)
class CoverMap(Mapped, CoverEntityDescription):
    """A shade, door or garage door."""

    platform = Platform.COVER

    positions: tuple[Setpoint, ...] = ()
    """Attributes with the position, from 0 (closed) to 100 (open). The first that the component has
    is used."""
    tilt: Setpoint | None = None
    """The position of the slats, from 0 (closed) to 100 (open), if the component has it."""
    moves: bool = True
    """Whether the capability has commands to open and close. Otherwise only the position can be
    set."""
    stop_command: str = ""
    """Command of the entry's capability that stops a movement."""
    supported: Source | None = None
    """Attribute that lists the commands that the device supports. An empty list means all
    commands."""


@dataclass(frozen=True, kw_only=True)
class LockMap(Mapped, LockEntityDescription):
    """A lock with the commands ``lock`` and ``unlock``."""

    platform = Platform.LOCK

    methods: tuple[str, ...] = ()
    """Known values of the attribute ``method``: how a lock was operated."""

    @property
    @override
    def translated_words(self) -> Mapping[str, tuple[str, ...]]:
        return {"method": self.methods}

    @property
    def commands(self) -> Source:
        """The attribute that lists the commands that the lock supports."""
        return Source(self.capability, Attribute.SUPPORTED_LOCK_COMMANDS)

    @property
    def values(self) -> Source:
        """The attribute that lists the values that the lock reports."""
        return Source(self.capability, Attribute.SUPPORTED_LOCK_VALUES)


@dataclass(frozen=True, kw_only=True)
class MediaPlayerMap(Mapped, MediaPlayerEntityDescription):
    """A television or a speaker. It has a feature if the component has its capability."""

    platform = Platform.MEDIA_PLAYER

    inputs: tuple[Choice, ...]
    """Attributes with the input. The first that lists inputs is used. Without a command, it is only
    shown."""
    sound_modes: tuple[Choice, ...]
    """Attributes with the sound mode. The first that lists sound modes is used."""
    streams: tuple[str, ...]
    """Inputs that have a playback status. On others, the status ``stopped`` has no meaning."""
    shelves: tuple[str, ...] = ()
    """Folders of the media browser, which Home Assistant does not translate."""

    @property
    @override
    def translated_words(self) -> Mapping[str, tuple[str, ...]]:
        return {"media_browser": self.shelves}


@dataclass(frozen=True, kw_only=True)
class RemoteMap(Mapped, RemoteEntityDescription):
    """The remote control of a television or a player. It reports nothing itself."""

    platform = Platform.REMOTE
    shows = False

    command: str
    """Command that presses a key, with the key as its argument."""
    keys: tuple[str, ...]
    """Keys that the command takes."""
    supported: Source | None = None
    """Attribute that lists the keys of the device. An empty list means all keys."""
    held: bool = False
    """Whether the command takes ``PRESSED`` and ``RELEASED`` as a second argument."""
    more_keys: Mapping[str, FixedCommand]
    """Keys that are commands of other capabilities, for components that have these."""
    power: Source
    """Switch that turns the device on and off, if there is one."""

    @property
    @override
    def watched(self) -> frozenset[Source]:
        keys = [key.source for key in self.more_keys.values()]
        return frozenset((self.power, *keys, *((self.supported,) if self.supported else ())))


@dataclass(frozen=True, kw_only=True)
class SirenMap(Mapped, SirenEntityDescription):
    """A siren. Its value is whether it sounds, flashes or both."""

    platform = Platform.SIREN

    tones: tuple[str, ...]
    """Values that are also commands. The first is the default."""
    volume: Setpoint
    """The volume, if the component has one."""

    @property
    @override
    def translated_words(self) -> Mapping[str, tuple[str, ...]]:
        return {"tone": self.tones}


@dataclass(frozen=True, kw_only=True)
class ValveMap(Mapped, ValveEntityDescription):
    """A valve. It has a position if the component has a level."""

    platform = Platform.VALVE

    position: Setpoint | None = None
    """The position, if the component has one. Otherwise the valve is open or closed."""
    opens: bool = True
    """Whether a command opens the valve. A safety valve is opened by hand."""


@dataclass(frozen=True, kw_only=True)
class AlarmPanelMap(Mapped, AlarmControlPanelEntityDescription):
    """A security system that can be armed."""

    platform = Platform.ALARM_CONTROL_PANEL

    supported: Source
    """Attribute that lists the commands that the device supports. An empty list means all
    commands."""
    alarm: Source
    """Attribute with the alarm, and its values that mean that there is one."""
    alarmed: tuple[str, ...]


class ServiceAreas(NamedTuple):
    """The areas of a Matter robot."""

    listed: Source
    """Attribute that lists the areas, each ``{areaId, areaName}``."""
    chosen: Source
    """Attribute with the areas that are cleaned next. An empty list means all areas."""
    command: str
    """Command that chooses areas, with the list of their ids as its argument."""


class MapAreas(NamedTuple):
    """The areas of the maps of a Samsung robot."""

    maps: Source
    """Attribute that lists the maps, each ``{id, name, areaInfo: [{id, name}]}``."""
    current: Source
    """Attribute with the id of the map that the robot uses."""
    mode: Source
    """Attribute with the cleaning mode."""
    modes: Source
    """Attribute that lists the cleaning modes of the robot."""
    command: str
    """Command that sets the mode, with the mode and ``{mapId, areaIds}`` as its arguments."""
    areas: str
    """Mode that cleans some areas."""
    everything: str
    """Mode that cleans all areas."""


@dataclass(frozen=True, kw_only=True)
class VacuumMap(Mapped, StateVacuumEntityDescription):
    """A robot vacuum."""

    platform = Platform.VACUUM

    activities: Mapping[str, str]
    """Home Assistant's activity by the value of the attribute."""
    commands: Mapping[VacuumEntityFeature, FixedCommand]
    """Commands by feature. A feature is offered if the component has the attribute of its
    command."""
    suction: Choice
    """The suction power, if the component has one. Its names are the fan speeds."""
    areas: ServiceAreas | MapAreas | None = None
    """The areas that can be cleaned separately."""
    resume: FixedCommand | None = None
    """Command that continues after a pause. By default, this is the one that starts."""

    @property
    @override
    def translated_words(self) -> Mapping[str, tuple[str, ...]]:
        return {"fan_speed": tuple(self.suction.names.values())}


@dataclass(frozen=True, kw_only=True)
class ClimateMap(Mapped, ClimateEntityDescription):
    """A thermostat or an air conditioner. It has a feature if the component has its attribute."""

    platform = Platform.CLIMATE

    modes: Choice | None = None
    """The modes. Without any, the device is always in ``fixed_hvac_mode``."""
    modes_by_word: Mapping[str, HVACMode] = _NO_MODES
    """Words that are modes of Home Assistant. The first word that the device lists for a mode is
    sent."""
    variants: Mapping[str, HVACMode] = _NO_MODES
    """Words that are presets. They are shown as the mode, but never sent for it.

    Words in neither table are presets too, and shown as automatic.
    """
    mode_commands: Mapping[HVACMode, str] = _NO_ORDERS
    """Commands of the modes' capability that set one mode each. They are used if a device does not
    list the word of a mode, but a variant of it."""
    fixed_hvac_mode: HVACMode = HVACMode.HEAT
    heating: Setpoint | None = None
    cooling: Setpoint | None = None
    default: Bounds
    """Bounds to use if the device reports none, in degrees Celsius."""
    modes_without_target: tuple[HVACMode, ...] = ()
    """Modes in which the device chooses the target temperature itself."""
    power: Source | None = None
    """Switch that turns the device on and off, if there is one."""
    fan_modes: tuple[Choice, ...] = ()
    """Attributes with the fan mode. The first that the component has is used."""
    swing: Choice | None = None
    more_presets: Choice | None = None
    """Presets of the device that are not modes."""
    action: Source | None = None
    """Attribute with the current action."""
    actions: Mapping[str, HVACAction] = _NO_ACTIONS
    texts: Mapping[str, tuple[str, ...]] = _NO_TEXTS
    """Words of attributes that Home Assistant does not translate."""

    @property
    @override
    def watched(self) -> frozenset[Source]:
        choices = (self.modes, *self.fan_modes, self.swing, self.more_presets)
        setpoints = (self.heating, self.cooling)
        parts = (part.sources for part in (*choices, *setpoints) if part)
        single = tuple(source for source in (self.power, self.action) if source)
        return super().watched.union(single, *parts)

    @property
    @override
    def translated_words(self) -> Mapping[str, tuple[str, ...]]:
        return self.texts


@dataclass(frozen=True, kw_only=True)
class WaterHeaterMap(Mapped, WaterHeaterEntityDescription):
    """A water heater. A component that has one has the attribute."""

    platform = Platform.WATER_HEATER
    shows = False

    operations: tuple[Choice, ...] = ()
    """Attributes with the operation mode. The first that the component has is used."""
    target: Setpoint
    default: Bounds
    """Bounds to use if the device reports none, in degrees Celsius."""
    power: Source | None = None
    """Switch that turns the device on and off, if there is one."""
    away: Choice | None = None
    """The away mode, ``on`` or ``off``, if the component has one."""
    operation_words: tuple[str, ...] = ()
    """Operation modes that Home Assistant does not translate."""

    @property
    @override
    def watched(self) -> frozenset[Source]:
        parts = [part.sources for part in (*self.operations, self.target, self.away) if part]
        return super().watched.union((self.power,) if self.power else (), *parts)

    @property
    @override
    def translated_words(self) -> Mapping[str, tuple[str, ...]]:
        return {"state": self.operation_words} if self.operation_words else {}


@dataclass(frozen=True, kw_only=True)
class HumidifierMap(Mapped, HumidifierEntityDescription):
    """A humidifier or a dehumidifier. The category of the device decides which."""

    platform = Platform.HUMIDIFIER

    modes: Choice | None = None
    target: Setpoint
    """The target humidity, if the component has one."""
    power: Source
    """Switch that turns the device on and off."""
    humidity: Source
    """The measured humidity, if the component has it."""
    mode_words: tuple[str, ...] = ()
    """Modes that Home Assistant does not translate."""

    @property
    @override
    def watched(self) -> frozenset[Source]:
        modes = self.modes.sources if self.modes else ()
        return super().watched.union((self.power, self.humidity), self.target.sources, modes)

    @property
    @override
    def translated_words(self) -> Mapping[str, tuple[str, ...]]:
        return {"mode": self.mode_words} if self.mode_words else {}


@dataclass(frozen=True, kw_only=True)
class FanMap(Mapped, FanEntityDescription):
    """A fan, a hood or an air purifier. It has a feature if the component has its attribute."""

    platform = Platform.FAN

    speeds: Choice
    """Numbers of the speeds. 0 is off. A higher speed that the device reports is added."""
    preset_speeds: Mapping[int, str] = _NO_SPEEDS
    """Numbers of speeds that are presets."""
    percent: Setpoint | None = None
    """The speed in percent. 0 is off."""
    modes: tuple[Choice, ...] = ()
    """Attributes with presets. The last one that is not idle is used."""
    idle_values: tuple[str, ...] = ()
    """Words of a mode that mean that it is idle."""
    oscillation: Choice | None = None
    """The oscillation. The fan oscillates or not if it lists two words."""
    power: Source | None = None
    """Switch that turns the device on and off, if there is one."""
    preset_words: tuple[str, ...] = ()
    """Words of the presets, which Home Assistant does not translate."""

    @property
    @override
    def watched(self) -> frozenset[Source]:
        choices = (self.speeds, *self.modes, self.oscillation, self.percent)
        parts = [part.sources for part in choices if part]
        return super().watched.union((self.power,) if self.power else (), *parts)

    @property
    @override
    def translated_words(self) -> Mapping[str, tuple[str, ...]]:
        return {"preset_mode": self.preset_words} if self.preset_words else {}


ENCRYPTED: Final = "encrypted"
"""The reason of a picture that only the manufacturer's app can decrypt."""


@dataclass(frozen=True, kw_only=True)
class ImageMap(Mapped, ImageEntityDescription):
    """The last picture that a device took. The attribute is its URL."""

    platform = Platform.IMAGE

    taken: Source
    """Attribute with the time of the picture."""
    encrypted: Source
    """Attribute that is true if the picture is encrypted."""

    @property
    @override
    def watched(self) -> frozenset[Source]:
        return super().watched | {self.taken, self.encrypted}

    @property
    @override
    def translated_words(self) -> Mapping[str, tuple[str, ...]]:
        return {"reason": (ENCRYPTED, *Unfetchable)}
