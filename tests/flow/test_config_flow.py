"""The config flow, completed as a user does, against the simulator."""

import asyncio
import json
import logging
from datetime import timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from homeassistant.config_entries import SOURCE_USER, ConfigEntryState, ConfigFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import instance_id
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import async_fire_time_changed
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components import smartthings_smartapp
from custom_components.smartthings_smartapp import runtime
from custom_components.smartthings_smartapp.cloud.api.apps import AppsClient
from custom_components.smartthings_smartapp.cloud.endpoints import Endpoints
from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry, domain_data
from custom_components.smartthings_smartapp.smartapp import registration
from custom_components.smartthings_smartapp.smartapp.app_template import APP_TEMPLATE
from custom_components.smartthings_smartapp.smartapp.pending_install import KEPT
from custom_components.smartthings_smartapp.smartapp.registration import is_token
from simulator import Simulator, SimulatorOptions
from simulator.devices.ids import CABIN_LOCATION, HOME_LOCATION, Devices
from tests.common.relay import Relay
from tests.common.storage import PRESENT_KEYS
from tests.common.world import Resolve, World

pytestmark = pytest.mark.devices(Devices.COFFEE_PLUG)

NO_TOKEN = "2a0f5c2e-3f43-4b6b-9d0a-0f6a8f8e1b11"


async def test_the_flow_creates_a_loaded_entry_named_after_the_location(world: World) -> None:
    """The steps are webhook, token, location and install page."""
    result = await world.start_flow()
    assert (result["type"], result["step_id"]) == (FlowResultType.FORM, "webhook")
    result = await world.fill(result)
    assert (result["type"], result["step_id"]) == (FlowResultType.FORM, "token")
    result = await world.fill(result, access_token=world.simulator.create_pat())
    assert (result["type"], result["step_id"]) == (FlowResultType.FORM, "location")
    result = await world.fill(result, location_id=HOME_LOCATION)
    assert (result["type"], result["step_id"]) == (FlowResultType.EXTERNAL_STEP, "install")
    assert await world.open_page(result["url"])
    await world.hass.async_block_till_done()
    result = await world.hass.config_entries.flow.async_configure(result["flow_id"])
    await world.settle()
    assert result["type"] is FlowResultType.CREATE_ENTRY
    entry = result["result"]
    assert entry.title == world.simulator.home.locations[HOME_LOCATION]["name"]
    assert entry.unique_id == HOME_LOCATION
    assert entry.state is ConfigEntryState.LOADED


async def test_the_first_dialog_comes_before_any_set_up(
    hass: HomeAssistant, enable_custom_integrations: None
) -> None:
    """Without YAML, Home Assistant sets an integration up with its first entry."""
    hass.config.external_url = "https://ha.example.org"
    assert DOMAIN not in hass.config.components
    menu = await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    form = await hass.config_entries.flow.async_configure(
        menu["flow_id"], {"next_step_id": "register"}
    )
    assert (form["type"], form["step_id"]) == (FlowResultType.FORM, "webhook")
    # A later set-up would delete the tokens that the dialog saves before there is an entry.
    assert DOMAIN in hass.config.components
    hass.config_entries.flow.async_abort(form["flow_id"])


async def test_a_set_up_without_yaml(
    hass: HomeAssistant,
    enable_custom_integrations: None,
    simulator: Simulator,
    hass_client_no_auth: ClientSessionGenerator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Users have none; here the simulator has the place of SmartThings' own hosts."""
    endpoints = Endpoints(simulator.url, simulator.url, f"{simulator.url}/install")
    for module in (smartthings_smartapp, runtime):
        monkeypatch.setattr(module, "Endpoints", lambda: endpoints)
    for component in ("auth", "webhook"):
        assert await async_setup_component(hass, component, {})
    client = await hass_client_no_auth()
    hass.config.external_url = url = str(client.make_url("")).rstrip("/")
    world = World(hass, simulator, url)
    home = await world.add_location(HOME_LOCATION)
    assert home.state is ConfigEntryState.LOADED
    cabin = await world.add_location(CABIN_LOCATION)
    assert cabin.data["app_id"] == home.data["app_id"]


async def test_the_token_is_nowhere_after_the_flow(
    world: World, caplog: pytest.LogCaptureFixture, hass_storage: dict[str, object]
) -> None:
    """It is used once, and never stored: not in the entry, a file or the log."""
    caplog.set_level(logging.DEBUG)
    pat = world.simulator.create_pat()
    result = await world.fill(await world.start_flow())
    result = await world.fill(result, access_token=pat)
    result = await world.fill(result, location_id=HOME_LOCATION)
    await world.open_page(result["url"])
    await world.settle()
    await world.hass.config_entries.flow.async_configure(result["flow_id"])
    await world.settle()
    (entry,) = world.hass.config_entries.async_entries(DOMAIN)
    assert pat not in json.dumps(entry.as_dict(), default=str)
    assert pat not in json.dumps(hass_storage, default=str)
    assert pat not in caplog.text


async def test_no_call_is_made_with_the_token_after_the_flow(world: World) -> None:
    """After the registration, only tokens of the installed app are used."""
    await world.add_location()
    kinds = [call.token_kind for call in world.simulator.calls]
    last_pat = max(index for index, kind in enumerate(kinds) if kind == "pat")
    installed = next(
        index
        for index, call in enumerate(world.simulator.calls)
        if call.token_kind in {"app", "basic"}
    )
    assert last_pat < installed


async def test_a_second_location_shares_smartapp_and_webhook(world: World) -> None:
    """An account may have 35 apps, and the URL is known already."""
    home = await world.add_location(HOME_LOCATION)
    cabin = await world.add_location(CABIN_LOCATION)
    assert home.data["app_id"] == cabin.data["app_id"]
    assert home.data["webhook_id"] == cabin.data["webhook_id"]
    assert home.data["installed_app_id"] != cabin.data["installed_app_id"]
    assert len(world.simulator.apps) == 1
    assert cabin.state is ConfigEntryState.LOADED
    assert home.state is ConfigEntryState.LOADED


async def test_locations_with_an_entry_are_not_offered(world: World) -> None:
    """With one location left, it is selected automatically; with none left, the flow ends."""
    await world.add_location(HOME_LOCATION)
    result = await world.start_flow()
    assert result["step_id"] == "token"
    result = await world.fill(result, access_token=world.simulator.create_pat())
    assert result["type"] is FlowResultType.EXTERNAL_STEP
    world.hass.config_entries.flow.async_abort(result["flow_id"])
    await world.add_location(CABIN_LOCATION)
    result = await world.start_flow()
    result = await world.fill(result, access_token=world.simulator.create_pat())
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "no_location_left"


@pytest.mark.parametrize(
    ("token", "error"),
    [("not a token", "token_malformed"), (NO_TOKEN, "token_refused")],
)
async def test_a_wrong_token_is_named_and_can_be_corrected(
    world: World, token: str, error: str
) -> None:
    """The form shows the error, and the flow continues from there."""
    result = await world.fill(await world.start_flow())
    result = await world.fill(result, access_token=token)
    assert result["step_id"] == "token"
    assert result["errors"] == {"base": error}
    result = await world.fill(result, access_token=world.simulator.create_pat())
    assert result["step_id"] == "location"


@pytest.mark.parametrize("missing", ["r:locations:*", "r:apps:*"])
async def test_a_token_without_a_required_scope_is_named(world: World, missing: str) -> None:
    """Each scope in the text of the form is required."""
    scopes = {"r:apps:*", "w:apps:*", "r:locations:*"} - {missing}
    result = await world.fill(await world.start_flow())
    result = await world.fill(result, access_token=world.simulator.create_pat(scopes))
    assert result["errors"] == {"base": "token_scopes"}
    result = await world.fill(
        result,
        access_token=world.simulator.create_pat({"r:apps:*", "w:apps:*", "r:locations:*"}),
    )
    assert result["step_id"] == "location"


@pytest.mark.parametrize("simulator_options", [SimulatorOptions(app_limit=0)])
async def test_a_full_account_is_named(world: World) -> None:
    """An account may have 35 apps of a kind."""
    result = await world.fill(await world.start_flow())
    result = await world.fill(result, access_token=world.simulator.create_pat())
    assert result["errors"] == {"base": "app_limit"}


@pytest.mark.parametrize(
    ("status", "error"),
    [(429, "too_many_requests"), (503, "cloud_unreachable"), (418, "refused")],
)
async def test_an_error_of_the_cloud_is_named_and_the_flow_continues(
    world: World, status: int, error: str
) -> None:
    """The same form accepts the token again."""
    world.simulator.faults.fail("/locations", status=status)
    pat = world.simulator.create_pat()
    result = await world.fill(await world.start_flow())
    result = await world.fill(result, access_token=pat)
    assert result["errors"] == {"base": error}
    result = await world.fill(result, access_token=pat)
    assert result["step_id"] == "location"


@pytest.mark.parametrize(
    "url",
    [
        "ftp://ha.example.org/hook",
        "https://ha.example.org/hook?secret=1",
        "https://me:word@ha.example.org/hook",
        "https://",
        "https://ha.example.org:port/hook",
    ],
)
async def test_an_unusable_url_is_rejected_in_its_form(world: World, url: str) -> None:
    """SmartThings would not accept it, or could not sign for it."""
    result = await world.fill(await world.start_flow(), webhook_url=url)
    assert result["step_id"] == "webhook"
    assert result["errors"] == {"webhook_url": "webhook_unusable"}


async def answering(status: int) -> TestServer:
    """Start a server that answers every request with a status."""

    async def answer(_request: web.Request) -> web.Response:
        return web.Response(status=status)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    server = TestServer(app)
    await server.start_server()
    return server


PING_FORM = SimulatorOptions(refuse_confirmation=True)


@pytest.mark.parametrize("simulator_options", [PING_FORM])
async def test_a_webhook_with_a_wrong_answer_is_named_with_its_status(world: World) -> None:
    """If the user insists, SmartThings names it, and the token is not requested again."""
    server = await answering(405)
    url = str(server.make_url("/hook"))
    result = await world.fill(await world.start_flow(), webhook_url=url)
    result = await world.fill(result, webhook_url=url, all_the_same=True)
    result = await world.fill(result, access_token=world.simulator.create_pat())
    await server.close()
    assert result["step_id"] == "webhook"
    assert result["errors"] == {"webhook_url": "webhook_status"}
    assert result["description_placeholders"] is not None
    assert result["description_placeholders"]["status"] == "405"
    suggested = f"{world.url}{result['description_placeholders']['path']}"
    result = await world.fill(result, webhook_url=suggested)
    assert result["step_id"] == "location"


@pytest.mark.parametrize("simulator_options", [PING_FORM])
async def test_an_unreachable_webhook_is_named(world: World, unused_tcp_port: int) -> None:
    """The platform cannot distinguish a missing server, a wrong port and a bad certificate."""
    url = f"http://127.0.0.1:{unused_tcp_port}/hook"
    result = await world.fill(await world.start_flow(), webhook_url=url)
    result = await world.fill(result, access_token=world.simulator.create_pat())
    assert result["errors"] == {"webhook_url": "webhook_tls"}


@pytest.mark.parametrize(
    ("code", "target", "error"),
    [
        ("TargetTimeoutError", "https://x", "webhook_timeout"),
        ("PatternError", "targetUrl", "webhook_malformed"),
        ("TargetSomethingNewError", "https://x", "webhook_refused"),
    ],
)
async def test_the_platforms_error_about_the_webhook_is_named(
    world: World, code: str, target: str, error: str
) -> None:
    """Each code of the platform has its own text."""
    world.simulator.faults.fail(
        "/apps",
        method="POST",
        status=422,
        body={
            "requestId": "1",
            "error": {
                "code": "ConstraintViolationError",
                "message": "The request is malformed.",
                "details": [{"code": code, "target": target, "message": "?", "details": []}],
            },
        },
    )
    result = await world.fill(await world.start_flow())
    result = await world.fill(result, access_token=world.simulator.create_pat())
    assert result["errors"] == {"webhook_url": error}


async def test_a_webhook_that_is_never_called_is_named_and_leaves_no_app(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a confirmation is due, the platform itself does not report a dead target."""
    monkeypatch.setattr(registration, "CONFIRMATION_TIMEOUT", 0.2)
    server = await answering(200)
    url = str(server.make_url("/hook"))
    result = await world.fill(await world.start_flow(), webhook_url=url)
    assert result["errors"] == {"webhook_url": "address_elsewhere"}
    result = await world.fill(result, webhook_url=url, all_the_same=True)
    result = await world.fill(result, access_token=world.simulator.create_pat())
    await server.close()
    assert result["errors"] == {"webhook_url": "webhook_timeout"}
    assert world.simulator.apps == {}


@pytest.mark.parametrize(
    "simulator_options",
    [PING_FORM, SimulatorOptions(refuse_plain_registration=True)],
    ids=["ping", "confirmation"],
)
async def test_both_ways_of_registering_lead_to_a_working_location(world: World) -> None:
    """They are PING with the app's own key, and CONFIRMATION with the platform's."""
    entry = await world.add_location()
    assert entry.state is ConfigEntryState.LOADED
    (app,) = world.simulator.apps.values()
    assert (entry.data["public_key"] is None) == (app.signature_type == "ST_PADLOCK")


@pytest.mark.parametrize("simulator_options", [SimulatorOptions(confirmation_first=True)])
async def test_a_confirmation_may_arrive_before_the_app_is_known(world: World) -> None:
    """The order of the reply and the CONFIRMATION is not documented."""
    entry = await world.add_location()
    assert entry.state is ConfigEntryState.LOADED


async def test_the_confirmation_of_another_app_is_ignored(world: World) -> None:
    """Any developer could use our address as the target of an app at that moment."""
    world.simulator.faults.fail("/apps/*/oauth", method="PUT", hang=0.3)
    result = await world.fill(await world.start_flow())
    walk = world.hass.async_create_task(
        world.fill(result, access_token=world.simulator.create_pat())
    )
    while not world.simulator.apps:
        await asyncio.sleep(0.01)
    (app_id,) = world.simulator.apps
    link = f"{world.simulator.url}/apps/another/confirm-registration?token=x"
    delivery = await world.simulator.post(
        app_id,
        {
            "lifecycle": "CONFIRMATION",
            "executionId": "x",
            "appId": "another",
            "confirmationData": {"appId": "another", "confirmationUrl": link},
            "settings": {},
        },
    )
    assert delivery.status == 200
    result = await walk
    assert result["step_id"] == "location"
    assert not [call for call in world.simulator.calls if "another" in call.path]


async def test_the_app_of_an_earlier_attempt_is_used_again(world: World) -> None:
    """Abandoned flows must not fill the account with apps."""
    result = await world.to_install_page()
    world.hass.config_entries.flow.async_abort(result["flow_id"])
    await world.hass.async_block_till_done()
    (before,) = world.simulator.apps
    entry = await world.add_location()
    assert entry.state is ConfigEntryState.LOADED
    assert list(world.simulator.apps) == [before]


async def test_a_flow_that_is_abandoned_before_the_registration_leaves_no_webhook(
    world: World,
) -> None:
    """There is no one to answer deliveries for it."""
    result = await world.fill(await world.start_flow())
    assert world.hass.data["webhook"]
    world.hass.config_entries.flow.async_abort(result["flow_id"])
    await world.hass.async_block_till_done()
    assert world.hass.data["webhook"] == {}


async def test_an_update_continues_the_flow_too(world: World) -> None:
    """The second installation of a single-instance app is an UPDATE."""
    await world.add_location(CABIN_LOCATION)
    again = await add_again(world, await world.add_location())
    assert again.state is ConfigEntryState.LOADED
    assert "UPDATE" in [delivery.lifecycle for delivery in world.simulator.deliveries]


async def add_again(world: World, entry: SmartThingsConfigEntry) -> SmartThingsConfigEntry:
    """Remove a location while the cloud does not answer, which leaves the SmartApp there."""
    world.simulator.faults.fail("/installedapps/*", method="DELETE", status=503)
    await world.hass.config_entries.async_remove(entry.entry_id)
    await world.settle()
    assert entry.data["installed_app_id"] in world.simulator.installed_apps
    return await world.add_location()


async def test_a_url_of_the_user_is_used_unchanged(world: World) -> None:
    """A relay may have another path; SmartThings signs the path of the registered URL."""
    async with Relay(world.url) as relay:
        result = await world.start_flow()
        assert result["description_placeholders"] is not None
        relay.webhook_id = result["description_placeholders"]["path"].rpartition("/")[2]
        result = await world.fill(result, webhook_url=relay.url)
        result = await world.fill(result, access_token=world.simulator.create_pat())
        result = await world.fill(result, location_id=HOME_LOCATION)
        assert "installed" in (await world.open_page(result["url"])).lower()
        await world.settle()
        await world.hass.config_entries.flow.async_configure(result["flow_id"])
        await world.settle()
        (entry,) = world.hass.config_entries.async_entries(DOMAIN)
        assert entry.data["webhook_url"] == relay.url
        assert entry.state is ConfigEntryState.LOADED


async def without_public_url(world: World, road: str) -> ConfigFlowResult:
    """Begin a set-up in a Home Assistant that knows no public address of its own."""
    world.hass.config.external_url = None
    result = await world.start_flow(road)
    assert (result["type"], result["step_id"]) == (FlowResultType.MENU, "no_address")
    assert result["menu_options"] == ["enter_address", "without_address"]
    return result


@pytest.mark.usefixtures("current_request_with_host")
@pytest.mark.parametrize("road", ["register", "oauth"])
async def test_without_a_public_url_the_location_can_be_polled(world: World, road: str) -> None:
    """A webhook SmartApp needs an address, so an OAuth app is registered instead."""
    result = await world.choose(await without_public_url(world, road), "without_address")
    assert result["step_id"] == "token"
    result = await world.fill(result, access_token=world.simulator.create_pat())
    assert (result["type"], result["step_id"]) == (FlowResultType.EXTERNAL_STEP, "auth")
    (app,) = world.simulator.apps.values()
    assert (app.api_only, app.target_url) == (True, "")
    await world.allow(result)
    result = await world.hass.config_entries.flow.async_configure(result["flow_id"])
    await world.settle()
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["result"].data["webhook_url"] == ""


async def test_without_a_public_url_the_user_can_enter_one(world: World) -> None:
    """The form suggests no URL that would not work."""
    result = await world.choose(await without_public_url(world, "register"), "enter_address")
    assert result["step_id"] == "webhook"
    assert result["data_schema"] is not None
    assert result["data_schema"]({"webhook_url": "x"}) == {"webhook_url": "x"}
    with pytest.raises(Exception, match="required key not provided"):
        result["data_schema"]({})


async def test_entry_data_have_exactly_the_documented_keys(entry: SmartThingsConfigEntry) -> None:
    """There is no token of any kind."""
    assert set(entry.data) == PRESENT_KEYS


async def test_real_endpoints_accept_https_only(
    hass: HomeAssistant,
    enable_custom_integrations: None,
    simulator: Simulator,
    hass_client_no_auth: object,
    resolve: Resolve,
) -> None:
    """Without the developers' YAML, a plain HTTP address is never suggested or accepted."""
    from homeassistant.setup import async_setup_component  # noqa: PLC0415 - no world here

    assert await async_setup_component(hass, DOMAIN, {})
    hass.config.external_url = "http://ha.example.org"
    world = World(hass, simulator, "")
    result = await world.choose(await world.start_flow(), "enter_address")
    assert result["data_schema"] is not None
    with pytest.raises(Exception, match="required key not provided"):
        result["data_schema"]({})
    result = await world.fill(result, webhook_url="http://ha.example.org/hook")
    assert result["errors"] == {"webhook_url": "webhook_unusable"}
    resolve({})
    url = "https://ha.example.org/hook"
    result = await world.fill(result, webhook_url=url)
    assert result["errors"] == {"webhook_url": "address_unknown_name"}
    result = await world.fill(result, webhook_url=url, all_the_same=True)
    assert result["step_id"] == "token"


async def test_another_account_gets_its_own_smartapp_and_webhook(world: World) -> None:
    """An app that the token cannot read belongs to someone else."""
    home = await world.add_location(HOME_LOCATION)
    app = world.simulator.apps.pop(home.data["app_id"])
    result = await world.start_flow()
    result = await world.fill(result, access_token=world.simulator.create_pat())
    assert (result["type"], result["step_id"]) == (FlowResultType.FORM, "webhook")
    result = await world.fill(result)
    assert result["type"] is FlowResultType.EXTERNAL_STEP
    assert set(world.simulator.apps).isdisjoint({app.app_id})
    world.hass.config_entries.flow.async_abort(result["flow_id"])
    await world.hass.async_block_till_done()


async def test_a_second_installation_before_the_last_step_is_accepted(world: World) -> None:
    """The user presses the button twice."""
    result = await world.to_install_page()
    await world.open_page(result["url"])
    await world.open_page(result["url"])
    await world.settle()
    result = await world.hass.config_entries.flow.async_configure(result["flow_id"])
    await world.settle()
    assert result["result"].state is ConfigEntryState.LOADED


@pytest.mark.parametrize("kept", [True, False])
async def test_an_app_that_cannot_be_completed_is_deleted(world: World, *, kept: bool) -> None:
    """If that fails too, the app has our tag or none; the flow names the first error."""
    world.simulator.faults.fail("/apps/*/oauth", method="PUT", status=503)
    if kept:
        world.simulator.faults.fail("/apps/*", method="DELETE", status=503)
    result = await world.fill(await world.start_flow())
    pat = world.simulator.create_pat()
    result = await world.fill(result, access_token=pat)
    assert result["errors"] == {"base": "cloud_unreachable"}
    assert len(world.simulator.apps) == int(kept)
    result = await world.fill(result, access_token=pat)
    assert result["step_id"] == "location"
    assert len(world.simulator.apps) == 1


async def test_an_earlier_app_with_another_address_is_updated(world: World) -> None:
    """The external URL has changed since then, and Home Assistant was restarted."""
    result = await world.to_install_page()
    world.hass.config_entries.flow.async_abort(result["flow_id"])
    await world.hass.async_block_till_done()
    async_fire_time_changed(world.hass, dt_util.utcnow() + timedelta(seconds=KEPT + 1))
    await world.settle()
    (app,) = world.simulator.apps.values()
    before = app.target_url
    entry = await world.add_location()
    assert app.target_url == entry.data["webhook_url"] != before
    assert app.confirmed


async def test_an_earlier_app_that_was_never_confirmed_is_checked_again(world: World) -> None:
    """The address is the same, and the user tries again in another flow."""
    result = await world.start_flow()
    assert result["description_placeholders"] is not None
    url = f"{world.url}{result['description_placeholders']['path']}"
    result = await world.fill(result, webhook_url=url)
    result = await world.fill(result, access_token=world.simulator.create_pat())
    (app,) = world.simulator.apps.values()
    app.set_target_status("PENDING")
    receivers = domain_data(world.hass).receivers
    receiver = receivers.acquire(url.rpartition("/")[2], url, "test")
    http = receiver.connection.http_with(world.simulator.create_pat())
    again = await registration.register_app(
        AppsClient(http, APP_TEMPLATE),
        receiver,
        kind="WEBHOOK_SMART_APP",
        instance_id=await instance_id.async_get(world.hass),
        home_name="Home",
    )
    assert again.app_id == app.app_id
    assert app.confirmed
    receivers.release(receiver.webhook_id, "test")
    world.hass.config_entries.flow.async_abort(result["flow_id"])
    await world.hass.async_block_till_done()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0c6a1f0e-55d1-4b3f-8b67-7f8a4c1d9e20", True),
        ("0C6A1F0E-55D1-4B3F-8B67-7F8A4C1D9E20", True),
        ("0c6a1f0e55d14b3f8b677f8a4c1d9e20", False),
        ("{0c6a1f0e-55d1-4b3f-8b67-7f8a4c1d9e20}", False),
        ("token", False),
    ],
)
def test_a_token_has_one_form(text: str, *, expected: bool) -> None:
    """Users copy all of the text that SmartThings' page shows."""
    assert is_token(text) == expected
