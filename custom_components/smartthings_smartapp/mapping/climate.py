"""What thermostats, air conditioners and water heaters have in common.

The entries show the values of devices that lack a capability of a composite.
"""

from homeassistant.components.climate import (
    SWING_BOTH,
    SWING_OFF,
    HVACAction,
    HVACMode,
)
from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.const import EntityCategory, UnitOfTemperature

from .descriptions.base import Detail, Mapped, Source
from .descriptions.sensors import SensorMap
from .descriptions.values import Bounds, Choice, Setpoint
from .vocabulary import Attribute, Capability, Category, Command
from .words import listed

# ``TEXTS`` are words that Home Assistant translates, ``WORDS`` those that this integration does.
_FAN_TEXTS = listed("auto diffuse focus high low medium middle off on top")
_SWING_TEXTS = listed("both horizontal off on vertical")
PRESET_TEXTS = listed("activity away boost comfort eco home none sleep")
FAN_WORDS = ("circulate", "followschedule", "max", "quiet", "smart", "turbo", "wind_free")
SWING_WORDS = tuple(
    listed("direct far fixed_center fixed_left fixed_right indirect individual mid spot swing wide")
)
SWITCH = Source(Capability.SWITCH, Attribute.SWITCH)
TEMPERATURE = Source(Capability.TEMPERATURE_MEASUREMENT, Attribute.TEMPERATURE)
_HUMIDITY = Source(Capability.RELATIVE_HUMIDITY_MEASUREMENT, Attribute.HUMIDITY)
DEMAND_RESPONSE = Source(
    Capability.DEMAND_RESPONSE_LOAD_CONTROL, Attribute.DEMAND_RESPONSE_LOAD_CONTROL_STATUS
)
# The limits of the temperature reveal a wrong unit.
READS = (TEMPERATURE, TEMPERATURE.limits, _HUMIDITY)
# The names of the attributes are those of Home Assistant's integration.
LOAD_CONTROL = {
    "drlc_status_level": Detail(DEMAND_RESPONSE, "drlcLevel"),
    "drlc_status_start": Detail(DEMAND_RESPONSE, "start"),
    "drlc_status_duration": Detail(DEMAND_RESPONSE, "duration"),
    "drlc_status_override": Detail(DEMAND_RESPONSE, "override"),
}
_LOW = Source(Capability.CUSTOM_THERMOSTAT_SETPOINT_CONTROL, Attribute.MINIMUM_SETPOINT)
_HIGH = Source(Capability.CUSTOM_THERMOSTAT_SETPOINT_CONTROL, Attribute.MAXIMUM_SETPOINT)
ROOM = Bounds(7, 35, 0.5)
HEATING = Setpoint(
    source=Source(Capability.THERMOSTAT_HEATING_SETPOINT, Attribute.HEATING_SETPOINT),
    command=Command.SET_HEATING_SETPOINT,
    range=(Source(Capability.THERMOSTAT_HEATING_SETPOINT, Attribute.HEATING_SETPOINT_RANGE),),
    low=(_LOW,),
    high=(_HIGH,),
)
COOLING = Setpoint(
    source=Source(Capability.THERMOSTAT_COOLING_SETPOINT, Attribute.COOLING_SETPOINT),
    command=Command.SET_COOLING_SETPOINT,
    range=(Source(Capability.THERMOSTAT_COOLING_SETPOINT, Attribute.COOLING_SETPOINT_RANGE),),
    low=(_LOW,),
    high=(_HIGH,),
)
THERMOSTAT_MODE = Source(Capability.THERMOSTAT_MODE, Attribute.THERMOSTAT_MODE)
SUPPORTED_THERMOSTAT_MODES = Source(
    Capability.THERMOSTAT_MODE, Attribute.SUPPORTED_THERMOSTAT_MODES
)
AC_MODE = Source(Capability.AIR_CONDITIONER_MODE, Attribute.AIR_CONDITIONER_MODE)
SUPPORTED_AC_MODES = Source(Capability.AIR_CONDITIONER_MODE, Attribute.SUPPORTED_AC_MODES)
FANS = (
    Choice(
        source=Source(Capability.THERMOSTAT_FAN_MODE, Attribute.THERMOSTAT_FAN_MODE),
        command=Command.SET_THERMOSTAT_FAN_MODE,
        supported=Source(Capability.THERMOSTAT_FAN_MODE, Attribute.SUPPORTED_THERMOSTAT_FAN_MODES),
        texts=(*_FAN_TEXTS, *FAN_WORDS),
    ),
    Choice(
        source=Source(Capability.AIR_CONDITIONER_FAN_MODE, Attribute.FAN_MODE),
        command=Command.SET_FAN_MODE,
        supported=Source(Capability.AIR_CONDITIONER_FAN_MODE, Attribute.SUPPORTED_AC_FAN_MODES),
        texts=(*_FAN_TEXTS, *FAN_WORDS),
    ),
    Choice(
        source=Source(Capability.FAN_MODE, Attribute.FAN_MODE),
        command=Command.SET_FAN_MODE,
        supported=Source(Capability.FAN_MODE, Attribute.SUPPORTED_FAN_MODES),
        texts=(*_FAN_TEXTS, *FAN_WORDS),
    ),
)
SWING = Choice(
    source=Source(Capability.FAN_OSCILLATION_MODE, Attribute.FAN_OSCILLATION_MODE),
    command=Command.SET_FAN_OSCILLATION_MODE,
    supported=Source(Capability.FAN_OSCILLATION_MODE, Attribute.SUPPORTED_FAN_OSCILLATION_MODES),
    names={"fixed": SWING_OFF, "all": SWING_BOTH},
    texts=(*_SWING_TEXTS, *SWING_WORDS),
)
ACTION = Source(Capability.THERMOSTAT_OPERATING_STATE, Attribute.THERMOSTAT_OPERATING_STATE)
ACTIONS = {
    "cooling": HVACAction.COOLING,
    "fan_only": HVACAction.FAN,
    "heating": HVACAction.HEATING,
    "idle": HVACAction.IDLE,
    "pending_cool": HVACAction.COOLING,
    "pending_heat": HVACAction.HEATING,
    "vent_economizer": HVACAction.FAN,
}
BLOWING = (*(fan.source for fan in FANS), SWING.source, ACTION)

MODES_BY_WORD = {
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
# Devices with a setpoint that is not the temperature of a room.
NO_ROOMS = (
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
