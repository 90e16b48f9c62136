"""Covers and valves: shades, windows, doors, garage doors."""

from collections.abc import Mapping

from homeassistant.components.cover import CoverDeviceClass
from homeassistant.components.valve import ValveDeviceClass
from homeassistant.const import EntityCategory, UnitOfRatio

from .descriptions.base import Listed, Mapped, Source, Where
from .descriptions.controls import ButtonMap, NumberMap
from .descriptions.devices import CoverMap, ValveMap
from .descriptions.values import Setpoint
from .vocabulary import Attribute, Capability, Category, Command

_SWITCH = Source(Capability.SWITCH, Attribute.SWITCH)
_LEVEL = Source(Capability.SWITCH_LEVEL, Attribute.LEVEL)
_SHADE_LEVEL = Source(Capability.WINDOW_SHADE_LEVEL, Attribute.SHADE_LEVEL)
_TILT_LEVEL = Source(Capability.WINDOW_SHADE_TILT_LEVEL, Attribute.SHADE_TILT_LEVEL)
_SHADE_COMMANDS = Source(Capability.WINDOW_SHADE, Attribute.SUPPORTED_WINDOW_SHADE_COMMANDS)
_DOOR = Source(Capability.DOOR_CONTROL, Attribute.DOOR)
_GARAGE_DOOR = Source(Capability.GARAGE_DOOR_CONTROL, Attribute.DOOR)

_SHADE_POSITION = Setpoint(source=_SHADE_LEVEL, command=Command.SET_SHADE_LEVEL)
# Older drivers use the level of a dimmer for the position of a shade.
_DIMMER_POSITION = Setpoint(source=_LEVEL, command=Command.SET_LEVEL)
_TILT = Setpoint(source=_TILT_LEVEL, command=Command.SET_SHADE_TILT_LEVEL)

# The device class follows from the category, whichever capability moves the device.
_OPENERS: Mapping[str, str] = {
    Category.BLIND: CoverDeviceClass.BLIND,
    Category.GARAGE_DOOR: CoverDeviceClass.GARAGE,
    Category.SHADE: CoverDeviceClass.SHADE,
    Category.VENT: CoverDeviceClass.DAMPER,
    Category.WINDOW: CoverDeviceClass.WINDOW,
    "Curtain": CoverDeviceClass.CURTAIN,
    "Door": CoverDeviceClass.DOOR,
    "Gate": CoverDeviceClass.GATE,
}
_VALVES: Mapping[str, str] = {
    Category.GAS_VALVE: ValveDeviceClass.GAS,
    Category.IRRIGATION: ValveDeviceClass.WATER,
    "IrrigationSystem": ValveDeviceClass.WATER,
    Category.WATER_VALVE: ValveDeviceClass.WATER,
}

_SAFETY_VALVE = "safetyValve"

COVERS: tuple[Mapped, ...] = (
    CoverMap(
        capability=Capability.WINDOW_SHADE,
        key=Attribute.WINDOW_SHADE,
        claims=(_SHADE_LEVEL, _TILT_LEVEL, _LEVEL),
        mirrors=(_DOOR, _GARAGE_DOOR, _SWITCH),
        reads=(_SHADE_COMMANDS,),
        exclusive=True,
        primary=True,
        positions=(_SHADE_POSITION, _DIMMER_POSITION),
        tilt=_TILT,
        stop_command=Command.PAUSE,
        supported=_SHADE_COMMANDS,
        device_class=CoverDeviceClass.SHADE,
        classes=_OPENERS,
    ),
    CoverMap(
        capability=Capability.DOOR_CONTROL,
        key=Attribute.DOOR,
        claims=(_SHADE_LEVEL, _TILT_LEVEL),
        mirrors=(_GARAGE_DOOR,),
        exclusive=True,
        primary=True,
        positions=(_SHADE_POSITION,),
        tilt=_TILT,
        device_class=CoverDeviceClass.DOOR,
        classes=_OPENERS,
    ),
    CoverMap(
        capability=Capability.GARAGE_DOOR_CONTROL,
        key=Attribute.DOOR,
        claims=(_SHADE_LEVEL, _TILT_LEVEL),
        exclusive=True,
        primary=True,
        positions=(_SHADE_POSITION,),
        tilt=_TILT,
        device_class=CoverDeviceClass.GARAGE,
        classes=_OPENERS,
    ),
    # This capability reports no movement, so there is nothing to stop.
    CoverMap(
        capability=Capability.WINDOW_SHADE_LEVEL,
        key=Attribute.SHADE_LEVEL,
        claims=(_TILT_LEVEL,),
        mirrors=(_LEVEL, _SWITCH),
        exclusive=True,
        primary=True,
        moves=False,
        positions=(_SHADE_POSITION,),
        tilt=_TILT,
        device_class=CoverDeviceClass.SHADE,
        classes=_OPENERS,
    ),
    CoverMap(
        capability=Capability.WINDOW_SHADE_TILT_LEVEL,
        key=Attribute.SHADE_TILT_LEVEL,
        exclusive=True,
        primary=True,
        moves=False,
        tilt=_TILT,
        device_class=CoverDeviceClass.BLIND,
        classes=_OPENERS,
    ),
    ValveMap(
        capability=Capability.VALVE,
        key=Attribute.VALVE,
        claims=(_LEVEL,),
        exclusive=True,
        primary=True,
        position=_DIMMER_POSITION,
        classes=_VALVES,
    ),
    ValveMap(
        capability=_SAFETY_VALVE,
        key=Attribute.VALVE,
        translation_key="safety_valve",
        opens=False,
    ),
)
"""Composites. Each claims what the next ones would show."""


ENTRIES: tuple[Mapped, ...] = (
    ButtonMap(
        capability=Capability.WINDOW_SHADE_PRESET,
        key="presetPosition",
        attribute=Attribute.POSITION,
        where=Where(listed=Listed(Attribute.SUPPORTED_COMMANDS, Command.PRESET_POSITION)),
        command=Command.PRESET_POSITION,
    ),
    # The position that the button sets. Not every driver lets users change it.
    NumberMap(
        capability=Capability.WINDOW_SHADE_PRESET,
        key=Attribute.POSITION,
        translation_key="preset_position",
        where=Where(
            listed=Listed(Attribute.SUPPORTED_COMMANDS, Command.SET_PRESET_POSITION, unlisted=False)
        ),
        command=Command.SET_PRESET_POSITION,
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
        entity_category=EntityCategory.CONFIG,
    ),
)
