"""Covers: shades with a position and slats, and doors without."""

import pytest
from homeassistant.components.cover import CoverEntityFeature, CoverState
from homeassistant.const import STATE_UNKNOWN

from custom_components.smartthings_smartapp.mapping.descriptions.base import AutomationFeature
from simulator.devices.device import Readings
from simulator.devices.ids import Devices
from tests.common.house import House, house_with
from tests.common.world import World

pytestmark = pytest.mark.devices(Devices.GARAGE_DOOR, Devices.PATIO_SHADE, Devices.VENETIAN_BLIND)

SHADE = "cover.patio_shade"
DOOR = "cover.garage_door"
STATE = "windowShade.windowShade"
LEVEL = "windowShadeLevel.shadeLevel"


@pytest.mark.parametrize(
    ("action", "data", "expected"),
    [
        ("cover.close_cover", {}, ("windowShade", "close", [])),
        ("cover.open_cover", {}, ("windowShade", "open", [])),
        ("cover.stop_cover", {}, ("windowShade", "pause", [])),
        ("cover.set_cover_position", {"position": 90}, ("windowShadeLevel", "setShadeLevel", [90])),
    ],
)
async def test_a_shade_is_moved_and_stopped(
    house: House,
    action: str,
    data: dict[str, int],
    expected: tuple[str, str, list[int]],
) -> None:
    """Each action is one command."""
    house.simulator.home.call_later = lambda _delay, _action: None
    assert await house.call(action, SHADE, **data) == [("main", *expected)]


async def test_a_shade_shows_its_movement_and_position(house: House) -> None:
    """One attribute has the movement, the level the position."""
    assert house.state(SHADE).state == CoverState.OPEN
    assert await house.shows(SHADE, Devices.PATIO_SHADE, STATE, "closing") == CoverState.CLOSING
    await house.report(Devices.PATIO_SHADE, LEVEL, 40)
    assert house.state(SHADE).attributes["current_position"] == 40
    await house.report(Devices.PATIO_SHADE, STATE, "partially open")
    assert house.state(SHADE).state == CoverState.OPEN
    assert await house.shows(SHADE, Devices.PATIO_SHADE, STATE, "opening") == CoverState.OPENING
    await house.report(Devices.PATIO_SHADE, LEVEL, 0)
    assert await house.shows(SHADE, Devices.PATIO_SHADE, STATE, "closed") == CoverState.CLOSED
    await house.report(Devices.PATIO_SHADE, LEVEL, None)
    assert house.state(SHADE).state == CoverState.CLOSED
    assert await house.shows(SHADE, Devices.PATIO_SHADE, STATE, "unknown") == STATE_UNKNOWN


async def test_a_shade_has_the_commands_that_the_device_lists(house: House) -> None:
    """Stop needs pause; without a list, all commands exist."""
    every = (
        CoverEntityFeature.OPEN
        | CoverEntityFeature.CLOSE
        | CoverEntityFeature.STOP
        | CoverEntityFeature.SET_POSITION
    )
    source = "windowShade.supportedWindowShadeCommands"
    assert house.state(SHADE).attributes["supported_features"] == every | OWN
    await house.report(Devices.PATIO_SHADE, source, ["open", "close"])
    expected = every & ~CoverEntityFeature.STOP
    assert house.state(SHADE).attributes["supported_features"] == expected | OWN
    await house.report(Devices.PATIO_SHADE, source, None)
    assert house.state(SHADE).attributes["supported_features"] == every | OWN


async def test_a_garage_door_opens_and_closes(house: House) -> None:
    """It shows the movement and the end."""
    features = CoverEntityFeature.OPEN | CoverEntityFeature.CLOSE
    assert house.state(DOOR).attributes["supported_features"] == features | OWN
    assert house.state(DOOR).state == CoverState.CLOSED
    assert await house.call("cover.open_cover", DOOR) == [("main", "doorControl", "open", [])]
    assert house.state(DOOR).state == CoverState.OPEN
    assert house.state("binary_sensor.garage_door_garage_door").state == "on"
    device = Devices.GARAGE_DOOR
    assert await house.shows(DOOR, device, "doorControl.door", "closing") == CoverState.CLOSING
    assert await house.shows(DOOR, device, "doorControl.door", "closed") == CoverState.CLOSED
    assert await house.shows(DOOR, device, "doorControl.door", "unknown") == STATE_UNKNOWN


async def test_an_old_shade_is_moved_by_the_level_of_a_dimmer(world: World) -> None:
    """Older drivers have no capability for the position."""
    shade: Readings = {
        "windowShade": {"windowShade": "partially open"},
        "switchLevel": {"level": 30},
    }
    house = await house_with(world, "Attic blind", "Blind", shade)
    assert house.state("cover.attic_blind").attributes["current_position"] == 30
    house.simulator.home.call_later = lambda _delay, _action: None
    assert await house.call("cover.set_cover_position", "cover.attic_blind", position=70) == [
        ("main", "switchLevel", "setLevel", [70])
    ]


OWN = AutomationFeature.OWN
BLIND = "cover.bedroom_blind"
TILTS = (
    CoverEntityFeature.OPEN_TILT
    | CoverEntityFeature.CLOSE_TILT
    | CoverEntityFeature.SET_TILT_POSITION
)
ENDS = CoverEntityFeature.OPEN | CoverEntityFeature.CLOSE


@pytest.mark.parametrize(
    ("action", "data", "level"),
    [
        ("cover.open_cover_tilt", {}, 100),
        ("cover.close_cover_tilt", {}, 0),
        ("cover.set_cover_tilt_position", {"tilt_position": 20}, 20),
    ],
)
async def test_slats_are_turned(
    house: House, action: str, data: dict[str, int], level: int
) -> None:
    """Each action is one command, and the blind does not move."""
    state = house.state(BLIND)
    assert state.attributes["supported_features"] & TILTS == TILTS
    assert state.attributes["current_tilt_position"] == 50
    assert await house.call(action, BLIND, **data) == [
        ("main", "windowShadeTiltLevel", "setShadeTiltLevel", [level])
    ]
    assert house.state(BLIND).attributes["current_tilt_position"] == level
    assert house.state(BLIND).attributes["current_position"] == 60


async def test_slats_that_turn_both_ways_are_open_as_far_as_they_are_turned(
    house: House,
) -> None:
    """The sign of the level only shows the direction."""
    device, source = Devices.VENETIAN_BLIND, "windowShadeTiltLevel.shadeTiltLevel"
    await house.report(device, source, -40)
    assert house.state(BLIND).attributes["current_tilt_position"] == 40
    await house.report(device, source, None)
    assert "current_tilt_position" not in house.state(BLIND).attributes


async def test_a_shade_goes_to_its_preset_position(house: House) -> None:
    """A button moves it there, and a number has the position."""
    number = "number.bedroom_blind_preset_position"
    assert house.state(number).state == "25"
    assert await house.call("number.set_value", number, value=40) == [
        ("main", "windowShadePreset", "setPresetPosition", [40])
    ]
    assert house.state(number).state == "40"
    house.simulator.home.call_later = lambda _delay, _action: None
    assert await house.call("button.press", "button.bedroom_blind_move_to_preset_position") == [
        ("main", "windowShadePreset", "presetPosition", [])
    ]


async def test_a_shade_with_only_a_level_uses_it_for_its_ends(world: World) -> None:
    """It cannot be stopped, because there is no command for that."""
    house = await house_with(world, "Skylight", "Window", {"windowShadeLevel": {"shadeLevel": 30}})
    skylight = "cover.skylight"
    state = house.state(skylight)
    assert state.state == CoverState.OPEN
    assert state.attributes["device_class"] == "window"
    assert state.attributes["supported_features"] == ENDS | CoverEntityFeature.SET_POSITION | OWN
    for action, level in (("cover.open_cover", 100), ("cover.close_cover", 0)):
        assert await house.call(action, skylight) == [
            ("main", "windowShadeLevel", "setShadeLevel", [level])
        ]
        house.simulator.home.call_later = lambda _delay, _action: None
    assert await house.call("cover.set_cover_position", skylight, position=70) == [
        ("main", "windowShadeLevel", "setShadeLevel", [70])
    ]


async def test_slats_alone_are_a_blind(world: World) -> None:
    """The blind is closed when the slats are."""
    slats: Readings = {"windowShadeTiltLevel": {"shadeTiltLevel": 0}}
    house = await house_with(world, "Slats", "Blind", slats)
    state = house.state("cover.slats")
    assert state.state == CoverState.CLOSED
    assert state.attributes["supported_features"] == TILTS | OWN
    await house.call("cover.open_cover_tilt", "cover.slats")
    assert house.state("cover.slats").state == CoverState.OPEN


async def test_a_shade_without_a_position_opens_and_closes(world: World) -> None:
    """Its state is its only attribute."""
    shade: Readings = {"windowShade": {"windowShade": "closed"}}
    house = await house_with(world, "Awning", "Shade", shade)
    features = ENDS | CoverEntityFeature.STOP
    assert house.state("cover.awning").attributes["supported_features"] == features | OWN
    assert house.state("cover.awning").state == CoverState.CLOSED
    assert "current_position" not in house.state("cover.awning").attributes
