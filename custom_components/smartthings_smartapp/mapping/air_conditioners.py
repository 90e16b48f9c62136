"""Air conditioners, and the zones of heat pumps."""

from dataclasses import replace

from homeassistant.components.climate import (
    PRESET_BOOST,
    PRESET_NONE,
    HVACMode,
)

from ..cloud.models import MAIN
from .climate import (
    AC_MODE,
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
    SUPPORTED_AC_MODES,
    SWING,
    SWING_WORDS,
    SWITCH,
    THERMOSTAT_MODE,
)
from .descriptions.base import Mapped, Source, Where
from .descriptions.devices import ClimateMap
from .descriptions.values import Bounds, Choice
from .vocabulary import Attribute, Capability, Category, Command

_AC_VARIANTS = {
    "ai_comfort": HVACMode.AUTO,
    "cool_clean": HVACMode.COOL,
    "dry_clean": HVACMode.DRY,
    "heat_clean": HVACMode.HEAT,
}
_AC_TEXTS = {
    "fan_mode": FAN_WORDS,
    "preset_mode": (
        *_AC_VARIANTS,
        "dry_comfort",
        "fan_only",
        "long_wind",
        "motion_direct",
        "motion_indirect",
        "quiet",
        "smart",
        "two_step",
        "wind",
        "wind_free",
        "wind_free_sleep",
    ),
    "swing_mode": SWING_WORDS,
}
_ROOM_BY_DEGREE = Bounds(7, 35, 1)
_AC_MODES = Choice(
    source=AC_MODE,
    command=Command.SET_AIR_CONDITIONER_MODE,
    supported=SUPPORTED_AC_MODES,
    texts=(*PRESET_TEXTS, *_AC_TEXTS["preset_mode"]),
)
_MORE_PRESETS = Choice(
    source=Source(Capability.CUSTOM_AIR_CONDITIONER_OPTIONAL_MODE, Attribute.AC_OPTIONAL_MODE),
    command=Command.SET_AC_OPTIONAL_MODE,
    supported=Source(
        Capability.CUSTOM_AIR_CONDITIONER_OPTIONAL_MODE, Attribute.SUPPORTED_AC_OPTIONAL_MODE
    ),
    names={"off": PRESET_NONE, "speed": PRESET_BOOST},
    texts=(*PRESET_TEXTS, *_AC_TEXTS["preset_mode"]),
)
_AC_CLAIMS = (SWITCH, COOLING.source, HEATING.source, *BLOWING, _MORE_PRESETS.source)


def _air_conditioner(source: Source, key: str, where: Where) -> ClimateMap:
    """Return the entry for air conditioners that have an attribute."""
    return ClimateMap(
        capability=source.capability,
        key=key,
        attribute=source.attribute,
        translation_key="air_conditioner",
        where=where,
        reads=READS,
        details=LOAD_CONTROL,
        claims=(AC_MODE, *_AC_CLAIMS),
        mirrors=(THERMOSTAT_MODE,),
        exclusive=True,
        primary=True,
        modes=_AC_MODES,
        modes_by_word=MODES_BY_WORD | {"auto": HVACMode.AUTO},
        variants=_AC_VARIANTS,
        heating=HEATING,
        cooling=COOLING,
        default=_ROOM_BY_DEGREE,
        power=SWITCH,
        fan_modes=FANS,
        swing=SWING,
        more_presets=_MORE_PRESETS,
        action=ACTION,
        actions=ACTIONS,
        texts=_AC_TEXTS,
    )


AIR_CONDITIONERS: tuple[Mapped, ...] = (
    # A zone of a heat pump. In its automatic mode, the weather decides (platform reference 8.2).
    replace(
        _air_conditioner(
            AC_MODE,
            "zone",
            Where(component="INDOOR*", all_of=(Capability.THERMOSTAT_COOLING_SETPOINT,)),
        ),
        translation_key=None,
        claims=_AC_CLAIMS,
        default=ROOM,
        modes_without_target=(HVACMode.AUTO,),
    ),
    _air_conditioner(
        AC_MODE,
        "airConditioner",
        Where(
            all_of=(Capability.THERMOSTAT_COOLING_SETPOINT,),
            none_of=(Capability.SAMSUNG_CE_EHS_THERMOSTAT,),
            no_category=NO_ROOMS,
            # Indoor units list components that they do not have. Nothing is reported there.
            test=lambda view: view.component == MAIN or view.values.get(AC_MODE) is not None,
        ),
    ),
    # An air conditioner with one setpoint for heating and cooling.
    _air_conditioner(
        HEATING.source,
        "thermostat",
        Where(
            all_of=(Capability.AIR_CONDITIONER_MODE,),
            none_of=(Capability.SAMSUNG_CE_EHS_THERMOSTAT,),
            no_category=NO_ROOMS,
        ),
    ),
    # An air conditioner without a setpoint.
    _air_conditioner(
        AC_MODE,
        "airConditioner",
        Where(
            none_of=(Capability.SAMSUNG_CE_EHS_THERMOSTAT,),
            category=(Category.AIR_CONDITIONER,),
            known=(AC_MODE,),
        ),
    ),
)
"""Composites."""
