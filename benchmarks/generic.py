"""Seconds of a set-up with and without the generic entities, once their definitions were read.

Each device reports ten attributes that nothing shows. The simulated cloud takes 50 ms for each
call. Prints a table of set-ups that take turns: the quickest of each, for what else the machine
does can only make one slower.
"""

import asyncio
import gc

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from custom_components.smartthings_smartapp.definition_store import definitions
from custom_components.smartthings_smartapp.options import CONF_GENERIC_ENTITIES
from custom_components.smartthings_smartapp.runtime import StConfigEntry
from simulator import Simulator, SimulatorOptions
from simulator.device import Readings
from simulator.home import Home
from simulator.house import SYNTHETIC_LOCATION, synthetic_home

from .home_assistant import add_location, home_assistant
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
    options = SimulatorOptions(latency=_LATENCY, rate_limits=False)
    async with Simulator(home, options=options) as simulator, home_assistant(simulator) as hass:
        entry, _ = await add_location(hass, simulator, SYNTHETIC_LOCATION)
        await hass.async_block_till_done(wait_background_tasks=True)
        await _read_definitions(hass, entry)
        seconds: dict[bool, list[float]] = {True: [], False: []}
        for number in range(2 * _TIMES):
            wanted = number % 2 == 0
            hass.config_entries.async_update_entry(entry, options={CONF_GENERIC_ENTITIES: wanted})
            seconds[wanted].append(await _reload(hass, entry))
        without, with_them = min(seconds[False]), min(seconds[True])
        registered = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
        generic = sum(item.translation_key is None for item in registered)
        print(
            f"{len(home.devices):>8} {len(registered) - generic:>9} {generic:>9}"
            f" {without:>9.3f} {with_them:>9.3f} {with_them / without - 1:>7.1%}"
        )


async def _read_definitions(hass: HomeAssistant, entry: StConfigEntry) -> None:
    """Read them at once, as if the minutes had passed."""
    runtime = entry.runtime_data
    for key in runtime.loader.wanted():
        await definitions(hass).read(runtime.client, key)
    runtime.loader.load(runtime.store.devices)
    await hass.async_block_till_done(wait_background_tasks=True)


async def _reload(hass: HomeAssistant, entry: StConfigEntry) -> float:
    gc.collect()
    loop = asyncio.get_running_loop()
    start = loop.time()
    await hass.config_entries.async_reload(entry.entry_id)
    seconds = loop.time() - start
    await hass.async_block_till_done(wait_background_tasks=True)
    return seconds


async def _main() -> None:
    print(" devices  entities   generic   without      with  slower")
    for count in (10, 100, LARGE):
        await _measure(synthetic_home(count, {**MORE, **_LEFT_OVER}))


if __name__ == "__main__":
    asyncio.run(_main())
