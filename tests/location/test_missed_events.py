"""Missed events: proof, hints, and the calls that both cost."""

from datetime import UTC, datetime, timedelta

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.const import STATE_OFF, STATE_ON
from homeassistant.util import dt as dt_util

from custom_components.smartthings_smartapp.issues.issue import Issue, raised_issues
from simulator.devices.device import Readings, make_device
from simulator.devices.ids import HOME_LOCATION, Modes
from tests.common.missed_events import NO_LIMITS, WatchedHouse
from tests.common.notices import notice
from tests.common.plugs import PLUGS
from tests.common.world import World

DOOR, MOTION, REMOTE = (f"00000000-0000-4000-8000-0000000000c{number}" for number in range(3))
PLUG: Readings = {"switch": {"switch": "off"}, "battery": {"battery": 80}}
AT_REST: dict[str, Readings] = {
    DOOR: {"contactSensor": {"contact": "closed"}},
    MOTION: {"motionSensor": {"motion": "inactive"}},
    REMOTE: {"button": {"button": "pushed", "supportedButtonValues": ["pushed"]}},
}


@pytest.fixture
async def house(world: World, freezer: FrozenDateTimeFactory) -> WatchedHouse:
    """Set up a location with a door, a motion sensor, a remote and a plug."""
    world.simulator.options.rate_limits = NO_LIMITS.rate_limits
    for device_id in tuple(world.simulator.home.devices):
        world.simulator.home.remove_device(device_id)
    for device_id, capabilities in {
        **AT_REST,
        PLUGS[0]: PLUG,
    }.items():
        label = "Plug 0" if device_id == PLUGS[0] else f"Sensor {device_id[-1]}"
        world.simulator.home.add_device(
            make_device(
                device_id, label, location_id=HOME_LOCATION, components={"main": capabilities}
            )
        )
    entry = await world.add_location()
    house = WatchedHouse(world, freezer, entry)
    await house.pass_minutes(120, step=5)
    world.simulator.calls.clear()
    return house


async def came_and_went(house: WatchedHouse, *, pushed: bool = False) -> None:
    """Open and close the door, and start and end a motion, within a moment."""
    for source, values in (
        ((DOOR, "main", "contactSensor", "contact"), ("open", "closed")),
        ((MOTION, "main", "motionSensor", "motion"), ("active", "inactive")),
    ):
        for value in values:
            house.world.simulator.home.set_attribute(*source, value, report=pushed)
    await house.world.settle()


def listed(house: WatchedHouse) -> int:
    """Return how often the subscriptions were listed since the calls were last cleared."""
    return len(house.world.calls("GET", "/installedapps"))


async def test_a_press_without_an_event_is_missed(house: WatchedHouse) -> None:
    """Its value is the same as before, so its time is the proof."""
    house.world.simulator.home.set_attribute(
        REMOTE, "main", "button", "button", "pushed", report=False
    )
    await house.pass_minutes(20)
    missed_events = house.runtime.parts.missed_events
    assert missed_events.monitor.missed_by_device == {REMOTE: 1}
    assert missed_events.silent == {REMOTE}
    assert house.runtime.updates_of(REMOTE) == "polled"
    assert listed(house) == 1
    house.world.simulator.home.set_attribute(REMOTE, "main", "button", "button", "pushed")
    await house.pass_minutes(1)
    assert missed_events.silent == frozenset()
    await house.pass_minutes(180, step=5)
    assert missed_events.monitor.missed_by_device == {REMOTE: 1}


async def test_presses_with_events_are_never_missed(house: WatchedHouse) -> None:
    """The time of an event has whole seconds, that of the value milliseconds."""
    for _ in range(20):
        house.world.simulator.home.set_attribute(REMOTE, "main", "button", "button", "pushed")
        await house.world.settle()
        await house.runtime.parts.coordinator.async_refresh()
        await house.pass_minutes(3)
    assert house.runtime.parts.missed_events.monitor.missed_by_device == {}
    assert listed(house) == 0


async def test_deleted_subscriptions_are_found_by_hints_alone(house: WatchedHouse) -> None:
    """All values are the same at each poll, and no delivery arrives."""
    house.world.simulator.subscriptions.clear()
    for _ in range(3):
        await came_and_went(house, pushed=True)
        await house.pass_minutes(61)
    assert house.runtime.parts.missed_events.monitor.missed_by_device == {}
    assert listed(house) == 1
    assert house.world.simulator.subscriptions, "they are created again"
    assert raised_issues(house.world.hass, house.entry) == []
    house.switch_plug(0, "on", pushed=True)
    await house.world.settle()
    assert house.plug_state(0) == STATE_ON


async def test_an_address_that_does_not_work_is_found_by_hints_alone(
    house: WatchedHouse,
) -> None:
    """An issue is raised until a delivery arrives."""
    data = {**house.entry.data, "webhook_url": f"{house.world.url}/nothing/here"}
    house.world.hass.config_entries.async_update_entry(house.entry, data=data)
    for _ in range(3):
        await came_and_went(house)
        await house.pass_minutes(61)
    assert raised_issues(house.world.hass, house.entry) == [Issue.WEBHOOK_UNREACHABLE]
    text = notice(house.world.hass, house.entry, Issue.WEBHOOK_UNREACHABLE)
    assert "status 404" in text
    house.switch_plug(0, "on", pushed=True)
    await house.world.settle()
    assert raised_issues(house.world.hass, house.entry) == []


async def test_an_address_that_stops_working_later_is_found_too(house: WatchedHouse) -> None:
    """The check of the day before found nothing."""
    for day in range(2):
        for _ in range(5):
            await came_and_went(house)
            await house.pass_minutes(61)
        assert listed(house) == day + 1
        raised = raised_issues(house.world.hass, house.entry)
        assert (Issue.WEBHOOK_UNREACHABLE in raised) is bool(day)
        data = {**house.entry.data, "webhook_url": f"{house.world.url}/nothing/here"}
        house.world.hass.config_entries.async_update_entry(house.entry, data=data)
        await house.pass_minutes(1440, step=30)


async def test_hints_without_a_fault_cost_few_calls_and_raise_no_issue(
    house: WatchedHouse,
) -> None:
    """Some devices report the same value repeatedly, for which no event is sent."""
    for _ in range(24):
        await came_and_went(house)
        await house.pass_minutes(60, step=5)
    assert listed(house) == 1
    assert raised_issues(house.world.hass, house.entry) == []
    assert len(house.world.simulator.calls) < 53 + 20
    assert house.runtime.parts.missed_events.monitor.missed_by_device == {}


async def test_hints_cost_nothing_while_events_arrive(house: WatchedHouse) -> None:
    """Push works."""
    for value in ("on", "off") * 6:
        await came_and_went(house)
        house.switch_plug(0, value, pushed=True)
        await house.pass_minutes(60, step=5)
    assert listed(house) == 0


async def test_health_without_an_event_is_missed(house: WatchedHouse) -> None:
    """A device that went offline is; a change with an event is not."""
    house.world.simulator.faults.drop_deliveries(1)
    house.world.simulator.home.set_health(PLUGS[0], "OFFLINE")
    await house.pass_minutes(62)
    monitor = house.runtime.parts.missed_events.monitor
    assert monitor.missed_by_device == {PLUGS[0]: 1}
    assert listed(house) == 1
    house.world.simulator.home.set_health(PLUGS[0], "ONLINE")
    await house.pass_minutes(120, step=5)
    assert monitor.missed_by_device == {PLUGS[0]: 1}


async def test_the_first_health_of_a_device_is_not_missed(house: WatchedHouse) -> None:
    """No event reports the initial state of a device."""
    house.world.simulator.faults.drop_deliveries(2)
    shed = make_device(
        PLUGS[1], "Plug 1", location_id=HOME_LOCATION, components={"main": {"switch": {}}}
    )
    house.world.simulator.home.add_device(shed)
    house.world.simulator.home.set_health(PLUGS[1], "OFFLINE")
    await house.pass_minutes(62)
    assert PLUGS[1] in house.runtime.parts.store.devices
    assert not house.runtime.parts.store.online(PLUGS[1])
    assert house.runtime.parts.missed_events.monitor.missed_by_device == {}


async def test_a_mode_without_an_event_is_missed(house: WatchedHouse) -> None:
    """The platform has no time for a mode, only the poll before it is known."""
    house.world.simulator.faults.drop_deliveries(1)
    house.world.simulator.home.set_mode(HOME_LOCATION, Modes.NIGHT)
    await house.pass_minutes(64)
    assert house.runtime.parts.store.state.mode_id == Modes.NIGHT
    monitor = house.runtime.parts.missed_events.monitor
    (name,) = monitor.missed_by_subscription
    assert name.startswith("mode-")
    assert listed(house) == 1
    house.world.simulator.home.set_mode(HOME_LOCATION, Modes.HOME)
    await house.pass_minutes(120, step=5)
    assert monitor.missed_by_subscription == {name: 1}


async def test_a_clock_that_was_ahead_at_the_start_hides_no_missed_event(
    house: WatchedHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise no event is missed until the time has caught up."""
    with monkeypatch.context() as wrong:
        wrong.setattr(dt_util, "utcnow", lambda: datetime.now(UTC) + timedelta(days=30))
        await house.world.hass.config_entries.async_reload(house.entry.entry_id)
        await house.world.settle()
    await house.pass_minutes(10)
    house.world.simulator.home.set_attribute(
        REMOTE, "main", "button", "button", "pushed", report=False
    )
    await house.pass_minutes(20)
    assert house.runtime.parts.missed_events.monitor.missed_by_device == {REMOTE: 1}


async def test_changes_before_the_subscriptions_are_not_missed(house: WatchedHouse) -> None:
    """Someone deleted the subscriptions, and a save of the SmartApp creates them again."""
    house.world.simulator.subscriptions.clear()
    house.switch_plug(0, "on", pushed=True)
    await house.pass_minutes(5)
    assert house.plug_state(0) == STATE_OFF
    house.runtime.parts.subscriptions.request()
    await house.pass_minutes(10)
    assert house.plug_state(0) == STATE_ON
    assert house.runtime.parts.missed_events.monitor.missed_by_device == {}


async def test_a_frequent_capability_does_not_hide_a_silent_one(house: WatchedHouse) -> None:
    """The battery is reported all the time, the switch never."""
    house.switch_plug(0, "on")
    for number in range(20):
        house.world.simulator.home.set_attribute(
            PLUGS[0], "main", "battery", "battery", 70 - number
        )
        await house.pass_minutes(1)
    assert house.plug_state(0) == STATE_ON
    assert house.runtime.parts.missed_events.monitor.missed_by_device == {PLUGS[0]: 1}
    assert house.runtime.parts.missed_events.silent == {PLUGS[0]}


async def test_one_silent_device_costs_at_most_a_hundred_calls_a_day(
    house: WatchedHouse,
) -> None:
    """A location with only silent devices costs no more."""
    for round_ in range(24 * 3):
        house.switch_plug(0, "off" if round_ % 2 else "on")
        await house.pass_minutes(20, step=5)
    calls = house.world.simulator.calls
    assert house.runtime.parts.missed_events.silent == {PLUGS[0]}
    assert raised_issues(house.world.hass, house.entry) == [Issue.NO_DELIVERY]
    assert 53 < len(calls) <= 53 + 100


async def test_the_subscriptions_are_listed_a_few_times_a_day(house: WatchedHouse) -> None:
    """They are listed when a device becomes silent again, up to four times."""
    for _ in range(7):
        house.switch_plug(0, "on")
        await house.pass_minutes(75, step=5)
        house.switch_plug(0, "off", pushed=True)
        await house.pass_minutes(5)
    assert house.runtime.parts.missed_events.monitor.missed_by_device[PLUGS[0]] >= 6
    assert listed(house) == 4
    assert len(house.world.simulator.calls) <= 53 + 100


async def test_an_issue_of_an_earlier_set_up_ends(house: WatchedHouse) -> None:
    """The problem has to be detected again."""
    for value in ("on", "off") * 3:
        house.switch_plug(0, value)
        await house.pass_minutes(31, step=1)
    assert raised_issues(house.world.hass, house.entry) == [Issue.NO_DELIVERY]
    assert await house.world.hass.config_entries.async_reload(house.entry.entry_id)
    await house.world.settle()
    assert raised_issues(house.world.hass, house.entry) == []
