"""Fans, hoods and air purifiers."""

import pytest
from homeassistant.components.fan import FanEntityFeature
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNKNOWN
from homeassistant.exceptions import ServiceValidationError

from simulator.devices.device import Json, Readings
from simulator.devices.ids import Devices
from tests.common.house import House, house_with
from tests.common.world import World

pytestmark = pytest.mark.devices(Devices.AIR_PURIFIER, Devices.FAN)

FAN = "fan.ceiling_fan"
PURIFIER = "fan.air_purifier"
SPEED = "fanSpeed.fanSpeed"
POWER = FanEntityFeature.TURN_ON | FanEntityFeature.TURN_OFF

type Requests = list[tuple[str, str, str, list[Json]]]


def _device(house: House, label: str) -> str:
    return next(
        device.device_id
        for device in house.simulator.home.devices.values()
        if device.label == label
    )


async def test_a_fan_shows_its_speed(house: House) -> None:
    """There are three speeds by default; a fan that is off has speed zero."""
    state = house.state(FAN)
    assert state.state == STATE_OFF
    assert state.attributes["supported_features"] == POWER | FanEntityFeature.SET_SPEED
    assert state.attributes["percentage"] == 0
    assert await house.shows(FAN, Devices.FAN, "switch.switch", "on") == STATE_ON
    for speed, percentage in ((1, 33), (2, 66), (3, 100), (0, 0), (None, None)):
        await house.report(Devices.FAN, SPEED, speed)
        assert house.state(FAN).attributes["percentage"] == percentage
    assert await house.shows(FAN, Devices.FAN, "switch.switch", None) == STATE_UNKNOWN


async def test_a_fan_that_reports_a_higher_speed_has_it(house: House) -> None:
    """The definition has no highest speed."""
    await house.report(Devices.FAN, "switch.switch", "on")
    await house.report(Devices.FAN, SPEED, 4)
    attributes = house.state(FAN).attributes
    assert (attributes["percentage"], attributes["percentage_step"]) == (100, 25)


@pytest.mark.parametrize(
    ("action", "data", "requests"),
    [
        ("turn_on", {}, [("main", "switch", "on", [])]),
        (
            "turn_on",
            {"percentage": 50},
            [("main", "switch", "on", []), ("main", "fanSpeed", "setFanSpeed", [2])],
        ),
        ("turn_on", {"percentage": 0}, [("main", "switch", "off", [])]),
        ("turn_off", {}, [("main", "switch", "off", [])]),
        (
            "set_percentage",
            {"percentage": 100},
            [("main", "switch", "on", []), ("main", "fanSpeed", "setFanSpeed", [3])],
        ),
        ("set_percentage", {"percentage": 0}, [("main", "switch", "off", [])]),
    ],
)
async def test_a_fan_is_set_in_one_request(
    house: House, action: str, data: dict[str, Json], requests: Requests
) -> None:
    """A fan that is off is turned on first, and 0 % turns it off."""
    assert await house.call(f"fan.{action}", FAN, **data) == requests


async def test_a_running_fan_is_not_turned_on_again(house: House) -> None:
    """Only the speed is set."""
    await house.report(Devices.FAN, "switch.switch", "on")
    assert await house.call("fan.set_percentage", FAN, percentage=10) == [
        ("main", "fanSpeed", "setFanSpeed", [1])
    ]


async def test_an_air_purifier_has_the_modes_that_it_lists(house: House) -> None:
    """They are presets, because they mean more than a speed."""
    state = house.state(PURIFIER)
    assert state.state == STATE_ON
    assert state.attributes["supported_features"] == POWER | FanEntityFeature.PRESET_MODE
    assert state.attributes["preset_modes"] == ["auto", "low", "medium", "high", "sleep"]
    assert state.attributes["preset_mode"] == "auto"
    setting = ("main", "airPurifierFanMode", "setAirPurifierFanMode", ["sleep"])
    assert await house.call("fan.set_preset_mode", PURIFIER, preset_mode="sleep") == [setting]
    assert house.state(PURIFIER).attributes["preset_mode"] == "sleep"
    assert await house.call("fan.turn_off", PURIFIER) == [("main", "switch", "off", [])]
    assert await house.call("fan.turn_on", PURIFIER, preset_mode="sleep") == [
        ("main", "switch", "on", []),
        setting,
    ]
    with pytest.raises(ServiceValidationError):
        await house.act("fan.set_preset_mode", PURIFIER, preset_mode="hurricane")


MATTER: Readings = {
    "fanMode": {"fanMode": "low", "supportedFanModes": ["off", "low", "high", "auto"]},
    "fanSpeedPercent": {"percent": 30},
    "windMode": {"windMode": "noWind", "supportedWindModes": ["noWind", "naturalWind"]},
    "fanOscillationMode": {
        "fanOscillationMode": "off",
        "supportedFanOscillationModes": ["swing", "off"],
    },
}


async def test_a_fan_without_a_switch_is_on_by_its_speed(world: World) -> None:
    """Speed in percent, modes, winds and a swing are one fan."""
    house = await house_with(world, "Tower", "Fan", MATTER)
    state = house.state("fan.tower")
    assert (state.state, state.attributes["percentage"]) == (STATE_ON, 30)
    assert state.attributes["preset_modes"] == ["low", "high", "auto", "no_wind", "natural_wind"]
    assert state.attributes["preset_mode"] == "low"
    assert state.attributes["oscillating"] is False
    assert await house.call("fan.turn_off", "fan.tower") == [
        ("main", "fanSpeedPercent", "setPercent", [0])
    ]
    assert house.state("fan.tower").state == STATE_OFF
    assert await house.call("fan.turn_on", "fan.tower") == [
        ("main", "fanMode", "setFanMode", ["auto"])
    ]
    assert await house.call("fan.turn_on", "fan.tower", percentage=80) == [
        ("main", "fanSpeedPercent", "setPercent", [80])
    ]
    assert await house.call("fan.oscillate", "fan.tower", oscillating=True) == [
        ("main", "fanOscillationMode", "setFanOscillationMode", ["swing"])
    ]
    assert house.state("fan.tower").attributes["oscillating"] is True
    assert await house.call("fan.oscillate", "fan.tower", oscillating=False) == [
        ("main", "fanOscillationMode", "setFanOscillationMode", ["off"])
    ]


async def test_a_wind_has_priority_over_the_mode_of_a_fan(world: World) -> None:
    """Selecting a mode turns the wind off, which would hide it."""
    house = await house_with(world, "Tower", "Fan", MATTER)
    assert await house.call("fan.set_preset_mode", "fan.tower", preset_mode="natural_wind") == [
        ("main", "windMode", "setWindMode", ["naturalWind"])
    ]
    assert house.state("fan.tower").attributes["preset_mode"] == "natural_wind"
    assert await house.call("fan.set_preset_mode", "fan.tower", preset_mode="high") == [
        ("main", "windMode", "setWindMode", ["noWind"]),
        ("main", "fanMode", "setFanMode", ["high"]),
    ]
    assert house.state("fan.tower").attributes["preset_mode"] == "high"


async def test_a_fan_with_only_modes_is_turned_off_by_one(world: World) -> None:
    """Without a switch and a speed, only the mode off exists."""
    modes: Readings = {"fanMode": {"fanMode": "off", "supportedFanModes": ["off", "low", "max"]}}
    house = await house_with(world, "Vent", "Fan", modes)
    state = house.state("fan.vent")
    assert (state.state, state.attributes["preset_mode"]) == (STATE_OFF, None)
    assert await house.call("fan.set_preset_mode", "fan.vent", preset_mode="max") == [
        ("main", "fanMode", "setFanMode", ["max"])
    ]
    assert house.state("fan.vent").state == STATE_ON
    assert await house.call("fan.turn_off", "fan.vent") == [
        ("main", "fanMode", "setFanMode", ["off"])
    ]
    assert await house.call("fan.turn_on", "fan.vent") == [
        ("main", "fanMode", "setFanMode", ["low"])
    ]
    await house.report(_device(house, "Vent"), "fanMode.fanMode", None)
    assert house.state("fan.vent").state == STATE_UNKNOWN


async def test_a_fan_with_only_speeds_is_turned_on_at_the_highest(world: World) -> None:
    """Its previous speed is not known."""
    speed: Readings = {"fanSpeed": {"fanSpeed": 0}}
    house = await house_with(world, "Roof fan", "Fan", speed)
    assert await house.call("fan.turn_on", "fan.roof_fan") == [
        ("main", "fanSpeed", "setFanSpeed", [3])
    ]
    assert await house.call("fan.set_percentage", "fan.roof_fan", percentage=0) == [
        ("main", "fanSpeed", "setFanSpeed", [0])
    ]
    assert house.state("fan.roof_fan").state == STATE_OFF


async def test_a_fan_with_the_level_of_a_dimmer_has_percentages(world: World) -> None:
    """Older drivers have no other speed."""
    fan: Readings = {"switch": {"switch": "on"}, "switchLevel": {"level": 40}}
    house = await house_with(world, "Old fan", "Fan", fan)
    assert house.state("fan.old_fan").attributes["percentage"] == 40
    assert await house.call("fan.set_percentage", "fan.old_fan", percentage=70) == [
        ("main", "switchLevel", "setLevel", [70])
    ]
    await house.report(_device(house, "Old fan"), "switchLevel.level", None)
    assert house.state("fan.old_fan").attributes["percentage"] is None


async def test_a_fan_that_oscillates_in_many_ways_has_a_select(world: World) -> None:
    """The fan itself only has on and off for oscillation."""
    fan: Readings = {
        "switch": {"switch": "on"},
        "fanSpeed": {"fanSpeed": 2},
        "fanOscillationMode": {
            "fanOscillationMode": "wide",
            "supportedFanOscillationModes": ["fixed", "wide", "spot"],
        },
    }
    house = await house_with(world, "Desk fan", "Fan", fan)
    assert "oscillating" not in house.state("fan.desk_fan").attributes
    assert house.state("select.desk_fan_swing").state == "wide"
    assert await house.call("select.select_option", "select.desk_fan_swing", option="spot") == [
        ("main", "fanOscillationMode", "setFanOscillationMode", ["spot"])
    ]


async def test_a_hood_has_its_own_speeds(world: World) -> None:
    """Its speeds are a list of numbers, one of which is a preset."""
    hood: Readings = {
        "switch": {"switch": "on"},
        "samsungce.hoodFanSpeed": {
            "settableMaxFanSpeed": 18,
            "settableMinFanSpeed": 14,
            "hoodFanSpeed": 16,
            "supportedHoodFanSpeed": [14, 15, 16, 17, 18],
        },
    }
    house = await house_with(world, "Hood", "KitchenHood", hood)
    state = house.state("fan.hood")
    assert (state.attributes["percentage"], state.attributes["preset_mode"]) == (50, None)
    setting = ("main", "samsungce.hoodFanSpeed", "setHoodFanSpeed")
    assert await house.call("fan.set_percentage", "fan.hood", percentage=25) == [(*setting, [15])]
    assert house.state("fan.hood").attributes["percentage"] == 25
    assert await house.call("fan.set_preset_mode", "fan.hood", preset_mode="smart") == [
        (*setting, [14])
    ]
    state = house.state("fan.hood")
    assert (state.attributes["percentage"], state.attributes["preset_mode"]) == (None, "smart")


async def test_the_fan_of_an_air_conditioner_is_no_switch_of_it(world: World) -> None:
    """Its speed is set separately; turning it off would turn cooling off too."""
    conditioner: Readings = {
        "switch": {"switch": "on"},
        "airConditionerMode": {"supportedAcModes": ["cool"], "airConditionerMode": "cool"},
        "thermostatCoolingSetpoint": {"coolingSetpoint": 24},
        "fanSpeedPercent": {"percent": 40},
    }
    house = await house_with(world, "Den", "AirConditioner", conditioner)
    assert house.state("fan.den_fan").attributes["percentage"] == 40
    assert await house.call("fan.turn_on", "fan.den_fan") == [
        ("main", "fanSpeedPercent", "setPercent", [100])
    ]
    assert await house.call("fan.turn_off", "fan.den_fan") == [
        ("main", "fanSpeedPercent", "setPercent", [0])
    ]
