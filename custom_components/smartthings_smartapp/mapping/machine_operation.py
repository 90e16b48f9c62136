"""The operation of machines that run a program: washers, dryers, dishwashers, ovens and so on.

For each machine, this has the state, the job, the progress, the times, and the buttons that start
and stop it. Settings of the next run are in the modules of the appliances.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import EntityCategory, UnitOfRatio, UnitOfTime

from ..cloud.json_types import Json
from .appliances import REMOTE_CONTROL
from .descriptions.base import (
    NO_DETAILS,
    AutomationFeature,
    Detail,
    Mapped,
    Need,
    Source,
    Where,
)
from .descriptions.controls import ButtonMap
from .descriptions.sensors import BinarySensorMap, SensorMap
from .descriptions.values import Condition
from .vocabulary import Attribute, Capability, Command
from .words import listed

type _Phase = Literal["ready", "running", "paused"]


class _Button(NamedTuple):
    """A command for the operation, and the phases in which it is accepted."""

    key: str
    command: str
    phases: tuple[_Phase, ...]
    error: str
    """Key of the text that is shown in any other phase."""
    arguments: tuple[Json, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Machine:
    """How a capability reports and controls the operation of a machine."""

    capability: str
    state: str
    """Attribute with the state."""
    words: dict[_Phase, str]
    """The words of the state by phase. Other words are in no phase."""
    text: str
    """Key of the texts of the states."""
    states: list[str]
    job: str = ""
    """Attribute with the job, if there is any."""
    jobs: list[str] | None = None
    progress: str = ""
    """Attribute with the progress, if there is any."""
    minutes: tuple[str, ...] = ()
    """Attributes with a time in minutes."""
    scheduled: str = ""
    """Attribute with the jobs of the program, each with its time."""
    more_jobs: tuple[str, ...] = ()
    """Attributes that repeat the job, or the jobs, with other words."""
    buttons: tuple[_Button, ...] = ()


_READY_RUNNING_PAUSED: dict[_Phase, str] = {
    "ready": "ready",
    "running": "running",
    "paused": "paused",
}
_STOP_RUN_PAUSE: dict[_Phase, str] = {"ready": "stop", "running": "run", "paused": "pause"}
_START = _Button("start", Command.START, ("ready",), "not_ready")
_PAUSE = _Button("pause", Command.PAUSE, ("running",), "not_running")
_RESUME = _Button("resume", Command.RESUME, ("paused",), "not_paused")
_CANCEL = _Button("cancel", Command.CANCEL, ("running", "paused"), "nothing_to_cancel")
_STOP = _Button("stop", Command.STOP, ("running", "paused"), "nothing_to_cancel")
_START_OVEN = _Button("start", Command.START, ("ready", "paused"), "already_running")

_WASHER_JOBS = listed(
    "ai_rinse ai_spin ai_wash air_wash cooling delay_wash drying finish freeze_protection none "
    "pre_wash rinse spin wash weight_sensing wrinkle_prevent"
)
_DRYER_JOBS = listed(
    "ai_drying continuous_dehumidifying cooling dehumidifying delay_wash drying finished "
    "freeze_protection internal_care none refreshing sanitizing thawing_frozen_inside "
    "weight_sensing wrinkle_prevent"
)
_DISHWASHER_JOBS = listed(
    "air_wash cooling drying finish none pre_drain pre_wash rinse spin wash wrinkle_prevent"
)
_OVEN_JOBS = listed(
    "cleaning cooking cooling defrosting draining fast_preheat finished preheat ready rinsing "
    "scheduled_end scheduled_start searing sensing stone_heating time_hold_preheat warming"
)


# Standard capabilities


def _standard(  # noqa: PLR0913 (the facts about a capability)
    capability: str,
    *,
    job: str,
    jobs: list[str],
    progress: str = "",
    state: str = Attribute.MACHINE_STATE,
    command: str = Command.SET_MACHINE_STATE,
    minutes: tuple[str, ...] = (),
) -> _Machine:
    """Return a machine with one command that sets the state: ``run``, ``pause`` or ``stop``."""
    return _Machine(
        capability=capability,
        state=state,
        words=_STOP_RUN_PAUSE,
        text="machine_state",
        states=["pause", "run", "stop"],
        job=job,
        jobs=jobs,
        progress=progress,
        minutes=minutes,
        buttons=(
            # ``run`` also resumes.
            _Button("startOrResume", command, ("ready", "paused"), "already_running", ("run",)),
            _PAUSE._replace(command=command, arguments=("pause",)),
            _CANCEL._replace(command=command, arguments=("stop",)),
        ),
    )


_WASHER = _standard(
    Capability.WASHER_OPERATING_STATE, job=Attribute.WASHER_JOB_STATE, jobs=_WASHER_JOBS
)
_OLD_WASHER = _standard(
    Capability.WASHER_OPERATIONAL_STATE, job=Attribute.WASHER_JOB_STATE, jobs=_WASHER_JOBS
)
_DRYER = _standard(
    Capability.DRYER_OPERATING_STATE, job=Attribute.DRYER_JOB_STATE, jobs=_DRYER_JOBS
)
_DISHWASHER = _standard(
    Capability.DISHWASHER_OPERATING_STATE,
    job=Attribute.DISHWASHER_JOB_STATE,
    jobs=_DISHWASHER_JOBS,
    progress=Attribute.PROGRESS,
)
_OLD_DISHWASHER = _standard(
    Capability.DISHWASHER_OPERATIONAL_STATE,
    job=Attribute.DISHWASHER_JOB_STATE,
    jobs=_DISHWASHER_JOBS,
)
_STEAM_CLOSET = _standard(
    Capability.CUSTOM_STEAM_CLOSET_OPERATING_STATE,
    state=Attribute.STEAM_CLOSET_MACHINE_STATE,
    command=Command.SET_STEAM_CLOSET_MACHINE_STATE,
    job=Attribute.STEAM_CLOSET_JOB_STATE,
    jobs=listed("airwashing cooling drying finish none steaming"),
    progress=Attribute.PROGRESS,
    minutes=(Attribute.REMAINING_TIME,),
)
_MATTER = _Machine(
    capability=Capability.OPERATIONAL_STATE,
    state=Attribute.OPERATIONAL_STATE,
    words={**_READY_RUNNING_PAUSED, "ready": "stopped"},
    text="operational_state",
    states=listed(
        "command_invalid_in_current_state error paused running standby stopped "
        "unable_to_complete_operation unable_to_start_or_resume"
    ),
    buttons=(_START, _PAUSE, _RESUME, _STOP),
)


# Samsung's own capabilities


def _samsung(  # noqa: PLR0913 (the facts about a capability)
    capability: str,
    *,
    job: str = "",
    jobs: list[str] | None = None,
    progress: str = "",
    minutes: tuple[str, ...] = (),
    scheduled: str = "",
    more_jobs: tuple[str, ...] = (),
    cancel: _Button = _CANCEL,
) -> _Machine:
    """Return a machine of Samsung, with a command for each button."""
    return _Machine(
        capability=capability,
        state=Attribute.OPERATING_STATE,
        words=_READY_RUNNING_PAUSED,
        text="appliance_state",
        states=["paused", "ready", "running"],
        job=job,
        jobs=jobs,
        progress=progress,
        minutes=minutes,
        scheduled=scheduled,
        more_jobs=more_jobs,
        buttons=(_START, _PAUSE, _RESUME, cancel),
    )


_SAMSUNG_WASHER = _samsung(
    Capability.SAMSUNG_CE_WASHER_OPERATING_STATE,
    job=Attribute.WASHER_JOB_STATE,
    jobs=_WASHER_JOBS,
    progress=Attribute.PROGRESS,
    minutes=(Attribute.REMAINING_TIME, Attribute.OPERATION_TIME),
    scheduled=Attribute.SCHEDULED_JOBS,
    more_jobs=(Attribute.WASHER_JOB_PHASE, Attribute.SCHEDULED_PHASES),
)
_SAMSUNG_DRYER = _samsung(
    Capability.SAMSUNG_CE_DRYER_OPERATING_STATE,
    job=Attribute.DRYER_JOB_STATE,
    jobs=_DRYER_JOBS,
    progress=Attribute.PROGRESS,
    minutes=(Attribute.REMAINING_TIME,),
    scheduled=Attribute.SCHEDULED_JOBS,
)
_SAMSUNG_DISHWASHER = _samsung(
    Capability.SAMSUNG_CE_DISHWASHER_OPERATION,
    progress=Attribute.PROGRESS_PERCENTAGE,
    minutes=(Attribute.REMAINING_TIME, Attribute.OPERATION_TIME, Attribute.TIME_LEFT_TO_START),
    # The argument is whether the water is pumped out too.
    cancel=_CANCEL._replace(arguments=(True,)),
)
_MICROFIBER_FILTER = _samsung(Capability.SAMSUNG_CE_MICROFIBER_FILTER_OPERATING_STATE)


# Ovens


def _oven(capability: str, *buttons: _Button, state: str = Attribute.MACHINE_STATE) -> _Machine:
    """Return an oven. Its three capabilities report the same."""
    return _Machine(
        capability=capability,
        state=state,
        words=_READY_RUNNING_PAUSED,
        text="oven_machine_state",
        states=["paused", "ready", "running"],
        job=Attribute.OVEN_JOB_STATE,
        jobs=_OVEN_JOBS,
        progress=Attribute.PROGRESS,
        buttons=buttons,
    )


_PAUSE_OVEN = _PAUSE._replace(command=Command.SET_MACHINE_STATE, arguments=("paused",))
_OVEN = _oven(Capability.OVEN_OPERATING_STATE, _START_OVEN, _PAUSE_OVEN, _STOP)
_OLD_OVEN = _oven(Capability.OVEN_OPERATIONAL_STATE, _PAUSE_OVEN, _STOP)
_SAMSUNG_OVEN = _oven(
    Capability.SAMSUNG_CE_OVEN_OPERATING_STATE,
    _START_OVEN,
    _PAUSE,
    _STOP,
    state=Attribute.OPERATING_STATE,
)
_OVENS = (_OVEN, _OLD_OVEN, _SAMSUNG_OVEN)


# Entries. A machine with several of the capabilities gets one entity for each role: the first whose
# attribute has a value. The orders below are part of the unique ids.


def _state(machine: _Machine) -> SensorMap:
    """Return the state of a machine."""
    return SensorMap(
        capability=machine.capability,
        key=machine.state,
        translation_key=machine.text,
        role="machine_state",
        automation=AutomationFeature.PROGRAM_STATE,
        device_class=SensorDeviceClass.ENUM,
        options=machine.states,
    )


def _completion(machine: _Machine) -> SensorMap:
    """Return the time at which a program ends."""
    words = machine.words
    return SensorMap(
        capability=machine.capability,
        key=Attribute.COMPLETION_TIME,
        device_class=SensorDeviceClass.TIMESTAMP,
        running_while=Condition(
            Source(machine.capability, machine.state), (words["running"], words["paused"])
        ),
    )


def _known_job(word: Json) -> str | None:
    """Return the word of a job. Without a job, dishwashers report ``unknown``, others ``none``."""
    if word == "unknown":
        return "none"
    return word if isinstance(word, str) else None


def _job(machine: _Machine) -> SensorMap:
    """Return the job of a machine. An oven always has one."""
    return SensorMap(
        capability=machine.capability,
        key=machine.job,
        role="job_state",
        automation=AutomationFeature.PROGRAM_JOB,
        convert=None if machine in _OVENS else _known_job,
        device_class=SensorDeviceClass.ENUM,
        options=machine.jobs,
    )


def _progress(machine: _Machine) -> SensorMap:
    """Return the progress of a program. It is disabled by default for ovens."""
    is_oven = machine in _OVENS
    return SensorMap(
        capability=machine.capability,
        key=machine.progress,
        translation_key="progress",
        where=Where(reported=() if is_oven else (machine.progress,)),
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
        entity_registry_enabled_default=not is_oven,
    )


def _scheduled(machine: _Machine) -> Mapping[str, Detail]:
    """Return the jobs of the program with their times, if the machine reports them."""
    if not machine.scheduled:
        return NO_DETAILS
    return {"scheduled_jobs": Detail(Source(machine.capability, machine.scheduled))}


def _minutes(machine: _Machine) -> Iterator[SensorMap]:
    """Yield the times of a program. Only the remaining time is enabled by default."""
    for key in machine.minutes:
        yield SensorMap(
            capability=machine.capability,
            key=key,
            where=Where(reported=(key,)),
            mirrors=tuple(Source(machine.capability, attribute) for attribute in machine.more_jobs),
            details=_scheduled(machine) if key == Attribute.REMAINING_TIME else NO_DETAILS,
            device_class=SensorDeviceClass.DURATION,
            native_unit_of_measurement=UnitOfTime.MINUTES,
            entity_registry_enabled_default=key == Attribute.REMAINING_TIME,
        )


def _buttons(machine: _Machine, *keys: str) -> Iterator[ButtonMap]:
    """Yield the buttons of a machine: those with the keys, or all."""
    source = Source(machine.capability, machine.state)
    for button in machine.buttons:
        if not keys or button.key in keys:
            values = tuple(machine.words[phase] for phase in button.phases)
            yield ButtonMap(
                capability=source.capability,
                key=button.key,
                attribute=source.attribute,
                translation_key="start" if button.key == "startOrResume" else None,
                program_field="start" if button.key in ("start", "startOrResume") else "",
                needs=(REMOTE_CONTROL, Need(source=source, values=values, error=button.error)),
                command=button.command,
                arguments=button.arguments,
            )


def _mode(capability: str, key: str) -> SensorMap:
    """Return the mode of a machine, which has no texts."""
    return SensorMap(
        capability=capability, key=key, role="mode", entity_category=EntityCategory.DIAGNOSTIC
    )


def _cook_time(machine: _Machine) -> SensorMap:
    """Return the time for which an oven is set, which the number of Samsung's capability shows."""
    return SensorMap(
        capability=machine.capability,
        key=Attribute.OPERATION_TIME,
        translation_key="cook_time",
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.SECONDS,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
    )


_STANDARD = (_DISHWASHER, _DRYER, _WASHER, _OLD_DISHWASHER, _OLD_WASHER, _STEAM_CLOSET)
_SAMSUNG = (_SAMSUNG_WASHER, _SAMSUNG_DRYER, _SAMSUNG_DISHWASHER)

ENTRIES: tuple[Mapped, ...] = (
    BinarySensorMap(
        capability=Capability.REMOTE_CONTROL_STATUS,
        key=Attribute.REMOTE_CONTROL_ENABLED,
        on=("true", True),
        translation_key="remote_control",
    ),
    *map(_state, (*_STANDARD, _MATTER, *_SAMSUNG, _MICROFIBER_FILTER, *_OVENS)),
    *map(_completion, (*_STANDARD, *_OVENS)),
    _mode(Capability.DISHWASHER_MODE, Attribute.DISHWASHER_MODE),
    _mode(Capability.DRYER_MODE, Attribute.DRYER_MODE),
    _mode(Capability.WASHER_MODE, Attribute.WASHER_MODE),
    *map(_job, (_WASHER, _OLD_WASHER, _DRYER, _DISHWASHER, _OLD_DISHWASHER, _STEAM_CLOSET)),
    *map(_job, (_SAMSUNG_WASHER, _SAMSUNG_DRYER, *_OVENS)),
    *map(_progress, (*_SAMSUNG, _STEAM_CLOSET, _DISHWASHER, *_OVENS)),
    # Dishwashers before 2020 have the job and the progress in capabilities of their own.
    SensorMap(
        capability=Capability.CUSTOM_DISHWASHER_OPERATING_PROGRESS,
        key=Attribute.DISHWASHER_OPERATING_PROGRESS,
        translation_key="dishwasher_job_state",
        role="job_state",
        where=Where(reported=(Attribute.DISHWASHER_OPERATING_PROGRESS,)),
        automation=AutomationFeature.PROGRAM_JOB,
        convert=_known_job,
        device_class=SensorDeviceClass.ENUM,
        options=_DISHWASHER_JOBS,
    ),
    SensorMap(
        capability=Capability.CUSTOM_DISHWASHER_OPERATING_PERCENTAGE,
        key=Attribute.DISHWASHER_OPERATING_PERCENTAGE,
        translation_key="progress",
        where=Where(reported=(Attribute.DISHWASHER_OPERATING_PERCENTAGE,)),
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
    ),
    *map(_cook_time, (_OVEN, _OLD_OVEN)),
    *(entry for machine in (*_SAMSUNG, _STEAM_CLOSET) for entry in _minutes(machine)),
    # Samsung's own capabilities have more commands than the standard ones.
    *(
        button
        for machine in (*_SAMSUNG, *_STANDARD, _MICROFIBER_FILTER, _MATTER)
        for button in _buttons(machine)
    ),
    *(
        button
        for machine in (_SAMSUNG_OVEN, _OVEN, _OLD_OVEN)
        for button in _buttons(machine, "start", "pause")
    ),
    *(button for machine in _OVENS for button in _buttons(machine, "stop")),
)
