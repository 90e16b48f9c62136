"""Calls to the cloud per day, for a home of 100 devices.

Time is simulated, minute by minute. The first day starts with the set-up, which creates the
subscriptions. On a quiet day, something changes every ten minutes, and push reports all of it.
"""

# It makes Home Assistant's clock freezable, and must come before everything that uses it.
from pytest_homeassistant_custom_component import patch_time  # noqa: F401, I001

import asyncio
import logging
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from freezegun import freeze_time
from freezegun.api import FrozenDateTimeFactory, StepTickTimeFactory, TickingDateTimeFactory
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.smartthings_smartapp.cloud.api.call_counter import PURPOSES
from custom_components.smartthings_smartapp.runtime import Runtime
from simulator import Simulator, SimulatorOptions
from simulator.devices.ids import SYNTHETIC_LOCATION
from simulator.devices.synthetic import synthetic_home

from .home_assistant import add_location, home_assistant

_DEVICES = 100
_START = datetime(2026, 9, 7, tzinfo=UTC)
_DAYS = 3
_CHANGE = 10
"""Minutes between changes."""
_MINUTE = timedelta(minutes=1)

type Clock = FrozenDateTimeFactory | StepTickTimeFactory | TickingDateTimeFactory


async def _live(
    hass: HomeAssistant, simulator: Simulator, runtime: Runtime, clock: Clock
) -> Mapping[date, Mapping[str, int]]:
    """Simulate days and return the calls."""
    switches = [
        device_id
        for device_id, device in sorted(simulator.home.devices.items())
        if "switch" in device.status["main"]
    ]
    end = _START + _DAYS * timedelta(days=1) - _MINUTE
    for minute in range(1, int((end - _START) / _MINUTE)):
        clock.tick(_MINUTE)
        async_fire_time_changed(hass)
        if minute % _CHANGE == 0:
            device_id = switches[minute // _CHANGE % len(switches)]
            on = simulator.home.device(device_id).value("main", "switch", "switch") == "on"
            simulator.home.set_attribute(
                device_id, "main", "switch", "switch", "off" if on else "on"
            )
        await hass.async_block_till_done(wait_background_tasks=True)
        await simulator.settle()
    missed = sum(runtime.parts.missed_events.monitor.missed_by_device.values())
    if missed:
        raise RuntimeError(missed)
    return runtime.calls.days


async def _main() -> None:
    with freeze_time(_START) as clock:
        async with (
            Simulator(synthetic_home(_DEVICES), options=SimulatorOptions()) as simulator,
            home_assistant(simulator) as hass,
        ):
            # The HTTP server tries to restart with its last working settings, but there are none.
            logging.disable(logging.ERROR)
            await hass.config.async_set_time_zone("UTC")
            entry, _ = await add_location(hass, simulator, SYNTHETIC_LOCATION)
            await hass.async_block_till_done(wait_background_tasks=True)
            days = await _live(hass, simulator, entry.runtime_data, clock)
            purposes = [name for name in PURPOSES if any(day.get(name) for day in days.values())]
            print("day        total" + "".join(f"{name:>14}" for name in purposes))
            for day, calls in days.items():
                counts = "".join(f"{calls.get(name, 0):>14}" for name in purposes)
                print(f"{day} {sum(calls.values()):>5}{counts}")


if __name__ == "__main__":
    asyncio.run(_main())
