"""The location as last reported, and the only place that writes it.

Deliveries and polls both enter here, so push and poll cannot differ. Listeners are notified per
attribute. Values are frozen and replaced, never changed.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime

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
from ..cloud.json_types import differ
from ..cloud.models import AttributeKey, Health, ListedDevice, Status, Value
from ..cloud.subscription_plan import SourceType
from .changes import (
    Applied,
    Changes,
    NewerPoll,
    ReceivedEvent,
    StoredDevice,
    may_change_entities,
    newer_poll,
    note_activity,
    take_description,
)
from .location_state import LocationState
from .order import CONTRADICTION, FRESH, EventOrder, Poll, event_order, happened, is_newer, seconds
from .store_listeners import Notifications, StoreListeners


class LocationStore:
    """Devices and values of one location, and the location itself."""

    def __init__(
        self,
        location_id: str,
        now: Callable[[], datetime],
        registered: Iterable[str] = (),
        registered_scenes: Iterable[str] = (),
    ) -> None:
        """Start empty; the first poll fills the store.

        ``now`` returns the current time by the cloud's clock. ``registered`` and
        ``registered_scenes`` are the devices and scenes that Home Assistant knows from an earlier
        run. The first complete poll finds out which of them are gone.
        """
        self.location_id = location_id
        self.devices: dict[str, StoredDevice] = {}
        self.state = LocationState(registered_scenes)
        self.listeners = StoreListeners(location_id)
        self.repeats = RepeatedEvents()
        self.stale_events = 0
        """How many events were older than what was known."""
        self._number = 0
        """The number of the newest delivery, poll or removal."""
        self._now = now
        self._registered = set(registered)
        """Devices of an earlier run that no complete poll has confirmed or removed yet."""
        self._gone: dict[str, int] = {}
        """Removed devices, and the number of the removal."""
        self._reported_gone: set[str] = set()
        """Devices that an event reported as removed although a newer poll has them."""
        self._listed_at: datetime | None = None
        """When the last complete poll began, by the cloud's clock."""
        self._lifecycle_times: dict[str, datetime] = {}

    def value(self, device_id: str, key: AttributeKey) -> Value | None:
        """Return the last value of an attribute, None if none is known."""
        stored = self.devices.get(device_id)
        return stored.status.get(key) if stored else None

    def online(self, device_id: str) -> bool:
        """Return whether the cloud reaches a device; it does not reach one that is unknown."""
        stored = self.devices.get(device_id)
        return stored is not None and stored.online

    # Push

    def apply(self, events: Iterable[Event], sent: datetime) -> Applied:
        """Apply the events of one delivery, in their order.

        ``sent`` is when the platform sent it, and replaces a missing event time. Repeated and stale
        events are counted and change nothing, and neither does an event of an unknown device.
        """
        found = Notifications()
        number = self._next()
        received: list[ReceivedEvent] = []
        first_values: set[str] = set()
        contradicted = False
        for event in events:
            if self.repeats.is_repeated(event):
                continue
            match event:
                case DeviceEvent():
                    order, first = self._apply_device_event(event, sent, number, found)
                    if first:
                        first_values.add(event.device_id)
                case DeviceHealthEvent():
                    order = self._apply_health(event, sent, number, found)
                case DeviceLifecycleEvent():
                    order = self._apply_lifecycle(event, sent)
                case _:
                    order = self._apply_to_location(event, sent, number, found)
            self.stale_events += not order.fresh
            contradicted = contradicted or order.contradicts
            received.append(ReceivedEvent(event, order.fresh))
        self.listeners.notify(found)
        return Applied(tuple(received), frozenset(first_values), contradicted)

    def _apply_device_event(
        self, event: DeviceEvent, sent: datetime, number: int, found: Notifications
    ) -> tuple[EventOrder, bool]:
        """Apply a value; return its order, and whether the device may have other entities now."""
        if (stored := self.devices.get(event.device_id)) is None:
            return FRESH, False
        key = AttributeKey(event.component, event.capability, event.attribute)
        time = happened(event.time, sent) or sent
        known = stored.status.get(key)
        differs = known is None or differ(known.value, event.value)
        if known:
            polled_at = stored.polled_at if known.time is None and known.value is not None else None
            order = event_order(time, known.time, polled_at, differs=differs)
            if not order.fresh:
                return order, False
        first = may_change_entities(key, known, event.value)
        order = FRESH
        if not first and differs and known and known.time and seconds(known.time) == seconds(time):
            order = CONTRADICTION
        stored.pushed[key] = number
        stored.status[key] = Value(event.value, known.unit if known else None, event.data, time)
        if differs or known is None or known.data != event.data:
            found.values[event.device_id, key] = None
        note_activity(stored, time, found)
        self.listeners.notify_event(event, key, sent)
        return order, first

    def _apply_health(
        self, event: DeviceHealthEvent, sent: datetime, number: int, found: Notifications
    ) -> EventOrder:
        if (stored := self.devices.get(event.device_id)) is None:
            return FRESH
        time = min(event.time or sent, sent)
        order = event_order(
            time,
            stored.health_time,
            stored.health_polled_at,
            differs=Health(event.status).online != stored.online,
        )
        if order.fresh:
            stored.health_time, stored.health_set, stored.health_polled_at = time, number, None
            self._set_online(event.device_id, Health(event.status), found)
        return order

    def _apply_lifecycle(self, event: DeviceLifecycleEvent, sent: datetime) -> EventOrder:
        time = min(event.time or sent, sent)
        order = event_order(time, self._lifecycle_times.get(event.device_id))
        if order.fresh:
            self._lifecycle_times[event.device_id] = time
        return order

    def _apply_to_location(
        self, event: Event, sent: datetime, number: int, found: Notifications
    ) -> EventOrder:
        match event:
            case ModeEvent():
                order = self.state.apply_mode(event, sent, number)
            case SecurityArmStateEvent():
                order = self.state.apply_arm_state(event, sent)
            case SceneLifecycleEvent():
                self.state.apply_scene(event)
                return FRESH
            case _:
                return FRESH
        found.location = found.location or order.fresh
        return order

    def _set_online(self, device_id: str, health: Health | None, found: Notifications) -> None:
        stored = self.devices.get(device_id)
        if health and stored and stored.online != health.online:
            stored.online = health.online
            found.health[device_id] = None

    # Poll

    def _next(self) -> int:
        self._number += 1
        return self._number

    def start_poll(self) -> Poll:
        """Return the number of a poll that starts now.

        A delivery, another poll or a removal with a higher number is newer than its answers.
        """
        return Poll(self._next(), self._now())

    @property
    def known(self) -> AbstractSet[str]:
        """The devices of the location, and those of an earlier run that may still be there."""
        return self.devices.keys() | self._registered

    def missing(self, present: AbstractSet[str]) -> frozenset[str]:
        """Return the known devices that a list lacks and that no event reported as removed."""
        return frozenset(self.known - present - self._reported_gone)

    def take(self, listed: Iterable[ListedDevice], poll: Poll) -> Changes:
        """Take over listed devices, which may be a part of a list."""
        added: set[str] = set()
        changed: set[str] = set()
        newer: set[NewerPoll] = set()
        found = Notifications()
        for item in listed:
            device_id = item.device.device_id
            if self._gone.get(device_id, 0) > poll.number:
                continue  # It was removed after the list was requested.
            if stored := self.devices.get(device_id):
                different = take_description(stored, item.device, found)
                first = self._merge(stored, item.status or {}, poll, found, newer)
                if different or first:
                    changed.add(device_id)
            else:
                self.devices[device_id] = stored = StoredDevice(item.device, {})
                self._merge(stored, item.status or {}, poll, Notifications(), set())
                added.add(device_id)
            self._merge_health(stored, item.health, poll, found, newer)
        self.listeners.notify(found)
        return Changes(
            frozenset(added), frozenset(), frozenset(changed), frozenset(newer), _count(found)
        )

    def retain(self, device_ids: AbstractSet[str], poll: Poll) -> Changes:
        """Remove the devices that a complete list does not name, those of an earlier run included.

        All devices that it names were taken over before.
        """
        removed = frozenset((self.devices.keys() | self._registered) - device_ids)
        lost = removed & self.devices.keys()
        for device_id in lost:
            del self.devices[device_id]
        self._registered.clear()
        self._reported_gone.clear()
        self._listed_at = poll.began
        # Full polls run one after the other, so an older one cannot bring these back.
        self._gone = {key: number for key, number in self._gone.items() if number > poll.number}
        self.listeners.notify(Notifications(health=dict.fromkeys(lost)))
        return Changes(removed=removed)

    def update(self, device_id: str, status: Status, health: Health | None, poll: Poll) -> Changes:
        """Take over a poll of one device, which may be gone by now."""
        if (stored := self.devices.get(device_id)) is None:
            return Changes()
        newer: set[NewerPoll] = set()
        found = Notifications()
        first = self._merge(stored, status, poll, found, newer)
        self._merge_health(stored, health, poll, found, newer)
        self.listeners.notify(found)
        changed = frozenset({device_id}) if first else frozenset[str]()
        return Changes(changed=changed, newer_polls=frozenset(newer), values=_count(found))

    def _merge_health(
        self,
        stored: StoredDevice,
        health: Health | None,
        poll: Poll,
        found: Notifications,
        newer: set[NewerPoll],
    ) -> None:
        if health is None or stored.health_set > poll.number:
            return
        device_id, time = stored.device.device_id, happened(health.time, self._now())
        is_later = time and (not stored.health_time or time > stored.health_time)
        if stored.health_set and time and is_later and stored.online != health.online:
            newer.add(NewerPoll(SourceType.DEVICE_HEALTH, time, changed=True, device_id=device_id))
        stored.health_set = poll.number
        stored.health_time = time or stored.health_time
        stored.health_polled_at = None if time else poll.began
        self._set_online(device_id, health, found)

    def _merge(
        self,
        stored: StoredDevice,
        status: Status,
        poll: Poll,
        found: Notifications,
        newer: set[NewerPoll],
    ) -> bool:
        """Merge the values of one device; return whether it may have other entities now."""
        device_id = stored.device.device_id
        first = False
        now = self._now()
        late = stored.polled > poll.number
        for key, item in status.items():
            time = happened(item.time, now)
            polled = item if time == item.time else replace(item, time=time)
            note_activity(stored, time, found)
            known = stored.status.get(key)
            first = first or may_change_entities(key, known, polled.value)
            pushed = late or stored.pushed.get(key, 0) > poll.number
            ordered_by_time = late or key in stored.pushed
            if known and ordered_by_time and is_newer(known, polled, pushed=pushed):
                # The unit of a poll serves a pushed value too: events have none.
                if polled.unit and polled.unit != known.unit:
                    stored.status[key] = replace(known, unit=polled.unit)
                    found.values[device_id, key] = None
                continue
            stored.status[key] = polled
            # A later poll replaces an earlier one, whatever times they name.
            stored.pushed.pop(key, None)
            if known and (missed := newer_poll(device_id, key, known, polled)):
                newer.add(missed)
            if (
                known is None
                or differ(known.value, polled.value)
                or (known.unit, known.data) != (polled.unit, polled.data)
            ):
                found.values[device_id, key] = None
        if poll.number > stored.polled:
            stored.polled, stored.polled_at = poll
        return first

    # Removal

    def remove(self, device_id: str) -> bool:
        """Remove a device that is gone; return whether it was known."""
        self._gone[device_id] = self._next()
        self._registered.discard(device_id)
        known = self.devices.pop(device_id, None) is not None
        if known:
            self.listeners.notify(Notifications(health={device_id: None}))
        return known

    def report_gone(self, event: DeviceLifecycleEvent, sent: datetime) -> bool:
        """Note that a device was removed; return whether that is certain.

        It is not if a complete poll that began later has the device: the event is late, or the
        device came back. The next poll then decides.
        """
        time = min(event.time or sent, sent)
        listed = event.device_id in self.devices and self._listed_at
        if not listed or seconds(time) >= seconds(listed):
            return True
        self._reported_gone.add(event.device_id)
        return False


def _count(found: Notifications) -> Counter[str]:
    """Return how many values changed, by device id."""
    return Counter(device_id for device_id, _ in found.values)
