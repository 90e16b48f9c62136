"""Commands for washers, dryers, dishwashers and clothing care machines."""

from collections.abc import Iterator, Mapping

from simulator.devices.device import Json

from .command import (
    Argument,
    CommandSpec,
    Run,
    Step,
    flag,
    number,
    one_of,
    optional,
    supported,
    text,
)
from .steps import needs_remote_control, sets, turns_on

type Commands = dict[str, CommandSpec]

_SWITCHED = one_of("on", "off")
_DAY = 1440
"""Duration of a run in minutes."""

# By machine: standard capability, Samsung's capability, job, and its word during a run.
_MACHINES = (
    ("washerOperatingState", "samsungce.washerOperatingState", "washerJobState", "wash"),
    ("dryerOperatingState", "samsungce.dryerOperatingState", "dryerJobState", "drying"),
    ("dishwasherOperatingState", "samsungce.dishwasherOperation", "dishwasherJobState", "wash"),
)
_OWN_WORDS = {"run": "running", "pause": "paused", "stop": "ready"}


def _goes(machine: tuple[str, str, str, str], state: str) -> Step:
    """Keep both capabilities of a machine, its job and its switch consistent."""
    standard, own, job, running = machine

    def step(run: Run) -> None:
        word = "none" if state == "stop" else running
        run.write("machineState", state, capability=standard)
        run.write("operatingState", _OWN_WORDS[state], capability=own)
        for capability in (standard, own):
            if job in run.device.status[run.component].get(capability, {}):
                run.write(job, word, capability=capability)
        if state == "run":
            turns_on(run)

    return step


def _goes_to_argument(machine: tuple[str, str, str, str]) -> Step:
    return lambda run: _goes(machine, str(run.arguments[0]))(run)


def _machines() -> Iterator[tuple[str, Commands]]:
    for machine in _MACHINES:
        standard, own, _, _ = machine
        yield (
            standard,
            {
                "setMachineState": CommandSpec(
                    (supported("supportedMachineStates"),),
                    (needs_remote_control, _goes_to_argument(machine)),
                )
            },
        )
        does = {
            name: CommandSpec(steps=(needs_remote_control, _goes(machine, state)))
            for name, state in (("start", "run"), ("pause", "pause"), ("resume", "run"))
        }
        drains = (optional(flag()),) if own == "samsungce.dishwasherOperation" else ()
        cancel = CommandSpec(drains, (needs_remote_control, _goes(machine, "stop")))
        yield own, {**does, "cancel": cancel, **_later(own)}


def _later(capability: str) -> Commands:
    """Return the command that starts a dishwasher later, in minutes."""
    if capability != "samsungce.dishwasherOperation":
        return {}
    delay = number(0, _DAY)
    return {"startLater": CommandSpec((delay,), (needs_remote_control, sets("timeLeftToStart")))}


def _sets_option(attribute: str) -> Step:
    """Write the argument into an object ``{value, settable}``."""

    def step(run: Run) -> None:
        present = run.read(run.capability, attribute)
        known = present if isinstance(present, dict) else {}
        run.write(attribute, {**known, "value": run.arguments[0]})

    return step


def _setter(attribute: str, argument: Argument) -> CommandSpec:
    return CommandSpec((argument,), (needs_remote_control, sets(attribute)))


def _words(attribute: str, words: Mapping[str, Json]) -> Commands:
    return {word: CommandSpec(steps=(sets(attribute, value),)) for word, value in words.items()}


def _option(name: str, argument: Argument) -> CommandSpec:
    return CommandSpec((argument,), (needs_remote_control, _sets_option(name)))


def _command_of(attribute: str) -> str:
    return f"set{attribute[:1].upper()}{attribute[1:]}"


# Capability, attribute, and the attribute with the supported values.
_CHOICES = (
    ("custom.dryerDryLevel", "dryerDryLevel", "supportedDryerDryLevel"),
    ("custom.supportedOptions", "course", "supportedCourses"),
    ("custom.washerRinseCycles", "washerRinseCycles", "supportedWasherRinseCycles"),
    ("custom.washerSoilLevel", "washerSoilLevel", "supportedWasherSoilLevel"),
    ("custom.washerSpinLevel", "washerSpinLevel", "supportedWasherSpinLevel"),
    (
        "custom.washerWaterTemperature",
        "washerWaterTemperature",
        "supportedWasherWaterTemperature",
    ),
    ("laundryWasherRinseMode", "rinseMode", "supportedRinseModes"),
    ("laundryWasherSpinSpeed", "spinSpeed", "supportedSpinSpeeds"),
    ("samsungce.dishwasherWashingCourse", "washingCourse", "supportedCourses"),
    ("samsungce.dryerDryingTemperature", "dryingTemperature", "supportedDryingTemperature"),
    ("samsungce.dryerDryingTime", "dryingTime", "supportedDryingTime"),
    ("samsungce.washerWashingTime", "washingTime", "supportedWashingTimes"),
    ("samsungce.washerWaterLevel", "waterLevel", "supportedWaterLevel"),
    ("samsungce.washerWaterValve", "waterValve", "supportedWaterValve"),
)
_FLAGS = (
    "addRinse",
    "dryPlus",
    "highTempWash",
    "hotAirDry",
    "multiTab",
    "rinsePlus",
    "sanitize",
    "sanitizingWash",
    "speedBooster",
    "steamSoak",
    "stormWash",
)
_SWITCHES = (
    ("custom.dryerWrinklePrevent", "dryerWrinklePrevent"),
    ("custom.steamClosetWrinklePrevent", "steamClosetWrinklePrevent"),
    ("custom.washerAutoDetergent", "washerAutoDetergent"),
    ("custom.washerAutoSoftener", "washerAutoSoftener"),
    ("samsungce.dryerAutoCycleLink", "dryerAutoCycleLink"),
    ("samsungce.steamClosetAutoCycleLink", "steamClosetAutoCycleLink"),
)
_DISPENSER: Commands = {
    "setAmount": CommandSpec((supported("supportedAmount"),), (sets("amount"),)),
    "setDensity": CommandSpec((supported("supportedDensity"),), (sets("density"),)),
}
_DELAY: Commands = {"setDelayTime": _setter("remainingTime", number(0, _DAY, whole=True))}
_ON_OFF = {"on": "on", "off": "off"}

LAUNDRY: Mapping[str, Mapping[str, CommandSpec]] = {
    **dict(_machines()),
    **{
        capability: {_command_of(attribute): _setter(attribute, supported(listed))}
        for capability, attribute, listed in _CHOICES
    },
    **{
        capability: {_command_of(attribute): CommandSpec((_SWITCHED,), (sets(attribute),))}
        for capability, attribute in _SWITCHES
    },
    **dict.fromkeys(
        (
            "samsungce.autoDispenseDetergent",
            "samsungce.autoDispenseSoftener",
            "samsungce.flexibleAutoDispenseDetergent",
        ),
        _DISPENSER,
    ),
    **dict.fromkeys(
        ("samsungce.dryerDelayEnd", "samsungce.steamClosetDelayEnd", "samsungce.washerDelayEnd"),
        _DELAY,
    ),
    **dict.fromkeys(
        (
            "samsungce.steamClosetKeepFreshMode",
            "samsungce.steamClosetSanitizeMode",
            "samsungce.washerBubbleSoak",
        ),
        _words("status", _ON_OFF),
    ),
    "custom.steamClosetOperatingState": {
        "setSteamClosetMachineState": _setter("steamClosetMachineState", one_of(*_OWN_WORDS)),
    },
    "operationalState": {
        name: CommandSpec(steps=(needs_remote_control, sets("operationalState", state)))
        for name, state in (
            ("start", "running"),
            ("pause", "paused"),
            ("resume", "running"),
            ("stop", "stopped"),
        )
    },
    "samsungce.autoDoorRelease": _words(
        "autoDoorReleaseEnabled", {"enable": True, "disable": False}
    ),
    "samsungce.dishwasherWashingOptions": {
        **{_command_of(name): _option(name, flag()) for name in _FLAGS},
        **{
            _command_of(name): _option(name, text())
            for name in ("heatedDry", "selectedZone", "zoneBooster")
        },
    },
    "samsungce.kidsLockControl": _words("lockState", {"lock": "locked", "unlock": "unlocked"}),
    "samsungce.microfiberFilterOperatingState": {
        name: CommandSpec(steps=(needs_remote_control, sets("operatingState", state)))
        for name, state in (
            ("start", "running"),
            ("pause", "paused"),
            ("resume", "running"),
            ("cancel", "ready"),
        )
    },
    "samsungce.microfiberFilterSettings": {
        "setBypassMode": CommandSpec((one_of("enabled", "disabled"),), (sets("bypassMode"),))
    },
}
