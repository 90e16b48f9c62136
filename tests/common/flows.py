"""The dialogs of the integration, as a user walks through them."""

from collections.abc import Mapping
from typing import Any

import aiohttp
from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import (
    SOURCE_REAUTH,
    SOURCE_RECONFIGURE,
    ConfigEntryState,
    ConfigFlowResult,
)
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.flow.install import HELP_AFTER
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from tests.common.entities import assert_alive
from tests.common.passing_time import pass_time
from tests.common.world import World


async def request_next_step(world: World, result: ConfigFlowResult) -> ConfigFlowResult:
    """Request the next step, as the dialog does after the redirect from its page."""
    result = await world.hass.config_entries.flow.async_configure(result["flow_id"])
    await world.settle()
    return result


async def add_home(world: World, *, url: str | None = None) -> SmartThingsConfigEntry:
    """Complete the set-up of an app that is registered for the user."""
    result = await to_authorization(world, url=url)
    await world.allow(result)
    result = await request_next_step(world, result)
    assert result["type"] is FlowResultType.CREATE_ENTRY, result
    return the_entry(world)


async def reconfigure(world: World, entry: SmartThingsConfigEntry, what: str) -> ConfigFlowResult:
    """Select "Reconfigure" of the entry, and an option of its menu."""
    return await world.choose(await open_reconfigure(world, entry), what)


async def open_reconfigure(world: World, entry: SmartThingsConfigEntry) -> ConfigFlowResult:
    """Select "Reconfigure" of the entry."""
    result = await world.hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_RECONFIGURE, "entry_id": entry.entry_id}
    )
    assert (result["type"], result["step_id"]) == (FlowResultType.MENU, "reconfigure")
    return result


async def assert_works(world: World, entry: SmartThingsConfigEntry) -> None:
    """Check that the entry is loaded, receives events, and renews its tokens."""
    assert entry.state is ConfigEntryState.LOADED
    tokens = entry.runtime_data.parts.tokens
    await tokens.renewed(await tokens.access_token())
    await assert_alive(world)


async def install(world: World, result: ConfigFlowResult) -> ConfigFlowResult:
    """Install or save the SmartApp on the page that the flow opens."""
    assert result["type"] is FlowResultType.EXTERNAL_STEP, result
    await world.open_page(result["url"])
    await world.hass.async_block_till_done()
    result = await world.hass.config_entries.flow.async_configure(result["flow_id"])
    await world.settle()
    return result


async def to_help(
    world: World, freezer: FrozenDateTimeFactory, result: ConfigFlowResult
) -> ConfigFlowResult:
    """Wait on the install page until the flow offers help."""
    await pass_time(world, freezer, HELP_AFTER + 1)
    result = await current(world, result)
    assert (result["type"], result["step_id"]) == (FlowResultType.MENU, "install_help")
    return result


async def other_app(world: World, name: str, kind: str = "API_ONLY") -> str:
    """Register an app as an older version or another Home Assistant does."""
    import aiohttp  # noqa: PLC0415 - what others did is not the integration's

    body = {
        "appName": name,
        "displayName": "Home Assistant",
        "description": "My old home",
        "singleInstance": True,
        "appType": kind,
        "classifications": ["CONNECTED_SERVICE"],
        **(
            {"apiOnly": {}}
            if kind == "API_ONLY"
            else {"webhookSmartApp": {"targetUrl": "http://127.0.0.1:9/hook"}}
        ),
    }
    headers = {"Authorization": f"Bearer {world.simulator.create_pat()}"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(
            f"{world.simulator.url}/apps",
            params={"requireConfirmation": "true"},
            json=body,
            headers=headers,
        ) as response,
    ):
        return str((await response.json())["app"]["appId"])


def reauth_flows(hass: HomeAssistant) -> list[str]:
    """Return the flow ids of the re-authentications in progress."""
    return [
        flow["flow_id"]
        for flow in hass.config_entries.flow.async_progress_by_handler(DOMAIN)
        if flow["context"]["source"] == SOURCE_REAUTH
    ]


def lose_login(world: World, entry: SmartThingsConfigEntry) -> None:
    """Revoke the tokens of the installed app."""
    world.simulator.revoke_tokens(entry.data["installed_app_id"])


async def change_options(world: World, entry: SmartThingsConfigEntry, **chosen: object) -> None:
    """Change options, and wait until the entry is set up with them."""
    await save(world, await open_form(world, entry), **chosen)


async def ask_for_confirmation(world: World, app_id: str, *, settle: bool = True) -> None:
    """Let SmartThings send a CONFIRMATION, as its CLI does."""
    pat = world.simulator.create_pat()
    async with (
        aiohttp.ClientSession(headers={"Authorization": f"Bearer {pat}"}) as session,
        session.put(f"{world.simulator.url}/apps/{app_id}/register", json={}) as response,
    ):
        assert response.status == 200
    if settle:
        await world.settle()


def the_entry(world: World) -> SmartThingsConfigEntry:
    """Return the only entry."""
    (entry,) = world.hass.config_entries.async_entries(DOMAIN)
    return entry


async def to_authorization(world: World, *, url: str | None = None) -> ConfigFlowResult:
    """Start the set-up of an app that is registered for the user, up to SmartThings' page."""
    result = await world.start_flow("oauth")
    assert result["step_id"] == "webhook_or_none"
    suggested = result["description_placeholders"]
    assert suggested is not None
    url = f"{world.url}{suggested['path']}" if url is None else url
    result = await world.fill(result, **({"webhook_url": url} if url else {}))
    return await world.fill(result, access_token=world.simulator.create_pat())


async def current(world: World, result: ConfigFlowResult) -> ConfigFlowResult:
    """Request the current step of a flow, as the dialog does after a step is done."""
    return await world.hass.config_entries.flow.async_configure(result["flow_id"])


async def open_form(world: World, entry: SmartThingsConfigEntry) -> ConfigFlowResult:
    """Open the options of all devices."""
    return await _open(world, entry, "location")


async def open_device_choice(world: World, entry: SmartThingsConfigEntry) -> ConfigFlowResult:
    """Open the form that asks for a device."""
    return await _open(world, entry, "device")


async def open_device_form(
    world: World, entry: SmartThingsConfigEntry, device_id: str
) -> ConfigFlowResult:
    """Open the options of a device."""
    choice = await open_device_choice(world, entry)
    form = await world.hass.config_entries.options.async_configure(
        choice["flow_id"], {"device_id": device_id}
    )
    assert form["step_id"] == "device_options"
    return form


async def _open(world: World, entry: SmartThingsConfigEntry, step: str) -> ConfigFlowResult:
    """Select "Configure" of the entry, and an option of the menu."""
    options = world.hass.config_entries.options
    menu = await options.async_init(entry.entry_id)
    assert menu["type"] is FlowResultType.MENU
    form = await options.async_configure(menu["flow_id"], {"next_step_id": step})
    assert form["type"] is FlowResultType.FORM
    assert form["step_id"] == step
    return form


def fields(form: ConfigFlowResult) -> Mapping[Any, Any]:
    """Return the selectors of a form by their markers."""
    schema = form["data_schema"]
    assert schema is not None
    found: Mapping[Any, Any] = schema.schema
    return found


def proposed(form: ConfigFlowResult) -> dict[str, Any]:
    """Return the initial values of a form, without those of empty fields."""
    values = {
        str(marker): marker.description["suggested_value"]
        if marker.description
        else marker.default()
        for marker in fields(form)
    }
    return {key: value for key, value in values.items() if value is not None}


async def save(world: World, form: ConfigFlowResult, **chosen: object) -> None:
    """Change some fields of a form and submit it."""
    filled = {key: value for key, value in proposed(form).items() if value is not None}
    result = await world.hass.config_entries.options.async_configure(
        form["flow_id"], {**filled, **chosen}
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await world.settle()
