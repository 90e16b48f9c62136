"""A wrong clock: the issue is raised before all deliveries are rejected."""

from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from freezegun.api import FrozenDateTimeFactory
from yarl import URL

from custom_components.smartthings_smartapp.issues.issue import Issue, raised_issues
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from simulator import Forgery, SimulatorOptions
from simulator.delivery.signing import Draft, http_date
from tests.common.notices import notice
from tests.common.plugs import PLUGS, only_plugs
from tests.common.receivers import receiver_of
from tests.common.world import World

NAME = "custom_components.smartthings_smartapp.issues.clock"


@pytest.fixture
async def entry(world: World, freezer: FrozenDateTimeFactory) -> SmartThingsConfigEntry:
    """Set a small location up."""
    only_plugs(world)
    return await world.add_location()


def cloud_is(world: World, **ahead: float) -> None:
    """Set the difference by which the cloud's clock is ahead of ours."""
    world.simulator.clock = lambda: datetime.now(UTC) + timedelta(**ahead)


async def read(world: World, entry: SmartThingsConfigEntry) -> None:
    """Poll the location with several calls."""
    for _ in range(3):
        await entry.runtime_data.parts.coordinator.async_refresh()
    await world.settle()


def issue_text(world: World, entry: SmartThingsConfigEntry) -> str:
    """Return the text about the clock as Markdown shows it."""
    return notice(world.hass, entry, Issue.CLOCK_DIFFERS).replace("\\", "")


@pytest.mark.parametrize("minutes", [7, -7])
async def test_a_wrong_clock_raises_an_issue_with_both_times(
    world: World, entry: SmartThingsConfigEntry, caplog: pytest.LogCaptureFixture, minutes: int
) -> None:
    """The dates of replies show it before any delivery is rejected; the log has one line."""
    assert raised_issues(world.hass, entry) == []
    cloud_is(world, minutes=minutes)
    await read(world, entry)
    await read(world, entry)
    assert raised_issues(world.hass, entry) == [Issue.CLOCK_DIFFERS]
    text = issue_text(world, entry)
    assert "off by 7 minutes" in text
    there = datetime.now(UTC) + timedelta(minutes=minutes)
    assert f"{there.astimezone(tz=None):%M:%S} at SmartThings" in text
    assert f"{datetime.now(UTC):%M:%S} at Home Assistant" in text
    lines = [item for item in caplog.records if item.name == NAME]
    assert len(lines) == 1
    cloud_is(world)
    await read(world, entry)
    assert raised_issues(world.hass, entry) == []


async def test_the_issue_follows_the_difference(
    world: World, entry: SmartThingsConfigEntry, caplog: pytest.LogCaptureFixture
) -> None:
    """The log has it only once."""
    cloud_is(world, minutes=7)
    await read(world, entry)
    cloud_is(world, minutes=30)
    await read(world, entry)
    assert "off by 30 minutes" in issue_text(world, entry)
    assert len([item for item in caplog.records if item.name == NAME]) == 1


async def test_a_small_difference_raises_no_issue(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    cloud_is(world, seconds=110)
    await read(world, entry)
    assert raised_issues(world.hass, entry) == []


async def refused(world: World, times: int) -> None:
    """Let deliveries be rejected for their date."""
    for number in range(times):
        world.simulator.faults.forge(Forgery.STALE_DATE)
        value = "off" if number % 2 else "on"
        world.simulator.home.set_attribute(PLUGS[0], "main", "switch", "switch", value)
        await world.settle()


async def test_old_deliveries_do_not_count_if_replies_have_the_time(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """Anyone may send them again."""
    await refused(world, 4)
    assert receiver_of(entry.runtime_data).rejections["date_skew"] == 4
    assert raised_issues(world.hass, entry) == []


@pytest.mark.parametrize("simulator_options", [SimulatorOptions(dated_replies=False)])
async def test_rejected_deliveries_count_if_replies_have_no_time(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """They count until a delivery is accepted."""
    cloud_is(world, minutes=30)
    await read(world, entry)
    assert raised_issues(world.hass, entry) == []
    cloud_is(world)
    await refused(world, 3)
    assert "off by 7 minutes" in issue_text(world, entry)
    world.simulator.home.set_attribute(PLUGS[1], "main", "switch", "switch", "on")
    await world.settle()
    assert raised_issues(world.hass, entry) == []


async def send(
    world: World, entry: SmartThingsConfigEntry, date: str, algorithm: str = "rsa-sha256"
) -> int:
    """Send a signed request with one fault, and return the status."""
    url = entry.data["webhook_url"]
    draft = Draft(
        path=URL(url).raw_path,
        body=b"{}",
        date=date,
        key=world.simulator.signing_key,
        algorithm=algorithm,
    )
    request = draft.sign()
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data=request.body, headers=dict(request.headers)) as response,
    ):
        return response.status


@pytest.mark.parametrize("simulator_options", [SimulatorOptions(dated_replies=False)])
async def test_only_requests_with_a_wrong_date_count(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """Anyone can send other requests, with any date."""
    date = http_date(datetime.now(UTC) - timedelta(minutes=7))
    for _ in range(4):
        assert await send(world, entry, date, "rsa-sha1") == 401
    assert receiver_of(entry.runtime_data).rejections == {"algorithm": 4}
    assert raised_issues(world.hass, entry) == []


@pytest.mark.parametrize("simulator_options", [SimulatorOptions(dated_replies=False)])
async def test_a_date_in_the_last_year_is_rejected_like_any_other(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """It cannot be converted to another time zone."""
    for _ in range(4):
        assert await send(world, entry, "Fri, 31 Dec 9999 23:59:59 UTC") == 401
    assert raised_issues(world.hass, entry) == []
    assert not receiver_of(entry.runtime_data).failures
