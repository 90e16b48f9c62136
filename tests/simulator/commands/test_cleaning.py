"""Commands for robot vacuums, stick cleaners and settings of appliances."""

import pytest

from simulator.commands.behaviour import CommandError, effects
from simulator.devices.device import Json, Readings, SimDevice
from simulator.devices.home import Home
from simulator.devices.ids import Devices

from .commanding import make_command, make_gadget

type Written = dict[tuple[str, str], Json]

QUIET = "custom.doNotDisturbMode"
ROBOT: Readings = {
    "robotCleanerMovement": {"robotCleanerMovement": "idle"},
    "robotCleanerOperatingState": {"operatingState": "stopped"},
    "samsungce.robotCleanerOperatingState": {"operatingState": "idle"},
    "robotCleanerCleaningMode": {"robotCleanerCleaningMode": "stop"},
    "switch": {"switch": "off"},
}


def _outcome(
    device: SimDevice, capability: str, command: str, *arguments: Json, component: str = "main"
) -> tuple[Written, Written]:
    """Return the values that a command writes immediately, and the final values."""
    found = effects(device, make_command(capability, command, *arguments, component=component), 0)
    immediately = {
        (effect.capability, effect.attribute): effect.value for effect in found if effect.after == 0
    }
    return immediately, {(effect.capability, effect.attribute): effect.value for effect in found}


def _refusal(device: SimDevice, capability: str, command: str, *arguments: Json) -> int:
    """Return the status with which a command is rejected."""
    with pytest.raises(CommandError) as refused:
        _outcome(device, capability, command, *arguments)
    return refused.value.status


@pytest.mark.parametrize(
    ("capability", "command", "arguments", "movement", "states", "switched"),
    [
        (
            "samsungce.robotCleanerOperatingState",
            "start",
            (),
            "cleaning",
            ("cleaning", "running"),
            "on",
        ),
        ("samsungce.robotCleanerOperatingState", "pause", (), "pause", ("paused", "paused"), "off"),
        (
            "samsungce.robotCleanerOperatingState",
            "cancelRemainingJob",
            (),
            "idle",
            ("idle", "stopped"),
            "off",
        ),
        ("robotCleanerOperatingState", "start", (), "cleaning", ("cleaning", "running"), "on"),
        ("robotCleanerOperatingState", "pause", (), "pause", ("paused", "paused"), "off"),
        (
            "robotCleanerMovement",
            "setRobotCleanerMovement",
            ("cleaning",),
            "cleaning",
            ("cleaning", "running"),
            "on",
        ),
        (
            "robotCleanerCleaningMode",
            "setRobotCleanerCleaningMode",
            ("repeat",),
            "cleaning",
            ("cleaning", "running"),
            "on",
        ),
    ],
)
def test_all_attributes_of_a_robot_agree(
    capability: str,
    command: str,
    arguments: tuple[str, ...],
    movement: str,
    states: tuple[str, str],
    switched: str,
) -> None:
    _, end = _outcome(make_gadget(ROBOT), capability, command, *arguments)

    samsung, standard = states
    assert end["robotCleanerMovement", "robotCleanerMovement"] == movement
    assert end["samsungce.robotCleanerOperatingState", "operatingState"] == samsung
    assert end["robotCleanerOperatingState", "operatingState"] == standard
    assert end["switch", "switch"] == switched


@pytest.mark.parametrize(
    ("capability", "command", "arguments"),
    [
        ("samsungce.robotCleanerOperatingState", "returnToHome", ()),
        ("robotCleanerOperatingState", "goHome", ()),
        ("robotCleanerMovement", "setRobotCleanerMovement", ("homing",)),
        ("robotCleanerCleaningMode", "setRobotCleanerCleaningMode", ("stop",)),
    ],
)
def test_a_robot_that_goes_home_charges_there(
    capability: str, command: str, arguments: tuple[str, ...]
) -> None:
    immediately, end = _outcome(make_gadget(ROBOT), capability, command, *arguments)

    assert immediately["robotCleanerOperatingState", "operatingState"] == "seekingCharger"
    assert immediately["robotCleanerMovement", "robotCleanerMovement"] == "homing"
    assert end["robotCleanerMovement", "robotCleanerMovement"] == "charging"
    assert end["samsungce.robotCleanerOperatingState", "operatingState"] == "charging"


def test_a_robot_refuses_what_it_does_not_list(home: Home) -> None:
    robot = home.devices[Devices.ROBOT_VACUUM]

    for capability, command, good, bad in (
        ("CleaningMode", "setCleaningMode", "spot", "dance"),
        ("CleaningType", "setCleaningType", "mop", "polish"),
        ("DrivingMode", "setDrivingMode", "wallFirst", "sideways"),
        ("SystemSoundMode", "setSoundMode", "beep", "sing"),
        ("WaterSprayLevel", "setWaterSprayLevel", "low", "flood"),
    ):
        name = f"samsungce.robotCleaner{capability}"
        _, end = _outcome(robot, name, command, good)
        assert good in end.values()
        assert _refusal(robot, name, command, bad) == 422


@pytest.mark.parametrize(("command", "enabled"), [("enable", True), ("disable", False)])
def test_a_robot_cleans_twice_or_once(home: Home, command: str, *, enabled: bool) -> None:
    capability = "samsungce.robotCleanerCleaningMode"
    robot = home.devices[Devices.ROBOT_VACUUM]

    _, end = _outcome(robot, capability, f"{command}RepeatMode")

    assert end == {(capability, "repeatModeEnabled"): enabled}


def test_a_dustbin_is_emptied_into_a_bag_until_it_is_full() -> None:
    dustbin = "samsungce.stickCleanerDustbinStatus"
    bag = "samsungce.stickCleanerDustBag"
    station = make_gadget(
        {
            dustbin: {"operatingState": "ready", "lastEmptiedTime": None},
            bag: {"status": "normal", "usage": 4},
        }
    )

    immediately, end = _outcome(station, dustbin, "startEmptying")
    assert immediately == {(dustbin, "operatingState"): "emptying"}
    assert end[dustbin, "operatingState"] == "ready"
    assert end[bag, "usage"] == 5
    assert end[dustbin, "lastEmptiedTime"]
    _, stopped = _outcome(station, dustbin, "stopEmptying")
    assert stopped == {(dustbin, "operatingState"): "ready"}

    station.status["main"][bag]["status"]["value"] = "full"
    assert _refusal(station, dustbin, "startEmptying") == 409
    _, new = _outcome(station, bag, "reset")
    assert new == {(bag, "usage"): 0, (bag, "status"): "normal"}


def test_quiet_times_are_set_together(home: Home) -> None:
    robot = home.devices[Devices.ROBOT_VACUUM]
    wanted: Json = {"mode": "off", "startTime": "2315", "endTime": "06:45"}

    _, end = _outcome(robot, QUIET, "setDoNotDisturbMode", wanted)

    assert end == {
        (QUIET, "doNotDisturb"): "off",
        (QUIET, "startTime"): "23:15",
        (QUIET, "endTime"): "06:45",
    }


@pytest.mark.parametrize(
    "wanted",
    [
        "on",
        {"mode": "maybe", "startTime": "2315", "endTime": "0645"},
        {"mode": "on", "startTime": None, "endTime": "0645"},
        {"mode": "on", "startTime": "late", "endTime": "0645"},
        {"mode": "on", "startTime": "2315"},
    ],
)
def test_quiet_times_that_are_none_are_refused(home: Home, wanted: Json) -> None:
    robot = home.devices[Devices.ROBOT_VACUUM]
    assert _refusal(robot, QUIET, "setDoNotDisturbMode", wanted) == 422


def test_a_threshold_is_one_of_the_listed_numbers() -> None:
    name = "samsungce.dustFilterAlarm"
    device = make_gadget({name: {"alarmThreshold": 500, "supportedAlarmThresholds": [180, 500]}})

    _, end = _outcome(device, name, "setAlarmThreshold", 180)

    assert end == {(name, "alarmThreshold"): 180}
    assert _refusal(device, name, "setAlarmThreshold", 300) == 422
    assert _refusal(device, name, "setAlarmThreshold", "180") == 422
    anything = make_gadget({name: {"alarmThreshold": 500}})
    assert _outcome(anything, name, "setAlarmThreshold", 300)[1] == {(name, "alarmThreshold"): 300}


@pytest.mark.parametrize(
    ("capability", "command", "arguments", "written"),
    [
        ("custom.autoCleaningMode", "setAutoCleaningMode", ("on",), {"autoCleaningMode": "on"}),
        (
            "custom.hepaFilter",
            "resetHepaFilter",
            (),
            {"hepaFilterUsage": 0, "hepaFilterStatus": "normal"},
        ),
        (
            "custom.veryFineDustFilter",
            "resetVeryFineDustFilter",
            (),
            {"veryFineDustFilterUsage": 0, "veryFineDustFilterStatus": "normal"},
        ),
        ("custom.spiMode", "setSpiMode", ("on",), {"spiMode": "on"}),
        (
            "samsungce.airConditionerLighting",
            "setLightingLevel",
            ("off",),
            {"lighting": "off"},
        ),
        ("samsungce.airConditionerBeep", "on", (), {"beep": "on"}),
        ("samsungvd.pictureMode", "setPictureMode", ("Movie",), {"pictureMode": "Movie"}),
        ("evseChargingSession", "setMaxCurrent", (10000,), {"maxCurrent": 10000}),
        ("evseChargingSession", "disableCharging", (), {"chargingState": "stopped"}),
        ("feederPortion", "setPortion", (20, "g"), {"feedPortion": 20}),
        ("feederOperatingState", "startFeeding", (), {"feederOperatingState": "idle"}),
        ("filterState", "resetFilter", (), {"filterLifeRemaining": 100}),
        ("vehicleEngine", "startEngine", (), {"engineState": "running"}),
        (
            "wifiMeshRouter",
            "disableWifiGuestNetwork",
            (),
            {"wifiGuestNetworkStatus": "disabled"},
        ),
    ],
)
def test_a_setting_stands_where_it_was_put(
    capability: str, command: str, arguments: tuple[Json, ...], written: dict[str, Json]
) -> None:
    _, end = _outcome(make_gadget({capability: {}}), capability, command, *arguments)
    assert end == {(capability, attribute): value for attribute, value in written.items()}
