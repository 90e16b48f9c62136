"""Saving energy: demand response, the energy of a month, and the kind of a battery."""

from datetime import datetime, timedelta

import pytest
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNKNOWN
from homeassistant.util import dt as dt_util

from simulator.devices.device import Json, Reading, Readings, make_device
from simulator.devices.ids import HOME_LOCATION
from tests.common.homes import with_all_entities
from tests.common.house import House
from tests.common.world import World

_ID = "9a0f1f35-1b51-4f0b-8a53-94a6b9ff2f3e"
_DEMAND = "demandResponseLoadControl"
_STATUS = f"{_DEMAND}.drlcStatus"
_IDLE: dict[str, Json] = {
    "drlcType": 1,
    "drlcLevel": 0,
    "start": "1970-01-01T00:00:00Z",
    "duration": 0,
    "override": False,
}


async def _house(world: World, category: str, capabilities: Readings) -> House:
    home = world.simulator.home
    home.devices.clear()
    home.add_device(
        make_device(
            _ID,
            "Thing",
            location_id=HOME_LOCATION,
            category=category,
            components={"main": capabilities},
        )
    )
    return House(world, await with_all_entities(world))


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, STATE_OFF),
        ({"drlcLevel": -1}, STATE_OFF),
        ({"drlcLevel": 2}, STATE_ON),
        ({"drlcLevel": 2, "override": True}, STATE_OFF),
        ({"drlcLevel": "high"}, STATE_UNKNOWN),
    ],
)
async def test_demand_response_is_on_while_the_load_is_reduced(
    world: World, changes: dict[str, Json], state: str
) -> None:
    """Levels below one reduce nothing, and neither does a request that the user overrides."""
    house = await _house(world, "Refrigerator", {_DEMAND: {"drlcStatus": _IDLE}})
    name = "binary_sensor.thing_demand_response"
    assert await house.shows(name, _ID, _STATUS, {**_IDLE, **changes}) == state


async def test_demand_response_has_its_details(world: World) -> None:
    """They are the attributes of the binary sensor, without those that are not reported."""
    house = await _house(world, "Refrigerator", {_DEMAND: {"drlcStatus": _IDLE}})
    await house.report(_ID, _STATUS, {"drlcType": 1, "drlcLevel": 3, "duration": 120})
    attributes = house.state("binary_sensor.thing_demand_response").attributes
    assert (attributes["level"], attributes["duration"]) == (3, 120)
    assert not attributes.keys() & {"override", "start"}


@pytest.mark.parametrize(
    ("level", "longest", "expected"),
    [(2, 90, [1, 2, 90]), (None, 99999999, [1, 1, 1440]), (None, None, [1, 1, 1440])],
)
async def test_an_appliance_with_the_ai_energy_mode_can_be_asked_to_reduce_its_load(
    world: World, level: int | None, longest: int | None, expected: list[int]
) -> None:
    """The request has the level of the appliance and its longest duration, a day at most."""
    house = await _house(
        world,
        "Refrigerator",
        {
            _DEMAND: {"drlcStatus": _IDLE},
            "custom.energyType": {
                "energySavingOperationSupport": True,
                "energySavingLevel": level,
                "drMaxDuration": longest,
            },
        },
    )
    start = "button.thing_start_demand_response"
    ((_, capability, command, arguments),) = await house.call("button.press", start)
    assert (capability, command) == (_DEMAND, "requestDrlcAction")
    kind, asked, begin, minutes = arguments
    assert [kind, asked, minutes] == expected
    assert abs(dt_util.utcnow() - datetime.fromisoformat(str(begin))) < timedelta(minutes=1)
    assert house.state("binary_sensor.thing_demand_response").state == STATE_ON
    end = await house.call("button.press", "button.thing_end_demand_response")
    assert end == [("main", _DEMAND, "overrideDrlcAction", [True])]
    assert house.state("binary_sensor.thing_demand_response").state == STATE_OFF


async def test_an_appliance_without_the_mode_has_no_such_buttons(world: World) -> None:
    """Most appliances list the capability and support no demand response."""
    house = await _house(world, "Refrigerator", {_DEMAND: {"drlcStatus": _IDLE}})
    assert not [each for each in house.hass.states.async_entity_ids("button") if "demand" in each]


async def test_the_energy_of_the_month_is_a_total(world: World) -> None:
    """The list has the months in any order; the last one counts."""
    months: Json = [
        {"month": "2026-11", "consumedEnergy": 12.5},
        {"month": "2026-10", "consumedEnergy": 40},
    ]
    source = "samsungce.consumedEnergy"
    house = await _house(world, "Refrigerator", {source: {"monthlyUsage": months}})
    name = "sensor.thing_energy_this_month"
    state = house.state(name)
    assert (float(state.state), state.attributes["state_class"]) == (12.5, "total_increasing")
    assert await house.shows(name, _ID, f"{source}.monthlyUsage", []) == STATE_UNKNOWN


async def test_a_battery_shows_what_it_is(world: World) -> None:
    """Few drivers report it."""
    level = Reading(value=63, unit="%")
    house = await _house(
        world, "ContactSensor", {"battery": {"battery": level, "type": "CR2032", "quantity": 2}}
    )
    name = "sensor.thing_battery"
    attributes = house.state(name).attributes
    assert (attributes["battery_type"], attributes["battery_quantity"]) == ("CR2032", 2)
    await house.report(_ID, "battery.quantity", None)
    assert "battery_quantity" not in house.state(name).attributes


async def test_the_battery_of_a_stick_vacuum_is_one(world: World) -> None:
    """It has a capability of its own."""
    house = await _house(
        world,
        "StickVacuumCleaner",
        {"samsungce.rechargeableBattery": {"battery": 80, "chargingStatus": None}},
    )
    state = house.state("sensor.thing_battery")
    assert (state.state, state.attributes["device_class"]) == ("80", "battery")
