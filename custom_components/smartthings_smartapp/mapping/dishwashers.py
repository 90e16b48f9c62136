"""Dishwashers: courses, and the options of the next run."""

from homeassistant.components.number import NumberDeviceClass
from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.const import EntityCategory, UnitOfTime

from ..cloud.json_types import Json, as_list, as_object
from .appliances import REMOTE_CONTROL
from .descriptions.base import Detail, Mapped, Need, Source, Where
from .descriptions.controls import NumberMap, SelectMap, SwitchMap
from .descriptions.sensors import SensorMap
from .descriptions.values import Bounds, Limit, Read, value_of
from .vocabulary import Attribute, Capability, Command
from .words import identifier, listed

_COURSE = Source(Capability.SAMSUNG_CE_DISHWASHER_WASHING_COURSE, Attribute.WASHING_COURSE)
_DETAILS = Source(
    Capability.SAMSUNG_CE_DISHWASHER_WASHING_COURSE_DETAILS, Attribute.PREDEFINED_COURSES
)
_DELAY = Capability.CUSTOM_DISHWASHER_DELAY_START_TIME
_OPTIONS = Capability.SAMSUNG_CE_DISHWASHER_WASHING_OPTIONS
# A dishwasher accepts the settings of the next run only while it is stopped.
_STOPPED = (
    REMOTE_CONTROL,
    Need(
        source=Source(Capability.DISHWASHER_OPERATING_STATE, Attribute.MACHINE_STATE),
        values=("stop",),
        error="not_resting",
    ),
)


def _limit_of_course(option: str) -> Limit:
    """Return the limit of an option: the values that the selected course allows."""

    def limit(read: Read) -> tuple[Json, ...] | None:
        course = value_of(read, _COURSE)
        for detail in map(as_object, as_list(value_of(read, _DETAILS))):
            if course and detail.get("courseName") == course:
                known = as_object(as_object(detail.get("options")).get(option))
                return tuple(as_list(known.get("settable"))) if known else None
        return None

    return limit


# An option is an object ``{value, settable}``. Options that a model lacks have no value.


def _field(option: str) -> str:
    """Return the name of an option in the action that starts a program."""
    return identifier(str(option))


def _choice(option: str, command: str, options: list[str] | None = None) -> SelectMap:
    """Return an option that is a word."""
    return SelectMap(
        capability=_OPTIONS,
        key=option,
        where=Where(member="value", member_type=str),
        program_field=_field(option),
        needs=_STOPPED,
        command=command,
        supported=Source(_OPTIONS, option),
        limit=_limit_of_course(option),
        reads=(_COURSE, _DETAILS),
        options=options,
        entity_category=EntityCategory.CONFIG,
    )


def _switch(option: str, command: str) -> SwitchMap:
    """Return an option that is on or off."""
    return SwitchMap(
        capability=_OPTIONS,
        key=option,
        where=Where(member="value", member_type=bool),
        program_field=_field(option),
        needs=_STOPPED,
        on=True,
        off=False,
        set_command=command,
        limit=_limit_of_course(option),
        reads=(_COURSE, _DETAILS),
        entity_category=EntityCategory.CONFIG,
    )


ENTRIES: tuple[Mapped, ...] = (
    NumberMap(
        capability=_DELAY,
        key=Attribute.DISHWASHER_DELAY_START_TIME,
        program_field="delay_start",
        needs=_STOPPED,
        command=Command.SET_DISHWASHER_DELAY_START_TIME,
        default=Bounds(0, 86340, 60),
        clock=True,
        device_class=NumberDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.SECONDS,
        shown_unit=UnitOfTime.MINUTES,
        entity_category=EntityCategory.CONFIG,
    ),
    SensorMap(
        capability=Capability.SAMSUNG_CE_DISHWASHER_JOB_STATE,
        key="dishwasherJob",
        attribute=Attribute.DISHWASHER_JOB_STATE,
        device_class=SensorDeviceClass.ENUM,
        options=["drying", "none", "rinsing", "washing"],
        details={
            "scheduled_jobs": Detail(
                Source(Capability.SAMSUNG_CE_DISHWASHER_JOB_STATE, Attribute.SCHEDULED_JOBS)
            )
        },
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
    ),
    SelectMap(
        capability=_COURSE.capability,
        key=_COURSE.attribute,
        role="program",
        program_field="program",
        needs=_STOPPED,
        command=Command.SET_WASHING_COURSE,
        supported=Source(_COURSE.capability, Attribute.SUPPORTED_COURSES),
        options=listed(
            "ai auto baby_bottle babycare chef cold_rinse daily delicate drinkware dry_only eco "
            "express extra_silence glasses heavy intensive machine_care night night_silence normal "
            "plastics pots_and_pans pre_blast pre_wash quick rinse_dry rinse_only self_clean "
            "steam_soak upper_express"
        ),
    ),
    _choice(Attribute.SELECTED_ZONE, Command.SET_SELECTED_ZONE, ["all", "lower", "none", "upper"]),
    _choice(Attribute.ZONE_BOOSTER, Command.SET_ZONE_BOOSTER, ["all", "left", "none", "right"]),
    _choice(
        Attribute.HEATED_DRY,
        Command.SET_HEATED_DRY,
        ["extra_high", "high", "low", "medium", "off"],
    ),
    _switch(Attribute.ADD_RINSE, Command.SET_ADD_RINSE),
    _switch(Attribute.DRY_PLUS, Command.SET_DRY_PLUS),
    _switch(Attribute.HEATED_DRY, Command.SET_HEATED_DRY),
    _switch(Attribute.HIGH_TEMP_WASH, Command.SET_HIGH_TEMP_WASH),
    _switch(Attribute.HOT_AIR_DRY, Command.SET_HOT_AIR_DRY),
    _switch(Attribute.MULTI_TAB, Command.SET_MULTI_TAB),
    _switch(Attribute.RINSE_PLUS, Command.SET_RINSE_PLUS),
    _switch(Attribute.SANITIZE, Command.SET_SANITIZE),
    _switch(Attribute.SANITIZING_WASH, Command.SET_SANITIZING_WASH),
    _switch(Attribute.SPEED_BOOSTER, Command.SET_SPEED_BOOSTER),
    _switch(Attribute.STEAM_SOAK, Command.SET_STEAM_SOAK),
    _switch(Attribute.STORM_WASH, Command.SET_STORM_WASH),
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
