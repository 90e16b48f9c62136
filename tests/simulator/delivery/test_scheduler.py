"""Schedules: when they are due, and the events that they send."""

from datetime import UTC, datetime, timedelta

import pytest

from simulator import Simulator
from simulator.delivery.cron import CronError, next_time
from simulator.devices.device import JsonObject
from tests.simulator.conftest import Clock
from tests.simulator.parties import Installed, Target

pytestmark = pytest.mark.heartbeats

_START = datetime(2026, 11, 30, 23, 58, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("expression", "due"),
    [
        ("7 * * * ? *", "2026-12-01T00:07:00"),
        ("0/15 * * * ? *", "2026-12-01T00:00:00"),
        ("30 10 * * ? *", "2026-12-01T10:30:00"),
        ("59 23 * * ? *", "2026-11-30T23:59:00"),
        ("5,10 0/6 * * ?", "2026-12-01T00:05:00"),
    ],
)
def test_the_next_time_follows_the_expression(expression: str, due: str) -> None:
    """The expressions are those of the documentation, and others of their form."""
    assert next_time(expression, _START) == datetime.fromisoformat(f"{due}+00:00")


@pytest.mark.parametrize(
    "expression", ["", "0 3 * *", "0 0 3 * * ? *", "60 * * * ? *", "a * * * ? *", "0 3 1 * ? *"]
)
def test_an_expression_that_cannot_be_read_is_an_error(expression: str) -> None:
    """It has too few or too many fields, or values that do not exist."""
    with pytest.raises(CronError):
        next_time(expression, _START)


async def sent(simulator: Simulator, target: Target) -> list[JsonObject]:
    """Return all events that the target has received, also those that are due now."""
    await simulator.settle()
    return target.events()


async def test_a_cron_schedule_sends_an_event_each_time(
    simulator: Simulator, target: Target, installed: Installed, clock: Clock
) -> None:
    """The event names the schedule and its expression."""
    cron: JsonObject = {"expression": "0/10 * * * ? *", "timezone": "UTC"}
    await installed.api.post(f"{installed.path}/schedules", {"name": "pulse", "cron": cron})
    assert await sent(simulator, target) == []
    for count in (1, 2):
        clock.advance(600)
        events = await sent(simulator, target)
        assert [event["name"] for event in events] == ["pulse"] * count
    assert events[-1]["type"] == "CRON"
    assert events[-1]["expression"] == "0/10 * * * ? *"


@pytest.mark.parametrize("wrapped", [True, False])
async def test_a_single_schedule_is_sent_once_and_deleted(
    simulator: Simulator, target: Target, installed: Installed, clock: Clock, *, wrapped: bool
) -> None:
    """The documentation has a number, the SDK an object with a time."""
    moment = (clock() + timedelta(minutes=5)).timestamp() * 1000
    once: JsonObject = {"name": "later", "once": {"time": moment} if wrapped else moment}
    await installed.api.post(f"{installed.path}/schedules", once)
    assert await sent(simulator, target) == []
    clock.advance(600)
    assert [event["type"] for event in await sent(simulator, target)] == ["ONCE"]
    clock.advance(600)
    assert len(await sent(simulator, target)) == 1
