"""Runs pysmartthings, a client for the real platform, against the simulator."""

import aiohttp
import pytest
from pysmartthings import Attribute, Capability, Command, SmartThings
from pysmartthings.exceptions import (
    SmartThingsAuthenticationFailedError,
    SmartThingsCommandError,
    SmartThingsForbiddenError,
)

from simulator import Simulator, SimulatorOptions
from simulator.devices.ids import CABIN_LOCATION, HOME_LOCATION, Devices, Scenes
from tests.simulator.parties import Installed, Redirected


@pytest.fixture
def simulator_options() -> SimulatorOptions:
    """Return a cloud with pages of ten and enough calls to read every status."""
    return SimulatorOptions(page_size=10, rate_limits=False)


@pytest.fixture(name="client")
def client_fixture(simulator: Simulator, session: aiohttp.ClientSession) -> SmartThings:
    """Return a client with a personal access token."""
    client = SmartThings(session=Redirected(session, simulator.url))  # type: ignore[arg-type]
    client.authenticate(simulator.create_pat())
    return client


async def test_it_reads_locations_and_rooms(client: SmartThings) -> None:
    locations = await client.get_locations()
    assert [location.location_id for location in locations] == [HOME_LOCATION, CABIN_LOCATION]
    assert (await client.get_location(HOME_LOCATION)).name == "Home"
    rooms = await client.get_rooms(HOME_LOCATION)
    assert (await client.get_room(HOME_LOCATION, rooms[0].room_id)).name == rooms[0].name


async def test_it_reads_every_device_over_all_pages(
    simulator: Simulator, client: SmartThings
) -> None:
    """Each has a known type, status and health."""
    devices = await client.get_devices()
    assert [device.device_id for device in devices] == [*simulator.home.devices]
    for device in devices:
        status = await client.get_device_status(device.device_id)
        assert set(status) == {*simulator.home.devices[device.device_id].status}
        assert (await client.get_device_health(device.device_id)).state == "ONLINE"
    some = await client.get_devices(
        location_ids=[HOME_LOCATION], capabilities=[Capability.SWITCH, Capability.SWITCH_LEVEL]
    )
    assert Devices.BEDSIDE_DIMMER in [device.device_id for device in some]
    assert Devices.COFFEE_PLUG not in [device.device_id for device in some]


async def test_it_reads_and_executes_scenes(client: SmartThings) -> None:
    scenes = await client.get_scenes(HOME_LOCATION)
    assert Scenes.GOOD_NIGHT in [scene.scene_id for scene in scenes]
    await client.execute_scene(Scenes.GOOD_NIGHT)


async def test_it_executes_commands(simulator: Simulator, client: SmartThings) -> None:
    await client.execute_device_command(
        Devices.BEDSIDE_DIMMER, Capability.SWITCH_LEVEL, Command.SET_LEVEL, argument=30
    )
    await simulator.settle()
    status = await client.get_device_status(Devices.BEDSIDE_DIMMER)
    assert status["main"][Capability.SWITCH_LEVEL][Attribute.LEVEL].value == 30


async def test_it_understands_refusals(simulator: Simulator, client: SmartThings) -> None:
    with pytest.raises(SmartThingsCommandError):
        await client.execute_device_command(
            Devices.BEDSIDE_DIMMER, Capability.SWITCH_LEVEL, Command.SET_LEVEL, argument=300
        )
    simulator.home.set_health(Devices.BEDSIDE_DIMMER, "OFFLINE")
    with pytest.raises(SmartThingsCommandError):
        await client.execute_device_command(Devices.BEDSIDE_DIMMER, Capability.SWITCH, Command.ON)
    with pytest.raises(SmartThingsForbiddenError):
        await client.get_device("unknown")
    client.authenticate("unknown")
    with pytest.raises(SmartThingsAuthenticationFailedError):
        await client.get_locations()


async def test_it_reads_the_installed_app(
    simulator: Simulator, client: SmartThings, installed: Installed
) -> None:
    found = await client.get_installed_app(simulator.create_pat(), installed.installed_app_id)
    assert (found.location_id, found.app_id) == (HOME_LOCATION, installed.client.app_id)
