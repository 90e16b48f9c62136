"""Microseconds per delivery of one event by stage, and deliveries per second.

The stages are those of the receiver without the HTTP server: signature and digest, parsing,
applying to the store, and the state write of the entities that watch the attribute.
"""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from statistics import median
from uuid import uuid1

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from homeassistant.util.aiohttp import MockRequest
from yarl import URL

from custom_components.smartthings_smartapp.cloud.lifecycle import EventDelivery, parse
from custom_components.smartthings_smartapp.cloud.signature import authenticate
from custom_components.smartthings_smartapp.runtime import Runtime
from simulator import Simulator, SimulatorOptions
from simulator.device import JsonObject
from simulator.house import SYNTHETIC_LOCATION, synthetic_home
from simulator.json_tools import encode
from simulator.lifecycles import event
from simulator.signing import Draft, http_date

from .home_assistant import add_location, home_assistant

_DEVICES = 100
_ROUNDS = 3000
_MICRO = 1e6

type Request = tuple[dict[str, str], bytes]


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
    """Return a device whose switch an entity watches."""
    return next(
        device_id
        for device_id, matches in runtime.loader.matches.items()
        for match in matches
        if match.entry.source == ("switch", "switch")
    )


def _make_requests(simulator: Simulator, runtime: Runtime, count: int) -> list[Request]:
    """Sign deliveries that turn a switch on and off in turn."""
    (installed_app,) = simulator.installed_apps.values()
    app = simulator.apps[installed_app.app_id]
    device_id = _switch(runtime)
    requests: list[Request] = []
    for number in range(count):
        now = datetime.now(UTC)
        element: JsonObject = {
            "eventTime": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "eventType": "DEVICE_EVENT",
            "deviceEvent": {
                "eventId": str(uuid1()),
                "locationId": SYNTHETIC_LOCATION,
                "deviceId": device_id,
                "componentId": "main",
                "capability": "switch",
                "attribute": "switch",
                "value": "on" if number % 2 else "off",
                "valueType": "string",
                "stateChange": True,
                "data": {},
                "subscriptionName": "benchmark",
            },
        }
        signed = Draft(
            path=URL(runtime.receiver.url).raw_path,
            body=encode(event(app, installed_app, "token", [element])),
            date=http_date(now),
            key=simulator.signing_key,
            digest_label="SHA256",
        ).sign()
        requests.append((signed.headers, signed.body))
    return requests


async def _stages(runtime: Runtime, requests: list[Request], watch: Stopwatch) -> None:
    """Time each stage on its own."""
    receiver = runtime.receiver
    path = URL(receiver.url).raw_path
    for headers, body in requests:
        with watch.stage("signature"):
            await authenticate(headers, body, path=path, keys=receiver.keys, now=dt_util.utcnow())
        with watch.stage("parse"):
            delivery = parse(body)
        if not isinstance(delivery, EventDelivery):
            raise TypeError(delivery)
        with watch.stage("apply and state write"):
            runtime.store.apply(delivery.events, dt_util.utcnow())


async def _without_entities(runtime: Runtime, requests: list[Request], watch: Stopwatch) -> None:
    """Time the store alone, nobody watching."""
    for _, body in requests:
        delivery = parse(body)
        if not isinstance(delivery, EventDelivery):
            raise TypeError(delivery)
        with watch.stage("apply"):
            runtime.store.apply(delivery.events, dt_util.utcnow())


async def _whole(
    hass: HomeAssistant, runtime: Runtime, requests: list[Request], watch: Stopwatch
) -> float:
    """Time whole deliveries without the HTTP server; return how many fit into a second."""
    receiver = runtime.receiver
    start = time.perf_counter()
    for headers, body in requests:
        request = MockRequest(content=body, headers=headers, method="POST", mock_source="bench")
        with watch.stage("whole delivery"):
            response = await receiver.handle(hass, receiver.webhook_id, request)
        if response.status != 200:  # noqa: PLR2004 - the status is its own name
            raise RuntimeError(response.status)
    return len(requests) / (time.perf_counter() - start)


async def _main() -> None:
    watch = Stopwatch()
    async with (
        Simulator(
            synthetic_home(_DEVICES), options=SimulatorOptions(rate_limits=False)
        ) as simulator,
        home_assistant(simulator) as hass,
    ):
        entry, _ = await add_location(hass, simulator, SYNTHETIC_LOCATION)
        await hass.async_block_till_done(wait_background_tasks=True)
        runtime = entry.runtime_data
        await _stages(runtime, _make_requests(simulator, runtime, _ROUNDS), watch)
        per_second = await _whole(hass, runtime, _make_requests(simulator, runtime, _ROUNDS), watch)
        requests = _make_requests(simulator, runtime, _ROUNDS)
        await hass.config_entries.async_unload_platforms(entry, ["switch", "light"])
        await _without_entities(runtime, requests, watch)
    apply = watch.micros("apply")
    print("stage                                       microseconds")
    print(f"signature and digest                        {watch.micros('signature'):>12.1f}")
    print(f"parse                                       {watch.micros('parse'):>12.1f}")
    print(f"apply                                       {apply:>12.1f}")
    write = watch.micros("apply and state write") - apply
    print(f"state write                                 {write:>12.1f}")
    whole = watch.micros("whole delivery")
    print(f"whole delivery, no HTTP server              {whole:>12.1f}")
    print(f"whole delivery, no HTTP server, no write    {whole - write:>12.1f}")
    print(f"deliveries per second, no HTTP server       {per_second:>12.0f}")


if __name__ == "__main__":
    asyncio.run(_main())
