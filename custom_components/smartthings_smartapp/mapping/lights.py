"""Lights, and the lamps of appliances such as ovens and hoods."""

from ..cloud.json_types import texts
from ..cloud.models import MAIN
from .appliances import is_connected
from .descriptions.base import ComponentView, Mapped, Source, Where
from .descriptions.devices import LampMap, LightMap
from .descriptions.values import Choice
from .vocabulary import Attribute, Capability, Category, Command

_SWITCH = Source(Capability.SWITCH, Attribute.SWITCH)
_LAMP = Source(Capability.SAMSUNG_CE_LAMP, Attribute.BRIGHTNESS_LEVEL)
_LAMP_LEVELS = Source(Capability.SAMSUNG_CE_LAMP, Attribute.SUPPORTED_BRIGHTNESS_LEVEL)
_LAMP_CHOICE = Choice(
    source=_LAMP,
    command=Command.SET_BRIGHTNESS_LEVEL,
    supported=_LAMP_LEVELS,
    default=("off", "high"),
)

_DIMMER = Source(Capability.SWITCH_LEVEL, Attribute.LEVEL)

_LIGHT = (
    _DIMMER,
    Source(Capability.COLOR_CONTROL, Attribute.HUE),
    Source(Capability.COLOR_CONTROL, Attribute.SATURATION),
    Source(Capability.COLOR_CONTROL, Attribute.COLOR),
    Source(Capability.COLOR_TEMPERATURE, Attribute.COLOR_TEMPERATURE),
)
_KELVINS = Source(Capability.COLOR_TEMPERATURE, Attribute.COLOR_TEMPERATURE_RANGE)

# Capabilities and categories of devices whose level is not a brightness.
_NO_LIGHT_CAPABILITIES = (
    Capability.AIR_CONDITIONER_MODE,
    Capability.AIR_PURIFIER_FAN_MODE,
    Capability.AUDIO_VOLUME,
    Capability.FAN_MODE,
    Capability.FAN_SPEED,
    Capability.FAN_SPEED_PERCENT,
    Capability.HUMIDIFIER_MODE,
    Capability.PUMP_CONTROL_MODE,
    Capability.PUMP_OPERATION_MODE,
    Capability.ROBOT_CLEANER_MOVEMENT,
    Capability.THERMOSTAT_MODE,
    Capability.VALVE,
    Capability.WINDOW_SHADE,
    Capability.WINDOW_SHADE_LEVEL,
)
_NO_LIGHTS = (
    Category.AIR_CONDITIONER,
    Category.AIR_PURIFIER,
    Category.BLIND,
    Category.DEHUMIDIFIER,
    Category.FAN,
    Category.HUMIDIFIER,
    Category.IRRIGATION,
    "IrrigationSystem",
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


def _has_lamp_switch(view: ComponentView) -> bool:
    """Return whether the component's switch turns its lamp off: the lamp has no ``off`` itself."""
    levels = texts(view.values.get(_LAMP_LEVELS))
    return is_connected(view) and view.component != MAIN and bool(levels) and "off" not in levels


LIGHTS: tuple[Mapped, ...] = (
    LampMap(
        capability=Capability.SAMSUNG_CE_LAMP,
        key="lamp",
        attribute=Attribute.BRIGHTNESS_LEVEL,
        where=Where(all_of=(Capability.SWITCH,), test=_has_lamp_switch),
        claims=(_SWITCH,),
        reads=(_LAMP_LEVELS,),
        exclusive=True,
        levels=_LAMP_CHOICE,
        switch=_SWITCH,
    ),
    LampMap(
        capability=Capability.SAMSUNG_CE_LAMP,
        key="lamp",
        attribute=Attribute.BRIGHTNESS_LEVEL,
        where=Where(test=is_connected),
        reads=(_LAMP_LEVELS,),
        exclusive=True,
        levels=_LAMP_CHOICE,
    ),
    *(
        LightMap(
            capability=Capability.SWITCH,
            key="light",
            attribute=Attribute.SWITCH,
            where=where,
            claims=_LIGHT,
            reads=(_KELVINS,),
            exclusive=True,
            primary=True,
        )
        for where in (
            # If the switch belongs to something else, an earlier composite has claimed it.
            Where(any_of=(Capability.COLOR_CONTROL, Capability.COLOR_TEMPERATURE)),
            Where(
                all_of=(Capability.SWITCH_LEVEL,),
                none_of=_NO_LIGHT_CAPABILITIES,
                no_category=_NO_LIGHTS,
            ),
        )
    ),
    # A device that its owner calls a light may only turn on and off.
    LightMap(
        capability=Capability.SWITCH,
        key="light",
        attribute=Attribute.SWITCH,
        where=Where(category=(Category.LIGHT,), none_of=_NO_LIGHT_CAPABILITIES),
        exclusive=True,
        primary=True,
    ),
)
"""Composites."""
