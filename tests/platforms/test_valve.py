"""Valves: open, closed, and partly open if they have a level."""

import pytest
from homeassistant.components.valve import ValveEntityFeature, ValveState
from homeassistant.const import STATE_UNKNOWN

from simulator.devices.ids import Devices
from tests.common.house import House

pytestmark = pytest.mark.devices(Devices.GARDEN_VALVE, Devices.WATER_VALVE)

MAIN_VALVE = "valve.main_water_valve"
GARDEN = "valve.garden_valve"
ENDS = ValveEntityFeature.OPEN | ValveEntityFeature.CLOSE


async def test_a_valve_is_closed_and_opened(house: House) -> None:
    """It shows the reported state, and has no position."""
    state = house.state(MAIN_VALVE)
    assert state.state == ValveState.OPEN
    assert state.attributes["device_class"] == "water"
    assert state.attributes["supported_features"] == ENDS
    assert await house.call("valve.close_valve", MAIN_VALVE) == [("main", "valve", "close", [])]
    assert house.state(MAIN_VALVE).state == ValveState.CLOSED
    assert await house.call("valve.open_valve", MAIN_VALVE) == [("main", "valve", "open", [])]
    assert house.state(MAIN_VALVE).state == ValveState.OPEN
    source = "valve.valve"
    assert await house.shows(MAIN_VALVE, Devices.WATER_VALVE, source, None) == STATE_UNKNOWN


@pytest.mark.parametrize(
    ("action", "data", "expected", "position"),
    [
        ("valve.open_valve", {}, ("valve", "open", []), 100),
        ("valve.set_valve_position", {"position": 100}, ("valve", "open", []), 100),
        ("valve.set_valve_position", {"position": 35}, ("switchLevel", "setLevel", [35]), 35),
        ("valve.set_valve_position", {"position": 0}, ("valve", "close", []), 0),
        ("valve.close_valve", {}, ("valve", "close", []), 0),
    ],
)
async def test_a_valve_with_a_level_opens_partly(
    house: House,
    action: str,
    data: dict[str, int],
    expected: tuple[str, str, list[int]],
    position: int,
) -> None:
    """The ends are commands of the valve, and the level sets positions in between."""
    features = ENDS | ValveEntityFeature.SET_POSITION
    assert house.state(GARDEN).attributes["supported_features"] == features
    assert await house.call(action, GARDEN, **data) == [("main", *expected)]
    assert house.state(GARDEN).attributes["current_position"] == position


async def test_a_closed_valve_shows_no_flow_whatever_its_level(house: House) -> None:
    """Some valves keep the level to which they open."""
    await house.report(Devices.GARDEN_VALVE, "switchLevel.level", 70)
    assert house.state(GARDEN).state == ValveState.CLOSED
    assert house.state(GARDEN).attributes["current_position"] == 0
    await house.report(Devices.GARDEN_VALVE, "valve.valve", "open")
    assert house.state(GARDEN).state == ValveState.OPEN
    assert house.state(GARDEN).attributes["current_position"] == 70
    source = "switchLevel.level"
    assert await house.shows(GARDEN, Devices.GARDEN_VALVE, source, None) == STATE_UNKNOWN
