"""What cooks and cools: ovens, cooktops, microwaves, hoods, fridges."""

from collections.abc import Iterator

from homeassistant.components.binary_sensor import BinarySensorDeviceClass
from homeassistant.components.number import NumberDeviceClass
from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import EntityCategory, UnitOfRatio, UnitOfTemperature, UnitOfTime

from ..cloud.json_types import Json, as_list
from .descriptions.base import (
    COOKING,
    ComponentView,
    Mapped,
    Need,
    Source,
    Where,
    all_hold,
    is_connected,
    lacks,
    reported,
)
from .descriptions.controls import ButtonMap, NumberMap, SelectMap, SwitchMap
from .descriptions.sensors import BinarySensorMap, SensorMap
from .descriptions.values import Bounds, Condition, Read
from .needs import REMOTE_CONTROL
from .vocabulary import Attribute, Capability, Category, Command
from .words import listed

# Temperatures that fridges and ovens keep

_COLD = Bounds(-30, 20)
_TEMPERATURE = Source(Capability.TEMPERATURE_MEASUREMENT, Attribute.TEMPERATURE)
# What is set may come without a unit.
_UNIT = (_TEMPERATURE, _TEMPERATURE.limits)
_HOT = Bounds(30, 300, 5)
_COOLING = Source(Capability.THERMOSTAT_COOLING_SETPOINT, Attribute.COOLING_SETPOINT)
_COOLING_RANGE = Source(Capability.THERMOSTAT_COOLING_SETPOINT, Attribute.COOLING_SETPOINT_RANGE)
_LOWEST = Source(Capability.CUSTOM_THERMOSTAT_SETPOINT_CONTROL, Attribute.MINIMUM_SETPOINT)
_HIGHEST = Source(Capability.CUSTOM_THERMOSTAT_SETPOINT_CONTROL, Attribute.MAXIMUM_SETPOINT)
_FRIDGES = (
    Category.CUBE_REFRIGERATOR,
    Category.KIMCHI_REFRIGERATOR,
    Category.REFRIGERATOR,
    Category.WINE_CELLAR,
)
_COMPARTMENTS = ("cooler", "cvroom", "freezer", "onedoor")


def _keeps_cool(view: ComponentView) -> bool:
    """Return whether a component is a compartment of a fridge that keeps a temperature."""
    known = (_COOLING, _COOLING_RANGE)
    return (view.category in _FRIDGES or view.component in _COMPARTMENTS) and (
        not any(source in view.values for source in known)
        or any(view.values.get(source) is not None for source in known)
    )


SETPOINTS: tuple[Mapped, ...] = (
    NumberMap(
        capability=_COOLING.capability,
        key=_COOLING.attribute,
        translation_key="target_temperature",
        where=Where(test=_keeps_cool),
        exclusive=True,
        reads=_UNIT,
        command=Command.SET_COOLING_SETPOINT,
        range=(_COOLING_RANGE,),
        low=(_LOWEST,),
        high=(_HIGHEST,),
        default=_COLD,
        device_class=NumberDeviceClass.TEMPERATURE,
        entity_category=EntityCategory.CONFIG,
    ),
    NumberMap(
        capability=Capability.REFRIGERATION_SETPOINT,
        key=Attribute.REFRIGERATION_SETPOINT,
        translation_key="target_temperature",
        exclusive=True,
        reads=_UNIT,
        command=Command.SET_REFRIGERATION_SETPOINT,
        default=_COLD,
        device_class=NumberDeviceClass.TEMPERATURE,
        entity_category=EntityCategory.CONFIG,
    ),
)
"""Composites; a temperature that a fridge keeps is no thermostat's."""

# Ovens


def _without_sign(word: str) -> str:
    """Return the number of a percentage, whose sign stands in the texts."""
    return word.removesuffix("%")


_STANDARD = Capability.OVEN_OPERATING_STATE
_SAMSUNG = Capability.SAMSUNG_CE_OVEN_OPERATING_STATE
_OLD = Capability.OVEN_OPERATIONAL_STATE
_MACHINE = Attribute.MACHINE_STATE
_STATES = ["paused", "ready", "running"]
_JOBS = listed(
    "cleaning cooking cooling defrosting draining fast_preheat finished preheat ready rinsing "
    "scheduled_end scheduled_start searing sensing stone_heating time_hold_preheat warming"
)
_NOT_RUNNING = (("ready", "paused"), "already_running")
_RUNNING = (("running",), "not_running")
_ACTIVE = (("running", "paused"), "nothing_to_cancel")


def _button(
    key: str,
    source: Source,
    command: str,
    need: tuple[tuple[Json, ...], str],
    arguments: tuple[Json, ...] = (),
) -> ButtonMap:
    values, error = need
    return ButtonMap(
        capability=source.capability,
        key=key,
        attribute=source.attribute,
        needs=(REMOTE_CONTROL, Need(source=source, values=values, error=error)),
        command=command,
        arguments=arguments,
    )


def _buttons() -> Iterator[ButtonMap]:
    """Yield start, pause and stop, the best command for each first."""
    samsung = Source(_SAMSUNG, Attribute.OPERATING_STATE)
    standard, old = Source(_STANDARD, _MACHINE), Source(_OLD, _MACHINE)
    setting = Command.SET_MACHINE_STATE
    yield _button("start", samsung, Command.START, _NOT_RUNNING)
    yield _button("start", standard, Command.START, _NOT_RUNNING)
    yield _button("pause", samsung, Command.PAUSE, _RUNNING)
    yield _button("pause", standard, setting, _RUNNING, ("paused",))
    yield _button("pause", old, setting, _RUNNING, ("paused",))
    for source in (standard, old, samsung):
        yield _button("stop", source, Command.STOP, _ACTIVE)


# They report the same. The first with a value is used.
_OF_OVENS = (_STANDARD, _OLD, _SAMSUNG)
_OVENS: tuple[Mapped, ...] = (
    # While nothing cooks, some report 0 degrees Fahrenheit.
    SensorMap(
        capability=_TEMPERATURE.capability,
        key=_TEMPERATURE.attribute,
        where=Where(category=COOKING),
        device_class=SensorDeviceClass.TEMPERATURE,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfTemperature.CELSIUS,
        suggested_display_precision=1,
        coldest=0,
    ),
    *(
        SensorMap(
            capability=capability,
            key=Attribute.COMPLETION_TIME,
            device_class=SensorDeviceClass.TIMESTAMP,
            runs=Condition(Source(capability, state), ("running", "paused")),
        )
        for capability, state in zip(
            _OF_OVENS, (_MACHINE, _MACHINE, Attribute.OPERATING_STATE), strict=True
        )
    ),
    *(
        SensorMap(
            capability=capability,
            key=Attribute.OPERATING_STATE if capability == _SAMSUNG else _MACHINE,
            translation_key="oven_machine_state",
            role="machine_state",
            device_class=SensorDeviceClass.ENUM,
            options=_STATES,
        )
        for capability in _OF_OVENS
    ),
    *(
        SensorMap(
            capability=capability,
            key=Attribute.OVEN_JOB_STATE,
            role="job_state",
            device_class=SensorDeviceClass.ENUM,
            options=_JOBS,
        )
        for capability in _OF_OVENS
    ),
    *(
        SensorMap(
            capability=capability,
            key=Attribute.PROGRESS,
            state_class=SensorStateClass.MEASUREMENT,
            native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
            entity_registry_enabled_default=False,
        )
        for capability in _OF_OVENS
    ),
    *_buttons(),
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
    ),
    # The oven's own programs, of which the standard modes are a selection.
    SelectMap(
        capability=Capability.SAMSUNG_CE_OVEN_MODE,
        key="program",
        attribute=Attribute.OVEN_MODE,
        translation_key="oven_program",
        needs=(REMOTE_CONTROL,),
        command=Command.SET_OVEN_MODE,
        supported=Source(Capability.SAMSUNG_CE_OVEN_MODE, Attribute.SUPPORTED_OVEN_MODES),
        options=listed(
            "ai_defrost ai_reheat ai_sousvide air_fry air_fry_max air_fryer air_sousvide "
            "autocook autocook_custom bake bottom bottom_convection bottom_heat bread_proof "
            "broil broil_combi broil_convection brownie catalytic_clean convection "
            "convection_bake convection_broil convection_combi convection_roast convection_sear "
            "convection_vegetable conventional cookie defrost defrosting dehydrate "
            "deodorization descale drain drying eco_convection eco_grill fan_conventional "
            "fan_grill favorite_cook favorite_recipes fermentation fine_steam "
            "four_part_pure_convection frozen_food frozen_mode green_clean grill "
            "grill_convection guided_cook heating hot_blast intensive_cook internal_clean "
            "keep_warm large_grill memory_cook micro_wave micro_wave_convection "
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
        ),
    ),
    NumberMap(
        capability=Capability.OVEN_SETPOINT,
        key=Attribute.OVEN_SETPOINT,
        role="target_temperature",
        needs=(REMOTE_CONTROL,),
        reads=_UNIT,
        command=Command.SET_OVEN_SETPOINT,
        range=(Source(Capability.OVEN_SETPOINT, Attribute.OVEN_SETPOINT_RANGE),),
        default=_HOT,
        unset=0,
        device_class=NumberDeviceClass.TEMPERATURE,
    ),
    SelectMap(
        capability=Capability.SAMSUNG_CE_MICROWAVE_POWER,
        key=Attribute.POWER_LEVEL,
        needs=(REMOTE_CONTROL,),
        command=Command.SET_POWER_LEVEL,
        supported=Source(Capability.SAMSUNG_CE_MICROWAVE_POWER, Attribute.SUPPORTED_POWER_LEVELS),
        part=_without_sign,
        options=[str(percent) for percent in range(0, 110, 10)],
    ),
    NumberMap(
        capability=Capability.COOK_TIME,
        key=Attribute.COOK_TIME,
        command=Command.SET_COOK_TIME,
        range=(Source(Capability.COOK_TIME, Attribute.COOK_TIME_RANGE),),
        default=Bounds(1, 86400),
        native_unit_of_measurement=UnitOfTime.SECONDS,
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
        device_class=BinarySensorDeviceClass.OPENING,
    ),
    BinarySensorMap(
        capability=Capability.SAMSUNG_CE_MEAT_PROBE,
        key=Attribute.STATUS,
        translation_key="meat_probe",
        on=("connected",),
        device_class=BinarySensorDeviceClass.PLUG,
    ),
    SensorMap(
        capability=Capability.SAMSUNG_CE_MEAT_PROBE,
        key=Attribute.TEMPERATURE,
        translation_key="meat_probe_temperature",
        only_while=Condition(
            Source(Capability.SAMSUNG_CE_MEAT_PROBE, Attribute.STATUS), ("connected",)
        ),
        device_class=SensorDeviceClass.TEMPERATURE,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfTemperature.CELSIUS,
    ),
    NumberMap(
        capability=Capability.SAMSUNG_CE_MEAT_PROBE,
        key=Attribute.TEMPERATURE_SETPOINT,
        translation_key="meat_probe_setpoint",
        needs=(REMOTE_CONTROL,),
        reads=_UNIT,
        command=Command.SET_TEMPERATURE_SETPOINT,
        default=Bounds(30, 100),
        unset=0,
        device_class=NumberDeviceClass.TEMPERATURE,
    ),
)

# Settings of the appliances of Matter

_LEVEL = Capability.TEMPERATURE_LEVEL

_NOW = Source(Capability.MODE, Attribute.SUPPORTED_ARGUMENTS)


def _now(read: Read) -> tuple[Json, ...] | None:
    """Return the modes that can be set now; a robot keeps its own while it cleans."""
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
    ),
    # The mode of a part that has nothing else, such as one of a robot, has the name of the part.
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

# Fridges

_POWER_COOL = Source(Capability.SAMSUNG_CE_POWER_COOL, Attribute.ACTIVATED)
_POWER_FREEZE = Source(Capability.SAMSUNG_CE_POWER_FREEZE, Attribute.ACTIVATED)
# Of each: attribute, command, Samsung's own attribute that does the same.
_REFRIGERATION: tuple[tuple[str, str, tuple[Source, ...]], ...] = (
    (Attribute.DEFROST, Command.SET_DEFROST, ()),
    (Attribute.RAPID_COOLING, Command.SET_RAPID_COOLING, (_POWER_COOL,)),
    (Attribute.RAPID_FREEZING, Command.SET_RAPID_FREEZING, (_POWER_FREEZE,)),
)
_COLD_SWITCHES = (
    (Capability.SAMSUNG_CE_SABBATH_MODE, Attribute.STATUS, "sabbathMode"),
    (Capability.SAMSUNG_CE_AI_PRECISE_COOLING, Attribute.AI_PRECISE_COOLING, ""),
    (Capability.SAMSUNG_CE_HYBRID_PRECISE_COOLING, Attribute.HYBRID_PRECISE_COOLING, ""),
    (Capability.SAMSUNG_CE_ICEMAKER_NIGHT_MODE, Attribute.ICEMAKER_NIGHT_MODE, ""),
    (Capability.SAMSUNG_CE_FRIDGE_WELCOME_LIGHTING, Attribute.STATUS, "welcomeLighting"),
    (Capability.SAMSUNG_CE_DOOR_ALARM, Attribute.DOOR_ALARM, ""),
    (Capability.SAMSUNG_CE_AUTO_OPEN_DOOR, Attribute.AUTO_OPEN_DOOR, ""),
)

_FRIDGE: tuple[Mapped, ...] = (
    *(
        SwitchMap(
            capability=Capability.REFRIGERATION,
            key=key,
            where=Where(
                test=all_hold(reported(Source(Capability.REFRIGERATION, key)), lacks(*better))
            ),
            set_command=command,
            entity_category=EntityCategory.CONFIG,
        )
        for key, command, better in _REFRIGERATION
    ),
    SwitchMap(
        capability=Capability.RAPID_COOLING,
        key=Attribute.RAPID_COOLING,
        where=Where(test=lacks(_POWER_COOL)),
        set_command=Command.SET_RAPID_COOLING,
        entity_category=EntityCategory.CONFIG,
    ),
    *(
        SwitchMap(
            capability=capability,
            key=key,
            attribute=Attribute.ACTIVATED,
            on=True,
            off=False,
            on_command=Command.ACTIVATE,
            off_command=Command.DEACTIVATE,
            entity_category=EntityCategory.CONFIG,
        )
        for capability, key in (
            (Capability.SAMSUNG_CE_POWER_COOL, "powerCool"),
            (Capability.SAMSUNG_CE_POWER_FREEZE, "powerFreeze"),
        )
    ),
    *(
        SwitchMap(
            capability=capability,
            key=key or attribute,
            attribute=attribute,
            where=Where(test=reported(Source(capability, attribute))),
            entity_category=EntityCategory.CONFIG,
        )
        for capability, attribute, key in _COLD_SWITCHES
    ),
    SwitchMap(
        capability=Capability.SAMSUNG_CE_FRIDGE_VACATION_MODE,
        key=Attribute.VACATION_MODE,
        where=Where(
            test=reported(
                Source(Capability.SAMSUNG_CE_FRIDGE_VACATION_MODE, Attribute.VACATION_MODE)
            )
        ),
        set_command=Command.SET_VACATION_MODE,
        entity_category=EntityCategory.CONFIG,
    ),
    NumberMap(
        capability=Capability.SAMSUNG_CE_TEMPERATURE_SETTING,
        key=Attribute.DESIRED_TEMPERATURE,
        translation_key="target_temperature",
        where=Where(
            test=reported(
                Source(Capability.SAMSUNG_CE_TEMPERATURE_SETTING, Attribute.DESIRED_TEMPERATURE)
            )
        ),
        reads=_UNIT,
        command=Command.SET_DESIRED_TEMPERATURE,
        range=(
            Source(
                Capability.SAMSUNG_CE_TEMPERATURE_SETTING,
                Attribute.SUPPORTED_DESIRED_TEMPERATURES,
            ),
        ),
        default=_COLD,
        device_class=NumberDeviceClass.TEMPERATURE,
        entity_category=EntityCategory.CONFIG,
    ),
    *(
        SelectMap(
            capability=capability,
            key=key or attribute,
            attribute=attribute,
            where=Where(test=reported(Source(capability, attribute))),
            command=command,
            supported=Source(capability, supported),
            options=options,
            entity_category=EntityCategory.CONFIG,
        )
        for capability, key, attribute, supported, command, options in (
            (
                Capability.CUSTOM_FRIDGE_MODE,
                "",
                Attribute.FRIDGE_MODE,
                Attribute.SUPPORTED_FRIDGE_MODES,
                Command.SET_FRIDGE_MODE,
                ["cv_fdr_beverage", "cv_fdr_deli", "cv_fdr_meat", "cv_fdr_wine"],
            ),
            (
                Capability.SAMSUNG_CE_FREEZER_CONVERT_MODE,
                "",
                Attribute.FREEZER_CONVERT_MODE,
                Attribute.SUPPORTED_FREEZER_CONVERT_MODES,
                Command.SET_FREEZER_CONVERT_MODE,
                None,
            ),
            (
                Capability.SAMSUNG_CE_FRIDGE_PANTRY_MODE,
                "pantryMode",
                Attribute.MODE,
                Attribute.SUPPORTED_MODES,
                Command.SET_MODE,
                None,
            ),
        )
    ),
)

ENTRIES: tuple[Mapped, ...] = (*_OVENS, *_TEMPERATURES, *_COOKTOPS, *_FRIDGE)
