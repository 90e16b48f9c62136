"""Sensors: doors, motion, climate, light, weather, water, weight, network."""

from collections.abc import Callable

from homeassistant.components.binary_sensor import BinarySensorDeviceClass
from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import (
    LIGHT_LUX,
    EntityCategory,
    UnitOfMass,
    UnitOfPrecipitationDepth,
    UnitOfPressure,
    UnitOfRatio,
    UnitOfSoundPressure,
    UnitOfSpeed,
    UnitOfTemperature,
    UnitOfVolume,
    UnitOfVolumeFlowRate,
    UnitOfVolumetricFlux,
)

from ..cloud.json_types import Json
from .appliances import COOKING
from .descriptions.base import AutomationFeature, Listed, Mapped, Source, Where
from .descriptions.controls import ButtonMap, NumberMap, SelectMap, SwitchMap
from .descriptions.sensors import BinarySensorMap, SensorMap
from .descriptions.values import Bounds
from .vocabulary import Attribute, Capability, Category, Command
from .words import listed


def _axis(number: int) -> Callable[[Json], float | None]:
    """Return a function that reads one number of the list ``[x, y, z]``."""

    def read(value: Json) -> float | None:
        if not isinstance(value, list) or len(value) <= number:
            return None
        found = value[number]
        return found if isinstance(found, int | float) else None

    return read


ENTRIES: tuple[Mapped, ...] = (
    BinarySensorMap(
        capability=Capability.CONTACT_SENSOR,
        key=Attribute.CONTACT,
        automation=AutomationFeature.DOOR,
        on=("open",),
        device_class=BinarySensorDeviceClass.DOOR,
        classes={
            Category.GARAGE_DOOR: BinarySensorDeviceClass.GARAGE_DOOR,
            Category.WINDOW: BinarySensorDeviceClass.WINDOW,
        },
    ),
    BinarySensorMap(
        capability=Capability.MOTION_SENSOR,
        key=Attribute.MOTION,
        on=("active",),
        device_class=BinarySensorDeviceClass.MOTION,
    ),
    BinarySensorMap(
        capability=Capability.ACCELERATION_SENSOR,
        key=Attribute.ACCELERATION,
        on=("active",),
        device_class=BinarySensorDeviceClass.MOVING,
    ),
    BinarySensorMap(
        capability=Capability.SHOCK_SENSOR,
        key=Attribute.SHOCK,
        on=("detected",),
        device_class=BinarySensorDeviceClass.VIBRATION,
    ),
    BinarySensorMap(
        capability=Capability.SOUND_SENSOR,
        key=Attribute.SOUND,
        on=("detected",),
        device_class=BinarySensorDeviceClass.SOUND,
    ),
    BinarySensorMap(
        capability=Capability.RAIN_SENSOR,
        key=Attribute.RAIN,
        on=("detected",),
        device_class=BinarySensorDeviceClass.MOISTURE,
        translation_key="rain",
    ),
    BinarySensorMap(
        capability=Capability.FILTER_STATUS,
        key=Attribute.FILTER_STATUS,
        automation=AutomationFeature.FILTER,
        on=("replace",),
        device_class=BinarySensorDeviceClass.PROBLEM,
        translation_key="filter_status",
    ),
    SensorMap(
        capability=Capability.TEMPERATURE_MEASUREMENT,
        key=Attribute.TEMPERATURE,
        where=Where(no_category=COOKING),
        device_class=SensorDeviceClass.TEMPERATURE,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfTemperature.CELSIUS,
        suggested_display_precision=1,
    ),
    SensorMap(
        capability=Capability.RELATIVE_HUMIDITY_MEASUREMENT,
        key=Attribute.HUMIDITY,
        device_class=SensorDeviceClass.HUMIDITY,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
    ),
    SensorMap(
        capability=Capability.DEW_POINT,
        key=Attribute.DEWPOINT,
        translation_key="dew_point",
        device_class=SensorDeviceClass.TEMPERATURE,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfTemperature.CELSIUS,
    ),
    SensorMap(
        capability=Capability.ILLUMINANCE_MEASUREMENT,
        key=Attribute.ILLUMINANCE,
        device_class=SensorDeviceClass.ILLUMINANCE,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=LIGHT_LUX,
    ),
    SensorMap(
        capability=Capability.RELATIVE_BRIGHTNESS,
        key=Attribute.BRIGHTNESS_INTENSITY,
        state_class=SensorStateClass.MEASUREMENT,
    ),
    SensorMap(
        capability=Capability.ULTRAVIOLET_INDEX,
        key=Attribute.ULTRAVIOLET_INDEX,
        state_class=SensorStateClass.MEASUREMENT,
    ),
    SensorMap(
        capability=Capability.INFRARED_LEVEL,
        key=Attribute.INFRARED_LEVEL,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
    ),
    SensorMap(
        capability=Capability.SOUND_PRESSURE_LEVEL,
        key=Attribute.SOUND_PRESSURE_LEVEL,
        device_class=SensorDeviceClass.SOUND_PRESSURE,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfSoundPressure.DECIBEL,
    ),
    SensorMap(
        capability=Capability.ATMOSPHERIC_PRESSURE_MEASUREMENT,
        key=Attribute.ATMOSPHERIC_PRESSURE,
        device_class=SensorDeviceClass.ATMOSPHERIC_PRESSURE,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfPressure.KPA,
    ),
    SensorMap(
        capability=Capability.WIND_SPEED,
        key=Attribute.WINDSPEED,
        device_class=SensorDeviceClass.WIND_SPEED,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfSpeed.METERS_PER_SECOND,
    ),
    SensorMap(
        capability=Capability.PRECIPITATION_MEASUREMENT,
        key=Attribute.PRECIPITATION_LEVEL,
        device_class=SensorDeviceClass.PRECIPITATION,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfPrecipitationDepth.MILLIMETERS,
    ),
    SensorMap(
        capability=Capability.PRECIPITATION_RATE,
        key=Attribute.PRECIPITATION_RATE,
        device_class=SensorDeviceClass.PRECIPITATION_INTENSITY,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfVolumetricFlux.MILLIMETERS_PER_HOUR,
    ),
    SensorMap(
        capability=Capability.WATER_TEMPERATURE_MEASUREMENT,
        key="waterTemperature",
        attribute=Attribute.TEMPERATURE,
        device_class=SensorDeviceClass.TEMPERATURE,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfTemperature.CELSIUS,
    ),
    SensorMap(
        capability=Capability.WATER_PRESSURE_MEASUREMENT,
        key="waterPressure",
        attribute=Attribute.PRESSURE,
        device_class=SensorDeviceClass.PRESSURE,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfPressure.KPA,
    ),
    SensorMap(
        capability=Capability.FLOW_MEASUREMENT,
        key=Attribute.FLOW,
        device_class=SensorDeviceClass.VOLUME_FLOW_RATE,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfVolumeFlowRate.CUBIC_METERS_PER_HOUR,
    ),
    # The amount of water in a period before now. It decreases again, so it is not a total.
    SensorMap(
        capability=Capability.WATER_METER,
        key=Attribute.LAST_HOUR,
        translation_key="water_last_hour",
        device_class=SensorDeviceClass.WATER,
        native_unit_of_measurement=UnitOfVolume.GALLONS,
    ),
    SensorMap(
        capability=Capability.WATER_METER,
        key=Attribute.LAST_TWENTY_FOUR_HOURS,
        translation_key="water_last_day",
        device_class=SensorDeviceClass.WATER,
        native_unit_of_measurement=UnitOfVolume.GALLONS,
    ),
    SensorMap(
        capability=Capability.WATER_METER,
        key=Attribute.LAST_SEVEN_DAYS,
        translation_key="water_last_week",
        device_class=SensorDeviceClass.WATER,
        native_unit_of_measurement=UnitOfVolume.GALLONS,
    ),
    # The definition does not say when the day and the month begin, so this is no total either.
    *(
        SensorMap(
            capability=Capability.WATER_USAGE_METER,
            key=key,
            device_class=SensorDeviceClass.WATER,
            native_unit_of_measurement=UnitOfVolume.GALLONS,
        )
        for key in (Attribute.WATER_USAGE_DAY, Attribute.WATER_USAGE_MONTH)
    ),
    SensorMap(
        capability=Capability.PH_MEASUREMENT,
        key=Attribute.PH,
        translation_key="ph",
        device_class=SensorDeviceClass.PH,
        state_class=SensorStateClass.MEASUREMENT,
    ),
    SensorMap(
        capability=Capability.THREE_AXIS,
        key="x",
        attribute=Attribute.THREE_AXIS,
        convert=_axis(0),
        state_class=SensorStateClass.MEASUREMENT,
        entity_registry_enabled_default=False,
    ),
    SensorMap(
        capability=Capability.THREE_AXIS,
        key="y",
        attribute=Attribute.THREE_AXIS,
        convert=_axis(1),
        state_class=SensorStateClass.MEASUREMENT,
        entity_registry_enabled_default=False,
    ),
    SensorMap(
        capability=Capability.THREE_AXIS,
        key="z",
        attribute=Attribute.THREE_AXIS,
        convert=_axis(2),
        state_class=SensorStateClass.MEASUREMENT,
        entity_registry_enabled_default=False,
    ),
    SensorMap(
        capability=Capability.BODY_WEIGHT_MEASUREMENT,
        key=Attribute.BODY_WEIGHT_MEASUREMENT,
        translation_key="body_weight",
        device_class=SensorDeviceClass.WEIGHT,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfMass.KILOGRAMS,
    ),
    SensorMap(
        capability=Capability.BODY_MASS_INDEX_MEASUREMENT,
        key=Attribute.BMI_MEASUREMENT,
        translation_key="body_mass_index",
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement="kg/m²",
    ),
    SensorMap(
        capability=Capability.STEP_SENSOR,
        key=Attribute.STEPS,
        state_class=SensorStateClass.TOTAL_INCREASING,
    ),
    SensorMap(
        capability=Capability.FILTER_STATE,
        key=Attribute.FILTER_LIFE_REMAINING,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    ButtonMap(
        capability=Capability.FILTER_STATE,
        key="resetFilter",
        attribute=Attribute.FILTER_LIFE_REMAINING,
        where=Where(
            listed=Listed(Attribute.SUPPORTED_FILTER_COMMANDS, Command.RESET_FILTER, unlisted=False)
        ),
        command=Command.RESET_FILTER,
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    SensorMap(
        capability=Capability.TEMPERATURE_ALARM,
        key=Attribute.TEMPERATURE_ALARM,
        device_class=SensorDeviceClass.ENUM,
        options=["cleared", "freeze", "heat", "rate_of_rise"],
    ),
    SensorMap(
        capability=Capability.PRECIPITATION_SENSOR,
        key=Attribute.PRECIPITATION_INTENSITY,
        translation_key="precipitation",
        device_class=SensorDeviceClass.ENUM,
        options=["heavy", "light", "moderate", "none", "possible_precipitation", "violent"],
    ),
    SensorMap(
        capability=Capability.PEST_CONTROL,
        key=Attribute.PEST_CONTROL,
        device_class=SensorDeviceClass.ENUM,
        options=["idle", "pest_detected", "pest_exterminated", "trap_armed", "trap_rearm_required"],
    ),
    SensorMap(
        capability=Capability.CONSUMABLE,
        key=Attribute.CONSUMABLE_STATUS,
        device_class=SensorDeviceClass.ENUM,
        options=["good", "maintenance_required", "missing", "order", "replace"],
    ),
    SensorMap(
        capability=Capability.FEEDER_OPERATING_STATE,
        key=Attribute.FEEDER_OPERATING_STATE,
        device_class=SensorDeviceClass.ENUM,
        options=["feeding", "idle"],
    ),
    ButtonMap(
        capability=Capability.FEEDER_OPERATING_STATE,
        key="startFeeding",
        attribute=Attribute.FEEDER_OPERATING_STATE,
        command=Command.START_FEEDING,
    ),
    NumberMap(
        capability=Capability.FEEDER_PORTION,
        key=Attribute.FEED_PORTION,
        command=Command.SET_PORTION,
        default=Bounds(0, 2000),
        entity_category=EntityCategory.CONFIG,
    ),
    # The activity that the lamp is set for.
    SensorMap(
        capability=Capability.ACTIVITY_LIGHTING_MODE,
        key=Attribute.LIGHTING_MODE,
        device_class=SensorDeviceClass.ENUM,
        options=listed("computer cozy day night reading sleep_preparation soft writing"),
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    SelectMap(
        capability=Capability.SAMSUNG_CE_SOUND_DETECTION_SENSITIVITY,
        key="soundDetectionSensitivity",
        attribute=Attribute.LEVEL,
        command=Command.SET_LEVEL,
        supported=Source(
            Capability.SAMSUNG_CE_SOUND_DETECTION_SENSITIVITY, Attribute.SUPPORTED_LEVELS
        ),
        options=["high", "low", "medium"],
        entity_category=EntityCategory.CONFIG,
        entity_registry_enabled_default=False,
    ),
    *(
        SensorMap(
            capability=Capability.NETWORK_METER,
            key=key,
            state_class=SensorStateClass.MEASUREMENT,
            entity_category=EntityCategory.DIAGNOSTIC,
            entity_registry_enabled_default=False,
        )
        for key in (Attribute.UPLINK_SPEED, Attribute.DOWNLINK_SPEED)
    ),
    *(
        SensorMap(
            capability=Capability.WIFI_MESH_ROUTER,
            key=key,
            state_class=SensorStateClass.MEASUREMENT,
            entity_category=EntityCategory.DIAGNOSTIC,
        )
        for key in (
            Attribute.CONNECTED_DEVICE_COUNT,
            Attribute.CONNECTED_ROUTER_COUNT,
            Attribute.DISCONNECTED_ROUTER_COUNT,
        )
    ),
    SwitchMap(
        capability=Capability.WIFI_MESH_ROUTER,
        key="guestNetwork",
        attribute=Attribute.WIFI_GUEST_NETWORK_STATUS,
        on="enabled",
        off="disabled",
        on_command=Command.ENABLE_WIFI_GUEST_NETWORK,
        off_command=Command.DISABLE_WIFI_GUEST_NETWORK,
        entity_category=EntityCategory.CONFIG,
    ),
)
