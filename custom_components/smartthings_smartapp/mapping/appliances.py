"""What washers, dryers, dishwashers, ovens, robot cleaners and televisions are doing."""

from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.const import EntityCategory, UnitOfTemperature
from pysmartthings import Attribute, Capability

from custom_components.smartthings_smartapp.descriptions import BinarySensorMap, Mapped, SensorMap

_MACHINE_STATES = ["pause", "run", "stop"]
_MACHINES = (
    Capability.DISHWASHER_OPERATING_STATE,
    Capability.DRYER_OPERATING_STATE,
    Capability.WASHER_OPERATING_STATE,
)

ENTRIES: tuple[Mapped, ...] = (
    BinarySensorMap(
        capability=Capability.REMOTE_CONTROL_STATUS,
        key=Attribute.REMOTE_CONTROL_ENABLED,
        on=("true", True),
        translation_key="remote_control",
    ),
    *(
        SensorMap(
            capability=capability,
            key=Attribute.MACHINE_STATE,
            device_class=SensorDeviceClass.ENUM,
            options=_MACHINE_STATES,
        )
        for capability in _MACHINES
    ),
    *(
        SensorMap(
            capability=capability,
            key=Attribute.COMPLETION_TIME,
            device_class=SensorDeviceClass.TIMESTAMP,
        )
        for capability in (*_MACHINES, Capability.OVEN_OPERATING_STATE)
    ),
    *(
        SensorMap(
            capability=capability,
            key=key,
            entity_category=EntityCategory.DIAGNOSTIC,
        )
        for capability, key in (
            (Capability.DISHWASHER_MODE, Attribute.DISHWASHER_MODE),
            (Capability.DRYER_MODE, Attribute.DRYER_MODE),
            (Capability.WASHER_MODE, Attribute.WASHER_MODE),
        )
    ),
    SensorMap(
        capability=Capability.WASHER_OPERATING_STATE,
        key=Attribute.WASHER_JOB_STATE,
        device_class=SensorDeviceClass.ENUM,
        options=[
            "ai_rinse",
            "ai_spin",
            "ai_wash",
            "air_wash",
            "cooling",
            "delay_wash",
            "drying",
            "finish",
            "freeze_protection",
            "none",
            "pre_wash",
            "rinse",
            "spin",
            "wash",
            "weight_sensing",
            "wrinkle_prevent",
        ],
    ),
    SensorMap(
        capability=Capability.DRYER_OPERATING_STATE,
        key=Attribute.DRYER_JOB_STATE,
        device_class=SensorDeviceClass.ENUM,
        options=[
            "ai_drying",
            "continuous_dehumidifying",
            "cooling",
            "dehumidifying",
            "delay_wash",
            "drying",
            "finished",
            "freeze_protection",
            "internal_care",
            "none",
            "refreshing",
            "sanitizing",
            "thawing_frozen_inside",
            "weight_sensing",
            "wrinkle_prevent",
        ],
    ),
    SensorMap(
        capability=Capability.DISHWASHER_OPERATING_STATE,
        key=Attribute.DISHWASHER_JOB_STATE,
        device_class=SensorDeviceClass.ENUM,
        options=[
            "air_wash",
            "cooling",
            "drying",
            "finish",
            "pre_drain",
            "pre_wash",
            "rinse",
            "spin",
            "wash",
            "wrinkle_prevent",
        ],
    ),
    SensorMap(
        capability=Capability.OVEN_OPERATING_STATE,
        key=Attribute.MACHINE_STATE,
        translation_key="oven_machine_state",
        device_class=SensorDeviceClass.ENUM,
        options=["paused", "ready", "running"],
    ),
    SensorMap(
        capability=Capability.OVEN_OPERATING_STATE,
        key=Attribute.OVEN_JOB_STATE,
        device_class=SensorDeviceClass.ENUM,
        options=[
            "cleaning",
            "cooking",
            "cooling",
            "defrosting",
            "draining",
            "fast_preheat",
            "finished",
            "preheat",
            "ready",
            "rinsing",
            "scheduled_end",
            "scheduled_start",
            "searing",
            "sensing",
            "stone_heating",
            "time_hold_preheat",
            "warming",
        ],
    ),
    SensorMap(
        capability=Capability.OVEN_MODE,
        key=Attribute.OVEN_MODE,
        device_class=SensorDeviceClass.ENUM,
        options=[
            "bake",
            "bottom_heat",
            "broil",
            "conventional",
            "convection_bake",
            "convection_broil",
            "convection_roast",
            "defrosting",
            "dehydrate",
            "descale",
            "grill",
            "heating",
            "microwave",
            "microwave_plus_convection",
            "microwave_plus_grill",
            "microwave_plus_hot_blast",
            "microwave_plus_hot_blast_2",
            "others",
            "proof",
            "rinse",
            "slim_middle",
            "slim_strong",
            "slow_cook",
            "steam_bake",
            "steam_bottom_heat_plus_convection",
            "steam_cook",
            "steam_roast",
            "strong_steam",
            "warming",
        ],
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    SensorMap(
        capability=Capability.OVEN_SETPOINT,
        key=Attribute.OVEN_SETPOINT,
        device_class=SensorDeviceClass.TEMPERATURE,
        native_unit_of_measurement=UnitOfTemperature.CELSIUS,
    ),
    SensorMap(
        capability=Capability.ROBOT_CLEANER_MOVEMENT,
        key=Attribute.ROBOT_CLEANER_MOVEMENT,
        device_class=SensorDeviceClass.ENUM,
        options=[
            "after",
            "alarm",
            "charging",
            "cleaning",
            "homing",
            "idle",
            "pause",
            "point",
            "power_off",
            "reserve",
            "washing_mop",
        ],
    ),
    SensorMap(
        capability=Capability.ROBOT_CLEANER_CLEANING_MODE,
        key=Attribute.ROBOT_CLEANER_CLEANING_MODE,
        device_class=SensorDeviceClass.ENUM,
        options=["auto", "manual", "map", "part", "repeat", "stop"],
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    SensorMap(
        capability=Capability.ROBOT_CLEANER_TURBO_MODE,
        key=Attribute.ROBOT_CLEANER_TURBO_MODE,
        device_class=SensorDeviceClass.ENUM,
        options=["extra_silence", "off", "on", "silence"],
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    SensorMap(
        capability=Capability.TV_CHANNEL,
        key=Attribute.TV_CHANNEL,
    ),
    SensorMap(
        capability=Capability.TV_CHANNEL,
        key=Attribute.TV_CHANNEL_NAME,
    ),
)
