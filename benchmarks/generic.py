"""What generic entities add to a set-up whose definitions are cached.

Each device reports ten unmapped attributes. The simulated cloud takes 50 ms for each call. Prints
the fastest set-up, and the share of generic entities. This share is a few milliseconds and less
than the variation between set-ups, so it is measured separately.
"""

import asyncio
import gc
from time import perf_counter

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from custom_components.smartthings_smartapp.location.entity_loader import EntityLoader
from custom_components.smartthings_smartapp.location.options import CONF_GENERIC_ENTITIES
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry, domain_data
from simulator.devices.device import Readings
from simulator.devices.home import Home
from simulator.devices.synthetic import synthetic_home

from .home_assistant import loaded_location
from .homes import LARGE, MORE

_LATENCY = 0.05
_TIMES = 15
_LEFT_OVER: Readings = {
    "samsungce.detergentState": {
        "remainingAmount": 100,
        "dosage": 30,
        "initialAmount": 500,
        "detergentType": "liquid",
    },
    "mediaGroup": {"groupMute": "unmuted", "groupVolume": 12, "groupRole": "ungrouped"},
    "samsungce.selfCheck": {"errors": [], "status": "ready", "result": "passed"},
}


async def _measure(home: Home) -> None:
    async with loaded_location(home, latency=_LATENCY) as (_, hass, entry):
        await _read_definitions(hass, entry)
        seconds = min([await _reload(hass, entry) for _ in range(_TIMES)])
        devices = tuple(entry.runtime_data.parts.store.devices)
        with_them = _best(entry.runtime_data.parts.loader, devices)
        registered = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
        generic = sum(item.translation_key is None for item in registered)
        hass.config_entries.async_update_entry(entry, options={CONF_GENERIC_ENTITIES: False})
        await _reload(hass, entry)
        more = with_them - _best(entry.runtime_data.parts.loader, devices)
        print(
            f"{len(home.devices):>8} {len(registered) - generic:>9} {generic:>9}"
            f" {seconds:>9.3f} {more * 1000:>8.1f} {more / seconds:>7.1%}"
        )


def _best(loader: EntityLoader, devices: tuple[str, ...]) -> float:
    """Return the shortest time in seconds to match all devices and collect the definitions."""
    found = []
    for _ in range(_TIMES):
        start = perf_counter()
        loader.load(devices)
        loader.pairs()
        found.append(perf_counter() - start)
    return min(found)


async def _read_definitions(hass: HomeAssistant, entry: SmartThingsConfigEntry) -> None:
    """Read all definitions without waiting."""
    runtime = entry.runtime_data
    for key in runtime.parts.generic.wanted():
        await domain_data(hass).definitions.read(runtime.client, key)
    runtime.parts.loader.load(runtime.parts.store.devices)
    await hass.async_block_till_done(wait_background_tasks=True)


async def _reload(hass: HomeAssistant, entry: SmartThingsConfigEntry) -> float:
    gc.collect()
    loop = asyncio.get_running_loop()
    start = loop.time()
    await hass.config_entries.async_reload(entry.entry_id)
    seconds = loop.time() - start
    await hass.async_block_till_done(wait_background_tasks=True)
    return seconds


async def _main() -> None:
    print(" devices  entities   generic    set-up   of it ms   share")
    for count in (10, 100, LARGE):
        await _measure(synthetic_home(count, {**MORE, **_LEFT_OVER}))


if __name__ == "__main__":
    asyncio.run(_main())
