"""Cars, and what charges them."""

from homeassistant.components.binary_sensor import BinarySensorDeviceClass
from homeassistant.components.number import NumberDeviceClass
from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import (
    EntityCategory,
    UnitOfElectricCurrent,
    UnitOfEnergy,
    UnitOfLength,
    UnitOfRatio,
    UnitOfTime,
)
from pysmartthings import Attribute, Capability, Command

from custom_components.smartthings_smartapp.descriptions import (
    BinarySensorMap,
    Bounds,
    ButtonMap,
    Mapped,
    NumberMap,
    SensorMap,
)

from .words import listed

_CHARGING = Capability.EVSE_CHARGING_SESSION
# What charging points are built for, in milliamperes.
_CURRENTS = Bounds(0, 80000, 1000)

ENTRIES: tuple[Mapped, ...] = (
    SensorMap(
        capability=Capability.EVSE_STATE,
        key=Attribute.STATE,
        translation_key="charger_state",
        device_class=SensorDeviceClass.ENUM,
        options=listed(
            "fault not_plugged_in plugged_in_charging plugged_in_demand plugged_in_no_demand "
            "session_ending"
        ),
    ),
    SensorMap(
        capability=Capability.EVSE_STATE,
        key=Attribute.SUPPLY_STATE,
        device_class=SensorDeviceClass.ENUM,
        options=listed(
            "charging_enabled disabled disabled_diagnostics disabled_error discharging_enabled"
        ),
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    SensorMap(
        capability=Capability.EVSE_STATE,
        key=Attribute.FAULT_STATE,
        device_class=SensorDeviceClass.ENUM,
        options=listed(
            "contact_dry_failure contact_wet_failure emergency_stop ev_disconnected ground_fault "
            "live_neutral_swap meter_failure no_error other over_current over_temperature "
            "over_voltage pilot_short_circuit power_loss power_quality under_voltage "
            "wrong_power_supply"
        ),
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    SensorMap(
        capability=_CHARGING,
        key=Attribute.CHARGING_STATE,
        translation_key="charging_session",
        device_class=SensorDeviceClass.ENUM,
        options=["charging", "disabled", "stopped"],
    ),
    SensorMap(
        capability=_CHARGING,
        key=Attribute.TARGET_END_TIME,
        device_class=SensorDeviceClass.TIMESTAMP,
    ),
    SensorMap(
        capability=_CHARGING,
        key=Attribute.SESSION_TIME,
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.SECONDS,
        suggested_unit_of_measurement=UnitOfTime.HOURS,
        suggested_display_precision=1,
    ),
    # It grows within a session and begins again with the next.
    SensorMap(
        capability=_CHARGING,
        key=Attribute.ENERGY_DELIVERED,
        device_class=SensorDeviceClass.ENERGY,
        state_class=SensorStateClass.TOTAL_INCREASING,
        native_unit_of_measurement=UnitOfEnergy.MILLIWATT_HOUR,
        suggested_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,
        suggested_display_precision=2,
    ),
    *(
        NumberMap(
            capability=_CHARGING,
            key=key,
            translation_key=text,
            command=command,
            usual=_CURRENTS,
            device_class=NumberDeviceClass.CURRENT,
            native_unit_of_measurement=UnitOfElectricCurrent.MILLIAMPERE,
            entity_category=EntityCategory.CONFIG,
        )
        for key, text, command in (
            (Attribute.MIN_CURRENT, "least_charging_current", Command.SET_MIN_CURRENT),
            (Attribute.MAX_CURRENT, "most_charging_current", Command.SET_MAX_CURRENT),
        )
    ),
    ButtonMap(
        capability=_CHARGING,
        key="disableCharging",
        attribute=Attribute.CHARGING_STATE,
        command=Command.DISABLE_CHARGING,
        entity_registry_enabled_default=False,
    ),
    SensorMap(
        capability=Capability.VEHICLE_RANGE,
        key=Attribute.ESTIMATED_REMAINING_RANGE,
        device_class=SensorDeviceClass.DISTANCE,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfLength.KILOMETERS,
    ),
    SensorMap(
        capability=Capability.VEHICLE_ODOMETER,
        key=Attribute.ODOMETER_READING,
        device_class=SensorDeviceClass.DISTANCE,
        state_class=SensorStateClass.TOTAL_INCREASING,
        native_unit_of_measurement=UnitOfLength.KILOMETERS,
    ),
    SensorMap(
        capability=Capability.VEHICLE_FUEL_LEVEL,
        key=Attribute.FUEL_LEVEL,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
    ),
    SensorMap(
        capability=Capability.VEHICLE_BATTERY,
        key=Attribute.BATTERY_LEVEL,
        translation_key="traction_battery",
        device_class=SensorDeviceClass.BATTERY,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
    ),
    SensorMap(
        capability=Capability.VEHICLE_ENGINE,
        key=Attribute.ENGINE_STATE,
        device_class=SensorDeviceClass.ENUM,
        options=["off", "running", "starting"],
    ),
    *(
        ButtonMap(
            capability=Capability.VEHICLE_ENGINE,
            key=command,
            attribute=Attribute.ENGINE_STATE,
            command=command,
            entity_registry_enabled_default=False,
        )
        for command in (Command.START_ENGINE, Command.STOP_ENGINE)
    ),
    BinarySensorMap(
        capability=Capability.VEHICLE_TIRE_PRESSURE_MONITOR,
        key=Attribute.TIRE_PRESSURE_STATE,
        on=("warn",),
        device_class=BinarySensorDeviceClass.PROBLEM,
    ),
    BinarySensorMap(
        capability=Capability.DRIVING_STATUS,
        key=Attribute.DRIVING_STATUS,
        on=("driving",),
        device_class=BinarySensorDeviceClass.MOVING,
    ),
    SensorMap(
        capability=Capability.ESTIMATED_TIME_OF_ARRIVAL,
        key=Attribute.ETA,
        translation_key="time_of_arrival",
        device_class=SensorDeviceClass.TIMESTAMP,
    ),
    *(
        SensorMap(
            capability=Capability.VEHICLE_INFORMATION,
            key=key,
            entity_category=EntityCategory.DIAGNOSTIC,
            entity_registry_enabled_default=False,
        )
        for key in (
            Attribute.VEHICLE_MAKE,
            Attribute.VEHICLE_MODEL,
            Attribute.VEHICLE_TRIM,
            Attribute.VEHICLE_YEAR,
        )
    ),
)
