"""Ovens, microwaves, cooktops and hoods, and settings of appliances that use Matter."""

from homeassistant.components.binary_sensor import BinarySensorDeviceClass
from homeassistant.components.number import NumberDeviceClass
from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import EntityCategory, UnitOfTemperature, UnitOfTime

from ..cloud.json_types import Json, as_list
from .appliances import COOKING, REMOTE_CONTROL, is_connected
from .descriptions.base import AutomationFeature, Mapped, Need, Source, Where
from .descriptions.controls import NumberMap, SelectMap
from .descriptions.sensors import BinarySensorMap, SensorMap
from .descriptions.values import Bounds, Read
from .oven_programs import (
    PROGRAM_SOURCES,
    power_levels_of_program,
    temperatures_of_program,
    times_of_program,
)
from .vocabulary import Attribute, Capability, Command
from .words import listed

_TEMPERATURE = Source(Capability.TEMPERATURE_MEASUREMENT, Attribute.TEMPERATURE)
# A setpoint may have no unit. It has the unit of the temperature then.
_UNIT = (_TEMPERATURE, _TEMPERATURE.limits)
_HOT = Bounds(30, 300, 5)

# Ovens


def _without_sign(word: str) -> str:
    """Return a percentage without its sign, which the translations add."""
    return word.removesuffix("%")


_PROGRAMS = listed(
    "ai_defrost ai_reheat ai_sousvide air_fry air_fry_max air_fryer air_sousvide "
    "autocook autocook_custom bake bottom bottom_convection bottom_heat bread_proof "
    "broil broil_combi broil_convection brownie catalytic_clean convection "
    "convection_bake convection_broil convection_combi convection_roast convection_sear "
    "convection_vegetable conventional cookie defrost defrosting dehydrate "
    "deodorization descale drain drying eco_convection eco_grill fan_conventional "
    "fan_grill favorite_cook favorite_recipes fermentation fine_steam "
    "four_part_pure_convection frozen_food frozen_mode green_clean grill "
    "grill_convection guided_cook heating hot_blast intensive_cook internal_clean "
    "keep_warm large_grill memory_cook micro_wave micro_wave_convection microwave "
    "micro_wave_fan_grill micro_wave_grill micro_wave_hot_blast micro_wave_roast "
    "microwave_plus_convection microwave_plus_grill microwave_plus_hot_blast "
    "microwave_plus_hot_blast_2 moist_steam multi_grill multi_level_cook natural_steam "
    "no_operation others pizza pizza_cook plate_warm power_bake power_convection "
    "power_convection_combi preheat pro_convection pro_roasting proof prove_dough "
    "pure_convection pure_convection_sear pure_steam rinse roast roasting seafood "
    "self_clean slim_middle slim_strong slow_cook slow_cook_beef slow_cook_poultry "
    "slow_cook_stew small_grill spare_rib speed_bake speed_broil speed_brown "
    "speed_convection speed_grill speed_power_convection speed_roast steam_assist "
    "steam_autocook steam_bake steam_bottom_convection "
    "steam_bottom_heat_plus_convection steam_bread_proof steam_clean steam_convection "
    "steam_cook steam_proof steam_reheat steam_roast steam_top_convection stone_mode "
    "strong_steam three_part_pure_convection toast_croissant toast_sliced_bread "
    "top_convection turkey vapor_cleaning vapor_convection warm_hold warming"
)

_DEFAULTS = Capability.SAMSUNG_CE_KITCHEN_DEVICE_DEFAULTS
_OVEN = Capability.SAMSUNG_CE_OVEN_OPERATING_STATE
# Ovens without a probe list one.
_PROBED = Where(reported=(Attribute.STATUS, Attribute.TEMPERATURE, Attribute.TEMPERATURE_SETPOINT))
_PLUGGED = Need(
    source=Source(Capability.SAMSUNG_CE_MEAT_PROBE, Attribute.STATUS),
    values=("connected",),
    error="no_probe",
)


def _program(capability: str, supported: str) -> SelectMap:
    """Return the program of an oven. A sensor has the key of the standard attribute."""
    return SelectMap(
        capability=capability,
        key="program",
        attribute=Attribute.OVEN_MODE,
        translation_key="oven_program",
        role="program",
        program_field="program",
        needs=(REMOTE_CONTROL,),
        command=Command.SET_OVEN_MODE,
        supported=Source(capability, supported),
        options=_PROGRAMS,
    )


_OVENS: tuple[Mapped, ...] = (
    # Some ovens report 0 degrees Fahrenheit while they are off.
    SensorMap(
        capability=_TEMPERATURE.capability,
        key=_TEMPERATURE.attribute,
        where=Where(category=COOKING),
        device_class=SensorDeviceClass.TEMPERATURE,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfTemperature.CELSIUS,
        suggested_display_precision=1,
        lowest_celsius=0,
    ),
    SensorMap(
        capability=Capability.OVEN_MODE,
        key=Attribute.OVEN_MODE,
        role="mode",
        device_class=SensorDeviceClass.ENUM,
        options=listed(
            "bake bottom_heat broil conventional convection_bake convection_broil convection_roast "
            "defrosting dehydrate descale grill heating microwave microwave_plus_convection "
            "microwave_plus_grill microwave_plus_hot_blast microwave_plus_hot_blast_2 others proof "
            "rinse slim_middle slim_strong slow_cook steam_bake steam_bottom_heat_plus_convection "
            "steam_cook steam_roast strong_steam warming"
        ),
        entity_category=EntityCategory.DIAGNOSTIC,
        # The select of the program shows the same, with all programs of the oven.
        entity_registry_enabled_default=False,
    ),
    # All programs of the oven. The standard modes are a selection of them.
    _program(Capability.SAMSUNG_CE_OVEN_MODE, Attribute.SUPPORTED_OVEN_MODES),
    _program(Capability.OVEN_MODE, Attribute.SUPPORTED_OVEN_MODES),
    NumberMap(
        capability=Capability.OVEN_SETPOINT,
        key=Attribute.OVEN_SETPOINT,
        role="target_temperature",
        program_field="temperature",
        needs=(REMOTE_CONTROL,),
        reads=(*_UNIT, *PROGRAM_SOURCES),
        span=temperatures_of_program,
        command=Command.SET_OVEN_SETPOINT,
        range=(Source(Capability.OVEN_SETPOINT, Attribute.OVEN_SETPOINT_RANGE),),
        default=_HOT,
        unset=0,
        device_class=NumberDeviceClass.TEMPERATURE,
    ),
    SelectMap(
        capability=Capability.SAMSUNG_CE_MICROWAVE_POWER,
        key=Attribute.POWER_LEVEL,
        program_field="power_level",
        reads=PROGRAM_SOURCES,
        limit=power_levels_of_program,
        needs=(REMOTE_CONTROL,),
        command=Command.SET_POWER_LEVEL,
        supported=Source(Capability.SAMSUNG_CE_MICROWAVE_POWER, Attribute.SUPPORTED_POWER_LEVELS),
        part=_without_sign,
        options=[str(percent) for percent in range(0, 110, 10)],
    ),
    # The time of the next program, in the form 00:30:00. An oven rejects no time by itself.
    NumberMap(
        capability=_OVEN,
        key=Attribute.OPERATION_TIME,
        translation_key="cook_time",
        program_field="cook_time",
        needs=(REMOTE_CONTROL,),
        reads=PROGRAM_SOURCES,
        span=times_of_program,
        command="setOperationTime",
        default=Bounds(0, 86340, 60),
        clock=True,
        unset="00:00:00",
        device_class=NumberDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.SECONDS,
        shown_unit=UnitOfTime.MINUTES,
    ),
    NumberMap(
        capability=Capability.COOK_TIME,
        key=Attribute.COOK_TIME,
        program_field="cook_time",
        command=Command.SET_COOK_TIME,
        range=(Source(Capability.COOK_TIME, Attribute.COOK_TIME_RANGE),),
        default=Bounds(1, 86400),
        native_unit_of_measurement=UnitOfTime.SECONDS,
    ),
    # What the oven sets if it is started without more.
    SensorMap(
        capability=_DEFAULTS,
        key=Attribute.DEFAULT_OVEN_MODE,
        translation_key="default_program",
        where=Where(reported=(Attribute.DEFAULT_OVEN_MODE,)),
        device_class=SensorDeviceClass.ENUM,
        options=_PROGRAMS,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
    ),
    SensorMap(
        capability=_DEFAULTS,
        key=Attribute.DEFAULT_OVEN_SETPOINT,
        translation_key="default_temperature",
        where=Where(reported=(Attribute.DEFAULT_OVEN_SETPOINT,)),
        device_class=SensorDeviceClass.TEMPERATURE,
        native_unit_of_measurement=UnitOfTemperature.CELSIUS,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
    ),
    # A microwave reports 30, and a range 3600.
    SensorMap(
        capability=_DEFAULTS,
        key=Attribute.DEFAULT_OPERATION_TIME,
        translation_key="default_cook_time",
        where=Where(reported=(Attribute.DEFAULT_OPERATION_TIME,)),
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.SECONDS,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
    ),
    BinarySensorMap(
        capability=Capability.CUSTOM_OVEN_CAVITY_STATUS,
        key=Attribute.OVEN_CAVITY_STATUS,
        on=("on",),
    ),
    BinarySensorMap(
        capability=Capability.SAMSUNG_CE_DOOR_STATE,
        key=Attribute.DOOR_STATE,
        translation_key="appliance_door",
        on=("open",),
        automation=AutomationFeature.DOOR,
        device_class=BinarySensorDeviceClass.OPENING,
    ),
    BinarySensorMap(
        capability=Capability.SAMSUNG_CE_MEAT_PROBE,
        key=Attribute.STATUS,
        translation_key="meat_probe",
        where=_PROBED,
        on=("connected",),
        device_class=BinarySensorDeviceClass.PLUG,
    ),
    SensorMap(
        capability=Capability.SAMSUNG_CE_MEAT_PROBE,
        key=Attribute.TEMPERATURE,
        translation_key="meat_probe_temperature",
        where=_PROBED,
        available_with=_PLUGGED,
        device_class=SensorDeviceClass.TEMPERATURE,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfTemperature.CELSIUS,
    ),
    NumberMap(
        capability=Capability.SAMSUNG_CE_MEAT_PROBE,
        key=Attribute.TEMPERATURE_SETPOINT,
        translation_key="meat_probe_setpoint",
        where=_PROBED,
        available_with=_PLUGGED,
        needs=(REMOTE_CONTROL,),
        reads=_UNIT,
        command=Command.SET_TEMPERATURE_SETPOINT,
        default=Bounds(30, 100),
        unset=0,
        device_class=NumberDeviceClass.TEMPERATURE,
    ),
)

# Settings of Matter appliances

_LEVEL = Capability.TEMPERATURE_LEVEL

_NOW = Source(Capability.MODE, Attribute.SUPPORTED_ARGUMENTS)


def _now(read: Read) -> tuple[Json, ...] | None:
    """Return the modes that can be set now. A robot cannot change its mode while it cleans."""
    report = read(_NOW)
    return tuple(as_list(report.value)) or None if report else None


_TEMPERATURES: tuple[Mapped, ...] = (
    NumberMap(
        capability=Capability.TEMPERATURE_SETPOINT,
        key=Attribute.TEMPERATURE_SETPOINT,
        translation_key="target_temperature",
        reads=_UNIT,
        command=Command.SET_TEMPERATURE_SETPOINT,
        range=(Source(Capability.TEMPERATURE_SETPOINT, Attribute.TEMPERATURE_SETPOINT_RANGE),),
        default=Bounds(-30, 300),
        device_class=NumberDeviceClass.TEMPERATURE,
    ),
    SelectMap(
        capability=_LEVEL,
        key=Attribute.TEMPERATURE_LEVEL,
        command=Command.SET_TEMPERATURE_LEVEL,
        supported=Source(_LEVEL, Attribute.SUPPORTED_TEMPERATURE_LEVELS),
        options=listed("cold cool high hot low medium off warm"),
    ),
    # A part that only has a mode, such as a part of a robot, gives it its name.
    *(
        SelectMap(
            capability=Capability.MODE,
            key=Attribute.MODE,
            where=Where(component=component),
            primary=primary,
            command=Command.SET_MODE,
            supported=Source(Capability.MODE, Attribute.SUPPORTED_MODES),
            reads=(_NOW,),
            limit=_now,
        )
        for component, primary in (("*Mode", True), ("*", False))
    ),
)

# Cooktops and hoods

_HEATING = Capability.SAMSUNG_CE_COOKTOP_HEATING_POWER


_COOKTOPS: tuple[Mapped, ...] = (
    SensorMap(
        capability=Capability.CUSTOM_COOKTOP_OPERATING_STATE,
        key=Attribute.COOKTOP_OPERATING_STATE,
        device_class=SensorDeviceClass.ENUM,
        options=["ready", "run"],
    ),
    SensorMap(
        capability=_HEATING,
        key=Attribute.MANUAL_LEVEL,
        state_class=SensorStateClass.MEASUREMENT,
    ),
    SensorMap(
        capability=_HEATING,
        key=Attribute.HEATING_MODE,
        device_class=SensorDeviceClass.ENUM,
        options=listed("boost defrost keep_warm manual melt off quick_preheat simmer"),
    ),
    SensorMap(
        capability=Capability.SAMSUNG_CE_SURFACE_RESIDUAL_HEAT,
        key=Attribute.SURFACE_RESIDUAL_HEAT,
        device_class=SensorDeviceClass.ENUM,
        options=["high", "low", "normal", "very_high"],
    ),
    BinarySensorMap(
        capability=Capability.SAMSUNG_CE_COOKTOP_PAN_DETECTION,
        key=Attribute.DETECTED,
        translation_key="pan_detected",
        on=(True, "detected"),
    ),
    NumberMap(
        capability=Capability.SAMSUNG_CE_HOOD_FAN_SPEED,
        key=Attribute.HOOD_FAN_SPEED,
        where=Where(test=is_connected),
        command=Command.SET_HOOD_FAN_SPEED,
        low=(Source(Capability.SAMSUNG_CE_HOOD_FAN_SPEED, Attribute.SETTABLE_MIN_FAN_SPEED),),
        high=(Source(Capability.SAMSUNG_CE_HOOD_FAN_SPEED, Attribute.SETTABLE_MAX_FAN_SPEED),),
        default=Bounds(0, 3),
        entity_category=EntityCategory.CONFIG,
    ),
)

ENTRIES: tuple[Mapped, ...] = (*_OVENS, *_TEMPERATURES, *_COOKTOPS)
