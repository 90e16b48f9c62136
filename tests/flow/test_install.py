"""From the registration to the installation: help, other roads, leftovers, going on later."""

import asyncio
from datetime import timedelta

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult
from homeassistant.data_entry_flow import FlowResultType, UnknownFlow
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import async_fire_time_changed
from yarl import URL

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.flow.base import GO_ON_AFTER
from custom_components.smartthings_smartapp.flow.install import HELP_AFTER, WAIT
from custom_components.smartthings_smartapp.runtime import domain_data
from custom_components.smartthings_smartapp.smartapp.pending_install import KEPT
from simulator import SimulatorOptions
from simulator.devices.ids import CABIN_LOCATION, HOME_LOCATION, Devices
from simulator.json_tools import as_object
from tests.common.flows import current, other_app, pass_time, to_help
from tests.common.proxy import Proxy
from tests.common.storage import broken_disk
from tests.common.world import World

pytestmark = pytest.mark.devices(Devices.COFFEE_PLUG)


def close_dialog(world: World, result: ConfigFlowResult) -> None:
    """Close the dialog, which ends its flow."""
    world.hass.config_entries.flow.async_abort(result["flow_id"])


async def test_an_installation_that_cannot_be_saved_is_shown(world: World) -> None:
    """A full disk does not leave the dialog waiting; another try goes on."""
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
    """Where the user said that they are still on the page; another try goes on by itself."""
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


async def test_where_the_page_is_refused_the_header_is_named(
    world: World, freezer: FrozenDateTimeFactory
) -> None:
    """What SmartThings asks for arrives, and cannot be accepted."""
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
    await pass_time(world, freezer, HELP_AFTER)
    shown = await current(world, result)
    assert (shown["type"], shown["step_id"]) == (FlowResultType.MENU, "install_failed")
    assert shown["description_placeholders"] is not None
    assert "`Date`" in shown["description_placeholders"]["cause"]
    again = await world.choose(shown, "install_reopen")
    await world.open_page(again["url"])
    await world.settle()
    assert (await current(world, result))["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize("simulator_options", [SimulatorOptions(install_page_fails=True)])
async def test_where_the_install_page_fails_another_road_is_offered(
    world: World, freezer: FrozenDateTimeFactory, current_request_with_host: None
) -> None:
    """With the same token and address; the SmartApp that led nowhere may be removed."""
    result = await world.to_install_page()
    assert "went wrong" in await world.open_page(result["url"])
    await pass_time(world, freezer, HELP_AFTER)  # The page was still alive.
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


async def test_who_is_still_on_the_page_can_wait_on(
    world: World, freezer: FrozenDateTimeFactory
) -> None:
    """The dialog shows progress, and goes on by itself when the installation comes."""
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
    """Nobody waits for ever."""
    monkeypatch.setattr("custom_components.smartthings_smartapp.flow.install.WAIT", 0.01)
    assert WAIT > 600
    result = await world.to_install_page()
    result = await world.choose(await to_help(world, freezer, result), "install_wait")
    await pass_time(world, freezer, 1)
    result = await current(world, result)
    assert (result["type"], result["step_id"]) == (FlowResultType.MENU, "install_help")
    close_dialog(world, result)


async def test_the_page_can_be_opened_again(world: World, freezer: FrozenDateTimeFactory) -> None:
    """A second try, or another browser, often does."""
    result = await world.to_install_page()
    page = result["url"]
    result = await world.choose(await to_help(world, freezer, result), "install_reopen")
    assert (result["type"], result["url"]) == (FlowResultType.EXTERNAL_STEP, page)
    await world.open_page(page)
    await world.settle()
    assert (await current(world, result))["type"] is FlowResultType.CREATE_ENTRY


async def test_an_installation_that_comes_while_help_is_offered_counts(
    world: World, freezer: FrozenDateTimeFactory
) -> None:
    """Whatever is chosen then leads to the end."""
    result = await world.to_install_page()
    page = result["url"]
    result = await to_help(world, freezer, result)
    await world.open_page(page)
    await world.settle()
    result = await world.choose(result, "install_reopen")
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_a_smartapp_that_is_installed_already_is_named(world: World) -> None:
    """Then it is to be opened and saved."""
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


# Apps from earlier attempts


async def test_apps_of_earlier_attempts_are_offered_for_removal(world: World) -> None:
    """None is chosen beforehand, for another Home Assistant may use it."""
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


async def test_an_app_that_cannot_be_removed_stops_nobody(world: World) -> None:
    """The set-up goes on, and the log says so."""
    gone = await other_app(world, "homeassistant.gone")
    result = await world.fill(await world.start_flow())
    result = await world.fill(result, access_token=world.simulator.create_pat())
    world.simulator.faults.fail(f"/apps/{gone}", method="DELETE", status=503)
    result = await world.hass.config_entries.flow.async_configure(
        result["flow_id"], {"leftovers": [gone]}
    )
    assert result["step_id"] == "location"
    assert gone in world.simulator.apps


# Going on later


async def test_a_closed_dialog_can_be_gone_on_with(world: World) -> None:
    """Without a token: the SmartApp is registered already."""
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
    """The location stands among what Home Assistant has found, to be added with one click."""
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


async def test_an_installation_after_the_dialog_was_closed_ends_the_next_dialog_at_once(
    world: World,
) -> None:
    """There is nothing left to do but to add it."""
    result = await world.to_install_page()
    page = result["url"]
    close_dialog(world, result)
    await world.hass.async_block_till_done()
    await world.open_page(page)
    await world.settle()
    result = await world.start_flow("resume")
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_what_is_not_gone_on_with_is_forgotten(
    world: World, freezer: FrozenDateTimeFactory, hass_storage: dict[str, object]
) -> None:
    """After an hour the webhook is gone, with the installation and its tokens."""
    result = await world.to_install_page()
    page = result["url"]
    close_dialog(world, result)
    await world.hass.async_block_till_done()
    await world.open_page(page)
    await world.settle()
    (installed_app_id,) = world.simulator.installed_apps
    assert f"{DOMAIN}.{installed_app_id}" in hass_storage
    (flow,) = world.hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    await pass_time(world, freezer, KEPT)
    assert world.hass.data["webhook"] == {}
    assert f"{DOMAIN}.{installed_app_id}" not in hass_storage
    assert world.simulator.installed_apps == {}
    result = await world.hass.config_entries.flow.async_configure(flow["flow_id"], {})
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "too_late")
    assert "resume" not in (await world.open_menu())["menu_options"]


async def test_of_two_dialogs_the_later_one_goes_on(world: World) -> None:
    """Closing the older one takes nothing from it."""
    older = await world.to_install_page()
    newer = await world.to_install_page()
    close_dialog(world, older)
    await world.hass.async_block_till_done()
    await world.open_page(newer["url"])
    await world.settle()
    assert (await current(world, newer))["type"] is FlowResultType.CREATE_ENTRY


async def test_a_dialog_that_waits_can_be_resumed_in_another_tab(world: World) -> None:
    """The first tab may be gone: nothing says so to Home Assistant."""
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


async def test_of_several_locations_one_is_chosen_to_resume(world: World) -> None:
    """By its name; the other stays as it is."""
    await world.to_install_page(HOME_LOCATION)
    cabin = await world.to_install_page(CABIN_LOCATION)
    result = await world.start_flow("resume")
    assert (result["type"], result["step_id"]) == (FlowResultType.FORM, "resume")
    result = await world.fill(result, location_id=CABIN_LOCATION)
    assert (result["type"], result["url"]) == (FlowResultType.EXTERNAL_STEP, cabin["url"])
    assert (await world.open_menu())["description_placeholders"] == {"name": "Home, Cabin"}


async def test_a_choice_to_resume_that_is_outdated_leads_to_the_menu(world: World) -> None:
    """Another tab has set the location up since."""
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
    """The older dialog for it ends with the newer one, and leaves the login alone."""
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
    await pass_time(world, freezer, KEPT)
    assert list(world.hass.data["webhook"]) == [entry.data["webhook_id"]]
    assert await domain_data(world.hass).tokens.store(entry.data["installed_app_id"]).load()


# Without a front end


async def test_an_installation_without_a_front_end_ends_in_an_entry(
    world: World, freezer: FrozenDateTimeFactory
) -> None:
    """A phone closes the tab of Home Assistant while the page of SmartThings is open."""
    result = await world.to_install_page()
    await world.open_page(result["url"])
    await world.settle()
    assert world.hass.config_entries.async_entries(DOMAIN) == []
    await pass_time(world, freezer, GO_ON_AFTER)
    (entry,) = world.hass.config_entries.async_entries(DOMAIN)
    assert entry.state is ConfigEntryState.LOADED
    assert world.hass.config_entries.flow.async_progress_by_handler(DOMAIN) == []


@pytest.mark.parametrize("choice", ["menu", "wait"])
async def test_an_installation_that_comes_late_without_a_front_end_ends_in_an_entry(
    world: World, freezer: FrozenDateTimeFactory, choice: str
) -> None:
    """The flow has gone on to its help by then, or was set to wait before the tab was closed."""
    result = await world.to_install_page()
    page = result["url"]
    await pass_time(world, freezer, HELP_AFTER)
    await pass_time(world, freezer, GO_ON_AFTER)
    (flow,) = world.hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    assert flow["step_id"] == "install_help"
    if choice == "wait":
        await world.hass.config_entries.flow.async_configure(
            flow["flow_id"], {"next_step_id": "install_wait"}
        )
    await world.open_page(page)
    await world.settle()
    await pass_time(world, freezer, GO_ON_AFTER)
    (entry,) = world.hass.config_entries.async_entries(DOMAIN)
    assert entry.state is ConfigEntryState.LOADED


async def test_a_front_end_that_is_there_takes_the_step_itself(world: World) -> None:
    """The timer of the flow does not run into a step that takes long."""
    result = await world.to_install_page()
    await world.open_page(result["url"])
    await world.settle()
    world.simulator.faults.fail("/devices", hang=0.3)
    step = world.hass.async_create_task(current(world, result))
    await asyncio.sleep(0.05)
    async_fire_time_changed(world.hass, dt_util.utcnow() + timedelta(seconds=GO_ON_AFTER + 1))
    assert (await step)["type"] is FlowResultType.CREATE_ENTRY


async def test_two_requests_for_the_last_step_do_not_end_each_other(world: World) -> None:
    """A front end asks again after an event, or comes back while the flow goes on without it."""
    result = await world.to_install_page()
    await world.open_page(result["url"])
    await world.settle()
    world.simulator.faults.fail("/devices", hang=0.2)
    first, second = await asyncio.gather(current(world, result), current(world, result))
    assert first["type"] is FlowResultType.CREATE_ENTRY
    assert (second["type"], second["reason"]) == (FlowResultType.ABORT, "already_done")
    assert first["result"].state is ConfigEntryState.LOADED


async def test_a_dialog_that_is_closed_after_the_installation_leaves_a_card(world: World) -> None:
    """Between the installation and the next step."""
    result = await world.to_install_page()
    await world.open_page(result["url"])
    await world.settle()
    close_dialog(world, result)
    await world.settle()
    (flow,) = world.hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    assert flow["step_id"] == "discovery_confirm"
    result = await world.hass.config_entries.flow.async_configure(flow["flow_id"], {})
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_an_entry_ends_what_another_kind_of_app_has_begun(
    world: World, hass_storage: dict[str, object], current_request_with_host: None
) -> None:
    """The location was discovered, and is set up with an OAuth app after all."""
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


async def test_another_road_ends_what_could_be_resumed(
    world: World, freezer: FrozenDateTimeFactory, current_request_with_host: None
) -> None:
    """Who turns to an OAuth app does not go back to the SmartApp."""
    result = await to_help(world, freezer, await world.to_install_page())
    result = await world.choose(result, "oauth")
    assert "resume" not in (await world.open_menu())["menu_options"]
    result = await world.hass.config_entries.flow.async_configure(result["flow_id"], {})
    await world.allow(result)
    await pass_time(world, freezer, GO_ON_AFTER)
    (entry,) = world.hass.config_entries.async_entries(DOMAIN)
    assert entry.data["app_kind"] == "API_ONLY"
