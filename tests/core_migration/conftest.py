"""Fixtures for a migration from Home Assistant's own integration."""

import pytest
from homeassistant.helpers import entity_registry as er

from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from simulator.devices.ids import Devices
from tests.common.core_home import CoreHome, core_entry
from tests.common.world import World

from .migration import DIMMER, LEAK, POWER

_NEEDED = {
    Devices.BEDSIDE_DIMMER,
    Devices.COFFEE_PLUG,
    Devices.HEAT_PUMP,
    Devices.SINK_LEAK,
    Devices.SMOKE_ALARM,
}


@pytest.fixture
def core(world: World) -> CoreHome:
    """Return core's older entry for the location, with three of its devices.

    The location has only the devices that these tests need, so that its set-up is fast.
    """
    home = world.simulator.home
    for device_id in home.devices.keys() - _NEEDED:
        home.remove_device(device_id)
    core = CoreHome(world.hass, core_entry(world.hass))
    core.device(Devices.BEDSIDE_DIMMER, "Bedside dimmer", "Bedroom")
    core.device(Devices.COFFEE_PLUG, "Coffee machine", "Kitchen")
    core.device(Devices.SINK_LEAK, "Under the sink", "Kitchen")
    return core


@pytest.fixture
def light(core: CoreHome) -> er.RegistryEntry:
    """Return core's light of the dimmer, which has only the name of the device."""
    return core.entity("light", DIMMER, "bedside")


@pytest.fixture
def power(core: CoreHome) -> er.RegistryEntry:
    """Return core's power sensor of the plug."""
    return core.entity("sensor", POWER, "coffee_power", name="Power")


@pytest.fixture
def leak(core: CoreHome) -> er.RegistryEntry:
    """Return core's leak sensor."""
    return core.entity("binary_sensor", LEAK, "sink", name="Moisture")


@pytest.fixture
async def entry(
    world: World,
    core: CoreHome,
    light: er.RegistryEntry,
    power: er.RegistryEntry,
    leak: er.RegistryEntry,
) -> SmartThingsConfigEntry:
    """Set the location up in addition to core."""
    return await world.add_location()
