"""API_ONLY apps: registered for the user, or created by the user; pushed and polled."""

import json
from datetime import timedelta

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import issue_registry as ir
from pytest_homeassistant_custom_component.common import async_fire_time_changed
from yarl import URL

from custom_components.smartthings_smartapp.const import DOMAIN, SCOPES
from custom_components.smartthings_smartapp.flow.unattended import CONTINUE_AFTER
from custom_components.smartthings_smartapp.issues.address import CONFIRMED_WITHIN
from custom_components.smartthings_smartapp.issues.issue import Issue, raised_issues
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from simulator import Forgery, SimulatorOptions
from simulator.devices.ids import CABIN_LOCATION, HOME_LOCATION, Devices
from tests.common.flows import (
    add_home,
    ask_for_confirmation,
    reconfigure,
    request_next_step,
    the_entry,
    to_authorization,
)
from tests.common.notices import notice
from tests.common.storage import PRESENT_KEYS
from tests.common.world import World

pytestmark = [
    pytest.mark.usefixtures("current_request_with_host"),
    pytest.mark.devices(Devices.COFFEE_PLUG, Devices.FRONT_DOOR),
]

CALLBACK = "https://example.com/auth/external/callback"


async def test_an_app_that_is_authorized_in_the_browser_works(world: World) -> None:
    """Events have the envelope of such apps, and commands are sent."""
    entry = await add_home(world)
    assert entry.state is ConfigEntryState.LOADED
    assert entry.title == world.simulator.home.locations[HOME_LOCATION]["name"]
    assert entry.unique_id == HOME_LOCATION
    assert entry.data["app_kind"] == "API_ONLY"
    (app,) = world.simulator.apps.values()
    assert app.confirmed
    world.simulator.home.set_attribute(
        Devices.FRONT_DOOR, "main", "contactSensor", "contact", "open"
    )
    await world.settle()
    assert world.state("binary_sensor.hallway_front_door_door") == "on"
    assert {"messageType", "eventData"} == set(world.simulator.deliveries[-1].body)
    await world.hass.services.async_call(
        "switch", "turn_on", {"entity_id": "switch.kitchen_coffee_machine"}, blocking=True
    )
    assert world.simulator.commands[-1].device_id == Devices.COFFEE_PLUG


async def test_the_entry_is_like_any_other(world: World) -> None:
    """Its tokens are in the same file, and no data of the flow is left in it."""
    entry = await add_home(world)
    assert set(entry.data) == PRESENT_KEYS


async def test_no_token_of_any_kind_is_shown(
    world: World, caplog: pytest.LogCaptureFixture, hass_storage: dict[str, object]
) -> None:
    """The PAT is nowhere, the code and the app's tokens only in their file."""
    caplog.set_level("DEBUG")
    entry = await add_home(world)
    access = await entry.runtime_data.parts.tokens.access_token()
    logged = [
        record.getMessage()
        for record in caplog.records
        if record.name.startswith(("custom_components", "homeassistant"))
    ]
    assert logged
    assert not [line for line in logged if access in line]
    assert access not in json.dumps(entry.as_dict(), default=str)


async def test_an_authorization_without_the_frontend_creates_an_entry(
    world: World, freezer: FrozenDateTimeFactory
) -> None:
    """The page redirects to Home Assistant, whose dialog was in a closed tab."""
    await world.allow(await to_authorization(world))
    freezer.tick(timedelta(seconds=CONTINUE_AFTER + 1))
    async_fire_time_changed(world.hass)
    await world.settle()
    assert the_entry(world).state is ConfigEntryState.LOADED


async def test_a_waiting_authorization_can_be_resumed_in_another_tab(world: World) -> None:
    """App, address and client are the same; the first tab may be closed, or finish as well."""
    first = await to_authorization(world)
    (app,) = world.simulator.apps.values()
    before = (app.client_id, app.client_secret, app.target_url)
    second = await world.start_flow("resume_app")
    world.hass.config_entries.flow.async_abort(first["flow_id"])
    await world.settle()
    await world.allow(second)
    assert (await request_next_step(world, second))["type"] is FlowResultType.CREATE_ENTRY
    assert (app.client_id, app.client_secret, app.target_url) == before
    assert the_entry(world).state is ConfigEntryState.LOADED
    assert "resume_app" not in (await world.open_menu())["menu_options"]


async def test_a_closed_authorization_is_not_resumed(world: World) -> None:
    """The menu of another tab may still offer it."""
    first = await to_authorization(world)
    menu = await world.open_menu()
    world.hass.config_entries.flow.async_abort(first["flow_id"])
    result = await world.choose(menu, "resume_app")
    assert (result["type"], result["step_id"]) == (FlowResultType.MENU, "user")
    assert "resume_app" not in result["menu_options"]


async def test_without_an_address_the_location_is_polled(
    world: World, freezer: FrozenDateTimeFactory
) -> None:
    """Changes arrive within a minute without subscriptions, and an issue says so."""
    entry = await add_home(world, url="")
    assert entry.data["webhook_url"] == ""
    assert world.simulator.subscriptions == {}
    assert entry.runtime_data.updates_of(Devices.FRONT_DOOR) == "polled"
    world.simulator.home.set_attribute(
        Devices.FRONT_DOOR, "main", "contactSensor", "contact", "open"
    )
    await world.settle()
    assert world.state("binary_sensor.hallway_front_door_door") == "off"
    for _ in range(2):
        freezer.tick(timedelta(seconds=61))
        async_fire_time_changed(world.hass)
        await world.settle()
    assert world.state("binary_sensor.hallway_front_door_door") == "on"
    assert world.calls("POST", "/installedapps") == []


async def test_a_polled_location_raises_an_issue_about_an_address(world: World) -> None:
    """The test has an address: the repair flow sets it, and events arrive from then on."""
    entry = await add_home(world, url="")
    issue = ir.async_get(world.hass).async_get_issue(DOMAIN, f"push_possible_{entry.entry_id}")
    assert issue is not None
    assert issue.is_fixable
    assert issue.severity is ir.IssueSeverity.WARNING, "a home that is polled works"


async def test_a_second_location_needs_no_token(world: World) -> None:
    """The page of the authorization asks for the location."""
    home = await add_home(world)
    result = await world.start_flow("another")
    await world.allow(result, CABIN_LOCATION)
    result = await request_next_step(world, result)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    cabin = result["result"]
    assert cabin.data["app_id"] == home.data["app_id"]
    assert cabin.data["webhook_id"] == home.data["webhook_id"]
    assert cabin.state is ConfigEntryState.LOADED
    assert len(world.simulator.apps) == 1


async def test_a_second_location_by_token_shares_the_app_too(world: World) -> None:
    """It registers no other app."""
    await add_home(world)
    result = await to_authorization(world)
    await world.allow(result, CABIN_LOCATION)
    assert (await request_next_step(world, result))["type"] is FlowResultType.CREATE_ENTRY
    assert len(world.simulator.apps) == 1


async def test_an_existing_location_is_not_added_twice(world: World) -> None:
    """Its login is renewed, and it keeps working."""
    entry = await add_home(world)
    result = await world.start_flow("another")
    await world.allow(result, HOME_LOCATION)
    result = await request_next_step(world, result)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "already_configured")
    assert entry.state is ConfigEntryState.LOADED
    assert await entry.runtime_data.client.location(HOME_LOCATION)


async def test_after_a_refusal_on_the_page_the_user_can_agree(world: World) -> None:
    """The app, the address and the token are not lost."""
    result = await to_authorization(world)
    await world.come_back(world.simulator.deny(result["url"]))
    result = await request_next_step(world, result)
    assert (result["type"], result["step_id"]) == (FlowResultType.MENU, "authorize_rejected")
    assert result["menu_options"] == ["auth_again", "user"]
    result = await world.choose(result, "auth_again")
    await world.allow(result)
    assert (await request_next_step(world, result))["type"] is FlowResultType.CREATE_ENTRY
    assert len(world.simulator.apps) == 1


async def test_a_refused_login_can_be_tried_again(world: World) -> None:
    """The dialog of an entry cannot start over."""
    entry = await add_home(world)
    result = await reconfigure(world, entry, "renew_client")
    result = await world.fill(result, access_token=world.simulator.create_pat())
    await world.come_back(world.simulator.deny(result["url"]))
    result = await request_next_step(world, result)
    assert result["menu_options"] == ["auth_again"]
    result = await world.choose(result, "auth_again")
    await world.allow(result)
    result = await request_next_step(world, result)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "reconfigured")


async def test_another_error_of_the_page_is_named(world: World) -> None:
    """The app lacks a scope or a redirect URI."""
    result = await to_authorization(world)
    denied = URL(world.simulator.deny(result["url"]))
    await world.come_back(str(denied.update_query(error="invalid_scope")))
    result = await request_next_step(world, result)
    assert (result["type"], result["step_id"]) == (FlowResultType.MENU, "auth_failed")
    assert result["description_placeholders"] == {"error": r"invalid\_scope"}


async def test_a_refused_code_can_be_replaced(world: World) -> None:
    """The page is opened again for the same app."""
    result = await to_authorization(world)
    world.simulator.faults.fail("/oauth/token", status=503)
    await world.allow(result)
    result = await request_next_step(world, result)
    assert (result["type"], result["step_id"]) == (FlowResultType.MENU, "auth_failed")
    result = await world.choose(result, "auth_again")
    await world.allow(result)
    assert (await request_next_step(world, result))["type"] is FlowResultType.CREATE_ENTRY


async def test_after_a_refusal_the_user_may_start_again(world: World) -> None:
    """All ways of set-up are available."""
    result = await to_authorization(world)
    world.simulator.faults.fail("/installedapps/*", status=500)
    await world.allow(result)
    result = await world.choose(await request_next_step(world, result), "user")
    assert (result["type"], result["step_id"]) == (FlowResultType.MENU, "user")


@pytest.mark.parametrize("simulator_options", [SimulatorOptions(refuse_webhook_apps=True)])
async def test_the_other_kind_is_offered_if_webhook_apps_are_refused(world: World) -> None:
    """It uses the same address and token."""
    result = await world.fill(await world.start_flow())
    result = await world.fill(result, access_token=world.simulator.create_pat())
    assert (result["type"], result["step_id"]) == (FlowResultType.MENU, "refused")
    assert result["description_placeholders"] == {"error": "403"}
    result = await world.choose(result, "oauth")
    await world.allow(result)
    assert (await request_next_step(world, result))["type"] is FlowResultType.CREATE_ENTRY
    assert the_entry(world).state is ConfigEntryState.LOADED


async def test_a_token_that_may_not_register_can_be_replaced(world: World) -> None:
    """The token may also be the cause of the refusal."""
    scopes = {"r:apps:*", "r:locations:*"}
    result = await world.fill(await world.start_flow())
    result = await world.fill(result, access_token=world.simulator.create_pat(scopes))
    result = await world.choose(result, "another_token")
    assert result["step_id"] == "token"
    result = await world.fill(result, access_token=world.simulator.create_pat())
    assert result["step_id"] == "location"


async def test_a_token_that_may_not_register_an_oauth_app_is_named(world: World) -> None:
    """There is no third kind to offer."""
    result = await world.fill(await world.start_flow("oauth"))
    scopes = {"r:apps:*", "r:locations:*"}
    result = await world.fill(result, access_token=world.simulator.create_pat(scopes))
    assert result["errors"] == {"base": "app_refused"}


async def test_an_app_of_the_user_needs_no_token(world: World) -> None:
    """It is created with the CLI while the dialog is open, which confirms its target."""
    result = await world.start_flow("existing")
    assert result["description_placeholders"] is not None
    url = f"{world.url}{result['description_placeholders']['path']}"
    result = await world.fill(result, webhook_url=url)
    assert (result["type"], result["step_id"]) == (FlowResultType.FORM, "credentials")
    shown = result["description_placeholders"]
    assert shown is not None
    assert url == shown["url"]
    assert CALLBACK in shown["redirect_uris"]
    app = await make_app(world, url)
    result = await world.fill(result, client_id=app["client_id"], client_secret=app["secret"])
    await world.allow(result)
    assert (await request_next_step(world, result))["type"] is FlowResultType.CREATE_ENTRY
    entry = the_entry(world)
    assert entry.data["app_id"] == app["app_id"]
    assert world.simulator.apps[app["app_id"]].confirmed
    world.simulator.home.set_attribute(
        Devices.FRONT_DOOR, "main", "contactSensor", "contact", "open"
    )
    await world.settle()
    assert world.state("binary_sensor.hallway_front_door_door") == "on"


async def make_app(world: World, url: str) -> dict[str, str]:
    """Create an app as the CLI does."""
    import aiohttp  # noqa: PLC0415 - what the CLI does is not the integration's

    body = {
        "appName": "my-own-app",
        "displayName": "Mine",
        "description": "Made by hand",
        "singleInstance": True,
        "appType": "API_ONLY",
        "classifications": ["CONNECTED_SERVICE"],
        "principalType": "LOCATION",
        "apiOnly": {"targetUrl": url} if url else {},
        "oauth": {
            "clientName": "Mine",
            "scope": list(SCOPES),
            "redirectUris": [CALLBACK],
        },
    }
    headers = {"Authorization": f"Bearer {world.simulator.create_pat()}"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{world.simulator.url}/apps", json=body, headers=headers) as response,
    ):
        reply = await response.json()
    await world.settle()
    return {
        "app_id": reply["app"]["appId"],
        "client_id": reply["oauthClientId"],
        "secret": reply["oauthClientSecret"],
    }


async def test_wrong_credentials_are_found_after_the_redirect(world: World) -> None:
    """The page uses only the client id; the secret is wrong."""
    result = await world.fill(await world.start_flow("existing"))
    app = await make_app(world, "")
    result = await world.fill(result, client_id=app["client_id"], client_secret="wrong")
    await world.allow(result)
    result = await request_next_step(world, result)
    assert result["step_id"] == "auth_failed"


async def test_a_lost_login_is_restored_on_the_same_page(world: World) -> None:
    """The user enters nothing, and no entity is lost."""
    entry = await add_home(world)
    before = {state.entity_id for state in world.hass.states.async_all()}
    world.simulator.revoke_tokens(entry.data["installed_app_id"])
    await entry.runtime_data.parts.coordinator.async_refresh()
    await world.settle()
    (flow,) = world.hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    assert flow["step_id"] == "reauth_authorize"
    result = await world.hass.config_entries.flow.async_configure(flow["flow_id"], {})
    await world.allow(result)
    result = await request_next_step(world, result)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "reauth_successful")
    await world.settle()
    assert entry.state is ConfigEntryState.LOADED
    assert {state.entity_id for state in world.hass.states.async_all()} == before
    assert await entry.runtime_data.client.location(HOME_LOCATION)


@pytest.mark.parametrize("is_set_up", [False, True])
async def test_a_login_is_renewed_only_for_its_own_location(
    world: World, hass_storage: dict[str, object], *, is_set_up: bool
) -> None:
    """A login for a wrong location is not kept, and the user may select again."""
    entry = await add_home(world)
    cabin = None
    if is_set_up:
        await world.allow(await world.start_flow("another"), CABIN_LOCATION)
        cabin = (await request_next_step(world, await only_flow(world)))["result"]
    kept = set(world.simulator.installed_apps)
    entry.async_start_reauth(world.hass)
    await world.settle()
    result = await only_flow(world)
    result = await world.hass.config_entries.flow.async_configure(result["flow_id"], {})
    await world.allow(result, CABIN_LOCATION)
    result = await request_next_step(world, result)
    assert (result["type"], result["step_id"]) == (FlowResultType.MENU, "wrong_location")
    assert result["description_placeholders"] == {"name": "Cabin"}
    assert set(world.simulator.installed_apps) == kept
    stored = {key for key in hass_storage if key.removeprefix(f"{DOMAIN}.") in kept}
    assert {key for key in hass_storage if key.startswith(f"{DOMAIN}.")} == stored
    if cabin:
        assert cabin.state is ConfigEntryState.LOADED
        assert await cabin.runtime_data.client.location(CABIN_LOCATION)
    result = await world.choose(result, "auth_again")
    await world.allow(result)
    result = await request_next_step(world, result)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "reauth_successful")


async def only_flow(world: World) -> ConfigFlowResult:
    """Return the only open flow."""
    (flow,) = world.hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    return flow


async def test_an_app_that_is_removed_in_smartthings_can_be_authorized_again(
    world: World,
) -> None:
    """Such apps get an event for it."""
    entry = await add_home(world)
    await world.simulator.uninstall(entry.data["installed_app_id"])
    await world.settle()
    assert entry.data["uninstalled"] is True
    result = await reconfigure(world, entry, "reinstall")
    await world.allow(result)
    await request_next_step(world, result)
    await world.settle()
    assert entry.state is ConfigEntryState.LOADED
    assert not entry.data.get("uninstalled")
    assert Issue.UNINSTALLED not in raised_issues(world.hass, entry)


async def test_removing_the_entry_removes_the_installation(world: World) -> None:
    """It is the same for all kinds of apps."""
    entry = await add_home(world)
    await world.hass.config_entries.async_remove(entry.entry_id)
    await world.settle()
    assert world.simulator.installed_apps == {}
    assert world.hass.data["webhook"] == {}


async def test_a_reply_without_the_installation_leads_to_a_read(world: World) -> None:
    """Old replies of the token endpoint name neither app nor location."""
    result = await to_authorization(world)
    redirect = world.simulator.authorize(result["url"], HOME_LOCATION)
    world.simulator.options.old_token_reply = True
    await world.come_back(redirect)
    result = await request_next_step(world, result)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert world.calls("GET", "/installedapps/me")
    assert the_entry(world).data["installed_app_id"] in world.simulator.installed_apps


async def test_an_impossible_redirect_is_named(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Home Assistant was opened by plain HTTP, with a name of another machine."""
    monkeypatch.setattr(
        "custom_components.smartthings_smartapp.flow.redirects.async_get_redirect_uri",
        lambda _hass: "http://homeassistant.local:8123/auth/external/callback",
    )
    result = await to_authorization(world)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "redirect_unusable")
    (app,) = world.simulator.apps.values()
    assert app.oauth["redirectUris"] == ["https://my.home-assistant.io/redirect/oauth"]


async def test_an_oauth_app_without_a_tag_works_too(world: World) -> None:
    """It is not documented whether such apps have settings."""
    world.simulator.faults.fail("/apps/*/settings", method="PUT", status=404)
    assert (await add_home(world)).state is ConfigEntryState.LOADED


async def test_an_error_of_the_cloud_at_the_tag_is_named(world: World) -> None:
    """The app is deleted again."""
    world.simulator.faults.fail("/apps/*/settings", method="PUT", status=503)
    result = await to_authorization(world)
    assert result["errors"] == {"base": "cloud_unreachable"}
    assert world.simulator.apps == {}


async def add_unconfirmed(world: World) -> SmartThingsConfigEntry:
    """Use an app of the user whose target SmartThings has not confirmed."""
    result = await world.start_flow("existing")
    assert result["description_placeholders"] is not None
    url = f"{world.url}{result['description_placeholders']['path']}"
    result = await world.fill(result, webhook_url=url)
    app = await make_app(world, url)
    world.simulator.faults.fail("/apps/*/confirm-registration", status=403)
    result = await world.fill(result, client_id=app["client_id"], client_secret=app["secret"])
    await world.allow(result)
    assert (await request_next_step(world, result))["type"] is FlowResultType.CREATE_ENTRY
    entry = the_entry(world)
    assert not world.simulator.apps[entry.data["app_id"]].confirmed
    return entry


async def wait_for_confirmation(world: World, freezer: FrozenDateTimeFactory) -> None:
    """Let the time pass in which a first event shows that the target is confirmed."""
    freezer.tick(timedelta(seconds=CONFIRMED_WITHIN + 1))
    async_fire_time_changed(world.hass)
    await world.settle()


async def test_an_unconfirmed_target_is_reported_with_the_command(
    world: World, freezer: FrozenDateTimeFactory
) -> None:
    """The command causes a CONFIRMATION, which is answered; then events arrive."""
    entry = await add_unconfirmed(world)
    assert Issue.UNCONFIRMED not in raised_issues(world.hass, entry)
    await wait_for_confirmation(world, freezer)
    issue = ir.async_get(world.hass).async_get_issue(DOMAIN, f"unconfirmed_{entry.entry_id}")
    assert issue is not None
    assert issue.severity is ir.IssueSeverity.WARNING
    assert issue.translation_placeholders is not None
    assert issue.translation_placeholders["command"] == (
        f"`smartthings apps:register {entry.data['app_id']}`"
    )
    await ask_for_confirmation(world, entry.data["app_id"])
    assert world.simulator.apps[entry.data["app_id"]].confirmed
    assert Issue.UNCONFIRMED not in raised_issues(world.hass, entry)
    world.simulator.home.set_attribute(
        Devices.FRONT_DOOR, "main", "contactSensor", "contact", "open"
    )
    await world.settle()
    assert world.state("binary_sensor.hallway_front_door_door") == "on"
    await world.hass.config_entries.async_reload(entry.entry_id)
    await wait_for_confirmation(world, freezer)
    assert Issue.UNCONFIRMED not in raised_issues(world.hass, entry)


async def test_the_cause_is_named_if_the_confirmation_is_refused(
    world: World, freezer: FrozenDateTimeFactory
) -> None:
    """The command would not help, because its CONFIRMATION is refused too."""
    entry = await add_unconfirmed(world)
    app = world.simulator.apps[entry.data["app_id"]]
    app.set_target_status("CONFIRMED")
    world.simulator.faults.forge(Forgery.DIGEST_DROPPED)
    door = (Devices.FRONT_DOOR, "main", "contactSensor", "contact")
    world.simulator.home.set_attribute(*door, "open")
    await world.settle()
    await wait_for_confirmation(world, freezer)
    assert Issue.UNCONFIRMED not in raised_issues(world.hass, entry)
    assert "`Digest`" in notice(world.hass, entry, Issue.DELIVERIES_REFUSED)
    world.simulator.home.set_attribute(*door, "closed")
    await world.settle()
    assert Issue.DELIVERIES_REFUSED not in raised_issues(world.hass, entry)


async def test_an_event_shows_that_the_target_is_confirmed(
    world: World, freezer: FrozenDateTimeFactory
) -> None:
    """The user has confirmed it before, so no CONFIRMATION arrives."""
    entry = await add_unconfirmed(world)
    world.simulator.apps[entry.data["app_id"]].set_target_status("CONFIRMED")
    world.simulator.home.set_attribute(
        Devices.FRONT_DOOR, "main", "contactSensor", "contact", "open"
    )
    await world.settle()
    await wait_for_confirmation(world, freezer)
    assert Issue.UNCONFIRMED not in raised_issues(world.hass, entry)
    assert set(entry.data) == PRESENT_KEYS


async def test_an_issue_about_the_target_is_raised_again_after_a_restart(
    world: World, freezer: FrozenDateTimeFactory
) -> None:
    """It is, until a delivery arrives."""
    entry = await add_unconfirmed(world)
    await world.hass.config_entries.async_reload(entry.entry_id)
    await wait_for_confirmation(world, freezer)
    assert Issue.UNCONFIRMED in raised_issues(world.hass, entry)


async def test_an_app_of_the_user_without_an_address_is_polled(world: World) -> None:
    """The form has no fields that are useless then."""
    result = await world.fill(await world.start_flow("existing"))
    assert result["step_id"] == "credentials_polled"
    app = await make_app(world, "")
    result = await world.fill(result, client_id=app["client_id"], client_secret=app["secret"])
    await world.allow(result)
    assert (await request_next_step(world, result))["type"] is FlowResultType.CREATE_ENTRY
    assert the_entry(world).data["webhook_url"] == ""
