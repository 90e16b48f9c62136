"""Microseconds per delivery of one event by stage, and deliveries per second.

The stages are those of the receiver without the HTTP server: signature and digest, parsing, the
update of the store, and the state of the entities for the attribute. The homes have three sizes, up
to 5,000 entities.
"""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from homeassistant.util.aiohttp import MockRequest
from yarl import URL

from custom_components.smartthings_smartapp.cloud.delivery.lifecycle import (
    EventDelivery,
    parse_delivery,
)
from custom_components.smartthings_smartapp.cloud.delivery.signature import authenticate_delivery
from custom_components.smartthings_smartapp.runtime import Runtime
from simulator import Simulator
from simulator.devices.home import Home
from simulator.devices.synthetic import synthetic_home

from .deliveries import Request, element, sign
from .home_assistant import loaded_location, receiver_of
from .homes import LARGE, rich_home

_ROUNDS = 3000
_MICRO = 1e6
_ROWS = (
    "signature and digest",
    "parse",
    "apply",
    "state write",
    "whole, no HTTP server",
    "the same, no state write",
    "deliveries per second",
)


@dataclass(slots=True)
class Stopwatch:
    """Collects times by stage."""

    times: dict[str, list[float]] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a stage once."""
        start = time.perf_counter()
        yield
        self.times.setdefault(name, []).append(time.perf_counter() - start)

    def micros(self, name: str) -> float:
        """Return the median of a stage."""
        return median(self.times[name]) * _MICRO


def _switch(runtime: Runtime) -> str:
    """Return a device with an entity for its switch."""
    return next(
        device_id
        for device_id, matches in runtime.parts.loader.matches.items()
        for match in matches
        if match.entry.source == ("switch", "switch")
    )


def _make_requests(simulator: Simulator, runtime: Runtime, count: int) -> list[Request]:
    """Sign deliveries that turn a switch on and off."""
    device_id = _switch(runtime)
    return [
        sign(
            simulator,
            runtime,
            [element(device_id, "switch", "switch", "on" if number % 2 else "off")],
        )
        for number in range(count)
    ]


async def _stages(runtime: Runtime, requests: list[Request], watch: Stopwatch) -> None:
    """Measure each stage."""
    receiver = receiver_of(runtime)
    path = URL(receiver.url).raw_path
    for headers, body in requests:
        with watch.stage("signature"):
            await authenticate_delivery(
                headers, body, path=path, keys=receiver.keys, now=dt_util.utcnow()
            )
        with watch.stage("parse"):
            delivery = parse_delivery(body)
        if not isinstance(delivery, EventDelivery):
            raise TypeError(delivery)
        with watch.stage("apply and state write"):
            runtime.parts.store.apply(delivery.events, dt_util.utcnow())


async def _without_entities(runtime: Runtime, requests: list[Request], watch: Stopwatch) -> None:
    """Measure the store without listeners."""
    for _, body in requests:
        delivery = parse_delivery(body)
        if not isinstance(delivery, EventDelivery):
            raise TypeError(delivery)
        with watch.stage("apply"):
            runtime.parts.store.apply(delivery.events, dt_util.utcnow())


async def _whole(
    hass: HomeAssistant, runtime: Runtime, requests: list[Request], watch: Stopwatch
) -> float:
    """Measure whole deliveries without the HTTP server; return how many fit into a second.

    Use the fastest tenth, because other programs slow down the rest.
    """
    receiver = receiver_of(runtime)
    ends = [time.perf_counter()]
    for headers, body in requests:
        request = MockRequest(content=body, headers=headers, method="POST", mock_source="bench")
        with watch.stage("whole delivery"):
            response = await receiver.handle(hass, receiver.webhook_id, request)
        if response.status != 200:  # noqa: PLR2004 - the status is its own name
            raise RuntimeError(response.status)
        ends.append(time.perf_counter())
    tenth = len(requests) // 10
    return tenth / min(end - start for start, end in zip(ends, ends[tenth:], strict=False))


async def _measure(home: Home) -> list[float]:
    """Return the figures for a home, in the order of the rows."""
    watch = Stopwatch()
    async with loaded_location(home) as (simulator, hass, entry):
        runtime = entry.runtime_data
        await _stages(runtime, _make_requests(simulator, runtime, _ROUNDS), watch)
        per_second = await _whole(hass, runtime, _make_requests(simulator, runtime, _ROUNDS), watch)
        requests = _make_requests(simulator, runtime, _ROUNDS)
        await hass.config_entries.async_unload_platforms(entry, ["switch", "light"])
        await _without_entities(runtime, requests, watch)
    apply = watch.micros("apply")
    write = watch.micros("apply and state write") - apply
    whole = watch.micros("whole delivery")
    return [
        watch.micros("signature"),
        watch.micros("parse"),
        apply,
        write,
        whole,
        whole - write,
        per_second,
    ]


async def _main() -> None:
    homes = (synthetic_home(10), synthetic_home(100), rich_home(LARGE))
    columns = [await _measure(home) for home in homes]
    print("microseconds, by devices" + "".join(f"{len(home.devices):>10}" for home in homes))
    for name, values in zip(_ROWS, zip(*columns, strict=True), strict=True):
        print(f"{name:<24}" + "".join(f"{value:>10.1f}" for value in values))


if __name__ == "__main__":
    asyncio.run(_main())
