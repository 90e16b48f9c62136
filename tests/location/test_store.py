"""The store: what it keeps, what it drops, and which listeners it notifies."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from custom_components.smartthings_smartapp.cloud.delivery.events import (
    DeviceEvent,
    DeviceHealthEvent,
)
from custom_components.smartthings_smartapp.cloud.json_types import Json
from custom_components.smartthings_smartapp.cloud.models import (
    AttributeKey,
    Component,
    Device,
    Health,
    ListedDevice,
    Value,
)
from custom_components.smartthings_smartapp.location.store import LocationStore

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SWITCH = AttributeKey("main", "switch", "switch")
LEVEL = AttributeKey("main", "switchLevel", "level")
LAMP = Device(
    device_id="lamp",
    label="Lamp",
    components={"main": Component(component_id="main", capabilities=frozenset({"switch"}))},
)


class CountingListener:
    """A listener that counts its calls."""

    def __init__(self) -> None:
        """Start at zero."""
        self.times = 0

    def __call__(self) -> None:
        """Count a call."""
        self.times += 1


def listed(value: Json, time: datetime | None = NOW, *, health: str = "ONLINE") -> ListedDevice:
    """Return the lamp as a poll lists it."""
    return ListedDevice(LAMP, {SWITCH: Value(value, time=time)}, Health(health))


def event(value: Json, time: datetime | None = NOW, *, event_id: str = "") -> DeviceEvent:
    """Return an event of the lamp's switch."""
    return DeviceEvent(
        event_id=event_id,
        time=time,
        location_id="home",
        device_id="lamp",
        component="main",
        capability="switch",
        attribute="switch",
        value=value,
        state_change=True,
    )


def health_event(status: str) -> DeviceHealthEvent:
    """Return a health event of the lamp."""
    return DeviceHealthEvent(
        event_id="", time=NOW, location_id="home", device_id="lamp", status=status
    )


@pytest.fixture
def store() -> LocationStore:
    """Return a store with the lamp, which is off."""
    store = LocationStore("home", lambda: NOW)
    store.take([listed("off")], store.start_poll())
    return store


def value(store: LocationStore) -> Json:
    """Return the value of the lamp's switch."""
    known = store.value("lamp", SWITCH)
    assert known is not None
    return known.value


def test_an_event_changes_the_value_and_notifies_its_listener(store: LocationStore) -> None:
    """Only the listener for the attribute is notified, and once."""
    listener, other = CountingListener(), CountingListener()
    store.listeners.watch("lamp", [SWITCH], listener)
    store.listeners.watch("lamp", [LEVEL], other)
    store.apply([event("on", NOW + timedelta(seconds=1))], NOW)
    assert value(store) == "on"
    assert (listener.times, other.times) == (1, 0)


def test_an_unchanged_value_notifies_no_one(store: LocationStore) -> None:
    """A state is written only for a change."""
    listener = CountingListener()
    store.listeners.watch("lamp", [SWITCH], listener)
    store.apply([event("off", NOW + timedelta(seconds=1))], NOW)
    assert listener.times == 0


def test_two_changes_in_one_delivery_notify_once(store: LocationStore) -> None:
    """The whole delivery is applied first."""
    listener = CountingListener()
    store.listeners.watch("lamp", [SWITCH], listener)
    later = NOW + timedelta(seconds=1)
    store.apply([event("on", later), event("off", later), event("on", later)], NOW)
    assert listener.times == 1
    assert value(store) == "on"


def test_a_repeated_event_is_dropped_and_counted(store: LocationStore) -> None:
    """The platform sometimes delivers an event twice."""
    store.apply([event("on", NOW + timedelta(seconds=1), event_id="a")], NOW)
    store.apply([event("off", NOW + timedelta(seconds=2), event_id="b")], NOW)
    store.apply([event("on", NOW + timedelta(seconds=1), event_id="a")], NOW)
    assert value(store) == "off"
    assert store.repeats.repeated == 1


def test_an_older_event_never_overwrites_a_newer_value(store: LocationStore) -> None:
    """Deliveries may arrive in another order."""
    store.apply([event("on", NOW - timedelta(seconds=2))], NOW)
    assert value(store) == "off"
    assert store.stale_events == 1


def test_an_older_report_does_not_set_the_last_activity_back(store: LocationStore) -> None:
    """Attributes are reported in any order."""
    store.apply([event("on", NOW + timedelta(seconds=9))], NOW + timedelta(seconds=9))
    store.apply([replace(event("80", NOW), attribute="level")], NOW + timedelta(seconds=9))
    assert store.devices["lamp"].active == NOW + timedelta(seconds=9)


def test_within_one_second_the_order_of_arrival_counts(store: LocationStore) -> None:
    """Event times have whole seconds, status times milliseconds."""
    store.take([listed("off", NOW.replace(microsecond=700000))], store.start_poll())
    store.apply([event("on", NOW)], NOW)
    assert value(store) == "on"


def test_an_event_without_a_time_has_the_time_of_its_delivery(store: LocationStore) -> None:
    """The oldest captured events have no time."""
    store.apply([event("on", None)], NOW + timedelta(seconds=5))
    known = store.value("lamp", SWITCH)
    assert known == Value("on", time=NOW + timedelta(seconds=5))


def test_an_event_keeps_the_unit_of_the_last_status(store: LocationStore) -> None:
    """Events have no unit."""
    reading = ListedDevice(LAMP, {SWITCH: Value(20, unit="C", time=NOW)}, None)
    store.take([reading], store.start_poll())
    store.apply([event(21, NOW + timedelta(seconds=1))], NOW)
    known = store.value("lamp", SWITCH)
    assert known is not None
    assert (known.value, known.unit) == (21, "C")


def test_an_event_of_an_unknown_device_changes_nothing() -> None:
    """A device that was never read has no values."""
    store = LocationStore("home", lambda: NOW)
    store.apply([event("on"), health_event("OFFLINE")], NOW)
    assert store.devices == {}
    assert store.value("lamp", SWITCH) is None
    assert store.online("lamp") is False


def test_a_health_event_notifies_listeners_of_the_device(store: LocationStore) -> None:
    """Offline and online notify once each; a repeated event does not."""
    listener = CountingListener()
    store.listeners.watch_health("lamp", listener)
    store.apply([health_event("OFFLINE"), health_event("OFFLINE")], NOW)
    assert store.online("lamp") is False
    store.apply([health_event("ONLINE")], NOW)
    assert store.online("lamp") is True
    assert listener.times == 2


def test_event_listeners_receive_equal_values_in_a_row(store: LocationStore) -> None:
    """Two equal presses are two presses."""
    listener: list[Json] = []
    leave = store.listeners.watch_events(
        "lamp", [SWITCH], lambda press, _sent: listener.append(press.value)
    )
    store.apply([event("pushed", event_id="a"), event("pushed", event_id="b")], NOW)
    leave()
    store.apply([event("pushed", event_id="c")], NOW)
    assert listener == ["pushed", "pushed"]


def test_a_failing_listener_does_not_affect_the_others(
    store: LocationStore, caplog: pytest.LogCaptureFixture
) -> None:
    """An error in one entity must not stop the rest of a delivery."""
    listener = CountingListener()

    def fail() -> None:
        raise RuntimeError

    store.listeners.watch("lamp", [SWITCH], fail)
    store.listeners.watch("lamp", [SWITCH], listener)
    store.apply([event("on", NOW + timedelta(seconds=1))], NOW)
    assert listener.times == 1
    assert "A listener failed" in caplog.text


def test_a_listener_may_unsubscribe_during_its_call(store: LocationStore) -> None:
    """A notification may remove entities."""
    listener = CountingListener()

    def leave() -> None:
        leave()

    leave = store.listeners.watch("lamp", [SWITCH], leave)
    store.listeners.watch("lamp", [SWITCH], listener)
    store.apply([event("on", NOW + timedelta(seconds=1))], NOW)
    store.apply([event("off", NOW + timedelta(seconds=2))], NOW)
    assert listener.times == 2


def test_a_poll_notifies_only_for_changes(store: LocationStore) -> None:
    """Push and poll use the same path."""
    listener = CountingListener()
    store.listeners.watch("lamp", [SWITCH], listener)
    later = NOW + timedelta(minutes=1)
    assert not store.take([listed("off", later)], store.start_poll())
    assert listener.times == 0
    store.take([listed("on", later, health="OFFLINE")], store.start_poll())
    assert listener.times == 1
    assert value(store) == "on"
    assert store.online("lamp") is False


def test_a_newer_pushed_value_is_kept_over_an_older_polled_one(store: LocationStore) -> None:
    """The answer to a poll may be older than an event that arrived during the poll."""
    reading = store.start_poll()
    store.apply([event("on", NOW + timedelta(seconds=9))], NOW)
    store.take([listed("off", NOW)], reading)
    assert value(store) == "on"


def test_a_later_poll_has_priority_over_an_earlier_one(store: LocationStore) -> None:
    """A polled time in the future must not freeze the value forever."""
    ahead = NOW + timedelta(days=9)
    for polled, time in (("on", ahead), ("off", NOW), ("on", NOW - timedelta(days=9))):
        store.take([listed(polled, time)], store.start_poll())
        assert value(store) == polled
    store.apply([event("off", NOW)], NOW)
    store.take([listed("on", NOW - timedelta(hours=1))], store.start_poll())
    assert value(store) == "off", "but never before a newer event"


def test_within_one_second_a_push_during_the_poll_has_priority(store: LocationStore) -> None:
    """The poll had started before the event arrived."""
    reading = store.start_poll()
    store.apply([event("on", NOW)], NOW)
    store.take([listed("off", NOW)], reading)
    assert value(store) == "on"


def test_within_one_second_a_poll_after_the_push_has_priority(store: LocationStore) -> None:
    """The poll started after the event, so its value is newer."""
    store.apply([event("on", NOW)], NOW)
    store.take([listed("off", NOW + timedelta(milliseconds=400))], store.start_poll())
    assert value(store) == "off"


def test_without_times_a_poll_has_priority_unless_an_event_arrived_during_it(
    store: LocationStore,
) -> None:
    """A status may have no timestamp."""
    store.apply([event("on", NOW)], NOW)
    store.take([listed("off", None)], store.start_poll())
    assert value(store) == "off"
    reading = store.start_poll()
    store.apply([event("on", NOW)], NOW)
    store.take([listed("off", None)], reading)
    assert value(store) == "on"


def test_the_unit_of_a_poll_is_added_to_a_newer_pushed_value(store: LocationStore) -> None:
    """The first status may have had no unit."""
    listener = CountingListener()
    store.listeners.watch("lamp", [SWITCH], listener)
    store.apply([event(21, NOW + timedelta(seconds=9))], NOW)
    reading = ListedDevice(LAMP, {SWITCH: Value(20, unit="C", time=NOW)}, None)
    store.take([reading], store.start_poll())
    known = store.value("lamp", SWITCH)
    assert known is not None
    assert (known.value, known.unit) == (21, "C")
    assert listener.times == 2


def test_only_a_complete_poll_removes_devices(store: LocationStore) -> None:
    """An unreadable item of a list may be an existing device."""
    listener = CountingListener()
    store.listeners.watch_health("lamp", listener)
    assert not store.take([], store.start_poll())
    assert "lamp" in store.devices
    changes = store.retain(frozenset(), store.start_poll())
    assert changes.removed == {"lamp"}
    assert store.devices == {}
    assert listener.times == 1


def test_new_attributes_and_labels_change_the_device(store: LocationStore) -> None:
    """Its entities have to be matched again."""
    grown = ListedDevice(LAMP, {SWITCH: Value("off", time=NOW), LEVEL: Value(5)}, None)
    assert store.take([grown], store.start_poll()).changed == {"lamp"}
    renamed = Device(device_id="lamp", label="Desk lamp")
    changes = store.take([ListedDevice(renamed, None, None)], store.start_poll())
    assert changes.changed == {"lamp"}
    assert value(store) == "off"


def test_first_values_of_attributes_are_returned_once(store: LocationStore) -> None:
    """Mapping entries that depend on values may apply now."""
    assert not store.apply([event("on", NOW + timedelta(seconds=1))], NOW).first_values
    level = replace(event(5), capability="switchLevel", attribute="level")
    assert store.apply([level], NOW).first_values == {"lamp"}
    assert not store.apply([replace(level, event_id="again")], NOW).first_values


def test_a_value_instead_of_null_changes_the_device(store: LocationStore) -> None:
    """It may be polled or pushed."""
    store.take([listed(None, NOW + timedelta(seconds=1))], store.start_poll())
    filled = listed("on", NOW + timedelta(seconds=2))
    assert store.take([filled], store.start_poll()).changed == {"lamp"}
    store.take([listed(None, NOW + timedelta(seconds=3))], store.start_poll())
    assert store.apply([event("off", NOW + timedelta(seconds=4))], NOW).first_values == {"lamp"}


def test_a_removed_device_is_forgotten_once(store: LocationStore) -> None:
    """Its entities are notified, because they are no longer available."""
    listener = CountingListener()
    store.listeners.watch_health("lamp", listener)
    assert store.remove("lamp") is True
    assert store.remove("lamp") is False
    assert listener.times == 1


async def test_all_listeners_can_be_notified_of_an_outage(store: LocationStore) -> None:
    """Availability depends on the cloud, too."""
    listener = CountingListener()
    store.listeners.watch_health("lamp", listener)
    await store.listeners.notify_all(tuple(store.devices))
    assert listener.times == 1
