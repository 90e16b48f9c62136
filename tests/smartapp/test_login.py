"""The login: a crash does not lose it, and an UPDATE restores it."""

from datetime import timedelta

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from custom_components.smartthings_smartapp.cloud.api.errors import CloudUnreachableError
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry, domain_data
from simulator import SimulatorOptions
from simulator.devices.ids import Devices
from tests.common.entities import entity_of, state_of
from tests.common.flows import install, lose_login, reauth_flows, reconfigure
from tests.common.world import World

pytestmark = pytest.mark.devices(Devices.COFFEE_PLUG, Devices.FRONT_DOOR)


@pytest.fixture(params=[False, True], ids=["2022", "2019"])
def simulator_options(request: pytest.FixtureRequest) -> SimulatorOptions:
    """Return a cloud with one of the two forms of INSTALL and UPDATE that are known."""
    return SimulatorOptions(old_lifecycles=request.param)


async def turn_on(world: World, device_id: str = Devices.COFFEE_PLUG) -> None:
    """Turn a plug on, as a user does."""
    await world.hass.services.async_call(
        "switch",
        "turn_on",
        {"entity_id": entity_of(world, device_id, "switch")},
        blocking=True,
    )


async def test_a_restart_uses_the_valid_token(world: World, entry: SmartThingsConfigEntry) -> None:
    """Restarts must not use up refresh tokens."""
    await entry.runtime_data.parts.tokens.access_token()
    world.simulator.calls.clear()
    for _ in range(3):
        await world.hass.config_entries.async_reload(entry.entry_id)
        await world.settle()
    assert world.calls("POST", "/oauth/token") == []


async def test_a_renewed_pair_is_on_disk_before_it_is_used(
    world: World, entry: SmartThingsConfigEntry, hass_storage: dict[str, dict[str, object]]
) -> None:
    """After a crash between refresh and use, the new pair is there."""
    before = await domain_data(world.hass).tokens.store(entry.data["installed_app_id"]).load()
    assert before is not None
    token = await entry.runtime_data.parts.tokens.renewed(before.access_token)
    after = await domain_data(world.hass).tokens.store(entry.data["installed_app_id"]).load()
    assert after is not None
    assert after.access_token == token
    assert after.refresh_token != before.refresh_token


async def test_a_lost_login_is_restored_by_saving_the_smartapp(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """The user enters nothing, and no entity is lost."""
    lose_login(world, entry)
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    assert state_of(entry) is ConfigEntryState.SETUP_ERROR
    assert len(reauth_flows(world.hass)) == 1
    await world.simulator.save(entry.data["installed_app_id"])
    await world.settle()
    assert state_of(entry) is ConfigEntryState.LOADED
    assert reauth_flows(world.hass) == []


async def test_the_reauthentication_opens_the_install_page(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """It helps users who do not find the SmartApp in the phone app."""
    lose_login(world, entry)
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    (flow_id,) = reauth_flows(world.hass)
    flow = world.hass.config_entries.flow
    result = await flow.async_configure(flow_id)
    assert (result["type"], result["step_id"]) == (FlowResultType.FORM, "reauth_confirm")
    result = await flow.async_configure(flow_id, {})
    assert (result["type"], result["step_id"]) == (FlowResultType.EXTERNAL_STEP, "install_again")
    await world.open_page(result["url"])
    await world.hass.async_block_till_done()
    result = await flow.async_configure(flow_id)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "reauth_successful")
    await world.settle()
    assert state_of(entry) is ConfigEntryState.LOADED


async def test_an_entry_that_is_removed_after_its_installation_is_not_reloaded(
    world: World,
    entry: SmartThingsConfigEntry,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The reload waits for the end of the dialog, and the entry may be removed by then."""
    lose_login(world, entry)
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    (flow_id,) = reauth_flows(world.hass)
    result = await world.hass.config_entries.flow.async_configure(flow_id, {})
    await world.open_page(result["url"])
    await world.hass.config_entries.async_remove(entry.entry_id)
    freezer.tick(3)
    await world.settle()
    assert [item.message for item in caplog.records if item.levelname == "ERROR"] == []


async def test_a_removed_smartapp_has_to_be_installed_again(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """It cannot be opened and saved, because it no longer exists."""
    await world.simulator.uninstall(entry.data["installed_app_id"])
    await world.settle()
    result = await reconfigure(world, entry, "reinstall")
    assert (result["type"], result["step_id"]) == (FlowResultType.EXTERNAL_STEP, "install_anew")
    result = await install(world, result)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "reinstalled")
    await world.settle()
    assert state_of(entry) is ConfigEntryState.LOADED


async def test_event_tokens_allow_commands_after_the_login_is_lost(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """The token of each event is valid for five minutes."""
    lose_login(world, entry)
    with pytest.raises(HomeAssistantError) as caught:
        await turn_on(world)
    assert caught.value.translation_key == "login_lost"
    await world.settle()
    assert len(reauth_flows(world.hass)) == 1
    world.simulator.home.set_attribute(
        Devices.FRONT_DOOR, "main", "contactSensor", "contact", "open"
    )
    await world.settle()
    world.simulator.calls.clear()
    await turn_on(world)
    assert [call.token_kind for call in world.calls("POST", "/devices")] == ["event"]


async def test_entities_stay_available_after_one_poll_without_a_login(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """The login is requested, and may be restored: one failed poll is not an outage."""
    lose_login(world, entry)
    await entry.runtime_data.parts.coordinator.async_refresh()
    await world.settle()
    assert entry.runtime_data.parts.coordinator.failure is not None
    assert len(reauth_flows(world.hass)) == 1
    assert world.state(entity_of(world, Devices.FRONT_DOOR, "binary_sensor")) == "off"


async def test_an_update_replaces_the_tokens_of_a_loaded_entry(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """The user opened and saved the SmartApp, for any reason."""
    before = await domain_data(world.hass).tokens.store(entry.data["installed_app_id"]).load()
    await world.simulator.save(entry.data["installed_app_id"])
    await world.settle()
    after = await domain_data(world.hass).tokens.store(entry.data["installed_app_id"]).load()
    assert before is not None
    assert after is not None
    assert after.refresh_token != before.refresh_token
    assert state_of(entry) is ConfigEntryState.LOADED
    assert world.simulator.calls[-1].status == 200


async def test_a_reply_that_is_lost_after_the_rotation_starts_a_reauthentication(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """The new pair cannot be recovered; the user is asked once."""
    tokens = entry.runtime_data.parts.tokens
    world.simulator.faults.lose_refresh_reply()
    token = await tokens.access_token()
    with pytest.raises(CloudUnreachableError):
        await tokens.renewed(token)
    with pytest.raises(HomeAssistantError):
        await turn_on(world)
    await world.settle()
    assert len(reauth_flows(world.hass)) == 1


async def test_an_old_pair_is_renewed_after_a_week_at_the_latest(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """So the refresh token, valid for 30 days, never expires."""
    store = domain_data(world.hass).tokens.store(entry.data["installed_app_id"])
    pair = await store.load()
    assert pair is not None
    assert pair.due(dt_util.utcnow() + timedelta(days=8))
