"""An app in use is shared or left alone, so its other users are not affected."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult
from homeassistant.data_entry_flow import FlowResultType

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from custom_components.smartthings_smartapp.smartapp.relocation import share_client
from custom_components.smartthings_smartapp.smartapp.smartapp import SmartApp
from simulator.control.options import PAT_SCOPES
from simulator.devices.ids import CABIN_LOCATION, HOME_LOCATION, Devices
from tests.common.flows import assert_works, install, reconfigure, request_next_step
from tests.common.receivers import receiver_of
from tests.common.relay import Relay
from tests.common.world import World

pytestmark = [
    pytest.mark.usefixtures("current_request_with_host"),
    pytest.mark.devices(Devices.FRONT_DOOR),
]

WEBHOOK = "WEBHOOK_SMART_APP"
API_ONLY = "API_ONLY"


async def add(world: World, kind: str, location_id: str) -> SmartThingsConfigEntry:
    """Set a location up with a kind of app and an address."""
    if kind == WEBHOOK:
        return await world.add_location(location_id)
    result = await world.start_flow("oauth")
    if result["step_id"] == "webhook_or_none":
        result = await world.fill(result, webhook_url=suggested(world, result))
    result = await world.fill(result, access_token=world.simulator.create_pat())
    if result.get("step_id") == "leftovers":
        result = await world.fill(result)
    await world.allow(result, location_id)
    entry: SmartThingsConfigEntry = (await request_next_step(world, result))["result"]
    return entry


def suggested(world: World, result: ConfigFlowResult) -> str:
    """Return the webhook address in the text of a form."""
    shown: Mapping[str, str] | None = result["description_placeholders"]
    assert shown is not None
    return f"{world.url}{shown['path']}"


def seen(world: World, app_id: str) -> tuple[str, str, str, bool]:
    """Return the parts of an app that others may not change."""
    app = world.simulator.apps[app_id]
    return app.client_id, app.client_secret, app.target_url, app.confirmed


OTHER = {WEBHOOK: API_ONLY, API_ONLY: WEBHOOK}


@pytest.mark.parametrize("kind", OTHER)
@pytest.mark.parametrize("closed", [True, False])
async def test_the_other_kind_of_app_shares_that_of_another_location(
    world: World, kind: str, *, closed: bool
) -> None:
    """Its client and its target stay, also if the dialog is closed."""
    home = await add(world, kind, HOME_LOCATION)
    cabin = await add(world, OTHER[kind], CABIN_LOCATION)
    shared = cabin.data["app_id"]
    before = seen(world, shared)
    result = await reconfigure(world, home, "to_oauth" if kind == WEBHOOK else "to_smartapp")
    assert result["step_id"] == "token", "there is no address to ask for"
    result = await world.fill(result, access_token=world.simulator.create_pat())
    assert seen(world, shared) == before
    if closed:
        world.hass.config_entries.flow.async_abort(result["flow_id"])
        await world.settle()
        assert home.data["app_kind"] == kind
    else:
        if kind == WEBHOOK:
            await world.allow(result, HOME_LOCATION)
            await request_next_step(world, result)
        else:
            await install(world, result)
        assert home.data["app_id"] == shared
        assert home.data["webhook_id"] == cabin.data["webhook_id"]
        await assert_works(world, home)
    assert seen(world, shared) == before
    assert cabin.state is ConfigEntryState.LOADED
    tokens = cabin.runtime_data.parts.tokens
    assert await tokens.renewed(await tokens.access_token())


@pytest.mark.parametrize("kind", OTHER)
@pytest.mark.parametrize("may_ask", [True, False])
async def test_the_app_of_a_copy_of_home_assistant_is_left_alone(
    world: World, kind: str, *, may_ask: bool
) -> None:
    """A restored copy has the same instance id; a token without access is no permission."""
    original = await add(world, kind, HOME_LOCATION)
    world.simulator.faults.fail("/installedapps/*", method="DELETE", status=503)
    await world.hass.config_entries.async_remove(original.entry_id)
    await world.settle()
    before = seen(world, original.data["app_id"])
    scopes = set(PAT_SCOPES) if may_ask else {"r:apps:*", "w:apps:*", "r:locations:*"}
    result = await world.start_flow("register" if kind == WEBHOOK else "oauth")
    result = await world.fill(result, webhook_url=suggested(world, result))
    result = await world.fill(result, access_token=world.simulator.create_pat(scopes))
    assert result["step_id"] == "leftovers", "whose it is, the user knows"
    await world.fill(result)
    assert seen(world, original.data["app_id"]) == before
    assert len(world.simulator.apps) == 2


async def test_an_app_that_is_installed_elsewhere_is_not_deleted_with_its_last_entry(
    world: World,
) -> None:
    """The location changes its kind of app; another Home Assistant uses the app in the cabin."""
    home = await add(world, WEBHOOK, HOME_LOCATION)
    app_id = home.data["app_id"]
    await world.simulator.install(app_id, CABIN_LOCATION)
    result = await reconfigure(world, home, "to_oauth")
    result = await world.fill(result, webhook_url=suggested(world, result))
    result = await world.fill(result, access_token=world.simulator.create_pat())
    await world.allow(result)
    result = await request_next_step(world, result)
    assert result["reason"] == "reconfigured"
    assert app_id in world.simulator.apps
    (left,) = [item for item in world.simulator.installed_apps.values() if item.app_id == app_id]
    assert left.location_id == CABIN_LOCATION


async def test_two_dialogs_for_two_locations_share_the_app_of_the_first(
    world: World,
) -> None:
    """The second one changes neither its client nor its target, and both succeed."""
    home = await world.to_install_page(HOME_LOCATION)
    (app_id,) = world.simulator.apps
    before = seen(world, app_id)
    cabin = await world.to_install_page(CABIN_LOCATION)
    assert seen(world, app_id) == before
    for result in (cabin, home):
        assert (await install(world, result))["type"] is FlowResultType.CREATE_ENTRY
    for entry in world.hass.config_entries.async_entries(DOMAIN):
        tokens = entry.runtime_data.parts.tokens
        assert await tokens.renewed(await tokens.access_token())
    assert len(world.simulator.apps) == 1


async def test_two_dialogs_share_an_oauth_app_that_waits_for_authorization(world: World) -> None:
    """The second one may change its address."""
    first = await world.start_flow("oauth")
    first = await world.fill(first, webhook_url=suggested(world, first))
    first = await world.fill(first, access_token=world.simulator.create_pat())
    (app,) = world.simulator.apps.values()
    client = (app.client_id, app.client_secret)
    async with Relay(world.url) as relay:
        second = await world.start_flow("oauth")
        assert suggested(world, second) == app.target_url
        relay.webhook_id = app.target_url.rpartition("/")[2]
        second = await world.fill(second, webhook_url=relay.url)
        second = await world.fill(second, access_token=world.simulator.create_pat())
        assert (app.client_id, app.client_secret, app.confirmed) == (*client, True)
        for result, location_id in ((first, HOME_LOCATION), (second, CABIN_LOCATION)):
            await world.allow(result, location_id)
            assert (await request_next_step(world, result))["type"] is FlowResultType.CREATE_ENTRY
        entries = world.hass.config_entries.async_entries(DOMAIN)
        assert [entry.data["webhook_url"] for entry in entries] == [relay.url] * 2
        assert [entry.state for entry in entries] == [ConfigEntryState.LOADED] * 2


async def test_a_second_dialog_may_change_the_address_of_the_app(world: World) -> None:
    """The address of the first one was wrong, and it uses the new one."""
    first = await world.to_install_page(HOME_LOCATION)
    (app,) = world.simulator.apps.values()
    client = (app.client_id, app.client_secret)
    async with Relay(world.url) as relay:
        result = await world.start_flow()
        assert suggested(world, result) == app.target_url
        relay.webhook_id = app.target_url.rpartition("/")[2]
        result = await world.fill(result, webhook_url=relay.url)
        result = await world.fill(result, access_token=world.simulator.create_pat())
        assert app.target_url == relay.url
        assert app.confirmed
        assert (app.client_id, app.client_secret) == client
        assert (await install(world, first))["type"] is FlowResultType.CREATE_ENTRY
        (entry,) = world.hass.config_entries.async_entries(DOMAIN)
        assert entry.data["webhook_url"] == relay.url
        await assert_works(world, entry)


async def test_an_app_of_another_dialog_in_another_account_keeps_its_webhook(
    world: World,
) -> None:
    """The token of the second dialog is from another account, or the app was deleted."""
    first = await world.to_install_page(HOME_LOCATION)
    ((app_id, app),) = world.simulator.apps.items()
    result = await world.fill(await world.start_flow())
    del world.simulator.apps[app_id]
    result = await world.fill(result, access_token=world.simulator.create_pat())
    assert result["step_id"] == "webhook"
    assert suggested(world, result) != app.target_url
    result = await world.fill(result)
    assert result["step_id"] == "location"
    world.simulator.apps[app_id] = app
    result = await world.fill(result, location_id=CABIN_LOCATION)
    for shown in (first, result):
        assert (await install(world, shown))["type"] is FlowResultType.CREATE_ENTRY
    for entry in world.hass.config_entries.async_entries(DOMAIN):
        assert entry.state is ConfigEntryState.LOADED
        assert not receiver_of(entry.runtime_data).rejections


async def test_the_stored_data_of_an_app_is_complete(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """A renewed client or a changed address writes it back; the log has no secret of it."""
    data = {**entry.data, "address_typed": True}
    world.hass.config_entries.async_update_entry(entry, data=data)
    app = SmartApp.of(entry)
    assert app.as_data().items() <= data.items()
    assert entry.data["client_secret"] not in repr(app)


async def test_new_credentials_go_only_to_the_locations_of_the_app(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """The old credentials end, and another app has its own."""
    cabin = await world.add_location(CABIN_LOCATION)
    app = replace(SmartApp.of(entry), client_secret="new")
    share_client(world.hass, app, but=entry.entry_id)
    await world.settle()
    assert cabin.data["client_secret"] == "new"
    assert entry.data["client_secret"] != "new", "who shares them writes them itself"
    world.hass.config_entries.async_update_entry(cabin, data={**cabin.data, "app_id": "another"})
    share_client(world.hass, replace(app, client_secret="newer"), but=entry.entry_id)
    assert cabin.data["client_secret"] == "new"
