"""A day in the life of a large location: nothing grows, and no work grows faster than the home.

CI runs some hours of it with 200 devices. `scripts/benchmark large_day` runs the whole day with up
to 2,000, and prints the figures of the performance page.
"""

import asyncio
import gc
import json
import os
import time
import tracemalloc
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.helpers.json import ExtendedJSONEncoder

from custom_components.smartthings_smartapp.diagnostics.entry import (
    async_get_config_entry_diagnostics,
)
from simulator import Simulator, SimulatorOptions
from simulator.devices.synthetic import synthetic_home

from .door import Door
from .life import Life, end_threads
from .story import VALUES
from .truth import differences

_SIZES: Final = tuple(map(int, os.environ.get("LARGE_DAY_DEVICES", "200").split(",")))
_HOURS: Final = int(os.environ.get("LARGE_DAY_HOURS", "4"))
_MORNING: Final = _HOURS // 2
_BURSTS_AN_HOUR: Final = 12
_BURST: Final = 10
_MEGABYTE: Final = 2**20
_KEPT: Final = 6 * 1024
"""Bytes that an event may leave on both sides, until as many are remembered as ever are."""
_GROWTH: Final = _KEPT * _BURST * _BURSTS_AN_HOUR * (_HOURS - _MORNING)
_DIAGNOSTICS: Final = _MEGABYTE
_CALLS: Final = 40
_POLLS: Final = 10
"""Each takes a call for 200 devices."""


@dataclass(slots=True, kw_only=True)
class Day:
    """Figures of a day."""

    devices: int
    set_up: float
    """Processor seconds."""
    morning: int
    """Bytes of Python after some hours."""
    evening: int
    calls: int
    """Calls after the set-up."""
    hours: float
    """Processor seconds of the day, the simulated cloud included."""
    diagnostics: int
    """Bytes of the file."""


type RunDay = Callable[[int], Awaitable[Day]]


@pytest.fixture
async def run_day(
    socket_enabled: None, hass_storage: dict[str, Any], freezer: FrozenDateTimeFactory
) -> AsyncIterator[RunDay]:
    """Return a function that runs the day of a location with so many devices."""

    async def live(devices: int) -> Day:
        freezer.move_to("2026-03-02T08:00:00Z")
        hass_storage.clear()
        asyncio.get_running_loop().set_debug(False)
        options = SimulatorOptions(rate_limits=False)
        async with AsyncExitStack() as stack:
            cloud = await stack.enter_async_context(
                Simulator(synthetic_home(devices), options=options)
            )
            door = await stack.enter_async_context(Door())
            life = Life(cloud, door, hass_storage, freezer)
            stack.push_async_callback(life.end)
            stack.callback(tracemalloc.stop)
            return await _day(life, devices)

    yield live
    await end_threads()


async def _day(life: Life, devices: int) -> Day:
    tracemalloc.start()
    begin = time.process_time()
    await life.begin(None)
    set_up = time.process_time() - begin
    life.simulator.calls.clear()
    rng = Random(devices)  # noqa: S311 (the day has to be repeatable)
    begin = time.process_time()
    await _hours(life, rng, _MORNING)
    morning = _memory(life)
    await _hours(life, rng, _HOURS - _MORNING)
    evening = _memory(life)
    assert life.hass is not None
    assert not list(differences(life))
    text = json.dumps(
        await life.clock.wait_for(async_get_config_entry_diagnostics(life.hass, life.entry)),
        indent=2,
        cls=ExtendedJSONEncoder,
    )
    return Day(
        devices=devices,
        set_up=set_up,
        morning=morning,
        evening=evening,
        calls=len(life.simulator.calls),
        hours=time.process_time() - begin,
        diagnostics=len(text.encode()),
    )


async def _hours(life: Life, rng: Random, hours: int) -> None:
    """Let devices report as they do in a home."""
    home = life.simulator.home
    reporting = [
        (device.device_id, capability, attribute)
        for device in home.devices.values()
        for capability, attributes in device.status["main"].items()
        for attribute in attributes
        if (capability, attribute) in VALUES
    ]
    for _ in range(hours):
        for _ in range(_BURSTS_AN_HOUR):
            for device_id, capability, attribute in rng.choices(reporting, k=_BURST):
                value = VALUES[capability, attribute](rng)
                home.set_attribute(device_id, "main", capability, attribute, value)
            await life.clock.pass_(3600 / _BURSTS_AN_HOUR)


def _memory(life: Life) -> int:
    """Return the traced bytes, without what the cloud remembers."""
    simulator = life.simulator
    simulator.deliveries.clear()
    life.cloud.history.forget()
    gc.collect()
    held, _ = tracemalloc.get_traced_memory()
    return held


def _write_down(day: Day) -> None:
    """Add a line to the file that the environment names (`benchmarks/large_day.py`)."""
    if path := os.environ.get("LARGE_DAY_REPORT"):
        with Path(path).open("a") as file:
            file.write(json.dumps(asdict(day)) + "\n")


async def test_a_day_of_a_large_location_costs_no_memory(run_day: RunDay) -> None:
    """The number of calls does not depend on the home, and the diagnostics stay a small file."""
    days = [await run_day(devices) for devices in _SIZES]
    for day in days:
        _write_down(day)
    for day in days:
        assert day.evening - day.morning < _GROWTH, day
        assert day.diagnostics < _DIAGNOSTICS, day
        assert day.calls <= _CALLS + _POLLS * (day.devices // 200), day
