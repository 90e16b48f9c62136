"""Set-up, reload, unload and removal of an entry."""

import pytest
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNAVAILABLE
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import issue_registry as ir

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.issues.issue import Issue
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry, domain_data
from simulator.devices.ids import CABIN_LOCATION, HOME_LOCATION, Devices

from .common.entities import entity_of, state_of
from .common.notices import notice
from .common.world import World

pytestmark = pytest.mark.devices(Devices.COFFEE_PLUG)


async def test_a_set_up_makes_only_the_necessary_calls(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """A page of devices, the location with modes and scenes, permissions and subscriptions."""
    world.simulator.calls.clear()
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    calls = [(call.method, call.path, call.token_kind) for call in world.simulator.calls]
    installed_app = entry.data["installed_app_id"]
    assert sorted(calls) == [
        ("GET", "/devices", "app"),
        ("GET", f"/installedapps/{installed_app}/schedules", "app"),
        ("GET", f"/installedapps/{installed_app}/subscriptions", "app"),
        ("GET", "/installedapps/me", "app"),
        ("GET", f"/locations/{HOME_LOCATION}", "app"),
        ("GET", f"/locations/{HOME_LOCATION}/modes", "app"),
        ("GET", f"/locations/{HOME_LOCATION}/modes/current", "app"),
        ("GET", "/scenes", "app"),
    ]


async def test_an_event_changes_an_entity_and_a_command_changes_the_device(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """The whole way in both directions."""
    plug = entity_of(world, Devices.COFFEE_PLUG, "switch")
    world.simulator.home.set_attribute(Devices.COFFEE_PLUG, "main", "switch", "switch", "off")
    await world.settle()
    assert world.state(plug) == STATE_OFF
    await world.hass.services.async_call("switch", "turn_on", {"entity_id": plug}, blocking=True)
    received = world.simulator.commands[-1]
    assert received.device_id == Devices.COFFEE_PLUG
    assert [(command["capability"], command["command"]) for command in received.commands] == [
        ("switch", "on")
    ]
    await world.settle()
    assert world.state(plug) == STATE_ON


async def test_a_shared_webhook_stays_until_the_last_location_is_unloaded(world: World) -> None:
    """Both locations have one SmartApp."""
    home = await world.add_location(HOME_LOCATION)
    cabin = await world.add_location(CABIN_LOCATION)
    await world.hass.config_entries.async_unload(home.entry_id)
    assert domain_data(world.hass).receivers.get(cabin.data["webhook_id"])
    await world.hass.config_entries.async_unload(cabin.entry_id)
    await world.hass.async_block_till_done()
    assert domain_data(world.hass).receivers.get(cabin.data["webhook_id"]) is None


async def test_removal_deletes_the_installed_app_with_its_own_token(
    world: World, entry: SmartThingsConfigEntry, hass_storage: dict[str, object]
) -> None:
    """Nothing is left in Home Assistant, and nothing is installed in SmartThings."""
    key = f"{DOMAIN}.{entry.data['installed_app_id']}"
    assert key in hass_storage
    world.simulator.calls.clear()
    await world.hass.config_entries.async_remove(entry.entry_id)
    await world.settle()
    (call,) = world.simulator.calls
    assert (call.method, call.path, call.token_kind) == (
        "DELETE",
        f"/installedapps/{entry.data['installed_app_id']}",
        "app",
    )
    assert world.simulator.installed_apps == {}
    assert key not in hass_storage
    assert world.hass.data["webhook"] == {}
    assert dr.async_entries_for_config_entry(dr.async_get(world.hass), entry.entry_id) == []


async def test_set_up_is_retried_if_the_cloud_is_down_at_start(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """The webhook stays registered, because a delivery may restore the login."""
    world.simulator.faults.fail("/devices", status=503, times=1)
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    assert state_of(entry) is ConfigEntryState.SETUP_RETRY
    assert domain_data(world.hass).receivers.get(entry.data["webhook_id"])
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    assert state_of(entry) is ConfigEntryState.LOADED


async def test_an_uninstall_marks_the_entry_and_raises_an_issue(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """A delivery never deletes an entry, so names and areas stay."""
    devices = len(dr.async_entries_for_config_entry(dr.async_get(world.hass), entry.entry_id))
    plug = entity_of(world, Devices.COFFEE_PLUG, "switch")
    await world.simulator.uninstall(entry.data["installed_app_id"])
    await world.settle()
    assert world.hass.config_entries.async_get_entry(entry.entry_id) is entry
    assert entry.data["uninstalled"] is True
    issue = ir.async_get(world.hass).async_get_issue(DOMAIN, f"uninstalled_{entry.entry_id}")
    assert issue is not None
    # Each set-up raises it again, so it need not be persistent.
    assert not issue.is_persistent
    assert issue.is_fixable
    assert "removed from Home" in notice(world.hass, entry, Issue.UNINSTALLED)
    ir.async_delete_issue(world.hass, DOMAIN, f"uninstalled_{entry.entry_id}")
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    assert notice(world.hass, entry, Issue.UNINSTALLED)
    assert world.state(plug) == STATE_UNAVAILABLE
    after = dr.async_entries_for_config_entry(dr.async_get(world.hass), entry.entry_id)
    assert len(after) == devices


async def test_a_new_installation_restores_an_uninstalled_entry(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """It is another installed app for the same entry and entities; the issue ends."""
    before = entry.data["installed_app_id"]
    await world.simulator.uninstall(before)
    await world.settle()
    await world.simulator.install(entry.data["app_id"], HOME_LOCATION)
    await world.settle()
    assert state_of(entry) is ConfigEntryState.LOADED
    assert entry.data["installed_app_id"] != before
    assert ir.async_get(world.hass).async_get_issue(DOMAIN, f"uninstalled_{entry.entry_id}") is None
    assert world.hass.config_entries.flow.async_progress_by_handler(DOMAIN) == []
    plug = entity_of(world, Devices.COFFEE_PLUG, "switch")
    assert world.state(plug) != STATE_UNAVAILABLE


async def test_the_yaml_for_developers_is_logged_as_a_warning(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """No one should use a simulator unknowingly."""
    lines = [item.getMessage() for item in caplog.get_records("setup")]
    (line,) = (line for line in lines if "Development endpoints are active" in line)
    assert world.simulator.url in line
