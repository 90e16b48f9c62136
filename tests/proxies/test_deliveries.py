"""A location whose deliveries come through nginx or Caddy."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp.test_utils import unused_port
from homeassistant.config_entries import ConfigFlowResult

from scripts.demo_driver.relays.authority import Authority
from scripts.demo_driver.relays.proxy import until_listening
from simulator.devices.ids import HOME_LOCATION, Devices
from tests.common.world import World

from .conftest import Behind, StartProxy

pytestmark = pytest.mark.devices(Devices.FRONT_DOOR)


async def set_up(behind: Behind, result: ConfigFlowResult) -> None:
    """Complete the flow after the form of the address."""
    world = behind.world
    result = await world.fill(result, access_token=world.simulator.create_pat())
    result = await world.fill(result, location_id=HOME_LOCATION)
    await world.open_page(result["url"])
    await world.settle()
    await world.hass.config_entries.flow.async_configure(result["flow_id"])
    await world.settle()


async def move(world: World, value: str) -> str:
    """Open or close the front door; return its state in Home Assistant."""
    world.simulator.home.set_attribute(
        Devices.FRONT_DOOR, "main", "contactSensor", "contact", value
    )
    await world.settle()
    return world.state("binary_sensor.hallway_front_door_door")


async def test_a_location_works_with_the_sample_of_the_documentation(
    start_proxy: StartProxy, name: str
) -> None:
    """The set-up, an event, and an event after the proxy was down for a while."""
    async with start_proxy(name) as behind:
        behind.use_proxy()
        world, deliveries = behind.world, behind.world.simulator.deliveries
        await world.add_location()
        assert await move(world, "open") == "on"
        assert all(item.url.startswith(f"{behind.front.url}/") for item in deliveries)
        assert {item.status for item in deliveries} == {200}
        await behind.program.stop()
        assert await move(world, "closed") == "on"
        assert deliveries[-1].error == "Unable to communicate with target."
        await behind.program.start()
        await until_listening(behind.program, behind.front.port)
        assert await move(world, "open") == "on"
        assert await move(world, "closed") == "off"


@pytest.mark.parametrize(
    ("program", "changes"),
    [
        ("nginx", {"site": "gzip on; gzip_min_length 1; gzip_types *;"}),
        ("nginx", {"forwarding": "proxy_request_buffering off; proxy_buffering off;"}),
        ("caddy", {"site": "encode gzip {\nminimum_length 1\n}"}),
        ("caddy", {"forwarding": "flush_interval -1"}),
    ],
)
async def test_compressed_answers_and_streamed_bodies_are_accepted(
    start_proxy: StartProxy, program: str, changes: dict[str, str]
) -> None:
    """The signature covers the content of the body, not its framing."""
    async with start_proxy(program, **changes) as behind:
        behind.use_proxy()
        await behind.world.add_location()
        assert await move(behind.world, "open") == "on"
        assert {item.status for item in behind.world.simulator.deliveries} == {200}


@pytest.mark.parametrize(
    ("program", "forwarding"),
    [
        ("nginx", 'proxy_set_header X-ST-Correlation ""; proxy_set_header User-Agent other;'),
        ("caddy", "header_up -X-St-Correlation\nheader_up Host other.example.org"),
    ],
)
async def test_headers_that_are_not_signed_may_change(
    start_proxy: StartProxy, program: str, forwarding: str
) -> None:
    """The check says nothing about them, and deliveries are accepted."""
    async with start_proxy(program, forwarding=forwarding) as behind:
        await set_up(behind, await behind.try_address())
        assert await move(behind.world, "open") == "on"


async def test_a_prefix_that_the_proxy_removes_works(
    world: World, start_proxy: StartProxy, name: str
) -> None:
    """SmartThings signs the path with the prefix, and Home Assistant gets another one."""
    target = world.url.removeprefix("http://")
    site = (
        f"location /ha-home/ {{ proxy_pass http://{target}/; }}"
        if name == "nginx"
        else f"handle_path /ha-home/* {{\nreverse_proxy {target}\n}}"
    )
    async with start_proxy(name, site=site) as behind:
        await set_up(behind, await behind.try_address("/ha-home"))
        assert await move(behind.world, "open") == "on"


async def test_http_2_between_two_proxies_works(
    start_proxy: StartProxy, authority: Authority
) -> None:
    """Caddy speaks HTTP/2 with nginx, which has lower-case headers and no ``Host``."""
    port = unused_port()
    async with start_proxy("nginx", site=f"listen 127.0.0.1:{port} ssl http2;"):
        site = (
            f"reverse_proxy /api/* https://127.0.0.1:{port} {{\ntransport http {{\nversions 2\n"
            f"tls_trusted_ca_certs {authority.root}\n}}\n}}"
        )
        async with start_proxy("caddy", site=site) as behind:
            behind.use_proxy()
            await behind.world.add_location()
            assert await move(behind.world, "open") == "on"


@asynccontextmanager
async def held(target: str) -> AsyncIterator[tuple[int, asyncio.Event, asyncio.Event]]:
    """Forward requests immediately, and hold the answers back.

    Return the port, an event that is set once an answer is there, and one that lets it pass.
    """
    host, _, port = target.rpartition(":")
    answered, pass_on = asyncio.Event(), asyncio.Event()
    tasks: list[asyncio.Task[None]] = []

    async def forward(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        upstream, upstream_writer = await asyncio.open_connection(host, int(port))
        tasks.append(asyncio.create_task(pump(reader, upstream_writer)))
        with contextlib.suppress(ConnectionError):
            while chunk := await upstream.read(65536):
                answered.set()
                await pass_on.wait()
                writer.write(chunk)
                await writer.drain()
        upstream_writer.close()
        writer.close()

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while chunk := await reader.read(65536):
                writer.write(chunk)
        writer.close()

    async with await asyncio.start_server(forward, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[1], answered, pass_on
        pass_on.set()
        await asyncio.gather(*tasks)


@pytest.mark.parametrize(
    ("program", "stopped", "status"),
    [
        ("nginx", False, 200),
        ("nginx", True, None),
        ("caddy", False, 200),
        # Caddy waits for requests when it stops.
        ("caddy", True, 200),
    ],
)
async def test_an_event_counts_although_its_answer_is_late_or_lost(
    world: World,
    start_proxy: StartProxy,
    caplog: pytest.LogCaptureFixture,
    program: str,
    *,
    stopped: bool,
    status: int | None,
) -> None:
    """Home Assistant has the event before it answers, and SmartThings does not send it again."""
    async with held(world.url.removeprefix("http://")) as (port, answered, pass_on):
        pass_on.set()
        async with start_proxy(program, target=f"127.0.0.1:{port}") as behind:
            behind.use_proxy()
            await world.add_location()
            answered.clear()
            pass_on.clear()
            moving = asyncio.create_task(move(world, "open"))
            await answered.wait()
            stopping = asyncio.create_task(behind.program.stop() if stopped else asyncio.sleep(0))
            await asyncio.sleep(0.5)
            pass_on.set()
            assert await moving == "on"
            await stopping
            assert world.simulator.deliveries[-1].status == status
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
