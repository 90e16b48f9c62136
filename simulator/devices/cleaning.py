"""The stick cleaner of the house with its station, and what its robot vacuum can be told.

Makers, model numbers and versions are invented.
"""

from datetime import datetime

from .connected import REFRESH, Spec, battery
from .device import SimDevice, make_device, timestamp
from .ids import HOME_LOCATION, Devices, Rooms


def robot_settings() -> Spec:
    """Return the settings of the robot vacuum."""
    return {
        "samsungce.robotCleanerCleaningMode": {
            "supportedCleaningMode": ["auto", "spot", "manual", "stop"],
            "repeatModeEnabled": False,
            "supportRepeatMode": True,
            "cleaningMode": "stop",
        },
        "samsungce.robotCleanerCleaningType": {
            "supportedCleaningTypes": ["vacuum", "mop", "vacuumAndMopTogether", "mopAfterVacuum"],
            "cleaningType": "vacuumAndMopTogether",
        },
        "samsungce.robotCleanerDrivingMode": {
            "supportedDrivingModes": ["areaThenWalls", "wallFirst", "quickCleaningZigzagPattern"],
            "drivingMode": "areaThenWalls",
        },
        "samsungce.robotCleanerWaterSprayLevel": {
            "supportedWaterSprayLevels": ["high", "mediumHigh", "medium", "mediumLow", "low"],
            "availableWaterSprayLevels": None,
            "waterSprayLevel": "medium",
        },
        "samsungce.robotCleanerSystemSoundMode": {
            "supportedSoundModes": ["mute", "beep", "voice"],
            "soundMode": "voice",
        },
        "custom.doNotDisturbMode": {
            "doNotDisturb": "on",
            "startTime": "22:30",
            "endTime": "07:00",
        },
    }


def stick_cleaner(at: datetime) -> SimDevice:
    """Return the stick cleaner, standing in the station that empties it."""
    return make_device(
        Devices.STICK_CLEANER,
        "Stick cleaner",
        name="[Stick cleaner] Auriga Electronics",
        manufacturer="Auriga Electronics",
        location_id=HOME_LOCATION,
        room_id=Rooms.HALLWAY,
        category="StickVacuumCleaner",
        components={
            "main": {
                "samsungce.stickCleanerStatus": {"operatingState": "ready"},
                "samsungce.stickCleanerStickStatus": {
                    "mode": "none",
                    "bleConnectionState": "disconnected",
                    "status": "charging",
                },
                "samsungce.stickCleanerDustbinStatus": {
                    "operatingState": "ready",
                    "lastEmptiedTime": timestamp(at),
                },
                **battery(86),
                **REFRESH,
            },
            "station": {
                "samsungce.cleanStationStickStatus": {"status": "attached"},
                "samsungce.stickCleanerDustBag": {
                    "supportedStatus": ["full", "normal"],
                    "status": "normal",
                    "usage": 24,
                },
                "custom.hepaFilter": {
                    "hepaFilterCapacity": None,
                    "hepaFilterStatus": "normal",
                    "hepaFilterResetType": ["washable"],
                    "hepaFilterUsageStep": None,
                    "hepaFilterUsage": 37,
                    "hepaFilterLastResetDate": None,
                },
            },
        },
        at=at,
    )


def cleaners(at: datetime) -> list[SimDevice]:
    """Return the cleaning appliances beside the robot vacuum."""
    return [stick_cleaner(at)]
