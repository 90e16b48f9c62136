"""Cars and chargers."""

from datetime import UTC, timedelta

from homeassistant.components.binary_sensor import BinarySensorDeviceClass
from homeassistant.components.number import NumberDeviceClass
from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import (
    EntityCategory,
    UnitOfElectricCurrent,
    UnitOfEnergy,
    UnitOfLength,
    UnitOfRatio,
    UnitOfTemperature,
    UnitOfTime,
)
from homeassistant.util import dt as dt_util

from ..cloud.json_types import Json, iso_second, moment
from .descriptions.base import AutomationFeature, Listed, Mapped, Source, Where
from .descriptions.controls import ButtonMap, DateTimeMap, NumberMap, SwitchMap
from .descriptions.devices import LockMap
from .descriptions.sensors import BinarySensorMap, SensorMap
from .descriptions.values import Bounds, Read, value_of
from .vocabulary import Attribute, Capability, Command
from .words import listed

_CHARGING = Capability.EVSE_CHARGING_SESSION
# The range of charging points, in milliamperes.
_CURRENTS = Bounds(0, 80000, 1000)

_CAR_TEMPERATURE = Source(Capability.VEHICLE_HVAC, Attribute.TEMPERATURE)
_WARNING = Capability.VEHICLE_WARNING
_PLACES = ("frontLeft", "frontRight", "rearLeft", "rearRight")


def _charging_arguments(read: Read) -> tuple[Json, ...]:
    """Return the end and the currents of the charging session, as the charger is set.

    An end in the past would end the charging immediately, so one day from now is sent instead.
    """
    now = dt_util.utcnow()
    end = moment(value_of(read, Source(_CHARGING, Attribute.TARGET_END_TIME)))
    until = end if end and end > now else now + timedelta(days=1)
    return (
        iso_second(until.astimezone(UTC)),
        _whole(value_of(read, Source(_CHARGING, Attribute.MIN_CURRENT)), _CURRENTS.low),
        _whole(value_of(read, Source(_CHARGING, Attribute.MAX_CURRENT)), _CURRENTS.high),
    )


def _whole(value: Json, default: float) -> int:
    return value if isinstance(value, int) else int(default)


def _hvac_arguments(read: Read) -> tuple[Json, ...]:
    """Return the arguments that turn on the climate of a car. All are optional."""
    report = read(_CAR_TEMPERATURE)
    if report is None or not isinstance(report.value, int | float):
        return ({},)
    return ({"temperature": {"value": report.value, "unit": report.unit or "C"}},)


def _words(
    capability: str,
    key: str,
    words: str,
    text: str | None = None,
    category: EntityCategory | None = None,
) -> SensorMap:
    """Return a sensor with a few states."""
    return SensorMap(
        capability=capability,
        key=key,
        translation_key=text,
        device_class=SensorDeviceClass.ENUM,
        options=listed(words),
        entity_category=category,
    )


_CHARGERS: tuple[Mapped, ...] = (
    _words(
        Capability.EVSE_STATE,
        Attribute.STATE,
        "fault not_plugged_in plugged_in_charging plugged_in_demand plugged_in_no_demand "
        "session_ending",
        "charger_state",
    ),
    _words(
        Capability.EVSE_STATE,
        Attribute.SUPPLY_STATE,
        "charging_enabled disabled disabled_diagnostics disabled_error discharging_enabled",
        category=EntityCategory.DIAGNOSTIC,
    ),
    _words(
        Capability.EVSE_STATE,
        Attribute.FAULT_STATE,
        "contact_dry_failure contact_wet_failure emergency_stop ev_disconnected ground_fault "
        "live_neutral_swap meter_failure no_error other over_current over_temperature "
        "over_voltage pilot_short_circuit power_loss power_quality under_voltage "
        "wrong_power_supply",
        category=EntityCategory.DIAGNOSTIC,
    ),
    # SmartThings' driver reports ``charging`` while the supply is enabled, also without a car.
    SwitchMap(
        capability=_CHARGING,
        key=Attribute.CHARGING_STATE,
        translation_key="charging",
        on="charging",
        on_command=Command.ENABLE_CHARGING,
        off_command=Command.DISABLE_CHARGING,
        on_arguments=_charging_arguments,
    ),
    DateTimeMap(
        capability=_CHARGING,
        key=Attribute.TARGET_END_TIME,
        command=Command.SET_TARGET_END_TIME,
        entity_category=EntityCategory.CONFIG,
    ),
    SensorMap(
        capability=_CHARGING,
        key=Attribute.SESSION_TIME,
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.SECONDS,
        suggested_unit_of_measurement=UnitOfTime.HOURS,
        suggested_display_precision=1,
    ),
    # It increases within a session and starts again with the next.
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
            default=_CURRENTS,
            device_class=NumberDeviceClass.CURRENT,
            native_unit_of_measurement=UnitOfElectricCurrent.MILLIAMPERE,
            shown_unit=UnitOfElectricCurrent.AMPERE,
            entity_category=EntityCategory.CONFIG,
        )
        for key, text, command in (
            (Attribute.MIN_CURRENT, "least_charging_current", Command.SET_MIN_CURRENT),
            (Attribute.MAX_CURRENT, "most_charging_current", Command.SET_MAX_CURRENT),
        )
    ),
    *(
        ButtonMap(
            capability=_CHARGING,
            key=command,
            attribute=Attribute.CHARGING_STATE,
            command=command,
            make_arguments=arguments,
            entity_registry_enabled_default=False,
        )
        for command, arguments in (
            (Command.ENABLE_CHARGING, _charging_arguments),
            (Command.DISABLE_CHARGING, None),
        )
    ),
)

_CARS: tuple[Mapped, ...] = (
    LockMap(
        capability=Capability.VEHICLE_DOOR_STATE,
        key=Attribute.LOCK_STATE,
        translation_key="car_doors",
    ),
    *(
        BinarySensorMap(
            capability=capability,
            key=key,
            where=Where(listed=Listed(Attribute.SUPPORTED_ATTRIBUTES, key)),
            on=("open",),
            off=("closed", "locked"),
            automation=AutomationFeature.DOOR,
            device_class=device_class,
        )
        for capability, part, device_class in (
            (Capability.VEHICLE_DOOR_STATE, "Door", BinarySensorDeviceClass.DOOR),
            (Capability.VEHICLE_WINDOW_STATE, "Window", BinarySensorDeviceClass.WINDOW),
        )
        for key in (f"{place}{part}" for place in _PLACES)
    ),
    # The command that turns it on has a temperature. The current one is sent, so it stays.
    SwitchMap(
        capability=Capability.VEHICLE_HVAC,
        key=Attribute.HVAC_STATE,
        where=Where(all_of=(Capability.VEHICLE_HVAC_REMOTE_SWITCH,)),
        reads=(_CAR_TEMPERATURE,),
        exclusive=True,
        commands_of=Capability.VEHICLE_HVAC_REMOTE_SWITCH,
        on_arguments=_hvac_arguments,
    ),
    BinarySensorMap(
        capability=Capability.VEHICLE_HVAC,
        key=Attribute.HVAC_STATE,
        on=("on",),
        off=("off",),
        device_class=BinarySensorDeviceClass.RUNNING,
    ),
    BinarySensorMap(
        capability=Capability.VEHICLE_HVAC,
        key=Attribute.DEFOG_STATE,
        on=("on",),
        off=("off",),
    ),
    SensorMap(
        capability=_CAR_TEMPERATURE.capability,
        key=_CAR_TEMPERATURE.attribute,
        translation_key="car_climate_temperature",
        device_class=SensorDeviceClass.TEMPERATURE,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfTemperature.CELSIUS,
    ),
    SensorMap(
        capability=Capability.VEHICLE_HVAC,
        key=Attribute.HVAC_SPEED,
        state_class=SensorStateClass.MEASUREMENT,
    ),
    BinarySensorMap(
        capability=Capability.VEHICLE_BATTERY,
        key=Attribute.CHARGING_STATE,
        on=("charging",),
        device_class=BinarySensorDeviceClass.BATTERY_CHARGING,
    ),
    _words(Capability.VEHICLE_BATTERY, Attribute.CHARGING_PLUG, "connected disconnected"),
    _words(
        Capability.VEHICLE_BATTERY,
        Attribute.CHARGING_DETAIL,
        "charging fast_charging no_charging resevered_charging v2l_charging v2l_discharge "
        "v2l_stop v2x_charging v2x_discharge very_fast_charging",
    ),
    SensorMap(
        capability=Capability.VEHICLE_BATTERY,
        key=Attribute.CHARGING_REMAIN_TIME,
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.MINUTES,
    ),
    *(
        ButtonMap(
            capability=Capability.VEHICLE_BATTERY,
            key=key,
            attribute=Attribute.CHARGING_STATE,
            role=role,
            command=command,
        )
        for key, command, role in (
            ("startCharging", Command.CHARGE, "enable_charging"),
            ("stopCharging", Command.STOP, "disable_charging"),
        )
    ),
    *(
        BinarySensorMap(
            capability=_WARNING,
            key=key,
            translation_key=text,
            where=Where(listed=Listed(Attribute.SUPPORTED_ATTRIBUTES, key)),
            on=("warning",),
            off=("normal",),
            device_class=BinarySensorDeviceClass.PROBLEM,
            entity_category=EntityCategory.DIAGNOSTIC,
        )
        for key, text in (
            (Attribute.AUXILIARY_BATTERY, "car_auxiliary_battery"),
            (Attribute.BRAKE_FLUID, "car_brake_fluid"),
            (Attribute.ELECTRIC_VEHICLE_BATTERY, "car_traction_battery"),
            (Attribute.ENGINE_OIL, "car_engine_oil"),
            (Attribute.FUEL, "car_fuel"),
            (Attribute.LAMP_WIRE, "car_lamps"),
            (Attribute.SMART_KEY_BATTERY, "car_key_battery"),
            (Attribute.TIRE_PRESSURE_FRONT_LEFT, "car_tire_front_left"),
            (Attribute.TIRE_PRESSURE_FRONT_RIGHT, "car_tire_front_right"),
            (Attribute.TIRE_PRESSURE_REAR_LEFT, "car_tire_rear_left"),
            (Attribute.TIRE_PRESSURE_REAR_RIGHT, "car_tire_rear_right"),
            (Attribute.WASHER_FLUID, "car_washer_fluid"),
        )
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
    _words(Capability.VEHICLE_ENGINE, Attribute.ENGINE_STATE, "off running starting"),
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

ENTRIES: tuple[Mapped, ...] = (*_CHARGERS, *_CARS)
