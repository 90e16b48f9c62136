"""The dryer and the dishwasher of the house.

Makers, model numbers and versions are invented.
"""

from datetime import datetime, timedelta

from .appliances import appliance, disabled, energy, software
from .device import Reading, SimDevice, timestamp
from .ids import Devices, Rooms

_UNTIL_DRY = timedelta(minutes=70)
"""From the last report on, which is twenty minutes old at first; fifty remain."""


def laundry(at: datetime) -> list[SimDevice]:
    """Return the dryer and the dishwasher."""
    return [dryer(at), dishwasher(at)]


def dryer(at: datetime) -> SimDevice:
    """Return the tumble dryer, running and with remote control allowed."""
    return appliance(
        Devices.DRYER,
        "Tumble dryer",
        kind="oic.d.dryer",
        model="AU-TD-90",
        version="AU_TD_25.06.3",
        category="Dryer",
        room=Rooms.KITCHEN,
        capabilities={
            "switch": {"switch": "on"},
            "dryerOperatingState": {
                "completionTime": timestamp(at + _UNTIL_DRY),
                "machineState": "run",
                "dryerJobState": "drying",
                "supportedMachineStates": ["stop", "run", "pause"],
            },
            "remoteControlStatus": {"remoteControlEnabled": "true"},
            "samsungce.dryerOperatingState": {
                "operatingState": "running",
                "dryerJobState": "drying",
                "supportedOperatingStates": ["ready", "running", "paused"],
                "progress": Reading(value=35, unit="%"),
                "remainingTimeStr": "00:50",
                "remainingTime": Reading(value=50, unit="min"),
            },
            "samsungce.kidsLock": {"lockState": "unlocked"},
            "custom.dryerDryLevel": {
                "dryerDryLevel": "normal",
                "supportedDryerDryLevel": ["none", "damp", "less", "normal", "more", "very"],
            },
            "custom.dryerWrinklePrevent": {
                "operatingState": "ready",
                "dryerWrinklePrevent": "on",
            },
            "samsungce.dryerDryingTemperature": {
                "dryingTemperature": "medium",
                "supportedDryingTemperature": ["none", "low", "medium", "high"],
            },
            "samsungce.dryerDryingTime": {
                "supportedDryingTime": ["0", "30", "60", "90"],
                "dryingTime": Reading(value="0", unit="min"),
            },
            "samsungce.dryerDelayEnd": {"remainingTime": Reading(value=0, unit="min")},
            "custom.supportedOptions": {
                "course": None,
                "referenceTable": {"id": "Table_01"},
                "supportedCourses": ["01", "9C", "A5"],
            },
            **energy(184_300, 640, at),
            **software(),
            **disabled(),
        },
        at=at,
    )


def dishwasher(at: datetime) -> SimDevice:
    """Return the dishwasher, at rest; its remote control is off."""
    return appliance(
        Devices.DISHWASHER,
        "Dishwasher",
        kind="oic.d.dishwasher",
        model="AU-DW-14",
        version="AU_DW_25.03.1",
        category="Dishwasher",
        room=Rooms.KITCHEN,
        capabilities={
            "switch": {"switch": "off"},
            "dishwasherOperatingState": {
                "completionTime": timestamp(at),
                "machineState": "stop",
                "progress": None,
                "supportedMachineStates": ["stop", "run", "pause"],
                "dishwasherJobState": "unknown",
            },
            "remoteControlStatus": {"remoteControlEnabled": "false"},
            "samsungce.dishwasherOperation": {
                "supportedOperatingState": ["ready", "running", "paused"],
                "operatingState": "ready",
                "reservable": False,
                "progressPercentage": Reading(value=0, unit="%"),
                "remainingTimeStr": "02:20",
                "operationTime": None,
                "remainingTime": Reading(value=140, unit="min"),
                "timeLeftToStart": Reading(value=0, unit="min"),
            },
            "samsungce.dishwasherWashingCourse": {
                "customCourseCandidates": None,
                "washingCourse": "eco_08",
                "supportedCourses": ["auto", "eco_08", "potsAndPans", "express_0C", "rinseOnly"],
            },
            "samsungce.dishwasherWashingOptions": {
                "supportedList": ["selectedZone", "sanitize"],
                "selectedZone": {
                    "value": "all",
                    "settable": ["none", "upper", "lower", "all"],
                },
                "sanitize": {"value": False, "settable": [False, True]},
                "stormWash": None,
            },
            "samsungce.kidsLock": {"lockState": "unlocked"},
            "custom.supportedOptions": {
                "course": None,
                "referenceTable": None,
                "supportedCourses": ["82", "83", "84"],
            },
            **energy(212_900, 0, at),
            **software(),
            **disabled(),
        },
        at=at,
    )
