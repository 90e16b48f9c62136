"""Water heaters: the hot water of heat pumps, and boilers."""

import pytest
from homeassistant.components.water_heater import WaterHeaterEntityFeature
from homeassistant.const import STATE_OFF, STATE_UNKNOWN
from homeassistant.exceptions import ServiceValidationError

from simulator.devices.device import Json, Reading, Readings
from simulator.devices.ids import Devices
from tests.common.house import House, house_with
from tests.common.world import World

pytestmark = pytest.mark.devices(Devices.HEAT_PUMP)

HEAT_PUMP = "water_heater.heat_pump"
MODE = ("main", "airConditionerMode", "setAirConditionerMode")
SETPOINT = ("main", "thermostatCoolingSetpoint", "setCoolingSetpoint")
EVERY = (
    WaterHeaterEntityFeature.TARGET_TEMPERATURE
    | WaterHeaterEntityFeature.OPERATION_MODE
    | WaterHeaterEntityFeature.AWAY_MODE
    | WaterHeaterEntityFeature.ON_OFF
)


def _heating(target: float) -> Readings:
    return {"thermostatHeatingSetpoint": {"heatingSetpoint": Reading(value=target, unit="C")}}


async def test_the_hot_water_of_a_heat_pump_is_a_water_heater(house: House) -> None:
    """Operations are the device's, in Home Assistant's words."""
    state = house.state(HEAT_PUMP)
    assert state.state == "heat_pump"
    wanted = {
        "operation_list": ["off", "eco", "heat_pump", "performance", "high_demand"],
        "current_temperature": 48.5,
        "temperature": 50,
        "min_temp": 40,
        "max_temp": 65,
        "target_temp_step": 1,
        "away_mode": "off",
        "supported_features": EVERY,
    }
    assert {name: state.attributes[name] for name in wanted} == wanted


@pytest.mark.parametrize(
    ("action", "data", "requests"),
    [
        ("set_temperature", {"temperature": 55}, [(*SETPOINT, [55])]),
        (
            "set_temperature",
            {"temperature": 60, "operation_mode": "high_demand"},
            [(*MODE, ["force"]), (*SETPOINT, [60])],
        ),
        ("set_operation_mode", {"operation_mode": "eco"}, [(*MODE, ["eco"])]),
        ("set_operation_mode", {"operation_mode": "off"}, [("main", "switch", "off", [])]),
        ("turn_off", {}, [("main", "switch", "off", [])]),
        ("turn_on", {}, [("main", "switch", "on", [])]),
        (
            "set_away_mode",
            {"away_mode": True},
            [("main", "custom.outingMode", "setOutingMode", ["on"])],
        ),
        (
            "set_away_mode",
            {"away_mode": False},
            [("main", "custom.outingMode", "setOutingMode", ["off"])],
        ),
    ],
)
async def test_a_water_heater_is_set_in_one_request(
    house: House,
    action: str,
    data: dict[str, Json],
    requests: list[tuple[str, str, str, list[Json]]],
) -> None:
    """Several changes in one action are one request."""
    assert await house.call(f"water_heater.{action}", HEAT_PUMP, **data) == requests


async def test_a_water_heater_that_is_off_is_turned_on_for_an_operation(house: House) -> None:
    """The switch comes first."""
    assert await house.shows(HEAT_PUMP, Devices.HEAT_PUMP, "switch.switch", "off") == STATE_OFF
    assert await house.call(
        "water_heater.set_operation_mode", HEAT_PUMP, operation_mode="performance"
    ) == [("main", "switch", "on", []), (*MODE, ["power"])]
    assert house.state(HEAT_PUMP).state == "performance"


async def test_an_unknown_operation_is_rejected(house: House) -> None:
    """No command is sent for a value that the device does not list."""
    with pytest.raises(ServiceValidationError):
        await house.act(
            "water_heater.set_temperature", HEAT_PUMP, temperature=50, operation_mode="gas"
        )
    assert not house.simulator.commands


async def test_missing_values_are_unknown(house: House) -> None:
    """A null operation is, and so is a null temperature."""
    mode = "airConditionerMode.airConditionerMode"
    assert await house.shows(HEAT_PUMP, Devices.HEAT_PUMP, mode, None) == STATE_UNKNOWN
    setpoint = "thermostatCoolingSetpoint.coolingSetpoint"
    await house.report(Devices.HEAT_PUMP, setpoint, None)
    assert house.state(HEAT_PUMP).attributes["temperature"] is None


async def test_a_boiler_has_its_modes(world: World) -> None:
    """A thermostat with the category of a water heater is one."""
    boiler: Readings = {
        "thermostatMode": {"thermostatMode": "off", "supportedThermostatModes": ["off", "heat"]},
        **_heating(55),
        "temperatureMeasurement": {"temperature": Reading(value=120, unit="F")},
    }
    house = await house_with(world, "Boiler", "WaterHeater", boiler)
    state = house.state("water_heater.boiler")
    assert state.state == STATE_OFF
    wanted = {"operation_list": ["off", "heat"], "current_temperature": 48.9, "min_temp": 30}
    assert {name: state.attributes[name] for name in wanted} == wanted
    assert state.attributes["supported_features"] == EVERY & ~WaterHeaterEntityFeature.AWAY_MODE
    assert await house.call("water_heater.turn_on", "water_heater.boiler") == [
        ("main", "thermostatMode", "setThermostatMode", ["heat"])
    ]
    assert await house.call("water_heater.turn_off", "water_heater.boiler") == [
        ("main", "thermostatMode", "setThermostatMode", ["off"])
    ]
    assert await house.call(
        "water_heater.set_temperature", "water_heater.boiler", temperature=60
    ) == [("main", "thermostatHeatingSetpoint", "setHeatingSetpoint", [60])]


async def test_a_boiler_with_only_a_switch_is_on_or_off(world: World) -> None:
    """These are its only operations."""
    boiler: Readings = {"switch": {"switch": "on"}, **_heating(50)}
    house = await house_with(world, "Geyser", "WaterHeater", boiler)
    state = house.state("water_heater.geyser")
    assert (state.state, state.attributes["operation_list"]) == ("on", ["off", "on"])
    assert await house.call(
        "water_heater.set_operation_mode", "water_heater.geyser", operation_mode="on"
    ) == [("main", "switch", "on", [])]


async def test_the_hot_water_of_a_heating_boiler_is_named(world: World) -> None:
    """In addition to a thermostat it has only a temperature."""
    boiler: Readings = {
        "thermostatMode": {"thermostatMode": "heat", "supportedThermostatModes": ["off", "heat"]},
        **_heating(20),
        "thermostatWaterHeatingSetpoint": {
            "heatingSetpoint": Reading(value=52, unit="C"),
            "heatingSetpointRange": Reading(value={"minimum": 40, "maximum": 60}, unit="C"),
        },
    }
    house = await house_with(world, "Combi", "Thermostat", boiler)
    state = house.state("water_heater.combi_hot_water")
    assert state.state == STATE_UNKNOWN
    assert state.attributes["supported_features"] == WaterHeaterEntityFeature.TARGET_TEMPERATURE
    assert (state.attributes["min_temp"], state.attributes["max_temp"]) == (40, 60)
    assert await house.call(
        "water_heater.set_temperature", "water_heater.combi_hot_water", temperature=48
    ) == [("main", "thermostatWaterHeatingSetpoint", "setHeatingSetpoint", [48])]
    assert house.state("climate.combi").attributes["temperature"] == 20
