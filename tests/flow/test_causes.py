"""Each cause that keeps a SmartApp from working has a text, and a way to fix it."""

import asyncio

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import SOURCE_REAUTH, ConfigFlowResult
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import issue_registry as ir

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from simulator import SimulatorOptions
from simulator.devices.ids import CABIN_LOCATION, Devices
from simulator.json_tools import as_object
from tests.common.entities import entity_ids
from tests.common.flows import (
    add_home,
    ask_for_confirmation,
    assert_works,
    install,
    other_app,
    reconfigure,
    request_next_step,
    to_help,
)
from tests.common.world import World

pytestmark = [
    pytest.mark.usefixtures("current_request_with_host"),
    pytest.mark.devices(Devices.FRONT_DOOR),
]


async def lose_login(world: World, entry: SmartThingsConfigEntry) -> ConfigFlowResult:
    """End the login, and return the re-authentication that this starts."""
    if entry.data["installed_app_id"] in world.simulator.installed_apps:
        world.simulator.revoke_tokens(entry.data["installed_app_id"])
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    (flow,) = [
        flow
        for flow in world.hass.config_entries.flow.async_progress_by_handler(DOMAIN)
        if flow["context"].get("entry_id") == entry.entry_id
    ]
    assert flow["context"]["source"] == SOURCE_REAUTH
    return await world.hass.config_entries.flow.async_configure(flow["flow_id"])


def regenerate(world: World, entry: SmartThingsConfigEntry) -> None:
    """Create new client credentials outside, for example with the CLI."""
    app = world.simulator.apps[entry.data["app_id"]]
    app.client_id, app.client_secret = f"new-{app.client_id}", "new secret"


def delete(world: World, entry: SmartThingsConfigEntry) -> None:
    """Delete the app in SmartThings, which ends its installations without a delivery."""
    del world.simulator.apps[entry.data["app_id"]]
    world.simulator.revoke_tokens(entry.data["installed_app_id"])
    del world.simulator.installed_apps[entry.data["installed_app_id"]]


def assert_ended(result: ConfigFlowResult, reason: str) -> None:
    """Check that the flow succeeds."""
    assert (result["type"], result.get("reason")) == (FlowResultType.ABORT, reason)


def ours(world: World) -> list[str]:
    """Return the raised issues."""
    return [key for domain, key in ir.async_get(world.hass).issues if domain == DOMAIN]


# The client is unknown


async def test_credentials_that_were_renewed_elsewhere_are_renewed_again(world: World) -> None:
    """It works for all locations of the SmartApp without saving it first."""
    cabin = await world.add_location(CABIN_LOCATION)
    entry = await world.add_location()
    before = entity_ids(world, entry)
    regenerate(world, entry)
    result = await lose_login(world, entry)
    assert (result["type"], result["step_id"]) == (FlowResultType.MENU, "reauth_client")
    assert result["menu_options"] == ["renew_client", "new_app"]
    result = await world.choose(result, "renew_client")
    result = await world.fill(result, access_token=world.simulator.create_pat())
    assert result["step_id"] == "install_again"
    assert_ended(await install(world, result), "reauth_successful")
    await assert_works(world, entry)
    assert entity_ids(world, entry) == before
    assert cabin.data["client_secret"] == entry.data["client_secret"]
    assert world.simulator.apps[entry.data["app_id"]].client_id == cabin.data["client_id"]


async def test_credentials_of_an_oauth_app_are_renewed_with_its_settings(world: World) -> None:
    """Its redirect URIs stay."""
    entry = await add_home(world)
    app = world.simulator.apps[entry.data["app_id"]]
    before = dict(app.oauth)
    regenerate(world, entry)
    result = await lose_login(world, entry)
    assert result["menu_options"] == ["renew_client", "credentials", "new_app"]
    result = await world.choose(result, "renew_client")
    result = await world.fill(result, access_token=world.simulator.create_pat())
    assert app.oauth == before
    await world.allow(result)
    assert_ended(await request_next_step(world, result), "reauth_successful")
    await assert_works(world, entry)


@pytest.mark.parametrize("road", ["reauth", "reconfigure"])
async def test_an_oauth_app_can_get_other_credentials(world: World, road: str) -> None:
    """The user who created them enters them; no token is needed, and the address stays."""
    entry = await add_home(world)
    address = entry.data["webhook_url"]
    if road == "reauth":
        regenerate(world, entry)
        result = await world.choose(await lose_login(world, entry), "credentials")
    else:
        result = await reconfigure(world, entry, "credentials")
        regenerate(world, entry)
    assert result["description_placeholders"] is not None
    assert result["description_placeholders"]["url"] == address
    app = world.simulator.apps[entry.data["app_id"]]
    result = await world.fill(result, client_id=app.client_id, client_secret=app.client_secret)
    await world.allow(result)
    assert_ended(
        await request_next_step(world, result),
        "reauth_successful" if road == "reauth" else "reconfigured",
    )
    assert entry.data["webhook_url"] == address
    await assert_works(world, entry)


async def test_working_credentials_are_not_renewed(world: World) -> None:
    """A user who saved the SmartApp elsewhere would lose the login again."""
    entry = await world.add_location()
    regenerate(world, entry)
    result = await world.choose(await lose_login(world, entry), "renew_client")
    app = world.simulator.apps[entry.data["app_id"]]
    app.client_id, app.client_secret = entry.data["client_id"], entry.data["client_secret"]
    result = await world.fill(result, access_token=world.simulator.create_pat())
    assert world.calls("POST", f"/apps/{app.app_id}/oauth/generate") == []
    assert_ended(await install(world, result), "reauth_successful")
    await assert_works(world, entry)


async def test_the_user_can_insist_on_other_credentials(world: World) -> None:
    """SmartThings may report an unknown client as a refused login."""
    entry = await world.add_location()
    before = entry.data["client_secret"]
    result = await reconfigure(world, entry, "renew_client")
    result = await world.fill(result, access_token=world.simulator.create_pat())
    assert entry.data["client_secret"] != before, "saved before it is used"
    assert_ended(await install(world, result), "reconfigured")
    await assert_works(world, entry)


async def test_without_an_answer_about_the_client_the_usual_way_is_shown(world: World) -> None:
    """Saving the SmartApp helps against all other causes."""
    entry = await world.add_location()
    world.simulator.faults.fail("/oauth/token", status=503, times=10)
    entry.async_start_reauth(world.hass)
    await world.settle()
    (flow,) = world.hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    assert flow["step_id"] == "reauth_confirm"


# The app is deleted


@pytest.mark.parametrize("road", ["reauth", "reconfigure"])
async def test_a_deleted_smartapp_is_replaced_by_another_one(world: World, road: str) -> None:
    """The location keeps its entities."""
    entry = await world.add_location()
    before = entity_ids(world, entry)
    delete(world, entry)
    if road == "reauth":
        result = await world.choose(await lose_login(world, entry), "new_app")
    else:
        result = await reconfigure(world, entry, "new_app")
    assert result["step_id"] == "webhook"
    result = await world.fill(result)
    result = await world.fill(result, access_token=world.simulator.create_pat())
    assert_ended(
        await install(world, result), "reauth_successful" if road == "reauth" else "reconfigured"
    )
    assert list(world.simulator.apps) == [entry.data["app_id"]]
    assert entity_ids(world, entry) == before
    assert ours(world) == [], "what was installed of a deleted app is gone with it"
    await assert_works(world, entry)


async def test_a_deleted_oauth_app_is_replaced_by_another_one(world: World) -> None:
    """It works in the same way, with its own page."""
    entry = await add_home(world)
    delete(world, entry)
    result = await world.choose(await lose_login(world, entry), "new_app")
    assert result["description_placeholders"] is not None
    url = f"{world.url}{result['description_placeholders']['path']}"
    result = await world.fill(result, webhook_url=url)
    result = await world.fill(result, access_token=world.simulator.create_pat())
    await world.allow(result)
    assert_ended(await request_next_step(world, result), "reauth_successful")
    await assert_works(world, entry)


async def test_help_with_the_install_page_offers_another_app(
    world: World, freezer: FrozenDateTimeFactory
) -> None:
    """SmartThings may report a refused client as a refused login, so the page is tried first."""
    entry = await world.add_location()
    entry.async_start_reauth(world.hass)
    await world.settle()
    (flow,) = world.hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    result = await world.hass.config_entries.flow.async_configure(flow["flow_id"], {})
    assert result["step_id"] == "install_again"
    result = await to_help(world, freezer, result)
    result = await world.choose(result, "new_app")
    assert result["step_id"] == "webhook"


@pytest.mark.parametrize("what", ["address", "renew_client"])
async def test_an_app_of_another_account_is_named(world: World, what: str) -> None:
    """A scope is not the cause: the token is from another account, or the app was deleted."""
    entry = await world.add_location()
    app = world.simulator.apps.pop(entry.data["app_id"])
    result = await reconfigure(world, entry, what)
    if what == "address":
        result = await world.fill(result, webhook_url=entry.data["webhook_url"])
    result = await world.fill(result, access_token=world.simulator.create_pat())
    assert (result["type"], result["step_id"]) == (FlowResultType.MENU, "app_unknown")
    assert result["menu_options"] == ["another_token", "new_app"]
    result = await world.choose(result, "another_token")
    world.simulator.apps[app.app_id] = app
    result = await world.fill(result, access_token=world.simulator.create_pat())
    if what == "address":
        assert_ended(result, "not_moved")
    else:
        assert_ended(await install(world, result), "reconfigured")
    await world.settle()
    await assert_works(world, entry)


async def test_a_token_without_a_scope_is_named(world: World) -> None:
    """The list of apps is refused then, too, or contains the app."""
    entry = await world.add_location()
    for scopes in ({"r:locations:*"}, {"r:apps:*", "r:locations:*"}):
        world.simulator.apps[entry.data["app_id"]].set_target_status("PENDING")
        result = await reconfigure(world, entry, "address")
        result = await world.fill(result, webhook_url=entry.data["webhook_url"])
        result = await world.fill(result, access_token=world.simulator.create_pat(scopes))
        assert result["errors"] == {"base": "token_scopes"}


# The account is full


@pytest.mark.parametrize("simulator_options", [SimulatorOptions(app_limit=1)])
async def test_apps_can_be_removed_from_a_full_account(world: World) -> None:
    """The same dialog offers them, and the token is not requested again."""
    old = await other_app(world, "homeassistant.old", "WEBHOOK_SMART_APP")
    result = await world.fill(await world.start_flow())
    pat = world.simulator.create_pat()
    result = await world.fill(result, access_token=pat)
    assert (result["type"], result["step_id"]) == (FlowResultType.FORM, "app_limit")
    assert result["description_placeholders"] == {"count": "1"}
    result = await world.fill(result)
    assert (result["step_id"], result["errors"]) == ("token", {"base": "app_limit"})
    result = await world.fill(result, access_token=pat)
    result = await world.fill(result, leftovers=[old])
    assert result["step_id"] == "location"
    assert old not in world.simulator.apps


# The webhook is not confirmed


async def test_an_old_confirmation_does_not_end_the_registration(world: World) -> None:
    """The link of the next one works."""
    world.simulator.faults.fail("/apps/*/confirm-registration", status=403)
    result = await world.fill(await world.start_flow())
    walk = world.hass.async_create_task(
        world.fill(result, access_token=world.simulator.create_pat())
    )
    while not world.calls("GET", "/apps/") or not world.simulator.apps:
        await asyncio.sleep(0.01)
    (app_id,) = world.simulator.apps
    while not [call for call in world.simulator.calls if "confirm-registration" in call.path]:
        await asyncio.sleep(0.01)
    await ask_for_confirmation(world, app_id, settle=False)
    assert (await walk)["step_id"] == "location"
    assert world.simulator.apps[app_id].confirmed


@pytest.mark.parametrize("elsewhere", [False, True])
async def test_an_address_that_smartthings_has_not_confirmed_is_registered_again(
    world: World, *, elsewhere: bool
) -> None:
    """It is, too, if something else has changed it."""
    entry = await world.add_location()
    app = world.simulator.apps[entry.data["app_id"]]
    app.set_target_status("PENDING")
    if elsewhere:
        as_object(app.body["webhookSmartApp"])["targetUrl"] = "https://elsewhere.example/hook"
    result = await reconfigure(world, entry, "address")
    result = await world.fill(result, webhook_url=entry.data["webhook_url"])
    result = await world.fill(result, access_token=world.simulator.create_pat())
    assert_ended(result, "moved")
    await world.settle()
    assert app.confirmed
    assert app.target_url == entry.data["webhook_url"]
    await assert_works(world, entry)


async def test_a_confirmed_target_is_accepted(world: World) -> None:
    """SmartThings refuses to confirm it again."""
    entry = await world.add_location()
    world.simulator.apps[entry.data["app_id"]].set_target_status("PENDING")
    world.simulator.faults.fail("/apps/*/register", method="PUT", status=422)
    result = await reconfigure(world, entry, "address")
    result = await world.fill(result, webhook_url=entry.data["webhook_url"])
    result = await world.fill(result, access_token=world.simulator.create_pat())
    assert_ended(result, "not_moved")
    await world.settle()
