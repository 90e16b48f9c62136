"""Triggers for doors, locks, and the mode of a location."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final, override

import voluptuous as vol
from homeassistant.components.lock import DOMAIN as LOCK_DOMAIN
from homeassistant.components.select import DOMAIN as SELECT_DOMAIN
from homeassistant.const import CONF_FOR, CONF_OPTIONS
from homeassistant.core import CALLBACK_TYPE, Context, HomeAssistant, State, callback
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.automation import DomainSpec
from homeassistant.helpers.trigger import (
    ENTITY_STATE_TRIGGER_SCHEMA,
    ENTITY_STATE_TRIGGER_SCHEMA_WITH_BEHAVIOR,
    EntityTriggerBase,
    NotTriggeredReasonReporter,
    TriggerActionRunner,
    TriggerConfig,
    TriggerNotTriggeredReporter,
)

from ..mapping.descriptions.base import AutomationFeature
from ..mapping.locks import DETAILS
from .entities import DOORS, OPEN, UNLOCKED, own_doors, own_entities, own_entities_with

CONF_FROM: Final = "from"
CONF_TO: Final = "to"
CONF_WHO: Final = "who"

_LOCKS: Final[Mapping[str, DomainSpec]] = {LOCK_DOMAIN: DomainSpec()}
_SELECTS: Final[Mapping[str, DomainSpec]] = {SELECT_DOMAIN: DomainSpec()}

_LEFT_OPEN_FOR: Final = timedelta(minutes=5)
_WITHOUT_CODE: Final = frozenset({"auto", "command", "manual"})
"""How a lock is operated without a code."""
_WITH_CODE: Final = "keypad"
"""How a lock is operated with a code, even if the lock does not report which."""
_WHO: Final = ("user_name", "code_name", "code_id")
"""What a lock reports about a code, the most helpful first."""


class DoorLeftOpenTrigger(EntityTriggerBase):
    """Fires when a door or window has been open for a time."""

    _domain_specs = DOORS
    _schema = ENTITY_STATE_TRIGGER_SCHEMA_WITH_BEHAVIOR.extend(
        {
            vol.Required(CONF_OPTIONS, default=dict): {
                vol.Required(CONF_FOR, default=_LEFT_OPEN_FOR): cv.positive_time_period
            }
        }
    )

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Return the doors and windows."""
        return own_doors(self._hass, super().entity_filter(entities))

    @override
    def is_valid_state(
        self, state: State, report_not_triggered: NotTriggeredReasonReporter
    ) -> bool:
        """Return whether the door is open."""
        return state.state in OPEN

    @override
    def is_valid_transition(self, from_state: State, to_state: State) -> bool:
        """Return whether it was closed before."""
        return from_state.state not in OPEN


class UnlockedWithCodeTrigger(EntityTriggerBase):
    """Fires when someone unlocks a door with a code, a card or a finger.

    The variables of the trigger say who, as far as the lock reports it.
    """

    _domain_specs = _LOCKS
    _schema = ENTITY_STATE_TRIGGER_SCHEMA.extend(
        {
            vol.Required(CONF_OPTIONS, default=dict): {
                vol.Optional(CONF_WHO): vol.All(cv.ensure_list, [cv.string])
            }
        }
    )

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Read the chosen people from the options."""
        super().__init__(hass, config)
        self._chosen = frozenset(name.casefold() for name in self._options.get(CONF_WHO, ()))

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Return the locks of this integration."""
        return set(own_entities(self._hass, super().entity_filter(entities)))

    @override
    def is_valid_state(
        self, state: State, report_not_triggered: NotTriggeredReasonReporter
    ) -> bool:
        """Return whether the door is unlocked, by a code of one of the chosen people."""
        if not _is_unlocked_with_code(state):
            return False
        names = {str(state.attributes.get(key, "")).casefold() for key in _WHO}
        return not self._chosen or bool(names & self._chosen)

    @override
    def is_valid_transition(self, from_state: State, to_state: State) -> bool:
        """Return whether the door was not unlocked before."""
        return from_state.state not in UNLOCKED

    @override
    async def async_attach_runner(
        self,
        run_action: TriggerActionRunner,
        did_not_trigger: TriggerNotTriggeredReporter | None = None,
    ) -> CALLBACK_TYPE:
        """Attach the trigger, and add to its variables who it was."""

        @callback
        def run_with_details(
            extra_trigger_payload: dict[str, Any],
            description: str,
            context: Context | None = None,
        ) -> asyncio.Task[Any]:
            attributes = extra_trigger_payload["to_state"].attributes
            details = {key: attributes.get(key) for key in DETAILS.values()}
            who = next((details[key] for key in _WHO if details[key] is not None), None)
            payload = {**extra_trigger_payload, **details, CONF_WHO: who}
            return run_action(payload, description, context)

        return await super().async_attach_runner(run_with_details, did_not_trigger)


def _is_unlocked_with_code(state: State) -> bool:
    method = state.attributes.get("method")
    if state.state not in UNLOCKED or method in _WITHOUT_CODE:
        return False
    return method == _WITH_CODE or any(state.attributes.get(key) for key in _WHO)


class LocationModeChangedTrigger(EntityTriggerBase):
    """Fires when a location changes from one mode to another."""

    _domain_specs = _SELECTS
    _schema = ENTITY_STATE_TRIGGER_SCHEMA.extend(
        {
            vol.Required(CONF_OPTIONS, default=dict): {
                vol.Optional(CONF_FROM): vol.All(cv.ensure_list, [cv.string]),
                vol.Optional(CONF_TO): vol.All(cv.ensure_list, [cv.string]),
            }
        }
    )

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Read the chosen modes from the options. None means any."""
        super().__init__(hass, config)
        self._from = frozenset(self._options.get(CONF_FROM, ()))
        self._to = frozenset(self._options.get(CONF_TO, ()))

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Return the selects of the modes."""
        found = super().entity_filter(entities)
        return own_entities_with(self._hass, found, AutomationFeature.LOCATION_MODE)

    @override
    def is_valid_state(
        self, state: State, report_not_triggered: NotTriggeredReasonReporter
    ) -> bool:
        """Return whether the new mode is one of the chosen ones."""
        return not self._to or state.state in self._to

    @override
    def is_valid_transition(self, from_state: State, to_state: State) -> bool:
        """Return whether the old mode is another one, and one of the chosen ones."""
        changed = from_state.state != to_state.state
        return changed and (not self._from or from_state.state in self._from)
