"""The effect of a burst of 2,000 events on a home of 500 devices with 5,000 entities.

The events arrive in one delivery, and then in 2,000 deliveries one after another, over HTTP from
another process. Prints how long the event loop was blocked, and whether every entity has the last
value.
"""

import asyncio
import json
import sys
from collections.abc import Sequence

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.runtime import Runtime
from simulator import Simulator

from .deliveries import Request, element, sign
from .heartbeat import Heartbeat, heartbeat
from .home_assistant import loaded_location, receiver_of
from .homes import LARGE, NUMBERS, rich_home

_EVENTS = 2000
_PER_TARGET = 2

type Target = tuple[str, str, str]
"""Device, capability and attribute."""


def _targets(runtime: Runtime) -> list[Target]:
    """Return as many attributes as there are events, distributed over all devices."""
    devices = sorted(runtime.parts.store.devices)
    return [
        (device_id, capability, attribute)
        for capability, attribute, _ in NUMBERS
        for device_id in devices
    ][: _EVENTS // _PER_TARGET]


def _values(targets: Sequence[Target], first: int) -> list[tuple[Target, int]]:
    """Return the events in rounds over all targets, each with a different value."""
    rounds = (target for _ in range(_PER_TARGET) for target in targets)
    return [(target, first + number) for number, target in enumerate(rounds)]


async def _post(url: str, requests: Sequence[Request]) -> tuple[int, float, Heartbeat]:
    """Post from another process; return accepted deliveries, seconds for all, and the heartbeat."""
    lines = [url, *(json.dumps([headers, body.decode()]) for headers, body in requests)]
    text = "\n".join(lines).encode()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.sender"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    async with heartbeat() as beat:
        output, _ = await process.communicate(text)
    good, seconds = output.split()
    return int(good), float(seconds), beat


def _wrong(hass: HomeAssistant, runtime: Runtime, sent: Sequence[tuple[Target, int]]) -> int:
    """Count the entities that do not show the last value."""
    registry = er.async_get(hass)
    entities = {
        (device_id, *match.entry.source): match.unique_id(device_id)
        for device_id, matches in runtime.parts.loader.matches.items()
        for match in matches
        if match.entry.platform == "sensor"
    }
    wrong = 0
    for target, value in dict(sent).items():
        entity_id = registry.async_get_entity_id("sensor", DOMAIN, entities[target])
        state = hass.states.get(entity_id) if entity_id else None
        wrong += state is None or float(state.state) != value
    return wrong


async def _measure(
    hass: HomeAssistant, simulator: Simulator, runtime: Runtime, *, together: bool, first: int
) -> None:
    sent = _values(_targets(runtime), first)
    elements = [element(*target, value) for target, value in sent]
    parts = [elements] if together else [[item] for item in elements]
    requests = [sign(simulator, runtime, part) for part in parts]
    async with heartbeat() as idle:
        await asyncio.sleep(1)
    good, seconds, beat = await _post(receiver_of(runtime).url, requests)
    if good != len(requests):
        raise RuntimeError(good)
    print(
        f"{len(requests):>10} {len(requests[0][1]) / 1024:>12.1f} {seconds:>10.2f}"
        f" {beat.longest * 1000:>14.1f} {idle.longest * 1000:>11.1f}"
        f" {_wrong(hass, runtime, sent):>13}"
    )


async def _main() -> None:
    async with loaded_location(rich_home(LARGE)) as (simulator, hass, entry):
        states = len(hass.states.async_all())
        print(f"A burst of {_EVENTS} events, {LARGE} devices, {states} entities")
        print("deliveries KiB, each of    seconds   blocked (ms)   idle (ms)  wrong values")
        runtime = entry.runtime_data
        await _measure(hass, simulator, runtime, together=True, first=1)
        await _measure(hass, simulator, runtime, together=False, first=1 + _EVENTS)


if __name__ == "__main__":
    asyncio.run(_main())
