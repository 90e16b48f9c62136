"""The words of the mapping: where an entry applies, and one description class per platform.

An entry is data. Platform, entity class, unique id, name, what is watched and what is subscribed
to follow from it (see docs/adding-a-capability.md).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import ClassVar, NamedTuple, override

from homeassistant.components.binary_sensor import BinarySensorEntityDescription
from homeassistant.components.button import ButtonEntityDescription
from homeassistant.components.cover import CoverEntityDescription
from homeassistant.components.event import EventEntityDescription
from homeassistant.components.light import LightEntityDescription
from homeassistant.components.lock import LockEntityDescription
from homeassistant.components.number import NumberEntityDescription
from homeassistant.components.select import SelectEntityDescription
from homeassistant.components.sensor import SensorDeviceClass, SensorEntityDescription
from homeassistant.components.switch import SwitchEntityDescription
from homeassistant.components.time import TimeEntityDescription
from homeassistant.const import Platform
from homeassistant.helpers.entity import EntityDescription

from .cloud.json_types import Json

# No default factory: Home Assistant's descriptions lose it in a class that inherits.
_NO_CLASSES: Mapping[str, str] = MappingProxyType({})
_NO_NUMBERS = (SensorDeviceClass.ENUM, SensorDeviceClass.TIMESTAMP)
_CAPITALS = re.compile(r"(?<=[a-z0-9])([A-Z])")


class Source(NamedTuple):
    """An attribute of a capability, within whatever component an entry applies to."""

    capability: str
    attribute: str


@dataclass(frozen=True, slots=True)
class ComponentView:
    """What a condition may look at: one component of a device."""

    component: str
    capabilities: frozenset[str]
    category: str
    """Category of the component, or the device's, for example ``GarageDoor``."""
    values: Mapping[Source, Json]


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
    test: Callable[[ComponentView], bool] | None = None
    """Last resort, for what data cannot say."""

    def accepts(self, view: ComponentView) -> bool:
        """Tell whether the component fulfils every condition."""
        return (
            fnmatchcase(view.component, self.component)
            and view.capabilities.issuperset(self.all_of)
            and (not self.any_of or not view.capabilities.isdisjoint(self.any_of))
            and view.capabilities.isdisjoint(self.none_of)
            and (not self.category or view.category in self.category)
            and view.category not in self.no_category
            and (self.test is None or self.test(view))
        )


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


_PERCENT = Bounds(0, 100)


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
    usual: tuple[Json, ...] = ()
    """Values assumed where the device lists none."""

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

    @property
    def sources(self) -> tuple[Source, ...]:
        """The attributes read."""
        return (self.source, *self.range, *self.low, *self.high)


@dataclass(frozen=True, kw_only=True)
class Mapped(EntityDescription):
    """What every entry says, whatever its platform."""

    platform: ClassVar[Platform]
    shows: ClassVar[bool] = True
    """Whether the entity shows its attribute, rather than only following its presence."""

    capability: str
    """Capability that the entry is about; its attribute decides whether the entry applies."""
    attribute: str = ""
    """Attribute shown; the key itself when not given."""
    where: Where = EVERYWHERE
    reads: tuple[Source, ...] = ()
    """Further attributes watched, left to other entries to show."""
    claims: tuple[Source, ...] = ()
    """Attributes watched that no later entry may show, beside the entry's own."""
    exclusive: bool = False
    """Whether the entry's own attribute is claimed too. Composites claim, plain entries share."""
    needs: tuple[Need, ...] = ()
    """What must hold before any command of the entry."""
    primary: bool = False
    """Whether the entity is what the device is about, and so bears the device's name alone."""
    numbered: bool = False
    """Whether parts of a device stay entities of the device itself, told apart by a number."""
    classes: Mapping[str, str] = _NO_CLASSES
    """Device class by category of the device, where it is not the description's own."""

    @property
    def source(self) -> Source:
        """The attribute that the entry shows, or whose presence it follows."""
        return Source(self.capability, self.attribute or self.key)

    @property
    def text_key(self) -> str:
        """Key of the entity's texts and icons in the translations: the key in snake case."""
        return self.translation_key or _CAPITALS.sub(r"_\1", self.key).lower()

    @property
    def wording(self) -> Mapping[str, tuple[str, ...]]:
        """Words that the translations must have: of the ``state``, or of attributes by name."""
        return {}

    @property
    def watched(self) -> frozenset[Source]:
        """All attributes whose change may change the entity's state."""
        return frozenset((self.source, *self.reads, *self.claims))

    @property
    def listened(self) -> frozenset[Source]:
        """All attributes that must be kept fresh: the watched ones, and what commands need."""
        return self.watched | {need.source for need in self.needs}


@dataclass(frozen=True, kw_only=True)
class BinarySensorMap(Mapped, BinarySensorEntityDescription):
    """A binary sensor: on while the attribute has the value ``on``."""

    platform = Platform.BINARY_SENSOR

    on: tuple[Json, ...]
    """Values that mean on; any other value means off, no value means unknown."""


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

    @property
    @override
    def wording(self) -> Mapping[str, tuple[str, ...]]:
        return {"state": tuple(self.options)} if self.options else {}

    @property
    def numeric(self) -> bool:
        """Whether the sensor shows a number."""
        return self.device_class not in _NO_NUMBERS and bool(
            self.device_class or self.state_class or self.native_unit_of_measurement
        )


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


@dataclass(frozen=True, kw_only=True)
class LightMap(Mapped, LightEntityDescription):
    """A light: switch, level, colour and colour temperature as far as the component has them."""

    platform = Platform.LIGHT


@dataclass(frozen=True, kw_only=True)
class CoverMap(Mapped, CoverEntityDescription):
    """A shade, door or garage door."""

    platform = Platform.COVER

    position: Source | None = None
    """Attribute with the position, 0 closed to 100 open, where the component has it."""
    position_command: str = ""
    stop_command: str = ""
    """Command that stops a movement, of the entry's own capability."""
    supported: Source | None = None
    """Attribute that lists the commands the device knows; all of them where it lists none."""


@dataclass(frozen=True, kw_only=True)
class LockMap(Mapped, LockEntityDescription):
    """A lock."""

    platform = Platform.LOCK


@dataclass(frozen=True, kw_only=True)
class EventMap(Mapped, EventEntityDescription):
    """Momentary reports such as presses: each report counts, equal values in a row too."""

    platform = Platform.EVENT

    supported: Source
    """Attribute that lists the values the component can report."""
    usual: tuple[str, ...]
    """Values assumed where the device lists none."""
    values: tuple[str, ...]
    """All values of the capability's definition."""

    @property
    @override
    def wording(self) -> Mapping[str, tuple[str, ...]]:
        return {"event_type": self.values}


@dataclass(frozen=True, kw_only=True)
class SelectMap(Mapped, SelectEntityDescription):
    """A choice that is set on its own; ``options`` are the words that have texts."""

    platform = Platform.SELECT

    command: str
    supported: Source | None = None
    """Attribute that lists the values that the device knows."""
    usual: tuple[Json, ...] = ()
    """Values assumed where the device lists none."""

    @property
    def choice(self) -> Choice:
        """The choice among the values of the entry's attribute."""
        return Choice(
            source=self.source, command=self.command, supported=self.supported, usual=self.usual
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
    usual: Bounds = _PERCENT

    @property
    def setpoint(self) -> Setpoint:
        """The number of the entry's attribute with its bounds."""
        return Setpoint(
            source=self.source,
            command=self.command,
            range=self.range,
            low=self.low,
            high=self.high,
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

    @property
    @override
    def watched(self) -> frozenset[Source]:
        return frozenset(self.reads)


@dataclass(frozen=True, kw_only=True)
class TimeMap(Mapped, TimeEntityDescription):
    """A time of day, set alone or together with others of its capability."""

    platform = Platform.TIME

    command: str
    together: Mapping[str, str] = _NO_CLASSES
    """Members of the command's object argument, each with the attribute that it repeats; empty
    where the time itself is the argument."""

    @property
    @override
    def watched(self) -> frozenset[Source]:
        return super().watched | {
            Source(self.capability, attribute) for attribute in self.together.values()
        }


class Match(NamedTuple):
    """An entry that applies to a component of a device."""

    component: str
    entry: Mapped

    def unique_id(self, device_id: str) -> str:
        """Return ``<device>_<component>_<capability>_<key>`` (docs/unique-ids.md).

        This is the only place that builds it, and it never changes.
        """
        return f"{device_id}_{self.component}_{self.entry.capability}_{self.entry.key}"
