"""Entries that show what a device reports: sensors, binary sensors, events."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, override

from homeassistant.components.binary_sensor import BinarySensorEntityDescription
from homeassistant.components.event import EventEntityDescription
from homeassistant.components.sensor import SensorDeviceClass, SensorEntityDescription
from homeassistant.const import Platform

from ...cloud.json_types import Json
from .base import NO_WORDS, Mapped, Source
from .values import Condition

_NO_NUMBERS = (SensorDeviceClass.ENUM, SensorDeviceClass.TIMESTAMP)


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
    named: Mapping[str, str] = NO_WORDS
    """Home Assistant's own event types for some of the values."""

    @property
    @override
    def wording(self) -> Mapping[str, tuple[str, ...]]:
        return {"event_type": tuple(self.named.get(value, value) for value in self.values)}


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
