"""A Home Assistant in this process whose integration uses a simulator."""

import asyncio
import logging
import socket
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
from homeassistant import auth, config_entries, loader
from homeassistant.bootstrap import async_load_base_functionality
from homeassistant.config_entries import SOURCE_USER, ConfigFlowResult
from homeassistant.const import CONF_WEBHOOK_ID
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.setup import async_setup_component

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.runtime import (
    Runtime,
    SmartThingsConfigEntry,
    domain_data,
)
from custom_components.smartthings_smartapp.webhook.receiver import Receiver
from simulator import Simulator, SimulatorOptions
from simulator.devices.home import Home
from simulator.devices.ids import SYNTHETIC_LOCATION

_REPOSITORY = Path(__file__).parent.parent


@asynccontextmanager
async def home_assistant(simulator: Simulator) -> AsyncIterator[HomeAssistant]:
    """Start Home Assistant with only what the integration needs; stop it afterwards."""
    logging.disable(logging.WARNING)  # For example, the warning about a custom integration.
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "custom_components").symlink_to(_REPOSITORY / "custom_components")
        hass = HomeAssistant(folder)
        hass.config.skip_pip = True
        loader.async_setup(hass)
        hass.config_entries = config_entries.ConfigEntries(hass, {})
        await async_load_base_functionality(hass)
        hass.auth = await auth.auth_manager_from_config(hass, [], [])
        port = _free_port()
        hass.config.external_url = f"http://127.0.0.1:{port}"
        await async_setup_component(
            hass, "http", {"http": {"server_host": ["127.0.0.1"], "server_port": port}}
        )
        await async_setup_component(
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
        await hass.async_start()
        try:
            yield hass
        finally:
            await hass.async_stop(force=True)


async def walk_to_install_page(
    hass: HomeAssistant, simulator: Simulator, location_id: str
) -> ConfigFlowResult:
    """Go through the config flow up to the install page."""
    flow = hass.config_entries.flow
    result = await flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    result = await flow.async_configure(result["flow_id"], {"next_step_id": "register"})
    if result["step_id"] == "webhook":
        result = await flow.async_configure(result["flow_id"], {})
    result = await flow.async_configure(result["flow_id"], {"access_token": simulator.create_pat()})
    result = await _after_progress(hass, result)
    if result["type"] is FlowResultType.FORM:
        result = await flow.async_configure(result["flow_id"], {"location_id": location_id})
    return await _after_progress(hass, result)


async def _after_progress(hass: HomeAssistant, result: ConfigFlowResult) -> ConfigFlowResult:
    """Return the step after the progress of a token, as the dialog shows it."""
    while (result["type"], result["step_id"]) == (FlowResultType.SHOW_PROGRESS, "use_token"):
        await hass.async_block_till_done()
        result = await hass.config_entries.flow.async_configure(result["flow_id"])
    return result


async def add_location(
    hass: HomeAssistant, simulator: Simulator, location_id: str
) -> tuple[SmartThingsConfigEntry, float]:
    """Go through the whole flow; return the entry and the seconds of its set-up."""
    result = await walk_to_install_page(hass, simulator, location_id)
    async with aiohttp.ClientSession() as session, session.get(result["url"]) as response:
        await response.read()
    # The flow must have received the installation first, which is not measured.
    await simulator.settle()
    await hass.async_block_till_done()
    loop = asyncio.get_running_loop()
    start = loop.time()
    await hass.config_entries.flow.async_configure(result["flow_id"])
    seconds = loop.time() - start
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    return entry, seconds


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def receiver_of(runtime: Runtime) -> Receiver:
    """Return the receiver that the deliveries of a location come through."""
    found = domain_data(runtime.hass).receivers.get(runtime.entry.data[CONF_WEBHOOK_ID])
    if found is None:
        raise LookupError(runtime.entry.title)
    return found


@asynccontextmanager
async def loaded_location(
    home: Home, *, latency: float = 0.0
) -> AsyncIterator[tuple[Simulator, HomeAssistant, SmartThingsConfigEntry]]:
    """Set up a synthetic home completely, with its subscriptions; `latency` is that of calls."""
    options = SimulatorOptions(latency=latency, rate_limits=False)
    async with Simulator(home, options=options) as simulator, home_assistant(simulator) as hass:
        entry, _ = await add_location(hass, simulator, SYNTHETIC_LOCATION)
        await hass.async_block_till_done(wait_background_tasks=True)
        yield simulator, hass, entry
