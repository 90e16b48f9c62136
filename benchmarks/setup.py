"""Calls and seconds to load a location, for homes of four sizes.

The simulated cloud takes 50 ms for each call. Prints a table for the first set-up and a reload.
"""

import asyncio
from collections import Counter

from simulator import Simulator, SimulatorOptions
from simulator.devices.home import Home
from simulator.devices.ids import SYNTHETIC_LOCATION
from simulator.devices.synthetic import synthetic_home

from .home_assistant import add_location, home_assistant
from .homes import LARGE, rich_home

_LATENCY = 0.05


async def _measure(home: Home) -> None:
    options = SimulatorOptions(latency=_LATENCY, rate_limits=False)
    async with (
        Simulator(home, options=options) as simulator,
        home_assistant(simulator) as hass,
    ):
        before = len(simulator.calls)
        entry, first = await add_location(hass, simulator, SYNTHETIC_LOCATION)
        calls = _kinds(simulator, before)
        await hass.async_block_till_done(wait_background_tasks=True)
        states = len(hass.states.async_all())
        after = _kinds(simulator, before)
        loop = asyncio.get_running_loop()
        before = len(simulator.calls)
        start = loop.time()
        await hass.config_entries.async_reload(entry.entry_id)
        again = loop.time() - start
        reload_calls = sum(_kinds(simulator, before).values())
        print(
            f"{len(home.devices):>8} {states:>8} {first:>9.2f} {sum(calls.values()):>9}"
            f" {sum(after.values()):>9} {again:>9.2f} {reload_calls:>9}"
        )


def _kinds(simulator: Simulator, since: int) -> Counter[str]:
    """Count the calls of the installed app, without those of the flow."""
    return Counter(
        f"{call.method} {call.path.split('/')[1]}"
        for call in simulator.calls[since:]
        if call.token_kind in {"app", "basic"}
    )


async def _main() -> None:
    print("                     first set-up                     reload")
    print(" devices entities   seconds     calls  with subs   seconds     calls")
    for home in (*map(synthetic_home, (10, 100, LARGE, 2000)), rich_home(LARGE)):
        await _measure(home)


if __name__ == "__main__":
    asyncio.run(_main())
