"""The SmartApp was removed in SmartThings: one issue, whose dialog installs it again."""

from collections.abc import Iterable

import pytest
from homeassistant.components.repairs.const import DOMAIN as REPAIRS
from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import issue_registry as ir

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from simulator.devices.ids import Devices
from tests.common.entities import assert_alive, entity_ids, state_of
from tests.common.flows import add_home, install, reauth_flows, request_next_step
from tests.common.world import World

pytestmark = [
    pytest.mark.usefixtures("current_request_with_host"),
    pytest.mark.devices(Devices.FRONT_DOOR),
]


def shown(hass: HomeAssistant) -> Iterable[tuple[str, str]]:
    """Return the issues that a user sees, also those of Home Assistant itself."""
    return [key for key, issue in ir.async_get(hass).issues.items() if issue.active]


async def remove(world: World, entry: SmartThingsConfigEntry) -> None:
    """Remove the SmartApp from the location in SmartThings."""
    await world.simulator.uninstall(entry.data["installed_app_id"])
    await world.settle()


async def install_page(world: World, entry: SmartThingsConfigEntry) -> ConfigFlowResult:
    """Open the repair and submit its form; return the dialog that it leads to."""
    manager = world.hass.data[REPAIRS]["flow_manager"]
    result = await manager.async_init(DOMAIN, context={"issue_id": f"uninstalled_{entry.entry_id}"})
    assert (result["type"], result["step_id"]) == (FlowResultType.FORM, "confirm")
    assert result["description_placeholders"] == {"name": entry.title}
    result = await manager.async_configure(result["flow_id"], {})
    assert result["type"] is FlowResultType.ABORT, "the issue stays until the SmartApp is installed"
    kind, flow_id = result["next_flow"]
    assert kind == "config_flow"
    return await world.hass.config_entries.flow.async_configure(flow_id)


async def test_the_repair_installs_the_smartapp_again(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """The user needs no token, no second notice is shown, and the entities stay."""
    before = entity_ids(world, entry)
    await remove(world, entry)
    assert shown(world.hass) == [(DOMAIN, f"uninstalled_{entry.entry_id}")]
    assert reauth_flows(world.hass) == []
    result = await install_page(world, entry)
    assert result["step_id"] == "install_anew"
    assert shown(world.hass) == [(DOMAIN, f"uninstalled_{entry.entry_id}")]
    result = await install(world, result)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "reinstalled")
    await world.settle()
    assert state_of(entry) is ConfigEntryState.LOADED
    assert shown(world.hass) == []
    assert entity_ids(world, entry) == before
    await assert_alive(world)


async def test_the_repair_authorizes_an_oauth_app_again(world: World) -> None:
    """Its page is that of the authorization."""
    entry = await add_home(world)
    await remove(world, entry)
    assert shown(world.hass) == [(DOMAIN, f"uninstalled_{entry.entry_id}")]
    result = await install_page(world, entry)
    await world.allow(result)
    result = await request_next_step(world, result)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "reinstalled")
    await world.settle()
    assert state_of(entry) is ConfigEntryState.LOADED
    assert shown(world.hass) == []
    await assert_alive(world)


async def test_the_page_can_be_opened_again(world: World, entry: SmartThingsConfigEntry) -> None:
    """The tab of the first dialog was closed, which leaves nothing behind."""
    await remove(world, entry)
    await install_page(world, entry)
    result = await install_page(world, entry)
    (flow,) = world.hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    assert flow["flow_id"] == result["flow_id"]
    await install(world, result)
    assert state_of(entry) is ConfigEntryState.LOADED


async def test_an_open_repair_ends_if_the_smartapp_was_installed_elsewhere(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """The user installed it on a phone."""
    await remove(world, entry)
    manager = world.hass.data[REPAIRS]["flow_manager"]
    form = await manager.async_init(DOMAIN, context={"issue_id": f"uninstalled_{entry.entry_id}"})
    await world.simulator.install(entry.data["app_id"], entry.data["location_id"])
    await world.settle()
    assert shown(world.hass) == []
    result = await manager.async_configure(form["flow_id"], {})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert world.hass.config_entries.flow.async_progress_by_handler(DOMAIN) == []


async def test_a_reauthentication_is_no_second_notice(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """The tokens are revoked a moment before the UNINSTALL arrives."""
    entry.async_start_reauth(world.hass)
    await world.settle()
    assert reauth_flows(world.hass)
    await remove(world, entry)
    assert shown(world.hass) == [(DOMAIN, f"uninstalled_{entry.entry_id}")]
    assert reauth_flows(world.hass) == []


async def test_the_log_has_a_line_without_a_traceback(
    world: World, entry: SmartThingsConfigEntry, caplog: pytest.LogCaptureFixture
) -> None:
    """Removing the SmartApp is what the user wanted; a traceback would look like a defect."""
    await remove(world, entry)
    assert state_of(entry) is ConfigEntryState.SETUP_ERROR
    assert entry.reason == "The SmartApp was removed from Home in SmartThings"
    (line,) = (item for item in caplog.records if "was removed from Home" in item.getMessage())
    assert (line.levelname, line.exc_info) == ("WARNING", None)
    assert [item for item in caplog.records if item.levelname == "ERROR"] == []


async def test_the_issue_ends_with_the_entry(world: World, entry: SmartThingsConfigEntry) -> None:
    """Nothing is left to install."""
    await remove(world, entry)
    await world.hass.config_entries.async_remove(entry.entry_id)
    await world.settle()
    assert shown(world.hass) == []
