"""What happens to a location whose deliveries come by Home Assistant Cloud."""

import logging
from datetime import timedelta

import aiohttp
import pytest
from hass_nabucasa.exceptions import CloudError
from homeassistant.components import webhook
from homeassistant.components.repairs.const import DOMAIN as REPAIRS
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import CoreState
from homeassistant.data_entry_flow import FlowResult, FlowResultType
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from simulator.delivery.forgery import Forgery
from simulator.devices.ids import CABIN_LOCATION, Devices
from simulator.relay import NO_SUBSCRIPTION, RelayOptions
from tests.common.entities import assert_alive
from tests.common.nabu_casa import NabuCasa
from tests.common.receivers import receiver_of
from tests.common.world import World

pytestmark = pytest.mark.devices(Devices.FRONT_DOOR)


@pytest.fixture
async def home(nabu_casa: NabuCasa, world: World) -> SmartThingsConfigEntry:
    """Set a location up with a cloudhook."""
    entry = await world.add_location()
    assert entry.data["cloudhook"]
    return entry


def contact(world: World) -> str:
    """Return the state of the front door in Home Assistant."""
    return world.state("binary_sensor.hallway_front_door_door")


async def move(world: World, value: str) -> None:
    """Open or close the front door."""
    world.simulator.home.set_attribute(
        Devices.FRONT_DOOR, "main", "contactSensor", "contact", value
    )
    await world.settle()


def issues(world: World) -> set[str]:
    """Return our repair issues."""
    return {
        str(item.translation_key)
        for item in ir.async_get(world.hass).issues.values()
        if item.domain == DOMAIN and item.active
    }


async def repair(world: World, entry: SmartThingsConfigEntry) -> FlowResult:
    """Move the SmartApp to the address that the issue names."""
    manager = world.hass.data[REPAIRS]["flow_manager"]
    result: FlowResult = await manager.async_init(
        DOMAIN, data={"issue_id": f"webhook_moved_{entry.entry_id}"}
    )
    result = await manager.async_configure(
        result["flow_id"], {"access_token": world.simulator.create_pat()}
    )
    await world.settle()
    return result


# On the way


async def test_deliveries_arrive_signed_and_unchanged(
    nabu_casa: NabuCasa, world: World, home: SmartThingsConfigEntry
) -> None:
    """The signed path is that of the cloudhook, which Home Assistant does not have."""
    await assert_alive(world)
    await move(world, "geöffnet 開")
    door = home.runtime_data.parts.store.devices[Devices.FRONT_DOOR]
    assert "geöffnet 開" in [item.value for item in door.status.values()]
    assert not receiver_of(home.runtime_data).rejections
    assert {request.status for request in nabu_casa.relay.requests} == {200}
    assert all(item.url == home.data["webhook_url"] for item in world.simulator.deliveries)


@pytest.mark.parametrize("forgery", [Forgery.WRONG_KEY, Forgery.TOO_LARGE])
async def test_a_forged_delivery_is_rejected_behind_the_relay(
    nabu_casa: NabuCasa, world: World, home: SmartThingsConfigEntry, forgery: Forgery
) -> None:
    world.simulator.faults.forge(forgery)
    before = contact(world)
    await move(world, "closed" if before == "on" else "open")
    assert contact(world) == before
    assert nabu_casa.relay.requests[-1].status in (401, 403, 413)


@pytest.mark.parametrize("header", ["authorization", "digest", "date"])
async def test_a_relay_that_drops_a_header_is_found_before_the_registration(
    nabu_casa: NabuCasa, world: World, header: str
) -> None:
    """It is not known for certain that the relay passes all headers on."""
    nabu_casa.relay.options.dropped_headers = frozenset({header})
    result = await world.fill(await world.start_flow())
    assert result["errors"] == {"webhook_url": "address_header"}
    assert result["description_placeholders"] is not None
    assert result["description_placeholders"]["header"].lower() == header
    assert not world.simulator.apps


# The connection


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return the lines that the log of a user has of the integration."""
    ours = (record for record in caplog.records if DOMAIN in record.name)
    return [record.getMessage() for record in ours if record.levelno >= logging.INFO]


@pytest.mark.parametrize("status", [503, 200])
async def test_a_lost_connection_is_waited_for(
    nabu_casa: NabuCasa,
    world: World,
    home: SmartThingsConfigEntry,
    caplog: pytest.LogCaptureFixture,
    status: int,
) -> None:
    """The address stays the same, so there is nothing to repair; a poll finds what was missed."""
    nabu_casa.relay.options.offline_status = status
    await move(world, "closed")
    caplog.clear()
    await nabu_casa.lose()
    await move(world, "open")
    assert contact(world) == "off", "the delivery got lost"
    assert world.simulator.deliveries[-1].status == status
    assert issues(world) == set()
    await nabu_casa.restore()
    async_fire_time_changed(world.hass, dt_util.utcnow() + timedelta(seconds=61))
    await world.settle()
    assert contact(world) == "on", "a poll found it"
    await assert_alive(world)
    assert issues(world) == set()
    lost, back = lines(caplog)
    assert "is lost" in lost
    assert "is back" in back


async def test_a_stop_of_home_assistant_is_no_lost_connection(
    nabu_casa: NabuCasa,
    world: World,
    home: SmartThingsConfigEntry,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.clear()
    world.hass.set_state(CoreState.stopping)
    await nabu_casa.lose()
    world.hass.set_state(CoreState.running)
    assert not lines(caplog)


async def test_a_location_is_removed_without_a_connection(
    nabu_casa: NabuCasa,
    world: World,
    home: SmartThingsConfigEntry,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await nabu_casa.lose()
    caplog.clear()
    await world.hass.config_entries.async_remove(home.entry_id)
    await world.settle()
    assert nabu_casa.hooks == {}
    assert not lines(caplog)


async def test_a_restart_without_a_connection_changes_nothing(
    nabu_casa: NabuCasa, world: World, home: SmartThingsConfigEntry
) -> None:
    """Home Assistant may start before the internet is there."""
    await nabu_casa.lose()
    await world.hass.config_entries.async_reload(home.entry_id)
    await world.settle()
    assert home.state is ConfigEntryState.LOADED
    assert issues(world) == set()
    await nabu_casa.restore()
    await assert_alive(world)


async def test_without_a_connection_the_menu_names_home_assistant_cloud(
    nabu_casa: NabuCasa, world: World
) -> None:
    """The user has a subscription, so an empty form would be a riddle."""
    world.hass.config.external_url = None
    await nabu_casa.lose()
    result = await world.start_flow()
    assert (result["type"], result["step_id"]) == (FlowResultType.MENU, "no_address")


async def test_a_cloud_that_creates_no_hook_is_no_error(nabu_casa: NabuCasa, world: World) -> None:
    """The external URL is used."""
    nabu_casa.relay.options.refuse_hooks = True
    entry = await world.add_location()
    assert not entry.data["cloudhook"]


# The end of the subscription


@pytest.mark.parametrize("way", ["ended", "signed out", "signed in elsewhere"])
async def test_the_end_of_the_cloud_leads_to_a_repair(
    nabu_casa: NabuCasa, world: World, home: SmartThingsConfigEntry, way: str
) -> None:
    """The external URL is the way on."""
    if way == "ended":
        await nabu_casa.end_subscription()
    elif way == "signed out":
        await nabu_casa.log_out()
    else:
        await nabu_casa.sign_in_elsewhere()
    await world.settle()
    assert issues(world) == {"webhook_moved"}
    assert (await repair(world, home))["type"] is FlowResultType.CREATE_ENTRY
    assert home.data["webhook_url"].startswith(world.url)
    assert not home.data["cloudhook"]
    assert issues(world) == set()
    await assert_alive(world)


async def test_the_end_of_the_cloud_without_another_address_raises_an_issue(
    nabu_casa: NabuCasa, world: World, home: SmartThingsConfigEntry
) -> None:
    world.hass.config.external_url = None
    await nabu_casa.end_subscription()
    await world.settle()
    assert issues(world) == {"webhook_gone"}
    await world.hass.config_entries.async_reload(home.entry_id)
    await world.settle()
    assert home.state is ConfigEntryState.LOADED
    assert issues(world) == {"webhook_gone"}


@pytest.mark.parametrize("way", ["ended", "signed out"])
async def test_a_flow_without_the_cloud_uses_the_external_url(
    nabu_casa: NabuCasa, world: World, way: str
) -> None:
    await (nabu_casa.end_subscription() if way == "ended" else nabu_casa.log_out())
    entry = await world.add_location()
    assert entry.data["webhook_url"].startswith(world.url)
    assert nabu_casa.relay.hooks == {}


async def test_signing_in_again_ends_the_issue(
    nabu_casa: NabuCasa, world: World, home: SmartThingsConfigEntry
) -> None:
    """Home Assistant keeps the cloudhooks of the account, and their addresses."""
    await nabu_casa.log_out()
    await world.settle()
    assert issues(world) == {"webhook_moved"}
    await nabu_casa.sign_in()
    await world.settle()
    assert issues(world) == set()
    await assert_alive(world)


async def test_a_sign_in_by_force_takes_the_cloudhooks_back(
    nabu_casa: NabuCasa, world: World, home: SmartThingsConfigEntry
) -> None:
    """Another Home Assistant has the account, and the user signs in here anyway."""
    await nabu_casa.sign_in_elsewhere()
    nabu_casa.relay.options.connected_elsewhere = True
    with pytest.raises(CloudError, match="instance_already_connected"):
        await nabu_casa.sign_in()
    await world.settle()
    assert issues(world) == {"webhook_moved"}
    await nabu_casa.sign_in(check_connection=False)
    await world.settle()
    assert issues(world) == set()
    await assert_alive(world)


async def test_another_account_leads_to_another_cloudhook(
    nabu_casa: NabuCasa, world: World, home: SmartThingsConfigEntry
) -> None:
    """Home Assistant forgets the cloudhooks of the earlier account."""
    old = home.data["webhook_url"]
    await nabu_casa.log_out()
    nabu_casa.relay.options.email = "other@example.org"
    await nabu_casa.sign_in()
    await world.settle()
    assert issues(world) == {"webhook_moved"}
    await repair(world, home)
    assert home.data["webhook_url"] == nabu_casa.hooks[home.data["webhook_id"]] != old
    assert issues(world) == set()
    await assert_alive(world)


async def test_both_locations_of_a_smartapp_are_moved_by_one_repair(
    nabu_casa: NabuCasa, world: World, home: SmartThingsConfigEntry
) -> None:
    cabin = await world.add_location(CABIN_LOCATION)
    await nabu_casa.delete_hook(home.data["webhook_id"])
    await world.settle()
    assert len(nabu_casa.relay.hooks) == 2, "one for both"
    await repair(world, home)
    hook = nabu_casa.hooks[home.data["webhook_id"]]
    assert home.data["webhook_url"] == cabin.data["webhook_url"] == hook
    assert issues(world) == set()
    await assert_alive(world)


@pytest.mark.parametrize("relay_options", [RelayOptions(billing_plan=NO_SUBSCRIPTION)])
async def test_an_account_without_a_plan_is_like_a_lost_connection(
    nabu_casa: NabuCasa, world: World
) -> None:
    """For seven days after its end, Home Assistant counts a subscription as active."""
    world.hass.config.external_url = None
    result = await world.start_flow()
    assert (result["type"], result["step_id"]) == (FlowResultType.MENU, "no_address")


# A deleted cloudhook


async def test_a_cloudhook_that_was_deleted_is_replaced_with_a_repair(
    nabu_casa: NabuCasa, world: World, home: SmartThingsConfigEntry
) -> None:
    """Only a token of the user can change the address in SmartThings."""
    old = home.data["webhook_url"]
    await nabu_casa.delete_hook(home.data["webhook_id"])
    await world.settle()
    await move(world, "open")
    assert world.simulator.deliveries[-1].status == 503
    assert issues(world) == {"webhook_moved"}
    await repair(world, home)
    assert home.data["webhook_url"] == nabu_casa.hooks[home.data["webhook_id"]] != old
    assert home.data["cloudhook"]
    assert issues(world) == set()
    await assert_alive(world)


async def test_an_unknown_cloudhook_answers_without_a_name(
    nabu_casa: NabuCasa, world: World, home: SmartThingsConfigEntry
) -> None:
    """Home Assistant answers 200 to a cloudhook whose webhook is not registered."""
    webhook.async_unregister(world.hass, home.data["webhook_id"])
    async with (
        aiohttp.ClientSession() as session,
        session.post(home.data["webhook_url"], json={}) as response,
    ):
        assert (response.status, await response.text()) == (200, "")
