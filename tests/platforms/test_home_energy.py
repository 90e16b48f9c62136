"""Solar panels, home batteries and demand response, as SmartThings' drivers report them."""

import pytest
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er

from simulator.devices.ids import Devices
from tests.common.house import House

pytestmark = pytest.mark.devices(Devices.HOME_BATTERY, Devices.SOLAR_PANELS)

_ENERGY = "energyMeter.energy"


async def test_a_home_battery_has_an_energy_for_each_direction(house: House) -> None:
    """The driver splits them into two components, which are no devices of their own."""
    charged, discharged = (
        f"sensor.home_battery_{direction}_energy" for direction in ("imported", "exported")
    )
    assert float(house.state(charged).state) == 2913.4
    assert float(house.state(discharged).state) == 2644.18
    await house.report(
        Devices.HOME_BATTERY, _ENERGY, 2644500, component="exportedEnergy", unit="Wh"
    )
    assert float(house.state(discharged).state) == 2644.5
    entities, devices = er.async_get(house.hass), dr.async_get(house.hass)
    found = {entities.entities[house.entity_id(name)].device_id for name in (charged, discharged)}
    (device_id,) = found
    device = devices.async_get(device_id or "")
    assert device is not None
    assert device.name == "Home battery"


async def test_solar_panels_have_one_total(house: House) -> None:
    """The driver repeats the total in a report, which is disabled by default."""
    state = house.state("sensor.solar_panels_energy")
    assert (float(state.state), state.attributes["unit_of_measurement"]) == (8421.73, "kWh")
    registry = er.async_get(house.hass)
    assert registry.entities[house.entity_id("sensor.solar_panels_exported_energy")].disabled
