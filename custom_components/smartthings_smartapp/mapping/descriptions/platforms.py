"""The words of the mapping: where an entry applies, and one description class per platform.

An entry is data. Platform, entity class, unique id, name, what is watched and what is subscribed
to follow from it (see docs/developing/adding-a-capability.md).
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from types import MappingProxyType
from typing import ClassVar, NamedTuple, override

from homeassistant.components.alarm_control_panel import AlarmControlPanelEntityDescription
from homeassistant.components.binary_sensor import BinarySensorEntityDescription
from homeassistant.components.button import ButtonEntityDescription
from homeassistant.components.climate import ClimateEntityDescription, HVACAction, HVACMode
from homeassistant.components.cover import CoverEntityDescription
from homeassistant.components.event import EventEntityDescription
from homeassistant.components.fan import FanEntityDescription
from homeassistant.components.humidifier import HumidifierEntityDescription
from homeassistant.components.light import LightEntityDescription
from homeassistant.components.lock import LockEntityDescription
from homeassistant.components.media_player import MediaPlayerEntityDescription
from homeassistant.components.number import NumberEntityDescription
from homeassistant.components.select import SelectEntityDescription
from homeassistant.components.sensor import SensorDeviceClass, SensorEntityDescription
from homeassistant.components.siren import SirenEntityDescription
from homeassistant.components.switch import SwitchEntityDescription
from homeassistant.components.text import TextEntityDescription
from homeassistant.components.time import TimeEntityDescription
from homeassistant.components.update import UpdateEntityDescription
from homeassistant.components.vacuum import StateVacuumEntityDescription, VacuumEntityFeature
from homeassistant.components.valve import ValveEntityDescription
from homeassistant.components.water_heater import WaterHeaterEntityDescription
from homeassistant.const import Platform
from homeassistant.helpers.entity import EntityDescription

from ...cloud.json_types import Json
from ...cloud.models import Value
from ..vocabulary import Attribute

# No default factory: Home Assistant's descriptions lose it in a class that inherits.
_NO_CLASSES: Mapping[str, str] = MappingProxyType({})
_NO_MODES: Mapping[str, HVACMode] = MappingProxyType({})
_NO_ORDERS: Mapping[HVACMode, str] = MappingProxyType({})
_NO_ACTIONS: Mapping[str, HVACAction] = MappingProxyType({})
_NO_TEXTS: Mapping[str, tuple[str, ...]] = MappingProxyType({})
_NO_MEMBERS: Mapping[str, str] = MappingProxyType({})
_NO_SPEEDS: Mapping[int, str] = MappingProxyType({})
_NO_NUMBERS = (SensorDeviceClass.ENUM, SensorDeviceClass.TIMESTAMP)
_HUGE = 1e9
"""No device can be set to more; the numbers that a new virtual device reports are random."""
_DECIMALS = 6
_ROUNDING = 1e-6
_CAPITALS = re.compile(r"(?<=[a-z0-9])([A-Z])")


class Source(NamedTuple):
    """An attribute of a capability, within whatever component an entry applies to."""

    capability: str
    attribute: str

    @property
    def limits(self) -> Source:
        """The attribute that tells between what a temperature can be, where the device has it."""
        return Source(self.capability, f"{self.attribute}Range")


type Read = Callable[[Source], Value | None]
"""Returns the last report of an attribute of a component, None where there is none."""
type Limit = Callable[[Read], tuple[Json, ...] | None]
"""Returns the values that the rest of the device allows now, None where it says nothing."""
type MakeArguments = Callable[[Read], tuple[Json, ...]]
"""Makes the arguments of a command from what the component reports."""


@dataclass(frozen=True, slots=True)
class ComponentView:
    """What a condition may look at: one component of a device."""

    component: str
    capabilities: frozenset[str]
    category: str
    """Category of the component, or the device's, for example ``GarageDoor``."""
    values: Mapping[Source, Json]
    label: str = ""
    """What the component is called."""
    of_device: str = ""
    """Category of the main component, whatever the component's own is."""
    presentation: str = ""
    """Presentation id of the device, which identifies its model."""


@dataclass(frozen=True, kw_only=True)
class Where:
    """Which components of which devices an entry applies to."""

    component: str = "*"
    """Pattern of the component id: ``main``, ``button*``, ``*``."""
    all_of: tuple[str, ...] = ()
    """Capabilities that must stand beside the entry's own in the component."""
    any_of: tuple[str, ...] = ()
    """Capabilities of which at least one must stand beside it."""
    none_of: tuple[str, ...] = ()
    """Capabilities that must not stand beside it."""
    category: tuple[str, ...] = ()
    """Categories of which the device must have one."""
    no_category: tuple[str, ...] = ()
    """Categories of which the device must have none."""
    presentation: tuple[str, ...] = ()
    """Patterns of presentation ids, of which that of the device must fit one."""
    no_presentation: tuple[str, ...] = ()
    """Patterns of presentation ids, of which that of the device must fit none."""
    test: Callable[[ComponentView], bool] | None = None
    """Last resort, for what data cannot say."""

    def accepts(self, view: ComponentView) -> bool:
        """Return whether the component fulfils every condition."""
        return (
            fnmatchcase(view.component, self.component)
            and view.capabilities.issuperset(self.all_of)
            and (not self.any_of or not view.capabilities.isdisjoint(self.any_of))
            and view.capabilities.isdisjoint(self.none_of)
            and (not self.category or view.category in self.category)
            and view.category not in self.no_category
            and (not self.presentation or _fits(view.presentation, self.presentation))
            and not _fits(view.presentation, self.no_presentation)
            and (self.test is None or self.test(view))
        )


def _fits(text: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(text, pattern) for pattern in patterns)


EVERYWHERE = Where()


@dataclass(frozen=True, kw_only=True)
class Need:
    """What must hold before a command is sent, as far as the device tells."""

    source: Source
    """Looked for in the entity's component, then in ``main``; unknown values refuse nothing."""
    values: tuple[Json, ...]
    """Values that let the command pass."""
    error: str
    """Key of ``exceptions`` in the translations: one sentence that says why not."""


class Bounds(NamedTuple):
    """Between what a number may be set, in the unit of the number."""

    low: float
    high: float
    step: float = 1.0
    listed: tuple[float, ...] = ()
    """The only numbers that can be set, where the device lists them."""

    def narrowed(
        self,
        low: float | None = None,
        high: float | None = None,
        step: float | None = None,
        listed: tuple[float, ...] = (),
    ) -> Bounds:
        """Return the bounds that a device reports; these, where the reported ones make no sense."""
        if listed:
            low, high = min(listed), max(listed)
        elif low is None or high is None:
            low, high = self.low, self.high
        elif not -_HUGE <= low < high <= _HUGE:
            return self
        sensible = step is not None and _ROUNDING <= step < high - low
        return Bounds(low, high, step if step and sensible else self.step, listed)

    def nearest(self, value: float) -> float:
        """Return the number that can be set nearest to a value; one out of bounds as it is."""
        if not self.low <= value <= self.high:
            return value
        if self.listed:
            return min(self.listed, key=lambda number: abs(number - value))
        steps = round((value - self.low) / self.step)
        last = math.floor((self.high - self.low) / self.step + _ROUNDING)
        nearest: float = round(self.low + min(steps, last) * self.step, _DECIMALS)
        return nearest


_PERCENT = Bounds(0, 100)


class Condition(NamedTuple):
    """An attribute and the values in which a condition holds; an unknown value breaks none."""

    source: Source
    values: tuple[Json, ...]


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One of several values, and the command that picks another.

    Some attributes are an object ``{value, settable}`` that holds both the present value and
    those that can be picked; such an attribute stands as ``supported`` too.
    """

    source: Source
    """Attribute with the present value."""
    command: str
    """Command of the same capability, with the value as its argument."""
    supported: Source | None = None
    """Attribute that lists the values that the device knows."""
    default: tuple[Json, ...] = ()
    """Values assumed where the device lists none."""
    names: Mapping[str, str] = _NO_CLASSES
    """Home Assistant's own words for values, where these are not the values in snake case."""
    part: Callable[[str], str] = str
    """Returns the part of a value that becomes its option, where the rest says nothing new."""
    unset: tuple[Json, ...] = ()
    """Values that mean that none is chosen; they cannot be picked."""
    limit: Limit | None = None
    """What else decides which values can be picked."""
    texts: tuple[str, ...] = ()
    """Options that have texts; the other values are shown so that they can be read."""

    @property
    def sources(self) -> tuple[Source, ...]:
        """The attributes read."""
        return (self.source, self.supported) if self.supported else (self.source,)


@dataclass(frozen=True, kw_only=True)
class Setpoint:
    """A number that is set within bounds, and the command that sets it."""

    source: Source
    """Attribute with the present value; its unit is the unit of all."""
    command: str
    """Command of the same capability, with the number as its argument."""
    range: tuple[Source, ...] = ()
    """Attributes with an object ``{minimum, maximum, step}`` or a list of the numbers that can be
    set; the first that has one counts."""
    low: tuple[Source, ...] = ()
    """Attributes with the lowest value, asked where no range is known."""
    high: tuple[Source, ...] = ()
    """Attributes with the highest value, asked where no range is known."""
    as_text: bool = False
    """Whether the command takes the number as text; how it is reported says nothing of that."""

    @property
    def sources(self) -> tuple[Source, ...]:
        """The attributes read."""
        return (self.source, *self.range, *self.low, *self.high)


@dataclass(frozen=True, kw_only=True)
class Order:
    """A command that an entry names whole."""

    source: Source
    """Attribute that tells that the component knows the command."""
    command: str
    """Command of the same capability."""
    arguments: tuple[Json, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Mapped(EntityDescription):
    """What every entry says, whatever its platform."""

    platform: ClassVar[Platform]
    shows: ClassVar[bool] = True
    """Whether the entity shows its attribute, rather than only following its presence."""
    of_device: ClassVar[bool] = False
    """Whether the entity is about the device as such, whatever its capabilities."""

    capability: str
    """Capability that the entry is about; its attribute decides whether the entry applies."""
    attribute: str = ""
    """Attribute shown; the key itself when not given."""
    where: Where = EVERYWHERE
    reads: tuple[Source, ...] = ()
    """Further attributes watched, left to other entries to show."""
    claims: tuple[Source, ...] = ()
    """Attributes watched that no later entry may show, beside the entry's own."""
    mirrors: tuple[Source, ...] = ()
    """Attributes that no later entry may show either, since they say again what the entity shows;
    not watched."""
    exclusive: bool = False
    """Whether the entry's own attribute is claimed too. Composites claim, plain entries share."""
    needs: tuple[Need, ...] = ()
    """What must hold before any command of the entry."""
    primary: bool = False
    """Whether the entity is what the device is for, and so has the device's name alone."""
    parts: Callable[[Json], tuple[Mapped, ...]] | None = None
    """Makes the entries that apply instead of this one, from what the attribute reports: one for
    each zone of a room, for example."""
    placeholders: Mapping[str, str] = _NO_CLASSES
    """What the name in the translations leaves open."""
    index_in_name: bool = False
    """Whether parts of a device stay entities of the device itself, told apart by a number."""
    classes: Mapping[str, str] = _NO_CLASSES
    """Device class by category of the device, where it is not the description's own."""
    role: str = ""
    """What the entity shows or does, where several capabilities of a component may: one entity of
    a platform does. The key of its texts when not given."""

    @cached_property
    def source(self) -> Source:
        """The attribute that the entry shows, or whose presence it follows."""
        return Source(self.capability, self.attribute or self.key)

    @property
    def commanded(self) -> str:
        """The capability that the commands of the entry belong to."""
        return self.capability

    @property
    def own_name(self) -> str | None:
        """The name that a capability's definition gives; None where the translations name it."""
        return self.name if isinstance(self.name, str) else None

    @property
    def text_key(self) -> str:
        """Key of the entity's texts and icons in the translations: the key in snake case."""
        return self.translation_key or _CAPITALS.sub(r"_\1", self.key).lower()

    @property
    def says(self) -> str:
        """What the entity shows or does: the role, and what the name leaves open."""
        return " ".join((self.role or self.text_key, *self.placeholders.values()))

    @property
    def wording(self) -> Mapping[str, tuple[str, ...]]:
        """Words that the translations must have: of the ``state``, or of attributes by name."""
        return {}

    @property
    def watched(self) -> frozenset[Source]:
        """All attributes whose change may change the entity's state."""
        return frozenset((self.source, *self.reads, *self.claims))

    @cached_property
    def used(self) -> frozenset[Source]:
        """All attributes that the entry makes use of, so that nothing is left of them.

        One whose presence it merely follows is not among them.
        """
        return self.watched.union(self.mirrors)

    @property
    def listened(self) -> frozenset[Source]:
        """All attributes that must be kept fresh: the watched ones, and what commands need."""
        return self.watched | {need.source for need in self.needs}


@dataclass(frozen=True, kw_only=True)
class BinarySensorMap(Mapped, BinarySensorEntityDescription):
    """A binary sensor: on while the attribute has the value ``on``."""

    platform = Platform.BINARY_SENSOR

    on: tuple[Json, ...]
    """Values that mean on; no value means unknown."""
    convert: Callable[[Json], Json] | None = None
    """Takes the value out of what the attribute reports, where that holds more."""
    off: tuple[Json, ...] = ()
    """Values that mean off; any other value does where none is given."""


@dataclass(frozen=True, kw_only=True)
class SensorMap(Mapped, SensorEntityDescription):
    """A sensor that shows an attribute, converted by data where that suffices."""

    platform = Platform.SENSOR

    member: str | None = None
    """Member of a JSON object to show instead of the whole value."""
    scale: float = 1.0
    """Factor from the device's number to the shown one."""
    convert: Callable[[Json], str | float | None] | None = None
    """Last resort, for what data cannot say."""
    unit_translated: bool = False
    """Whether the unit is a word, such as cycles, and so stands in the translations; Home Assistant
    refuses one that comes with the value beside it."""
    shared_unit: bool = False
    """Whether the unit of the report is that of its members."""
    only_while: Condition | None = None
    """What must hold for the value to mean anything; it is unknown otherwise."""
    runs: Condition | None = None
    """What holds while that runs which ends at this time; a past end is unknown otherwise."""
    coldest: float | None = None
    """Degrees Celsius below which nothing is measured."""
    words: tuple[Json, ...] = ()
    """All values, where the options have no texts and were made of them."""

    @property
    @override
    def wording(self) -> Mapping[str, tuple[str, ...]]:
        return {"state": tuple(self.options)} if self.options else {}

    @property
    @override
    def watched(self) -> frozenset[Source]:
        of_unit = self.device_class is SensorDeviceClass.TEMPERATURE
        limits = {self.source.limits} if of_unit else frozenset[Source]()
        conditions = (self.only_while, self.runs)
        return super().watched.union(limits, (known.source for known in conditions if known))

    @property
    def numeric(self) -> bool:
        """Whether the sensor shows a number."""
        return self.device_class not in _NO_NUMBERS and bool(
            self.device_class or self.state_class or self.native_unit_of_measurement
        )


@dataclass(frozen=True, kw_only=True)
class ValueMap(Mapped, SensorEntityDescription):
    """A sensor that shows any value: a text as it is, of a list or an object a few words."""

    platform = Platform.SENSOR


@dataclass(frozen=True, kw_only=True)
class SwitchMap(Mapped, SwitchEntityDescription):
    """A switch: on while the attribute has the value ``on``, one command for each way."""

    platform = Platform.SWITCH

    on: Json = "on"
    off: Json = "off"
    on_command: str = "on"
    off_command: str = "off"
    set_command: str = ""
    """One command for both, with the value as its argument, instead of one for each."""
    limit: Limit | None = None
    """What decides whether it can be turned on, or off."""
    commands_of: str = ""
    """Capability of the commands, where it is not the one of the attribute."""
    on_arguments: MakeArguments | None = None
    """Makes the arguments of the command that turns on, where it takes any."""

    @property
    @override
    def commanded(self) -> str:
        return self.commands_of or self.capability


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


class Amounts(NamedTuple):
    """Event types of a number: above zero and below. Zero is no event."""

    above: str
    below: str


@dataclass(frozen=True, kw_only=True)
class EventMap(Mapped, EventEntityDescription):
    """Momentary reports such as presses: each report counts, equal values in a row too."""

    platform = Platform.EVENT

    supported: Source | None = None
    """Attribute that lists the values the component can report."""
    default: tuple[str, ...] = ()
    """Values assumed where the device lists none."""
    values: tuple[str, ...]
    """All values of the capability's definition, in snake case."""
    idle_values: tuple[str, ...] = ()
    """Values that say that nothing happens."""
    amounts: Amounts | None = None
    """Event types of reports that are a number, which is an attribute of the event then."""
    by_hand: bool = False
    """Whether a person does it with the device, so that it is a trigger of the device."""
    named: Mapping[str, str] = _NO_MEMBERS
    """Home Assistant's own event types for some of the values."""

    @property
    @override
    def wording(self) -> Mapping[str, tuple[str, ...]]:
        return {"event_type": tuple(self.named.get(value, value) for value in self.values)}


@dataclass(frozen=True, kw_only=True)
class SelectMap(Mapped, SelectEntityDescription):
    """A choice that is set on its own; ``options`` are the words that have texts."""

    platform = Platform.SELECT

    command: str
    supported: Source | None = None
    """Attribute that lists the values that the device knows."""
    default: tuple[Json, ...] = ()
    """Values assumed where the device lists none."""
    part: Callable[[str], str] = str
    """Returns the part of a value that becomes its option, where the rest says nothing new."""
    unset: tuple[Json, ...] = ()
    """Values that mean that none is chosen; they cannot be picked."""
    limit: Limit | None = None
    """What else decides which values can be picked."""

    @property
    def choice(self) -> Choice:
        """The choice among the values of the entry's attribute."""
        return Choice(
            source=self.source,
            command=self.command,
            supported=self.supported,
            default=self.default,
            part=self.part,
            unset=self.unset,
            limit=self.limit,
            texts=tuple(self.options or ()),
        )

    @property
    @override
    def watched(self) -> frozenset[Source]:
        return super().watched | set(self.choice.sources)

    @property
    @override
    def wording(self) -> Mapping[str, tuple[str, ...]]:
        return {"state": tuple(self.options)} if self.options else {}


@dataclass(frozen=True, kw_only=True)
class NumberMap(Mapped, NumberEntityDescription):
    """A number that is set on its own; bounds that the device does not tell are the entry's."""

    platform = Platform.NUMBER

    command: str
    range: tuple[Source, ...] = ()
    low: tuple[Source, ...] = ()
    high: tuple[Source, ...] = ()
    default: Bounds = _PERCENT
    """Bounds assumed where the device tells none; of a temperature in degrees Celsius."""
    unset: Json = None
    """Value by which the device says that none is set."""
    unit_translated: bool = False
    """Whether the unit is a word of the translations, as that of a sensor may be."""
    shown_in: str | None = None
    """Unit of the class to show and set the number in, where the device has another."""
    as_text: bool = False
    """Whether the command takes the number as text."""

    @property
    def setpoint(self) -> Setpoint:
        """The number of the entry's attribute with its bounds."""
        return Setpoint(
            source=self.source,
            command=self.command,
            range=self.range,
            low=self.low,
            high=self.high,
            as_text=self.as_text,
        )

    @property
    @override
    def watched(self) -> frozenset[Source]:
        return super().watched | set(self.setpoint.sources)


@dataclass(frozen=True, kw_only=True)
class ButtonMap(Mapped, ButtonEntityDescription):
    """A command without a state; its attribute only tells that the device knows it."""

    platform = Platform.BUTTON
    shows = False

    command: str
    arguments: tuple[Json, ...] = ()
    make_arguments: MakeArguments | None = None
    """Makes the arguments instead, where they depend on what the component reports."""

    @property
    @override
    def watched(self) -> frozenset[Source]:
        return frozenset(self.reads)


@dataclass(frozen=True, kw_only=True)
class TextMap(Mapped, TextEntityDescription):
    """A text that is set on its own."""

    platform = Platform.TEXT

    command: str


@dataclass(frozen=True, kw_only=True)
class TimeMap(Mapped, TimeEntityDescription):
    """A time of day, set alone or together with others of its capability."""

    platform = Platform.TIME

    command: str
    together: Mapping[str, str] = _NO_MEMBERS
    """Members of the command's object argument, each with the attribute that it repeats; without
    any the time is the argument."""
    clock: str = "%H%M"
    """How the command wants the time, as ``strftime`` writes it."""

    @property
    @override
    def watched(self) -> frozenset[Source]:
        return super().watched | {
            Source(self.capability, attribute) for attribute in self.together.values()
        }


@dataclass(frozen=True, kw_only=True)
class _DeviceMap(Mapped):
    """An entity of every device, from what the cloud says of the device as such."""

    shows = False
    of_device = True

    @property
    @override
    def watched(self) -> frozenset[Source]:
        return frozenset()


@dataclass(frozen=True, kw_only=True)
class ConnectivityMap(_DeviceMap, BinarySensorEntityDescription):
    """Whether the cloud reaches the device."""

    platform = Platform.BINARY_SENSOR

    @property
    @override
    def wording(self) -> Mapping[str, tuple[str, ...]]:
        return {"updates": ("partly", "polled", "push")}


@dataclass(frozen=True, kw_only=True)
class ActivityMap(_DeviceMap, SensorEntityDescription):
    """When the device last reported anything."""

    platform = Platform.SENSOR


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
class UpdateMap(Mapped, UpdateEntityDescription):
    """The firmware: versions, progress, and the command that installs."""

    platform = Platform.UPDATE


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


class Match(NamedTuple):
    """An entry that applies to a component of a device."""

    component: str
    entry: Mapped
    repeated_by: tuple[Mapped, ...] = ()
    """Entries of the same role, which would say the same again."""

    def unique_id(self, device_id: str) -> str:
        """Return ``<device>_<component>_<capability>_<key>`` (docs/developing/unique-ids.md).

        This is the only place that builds it, and it never changes.
        """
        return f"{device_id}_{self.component}_{self.entry.capability}_{self.entry.key}"
