"""Doors, locks, modes, buttons and updates: what the options of their triggers do."""

import pytest
from freezegun.api import FrozenDateTimeFactory

from simulator import SimulatorOptions
from simulator.devices.device import Json
from simulator.devices.ids import HOME_LOCATION, Devices, Modes
from tests.common.automations import automate, entities_of, target_of
from tests.common.house import House
from tests.common.passing_time import pass_time

pytestmark = pytest.mark.devices(
    Devices.FRIDGE, Devices.FRONT_DOOR, Devices.FRONT_LOCK, Devices.GARAGE_DOOR, Devices.REMOTE
)

CONTACT = "contactSensor.contact"
DOOR = "doorControl.door"


@pytest.fixture
def simulator_options() -> SimulatorOptions:
    """Return a cloud without rate limits, because some tests let time pass."""
    return SimulatorOptions(rate_limits=False)


async def test_only_the_chosen_presses_of_the_chosen_button_fire(house: House) -> None:
    button = house.entity_id("event.sofa_remote_button_2")
    calls = await automate(
        house.hass, "button_pressed", {"entity_id": button}, event_type=["held", "double"]
    )
    for component, press in (("main", "held"), ("button2", "pushed"), ("button2", "held")):
        await house.report(Devices.REMOTE, "button.button", press, component=component)
    assert entities_of(calls) == [button]


async def test_the_same_press_twice_fires_twice(house: House) -> None:
    calls = await automate(house.hass, "button_pressed", target_of(house, Devices.REMOTE))
    for _ in range(2):
        await house.report(Devices.REMOTE, "button.button", "held")
    assert len(calls) == 2


async def test_a_door_is_left_open_after_five_minutes(
    house: House, freezer: FrozenDateTimeFactory
) -> None:
    """By default. It fires once, and not if the door is closed before."""
    calls = await automate(house.hass, "door_left_open", target_of(house, Devices.FRONT_DOOR))
    await house.report(Devices.FRONT_DOOR, CONTACT, "open")
    await pass_time(house.world, freezer, 240)
    await house.report(Devices.FRONT_DOOR, CONTACT, "closed")
    await pass_time(house.world, freezer, 600)
    assert calls == []
    await house.report(Devices.FRONT_DOOR, CONTACT, "open")
    await pass_time(house.world, freezer, 294)
    assert calls == []
    await pass_time(house.world, freezer, 12)
    assert len(calls) == 1
    await pass_time(house.world, freezer, 600)
    assert len(calls) == 1


async def test_a_garage_door_with_a_contact_is_one_door(
    house: House, freezer: FrozenDateTimeFactory
) -> None:
    calls = await automate(
        house.hass,
        "door_left_open",
        target_of(house, Devices.GARAGE_DOOR),
        **{"for": {"minutes": 10}},
    )
    await house.report(Devices.GARAGE_DOOR, CONTACT, "open")
    await house.report(Devices.GARAGE_DOOR, DOOR, "opening")
    await pass_time(house.world, freezer, 360)
    await house.report(Devices.GARAGE_DOOR, DOOR, "open")
    assert calls == []
    await pass_time(house.world, freezer, 246)
    assert entities_of(calls) == ["cover.garage_door"]


@pytest.mark.parametrize(
    ("who", "data", "expected"),
    [
        ([], {"method": "keypad"}, ""),
        ([], {"method": "keypad", "codeId": "4"}, "4"),
        ([], {"method": "keypad", "codeId": "4", "codeName": "Anna"}, "Anna"),
        ([], {"method": "rfid", "codeId": "4", "userName": "Ben"}, "Ben"),
        (["anna"], {"method": "keypad", "codeId": "4", "codeName": "Anna"}, "Anna"),
        (["4"], {"method": "keypad", "codeId": "4", "codeName": "Anna"}, "Anna"),
    ],
)
async def test_a_code_identifies_who_unlocked(
    house: House, who: list[str], data: dict[str, Json], expected: str
) -> None:
    """The name of the user, that of the code, or its number."""
    target = target_of(house, Devices.FRONT_LOCK)
    options = {"who": who} if who else {}
    calls = await automate(house.hass, "door_unlocked_with_code", target, **options)
    await house.report(Devices.FRONT_LOCK, "lock.lock", "unlocked", data=data)
    (call,) = calls
    assert str(call.data["who"] or "") == expected
    assert call.data["method"] == data["method"]


async def test_an_unlock_that_a_poll_finds_fires_with_its_details(house: House) -> None:
    """The status contains what the event did; one that is old changes no state."""
    target = target_of(house, Devices.FRONT_LOCK)
    calls = await automate(house.hass, "door_unlocked_with_code", target)
    house.simulator.faults.drop_deliveries(1)
    data: dict[str, Json] = {"method": "keypad", "codeId": "4", "codeName": "Anna"}
    await house.report(Devices.FRONT_LOCK, "lock.lock", "unlocked", data=data)
    assert calls == []
    for _ in range(2):
        await house.entry.runtime_data.parts.coordinator.async_refresh()
        await house.world.settle()
    (call,) = calls
    assert call.data["who"] == "Anna"


@pytest.mark.parametrize(
    ("who", "data"),
    [
        ([], None),
        ([], {"method": "manual"}),
        ([], {"method": "command", "userName": "Anna"}),
        (["Ben"], {"method": "keypad", "codeId": "4", "codeName": "Anna"}),
    ],
)
async def test_other_ways_to_unlock_do_not_fire(
    house: House, who: list[str], data: dict[str, Json] | None
) -> None:
    target = target_of(house, Devices.FRONT_LOCK)
    options = {"who": who} if who else {}
    calls = await automate(house.hass, "door_unlocked_with_code", target, **options)
    await house.report(Devices.FRONT_LOCK, "lock.lock", "unlocked", data=data)
    await house.report(Devices.FRONT_LOCK, "lock.lock", "locked", data=data)
    assert calls == []


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, ["Away", "Night", "Home"]),
        ({"to": "Night"}, ["Night"]),
        ({"from": ["Away", "Night"]}, ["Night", "Home"]),
        ({"from": ["Away"], "to": ["Home"]}, []),
    ],
)
async def test_a_change_of_mode_fires_for_the_chosen_modes(
    house: House, options: dict[str, object], expected: list[str]
) -> None:
    calls = await automate(
        house.hass, "location_mode_changed", target_of(house, HOME_LOCATION), **options
    )
    for mode in (Modes.AWAY, Modes.NIGHT, Modes.HOME):
        house.simulator.home.set_mode(HOME_LOCATION, mode)
        await house.world.settle()
    assert [call.data["to"] for call in calls] == expected
