"""Robot vacuums: Samsung's, standard ones, and those with few capabilities."""

import pytest
from homeassistant.components.vacuum import VacuumActivity, VacuumEntityFeature
from homeassistant.const import STATE_UNKNOWN
from homeassistant.exceptions import ServiceValidationError

from custom_components.smartthings_smartapp.mapping.descriptions.base import AutomationFeature
from simulator.devices.device import Json, Readings
from simulator.devices.ids import Devices
from tests.common.house import House, house_with
from tests.common.world import World

pytestmark = pytest.mark.devices(Devices.ROBOT_VACUUM)

ROBOT = "vacuum.robot_vacuum"
OPERATING = "samsungce.robotCleanerOperatingState"
STATE = f"{OPERATING}.operatingState"
TURBO = "robotCleanerTurboMode"
MODE = "robotCleanerCleaningMode"
MOVEMENT = "robotCleanerMovement"
BASIC = VacuumEntityFeature.START | VacuumEntityFeature.STATE
MOVES = VacuumEntityFeature.PAUSE | VacuumEntityFeature.STOP | VacuumEntityFeature.RETURN_HOME


def features(house: House, name: str) -> int:
    """Return the features of a vacuum."""
    offered = house.state(name).attributes["supported_features"]
    assert isinstance(offered, int)
    return offered & ~AutomationFeature.OWN


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("vacuum.start", (OPERATING, "start", [])),
        ("vacuum.pause", (OPERATING, "pause", [])),
        ("vacuum.return_to_base", (OPERATING, "returnToHome", [])),
        ("vacuum.stop", (MODE, f"setR{MODE[1:]}", ["stop"])),
    ],
)
async def test_a_samsung_robot_has_its_own_commands(
    house: House, action: str, expected: tuple[str, str, list[Json]]
) -> None:
    """Each action is one command."""
    assert await house.call(action, ROBOT) == [("main", *expected)]


async def test_a_samsung_robot_shows_its_activity(house: House) -> None:
    """The device reports the result of the command, and each value has an activity."""
    assert house.state(ROBOT).state == VacuumActivity.DOCKED
    await house.act("vacuum.start", ROBOT)
    await house.world.settle()
    assert house.state(ROBOT).state == VacuumActivity.CLEANING
    for word, activity in {
        "paused": VacuumActivity.PAUSED,
        "homing": VacuumActivity.RETURNING,
        "chargingForRemainingJob": VacuumActivity.DOCKED,
        "washingMop": VacuumActivity.DOCKED,
        "idle": VacuumActivity.IDLE,
        "error": VacuumActivity.ERROR,
        "dancing": STATE_UNKNOWN,
        "cleaning": VacuumActivity.CLEANING,
    }.items():
        assert await house.shows(ROBOT, Devices.ROBOT_VACUUM, STATE, word) == activity
    assert await house.shows(ROBOT, Devices.ROBOT_VACUUM, STATE, None) == STATE_UNKNOWN


async def test_a_fan_speed_has_its_own_name(house: House) -> None:
    """The device's values are unclear: on is the strongest speed, off the normal one."""
    assert features(house, ROBOT) == BASIC | MOVES | (
        VacuumEntityFeature.FAN_SPEED | VacuumEntityFeature.CLEAN_AREA
    )
    attributes = house.state(ROBOT).attributes
    assert attributes["fan_speed_list"] == ["quiet", "normal", "smart", "maximum"]
    assert attributes["fan_speed"] == "smart"
    assert await house.call("vacuum.set_fan_speed", ROBOT, fan_speed="quiet") == [
        ("main", TURBO, f"setR{TURBO[1:]}", ["extraSilence"])
    ]
    assert house.state(ROBOT).attributes["fan_speed"] == "quiet"
    await house.report(Devices.ROBOT_VACUUM, f"{TURBO}.{TURBO}", "gale")
    assert house.state(ROBOT).attributes["fan_speed"] == "gale"
    await house.report(Devices.ROBOT_VACUUM, f"{TURBO}.{TURBO}", None)
    assert house.state(ROBOT).attributes["fan_speed"] is None
    with pytest.raises(ServiceValidationError) as refused:
        await house.act("vacuum.set_fan_speed", ROBOT, fan_speed="storm")
    assert refused.value.translation_key == "not_offered"
    assert refused.value.translation_placeholders is not None
    assert refused.value.translation_placeholders["options"] == "quiet, normal, smart, maximum"


async def test_the_settings_of_a_robot_can_be_set(house: House) -> None:
    """Each is a select with the values of the device, or a switch."""
    for name, option, capability, command, value in (
        ("cleaning_mode", "spot", "CleaningMode", "setCleaningMode", "spot"),
        ("cleaning_type", "mop", "CleaningType", "setCleaningType", "mop"),
        ("driving_mode", "wall_first", "DrivingMode", "setDrivingMode", "wallFirst"),
        ("water_amount", "medium_low", "WaterSprayLevel", "setWaterSprayLevel", "mediumLow"),
    ):
        entity = f"select.robot_vacuum_{name}"
        assert await house.call("select.select_option", entity, option=option) == [
            ("main", f"samsungce.robotCleaner{capability}", command, [value])
        ]
        assert house.state(entity).state == option
    repeat = "switch.robot_vacuum_repeat_cleaning"
    capability = "samsungce.robotCleanerCleaningMode"
    assert await house.call("switch.turn_on", repeat) == [
        ("main", capability, "enableRepeatMode", [])
    ]
    assert house.state(repeat).state == "on"
    assert await house.call("switch.turn_off", repeat) == [
        ("main", capability, "disableRepeatMode", [])
    ]


@pytest.mark.parametrize(
    ("action", "command"),
    [
        ("vacuum.start", "start"),
        ("vacuum.pause", "pause"),
        ("vacuum.return_to_base", "goHome"),
    ],
)
async def test_a_standard_robot_returns_home(world: World, action: str, command: str) -> None:
    """The standard operating state has its own commands, and a value for each fault."""
    capability = "robotCleanerOperatingState"
    robot: Readings = {capability: {"operatingState": "stuck"}}
    house = await house_with(world, "Otto", "RobotCleaner", robot)
    assert house.state("vacuum.otto").state == VacuumActivity.ERROR
    home = VacuumEntityFeature.PAUSE | VacuumEntityFeature.RETURN_HOME
    assert features(house, "vacuum.otto") == BASIC | home
    assert await house.call(action, "vacuum.otto") == [("main", capability, command, [])]


@pytest.mark.parametrize(
    ("action", "movement", "activity"),
    [
        ("vacuum.start", "cleaning", VacuumActivity.CLEANING),
        ("vacuum.pause", "pause", VacuumActivity.PAUSED),
        ("vacuum.stop", "idle", VacuumActivity.IDLE),
        ("vacuum.return_to_base", "homing", VacuumActivity.RETURNING),
    ],
)
async def test_an_old_robot_is_controlled_by_its_movement(
    world: World, action: str, movement: str, activity: str
) -> None:
    """Without an operating state, the movement is both its activity and its command."""
    robot: Readings = {MOVEMENT: {MOVEMENT: movement}, "switch": {"switch": "off"}}
    house = await house_with(world, "Otto", "RobotCleaner", robot)
    assert house.state("vacuum.otto").state == activity
    assert features(house, "vacuum.otto") == BASIC | MOVES
    assert "fan_speed_list" not in house.state("vacuum.otto").attributes
    assert await house.call(action, "vacuum.otto") == [
        ("main", MOVEMENT, f"setR{MOVEMENT[1:]}", [movement])
    ]


@pytest.mark.parametrize(("action", "mode"), [("vacuum.start", "auto"), ("vacuum.stop", "stop")])
async def test_a_robot_with_only_a_mode_starts_and_stops(
    world: World, action: str, mode: str
) -> None:
    """Any mode other than stop means that it is cleaning."""
    house = await house_with(world, "Otto", "RobotCleaner", {MODE: {MODE: "part"}})
    assert house.state("vacuum.otto").state == VacuumActivity.CLEANING
    assert features(house, "vacuum.otto") == BASIC | VacuumEntityFeature.STOP
    assert await house.call(action, "vacuum.otto") == [("main", MODE, f"setR{MODE[1:]}", [mode])]
