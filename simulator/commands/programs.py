"""Commands that select the program of a washer, a dryer or a clothing care machine.

A program is a code with the table that it is from. The command takes `Course_1C`, and the machine
reports `Table_02_Course_1C`. A machine ignores a command in another form, although the platform
accepts it (issue 112 of github.com/SmartThingsCommunity/smartthings-core-sdk).
"""

from collections.abc import Mapping

from simulator.json_tools import as_list, as_object

from .command import CommandSpec, Run, Step, supported, text
from .steps import needs_remote_control, sets

_PREFIX = "Course_"
# The settings that a program resets, by their names in the list of programs.
_SETTINGS = {
    "dryingLevel": ("custom.dryerDryLevel", "dryerDryLevel"),
    "dryingTemperature": ("samsungce.dryerDryingTemperature", "dryingTemperature"),
    "rinseCycle": ("custom.washerRinseCycles", "washerRinseCycles"),
    "soilLevel": ("custom.washerSoilLevel", "washerSoilLevel"),
    "spinLevel": ("custom.washerSpinLevel", "washerSpinLevel"),
    "waterTemperature": ("custom.washerWaterTemperature", "washerWaterTemperature"),
}
# The length of programs in minutes, by their codes in the table of the washer of the house.
_MINUTES = {"1C": 210, "1E": 15, "26": 55}
_LENGTH = 60
_TIMES = (
    ("samsungce.dryerOperatingState", "remainingTime"),
    ("samsungce.washerOperatingState", "operationTime"),
    ("samsungce.washerOperatingState", "remainingTime"),
    ("samsungce.washerDelayEnd", "minimumReservableTime"),
)


def _selects(attribute: str) -> Step:
    """Select a program that the machine lists, with its length and its default settings."""

    def step(run: Run) -> None:
        word = str(run.arguments[0])
        for cycle in map(as_object, as_list(run.read(run.capability, "supportedCycles"))):
            code = str(cycle.get("cycle"))
            if word != f"{_PREFIX}{code}":
                continue
            table = as_object(run.read(run.capability, "referenceTable")).get("id", "Table_00")
            run.write(attribute, f"{table}_{word}")
            run.write("course", code, capability="custom.supportedOptions")
            for capability, time in _TIMES:
                run.write(time, _MINUTES.get(code, _LENGTH), capability=capability)
            options = as_object(cycle.get("supportedOptions"))
            for option, (capability, setting) in _SETTINGS.items():
                if default := as_object(options.get(option)).get("default"):
                    run.write(setting, default, capability=capability)

    return step


def _program(command: str, attribute: str) -> Mapping[str, CommandSpec]:
    return {command: CommandSpec((text(),), (needs_remote_control, _selects(attribute)))}


def _mode() -> Mapping[str, CommandSpec]:
    argument = (supported("supportedModes"),)
    return {"setMode": CommandSpec(argument, (needs_remote_control, sets("mode")))}


PROGRAMS: Mapping[str, Mapping[str, CommandSpec]] = {
    "hca.dryerMode": _mode(),
    "hca.washerMode": _mode(),
    "samsungce.dryerCycle": _program("setDryerCycle", "dryerCycle"),
    "samsungce.steamClosetCycle": _program("setSteamClosetCycle", "steamClosetCycle"),
    "samsungce.washerCycle": _program("setWasherCycle", "washerCycle"),
}
