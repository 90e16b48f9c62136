"""Thermostats, air conditioners, heat pumps and water heaters.

The plain entries at the end show the values of devices that lack what a composite needs.
"""

from homeassistant.components.climate import (
    PRESET_BOOST,
    PRESET_NONE,
    SWING_BOTH,
    SWING_OFF,
    HVACAction,
    HVACMode,
)
from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.components.water_heater import (
    STATE_ECO,
    STATE_HEAT_PUMP,
    STATE_HIGH_DEMAND,
    STATE_PERFORMANCE,
)
from homeassistant.const import EntityCategory, UnitOfTemperature

from ..cloud.models import MAIN
from .descriptions.base import Mapped, Source, Where, has
from .descriptions.devices import ClimateMap, WaterHeaterMap
from .descriptions.sensors import SensorMap
from .descriptions.values import Bounds, Choice, Setpoint
from .vocabulary import Attribute, Capability, Category, Command
from .words import listed

# Words for which Home Assistant has texts, and those for which we have.
_FAN_TEXTS = listed("auto diffuse focus high low medium middle off on top")
_SWING_TEXTS = listed("both horizontal off on vertical")
_PRESET_TEXTS = listed("activity away boost comfort eco home none sleep")
_FAN_WORDS = ("circulate", "followschedule", "max", "quiet", "smart", "turbo", "wind_free")
_SWING_WORDS = tuple(
    listed("direct far fixed_center fixed_left fixed_right indirect individual mid spot swing wide")
)
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
_AC_VARIANTS = {
    "ai_comfort": HVACMode.AUTO,
    "cool_clean": HVACMode.COOL,
    "dry_clean": HVACMode.DRY,
    "heat_clean": HVACMode.HEAT,
}
_THERMOSTAT_TEXTS = {
    "fan_mode": _FAN_WORDS,
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
    "swing_mode": _SWING_WORDS,
}
_AC_TEXTS = {
    "fan_mode": _FAN_WORDS,
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
    "swing_mode": _SWING_WORDS,
}
_SWITCH = Source(Capability.SWITCH, Attribute.SWITCH)
_TEMPERATURE = Source(Capability.TEMPERATURE_MEASUREMENT, Attribute.TEMPERATURE)
_HUMIDITY = Source(Capability.RELATIVE_HUMIDITY_MEASUREMENT, Attribute.HUMIDITY)
# The temperature with its limits, which tell of a wrong unit; the humidity.
DEMAND_RESPONSE = Source(
    Capability.DEMAND_RESPONSE_LOAD_CONTROL, Attribute.DEMAND_RESPONSE_LOAD_CONTROL_STATUS
)
_READ = (_TEMPERATURE, _TEMPERATURE.limits, _HUMIDITY, DEMAND_RESPONSE)
_LOW = Source(Capability.CUSTOM_THERMOSTAT_SETPOINT_CONTROL, Attribute.MINIMUM_SETPOINT)
_HIGH = Source(Capability.CUSTOM_THERMOSTAT_SETPOINT_CONTROL, Attribute.MAXIMUM_SETPOINT)
_ROOM = Bounds(7, 35, 0.5)
_ROOM_BY_DEGREE = Bounds(7, 35, 1)
_WATER = Bounds(30, 70, 1)

_HEATING = Setpoint(
    source=Source(Capability.THERMOSTAT_HEATING_SETPOINT, Attribute.HEATING_SETPOINT),
    command=Command.SET_HEATING_SETPOINT,
    range=(Source(Capability.THERMOSTAT_HEATING_SETPOINT, Attribute.HEATING_SETPOINT_RANGE),),
    low=(_LOW,),
    high=(_HIGH,),
)
_COOLING = Setpoint(
    source=Source(Capability.THERMOSTAT_COOLING_SETPOINT, Attribute.COOLING_SETPOINT),
    command=Command.SET_COOLING_SETPOINT,
    range=(Source(Capability.THERMOSTAT_COOLING_SETPOINT, Attribute.COOLING_SETPOINT_RANGE),),
    low=(_LOW,),
    high=(_HIGH,),
)
_THERMOSTAT_MODE = Source(Capability.THERMOSTAT_MODE, Attribute.THERMOSTAT_MODE)
_SUPPORTED_MODES = Source(Capability.THERMOSTAT_MODE, Attribute.SUPPORTED_THERMOSTAT_MODES)
_AC_MODE = Source(Capability.AIR_CONDITIONER_MODE, Attribute.AIR_CONDITIONER_MODE)
_AC_MODES = Choice(
    source=_AC_MODE,
    command=Command.SET_AIR_CONDITIONER_MODE,
    supported=Source(Capability.AIR_CONDITIONER_MODE, Attribute.SUPPORTED_AC_MODES),
    texts=(*_PRESET_TEXTS, *_AC_TEXTS["preset_mode"]),
)
_FANS = (
    Choice(
        source=Source(Capability.THERMOSTAT_FAN_MODE, Attribute.THERMOSTAT_FAN_MODE),
        command=Command.SET_THERMOSTAT_FAN_MODE,
        supported=Source(Capability.THERMOSTAT_FAN_MODE, Attribute.SUPPORTED_THERMOSTAT_FAN_MODES),
        texts=(*_FAN_TEXTS, *_FAN_WORDS),
    ),
    Choice(
        source=Source(Capability.AIR_CONDITIONER_FAN_MODE, Attribute.FAN_MODE),
        command=Command.SET_FAN_MODE,
        supported=Source(Capability.AIR_CONDITIONER_FAN_MODE, Attribute.SUPPORTED_AC_FAN_MODES),
        texts=(*_FAN_TEXTS, *_FAN_WORDS),
    ),
    Choice(
        source=Source(Capability.FAN_MODE, Attribute.FAN_MODE),
        command=Command.SET_FAN_MODE,
        supported=Source(Capability.FAN_MODE, Attribute.SUPPORTED_FAN_MODES),
        texts=(*_FAN_TEXTS, *_FAN_WORDS),
    ),
)
_SWING = Choice(
    source=Source(Capability.FAN_OSCILLATION_MODE, Attribute.FAN_OSCILLATION_MODE),
    command=Command.SET_FAN_OSCILLATION_MODE,
    supported=Source(Capability.FAN_OSCILLATION_MODE, Attribute.SUPPORTED_FAN_OSCILLATION_MODES),
    names={"fixed": SWING_OFF, "all": SWING_BOTH},
    texts=(*_SWING_TEXTS, *_SWING_WORDS),
)
_OPTIONAL = Choice(
    source=Source(Capability.CUSTOM_AIR_CONDITIONER_OPTIONAL_MODE, Attribute.AC_OPTIONAL_MODE),
    command=Command.SET_AC_OPTIONAL_MODE,
    supported=Source(
        Capability.CUSTOM_AIR_CONDITIONER_OPTIONAL_MODE, Attribute.SUPPORTED_AC_OPTIONAL_MODE
    ),
    names={"off": PRESET_NONE, "speed": PRESET_BOOST},
    texts=(*_PRESET_TEXTS, *_AC_TEXTS["preset_mode"]),
)
_ACTION = Source(Capability.THERMOSTAT_OPERATING_STATE, Attribute.THERMOSTAT_OPERATING_STATE)
_ACTIONS = {
    "cooling": HVACAction.COOLING,
    "fan_only": HVACAction.FAN,
    "heating": HVACAction.HEATING,
    "idle": HVACAction.IDLE,
    "pending_cool": HVACAction.COOLING,
    "pending_heat": HVACAction.HEATING,
    "vent_economizer": HVACAction.FAN,
}
_BLOWING = (*(fan.source for fan in _FANS), _SWING.source, _ACTION)

_PLAIN = {
    "off": HVACMode.OFF,
    "heatingoff": HVACMode.OFF,
    "heat": HVACMode.HEAT,
    "cool": HVACMode.COOL,
    "dry": HVACMode.DRY,
    "dryair": HVACMode.DRY,
    "fan": HVACMode.FAN_ONLY,
    "fan_only": HVACMode.FAN_ONLY,
    "fanonly": HVACMode.FAN_ONLY,
    "wind": HVACMode.FAN_ONLY,
}
_ORDERS = {
    HVACMode.OFF: Command.OFF,
    HVACMode.HEAT: Command.HEAT,
    HVACMode.COOL: Command.COOL,
}
_THERMOSTATS = (Category.AIR_CONDITIONER, Category.THERMOSTAT)
# What has a setpoint of its own that is no room's.
_NO_ROOMS = (
    Category.COFFEE_MAKER,
    Category.COOKTOP,
    Category.CUBE_REFRIGERATOR,
    Category.KIMCHI_REFRIGERATOR,
    Category.OVEN,
    Category.RANGE,
    Category.REFRIGERATOR,
    Category.RICE_COOKER,
    Category.WATER_HEATER,
    Category.WATER_PURIFIER,
    Category.WINE_CELLAR,
)


def _thermostat(
    automatic: HVACMode, setpoints: tuple[str, ...], words: tuple[str, ...], *, power: bool
) -> ClimateMap:
    """Return the entry of thermostats with some setpoints.

    What a switch turns on and off is an air conditioner; of other thermostats it is a relay.
    Without a setpoint, only what is called a thermostat is one.
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
            no_category=_NO_ROOMS,
        ),
        reads=_READ,
        claims=(_HEATING.source, _COOLING.source, *_BLOWING, *((_SWITCH,) if power else ())),
        exclusive=True,
        primary=True,
        modes=Choice(
            source=_THERMOSTAT_MODE,
            command=Command.SET_THERMOSTAT_MODE,
            supported=_SUPPORTED_MODES,
            default=("off", *words),
            texts=(*_PRESET_TEXTS, *_THERMOSTAT_TEXTS["preset_mode"]),
        ),
        plain=_PLAIN | {"auto": automatic},
        variants=_THERMOSTAT_VARIANTS,
        orders=_ORDERS | {automatic: Command.AUTO},
        heating=_HEATING,
        cooling=_COOLING,
        default=_ROOM,
        power=_SWITCH if power else None,
        fans=_FANS,
        swing=_SWING,
        action=_ACTION,
        actions=_ACTIONS,
        texts=_THERMOSTAT_TEXTS,
    )


def _modeless(fixed_hvac_mode: HVACMode, where: Where, *setpoints: Setpoint) -> ClimateMap:
    """Return the entry of thermostats that have a setpoint and no modes."""
    main = setpoints[0].source
    return ClimateMap(
        capability=main.capability,
        key="thermostat",
        attribute=main.attribute,
        where=where,
        reads=_READ,
        claims=(_SWITCH, *(setpoint.source for setpoint in setpoints[1:]), *_BLOWING),
        exclusive=True,
        primary=True,
        fixed_hvac_mode=fixed_hvac_mode,
        heating=_HEATING if _HEATING in setpoints else None,
        cooling=_COOLING if _COOLING in setpoints else None,
        default=_ROOM,
        power=_SWITCH,
        fans=_FANS,
        swing=_SWING,
        action=_ACTION,
        actions=_ACTIONS,
        texts=_THERMOSTAT_TEXTS,
    )


_BOTH = (Capability.THERMOSTAT_HEATING_SETPOINT, Capability.THERMOSTAT_COOLING_SETPOINT)
_AC_CLAIMS = (_SWITCH, _COOLING.source, _HEATING.source, *_BLOWING, _OPTIONAL.source)


def _air_conditioner(source: Source, key: str, where: Where) -> ClimateMap:
    """Return the entry of air conditioners that are known by an attribute."""
    return ClimateMap(
        capability=source.capability,
        key=key,
        attribute=source.attribute,
        translation_key="air_conditioner",
        where=where,
        reads=_READ,
        claims=(_AC_MODE, *_AC_CLAIMS),
        mirrors=(_THERMOSTAT_MODE,),
        exclusive=True,
        primary=True,
        modes=_AC_MODES,
        plain=_PLAIN | {"auto": HVACMode.AUTO},
        variants=_AC_VARIANTS,
        heating=_HEATING,
        cooling=_COOLING,
        default=_ROOM_BY_DEGREE,
        power=_SWITCH,
        fans=_FANS,
        swing=_SWING,
        optional=_OPTIONAL,
        action=_ACTION,
        actions=_ACTIONS,
        texts=_AC_TEXTS,
    )


CLIMATES: tuple[Mapped, ...] = (
    # A zone of a heat pump; in its automatic mode the weather decides (platform reference 8.2).
    ClimateMap(
        capability=Capability.AIR_CONDITIONER_MODE,
        key="zone",
        attribute=Attribute.AIR_CONDITIONER_MODE,
        where=Where(component="INDOOR*", all_of=(Capability.THERMOSTAT_COOLING_SETPOINT,)),
        reads=_READ,
        claims=_AC_CLAIMS,
        mirrors=(_THERMOSTAT_MODE,),
        exclusive=True,
        primary=True,
        modes=_AC_MODES,
        plain=_PLAIN | {"auto": HVACMode.AUTO},
        variants=_AC_VARIANTS,
        heating=_HEATING,
        cooling=_COOLING,
        default=_ROOM,
        untargeted=(HVACMode.AUTO,),
        power=_SWITCH,
        fans=_FANS,
        swing=_SWING,
        optional=_OPTIONAL,
        action=_ACTION,
        actions=_ACTIONS,
        texts=_AC_TEXTS,
    ),
    _air_conditioner(
        _AC_MODE,
        "airConditioner",
        Where(
            all_of=(Capability.THERMOSTAT_COOLING_SETPOINT,),
            none_of=(Capability.SAMSUNG_CE_EHS_THERMOSTAT,),
            no_category=_NO_ROOMS,
            # Indoor units name components that they do not have, and report nothing there.
            test=lambda view: view.component == MAIN or view.values.get(_AC_MODE) is not None,
        ),
    ),
    # One with a single setpoint, whether it heats or cools.
    _air_conditioner(
        _HEATING.source,
        "thermostat",
        Where(
            all_of=(Capability.AIR_CONDITIONER_MODE,),
            none_of=(Capability.SAMSUNG_CE_EHS_THERMOSTAT,),
            no_category=_NO_ROOMS,
        ),
    ),
    # One of which only the mode can be set.
    _air_conditioner(
        _AC_MODE,
        "airConditioner",
        Where(
            none_of=(Capability.SAMSUNG_CE_EHS_THERMOSTAT,),
            category=(Category.AIR_CONDITIONER,),
            test=has(_AC_MODE),
        ),
    ),
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
    _modeless(HVACMode.HEAT_COOL, Where(all_of=_BOTH, no_category=_NO_ROOMS), _HEATING, _COOLING),
    _modeless(HVACMode.HEAT, Where(no_category=_NO_ROOMS), _HEATING),
    _modeless(
        HVACMode.COOL,
        Where(
            none_of=(Capability.AIR_CONDITIONER_MODE,),
            category=_THERMOSTATS,
        ),
        _COOLING,
    ),
)

_AWAY = Choice(
    source=Source(Capability.CUSTOM_OUTING_MODE, Attribute.OUTING_MODE),
    command=Command.SET_OUTING_MODE,
    default=("on", "off"),
)
# Operations for which Home Assistant has texts, and those for which we have.
_OPERATION_TEXTS = listed("eco electric gas heat_pump high_demand off performance")
_OPERATION_WORDS = ("auto", "emergency_heat", "heat", "manual", "on", "rush_hour", "schedule")
_HOT_WATER = Choice(
    source=_AC_MODE,
    command=Command.SET_AIR_CONDITIONER_MODE,
    supported=_AC_MODES.supported,
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
        source=_THERMOSTAT_MODE,
        command=Command.SET_THERMOSTAT_MODE,
        supported=_SUPPORTED_MODES,
        default=("off", "heat"),
        texts=(*_OPERATION_TEXTS, *_OPERATION_WORDS),
    ),
)
_WATER_SETPOINTS = (
    _HEATING,
    Setpoint(
        source=Source(Capability.THERMOSTAT_WATER_HEATING_SETPOINT, Attribute.HEATING_SETPOINT),
        command=Command.SET_HEATING_SETPOINT,
        range=(
            Source(Capability.THERMOSTAT_WATER_HEATING_SETPOINT, Attribute.HEATING_SETPOINT_RANGE),
        ),
    ),
    _COOLING,
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
            test=lambda view: view.values.get(_TEMPERATURE) is not None,
        ),
        reads=_READ[:2],
        claims=(_SWITCH, _AC_MODE, _COOLING.source, _AWAY.source),
        primary=True,
        operations=_OPERATIONS[:1],
        target=_COOLING,
        default=_WATER,
        power=_SWITCH,
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
            reads=_READ[:2],
            claims=(_SWITCH, _AC_MODE, _THERMOSTAT_MODE, _AWAY.source),
            mirrors=tuple(setpoint.source for setpoint in _WATER_SETPOINTS if setpoint != target),
            exclusive=True,
            primary=True,
            operations=_OPERATIONS,
            target=target,
            default=_WATER,
            power=_SWITCH,
            away=_AWAY,
            operation_words=_OPERATION_WORDS,
        )
        for place, target in enumerate(_WATER_SETPOINTS)
    ),
    # The hot water of a boiler that heats rooms too.
    WaterHeaterMap(
        capability=Capability.THERMOSTAT_WATER_HEATING_SETPOINT,
        key="hotWater",
        attribute=Attribute.HEATING_SETPOINT,
        where=Where(no_category=(Category.WATER_HEATER,)),
        reads=_READ[:2],
        exclusive=True,
        target=_WATER_SETPOINTS[1],
        default=_WATER,
    ),
)

ENTRIES: tuple[Mapped, ...] = (
    SensorMap(
        capability=Capability.THERMOSTAT_OPERATING_STATE,
        key=Attribute.THERMOSTAT_OPERATING_STATE,
        device_class=SensorDeviceClass.ENUM,
        options=listed("cooling fan_only heating idle pending_cool pending_heat vent_economizer"),
    ),
    SensorMap(
        capability=Capability.THERMOSTAT_MODE,
        key=Attribute.THERMOSTAT_MODE,
        role="mode",
        device_class=SensorDeviceClass.ENUM,
        options=listed(
            "auto away cool dryair eco emergency_heat fanonly heat off resume rush_hour"
        ),
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    SensorMap(
        capability=Capability.THERMOSTAT_FAN_MODE,
        key=Attribute.THERMOSTAT_FAN_MODE,
        device_class=SensorDeviceClass.ENUM,
        options=["auto", "circulate", "followschedule", "on"],
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    SensorMap(
        capability=Capability.AIR_CONDITIONER_MODE,
        key=Attribute.AIR_CONDITIONER_MODE,
        role="mode",
        device_class=SensorDeviceClass.ENUM,
        options=listed(
            "ai_comfort auto cool cool_clean dry dry_clean fan_only heat heat_clean wind"
        ),
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    SensorMap(
        capability=Capability.THERMOSTAT_HEATING_SETPOINT,
        key=Attribute.HEATING_SETPOINT,
        device_class=SensorDeviceClass.TEMPERATURE,
        native_unit_of_measurement=UnitOfTemperature.CELSIUS,
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    SensorMap(
        capability=Capability.THERMOSTAT_COOLING_SETPOINT,
        key=Attribute.COOLING_SETPOINT,
        device_class=SensorDeviceClass.TEMPERATURE,
        native_unit_of_measurement=UnitOfTemperature.CELSIUS,
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    SensorMap(
        capability=Capability.THERMOSTAT_SETPOINT,
        key=Attribute.THERMOSTAT_SETPOINT,
        device_class=SensorDeviceClass.TEMPERATURE,
        native_unit_of_measurement=UnitOfTemperature.CELSIUS,
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
)
