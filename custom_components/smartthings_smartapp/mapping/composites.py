"""Entries that need several capabilities; matched first and in this order, since they claim."""

from collections.abc import Mapping

from homeassistant.components.cover import CoverDeviceClass
from pysmartthings import Attribute, Capability, Category, Command

from custom_components.smartthings_smartapp.descriptions import (
    CoverMap,
    LightMap,
    Mapped,
    Source,
    Where,
)

_SWITCH = Source(Capability.SWITCH, Attribute.SWITCH)
_LEVEL = Source(Capability.SWITCH_LEVEL, Attribute.LEVEL)
_SHADE_LEVEL = Source(Capability.WINDOW_SHADE_LEVEL, Attribute.SHADE_LEVEL)
_SHADE_COMMANDS = Source(Capability.WINDOW_SHADE, Attribute.SUPPORTED_WINDOW_SHADE_COMMANDS)
_GARAGE_DOOR = Source(Capability.GARAGE_DOOR_CONTROL, Attribute.DOOR)

_SHADES: Mapping[str, str] = {
    Category.BLIND: CoverDeviceClass.BLIND,
    Category.VENT: CoverDeviceClass.DAMPER,
    Category.WINDOW: CoverDeviceClass.WINDOW,
}
_DOORS: Mapping[str, str] = {Category.GARAGE_DOOR: CoverDeviceClass.GARAGE}

_LAMP = (
    _LEVEL,
    Source(Capability.COLOR_CONTROL, Attribute.HUE),
    Source(Capability.COLOR_CONTROL, Attribute.SATURATION),
    Source(Capability.COLOR_CONTROL, Attribute.COLOR),
    Source(Capability.COLOR_TEMPERATURE, Attribute.COLOR_TEMPERATURE),
)
_KELVINS = Source(Capability.COLOR_TEMPERATURE, Attribute.COLOR_TEMPERATURE_RANGE)

# What has a level that is no brightness.
_NO_LAMP_CAPABILITIES = (
    Capability.AIR_CONDITIONER_MODE,
    Capability.AIR_PURIFIER_FAN_MODE,
    Capability.AUDIO_VOLUME,
    Capability.FAN_MODE,
    Capability.FAN_SPEED,
    Capability.FAN_SPEED_PERCENT,
    Capability.HUMIDIFIER_MODE,
    Capability.ROBOT_CLEANER_MOVEMENT,
    Capability.THERMOSTAT_MODE,
    Capability.VALVE,
    Capability.WINDOW_SHADE,
    Capability.WINDOW_SHADE_LEVEL,
)
_NO_LAMPS = (
    Category.AIR_CONDITIONER,
    Category.AIR_PURIFIER,
    Category.BLIND,
    Category.DEHUMIDIFIER,
    Category.FAN,
    Category.HUMIDIFIER,
    Category.IRRIGATION,
    Category.NETWORK_AUDIO,
    Category.PUMP,
    Category.SHADE,
    Category.SIREN,
    Category.SPEAKER,
    Category.TELEVISION,
    Category.THERMOSTAT,
    Category.VENT,
    Category.WATER_HEATER,
    Category.WATER_VALVE,
    Category.WINDOW,
)

COMPOSITES: tuple[Mapped, ...] = (
    CoverMap(
        capability=Capability.WINDOW_SHADE,
        key=Attribute.WINDOW_SHADE,
        where=Where(all_of=(Capability.WINDOW_SHADE_LEVEL,)),
        claims=(_SHADE_LEVEL, _LEVEL, _SWITCH),
        reads=(_SHADE_COMMANDS,),
        exclusive=True,
        primary=True,
        position=_SHADE_LEVEL,
        position_command=Command.SET_SHADE_LEVEL,
        stop_command=Command.PAUSE,
        supported=_SHADE_COMMANDS,
        device_class=CoverDeviceClass.SHADE,
        classes=_SHADES,
    ),
    # Older drivers keep the position of a shade in the level of a dimmer.
    CoverMap(
        capability=Capability.WINDOW_SHADE,
        key=Attribute.WINDOW_SHADE,
        where=Where(all_of=(Capability.SWITCH_LEVEL,)),
        claims=(_LEVEL, _SWITCH),
        reads=(_SHADE_COMMANDS,),
        exclusive=True,
        primary=True,
        position=_LEVEL,
        position_command=Command.SET_LEVEL,
        stop_command=Command.PAUSE,
        supported=_SHADE_COMMANDS,
        device_class=CoverDeviceClass.SHADE,
        classes=_SHADES,
    ),
    CoverMap(
        capability=Capability.WINDOW_SHADE,
        key=Attribute.WINDOW_SHADE,
        claims=(_SWITCH,),
        reads=(_SHADE_COMMANDS,),
        exclusive=True,
        primary=True,
        stop_command=Command.PAUSE,
        supported=_SHADE_COMMANDS,
        device_class=CoverDeviceClass.SHADE,
        classes=_SHADES,
    ),
    CoverMap(
        capability=Capability.DOOR_CONTROL,
        key=Attribute.DOOR,
        claims=(_GARAGE_DOOR,),
        exclusive=True,
        primary=True,
        device_class=CoverDeviceClass.DOOR,
        classes=_DOORS,
    ),
    CoverMap(
        capability=Capability.GARAGE_DOOR_CONTROL,
        key=Attribute.DOOR,
        exclusive=True,
        primary=True,
        device_class=CoverDeviceClass.GARAGE,
    ),
    LightMap(
        capability=Capability.SWITCH,
        key="light",
        attribute=Attribute.SWITCH,
        where=Where(
            any_of=(
                Capability.SWITCH_LEVEL,
                Capability.COLOR_CONTROL,
                Capability.COLOR_TEMPERATURE,
            ),
            none_of=_NO_LAMP_CAPABILITIES,
            no_category=_NO_LAMPS,
        ),
        claims=_LAMP,
        reads=(_KELVINS,),
        exclusive=True,
        primary=True,
    ),
    # What its owner calls a light is one, also where it can only be turned on and off.
    LightMap(
        capability=Capability.SWITCH,
        key="light",
        attribute=Attribute.SWITCH,
        where=Where(category=(Category.LIGHT,), none_of=_NO_LAMP_CAPABILITIES),
        exclusive=True,
        primary=True,
    ),
)
