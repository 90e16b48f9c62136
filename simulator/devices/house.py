"""The simulated home: "Home" with four rooms, and a cabin."""

from datetime import UTC, datetime, timedelta

from .device_file import HOUSE_FIXTURES, read_device
from .home import Action, Home
from .ids import CABIN_LOCATION, HOME_LOCATION, Devices, Modes, Rooms, Scenes
from .places import make_location, make_mode, make_room

LAST_REPORT = timedelta(minutes=20)
"""The age of the last report of each device in a new home."""


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
    """Return the house: "Home" in Celsius and "Cabin" in Fahrenheit."""
    home = Home()
    at = datetime.now(UTC) - LAST_REPORT
    home.add_location(
        make_location(HOME_LOCATION, "Home", "C"),
        rooms=[
            make_room(HOME_LOCATION, Rooms.LIVING_ROOM, "Living room"),
            make_room(HOME_LOCATION, Rooms.KITCHEN, "Kitchen"),
            make_room(HOME_LOCATION, Rooms.BEDROOM, "Bedroom"),
            make_room(HOME_LOCATION, Rooms.HALLWAY, "Hallway"),
        ],
        modes=[
            make_mode(Modes.HOME, "Home"),
            make_mode(Modes.AWAY, "Away"),
            make_mode(Modes.NIGHT, "Night"),
        ],
    )
    home.add_location(
        make_location(CABIN_LOCATION, "Cabin", "F", country="USA", time_zone="America/Denver"),
        rooms=[make_room(CABIN_LOCATION, Rooms.CABIN_PARLOUR, "Parlour")],
        modes=[
            make_mode(Modes.CABIN_HOME, "Home"),
            make_mode(Modes.CABIN_AWAY, "Away"),
            make_mode(Modes.CABIN_NIGHT, "Night"),
        ],
    )
    for device in Devices:
        home.add_device(read_device(HOUSE_FIXTURES / f"{device.name.lower()}.json", at))
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
