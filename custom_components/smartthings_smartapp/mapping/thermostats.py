"""Thermostats of rooms."""

from homeassistant.components.climate import (
    HVACMode,
)

from .climate import (
    ACTION,
    ACTIONS,
    BLOWING,
    COOLING,
    FAN_WORDS,
    FANS,
    HEATING,
    LOAD_CONTROL,
    MODES_BY_WORD,
    NO_ROOMS,
    PRESET_TEXTS,
    READS,
    ROOM,
    SUPPORTED_THERMOSTAT_MODES,
    SWING,
    SWING_WORDS,
    SWITCH,
    THERMOSTAT_MODE,
)
from .descriptions.base import Mapped, Where
from .descriptions.devices import ClimateMap
from .descriptions.values import Choice, Setpoint
from .vocabulary import Attribute, Capability, Category, Command

_THERMOSTAT_VARIANTS = {
    "autocool": HVACMode.COOL,
    "autoheat": HVACMode.HEAT,
    "auxheatonly": HVACMode.HEAT,
    "auxiliaryemergencyheat": HVACMode.HEAT,
    "emergency_heat": HVACMode.HEAT,
    "emergencyheat": HVACMode.HEAT,
    "emergencyheatactive": HVACMode.HEAT,
    "energysavecool": HVACMode.COOL,
    "energysaveheat": HVACMode.HEAT,
    "furnace": HVACMode.HEAT,
}
_THERMOSTAT_TEXTS = {
    "fan_mode": FAN_WORDS,
    "preset_mode": (
        *_THERMOSTAT_VARIANTS,
        "asleep",
        "auto",
        "autochangeover",
        "autochangeoveractive",
        "autowitheco",
        "autowithreset",
        "custom",
        "dayoff",
        "frostguard",
        "in",
        "manual",
        "moistair",
        "out",
        "resume",
        "rush_hour",
        "rushhour",
        "schedule",
        "southernaway",
    ),
    "swing_mode": SWING_WORDS,
}
_ORDERS = {
    HVACMode.OFF: Command.OFF,
    HVACMode.HEAT: Command.HEAT,
    HVACMode.COOL: Command.COOL,
}
_THERMOSTATS = (Category.AIR_CONDITIONER, Category.THERMOSTAT)


def _thermostat(
    automatic: HVACMode, setpoints: tuple[str, ...], words: tuple[str, ...], *, power: bool
) -> ClimateMap:
    """Return the entry for thermostats with some setpoints.

    The switch of an air conditioner turns it on and off. That of another thermostat is a relay.
    A device without a setpoint is only a thermostat if its category says so.
    """
    category: tuple[Category, ...] = () if setpoints else _THERMOSTATS
    if power:
        category = (Category.AIR_CONDITIONER,)
    return ClimateMap(
        capability=Capability.THERMOSTAT_MODE,
        key="thermostat",
        attribute=Attribute.THERMOSTAT_MODE,
        where=Where(
            all_of=(*setpoints, Capability.SWITCH) if power else setpoints,
            category=category,
            no_category=NO_ROOMS,
        ),
        reads=READS,
        details=LOAD_CONTROL,
        claims=(HEATING.source, COOLING.source, *BLOWING, *((SWITCH,) if power else ())),
        exclusive=True,
        primary=True,
        modes=Choice(
            source=THERMOSTAT_MODE,
            command=Command.SET_THERMOSTAT_MODE,
            supported=SUPPORTED_THERMOSTAT_MODES,
            default=("off", *words),
            texts=(*PRESET_TEXTS, *_THERMOSTAT_TEXTS["preset_mode"]),
        ),
        modes_by_word=MODES_BY_WORD | {"auto": automatic},
        variants=_THERMOSTAT_VARIANTS,
        mode_commands=_ORDERS | {automatic: Command.AUTO},
        heating=HEATING,
        cooling=COOLING,
        default=ROOM,
        power=SWITCH if power else None,
        fan_modes=FANS,
        swing=SWING,
        action=ACTION,
        actions=ACTIONS,
        texts=_THERMOSTAT_TEXTS,
    )


def _modeless(fixed_hvac_mode: HVACMode, where: Where, *setpoints: Setpoint) -> ClimateMap:
    """Return the entry for thermostats that have a setpoint and no modes."""
    main = setpoints[0].source
    return ClimateMap(
        capability=main.capability,
        key="thermostat",
        attribute=main.attribute,
        where=where,
        reads=READS,
        details=LOAD_CONTROL,
        claims=(SWITCH, *(setpoint.source for setpoint in setpoints[1:]), *BLOWING),
        exclusive=True,
        primary=True,
        fixed_hvac_mode=fixed_hvac_mode,
        heating=HEATING if HEATING in setpoints else None,
        cooling=COOLING if COOLING in setpoints else None,
        default=ROOM,
        power=SWITCH,
        fan_modes=FANS,
        swing=SWING,
        action=ACTION,
        actions=ACTIONS,
        texts=_THERMOSTAT_TEXTS,
    )


_BOTH = (Capability.THERMOSTAT_HEATING_SETPOINT, Capability.THERMOSTAT_COOLING_SETPOINT)

THERMOSTATS: tuple[Mapped, ...] = (
    *(
        _thermostat(automatic, setpoints, words, power=power)
        for power in (True, False)
        for automatic, setpoints, words in (
            (HVACMode.HEAT_COOL, _BOTH, ("heat", "cool", "auto")),
            (HVACMode.AUTO, _BOTH[:1], ("heat",)),
            (HVACMode.AUTO, _BOTH[1:], ("cool",)),
            (HVACMode.AUTO, (), ()),
        )
    ),
    _modeless(HVACMode.HEAT_COOL, Where(all_of=_BOTH, no_category=NO_ROOMS), HEATING, COOLING),
    _modeless(HVACMode.HEAT, Where(no_category=NO_ROOMS), HEATING),
    _modeless(
        HVACMode.COOL,
        Where(
            none_of=(Capability.AIR_CONDITIONER_MODE,),
            category=_THERMOSTATS,
        ),
        COOLING,
    ),
)
"""Composites."""
