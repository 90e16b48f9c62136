"""How long events in a home of 2,000 devices block the event loop.

The pages of the platform are prepared in advance, so that the simulator in this process takes
little time.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import aiohttp
import orjson
from homeassistant.core import HomeAssistant

from custom_components.smartthings_smartapp.cloud.delivery.events import (
    DeviceHealthEvent,
    Event,
    ModeEvent,
)
from custom_components.smartthings_smartapp.diagnostics.entry import (
    async_get_config_entry_diagnostics,
)
from custom_components.smartthings_smartapp.runtime import Runtime, SmartThingsConfigEntry
from custom_components.smartthings_smartapp.system_health import system_health_info
from simulator import Simulator
from simulator.devices.ids import SYNTHETIC_LOCATION
from simulator.devices.synthetic import synthetic_home

from .heartbeat import heartbeat
from .home_assistant import loaded_location

_SIZES = (500, 2000)

type Step = Callable[[], Awaitable[object]]


async def _pages(runtime: Runtime, url: str) -> list[bytes]:
    """Return the pages of the device list, as the simulator sends them."""
    headers = {
        "Authorization": f"Bearer {await runtime.parts.tokens.access_token()}",
        "Accept": "application/vnd.smartthings+json;v=20170916",
    }
    first = f"{url}/devices?max=200&includeStatus=true&includeHealth=true"
    following: str | None = f"{first}&locationId={SYNTHETIC_LOCATION}"
    pages: list[bytes] = []
    async with aiohttp.ClientSession(headers=headers) as session:
        while following:
            async with session.get(following) as reply:
                pages.append(await reply.read())
            following = (orjson.loads(pages[-1])["_links"].get("next") or {}).get("href")
    return pages


@dataclass(frozen=True, slots=True)
class _Steps:
    """Something that happens in a home."""

    hass: HomeAssistant
    simulator: Simulator
    entry: SmartThingsConfigEntry
    pages: list[bytes]

    def all(self) -> dict[str, Step]:
        """Return what to measure."""
        store = self.entry.runtime_data.parts.store
        listeners, devices = store.listeners, tuple(store.devices)
        return {
            "mode event": self.mode,
            "100 health events": self.offline,
            "poll": self.poll,
            "outage": lambda: listeners.notify_all(devices),
            "another plan": self.plan,
            "updates another way": lambda: listeners.notify_updates(devices),
            "system health": self.system_health,
            "diagnostics": lambda: async_get_config_entry_diagnostics(self.hass, self.entry),
        }

    def _apply(self, events: Sequence[Event]) -> None:
        self.entry.runtime_data.parts.store.apply(events, datetime.now(UTC))

    async def mode(self) -> None:
        """Change the mode."""
        event = ModeEvent(
            event_id="",
            location_id=SYNTHETIC_LOCATION,
            time=datetime.now(UTC),
            mode_id=str(self.simulator.home.modes[SYNTHETIC_LOCATION][1]["id"]),
        )
        self._apply([event])

    async def offline(self) -> None:
        """Remove a hundred devices with one delivery."""
        self._apply(
            [
                DeviceHealthEvent(
                    event_id="",
                    location_id=SYNTHETIC_LOCATION,
                    time=datetime.now(UTC),
                    device_id=device_id,
                    status="OFFLINE",
                )
                for device_id in tuple(self.entry.runtime_data.parts.store.devices)[:100]
            ]
        )

    async def poll(self) -> None:
        """Poll the location with few changes."""
        coordinator = self.entry.runtime_data.parts.coordinator
        for page in self.pages:
            headers = {"Content-Type": "application/json"}
            self.simulator.faults.fail("/devices", status=200, body=page, headers=headers)
        await coordinator.async_refresh()
        if coordinator.failure:
            raise coordinator.failure

    async def plan(self) -> None:
        """Plan the subscriptions."""
        self.entry.runtime_data.parts.loader.plan()

    async def system_health(self) -> None:
        """Collect the system health information."""
        for value in (await system_health_info(self.hass)).values():
            if asyncio.iscoroutine(value):
                value.close()


async def _measure(count: int) -> None:
    async with loaded_location(synthetic_home(count)) as (simulator, hass, entry):
        states = len(hass.states.async_all())
        pages = await _pages(entry.runtime_data, simulator.url)
        for name, step in _Steps(hass, simulator, entry, pages).all().items():
            async with heartbeat() as beat:
                start = asyncio.get_running_loop().time()
                await step()
                seconds = asyncio.get_running_loop().time() - start
            print(
                f"{count:>8} {states:>9} {name:<24} {beat.longest * 1000:>13.1f} {seconds:>9.2f}",
                flush=True,
            )
            await hass.async_block_till_done(wait_background_tasks=True)


async def _main() -> None:
    print(" devices  entities what happens             blocked (ms)   seconds")
    for count in map(int, sys.argv[1:]) if len(sys.argv) > 1 else _SIZES:
        await _measure(count)


if __name__ == "__main__":
    asyncio.run(_main())
