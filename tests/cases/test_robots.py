"""Matter robots and machines: the commands that they list, and the rooms of a robot."""

import pytest
from homeassistant.components.vacuum import Segment, VacuumEntityFeature
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers import issue_registry as ir

from custom_components.smartthings_smartapp.mapping.descriptions.base import AutomationFeature
from custom_components.smartthings_smartapp.vacuum import SmartThingsVacuum
from simulator.devices.device import Json, Readings, make_device
from simulator.devices.ids import HOME_LOCATION
from tests.common.world import World

from .conftest import Case, case_of

_STATE = "robotCleanerOperatingState"
_ROOMS: list[Json] = [
    {"areaId": 3, "areaName": "Kitchen"},
    {"areaId": 5, "areaName": "Büro"},
]


async def _device(world: World, category: str, readings: Readings) -> Case:
    device = make_device(
        "9a0f1f35-1b51-4f0b-8a53-94a6b9ff2f3e",
        "Thing",
        location_id=HOME_LOCATION,
        category=category,
        components={"main": readings},
    )
    return await case_of(world, device)


async def _robot(world: World, commands: Json, listing: str, state: str = "docked") -> Case:
    return await _device(
        world,
        "RobotCleaner",
        {
            _STATE: {"operatingState": state, listing: commands},
            "serviceArea": {"supportedAreas": _ROOMS, "selectedAreas": [5]},
        },
    )


def _features(robot: Case) -> int:
    features = robot.find("vacuum").attributes["supported_features"]
    assert isinstance(features, int)
    return features & ~AutomationFeature.OWN


@pytest.mark.parametrize("listing", ["supportedOperatingStateCommands", "supportedCommands"])
async def test_a_robot_offers_what_it_lists(world: World, listing: str) -> None:
    """Some drivers list the commands for the current state."""
    robot = await _robot(world, ["start", "goHome"], listing)
    assert not _features(robot) & VacuumEntityFeature.PAUSE
    assert _features(robot) & VacuumEntityFeature.START
    assert _features(robot) & VacuumEntityFeature.RETURN_HOME
    await robot.reports(f"{_STATE}.{listing}", ["pause"])
    assert _features(robot) & VacuumEntityFeature.PAUSE
    assert not _features(robot) & VacuumEntityFeature.START


async def test_a_robot_that_lists_nothing_offers_all(world: World) -> None:
    """Without a list, all commands are offered."""
    robot = await _robot(world, None, "supportedOperatingStateCommands")
    wanted = VacuumEntityFeature.START | VacuumEntityFeature.PAUSE | VacuumEntityFeature.CLEAN_AREA
    assert _features(robot) & wanted == wanted


def _entity(robot: Case) -> SmartThingsVacuum:
    component = robot.hass.data["entity_components"]["vacuum"]
    entity = component.get_entity(robot.find("vacuum").entity_id)
    assert isinstance(entity, SmartThingsVacuum)
    return entity


async def test_a_robot_cleans_some_rooms(world: World) -> None:
    """One request selects the rooms and starts the robot. The next start cleans all rooms."""
    robot = await _robot(world, ["start"], "supportedCommands")
    entity = _entity(robot)
    assert await entity.async_get_segments() == [Segment("3", "Kitchen"), Segment("5", "Büro")]
    before = len(robot.simulator.commands)
    await entity.async_clean_segments(["3", "5"])
    await robot.world.settle()
    (request,) = robot.simulator.commands[before:]
    sent = [
        (command["capability"], command["command"], command["arguments"])
        for command in request.commands
    ]
    assert sent == [("serviceArea", "selectAreas", [[3, 5]]), (_STATE, "start", [])]
    with pytest.raises(ServiceValidationError):
        await entity.async_clean_segments(["8"])
    everywhere = await robot.sends("vacuum.start", robot.find("vacuum"))
    assert everywhere == [
        ("main", "serviceArea", "selectAreas", [[]]),
        ("main", _STATE, "start", []),
    ]


async def test_a_paused_robot_goes_on_where_it_was(world: World) -> None:
    """The selected rooms stay."""
    robot = await _robot(world, ["start"], "supportedCommands", "paused")
    sent = await robot.sends("vacuum.start", robot.find("vacuum"))
    assert sent == [("main", _STATE, "start", [])]


async def test_other_rooms_are_an_issue(world: World) -> None:
    """The areas of Home Assistant have to be assigned again."""
    robot = await _robot(world, ["start"], "supportedCommands")
    registry = er.async_get(robot.hass)
    entity_id = robot.find("vacuum").entity_id
    seen = [
        {"id": "3", "name": "Kitchen", "group": None},
        {"id": "5", "name": "Büro", "group": None},
    ]
    registry.async_update_entity_options(entity_id, "vacuum", {"last_seen_segments": seen})
    await robot.reports("serviceArea.selectedAreas", [3])
    issues = ir.async_get(robot.hass).issues
    await robot.reports("serviceArea.supportedAreas", None)
    assert not [key for key in issues if key[0] == "vacuum"], "no list is no other list"
    await robot.reports("serviceArea.supportedAreas", _ROOMS[:1])
    assert [key for key in issues if key[0] == "vacuum"]


async def test_a_machine_has_the_buttons_that_it_lists(world: World) -> None:
    """Others of its capability have no button."""
    washer = await _device(
        world,
        "Washer",
        {
            "operationalState": {
                "operationalState": "stopped",
                "supportedCommands": ["start", "stop"],
                "supportedOperationalStates": ["stopped", "running"],
            }
        },
    )
    names = {row.own_name for row in washer.rows if row.platform == "button"}
    assert {"Start", "Stop"} <= names
    assert not {"Pause", "Resume"} & names


async def test_the_modes_of_a_robot_bear_the_names_of_their_parts(world: World) -> None:
    """Each lists its modes and those that can be set now."""
    cleaning: Readings = {
        "mode": {
            "mode": "Vacuum & Mop",
            "supportedModes": ["Vacuum", "Vacuum & Mop"],
            "supportedArguments": [],
        }
    }
    running: Readings = {
        "mode": {
            "mode": "Cleaning",
            "supportedModes": ["Idle", "Cleaning", "Mapping"],
            "supportedArguments": ["Idle"],
        }
    }
    device = make_device(
        "1be6f1a1-53bb-4d2f-9e59-6e0f9d8e6a10",
        "Robby",
        location_id=HOME_LOCATION,
        category="RobotCleaner",
        components={
            "main": {_STATE: {"operatingState": "running"}},
            "cleanMode": cleaning,
            "runMode": running,
        },
    )
    robot = await case_of(world, device)
    modes = {row.name: row for row in robot.rows if row.platform == "select"}
    assert set(modes) == {"Robby Clean mode", "Robby Run mode"}
    assert modes["Robby Clean mode"].state == "Vacuum & Mop"
    options = modes["Robby Run mode"].attributes["options"]
    assert options == ["Idle", "Cleaning"], "what it is set to stays an option"
    sent = await robot.sends("select.select_option", modes["Robby Clean mode"], option="Vacuum")
    assert sent == [("cleanMode", "mode", "setMode", ["Vacuum"])]
