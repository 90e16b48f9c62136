"""Commands for settings of appliances, and for feeders, routers, cars and chargers."""

from collections.abc import Mapping

from simulator.devices.device import Json

from .command import (
    ON_OFF,
    Argument,
    CommandSpec,
    Run,
    Step,
    listed,
    number,
    one_of,
    optional,
    refused,
    supported,
    text,
)
from .steps import sets

_CLOCK = 4
"""A time of day in digits."""


def _sets(attribute: str, argument: Argument, *steps: Step) -> CommandSpec:
    return CommandSpec((argument,), (sets(attribute), *steps))


def _does(*steps: Step) -> CommandSpec:
    return CommandSpec(steps=steps)


def _switch(attribute: str) -> Mapping[str, CommandSpec]:
    """Return the commands `on` and `off`."""
    return {word: _does(sets(attribute, word)) for word in ("on", "off")}


def _is_clock(value: Json) -> bool:
    digits = str(value).replace(":", "")
    return len(digits) == _CLOCK and digits.isdigit()


def _quiet_times() -> Argument:
    """Return the argument of `setDoNotDisturbMode`: mode, start and end."""

    def check(_run: Run, value: Json, target: str) -> None:
        if not isinstance(value, dict):
            raise refused(target, "object expected")
        if value.get("mode") not in {"on", "off"}:
            place = f"{target}.mode"
            raise refused(place, "does not have a value in the enumeration [on, off]")
        for key in ("startTime", "endTime"):
            if not _is_clock(value.get(key)):
                place = f"{target}.{key}"
                raise refused(place, "does not match the regex pattern ^[0-9]{4}$")

    return Argument(check)


def _sets_quiet_times(run: Run) -> None:
    """Set the do-not-disturb mode, with times in the format of the appliance."""
    wanted = run.arguments[0]
    if isinstance(wanted, dict):
        run.write("doNotDisturb", wanted["mode"])
        for key in ("startTime", "endTime"):
            digits = str(wanted[key]).replace(":", "")
            run.write(key, f"{digits[:2]}:{digits[2:]}")


def _filter(prefix: str) -> Mapping[str, CommandSpec]:
    """Return the reset of a filter."""
    name = f"reset{prefix[0].upper()}{prefix[1:]}"
    return {name: _does(sets(f"{prefix}Usage", 0), sets(f"{prefix}Status", "normal"))}


COMFORT: Mapping[str, Mapping[str, CommandSpec]] = {
    "custom.airConditionerTropicalNightMode": {
        "setAcTropicalNightModeLevel": _sets("acTropicalNightModeLevel", number(0, 35, whole=True))
    },
    "custom.autoCleaningMode": {
        "setAutoCleaningMode": _sets("autoCleaningMode", supported("supportedAutoCleaningModes"))
    },
    **{
        f"custom.{prefix}": _filter(prefix)
        for prefix in (
            "deodorFilter",
            "dustFilter",
            "electricHepaFilter",
            "hepaFilter",
            "veryFineDustFilter",
        )
    },
    "custom.doNotDisturbMode": {
        "doNotDisturbOn": _does(sets("doNotDisturb", "on")),
        "doNotDisturbOff": _does(sets("doNotDisturb", "off")),
        "setDoNotDisturbMode": CommandSpec((_quiet_times(),), (_sets_quiet_times,)),
    },
    "custom.spiMode": {"setSpiMode": _sets("spiMode", ON_OFF)},
    "evseChargingSession": {
        "setMinCurrent": _sets("minCurrent", number(0, whole=True)),
        "setMaxCurrent": _sets("maxCurrent", number(0, whole=True)),
        "setTargetEndTime": _sets("targetEndTime", text()),
        "enableCharging": CommandSpec(
            (text(), number(0, whole=True), number(0, whole=True)),
            (
                sets("targetEndTime"),
                sets("chargingState", "charging"),
                sets("state", "pluggedInCharging", capability="evseState"),
                sets("supplyState", "chargingEnabled", capability="evseState"),
            ),
        ),
        "disableCharging": _does(
            sets("chargingState", "stopped"),
            sets("state", "pluggedInDemand", capability="evseState"),
            sets("supplyState", "disabled", capability="evseState"),
        ),
    },
    "feederOperatingState": {
        "startFeeding": _does(
            sets("feederOperatingState", "feeding"),
            sets("feederOperatingState", "idle", after=2.0),
        )
    },
    "feederPortion": {
        "setPortion": CommandSpec(
            (number(0, 2000), optional(one_of("g", "lbs", "oz", "servings"))),
            (sets("feedPortion"),),
        )
    },
    "filterState": {"resetFilter": _does(sets("filterLifeRemaining", 100))},
    "custom.airConditionerOdorController": {
        "setAirConditionerOdorControllerState": _sets("airConditionerOdorControllerState", ON_OFF)
    },
    "samsungce.aiMotionWind": {"setMode": _sets("mode", listed("supportedModes"))},
    "samsungce.airConditionerAirFlowDirection": {
        f"set{name}": _sets(f"{name[0].lower()}{name[1:]}", listed(f"supported{name}s"))
        for name in (
            "HorizontalAngleStep",
            "HorizontalDirection",
            "HorizontalSwingRange",
            "VerticalAngleStep",
            "VerticalDirection",
        )
    },
    "samsungce.airConditionerAudioFeedback": {
        "setVolumeLevel": _sets("volumeLevel", listed("supportedVolumeLevels"))
    },
    "samsungce.airConditionerBeep": _switch("beep"),
    "samsungce.airConditionerDisplay": _switch("display"),
    "samsungce.airPurifierLighting": _switch("lighting"),
    "samsungce.dehumidifierBeep": _switch("beep"),
    "samsungce.dehumidifierDisplay": _switch("display"),
    "samsungce.powerSavingWhileAway": {
        f"set{name}": _sets(f"{name[0].lower()}{name[1:]}", listed(f"supported{name}s"))
        for name in ("PowerSaving", "SaverMode", "SwitchToSaverMode")
    },
    "samsungce.waterDispenser": {
        "setMode": _sets("mode", listed("supportedModes")),
        "setHotTemperature": _sets("hotTemperature", listed("supportedHotTemperatures")),
        "setAmount": _sets("amount", number(0)),
    },
    **{
        f"samsungce.{name}": {
            "lock": _does(sets(name, "locked")),
            "unlock": _does(sets(name, "unlocked")),
        }
        for name in ("waterPurifierColdWaterLock", "waterPurifierHotWaterLock")
    },
    "samsungce.airConditionerLighting": {
        **_switch("lighting"),
        "setLightingLevel": _sets("lighting", supported("supportedLightingLevels")),
    },
    "samsungce.dustFilterAlarm": {
        "setAlarmThreshold": _sets("alarmThreshold", listed("supportedAlarmThresholds")),
    },
    "samsungce.soundDetectionSensitivity": {
        "setLevel": _sets("level", supported("supportedLevels"))
    },
    "samsungvd.pictureMode": {
        "setPictureMode": _sets("pictureMode", supported("supportedPictureModes"))
    },
    "vehicleEngine": {
        "startEngine": _does(sets("engineState", "running")),
        "stopEngine": _does(sets("engineState", "off")),
    },
    "wifiMeshRouter": {
        "enableWifiGuestNetwork": _does(sets("wifiGuestNetworkStatus", "enabled")),
        "disableWifiGuestNetwork": _does(sets("wifiGuestNetworkStatus", "disabled")),
    },
}
