"""Pumps, valves, water alarms, elevators, zones, gas, radio: enabled by default."""

import pytest
from homeassistant.components.valve import ValveEntityFeature
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNKNOWN

from simulator.devices.device import Json, Reading, Readings, make_device
from simulator.devices.ids import HOME_LOCATION
from tests.common.world import World

from .conftest import Case, case_of


async def _device(world: World, category: str, readings: Readings) -> Case:
    device = make_device(
        "5d0c0e18-8cf9-4d55-8a2e-8e8d5c1b2f77",
        "Thing",
        location_id=HOME_LOCATION,
        category=category,
        components={"main": readings},
    )
    return await case_of(world, device)


async def test_a_pump_is_set_to_a_mode(world: World) -> None:
    """It shows its current mode, which may be another."""
    pump = await _device(
        world,
        "Pump",
        {
            "pumpOperationMode": {
                "operationMode": "normal",
                "currentOperationMode": "localSetting",
                "supportedOperationModes": ["normal", "minimum", "maximum"],
            },
            "pumpControlMode": {
                "controlMode": "constantSpeed",
                "currentControlMode": "constantSpeed",
                "supportedControlModes": ["constantSpeed", "automatic"],
            },
        },
    )
    mode = pump.find("select", "Operation mode")
    assert (mode.state, mode.attributes["options"]) == ("normal", ["normal", "minimum", "maximum"])
    sent = await pump.sends("select.select_option", mode, option="maximum")
    assert sent == [("main", "pumpOperationMode", "setOperationMode", ["maximum"])]
    assert pump.find("sensor", "Current operation mode").state == "local_setting"
    control = pump.find("select", "Control mode")
    sent = await pump.sends("select.select_option", control, option="automatic")
    assert sent == [("main", "pumpControlMode", "setControlMode", ["automatic"])]


async def test_water_that_flows_too_long_is_a_problem(world: World) -> None:
    """A warning is a problem, too."""
    alarms: dict[str, Json | Reading] = {
        "volumeAlarm": "normal",
        "durationAlarm": "warning",
        "rateAlarm": "alarm",
        "supportedAlarmStatuses": ["normal", "warning", "alarm"],
    }
    meter = await _device(world, "WaterValve", {"waterFlowAlarm": alarms})
    for name, state in (
        ("Water volume", STATE_OFF),
        ("Duration of water flow", STATE_ON),
        ("Water flow rate", STATE_ON),
    ):
        row = meter.find("binary_sensor", name)
        assert (row.state, row.device_class) == (state, "problem"), name


async def test_a_safety_valve_is_closed_and_never_opened(world: World) -> None:
    """Gas is turned on by hand."""
    gas = await _device(world, "GasValve", {"safetyValve": {"valve": "open"}})
    valve = gas.find("valve", "Safety valve")
    assert valve.state == "open"
    assert valve.attributes["supported_features"] == ValveEntityFeature.CLOSE
    sent = await gas.sends("valve.close_valve", valve)
    assert sent == [("main", "safetyValve", "close", [])]
    assert gas.find("valve", "Safety valve").state == "closed"


async def test_a_lift_is_called(world: World) -> None:
    """It shows that it was called."""
    lift = await _device(world, "Elevator", {"elevatorCall": {"callStatus": "standby"}})
    sent = await lift.sends("button.press", lift.find("button", "Call elevator"))
    assert sent == [("main", "elevatorCall", "call", [])]
    await lift.reports("elevatorCall.callStatus", "called")
    assert lift.find("sensor", "Elevator").state == "called"


async def test_each_zone_of_a_room_is_occupied_or_not(world: World) -> None:
    """Each has the name that people gave it."""
    zones: list[Json] = [
        {"id": "1", "name": "Sofa", "state": "present"},
        {"id": "2", "name": "Küche", "state": "not present"},
        {"name": "no id"},
    ]
    sensor = await _device(world, "PresenceSensor", {"multipleZonePresence": {"zoneState": zones}})
    states = {row.own_name: row.state for row in sensor.rows if row.device_class == "occupancy"}
    assert states == {"Sofa": STATE_ON, "Küche": STATE_OFF}
    changed: list[Json] = [{"id": "2", "name": "Küche", "state": "present"}]
    await sensor.reports("multipleZonePresence.zoneState", changed)
    states = {row.own_name: row.state for row in sensor.rows if row.device_class == "occupancy"}
    assert states == {"Sofa": STATE_UNKNOWN, "Küche": STATE_ON}


@pytest.mark.parametrize(
    ("unit", "device_class", "shown", "state"),
    [("m^3", "gas", "m³", 12.5), ("Wh", "energy", "Wh", 12.5), ("MJ", "energy", "MJ", 12.5)],
)
async def test_gas_is_counted_in_the_unit_of_the_report(
    world: World, unit: str, device_class: str, shown: str, state: float
) -> None:
    """A volume is gas, any other unit energy. The energy dashboard takes both."""
    used = Reading(value={"deltaUsage": 0.5, "cumulativeUsage": 12.5}, unit=unit)
    boiler = await _device(world, "WaterHeater", {"gasConsumptionReport": {"gasConsumption": used}})
    row = boiler.find("sensor", "Gas usage")
    assert (row.device_class, row.unit) == (device_class, shown)
    assert float(row.state or "") == state
    assert row.attributes["state_class"] == "total_increasing"


@pytest.mark.parametrize(
    "text",
    [
        "LQI: 184 ... RSSI: -71 dBm",
        "2026/04/01 Time: 11:28, LQI: 184 ... rssi: -71",
        "<b>GMT: </b>2026/04/01 11:28<BR><b>DNI: </b>0x9A  <b> LQI: </b>184  <b>RSSI: </b>-71dbm",
    ],
)
async def test_the_radio_of_a_community_driver_is_measured(world: World, text: str) -> None:
    """The value is in a text for people, which has several forms."""
    capability = "legendabsolute60149.signalMetrics"
    plug = await _device(world, "SmartPlug", {capability: {"signalMetrics": text}})
    strength = plug.find("sensor", device_class="signal_strength")
    assert (strength.state, strength.unit) == ("-71", "dBm")
    assert plug.find("sensor", "Link quality").state == "184"
    await plug.reports(f"{capability}.signalMetrics", "Waiting Zigbee Message")
    assert plug.find("sensor", "Link quality").state == STATE_UNKNOWN


async def test_the_mode_of_a_matter_appliance_is_chosen(world: World) -> None:
    """Each device has its own words."""
    modes: list[Json] = ["Normal", "Delicate", "Heavy"]
    washer = await _device(world, "Washer", {"mode": {"mode": "Normal", "supportedModes": modes}})
    mode = washer.find("select", "Mode")
    options = mode.attributes["options"]
    assert isinstance(options, list)
    assert len(options) == 3
    sent = await washer.sends("select.select_option", mode, option=options[1])
    assert sent == [("main", "mode", "setMode", ["Delicate"])]


async def test_a_presence_sensor_says_how_people_move(world: World) -> None:
    """The sensor is enabled and its states are translated."""
    sensor = await _device(
        world,
        "PresenceSensor",
        {
            "movementSensor": {
                "movement": "inactive",
                "supportedMovements": ["inactive", "entering"],
            }
        },
    )
    await sensor.reports("movementSensor.movement", "movingAway")
    assert sensor.find("sensor", "Movement").state == "moving_away"
