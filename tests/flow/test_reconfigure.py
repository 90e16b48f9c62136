"""Changing an entry: another address, more scopes, the other kind of app; no entity is lost."""

from datetime import timedelta

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers import issue_registry as ir
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.smartthings_smartapp.const import DOMAIN, SCOPES
from custom_components.smartthings_smartapp.flow.base import GO_ON_AFTER
from simulator import SimulatorOptions
from simulator.devices.ids import CABIN_LOCATION, Devices
from tests.common.core_home import CoreHome, core_entry
from tests.common.entities import assert_alive, entity_ids
from tests.common.flows import add_home, finish, reconfigure
from tests.common.receivers import receiver_of
from tests.common.relay import Relay
from tests.common.world import World

pytestmark = [
    pytest.mark.usefixtures("current_request_with_host"),
    pytest.mark.devices(Devices.BEDSIDE_DIMMER, Devices.FRONT_DOOR),
]


# Another address


async def test_another_address_is_used_by_all_locations_of_the_smartapp(world: World) -> None:
    """SmartThings delivers there from then on."""
    home = await world.add_location()
    cabin = await world.add_location(CABIN_LOCATION)
    before = entity_ids(world, home)
    async with Relay(world.hass) as relay:
        relay.webhook_id = home.data["webhook_id"]
        result = await reconfigure(world, home, "address")
        assert result["step_id"] == "webhook"
        result = await world.fill(result, webhook_url=relay.url)
        result = await world.fill(result, access_token=world.simulator.create_pat())
        await world.settle()
        assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "moved")
        assert home.data["webhook_url"] == cabin.data["webhook_url"] == relay.url
        assert home.state is cabin.state is ConfigEntryState.LOADED
        seen = relay.requests
        await assert_alive(world)
        assert relay.requests > seen
    assert entity_ids(world, home) == before


async def test_an_address_that_the_user_typed_is_theirs_to_judge(world: World) -> None:
    """No repair asks to move to the one that Home Assistant offers, until that one is chosen."""
    entry = await world.add_location()
    own = world.hass.config.external_url
    for external, typed in (("http://elsewhere.example", True), (own, False)):
        await world.hass.config.async_update(external_url=external)
        result = await reconfigure(world, entry, "address")
        result = await world.fill(result, webhook_url=entry.data["webhook_url"])
        result = await world.fill(result, access_token=world.simulator.create_pat())
        await world.settle()
        assert result["reason"] == "not_moved"
        assert entry.data["address_typed"] is typed
        issue_id = f"webhook_moved_{entry.entry_id}"
        assert ir.async_get(world.hass).async_get_issue(DOMAIN, issue_id) is None
        await assert_alive(world, value="open" if typed else "closed")


async def test_deliveries_go_on_while_another_address_is_being_tried(world: World) -> None:
    """Until SmartThings knows it, what it sends is signed for the old one."""
    entry = await world.add_location()
    result = await reconfigure(world, entry, "address")
    result = await world.fill(result, webhook_url=f"{world.url}/nothing/here")
    assert result["errors"] == {"webhook_url": "address_status"}
    await assert_alive(world)
    world.hass.config_entries.flow.async_abort(result["flow_id"])
    await world.settle()
    await assert_alive(world, value="closed")
    assert not receiver_of(entry.runtime_data).refusals


async def test_the_same_address_needs_no_move(world: World) -> None:
    """SmartThings is asked, and nothing is changed there."""
    entry = await world.add_location()
    result = await reconfigure(world, entry, "address")
    result = await world.fill(result, webhook_url=entry.data["webhook_url"])
    seen = len(world.simulator.calls)
    result = await world.fill(result, access_token=world.simulator.create_pat())
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "not_moved")
    calls = world.simulator.calls[seen:]
    assert [(call.method, call.path) for call in calls] == [
        ("GET", f"/apps/{entry.data['app_id']}")
    ]
    await world.settle()


async def test_an_address_that_smartthings_refuses_changes_nothing(world: World) -> None:
    """The form says why, and deliveries go on as before."""
    entry = await world.add_location()
    before = dict(entry.data)
    result = await reconfigure(world, entry, "address")
    url = f"{world.url}/nothing/here"
    result = await world.fill(result, webhook_url=url)
    result = await world.fill(result, webhook_url=url, all_the_same=True)
    world.simulator.faults.fail(
        "/apps/*",
        method="PUT",
        status=422,
        body={
            "requestId": "1",
            "error": {
                "code": "ConstraintViolationError",
                "message": "The request is malformed.",
                "details": [
                    {"code": "TargetTimeoutError", "target": url, "message": "", "details": []}
                ],
            },
        },
    )
    result = await world.fill(result, access_token=world.simulator.create_pat())
    assert result["errors"] == {"webhook_url": "webhook_timeout"}
    assert dict(entry.data) == before
    await assert_alive(world)
    world.hass.config_entries.flow.async_abort(result["flow_id"])
    await world.settle()


async def test_a_polled_home_can_be_given_an_address(world: World) -> None:
    """From then on SmartThings tells of changes at once, and the notice about it ends."""
    entry = await add_home(world, url="")
    issue_id = f"push_possible_{entry.entry_id}"
    assert ir.async_get(world.hass).async_get_issue(DOMAIN, issue_id)
    result = await reconfigure(world, entry, "address")
    assert result["description_placeholders"] is not None
    url = f"{world.url}{result['description_placeholders']['path']}"
    result = await world.fill(result, webhook_url=url)
    result = await world.fill(result, access_token=world.simulator.create_pat())
    await world.settle()
    assert result["reason"] == "moved"
    assert entry.data["webhook_url"] == url
    await assert_alive(world)
    assert ir.async_get(world.hass).async_get_issue(DOMAIN, issue_id) is None


async def test_a_home_can_be_polled_from_now_on(world: World) -> None:
    """An API_ONLY app does without an address."""
    entry = await add_home(world)
    result = await world.fill(await reconfigure(world, entry, "address"))
    result = await world.fill(result, access_token=world.simulator.create_pat())
    await world.settle()
    assert result["reason"] == "moved"
    assert entry.data["webhook_url"] == ""
    assert entry.runtime_data.updates_of(Devices.FRONT_DOOR) == "polled"


# More scopes


async def test_missing_scopes_are_allowed_by_saving_the_smartapp(world: World) -> None:
    """The app asks for them, and the user opens it and saves."""
    entry = await world.add_location()
    (app,) = world.simulator.apps.values()
    app.oauth["scope"] = ["r:devices:*"]
    result = await reconfigure(world, entry, "scopes")
    result = await world.fill(result, access_token=world.simulator.create_pat())
    assert (result["type"], result["step_id"]) == (FlowResultType.EXTERNAL_STEP, "install_again")
    assert set(SCOPES) <= set(app.scopes)
    await world.open_page(result["url"])
    await world.settle()
    result = await finish(world, result)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "reconfigured")
    assert entry.state is ConfigEntryState.LOADED
    (installed_app,) = world.simulator.installed_apps.values()
    assert set(SCOPES) <= set(installed_app.permissions)
    await assert_alive(world)


async def test_missing_scopes_of_an_oauth_app_are_allowed_on_its_page(world: World) -> None:
    """What else the app asked for stays, and so do the places that the page may lead back to."""
    entry = await add_home(world)
    (app,) = world.simulator.apps.values()
    before = dict(app.oauth)
    app.oauth["scope"] = ["r:devices:*", "r:rules:*"]
    result = await reconfigure(world, entry, "scopes")
    result = await world.fill(result, access_token=world.simulator.create_pat())
    assert set(app.scopes) == {"r:devices:*", "r:rules:*", *SCOPES}
    assert app.oauth["redirectUris"] == before["redirectUris"]
    await world.allow(result)
    result = await finish(world, result)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "reconfigured")
    assert entry.state is ConfigEntryState.LOADED
    await assert_alive(world)


async def test_where_no_scope_is_missing_the_app_is_left_alone(world: World) -> None:
    """Only the consent may be old."""
    entry = await world.add_location()
    result = await reconfigure(world, entry, "scopes")
    before = len(world.calls("PUT", "/apps"))
    result = await world.fill(result, access_token=world.simulator.create_pat())
    assert result["step_id"] == "install_again"
    assert len(world.calls("PUT", "/apps")) == before
    world.hass.config_entries.flow.async_abort(result["flow_id"])
    await world.settle()


# The other kind of app


async def test_a_smartapp_can_give_way_to_an_oauth_app(world: World) -> None:
    """The entities stay, the old app and its installation are gone."""
    entry = await world.add_location()
    before = entity_ids(world, entry)
    old = dict(entry.data)
    result = await reconfigure(world, entry, "road")
    assert result["step_id"] == "webhook_or_none"
    assert result["description_placeholders"] is not None
    url = f"{world.url}{result['description_placeholders']['path']}"
    result = await world.fill(result, webhook_url=url)
    result = await world.fill(result, access_token=world.simulator.create_pat())
    await world.allow(result)
    result = await finish(world, result)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "reconfigured")
    assert entry.state is ConfigEntryState.LOADED
    assert entry.data["app_kind"] == "API_ONLY"
    assert entity_ids(world, entry) == before
    assert old["app_id"] not in world.simulator.apps
    assert old["installed_app_id"] not in world.simulator.installed_apps
    assert old["webhook_id"] not in world.hass.data["webhook"]
    await assert_alive(world)


async def test_a_change_ends_without_a_front_end_too(
    world: World, freezer: FrozenDateTimeFactory
) -> None:
    """The tab of Home Assistant was closed while the page of SmartThings was open."""
    entry = await world.add_location()
    result = await world.fill(await reconfigure(world, entry, "road"))
    result = await world.fill(result, access_token=world.simulator.create_pat())
    await world.allow(result)
    freezer.tick(timedelta(seconds=GO_ON_AFTER + 1))
    async_fire_time_changed(world.hass)
    await world.settle()
    assert entry.data["app_kind"] == "API_ONLY"
    assert entry.state is ConfigEntryState.LOADED
    assert world.hass.config_entries.flow.async_progress_by_handler(DOMAIN) == []


async def test_an_oauth_app_can_give_way_to_a_smartapp(world: World) -> None:
    """The other way round, in the same location without asking which."""
    entry = await add_home(world)
    before = entity_ids(world, entry)
    old = dict(entry.data)
    result = await world.fill(await reconfigure(world, entry, "road"))
    result = await world.fill(result, access_token=world.simulator.create_pat())
    assert result["step_id"] == "install_anew", "who closes the dialog gives the change up"
    await world.open_page(result["url"])
    await world.settle()
    result = await finish(world, result)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "reconfigured")
    assert entry.data["app_kind"] == "WEBHOOK_SMART_APP"
    assert entity_ids(world, entry) == before
    assert old["app_id"] not in world.simulator.apps
    await assert_alive(world)


async def test_an_app_that_another_location_uses_stays(world: World) -> None:
    """Only the location that was changed leaves it."""
    home = await world.add_location()
    cabin = await world.add_location(CABIN_LOCATION)
    result = await world.fill(await reconfigure(world, home, "road"))
    result = await world.fill(result, access_token=world.simulator.create_pat())
    await world.allow(result)
    await finish(world, result)
    assert cabin.data["app_id"] in world.simulator.apps
    assert cabin.state is ConfigEntryState.LOADED
    assert cabin.data["installed_app_id"] in world.simulator.installed_apps


@pytest.mark.parametrize("simulator_options", [SimulatorOptions()])
async def test_a_change_that_is_given_up_changes_nothing(world: World) -> None:
    """The entry goes on as it was."""
    entry = await world.add_location()
    before = dict(entry.data)
    result = await world.fill(await reconfigure(world, entry, "road"))
    world.hass.config_entries.flow.async_abort(result["flow_id"])
    await world.settle()
    assert dict(entry.data) == before
    assert list(world.hass.data["webhook"]) == [entry.data["webhook_id"]]
    await assert_alive(world)


async def test_a_refusal_of_smartapps_offers_no_road_that_was_left(world: World) -> None:
    """Who comes from an OAuth app can only try another token."""
    entry = await add_home(world)
    world.simulator.options.refuse_webhook_apps = True
    result = await world.fill(await reconfigure(world, entry, "road"))
    result = await world.fill(result, access_token=world.simulator.create_pat())
    assert (result["type"], result["menu_options"]) == (FlowResultType.MENU, ["another_token"])
    world.hass.config_entries.flow.async_abort(result["flow_id"])
    await world.settle()


# Coming from Home Assistant's own integration


async def test_names_and_ids_are_taken_over_after_a_preview(world: World) -> None:
    """What the user chose there is shown first, and nothing of it is deleted."""
    core = CoreHome(world.hass, core_entry(world.hass))
    core.device(Devices.BEDSIDE_DIMMER, "Bedside dimmer", "Bedroom")
    light = core.entity("light", f"{Devices.BEDSIDE_DIMMER}_main", "bedside")
    core.entities.async_update_entity(light.entity_id, name="Reading light")
    entry = await world.add_location()
    result = await reconfigure(world, entry, "takeover")
    assert (result["type"], result["step_id"]) == (FlowResultType.FORM, "takeover")
    shown = result["description_placeholders"]
    assert shown is not None
    assert (shown["entities"], shown["entity_ids"]) == ("1", "1")
    assert "Reading light" in shown["changes"]
    result = await world.fill(result, entity_ids=True)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "taken_over")
    assert result["description_placeholders"] == {
        "devices": "0",
        "entities": "1",
        "entity_ids": "1",
        "failed": "",
    }
    ours = er.async_get(world.hass).async_get("light.bedside")
    assert ours is not None
    assert (ours.platform, ours.name) == (DOMAIN, "Reading light")
    assert core.now(light).entity_id == "light.bedside_smartthings"


async def test_without_core_there_is_nothing_to_take_over(world: World) -> None:
    """The flow says so, loaded or not."""
    entry = await world.add_location()
    result = await reconfigure(world, entry, "takeover")
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "nothing_to_take_over")
    await world.hass.config_entries.async_unload(entry.entry_id)
    result = await reconfigure(world, entry, "takeover")
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "nothing_to_take_over")
