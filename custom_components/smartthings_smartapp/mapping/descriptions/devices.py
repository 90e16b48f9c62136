"""Entries for what a whole device is: a light, a lock, a thermostat, a television."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import override

from homeassistant.components.alarm_control_panel import AlarmControlPanelEntityDescription
from homeassistant.components.climate import ClimateEntityDescription, HVACAction, HVACMode
from homeassistant.components.cover import CoverEntityDescription
from homeassistant.components.fan import FanEntityDescription
from homeassistant.components.humidifier import HumidifierEntityDescription
from homeassistant.components.light import LightEntityDescription
from homeassistant.components.lock import LockEntityDescription
from homeassistant.components.media_player import MediaPlayerEntityDescription
from homeassistant.components.siren import SirenEntityDescription
from homeassistant.components.vacuum import StateVacuumEntityDescription, VacuumEntityFeature
from homeassistant.components.valve import ValveEntityDescription
from homeassistant.components.water_heater import WaterHeaterEntityDescription
from homeassistant.const import Platform

from ..vocabulary import Attribute
from .base import Mapped, Source
from .values import Bounds, Choice, Order, Setpoint

_NO_MODES: Mapping[str, HVACMode] = MappingProxyType({})
_NO_ORDERS: Mapping[HVACMode, str] = MappingProxyType({})
_NO_ACTIONS: Mapping[str, HVACAction] = MappingProxyType({})
_NO_TEXTS: Mapping[str, tuple[str, ...]] = MappingProxyType({})
_NO_SPEEDS: Mapping[int, str] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class LightMap(Mapped, LightEntityDescription):
    """A light: switch, level, colour and colour temperature as far as the component has them."""

    platform = Platform.LIGHT


@dataclass(frozen=True, kw_only=True)
class LampMap(Mapped, LightEntityDescription):
    """The lamp of an appliance: a few words from dark to bright."""

    platform = Platform.LIGHT

    levels: Choice
    """The words; ``off`` is one of them where no switch turns the lamp on and off."""
    switch: Source | None = None
    """Attribute of the switch that turns the lamp on and off, where it has one."""


@dataclass(frozen=True, kw_only=True)
class CoverMap(Mapped, CoverEntityDescription):
    """A shade, door or garage door."""

    platform = Platform.COVER

    positions: tuple[Setpoint, ...] = ()
    """Where the position may stand, 0 closed to 100 open; the first that the component has."""
    tilt: Setpoint | None = None
    """How far the slats are open, 0 to 100, where the component has it."""
    moves: bool = True
    """Whether the capability opens and closes; else the position alone does."""
    stop_command: str = ""
    """Command that stops a movement, of the entry's own capability."""
    supported: Source | None = None
    """Attribute that lists the commands the device knows; all of them where it lists none."""


@dataclass(frozen=True, kw_only=True)
class LockMap(Mapped, LockEntityDescription):
    """A lock: ``locked`` or not, with the commands ``lock`` and ``unlock``."""

    platform = Platform.LOCK

    @property
    def commands(self) -> Source:
        """The attribute that lists the commands the lock knows."""
        return Source(self.capability, Attribute.SUPPORTED_LOCK_COMMANDS)

    @property
    def values(self) -> Source:
        """The attribute that lists the words the lock reports."""
        return Source(self.capability, Attribute.SUPPORTED_LOCK_VALUES)


@dataclass(frozen=True, kw_only=True)
class MediaPlayerMap(Mapped, MediaPlayerEntityDescription):
    """A television, a speaker: volume, sources, playback, channel as far as it has them."""

    platform = Platform.MEDIA_PLAYER

    inputs: tuple[Choice, ...]
    """Where the input may stand; the first that lists any. Without a command it is only shown."""
    sound_modes: tuple[Choice, ...]
    """Where the sound mode may stand; the first that lists any."""
    streams: tuple[str, ...]
    """Inputs of which the playback status tells: on the others ``stopped`` says nothing."""


@dataclass(frozen=True, kw_only=True)
class SirenMap(Mapped, SirenEntityDescription):
    """A siren: one word says whether it sounds, flashes or both."""

    platform = Platform.SIREN

    tones: tuple[str, ...]
    """Words that are commands too; the first is used where none is asked for."""
    volume: Setpoint
    """The volume, where the component has one."""

    @property
    @override
    def wording(self) -> Mapping[str, tuple[str, ...]]:
        return {"tone": self.tones}


@dataclass(frozen=True, kw_only=True)
class ValveMap(Mapped, ValveEntityDescription):
    """A valve, with a position where the component has a level."""

    platform = Platform.VALVE

    position: Setpoint | None = None
    """The position, where the component has one; without it the valve is open or closed."""
    opens: bool = True
    """Whether a command opens it; a safety valve is opened by hand."""


@dataclass(frozen=True, kw_only=True)
class AlarmPanelMap(Mapped, AlarmControlPanelEntityDescription):
    """A security system that can be armed."""

    platform = Platform.ALARM_CONTROL_PANEL

    supported: Source
    """Attribute that lists the commands the device knows; all of them where it lists none."""
    alarm: Source
    """Attribute with a word of an alarm, and the words that mean that there is one."""
    alarmed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class VacuumMap(Mapped, StateVacuumEntityDescription):
    """A robot vacuum: what it does, and the commands that it knows."""

    platform = Platform.VACUUM

    activities: Mapping[str, str]
    """Home Assistant's activity by the word of the attribute."""
    orders: Mapping[VacuumEntityFeature, Order]
    """Commands by what they are for; each is offered where the component has its attribute."""
    suction: Choice
    """How strong it sucks, where the component has it; its names are the fan speeds."""
    areas: Source | None = None
    """Attribute that lists the areas it can clean alone, each ``{areaId, areaName}``."""
    chosen_areas: Source | None = None
    """Attribute with the areas that it cleans next; none of them means all."""

    @property
    @override
    def wording(self) -> Mapping[str, tuple[str, ...]]:
        return {"fan_speed": tuple(self.suction.names.values())}


@dataclass(frozen=True, kw_only=True)
class ClimateMap(Mapped, ClimateEntityDescription):
    """A thermostat or an air conditioner: its parts apply as far as the component has them."""

    platform = Platform.CLIMATE

    modes: Choice | None = None
    """The modes; without one the device only does what ``alone`` says."""
    plain: Mapping[str, HVACMode] = _NO_MODES
    """Words that are modes of Home Assistant; the first listed word of a mode stands for it."""
    variants: Mapping[str, HVACMode] = _NO_MODES
    """Words that are presets and shown as that mode, but never sent for it.

    Words in neither table are presets too, and shown as automatic.
    """
    orders: Mapping[HVACMode, str] = _NO_ORDERS
    """Commands of the modes' capability that each set one mode, also where a device that knows the
    mode, or a variant of it, does not list its word."""
    fixed_hvac_mode: HVACMode = HVACMode.HEAT
    heating: Setpoint | None = None
    cooling: Setpoint | None = None
    default: Bounds
    """Bounds assumed where the device tells none, in degrees Celsius."""
    untargeted: tuple[HVACMode, ...] = ()
    """Modes in which the device chooses the temperature itself."""
    power: Source | None = None
    """Switch that turns the device on and off, where it has one."""
    fans: tuple[Choice, ...] = ()
    """Where the fan mode may stand; the first that the component has."""
    swing: Choice | None = None
    optional: Choice | None = None
    """Presets that the device knows beside its modes."""
    action: Source | None = None
    """What the device is doing right now."""
    actions: Mapping[str, HVACAction] = _NO_ACTIONS
    texts: Mapping[str, tuple[str, ...]] = _NO_TEXTS
    """Words of attributes for which Home Assistant has no texts."""

    @property
    @override
    def watched(self) -> frozenset[Source]:
        choices = (self.modes, *self.fans, self.swing, self.optional)
        setpoints = (self.heating, self.cooling)
        parts = (part.sources for part in (*choices, *setpoints) if part)
        single = tuple(source for source in (self.power, self.action) if source)
        return super().watched.union(single, *parts)

    @property
    @override
    def wording(self) -> Mapping[str, tuple[str, ...]]:
        return self.texts


@dataclass(frozen=True, kw_only=True)
class WaterHeaterMap(Mapped, WaterHeaterEntityDescription):
    """A boiler for hot water; its attribute only tells that there is any."""

    platform = Platform.WATER_HEATER
    shows = False

    operations: tuple[Choice, ...] = ()
    """Where the operation may stand; the first that the component has."""
    target: Setpoint
    default: Bounds
    """Bounds assumed where the device tells none, in degrees Celsius."""
    power: Source | None = None
    """Switch that turns the device on and off, where it has one."""
    away: Choice | None = None
    """``on`` and ``off`` of the away mode, where the component has it."""
    operation_words: tuple[str, ...] = ()
    """Operations for which Home Assistant has no texts."""

    @property
    @override
    def watched(self) -> frozenset[Source]:
        parts = [part.sources for part in (*self.operations, self.target, self.away) if part]
        return super().watched.union((self.power,) if self.power else (), *parts)

    @property
    @override
    def wording(self) -> Mapping[str, tuple[str, ...]]:
        return {"state": self.operation_words} if self.operation_words else {}


@dataclass(frozen=True, kw_only=True)
class HumidifierMap(Mapped, HumidifierEntityDescription):
    """A humidifier or a dehumidifier, by the category of the device."""

    platform = Platform.HUMIDIFIER

    modes: Choice | None = None
    target: Setpoint
    """The humidity to reach, where the component has it."""
    power: Source
    """Switch that turns the device on and off."""
    humidity: Source
    """The humidity measured, where the component has it."""
    mode_words: tuple[str, ...] = ()
    """Modes for which Home Assistant has no texts."""

    @property
    @override
    def watched(self) -> frozenset[Source]:
        modes = self.modes.sources if self.modes else ()
        return super().watched.union((self.power, self.humidity), self.target.sources, modes)

    @property
    @override
    def wording(self) -> Mapping[str, tuple[str, ...]]:
        return {"mode": self.mode_words} if self.mode_words else {}


@dataclass(frozen=True, kw_only=True)
class FanMap(Mapped, FanEntityDescription):
    """A fan, a hood, an air purifier: its parts apply as far as the component has them."""

    platform = Platform.FAN

    speeds: Choice
    """Numbered speeds, 0 being off; more of them where the device reports a higher one."""
    special: Mapping[int, str] = _NO_SPEEDS
    """Numbers among the speeds that are presets."""
    percent: Setpoint | None = None
    """The speed in percent, 0 being off."""
    modes: tuple[Choice, ...] = ()
    """Where presets may stand; a later one goes before an earlier one unless it rests."""
    idle_values: tuple[str, ...] = ()
    """Words by which a mode says that it does nothing."""
    oscillation: Choice | None = None
    """How the fan swings: this way or not, where it lists two words."""
    power: Source | None = None
    """Switch that turns the device on and off, where it has one."""
    preset_words: tuple[str, ...] = ()
    """Words of the presets, which Home Assistant has no texts for."""

    @property
    @override
    def watched(self) -> frozenset[Source]:
        choices = (self.speeds, *self.modes, self.oscillation, self.percent)
        parts = [part.sources for part in choices if part]
        return super().watched.union((self.power,) if self.power else (), *parts)

    @property
    @override
    def wording(self) -> Mapping[str, tuple[str, ...]]:
        return {"preset_mode": self.preset_words} if self.preset_words else {}
