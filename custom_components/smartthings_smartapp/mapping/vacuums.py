"""Robot vacuums and stick cleaners with their stations."""

from collections.abc import Mapping

from homeassistant.components.binary_sensor import BinarySensorDeviceClass
from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.components.vacuum import VacuumActivity, VacuumEntityFeature
from homeassistant.const import EntityCategory, UnitOfArea, UnitOfTime

from ..cloud.json_types import Json
from .descriptions.base import AutomationFeature, Listed, Mapped, Source, Where
from .descriptions.controls import ButtonMap, SelectMap, SwitchMap
from .descriptions.devices import MapAreas, ServiceAreas, VacuumMap
from .descriptions.sensors import BinarySensorMap, SensorMap
from .descriptions.values import Choice, FixedCommand
from .vocabulary import Attribute, Capability, Command
from .words import listed

_SWITCH = Source(Capability.SWITCH, Attribute.SWITCH)
_MOVEMENT = Source(Capability.ROBOT_CLEANER_MOVEMENT, Attribute.ROBOT_CLEANER_MOVEMENT)
_TURBO = Source(Capability.ROBOT_CLEANER_TURBO_MODE, Attribute.ROBOT_CLEANER_TURBO_MODE)
_MODE = Source(Capability.ROBOT_CLEANER_CLEANING_MODE, Attribute.ROBOT_CLEANER_CLEANING_MODE)
_STATE = Source(Capability.ROBOT_CLEANER_OPERATING_STATE, Attribute.OPERATING_STATE)
_STATE_COMMANDS = tuple(
    Source(_STATE.capability, listing)
    for listing in (Attribute.SUPPORTED_OPERATING_STATE_COMMANDS, Attribute.SUPPORTED_COMMANDS)
)
_AREAS = ServiceAreas(
    Source(Capability.SERVICE_AREA, Attribute.SUPPORTED_AREAS),
    Source(Capability.SERVICE_AREA, Attribute.SELECTED_AREAS),
    Command.SELECT_AREAS,
)
_SAMSUNG = Source(Capability.SAMSUNG_CE_ROBOT_CLEANER_OPERATING_STATE, Attribute.OPERATING_STATE)
_CLEANED = Capability.SAMSUNG_CE_ROBOT_CLEANER_MAP_CLEANING_INFO
_SAMSUNG_MODE = Capability.SAMSUNG_CE_ROBOT_CLEANER_CLEANING_MODE
_MAPS = MapAreas(
    Source(Capability.SAMSUNG_CE_ROBOT_CLEANER_MAP_LIST, Attribute.MAPS),
    Source(Capability.SAMSUNG_CE_ROBOT_CLEANER_MAP_LIST, Attribute.CURRENT_MAP_ID),
    Source(_SAMSUNG_MODE, Attribute.CLEANING_MODE),
    Source(_SAMSUNG_MODE, Attribute.SUPPORTED_CLEANING_MODE),
    Command.SET_CLEANING_MODE,
    areas="area",
    everything="auto",
)


def _activities(**words: str) -> Mapping[str, str]:
    """Return the activity for each word of a device."""
    return {
        word: VacuumActivity[activity.upper()]
        for activity, listed in words.items()
        for word in listed.split()
    }


_MOVEMENTS = _activities(
    cleaning="after cleaning point",
    returning="homing",
    paused="pause",
    docked="charging washingMop",
    idle="idle powerOff reserve",
    error="alarm",
)
# Words of the standard capability. Faults have words of their own.
_STATES = _activities(
    cleaning="cleaning running",
    returning="seekingCharger",
    paused="paused",
    docked="charging cleaningMop docked emptyingDustBin fillingWaterTank updatingMaps",
    idle="stopped",
    error="commandInvalidInState dustBinFull dustBinMissing error failedToFindChargingDock"
    " mopCleaningPadMissing stuck unableToCompleteOperation unableToStartOrResume"
    " waterTankEmpty waterTankLidOpen waterTankMissing",
)
# Words of Samsung's capability. Any movement counts as cleaning, any work of the station as docked.
_SAMSUNG_STATES = _activities(
    cleaning="cleaning creatingMap exploring findingPet manual monitoring moving patrol relocal"
    " welcoming",
    returning="homing",
    paused="paused suspend waitingForChangingMopPad",
    docked="attachingMopPad charged charging chargingForRemainingJob descaling detachingMopPad"
    " docked drainingWater dryingMop emitDust emptyStation flexCharged internalWash"
    " mopWashingPaused preparingWater spinDrying sterilizingMop supplyingWater washingMop",
    idle="idle powerSaving processing reserved sabbath standby",
    error="error factoryReset",
)
_SUCTION = Choice(
    source=_TURBO,
    command=Command.SET_ROBOT_CLEANER_TURBO_MODE,
    default=("extraSilence", "silence", "off", "on"),
    names={"extraSilence": "quiet", "silence": "normal", "off": "smart", "on": "maximum"},
)


def _goes(movement: str) -> FixedCommand:
    return FixedCommand(
        source=_MOVEMENT, command=Command.SET_ROBOT_CLEANER_MOVEMENT, arguments=(movement,)
    )


def _cleans(mode: str) -> FixedCommand:
    return FixedCommand(
        source=_MODE, command=Command.SET_ROBOT_CLEANER_CLEANING_MODE, arguments=(mode,)
    )


def _amount(value: Json) -> float | None:
    return value if isinstance(value, int | float) and value >= 0 else None


def _name(value: Json) -> str | None:
    return value if isinstance(value, str) and value != "None" else None


# A vacuum has commands to start and stop, so its switch is not needed.
ROBOTS: tuple[Mapped, ...] = (
    VacuumMap(
        capability=Capability.SAMSUNG_CE_ROBOT_CLEANER_OPERATING_STATE,
        key="vacuum",
        attribute=Attribute.OPERATING_STATE,
        claims=(_TURBO,),
        mirrors=(_MOVEMENT, _SWITCH),
        reads=(_MODE, _MAPS.maps, _MAPS.current, _MAPS.mode, _MAPS.modes),
        exclusive=True,
        primary=True,
        activities=_SAMSUNG_STATES,
        areas=_MAPS,
        resume=FixedCommand(source=_SAMSUNG, command=Command.RESUME),
        commands={
            VacuumEntityFeature.START: FixedCommand(source=_SAMSUNG, command=Command.START),
            VacuumEntityFeature.PAUSE: FixedCommand(source=_SAMSUNG, command=Command.PAUSE),
            VacuumEntityFeature.RETURN_HOME: FixedCommand(
                source=_SAMSUNG, command=Command.RETURN_TO_HOME
            ),
            VacuumEntityFeature.STOP: _cleans("stop"),
        },
        suction=_SUCTION,
    ),
    VacuumMap(
        capability=Capability.ROBOT_CLEANER_OPERATING_STATE,
        key="vacuum",
        attribute=Attribute.OPERATING_STATE,
        claims=(_TURBO,),
        mirrors=(_MOVEMENT, _SWITCH),
        reads=(_MODE, *_STATE_COMMANDS, _AREAS.listed, _AREAS.chosen),
        exclusive=True,
        primary=True,
        activities=_STATES,
        areas=_AREAS,
        commands={
            VacuumEntityFeature.START: FixedCommand(source=_STATE, command=Command.START),
            VacuumEntityFeature.PAUSE: FixedCommand(source=_STATE, command=Command.PAUSE),
            VacuumEntityFeature.RETURN_HOME: FixedCommand(source=_STATE, command=Command.GO_HOME),
            VacuumEntityFeature.STOP: _cleans("stop"),
        },
        suction=_SUCTION,
    ),
    VacuumMap(
        capability=Capability.ROBOT_CLEANER_MOVEMENT,
        key="vacuum",
        attribute=Attribute.ROBOT_CLEANER_MOVEMENT,
        claims=(_TURBO,),
        mirrors=(_SWITCH,),
        exclusive=True,
        primary=True,
        activities=_MOVEMENTS,
        commands={
            VacuumEntityFeature.START: _goes("cleaning"),
            VacuumEntityFeature.PAUSE: _goes("pause"),
            VacuumEntityFeature.RETURN_HOME: _goes("homing"),
            VacuumEntityFeature.STOP: _goes("idle"),
        },
        suction=_SUCTION,
    ),
    # A robot that only has a mode cleans in every mode except ``stop``.
    VacuumMap(
        capability=Capability.ROBOT_CLEANER_CLEANING_MODE,
        key="vacuum",
        attribute=Attribute.ROBOT_CLEANER_CLEANING_MODE,
        where=Where(
            none_of=(
                Capability.SAMSUNG_CE_ROBOT_CLEANER_OPERATING_STATE,
                Capability.ROBOT_CLEANER_OPERATING_STATE,
                Capability.ROBOT_CLEANER_MOVEMENT,
            )
        ),
        claims=(_TURBO,),
        mirrors=(_SWITCH,),
        exclusive=True,
        primary=True,
        activities=_activities(cleaning="auto manual map part repeat", idle="stop"),
        commands={
            VacuumEntityFeature.START: _cleans("auto"),
            VacuumEntityFeature.STOP: _cleans("stop"),
        },
        suction=_SUCTION,
    ),
)


ENTRIES: tuple[Mapped, ...] = (
    # Samsung's mode lists the modes of the robot. It repeats the value of the standard mode.
    SelectMap(
        capability=_SAMSUNG_MODE,
        key=Attribute.CLEANING_MODE,
        mirrors=(_MODE,),
        command=Command.SET_CLEANING_MODE,
        supported=Source(_SAMSUNG_MODE, Attribute.SUPPORTED_CLEANING_MODE),
        default=("auto", "spot", "manual", "stop"),
        options=listed(
            "area auto creating_map manual map object pattern_map pet spot stop uncleaned_object"
        ),
    ),
    SelectMap(
        capability=Capability.ROBOT_CLEANER_CLEANING_MODE,
        key=Attribute.ROBOT_CLEANER_CLEANING_MODE,
        role="cleaning_mode",
        command=Command.SET_ROBOT_CLEANER_CLEANING_MODE,
        default=("auto", "part", "repeat", "manual", "map", "stop"),
        options=["auto", "manual", "map", "part", "repeat", "stop"],
    ),
    SwitchMap(
        capability=_SAMSUNG_MODE,
        key=Attribute.REPEAT_MODE_ENABLED,
        translation_key="repeat_cleaning",
        where=Where(equals={Source(_SAMSUNG_MODE, Attribute.SUPPORT_REPEAT_MODE): True}),
        on=True,
        off=False,
        on_command=Command.ENABLE_REPEAT_MODE,
        off_command=Command.DISABLE_REPEAT_MODE,
        entity_category=EntityCategory.CONFIG,
    ),
    # The robot reports -1 and ``None`` while it does not clean.
    SensorMap(
        capability=_CLEANED,
        key=Attribute.CLEANED_EXTENT,
        translation_key="cleaned_area",
        where=Where(reported=(Attribute.CLEANED_EXTENT,)),
        convert=_amount,
        device_class=SensorDeviceClass.AREA,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfArea.SQUARE_METERS,
    ),
    SensorMap(
        capability=_CLEANED,
        key=Attribute.REMAINING_TIME,
        where=Where(reported=(Attribute.REMAINING_TIME,)),
        convert=_amount,
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.MINUTES,
    ),
    SensorMap(
        capability=_CLEANED,
        key=Attribute.AREA,
        translation_key="current_room",
        where=Where(reported=(Attribute.AREA,)),
        convert=_name,
    ),
    SensorMap(
        capability=_CLEANED,
        key=Attribute.NEAR_OBJECT,
        where=Where(reported=(Attribute.NEAR_OBJECT,)),
        convert=_name,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
    ),
    *(
        SensorMap(
            capability=Capability.SAMSUNG_CE_ROBOT_CLEANER_OPERATING_STATE,
            key=attribute,
            where=Where(reported=(attribute,)),
            device_class=SensorDeviceClass.ENUM,
            options=["none"],
            entity_category=EntityCategory.DIAGNOSTIC,
            entity_registry_enabled_default=False,
        )
        for attribute in (Attribute.CLEANING_STEP, Attribute.HOMING_REASON)
    ),
    BinarySensorMap(
        capability=Capability.SAMSUNG_CE_ROBOT_CLEANER_MOTOR_FILTER,
        key=Attribute.MOTOR_FILTER_STATUS,
        automation=AutomationFeature.FILTER,
        on=("replace", "wash"),
        device_class=BinarySensorDeviceClass.PROBLEM,
    ),
    SwitchMap(
        capability=Capability.SAMSUNG_CE_MICROPHONE_SETTINGS,
        key=Attribute.MUTE,
        translation_key="camera_mute",
        where=Where(reported=(Attribute.MUTE,)),
        on="muted",
        off="unmuted",
        on_command=Command.MUTE,
        off_command=Command.UNMUTE,
        entity_category=EntityCategory.CONFIG,
        entity_registry_enabled_default=False,
    ),
    SensorMap(
        capability=Capability.ROBOT_CLEANER_TURBO_MODE,
        key=Attribute.ROBOT_CLEANER_TURBO_MODE,
        device_class=SensorDeviceClass.ENUM,
        options=["extra_silence", "off", "on", "silence"],
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    ButtonMap(
        capability=Capability.SAMSUNG_CE_ROBOT_CLEANER_OPERATING_STATE,
        key="cancelRemainingJob",
        attribute=Attribute.OPERATING_STATE,
        command=Command.CANCEL_REMAINING_JOB,
        entity_registry_enabled_default=False,
    ),
    SelectMap(
        capability=Capability.SAMSUNG_CE_ROBOT_CLEANER_CLEANING_TYPE,
        key=Attribute.CLEANING_TYPE,
        command=Command.SET_CLEANING_TYPE,
        supported=Source(
            Capability.SAMSUNG_CE_ROBOT_CLEANER_CLEANING_TYPE, Attribute.SUPPORTED_CLEANING_TYPES
        ),
        options=["mop", "mop_after_vacuum", "vacuum", "vacuum_and_mop_together"],
        entity_category=EntityCategory.CONFIG,
    ),
    SelectMap(
        capability=Capability.SAMSUNG_CE_ROBOT_CLEANER_DRIVING_MODE,
        key=Attribute.DRIVING_MODE,
        command=Command.SET_DRIVING_MODE,
        supported=Source(
            Capability.SAMSUNG_CE_ROBOT_CLEANER_DRIVING_MODE, Attribute.SUPPORTED_DRIVING_MODES
        ),
        options=["area_then_walls", "quick_cleaning_zigzag_pattern", "wall_first"],
        entity_category=EntityCategory.CONFIG,
    ),
    SelectMap(
        capability=Capability.SAMSUNG_CE_ROBOT_CLEANER_WATER_SPRAY_LEVEL,
        key=Attribute.WATER_SPRAY_LEVEL,
        command=Command.SET_WATER_SPRAY_LEVEL,
        supported=Source(
            Capability.SAMSUNG_CE_ROBOT_CLEANER_WATER_SPRAY_LEVEL,
            Attribute.SUPPORTED_WATER_SPRAY_LEVELS,
        ),
        options=["high", "low", "medium", "medium_high", "medium_low"],
        entity_category=EntityCategory.CONFIG,
    ),
    SelectMap(
        capability=Capability.SAMSUNG_CE_ROBOT_CLEANER_SYSTEM_SOUND_MODE,
        key=Attribute.SOUND_MODE,
        translation_key="robot_sound_mode",
        command=Command.SET_SOUND_MODE,
        supported=Source(
            Capability.SAMSUNG_CE_ROBOT_CLEANER_SYSTEM_SOUND_MODE, Attribute.SUPPORTED_SOUND_MODES
        ),
        options=["beep", "mute", "voice"],
        entity_category=EntityCategory.CONFIG,
        entity_registry_enabled_default=False,
    ),
    BinarySensorMap(
        capability=Capability.SAMSUNG_CE_ROBOT_CLEANER_DUST_BAG,
        key=Attribute.STATUS,
        translation_key="dust_bag_full",
        where=Where(listed=Listed(Attribute.SUPPORTED_STATUS, "full")),
        on=("full",),
    ),
    SensorMap(
        capability=Capability.SAMSUNG_CE_STICK_CLEANER_STATUS,
        key=Attribute.OPERATING_STATE,
        translation_key="stick_cleaner_state",
        primary=True,
        device_class=SensorDeviceClass.ENUM,
        options=["emptying_dustbin", "ready", "using_vacuum", "uv_cleaning", "uv_paused"],
    ),
    SwitchMap(
        capability=Capability.SAMSUNG_CE_STICK_CLEANER_DUSTBIN_STATUS,
        key="emptyDustbin",
        attribute=Attribute.OPERATING_STATE,
        on="emptying",
        on_command=Command.START_EMPTYING,
        off_command=Command.STOP_EMPTYING,
    ),
    SensorMap(
        capability=Capability.SAMSUNG_CE_STICK_CLEANER_DUSTBIN_STATUS,
        key=Attribute.LAST_EMPTIED_TIME,
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    BinarySensorMap(
        capability=Capability.SAMSUNG_CE_STICK_CLEANER_DUST_BAG,
        key=Attribute.STATUS,
        translation_key="stick_dust_bag_full",
        role="dust_bag_full",
        where=Where(listed=Listed(Attribute.SUPPORTED_STATUS, "full")),
        on=("full",),
        device_class=BinarySensorDeviceClass.PROBLEM,
    ),
    # How many times the dustbin was emptied into the bag. A new bag resets the number.
    SensorMap(
        capability=Capability.SAMSUNG_CE_STICK_CLEANER_DUST_BAG,
        key=Attribute.USAGE,
        translation_key="dust_bag_usage",
        unit_translated=True,
        state_class=SensorStateClass.TOTAL_INCREASING,
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    ButtonMap(
        capability=Capability.SAMSUNG_CE_STICK_CLEANER_DUST_BAG,
        key="resetDustBag",
        attribute=Attribute.USAGE,
        command=Command.RESET,
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    BinarySensorMap(
        capability=Capability.SAMSUNG_CE_CLEAN_STATION_STICK_STATUS,
        key=Attribute.STATUS,
        translation_key="stick_in_station",
        on=("attached",),
    ),
    BinarySensorMap(
        capability=Capability.SAMSUNG_CE_STICK_CLEANER_STICK_STATUS,
        key=Attribute.STATUS,
        translation_key="stick_charging",
        on=("charging",),
        device_class=BinarySensorDeviceClass.BATTERY_CHARGING,
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
)
