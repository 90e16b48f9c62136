"""The meter of the whole house, and the charging point in front of it.

Makers, serial numbers and versions are invented.
"""

from datetime import datetime, timedelta

from .connected import REFRESH, matter, zwave
from .device import Reading, SimDevice, make_device, timestamp
from .ids import HOME_LOCATION, Devices, Rooms

_CHARGING = timedelta(hours=6)


def electricity_meter(at: datetime) -> SimDevice:
    """Return the meter of the whole house."""
    return make_device(
        Devices.ELECTRICITY_METER,
        "Electricity meter",
        name="home-energy-meter",
        manufacturer="Northlight",
        location_id=HOME_LOCATION,
        room_id=Rooms.HALLWAY,
        category="CurbPowerMeter",
        type="ZWAVE",
        block=zwave("1F", 0x0371, 2, 95),
        components={
            "main": {
                "powerMeter": {"power": Reading(value=642.5, unit="W")},
                "energyMeter": {"energy": Reading(value=18342.77, unit="kWh")},
                "voltageMeasurement": {"voltage": Reading(value=231.4, unit="V")},
                "currentMeasurement": {"current": Reading(value=2.78, unit="A")},
                **REFRESH,
            }
        },
        at=at,
    )


def car_charger(at: datetime) -> SimDevice:
    """Return the charging point, charging a car."""
    return make_device(
        Devices.CAR_CHARGER,
        "Car charger",
        name="matter-evse",
        manufacturer="Brightwell",
        location_id=HOME_LOCATION,
        category="Charger",
        type="MATTER",
        block=matter("5E0C1A77D2B0-0000000000000009", "BW-EV-0031", 32801, "3.1.0"),
        components={
            "main": {
                "evseState": {
                    "state": "pluggedInCharging",
                    "supplyState": "chargingEnabled",
                    "faultState": "noError",
                },
                "evseChargingSession": {
                    "chargingState": "charging",
                    "targetEndTime": timestamp(at + _CHARGING),
                    "minCurrent": Reading(value=6000, unit="mA"),
                    "maxCurrent": Reading(value=16000, unit="mA"),
                    "sessionTime": Reading(value=5400, unit="s"),
                    "energyDelivered": Reading(value=8250000, unit="mWh"),
                    "supportedChargingCommands": ["enableCharging", "disableCharging"],
                },
                "powerMeter": {"power": Reading(value=7360.0, unit="W")},
                "energyMeter": {"energy": Reading(value=1204.6, unit="kWh")},
                **REFRESH,
            }
        },
        at=at,
    )


def meters(at: datetime) -> list[SimDevice]:
    """Return what measures electricity."""
    return [electricity_meter(at), car_charger(at)]
