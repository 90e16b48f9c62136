"""Missed events: proof, hints, and the calls that both cost."""

from datetime import UTC, datetime, timedelta

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.const import STATE_OFF, STATE_ON
from homeassistant.util import dt as dt_util

from custom_components.smartthings_smartapp.issues.issue import Issue, raised_issues
from simulator.devices.device import Readings, make_device
from simulator.devices.ids import HOME_LOCATION, Modes
from tests.common.missed_events import FREE, Home
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
async def home(world: World, freezer: FrozenDateTimeFactory) -> Home:
    """Set up a location with a door, a motion sensor, a remote and a plug."""
    world.simulator.options.rate_limits = FREE.rate_limits
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
    home = Home(world, freezer, entry)
    await home.passes(120, step=5)
    world.simulator.calls.clear()
    return home


async def came_and_went(home: Home, *, pushed: bool = False) -> None:
    """Open and close the door, and start and end a motion, within a moment."""
    for source, values in (
        ((DOOR, "main", "contactSensor", "contact"), ("open", "closed")),
        ((MOTION, "main", "motionSensor", "motion"), ("active", "inactive")),
    ):
        for value in values:
            home.world.simulator.home.set_attribute(*source, value, report=pushed)
    await home.world.settle()


def listed(home: Home) -> int:
    """Return how often the subscriptions were listed since the calls were last cleared."""
    return len(home.world.calls("GET", "/installedapps"))


async def test_a_press_without_an_event_is_missed(home: Home) -> None:
    """Its value is the same as before, so its time is the proof."""
    home.world.simulator.home.set_attribute(
        REMOTE, "main", "button", "button", "pushed", report=False
    )
    await home.passes(20)
    missed_events = home.runtime.parts.missed_events
    assert missed_events.monitor.missed_by_device == {REMOTE: 1}
    assert missed_events.silent == {REMOTE}
    assert home.runtime.updates_of(REMOTE) == "polled"
    assert listed(home) == 1
    home.world.simulator.home.set_attribute(REMOTE, "main", "button", "button", "pushed")
    await home.passes(1)
    assert missed_events.silent == frozenset()
    await home.passes(180, step=5)
    assert missed_events.monitor.missed_by_device == {REMOTE: 1}


async def test_presses_with_events_are_never_missed(home: Home) -> None:
    """The time of an event has whole seconds, that of the value milliseconds."""
    for _ in range(20):
        home.world.simulator.home.set_attribute(REMOTE, "main", "button", "button", "pushed")
        await home.world.settle()
        await home.runtime.parts.coordinator.async_refresh()
        await home.passes(3)
    assert home.runtime.parts.missed_events.monitor.missed_by_device == {}
    assert listed(home) == 0


async def test_deleted_subscriptions_are_found_by_hints_alone(home: Home) -> None:
    """All values are the same at each poll, and no delivery arrives."""
    home.world.simulator.subscriptions.clear()
    for _ in range(3):
        await came_and_went(home, pushed=True)
        await home.passes(61)
    assert home.runtime.parts.missed_events.monitor.missed_by_device == {}
    assert listed(home) == 1
    assert home.world.simulator.subscriptions, "they are created again"
    assert raised_issues(home.world.hass, home.entry) == []
    home.switched(0, "on", pushed=True)
    await home.world.settle()
    assert home.shown(0) == STATE_ON


async def test_an_address_that_does_not_work_is_found_by_hints_alone(home: Home) -> None:
    """An issue is raised until a delivery arrives."""
    data = {**home.entry.data, "webhook_url": f"{home.world.url}/nothing/here"}
    home.world.hass.config_entries.async_update_entry(home.entry, data=data)
    for _ in range(3):
        await came_and_went(home)
        await home.passes(61)
    assert raised_issues(home.world.hass, home.entry) == [Issue.WEBHOOK_UNREACHABLE]
    text = notice(home.world.hass, home.entry, Issue.WEBHOOK_UNREACHABLE)
    assert "status 404" in text
    assert "Sensor 0, Sensor 1" in text
    home.switched(0, "on", pushed=True)
    await home.world.settle()
    assert raised_issues(home.world.hass, home.entry) == []


async def test_an_address_that_stops_working_later_is_found_too(home: Home) -> None:
    """The check of the day before found nothing."""
    for day in range(2):
        for _ in range(5):
            await came_and_went(home)
            await home.passes(61)
        assert listed(home) == day + 1
        raised = raised_issues(home.world.hass, home.entry)
        assert (Issue.WEBHOOK_UNREACHABLE in raised) is bool(day)
        data = {**home.entry.data, "webhook_url": f"{home.world.url}/nothing/here"}
        home.world.hass.config_entries.async_update_entry(home.entry, data=data)
        await home.passes(1440, step=30)


async def test_hints_without_a_fault_cost_few_calls_and_raise_no_issue(home: Home) -> None:
    """Some devices report the same value repeatedly, for which no event is sent."""
    for _ in range(24):
        await came_and_went(home)
        await home.passes(60, step=5)
    assert listed(home) == 1
    assert raised_issues(home.world.hass, home.entry) == []
    assert len(home.world.simulator.calls) < 53 + 20
    assert home.runtime.parts.missed_events.monitor.missed_by_device == {}


async def test_hints_cost_nothing_while_events_arrive(home: Home) -> None:
    """Push works."""
    for value in ("on", "off") * 6:
        await came_and_went(home)
        home.switched(0, value, pushed=True)
        await home.passes(60, step=5)
    assert listed(home) == 0


async def test_health_without_an_event_is_missed(home: Home) -> None:
    """A device that went offline is; a change with an event is not."""
    home.world.simulator.faults.drop_deliveries(1)
    home.world.simulator.home.set_health(PLUGS[0], "OFFLINE")
    await home.passes(62)
    monitor = home.runtime.parts.missed_events.monitor
    assert monitor.missed_by_device == {PLUGS[0]: 1}
    assert listed(home) == 1
    home.world.simulator.home.set_health(PLUGS[0], "ONLINE")
    await home.passes(120, step=5)
    assert monitor.missed_by_device == {PLUGS[0]: 1}


async def test_the_first_health_of_a_device_is_not_missed(home: Home) -> None:
    """No event reports the initial state of a device."""
    home.world.simulator.faults.drop_deliveries(2)
    shed = make_device(
        PLUGS[1], "Plug 1", location_id=HOME_LOCATION, components={"main": {"switch": {}}}
    )
    home.world.simulator.home.add_device(shed)
    home.world.simulator.home.set_health(PLUGS[1], "OFFLINE")
    await home.passes(62)
    assert PLUGS[1] in home.runtime.parts.store.devices
    assert not home.runtime.parts.store.online(PLUGS[1])
    assert home.runtime.parts.missed_events.monitor.missed_by_device == {}


async def test_a_mode_without_an_event_is_missed(home: Home) -> None:
    """The platform has no time for a mode, only the poll before it is known."""
    home.world.simulator.faults.drop_deliveries(1)
    home.world.simulator.home.set_mode(HOME_LOCATION, Modes.NIGHT)
    await home.passes(64)
    assert home.runtime.parts.store.state.mode_id == Modes.NIGHT
    monitor = home.runtime.parts.missed_events.monitor
    (name,) = monitor.missed_by_subscription
    assert name.startswith("mode-")
    assert listed(home) == 1
    home.world.simulator.home.set_mode(HOME_LOCATION, Modes.HOME)
    await home.passes(120, step=5)
    assert monitor.missed_by_subscription == {name: 1}


async def test_a_clock_that_was_ahead_at_the_start_hides_no_missed_event(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise no event is missed until the time has caught up."""
    with monkeypatch.context() as wrong:
        wrong.setattr(dt_util, "utcnow", lambda: datetime.now(UTC) + timedelta(days=30))
        await home.world.hass.config_entries.async_reload(home.entry.entry_id)
        await home.world.settle()
    await home.passes(10)
    home.world.simulator.home.set_attribute(
        REMOTE, "main", "button", "button", "pushed", report=False
    )
    await home.passes(20)
    assert home.runtime.parts.missed_events.monitor.missed_by_device == {REMOTE: 1}


async def test_changes_before_the_subscriptions_are_not_missed(home: Home) -> None:
    """Someone deleted the subscriptions, and a save of the SmartApp creates them again."""
    home.world.simulator.subscriptions.clear()
    home.switched(0, "on", pushed=True)
    await home.passes(5)
    assert home.shown(0) == STATE_OFF
    home.runtime.parts.subscriptions.request()
    await home.passes(10)
    assert home.shown(0) == STATE_ON
    assert home.runtime.parts.missed_events.monitor.missed_by_device == {}


async def test_a_frequent_capability_does_not_hide_a_silent_one(home: Home) -> None:
    """The battery is reported all the time, the switch never."""
    home.switched(0, "on")
    for number in range(20):
        home.world.simulator.home.set_attribute(PLUGS[0], "main", "battery", "battery", 70 - number)
        await home.passes(1)
    assert home.shown(0) == STATE_ON
    assert home.runtime.parts.missed_events.monitor.missed_by_device == {PLUGS[0]: 1}
    assert home.runtime.parts.missed_events.silent == {PLUGS[0]}


async def test_one_silent_device_costs_at_most_a_hundred_calls_a_day(home: Home) -> None:
    """A location with only silent devices costs no more."""
    for round_ in range(24 * 3):
        home.switched(0, "off" if round_ % 2 else "on")
        await home.passes(20, step=5)
    calls = home.world.simulator.calls
    assert home.runtime.parts.missed_events.silent == {PLUGS[0]}
    assert raised_issues(home.world.hass, home.entry) == [Issue.NO_DELIVERY]
    assert 53 < len(calls) <= 53 + 100


async def test_the_subscriptions_are_listed_a_few_times_a_day(home: Home) -> None:
    """They are listed when a device becomes silent again, up to four times."""
    for _ in range(7):
        home.switched(0, "on")
        await home.passes(75, step=5)
        home.switched(0, "off", pushed=True)
        await home.passes(5)
    assert home.runtime.parts.missed_events.monitor.missed_by_device[PLUGS[0]] >= 6
    assert listed(home) == 4
    assert len(home.world.simulator.calls) <= 53 + 100


async def test_an_issue_of_an_earlier_set_up_ends(home: Home) -> None:
    """The problem has to be detected again."""
    for value in ("on", "off") * 3:
        home.switched(0, value)
        await home.passes(31, step=1)
    assert raised_issues(home.world.hass, home.entry) == [Issue.NO_DELIVERY]
    assert await home.world.hass.config_entries.async_reload(home.entry.entry_id)
    await home.world.settle()
    assert raised_issues(home.world.hass, home.entry) == []
