"""Numbers: bounds, units, commands and errors."""

import pytest
from homeassistant.const import STATE_UNKNOWN, UnitOfTemperature
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util.unit_system import US_CUSTOMARY_SYSTEM

from simulator.devices.device import Json, Reading, Readings
from simulator.devices.ids import Devices
from tests.common.house import House, house_with
from tests.common.world import World

pytestmark = pytest.mark.devices(Devices.FRIDGE, Devices.MICROWAVE, Devices.RANGE, Devices.WASHER)

RINSES = "number.washing_machine_rinse_cycles"
FREEZER = "number.fridge_freezer_target_temperature"
OVEN = "number.range_target_temperature"
HOOD = "number.microwave_hood_fan_speed"
REMOTE = "remoteControlStatus.remoteControlEnabled"


def _bounds(house: House, name: str) -> tuple[float, float, float]:
    attributes = house.state(name).attributes
    return attributes["min"], attributes["max"], attributes["step"]


async def _set(house: House, name: str, value: float) -> list[tuple[str, str, str, list[Json]]]:
    return await house.call("number.set_value", name, value=value)


async def test_rinses_are_those_that_the_washer_lists(house: House) -> None:
    """Its program lists them too. The device reports and expects the number as text."""
    assert house.state(RINSES).state == "2.0"
    assert _bounds(house, RINSES) == (0, 3, 1)
    assert await _set(house, RINSES, 3) == [
        ("main", "custom.washerRinseCycles", "setWasherRinseCycles", ["3"])
    ]
    assert house.state(RINSES).state == "3.0"
    for source in (
        "samsungce.washerCycle.supportedCycles",
        "custom.washerRinseCycles.supportedWasherRinseCycles",
    ):
        assert _bounds(house, RINSES) == (0, 3, 1)
        await house.report(Devices.WASHER, source, None)
    assert _bounds(house, RINSES) == (0, 5, 1)


async def test_a_number_out_of_bounds_is_rejected(house: House) -> None:
    """Home Assistant rejects it, and no command is sent."""
    before = len(house.simulator.commands)
    with pytest.raises(ServiceValidationError) as raised:
        await house.act("number.set_value", RINSES, value=4)
    assert raised.value.translation_key == "out_of_range"
    assert len(house.simulator.commands) == before


async def test_a_number_requires_remote_control(house: House) -> None:
    """Without it the appliance would not react."""
    await house.report(Devices.WASHER, REMOTE, "false")
    before = len(house.simulator.commands)
    with pytest.raises(ServiceValidationError) as raised:
        await house.act("number.set_value", RINSES, value=1)
    assert raised.value.translation_key == "remote_control_off"
    assert len(house.simulator.commands) == before


async def test_a_compartment_gets_a_new_temperature(house: House) -> None:
    """It has its own range and unit."""
    assert house.state(FREEZER).state == "-18"
    assert house.state(FREEZER).attributes["unit_of_measurement"] == UnitOfTemperature.CELSIUS
    assert _bounds(house, FREEZER) == (-23, -15, 1)
    assert await _set(house, FREEZER, -20) == [
        ("freezer", "thermostatCoolingSetpoint", "setCoolingSetpoint", [-20])
    ]
    assert house.state(FREEZER).state == "-20"


async def test_a_fridge_in_fahrenheit_gets_whole_degrees(world: World) -> None:
    """A temperature between two steps is rounded."""
    fridge: Readings = {
        "thermostatCoolingSetpoint": {
            "coolingSetpoint": Reading(value=37, unit="F"),
            "coolingSetpointRange": Reading(
                value={"minimum": 34, "maximum": 44, "step": 1}, unit="F"
            ),
        }
    }
    house = await house_with(world, "Cellar fridge", "Refrigerator", fridge)
    name = "number.cellar_fridge_target_temperature"
    assert house.state(name).attributes["unit_of_measurement"] == UnitOfTemperature.CELSIUS
    assert house.state(name).state == "3.0"
    assert await _set(house, name, 4) == [
        ("main", "thermostatCoolingSetpoint", "setCoolingSetpoint", [39])
    ]


async def test_a_fridge_shows_fahrenheit_if_home_assistant_does(world: World) -> None:
    """A temperature in Celsius is converted."""
    world.hass.config.units = US_CUSTOMARY_SYSTEM
    fridge: Readings = {
        "refrigerationSetpoint": {"refrigerationSetpoint": Reading(value=5, unit="C")}
    }
    house = await house_with(world, "Cellar fridge", "Refrigerator", fridge)
    name = "number.cellar_fridge_target_temperature"
    assert house.state(name).attributes["unit_of_measurement"] == UnitOfTemperature.FAHRENHEIT
    assert house.state(name).state == "41.0"
    assert await _set(house, name, 43) == [
        ("main", "refrigerationSetpoint", "setRefrigerationSetpoint", [6])
    ]


async def test_temperatures_may_be_listed_one_by_one(world: World) -> None:
    """The lowest and the highest are the bounds."""
    zone: Readings = {
        "samsungce.temperatureSetting": {
            "desiredTemperature": Reading(value=2, unit="C"),
            "supportedDesiredTemperatures": [-1, 0, 2, 4],
        }
    }
    house = await house_with(world, "Zone", "Refrigerator", zone)
    name = "number.zone_target_temperature"
    assert _bounds(house, name) == (-1, 4, 1)
    assert await _set(house, name, 4) == [
        ("main", "samsungce.temperatureSetting", "setDesiredTemperature", [4])
    ]


async def test_an_oven_without_a_setpoint_has_no_temperature(house: House) -> None:
    """It reports zero then; the unit is that of its measured temperature."""
    assert house.state(OVEN).state == "180"
    assert _bounds(house, OVEN) == (30, 300, 5)
    assert await _set(house, OVEN, 200) == [("main", "ovenSetpoint", "setOvenSetpoint", [200])]
    assert await house.shows(OVEN, Devices.RANGE, "ovenSetpoint.ovenSetpoint", 0) == STATE_UNKNOWN
    assert house.state("number.range_second_cavity_target_temperature").state == STATE_UNKNOWN


async def test_a_hood_below_a_microwave_has_the_settable_speeds(house: House) -> None:
    """They reach from the lowest to the highest that the device lists."""
    assert house.state(HOOD).state == "1"
    assert _bounds(house, HOOD) == (0, 3, 1)
    assert await _set(house, HOOD, 3) == [
        ("hood", "samsungce.hoodFanSpeed", "setHoodFanSpeed", [3])
    ]
    assert house.state(HOOD).state == "3"
    await house.report(
        Devices.MICROWAVE, "samsungce.hoodFanSpeed.settableMaxFanSpeed", 2, component="hood"
    )
    assert _bounds(house, HOOD) == (0, 2, 1)


async def test_a_washer_gets_the_minutes_until_its_end(world: World) -> None:
    """The minimum is the duration of the course; the value brings the unit."""
    washer: Readings = {
        "samsungce.washerDelayEnd": {
            "remainingTime": Reading(value=0, unit="min"),
            "minimumReservableTime": Reading(value=45, unit="min"),
        }
    }
    house = await house_with(world, "Washer", "Washer", washer)
    name = "number.washer_finish_in"
    assert house.state(name).attributes["unit_of_measurement"] == "min"
    assert _bounds(house, name) == (45, 1440, 1)
    assert await _set(house, name, 120) == [
        ("main", "samsungce.washerDelayEnd", "setDelayTime", [120])
    ]


async def test_a_matter_appliance_has_a_temperature(world: World) -> None:
    """It has its own range."""
    cabinet: Readings = {
        "temperatureSetpoint": {
            "temperatureSetpoint": Reading(value=4, unit="C"),
            "temperatureSetpointRange": Reading(value={"minimum": 2, "maximum": 8}, unit="C"),
        }
    }
    house = await house_with(world, "Cabinet", "Refrigerator", cabinet)
    name = "number.cabinet_target_temperature"
    assert _bounds(house, name) == (2, 8, 1)
    assert await _set(house, name, 3) == [
        ("main", "temperatureSetpoint", "setTemperatureSetpoint", [3])
    ]
