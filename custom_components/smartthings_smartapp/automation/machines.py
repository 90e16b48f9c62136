"""Machines that run programs: appliances with sensors for state and job, and robot vacuums."""

from collections.abc import Iterable, Mapping
from enum import Enum, auto
from typing import Final, NamedTuple

from homeassistant.components.sensor import DOMAIN as SENSOR_DOMAIN
from homeassistant.components.vacuum import DOMAIN as VACUUM_DOMAIN
from homeassistant.components.vacuum import VacuumActivity, VacuumEntityFeature
from homeassistant.const import ATTR_SUPPORTED_FEATURES
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.automation import DomainSpec

from ..const import DOMAIN
from ..mapping.descriptions.base import AutomationFeature
from .entities import component_of, own_entities

MACHINES: Final[Mapping[str, DomainSpec]] = {
    SENSOR_DOMAIN: DomainSpec(),
    VACUUM_DOMAIN: DomainSpec(),
}


class Phase(Enum):
    """What a machine does."""

    RUNNING = auto()
    PAUSED = auto()
    RETURNING = auto()
    """A robot vacuum is on its way to the dock."""
    STOPPED = auto()
    FINISHED = auto()
    """The program has just ended. Only a job has this phase."""
    FAILED = auto()


BUSY: Final = frozenset({Phase.RUNNING, Phase.PAUSED})
"""The phases of a program that has started and not ended."""

_PHASES: Final[Mapping[str, Phase]] = {
    "aborting": Phase.FAILED,
    "action_required": Phase.PAUSED,
    "error": Phase.FAILED,
    "finish": Phase.FINISHED,
    "finished": Phase.FINISHED,
    "inactive": Phase.STOPPED,
    "pause": Phase.PAUSED,
    "paused": Phase.PAUSED,
    "ready": Phase.STOPPED,
    "run": Phase.RUNNING,
    "running": Phase.RUNNING,
    "stop": Phase.STOPPED,
    "stopped": Phase.STOPPED,
    "unable_to_complete_operation": Phase.FAILED,
}
"""Phases by the states of the sensors. A job that is not in the table has no phase."""
_ACTIVITIES: Final[Mapping[str, Phase]] = {
    VacuumActivity.CLEANING: Phase.RUNNING,
    VacuumActivity.DOCKED: Phase.STOPPED,
    VacuumActivity.ERROR: Phase.FAILED,
    VacuumActivity.IDLE: Phase.STOPPED,
    VacuumActivity.PAUSED: Phase.PAUSED,
    VacuumActivity.RETURNING: Phase.RETURNING,
}


def is_vacuum(state: State) -> bool:
    """Return whether a state is that of a robot vacuum."""
    return state.domain == VACUUM_DOMAIN


def phase_of(state: State) -> Phase | None:
    """Return what a machine does, None if the state does not say it."""
    return (_ACTIVITIES if is_vacuum(state) else _PHASES).get(state.state)


def has_stopped(state: State) -> bool:
    """Return whether a machine without a job has reached the end of its program.

    A robot vacuum that can return to its dock has stopped when it is docked, not before.
    """
    if not is_vacuum(state):
        return phase_of(state) is Phase.STOPPED
    features = state.attributes.get(ATTR_SUPPORTED_FEATURES, 0)
    if state.state == VacuumActivity.IDLE:
        return not features & VacuumEntityFeature.RETURN_HOME
    return state.state == VacuumActivity.DOCKED


class Machine(NamedTuple):
    """The entities of one machine."""

    state: str | None
    """The entity that shows whether a program is running; the robot vacuum itself."""
    job: str | None
    """The sensor with a value for the end of a program."""


def machines(hass: HomeAssistant, entities: Iterable[str]) -> list[Machine]:
    """Return the machines to which entities belong, each machine once.

    A machine is a component of a device. The target may have only one of its two sensors.
    """
    registry = er.async_get(hass)
    own = own_entities(hass, entities)
    found = [Machine(key, None) for key, item in own.items() if item.domain == VACUUM_DOMAIN]
    components = {
        (item.device_id, component_of(item)) for item in own.values() if _is_of_program(item)
    }
    for device_id, component in sorted(components, key=str):
        sensors = [
            item
            for item in er.async_entries_for_device(registry, device_id or "")
            if item.platform == DOMAIN and _is_of_program(item) and component_of(item) == component
        ]
        found.append(
            Machine(
                _first(sensors, AutomationFeature.PROGRAM_STATE),
                _first(sensors, AutomationFeature.PROGRAM_JOB),
            )
        )
    return found


def _is_of_program(item: er.RegistryEntry) -> bool:
    features = AutomationFeature.PROGRAM_STATE | AutomationFeature.PROGRAM_JOB
    return item.domain == SENSOR_DOMAIN and bool(item.supported_features & features)


def _first(sensors: Iterable[er.RegistryEntry], feature: AutomationFeature) -> str | None:
    return next((item.entity_id for item in sensors if item.supported_features & feature), None)
