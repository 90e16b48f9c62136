"""The homes to test against: a hand-made house with a cabin, and one of any size."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from . import connected
from .appliances import appliances
from .cleaning import cleaners
from .climate import climate_devices
from .device import OWNER, JsonObject, Reading, Readings, SimDevice, make_device
from .home import Action, Home
from .household import household
from .ids import (
    CABIN_LOCATION,
    HOME_LOCATION,
    SYNTHETIC_LOCATION,
    Devices,
    Modes,
    Rooms,
    Scenes,
)
from .kitchen import kitchen
from .laundry import laundry
from .meters import meters

__all__ = [
    "CABIN_LOCATION",
    "HOME_LOCATION",
    "SYNTHETIC_LOCATION",
    "Devices",
    "Modes",
    "Rooms",
    "Scenes",
    "build_house",
    "make_device",
    "synthetic_home",
]

# The last report of a device lies in the past when somebody first looks.
_LAST_REPORT = timedelta(minutes=20)
_DEVICES_PER_ROOM = 12


def _location(location_id: str, name: str, scale: str, **facts: str) -> JsonObject:
    return {
        "locationId": location_id,
        "name": name,
        "countryCode": facts.get("country", "NLD"),
        "latitude": 52.09,
        "longitude": 5.12,
        "regionRadius": 200,
        "temperatureScale": scale,
        "timeZoneId": facts.get("zone", "Europe/Amsterdam"),
        "locale": "en-GB",
        "backgroundImage": None,
        "additionalProperties": {},
        "created": "2024-03-02T10:30:00Z",
        "lastModified": "2026-09-14T18:05:00Z",
        "allowed": None,
        "parent": {"type": "ACCOUNT", "id": OWNER},
    }


def _room(location_id: str, room_id: str, name: str) -> JsonObject:
    return {"roomId": room_id, "locationId": location_id, "name": name, "backgroundImage": None}


def _mode(mode_id: str, name: str) -> JsonObject:
    return {"id": mode_id, "label": name, "name": name}


def _action(device_id: str, capability: str, command: str, *arguments: int | str) -> Action:
    return Action(
        device_id=device_id,
        command={
            "component": "main",
            "capability": capability,
            "command": command,
            "arguments": [*arguments],
        },
    )


def build_house() -> Home:
    """Return the hand-made house: "Home" with four rooms in Celsius, "Cabin" in Fahrenheit."""
    home = Home()
    at = datetime.now(UTC) - _LAST_REPORT
    home.add_location(
        _location(HOME_LOCATION, "Home", "C"),
        rooms=[
            _room(HOME_LOCATION, Rooms.LIVING_ROOM, "Living room"),
            _room(HOME_LOCATION, Rooms.KITCHEN, "Kitchen"),
            _room(HOME_LOCATION, Rooms.BEDROOM, "Bedroom"),
            _room(HOME_LOCATION, Rooms.HALLWAY, "Hallway"),
        ],
        modes=[
            _mode(Modes.HOME, "Home"),
            _mode(Modes.AWAY, "Away"),
            _mode(Modes.NIGHT, "Night"),
        ],
    )
    home.add_location(
        _location(CABIN_LOCATION, "Cabin", "F", country="USA", zone="America/Denver"),
        rooms=[_room(CABIN_LOCATION, Rooms.CABIN_PARLOUR, "Parlour")],
        modes=[
            _mode(Modes.CABIN_HOME, "Home"),
            _mode(Modes.CABIN_AWAY, "Away"),
            _mode(Modes.CABIN_NIGHT, "Night"),
        ],
    )
    for device in (
        connected.hub(at),
        *connected.lights(at),
        *connected.sensors(at),
        *connected.actuators(at),
        *appliances(at),
        *laundry(at),
        *kitchen(at),
        *climate_devices(at),
        *household(at),
        *cleaners(at),
        *meters(at),
        *connected.cabin(at),
    ):
        home.add_device(device)
    _add_scenes(home)
    return home


def _add_scenes(home: Home) -> None:
    home.add_scene(
        HOME_LOCATION,
        "Good night",
        [
            _action(Devices.CEILING_LIGHT, "switch", "off"),
            _action(Devices.FLOOR_LAMP, "switch", "off"),
            _action(Devices.KITCHEN_SPOTS, "switch", "off"),
            _action(Devices.BEDSIDE_DIMMER, "switchLevel", "setLevel", 15),
            _action(Devices.PATIO_SHADE, "windowShade", "close"),
            _action(Devices.FRONT_LOCK, "lock", "lock"),
            _action(Devices.TELEVISION, "switch", "off"),
        ],
        scene_id=Scenes.GOOD_NIGHT,
        icon="204",
    )
    home.add_scene(
        HOME_LOCATION,
        "Movie time",
        [
            _action(Devices.CEILING_LIGHT, "switch", "off"),
            _action(Devices.FLOOR_LAMP, "switchLevel", "setLevel", 20),
            _action(Devices.PATIO_SHADE, "windowShadePreset", "presetPosition"),
            _action(Devices.TELEVISION, "switch", "on"),
            _action(Devices.TELEVISION, "mediaInputSource", "setInputSource", "HDMI1"),
            _action(Devices.SOUNDBAR, "switch", "on"),
        ],
        scene_id=Scenes.MOVIE_TIME,
        icon="203",
    )
    home.add_scene(
        HOME_LOCATION,
        "Leaving",
        [
            _action(Devices.CEILING_LIGHT, "switch", "off"),
            _action(Devices.FLOOR_LAMP, "switch", "off"),
            _action(Devices.KITCHEN_SPOTS, "switch", "off"),
            _action(Devices.COFFEE_PLUG, "switch", "off"),
            _action(Devices.FRONT_LOCK, "lock", "lock"),
            _action(Devices.THERMOSTAT, "thermostatHeatingSetpoint", "setHeatingSetpoint", 17),
        ],
        scene_id=Scenes.LEAVING,
        icon="205",
    )
    home.add_scene(
        CABIN_LOCATION,
        "Leaving",
        [_action(Devices.CABIN_HEATER, "switch", "off")],
        scene_id=Scenes.CABIN_LEAVING,
        icon="205",
    )


def _illuminance(lux: int) -> Readings:
    return {"illuminanceMeasurement": {"illuminance": Reading(value=lux, unit="lux")}}


# Label, category and capabilities of the kinds a synthetic home is made of, by its number.
_KINDS: tuple[tuple[str, str, Callable[[int], Readings]], ...] = (
    ("Light", "Light", lambda n: {**connected.level(10 + n % 90), **connected.REFRESH}),
    (
        "Color light",
        "Light",
        lambda n: {
            **connected.level(n % 100),
            "colorControl": {"saturation": n % 100, "color": None, "hue": n % 100},
        },
    ),
    ("Switch", "Switch", lambda n: {"switch": {"switch": "on" if n % 2 else "off"}}),
    (
        "Plug",
        "SmartPlug",
        lambda n: {
            "switch": {"switch": "on"},
            "powerMeter": {"power": Reading(value=n % 50, unit="W")},
            "energyMeter": {"energy": Reading(value=n / 10, unit="kWh")},
        },
    ),
    (
        "Contact",
        "ContactSensor",
        lambda n: {"contactSensor": {"contact": "closed"}, **connected.battery(50 + n % 50)},
    ),
    (
        "Motion",
        "MotionSensor",
        lambda n: {
            "motionSensor": {"motion": "inactive"},
            **connected.temperature(18 + n % 5),
            **connected.battery(50 + n % 50),
        },
    ),
    (
        "Climate",
        "TempHumiditySensor",
        lambda n: {
            **connected.temperature(17 + n % 7),
            **connected.humidity(40 + n % 20),
            **connected.battery(50 + n % 50),
        },
    ),
    (
        "Leak",
        "LeakSensor",
        lambda n: {"waterSensor": {"water": "dry"}, **connected.battery(50 + n % 50)},
    ),
    (
        "Lock",
        "SmartLock",
        lambda n: {"lock": {"lock": "locked"}, **connected.battery(50 + n % 50)},
    ),
    (
        "Shade",
        "Blind",
        lambda n: {
            "windowShade": {"supportedWindowShadeCommands": None, "windowShade": "open"},
            "windowShadeLevel": {"shadeLevel": Reading(value=100, unit="%")},
            **connected.battery(50 + n % 50),
        },
    ),
    ("Brightness", "LightSensor", _illuminance),
    (
        "Button",
        "Button",
        lambda n: {
            "button": {
                "button": None,
                "numberOfButtons": 1,
                "supportedButtonValues": ["pushed", "held"],
            },
            **connected.battery(50 + n % 50),
        },
    ),
)


def synthetic_home(count: int, more: Readings | None = None) -> Home:
    """Return one location with `count` devices of twelve kinds in turn, a room for each dozen.

    Every device has the readings of `more` besides those of its kind. The ids depend on the number
    alone, so two homes of one size are alike.
    """
    home = Home()
    at = datetime.now(UTC) - _LAST_REPORT
    rooms = [
        _room(SYNTHETIC_LOCATION, _synthetic_id("room", number), f"Room {number + 1}")
        for number in range(-(-count // _DEVICES_PER_ROOM))
    ]
    home.add_location(
        _location(SYNTHETIC_LOCATION, "Synthetic", "C"),
        rooms=rooms,
        modes=[_mode(_synthetic_id("mode", 0), "Home"), _mode(_synthetic_id("mode", 1), "Away")],
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
        block=connected.viper(f"device-{number}", "Hazelbrook", label, "1.0"),
        components={"main": {**capabilities(number), **more}},
        at=at,
    )
