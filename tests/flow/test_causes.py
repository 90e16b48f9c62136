"""Each cause that keeps a SmartApp from working: its text, and a way on that leads to the end."""

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
    finish,
    install,
    other_app,
    reconfigure,
    to_help,
)
from tests.common.world import World

pytestmark = [
    pytest.mark.usefixtures("current_request_with_host"),
    pytest.mark.devices(Devices.FRONT_DOOR),
]


async def lose_login(world: World, entry: SmartThingsConfigEntry) -> ConfigFlowResult:
    """Let the login end, and return the re-authentication that this begins."""
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
    """Make new client credentials elsewhere, for example with the CLI."""
    app = world.simulator.apps[entry.data["app_id"]]
    app.client_id, app.client_secret = f"new-{app.client_id}", "new secret"


def delete(world: World, entry: SmartThingsConfigEntry) -> None:
    """Delete the app in SmartThings, which ends its installations without a word."""
    del world.simulator.apps[entry.data["app_id"]]
    world.simulator.revoke_tokens(entry.data["installed_app_id"])
    del world.simulator.installed_apps[entry.data["installed_app_id"]]


def assert_ended(result: ConfigFlowResult, reason: str) -> None:
    """See the flow end well."""
    assert (result["type"], result.get("reason")) == (FlowResultType.ABORT, reason)


def ours(world: World) -> list[str]:
    """Return the issues that stand."""
    return [key for domain, key in ir.async_get(world.hass).issues if domain == DOMAIN]


# The client is not known any more


async def test_credentials_that_were_made_again_elsewhere_are_renewed(world: World) -> None:
    """For all locations of the SmartApp; nothing is to be saved before that."""
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


async def test_credentials_of_an_oauth_app_are_renewed_with_what_else_is_set(world: World) -> None:
    """Its page leads back to the same places as before."""
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
    assert_ended(await finish(world, result), "reauth_successful")
    await assert_works(world, entry)


@pytest.mark.parametrize("road", ["reauth", "reconfigure"])
async def test_an_oauth_app_can_be_given_other_credentials(world: World, road: str) -> None:
    """By who made them; no token is needed, and the address stays."""
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
        await finish(world, result), "reauth_successful" if road == "reauth" else "reconfigured"
    )
    assert entry.data["webhook_url"] == address
    await assert_works(world, entry)


async def test_credentials_that_work_are_not_made_again(world: World) -> None:
    """A user who saved the SmartApp elsewhere would lose the login once more."""
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
    """SmartThings may call a client that it does not know a refused login."""
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


# The app is gone


@pytest.mark.parametrize("road", ["reauth", "reconfigure"])
async def test_for_a_smartapp_that_was_deleted_another_one_is_registered(
    world: World, road: str
) -> None:
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


async def test_for_an_oauth_app_that_was_deleted_another_one_is_registered(world: World) -> None:
    """In the same way, with its own page."""
    entry = await add_home(world)
    delete(world, entry)
    result = await world.choose(await lose_login(world, entry), "new_app")
    assert result["description_placeholders"] is not None
    url = f"{world.url}{result['description_placeholders']['path']}"
    result = await world.fill(result, webhook_url=url)
    result = await world.fill(result, access_token=world.simulator.create_pat())
    await world.allow(result)
    assert_ended(await finish(world, result), "reauth_successful")
    await assert_works(world, entry)


async def test_help_with_the_install_page_offers_another_app(
    world: World, freezer: FrozenDateTimeFactory
) -> None:
    """SmartThings may call a refused client a refused login, so the page is tried first."""
    entry = await world.add_location()
    entry.async_start_reauth(world.hass)
    await world.settle()
    (flow,) = world.hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    result = await world.hass.config_entries.flow.async_configure(flow["flow_id"], {})
    assert result["step_id"] == "install_again"
    result = await to_help(world, freezer, result)
    result = await world.choose(result, "new_app")
    assert result["step_id"] == "webhook"


@pytest.mark.parametrize("what", ["address", "scopes"])
async def test_an_app_that_the_account_does_not_have_is_named(world: World, what: str) -> None:
    """Not as a lack of scopes: the token is of another account, or the app was deleted."""
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


async def test_a_token_that_lacks_a_scope_is_still_named_so(world: World) -> None:
    """The list of the apps is refused then, too, or has the app."""
    entry = await world.add_location()
    for scopes in ({"r:locations:*"}, {"r:apps:*", "r:locations:*"}):
        world.simulator.apps[entry.data["app_id"]].set_target_status("PENDING")
        result = await reconfigure(world, entry, "address")
        result = await world.fill(result, webhook_url=entry.data["webhook_url"])
        result = await world.fill(result, access_token=world.simulator.create_pat(scopes))
        assert result["errors"] == {"base": "token_scopes"}


# The account is full


@pytest.mark.parametrize("simulator_options", [SimulatorOptions(app_limit=1)])
async def test_room_is_made_in_an_account_that_is_full(world: World) -> None:
    """The apps that could go are in the same dialog, and the token is not asked for again."""
    old = await other_app(world, "homeassistant.old", "WEBHOOK_SMART_APP")
    result = await world.fill(await world.start_flow())
    pat = world.simulator.create_pat()
    result = await world.fill(result, access_token=pat)
    assert (result["type"], result["step_id"]) == (FlowResultType.FORM, "app_limit")
    assert result["description_placeholders"] == {"count": "1"}
    result = await world.fill(result)
    assert (result["step_id"], result["errors"]) == ("token", {"base": "app_limit"})
    result = await world.fill(result, access_token=pat)
    result = await world.hass.config_entries.flow.async_configure(
        result["flow_id"], {"leftovers": [old]}
    )
    assert result["step_id"] == "location"
    assert old not in world.simulator.apps


# The webhook is not confirmed


async def test_a_confirmation_that_is_too_old_does_not_end_the_registration(world: World) -> None:
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
async def test_the_same_address_is_registered_again_where_smartthings_has_not_confirmed_it(
    world: World, *, elsewhere: bool
) -> None:
    """Or where something else has changed it."""
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


async def test_a_target_that_is_confirmed_already_is_fine(world: World) -> None:
    """SmartThings refuses to confirm it once more."""
    entry = await world.add_location()
    world.simulator.apps[entry.data["app_id"]].set_target_status("PENDING")
    world.simulator.faults.fail("/apps/*/register", method="PUT", status=422)
    result = await reconfigure(world, entry, "address")
    result = await world.fill(result, webhook_url=entry.data["webhook_url"])
    result = await world.fill(result, access_token=world.simulator.create_pat())
    assert_ended(result, "not_moved")
    await world.settle()
