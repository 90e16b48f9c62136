"""The home as last reported, and the only place that writes it.

Deliveries and reconciles both enter here, so push and poll cannot differ. Watchers are told per
attribute. Values are frozen and replaced, never changed.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from .cloud.events import (
    DeviceEvent,
    DeviceHealthEvent,
    Event,
    ModeEvent,
    SecurityArmStateEvent,
)
from .cloud.json_types import Json
from .cloud.models import AttributeKey, Device, Health, ListedDevice, Location, Mode, Scene, Value
from .cloud.repeats import Repeats

_LOGGER = logging.getLogger(__name__)

_CLOCKS_DIFFER = timedelta(minutes=1)
"""An event may be dated so much after the delivery that tells it, by another server's clock."""

type Listener = Callable[[], None]
type EventListener = Callable[[DeviceEvent, datetime], None]
"""Told an event and when the delivery with it was sent."""


@dataclass(slots=True)
class StoredDevice:
    """A device with its values, and who wants to hear of them."""

    device: Device
    status: dict[AttributeKey, Value]
    online: bool = True
    pushed: dict[AttributeKey, int] = field(default_factory=dict)
    """The number of the reading under way or last done when an event last set the attribute."""
    active: datetime | None = None
    """When the device last reported anything."""
    health_pushed: int = -1
    """As ``pushed``, of an event about the health."""
    health_time: datetime | None = None
    """Time of the last such event."""


@dataclass(slots=True)
class _News:
    """What a delivery or a reading found different, to be told once it is all in."""

    values: dict[tuple[str, AttributeKey], None] = field(default_factory=dict)
    health: dict[str, None] = field(default_factory=dict)
    active: dict[str, None] = field(default_factory=dict)
    location: bool = False
    overtaken: set[Overtaken] = field(default_factory=set)


class Overtaken(NamedTuple):
    """A capability of which a reading found a newer value than events had told."""

    device_id: str
    capability: str
    time: datetime
    """When the value changed, by the cloud's clock."""


class Heard(NamedTuple):
    """An event that came for the first time."""

    event: Event
    fresh: bool
    """Whether it tells the newest of its kind: a stale one happened, but before what is known."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a reading of the home found different in its devices; of values, only how many."""

    added: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    """Devices with another label, room, firmware or other capabilities."""
    overtaken: frozenset[Overtaken] = frozenset()
    values: Mapping[str, int] = field(default_factory=dict)
    """How many values of a device were different, by device id."""

    def __bool__(self) -> bool:
        """Whether anything is different."""
        return bool(self.added or self.removed or self.changed)


class _Listeners[KeyT, ListenerT]:
    """Listeners by key, told over a snapshot, so one may leave while being told."""

    def __init__(self) -> None:
        # Tuples, since most keys have one listener, and a list takes twice the room.
        self._listeners: dict[KeyT, tuple[ListenerT, ...]] = {}

    def add(self, keys: Iterable[KeyT], listener: ListenerT) -> Listener:
        """Add a listener under several keys; return what removes it."""
        listened = tuple(keys)
        for key in listened:
            self._listeners[key] = (*self._listeners.get(key, ()), listener)
        return partial(self._remove, listened, listener)

    def _remove(self, keys: Iterable[KeyT], listener: ListenerT) -> None:
        for key in keys:
            left = list(self._listeners.pop(key))
            left.remove(listener)
            if left:
                self._listeners[key] = tuple(left)

    def of(self, keys: Iterable[KeyT]) -> Iterator[ListenerT]:
        """Yield each listener of the keys once, in the order of their coming."""
        found = dict.fromkeys(listener for key in keys for listener in self._listeners.get(key, ()))
        yield from found


def _guarded[**ArgsT](
    listener: Callable[ArgsT, None], *args: ArgsT.args, **kw: ArgsT.kwargs
) -> None:
    """Call a listener; its failure must not cost the others their news."""
    try:
        listener(*args, **kw)
    except Exception:
        _LOGGER.exception("A listener failed")


class HomeStore:
    """Devices, values and scenes of one location."""

    def __init__(self, location_id: str) -> None:
        """Start empty; the first reading fills the store."""
        self.location_id = location_id
        self.devices: dict[str, StoredDevice] = {}
        self.scenes: dict[str, Scene] = {}
        self.location: Location | None = None
        self.modes: dict[str, Mode] = {}
        self.mode_id: str | None = None
        self.mode_time: datetime | None = None
        """Time of the last event that told the mode."""
        self.arm_state: str | None = None
        """As the last event said; the API does not tell (platform reference 10)."""
        self.repeats = Repeats()
        self.stale_events = 0
        self.grown: set[str] = set()
        """Devices of which an event brought the first value of an attribute."""
        self.contradicted = False
        """Whether two events of one second told different values: which is right?"""
        self._reading = 0
        self._values: _Listeners[tuple[str, AttributeKey], Listener] = _Listeners()
        self._health: _Listeners[str, Listener] = _Listeners()
        self._activity: _Listeners[str, Listener] = _Listeners()
        self._events: _Listeners[tuple[str, AttributeKey], EventListener] = _Listeners()

    # Watching

    def watch(self, device_id: str, keys: Iterable[AttributeKey], listener: Listener) -> Listener:
        """Tell ``listener`` when one of the attributes has another value; return the way out."""
        return self._values.add(((device_id, key) for key in keys), listener)

    def watch_health(self, device_id: str, listener: Listener) -> Listener:
        """Tell ``listener`` when the device goes offline or comes back."""
        return self._health.add((device_id,), listener)

    def watch_activity(self, device_id: str, listener: Listener) -> Listener:
        """Tell ``listener`` when the device has reported something; return the way out."""
        return self._activity.add((device_id,), listener)

    def watch_events(
        self, device_id: str, keys: Iterable[AttributeKey], listener: EventListener
    ) -> Listener:
        """Tell ``listener`` of every event of the attributes, repeats of a value included."""
        return self._events.add(((device_id, key) for key in keys), listener)

    # Reading

    def value(self, device_id: str, key: AttributeKey) -> Value | None:
        """Return the last value of an attribute, or None where none is known."""
        stored = self.devices.get(device_id)
        return stored.status.get(key) if stored else None

    def online(self, device_id: str) -> bool:
        """Tell whether the cloud reaches the device; a device not known is not reached."""
        stored = self.devices.get(device_id)
        return stored is not None and stored.online

    # Push

    def apply(self, events: Iterable[Event], sent: datetime) -> list[Heard]:
        """Apply the events of one delivery, in their order; return those that came not before.

        ``sent`` is when the platform sent it, and stands in for a missing event time. Repeated and
        stale events are counted and dropped; an event of an unknown device changes nothing here.
        """
        news = _News()
        heard: list[Heard] = []
        for event in events:
            if self.repeats.known(event):
                continue
            stale = self.stale_events
            match event:
                case DeviceEvent():
                    self._apply_device_event(event, sent, news)
                case DeviceHealthEvent():
                    self._apply_health(event, sent, news)
                case ModeEvent():
                    self._apply_mode(event, sent, news)
                case SecurityArmStateEvent():
                    self.arm_state = event.arm_state
                    news.location = True
            heard.append(Heard(event, fresh=self.stale_events == stale))
        self._tell(news)
        return heard

    def _apply_device_event(self, event: DeviceEvent, sent: datetime, news: _News) -> None:
        if (stored := self.devices.get(event.device_id)) is None:
            return
        key = AttributeKey(event.component, event.capability, event.attribute)
        # What is sent has happened: a date to come would keep all newer events out.
        time = event.time if event.time and event.time - sent < _CLOCKS_DIFFER else sent
        known = stored.status.get(key)
        if known and known.time and _seconds(time) < _seconds(known.time):
            self.stale_events += 1
            return
        if _first(known, event.value):
            self.grown.add(event.device_id)
        elif known and known.time and _seconds(known.time) == _seconds(time):
            self.contradicted = self.contradicted or known.value != event.value
        stored.pushed[key] = self._reading
        stored.status[key] = Value(event.value, known.unit if known else None, event.data, time)
        if known is None or known.value != event.value or known.data != event.data:
            news.values[event.device_id, key] = None
        _note_activity(stored, time, news)
        for listener in self._events.of([(event.device_id, key)]):
            _guarded(listener, event, sent)

    def _apply_health(self, event: DeviceHealthEvent, sent: datetime, news: _News) -> None:
        if (stored := self.devices.get(event.device_id)) is None:
            return
        time = min(event.time or sent, sent)
        if self._stale(time, stored.health_time):
            return
        stored.health_time, stored.health_pushed = time, self._reading
        self._set_online(event.device_id, Health(event.status), news)

    def _apply_mode(self, event: ModeEvent, sent: datetime, news: _News) -> None:
        time = min(event.time or sent, sent)
        if not self._stale(time, self.mode_time):
            self.mode_id, self.mode_time = event.mode_id, time
            news.location = True

    def _stale(self, time: datetime, known: datetime | None) -> bool:
        """Tell whether an event is older than the last one of its kind, and count it if so."""
        stale = known is not None and _seconds(time) < _seconds(known)
        self.stale_events += stale
        return stale

    def _set_online(self, device_id: str, health: Health | None, news: _News) -> None:
        stored = self.devices.get(device_id)
        if health and stored and stored.online != health.online:
            stored.online = health.online
            news.health[device_id] = None

    def take_grown(self) -> frozenset[str]:
        """Return the devices that events have given first values since the last call."""
        grown = frozenset(self.grown & self.devices.keys())
        self.grown.clear()
        return grown

    def take_contradicted(self) -> bool:
        """Tell whether events contradicted one another since the last call."""
        contradicted, self.contradicted = self.contradicted, False
        return contradicted

    # Poll

    def start_reading(self) -> int:
        """Mark the start of a reading: what is pushed from now on is newer than its answers."""
        self._reading += 1
        return self._reading

    def replace(self, listed: Iterable[ListedDevice], reading: int, *, complete: bool) -> Changes:
        """Take over a reading of the home.

        Only a complete reading removes the devices that it does not name.
        """
        named: set[str] = set()
        added: set[str] = set()
        changed: set[str] = set()
        news = _News()
        for item in listed:
            device_id = item.device.device_id
            named.add(device_id)
            if (stored := self.devices.get(device_id)) is None:
                self.devices[device_id] = stored = StoredDevice(
                    item.device, dict(item.status or {}), item.health is None or item.health.online
                )
                added.add(device_id)
            elif self._merge(stored, item, reading, news):
                changed.add(device_id)
            if stored.health_pushed < reading:
                self._set_online(device_id, item.health, news)
            for value in (item.status or {}).values():
                _note_activity(stored, value.time, news)
        removed = set(self.devices) - named if complete else set[str]()
        for device_id in removed:
            del self.devices[device_id]
            news.health[device_id] = None
        self._tell(news)
        return Changes(
            frozenset(added),
            frozenset(removed),
            frozenset(changed),
            frozenset(news.overtaken),
            Counter(device_id for device_id, _ in news.values),
        )

    def _merge(self, stored: StoredDevice, item: ListedDevice, reading: int, news: _News) -> bool:
        """Take over one device; return whether more than values is different."""
        different = stored.device != item.device
        if stored.device.category != item.device.category:
            # Offline means something else for some categories.
            news.health[item.device.device_id] = None
        stored.device = item.device
        for key, polled in (item.status or {}).items():
            known = stored.status.get(key)
            different = different or _first(known, polled.value)
            told = stored.pushed.get(key)
            if known and told is not None and self._newer(known, polled, pushed=told >= reading):
                # The unit of a status read serves a pushed value too: events carry none.
                if polled.unit and polled.unit != known.unit:
                    stored.status[key] = replace(known, unit=polled.unit)
                    news.values[item.device.device_id, key] = None
                continue
            stored.status[key] = polled
            # A later reading goes before an earlier one, whatever times they name.
            stored.pushed.pop(key, None)
            if known and known.time and polled.time and known.value != polled.value:
                news.overtaken.add(Overtaken(item.device.device_id, key.capability, polled.time))
            if known is None or (known.value, known.unit, known.data) != (
                polled.value,
                polled.unit,
                polled.data,
            ):
                news.values[item.device.device_id, key] = None
        return different

    @staticmethod
    def _newer(known: Value, polled: Value, *, pushed: bool) -> bool:
        """Tell whether the known value is newer than the polled one.

        Event times have whole seconds (platform reference 15), so within one second the value
        that was pushed while the reading was under way wins, else the polled one.
        """
        if known.time is None or polled.time is None:
            return pushed
        known_second, polled_second = _seconds(known.time), _seconds(polled.time)
        return known_second > polled_second or (known_second == polled_second and pushed)

    def remove(self, device_id: str) -> bool:
        """Forget a device that is gone; return whether it was known."""
        known = self.devices.pop(device_id, None) is not None
        if known:
            self._tell(_News(health={device_id: None}))
        return known

    def watch_location(self, listener: Listener) -> Listener:
        """Tell ``listener`` of mode, arm state and scenes, and when the cloud goes or is back."""
        return self._health.add((self.location_id,), listener)

    def tell_location(self) -> None:
        """Tell those who watch the location that its scenes or modes are others."""
        self._tell(_News(location=True))

    def tell_all(self) -> None:
        """Tell every entity that its availability may be different: the cloud went or is back."""
        self._tell(_News(health=dict.fromkeys(self.devices), location=True))

    def _tell(self, news: _News) -> None:
        location = (self.location_id,) if news.location else ()
        listeners = dict.fromkeys(
            (
                *self._values.of(news.values),
                *self._health.of((*news.health, *location)),
                *self._activity.of(news.active),
            )
        )
        for listener in listeners:
            _guarded(listener)


def _note_activity(stored: StoredDevice, time: datetime | None, news: _News) -> None:
    if time and (stored.active is None or time > stored.active):
        stored.active = time
        news.active[stored.device.device_id] = None


def _first(known: Value | None, value: Json) -> bool:
    """Tell whether an attribute has its first value, which may let other entries apply."""
    return known is None or (known.value is None and value is not None)


def _seconds(time: datetime) -> int:
    return int(time.timestamp())
