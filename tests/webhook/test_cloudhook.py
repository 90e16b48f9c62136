"""Home Assistant Cloud's relay: chosen when it works, and cleaned up.

The cloud component itself needs libraries that exist for few machines, so a stand-in with the same
functions is loaded in its place; its relay is real and hands over what the cloud client would.
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


async def test_a_cloudhook_is_used_where_there_is_a_subscription(
    nabu_casa: NabuCasa, world: World
) -> None:
    """Set-up, events and the whole life of the entry go through the relay."""
    entry = await world.add_location()
    assert entry.state is ConfigEntryState.LOADED
    assert entry.data["webhook_url"] == nabu_casa.relay.url
    assert entry.data["cloudhook"] is True
    world.simulator.home.set_attribute(
        Devices.FRONT_DOOR, "main", "contactSensor", "contact", "open"
    )
    await world.settle()
    assert not receiver_of(entry.runtime_data).refusals
    value = entry.runtime_data.parts.store.devices[Devices.FRONT_DOOR]
    assert "open" in [item.value for item in value.status.values()]


async def test_the_cloudhook_goes_with_the_last_location(nabu_casa: NabuCasa, world: World) -> None:
    """Two locations share it."""
    home = await world.add_location(HOME_LOCATION)
    cabin = await world.add_location(CABIN_LOCATION)
    await world.hass.config_entries.async_remove(home.entry_id)
    await world.settle()
    assert nabu_casa.deleted == []
    await world.hass.config_entries.async_remove(cabin.entry_id)
    await world.settle()
    assert nabu_casa.deleted == [home.data["webhook_id"]]


@pytest.mark.parametrize(
    ("subscribed", "connected"), [(False, True), (True, False)], ids=["expired", "offline"]
)
async def test_without_a_working_cloud_the_external_url_is_suggested(
    nabu_casa: NabuCasa, world: World, *, subscribed: bool, connected: bool
) -> None:
    """A cloudhook that nobody relays would be worse than none."""
    nabu_casa.subscribed, nabu_casa.connected = subscribed, connected
    entry = await world.add_location()
    assert entry.data["cloudhook"] is False
    assert entry.data["webhook_url"].startswith(world.url)


async def test_a_cloudhook_that_the_user_does_not_want_is_deleted(
    nabu_casa: NabuCasa, world: World
) -> None:
    """It was made to be shown in the form."""
    result = await world.start_flow()
    assert result["description_placeholders"] is not None
    path = result["description_placeholders"]["path"]
    await world.fill(result, webhook_url=f"{world.url}{path}")
    assert nabu_casa.deleted == [path.rpartition("/")[2]]


async def test_an_abandoned_flow_leaves_no_cloudhook(nabu_casa: NabuCasa, world: World) -> None:
    result = await world.start_flow()
    world.hass.config_entries.flow.async_abort(result["flow_id"])
    await world.hass.async_block_till_done()
    assert len(nabu_casa.deleted) == 1


async def test_a_cloudhook_that_cannot_be_deleted_is_no_error(
    hass: HomeAssistant, nabu_casa: NabuCasa
) -> None:
    """The cloud may be gone by then, or was never there."""
    nabu_casa.connected = False
    await drop_cloudhook(hass, "x")
    hass.config.components.remove("cloud")
    nabu_casa.connected = True
    await drop_cloudhook(hass, "x")
    assert nabu_casa.deleted == []


async def test_a_cloudhook_that_is_in_use_is_not_deleted_for_a_change_that_is_given_up(
    nabu_casa: NabuCasa, world: World
) -> None:
    """SmartThings delivers to it until it knows another address."""
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
    assert nabu_casa.deleted == []


async def test_a_cloudhook_of_another_dialog_is_not_deleted(
    nabu_casa: NabuCasa, world: World
) -> None:
    """The second dialog proposes the address of the first, and is closed."""
    await world.to_install_page(HOME_LOCATION)
    result = await world.fill(await world.start_flow())
    world.hass.config_entries.flow.async_abort(result["flow_id"])
    await world.settle()
    assert nabu_casa.deleted == []
