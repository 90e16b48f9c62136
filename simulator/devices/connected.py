"""The devices of the house that hang on the hub or come from another maker's cloud.

Makers, serial numbers and versions are invented.
"""

from datetime import datetime

from .device import Json, JsonObject, Reading, Readings, SimDevice, make_device
from .ids import CABIN_LOCATION, HOME_LOCATION, Devices, Rooms

_CELSIUS = "C"
_FAHRENHEIT = "F"
_DRIVER = "0251bd05-d543-40ef-9539-d4d4ff2a1145"

type Spec = dict[str, dict[str, Json | Reading]]


def battery(percent: int) -> Spec:
    """Return the battery capability."""
    level = Reading(value=percent, unit="%")
    return {"battery": {"quantity": None, "battery": level, "type": None}}


def temperature(degrees: float, unit: str = _CELSIUS) -> Spec:
    """Return the temperature capability."""
    reading = Reading(value=degrees, unit=unit)
    return {"temperatureMeasurement": {"temperatureRange": None, "temperature": reading}}


def humidity(percent: float) -> Spec:
    """Return the humidity capability."""
    return {"relativeHumidityMeasurement": {"humidity": Reading(value=percent, unit="%")}}


def level(percent: int) -> Spec:
    """Return switch and level."""
    return {
        "switch": {"switch": "on" if percent else "off"},
        "switchLevel": {"levelRange": None, "level": Reading(value=percent, unit="%")},
    }


def firmware(current: str | None, available: str | None = None) -> Spec:
    """Return the firmware capability with all its attributes, null where unknown."""
    return {
        "firmwareUpdate": {
            "lastUpdateStatusReason": None,
            "imageTransferProgress": None,
            "availableVersion": available or current,
            "lastUpdateStatus": None,
            "supportedCommands": None,
            "state": "normalOperation",
            "estimatedTimeRemaining": None,
            "updateAvailable": available is not None and available != current,
            "currentVersion": current,
            "lastUpdateTime": None,
        }
    }


def health_check() -> Spec:
    """Return the health capability of a device that another cloud reports."""
    return {
        "healthCheck": {
            "checkInterval": Reading(
                value=60, unit="s", data={"deviceScheme": "UNTRACKED", "protocol": "cloud"}
            ),
            "healthStatus": None,
            "DeviceWatch-Enroll": None,
            "DeviceWatch-DeviceStatus": Reading(value="online", data={}),
        }
    }


REFRESH: Spec = {"refresh": {}}


def zigbee(eui: str, network_id: str) -> JsonObject:
    """Return the zigbee block of a child of the hub."""
    return {
        "eui": eui,
        "networkId": network_id,
        "driverId": _DRIVER,
        "executingLocally": True,
        "hubId": Devices.HUB,
        "provisioningState": "PROVISIONED",
    }


def zwave(network_id: str, manufacturer_id: int, product_type: int, product_id: int) -> JsonObject:
    """Return the zwave block of a child of the hub."""
    return {
        "networkId": network_id,
        "driverId": _DRIVER,
        "executingLocally": True,
        "hubId": Devices.HUB,
        "networkSecurityLevel": "ZWAVE_S2_AUTHENTICATED",
        "provisioningState": "PROVISIONED",
        "manufacturerId": manufacturer_id,
        "productType": product_type,
        "productId": product_id,
    }


def matter(network_id: str, serial: str, product_id: int, version: str) -> JsonObject:
    """Return the matter block of a child of the hub."""
    return {
        "driverId": _DRIVER,
        "hubId": Devices.HUB,
        "provisioningState": "PROVISIONED",
        "networkId": network_id,
        "executingLocally": True,
        "uniqueId": f"unique-{serial}",
        "vendorId": 65521,
        "productId": product_id,
        "serialNumber": serial,
        "listeningType": "ALWAYS",
        "supportedNetworkInterfaces": ["THREAD"],
        "version": {
            "hardware": 1,
            "hardwareLabel": "A1",
            "software": 42,
            "softwareLabel": version,
        },
    }


def viper(identifier: str, maker: str, model: str, version: str) -> JsonObject:
    """Return the block of a device that another maker's cloud reports."""
    return {
        "uniqueIdentifier": identifier,
        "manufacturerName": maker,
        "modelName": model,
        "swVersion": version,
        "hwVersion": "2",
        "endpointAppId": "viper_75068b30",
    }


def hub(at: datetime) -> SimDevice:
    """Return the hub."""
    capabilities: Readings = {
        **firmware("000.058.00011", "000.059.00004"),
        "bridge": {},
        **REFRESH,
    }
    block: JsonObject = {
        "hubEui": "7C4F3BFFFE2A91D0",
        "firmwareVersion": "000.058.00011",
        "hubDrivers": [],
        "hubData": {
            "zwaveStaticDsk": None,
            "zwaveS2": True,
            "hardwareType": "V3_HUB",
            "hardwareId": "0041",
            "zigbeeFirmware": "6.7.8",
            "zigbee3": True,
            "zigbeeOta": "ENABLED",
            "otaEnable": "true",
            "zigbeeUnsecureRejoin": False,
            "threadRequiresExternalHardware": False,
            "zigbeeRequiresExternalHardware": False,
            "lanAvailability": "Available",
            "matterAvailability": "Available",
            "zigbeeAvailability": "Available",
            "zwaveAvailability": "Available",
            "macAddress": "7C:4F:3B:2A:91:D0",
            "localIP": "192.0.2.17",
            "zigbeeChannel": "20",
            "zigbeeEui": "7C4F3BFFFE2A91D0",
            "zigbeeNodeID": "0000",
            "zwaveRegion": "EU",
        },
    }
    return make_device(
        Devices.HUB,
        "Hub",
        name="Hazelbrook hub",
        location_id=HOME_LOCATION,
        category="Hub",
        type="HUB",
        block=block,
        components={"main": capabilities},
        at=at,
    )


def lights(at: datetime) -> list[SimDevice]:
    """Return bulbs, dimmer, plug and relay."""
    return [
        make_device(
            Devices.CEILING_LIGHT,
            "Ceiling light",
            name="white-bulb",
            manufacturer="Lumora",
            location_id=HOME_LOCATION,
            room_id=Rooms.LIVING_ROOM,
            category="Light",
            type="ZIGBEE",
            block=zigbee("00124B00A1C2D301", "3F21"),
            parent_id=Devices.HUB,
            components={"main": {**level(80), **firmware("0102000A"), **REFRESH}},
            at=at,
        ),
        make_device(
            Devices.FLOOR_LAMP,
            "Floor lamp",
            name="color-bulb",
            manufacturer="Lumora",
            location_id=HOME_LOCATION,
            room_id=Rooms.LIVING_ROOM,
            category="Light",
            type="MATTER",
            block=matter("9A1C7740E2B35F08-0000000000000011", "LM-C-2207", 257, "2.3.1"),
            parent_id=Devices.HUB,
            components={
                "main": {
                    **level(60),
                    "colorControl": {"saturation": 71, "color": None, "hue": 8.5},
                    "colorTemperature": {
                        "colorTemperatureRange": Reading(
                            value={"minimum": 2200, "maximum": 6500}, unit="K"
                        ),
                        "colorTemperature": Reading(value=2700, unit="K"),
                    },
                    **firmware("2.3.1"),
                    **REFRESH,
                }
            },
            at=at,
        ),
        make_device(
            Devices.KITCHEN_SPOTS,
            "Kitchen spots",
            name="c2c-color-temperature-bulb",
            manufacturer="Brightwell",
            location_id=HOME_LOCATION,
            room_id=Rooms.KITCHEN,
            category="Light",
            type="VIPER",
            block=viper("spots-17", "Brightwell", "Spot CT", "1.9.2"),
            components={
                "main": {
                    **level(45),
                    "colorTemperature": {
                        "colorTemperatureRange": Reading(
                            value={"minimum": 2000, "maximum": 6535}, unit="K"
                        ),
                        "colorTemperature": Reading(value=3000, unit="K"),
                    },
                    **REFRESH,
                    **health_check(),
                }
            },
            at=at,
        ),
        make_device(
            Devices.BEDSIDE_DIMMER,
            "Bedside dimmer",
            name="wall-dimmer",
            manufacturer="Nordvik",
            location_id=HOME_LOCATION,
            room_id=Rooms.BEDROOM,
            category="Switch",
            user_category="Light",
            type="ZWAVE",
            block=zwave("0C", 910, 3, 12289),
            parent_id=Devices.HUB,
            components={"main": {**level(0), **REFRESH}},
            at=at,
        ),
        make_device(
            Devices.COFFEE_PLUG,
            "Coffee machine",
            name="metering-plug",
            manufacturer="Nordvik",
            location_id=HOME_LOCATION,
            room_id=Rooms.KITCHEN,
            category="SmartPlug",
            type="ZIGBEE",
            block=zigbee("00124B00A1C2D302", "81B7"),
            parent_id=Devices.HUB,
            components={
                "main": {
                    "switch": {"switch": "on"},
                    "powerMeter": {"power": Reading(value=9.5, unit="W")},
                    "energyMeter": {"energy": Reading(value=128.42, unit="kWh")},
                    "voltageMeasurement": {"voltage": Reading(value=229.8, unit="V")},
                    **firmware("00000019", "0000001C"),
                    **REFRESH,
                }
            },
            at=at,
        ),
        make_device(
            Devices.RELAY,
            "Wall switch",
            name="two-gang-relay",
            manufacturer="Nordvik",
            location_id=HOME_LOCATION,
            room_id=Rooms.LIVING_ROOM,
            category="Switch",
            type="ZIGBEE",
            block=zigbee("00124B00A1C2D303", "5D0E"),
            parent_id=Devices.HUB,
            components={
                "main": {"switch": {"switch": "off"}, **REFRESH},
                "switch2": {"switch": {"switch": "on"}},
            },
            at=at,
        ),
        make_device(
            Devices.GUEST_MODE,
            "Guest mode",
            name="virtual-switch",
            location_id=HOME_LOCATION,
            category="Switch",
            type="VIRTUAL",
            block={"name": "Guest mode", "executingLocally": False},
            components={"main": {"switch": {"switch": "off"}}},
            at=at,
        ),
    ]


def sensors(at: datetime) -> list[SimDevice]:
    """Return the sensors of the house."""
    return [
        make_device(
            Devices.FRONT_DOOR,
            "Front door",
            name="contact-sensor",
            manufacturer="Kestrel Home",
            location_id=HOME_LOCATION,
            room_id=Rooms.HALLWAY,
            category="ContactSensor",
            user_category="Door",
            type="ZIGBEE",
            block=zigbee("00124B00A1C2D304", "C04A"),
            parent_id=Devices.HUB,
            components={
                "main": {
                    "contactSensor": {"contact": "closed"},
                    "tamperAlert": {"tamper": "clear"},
                    **temperature(18.4),
                    **battery(78),
                    **firmware("0000001B"),
                    **REFRESH,
                }
            },
            at=at,
        ),
        make_device(
            Devices.HALLWAY_MOTION,
            "Hallway motion",
            name="motion-sensor",
            manufacturer="Kestrel Home",
            location_id=HOME_LOCATION,
            room_id=Rooms.HALLWAY,
            category="MotionSensor",
            type="ZIGBEE",
            block=zigbee("00124B00A1C2D305", "17E9"),
            parent_id=Devices.HUB,
            components={
                "main": {
                    "motionSensor": {"motion": "inactive"},
                    **temperature(19.2),
                    **battery(64),
                    **firmware("0000001B"),
                    **REFRESH,
                }
            },
            at=at,
        ),
        make_device(
            Devices.SINK_LEAK,
            "Under the sink",
            name="leak-sensor",
            manufacturer="Kestrel Home",
            location_id=HOME_LOCATION,
            room_id=Rooms.KITCHEN,
            category="LeakSensor",
            type="ZIGBEE",
            block=zigbee("00124B00A1C2D306", "2B60"),
            parent_id=Devices.HUB,
            components={
                "main": {
                    "waterSensor": {"water": "dry"},
                    **temperature(20.1),
                    **battery(91),
                    **REFRESH,
                }
            },
            at=at,
        ),
        make_device(
            Devices.SMOKE_ALARM,
            "Smoke alarm",
            name="smoke-co-alarm",
            manufacturer="Nordvik",
            location_id=HOME_LOCATION,
            room_id=Rooms.HALLWAY,
            category="SmokeDetector",
            type="ZWAVE",
            block=zwave("12", 910, 7, 4101),
            parent_id=Devices.HUB,
            components={
                "main": {
                    "smokeDetector": {"smoke": "clear"},
                    "carbonMonoxideDetector": {"carbonMonoxide": "clear"},
                    "tamperAlert": {"tamper": "clear"},
                    **battery(100),
                    **REFRESH,
                }
            },
            at=at,
        ),
        make_device(
            Devices.BEDROOM_CLIMATE,
            "Bedroom climate",
            name="climate-sensor",
            manufacturer="Lumora",
            location_id=HOME_LOCATION,
            room_id=Rooms.BEDROOM,
            category="TempHumiditySensor",
            type="MATTER",
            block=matter("9A1C7740E2B35F08-0000000000000012", "LM-T-0451", 770, "1.0.7"),
            parent_id=Devices.HUB,
            components={"main": {**temperature(19.6), **humidity(48.5), **battery(83), **REFRESH}},
            at=at,
        ),
        make_device(
            Devices.AIR_MONITOR,
            "Air monitor",
            name="c2c-air-monitor",
            manufacturer="Brightwell",
            location_id=HOME_LOCATION,
            room_id=Rooms.BEDROOM,
            category="AirQualityDetector",
            type="VIPER",
            block=viper("air-3", "Brightwell", "Air One", "3.2.0"),
            components={
                "main": {
                    "carbonDioxideMeasurement": {"carbonDioxide": Reading(value=640, unit="ppm")},
                    "airQualitySensor": {"airQuality": Reading(value=38, unit="CAQI")},
                    "fineDustSensor": {"fineDustLevel": Reading(value=9, unit="μg/m^3")},
                    "dustSensor": {
                        "dustLevel": Reading(value=14, unit="μg/m^3"),
                        "fineDustLevel": Reading(value=9, unit="μg/m^3"),
                    },
                    "tvocMeasurement": {"tvocLevel": Reading(value=0.12, unit="ppm")},
                    "illuminanceMeasurement": {"illuminance": Reading(value=210, unit="lux")},
                    **temperature(20.3),
                    **humidity(46),
                    **REFRESH,
                    **health_check(),
                }
            },
            at=at,
        ),
        make_device(
            Devices.PHONE,
            "Alex's phone",
            name="phone",
            location_id=HOME_LOCATION,
            category="MobilePresence",
            type="MOBILE",
            components={"main": {"presenceSensor": {"presence": "present"}}},
            at=at,
        ),
        make_device(
            Devices.KEY_RING,
            "Sam's key ring",
            name="arrival-sensor",
            manufacturer="Kestrel Home",
            location_id=HOME_LOCATION,
            category="PresenceSensor",
            type="ZIGBEE",
            block=zigbee("00124B00A1C2D307", "6A15"),
            parent_id=Devices.HUB,
            components={
                "main": {"presenceSensor": {"presence": "present"}, **battery(55), "tone": {}}
            },
            at=at,
        ),
        _remote(at),
    ]


def _buttons(count: int) -> dict[str, Json | Reading]:
    return {
        "button": None,
        "numberOfButtons": count,
        "supportedButtonValues": ["pushed", "held", "double"],
    }


def _remote(at: datetime) -> SimDevice:
    """Return the remote: main repeats what its four buttons report."""
    components: dict[str, Readings] = {
        "main": {"button": _buttons(4), **battery(72), **firmware("0000000D"), **REFRESH}
    }
    components |= {f"button{number}": {"button": _buttons(1)} for number in range(1, 5)}
    return make_device(
        Devices.REMOTE,
        "Sofa remote",
        name="four-button-remote",
        manufacturer="Kestrel Home",
        location_id=HOME_LOCATION,
        room_id=Rooms.LIVING_ROOM,
        category="RemoteController",
        type="ZIGBEE",
        block=zigbee("00124B00A1C2D308", "E377"),
        parent_id=Devices.HUB,
        components=components,
        at=at,
    )


def actuators(at: datetime) -> list[SimDevice]:
    """Return thermostat, lock, covers, fan, valve and siren."""
    return [
        make_device(
            Devices.THERMOSTAT,
            "Thermostat",
            name="wall-thermostat",
            manufacturer="Nordvik",
            location_id=HOME_LOCATION,
            room_id=Rooms.HALLWAY,
            category="Thermostat",
            type="ZWAVE",
            block=zwave("15", 910, 5, 513),
            parent_id=Devices.HUB,
            components={
                "main": {
                    "thermostatMode": {
                        "thermostatMode": "heat",
                        "supportedThermostatModes": Reading(
                            value=["off", "heat", "cool", "auto"], data={}
                        ),
                    },
                    "thermostatHeatingSetpoint": {
                        "heatingSetpoint": Reading(value=20.5, unit=_CELSIUS),
                        "heatingSetpointRange": None,
                    },
                    "thermostatCoolingSetpoint": {
                        "coolingSetpointRange": None,
                        "coolingSetpoint": Reading(value=25, unit=_CELSIUS),
                    },
                    "thermostatFanMode": {
                        "thermostatFanMode": "auto",
                        "supportedThermostatFanModes": ["auto", "on", "circulate"],
                    },
                    "thermostatOperatingState": {
                        "supportedThermostatOperatingStates": None,
                        "thermostatOperatingState": "heating",
                    },
                    **temperature(19.8),
                    **humidity(44),
                    **battery(88),
                    **REFRESH,
                }
            },
            at=at,
        ),
        make_device(
            Devices.FRONT_LOCK,
            "Front door lock",
            name="door-lock",
            manufacturer="Nordvik",
            location_id=HOME_LOCATION,
            room_id=Rooms.HALLWAY,
            category="SmartLock",
            type="ZWAVE",
            block=zwave("0A", 910, 6, 258),
            parent_id=Devices.HUB,
            components={
                "main": {
                    "lock": {
                        "supportedUnlockDirections": None,
                        "supportedLockValues": None,
                        "lock": Reading(value="locked", data={"method": "command"}),
                        "supportedLockCommands": None,
                    },
                    "lockCodes": {
                        "codeLength": None,
                        "maxCodes": 30,
                        "codeChanged": "2 set",
                        "lockCodes": '{"1":"Alex","2":"Sam","3":"Cleaner"}',
                        "scanCodes": "Complete",
                    },
                    **battery(69),
                    **REFRESH,
                }
            },
            at=at,
        ),
        make_device(
            Devices.GARAGE_DOOR,
            "Garage door",
            name="garage-opener",
            manufacturer="Nordvik",
            location_id=HOME_LOCATION,
            category="GarageDoor",
            type="ZWAVE",
            block=zwave("1E", 910, 8, 1),
            parent_id=Devices.HUB,
            components={
                "main": {
                    "doorControl": {"door": "closed"},
                    "contactSensor": {"contact": "closed"},
                    **battery(94),
                    **REFRESH,
                }
            },
            at=at,
        ),
        make_device(
            Devices.PATIO_SHADE,
            "Patio shade",
            name="roller-shade",
            manufacturer="Lumora",
            location_id=HOME_LOCATION,
            room_id=Rooms.LIVING_ROOM,
            category="Blind",
            type="MATTER",
            block=matter("9A1C7740E2B35F08-0000000000000013", "LM-S-1180", 515, "1.4.0"),
            parent_id=Devices.HUB,
            components={
                "main": {
                    "windowShade": {
                        "supportedWindowShadeCommands": ["open", "close", "pause"],
                        "windowShade": "open",
                    },
                    "windowShadeLevel": {"shadeLevel": Reading(value=100, unit="%")},
                    "windowShadePreset": {
                        "supportedCommands": ["presetPosition", "setPresetPosition"],
                        "position": Reading(value=35, unit="%"),
                    },
                    **battery(58),
                    **REFRESH,
                }
            },
            at=at,
        ),
        make_device(
            Devices.FAN,
            "Ceiling fan",
            name="fan-controller",
            manufacturer="Nordvik",
            location_id=HOME_LOCATION,
            room_id=Rooms.BEDROOM,
            category="Fan",
            type="ZWAVE",
            block=zwave("21", 910, 3, 12305),
            parent_id=Devices.HUB,
            components={
                "main": {
                    "switch": {"switch": "off"},
                    "fanSpeed": {"fanSpeed": 0},
                    **REFRESH,
                }
            },
            at=at,
        ),
        make_device(
            Devices.WATER_VALVE,
            "Main water valve",
            name="water-valve",
            manufacturer="Kestrel Home",
            location_id=HOME_LOCATION,
            room_id=Rooms.KITCHEN,
            category="WaterValve",
            type="ZIGBEE",
            block=zigbee("00124B00A1C2D309", "40CD"),
            parent_id=Devices.HUB,
            components={
                "main": {
                    "valve": {"valve": "open"},
                    "powerSource": {"powerSource": "dc"},
                    **battery(100),
                    **REFRESH,
                }
            },
            at=at,
        ),
        make_device(
            Devices.SIREN,
            "Siren",
            name="siren",
            manufacturer="Nordvik",
            location_id=HOME_LOCATION,
            room_id=Rooms.HALLWAY,
            category="Siren",
            type="ZWAVE",
            block=zwave("23", 910, 9, 770),
            parent_id=Devices.HUB,
            components={
                "main": {
                    "alarm": {"alarm": "off"},
                    "switch": {"switch": "off"},
                    "audioVolume": {"volume": Reading(value=80, unit="%")},
                    "tamperAlert": {"tamper": "clear"},
                    **battery(97),
                    **REFRESH,
                }
            },
            at=at,
        ),
    ]


def cabin(at: datetime) -> list[SimDevice]:
    """Return the three devices of the cabin, which measures in Fahrenheit."""
    return [
        make_device(
            Devices.CABIN_HEATER,
            "Cabin heater",
            name="c2c-metering-plug",
            manufacturer="Brightwell",
            location_id=CABIN_LOCATION,
            room_id=Rooms.CABIN_PARLOUR,
            category="SmartPlug",
            type="VIPER",
            block=viper("plug-8", "Brightwell", "Plug M", "1.1.4"),
            components={
                "main": {
                    "switch": {"switch": "off"},
                    "powerMeter": {"power": Reading(value=0.0, unit="W")},
                    **REFRESH,
                    **health_check(),
                }
            },
            at=at,
        ),
        make_device(
            Devices.CABIN_THERMOMETER,
            "Cabin thermometer",
            name="c2c-thermometer",
            manufacturer="Brightwell",
            location_id=CABIN_LOCATION,
            room_id=Rooms.CABIN_PARLOUR,
            category="TempSensor",
            type="VIPER",
            block=viper("thermo-2", "Brightwell", "Thermo", "2.0.0"),
            components={
                "main": {
                    **temperature(52.7, _FAHRENHEIT),
                    **battery(41),
                    **REFRESH,
                    **health_check(),
                }
            },
            at=at,
        ),
        make_device(
            Devices.CABIN_DOOR,
            "Cabin door",
            name="c2c-contact",
            manufacturer="Brightwell",
            location_id=CABIN_LOCATION,
            room_id=Rooms.CABIN_PARLOUR,
            category="ContactSensor",
            type="VIPER",
            block=viper("contact-5", "Brightwell", "Door", "1.3.0"),
            components={
                "main": {
                    "contactSensor": {"contact": "closed"},
                    **battery(37),
                    **REFRESH,
                    **health_check(),
                }
            },
            at=at,
        ),
    ]
