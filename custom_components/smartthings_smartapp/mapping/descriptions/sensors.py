"""Entries that show what a device reports: sensors, binary sensors, events."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple, override

from homeassistant.components.binary_sensor import BinarySensorEntityDescription
from homeassistant.components.device_tracker import TrackerEntityDescription
from homeassistant.components.event import EventEntityDescription
from homeassistant.components.sensor import SensorDeviceClass, SensorEntityDescription
from homeassistant.const import Platform

from ...cloud.json_types import Json, JsonObject
from .base import NO_WORDS, Mapped, Source
from .values import Condition

NO_VALUES: Mapping[str, tuple[str, ...]] = MappingProxyType({})
_NO_NUMBERS = (SensorDeviceClass.ENUM, SensorDeviceClass.TIMESTAMP)


@dataclass(frozen=True, kw_only=True)
class BinarySensorMap(Mapped, BinarySensorEntityDescription):
    """A binary sensor."""

    platform = Platform.BINARY_SENSOR

    on: tuple[Json, ...]
    """Values that mean on. No value means unknown."""
    convert: Callable[[Json], Json] | None = None
    """Finds the value in the value of the attribute."""
    off: tuple[Json, ...] = ()
    """Values that mean off. If there are none, all other values mean off."""


@dataclass(frozen=True, kw_only=True)
class SensorMap(Mapped, SensorEntityDescription):
    """A sensor that shows an attribute."""

    platform = Platform.SENSOR

    member: str | None = None
    """Member of a JSON object that is shown instead of the whole value."""
    scale: float = 1.0
    """Factor by which the number of the device is multiplied."""
    convert: Callable[[Json], str | float | None] | None = None
    """Any other conversion. Use this only if no other field can express it."""
    unit_translated: bool = False
    """Whether the unit is a word, such as cycles, and so is in the translations. Home Assistant
    does not allow both a translated unit and a unit of the value."""
    shared_unit: bool = False
    """Whether the unit of the attribute is the unit of its members."""
    running_while: Condition | None = None
    """Condition that holds while the program runs that ends at this time. Otherwise, a time in the
    past is unknown."""
    lowest_celsius: float | None = None
    """Lowest temperature that is measured, in degrees Celsius. A lower value is unknown."""
    words: tuple[Json, ...] = ()
    """All values of the attribute, if the options are made of them and not translated."""

    @property
    @override
    def translated_words(self) -> Mapping[str, tuple[str, ...]]:
        return {"state": tuple(self.options)} if self.options else {}

    @property
    @override
    def watched(self) -> frozenset[Source]:
        of_unit = self.device_class is SensorDeviceClass.TEMPERATURE
        limits = {self.source.limits} if of_unit else frozenset[Source]()
        runs = (self.running_while.source,) if self.running_while else ()
        return super().watched.union(limits, runs)

    @property
    def numeric(self) -> bool:
        """Whether the sensor shows a number."""
        return self.device_class not in _NO_NUMBERS and bool(
            self.device_class or self.state_class or self.native_unit_of_measurement
        )


@dataclass(frozen=True, kw_only=True)
class TrackerMap(Mapped):
    """A device tracker, for something that a person carries. A binary sensor shows the same."""

    platform = Platform.DEVICE_TRACKER
    shows = False

    present: tuple[str, ...]
    """Values that mean that it is at the location."""


@dataclass(frozen=True, kw_only=True)
class PositionMap(Mapped, TrackerEntityDescription):
    """A device tracker with a position. The attribute is the latitude."""

    platform = Platform.DEVICE_TRACKER


@dataclass(frozen=True, kw_only=True)
class ValueMap(Mapped, SensorEntityDescription):
    """A sensor that shows any value: text as it is, a summary of a list or an object."""

    platform = Platform.SENSOR


class Amounts(NamedTuple):
    """Event types of a number: above zero and below zero. Zero is not an event."""

    above: str
    below: str


class Happening(NamedTuple):
    """The event that a value reports which is neither a word nor a number."""

    event_type: str
    details: JsonObject
    """Attributes of the event."""


@dataclass(frozen=True, kw_only=True)
class EventMap(Mapped, EventEntityDescription):
    """Events such as presses. Each report is an event, also if the value does not change."""

    platform = Platform.EVENT

    supported: Source | None = None
    """Attribute that lists the values that the component can report."""
    default: tuple[str, ...] = ()
    """Values to assume if the device lists none."""
    values: tuple[str, ...]
    """All values of the capability's definition, in snake case."""
    idle_values: tuple[str, ...] = ()
    """Values that mean that nothing happens."""
    amounts: Amounts | None = None
    """Event types if the value is a number, which is an attribute of the event then."""
    happening: Callable[[Json], Happening | None] | None = None
    """Reads the event from any other value, None if it reports none."""
    of_lock: bool = False
    """Whether the event has the details that a lock reports: the method, the code and the user."""
    changes_only: bool = False
    """Whether a repeated report of the same value is no event, unless the device says so."""
    words: Mapping[str, tuple[str, ...]] = NO_VALUES
    """Values of further attributes of the event, in snake case."""
    by_hand: bool = False
    """Whether a person causes the events at the device, so that they are device triggers."""
    names: Mapping[str, str] = NO_WORDS
    """Home Assistant's event types for some of the values."""

    @property
    @override
    def watched(self) -> frozenset[Source]:
        return super().watched | ({self.supported} if self.supported else frozenset())

    @property
    @override
    def translated_words(self) -> Mapping[str, tuple[str, ...]]:
        types = tuple(self.names.get(value, value) for value in self.values)
        return {"event_type": types, **self.words}


@dataclass(frozen=True, kw_only=True)
class _DeviceMap(Mapped):
    """An entity that every device has."""

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
    def translated_words(self) -> Mapping[str, tuple[str, ...]]:
        return {"updates": ("partly", "polled", "push")}


@dataclass(frozen=True, kw_only=True)
class ActivityMap(_DeviceMap, SensorEntityDescription):
    """The time of the last report of the device."""

    platform = Platform.SENSOR
