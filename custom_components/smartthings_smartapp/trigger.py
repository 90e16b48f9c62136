"""Automation triggers for targets: a pressed button, a finished program."""

from collections.abc import Mapping
from typing import Final, override

import voluptuous as vol
from homeassistant.components.event import ATTR_EVENT_TYPE, EventDeviceClass
from homeassistant.components.event import DOMAIN as EVENT_DOMAIN
from homeassistant.components.sensor import DOMAIN as SENSOR_DOMAIN
from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.const import CONF_OPTIONS
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.automation import DomainSpec
from homeassistant.helpers.trigger import (
    ENTITY_STATE_TRIGGER_SCHEMA,
    EntityTriggerBase,
    NotTriggeredReasonReporter,
    StatelessEntityTriggerBase,
    Trigger,
    TriggerConfig,
)

from .const import DOMAIN

_JOBS: Final = frozenset(
    {
        "dishwasher_job_state",
        "dryer_job_state",
        "operation_state",
        "oven_job_state",
        "washer_job_state",
    }
)
"""Translation keys of the sensors with a value for the end of a program."""
_STATES: Final = frozenset(
    {"appliance_state", "machine_state", "operational_state", "oven_machine_state"}
)
"""Translation keys of the sensors that show whether a machine is running."""
_FINISHED: Final = frozenset({"finish", "finished"})
_RUNNING: Final = frozenset({"pause", "paused", "run", "running"})
_STOPPED: Final = frozenset({"ready", "stop", "stopped"})


def _own(hass: HomeAssistant, entities: set[str]) -> dict[str, er.RegistryEntry]:
    """Return the entities of this integration, by entity id."""
    registry = er.async_get(hass)
    found = ((entity_id, registry.async_get(entity_id)) for entity_id in entities)
    return {entity_id: item for entity_id, item in found if item and item.platform == DOMAIN}


class ButtonPressedTrigger(StatelessEntityTriggerBase):
    """Fires when a button is pressed, in any way or in one of the selected ways."""

    _domain_specs: Mapping[str, DomainSpec] = {
        EVENT_DOMAIN: DomainSpec(device_class=EventDeviceClass.BUTTON)
    }
    _schema = ENTITY_STATE_TRIGGER_SCHEMA.extend(
        {
            vol.Optional(CONF_OPTIONS, default=dict): {
                vol.Optional(ATTR_EVENT_TYPE): vol.All(cv.ensure_list, [cv.string])
            }
        }
    )

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Read the selected presses from the options."""
        super().__init__(hass, config)
        self._presses = frozenset(self._options.get(ATTR_EVENT_TYPE, ()))

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Return the buttons of this integration."""
        return set(_own(self._hass, super().entity_filter(entities)))

    @override
    def is_valid_state(
        self, state: State, report_not_triggered: NotTriggeredReasonReporter
    ) -> bool:
        """Return whether the press is one of the selected ones."""
        return not self._presses or state.attributes.get(ATTR_EVENT_TYPE) in self._presses


class ProgramFinishedTrigger(EntityTriggerBase):
    """Fires when a washer, dryer, dishwasher or oven has finished its program.

    A machine that reports its job has a value for the end. A machine that reports only its state
    has finished when it stops.
    """

    _domain_specs: Mapping[str, DomainSpec] = {
        SENSOR_DOMAIN: DomainSpec(device_class=SensorDeviceClass.ENUM)
    }
    _schema = ENTITY_STATE_TRIGGER_SCHEMA

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Return one sensor for each machine: that of its job, else that of its state."""
        own = _own(self._hass, super().entity_filter(entities))
        jobs = {key: item for key, item in own.items() if item.translation_key in _JOBS}
        reporting = {item.device_id for item in jobs.values()}
        states = {
            key
            for key, item in own.items()
            if item.translation_key in _STATES and item.device_id not in reporting
        }
        return states | set(jobs)

    @override
    def is_valid_state(
        self, state: State, report_not_triggered: NotTriggeredReasonReporter
    ) -> bool:
        """Return whether a machine in this state is not running."""
        return state.state in _FINISHED | _STOPPED

    @override
    def is_valid_transition(self, from_state: State, to_state: State) -> bool:
        """Return whether the program has just ended."""
        if to_state.state in _FINISHED:
            return from_state.state not in _FINISHED
        return from_state.state in _RUNNING


TRIGGERS: Final[dict[str, type[Trigger]]] = {
    "button_pressed": ButtonPressedTrigger,
    "program_finished": ProgramFinishedTrigger,
}


async def async_get_triggers(hass: HomeAssistant) -> dict[str, type[Trigger]]:
    """Return the triggers by name."""
    return TRIGGERS
