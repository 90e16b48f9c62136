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
from tests.common.flows import change_options
from tests.common.missed_events import NO_LIMITS, WatchedHouse
from tests.common.plugs import PLUGS, only_plugs
from tests.common.receivers import receiver_of
from tests.common.world import World


@pytest.fixture
def simulator_options() -> SimulatorOptions:
    """Return a cloud without rate limits, because time passes in large steps here."""
    return NO_LIMITS


@pytest.fixture
async def house(world: World, freezer: FrozenDateTimeFactory) -> WatchedHouse:
    """Set up a location with only five plugs."""
    only_plugs(world)
    entry = await world.add_location()
    house = WatchedHouse(world, freezer, entry)
    await house.pass_minutes(10)
    world.simulator.calls.clear()
    return house


async def test_a_missed_event_is_fixed_and_counted(house: WatchedHouse) -> None:
    """The next poll finds it; then the device is polled until its events arrive again."""
    house.switch_plug(1, "on")
    await house.pass_minutes(21)
    assert house.plug_state(1) == STATE_ON
    missed_events = house.runtime.parts.missed_events
    assert missed_events.monitor.missed_by_device == {PLUGS[1]: 1}
    assert list(missed_events.monitor.missed_by_subscription.values()) == [1]
    assert missed_events.silent == {PLUGS[1]}
    assert house.count_reads("/installedapps") == 1, "the subscriptions are compared once"
    await house.pass_minutes(7)
    assert house.count_reads(f"/devices/{PLUGS[1]}/status") == 3, "after 1, 3 and 7 minutes"
    house.switch_plug(1, "off")
    await house.pass_minutes(8)
    assert house.plug_state(1) == STATE_OFF, "without an event"
    house.switch_plug(1, "on", pushed=True)
    await house.pass_minutes(1)
    assert missed_events.silent == frozenset()
    house.count_reads("/")
    await house.pass_minutes(4)
    assert house.count_reads(f"/devices/{PLUGS[1]}") == 0


async def test_an_event_that_may_still_arrive_is_not_missed(house: WatchedHouse) -> None:
    """A poll is sometimes faster than the delivery."""
    house.switch_plug(1, "on")
    await house.runtime.parts.coordinator.async_refresh()
    await house.world.settle()
    assert house.plug_state(1) == STATE_ON
    assert house.runtime.parts.missed_events.monitor.missed_by_device == {}


async def test_a_single_missed_event_is_forgotten_after_a_while(house: WatchedHouse) -> None:
    """Without another missed event, push is trusted again."""
    house.switch_plug(2, "on")
    await house.pass_minutes(21)
    assert house.runtime.parts.missed_events.silent == {PLUGS[2]}
    await house.pass_minutes(20)
    assert house.runtime.parts.missed_events.silent == frozenset()
    assert raised_issues(house.world.hass, house.runtime.entry) == []


@pytest.mark.parametrize(
    ("kind", "heard_before"), [(Issue.SILENT_DELIVERY, True), (Issue.NO_DELIVERY, False)]
)
async def test_continued_missed_events_raise_an_issue_that_ends_by_itself(
    house: WatchedHouse, caplog: pytest.LogCaptureFixture, kind: Issue, *, heard_before: bool
) -> None:
    """The states are never older than half an hour in that time."""
    caplog.set_level("INFO", "custom_components.smartthings_smartapp.issues.missed_events")
    if heard_before:
        house.switch_plug(4, "on", pushed=True)
    for round_ in range(5):
        value = "off" if round_ % 2 else "on"
        house.switch_plug(3, value)
        await house.pass_minutes(31)
        assert house.plug_state(3) == value
    assert raised_issues(house.world.hass, house.runtime.entry) == [kind]
    assert "Home" in house.issue(kind)
    assert "Plug 3" in house.issue(kind)
    assert (house.world.url in house.issue(kind)) is (kind is Issue.NO_DELIVERY)
    house.switch_plug(3, "off", pushed=True)
    await house.pass_minutes(1)
    assert raised_issues(house.world.hass, house.runtime.entry) == []
    ours = [record for record in caplog.records if record.name.endswith(".missed_events")]
    assert len(ours) == 2, "one line when it begins and one when it ends"


async def test_many_silent_devices_are_polled_in_one_list(house: WatchedHouse) -> None:
    """Five calls each time would use up the quota."""
    for number in range(5):
        house.switch_plug(number, "on")
    await house.pass_minutes(21)
    assert len(house.runtime.parts.missed_events.silent) == 5
    house.count_reads("/")
    await house.pass_minutes(4)
    calls = house.world.simulator.calls
    assert [call.path for call in calls if "/devices" in call.path] == ["/devices"] * 2


async def test_a_device_without_subscriptions_is_not_silent(house: WatchedHouse) -> None:
    """It is polled anyway, and its events are not expected."""
    plan = house.runtime.parts.subscriptions.plan
    assert plan is not None
    house.runtime.parts.subscriptions.plan = type(plan)(plan.subscriptions, plan.pairs, plan.pairs)
    house.switch_plug(1, "on")
    await house.pass_minutes(22)
    assert house.plug_state(1) == STATE_ON
    assert house.runtime.parts.missed_events.monitor.missed_by_device == {}
    assert house.world.hass.states.get("binary_sensor.plug_1_connectivity") is not None


async def test_the_poll_interval_grows_while_push_works(house: WatchedHouse) -> None:
    """It grows from five minutes to an hour, and shrinks with the first doubt."""
    coordinator = house.runtime.parts.coordinator
    seen = []
    for _ in range(30):
        seen.append(coordinator.update_interval)
        await house.pass_minutes(10, step=5)
    assert seen[-1] == timedelta(minutes=60)
    assert seen == sorted(seen, key=lambda value: value or timedelta())
    house.count_reads("/")
    await house.pass_minutes(240, step=2)
    assert house.count_reads("/devices") == 4
    house.switch_plug(0, "on")
    await house.pass_minutes(61)
    assert house.plug_state(0) == STATE_ON
    assert coordinator.update_interval == timedelta(minutes=5)


@pytest.mark.parametrize(
    "simulator_options", [replace(NO_LIMITS, status_in_list=False, health_in_list=False)]
)
async def test_a_missed_event_does_not_poll_each_device(
    house: WatchedHouse,
) -> None:
    """Only the silent device is polled separately."""
    await house.pass_minutes(300, step=10)
    house.count_reads("/")
    house.switch_plug(0, "on")
    await house.pass_minutes(64)
    assert house.plug_state(0) == STATE_ON
    assert house.runtime.parts.missed_events.silent == {PLUGS[0]}
    assert house.runtime.parts.coordinator.update_interval == timedelta(minutes=60)


def read_of(house: WatchedHouse) -> tuple[int, int, int]:
    """Return the number of polls of devices, mode and scenes since the last call."""
    mode = f"/locations/{HOME_LOCATION}/modes/current"
    paths = [call.path for call in house.world.simulator.calls]
    house.world.simulator.calls.clear()
    return paths.count("/devices"), paths.count(mode), paths.count("/scenes")


async def test_the_location_is_polled_as_rarely_as_the_options_allow(
    house: WatchedHouse,
) -> None:
    """No value is older than that, and a doubt still counts."""
    await change_options(house.world, house.entry, longest_interval=360)
    await house.pass_minutes(900, step=30)
    coordinator = house.runtime.parts.coordinator
    assert coordinator.update_interval == timedelta(hours=6)
    read_of(house)
    await house.pass_minutes(1440, step=30)
    assert read_of(house) == (4, 4, 4)
    house.switch_plug(0, "on")
    await house.pass_minutes(390, step=30)
    assert house.plug_state(0) == STATE_ON
    assert house.runtime.parts.missed_events.monitor.missed_by_device == {PLUGS[0]: 1}
    assert (coordinator.update_interval or timedelta()) < timedelta(hours=2)


async def test_the_location_is_polled_as_often_as_the_options_require(
    house: WatchedHouse,
) -> None:
    """The mode is polled, too. A doubt that has begun also polls the scenes."""
    await change_options(house.world, house.entry, longest_interval=5)
    await house.pass_minutes(15)
    read_of(house)
    await house.pass_minutes(60)
    assert read_of(house) == (12, 12, 0)
    house.switch_plug(0, "on")
    await house.pass_minutes(14)
    assert house.runtime.parts.missed_events.silent == {PLUGS[0]}
    assert read_of(house)[2] == 1
    await house.pass_minutes(12)
    assert read_of(house)[2] == 0
    house.switch_plug(0, "off", pushed=True)
    await house.pass_minutes(6)
    house.world.simulator.faults.forge(Forgery.BODY_CHANGED)
    house.switch_plug(1, "on", pushed=True)
    await house.pass_minutes(6)
    assert house.plug_state(1) == STATE_ON
    assert read_of(house)[2] == 1


async def test_a_rejected_delivery_polls_more_often(house: WatchedHouse) -> None:
    """It may have been authentic."""
    await house.pass_minutes(300, step=5)
    coordinator = house.runtime.parts.coordinator
    assert coordinator.update_interval == timedelta(minutes=60)
    house.world.simulator.faults.forge(Forgery.BODY_CHANGED)
    house.switch_plug(0, "on", pushed=True)
    await house.world.settle()
    assert coordinator.update_interval == timedelta(minutes=5)
    await house.pass_minutes(6)
    assert house.plug_state(0) == STATE_ON


async def forged(house: WatchedHouse, forgery: Forgery) -> None:
    """Let an attacker send a forged event."""
    house.world.simulator.faults.forge(forgery)
    event = home_event("MODE_EVENT", "modeEvent", modeId=Modes.NIGHT)
    await house.world.simulator.deliver_events(house.entry.data["installed_app_id"], [event])


async def test_forged_requests_cause_few_calls_and_displace_nothing(
    house: WatchedHouse,
) -> None:
    """An attacker who knows the address can send one every few minutes."""
    await house.pass_minutes(300, step=5)
    receiver = receiver_of(house.runtime)
    house.switch_plug(0, "on", pushed=True)
    await house.world.settle()
    house.count_reads("/")
    for _ in range(200):
        await forged(house, Forgery.WRONG_KEY)
        await house.pass_minutes(5, step=5)
    calls = [call for call in house.world.simulator.calls if call.token_kind != "none"]
    assert receiver.rejections == {"signature": 200}
    assert len(calls) < 80, "17 hours: 30 for the hours, and some for three doubts"
    assert len(receiver.log.last_rejected) == 50
    assert receiver.log.last[-1].lifecycle == "EventDelivery"


async def test_a_request_without_a_signature_raises_no_doubt(house: WatchedHouse) -> None:
    """Scanners of the internet send such requests to any address."""
    await house.pass_minutes(300, step=5)
    interval = house.runtime.parts.coordinator.update_interval
    for forgery in (Forgery.AUTHORIZATION_MISSING, Forgery.OTHER_ALGORITHM):
        await forged(house, forgery)
        await house.world.settle()
    assert receiver_of(house.runtime).rejections.total() == 2
    assert house.runtime.parts.coordinator.update_interval == interval == timedelta(minutes=60)


async def test_two_values_in_one_second_start_a_poll(house: WatchedHouse) -> None:
    """Event times have whole seconds, so only the cloud knows the newer value."""
    house.count_reads("/")
    house.switch_plug(4, "on", pushed=True)
    house.switch_plug(4, "off", pushed=True)
    await house.world.settle()
    assert house.plug_state(4) == STATE_OFF
    assert house.count_reads("/devices") == 0
    await house.pass_minutes(2)
    assert house.count_reads("/devices") == 1


async def test_manual_updates_of_many_entities_are_one_poll(house: WatchedHouse) -> None:
    """``homeassistant.update_entity`` for a whole room is one poll, and soon another one."""
    assert await async_setup_component(house.world.hass, "homeassistant", {})
    house.switch_plug(1, "on")
    house.count_reads("/")
    await house.world.hass.services.async_call(
        "homeassistant",
        "update_entity",
        {"entity_id": [f"switch.plug_{number}" for number in range(5)] + ["select.home_mode"]},
        blocking=True,
    )
    await house.pass_minutes(1)
    assert house.plug_state(1) == STATE_ON
    assert 1 <= house.count_reads("/devices") <= 2


async def test_the_connectivity_sensor_shows_how_changes_arrive(house: WatchedHouse) -> None:
    """They are pushed, or polled while the device is silent."""

    def updates(number: int) -> object:
        state = house.world.hass.states.get(f"binary_sensor.plug_{number}_connectivity")
        assert state is not None
        return state.attributes["updates"]

    assert updates(1) == "push"
    house.switch_plug(1, "on")
    await house.pass_minutes(21)
    assert house.runtime.updates_of(PLUGS[1]) == "polled"


async def test_the_calls_of_a_day_are_counted_by_purpose(house: WatchedHouse) -> None:
    """The sensor of the location is disabled by default."""
    registry = er.async_get(house.world.hass)
    entity_id = registry.async_get_entity_id("sensor", DOMAIN, f"{HOME_LOCATION}_calls_today")
    assert entity_id is not None
    registry.async_update_entity(entity_id, disabled_by=None)
    entry = house.entry
    await house.world.hass.config_entries.async_reload(entry.entry_id)
    await house.world.settle()
    await house.pass_minutes(30)
    state = house.world.hass.states.get(entity_id)
    assert state is not None
    calls = entry.runtime_data.calls
    assert calls.day["devices"] >= 2
    assert calls.day["subscriptions"] >= 1
    assert int(state.state) == sum(calls.day.values())
    assert state.attributes["unit_of_measurement"] == "calls"
    assert state.attributes["devices"] == calls.day["devices"]
    house.freezer.tick(timedelta(days=9))
    assert calls.day == {}
    # The check of the address is under way, and would leave an open connection.
    await house.world.settle()


async def test_a_proxy_in_front_of_the_address_is_named(house: WatchedHouse) -> None:
    """Home Assistant checks its own address once, and shows the result."""
    entry = house.runtime.entry
    url = f"{house.world.url}/nothing/here"
    house.world.hass.config_entries.async_update_entry(
        entry, data={**entry.data, "webhook_url": url}
    )
    for round_ in range(5):
        house.switch_plug(3, "off" if round_ % 2 else "on")
        await house.pass_minutes(31)
    assert raised_issues(house.world.hass, entry) == [Issue.WEBHOOK_UNREACHABLE]
    assert "status 404" in house.issue(Issue.WEBHOOK_UNREACHABLE)
    house.switch_plug(3, "off", pushed=True)
    await house.pass_minutes(5)
    house.switch_plug(3, "on", pushed=True)
    await house.pass_minutes(5)
    assert raised_issues(house.world.hass, entry) == []


@pytest.mark.parametrize("heard_before", [True, False])
async def test_the_missing_header_of_rejected_deliveries_is_named(
    house: WatchedHouse, *, heard_before: bool
) -> None:
    """The text does not ask to restart a hub, or to look for a message that does arrive."""
    if heard_before:
        house.switch_plug(4, "on", pushed=True)
    entry = house.runtime.entry
    house.world.simulator.faults.forge(Forgery.DIGEST_DROPPED, 99)
    for round_ in range(5):
        house.switch_plug(3, "off" if round_ % 2 else "on", pushed=True)
        await house.pass_minutes(31)
    assert raised_issues(house.world.hass, entry) == [Issue.DELIVERIES_REFUSED]
    text = house.issue(Issue.DELIVERIES_REFUSED)
    assert "without a usable header `Digest`" in text
    assert house.world.url in text
    house.world.simulator.faults.clear()
    house.switch_plug(3, "off", pushed=True)
    await house.pass_minutes(1)
    assert raised_issues(house.world.hass, entry) == []


@pytest.mark.parametrize("arrives", [True, False])
async def test_our_own_address_is_checked_every_day_on_which_nothing_arrives(
    house: WatchedHouse, *, arrives: bool
) -> None:
    """Nothing changes at home and there is no heartbeat, so nothing else shows it."""
    entry = house.runtime.entry
    url = f"{house.world.url}/nothing/here"
    house.world.hass.config_entries.async_update_entry(
        entry, data={**entry.data, "webhook_url": url}
    )
    await house.pass_minutes(20 * 60, step=30)
    if arrives:
        house.switch_plug(3, "on", pushed=True)
    await house.pass_minutes(6 * 60, step=30)
    raised = raised_issues(house.world.hass, entry)
    assert (Issue.WEBHOOK_UNREACHABLE in raised) is not arrives
