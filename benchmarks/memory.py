"""Memory per entity, for this integration and for core's ``smartthings``, with the same homes.

Each figure is the difference between homes of 500 and 100 devices, without the memory of the code
itself. It is all memory that Python has allocated: entities, states, registries, and the values of
the devices. Each home is set up in its own process.
"""

import asyncio
import gc
import sys
import tracemalloc
from typing import NamedTuple

from simulator import Simulator, SimulatorOptions
from simulator.devices.ids import SYNTHETIC_LOCATION
from tests.common.core_integration import add_core_entry

from .home_assistant import add_location, home_assistant
from .homes import LARGE, rich_home

_SMALL = 100
_OURS = "smartthings_smartapp"
_CORE = "smartthings (core)"


class _Held(NamedTuple):
    entities: int
    registered: int
    bytes: int


async def _hold(which: str, devices: int) -> _Held:
    """Set up a home and return its memory."""
    home = rich_home(devices)
    async with (
        Simulator(home, options=SimulatorOptions(rate_limits=False)) as simulator,
        home_assistant(simulator) as hass,
    ):
        gc.collect()
        tracemalloc.start()
        if which == _OURS:
            await add_location(hass, simulator, SYNTHETIC_LOCATION)
        else:
            await add_core_entry(hass, home, SYNTHETIC_LOCATION)
        await hass.async_block_till_done()
        # Do not measure the call log of the simulated cloud.
        simulator.calls.clear()
        gc.collect()
        held, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        registered = len(hass.data["entity_registry"].entities)
        return _Held(len(hass.states.async_all()), registered, held)


async def _in_own_process(which: str, devices: int) -> _Held:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.memory", which, str(devices)),
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await process.communicate()
    return _Held(*map(int, output.split()))


async def _main() -> None:
    if len(sys.argv) > 1:
        print(*await _hold(sys.argv[1], int(sys.argv[2])))
        return
    print("integration            entities   registered   KiB each   KiB a device")
    kinds = (_OURS, _CORE)
    all_small, all_large = [
        await asyncio.gather(*(_in_own_process(which, count) for which in kinds))
        for count in (_SMALL, LARGE)
    ]
    for which, small, large in zip(kinds, all_small, all_large, strict=True):
        more = (large.bytes - small.bytes) / 1024
        each = more / (large.entities - small.entities)
        print(
            f"{which:<22} {large.entities:>8} {large.registered:>12} {each:>10.2f}"
            f" {more / (LARGE - _SMALL):>14.1f}"
        )


if __name__ == "__main__":
    asyncio.run(_main())
