"""Cars and their chargers: lock, openings, charging and remote commands."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNKNOWN
from homeassistant.util import dt as dt_util

from simulator.devices.device import Json, Reading, Readings
from simulator.devices.ids import Devices
from tests.common.house import House, house_with
from tests.common.world import World

_CAR: Readings = {
    "vehicleDoorState": {
        "lockState": "unlocked",
        "frontLeftDoor": "locked",
        "frontRightDoor": "open",
        "supportedAttributes": ["frontLeftDoor", "frontRightDoor"],
    },
    "vehicleWindowState": {"frontLeftWindow": "closed", "rearLeftWindow": None},
    "vehicleBattery": {
        "batteryLevel": 40,
        "chargingState": "stopped",
        "chargingPlug": "disconnected",
        "chargingDetail": "noCharging",
        "chargingRemainTime": Reading(value=25, unit="mins"),
    },
    "vehicleHvac": {
        "hvacState": "off",
        "hvacSpeed": 3,
        "temperature": Reading(value=70, unit="F"),
        "defogState": "on",
    },
    "vehicleHvacRemoteSwitch": {},
    "vehicleWarning": {"washerFluid": "warning", "supportedAttributes": ["washerFluid"]},
}


async def _car(world: World, **capabilities: Mapping[str, Json | Reading]) -> House:
    return await house_with(world, "Estate", "Vehicle", {**_CAR, **capabilities})


def _device(house: House) -> str:
    (device_id,) = house.simulator.home.devices
    return device_id


async def test_its_doors_are_a_lock(world: World) -> None:
    """It uses the two commands for the doors."""
    house = await _car(world)
    assert house.state("lock.estate_doors").state == "unlocked"
    sent = await house.call("lock.lock", "lock.estate_doors")
    assert sent == [("main", "vehicleDoorState", "lock", [])]
    await house.report(_device(house), "vehicleDoorState.lockState", "locked")
    assert house.state("lock.estate_doors").state == "locked"
    sent = await house.call("lock.unlock", "lock.estate_doors")
    assert sent == [("main", "vehicleDoorState", "unlock", [])]
    await house.report(_device(house), "vehicleDoorState.lockState", "unknown")
    assert house.state("lock.estate_doors").state == STATE_UNKNOWN


async def test_each_listed_door_and_window_is_shown(world: World) -> None:
    """One without a report is included; a locked door is closed."""
    house = await _car(world)
    for name, state in (
        ("front_left_door", STATE_OFF),
        ("front_right_door", STATE_ON),
        ("front_left_window", STATE_OFF),
        ("rear_left_window", STATE_UNKNOWN),
    ):
        assert house.state(f"binary_sensor.estate_{name}").state == state, name
    assert not [name for name in house.hass.states.async_entity_ids() if "rear_left_door" in name]
    await house.report(_device(house), "vehicleWindowState.rearLeftWindow", "open")
    assert house.state("binary_sensor.estate_rear_left_window").state == STATE_ON


async def test_it_shows_whether_and_how_it_charges(world: World) -> None:
    """A value outside the definition is shown, too."""
    house = await _car(world)
    assert house.state("binary_sensor.estate_charging").state == STATE_OFF
    assert house.state("sensor.estate_charging_plug").state == "disconnected"
    assert house.state("sensor.estate_charging_mode").state == "no_charging"
    assert float(house.state("sensor.estate_charging_time_left").state) == 25
    device_id = _device(house)
    await house.report(device_id, "vehicleBattery.chargingState", "charging")
    await house.report(device_id, "vehicleBattery.chargingPlug", "normal")
    assert house.state("binary_sensor.estate_charging").state == STATE_ON
    assert house.state("sensor.estate_charging_plug").state.lower() == "normal"
    sent = await house.call("button.press", "button.estate_stop_charging")
    assert sent == [("main", "vehicleBattery", "stop", [])]
    sent = await house.call("button.press", "button.estate_start_charging")
    assert sent == [("main", "vehicleBattery", "charge", [])]


async def test_its_climate_is_turned_on_with_the_reported_temperature(world: World) -> None:
    """The command requires one, in the unit of the car."""
    house = await _car(world)
    assert house.state("switch.estate_climate").state == STATE_OFF
    sent = await house.call("switch.turn_on", "switch.estate_climate")
    wanted = {"temperature": {"value": 70, "unit": "F"}}
    assert sent == [("main", "vehicleHvacRemoteSwitch", "on", [wanted])]
    await house.report(_device(house), "vehicleHvac.hvacState", "on")
    assert house.state("switch.estate_climate").state == STATE_ON
    sent = await house.call("switch.turn_off", "switch.estate_climate")
    assert sent == [("main", "vehicleHvacRemoteSwitch", "off", [])]
    assert house.state("binary_sensor.estate_defogging").state == STATE_ON
    assert float(house.state("sensor.estate_climate_temperature").state) == pytest.approx(
        21.1, 0.01
    )


async def test_a_climate_without_a_temperature_is_turned_on_without_one(world: World) -> None:
    """All arguments of the command are optional."""
    house = await _car(world, vehicleHvac={"hvacState": "off", "temperature": None})
    sent = await house.call("switch.turn_on", "switch.estate_climate")
    assert sent == [("main", "vehicleHvacRemoteSwitch", "on", [{}])]


async def test_it_shows_warnings(world: World) -> None:
    """Each listed warning is a problem."""
    house = await _car(world)
    state = house.state("binary_sensor.estate_washer_fluid")
    assert (state.state, state.attributes["device_class"]) == (STATE_ON, "problem")


@pytest.mark.devices(Devices.CAR_CHARGER)
@pytest.mark.parametrize("ahead", [True, False])
async def test_a_charger_is_turned_on_with_its_settings(house: House, *, ahead: bool) -> None:
    """An end in the past would stop it immediately, so it is not sent."""
    device_id = Devices.CAR_CHARGER
    end = datetime(2040, 5, 1, 6, tzinfo=UTC) if ahead else datetime(2020, 5, 1, 6, tzinfo=UTC)
    text = end.strftime("%Y-%m-%dT%H:%M:%SZ")
    await house.report(device_id, "evseChargingSession.targetEndTime", text)
    await house.report(device_id, "evseChargingSession.minCurrent", 6000)
    await house.report(device_id, "evseChargingSession.maxCurrent", 16000)
    ((_, capability, command, (until, *currents)),) = await house.call(
        "switch.turn_on", "switch.car_charger_charging"
    )
    assert (capability, command) == ("evseChargingSession", "enableCharging")
    assert currents == [6000, 16000]
    if ahead:
        assert until == text
    else:
        sent = datetime.fromisoformat(str(until))
        assert timedelta(hours=23) < sent - dt_util.utcnow() < timedelta(hours=25)


@pytest.mark.devices(Devices.CAR_CHARGER)
async def test_a_charger_is_turned_off_and_on(house: House) -> None:
    """It is on while the supply is enabled. A fault also turns it off."""
    switch = "switch.car_charger_charging"
    assert house.state(switch).state == STATE_ON
    assert await house.call("switch.turn_off", switch) == [
        ("main", "evseChargingSession", "disableCharging", [])
    ]
    assert house.state(switch).state == STATE_OFF
    assert house.state("sensor.car_charger_charger_state").state == "plugged_in_demand"
    await house.act("switch.turn_on", switch)
    await house.world.settle()
    assert house.state(switch).state == STATE_ON
    charging = "evseChargingSession.chargingState"
    assert await house.shows(switch, Devices.CAR_CHARGER, charging, "disabled") == STATE_OFF
    assert await house.shows(switch, Devices.CAR_CHARGER, charging, None) == STATE_UNKNOWN


@pytest.mark.devices(Devices.CAR_CHARGER)
async def test_the_end_of_the_charging_is_set(house: House) -> None:
    """The driver takes whole seconds in UTC."""
    name = "datetime.car_charger_charging_until"
    wanted = "2040-05-01T08:30:15+02:00"
    assert await house.call("datetime.set_value", name, datetime=wanted) == [
        ("main", "evseChargingSession", "setTargetEndTime", ["2040-05-01T06:30:15Z"])
    ]
    assert house.state(name).state == "2040-05-01T06:30:15+00:00"
    source = "evseChargingSession.targetEndTime"
    assert await house.shows(name, Devices.CAR_CHARGER, source, "soon") == STATE_UNKNOWN


@pytest.mark.devices(Devices.CAR_CHARGER)
async def test_the_current_of_a_charger_is_in_amperes(house: House) -> None:
    """The charger expects milliamperes."""
    name = "number.car_charger_maximum_charging_current"
    state = house.state(name)
    assert state.attributes["unit_of_measurement"] == "A"
    assert (float(state.state), state.attributes["step"]) == (16, 1)
    assert (state.attributes["min"], state.attributes["max"]) == (0, 80)
    sent = await house.call("number.set_value", name, value=13)
    assert sent == [("main", "evseChargingSession", "setMaxCurrent", [13000])]
    assert float(house.state(name).state) == 13
