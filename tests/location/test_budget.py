"""A limit of calls per month: polls become rare, and nothing else does."""

from datetime import UTC, datetime, timedelta

import pytest
from freezegun.api import FrozenDateTimeFactory

from custom_components.smartthings_smartapp.cloud.api.call_counter import CallCounter
from custom_components.smartthings_smartapp.issues.issue import Issue, raised_issues
from custom_components.smartthings_smartapp.location.budget import RAREST, Budget
from simulator import SimulatorOptions
from tests.common.flows import change_options
from tests.common.missed_events import NO_LIMITS, WatchedHouse
from tests.common.notices import notice
from tests.common.passing_time import pass_time
from tests.common.plugs import PLUGS, only_plugs
from tests.common.world import World

_DAY = timedelta(days=1)
_NOW = datetime(2026, 11, 16, tzinfo=UTC)


def budget(allowance: int | None, *days: dict[str, int], cost: int = 2) -> Budget:
    """Return a budget on the morning of November 16, after days with calls by purpose."""
    counter = CallCounter(_NOW.date)
    counter.restore(
        {
            (_NOW.date() - timedelta(days=number)).isoformat(): {**counts}
            for number, counts in enumerate(reversed(days), 1)
        }
    )
    found = Budget(allowance, counter, lambda: _NOW)
    found.polled(cost)
    return found


def test_without_an_allowance_nothing_is_limited() -> None:
    """That is the default."""
    assert budget(None, {"devices": 5000}).interval == timedelta()


def test_the_rest_of_a_month_is_spread_evenly() -> None:
    """Of 2000 calls, 500 are used; polls of 2 calls are 750 in 15 days."""
    assert budget(2000, {"devices": 500}).interval == 15 * _DAY / 750


def test_commands_are_expected_to_go_on() -> None:
    """If each day has 40 of them, 900 of 1500 calls are for polls."""
    assert budget(2000, {"devices": 460, "commands": 40}).interval == 15 * _DAY / 450


def test_a_part_is_kept_for_commands_before_the_first_whole_day() -> None:
    """Ten percent of the rest."""
    assert budget(1000).interval == 15 * _DAY / 450


def test_polls_that_cost_more_are_rarer() -> None:
    """A list without status costs calls for each device."""
    assert budget(2000, {"devices": 500}, cost=20).interval == 15 * _DAY / 75


@pytest.mark.parametrize("used", [1990, 2000, 9000])
def test_a_day_without_a_poll_is_the_limit(used: int) -> None:
    """A device may have been added, even if no call is left."""
    assert budget(2000, {"devices": used}).interval == RAREST


@pytest.fixture
def simulator_options() -> SimulatorOptions:
    """Return a cloud without rate limits, because time passes in large steps here."""
    return NO_LIMITS


@pytest.fixture
async def house(world: World, freezer: FrozenDateTimeFactory) -> WatchedHouse:
    """Set up a location with only five plugs, and wait for a month to begin."""
    await world.hass.config.async_set_time_zone("UTC")
    only_plugs(world)
    house = WatchedHouse(world, freezer, await world.add_location())
    now = datetime.now(UTC)
    following = (now.replace(day=1) + timedelta(days=32)).replace(day=1, hour=0, minute=10)
    await pass_time(world, freezer, (following - now).total_seconds())
    return house


async def test_a_month_ends_within_its_allowance(house: WatchedHouse) -> None:
    """Without it, a quiet month costs about 1600 calls."""
    await change_options(house.world, house.entry, calls_per_month=600)
    await house.pass_minutes(27 * 24 * 60, step=60)
    used = house.runtime.calls.month
    assert 300 < used <= 600
    house.count_reads("/")
    await house.pass_minutes(6 * 24 * 60, step=60)
    assert house.count_reads("/devices") > 20, "a month begins with all its calls"


async def test_few_calls_left_make_polls_rare_and_raise_an_issue(house: WatchedHouse) -> None:
    """Commands are sent as ever, and silent devices are not read in between."""
    await change_options(house.world, house.entry, calls_per_month=100)
    for _ in range(80):
        house.runtime.calls.note("/devices")
    await house.pass_minutes(24 * 60, step=30)
    assert raised_issues(house.world.hass, house.entry) == [Issue.ALLOWANCE]
    text = notice(house.world.hass, house.entry, Issue.ALLOWANCE)
    assert f"{house.runtime.calls.month} of the 100 calls" in text
    assert "every 24 hours" in text
    house.count_reads("/")
    await house.pass_minutes(24 * 60, step=30)
    assert house.count_reads("/devices") == 1
    house.switch_plug(1, "on")
    await house.runtime.poll()
    await house.pass_minutes(5)
    assert house.plug_state(1) == "on"
    assert house.runtime.parts.missed_events.silent == {PLUGS[1]}
    house.count_reads("/")
    await house.pass_minutes(9)
    assert house.count_reads("/devices") == 0
    await house.world.hass.services.async_call(
        "switch", "turn_off", {"entity_id": "switch.plug_1"}, blocking=True
    )
    assert house.world.simulator.commands[-1].device_id == PLUGS[1]


async def test_the_issue_ends_with_another_allowance(house: WatchedHouse) -> None:
    """Polls are then as frequent as before."""
    await change_options(house.world, house.entry, calls_per_month=100)
    for _ in range(90):
        house.runtime.calls.note("/devices")
    await house.pass_minutes(60)
    assert raised_issues(house.world.hass, house.entry) == [Issue.ALLOWANCE]
    await change_options(house.world, house.entry, calls_per_month=100_000)
    await house.pass_minutes(60)
    assert raised_issues(house.world.hass, house.entry) == []
    assert (house.runtime.parts.coordinator.update_interval or _DAY) <= timedelta(hours=1)
