"""The push monitor as arithmetic: no Home Assistant, no cloud, no waiting."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from custom_components.smartthings_smartapp.cloud.delivery.events import (
    DeviceEvent,
    DeviceHealthEvent,
    Event,
    ModeEvent,
    SceneLifecycleEvent,
)
from custom_components.smartthings_smartapp.cloud.subscription_plan import (
    DeviceCapability,
    SourceType,
    SubscriptionPlan,
    make_plan,
)
from custom_components.smartthings_smartapp.location.changes import NewerPoll
from custom_components.smartthings_smartapp.location.push_monitor import (
    READS_A_DAY,
    Findings,
    PushMonitor,
    Subject,
)
from custom_components.smartthings_smartapp.mapping.descriptions.base import Source

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
MINUTE, HOUR = 60.0, 3600.0
PRESSES = frozenset({Source("button", "button")})
PAIRS = dict.fromkeys(
    (
        DeviceCapability("door", "contactSensor"),
        DeviceCapability("door", "battery"),
        DeviceCapability("remote", "button"),
        DeviceCapability("lamp", "switch"),
    ),
    1,
)
DOOR = Subject(SourceType.DEVICE, "door", "contactSensor")


def planned(ceiling: int = 40) -> SubscriptionPlan:
    """Return the subscriptions for the devices, up to the ceiling."""
    return make_plan(
        PAIRS,
        location_id="home",
        location_level=["MODE", "DEVICE_HEALTH"],
        every_report=["button"],
        ceiling=ceiling,
    )


class Watched:
    """A monitor, and its clock."""

    def __init__(self) -> None:
        """Start an hour after the subscriptions."""
        self.seconds = 0.0
        self.plan = planned()
        self.monitor = PushMonitor(PRESSES, lambda: self.now, lambda: self.seconds)
        self.passes(HOUR)

    @property
    def now(self) -> datetime:
        """Current time of SmartThings' clock."""
        return START + timedelta(seconds=self.seconds)

    def passes(self, seconds: float) -> None:
        """Let time pass without a check."""
        self.seconds += seconds

    def settle(self) -> Findings:
        """Check for events that have not arrived in time."""
        return self.monitor.check_pending(self.plan, ())

    def polls(self, *overtaken: NewerPoll) -> Findings:
        """Let a poll find values, and let the time for their events pass."""
        self.monitor.update(self.plan, (), overtaken)
        self.passes(2 * MINUTE)
        return self.settle()

    def changed(self, subject: Subject = DOOR, *, ago: float = HOUR / 2) -> NewerPoll:
        """Return another value than the known one."""
        time = self.now - timedelta(seconds=ago)
        attribute = "contact" if subject is DOOR else subject.capability
        return NewerPoll(
            subject.source,
            time,
            changed=True,
            device_id=subject.device_id,
            capability=subject.capability,
            attribute=attribute,
        )

    def renewed(self, device_id: str, capability: str, attribute: str) -> NewerPoll:
        """Return the known value with a newer time."""
        return self.changed(Subject(SourceType.DEVICE, device_id, capability))._replace(
            changed=False, attribute=attribute
        )

    def event(self, subject: Subject = DOOR, *, ago: float = 0) -> Event:
        """Return an event about the same subject."""
        time = self.now - timedelta(seconds=ago)
        match subject.source:
            case SourceType.DEVICE_HEALTH:
                return DeviceHealthEvent(
                    event_id="", time=time, location_id="home", device_id="door", status="ONLINE"
                )
            case SourceType.MODE:
                return ModeEvent(event_id="", time=time, location_id="home", mode_id="night")
        return DeviceEvent(
            event_id="",
            time=time,
            location_id="home",
            device_id=subject.device_id,
            component="main",
            capability=subject.capability,
            attribute="any",
            value="any",
            state_change=True,
        )


@pytest.fixture
def watched() -> Watched:
    """Return a monitor that expects events."""
    return Watched()


# Proof


def test_another_value_without_an_event_is_a_missed_event(watched: Watched) -> None:
    """It counts for the device and for each subscription that covers it."""
    assert watched.polls(watched.changed()) == Findings((DOOR,), begun=True)
    monitor = watched.monitor
    assert monitor.missed_by_device == {"door": 1}
    names = {
        wanted.name for wanted in watched.plan.covering(DeviceCapability("door", "contactSensor"))
    }
    assert monitor.missed_by_subscription == dict.fromkeys(names, 1)
    assert monitor.silent == {"door"}


def test_a_newer_press_is_proof_although_the_value_is_the_same(watched: Watched) -> None:
    """Only the attribute of presses is; others may be reported at any time."""
    assert watched.polls(watched.renewed("remote", "button", "numberOfButtons")).missed == ()
    press = Subject(SourceType.DEVICE, "remote", "button")
    assert watched.polls(watched.renewed("remote", "button", "button")).missed == (press,)


@pytest.mark.parametrize("subject", [DOOR, Subject(SourceType.DEVICE_HEALTH, "door")])
def test_an_event_may_arrive_after_the_poll(watched: Watched, subject: Subject) -> None:
    """It may take two minutes; an older event does not count."""
    item = watched.changed(subject, ago=30)
    watched.monitor.update(watched.plan, (), [item])
    assert watched.monitor.next_check == pytest.approx(90)
    watched.passes(89)
    assert watched.settle() == Findings()
    watched.monitor.received([watched.event(subject, ago=200)])
    assert watched.monitor.next_check == pytest.approx(1)
    watched.monitor.received([watched.event(subject, ago=119 + 4)])
    assert watched.monitor.next_check is None
    watched.passes(HOUR)
    assert watched.settle() == Findings()


def test_events_of_long_ago_are_not_expected(watched: Watched) -> None:
    """A time in the future is handled like any other."""
    watched.monitor.update(watched.plan, (), [watched.changed(ago=HOUR / 2)])
    assert watched.monitor.next_check == pytest.approx(1)
    ahead = Watched()
    ahead.monitor.update(ahead.plan, (), [ahead.changed(ago=-HOUR)])
    assert ahead.monitor.next_check == pytest.approx(2 * MINUTE)


def test_other_events_hide_no_missed_event(watched: Watched) -> None:
    """A reported battery level is no sign for the contact of the same device."""
    battery = Subject(SourceType.DEVICE, "door", "battery")
    watched.monitor.update(watched.plan, (), [watched.changed()])
    watched.monitor.received([watched.event(battery)])
    watched.passes(2 * MINUTE)
    assert watched.settle().missed == (DOOR,)
    watched.monitor.received([watched.event(battery)])
    assert watched.monitor.silent == {"door"}
    assert watched.monitor.received([watched.event()])
    assert watched.monitor.silent == frozenset()


def test_missed_health_and_mode_make_no_device_silent(watched: Watched) -> None:
    """A read of one device has neither; the subscriptions may be wrong."""
    for subject in (Subject(SourceType.DEVICE_HEALTH, "door"), Subject(SourceType.MODE)):
        assert watched.polls(watched.changed(subject)) == Findings((subject,), begun=True)
    names = {item.name for item in watched.plan.subscriptions if not item.capability.isalpha()}
    assert watched.monitor.missed_by_subscription.keys() <= names
    assert len(watched.monitor.missed_by_subscription) == 2
    assert watched.monitor.silent == frozenset()
    assert watched.monitor.next_check is None


def test_unexpected_events_are_not_missed(watched: Watched) -> None:
    """They are before the subscriptions, or of polled, unwanted or refused ones."""
    unwanted = Subject(SourceType.DEVICE, "door", "temperatureMeasurement")
    assert watched.plan.covering(DeviceCapability("door", "temperatureMeasurement"))
    assert watched.polls(watched.changed(unwanted)).missed == ()
    before = watched.changed()
    watched.monitor.subscribed()
    assert watched.polls(before).missed == ()
    watched.plan = planned(ceiling=2)
    assert watched.polls(watched.changed(ago=1)).missed == ()
    watched.plan = planned()
    refused = set(watched.plan.subscriptions)
    item = watched.changed(ago=1)
    watched.monitor.update(watched.plan, refused, [item])
    assert watched.monitor.next_check is None
    assert watched.polls(item).missed == (DOOR,)


# Hints


def hints(watched: Watched, count: int) -> bool:
    """Let a poll find values with newer times; return whether that is suspicious."""
    pairs = (("door", "battery"), ("lamp", "switch"), ("door", "contactSensor"))
    found = watched.polls(*(watched.renewed(*pair, "value") for pair in pairs[:count]))
    assert found == Findings()
    return watched.monitor.take_suspicion()


def test_several_hints_without_any_delivery_are_suspicious_once(watched: Watched) -> None:
    """Three hints from two polls over an hour are; they are no missed events."""
    assert not hints(watched, 2)
    watched.passes(HOUR)
    assert hints(watched, 1)
    assert watched.monitor.hinting.keys() == {"door", "lamp"}
    assert not watched.monitor.take_suspicion()


@pytest.mark.parametrize(
    ("counts", "pause"), [((2, 0), HOUR), ((3, 0), HOUR), ((1, 1), HOUR), ((2, 2), HOUR / 2)]
)
def test_few_hints_are_not_suspicious(
    watched: Watched, counts: Iterable[int], pause: float
) -> None:
    """A single poll may fall between a report and its event."""
    for count in counts:
        assert not hints(watched, count)
        watched.passes(pause)


def test_any_delivery_clears_the_hints(watched: Watched) -> None:
    """Push works, and SmartThings left out reports without a change."""
    hints(watched, 3)
    scene = SceneLifecycleEvent(
        event_id="", time=watched.now, location_id="home", lifecycle="CREATE", scene_id="scene"
    )
    watched.monitor.received([scene])
    watched.passes(HOUR)
    assert not hints(watched, 3)
    assert watched.monitor.received_any


def test_hints_from_before_the_subscriptions_do_not_count(watched: Watched) -> None:
    hints(watched, 3)
    watched.monitor.subscribed()
    watched.passes(HOUR)
    assert not hints(watched, 1)


# Reads


def reads(watched: Watched, hours: float, *, calls: int = 1, missing: bool = True) -> list[float]:
    """Return the minutes at which silent devices are read."""
    found = []
    end = watched.seconds + hours * HOUR
    began = watched.seconds
    while (wait := watched.monitor.next_check) is not None and watched.seconds + wait <= end:
        watched.passes(wait)
        watched.settle()
        if watched.monitor.read_due:
            found.append((watched.seconds - began) / MINUTE)
            watched.monitor.read_done(calls)
            if missing:
                item = watched.changed(ago=HOUR)
                watched.monitor.update(watched.plan, (), [item])
            watched.settle()
    return found


def test_a_single_missed_event_is_forgotten_after_few_reads(watched: Watched) -> None:
    watched.polls(watched.changed())
    assert reads(watched, 24, missing=False) == [1, 3, 7]
    assert watched.monitor.silent == frozenset()


def test_a_silent_device_is_read_less_and_less(watched: Watched) -> None:
    """It costs at most sixty calls a day, also if one read needs many calls."""
    watched.polls(watched.changed())
    first = reads(watched, 24)
    assert first[:7] == [1, 3, 7, 15, 31, 61, 91]
    assert len(first) <= READS_A_DAY
    assert watched.monitor.long_silent == {"door"}
    costly = Watched()
    costly.polls(costly.changed())
    assert len(reads(costly, 24, calls=25)) == 3
    assert costly.monitor.silent == frozenset(), "it does not stay silent until the next read"


def test_devices_that_become_silent_in_turns_share_one_budget(watched: Watched) -> None:
    """Each begins with a read after a minute."""
    lamp = Subject(SourceType.DEVICE, "lamp", "switch")
    count = 0
    for _ in range(24):
        for subject in (DOOR, lamp):
            watched.polls(watched.changed(subject, ago=1))
            count += len(reads(watched, 0.4, missing=False))
            watched.monitor.received([watched.event(subject)])
            watched.passes(0.1 * HOUR - 2 * MINUTE)
    assert READS_A_DAY - 2 <= count <= READS_A_DAY


def test_repeatedly_missed_events_over_an_hour_raise_the_issue(watched: Watched) -> None:
    """Three events of one short outage do not."""
    for _ in range(3):
        watched.polls(watched.changed())
    watched.passes(HOUR)
    assert watched.monitor.long_silent == frozenset()
    watched.polls(watched.changed())
    assert watched.monitor.long_silent == {"door"}
    watched.monitor.received([watched.event()])
    assert watched.monitor.long_silent == frozenset()
    watched.polls(watched.changed())
    assert watched.monitor.long_silent == frozenset()


def test_a_device_stays_silent_until_an_event_arrives(watched: Watched) -> None:
    """A lock that is used once a day and never reported is found, too."""
    for _ in range(3):
        assert watched.polls(watched.changed()).begun
        watched.passes(24 * HOUR)
        assert watched.settle().recovered
    assert watched.polls(watched.changed()).begun
    assert watched.monitor.long_silent == {"door"}


def test_devices_without_a_subscription_are_not_read_any_more(watched: Watched) -> None:
    watched.polls(watched.changed())
    watched.plan = planned(ceiling=2)
    assert watched.settle().recovered
    assert watched.monitor.next_check is None
