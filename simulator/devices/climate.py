"""The devices of the house that heat, dry and clean the air.

Makers, serial numbers and versions are invented.
"""

from datetime import datetime

from .connected import REFRESH, battery, health_check, humidity, temperature, viper, zigbee
from .device import Reading, Readings, SimDevice, make_device
from .ids import HOME_LOCATION, Devices, Rooms

_CELSIUS = "C"


def climate_devices(at: datetime) -> list[SimDevice]:
    """Return the radiator, the heat pump, the dehumidifier and the air purifier."""
    return [radiator(at), heat_pump(at), dehumidifier(at), air_purifier(at)]


def radiator(at: datetime) -> SimDevice:
    """Return the thermostat of a radiator, which can only heat."""
    return make_device(
        Devices.RADIATOR,
        "Radiator",
        name="radiator-valve",
        manufacturer="Kestrel Home",
        location_id=HOME_LOCATION,
        room_id=Rooms.LIVING_ROOM,
        category="Thermostat",
        type="ZIGBEE",
        block=zigbee("00124B00A1C2D311", "51B2"),
        parent_id=Devices.HUB,
        components={
            "main": {
                "thermostatMode": {
                    "thermostatMode": "heat",
                    "supportedThermostatModes": ["off", "heat", "emergency heat", "eco"],
                },
                "thermostatHeatingSetpoint": {
                    "heatingSetpoint": Reading(value=21, unit=_CELSIUS),
                    "heatingSetpointRange": Reading(
                        value={"minimum": 5, "maximum": 30, "step": 0.5}, unit=_CELSIUS
                    ),
                },
                "thermostatOperatingState": {"thermostatOperatingState": "idle"},
                **temperature(21.4),
                **battery(73),
                **REFRESH,
            }
        },
        at=at,
    )


def _loop(
    mode: str, modes: list[str], degrees: float, target: float, limits: tuple[float, float]
) -> Readings:
    """Return one of the two loops of a heat pump: hot water, or the zone of a room."""
    return {
        "switch": {"switch": "on"},
        "airConditionerMode": {
            "availableAcModes": None,
            "supportedAcModes": [*modes],
            "airConditionerMode": mode,
        },
        "thermostatCoolingSetpoint": {
            "coolingSetpointRange": None,
            "coolingSetpoint": Reading(value=target, unit=_CELSIUS),
        },
        "custom.thermostatSetpointControl": {
            "minimumSetpoint": Reading(value=limits[0], unit=_CELSIUS),
            "maximumSetpoint": Reading(value=limits[1], unit=_CELSIUS),
        },
        "samsungce.ehsThermostat": {"connectionState": "disconnected"},
        **temperature(degrees),
    }


def heat_pump(at: datetime) -> SimDevice:
    """Return the heat pump: hot water in ``main``, one zone of rooms beside it."""
    return make_device(
        Devices.HEAT_PUMP,
        "Heat pump",
        name="heat-pump",
        manufacturer="Auriga",
        location_id=HOME_LOCATION,
        room_id=Rooms.KITCHEN,
        category="AirConditioner",
        type="VIPER",
        block=viper("heat-pump-1", "Auriga", "AU-HP-9", "24.11.1"),
        components={
            "main": {
                **_loop("std", ["eco", "std", "power", "force"], 48.5, 50, (40, 65)),
                "custom.outingMode": {"outingMode": "off"},
                **REFRESH,
                **health_check(),
            },
            "INDOOR": _loop("heat", ["auto", "cool", "heat"], 20.6, 21, (16, 30)),
        },
        at=at,
    )


def dehumidifier(at: datetime) -> SimDevice:
    """Return the dehumidifier, with modes and a humidity to reach."""
    return make_device(
        Devices.DEHUMIDIFIER,
        "Dehumidifier",
        name="dehumidifier",
        manufacturer="Auriga",
        location_id=HOME_LOCATION,
        room_id=Rooms.HALLWAY,
        category="Dehumidifier",
        type="VIPER",
        block=viper("dehumidifier-1", "Auriga", "AU-DH-16", "3.2.0"),
        components={
            "main": {
                "switch": {"switch": "on"},
                "samsungce.dehumidifierMode": {
                    "dehumidifierMode": "smart",
                    "supportedDehumidifierModes": ["smart", "quiet", "clothesDrying"],
                    "availableDehumidifierModes": None,
                },
                "samsungce.relativeHumidityLevel": {
                    "relativeHumidityLevel": None,
                    "desiredHumidityLevel": Reading(value=50, unit="%"),
                    "desiredHumidityLevelRange": {"minimum": 35, "maximum": 70, "step": 5},
                },
                **humidity(58),
                **REFRESH,
                **health_check(),
            }
        },
        at=at,
    )


def air_purifier(at: datetime) -> SimDevice:
    """Return the air purifier of the bedroom."""
    return make_device(
        Devices.AIR_PURIFIER,
        "Air purifier",
        name="air-purifier",
        manufacturer="Hazelbrook",
        location_id=HOME_LOCATION,
        room_id=Rooms.BEDROOM,
        category="AirPurifier",
        type="VIPER",
        block=viper("purifier-1", "Hazelbrook", "Breeze 3", "2.0.7"),
        components={
            "main": {
                "switch": {"switch": "on"},
                "airPurifierFanMode": {
                    "airPurifierFanMode": "auto",
                    "supportedAirPurifierFanModes": ["auto", "low", "medium", "high", "sleep"],
                },
                "dustSensor": {
                    "dustLevel": Reading(value=12, unit="μg/m^3"),
                    "fineDustLevel": Reading(value=5, unit="μg/m^3"),
                },
                **REFRESH,
                **health_check(),
            }
        },
        at=at,
    )
