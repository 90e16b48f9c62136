"""Commands for robot vacuums, stick cleaners and their stations."""

from collections.abc import Mapping
from datetime import UTC, datetime

from simulator.devices.device import timestamp
from simulator.json_tools import as_list, as_object

from .command import (
    ANY,
    Argument,
    CommandError,
    CommandSpec,
    Run,
    Step,
    one_of,
    supported,
)
from .steps import DOOR_SECONDS, sets

_MOVEMENT = "robotCleanerMovement"
_OPERATING = "samsungce.robotCleanerOperatingState"
_MAPS = "samsungce.robotCleanerMapList"
_STANDARD = "robotCleanerOperatingState"
# Words of Samsung's and of the standard operating state for a movement.
_SAMSUNG_STATES = {
    "cleaning": "cleaning",
    "homing": "homing",
    "charging": "charging",
    "pause": "paused",
}
_STANDARD_STATES = {
    "cleaning": "running",
    "homing": "seekingCharger",
    "charging": "charging",
    "pause": "paused",
}


def _write_movement(run: Run, movement: str, after: float = 0.0) -> None:
    """Keep movement, switch and operating states of a robot consistent."""
    run.write(_MOVEMENT, movement, capability=_MOVEMENT, after=after)
    state = _SAMSUNG_STATES.get(movement, "idle")
    run.write("operatingState", state, capability=_OPERATING, after=after)
    state = _STANDARD_STATES.get(movement, "stopped")
    run.write("operatingState", state, capability=_STANDARD, after=after)
    switched = "on" if movement == "cleaning" else "off"
    run.write("switch", switched, capability="switch", after=after)


def _moves(movement: str) -> Step:
    """Set the movement of a robot; one that returns home arrives and charges."""

    def step(run: Run) -> None:
        _write_movement(run, movement)
        if movement == "homing":
            _write_movement(run, "charging", after=DOOR_SECONDS)

    return step


def _moves_to_argument(run: Run) -> None:
    """Set the movement in the argument."""
    _moves(str(run.arguments[0]))(run)


def _follows_mode(run: Run) -> None:
    """Let a robot clean in the given mode, or return home on `stop`."""
    stopped = run.arguments[0] == "stop"
    _moves("homing" if stopped else "cleaning")(run)


def _knows_areas(run: Run) -> None:
    """Reject areas that the current map does not have with 409."""
    mode, *arguments = run.arguments
    if mode != "area" or not arguments:
        return
    wanted = as_object(arguments[0])
    maps = map(as_object, as_list(run.read(_MAPS, "maps")))
    current = run.read(_MAPS, "currentMapId")
    known = [
        as_object(area).get("id")
        for each in maps
        if each.get("id") == wanted.get("mapId") == current
        for area in as_list(each.get("areaInfo"))
    ]
    areas = as_list(wanted.get("areaIds"))
    if not areas or not all(area in known for area in areas):
        raise CommandError(409, "ConflictError", "", "invalid device state")


def _is_paused(run: Run) -> None:
    """Reject continuing a robot that is not paused with 409."""
    if run.read(_OPERATING, "operatingState") != "paused":
        raise CommandError(409, "ConflictError", "", "invalid device state")


def _repeats(*, wanted: bool) -> Step:
    """Set whether to clean a second time."""
    return lambda run: run.write("repeatModeEnabled", wanted)


def _needs_bag_room(run: Run) -> None:
    """Reject emptying into a full bag with 409."""
    if run.read("samsungce.stickCleanerDustBag", "status") == "full":
        raise CommandError(409, "ConflictError", "", "invalid device state")


def _empties(run: Run) -> None:
    """Empty the dustbin, which takes some time and fills the bag a little."""
    run.write("operatingState", "emptying")
    run.write("operatingState", "ready", after=DOOR_SECONDS)
    run.write("lastEmptiedTime", timestamp(datetime.now(UTC)), after=DOOR_SECONDS)
    bag = "samsungce.stickCleanerDustBag"
    run.write("usage", run.number(bag, "usage") + 1, capability=bag, after=DOOR_SECONDS)


def _sets(attribute: str, argument: Argument, *steps: Step) -> CommandSpec:
    return CommandSpec((argument,), (sets(attribute), *steps))


def _does(*steps: Step) -> CommandSpec:
    return CommandSpec(steps=steps)


CLEANING: Mapping[str, Mapping[str, CommandSpec]] = {
    "robotCleanerCleaningMode": {
        "setRobotCleanerCleaningMode": _sets(
            "robotCleanerCleaningMode",
            one_of("auto", "part", "repeat", "manual", "stop", "map"),
            _follows_mode,
        )
    },
    "robotCleanerMovement": {
        "setRobotCleanerMovement": CommandSpec(
            (
                one_of(
                    "homing",
                    "idle",
                    "charging",
                    "alarm",
                    "powerOff",
                    "reserve",
                    "point",
                    "after",
                    "cleaning",
                    "pause",
                ),
            ),
            (_moves_to_argument,),
        )
    },
    "robotCleanerOperatingState": {
        "start": _does(_moves("cleaning")),
        "pause": _does(_moves("pause")),
        "goHome": _does(_moves("homing")),
    },
    "robotCleanerTurboMode": {
        "setRobotCleanerTurboMode": _sets(
            "robotCleanerTurboMode", one_of("on", "off", "silence", "extraSilence")
        )
    },
    "samsungce.robotCleanerCleaningMode": {
        "setCleaningMode": CommandSpec(
            (supported("supportedCleaningMode"), ANY),
            (_knows_areas, sets("cleaningMode"), _follows_mode),
        ),
        "enableRepeatMode": _does(_repeats(wanted=True)),
        "disableRepeatMode": _does(_repeats(wanted=False)),
    },
    "samsungce.robotCleanerCleaningType": {
        "setCleaningType": _sets("cleaningType", supported("supportedCleaningTypes"))
    },
    "samsungce.robotCleanerDrivingMode": {
        "setDrivingMode": _sets("drivingMode", supported("supportedDrivingModes"))
    },
    "samsungce.robotCleanerOperatingState": {
        "start": _does(_moves("cleaning")),
        "pause": _does(_moves("pause")),
        "resume": _does(_is_paused, _moves("cleaning")),
        "cancelRemainingJob": _does(_moves("idle")),
        "returnToHome": _does(_moves("homing")),
    },
    "samsungce.robotCleanerSystemSoundMode": {
        "setSoundMode": _sets("soundMode", supported("supportedSoundModes"))
    },
    "samsungce.robotCleanerWaterSprayLevel": {
        "setWaterSprayLevel": _sets("waterSprayLevel", supported("supportedWaterSprayLevels"))
    },
    "samsungce.stickCleanerDustBag": {
        "reset": _does(sets("usage", 0), sets("status", "normal")),
    },
    "samsungce.stickCleanerDustbinStatus": {
        "startEmptying": _does(_needs_bag_room, _empties),
        "stopEmptying": _does(sets("operatingState", "ready")),
    },
}
