"""Water heaters, and the hot water of boilers and heat pumps."""

from homeassistant.components.water_heater import (
    STATE_ECO,
    STATE_HEAT_PUMP,
    STATE_HIGH_DEMAND,
    STATE_PERFORMANCE,
)

from ..cloud.models import MAIN
from .climate import (
    AC_MODE,
    COOLING,
    HEATING,
    READS,
    SUPPORTED_AC_MODES,
    SUPPORTED_THERMOSTAT_MODES,
    SWITCH,
    TEMPERATURE,
    THERMOSTAT_MODE,
)
from .descriptions.base import Mapped, Source, Where
from .descriptions.devices import WaterHeaterMap
from .descriptions.values import Bounds, Choice, Setpoint
from .vocabulary import Attribute, Capability, Category, Command
from .words import listed

_WATER = Bounds(30, 70, 1)
_AWAY = Choice(
    source=Source(Capability.CUSTOM_OUTING_MODE, Attribute.OUTING_MODE),
    command=Command.SET_OUTING_MODE,
    default=("on", "off"),
)
# ``TEXTS`` are words that Home Assistant translates, ``WORDS`` those that this integration does.
_OPERATION_TEXTS = listed("eco electric gas heat_pump high_demand off performance")
_OPERATION_WORDS = ("auto", "emergency_heat", "heat", "manual", "on", "rush_hour", "schedule")
_HOT_WATER = Choice(
    source=AC_MODE,
    command=Command.SET_AIR_CONDITIONER_MODE,
    supported=SUPPORTED_AC_MODES,
    names={
        "eco": STATE_ECO,
        "std": STATE_HEAT_PUMP,
        "force": STATE_HIGH_DEMAND,
        "power": STATE_PERFORMANCE,
    },
    texts=(*_OPERATION_TEXTS, *_OPERATION_WORDS),
)
_OPERATIONS = (
    _HOT_WATER,
    Choice(
        source=THERMOSTAT_MODE,
        command=Command.SET_THERMOSTAT_MODE,
        supported=SUPPORTED_THERMOSTAT_MODES,
        default=("off", "heat"),
        texts=(*_OPERATION_TEXTS, *_OPERATION_WORDS),
    ),
)
_WATER_SETPOINTS = (
    HEATING,
    Setpoint(
        source=Source(Capability.THERMOSTAT_WATER_HEATING_SETPOINT, Attribute.HEATING_SETPOINT),
        command=Command.SET_HEATING_SETPOINT,
        range=(
            Source(Capability.THERMOSTAT_WATER_HEATING_SETPOINT, Attribute.HEATING_SETPOINT_RANGE),
        ),
    ),
    COOLING,
)

WATER_HEATERS: tuple[Mapped, ...] = (
    # A heat pump without hot water has the same capabilities in its main component. The entity
    # follows the temperature of the water, which is null there.
    WaterHeaterMap(
        capability=Capability.TEMPERATURE_MEASUREMENT,
        key="waterHeater",
        attribute=Attribute.TEMPERATURE,
        where=Where(
            component=MAIN,
            all_of=(
                Capability.AIR_CONDITIONER_MODE,
                Capability.SAMSUNG_CE_EHS_THERMOSTAT,
                Capability.THERMOSTAT_COOLING_SETPOINT,
            ),
            known=(TEMPERATURE,),
        ),
        reads=READS[:2],
        claims=(SWITCH, AC_MODE, COOLING.source, _AWAY.source),
        primary=True,
        operations=_OPERATIONS[:1],
        target=COOLING,
        default=_WATER,
        power=SWITCH,
        away=_AWAY,
        operation_words=_OPERATION_WORDS,
    ),
    *(
        WaterHeaterMap(
            capability=target.source.capability,
            key="waterHeater",
            attribute=target.source.attribute,
            where=Where(
                category=(Category.WATER_HEATER,),
                none_of=(
                    Capability.SAMSUNG_CE_EHS_THERMOSTAT,
                    *(setpoint.source.capability for setpoint in _WATER_SETPOINTS[:place]),
                ),
            ),
            reads=READS[:2],
            claims=(SWITCH, AC_MODE, THERMOSTAT_MODE, _AWAY.source),
            mirrors=tuple(setpoint.source for setpoint in _WATER_SETPOINTS if setpoint != target),
            exclusive=True,
            primary=True,
            operations=_OPERATIONS,
            target=target,
            default=_WATER,
            power=SWITCH,
            away=_AWAY,
            operation_words=_OPERATION_WORDS,
        )
        for place, target in enumerate(_WATER_SETPOINTS)
    ),
    # The hot water of a boiler that also heats rooms.
    WaterHeaterMap(
        capability=Capability.THERMOSTAT_WATER_HEATING_SETPOINT,
        key="hotWater",
        attribute=Attribute.HEATING_SETPOINT,
        where=Where(no_category=(Category.WATER_HEATER,)),
        reads=READS[:2],
        exclusive=True,
        target=_WATER_SETPOINTS[1],
        default=_WATER,
    ),
)
"""Composites."""
