"""Calls to the cloud per day for each problem of push: the cost of each remedy.

Time is simulated, minute by minute, for a home of ten devices. The first day passes without
problems, so that the set-up is not counted.
"""

# It makes Home Assistant's clock freezable, and must come before everything that uses it.
from pytest_homeassistant_custom_component import patch_time  # noqa: F401, I001

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from freezegun import freeze_time
from freezegun.api import FrozenDateTimeFactory, StepTickTimeFactory, TickingDateTimeFactory
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from simulator import Forgery, Simulator, SimulatorOptions
from simulator.devices.home import HomeEvent
from simulator.devices.ids import SYNTHETIC_LOCATION
from simulator.devices.synthetic import synthetic_home
from simulator.api.tokens import TokenKind

from .home_assistant import add_location, home_assistant

_DEVICES = 10
_START = datetime(2026, 9, 7, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)
_DAY = 24 * 60
"""In minutes."""

type Clock = FrozenDateTimeFactory | StepTickTimeFactory | TickingDateTimeFactory
type Trouble = Callable[[House, int], Awaitable[None]]
"""The problem in a minute of the day."""


class House:
    """A home that is set up, and what happens in it."""

    def __init__(
        self, hass: HomeAssistant, simulator: Simulator, entry: SmartThingsConfigEntry
    ) -> None:
        """Find the switches."""
        self.hass = hass
        self.simulator = simulator
        self.entry = entry
        self.switches = [
            device_id
            for device_id, device in sorted(simulator.home.devices.items())
            if "switch" in device.status["main"]
        ]

    def toggle(self, device_id: str, *, reported: bool = False) -> None:
        """Switch a device."""
        home = self.simulator.home
        on = home.device(device_id).value("main", "switch", "switch") == "on"
        home.set_attribute(
            device_id, "main", "switch", "switch", "off" if on else "on", report=reported
        )

    async def day(self, clock: Clock, trouble: Trouble) -> int:
        """Simulate a day and return its calls."""
        self.simulator.calls.clear()
        for minute in range(_DAY):
            clock.tick(_MINUTE)
            async_fire_time_changed(self.hass)
            await trouble(self, minute)
            await self.hass.async_block_till_done(wait_background_tasks=True)
            await self.simulator.settle()
        return sum(call.token_kind in set(TokenKind) for call in self.simulator.calls)


async def _nothing(house: House, minute: int) -> None:
    if minute % 10 == 0:
        house.toggle(house.switches[minute // 10 % len(house.switches)], reported=True)


async def _one_event(house: House, minute: int) -> None:
    await _nothing(house, minute)
    if minute == 1:
        house.toggle(house.switches[0])


async def _one_device(house: House, minute: int) -> None:
    if minute % 10 == 0:
        house.toggle(house.switches[1 + minute // 10 % (len(house.switches) - 1)], reported=True)
    if minute % 20 == 0:
        house.toggle(house.switches[0])


async def _all_devices(house: House, minute: int) -> None:
    if minute % 20 == 0:
        for device_id in house.switches:
            house.toggle(device_id)


async def _at_rest(house: House, minute: int) -> None:
    if minute % 20 == 0:
        for _ in range(2):
            house.toggle(house.switches[0])


async def _forged(house: House, minute: int) -> None:
    await _nothing(house, minute)
    house.simulator.faults.forge(Forgery.WRONG_KEY)
    event = HomeEvent(
        location_id=SYNTHETIC_LOCATION,
        event_type="MODE_EVENT",
        payload_key="modeEvent",
        payload={"eventId": str(minute), "locationId": SYNTHETIC_LOCATION, "modeId": "none"},
        time=datetime.now(UTC),
    )
    await house.simulator.deliver_events(house.entry.data["installed_app_id"], [event])


_TROUBLES: dict[str, tuple[Trouble, bool]] = {
    "nothing": (_nothing, True),
    "nothing, lists without status": (_nothing, False),
    "one missed event": (_one_event, True),
    "one silent device": (_one_device, True),
    "one silent device, lists without status": (_one_device, False),
    "all ten devices silent": (_all_devices, True),
    "nothing arrives, all values reverted before each poll": (_at_rest, True),
    "a forged request each minute": (_forged, True),
}
"""For each, whether the device list contains status."""


async def _calls(trouble: Trouble, *, status_in_list: bool, heartbeats: bool) -> int:
    options = SimulatorOptions(
        schedules_allowed=heartbeats,
        status_in_list=status_in_list,
        health_in_list=status_in_list,
        rate_limits=False,
        access_token_lifetime=1e9,
        install_token_lifetime=1e9,
    )
    with freeze_time(_START) as clock:
        async with (
            Simulator(synthetic_home(_DEVICES), options=options) as simulator,
            home_assistant(simulator) as hass,
        ):
            # The HTTP server tries to restart with its last working settings, but there are none.
            logging.disable(logging.ERROR)
            await hass.config.async_set_time_zone("UTC")
            entry, _ = await add_location(hass, simulator, SYNTHETIC_LOCATION)
            await hass.async_block_till_done(wait_background_tasks=True)
            house = House(hass, simulator, entry)
            await house.day(clock, _nothing)
            return await house.day(clock, trouble)


async def _main() -> None:
    print("calls, and without heartbeats  what is wrong")
    for name, (trouble, status_in_list) in _TROUBLES.items():
        calls = [
            await _calls(trouble, status_in_list=status_in_list, heartbeats=heartbeats)
            for heartbeats in (True, False)
        ]
        print(f"{calls[0]:>5} {calls[1]:>5}  {name}")


if __name__ == "__main__":
    asyncio.run(_main())
