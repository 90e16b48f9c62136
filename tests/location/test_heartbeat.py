"""The hourly message of SmartThings, and what follows when it does not arrive."""

from datetime import timedelta

import pytest
from freezegun.api import FrozenDateTimeFactory

from custom_components.smartthings_smartapp.const import CONF_INSTALLED_APP_ID, CONF_WEBHOOK_URL
from custom_components.smartthings_smartapp.issues.issue import Issue, raised_issues
from custom_components.smartthings_smartapp.location.heartbeat import NAME, Heartbeat, State
from simulator import SimulatorOptions
from tests.common.flows import change_options
from tests.common.missed_events import NO_LIMITS, WatchedHouse
from tests.common.plugs import only_plugs
from tests.common.world import World

pytestmark = pytest.mark.heartbeats

_HOUR = 60


@pytest.fixture
def simulator_options() -> SimulatorOptions:
    """Return a cloud without rate limits, because time passes in large steps here."""
    return NO_LIMITS


@pytest.fixture
async def house(world: World, freezer: FrozenDateTimeFactory) -> WatchedHouse:
    """Set up a location with only five plugs."""
    only_plugs(world)
    house = WatchedHouse(world, freezer, await world.add_location())
    world.simulator.calls.clear()
    return house


def heartbeat(house: WatchedHouse) -> Heartbeat:
    """Return the heartbeat of the location."""
    return house.runtime.parts.heartbeat


def stalled(house: WatchedHouse) -> bool:
    """Return whether the location knows that nothing arrives."""
    return house.runtime.parts.missed_events.stalled


def app_id(house: WatchedHouse) -> str:
    """Return the installed app of the location."""
    return str(house.entry.data[CONF_INSTALLED_APP_ID])


async def test_the_installed_app_has_one_schedule(house: WatchedHouse) -> None:
    """A reload finds it with one call, and creates no second one."""
    schedules = house.world.simulator.schedules(app_id(house))
    assert [*schedules] == [NAME]
    assert await house.world.hass.config_entries.async_reload(house.entry.entry_id)
    await house.world.settle()
    calls = [call for call in house.world.simulator.calls if "/schedules" in call.path]
    assert [call.method for call in calls] == ["GET"]
    assert house.world.simulator.schedules(app_id(house)) == schedules


async def test_heartbeats_make_polls_rare(house: WatchedHouse) -> None:
    """A quiet day then costs few calls, and no issue is raised."""
    await house.pass_minutes(24 * _HOUR, step=5)
    assert heartbeat(house).state is State.ALIVE
    assert house.runtime.parts.coordinator.update_interval == timedelta(hours=3)
    house.count_reads("/")
    await house.pass_minutes(24 * _HOUR, step=5)
    assert 0 < len(house.world.simulator.calls) <= 30
    assert raised_issues(house.world.hass, house.entry) == []


async def test_a_chosen_interval_counts_more_than_heartbeats(house: WatchedHouse) -> None:
    """Who wants a poll every ten minutes gets it."""
    await change_options(house.world, house.entry, longest_interval=10)
    await house.pass_minutes(3 * _HOUR, step=5)
    assert heartbeat(house).state is State.ALIVE
    assert house.runtime.parts.coordinator.update_interval == timedelta(minutes=10)


async def test_values_without_a_subscription_are_polled_every_hour(house: WatchedHouse) -> None:
    """Heartbeats say nothing about them."""
    subscriptions = house.runtime.parts.subscriptions
    await house.pass_minutes(2 * _HOUR, step=5)
    assert house.runtime.parts.coordinator.longest == timedelta(hours=3)
    subscriptions.ceiling = 0
    subscriptions.replan()
    await house.world.settle()
    assert subscriptions.plan is not None
    assert subscriptions.plan.polled
    assert house.runtime.parts.coordinator.longest == timedelta(hours=1)


async def test_a_dead_path_is_known_within_70_minutes(
    house: WatchedHouse, caplog: pytest.LogCaptureFixture
) -> None:
    """The home is quiet, so nothing else shows it. It ends with the next message."""
    caplog.set_level("INFO", "custom_components.smartthings_smartapp.issues.missed_events")
    await house.pass_minutes(5 * _HOUR, step=5)
    house.world.simulator.faults.drop_deliveries(1000)
    await house.pass_minutes(70)
    assert heartbeat(house).state is State.MISSED
    assert stalled(house)
    assert house.runtime.parts.coordinator.longest == timedelta(hours=1)
    assert {house.runtime.updates_of(device) for device in house.runtime.devices} == {"polled"}
    assert raised_issues(house.world.hass, house.entry) == []
    await house.pass_minutes(65)
    assert raised_issues(house.world.hass, house.entry) == [Issue.NO_HEARTBEAT]
    assert house.world.url in house.issue(Issue.NO_HEARTBEAT)
    house.world.simulator.faults.clear()
    await house.pass_minutes(65)
    assert not stalled(house)
    assert heartbeat(house).state is State.ALIVE
    assert raised_issues(house.world.hass, house.entry) == []
    ours = [record for record in caplog.records if record.name.endswith(".missed_events")]
    assert len(ours) == 2, "one line when it begins and one when it ends"


async def test_something_that_arrives_later_disproves_the_silence(house: WatchedHouse) -> None:
    """A lost heartbeat alone says nothing if an event of a device has arrived since."""
    await house.pass_minutes(2 * _HOUR, step=5)
    house.world.simulator.faults.drop_deliveries(1)
    await house.pass_minutes(_minutes_until_due(house) - 4)
    house.switch_plug(1, "on", pushed=True)
    await house.pass_minutes(6)
    assert heartbeat(house).state is State.MISSED
    assert not stalled(house)


def _minutes_until_due(house: WatchedHouse) -> int:
    """Return the minutes until the next heartbeat is overdue."""
    due = heartbeat(house).due
    assert due is not None
    return round((due - house.runtime.now()).total_seconds() / 60)


async def test_a_schedule_that_was_deleted_is_created_again(house: WatchedHouse) -> None:
    """A missing schedule explains why no heartbeat arrives."""
    await house.pass_minutes(2 * _HOUR, step=5)
    house.world.simulator.schedules(app_id(house)).clear()
    await house.pass_minutes(70)
    assert [*house.world.simulator.schedules(app_id(house))] == [NAME]
    assert not stalled(house)
    await house.pass_minutes(65)
    assert heartbeat(house).state is State.ALIVE


async def test_a_schedule_of_another_minute_is_replaced(house: WatchedHouse) -> None:
    """An earlier version may have left it."""
    held = house.world.simulator.schedules(app_id(house))
    wanted = held[NAME]
    held[NAME] = {**wanted, "cron": {"expression": "0 0 * * ? *", "timezone": "UTC"}}
    assert await house.world.hass.config_entries.async_reload(house.entry.entry_id)
    await house.world.settle()
    assert house.world.simulator.schedules(app_id(house)) == {NAME: wanted}


async def test_an_outage_of_the_cloud_is_no_missed_heartbeat(house: WatchedHouse) -> None:
    """The polls show the outage; afterwards the schedule is compared again."""
    await house.pass_minutes(2 * _HOUR, step=5)
    house.world.simulator.faults.drop_deliveries(1)
    house.world.simulator.faults.fail("/installedapps/*/schedules", status=503, times=30)
    await house.pass_minutes(70)
    assert not stalled(house)
    house.world.simulator.faults.clear()
    await house.pass_minutes(70)
    assert heartbeat(house).state is State.ALIVE


async def test_too_many_calls_about_schedules_wait_for_their_turn(house: WatchedHouse) -> None:
    """The cloud allows 20 of them in six minutes."""
    house.world.simulator.schedules(app_id(house)).clear()
    house.world.simulator.faults.fail("/installedapps/*/schedules", status=429, times=1)
    assert await house.world.hass.config_entries.async_reload(house.entry.entry_id)
    await house.world.settle()
    assert house.world.simulator.schedules(app_id(house)) == {}
    await house.pass_minutes(5)
    assert [*house.world.simulator.schedules(app_id(house))] == [NAME]


async def test_a_cloud_that_refuses_schedules_changes_nothing(house: WatchedHouse) -> None:
    """Polls stay as frequent as without heartbeats, and nothing is reported."""
    house.world.simulator.schedules(app_id(house)).clear()
    house.world.simulator.options.schedules_allowed = False
    assert await house.world.hass.config_entries.async_reload(house.entry.entry_id)
    await house.world.settle()
    assert heartbeat(house).refused
    assert heartbeat(house).due is None
    await house.pass_minutes(26 * _HOUR, step=5)
    assert house.runtime.parts.coordinator.update_interval == timedelta(hours=1)
    assert raised_issues(house.world.hass, house.entry) == []
    house.count_reads("/")
    await house.pass_minutes(24 * _HOUR, step=5)
    assert len(house.world.simulator.calls) <= 60


async def test_a_machine_that_slept_missed_nothing(house: WatchedHouse) -> None:
    """A timer that is late by more than a minute says nothing about SmartThings."""
    await house.pass_minutes(2 * _HOUR, step=5)
    house.world.simulator.faults.drop_deliveries(1000)
    await house.pass_minutes(8 * _HOUR, step=8 * _HOUR)
    assert not stalled(house)


async def test_our_own_address_that_fails_raises_an_issue_immediately(house: WatchedHouse) -> None:
    """With a known cause there is no need to wait for another heartbeat."""
    await house.pass_minutes(2 * _HOUR, step=5)
    data = {**house.entry.data, CONF_WEBHOOK_URL: f"{house.world.url}/nothing/here"}
    house.world.hass.config_entries.async_update_entry(house.entry, data=data)
    house.world.simulator.faults.drop_deliveries(1000)
    await house.pass_minutes(70)
    assert raised_issues(house.world.hass, house.entry) == [Issue.WEBHOOK_UNREACHABLE]
