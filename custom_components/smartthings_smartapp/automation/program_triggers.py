"""Triggers for programs of machines: started, paused, finished, interrupted."""

from collections.abc import Callable
from datetime import datetime
from typing import Final, override

import voluptuous as vol
from homeassistant.const import ATTR_ENTITY_ID, CONF_FOR, CONF_OPTIONS
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, State, callback
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.event import async_call_later
from homeassistant.helpers.target import (
    TargetStateChangedData,
    async_track_target_selector_state_change_event,
)
from homeassistant.helpers.trigger import (
    ENTITY_STATE_TRIGGER_SCHEMA,
    EntityTriggerBase,
    NotTriggeredReasonReporter,
    TriggerActionRunner,
    TriggerNotTriggeredReporter,
)

from .machines import BUSY, MACHINES, Machine, Phase, has_stopped, is_vacuum, machines, phase_of

_END_REPORTED_WITHIN: Final = 10.0
"""Seconds within which the end of a program is reported after the machine has stopped.

Job and state are two attributes, whose events may come in either order.
"""


class _ProgramTrigger(EntityTriggerBase):
    """Follows one entity of each machine of the target."""

    _domain_specs = MACHINES
    _schema = ENTITY_STATE_TRIGGER_SCHEMA

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Return the entity with the state of each machine."""
        return {machine.state for machine in self._machines(entities) if machine.state}

    def _machines(self, entities: set[str]) -> list[Machine]:
        return machines(self._hass, super().entity_filter(entities))


class ProgramStartedTrigger(_ProgramTrigger):
    """Fires when a machine starts a program. Going on after a pause is no start."""

    @override
    def is_valid_state(
        self, state: State, report_not_triggered: NotTriggeredReasonReporter
    ) -> bool:
        """Return whether a program is running."""
        return phase_of(state) is Phase.RUNNING

    @override
    def is_valid_transition(self, from_state: State, to_state: State) -> bool:
        """Return whether none was running before."""
        return phase_of(from_state) not in BUSY


class ProgramPausedTrigger(_ProgramTrigger):
    """Fires when a machine pauses its program, or when the pause has lasted for a time."""

    _schema = ENTITY_STATE_TRIGGER_SCHEMA.extend(
        {
            vol.Required(CONF_OPTIONS, default=dict): {
                vol.Optional(CONF_FOR): cv.positive_time_period
            }
        }
    )

    @override
    def is_valid_state(
        self, state: State, report_not_triggered: NotTriggeredReasonReporter
    ) -> bool:
        """Return whether the program is paused."""
        return phase_of(state) is Phase.PAUSED

    @override
    def is_valid_transition(self, from_state: State, to_state: State) -> bool:
        """Return whether the program was running before."""
        return phase_of(from_state) is Phase.RUNNING


class ProgramFinishedTrigger(_ProgramTrigger):
    """Fires when a machine has finished its program.

    A machine that reports its job has a value for the end. A machine that reports only its state
    has finished when it stops, a robot vacuum when it is back in its dock.
    """

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Return the sensor with the job of each machine, else the entity with its state."""
        return {machine.end for machine in self._machines(entities) if machine.end}

    @override
    def is_valid_state(
        self, state: State, report_not_triggered: NotTriggeredReasonReporter
    ) -> bool:
        """Return whether no program is running any more."""
        return phase_of(state) is Phase.FINISHED or has_stopped(state)

    @override
    def is_valid_transition(self, from_state: State, to_state: State) -> bool:
        """Return whether the program has just ended."""
        if phase_of(to_state) is Phase.FINISHED:
            return phase_of(from_state) is not Phase.FINISHED
        busy = {Phase.RUNNING, Phase.RETURNING} if is_vacuum(to_state) else BUSY
        return phase_of(from_state) in busy


class _Run:
    """Finds out whether the program of a machine was interrupted."""

    def __init__(self, hass: HomeAssistant, machine: Machine) -> None:
        """Start without a program."""
        self._hass = hass
        self._machine = machine
        self._has_finished = False
        self._cancel_timer: CALLBACK_TYPE | None = None

    @callback
    def changed(self, before: State, now: State, interrupt: Callable[[], None]) -> None:
        """Process a change of one of the sensors; ``interrupt`` is called when it ends the run."""
        phase = phase_of(now)
        if phase is Phase.FINISHED:
            self._has_finished = True
            self.cancel()
        if now.entity_id != self._machine.state:
            return
        was_busy = phase_of(before) in BUSY or phase_of(before) is Phase.RETURNING
        if phase is Phase.RUNNING and not was_busy:
            self._has_finished = False
            self.cancel()
        elif phase is Phase.FAILED and was_busy:
            interrupt()
        elif phase is Phase.STOPPED and was_busy and self._can_be_interrupted:
            self._wait(interrupt)

    @property
    def _can_be_interrupted(self) -> bool:
        """Whether a stop is no end: a job reports the end, and has not reported it."""
        job = self._machine.job
        if job is None or job == self._machine.state or self._has_finished:
            return False
        state = self._hass.states.get(job)
        return state is not None and phase_of(state) is not Phase.FINISHED

    def _wait(self, interrupt: Callable[[], None]) -> None:
        """Interrupt the run, unless its end is reported soon or the machine runs again."""

        @callback
        def stay_stopped(_now: datetime) -> None:
            self._cancel_timer = None
            interrupt()

        self.cancel()
        self._cancel_timer = async_call_later(self._hass, _END_REPORTED_WITHIN, stay_stopped)

    @callback
    def cancel(self) -> None:
        """Stop waiting."""
        if self._cancel_timer is not None:
            self._cancel_timer()
            self._cancel_timer = None


class ProgramInterruptedTrigger(_ProgramTrigger):
    """Fires when a program ends before it is finished.

    That is an error, or a stop of a machine whose job has a value for the end of a program.
    """

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Return both sensors of each machine."""
        return {item for machine in self._machines(entities) for item in machine if item}

    @override
    async def async_attach_runner(
        self,
        run_action: TriggerActionRunner,
        did_not_trigger: TriggerNotTriggeredReporter | None = None,
    ) -> CALLBACK_TYPE:
        """Follow the run of each machine."""
        runs: dict[Machine, _Run] = {}

        @callback
        def changed(data: TargetStateChangedData) -> None:
            event = data.state_change_event
            before, now = event.data["old_state"], event.data["new_state"]
            if before is None or now is None or {before.state, now.state} & self._excluded_states:
                return

            @callback
            def interrupt() -> None:
                facts = {ATTR_ENTITY_ID: now.entity_id, "from_state": before, "to_state": now}
                run_action(facts, f"state of {now.entity_id}", event.context)

            for machine in machines(self._hass, {now.entity_id}):
                runs.setdefault(machine, _Run(self._hass, machine)).changed(before, now, interrupt)

        stop_tracking = await async_track_target_selector_state_change_event(
            self._hass, self._target, changed, self.entity_filter
        )

        @callback
        def detach() -> None:
            stop_tracking()
            for run in runs.values():
                run.cancel()

        return detach
