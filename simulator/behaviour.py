"""What a command does to a device: one table from capability and command to attributes."""

from collections.abc import Mapping

from .command import (
    ANY,
    ON_OFF,
    PERCENT,
    TEMPERATURE,
    WHOLE_PERCENT,
    Argument,
    CommandError,
    CommandSpec,
    Effect,
    Run,
    Step,
    color_map,
    flag,
    listing,
    matched,
    number,
    one_of,
    optional,
    refused,
    supported,
    text,
    word,
)
from .device import MAIN, Json, JsonObject, SimDevice
from .steps import (
    LOCK_SECONDS,
    cycles,
    door,
    fan_follows_switch,
    heats_or_cools,
    moves,
    moves_robot,
    needs_remote_control,
    overrides_drlc,
    requests_drlc,
    robot_follows_mode,
    set_color,
    set_color_temperature,
    set_fan_speed,
    set_level,
    sets,
    sets_job,
    stops_travelling,
    travels_to,
    travels_to_argument,
    travels_to_preset,
    turns_on,
    updates_firmware,
    vacuum,
)

__all__ = ["TABLE", "CommandError", "Effect", "effects"]


def _words(attribute: str, words: Mapping[str, Json], *steps: Step) -> dict[str, CommandSpec]:
    """Return commands without arguments that each write one value."""
    return {
        command: CommandSpec(steps=(sets(attribute, value), *steps))
        for command, value in words.items()
    }


def _setter(attribute: str, argument: Argument, *steps: Step) -> CommandSpec:
    """Return a command that writes its argument."""
    return CommandSpec((argument,), (sets(attribute), *steps))


_NOTHING = CommandSpec()
_DOOR = {
    "open": CommandSpec(steps=(door("opening", "open"),)),
    "close": CommandSpec(steps=(door("closing", "closed"),)),
}
_TRACK = (text(), optional(WHOLE_PERCENT))


def _machine(capability: str, job: str, running: str) -> dict[str, CommandSpec]:
    follow = sets_job(capability, job, {"run": running, "pause": running})
    spec = _setter("machineState", supported("supportedMachineStates"), follow)
    return {
        "setMachineState": CommandSpec(spec.arguments, (needs_remote_control, *spec.steps)),
    }


def _samsung_washer(machine: str, operating: str) -> CommandSpec:
    return CommandSpec(
        steps=(
            needs_remote_control,
            sets("operatingState", operating),
            sets("machineState", machine, capability="washerOperatingState"),
            sets_job("washerOperatingState", "washerJobState", {"run": "wash", "pause": "wash"}),
        )
    )


TABLE: Mapping[str, Mapping[str, CommandSpec]] = {
    "airConditionerFanMode": {"setFanMode": _setter("fanMode", supported("supportedAcFanModes"))},
    "airConditionerMode": {
        "setAirConditionerMode": _setter("airConditionerMode", supported("supportedAcModes"))
    },
    "airPurifierFanMode": {
        "setAirPurifierFanMode": _setter(
            "airPurifierFanMode", supported("supportedAirPurifierFanModes")
        )
    },
    "alarm": _words("alarm", {"both": "both", "off": "off", "siren": "siren", "strobe": "strobe"}),
    "audioMute": {
        **_words("mute", {"mute": "muted", "unmute": "unmuted"}),
        "setMute": _setter("mute", one_of("muted", "unmuted")),
    },
    "audioNotification": dict.fromkeys(
        ("playTrack", "playTrackAndResume", "playTrackAndRestore"), CommandSpec(_TRACK)
    ),
    "audioVolume": {
        "setVolume": _setter("volume", WHOLE_PERCENT),
        "volumeUp": CommandSpec(steps=(moves("volume", 1),)),
        "volumeDown": CommandSpec(steps=(moves("volume", -1),)),
    },
    "chime": _words("chime", {"chime": "chime", "off": "off"}),
    "colorControl": {
        "setHue": _setter("hue", PERCENT),
        "setSaturation": _setter("saturation", PERCENT),
        "setColor": CommandSpec((color_map(),), (set_color, turns_on)),
    },
    "colorTemperature": {
        "setColorTemperature": CommandSpec(
            (number(1, 30000, whole=True),), (set_color_temperature, turns_on)
        )
    },
    "custom.airConditionerOptionalMode": {
        "setAcOptionalMode": _setter("acOptionalMode", supported("supportedAcOptionalMode"))
    },
    "custom.airConditionerTropicalNightMode": {
        "setAcTropicalNightModeLevel": _setter(
            "acTropicalNightModeLevel", number(0, 35, whole=True)
        )
    },
    "custom.autoCleaningMode": {
        "setAutoCleaningMode": _setter("autoCleaningMode", one_of("on", "off"))
    },
    "custom.dustFilter": {
        "resetDustFilter": CommandSpec(
            steps=(sets("dustFilterUsage", 0), sets("dustFilterStatus", "normal"))
        )
    },
    "custom.fridgeMode": {
        "setFridgeMode": _setter("fridgeMode", supported("supportedFridgeModes"))
    },
    "custom.launchapp": {"launchApp": CommandSpec((text(optional=True), text(optional=True)))},
    "custom.picturemode": {
        "setPictureMode": _setter("pictureMode", supported("supportedPictureModes"))
    },
    "custom.soundmode": {"setSoundMode": _setter("soundMode", supported("supportedSoundModes"))},
    "custom.spiMode": {"setSpiMode": _setter("spiMode", ON_OFF)},
    "custom.supportedOptions": {"setCourse": _setter("course", supported("supportedCourses"))},
    "custom.thermostatSetpointControl": {
        command: CommandSpec(
            steps=(moves("coolingSetpoint", by, capability="thermostatCoolingSetpoint"),)
        )
        for command, by in (("raiseSetpoint", 1), ("lowerSetpoint", -1))
    },
    "custom.washerRinseCycles": {
        "setWasherRinseCycles": _setter(
            "washerRinseCycles", supported("supportedWasherRinseCycles")
        )
    },
    "custom.washerSoilLevel": {
        "setWasherSoilLevel": _setter("washerSoilLevel", supported("supportedWasherSoilLevel"))
    },
    "custom.washerSpinLevel": {
        "setWasherSpinLevel": _setter("washerSpinLevel", supported("supportedWasherSpinLevel"))
    },
    "custom.washerWaterTemperature": {
        "setWasherWaterTemperature": _setter(
            "washerWaterTemperature", supported("supportedWasherWaterTemperature")
        )
    },
    "custom.waterFilter": {
        "resetWaterFilter": CommandSpec(
            steps=(sets("waterFilterUsage", 0), sets("waterFilterStatus", "normal"))
        )
    },
    "demandResponseLoadControl": {
        "requestDrlcAction": CommandSpec(
            (number(whole=True), number(whole=True), text(), number(0, whole=True), ANY),
            (requests_drlc,),
        ),
        "overrideDrlcAction": CommandSpec((flag(),), (overrides_drlc,)),
    },
    "dishwasherOperatingState": _machine("dishwasherOperatingState", "dishwasherJobState", "wash"),
    "doorControl": _DOOR,
    "dryerOperatingState": _machine("dryerOperatingState", "dryerJobState", "drying"),
    "energyMeter": {"resetEnergyMeter": CommandSpec(steps=(sets("energy", 0),))},
    "execute": {"execute": CommandSpec((text(), ANY))},
    "fanMode": {"setFanMode": _setter("fanMode", supported("supportedFanModes"))},
    "fanOscillationMode": {
        "setFanOscillationMode": _setter(
            "fanOscillationMode", supported("supportedFanOscillationModes")
        )
    },
    "fanSpeed": {"setFanSpeed": CommandSpec((number(0, whole=True),), (set_fan_speed,))},
    "fanSpeedPercent": {"setPercent": _setter("percent", WHOLE_PERCENT)},
    "firmwareUpdate": {
        "checkForFirmwareUpdate": _NOTHING,
        "updateFirmware": CommandSpec(steps=(updates_firmware,)),
    },
    "garageDoorControl": _DOOR,
    "healthCheck": {"ping": _NOTHING},
    "lock": {
        command: CommandSpec(steps=(sets("lock", value, after=LOCK_SECONDS),))
        for command, value in (
            ("lock", "locked"),
            ("unlock", "unlocked"),
            ("unlatch", "unlatched"),
        )
    },
    "mediaInputSource": {
        "setInputSource": _setter("inputSource", supported("supportedInputSources"))
    },
    "mediaPlayback": {
        **_words(
            "playbackStatus",
            {
                "play": "playing",
                "pause": "paused",
                "stop": "stopped",
                "rewind": "rewinding",
                "fastForward": "fast forwarding",
            },
        ),
        "setPlaybackStatus": _setter(
            "playbackStatus",
            one_of("paused", "playing", "stopped", "fast forwarding", "rewinding", "buffering"),
        ),
    },
    "mediaPlaybackRepeat": {
        "setPlaybackRepeatMode": _setter("playbackRepeatMode", one_of("all", "off", "one"))
    },
    "mediaPlaybackShuffle": {
        "setPlaybackShuffle": _setter("playbackShuffle", one_of("disabled", "enabled"))
    },
    "mediaTrackControl": {"nextTrack": _NOTHING, "previousTrack": _NOTHING},
    "momentary": {"push": _NOTHING},
    "ocf": {"postOcfCommand": CommandSpec((text(), ANY))},
    "refresh": {"refresh": _NOTHING},
    "refrigeration": {
        "setDefrost": _setter("defrost", ON_OFF),
        "setRapidCooling": _setter("rapidCooling", ON_OFF),
        "setRapidFreezing": _setter("rapidFreezing", ON_OFF),
    },
    "robotCleanerCleaningMode": {
        "setRobotCleanerCleaningMode": _setter(
            "robotCleanerCleaningMode",
            one_of("auto", "part", "repeat", "manual", "stop", "map"),
            robot_follows_mode,
        )
    },
    "robotCleanerMovement": {
        "setRobotCleanerMovement": _setter(
            "robotCleanerMovement",
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
            vacuum,
        )
    },
    "robotCleanerTurboMode": {
        "setRobotCleanerTurboMode": _setter(
            "robotCleanerTurboMode", one_of("on", "off", "silence", "extraSilence")
        )
    },
    "samsungce.airConditionerBeep": _words("beep", {"on": "on", "off": "off"}),
    "samsungce.airConditionerLighting": _words("lighting", {"on": "on", "off": "off"}),
    "samsungce.powerCool": _words("activated", {"activate": True, "deactivate": False}),
    "samsungce.powerFreeze": _words("activated", {"activate": True, "deactivate": False}),
    "samsungce.robotCleanerOperatingState": {
        "start": CommandSpec(steps=moves_robot("cleaning")),
        "pause": CommandSpec(steps=moves_robot("pause")),
        "cancelRemainingJob": CommandSpec(steps=moves_robot("idle")),
        "returnToHome": CommandSpec(steps=moves_robot("homing")),
    },
    "samsungce.sabbathMode": _words("status", {"on": "on", "off": "off"}),
    "samsungce.washerOperatingState": {
        "start": _samsung_washer("run", "running"),
        "pause": _samsung_washer("pause", "paused"),
        "resume": _samsung_washer("run", "running"),
        "cancel": _samsung_washer("stop", "ready"),
    },
    "samsungvd.ambient": {"setAmbientOn": _NOTHING},
    "samsungvd.audioInputSource": {
        "setNextInputSource": CommandSpec(steps=(cycles("inputSource", "supportedInputSources"),))
    },
    "samsungvd.mediaInputSource": {
        "setInputSource": _setter("inputSource", supported("supportedInputSourcesMap"))
    },
    "samsungvd.remoteControl": {"send": CommandSpec((text(), text(optional=True)))},
    "speechSynthesis": {"speak": CommandSpec((text(),))},
    "switch": {
        "on": CommandSpec(
            steps=(
                sets("switch", "on"),
                fan_follows_switch,
                sets("power", 9.5, capability="powerMeter", after=0.5),
            )
        ),
        "off": CommandSpec(
            steps=(
                sets("switch", "off"),
                sets("fanSpeed", 0, capability="fanSpeed"),
                sets("power", 0.0, capability="powerMeter", after=0.5),
            )
        ),
    },
    "switchLevel": {
        "setLevel": CommandSpec((WHOLE_PERCENT, optional(number(0, whole=True))), (set_level,))
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
    "tone": {"beep": _NOTHING},
    "tvChannel": {
        "setTvChannel": _setter("tvChannel", text()),
        "setTvChannelName": _setter("tvChannelName", text()),
        "channelUp": _NOTHING,
        "channelDown": _NOTHING,
    },
    "valve": _words("valve", {"open": "open", "close": "closed"}),
    "washerOperatingState": _machine("washerOperatingState", "washerJobState", "wash"),
    "windowShade": {
        "open": CommandSpec(steps=(travels_to(100),)),
        "close": CommandSpec(steps=(travels_to(0),)),
        "pause": CommandSpec(steps=(stops_travelling,)),
    },
    "windowShadeLevel": {"setShadeLevel": CommandSpec((WHOLE_PERCENT,), (travels_to_argument,))},
    "windowShadePreset": {
        "presetPosition": CommandSpec(steps=(travels_to_preset,)),
        "setPresetPosition": _setter("position", WHOLE_PERCENT),
    },
    "windowShadeTiltLevel": {"setShadeTiltLevel": _setter("shadeTiltLevel", number(-100, 100))},
}


def effects(device: SimDevice, command: JsonObject, index: int) -> list[Effect]:
    """Return what a command does to a device, in the order it happens.

    `command` is an element of `commands` with `component` (default `main`), `capability`,
    `command` and `arguments`, `index` its place, for the error's target.
    Raises CommandError.
    """
    place = f"commands[{index}]"
    component = word(command.get("component", MAIN), f"{place}.component")
    capability = word(command.get("capability"), f"{place}.capability")
    name = word(command.get("command"), f"{place}.command")
    capabilities = _named(device.status, component, f"{place}.component")
    _named(capabilities, capability, f"{place}.capability")
    spec = _named(TABLE.get(capability, {}), name, f"{place}.command")
    arguments = listing(command.get("arguments", []), f"{place}.arguments")
    run = Run(device, component, capability, arguments)
    for argument, value, target in matched(spec.arguments, arguments, f"{place}.arguments"):
        argument.check(run, value, target)
    for step in spec.steps:
        step(run)
    return sorted(run.effects, key=lambda effect: effect.after)


def _named[T](known: Mapping[str, T], name: str, target: str) -> T:
    if name not in known:
        raise refused(target, f"{name} is not supported")
    return known[name]
