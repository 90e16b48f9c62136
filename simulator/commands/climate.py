"""Commands for thermostats, air conditioners, heat pumps, fans and humidifiers."""

from collections.abc import Mapping

from simulator.devices.device import Json

from .command import (
    TEMPERATURE,
    WHOLE_PERCENT,
    Argument,
    CommandSpec,
    Run,
    Step,
    number,
    one_of,
    refused,
    supported,
)
from .steps import heats_or_cools, moves, set_fan_speed, sets


def _setter(attribute: str, argument: Argument, *steps: Step) -> CommandSpec:
    """Return a command that writes its argument."""
    return CommandSpec((argument,), (sets(attribute), *steps))


def _words(attribute: str, words: Mapping[str, str], *steps: Step) -> dict[str, CommandSpec]:
    """Return commands without arguments that write one value each."""
    return {
        command: CommandSpec(steps=(sets(attribute, word), *steps))
        for command, word in words.items()
    }


def _numbered(attribute: str) -> Argument:
    """Return an argument that is one of the numbers in an attribute."""

    def check(run: Run, value: Json, target: str) -> None:
        listed = run.read(run.capability, attribute)
        if not isinstance(listed, list) or value not in listed:
            raise refused(target, "does not have a value in the enumeration")

    return Argument(check)


def _ranged(attribute: str) -> Argument:
    """Return an argument within the range in an attribute."""

    def check(run: Run, value: Json, target: str) -> None:
        match run.read(run.capability, attribute):
            case {"minimum": int(low), "maximum": int(high)}:
                number(low, high, whole=True).check(run, value, target)
            case _:
                WHOLE_PERCENT.check(run, value, target)

    return Argument(check)


def _runs_by_percent(run: Run) -> None:
    """Set the speed of a fan, and turn it on or off."""
    run.write("switch", "on" if run.arguments[0] else "off", capability="switch")


CLIMATE: Mapping[str, Mapping[str, CommandSpec]] = {
    "airConditionerFanMode": {"setFanMode": _setter("fanMode", supported("supportedAcFanModes"))},
    "airConditionerMode": {
        "setAirConditionerMode": _setter("airConditionerMode", supported("supportedAcModes"))
    },
    "airPurifierFanMode": {
        "setAirPurifierFanMode": _setter(
            "airPurifierFanMode", supported("supportedAirPurifierFanModes")
        )
    },
    "custom.airConditionerOptionalMode": {
        "setAcOptionalMode": _setter("acOptionalMode", supported("supportedAcOptionalMode"))
    },
    "custom.outingMode": {"setOutingMode": _setter("outingMode", one_of("on", "off"))},
    "custom.thermostatSetpointControl": {
        command: CommandSpec(
            steps=(moves("coolingSetpoint", by, capability="thermostatCoolingSetpoint"),)
        )
        for command, by in (("raiseSetpoint", 1), ("lowerSetpoint", -1))
    },
    "fanMode": {"setFanMode": _setter("fanMode", supported("supportedFanModes"))},
    "fanOscillationMode": {
        "setFanOscillationMode": _setter(
            "fanOscillationMode", supported("supportedFanOscillationModes")
        )
    },
    "fanSpeed": {"setFanSpeed": CommandSpec((number(0, whole=True),), (set_fan_speed,))},
    "fanSpeedPercent": {"setPercent": _setter("percent", WHOLE_PERCENT, _runs_by_percent)},
    "humidifierMode": {
        "setHumidifierMode": _setter("humidifierMode", one_of("auto", "low", "medium", "high"))
    },
    "samsungce.dehumidifierMode": {
        "setDehumidifierMode": _setter("dehumidifierMode", supported("supportedDehumidifierModes"))
    },
    "samsungce.hoodFanSpeed": {
        "setHoodFanSpeed": _setter("hoodFanSpeed", _numbered("supportedHoodFanSpeed"))
    },
    "samsungce.relativeHumidityLevel": {
        "setDesiredHumidity": _setter("desiredHumidityLevel", _ranged("desiredHumidityLevelRange"))
    },
    "thermostatCoolingSetpoint": {
        "setCoolingSetpoint": _setter("coolingSetpoint", TEMPERATURE, heats_or_cools)
    },
    "thermostatFanMode": {
        "setThermostatFanMode": _setter(
            "thermostatFanMode", supported("supportedThermostatFanModes")
        ),
        **_words(
            "thermostatFanMode", {"fanAuto": "auto", "fanOn": "on", "fanCirculate": "circulate"}
        ),
    },
    "thermostatHeatingSetpoint": {
        "setHeatingSetpoint": _setter("heatingSetpoint", TEMPERATURE, heats_or_cools)
    },
    "thermostatMode": {
        "setThermostatMode": _setter(
            "thermostatMode", supported("supportedThermostatModes"), heats_or_cools
        ),
        **_words(
            "thermostatMode",
            {
                "auto": "auto",
                "cool": "cool",
                "emergencyHeat": "emergency heat",
                "heat": "heat",
                "off": "off",
            },
            heats_or_cools,
        ),
    },
    "thermostatWaterHeatingSetpoint": {
        "setHeatingSetpoint": _setter("heatingSetpoint", TEMPERATURE)
    },
    "windMode": {"setWindMode": _setter("windMode", supported("supportedWindModes"))},
}
