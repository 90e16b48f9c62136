"""Modes, states and setpoints of thermostats and air conditioners."""

from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.const import EntityCategory, UnitOfTemperature
from pysmartthings import Attribute, Capability

from custom_components.smartthings_smartapp.descriptions import Mapped, SensorMap

ENTRIES: tuple[Mapped, ...] = (
    SensorMap(
        capability=Capability.THERMOSTAT_OPERATING_STATE,
        key=Attribute.THERMOSTAT_OPERATING_STATE,
        device_class=SensorDeviceClass.ENUM,
        options=[
            "cooling",
            "fan_only",
            "heating",
            "idle",
            "pending_cool",
            "pending_heat",
            "vent_economizer",
        ],
    ),
    SensorMap(
        capability=Capability.THERMOSTAT_MODE,
        key=Attribute.THERMOSTAT_MODE,
        device_class=SensorDeviceClass.ENUM,
        options=[
            "auto",
            "away",
            "cool",
            "dryair",
            "eco",
            "emergency_heat",
            "fanonly",
            "heat",
            "off",
            "resume",
            "rush_hour",
        ],
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
        device_class=SensorDeviceClass.ENUM,
        options=[
            "ai_comfort",
            "auto",
            "cool",
            "cool_clean",
            "dry",
            "dry_clean",
            "fan_only",
            "heat",
            "heat_clean",
            "wind",
        ],
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
    SensorMap(
        capability=Capability.REFRIGERATION_SETPOINT,
        key=Attribute.REFRIGERATION_SETPOINT,
        device_class=SensorDeviceClass.TEMPERATURE,
        native_unit_of_measurement=UnitOfTemperature.CELSIUS,
    ),
)
