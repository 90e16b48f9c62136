"""Entries that need several capabilities; matched first and in this order, since they claim."""

from . import cleaning, climate, covers, fans, humidifiers, kitchen, lamps, media, safety
from .descriptions.base import Mapped, Source, Where
from .descriptions.devices import LightMap
from .vocabulary import Attribute, Capability, Category

_LEVEL = Source(Capability.SWITCH_LEVEL, Attribute.LEVEL)

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
    Capability.PUMP_CONTROL_MODE,
    Capability.PUMP_OPERATION_MODE,
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

COMPOSITES: tuple[Mapped, ...] = (
    *covers.COVERS,
    *kitchen.SETPOINTS,
    *climate.WATER_HEATERS,
    *climate.CLIMATES,
    *fans.FANS,
    *humidifiers.HUMIDIFIERS,
    *safety.SIRENS,
    *cleaning.ROBOTS,
    *media.PLAYERS,
    *lamps.LAMPS,
    *(
        LightMap(
            capability=Capability.SWITCH,
            key="light",
            attribute=Attribute.SWITCH,
            where=where,
            claims=_LAMP,
            reads=(_KELVINS,),
            exclusive=True,
            primary=True,
        )
        for where in (
            # What else the component does has claimed the switch if it is not the lamp's.
            Where(any_of=(Capability.COLOR_CONTROL, Capability.COLOR_TEMPERATURE)),
            Where(
                all_of=(Capability.SWITCH_LEVEL,),
                none_of=_NO_LAMP_CAPABILITIES,
                no_category=_NO_LAMPS,
            ),
        )
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
