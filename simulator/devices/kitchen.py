"""The range and the microwave of the house.

Makers, model numbers and versions are invented.
"""

from datetime import datetime, timedelta

from .appliances import appliance, disabled, software
from .connected import temperature
from .device import Json, Reading, Readings, SimDevice, timestamp
from .ids import Devices, Rooms

_UNTIL_BAKED = timedelta(minutes=50)
"""From the last report on, which is twenty minutes old at first."""


def kitchen(at: datetime) -> list[SimDevice]:
    """Return the range and the microwave."""
    return [stove(at), microwave(at)]


def _cavity(at: datetime, degrees: float, *, baking: bool) -> Readings:
    """Return what an oven, or a second cavity of one, reports."""
    state, job, progress = ("running", "cooking", 40) if baking else ("ready", "ready", 0)
    end = timestamp(at + _UNTIL_BAKED if baking else at)
    return {
        "ovenMode": {
            "supportedOvenModes": ["Bake", "Broil", "ConvectionBake", "warming", "Others"],
            "ovenMode": "Bake" if baking else "Others",
        },
        "samsungce.ovenMode": {
            "supportedOvenModes": ["Bake", "Broil", "ConvectionBake", "KeepWarm", "NoOperation"],
            "ovenMode": "Bake" if baking else "NoOperation",
        },
        "ovenSetpoint": {"ovenSetpointRange": None, "ovenSetpoint": 180 if baking else 0},
        "ovenOperatingState": {
            "completionTime": end,
            "machineState": state,
            "progress": Reading(value=progress, unit="%"),
            "supportedMachineStates": None,
            "ovenJobState": job,
            "operationTime": 0,
        },
        "samsungce.ovenOperatingState": {
            "completionTime": end,
            "operatingState": state,
            "progress": progress,
            "ovenJobState": job,
            "operationTime": "00:00:00",
        },
        **temperature(degrees),
    }


def _burner(mode: str, level: int, heat: str) -> Readings:
    modes: list[Json] = ["off", "manual", "boost", "keepWarm"]
    return {
        "samsungce.cooktopHeatingPower": {
            "manualLevel": level,
            "heatingMode": mode,
            "manualLevelMin": 0,
            "manualLevelMax": 15,
            "supportedHeatingModes": modes,
        },
        "samsungce.surfaceResidualHeat": {"surfaceResidualHeat": heat},
    }


def stove(at: datetime) -> SimDevice:
    """Return the range: two cavities, of which the upper one bakes, and burners."""
    return appliance(
        Devices.RANGE,
        "Range",
        kind="oic.d.range",
        model="AU-RG-65",
        version="AU_RG_24.11.2",
        category="Range",
        room=Rooms.KITCHEN,
        capabilities={
            **_cavity(at, 165, baking=True),
            "remoteControlStatus": {"remoteControlEnabled": "true"},
            "samsungce.doorState": {"doorState": "closed"},
            "samsungce.kidsLock": {"lockState": "unlocked"},
            "samsungce.meatProbe": {
                "temperatureSetpoint": Reading(value=0, unit="C"),
                "temperature": Reading(value=0, unit="C"),
                "status": "disconnected",
            },
            "custom.cooktopOperatingState": {
                "supportedCooktopOperatingState": ["run", "ready"],
                "cooktopOperatingState": "run",
            },
            **software(),
            **disabled(),
        },
        components={
            "cavity-01": {
                **_cavity(at, 25, baking=False),
                "custom.ovenCavityStatus": {"ovenCavityStatus": "on"},
                **disabled(),
            },
            "burner-01": _burner("manual", 9, "high"),
            "burner-02": _burner("off", 0, "normal"),
        },
        at=at,
    )


def microwave(at: datetime) -> SimDevice:
    """Return the microwave, which has a hood below it."""
    powers: list[Json] = [f"{percent}%" for percent in range(0, 110, 10)]
    return appliance(
        Devices.MICROWAVE,
        "Microwave",
        kind="oic.d.microwave",
        model="AU-MW-30",
        version="AU_MW_24.11.2",
        category="Microwave",
        room=Rooms.KITCHEN,
        capabilities={
            "switch": {"switch": "off"},
            **_cavity(at, 22, baking=False),
            "samsungce.microwavePower": {"supportedPowerLevels": powers, "powerLevel": "0%"},
            "remoteControlStatus": {"remoteControlEnabled": "false"},
            "samsungce.doorState": {"doorState": "closed"},
            "samsungce.kidsLock": {"lockState": "locked"},
            "samsungce.hoodFilter": {
                "hoodFilterUsageStep": 1,
                "hoodFilterStatus": "normal",
                "hoodFilterUsage": 20,
                "hoodFilterCapacity": None,
                "hoodFilterLastResetDate": None,
                "hoodFilterResetType": ["washable"],
            },
            **software(),
            **disabled(),
        },
        components={
            "hood": {
                "samsungce.hoodFanSpeed": {
                    "settableMinFanSpeed": 0,
                    "settableMaxFanSpeed": 3,
                    "supportedHoodFanSpeed": [0, 1, 2, 3],
                    "hoodFanSpeed": 1,
                },
                "samsungce.lamp": {
                    "brightnessLevel": "low",
                    "supportedBrightnessLevel": ["off", "low", "high"],
                },
            }
        },
        at=at,
    )
