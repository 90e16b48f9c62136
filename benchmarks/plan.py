"""Milliseconds to plan the subscriptions, for homes of three sizes.

The homes are random, with devices of up to 30 capabilities, most of them rare. They need many more
subscriptions than the platform allows, so the best ones must be chosen. The last row is the large
home with all its entities, including the collection of their capabilities.
"""

import asyncio
import gc
import random
import time
from collections.abc import Callable
from functools import partial
from itertools import accumulate
from statistics import median

from custom_components.smartthings_smartapp.cloud.subscription_plan import (
    DeviceCapability,
    SubscriptionPlan,
    make_plan,
)
from custom_components.smartthings_smartapp.location.subscriptions import LOCATION_LEVEL

from .home_assistant import loaded_location
from .homes import LARGE, rich_home

_SIZES = (50, 100, 500)
_HOMES = 20
"""Homes of each size."""
_CAPABILITIES = 200
_MOST = 30
"""Maximum number of capabilities of a device."""
_URGENCIES = (1, 4, 16)


def _random_pairs(devices: int, seed: int) -> dict[DeviceCapability, int]:
    """Return the pairs of a home; the n-th capability is n times rarer than the first."""
    chance = random.Random(seed)  # noqa: S311 (not for security)
    names = [f"capability{number}" for number in range(_CAPABILITIES)]
    weights = list(accumulate(1 / (number + 1) for number in range(_CAPABILITIES)))
    return {
        DeviceCapability(f"device-{number}", capability): chance.choice(_URGENCIES)
        for number in range(devices)
        for capability in chance.choices(names, cum_weights=weights, k=chance.randint(5, _MOST))
    }


def _plan(pairs: dict[DeviceCapability, int]) -> SubscriptionPlan:
    return make_plan(pairs, location_id="location", location_level=LOCATION_LEVEL, every_report=())


def _millis(make: Callable[[], SubscriptionPlan]) -> tuple[float, SubscriptionPlan]:
    start = time.perf_counter()
    plan = make()
    return (time.perf_counter() - start) * 1000, plan


def _show(devices: int, pairs: int, times: list[float], plan: SubscriptionPlan) -> None:
    print(
        f"{devices:>8} {pairs:>8} {median(times):>10.1f} {max(times):>10.1f}"
        f" {len(plan.subscriptions):>14} {len(plan.polled):>13}"
    )


def _random(devices: int) -> None:
    homes = [_random_pairs(devices, seed) for seed in range(_HOMES)]
    measured = [_millis(partial(_plan, pairs)) for pairs in homes]
    _show(devices, len(homes[-1]), [item[0] for item in measured], measured[-1][1])


async def _whole() -> None:
    async with loaded_location(rich_home(LARGE)) as (_, _, entry):
        gc.collect()  # Do not measure garbage of the set-up.
        loader = entry.runtime_data.parts.loader
        measured = [_millis(loader.plan) for _ in range(_HOMES)]
        plan = measured[-1][1]
        _show(LARGE, len(plan.pairs), [item[0] for item in measured], plan)


async def _main() -> None:
    print("                   plan (ms)")
    print(" devices    pairs     median    longest  subscriptions  pairs polled")
    for size in _SIZES:
        _random(size)
    await _whole()


if __name__ == "__main__":
    asyncio.run(_main())
