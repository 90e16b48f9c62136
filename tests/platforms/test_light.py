"""Lights: one request for one action, and the state that the device reports."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from homeassistant.components.light import ColorMode
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNKNOWN

from simulator.devices.device import Json, Readings
from simulator.devices.ids import Devices
from tests.common.house import House, house_with
from tests.common.world import World

pytestmark = pytest.mark.devices(
    Devices.BEDSIDE_DIMMER, Devices.CEILING_LIGHT, Devices.FLOOR_LAMP, Devices.KITCHEN_SPOTS
)

BULB = "light.ceiling_light"
LAMP = "light.floor_lamp"
SPOTS = "light.kitchen_spots"
DIMMER = "light.bedside_dimmer"
LEVEL = ("main", "switchLevel", "setLevel")
COLOR = ("main", "colorControl", "setColor")
KELVIN = ("main", "colorTemperature", "setColorTemperature")
ON: list[Any] = [("main", "switch", "on", [])]


@pytest.mark.parametrize(
    ("entity_id", "wish", "expected"),
    [
        (BULB, {}, ON),
        (BULB, {"brightness": 255}, [(*LEVEL, [100])]),
        (BULB, {"brightness": 128}, [(*LEVEL, [50])]),
        (BULB, {"brightness": 1}, [(*LEVEL, [1])]),
        (BULB, {"brightness": 128, "transition": 3}, [(*LEVEL, [50, 3])]),
        (BULB, {"transition": 3}, [(*LEVEL, [80, 3])]),
        (DIMMER, {"transition": 3}, ON),
        (LAMP, {"hs_color": [120, 50]}, [(*COLOR, [{"hue": 33.33, "saturation": 50}]), *ON]),
        (
            LAMP,
            {"hs_color": [120, 50], "brightness": 128, "transition": 2},
            [(*COLOR, [{"hue": 33.33, "saturation": 50}]), (*LEVEL, [50, 2])],
        ),
        (LAMP, {"color_temp_kelvin": 3000}, [(*KELVIN, [3000]), *ON]),
        (LAMP, {"color_temp_kelvin": 9000}, [(*KELVIN, [6500]), *ON]),
        (LAMP, {"color_temp_kelvin": 1500, "brightness": 3}, [(*KELVIN, [2200]), (*LEVEL, [1])]),
    ],
)
async def test_one_action_is_one_request(
    house: House, entity_id: str, wish: dict[str, Any], expected: list[Any]
) -> None:
    """Colour comes first, then the level, within the range of the lamp."""
    assert await house.call("light.turn_on", entity_id, **wish) == expected
    assert house.state(entity_id).state == STATE_ON


async def test_a_lamp_that_is_off_is_turned_on_after_its_level_and_colour(house: House) -> None:
    """Not every lamp is turned on by a level; three commands are still one request."""
    await house.call("light.turn_off", LAMP)
    assert await house.call("light.turn_on", LAMP, hs_color=[120, 50], brightness=128) == [
        (*COLOR, [{"hue": 33.33, "saturation": 50}]),
        (*LEVEL, [50]),
        *ON,
    ]
    assert house.state(LAMP).attributes["brightness"] == 128


async def test_it_is_turned_off_immediately_or_slowly(house: House) -> None:
    """A transition fades to zero."""
    assert await house.call("light.turn_off", LAMP) == [("main", "switch", "off", [])]
    assert house.state(LAMP).state == STATE_OFF
    assert await house.call("light.turn_off", BULB, transition=4) == [(*LEVEL, [0, 4])]
    assert house.state(BULB).state == STATE_OFF


@pytest.mark.parametrize(
    ("entity_id", "modes"),
    [
        (BULB, [ColorMode.BRIGHTNESS]),
        (SPOTS, [ColorMode.COLOR_TEMP]),
        (LAMP, [ColorMode.COLOR_TEMP, ColorMode.HS]),
    ],
)
async def test_it_has_the_features_of_the_device(
    house: House, entity_id: str, modes: list[ColorMode]
) -> None:
    """Level, white and colour depend on its capabilities."""
    assert house.state(entity_id).attributes["supported_color_modes"] == modes


async def test_it_shows_the_reported_brightness(house: House) -> None:
    """A level of one percent is still on."""
    await house.report(Devices.CEILING_LIGHT, "switchLevel.level", 50)
    assert house.state(BULB).attributes["brightness"] == 128
    await house.report(Devices.CEILING_LIGHT, "switchLevel.level", 1)
    assert house.state(BULB).attributes["brightness"] == 3
    await house.report(Devices.CEILING_LIGHT, "switchLevel.level", None)
    assert house.state(BULB).attributes["brightness"] is None
    await house.report(Devices.CEILING_LIGHT, "switch.switch", None)
    assert house.state(BULB).state == STATE_UNKNOWN


async def test_the_newest_report_decides_whether_it_is_white_or_colored(house: House) -> None:
    """Lamps report both colour and temperature, but not which of them is active."""
    home = house.simulator.home
    now = datetime.now(UTC)
    home.clock = lambda: now
    await house.report(Devices.FLOOR_LAMP, "colorTemperature.colorTemperature", 4000)
    attributes = house.state(LAMP).attributes
    assert attributes["color_mode"] == ColorMode.COLOR_TEMP
    assert attributes["color_temp_kelvin"] == 4000
    home.clock = lambda: now + timedelta(seconds=2)
    await house.report(Devices.FLOOR_LAMP, "colorControl.hue", 50)
    await house.report(Devices.FLOOR_LAMP, "colorControl.saturation", 80)
    attributes = house.state(LAMP).attributes
    assert attributes["color_mode"] == ColorMode.HS
    assert attributes["hs_color"] == (180, 80)
    home.clock = lambda: now + timedelta(seconds=4)
    await house.report(Devices.FLOOR_LAMP, "colorTemperature.colorTemperature", 2700)
    assert house.state(LAMP).attributes["color_mode"] == ColorMode.COLOR_TEMP
    home.clock = lambda: now + timedelta(seconds=6)
    await house.report(Devices.FLOOR_LAMP, "colorTemperature.colorTemperature", None)
    assert house.state(LAMP).attributes["color_mode"] == ColorMode.HS
    await house.report(Devices.FLOOR_LAMP, "colorControl.saturation", None)
    assert house.state(LAMP).attributes["hs_color"] is None


async def test_the_range_of_whites_is_that_of_the_lamp(house: House) -> None:
    """The device reports it; the default is what most lamps support."""
    source = "colorTemperature.colorTemperatureRange"
    attributes = house.state(LAMP).attributes
    assert attributes["min_color_temp_kelvin"] == 2200
    assert attributes["max_color_temp_kelvin"] == 6500
    oddities: list[Json] = [None, {"minimum": 0, "maximum": "bright"}]
    for odd in oddities:
        await house.report(Devices.FLOOR_LAMP, source, odd)
        attributes = house.state(LAMP).attributes
        assert attributes["min_color_temp_kelvin"] == 2000
        assert attributes["max_color_temp_kelvin"] == 9000


async def test_a_device_with_the_category_light_is_a_light(world: World) -> None:
    """A relay among the lights has only its switch."""
    house = await house_with(world, "Relay", "Light", {"switch": {"switch": "off"}})
    attributes = house.state("light.relay").attributes
    assert attributes["supported_color_modes"] == [ColorMode.ONOFF]
    assert attributes["supported_features"] == 0
    assert await house.call("light.turn_on", "light.relay") == ON
    assert house.state("light.relay").attributes["color_mode"] == ColorMode.ONOFF


async def test_a_colored_lamp_without_a_level_is_only_turned_on(world: World) -> None:
    """It has no command for brightness."""
    lamp: Readings = {
        "switch": {"switch": "off"},
        "colorControl": {"hue": 1, "saturation": 1},
    }
    house = await house_with(world, "Strip", "Light", lamp)
    assert await house.call("light.turn_on", "light.strip", brightness=9) == ON
    assert house.state("light.strip").attributes["color_mode"] == ColorMode.HS


# The lamps of appliances

LEVELS = ("main", "samsungce.lamp", "setBrightnessLevel")
OVEN_LIGHT = "light.oven_light"
HOOD_LIGHT = "light.cooker_hood_light"


def _lamp(level: Json, *levels: str) -> Readings:
    supported: list[Json] = [*levels]
    return {
        "samsungce.lamp": {
            "brightnessLevel": level,
            "supportedBrightnessLevel": supported or None,
        }
    }


@pytest.mark.parametrize(
    ("wish", "level", "brightness"),
    [
        ({}, "high", 255),
        ({"brightness": 255}, "high", 255),
        ({"brightness": 128}, "mid", 170),
        ({"brightness": 85}, "low", 85),
        ({"brightness": 1}, "low", 85),
    ],
)
async def test_the_lamp_of_an_oven_has_its_levels(
    world: World, wish: dict[str, int], level: str, brightness: int
) -> None:
    """The levels have an order, and one of them is dark."""
    oven = _lamp("off", "off", "low", "mid", "high")
    house = await house_with(world, "Oven", "Oven", oven)
    state = house.state(OVEN_LIGHT)
    assert state.state == STATE_OFF
    assert state.attributes["supported_color_modes"] == [ColorMode.BRIGHTNESS]
    assert await house.call("light.turn_on", OVEN_LIGHT, **wish) == [(*LEVELS, [level])]
    assert house.state(OVEN_LIGHT).state == STATE_ON
    assert house.state(OVEN_LIGHT).attributes["brightness"] == brightness
    assert await house.call("light.turn_off", OVEN_LIGHT) == [(*LEVELS, ["off"])]
    assert house.state(OVEN_LIGHT).state == STATE_OFF


@pytest.mark.parametrize(
    ("levels", "bright"), [(("off", "high"), "high"), (("off", "on"), "on"), ((), "high")]
)
async def test_a_lamp_of_one_level_is_turned_on_and_off(
    world: World, levels: tuple[str, ...], bright: str
) -> None:
    """A lamp that does not list its levels is included."""
    house = await house_with(world, "Oven", "Oven", _lamp(None, *levels))
    state = house.state(OVEN_LIGHT)
    assert state.state == STATE_UNKNOWN
    assert state.attributes["supported_color_modes"] == [ColorMode.ONOFF]
    assert await house.call("light.turn_on", OVEN_LIGHT) == [(*LEVELS, [bright])]
    assert house.state(OVEN_LIGHT).state == STATE_ON


async def test_a_lamp_with_a_switch_keeps_its_level(world: World) -> None:
    """The switch of the hood turns it on and off, and is no other entity."""
    lamp: Readings = {"switch": {"switch": "off"}, **_lamp("low", "low", "high")}
    house = await house_with(world, "Cooker", "Microwave", {}, {"hood": lamp})
    on: tuple[str, str, str, list[Json]] = ("hood", "switch", "on", [])
    high: tuple[str, str, str, list[Json]] = (
        "hood",
        "samsungce.lamp",
        "setBrightnessLevel",
        ["high"],
    )
    assert house.state(HOOD_LIGHT).state == STATE_OFF
    assert await house.call("light.turn_on", HOOD_LIGHT, brightness=200) == [high, on]
    assert house.state(HOOD_LIGHT).state == STATE_ON
    assert house.state(HOOD_LIGHT).attributes["brightness"] == 255
    assert await house.call("light.turn_on", HOOD_LIGHT, brightness=255) == [high]
    assert await house.call("light.turn_on", HOOD_LIGHT) == [on]
    assert await house.call("light.turn_off", HOOD_LIGHT) == [("hood", "switch", "off", [])]
    assert house.state(HOOD_LIGHT).state == STATE_OFF
    with pytest.raises(ValueError, match="not enough values"):
        house.entity_id("switch.cooker_hood")
