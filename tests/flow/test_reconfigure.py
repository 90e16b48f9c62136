"""Reconfiguration: another address, more scopes, another kind of app; no entity is lost."""

from datetime import timedelta

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers import issue_registry as ir
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.smartthings_smartapp.const import DOMAIN, SCOPES
from custom_components.smartthings_smartapp.flow.unattended import CONTINUE_AFTER
from custom_components.smartthings_smartapp.runtime import entry_state
from simulator import SimulatorOptions
from simulator.devices.ids import CABIN_LOCATION, Devices
from tests.common.core_home import CoreHome, core_entry
from tests.common.entities import assert_alive, entity_ids
from tests.common.flows import add_home, open_reconfigure, reconfigure, request_next_step
from tests.common.receivers import receiver_of
from tests.common.relay import Relay
from tests.common.world import World

pytestmark = [
    pytest.mark.usefixtures("current_request_with_host"),
    pytest.mark.devices(Devices.BEDSIDE_DIMMER, Devices.FRONT_DOOR),
]


# Another address


async def test_another_address_is_used_by_all_locations_of_the_smartapp(world: World) -> None:
    """SmartThings delivers to it from then on."""
    home = await world.add_location()
    cabin = await world.add_location(CABIN_LOCATION)
    before = entity_ids(world, home)
    async with Relay(world.url) as relay:
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


async def test_an_address_that_the_user_entered_is_not_questioned(world: World) -> None:
    """No repair suggests the one of Home Assistant, until the user selects that."""
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


async def test_deliveries_continue_while_another_address_is_tested(world: World) -> None:
    """SmartThings signs for the old one until it has the new one."""
    entry = await world.add_location()
    result = await reconfigure(world, entry, "address")
    result = await world.fill(result, webhook_url=f"{world.url}/nothing/here")
    assert result["errors"] == {"webhook_url": "address_path"}
    await assert_alive(world)
    world.hass.config_entries.flow.async_abort(result["flow_id"])
    await world.settle()
    await assert_alive(world, value="closed")
    assert not receiver_of(entry.runtime_data).rejections


async def test_the_same_address_changes_nothing(world: World) -> None:
    """The cloud is only read."""
    entry = await world.add_location()
    result = await reconfigure(world, entry, "address")
    result = await world.fill(result, webhook_url=entry.data["webhook_url"])
    seen = len(world.simulator.calls)
    result = await world.fill(result, access_token=world.simulator.create_pat())
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "not_moved")
    calls = world.simulator.calls[seen:]
    assert [(call.method, call.path) for call in calls if call.path.startswith("/apps")] == [
        ("GET", f"/apps/{entry.data['app_id']}")
    ]
    await world.settle()


async def test_an_address_that_smartthings_refuses_changes_nothing(world: World) -> None:
    """The form names the reason, and deliveries continue."""
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


async def test_a_polled_location_can_get_an_address(world: World) -> None:
    """From then on changes arrive instantly, and the issue about it ends."""
    entry = await add_home(world, url="")
    issue_id = f"push_possible_{entry.entry_id}"
    assert ir.async_get(world.hass).async_get_issue(DOMAIN, issue_id)
    result = await reconfigure(world, entry, "add_address")
    assert result["description_placeholders"] is not None
    url = f"{world.url}{result['description_placeholders']['path']}"
    result = await world.fill(result, webhook_url=url)
    result = await world.fill(result, access_token=world.simulator.create_pat())
    await world.settle()
    assert result["reason"] == "moved"
    assert entry.data["webhook_url"] == url
    await assert_alive(world)
    assert ir.async_get(world.hass).async_get_issue(DOMAIN, issue_id) is None


async def test_a_location_can_be_changed_to_polling(world: World) -> None:
    """An API_ONLY app needs no address."""
    entry = await add_home(world)
    result = await world.fill(await reconfigure(world, entry, "address"))
    result = await world.fill(result, access_token=world.simulator.create_pat())
    await world.settle()
    assert result["reason"] == "moved"
    assert entry.data["webhook_url"] == ""
    assert entry.runtime_data.updates_of(Devices.FRONT_DOOR) == "polled"


# More scopes


async def test_missing_scopes_are_granted_by_saving_the_smartapp(world: World) -> None:
    """The app requests them, and the user opens and saves it."""
    entry = await world.add_location()
    (app,) = world.simulator.apps.values()
    app.oauth["scope"] = ["r:devices:*"]
    entry_state(world.hass, entry).access.know(["r:devices:*"])
    result = await reconfigure(world, entry, "scopes")
    result = await world.fill(result, access_token=world.simulator.create_pat())
    assert (result["type"], result["step_id"]) == (FlowResultType.EXTERNAL_STEP, "install_again")
    assert set(SCOPES) <= set(app.scopes)
    await world.open_page(result["url"])
    await world.settle()
    result = await request_next_step(world, result)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "reconfigured")
    assert entry.state is ConfigEntryState.LOADED
    (installed_app,) = world.simulator.installed_apps.values()
    assert set(SCOPES) <= set(installed_app.permissions)
    await assert_alive(world)


async def test_missing_scopes_of_an_oauth_app_are_granted_on_its_page(world: World) -> None:
    """Its other scopes and its redirect URIs stay."""
    entry = await add_home(world)
    (app,) = world.simulator.apps.values()
    before = dict(app.oauth)
    app.oauth["scope"] = ["r:devices:*", "r:rules:*"]
    entry_state(world.hass, entry).access.know(["r:devices:*", "r:rules:*"])
    result = await reconfigure(world, entry, "scopes")
    result = await world.fill(result, access_token=world.simulator.create_pat())
    assert set(app.scopes) == {"r:devices:*", "r:rules:*", *SCOPES}
    assert app.oauth["redirectUris"] == before["redirectUris"]
    await world.allow(result)
    result = await request_next_step(world, result)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "reconfigured")
    assert entry.state is ConfigEntryState.LOADED
    await assert_alive(world)


async def test_an_app_without_missing_scopes_is_not_changed(world: World) -> None:
    """Only the consent may be older than the app."""
    entry = await world.add_location()
    entry_state(world.hass, entry).access.know(["r:devices:*"])
    result = await reconfigure(world, entry, "scopes")
    before = len(world.calls("PUT", "/apps"))
    result = await world.fill(result, access_token=world.simulator.create_pat())
    assert result["step_id"] == "install_again"
    assert len(world.calls("PUT", "/apps")) == before
    world.hass.config_entries.flow.async_abort(result["flow_id"])
    await world.settle()


# Another kind of app


async def test_a_smartapp_can_be_replaced_by_an_oauth_app(world: World) -> None:
    """The entities stay, the old app and its installation are deleted."""
    entry = await world.add_location()
    before = entity_ids(world, entry)
    old = dict(entry.data)
    result = await reconfigure(world, entry, "to_oauth")
    assert result["step_id"] == "webhook_or_none"
    assert result["description_placeholders"] is not None
    url = f"{world.url}{result['description_placeholders']['path']}"
    result = await world.fill(result, webhook_url=url)
    result = await world.fill(result, access_token=world.simulator.create_pat())
    await world.allow(result)
    result = await request_next_step(world, result)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "reconfigured")
    assert entry.state is ConfigEntryState.LOADED
    assert entry.data["app_kind"] == "API_ONLY"
    assert entity_ids(world, entry) == before
    assert old["app_id"] not in world.simulator.apps
    assert old["installed_app_id"] not in world.simulator.installed_apps
    assert old["webhook_id"] not in world.hass.data["webhook"]
    await assert_alive(world)


async def test_a_change_is_completed_without_the_frontend(
    world: World, freezer: FrozenDateTimeFactory
) -> None:
    """The tab of Home Assistant was closed while the page of SmartThings was open."""
    entry = await world.add_location()
    result = await world.fill(await reconfigure(world, entry, "to_oauth"))
    result = await world.fill(result, access_token=world.simulator.create_pat())
    await world.allow(result)
    freezer.tick(timedelta(seconds=CONTINUE_AFTER + 1))
    async_fire_time_changed(world.hass)
    await world.settle()
    assert entry.data["app_kind"] == "API_ONLY"
    assert entry.state is ConfigEntryState.LOADED
    assert world.hass.config_entries.flow.async_progress_by_handler(DOMAIN) == []


async def test_an_oauth_app_can_be_replaced_by_a_smartapp(world: World) -> None:
    """The location is the same and is not asked for."""
    entry = await add_home(world)
    before = entity_ids(world, entry)
    old = dict(entry.data)
    result = await world.fill(await reconfigure(world, entry, "to_smartapp"))
    result = await world.fill(result, access_token=world.simulator.create_pat())
    assert result["step_id"] == "install_anew", "who closes the dialog gives the change up"
    await world.open_page(result["url"])
    await world.settle()
    result = await request_next_step(world, result)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "reconfigured")
    assert entry.data["app_kind"] == "WEBHOOK_SMART_APP"
    assert entity_ids(world, entry) == before
    assert old["app_id"] not in world.simulator.apps
    await assert_alive(world)


async def test_an_app_that_another_location_uses_stays(world: World) -> None:
    """Only the changed location leaves it."""
    home = await world.add_location()
    cabin = await world.add_location(CABIN_LOCATION)
    result = await world.fill(await reconfigure(world, home, "to_oauth"))
    result = await world.fill(result, access_token=world.simulator.create_pat())
    await world.allow(result)
    await request_next_step(world, result)
    assert cabin.data["app_id"] in world.simulator.apps
    assert cabin.state is ConfigEntryState.LOADED
    assert cabin.data["installed_app_id"] in world.simulator.installed_apps


@pytest.mark.parametrize("simulator_options", [SimulatorOptions()])
async def test_a_cancelled_change_changes_nothing(world: World) -> None:
    """The entry keeps working."""
    entry = await world.add_location()
    before = dict(entry.data)
    result = await world.fill(await reconfigure(world, entry, "to_oauth"))
    world.hass.config_entries.flow.async_abort(result["flow_id"])
    await world.settle()
    assert dict(entry.data) == before
    assert list(world.hass.data["webhook"]) == [entry.data["webhook_id"]]
    await assert_alive(world)


async def test_a_refused_smartapp_does_not_offer_the_previous_way(world: World) -> None:
    """The entry has an OAuth app already, so only another token helps."""
    entry = await add_home(world)
    world.simulator.options.refuse_webhook_apps = True
    result = await world.fill(await reconfigure(world, entry, "to_smartapp"))
    result = await world.fill(result, access_token=world.simulator.create_pat())
    assert (result["type"], result["menu_options"]) == (FlowResultType.MENU, ["another_token"])
    world.hass.config_entries.flow.async_abort(result["flow_id"])
    await world.settle()


# Migration from Home Assistant's own integration


async def test_names_and_ids_are_migrated_after_a_preview(world: World) -> None:
    """The settings are shown first, and none is deleted there."""
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


async def test_what_core_had_may_be_gone_when_the_migration_is_chosen(world: World) -> None:
    """Core's entry is deleted while the menu is open."""
    core = CoreHome(world.hass, core_entry(world.hass))
    core.device(Devices.BEDSIDE_DIMMER, "Bedside dimmer", "Bedroom")
    entry = await world.add_location()
    menu = await open_reconfigure(world, entry)
    assert "takeover" in menu["menu_options"]
    await world.hass.config_entries.async_remove(core.entry.entry_id)
    result = await world.choose(menu, "takeover")
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "nothing_to_take_over")


# The menu


async def test_only_changes_with_an_effect_are_offered(world: World) -> None:
    """The menu also says which kind of app the location uses."""
    entry = await world.add_location()
    menu = await open_reconfigure(world, entry)
    assert menu["menu_options"] == ["address", "renew_client", "new_app", "to_oauth"]
    assert menu["description_placeholders"] == {
        "name": entry.title,
        "app": "This location uses a webhook SmartApp, which reports changes instantly.",
    }
    entry_state(world.hass, entry).access.know(["r:devices:*"])
    assert "scopes" in (await open_reconfigure(world, entry))["menu_options"]
    await world.simulator.uninstall(entry.data["installed_app_id"])
    await world.settle()
    menu = await open_reconfigure(world, entry)
    assert menu["menu_options"] == ["reinstall", "new_app", "to_oauth"]


@pytest.mark.parametrize(
    ("url", "address", "app"),
    [(None, "address", "OAuth app with a webhook"), ("", "add_address", "polls it once a minute")],
    ids=["pushed", "polled"],
)
async def test_the_menu_of_an_oauth_app(
    world: World, url: str | None, address: str, app: str
) -> None:
    """Its client can be entered, and a polled location can get an address."""
    menu = await open_reconfigure(world, await add_home(world, url=url))
    assert menu["menu_options"] == [
        address,
        "renew_client",
        "credentials",
        "new_app",
        "to_smartapp",
    ]
    assert app in (menu["description_placeholders"] or {})["app"]
