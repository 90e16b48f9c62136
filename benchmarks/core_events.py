"""Microseconds from the sending of an event to the state, beside core's ``smartthings``.

Another process sends the events one by one, with a rest before each. The same event
comes four ways:

- a POST to a webhook of Home Assistant that only reads it,
- a signed delivery to this integration,
- a line of a stream that only is read,
- the same line to core's integration, whose events come over a connection that it opened.

An integration's own part is the difference to the bare way. Afterwards, 2,000 deliveries and 2,000
bare POSTs follow each other without a rest.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from itertools import islice
from statistics import median
from time import perf_counter, time

import aiohttp
from aiohttp.web import Request as WebRequest
from homeassistant.components import webhook
from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.util import slugify

from simulator import Simulator, SimulatorOptions
from simulator.delivery.sinks import named_event
from simulator.devices.device import SimDevice
from simulator.devices.home import Home
from simulator.devices.ids import SYNTHETIC_LOCATION
from simulator.json_tools import as_object, encode
from tests.common.core_integration import add_core_entry

from .deliveries import Request, element, sign
from .home_assistant import home_assistant, loaded_location, receiver_of
from .homes import rich_home

_DEVICES = 100
_SWITCH = "Switch 3"
_EVENTS = 1000
_WARM_UP = 100
_BURST = 2000
_MICRO = 1e6
_VALUES = ("on", "off") * _BURST
"""Values that each change the switch, which is off at first."""


def _lines(requests: Sequence[Request]) -> list[str]:
    return [json.dumps([headers, body.decode()]) for headers, body in requests]


@asynccontextmanager
async def _sender(
    module: str, url: str, lines: Sequence[str]
) -> AsyncIterator[asyncio.StreamReader]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", f"benchmarks.{module}"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=2**20,
    )
    if process.stdin is None or process.stdout is None:
        raise RuntimeError(module)
    process.stdin.write("\n".join([url, *lines]).encode())
    process.stdin.close()
    yield process.stdout
    await process.wait()


def _between(sent: Sequence[float], arrived: Sequence[float]) -> float:
    """Return the median in microseconds, without the first events."""
    if len(sent) != len(arrived):
        raise RuntimeError(len(sent), len(arrived))
    pairs = list(zip(sent, arrived, strict=True))[_WARM_UP:]
    return median(end - start for start, end in pairs) * _MICRO


@contextmanager
def _changes(hass: HomeAssistant, entity_id: str) -> Iterator[list[float]]:
    """Collect the times at which an entity changes."""
    times: list[float] = []

    @callback
    def note(event: Event[EventStateChangedData]) -> None:
        if event.data["entity_id"] == entity_id:
            times.append(perf_counter())

    remove = hass.bus.async_listen(EVENT_STATE_CHANGED, note)
    yield times
    remove()


async def _post_spaced(url: str, requests: Sequence[Request]) -> list[float]:
    async with _sender("spaced_sender", url, _lines(requests)) as output:
        sent: list[float] = json.loads(await output.readline())
    return sent


async def _burst(url: str, requests: Sequence[Request]) -> float:
    """Return the seconds for all requests, one after another."""
    async with _sender("sender", url, _lines(requests)) as output:
        good, seconds = (await output.readline()).split()
    if int(good) != len(requests):
        raise RuntimeError(good)
    return float(seconds)


def _bare_webhook(hass: HomeAssistant) -> tuple[str, list[float]]:
    """Return the URL of a webhook that only reads, and the times of its requests."""
    times: list[float] = []

    async def read(_hass: HomeAssistant, _webhook_id: str, request: WebRequest) -> None:
        await request.read()
        times.append(perf_counter())

    webhook.async_register(hass, "test", "Bare", "bare", read)
    return f"{hass.config.external_url}/api/webhook/bare", times


def _switch_of(hass: HomeAssistant, home: Home) -> str:
    """Return the entity of the switch; only the end of its name is the same with core."""
    end = f"_{slugify(_device(home).label)}"
    return next(item for item in hass.states.async_entity_ids("switch") if item.endswith(end))


def _device(home: Home) -> SimDevice:
    """Return the device of all events."""
    return next(item for item in home.devices.values() if item.label == _SWITCH)


async def _ours(home: Home) -> tuple[float, float, float, float]:
    """Return microseconds of a bare POST and of a delivery, and seconds of 2,000 of each."""
    async with loaded_location(home) as (simulator, hass, entry):
        entity_id = _switch_of(hass, home)

        def requests(count: int) -> list[Request]:
            elements = (
                element(_device(home).device_id, "switch", "switch", value)
                for value in islice(_VALUES, count)
            )
            return [sign(simulator, entry.runtime_data, [item]) for item in elements]

        url, arrived = _bare_webhook(hass)
        bare = _between(await _post_spaced(url, requests(_EVENTS)), arrived)
        ours = receiver_of(entry.runtime_data).url
        with _changes(hass, entity_id) as changed:
            delivery = _between(await _post_spaced(ours, requests(_EVENTS)), changed)
        bare_burst = await _burst(url, requests(_BURST))
        return bare, delivery, bare_burst, await _burst(ours, requests(_BURST))


async def _core(home: Home) -> tuple[float, float]:
    """Return microseconds of a line of a bare stream, and of an event of core's integration."""
    async with (
        Simulator(home, options=SimulatorOptions(rate_limits=False)) as simulator,
        home_assistant(simulator) as hass,
    ):
        lines = [
            json.dumps(_stream_event(_device(home).device_id, value))
            for value in islice(_VALUES, _EVENTS)
        ]
        async with _sender("spaced_sender", "", lines) as output:
            url = f"http://127.0.0.1:{int(await output.readline())}/stream"
            arrived = await _read_stream(url)
            bare = _between(json.loads(await output.readline()), arrived)
        async with _sender("spaced_sender", "", lines) as output:
            url = f"http://127.0.0.1:{int(await output.readline())}/stream"
            entry = await add_core_entry(hass, home, SYNTHETIC_LOCATION, stream=url)
            with _changes(hass, _switch_of(hass, home)) as changed:
                core = _between(json.loads(await output.readline()), changed)
            await hass.config_entries.async_unload(entry.entry_id)
    return bare, core


async def _read_stream(url: str) -> list[float]:
    """Return the times at which the events of a stream were complete."""
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return [perf_counter() async for line in response.content if line == b"\n"]


def _stream_event(device_id: str, value: str) -> str:
    """Return an event of a stream, whose elements have more fields (platform reference 11)."""
    item = element(device_id, "switch", "switch", value)
    more = {"ownerId": SYNTHETIC_LOCATION, "ownerType": "LOCATION", "commandId": ""}
    item["eventTime"] = int(time() * 1000)
    item["deviceEvent"] = {**as_object(item["deviceEvent"]), **more}
    return named_event("DEVICE_EVENT", encode(item)).decode()


async def _main() -> None:
    home = rich_home(_DEVICES)
    bare, delivery, bare_burst, burst = await _ours(home)
    stream, core = await _core(home)
    print("microseconds from sending to state, events 10 ms apart")
    for name, value in (
        ("bare POST", bare),
        ("this integration", delivery),
        ("bare stream", stream),
        ("smartthings (core)", core),
        ("own part of this integration", delivery - bare),
    ):
        print(f"{name:<30}{value:>8.0f}")
    print(f"own part, times core's way    {(delivery - bare) / core:>8.2f}")
    print(f"{_BURST} in a row: bare {bare_burst:.2f} s, deliveries {burst:.2f} s")


if __name__ == "__main__":
    asyncio.run(_main())
