"""Commands for sirens, valves, shades, lamps, security systems and firmware."""

from collections.abc import Mapping

from .command import (
    PERCENT,
    WHOLE_PERCENT,
    CommandError,
    CommandSpec,
    Run,
    Step,
    flag,
    number,
    optional,
    supported,
    text,
)
from .steps import (
    sets,
    stops_travelling,
    travels_to,
    travels_to_argument,
    travels_to_preset,
)

_CHECK_SECONDS = 1.0
_TRANSFER_SECONDS = 1.0
_TRANSFER = {0.25: 30, 0.5: 60, 0.75: 90}
"""Progress of an update, by the share of its duration."""


def _mirrors(word: str) -> Step:
    """Keep the switch of a siren consistent with its alarm."""
    return sets("switch", "off" if word == "off" else "on", capability="switch")


def _sounds(word: str) -> CommandSpec:
    return CommandSpec(steps=(sets("alarm", word), _mirrors(word)))


def _fills(level: int) -> Step:
    """Keep the level of a valve consistent with its state."""
    return sets("level", level, capability="switchLevel")


def _closed_windows(run: Run) -> None:
    """Reject arming while a sensor is open, unless open sensors are ignored."""
    if run.read(run.capability, "sensorStatus") == "open" and run.arguments != [True]:
        raise CommandError(409, "ConflictError", "", "invalid device state")


def _arms(status: str) -> CommandSpec:
    return CommandSpec((flag(),), (_closed_windows, sets("securitySystemStatus", status)))


def updates_firmware(run: Run) -> None:
    """Install the available version, with progress."""
    available = run.read(run.capability, "availableVersion")
    if available is None:
        return
    run.write("state", "updateInProgress")
    run.write("imageTransferProgress", 0)
    for share, percent in _TRANSFER.items():
        run.write("imageTransferProgress", percent, after=_TRANSFER_SECONDS * share)
    run.write("currentVersion", available, after=_TRANSFER_SECONDS)
    run.write("updateAvailable", value=False, after=_TRANSFER_SECONDS)
    run.write("imageTransferProgress", None, after=_TRANSFER_SECONDS)
    run.write("state", "normalOperation", after=_TRANSFER_SECONDS)


def updates_software(run: Run) -> None:
    """Install the update."""
    run.write("newVersionAvailable", value=False, after=_TRANSFER_SECONDS)


def checks_itself(run: Run) -> None:
    """Run a self check that passes."""
    run.write("status", "running")
    run.write("progress", 0)
    run.write("progress", 100, after=_CHECK_SECONDS)
    run.write("result", "passed", after=_CHECK_SECONDS)
    run.write("status", "ready", after=_CHECK_SECONDS)


HOUSEHOLD: Mapping[str, Mapping[str, CommandSpec]] = {
    "alarm": {word: _sounds(word) for word in ("both", "off", "siren", "strobe")},
    "alarmSensor": {
        "setAlarmSensorState": CommandSpec(
            (supported("supportedAlarmSensorStates"),), (sets("alarmSensorState"),)
        )
    },
    "firmwareUpdate": {
        "checkForFirmwareUpdate": CommandSpec(),
        "updateFirmware": CommandSpec(steps=(updates_firmware,)),
    },
    "indicator": {
        command: CommandSpec(steps=(sets("indicatorStatus", word),))
        for command, word in (
            ("indicatorNever", "never"),
            ("indicatorWhenOff", "when off"),
            ("indicatorWhenOn", "when on"),
        )
    },
    "infraredLevel": {"setInfraredLevel": CommandSpec((PERCENT,), (sets("infraredLevel"),))},
    "riceCooker": {
        "setMode": CommandSpec((supported("supportedCookerModes"),), (sets("cookerMode"),)),
        "startCooking": CommandSpec((text(),), (sets("menu"), sets("cookerState", "running"))),
        "stop": CommandSpec(steps=(sets("cookerState", "ready"),)),
    },
    "samsungce.lamp": {
        "setBrightnessLevel": CommandSpec(
            (supported("supportedBrightnessLevel"),), (sets("brightnessLevel"),)
        )
    },
    "samsungce.selfCheck": {
        "startSelfCheck": CommandSpec(steps=(checks_itself,)),
        "cancelSelfCheck": CommandSpec(
            steps=(sets("result", "cancelled"), sets("status", "ready"))
        ),
    },
    "samsungce.softwareUpdate": {
        "agreeUpdate": CommandSpec(
            (optional(text()),),
            (updates_software,),
        )
    },
    "samsungce.toggleSwitch": {
        "on": CommandSpec(steps=(sets("switch", "on"),)),
        "off": CommandSpec(steps=(sets("switch", "off"),)),
    },
    "securitySystem": {
        "armAway": _arms("armedAway"),
        "armStay": _arms("armedStay"),
        "disarm": CommandSpec(
            steps=(sets("securitySystemStatus", "disarmed"), sets("alarm", "clear"))
        ),
    },
    "valve": {
        "open": CommandSpec(steps=(sets("valve", "open"), _fills(100))),
        "close": CommandSpec(steps=(sets("valve", "closed"), _fills(0))),
    },
    "windowShade": {
        "open": CommandSpec(steps=(travels_to(100),)),
        "close": CommandSpec(steps=(travels_to(0),)),
        "pause": CommandSpec(steps=(stops_travelling,)),
    },
    "windowShadeLevel": {"setShadeLevel": CommandSpec((WHOLE_PERCENT,), (travels_to_argument,))},
    "windowShadePreset": {
        "presetPosition": CommandSpec(steps=(travels_to_preset,)),
        "setPresetPosition": CommandSpec((WHOLE_PERCENT,), (sets("position"),)),
    },
    "windowShadeTiltLevel": {
        "setShadeTiltLevel": CommandSpec(
            (number(-100, 100, whole=True),), (sets("shadeTiltLevel"),)
        )
    },
}
"""Commands by capability and name."""
