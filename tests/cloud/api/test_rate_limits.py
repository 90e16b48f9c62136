"""Limits for commands: twelve a minute for a device, and pauses that the platform requests."""

import asyncio
import time

import pytest

from custom_components.smartthings_smartapp.cloud.api.errors import TooManyRequestsError
from custom_components.smartthings_smartapp.cloud.api.rate_limits import (
    CommandLimiter,
    Pauses,
    Window,
)


class Clock:
    """A manual clock."""

    def __init__(self) -> None:
        """Start at a time other than zero."""
        self.now = 1000.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


async def test_twelve_commands_a_minute_are_sent_immediately() -> None:
    """The thirteenth gets the time to wait, and another device is not affected."""
    clock = Clock()
    limiter = CommandLimiter(clock)
    async with asyncio.timeout(1):
        for _ in range(12):
            await limiter.turn("lamp")
            clock.now += 1
    with pytest.raises(TooManyRequestsError) as raised:
        await limiter.turn("lamp")
    assert raised.value.retry_after == pytest.approx(48)
    await limiter.turn("plug")
    clock.now += 48
    await limiter.turn("lamp")


async def test_a_command_slightly_above_the_limit_is_delayed() -> None:
    """A user who moves a slider for a minute gets no error for a short wait."""
    clock = Clock()
    limiter = CommandLimiter(clock)
    for _ in range(12):
        await limiter.turn("lamp")
    clock.now += 59.95
    waiting = asyncio.create_task(limiter.turn("lamp"))
    await asyncio.sleep(0.02)
    assert not waiting.done()
    async with asyncio.timeout(1):
        await waiting


async def test_a_command_counts_when_it_is_sent() -> None:
    """The platform counts what arrives."""
    clock = Clock()
    limiter = CommandLimiter(clock)
    for _ in range(12):
        await limiter.turn("lamp")
    clock.now += 59.9
    await limiter.turn("lamp")
    clock.now += 0.1
    for _ in range(11):
        await limiter.turn("lamp")
    clock.now += 59.9
    assert limiter.waits["lamp"] == pytest.approx(0.1)


async def test_a_requested_pause_is_respected() -> None:
    """A rejected command delays the next one, but not forever."""
    clock = Clock()
    limiter = CommandLimiter(clock)
    limiter.pause("oven", 14)
    with pytest.raises(TooManyRequestsError) as raised:
        await limiter.turn("oven")
    assert raised.value.retry_after == pytest.approx(14)
    clock.now += 14
    await limiter.turn("oven")


async def test_a_rejected_command_does_not_count() -> None:
    """Repeated attempts must not extend the wait."""
    clock = Clock()
    limiter = CommandLimiter(clock)
    for _ in range(12):
        await limiter.turn("lamp")
    for _ in range(20):
        with pytest.raises(TooManyRequestsError):
            await limiter.turn("lamp")
    clock.now += 60
    for _ in range(12):
        await limiter.turn("lamp")


def test_a_kind_of_call_pauses_as_long_as_requested() -> None:
    """Other kinds do not."""
    clock = Clock()
    pauses = Pauses(clock)
    pauses.begin("GET devices", 30)
    pauses.check("GET scenes")
    clock.now += 12
    with pytest.raises(TooManyRequestsError) as raised:
        pauses.check("GET devices")
    assert raised.value.retry_after == pytest.approx(18)
    clock.now += 17.9
    with pytest.raises(TooManyRequestsError) as raised:
        pauses.check("GET devices")
    assert raised.value.retry_after == pytest.approx(1)
    clock.now += 0.2
    pauses.check("GET devices")
    pauses.check("GET devices")


def test_a_window_has_the_number_of_remaining_calls() -> None:
    """It is part of bug reports."""
    clock = Clock()
    window = Window(3, 60, clock)
    assert window.left == 3
    window.take()
    clock.now += 30
    window.take()
    window.take()
    assert (window.left, window.wait()) == (0, 30)
    clock.now += 30
    assert (window.left, window.wait()) == (1, 0)
    window.pause(20)
    assert window.left == 0
    clock.now += 60
    assert window.left == 3


async def test_only_current_waits_are_listed() -> None:
    """Each device and each kind of call has its seconds."""
    clock = Clock()
    pauses = Pauses(clock)
    pauses.begin("GET devices", 30)
    pauses.begin("GET scenes", 5)
    limiter = CommandLimiter(clock)
    limiter.pause("oven", 14)
    await limiter.turn("lamp")
    clock.now += 10
    assert pauses.waits == {"GET devices": 20}
    assert limiter.waits == {"oven": 4}


async def test_a_clock_that_is_set_back_delays_no_call(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The first answer of a time server must not cause hours of delay."""
    wall, steady = 1_800_000_000.0, 1000.0
    monkeypatch.setattr(time, "time", lambda: wall)
    monkeypatch.setattr(time, "monotonic", lambda: steady)
    pauses, limiter, window = Pauses(), CommandLimiter(), Window(1, 60)
    pauses.begin("GET devices", 30)
    limiter.pause("oven", 14)
    window.take()
    wall -= 3 * 3600
    steady += 29
    with pytest.raises(TooManyRequestsError):
        pauses.check("GET devices")
    assert (limiter.waits, window.wait(), window.left) == ({}, 31, 0)
    steady += 31
    pauses.check("GET devices")
    assert (pauses.waits, window.wait(), window.left) == ({}, 0, 1)
