"""The home as last reported, and the only place that writes it.

Deliveries and reconciles both enter here, so push and poll cannot differ. Listeners are
notified per attribute. Values are frozen and replaced, never changed.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from ..cloud.delivery.events import (
    DeviceEvent,
    DeviceHealthEvent,
    DeviceLifecycleEvent,
    Event,
    ModeEvent,
    SceneLifecycleEvent,
    SecurityArmStateEvent,
)
from ..cloud.delivery.repeated_events import RepeatedEvents
from ..cloud.models import (
    AttributeKey,
    Health,
    ListedDevice,
    Location,
    Mode,
    Scene,
    Status,
    Value,
)
from ..cloud.slices import in_slices
from ..cloud.subscription_plan import SourceType
from .changes import (
    Changes,
    Heard,
    NewerPoll,
    News,
    Reading,
    StoredDevice,
    happened,
    may_change_entities,
    note_activity,
    overtaken_by,
    seconds,
    take_description,
)
from .listeners import Listener, Listeners, guarded

_LOGGER = logging.getLogger(__name__)

_READ_LAG: Final = timedelta(seconds=30)
"""A reading may lack what happened so shortly before it."""

type EventListener = Callable[[DeviceEvent, datetime], None]
"""Called with an event, and with the time at which its delivery was sent."""


class LocationStore:
    """Devices, values and scenes of one location."""

    def __init__(
        self,
        location_id: str,
        now: Callable[[], datetime],
        registered: Iterable[str] = (),
        registered_scenes: Iterable[str] = (),
    ) -> None:
        """Start empty; the first reading fills the store.

        ``now`` returns the present time by the cloud's clock. ``registered`` and
        ``registered_scenes`` are the devices and scenes that Home Assistant knows from an earlier
        run. The first complete reading names those of them that are gone.
        """
        self.location_id = location_id
        self.devices: dict[str, StoredDevice] = {}
        self.scenes: dict[str, Scene] = {}
        self.location: Location | None = None
        self.modes: dict[str, Mode] = {}
        self.mode_id: str | None = None
        self.arm_state: str | None = None
        """From the last event; the API does not provide it (platform reference 9)."""
        self.repeats = RepeatedEvents()
        self.stale_events = 0
        self.grown: set[str] = set()
        """Devices of which an event brought the first value of an attribute."""
        self.contradicted = False
        """Whether another reading has to decide between two reports."""
        self._number = 0
        """The number of the newest delivery, reading or removal: all are numbered in one row."""
        self._now = now
        self._registered = set(registered)
        """Devices of an earlier run that no complete reading has confirmed or removed yet."""
        self._gone: dict[str, int] = {}
        """Removed devices, and the number of the removal."""
        self._reported_gone: set[str] = set()
        """Devices that an event reported as removed although a newer reading has them."""
        self._listed_at: datetime | None = None
        """When the last complete reading began, by the cloud's clock."""
        self._lifecycle_times: dict[str, datetime] = {}
        self._mode_set = 0
        self._mode_time: datetime | None = None
        self._mode_read: datetime | None = None
        self._modes_set = 0
        self._scenes_set = 0
        self._registered_scenes = set(registered_scenes)
        """Scenes of an earlier run that no complete list has confirmed or removed yet."""
        self.scenes_listed = False
        """Whether a complete list of the scenes was read."""
        self._scenes_gone: set[str] = set()
        """Scenes that an event reported as removed since the last list."""
        self._arm_time: datetime | None = None
        self._values: Listeners[tuple[str, AttributeKey], Listener] = Listeners()
        self._health: Listeners[str, Listener] = Listeners()
        self._activity: Listeners[str, Listener] = Listeners()
        self._updates: Listeners[str, Listener] = Listeners()
        self._events: Listeners[tuple[str, AttributeKey], EventListener] = Listeners()

    # Watching

    def watch(self, device_id: str, keys: Iterable[AttributeKey], listener: Listener) -> Listener:
        """Call ``listener`` when an attribute has another value; return what removes it."""
        return self._values.add(((device_id, key) for key in keys), listener)

    def watch_health(self, device_id: str, listener: Listener) -> Listener:
        """Call ``listener`` when the device goes offline or comes back."""
        return self._health.add((device_id,), listener)

    def watch_activity(self, device_id: str, listener: Listener) -> Listener:
        """Call ``listener`` when the device has reported something; return what removes it."""
        return self._activity.add((device_id,), listener)

    def watch_events(
        self, device_id: str, keys: Iterable[AttributeKey], listener: EventListener
    ) -> Listener:
        """Call ``listener`` with every event of the attributes, repeats of a value included."""
        return self._events.add(((device_id, key) for key in keys), listener)

    # Reading

    def value(self, device_id: str, key: AttributeKey) -> Value | None:
        """Return the last value of an attribute, or None where none is known."""
        stored = self.devices.get(device_id)
        return stored.status.get(key) if stored else None

    def online(self, device_id: str) -> bool:
        """Return whether the cloud reaches the device; a device not known is not reached."""
        stored = self.devices.get(device_id)
        return stored is not None and stored.online

    # Push

    def apply(self, events: Iterable[Event], sent: datetime) -> list[Heard]:
        """Apply the events of one delivery, in their order; return those that came not before.

        ``sent`` is when the platform sent it, and stands in for a missing event time. Repeated and
        stale events are counted and dropped; an event of an unknown device changes nothing here.
        """
        news = News()
        number = self._next()
        heard: list[Heard] = []
        for event in events:
            if self.repeats.is_repeated(event):
                continue
            stale = self.stale_events
            match event:
                case DeviceEvent():
                    self._apply_device_event(event, sent, number, news)
                case DeviceHealthEvent():
                    self._apply_health(event, sent, number, news)
                case DeviceLifecycleEvent():
                    self._apply_lifecycle(event, sent)
                case ModeEvent():
                    self._apply_mode(event, sent, number, news)
                case SceneLifecycleEvent(lifecycle="DELETE"):
                    self._scenes_gone.add(event.scene_id)
                case SecurityArmStateEvent():
                    self._apply_arm_state(event, sent, news)
            heard.append(Heard(event, fresh=self.stale_events == stale))
        self._notify(news)
        return heard

    def _apply_device_event(
        self, event: DeviceEvent, sent: datetime, number: int, news: News
    ) -> None:
        if (stored := self.devices.get(event.device_id)) is None:
            return
        key = AttributeKey(event.component, event.capability, event.attribute)
        time = happened(event.time, sent) or sent
        known = stored.status.get(key)
        if known and self._stale(
            time,
            known.time,
            stored.read_at if known.time is None and known.value is not None else None,
            differs=known.value != event.value,
        ):
            return
        if may_change_entities(key, known, event.value):
            self.grown.add(event.device_id)
        elif known and known.time and seconds(known.time) == seconds(time):
            self.contradicted = self.contradicted or known.value != event.value
        stored.pushed[key] = number
        stored.status[key] = Value(event.value, known.unit if known else None, event.data, time)
        if known is None or known.value != event.value or known.data != event.data:
            news.values[event.device_id, key] = None
        note_activity(stored, time, news)
        for listener in self._events.of([(event.device_id, key)]):
            guarded(listener, event, sent)

    def _apply_health(
        self, event: DeviceHealthEvent, sent: datetime, number: int, news: News
    ) -> None:
        if (stored := self.devices.get(event.device_id)) is None:
            return
        time = min(event.time or sent, sent)
        if self._stale(
            time,
            stored.health_time,
            stored.health_read_at,
            differs=Health(event.status).online != stored.online,
        ):
            return
        stored.health_time, stored.health_set, stored.health_read_at = time, number, None
        self._set_online(event.device_id, Health(event.status), news)

    def _apply_mode(self, event: ModeEvent, sent: datetime, number: int, news: News) -> None:
        time = min(event.time or sent, sent)
        differs = event.mode_id != self.mode_id
        if not self._stale(time, self._mode_time, self._mode_read, differs=differs):
            self.mode_id, self._mode_time, self._mode_set = event.mode_id, time, number
            news.location = True

    def _apply_arm_state(self, event: SecurityArmStateEvent, sent: datetime, news: News) -> None:
        time = min(event.time or sent, sent)
        if not self._stale(time, self._arm_time):
            self.arm_state, self._arm_time = event.arm_state, time
            news.location = True

    def _apply_lifecycle(self, event: DeviceLifecycleEvent, sent: datetime) -> None:
        time = min(event.time or sent, sent)
        if not self._stale(time, self._lifecycle_times.get(event.device_id)):
            self._lifecycle_times[event.device_id] = time

    def _stale(
        self,
        time: datetime,
        known: datetime | None,
        read_at: datetime | None = None,
        *,
        differs: bool = False,
    ) -> bool:
        """Return whether an event is older than what is known of its kind, and count it if so.

        ``known`` is when that happened. Where a reading gave it without a time, ``read_at`` is when
        that reading began. If the event ``differs`` from it, another reading is made: the cloud may
        have been behind, or the clock wrong.
        """
        stale = known is not None and seconds(time) < seconds(known)
        if not stale and read_at is not None and time < read_at - _READ_LAG:
            stale = True
            self.contradicted = self.contradicted or differs
        self.stale_events += stale
        return stale

    def _set_online(self, device_id: str, health: Health | None, news: News) -> None:
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
        """Return whether a reading has to decide between reports since the last call."""
        contradicted, self.contradicted = self.contradicted, False
        return contradicted

    # Poll

    def _next(self) -> int:
        self._number += 1
        return self._number

    def start_reading(self) -> Reading:
        """Return the number of a reading that is about to be asked for.

        What gets a higher number, by a delivery, another reading or a removal, is newer than its
        answers.
        """
        return Reading(self._next(), self._now())

    @property
    def known(self) -> AbstractSet[str]:
        """The devices of the location, and those of an earlier run that may still be there."""
        return self.devices.keys() | self._registered

    def missing(self, present: AbstractSet[str]) -> frozenset[str]:
        """Return the known devices that a list lacks and that no event reported as removed."""
        return frozenset(self.known - present - self._reported_gone)

    def take(self, listed: Iterable[ListedDevice], reading: Reading) -> Changes:
        """Take over listed devices, which may be a part of a list."""
        added: set[str] = set()
        changed: set[str] = set()
        news = News()
        for item in listed:
            device_id = item.device.device_id
            if self._gone.get(device_id, 0) > reading.number:
                continue  # It was removed after the list was asked for.
            if stored := self.devices.get(device_id):
                different = take_description(stored, item.device, news)
                grown = self._merge(stored, item.status or {}, reading, news)
                if different or grown:
                    changed.add(device_id)
            else:
                self.devices[device_id] = stored = StoredDevice(item.device, {})
                self._merge(stored, item.status or {}, reading, News())
                added.add(device_id)
            self._merge_health(stored, item.health, reading, news)
        return self._changes(news, added=added, changed=changed)

    def retain(self, device_ids: AbstractSet[str], reading: Reading) -> Changes:
        """Remove the devices that a complete list does not name, those of an earlier run included.

        All that it does name was taken over before.
        """
        news = News()
        removed = frozenset((self.devices.keys() | self._registered) - device_ids)
        for device_id in removed & self.devices.keys():
            del self.devices[device_id]
            news.health[device_id] = None
        self._registered.clear()
        self._reported_gone.clear()
        self._listed_at = reading.began
        # Full readings run one after the other, so an older one cannot bring these back.
        self._gone = {key: number for key, number in self._gone.items() if number > reading.number}
        return self._changes(news, removed=removed)

    def update(
        self,
        device_id: str,
        status: Status,
        health: Health | None,
        reading: Reading,
    ) -> Changes:
        """Take over a reading of one device, which may be gone by now."""
        changed: set[str] = set()
        news = News()
        if stored := self.devices.get(device_id):
            if self._merge(stored, status, reading, news):
                changed.add(device_id)
            self._merge_health(stored, health, reading, news)
        return self._changes(news, changed=changed)

    def _changes(
        self,
        news: News,
        *,
        added: Iterable[str] = (),
        removed: Iterable[str] = (),
        changed: Iterable[str] = (),
    ) -> Changes:
        self._notify(news)
        return Changes(
            frozenset(added),
            frozenset(removed),
            frozenset(changed),
            frozenset(news.overtaken),
            Counter(device_id for device_id, _ in news.values),
        )

    def _merge_health(
        self,
        stored: StoredDevice,
        health: Health | None,
        reading: Reading,
        news: News,
    ) -> None:
        if health is None or stored.health_set > reading.number:
            return
        device_id, time = stored.device.device_id, happened(health.time, self._now())
        newer = time and (not stored.health_time or time > stored.health_time)
        if stored.health_set and time and newer and stored.online != health.online:
            news.overtaken.add(
                NewerPoll(SourceType.DEVICE_HEALTH, time, changed=True, device_id=device_id)
            )
        stored.health_set = reading.number
        stored.health_time = time or stored.health_time
        stored.health_read_at = None if time else reading.began
        self._set_online(device_id, health, news)

    def _merge(self, stored: StoredDevice, status: Status, reading: Reading, news: News) -> bool:
        """Merge the values of one device; return whether one is the first of its attribute."""
        device_id = stored.device.device_id
        grown = False
        now = self._now()
        overtaken_by_reading = stored.read > reading.number
        for key, item in status.items():
            time = happened(item.time, now)
            polled = item if time == item.time else replace(item, time=time)
            note_activity(stored, time, news)
            known = stored.status.get(key)
            grown = grown or may_change_entities(key, known, polled.value)
            newer = overtaken_by_reading or stored.pushed.get(key, 0) > reading.number
            ordered_by_time = overtaken_by_reading or key in stored.pushed
            if known and ordered_by_time and self._newer(known, polled, pushed=newer):
                # The unit of a status read serves a pushed value too: events carry none.
                if polled.unit and polled.unit != known.unit:
                    stored.status[key] = replace(known, unit=polled.unit)
                    news.values[device_id, key] = None
                continue
            stored.status[key] = polled
            # A later reading goes before an earlier one, whatever times they name.
            stored.pushed.pop(key, None)
            if known and (overtaken := overtaken_by(device_id, key, known, polled)):
                news.overtaken.add(overtaken)
            if known is None or (known.value, known.unit, known.data) != (
                polled.value,
                polled.unit,
                polled.data,
            ):
                news.values[device_id, key] = None
        if reading.number > stored.read:
            stored.read, stored.read_at = reading
        return grown

    @staticmethod
    def _newer(known: Value, polled: Value, *, pushed: bool) -> bool:
        """Return whether the known value is newer than the polled one.

        Event times have whole seconds (platform reference 15), so within one second the value
        that was pushed while the reading was under way wins, else the polled one.
        """
        if known.time is None or polled.time is None:
            return pushed
        known_second, polled_second = seconds(known.time), seconds(polled.time)
        return known_second > polled_second or (known_second == polled_second and pushed)

    def remove(self, device_id: str) -> bool:
        """Remove a device that is gone; return whether it was known."""
        self._gone[device_id] = self._next()
        self._registered.discard(device_id)
        known = self.devices.pop(device_id, None) is not None
        if known:
            self._notify(News(health={device_id: None}))
        return known

    def report_gone(self, event: DeviceLifecycleEvent, sent: datetime) -> bool:
        """Take in that a device was removed; return whether that is certain.

        It is not where a complete reading that began later has the device: the event is late or
        the device came back. The next reading then decides.
        """
        time = min(event.time or sent, sent)
        listed = event.device_id in self.devices and self._listed_at
        if not listed or seconds(time) >= seconds(listed):
            return True
        self._reported_gone.add(event.device_id)
        return False

    # Location

    def take_mode(self, mode_id: str, reading: Reading) -> frozenset[NewerPoll]:
        """Take over a reading of the present mode, unless something newer is known.

        Return the change that it shows and no event reported, if there is one. SmartThings does not
        date it: it happened after the reading before.
        """
        if self._mode_set >= reading.number:
            return frozenset()
        known, since = self.mode_id, self._mode_read
        self.mode_id, self._mode_set, self._mode_read = mode_id, reading.number, reading.began
        if since is None or mode_id == known:
            return frozenset()
        return frozenset({NewerPoll(SourceType.MODE, since, changed=True)})

    def take_modes(self, modes: Mapping[str, Mode], reading: Reading, *, complete: bool) -> None:
        """Take over a reading of the modes, unless a newer one came before it."""
        if self._modes_set < reading.number:
            self._modes_set = reading.number
            self.modes = {**modes} if complete else {**self.modes, **modes}

    def missing_scenes(self, present: AbstractSet[str]) -> AbstractSet[str]:
        """Return the known scenes that a list lacks and that no event reported as removed."""
        return (self.scenes.keys() | self._registered_scenes) - present - self._scenes_gone

    def take_scenes(self, scenes: Mapping[str, Scene], reading: Reading, *, complete: bool) -> None:
        """Take over a reading of the scenes, unless a newer one came before it."""
        if self._scenes_set < reading.number:
            self._scenes_set = reading.number
            self._scenes_gone.clear()
            self.scenes = {**scenes} if complete else {**self.scenes, **scenes}
            if complete:
                self._registered_scenes.clear()
                self.scenes_listed = True

    def watch_location(self, listener: Listener) -> Listener:
        """Call ``listener`` when mode, arm state, scenes or the reachability change."""
        return self._health.add((self.location_id,), listener)

    def notify_location(self) -> None:
        """Notify the listeners of the location that its scenes or modes are others."""
        self._notify(News(location=True))

    async def notify_all(self) -> None:
        """Notify every entity that its availability may be different."""
        self._notify(News(location=True))
        async for part in in_slices(tuple(self.devices)):
            self._notify(News(health=dict.fromkeys(part)))

    def watch_updates(self, device_id: str, listener: Listener) -> Listener:
        """Notify ``listener`` when changes of the device come another way."""
        return self._updates.add((device_id,), listener)

    async def notify_updates(self, device_ids: Sequence[str]) -> None:
        """Notify those who watch how changes of some devices come."""
        async for part in in_slices(device_ids):
            for listener in self._updates.of(part):
                guarded(listener)

    def _notify(self, news: News) -> None:
        location = (self.location_id,) if news.location else ()
        listeners = dict.fromkeys(
            (
                *self._values.of(news.values),
                *self._health.of((*news.health, *location)),
                *self._activity.of(news.active),
            )
        )
        for listener in listeners:
            guarded(listener)
