"""From the registration to the installation: help, other ways, old apps, and resuming."""

import asyncio
from datetime import timedelta

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import SOURCE_IGNORE, ConfigEntryState, ConfigFlowResult
from homeassistant.data_entry_flow import FlowResultType, UnknownFlow
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import async_fire_time_changed
from yarl import URL

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.flow.install import HELP_AFTER, WAIT
from custom_components.smartthings_smartapp.flow.unattended import CONTINUE_AFTER
from custom_components.smartthings_smartapp.runtime import domain_data
from custom_components.smartthings_smartapp.smartapp.pending_install import KEPT
from custom_components.smartthings_smartapp.smartapp.relocation import share_client
from custom_components.smartthings_smartapp.smartapp.smartapp import SmartApp
from custom_components.smartthings_smartapp.system_health import system_health_info
from simulator import SimulatorOptions
from simulator.devices.ids import CABIN_LOCATION, HOME_LOCATION, Devices
from simulator.json_tools import as_object
from tests.common.flows import current, other_app, to_help
from tests.common.passing_time import pass_time
from tests.common.proxy import Proxy
from tests.common.storage import broken_disk
from tests.common.world import World

pytestmark = pytest.mark.devices(Devices.COFFEE_PLUG)


def close_dialog(world: World, result: ConfigFlowResult) -> None:
    """Close the dialog, which ends its flow."""
    world.hass.config_entries.flow.async_abort(result["flow_id"])


async def test_an_installation_that_cannot_be_saved_is_shown(world: World) -> None:
    """A full disk does not block the dialog; a retry continues it."""
    result = await world.to_install_page()
    with broken_disk():
        await world.open_page(result["url"])
        await world.settle()
    assert world.simulator.deliveries[-1].status == 500
    shown = await current(world, result)
    assert (shown["type"], shown["step_id"]) == (FlowResultType.MENU, "install_failed")
    assert shown["description_placeholders"] is not None
    assert "disk is not full" in shown["description_placeholders"]["cause"]
    again = await world.choose(shown, "install_reopen")
    await world.open_page(again["url"])
    await world.settle()
    assert (await current(world, result))["type"] is FlowResultType.CREATE_ENTRY


async def test_an_installation_that_cannot_be_saved_ends_the_progress(
    world: World, freezer: FrozenDateTimeFactory
) -> None:
    """The user had selected to wait on the page; a retry continues the dialog."""
    result = await world.to_install_page()
    page = result["url"]
    result = await world.choose(await to_help(world, freezer, result), "install_wait")
    with broken_disk():
        await world.open_page(page)
        await world.settle()
    shown = await current(world, result)
    assert (shown["type"], shown["step_id"]) == (FlowResultType.MENU, "install_failed")
    await world.open_page(page)
    await world.settle()
    await current(world, result)
    await world.settle()
    (entry,) = world.hass.config_entries.async_entries(DOMAIN)
    assert entry.state is ConfigEntryState.LOADED


# Help


async def test_a_missing_header_is_named_if_the_page_is_refused(
    world: World, freezer: FrozenDateTimeFactory
) -> None:
    """SmartThings' requests arrive, but cannot be accepted."""
    result = await world.to_install_page()
    (app,) = world.simulator.apps.values()
    async with Proxy(world.url, drop=["Date"]) as proxy:
        target = {**as_object(app.body["webhookSmartApp"])}
        app.body["webhookSmartApp"] = {
            **target,
            "targetUrl": proxy.address(URL(app.target_url).raw_path),
        }
        await world.open_page(result["url"])
        app.body["webhookSmartApp"] = target
    await pass_time(world, freezer, HELP_AFTER + 1)
    shown = await current(world, result)
    assert (shown["type"], shown["step_id"]) == (FlowResultType.MENU, "install_failed")
    assert shown["description_placeholders"] is not None
    assert "`Date`" in shown["description_placeholders"]["cause"]
    again = await world.choose(shown, "install_reopen")
    await world.open_page(again["url"])
    await world.settle()
    assert (await current(world, result))["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize("simulator_options", [SimulatorOptions(install_page_fails=True)])
async def test_another_way_is_offered_if_the_install_page_fails(
    world: World, freezer: FrozenDateTimeFactory, current_request_with_host: None
) -> None:
    """It uses the same token and address; the unused SmartApp can be removed."""
    result = await world.to_install_page()
    assert "went wrong" in await world.open_page(result["url"])
    await pass_time(world, freezer, HELP_AFTER + 1)  # The page was still alive.
    result = await to_help(world, freezer, result)
    (webhook_app,) = world.simulator.apps
    result = await world.choose(result, "oauth")
    assert (result["type"], result["step_id"]) == (FlowResultType.FORM, "leftovers")
    result = await world.hass.config_entries.flow.async_configure(
        result["flow_id"], {"leftovers": [webhook_app]}
    )
    await world.allow(result)
    result = await current(world, result)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    (app,) = world.simulator.apps.values()
    assert app.api_only


async def test_a_user_who_is_still_on_the_page_can_wait(
    world: World, freezer: FrozenDateTimeFactory
) -> None:
    """The dialog shows progress, and continues when the installation arrives."""
    result = await world.to_install_page()
    page = result["url"]
    result = await world.choose(await to_help(world, freezer, result), "install_wait")
    assert result["type"] is FlowResultType.SHOW_PROGRESS
    assert result["progress_action"] == "wait_for_install"
    assert result["description_placeholders"] == {"url": page}
    await world.open_page(page)
    await world.settle()
    await current(world, result)
    await world.settle()
    (entry,) = world.hass.config_entries.async_entries(DOMAIN)
    assert entry.state is ConfigEntryState.LOADED


async def test_waiting_ends_in_help_again(
    world: World, freezer: FrozenDateTimeFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The progress has a time limit."""
    monkeypatch.setattr("custom_components.smartthings_smartapp.flow.install.WAIT", 0.01)
    assert WAIT > 600
    result = await world.to_install_page()
    result = await world.choose(await to_help(world, freezer, result), "install_wait")
    await pass_time(world, freezer, 2)
    result = await current(world, result)
    assert (result["type"], result["step_id"]) == (FlowResultType.MENU, "install_help")
    close_dialog(world, result)


async def test_the_page_can_be_opened_again(world: World, freezer: FrozenDateTimeFactory) -> None:
    """A second try or another browser often helps."""
    result = await world.to_install_page()
    page = result["url"]
    result = await world.choose(await to_help(world, freezer, result), "install_reopen")
    assert (result["type"], result["url"]) == (FlowResultType.EXTERNAL_STEP, page)
    await world.open_page(page)
    await world.settle()
    assert (await current(world, result))["type"] is FlowResultType.CREATE_ENTRY


async def test_an_installation_that_arrives_during_help_counts(
    world: World, freezer: FrozenDateTimeFactory
) -> None:
    """Each option then leads to the end."""
    result = await world.to_install_page()
    page = result["url"]
    result = await to_help(world, freezer, result)
    await world.open_page(page)
    await world.settle()
    result = await world.choose(result, "install_reopen")
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_an_installed_smartapp_is_named(world: World) -> None:
    """It has to be opened and saved."""
    await world.add_location(CABIN_LOCATION)
    entry = await world.add_location()
    world.simulator.faults.fail("/installedapps/*", method="DELETE", status=503)
    await world.hass.config_entries.async_remove(entry.entry_id)
    await world.settle()
    result = await world.to_install_page()
    assert result["step_id"] == "install_again"
    await world.open_page(result["url"])
    await world.settle()
    assert (await current(world, result))["type"] is FlowResultType.CREATE_ENTRY


# Apps of earlier attempts


async def test_apps_of_earlier_attempts_are_offered_for_removal(world: World) -> None:
    """None is selected by default, because another Home Assistant may use it."""
    kept = await other_app(world, "homeassistant.kept")
    gone = await other_app(world, "homeassistant.gone")
    foreign = await other_app(world, "somebody.else")
    result = await world.fill(await world.start_flow())
    result = await world.fill(result, access_token=world.simulator.create_pat())
    assert (result["type"], result["step_id"]) == (FlowResultType.FORM, "leftovers")
    assert result["data_schema"] is not None
    assert result["data_schema"]({}) == {}
    result = await world.hass.config_entries.flow.async_configure(
        result["flow_id"], {"leftovers": [gone]}
    )
    assert result["step_id"] == "location"
    assert {kept, foreign} < set(world.simulator.apps)
    assert gone not in world.simulator.apps


async def test_an_app_that_cannot_be_removed_does_not_stop_the_set_up(world: World) -> None:
    """The log names it."""
    gone = await other_app(world, "homeassistant.gone")
    result = await world.fill(await world.start_flow())
    result = await world.fill(result, access_token=world.simulator.create_pat())
    world.simulator.faults.fail(f"/apps/{gone}", method="DELETE", status=503)
    result = await world.hass.config_entries.flow.async_configure(
        result["flow_id"], {"leftovers": [gone]}
    )
    assert result["step_id"] == "location"
    assert gone in world.simulator.apps


# Resuming


async def test_a_closed_dialog_can_be_resumed(world: World) -> None:
    """It needs no token, because the SmartApp is registered already."""
    close_dialog(world, await world.to_install_page())
    await world.hass.async_block_till_done()
    result = await world.start_flow("resume")
    assert (result["type"], result["step_id"]) == (FlowResultType.EXTERNAL_STEP, "install")
    await world.open_page(result["url"])
    await world.settle()
    result = await current(world, result)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["result"].unique_id == HOME_LOCATION
    assert result["title"] == world.simulator.home.locations[HOME_LOCATION]["name"]
    assert "resume" not in (await world.open_menu())["menu_options"]


async def test_an_installation_after_the_dialog_was_closed_is_discovered(world: World) -> None:
    """The location is one of the discovered devices, and one click adds it."""
    result = await world.to_install_page()
    page = result["url"]
    close_dialog(world, result)
    await world.hass.async_block_till_done()
    await world.open_page(page)
    await world.settle()
    (flow,) = world.hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    assert flow["step_id"] == "discovery_confirm"
    assert flow["context"]["title_placeholders"] == {
        "name": world.simulator.home.locations[HOME_LOCATION]["name"]
    }
    result = await world.hass.config_entries.flow.async_configure(flow["flow_id"], {})
    await world.settle()
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["result"].state is ConfigEntryState.LOADED


async def test_an_installation_after_the_dialog_was_closed_ends_the_next_dialog(
    world: World,
) -> None:
    """Only the confirmation is left."""
    result = await world.to_install_page()
    page = result["url"]
    close_dialog(world, result)
    await world.hass.async_block_till_done()
    await world.open_page(page)
    await world.settle()
    result = await world.start_flow("resume")
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_a_dialog_that_is_not_resumed_is_forgotten(
    world: World, freezer: FrozenDateTimeFactory, hass_storage: dict[str, object]
) -> None:
    """After an hour the webhook is removed, with the installation and its tokens."""
    result = await world.to_install_page()
    page = result["url"]
    close_dialog(world, result)
    await world.hass.async_block_till_done()
    await world.open_page(page)
    await world.settle()
    (installed_app_id,) = world.simulator.installed_apps
    assert f"{DOMAIN}.{installed_app_id}" in hass_storage
    (flow,) = world.hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    await pass_time(world, freezer, KEPT + 1)
    assert world.hass.data["webhook"] == {}
    assert f"{DOMAIN}.{installed_app_id}" not in hass_storage
    assert world.simulator.installed_apps == {}
    result = await world.hass.config_entries.flow.async_configure(flow["flow_id"], {})
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "too_late")
    assert "resume" not in (await world.open_menu())["menu_options"]


async def ignore_discovered(world: World) -> str:
    """Install after the dialog was closed, and ignore the location; return the installed app."""
    result = await world.to_install_page()
    page = result["url"]
    close_dialog(world, result)
    await world.hass.async_block_till_done()
    await world.open_page(page)
    await world.settle()
    (flow,) = world.hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    await world.hass.config_entries.flow.async_init(
        DOMAIN,
        context={"source": SOURCE_IGNORE},
        data={"unique_id": flow["context"]["unique_id"], "title": "Home"},
    )
    await world.settle()
    (installed_app_id,) = world.simulator.installed_apps
    return installed_app_id


async def test_an_ignored_location_is_forgotten_after_an_hour(
    world: World, freezer: FrozenDateTimeFactory, hass_storage: dict[str, object]
) -> None:
    """An ignored location has an entry without data."""
    installed_app_id = await ignore_discovered(world)
    assert f"{DOMAIN}.{installed_app_id}" in hass_storage
    await pass_time(world, freezer, KEPT + 1)
    assert world.simulator.installed_apps == {}
    assert f"{DOMAIN}.{installed_app_id}" not in hass_storage
    assert world.hass.data["webhook"] == {}


async def test_an_ignored_location_can_still_be_added(world: World) -> None:
    """The user has changed their mind: the SmartApp is installed already."""
    await ignore_discovered(world)
    result = await world.start_flow("resume")
    await world.settle()
    assert result["type"] is FlowResultType.CREATE_ENTRY
    (entry,) = world.hass.config_entries.async_entries(DOMAIN)
    assert entry.state is ConfigEntryState.LOADED


async def test_an_ignored_location_does_not_affect_another_one(
    world: World, freezer: FrozenDateTimeFactory, hass_storage: dict[str, object]
) -> None:
    """The other one is set up, gets new addresses, is shown and removed."""
    await ignore_discovered(world)
    entry = await world.add_location(CABIN_LOCATION)
    assert entry.state is ConfigEntryState.LOADED
    health = await system_health_info(world.hass)
    for check in ("api_reachable", "keys_reachable"):
        health[check].close()
    assert health["locations"] == "1/1"
    share_client(world.hass, SmartApp.of(entry), but=entry.entry_id)
    await pass_time(world, freezer, KEPT + 1)
    await world.hass.config_entries.async_remove(entry.entry_id)
    await world.settle()
    assert world.simulator.installed_apps == {}
    assert not [key for key in hass_storage if key.startswith(DOMAIN)]


async def test_the_later_one_of_two_dialogs_continues(world: World) -> None:
    """It is not affected when the older one is closed."""
    older = await world.to_install_page()
    newer = await world.to_install_page()
    close_dialog(world, older)
    await world.hass.async_block_till_done()
    await world.open_page(newer["url"])
    await world.settle()
    assert (await current(world, newer))["type"] is FlowResultType.CREATE_ENTRY


async def test_a_waiting_dialog_can_be_resumed_in_another_tab(world: World) -> None:
    """The first tab may be closed, which Home Assistant does not know."""
    first = await world.to_install_page(CABIN_LOCATION)
    menu = await world.open_menu()
    assert menu["description_placeholders"] == {
        "name": world.simulator.home.locations[CABIN_LOCATION]["name"]
    }
    second = await world.choose(menu, "resume")
    assert (second["type"], second["url"]) == (FlowResultType.EXTERNAL_STEP, first["url"])
    ended = await current(world, first)
    assert (ended["type"], ended["reason"]) == (FlowResultType.ABORT, "resumed_elsewhere")
    await world.open_page(second["url"])
    await world.settle()
    assert (await current(world, second))["type"] is FlowResultType.CREATE_ENTRY
    await world.settle()
    assert "resume" not in (await world.open_menu())["menu_options"]


async def test_one_of_several_locations_is_selected_to_resume(world: World) -> None:
    """It is selected by name; the other one stays."""
    await world.to_install_page(HOME_LOCATION)
    cabin = await world.to_install_page(CABIN_LOCATION)
    result = await world.start_flow("resume")
    assert (result["type"], result["step_id"]) == (FlowResultType.FORM, "resume")
    result = await world.fill(result, location_id=CABIN_LOCATION)
    assert (result["type"], result["url"]) == (FlowResultType.EXTERNAL_STEP, cabin["url"])
    assert (await world.open_menu())["description_placeholders"] == {"name": "Home, Cabin"}


async def test_an_outdated_location_to_resume_leads_to_the_menu(world: World) -> None:
    """Another tab has set the location up by then."""
    await world.to_install_page(HOME_LOCATION)
    cabin = await world.to_install_page(CABIN_LOCATION)
    menu = await world.open_menu()
    result = await world.start_flow("resume")
    await world.open_page(cabin["url"])
    await world.settle()
    await current(world, cabin)
    result = await world.fill(result, location_id=CABIN_LOCATION)
    assert (result["type"], result["step_id"]) == (FlowResultType.MENU, "user")
    result = await world.choose(menu, "resume")
    assert result["type"] is FlowResultType.EXTERNAL_STEP


async def test_a_location_that_another_tab_has_set_up_is_not_offered(
    world: World, freezer: FrozenDateTimeFactory
) -> None:
    """The newer dialog ends the older one, and the login is not affected."""
    older = await world.to_install_page()
    newer = await world.to_install_page()
    await world.open_page(newer["url"])
    await world.settle()
    assert (await current(world, newer))["type"] is FlowResultType.CREATE_ENTRY
    await world.settle()
    with pytest.raises(UnknownFlow):
        await current(world, older)
    assert "resume" not in (await world.open_menu())["menu_options"]
    (entry,) = world.hass.config_entries.async_entries(DOMAIN)
    await pass_time(world, freezer, KEPT + 1)
    assert list(world.hass.data["webhook"]) == [entry.data["webhook_id"]]
    assert await domain_data(world.hass).tokens.store(entry.data["installed_app_id"]).load()


# Without the frontend


async def test_an_installation_without_the_frontend_creates_an_entry(
    world: World, freezer: FrozenDateTimeFactory
) -> None:
    """A phone closes the tab of Home Assistant while the page of SmartThings is open."""
    result = await world.to_install_page()
    await world.open_page(result["url"])
    await world.settle()
    assert world.hass.config_entries.async_entries(DOMAIN) == []
    await pass_time(world, freezer, CONTINUE_AFTER + 1)
    (entry,) = world.hass.config_entries.async_entries(DOMAIN)
    assert entry.state is ConfigEntryState.LOADED
    assert world.hass.config_entries.flow.async_progress_by_handler(DOMAIN) == []


@pytest.mark.parametrize("choice", ["menu", "wait"])
async def test_a_late_installation_without_the_frontend_creates_an_entry(
    world: World, freezer: FrozenDateTimeFactory, choice: str
) -> None:
    """The flow offers help by then, or waits because the user selected that."""
    result = await world.to_install_page()
    page = result["url"]
    await pass_time(world, freezer, HELP_AFTER + 1)
    await pass_time(world, freezer, CONTINUE_AFTER + 1)
    (flow,) = world.hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    assert flow["step_id"] == "install_help"
    if choice == "wait":
        await world.hass.config_entries.flow.async_configure(
            flow["flow_id"], {"next_step_id": "install_wait"}
        )
    await world.open_page(page)
    await world.settle()
    await pass_time(world, freezer, CONTINUE_AFTER + 1)
    (entry,) = world.hass.config_entries.async_entries(DOMAIN)
    assert entry.state is ConfigEntryState.LOADED


async def test_an_open_frontend_requests_the_step_itself(world: World) -> None:
    """The timer of the flow does not interrupt a step that takes long."""
    result = await world.to_install_page()
    await world.open_page(result["url"])
    await world.settle()
    world.simulator.faults.fail("/devices", hang=0.3)
    step = world.hass.async_create_task(current(world, result))
    await asyncio.sleep(0.05)
    async_fire_time_changed(world.hass, dt_util.utcnow() + timedelta(seconds=CONTINUE_AFTER + 1))
    assert (await step)["type"] is FlowResultType.CREATE_ENTRY


async def test_two_requests_for_the_last_step_do_not_conflict(world: World) -> None:
    """The frontend repeats a request after an event, or returns while the flow continues alone."""
    result = await world.to_install_page()
    await world.open_page(result["url"])
    await world.settle()
    world.simulator.faults.fail("/devices", hang=0.2)
    first, second = await asyncio.gather(current(world, result), current(world, result))
    assert first["type"] is FlowResultType.CREATE_ENTRY
    assert (second["type"], second["reason"]) == (FlowResultType.ABORT, "already_done")
    assert first["result"].state is ConfigEntryState.LOADED


async def test_a_dialog_that_is_closed_after_the_installation_is_discovered(world: World) -> None:
    """It was closed between the installation and the next step."""
    result = await world.to_install_page()
    await world.open_page(result["url"])
    await world.settle()
    close_dialog(world, result)
    await world.settle()
    (flow,) = world.hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    assert flow["step_id"] == "discovery_confirm"
    result = await world.hass.config_entries.flow.async_configure(flow["flow_id"], {})
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_an_entry_ends_the_discovery_of_another_kind_of_app(
    world: World, hass_storage: dict[str, object], current_request_with_host: None
) -> None:
    """The discovered location is set up with an OAuth app instead."""
    result = await world.to_install_page()
    close_dialog(world, result)
    await world.open_page(result["url"])
    await world.settle()
    result = await world.start_flow("oauth")
    result = await world.fill(result)
    result = await world.fill(result, access_token=world.simulator.create_pat())
    await world.allow(result)
    assert (await current(world, result))["type"] is FlowResultType.CREATE_ENTRY
    await world.settle()
    (entry,) = world.hass.config_entries.async_entries(DOMAIN)
    assert list(world.simulator.installed_apps) == [entry.data["installed_app_id"]]
    assert list(world.hass.data["webhook"]) == [entry.data["webhook_id"]]
    stored = {key for key in hass_storage if key.removeprefix(f"{DOMAIN}.").count("-") == 4}
    assert stored == {f"{DOMAIN}.{entry.data['installed_app_id']}"}
    assert world.hass.config_entries.flow.async_progress_by_handler(DOMAIN) == []


async def test_another_way_ends_the_resumable_set_up(
    world: World, freezer: FrozenDateTimeFactory, current_request_with_host: None
) -> None:
    """The user selected an OAuth app instead of the SmartApp."""
    result = await to_help(world, freezer, await world.to_install_page())
    result = await world.choose(result, "oauth")
    assert "resume" not in (await world.open_menu())["menu_options"]
    result = await world.hass.config_entries.flow.async_configure(result["flow_id"], {})
    await world.allow(result)
    await pass_time(world, freezer, CONTINUE_AFTER + 1)
    (entry,) = world.hass.config_entries.async_entries(DOMAIN)
    assert entry.data["app_kind"] == "API_ONLY"
