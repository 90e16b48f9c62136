"""A real Home Assistant and a simulated SmartThings, connected by real sockets."""

import gc
import logging
import socket
from asyncio import BaseEventLoop
from collections.abc import AsyncIterator, Collection, Mapping
from pathlib import Path
from typing import Any

import pytest
from aiohttp.resolver import AsyncResolver
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.location import reads as location_reads
from custom_components.smartthings_smartapp.runtime import Runtime, SmartThingsConfigEntry
from simulator import Simulator, SimulatorOptions
from simulator.devices.ids import HOME_LOCATION
from simulator.relay import RelayOptions

from .common.house import House
from .common.nabu_casa import NabuCasa, connected_cloud
from .common.world import Resolve, World

# Each registered entity is logged: hundreds of lines for each location that is set up.
logging.getLogger("homeassistant.helpers.entity_registry").setLevel(logging.WARNING)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Collect garbage rarely, because objects that a set-up creates are not garbage yet.

    Objects from before the first test are never checked. A fixture of Home Assistant collects the
    garbage of each module at its end.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 10, 10)


@pytest.fixture(autouse=True)
def enable_event_loop_debug() -> None:
    """Keep the debug mode of asyncio off, which doubles the time of a test.

    PYTHONASYNCIODEBUG=1 turns it on.
    """


@pytest.fixture
def simulator_options() -> SimulatorOptions:
    """Return the options of the simulated cloud; a test may override them."""
    return SimulatorOptions()


@pytest.fixture
async def simulator(
    socket_enabled: None, simulator_options: SimulatorOptions, request: pytest.FixtureRequest
) -> AsyncIterator[Simulator]:
    """Run a simulator with the default house.

    The set-up of all its devices takes most of the time of a test. A module or test that needs only
    a few devices names them: ``@pytest.mark.devices(Devices.FAN)`` removes all others.

    Heartbeats arrive only in tests with ``@pytest.mark.heartbeats``: their minute is different in
    each run.
    """
    async with Simulator(options=simulator_options) as simulator:
        if marker := request.node.get_closest_marker("devices"):
            keep_only(simulator, marker.args)
        if request.node.get_closest_marker("heartbeats") is None:
            simulator.options.schedules_allowed = False
        yield simulator


def keep_only(simulator: Simulator, device_ids: Collection[str]) -> None:
    """Remove all other devices of the house; the cabin keeps its devices."""
    devices = simulator.home.devices
    assert devices.keys() >= set(device_ids)
    house = {key for key, device in devices.items() if device.location_id == HOME_LOCATION}
    for device_id in house.difference(device_ids):
        simulator.home.remove_device(device_id)


@pytest.fixture
def resolve(monkeypatch: pytest.MonkeyPatch) -> Resolve:
    """Return a function that sets the addresses of host names, because a test has no DNS.

    Other names do not resolve, and for a name without an address the DNS server does not answer.
    The client session of Home Assistant, which asks another resolver, reaches none of them.
    """

    def give(addresses: Mapping[str, str]) -> None:
        async def getaddrinfo(_loop: object, host: str, port: int, **_: object) -> list[object]:
            host.encode("idna")  # The real function does the same, and fails for some names.
            if host not in addresses:
                raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
            if not addresses[host]:
                raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (addresses[host], port))]

        async def resolve_nothing(_resolver: object, *_: object, **__: object) -> list[object]:
            raise OSError

        monkeypatch.setattr(BaseEventLoop, "getaddrinfo", getaddrinfo)
        monkeypatch.setattr(AsyncResolver, "resolve", resolve_nothing)

    return give


@pytest.fixture
async def world(
    hass: HomeAssistant,
    enable_custom_integrations: None,
    simulator: Simulator,
    hass_client_no_auth: ClientSessionGenerator,
    monkeypatch: pytest.MonkeyPatch,
) -> World:
    """Return Home Assistant with the integration, ready for its config flow.

    A list in which known devices are missing is read again without a delay.
    """
    monkeypatch.setattr(location_reads, "SECOND_LOOK", 0.0)
    assert await async_setup_component(
        hass,
        DOMAIN,
        {
            DOMAIN: {
                "endpoints": {
                    "api_url": simulator.url,
                    "key_url": simulator.url,
                    "install_url": f"{simulator.url}/install",
                }
            }
        },
    )
    # They register pages, which the server does not accept after its start.
    for component in ("auth", "image", "media_player", "repairs"):
        assert await async_setup_component(hass, component, {})
    client = await hass_client_no_auth()
    url = str(client.make_url("")).rstrip("/")
    hass.config.external_url = url
    await hass.async_block_till_done()
    return World(hass, simulator, url)


@pytest.fixture
async def entry(world: World) -> SmartThingsConfigEntry:
    """Set a location up with the config flow."""
    return await world.add_location()


@pytest.fixture
def house(world: World, entry: SmartThingsConfigEntry) -> House:
    """Return the set-up house."""
    return House(world, entry)


@pytest.fixture
def runtime(entry: SmartThingsConfigEntry) -> Runtime:
    """Return the runtime of the loaded entry."""
    return entry.runtime_data


@pytest.fixture
def relay_options() -> RelayOptions:
    """Return the options of the relay of Home Assistant Cloud; a test may override them."""
    return RelayOptions()


@pytest.fixture
async def nabu_casa(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],  # JSON of any shape
    socket_enabled: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    relay_options: RelayOptions,
) -> AsyncIterator[NabuCasa]:
    """Set Home Assistant Cloud up, connected to a relay of the simulator."""
    async with connected_cloud(hass, hass_storage, tmp_path, monkeypatch, relay_options) as cloud:
        yield cloud
