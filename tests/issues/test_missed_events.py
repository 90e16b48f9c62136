"""Missed events: they are detected, fixed by polls, and raise an issue if they continue."""

from dataclasses import replace
from datetime import timedelta

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.const import STATE_OFF, STATE_ON
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.issues.issue import Issue, raised_issues
from simulator import Forgery, SimulatorOptions
from simulator.devices.ids import HOME_LOCATION, Modes
from tests.common.events import home_event
from tests.common.flows import choose
from tests.common.missed_events import FREE, Home
from tests.common.plugs import PLUGS, only_plugs
from tests.common.receivers import receiver_of
from tests.common.world import World


@pytest.fixture
def simulator_options() -> SimulatorOptions:
    """Return a cloud without rate limits, because time passes in large steps here."""
    return FREE


@pytest.fixture
async def home(world: World, freezer: FrozenDateTimeFactory) -> Home:
    """Set up a location with only five plugs."""
    only_plugs(world)
    entry = await world.add_location()
    home = Home(world, freezer, entry)
    await home.passes(10)
    world.simulator.calls.clear()
    return home


async def test_a_missed_event_is_fixed_and_counted(home: Home) -> None:
    """The next poll finds it; then the device is polled until its events arrive again."""
    home.switched(1, "on")
    await home.passes(21)
    assert home.shown(1) == STATE_ON
    missed_events = home.runtime.parts.missed_events
    assert missed_events.monitor.missed_by_device == {PLUGS[1]: 1}
    assert list(missed_events.monitor.missed_by_subscription.values()) == [1]
    assert missed_events.silent == {PLUGS[1]}
    assert home.reads("/installedapps") == 1, "the subscriptions are compared once"
    await home.passes(7)
    assert home.reads(f"/devices/{PLUGS[1]}/status") == 3, "after 1, 3 and 7 minutes"
    home.switched(1, "off")
    await home.passes(8)
    assert home.shown(1) == STATE_OFF, "without an event"
    home.switched(1, "on", pushed=True)
    await home.passes(1)
    assert missed_events.silent == frozenset()
    home.reads("/")
    await home.passes(4)
    assert home.reads(f"/devices/{PLUGS[1]}") == 0


async def test_an_event_that_may_still_arrive_is_not_missed(home: Home) -> None:
    """A poll is sometimes faster than the delivery."""
    home.switched(1, "on")
    await home.runtime.parts.coordinator.async_refresh()
    await home.world.settle()
    assert home.shown(1) == STATE_ON
    assert home.runtime.parts.missed_events.monitor.missed_by_device == {}


async def test_a_single_missed_event_is_forgotten_after_a_while(home: Home) -> None:
    """Without another missed event, push is trusted again."""
    home.switched(2, "on")
    await home.passes(21)
    assert home.runtime.parts.missed_events.silent == {PLUGS[2]}
    await home.passes(20)
    assert home.runtime.parts.missed_events.silent == frozenset()
    assert raised_issues(home.world.hass, home.runtime.entry) == []


@pytest.mark.parametrize(
    ("kind", "heard_before"), [(Issue.SILENT_DELIVERY, True), (Issue.NO_DELIVERY, False)]
)
async def test_continued_missed_events_raise_an_issue_that_ends_by_itself(
    home: Home, caplog: pytest.LogCaptureFixture, kind: Issue, *, heard_before: bool
) -> None:
    """The states are never older than half an hour in that time."""
    caplog.set_level("INFO", "custom_components.smartthings_smartapp.issues.missed_events")
    if heard_before:
        home.switched(4, "on", pushed=True)
    for round_ in range(5):
        value = "off" if round_ % 2 else "on"
        home.switched(3, value)
        await home.passes(31)
        assert home.shown(3) == value
    assert raised_issues(home.world.hass, home.runtime.entry) == [kind]
    assert "Home" in home.issue(kind)
    assert "Plug 3" in home.issue(kind)
    assert (home.world.url in home.issue(kind)) is (kind is Issue.NO_DELIVERY)
    home.switched(3, "off", pushed=True)
    await home.passes(1)
    assert raised_issues(home.world.hass, home.runtime.entry) == []
    ours = [record for record in caplog.records if record.name.endswith(".missed_events")]
    assert len(ours) == 2, "one line when it begins and one when it ends"


async def test_many_silent_devices_are_polled_in_one_list(home: Home) -> None:
    """Five calls each time would use up the quota."""
    for number in range(5):
        home.switched(number, "on")
    await home.passes(21)
    assert len(home.runtime.parts.missed_events.silent) == 5
    home.reads("/")
    await home.passes(4)
    calls = home.world.simulator.calls
    assert [call.path for call in calls if "/devices" in call.path] == ["/devices"] * 2


async def test_a_device_without_subscriptions_is_not_silent(home: Home) -> None:
    """It is polled anyway, and its events are not expected."""
    plan = home.runtime.parts.subscriptions.plan
    assert plan is not None
    home.runtime.parts.subscriptions.plan = type(plan)(plan.subscriptions, plan.pairs, plan.pairs)
    home.switched(1, "on")
    await home.passes(22)
    assert home.shown(1) == STATE_ON
    assert home.runtime.parts.missed_events.monitor.missed_by_device == {}
    assert home.world.hass.states.get("binary_sensor.plug_1_connectivity") is not None


async def test_the_poll_interval_grows_while_push_works(home: Home) -> None:
    """It grows from five minutes to an hour, and shrinks with the first doubt."""
    coordinator = home.runtime.parts.coordinator
    seen = []
    for _ in range(30):
        seen.append(coordinator.update_interval)
        await home.passes(10, step=5)
    assert seen[-1] == timedelta(minutes=60)
    assert seen == sorted(seen, key=lambda value: value or timedelta())
    home.reads("/")
    await home.passes(240, step=2)
    assert home.reads("/devices") == 4
    home.switched(0, "on")
    await home.passes(61)
    assert home.shown(0) == STATE_ON
    assert coordinator.update_interval == timedelta(minutes=5)


@pytest.mark.parametrize(
    "simulator_options", [replace(FREE, status_in_list=False, health_in_list=False)]
)
async def test_a_missed_event_does_not_poll_each_device(
    home: Home,
) -> None:
    """Only the silent device is polled separately."""
    await home.passes(300, step=10)
    home.reads("/")
    home.switched(0, "on")
    await home.passes(64)
    assert home.shown(0) == STATE_ON
    assert home.runtime.parts.missed_events.silent == {PLUGS[0]}
    assert home.runtime.parts.coordinator.update_interval == timedelta(minutes=60)


def read_of(home: Home) -> tuple[int, int, int]:
    """Return the number of polls of devices, mode and scenes since the last call."""
    mode = f"/locations/{HOME_LOCATION}/modes/current"
    paths = [call.path for call in home.world.simulator.calls]
    home.world.simulator.calls.clear()
    return paths.count("/devices"), paths.count(mode), paths.count("/scenes")


async def test_the_location_is_polled_as_rarely_as_the_options_allow(home: Home) -> None:
    """No value is older than that, and a doubt still counts."""
    await choose(home.world, home.entry, longest_interval=360)
    await home.passes(900, step=30)
    coordinator = home.runtime.parts.coordinator
    assert coordinator.update_interval == timedelta(hours=6)
    read_of(home)
    await home.passes(1440, step=30)
    assert read_of(home) == (4, 4, 4)
    home.switched(0, "on")
    await home.passes(390, step=30)
    assert home.shown(0) == STATE_ON
    assert home.runtime.parts.missed_events.monitor.missed_by_device == {PLUGS[0]: 1}
    assert (coordinator.update_interval or timedelta()) < timedelta(hours=2)


async def test_the_location_is_polled_as_often_as_the_options_require(home: Home) -> None:
    """The mode is polled, too. A doubt that has begun also polls the scenes."""
    await choose(home.world, home.entry, longest_interval=5)
    await home.passes(15)
    read_of(home)
    await home.passes(60)
    assert read_of(home) == (12, 12, 0)
    home.switched(0, "on")
    await home.passes(14)
    assert home.runtime.parts.missed_events.silent == {PLUGS[0]}
    assert read_of(home)[2] == 1
    await home.passes(12)
    assert read_of(home)[2] == 0
    home.switched(0, "off", pushed=True)
    await home.passes(6)
    home.world.simulator.faults.forge(Forgery.BODY_CHANGED)
    home.switched(1, "on", pushed=True)
    await home.passes(6)
    assert home.shown(1) == STATE_ON
    assert read_of(home)[2] == 1


async def test_a_rejected_delivery_polls_more_often(home: Home) -> None:
    """It may have been authentic."""
    await home.passes(300, step=5)
    coordinator = home.runtime.parts.coordinator
    assert coordinator.update_interval == timedelta(minutes=60)
    home.world.simulator.faults.forge(Forgery.BODY_CHANGED)
    home.switched(0, "on", pushed=True)
    await home.world.settle()
    assert coordinator.update_interval == timedelta(minutes=5)
    await home.passes(6)
    assert home.shown(0) == STATE_ON


async def forged(home: Home, forgery: Forgery) -> None:
    """Let an attacker send a forged event."""
    home.world.simulator.faults.forge(forgery)
    event = home_event("MODE_EVENT", "modeEvent", modeId=Modes.NIGHT)
    await home.world.simulator.deliver_events(home.entry.data["installed_app_id"], [event])


async def test_forged_requests_cause_few_calls_and_displace_nothing(home: Home) -> None:
    """An attacker who knows the address can send one every few minutes."""
    await home.passes(300, step=5)
    receiver = receiver_of(home.runtime)
    home.switched(0, "on", pushed=True)
    await home.world.settle()
    home.reads("/")
    for _ in range(200):
        await forged(home, Forgery.WRONG_KEY)
        await home.passes(5, step=5)
    calls = [call for call in home.world.simulator.calls if call.token_kind != "none"]
    assert receiver.refusals == {"signature": 200}
    assert len(calls) < 80, "17 hours: 30 for the hours, and some for three doubts"
    assert len(receiver.log.last_refused) == 50
    assert receiver.log.last[-1].lifecycle == "EventDelivery"


async def test_a_request_without_a_signature_raises_no_doubt(home: Home) -> None:
    """Scanners of the internet send such requests to any address."""
    await home.passes(300, step=5)
    interval = home.runtime.parts.coordinator.update_interval
    for forgery in (Forgery.AUTHORIZATION_MISSING, Forgery.OTHER_ALGORITHM):
        await forged(home, forgery)
        await home.world.settle()
    assert receiver_of(home.runtime).refusals.total() == 2
    assert home.runtime.parts.coordinator.update_interval == interval == timedelta(minutes=60)


async def test_two_values_in_one_second_start_a_poll(home: Home) -> None:
    """Event times have whole seconds, so only the cloud knows the newer value."""
    home.reads("/")
    home.switched(4, "on", pushed=True)
    home.switched(4, "off", pushed=True)
    await home.world.settle()
    assert home.shown(4) == STATE_OFF
    assert home.reads("/devices") == 0
    await home.passes(2)
    assert home.reads("/devices") == 1


async def test_manual_updates_of_many_entities_are_one_poll(home: Home) -> None:
    """``homeassistant.update_entity`` for a whole room is one poll, and soon another one."""
    assert await async_setup_component(home.world.hass, "homeassistant", {})
    home.switched(1, "on")
    home.reads("/")
    await home.world.hass.services.async_call(
        "homeassistant",
        "update_entity",
        {"entity_id": [f"switch.plug_{number}" for number in range(5)] + ["select.home_mode"]},
        blocking=True,
    )
    await home.passes(1)
    assert home.shown(1) == STATE_ON
    assert 1 <= home.reads("/devices") <= 2


async def test_the_connectivity_sensor_shows_how_changes_arrive(home: Home) -> None:
    """They are pushed, or polled while the device is silent."""

    def updates(number: int) -> object:
        state = home.world.hass.states.get(f"binary_sensor.plug_{number}_connectivity")
        assert state is not None
        return state.attributes["updates"]

    assert updates(1) == "push"
    home.switched(1, "on")
    await home.passes(21)
    assert home.runtime.updates_of(PLUGS[1]) == "polled"


async def test_the_calls_of_a_day_are_counted_by_purpose(home: Home) -> None:
    """The sensor of the location is disabled by default."""
    registry = er.async_get(home.world.hass)
    entity_id = registry.async_get_entity_id("sensor", DOMAIN, f"{HOME_LOCATION}_calls_today")
    assert entity_id is not None
    registry.async_update_entity(entity_id, disabled_by=None)
    entry = home.entry
    await home.world.hass.config_entries.async_reload(entry.entry_id)
    await home.world.settle()
    await home.passes(30)
    state = home.world.hass.states.get(entity_id)
    assert state is not None
    calls = entry.runtime_data.calls
    assert calls.day["devices"] >= 2
    assert calls.day["subscriptions"] == 1
    assert int(state.state) == sum(calls.day.values())
    assert state.attributes["unit_of_measurement"] == "calls"
    assert state.attributes["devices"] == calls.day["devices"]
    home.freezer.tick(timedelta(days=9))
    assert calls.day == {}
    assert len(calls.days) == 1


async def test_a_proxy_in_front_of_the_address_is_named(home: Home) -> None:
    """Home Assistant checks its own address once, and shows the result."""
    entry = home.runtime.entry
    url = f"{home.world.url}/nothing/here"
    home.world.hass.config_entries.async_update_entry(
        entry, data={**entry.data, "webhook_url": url}
    )
    for round_ in range(5):
        home.switched(3, "off" if round_ % 2 else "on")
        await home.passes(31)
    assert raised_issues(home.world.hass, entry) == [Issue.WEBHOOK_UNREACHABLE]
    assert "status 404" in home.issue(Issue.WEBHOOK_UNREACHABLE)
    assert "Plug 3" in home.issue(Issue.WEBHOOK_UNREACHABLE)
    home.switched(3, "off", pushed=True)
    await home.passes(5)
    home.switched(3, "on", pushed=True)
    await home.passes(5)
    assert raised_issues(home.world.hass, entry) == []


@pytest.mark.parametrize("heard_before", [True, False])
async def test_the_missing_header_of_rejected_deliveries_is_named(
    home: Home, *, heard_before: bool
) -> None:
    """The text does not ask to restart a hub, or to look for a message that does arrive."""
    if heard_before:
        home.switched(4, "on", pushed=True)
    entry = home.runtime.entry
    home.world.simulator.faults.forge(Forgery.DIGEST_DROPPED, 99)
    for round_ in range(5):
        home.switched(3, "off" if round_ % 2 else "on", pushed=True)
        await home.passes(31)
    assert raised_issues(home.world.hass, entry) == [Issue.DELIVERIES_REFUSED]
    text = home.issue(Issue.DELIVERIES_REFUSED)
    assert "without a usable header `Digest`" in text
    assert home.world.url in text
    home.world.simulator.faults.clear()
    home.switched(3, "off", pushed=True)
    await home.passes(1)
    assert raised_issues(home.world.hass, entry) == []
