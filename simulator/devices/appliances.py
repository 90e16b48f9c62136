"""The appliances of the house: devices that speak OCF, with many capabilities and components.

Makers, model numbers and versions are invented; which attributes exist and what null means there
follows platform reference 8.2.
"""

from datetime import datetime

from .cleaning import robot_settings
from .connected import REFRESH, Spec, battery, humidity, temperature
from .device import Json, JsonObject, Reading, Readings, SimDevice, make_device, timestamp
from .ids import HOME_LOCATION, Devices, Rooms

_MAKER = "Auriga Electronics"


def _names(*names: str) -> Spec:
    """Return capabilities that have no attributes or report none."""
    return {name: {} for name in names}


def _ocf_block(kind: str, name: str, model: str, version: str) -> JsonObject:
    return {
        "ocfDeviceType": kind,
        "name": name,
        "specVersion": "core.1.1.0",
        "verticalDomainSpecVersion": "res.1.1.0,sh.1.1.0",
        "manufacturerName": _MAKER,
        "modelNumber": model,
        "platformVersion": "2.0",
        "platformOS": "AurigaOS",
        "hwVersion": "R2",
        "firmwareVersion": version,
        "vendorId": model,
        "vendorResourceClientServerVersion": "1.2.3",
        "lastSignupTime": "2025-04-12T08:15:22.104Z",
        "transferCandidate": False,
        "additionalAuthCodeRequired": False,
    }


def _ocf(device_id: str, block: JsonObject) -> Spec:
    """Return the ocf capability, which repeats the block."""
    return {
        "ocf": {
            "st": None,
            "mndt": None,
            "mnfv": block["firmwareVersion"],
            "mnhw": block["hwVersion"],
            "di": device_id,
            "mnsl": None,
            "dmv": block["verticalDomainSpecVersion"],
            "n": block["name"],
            "mnmo": block["modelNumber"],
            "vid": block["vendorId"],
            "mnmn": _MAKER,
            "mnml": None,
            "mnpv": block["platformVersion"],
            "mnos": block["platformOS"],
            "pi": device_id,
            "icv": block["specVersion"],
        }
    }


def energy(total: int, power: int, at: datetime) -> Spec:
    """Return the energy report: energies in Wh, power in W."""
    return {
        "powerConsumptionReport": {
            "powerConsumption": {
                "energy": total,
                "deltaEnergy": 0,
                "power": power,
                "powerEnergy": 0.0,
                "persistedEnergy": 0,
                "energySaved": 0,
                "start": timestamp(at),
                "end": timestamp(at),
            }
        }
    }


def disabled(*capabilities: str) -> Spec:
    """Return the list of what an appliance names and does not have."""
    names: list[Json] = [*capabilities]
    return {"custom.disabledCapabilities": {"disabledCapabilities": names}}


def _setpoint(value: float | None, low: float | None, high: float | None) -> Spec:
    """Return a cooling setpoint with its bounds, all null where the device has none."""
    bounds: JsonObject | None = (
        None if low is None else {"minimum": low, "maximum": high, "step": 1}
    )
    unit = None if value is None else "C"
    return {
        "thermostatCoolingSetpoint": {
            "coolingSetpointRange": Reading(value=bounds, unit=unit),
            "coolingSetpoint": Reading(value=value, unit=unit),
        },
        "custom.thermostatSetpointControl": {
            "minimumSetpoint": Reading(value=low, unit=unit),
            "maximumSetpoint": Reading(value=high, unit=unit),
        },
    }


def _demand(level: int) -> Spec:
    return {
        "demandResponseLoadControl": {
            "drlcStatus": {
                "drlcType": 1,
                "drlcLevel": level,
                "start": "1970-01-01T00:00:00Z",
                "duration": 0,
                "override": False,
            }
        }
    }


def software() -> Spec:
    """Return the software of an appliance."""
    return {
        "samsungce.softwareUpdate": {
            "targetModule": {},
            "otnDUID": "AURIGA0042",
            "lastUpdatedDate": None,
            "availableModules": [],
            "newVersionAvailable": False,
            "operatingState": None,
            "progress": None,
        },
        "samsungce.driverVersion": {"versionNumber": 25100101},
    }


def appliance(  # noqa: PLR0913
    device_id: Devices,
    label: str,
    *,
    kind: str,
    model: str,
    version: str,
    category: str,
    room: Rooms,
    capabilities: Readings,
    at: datetime,
    components: dict[str, Readings] | None = None,
) -> SimDevice:
    """Return an appliance of the maker that this house has."""
    name = f"[{category}] {_MAKER}"
    block = _ocf_block(kind, name, model, version)
    return make_device(
        device_id,
        label,
        name=name,
        manufacturer=_MAKER,
        location_id=HOME_LOCATION,
        room_id=room,
        category=category,
        type="OCF",
        block=block,
        fields={"deviceTypeName": f"OCF {category}"},
        components={
            "main": {
                **_ocf(device_id, block),
                **capabilities,
                **REFRESH,
                "execute": {"data": None},
            },
            **(components or {}),
        },
        at=at,
    )


def air_conditioner(at: datetime) -> SimDevice:
    """Return the air conditioner of the bedroom."""
    return appliance(
        Devices.AIR_CONDITIONER,
        "Air conditioner",
        kind="oic.d.airconditioner",
        model="AU-AC-12",
        version="AU_AC_25.10.1",
        category="AirConditioner",
        room=Rooms.BEDROOM,
        capabilities={
            "switch": {"switch": "off"},
            "airConditionerMode": {
                "availableAcModes": None,
                "supportedAcModes": ["auto", "cool", "dry", "wind", "heat"],
                "airConditionerMode": "cool",
            },
            "airConditionerFanMode": {
                "fanMode": "auto",
                "supportedAcFanModes": ["auto", "low", "medium", "high", "turbo"],
                "availableAcFanModes": None,
            },
            "fanOscillationMode": {
                "supportedFanOscillationModes": ["fixed", "all", "vertical", "horizontal"],
                "availableFanOscillationModes": None,
                "fanOscillationMode": "fixed",
            },
            **temperature(21.0),
            **humidity(47),
            **_setpoint(24, 16, 30),
            "custom.airConditionerOptionalMode": {
                "supportedAcOptionalMode": ["off", "sleep", "quiet", "speed", "windFree"],
                "acOptionalMode": "off",
            },
            "custom.airConditionerTropicalNightMode": {"acTropicalNightModeLevel": 0},
            "custom.autoCleaningMode": {"autoCleaningMode": "off"},
            "custom.spiMode": {"spiMode": None},
            "custom.dustFilter": {
                "dustFilterUsageStep": 1,
                "dustFilterUsage": 63,
                "dustFilterLastResetDate": None,
                "dustFilterStatus": "normal",
                "dustFilterCapacity": Reading(value=500, unit="Hour"),
                "dustFilterResetType": ["washable"],
            },
            "samsungce.airConditionerBeep": {"beep": "on"},
            "samsungce.airConditionerLighting": {
                "supportedLightingLevels": ["on", "off"],
                "lighting": "on",
            },
            "audioVolume": {"volume": Reading(value=100, unit="%")},
            "dustSensor": {"dustLevel": None, "fineDustLevel": None},
            **energy(436_210, 0, at),
            **_demand(-1),
            **software(),
            **disabled("custom.spiMode", "dustSensor"),
        },
        at=at,
    )


def washer(at: datetime) -> SimDevice:
    """Return the washing machine, at rest and with remote control allowed."""
    return appliance(
        Devices.WASHER,
        "Washing machine",
        kind="oic.d.washer",
        model="AU-WM-80",
        version="AU_WM_25.06.3",
        category="Washer",
        room=Rooms.KITCHEN,
        capabilities={
            "switch": {"switch": "off"},
            "washerOperatingState": {
                "completionTime": timestamp(at),
                "machineState": "stop",
                "washerJobState": "none",
                "supportedMachineStates": ["stop", "run", "pause"],
            },
            "remoteControlStatus": {"remoteControlEnabled": "true"},
            "samsungce.washerOperatingState": {
                "washerJobState": "none",
                "operatingState": "ready",
                "supportedOperatingStates": ["ready", "running", "paused"],
                "progress": Reading(value=0, unit="%"),
                "remainingTimeStr": "00:45",
                "operationTime": Reading(value=45, unit="min"),
                "remainingTime": Reading(value=45, unit="min"),
            },
            "samsungce.kidsLock": {"lockState": "unlocked"},
            "custom.washerWaterTemperature": {
                "supportedWasherWaterTemperature": ["cold", "20", "30", "40", "60", "90"],
                "washerWaterTemperature": "40",
            },
            "custom.washerSpinLevel": {
                "supportedWasherSpinLevel": ["noSpin", "400", "800", "1200", "1400"],
                "washerSpinLevel": "1200",
            },
            "custom.washerRinseCycles": {
                "supportedWasherRinseCycles": ["0", "1", "2", "3"],
                "washerRinseCycles": "2",
            },
            "custom.washerSoilLevel": {
                "supportedWasherSoilLevel": ["light", "normal", "heavy"],
                "washerSoilLevel": "normal",
            },
            "custom.supportedOptions": {
                "course": None,
                "referenceTable": {"id": "Table_01"},
                "supportedCourses": ["01", "02", "05", "1B"],
            },
            "samsungce.autoDispenseDetergent": {"remainingAmount": None, "amount": None},
            **energy(98_400, 0, at),
            **software(),
            **disabled("samsungce.autoDispenseDetergent"),
        },
        at=at,
    )


def _compartment(
    degrees: float | None, low: float | None, high: float | None, contact: str | None
) -> Readings:
    reading = Reading(value=degrees, unit=None if degrees is None else "C")
    return {
        "contactSensor": {"contact": contact},
        "temperatureMeasurement": {"temperatureRange": None, "temperature": reading},
        **_setpoint(degrees, low, high),
        "custom.fridgeMode": {
            "fridgeModeValue": None,
            "fridgeMode": None,
            "supportedFridgeModes": None,
        },
        **disabled("custom.fridgeMode"),
    }


def fridge(at: datetime) -> SimDevice:
    """Return the fridge; `onedoor` is a component it does not have and names as disabled."""
    return appliance(
        Devices.FRIDGE,
        "Fridge",
        kind="oic.d.refrigerator",
        model="AU-RF-60",
        version="AU_RF_25.02.7",
        category="Refrigerator",
        room=Rooms.KITCHEN,
        capabilities={
            "contactSensor": {"contact": "closed"},
            "temperatureMeasurement": {"temperatureRange": None, "temperature": None},
            "thermostatCoolingSetpoint": {"coolingSetpointRange": None, "coolingSetpoint": None},
            "refrigeration": {
                "defrost": "off",
                "rapidCooling": "off",
                "rapidFreezing": "off",
            },
            "samsungce.powerCool": {"activated": False},
            "samsungce.powerFreeze": {"activated": False},
            "samsungce.sabbathMode": {"supportedActions": ["on", "off"], "status": "off"},
            "custom.waterFilter": {
                "waterFilterUsageStep": 1,
                "waterFilterResetType": ["replaceable"],
                "waterFilterCapacity": None,
                "waterFilterLastResetDate": None,
                "waterFilterUsage": 42,
                "waterFilterStatus": "normal",
            },
            "custom.disabledComponents": {"disabledComponents": ["onedoor"]},
            **energy(1_204_870, 58, at),
            **_demand(0),
            **software(),
            **disabled("temperatureMeasurement", "thermostatCoolingSetpoint"),
        },
        components={
            "freezer": _compartment(-18, -23, -15, "closed"),
            "cooler": _compartment(4, 1, 7, "closed"),
            "onedoor": _compartment(None, None, None, None),
        },
        at=at,
    )


def television(at: datetime) -> SimDevice:
    """Return the television."""
    return appliance(
        Devices.TELEVISION,
        "Television",
        kind="oic.d.tv",
        model="AU-TV-55",
        version="AU_TV_1651.7",
        category="Television",
        room=Rooms.LIVING_ROOM,
        capabilities={
            "switch": {"switch": "on"},
            "audioVolume": {"volume": Reading(value=18, unit="%")},
            "audioMute": {"mute": "unmuted"},
            "tvChannel": {"tvChannel": "4", "tvChannelName": "News"},
            "mediaInputSource": {
                "supportedInputSources": ["digitalTv", "HDMI1", "HDMI2"],
                "inputSource": "digitalTv",
            },
            "samsungvd.mediaInputSource": {
                "supportedInputSourcesMap": [
                    {"id": "dtv", "name": "TV"},
                    {"id": "HDMI1", "name": "Console"},
                    {"id": "HDMI2", "name": "Soundbar"},
                ],
                "inputSource": "dtv",
            },
            "mediaPlayback": {
                "supportedPlaybackCommands": ["play", "pause", "stop", "fastForward", "rewind"],
                "playbackStatus": None,
            },
            "mediaTrackControl": {"supportedTrackControlCommands": None},
            "custom.picturemode": {
                "pictureMode": "Standard",
                "supportedPictureModes": ["Dynamic", "Movie", "Standard"],
                "supportedPictureModesMap": [
                    {"id": "modeDynamic", "name": "Dynamic"},
                    {"id": "modeMovie", "name": "Movie"},
                    {"id": "modeStandard", "name": "Standard"},
                ],
            },
            "custom.soundmode": {
                "supportedSoundModesMap": [
                    {"id": "modeAmplify", "name": "Amplify"},
                    {"id": "modeStandard", "name": "Standard"},
                ],
                "soundMode": "Standard",
                "supportedSoundModes": ["Amplify", "Standard"],
            },
            "custom.error": {"error": None},
            "samsungvd.thingStatus": {"updatedTime": int(at.timestamp()), "status": "Idle"},
            **_names(
                "custom.launchapp",
                "custom.tvsearch",
                "custom.recording",
                "custom.accessibility",
                "samsungvd.ambient",
                "samsungvd.remoteControl",
            ),
            **disabled("samsungvd.ambient"),
        },
        at=at,
    )


def soundbar(at: datetime) -> SimDevice:
    """Return the soundbar."""
    return appliance(
        Devices.SOUNDBAR,
        "Soundbar",
        kind="oic.d.networkaudio",
        model="AU-SB-3",
        version="AU_SB_1010.5",
        category="NetworkAudio",
        room=Rooms.LIVING_ROOM,
        capabilities={
            "switch": {"switch": "off"},
            "audioVolume": {"volume": Reading(value=12, unit="%")},
            "audioMute": {"mute": "unmuted"},
            "mediaPlayback": {
                "supportedPlaybackCommands": ["play", "pause", "stop"],
                "playbackStatus": "stopped",
            },
            "samsungvd.audioInputSource": {
                "supportedInputSources": ["digital", "HDMI1", "bluetooth", "wifi"],
                "inputSource": "HDMI1",
            },
            "audioTrackData": {
                "totalTime": 0,
                "audioTrackData": {"title": "", "artist": "", "album": ""},
                "elapsedTime": 0,
            },
            **_names("audioNotification"),
        },
        at=at,
    )


def robot_vacuum(at: datetime) -> SimDevice:
    """Return the robot vacuum, charging in its dock."""
    return appliance(
        Devices.ROBOT_VACUUM,
        "Robot vacuum",
        kind="oic.d.robotcleaner",
        model="AU-RV-7",
        version="AU_RV_2.4.0",
        category="RobotCleaner",
        room=Rooms.LIVING_ROOM,
        capabilities={
            "switch": {"switch": "off"},
            "robotCleanerMovement": {"robotCleanerMovement": "charging"},
            "robotCleanerCleaningMode": {"robotCleanerCleaningMode": "stop"},
            "robotCleanerTurboMode": {"robotCleanerTurboMode": "off"},
            "samsungce.robotCleanerOperatingState": {
                "supportedOperatingState": [
                    "homing",
                    "error",
                    "idle",
                    "charging",
                    "paused",
                    "cleaning",
                ],
                "operatingState": "charging",
                "cleaningStep": None,
                "homingReason": "none",
                "isMapBasedOperationAvailable": None,
            },
            **robot_settings(),
            "custom.disabledComponents": {"disabledComponents": ["station"]},
            **battery(100),
            **software(),
            **disabled(),
        },
        at=at,
    )


def appliances(at: datetime) -> list[SimDevice]:
    """Return all appliances of the house."""
    return [
        build(at) for build in (air_conditioner, washer, fridge, television, soundbar, robot_vacuum)
    ]
