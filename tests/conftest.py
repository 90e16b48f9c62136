"""A real Home Assistant beside a simulated SmartThings on a real socket."""

import gc
import logging
import socket
from asyncio import BaseEventLoop
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from homeassistant.config_entries import SOURCE_USER, ConfigFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator
from yarl import URL

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.location import reads as location_reads
from custom_components.smartthings_smartapp.runtime import Runtime, SmartThingsConfigEntry
from simulator import Simulator, SimulatorOptions
from simulator.devices.ids import HOME_LOCATION

# It logs each entity that it registers, which is hundreds of lines for each home that is set up.
logging.getLogger("homeassistant.helpers.entity_registry").setLevel(logging.WARNING)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Collect garbage rarely: what a home is made of while it is set up is no garbage yet.

    What is there before the first test is never looked at again. What the tests of a module leave
    behind is collected at its end, as ever, by a fixture of Home Assistant.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 10, 10)


@pytest.fixture(autouse=True)
def enable_event_loop_debug() -> None:
    """Leave the debug mode of asyncio off, which doubles the time of a test.

    PYTHONASYNCIODEBUG=1 turns it on.
    """


@pytest.fixture
def simulator_options() -> SimulatorOptions:
    """Return what the simulated cloud is like; a test may ask for another."""
    return SimulatorOptions()


@pytest.fixture
async def simulator(
    socket_enabled: None, simulator_options: SimulatorOptions, request: pytest.FixtureRequest
) -> AsyncIterator[Simulator]:
    """Run a simulator with the hand-made house.

    Setting up all of its devices takes most of the time of a test. A module or a test that is
    about a few names these: ``@pytest.mark.devices(Devices.FAN)`` leaves no others there.
    """
    async with Simulator(options=simulator_options) as simulator:
        if marker := request.node.get_closest_marker("devices"):
            keep_only(simulator, marker.args)
        yield simulator


def keep_only(simulator: Simulator, device_ids: Collection[str]) -> None:
    """Leave no other devices in the house than these; the cabin keeps its own."""
    devices = simulator.home.devices
    assert devices.keys() >= set(device_ids)
    house = {key for key, device in devices.items() if device.location_id == HOME_LOCATION}
    for device_id in house.difference(device_ids):
        simulator.home.remove_device(device_id)


type Resolve = Callable[[Mapping[str, str]], None]


@pytest.fixture
def resolve(monkeypatch: pytest.MonkeyPatch) -> Resolve:
    """Return a function that gives addresses to names, for there is no DNS in a test.

    A name without one does not resolve.
    """

    def give(addresses: Mapping[str, str]) -> None:
        async def getaddrinfo(_loop: object, host: str, port: int, **_: object) -> list[object]:
            host.encode("idna")  # As the true one does, which fails for some names.
            if host not in addresses:
                raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (addresses[host], port))]

        monkeypatch.setattr(BaseEventLoop, "getaddrinfo", getaddrinfo)

    return give


@dataclass
class World:
    """Home Assistant with the integration, pointed at the simulator, and what a user does."""

    hass: HomeAssistant
    simulator: Simulator
    url: str
    """Where the simulator reaches Home Assistant."""

    async def open_menu(self) -> ConfigFlowResult:
        """Choose the integration in "Add integration"."""
        return await self.hass.config_entries.flow.async_init(
            DOMAIN, context={"source": SOURCE_USER}
        )

    async def start_flow(self, road: str = "register") -> ConfigFlowResult:
        """Choose the integration, and a road in its menu."""
        return await self.choose(await self.open_menu(), road)

    async def choose(self, result: ConfigFlowResult, option: str) -> ConfigFlowResult:
        """Choose an option of the shown menu."""
        assert result["type"] is FlowResultType.MENU, result
        assert option in result["menu_options"]
        return await self.hass.config_entries.flow.async_configure(
            result["flow_id"], {"next_step_id": option}
        )

    async def fill(self, result: ConfigFlowResult, **fields: str | bool) -> ConfigFlowResult:
        """Fill the shown form; fields that are not named keep what is suggested."""
        return await self.hass.config_entries.flow.async_configure(result["flow_id"], fields)

    async def open_page(self, url: str) -> str:
        """Open a page in the browser and return its text."""
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            return await response.text()

    async def allow(self, result: ConfigFlowResult, location_id: str = HOME_LOCATION) -> None:
        """Allow access on the page of the authorization, which leads back to Home Assistant."""
        assert result["type"] is FlowResultType.EXTERNAL_STEP, result
        await self.come_back(self.simulator.authorize(result["url"], location_id))

    async def come_back(self, redirect: str) -> None:
        """Follow the way back from the page of the authorization."""
        await self.open_page(f"{self.url}{URL(redirect).raw_path_qs}")
        await self.settle()

    async def to_install_page(self, location_id: str = HOME_LOCATION) -> ConfigFlowResult:
        """Walk the flow up to the install page."""
        result = await self.start_flow()
        if result["step_id"] == "webhook":
            result = await self.fill(result)
        result = await self.fill(result, access_token=self.simulator.create_pat())
        if result.get("step_id") == "location":
            result = await self.fill(result, location_id=location_id)
        assert result["type"] is FlowResultType.EXTERNAL_STEP, result
        return result

    async def add_location(self, location_id: str = HOME_LOCATION) -> SmartThingsConfigEntry:
        """Walk the whole flow, and return the loaded entry with its subscriptions in place."""
        result = await self.to_install_page(location_id)
        await self.open_page(result["url"])
        await self.settle()
        entry: SmartThingsConfigEntry | None
        # The browser asks for the next step once the external one is done.
        for flow in self.hass.config_entries.flow.async_progress_by_handler(DOMAIN):
            if flow["flow_id"] == result["flow_id"]:
                await self.hass.config_entries.flow.async_configure(result["flow_id"])
        await self.settle()
        entry = self.hass.config_entries.async_entry_for_domain_unique_id(DOMAIN, location_id)
        assert entry is not None
        return entry

    async def settle(self) -> None:
        """Wait until both sides have nothing left to do."""
        for _ in range(3):
            await self.hass.async_block_till_done(wait_background_tasks=True)
            await self.simulator.settle()
        await self.hass.async_block_till_done(wait_background_tasks=True)

    def state(self, entity_id: str) -> str:
        """Return the state of an entity that is there."""
        state = self.hass.states.get(entity_id)
        assert state is not None, entity_id
        return state.state

    def calls(self, method: str, path: str) -> list[Any]:
        """Return the calls that the simulator got of a kind."""
        return [
            call
            for call in self.simulator.calls
            if call.method == method and call.path.startswith(path)
        ]


@pytest.fixture
async def world(
    hass: HomeAssistant,
    enable_custom_integrations: None,
    simulator: Simulator,
    hass_client_no_auth: ClientSessionGenerator,
    monkeypatch: pytest.MonkeyPatch,
) -> World:
    """Home Assistant with the integration, ready for its config flow.

    A list that lacks known devices is read again without the usual wait.
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
    # These have pages of their own, and the server takes none once it runs.
    for component in ("auth", "media_player", "repairs"):
        assert await async_setup_component(hass, component, {})
    client = await hass_client_no_auth()
    url = str(client.make_url("")).rstrip("/")
    hass.config.external_url = url
    await hass.async_block_till_done()
    return World(hass, simulator, url)


@pytest.fixture
async def entry(world: World) -> SmartThingsConfigEntry:
    """Set the home up by walking the config flow."""
    return await world.add_location()


@pytest.fixture
def runtime(entry: SmartThingsConfigEntry) -> Runtime:
    """Return the parts of the loaded entry."""
    return entry.runtime_data
