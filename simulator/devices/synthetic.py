"""Makes a home of any size, with twelve kinds of devices."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from .device import Json, Reading, Readings, SimDevice, make_device
from .home import Home
from .house import LAST_REPORT
from .ids import SYNTHETIC_LOCATION
from .places import make_location, make_mode, make_room

_DEVICES_PER_ROOM = 12
_REFRESH: Readings = {"refresh": {}}


def _one(capability: str, attribute: str, value: Json, unit: str) -> Readings:
    return {capability: {attribute: Reading(value=value, unit=unit)}}


def _battery(percent: int) -> Readings:
    level = Reading(value=percent, unit="%")
    return {"battery": {"quantity": None, "battery": level, "type": None}}


def _temperature(degrees: float) -> Readings:
    reading = Reading(value=degrees, unit="C")
    return {"temperatureMeasurement": {"temperatureRange": None, "temperature": reading}}


def _level(percent: int) -> Readings:
    return {
        "switch": {"switch": "on" if percent else "off"},
        "switchLevel": {"levelRange": None, "level": Reading(value=percent, unit="%")},
    }


# Label, category and capabilities of each kind, by the number of the device.
_KINDS: tuple[tuple[str, str, Callable[[int], Readings]], ...] = (
    ("Light", "Light", lambda n: {**_level(10 + n % 90), **_REFRESH}),
    (
        "Color light",
        "Light",
        lambda n: {
            **_level(n % 100),
            "colorControl": {"saturation": n % 100, "color": None, "hue": n % 100},
        },
    ),
    ("Switch", "Switch", lambda n: {"switch": {"switch": "on" if n % 2 else "off"}}),
    (
        "Plug",
        "SmartPlug",
        lambda n: {
            "switch": {"switch": "on"},
            **_one("powerMeter", "power", n % 50, "W"),
            **_one("energyMeter", "energy", n / 10, "kWh"),
        },
    ),
    (
        "Contact",
        "ContactSensor",
        lambda n: {"contactSensor": {"contact": "closed"}, **_battery(50 + n % 50)},
    ),
    (
        "Motion",
        "MotionSensor",
        lambda n: {
            "motionSensor": {"motion": "inactive"},
            **_temperature(18 + n % 5),
            **_battery(50 + n % 50),
        },
    ),
    (
        "Climate",
        "TempHumiditySensor",
        lambda n: {
            **_temperature(17 + n % 7),
            **_one("relativeHumidityMeasurement", "humidity", 40 + n % 20, "%"),
            **_battery(50 + n % 50),
        },
    ),
    (
        "Leak",
        "LeakSensor",
        lambda n: {"waterSensor": {"water": "dry"}, **_battery(50 + n % 50)},
    ),
    (
        "Lock",
        "SmartLock",
        lambda n: {"lock": {"lock": "locked"}, **_battery(50 + n % 50)},
    ),
    (
        "Shade",
        "Blind",
        lambda n: {
            "windowShade": {"supportedWindowShadeCommands": None, "windowShade": "open"},
            **_one("windowShadeLevel", "shadeLevel", 100, "%"),
            **_battery(50 + n % 50),
        },
    ),
    (
        "Brightness",
        "LightSensor",
        lambda n: _one("illuminanceMeasurement", "illuminance", n, "lux"),
    ),
    (
        "Button",
        "Button",
        lambda n: {
            "button": {
                "button": None,
                "numberOfButtons": 1,
                "supportedButtonValues": ["pushed", "held"],
            },
            **_battery(50 + n % 50),
        },
    ),
)


def synthetic_home(count: int, more: Readings | None = None) -> Home:
    """Return a home with one location, `count` devices, and a room for every twelve of them.

    Each device also has the readings of `more`. The ids depend only on the number, so two homes of
    the same size have the same ids.
    """
    home = Home()
    at = datetime.now(UTC) - LAST_REPORT
    rooms = [
        make_room(SYNTHETIC_LOCATION, _synthetic_id("room", number), f"Room {number + 1}")
        for number in range(-(-count // _DEVICES_PER_ROOM))
    ]
    home.add_location(
        make_location(SYNTHETIC_LOCATION, "Synthetic", "C"),
        rooms=rooms,
        modes=[
            make_mode(_synthetic_id("mode", 0), "Home"),
            make_mode(_synthetic_id("mode", 1), "Away"),
        ],
    )
    for number in range(count):
        home.add_device(_synthetic_device(number, at, more or {}))
    return home


def _synthetic_id(kind: str, number: int) -> str:
    return str(uuid5(NAMESPACE_URL, f"synthetic/{kind}/{number}"))


def _synthetic_device(number: int, at: datetime, more: Readings) -> SimDevice:
    label, category, capabilities = _KINDS[number % len(_KINDS)]
    return make_device(
        _synthetic_id("device", number),
        f"{label} {number + 1}",
        name=label.lower(),
        location_id=SYNTHETIC_LOCATION,
        room_id=_synthetic_id("room", number // _DEVICES_PER_ROOM),
        category=category,
        type="VIPER",
        block={
            "uniqueIdentifier": f"device-{number}",
            "manufacturerName": "Hazelbrook",
            "modelName": label,
            "swVersion": "1.0",
            "hwVersion": "2",
            "endpointAppId": "viper_75068b30",
        },
        components={"main": {**capabilities(number), **more}},
        at=at,
    )
