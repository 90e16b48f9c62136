"""Fans, range hoods and air purifiers."""

from collections.abc import Mapping

from homeassistant.components.number import NumberDeviceClass
from homeassistant.const import UnitOfTime

from ..cloud.models import MAIN
from .descriptions.base import ComponentView, Mapped, Source, Where
from .descriptions.controls import NumberMap, SelectMap
from .descriptions.devices import FanMap
from .descriptions.values import Bounds, Choice, Setpoint
from .vocabulary import Attribute, Capability, Category, Command
from .words import listed

_SWITCH = Source(Capability.SWITCH, Attribute.SWITCH)
_SPEEDS = Choice(
    source=Source(Capability.FAN_SPEED, Attribute.FAN_SPEED),
    command=Command.SET_FAN_SPEED,
    # The definition has no highest speed. Most fans have three.
    default=(0, 1, 2, 3),
)
_PERCENT = Setpoint(
    source=Source(Capability.FAN_SPEED_PERCENT, Attribute.PERCENT), command=Command.SET_PERCENT
)
# Irrigation devices use the speed of a fan for their watering duration.
_NO_FANS = (Category.IRRIGATION, "IrrigationSystem", Category.WATER_VALVE)
_LEVEL = Setpoint(
    source=Source(Capability.SWITCH_LEVEL, Attribute.LEVEL), command=Command.SET_LEVEL
)
_RESTING = ("fixed", "no_wind", "off")
_PRESETS = tuple(
    listed(
        "auto high low max medium natural_wind no_wind on quiet sleep sleep_wind smart turbo"
        " wind_free"
    )
)
_PURIFYING = Choice(
    source=Source(Capability.AIR_PURIFIER_FAN_MODE, Attribute.AIR_PURIFIER_FAN_MODE),
    command=Command.SET_AIR_PURIFIER_FAN_MODE,
    supported=Source(Capability.AIR_PURIFIER_FAN_MODE, Attribute.SUPPORTED_AIR_PURIFIER_FAN_MODES),
    default=("auto", "sleep", "low", "medium", "high", "quiet", "windFree"),
    texts=_PRESETS,
)
_BLOWING = Choice(
    source=Source(Capability.AIR_CONDITIONER_FAN_MODE, Attribute.FAN_MODE),
    command=Command.SET_FAN_MODE,
    supported=Source(Capability.AIR_CONDITIONER_FAN_MODE, Attribute.SUPPORTED_AC_FAN_MODES),
    texts=_PRESETS,
)
_FAN_MODE = Choice(
    source=Source(Capability.FAN_MODE, Attribute.FAN_MODE),
    command=Command.SET_FAN_MODE,
    supported=Source(Capability.FAN_MODE, Attribute.SUPPORTED_FAN_MODES),
    texts=_PRESETS,
)
_WIND = Choice(
    source=Source(Capability.WIND_MODE, Attribute.WIND_MODE),
    command=Command.SET_WIND_MODE,
    supported=Source(Capability.WIND_MODE, Attribute.SUPPORTED_WIND_MODES),
    texts=_PRESETS,
)
_OSCILLATION = Choice(
    source=Source(Capability.FAN_OSCILLATION_MODE, Attribute.FAN_OSCILLATION_MODE),
    command=Command.SET_FAN_OSCILLATION_MODE,
    supported=Source(Capability.FAN_OSCILLATION_MODE, Attribute.SUPPORTED_FAN_OSCILLATION_MODES),
)
_MODES = (_PURIFYING, _BLOWING, _FAN_MODE, _WIND)
_PARTS = (_SPEEDS.source, _PERCENT.source, *(mode.source for mode in _MODES), _OSCILLATION.source)
_WAYS = listed(
    "all direct far fixed fixed_center fixed_left fixed_right horizontal indirect individual mid "
    "off spot swing vertical wide"
)
_TWO = 2
# In a device that heats or cools, the fan is a part, and the switch is not the fan's.
_CLIMATE = (
    Capability.AIR_CONDITIONER_MODE,
    Capability.THERMOSTAT_COOLING_SETPOINT,
    Capability.THERMOSTAT_HEATING_SETPOINT,
    Capability.THERMOSTAT_MODE,
)
_HOOD = Capability.SAMSUNG_CE_HOOD_FAN_SPEED
_SMART = 14
_SMARTEST = Source(_HOOD, Attribute.SETTABLE_MIN_FAN_SPEED)


def _is_hood(view: ComponentView) -> bool:
    """Return whether a device is a hood, rather than a microwave that has one as a part.

    By its category, or by the speed ``smart``.
    """
    return view.category == Category.KITCHEN_HOOD or view.values.get(_SMARTEST) == _SMART


def _many_ways(view: ComponentView) -> bool:
    """Return whether a fan has more than two oscillation modes."""
    listed = view.values.get(_OSCILLATION.supported) if _OSCILLATION.supported else None
    return isinstance(listed, list) and len(listed) > _TWO


def _fan(source: Source, where: Where, *, part: bool = False) -> FanMap:
    """Return the entry for fans that have an attribute.

    ``part`` means that the fan is a part of a device that does more.
    """
    return FanMap(
        capability=source.capability,
        key="fan",
        attribute=source.attribute,
        where=where,
        claims=_PARTS if part else (_SWITCH, *_PARTS),
        mirrors=() if part else (_LEVEL.source,),
        exclusive=True,
        primary=not part,
        speeds=_SPEEDS,
        percent=_LEVEL if source == _LEVEL.source else _PERCENT,
        modes=_MODES,
        idle_values=_RESTING,
        oscillation=_OSCILLATION,
        power=None if part else _SWITCH,
        preset_words=_PRESETS,
    )


_NAMES: Mapping[int, str] = {_SMART: "smart"}

FANS: tuple[Mapped, ...] = (
    SelectMap(
        capability=Capability.FAN_OSCILLATION_MODE,
        key=Attribute.FAN_OSCILLATION_MODE,
        where=Where(none_of=_CLIMATE, test=_many_ways),
        exclusive=True,
        command=_OSCILLATION.command,
        supported=_OSCILLATION.supported,
        options=_WAYS,
    ),
    FanMap(
        capability=_HOOD,
        key="hood",
        attribute=Attribute.HOOD_FAN_SPEED,
        where=Where(all_of=(Capability.SWITCH,), test=_is_hood),
        claims=(_SWITCH,),
        exclusive=True,
        primary=True,
        speeds=Choice(
            source=Source(_HOOD, Attribute.HOOD_FAN_SPEED),
            command=Command.SET_HOOD_FAN_SPEED,
            supported=Source(_HOOD, Attribute.SUPPORTED_HOOD_FAN_SPEED),
        ),
        preset_speeds=_NAMES,
        power=_SWITCH,
        preset_words=tuple(_NAMES.values()),
    ),
    *(
        _fan(source, Where(none_of=_CLIMATE, no_category=_NO_FANS))
        for source in (
            _PURIFYING.source,
            _SPEEDS.source,
            _PERCENT.source,
            _BLOWING.source,
            _FAN_MODE.source,
        )
    ),
    # Older drivers use the level of a dimmer for the speed of a fan.
    _fan(
        _LEVEL.source, Where(component=MAIN, category=(Category.FAN,), all_of=(Capability.SWITCH,))
    ),
    # The fan of an air conditioner whose speed can be set in addition to its mode.
    *(
        _fan(source, Where(any_of=_CLIMATE, no_category=_NO_FANS), part=True)
        for source in (_SPEEDS.source, _PERCENT.source)
    ),
)

ENTRIES: tuple[Mapped, ...] = (
    NumberMap(
        capability=Capability.FAN_SPEED,
        key=Attribute.FAN_SPEED,
        translation_key="watering_duration",
        where=Where(category=_NO_FANS),
        command=Command.SET_FAN_SPEED,
        default=Bounds(0, 65535),
        device_class=NumberDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.SECONDS,
    ),
    # Fan modes of devices without a climate or fan entity.
    *(
        SelectMap(
            capability=choice.source.capability,
            key=choice.source.attribute,
            translation_key="fan_mode",
            where=Where(reported=(choice.source.attribute,)),
            command=choice.command,
            supported=choice.supported,
            default=choice.default,
            options=[*_PRESETS],
        )
        for choice in (_BLOWING, _FAN_MODE, _PURIFYING)
    ),
    SelectMap(
        capability=_OSCILLATION.source.capability,
        key=_OSCILLATION.source.attribute,
        command=_OSCILLATION.command,
        supported=_OSCILLATION.supported,
        options=_WAYS,
    ),
)
