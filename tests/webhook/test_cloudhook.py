"""Cloudhooks of Home Assistant Cloud: used if they work, and deleted later.

The cloud integration and hass-nabucasa are real, and connected to the relay of the simulator.
"""

import pytest
from homeassistant.config_entries import SOURCE_RECONFIGURE, ConfigEntryState
from homeassistant.core import HomeAssistant

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.webhook.public_url import drop_cloudhook
from simulator.devices.ids import CABIN_LOCATION, HOME_LOCATION, Devices
from tests.common.nabu_casa import NabuCasa
from tests.common.receivers import receiver_of
from tests.common.world import World

pytestmark = pytest.mark.devices(Devices.FRONT_DOOR)


async def test_a_cloudhook_is_used_with_a_subscription(nabu_casa: NabuCasa, world: World) -> None:
    """Set-up and events go through the relay for the whole life of the entry."""
    entry = await world.add_location()
    assert entry.state is ConfigEntryState.LOADED
    assert entry.data["webhook_url"] == nabu_casa.hooks[entry.data["webhook_id"]]
    assert entry.data["cloudhook"] is True
    world.simulator.home.set_attribute(
        Devices.FRONT_DOOR, "main", "contactSensor", "contact", "open"
    )
    await world.settle()
    assert not receiver_of(entry.runtime_data).rejections
    value = entry.runtime_data.parts.store.devices[Devices.FRONT_DOOR]
    assert "open" in [item.value for item in value.status.values()]


async def test_the_cloudhook_is_deleted_with_the_last_location(
    nabu_casa: NabuCasa, world: World
) -> None:
    """Two locations share it."""
    home = await world.add_location(HOME_LOCATION)
    cabin = await world.add_location(CABIN_LOCATION)
    await world.hass.config_entries.async_remove(home.entry_id)
    await world.settle()
    assert list(nabu_casa.hooks) == [home.data["webhook_id"]]
    await world.hass.config_entries.async_remove(cabin.entry_id)
    await world.settle()
    assert nabu_casa.hooks == {}


@pytest.mark.parametrize(
    ("subscribed", "connected"), [(False, True), (True, False)], ids=["expired", "offline"]
)
async def test_without_a_working_cloud_the_external_url_is_suggested(
    nabu_casa: NabuCasa, world: World, *, subscribed: bool, connected: bool
) -> None:
    """A cloudhook without a relay would be worse than none."""
    if not subscribed:
        await nabu_casa.end_subscription()
    if not connected:
        await nabu_casa.lose()
    entry = await world.add_location()
    assert entry.data["cloudhook"] is False
    assert entry.data["webhook_url"].startswith(world.url)


async def test_an_unwanted_cloudhook_is_deleted(nabu_casa: NabuCasa, world: World) -> None:
    """It was created to be shown in the form."""
    result = await world.start_flow()
    assert result["description_placeholders"] is not None
    path = result["description_placeholders"]["path"]
    await world.fill(result, webhook_url=f"{world.url}{path}")
    assert len(nabu_casa.relay.hooks) == 1
    assert nabu_casa.hooks == {}


async def test_an_abandoned_flow_leaves_no_cloudhook(nabu_casa: NabuCasa, world: World) -> None:
    result = await world.start_flow()
    world.hass.config_entries.flow.async_abort(result["flow_id"])
    await world.hass.async_block_till_done()
    assert len(nabu_casa.relay.hooks) == 1
    assert nabu_casa.hooks == {}


async def test_a_cloudhook_that_is_already_gone_is_no_error(
    hass: HomeAssistant, nabu_casa: NabuCasa
) -> None:
    await drop_cloudhook(hass, "x")
    assert nabu_casa.hooks == {}


async def test_without_home_assistant_cloud_nothing_is_deleted(hass: HomeAssistant) -> None:
    await drop_cloudhook(hass, "x")
    assert "cloud" not in hass.config.components


async def test_a_cloudhook_in_use_is_not_deleted_when_a_change_is_cancelled(
    nabu_casa: NabuCasa, world: World
) -> None:
    """SmartThings delivers to it until it has another address."""
    entry = await world.add_location()
    result = await world.hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_RECONFIGURE, "entry_id": entry.entry_id}
    )
    result = await world.choose(result, "address")
    result = await world.fill(
        result, webhook_url=f"{world.url}/api/webhook/{entry.data['webhook_id']}"
    )
    assert result["step_id"] == "token"
    world.hass.config_entries.flow.async_abort(result["flow_id"])
    await world.settle()
    assert len(nabu_casa.hooks) == 1


async def test_a_cloudhook_of_another_dialog_is_not_deleted(
    nabu_casa: NabuCasa, world: World
) -> None:
    """The second dialog suggests the address of the first, and is closed."""
    await world.to_install_page(HOME_LOCATION)
    result = await world.fill(await world.start_flow())
    world.hass.config_entries.flow.async_abort(result["flow_id"])
    await world.settle()
    assert len(nabu_casa.hooks) == 1
