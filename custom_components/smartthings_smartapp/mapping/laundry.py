"""What washes and dries: washers, dryers, dishwashers, clothing care machines."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from homeassistant.components.binary_sensor import BinarySensorDeviceClass
from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import EntityCategory, UnitOfRatio, UnitOfTime, UnitOfVolume

from ..cloud.json_types import Json, as_list, as_object
from .descriptions.base import ComponentView, Mapped, Need, Source, Where, lacks, reported
from .descriptions.controls import ButtonMap, NumberMap, SelectMap, SwitchMap
from .descriptions.sensors import BinarySensorMap, SensorMap
from .descriptions.values import Bounds, Condition, Limit, Read
from .needs import REMOTE_CONTROL
from .vocabulary import Attribute, Capability, Command
from .words import listed

# Machines, jobs and when they are done

_MACHINE_STATES = ["pause", "run", "stop"]
_MACHINES = (
    Capability.DISHWASHER_OPERATING_STATE,
    Capability.DRYER_OPERATING_STATE,
    Capability.WASHER_OPERATING_STATE,
    Capability.DISHWASHER_OPERATIONAL_STATE,
    Capability.WASHER_OPERATIONAL_STATE,
)
_OPERATING_STATES = ["paused", "ready", "running"]
_WASHING = listed(
    "ai_rinse ai_spin ai_wash air_wash cooling delay_wash drying finish freeze_protection none "
    "pre_wash rinse spin wash weight_sensing wrinkle_prevent"
)
_DRYING = listed(
    "ai_drying continuous_dehumidifying cooling dehumidifying delay_wash drying finished "
    "freeze_protection internal_care none refreshing sanitizing thawing_frozen_inside "
    "weight_sensing wrinkle_prevent"
)
_WASHING_UP = listed(
    "air_wash cooling drying finish none pre_drain pre_wash rinse spin wash wrinkle_prevent"
)
_CLOSET = Capability.CUSTOM_STEAM_CLOSET_OPERATING_STATE


def _job(word: Json) -> str | None:
    """Return the word of a job; a dishwasher without one calls it unknown, a washer none."""
    if word == "unknown":
        return "none"
    return word if isinstance(word, str) else None


@dataclass(frozen=True, kw_only=True)
class _Runs:
    """How a kind of machine says what it is doing, and how it is started and stopped."""

    capability: str
    state: str
    ready: str
    running: str
    paused: str
    commands: tuple[tuple[str, str, tuple[Json, ...]], ...]
    """Of each button: key, command, arguments."""


_COMMANDS: tuple[tuple[str, str, tuple[Json, ...]], ...] = (
    ("start", Command.START, ()),
    ("pause", Command.PAUSE, ()),
    ("resume", Command.RESUME, ()),
    ("cancel", Command.CANCEL, ()),
)


def _samsung(capability: str, *commands: tuple[str, str, tuple[Json, ...]]) -> _Runs:
    return _Runs(
        capability=capability,
        state=Attribute.OPERATING_STATE,
        ready="ready",
        running="running",
        paused="paused",
        commands=commands or _COMMANDS,
    )


def _standard(capability: str, state: str, command: str) -> _Runs:
    return _Runs(
        capability=capability,
        state=state,
        ready="stop",
        running="run",
        paused="pause",
        # What is paused runs on by the same word.
        commands=tuple(
            (key, command, (word,))
            for key, word in (("startOrResume", "run"), ("pause", "pause"), ("cancel", "stop"))
        ),
    )


# The better ones first: Samsung's own know more commands than the standard ones beside them.
_RUNS = (
    _samsung(Capability.SAMSUNG_CE_WASHER_OPERATING_STATE),
    _samsung(Capability.SAMSUNG_CE_DRYER_OPERATING_STATE),
    _samsung(
        Capability.SAMSUNG_CE_DISHWASHER_OPERATION,
        *_COMMANDS[:3],
        # Whether the water is pumped out too.
        ("cancel", Command.CANCEL, (True,)),
    ),
    *(
        _standard(capability, Attribute.MACHINE_STATE, Command.SET_MACHINE_STATE)
        for capability in _MACHINES
    ),
    _standard(
        _CLOSET, Attribute.STEAM_CLOSET_MACHINE_STATE, Command.SET_STEAM_CLOSET_MACHINE_STATE
    ),
    _samsung(Capability.SAMSUNG_CE_MICROFIBER_FILTER_OPERATING_STATE),
    # The appliances of Matter.
    _Runs(
        capability=Capability.OPERATIONAL_STATE,
        state=Attribute.OPERATIONAL_STATE,
        ready="stopped",
        running="running",
        paused="paused",
        commands=(*_COMMANDS[:3], ("stop", Command.STOP, ())),
    ),
)


def _buttons(runs: _Runs) -> Iterator[ButtonMap]:
    """Yield the buttons of a kind of machine."""
    errors = {
        "start": ((runs.ready,), "not_ready"),
        "startOrResume": ((runs.ready, runs.paused), "already_running"),
        "pause": ((runs.running,), "not_running"),
        "resume": ((runs.paused,), "not_paused"),
        "cancel": ((runs.running, runs.paused), "nothing_to_cancel"),
        "stop": ((runs.running, runs.paused), "nothing_to_cancel"),
    }
    for key, command, arguments in runs.commands:
        values, error = errors[key]
        yield ButtonMap(
            capability=runs.capability,
            key=key,
            attribute=runs.state,
            translation_key="start" if key == "startOrResume" else None,
            needs=(
                REMOTE_CONTROL,
                Need(source=Source(runs.capability, runs.state), values=values, error=error),
            ),
            command=command,
            arguments=arguments,
        )


# Where a standard capability stands beside one of Samsung's own, it reports the same state and job:
# entries of one role, of which the first that reports applies.
_MACHINE_STATE = "machine_state"
_JOB_STATE = "job_state"
_SAMSUNG_STATES = (
    (Capability.SAMSUNG_CE_WASHER_OPERATING_STATE, Attribute.WASHER_JOB_STATE, _WASHING),
    (Capability.SAMSUNG_CE_DRYER_OPERATING_STATE, Attribute.DRYER_JOB_STATE, _DRYING),
)
_PROGRESS = (
    (Capability.SAMSUNG_CE_WASHER_OPERATING_STATE, Attribute.PROGRESS),
    (Capability.SAMSUNG_CE_DRYER_OPERATING_STATE, Attribute.PROGRESS),
    (Capability.SAMSUNG_CE_DISHWASHER_OPERATION, Attribute.PROGRESS_PERCENTAGE),
    (_CLOSET, Attribute.PROGRESS),
)
# Only the remaining time is enabled from the start.
_MINUTES = (
    (Capability.SAMSUNG_CE_WASHER_OPERATING_STATE, Attribute.REMAINING_TIME),
    (Capability.SAMSUNG_CE_WASHER_OPERATING_STATE, Attribute.OPERATION_TIME),
    (Capability.SAMSUNG_CE_DRYER_OPERATING_STATE, Attribute.REMAINING_TIME),
    (Capability.SAMSUNG_CE_DISHWASHER_OPERATION, Attribute.REMAINING_TIME),
    (Capability.SAMSUNG_CE_DISHWASHER_OPERATION, Attribute.OPERATION_TIME),
    (Capability.SAMSUNG_CE_DISHWASHER_OPERATION, Attribute.TIME_LEFT_TO_START),
    (_CLOSET, Attribute.REMAINING_TIME),
)

_DOING: tuple[Mapped, ...] = (
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
    SensorMap(
        capability=_CLOSET,
        key=Attribute.STEAM_CLOSET_MACHINE_STATE,
        translation_key="machine_state",
        device_class=SensorDeviceClass.ENUM,
        options=_MACHINE_STATES,
    ),
    SensorMap(
        capability=Capability.OPERATIONAL_STATE,
        key=Attribute.OPERATIONAL_STATE,
        role=_MACHINE_STATE,
        device_class=SensorDeviceClass.ENUM,
        options=listed(
            "command_invalid_in_current_state error paused running standby stopped "
            "unable_to_complete_operation unable_to_start_or_resume"
        ),
    ),
    *(
        SensorMap(
            capability=capability,
            key=Attribute.COMPLETION_TIME,
            device_class=SensorDeviceClass.TIMESTAMP,
            runs=Condition(Source(capability, state), ("run", "pause")),
        )
        for capability, state in (
            *((capability, Attribute.MACHINE_STATE) for capability in _MACHINES),
            (_CLOSET, Attribute.STEAM_CLOSET_MACHINE_STATE),
        )
    ),
    *(
        SensorMap(
            capability=capability,
            key=key,
            role="mode",
            entity_category=EntityCategory.DIAGNOSTIC,
        )
        for capability, key in (
            (Capability.DISHWASHER_MODE, Attribute.DISHWASHER_MODE),
            (Capability.DRYER_MODE, Attribute.DRYER_MODE),
            (Capability.WASHER_MODE, Attribute.WASHER_MODE),
        )
    ),
    *(
        SensorMap(
            capability=capability,
            key=key,
            role=_JOB_STATE,
            convert=_job,
            device_class=SensorDeviceClass.ENUM,
            options=options,
        )
        for capability, key, options in (
            (Capability.WASHER_OPERATING_STATE, Attribute.WASHER_JOB_STATE, _WASHING),
            (Capability.WASHER_OPERATIONAL_STATE, Attribute.WASHER_JOB_STATE, _WASHING),
            (Capability.DRYER_OPERATING_STATE, Attribute.DRYER_JOB_STATE, _DRYING),
            (Capability.DISHWASHER_OPERATING_STATE, Attribute.DISHWASHER_JOB_STATE, _WASHING_UP),
            (Capability.DISHWASHER_OPERATIONAL_STATE, Attribute.DISHWASHER_JOB_STATE, _WASHING_UP),
            (
                _CLOSET,
                Attribute.STEAM_CLOSET_JOB_STATE,
                listed("airwashing cooling drying finish none steaming"),
            ),
        )
    ),
    *(
        SensorMap(
            capability=capability,
            key=Attribute.OPERATING_STATE,
            translation_key="appliance_state",
            role=_MACHINE_STATE,
            device_class=SensorDeviceClass.ENUM,
            options=_OPERATING_STATES,
        )
        for capability in (
            Capability.SAMSUNG_CE_WASHER_OPERATING_STATE,
            Capability.SAMSUNG_CE_DRYER_OPERATING_STATE,
            Capability.SAMSUNG_CE_DISHWASHER_OPERATION,
        )
    ),
    *(
        SensorMap(
            capability=capability,
            key=job,
            role=_JOB_STATE,
            convert=_job,
            device_class=SensorDeviceClass.ENUM,
            options=options,
        )
        for capability, job, options in _SAMSUNG_STATES
    ),
    SensorMap(
        capability=Capability.SAMSUNG_CE_DISHWASHER_JOB_STATE,
        key="dishwasherJob",
        attribute=Attribute.DISHWASHER_JOB_STATE,
        device_class=SensorDeviceClass.ENUM,
        options=["drying", "none", "rinsing", "washing"],
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
    ),
    *(
        SensorMap(
            capability=capability,
            key=key,
            translation_key="progress",
            where=Where(test=reported(Source(capability, key))),
            state_class=SensorStateClass.MEASUREMENT,
            native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
        )
        for capability, key in _PROGRESS
    ),
    SensorMap(
        capability=Capability.DISHWASHER_OPERATING_STATE,
        key=Attribute.PROGRESS,
        where=Where(
            test=reported(Source(Capability.DISHWASHER_OPERATING_STATE, Attribute.PROGRESS))
        ),
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
    ),
    *(
        SensorMap(
            capability=capability,
            key=key,
            where=Where(test=reported(Source(capability, key))),
            device_class=SensorDeviceClass.DURATION,
            native_unit_of_measurement=UnitOfTime.MINUTES,
            entity_registry_enabled_default=key == Attribute.REMAINING_TIME,
        )
        for capability, key in _MINUTES
    ),
    *(button for runs in _RUNS for button in _buttons(runs)),
)


# Settings of the next run

_AMOUNTS = ["extra", "less", "none", "standard"]
_DENSITIES = ["extra_high", "high", "normal"]
_MINUTES_TO_PICK = [str(minutes) for minutes in range(0, 245, 5)]
_SPIN = listed(
    "200 400 600 800 1000 1200 1400 1600 delicate extra_high extra_low high low medium no_spin "
    "none rinse_hold"
)
_SOIL = listed("down extra_heavy extra_light heavy light none normal up")
_WATER = [
    *("20", "30", "40", "50", "60", "65", "70", "75", "80", "90", "95"),
    "cold",
    "cool",
    "eco_warm",
    "extra_hot",
    "extra_low",
    "high",
    "hot",
    "low",
    "medium",
    "medium_low",
    "none",
    "semi_hot",
    "tap_cold",
    "warm",
]
_DRY = [
    *("0", "1", "2", "3", "4", "5"),
    "cupboard",
    "damp",
    "delicate",
    "extra",
    "less",
    "more",
    "none",
    "normal",
    "shirt",
    "very",
]
_HEAT = ["extra_high", "extra_low", "high", "low", "medium", "medium_low", "none"]
_COURSES = listed(
    "ai auto baby_bottle babycare chef cold_rinse daily delicate drinkware dry_only eco express "
    "extra_silence glasses heavy intensive machine_care night night_silence normal plastics "
    "pots_and_pans pre_blast pre_wash quick rinse_dry rinse_only self_clean steam_soak "
    "upper_express"
)
# Capability, attribute, attribute that lists the values, command, words that have texts.
_CHOICES = (
    (
        Capability.CUSTOM_WASHER_SPIN_LEVEL,
        Attribute.WASHER_SPIN_LEVEL,
        Attribute.SUPPORTED_WASHER_SPIN_LEVEL,
        Command.SET_WASHER_SPIN_LEVEL,
        _SPIN,
    ),
    (
        Capability.CUSTOM_WASHER_SOIL_LEVEL,
        Attribute.WASHER_SOIL_LEVEL,
        Attribute.SUPPORTED_WASHER_SOIL_LEVEL,
        Command.SET_WASHER_SOIL_LEVEL,
        _SOIL,
    ),
    (
        Capability.CUSTOM_WASHER_WATER_TEMPERATURE,
        Attribute.WASHER_WATER_TEMPERATURE,
        Attribute.SUPPORTED_WASHER_WATER_TEMPERATURE,
        Command.SET_WASHER_WATER_TEMPERATURE,
        _WATER,
    ),
    (
        Capability.SAMSUNG_CE_WASHER_WASHING_TIME,
        Attribute.WASHING_TIME,
        Attribute.SUPPORTED_WASHING_TIMES,
        Command.SET_WASHING_TIME,
        _MINUTES_TO_PICK,
    ),
    (
        Capability.SAMSUNG_CE_WASHER_WATER_LEVEL,
        Attribute.WATER_LEVEL,
        Attribute.SUPPORTED_WATER_LEVEL,
        Command.SET_WATER_LEVEL,
        None,
    ),
    (
        Capability.SAMSUNG_CE_WASHER_WATER_VALVE,
        Attribute.WATER_VALVE,
        Attribute.SUPPORTED_WATER_VALVE,
        Command.SET_WATER_VALVE,
        None,
    ),
    (
        Capability.LAUNDRY_WASHER_RINSE_MODE,
        Attribute.RINSE_MODE,
        Attribute.SUPPORTED_RINSE_MODES,
        Command.SET_RINSE_MODE,
        ["extra", "max", "none", "normal", "off"],
    ),
    (
        Capability.LAUNDRY_WASHER_SPIN_SPEED,
        Attribute.SPIN_SPEED,
        Attribute.SUPPORTED_SPIN_SPEEDS,
        Command.SET_SPIN_SPEED,
        None,
    ),
    (
        Capability.CUSTOM_DRYER_DRY_LEVEL,
        Attribute.DRYER_DRY_LEVEL,
        Attribute.SUPPORTED_DRYER_DRY_LEVEL,
        Command.SET_DRYER_DRY_LEVEL,
        _DRY,
    ),
    (
        Capability.SAMSUNG_CE_DRYER_DRYING_TEMPERATURE,
        Attribute.DRYING_TEMPERATURE,
        Attribute.SUPPORTED_DRYING_TEMPERATURE,
        Command.SET_DRYING_TEMPERATURE,
        _HEAT,
    ),
    (
        Capability.SAMSUNG_CE_DRYER_DRYING_TIME,
        Attribute.DRYING_TIME,
        Attribute.SUPPORTED_DRYING_TIME,
        Command.SET_DRYING_TIME,
        _MINUTES_TO_PICK,
    ),
)
_DISPENSERS = (
    (Capability.SAMSUNG_CE_AUTO_DISPENSE_DETERGENT, "detergent"),
    (Capability.SAMSUNG_CE_FLEXIBLE_AUTO_DISPENSE_DETERGENT, "flexibleDetergent"),
    (Capability.SAMSUNG_CE_AUTO_DISPENSE_SOFTENER, "softener"),
)
_COURSE = Source(Capability.SAMSUNG_CE_DISHWASHER_WASHING_COURSE, Attribute.WASHING_COURSE)
_OPTIONS = Capability.SAMSUNG_CE_DISHWASHER_WASHING_OPTIONS
# A dishwasher takes the settings of the next run while it rests.
_RESTING = (
    REMOTE_CONTROL,
    Need(
        source=Source(Capability.DISHWASHER_OPERATING_STATE, Attribute.MACHINE_STATE),
        values=("stop",),
        error="not_resting",
    ),
)


_DETAILS = Source(
    Capability.SAMSUNG_CE_DISHWASHER_WASHING_COURSE_DETAILS, Attribute.PREDEFINED_COURSES
)


def _of_course(option: str) -> Limit:
    """Return what the course that is selected allows of an option."""

    def limit(read: Read) -> tuple[Json, ...] | None:
        course, details = read(_COURSE), read(_DETAILS)
        for detail in map(as_object, as_list(details.value if details else None)):
            if course and detail.get("courseName") == course.value:
                known = as_object(as_object(detail.get("options")).get(option))
                return tuple(as_list(known.get("settable"))) if known else None
        return None

    return limit


def _has(attribute: str, kind: type[bool | str]) -> Callable[[ComponentView], bool]:
    """Return a condition: an option of a dishwasher has a value, of that kind."""

    def test(view: ComponentView) -> bool:
        option = view.values.get(Source(_OPTIONS, attribute))
        return isinstance(option, dict) and isinstance(option.get("value"), kind)

    return test


def _dispenser(capability: str, name: str) -> Iterator[Mapped]:
    """Yield how much a dispenser gives, of how strong a product, and how much it has left."""
    for attribute, supported, command, options in (
        (Attribute.AMOUNT, Attribute.SUPPORTED_AMOUNT, Command.SET_AMOUNT, _AMOUNTS),
        (Attribute.DENSITY, Attribute.SUPPORTED_DENSITY, Command.SET_DENSITY, _DENSITIES),
    ):
        yield SelectMap(
            capability=capability,
            key=f"{name}{attribute.capitalize()}",
            attribute=attribute,
            where=Where(
                test=reported(Source(capability, attribute), Source(capability, supported))
            ),
            command=command,
            supported=Source(capability, supported),
            options=options,
            entity_category=EntityCategory.CONFIG,
        )
    yield SensorMap(
        capability=capability,
        key=f"{name}RemainingAmount",
        attribute=Attribute.REMAINING_AMOUNT,
        where=Where(test=reported(Source(capability, Attribute.REMAINING_AMOUNT))),
        device_class=SensorDeviceClass.ENUM,
        options=["empty", "full", "low", "normal"],
        entity_category=EntityCategory.DIAGNOSTIC,
    )


_SETTINGS: tuple[Mapped, ...] = (
    *(
        SelectMap(
            capability=capability,
            key=attribute,
            where=Where(
                test=reported(Source(capability, attribute), Source(capability, supported))
            ),
            needs=(REMOTE_CONTROL,),
            command=command,
            supported=Source(capability, supported),
            options=options,
            entity_category=EntityCategory.CONFIG,
        )
        for capability, attribute, supported, command, options in _CHOICES
    ),
    NumberMap(
        capability=Capability.CUSTOM_WASHER_RINSE_CYCLES,
        key=Attribute.WASHER_RINSE_CYCLES,
        where=Where(
            test=reported(
                Source(Capability.CUSTOM_WASHER_RINSE_CYCLES, Attribute.WASHER_RINSE_CYCLES)
            )
        ),
        needs=(REMOTE_CONTROL,),
        command=Command.SET_WASHER_RINSE_CYCLES,
        range=(
            Source(Capability.CUSTOM_WASHER_RINSE_CYCLES, Attribute.SUPPORTED_WASHER_RINSE_CYCLES),
        ),
        default=Bounds(0, 5),
        unit_translated=True,
        as_text=True,
        entity_category=EntityCategory.CONFIG,
    ),
    *(
        NumberMap(
            capability=capability,
            key="delayEnd",
            attribute=Attribute.REMAINING_TIME,
            needs=(REMOTE_CONTROL,),
            command=Command.SET_DELAY_TIME,
            low=(Source(capability, Attribute.MINIMUM_RESERVABLE_TIME),),
            default=Bounds(0, 1440),
            native_unit_of_measurement=UnitOfTime.MINUTES,
            entity_category=EntityCategory.CONFIG,
        )
        for capability in (
            Capability.SAMSUNG_CE_WASHER_DELAY_END,
            Capability.SAMSUNG_CE_DRYER_DELAY_END,
            Capability.SAMSUNG_CE_STEAM_CLOSET_DELAY_END,
        )
    ),
    *(entry for capability, name in _DISPENSERS for entry in _dispenser(capability, name)),
    # Codes without a meaning, for those who know them.
    SelectMap(
        capability=Capability.CUSTOM_SUPPORTED_OPTIONS,
        key=Attribute.COURSE,
        where=Where(test=lacks(_COURSE)),
        needs=(REMOTE_CONTROL,),
        command=Command.SET_COURSE,
        supported=Source(Capability.CUSTOM_SUPPORTED_OPTIONS, Attribute.SUPPORTED_COURSES),
        entity_category=EntityCategory.CONFIG,
        entity_registry_enabled_default=False,
    ),
    *(
        SensorMap(
            capability=capability,
            key=key,
            translation_key="cycle",
            entity_category=EntityCategory.DIAGNOSTIC,
            entity_registry_enabled_default=False,
        )
        for capability, key in (
            (Capability.SAMSUNG_CE_WASHER_CYCLE, Attribute.WASHER_CYCLE),
            (Capability.SAMSUNG_CE_DRYER_CYCLE, Attribute.DRYER_CYCLE),
            (Capability.SAMSUNG_CE_STEAM_CLOSET_CYCLE, Attribute.STEAM_CLOSET_CYCLE),
        )
    ),
    SelectMap(
        capability=_COURSE.capability,
        key=_COURSE.attribute,
        needs=_RESTING,
        command=Command.SET_WASHING_COURSE,
        supported=Source(_COURSE.capability, Attribute.SUPPORTED_COURSES),
        options=_COURSES,
    ),
    *(
        SelectMap(
            capability=_OPTIONS,
            key=key,
            where=Where(test=_has(key, str)),
            needs=_RESTING,
            command=command,
            supported=Source(_OPTIONS, key),
            limit=_of_course(key),
            reads=(_COURSE, _DETAILS),
            options=options,
            entity_category=EntityCategory.CONFIG,
        )
        for key, command, options in (
            (Attribute.SELECTED_ZONE, Command.SET_SELECTED_ZONE, ["all", "lower", "none", "upper"]),
            (Attribute.ZONE_BOOSTER, Command.SET_ZONE_BOOSTER, ["all", "left", "none", "right"]),
            (Attribute.HEATED_DRY, Command.SET_HEATED_DRY, None),
        )
    ),
    *(
        SwitchMap(
            capability=_OPTIONS,
            key=key,
            where=Where(test=_has(key, bool)),
            needs=_RESTING,
            on=True,
            off=False,
            set_command=command,
            limit=_of_course(key),
            reads=(_COURSE, _DETAILS),
            entity_category=EntityCategory.CONFIG,
        )
        for key, command in (
            (Attribute.ADD_RINSE, Command.SET_ADD_RINSE),
            (Attribute.DRY_PLUS, Command.SET_DRY_PLUS),
            (Attribute.HEATED_DRY, Command.SET_HEATED_DRY),
            (Attribute.HIGH_TEMP_WASH, Command.SET_HIGH_TEMP_WASH),
            (Attribute.HOT_AIR_DRY, Command.SET_HOT_AIR_DRY),
            (Attribute.MULTI_TAB, Command.SET_MULTI_TAB),
            (Attribute.RINSE_PLUS, Command.SET_RINSE_PLUS),
            (Attribute.SANITIZE, Command.SET_SANITIZE),
            (Attribute.SANITIZING_WASH, Command.SET_SANITIZING_WASH),
            (Attribute.SPEED_BOOSTER, Command.SET_SPEED_BOOSTER),
            (Attribute.STEAM_SOAK, Command.SET_STEAM_SOAK),
            (Attribute.STORM_WASH, Command.SET_STORM_WASH),
        )
    ),
    *(
        SwitchMap(
            capability=capability,
            key=key,
            role=role,
            where=Where(test=reported(Source(capability, key))),
            set_command=command,
            entity_category=EntityCategory.CONFIG,
        )
        for capability, key, command, role in (
            (
                Capability.CUSTOM_DRYER_WRINKLE_PREVENT,
                Attribute.DRYER_WRINKLE_PREVENT,
                Command.SET_DRYER_WRINKLE_PREVENT,
                "wrinkle_prevent",
            ),
            (
                Capability.CUSTOM_STEAM_CLOSET_WRINKLE_PREVENT,
                Attribute.STEAM_CLOSET_WRINKLE_PREVENT,
                Command.SET_STEAM_CLOSET_WRINKLE_PREVENT,
                "wrinkle_prevent",
            ),
            (
                Capability.SAMSUNG_CE_DRYER_AUTO_CYCLE_LINK,
                Attribute.DRYER_AUTO_CYCLE_LINK,
                Command.SET_DRYER_AUTO_CYCLE_LINK,
                "auto_cycle_link",
            ),
            (
                Capability.SAMSUNG_CE_STEAM_CLOSET_AUTO_CYCLE_LINK,
                Attribute.STEAM_CLOSET_AUTO_CYCLE_LINK,
                Command.SET_STEAM_CLOSET_AUTO_CYCLE_LINK,
                "auto_cycle_link",
            ),
            (
                Capability.CUSTOM_WASHER_AUTO_DETERGENT,
                Attribute.WASHER_AUTO_DETERGENT,
                Command.SET_WASHER_AUTO_DETERGENT,
                "",
            ),
            (
                Capability.CUSTOM_WASHER_AUTO_SOFTENER,
                Attribute.WASHER_AUTO_SOFTENER,
                Command.SET_WASHER_AUTO_SOFTENER,
                "",
            ),
        )
    ),
    *(
        SwitchMap(
            capability=capability,
            key=key,
            attribute=Attribute.STATUS,
            role=role,
            where=Where(test=reported(Source(capability, Attribute.STATUS))),
            entity_category=EntityCategory.CONFIG,
        )
        for capability, key, role in (
            (Capability.SAMSUNG_CE_WASHER_BUBBLE_SOAK, "bubbleSoak", ""),
            (Capability.SAMSUNG_CE_STEAM_CLOSET_KEEP_FRESH_MODE, "keepFreshMode", ""),
            (Capability.SAMSUNG_CE_STEAM_CLOSET_SANITIZE_MODE, "sanitizeMode", "sanitize"),
        )
    ),
    SwitchMap(
        capability=Capability.SAMSUNG_CE_MICROFIBER_FILTER_SETTINGS,
        key=Attribute.BYPASS_MODE,
        on="enabled",
        off="disabled",
        set_command=Command.SET_BYPASS_MODE,
        entity_category=EntityCategory.CONFIG,
    ),
    SwitchMap(
        capability=Capability.SAMSUNG_CE_AUTO_DOOR_RELEASE,
        key=Attribute.AUTO_DOOR_RELEASE_ENABLED,
        translation_key="auto_door_release",
        on=True,
        off=False,
        on_command=Command.ENABLE,
        off_command=Command.DISABLE,
        entity_category=EntityCategory.CONFIG,
    ),
)


# States beside the runs

_MICROFIBER = Capability.SAMSUNG_CE_MICROFIBER_FILTER_OPERATING_STATE


def _supplied(capability: str, kind: str) -> Callable[[ComponentView], bool]:
    """Return a condition: the machine has a tank, for those without one report ``none``."""
    return lambda view: view.values.get(Source(capability, kind)) not in (None, "none")


_STATES: tuple[Mapped, ...] = (
    BinarySensorMap(
        capability=Capability.SAMSUNG_CE_KIDS_LOCK,
        key=Attribute.LOCK_STATE,
        translation_key="child_lock",
        where=Where(
            test=lacks(Source(Capability.SAMSUNG_CE_KIDS_LOCK_CONTROL, Attribute.LOCK_STATE))
        ),
        on=("locked",),
    ),
    SwitchMap(
        capability=Capability.SAMSUNG_CE_KIDS_LOCK_CONTROL,
        key=Attribute.LOCK_STATE,
        translation_key="child_lock",
        where=Where(
            test=reported(Source(Capability.SAMSUNG_CE_KIDS_LOCK_CONTROL, Attribute.LOCK_STATE))
        ),
        on="locked",
        on_command=Command.LOCK,
        off_command=Command.UNLOCK,
        entity_category=EntityCategory.CONFIG,
    ),
    *(
        BinarySensorMap(
            capability=capability,
            key=Attribute.OPERATING_STATE,
            translation_key=text,
            where=Where(test=reported(Source(capability, Attribute.OPERATING_STATE))),
            on=("running",),
            entity_category=EntityCategory.DIAGNOSTIC,
        )
        for capability, text in (
            (Capability.CUSTOM_DRYER_WRINKLE_PREVENT, "wrinkle_prevent_active"),
            (Capability.SAMSUNG_CE_STEAM_CLOSET_KEEP_FRESH_MODE, "keep_fresh_active"),
            (Capability.SAMSUNG_CE_WASHER_FREEZE_PREVENT, "freeze_prevent_active"),
            (Capability.SAMSUNG_CE_DRYER_FREEZE_PREVENT, "freeze_prevent_active"),
        )
    ),
    BinarySensorMap(
        capability=Capability.SAMSUNG_CE_MICROFIBER_FILTER_STATUS,
        key=Attribute.STATUS,
        translation_key="microfiber_filter_blockage",
        on=("blockage",),
        device_class=BinarySensorDeviceClass.PROBLEM,
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    *(
        SensorMap(
            capability=_MICROFIBER,
            key=key,
            translation_key=text,
            role=role,
            device_class=SensorDeviceClass.ENUM,
            options=options,
        )
        for key, text, role, options in (
            (
                Attribute.MICROFIBER_FILTER_JOB_STATE,
                "microfiber_filter_job_state",
                "",
                listed("bypassing filtering none stopping waiting"),
            ),
            (Attribute.OPERATING_STATE, "appliance_state", _MACHINE_STATE, _OPERATING_STATES),
        )
    ),
    *(
        SensorMap(
            capability=capability,
            key=f"{name}Left",
            attribute=Attribute.REMAINING_AMOUNT,
            where=Where(test=_supplied(capability, kind)),
            device_class=SensorDeviceClass.VOLUME_STORAGE,
            state_class=SensorStateClass.MEASUREMENT,
            native_unit_of_measurement=UnitOfVolume.MILLILITERS,
        )
        for capability, name, kind in (
            (Capability.SAMSUNG_CE_DETERGENT_STATE, "detergent", Attribute.DETERGENT_TYPE),
            (Capability.SAMSUNG_CE_SOFTENER_STATE, "softener", Attribute.SOFTENER_TYPE),
        )
    ),
)

ENTRIES: tuple[Mapped, ...] = (*_DOING, *_SETTINGS, *_STATES)
