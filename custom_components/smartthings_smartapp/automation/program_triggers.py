"""Triggers for programs of machines: started, paused, finished, interrupted."""

from typing import ClassVar, override

import voluptuous as vol
from homeassistant.const import ATTR_ENTITY_ID, CONF_FOR, CONF_OPTIONS
from homeassistant.core import CALLBACK_TYPE, State, callback
from homeassistant.helpers import config_validation as cv
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

from .machines import BUSY, MACHINES, Machine, Phase, machines, phase_of
from .program_run import ProgramRun


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
    """Fires when a machine starts a program. Resuming after a pause does not count."""

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


class _EndTrigger(_ProgramTrigger):
    """Follows the runs of machines by both of their sensors."""

    _finished: ClassVar[bool]
    """Whether the trigger fires for programs that have finished, or for interrupted ones."""

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
        runs: dict[Machine, ProgramRun] = {}

        @callback
        def changed(data: TargetStateChangedData) -> None:
            event = data.state_change_event
            before, now = event.data["old_state"], event.data["new_state"]
            if before is None or now is None or {before.state, now.state} & self._excluded_states:
                return

            @callback
            def ended(finished: bool) -> None:  # noqa: FBT001 (the only argument)
                if finished is self._finished:
                    facts = {ATTR_ENTITY_ID: now.entity_id, "from_state": before, "to_state": now}
                    run_action(facts, f"state of {now.entity_id}", event.context)

            for machine in machines(self._hass, {now.entity_id}):
                if machine not in runs:
                    runs[machine] = ProgramRun(self._hass, machine)
                runs[machine].changed(before, now, ended)

        stop_tracking = await async_track_target_selector_state_change_event(
            self._hass, self._target, changed, self.entity_filter
        )

        @callback
        def detach() -> None:
            stop_tracking()
            for run in runs.values():
                run.cancel()

        return detach


class ProgramFinishedTrigger(_EndTrigger):
    """Fires when a machine has finished its program.

    A machine that reports its job has a value for the end. A machine that reports only its state
    has finished when it stops, a robot vacuum when it is back in its dock.
    """

    _finished = True


class ProgramInterruptedTrigger(_EndTrigger):
    """Fires when a program ends before it is finished.

    That is an error, or a stop of a machine that reports its job.
    """

    _finished = False
