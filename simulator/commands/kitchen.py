"""Commands for ovens, microwaves, hoods and fridges."""

from collections.abc import Mapping

from simulator.devices.device import Json

from .command import (
    TEMPERATURE,
    Argument,
    CommandSpec,
    Run,
    Step,
    listed,
    number,
    one_of,
    supported,
    text,
)
from .steps import needs_remote_control, sets

type Commands = dict[str, CommandSpec]

_SWITCHED = one_of("on", "off")
_STANDARD = "ovenOperatingState"
_SAMSUNG = "samsungce.ovenOperatingState"


def _oven(state: str) -> Step:
    """Keep both capabilities of a cavity consistent."""

    def step(run: Run) -> None:
        job = "ready" if state == "ready" else "cooking"
        run.write("machineState", state, capability=_STANDARD)
        run.write("operatingState", state, capability=_SAMSUNG)
        for capability in (_STANDARD, _SAMSUNG):
            run.write("ovenJobState", job, capability=capability)

    return step


def _does(*steps: Step) -> CommandSpec:
    return CommandSpec(steps=(needs_remote_control, *steps))


def _setter(attribute: str, argument: Argument) -> CommandSpec:
    return CommandSpec((argument,), (needs_remote_control, sets(attribute)))


def _words(attribute: str, words: Mapping[str, Json]) -> Commands:
    return {word: CommandSpec(steps=(sets(attribute, value),)) for word, value in words.items()}


def _switch(command: str, attribute: str) -> Commands:
    return {command: CommandSpec((_SWITCHED,), (sets(attribute),))}


def _reset(prefix: str) -> Commands:
    """Return the command that reports a new filter."""
    return {
        f"reset{prefix[:1].upper()}{prefix[1:]}": CommandSpec(
            steps=(sets(f"{prefix}Usage", 0), sets(f"{prefix}Status", "normal"))
        )
    }


_ON_OFF: Mapping[str, Json] = {"on": "on", "off": "off"}
_ACTIVE: Mapping[str, Json] = {"activate": True, "deactivate": False}

KITCHEN: Mapping[str, Mapping[str, CommandSpec]] = {
    "cookTime": {"setCookTime": _setter("cookTime", number(1, whole=True))},
    "custom.fridgeMode": {
        "setFridgeMode": CommandSpec((supported("supportedFridgeModes"),), (sets("fridgeMode"),))
    },
    "custom.waterFilter": _reset("waterFilter"),
    "ovenMode": {"setOvenMode": _setter("ovenMode", supported("supportedOvenModes"))},
    _STANDARD: {
        "setMachineState": CommandSpec(
            (one_of("ready", "running", "paused"),),
            (needs_remote_control, lambda run: _oven(str(run.arguments[0]))(run)),
        ),
        "start": _does(_oven("running")),
        "stop": _does(_oven("ready")),
    },
    "ovenSetpoint": {"setOvenSetpoint": _setter("ovenSetpoint", number(0, whole=True))},
    "rapidCooling": _switch("setRapidCooling", "rapidCooling"),
    "refrigeration": {
        **_switch("setDefrost", "defrost"),
        **_switch("setRapidCooling", "rapidCooling"),
        **_switch("setRapidFreezing", "rapidFreezing"),
    },
    "refrigerationSetpoint": {
        "setRefrigerationSetpoint": CommandSpec((TEMPERATURE,), (sets("refrigerationSetpoint"),))
    },
    "samsungce.aiPreciseCooling": _words("aiPreciseCooling", _ON_OFF),
    "samsungce.autoDoorControl": {
        "setControlSound": CommandSpec(
            (listed("supportedControlSounds"),), (sets("controlSound"),)
        ),
        "setSafeClosingTime": CommandSpec(
            (listed("supportedSafeClosingTimes"),), (sets("safeClosingTime"),)
        ),
    },
    "samsungce.autoOpenDoor": _words("autoOpenDoor", _ON_OFF),
    "samsungce.autoFillPitcher": _words("autoFillPitcher", _ON_OFF),
    "samsungce.doorAlarm": {
        **_words("doorAlarm", _ON_OFF),
        "setAlarmSound": CommandSpec((listed("supportedAlarmSounds"),), (sets("alarmSound"),)),
    },
    "samsungce.drainFilter": _reset("drainFilter"),
    "samsungce.freezerConvertMode": {
        "setFreezerConvertMode": CommandSpec(
            (supported("supportedFreezerConvertModes"),), (sets("freezerConvertMode"),)
        )
    },
    "samsungce.fridgeInteriorLighting": {
        **_switch("setNightLight", "nightLight"),
        **_switch("setBrightenGradually", "brightenGradually"),
        "setBrightnessLevel": CommandSpec(
            (listed("supportedBrightnessesLevels"),), (sets("brightnessLevel"),)
        ),
        "setAutoLightOff": CommandSpec(
            (listed("supportedAutoLightOffs"),), (sets("autoLightOff"),)
        ),
        "setNightLightBrightnessLevel": CommandSpec(
            (listed("supportedNightLightBrightnessLevels"),), (sets("nightLightBrightnessLevel"),)
        ),
    },
    "samsungce.fridgePantryMode": {
        "setMode": CommandSpec((supported("supportedModes"),), (sets("mode"),))
    },
    "samsungce.fridgeVacationMode": _switch("setVacationMode", "vacationMode"),
    "samsungce.fridgeWelcomeLighting": _words("status", _ON_OFF),
    "samsungce.hoodFilter": _reset("hoodFilter"),
    "samsungce.hybridPreciseCooling": _words("hybridPreciseCooling", _ON_OFF),
    "samsungce.icemakerNightMode": _words("icemakerNightMode", _ON_OFF),
    "samsungce.meatProbe": {"setTemperatureSetpoint": _setter("temperatureSetpoint", TEMPERATURE)},
    "samsungce.microwavePower": {
        "setPowerLevel": _setter("powerLevel", supported("supportedPowerLevels"))
    },
    "samsungce.ovenMode": {"setOvenMode": _setter("ovenMode", supported("supportedOvenModes"))},
    _SAMSUNG: {
        "start": _does(_oven("running")),
        "pause": _does(_oven("paused")),
        "stop": _does(_oven("ready")),
        "setOperationTime": _setter("operationTime", text()),
    },
    "samsungce.powerCool": _words("activated", _ACTIVE),
    "samsungce.powerFreeze": _words("activated", _ACTIVE),
    "samsungce.sabbathMode": _words("status", _ON_OFF),
    "samsungce.temperatureSetting": {
        "setDesiredTemperature": CommandSpec((TEMPERATURE,), (sets("desiredTemperature"),))
    },
    "temperatureLevel": {
        "setTemperatureLevel": CommandSpec(
            (supported("supportedTemperatureLevels"),), (sets("temperatureLevel"),)
        )
    },
    "temperatureSetpoint": {
        "setTemperatureSetpoint": CommandSpec((TEMPERATURE,), (sets("temperatureSetpoint"),))
    },
}
