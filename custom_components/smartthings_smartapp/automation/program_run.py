"""The run of a program: whether it has finished or was interrupted."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, State, callback
from homeassistant.helpers.event import async_call_later

from .machines import BUSY, Machine, Phase, has_stopped, is_vacuum, phase_of

_JOB_REPORTED_WITHIN: Final = 10.0
"""Seconds within which a job reports the end of a program after the machine has stopped.

Job and state are two attributes, whose events may come in either order.
"""
_NO_JOB: Final = frozenset({"none", "ready", STATE_UNAVAILABLE, STATE_UNKNOWN})
"""States of a job that say nothing about a program."""

type Ended = Callable[[bool], None]
"""Called at the end of a run with whether the program has finished."""


class ProgramRun:
    """Follows the program of one machine.

    The job has a value for the end. Many appliances report no job at all, so that a stop is the
    end, as for a machine that has only a state.
    """

    def __init__(self, hass: HomeAssistant, machine: Machine) -> None:
        """Start without a program."""
        self._hass = hass
        self._machine = machine
        self._has_finished = False
        self._has_job = self._current_job not in _NO_JOB
        self._cancel_timer: CALLBACK_TYPE | None = None

    @property
    def _current_job(self) -> str:
        state = self._hass.states.get(self._machine.job) if self._machine.job else None
        return state.state if state else STATE_UNKNOWN

    @callback
    def changed(self, before: State, now: State, ended: Ended) -> None:
        """Process a change of one of the entities."""
        if now.entity_id == self._machine.job:
            self._job_changed(before, now, ended)
        if now.entity_id == self._machine.state:
            self._state_changed(before, now, ended)

    @callback
    def _job_changed(self, before: State, now: State, ended: Ended) -> None:
        if phase_of(now) is Phase.FINISHED:
            self.cancel()
            if not self._has_finished:
                self._has_finished = True
                ended(True)  # noqa: FBT003 (the only argument)
        elif before.state in _NO_JOB:
            self._has_finished = False
        self._has_job = self._has_job or not {before.state, now.state} <= _NO_JOB

    @callback
    def _state_changed(self, before: State, now: State, ended: Ended) -> None:
        was, phase = phase_of(before), phase_of(now)
        was_busy = was in BUSY or was is Phase.RETURNING
        if phase is Phase.RUNNING:
            self.cancel()
            if not was_busy:
                self._has_finished = False
                self._has_job = self._current_job not in _NO_JOB
        elif phase is Phase.FAILED and was_busy:
            ended(False)  # noqa: FBT003 (the only argument)
        elif was_busy and has_stopped(now) and not (is_vacuum(now) and was is Phase.PAUSED):
            self._stopped(ended)

    @callback
    def _stopped(self, ended: Ended) -> None:
        """End the run, by the job if it reports the end soon."""
        if self._machine.job in (None, self._machine.state):
            ended(True)  # noqa: FBT003 (the only argument)
            return
        if self._has_finished:
            return

        @callback
        def stay_stopped(_now: datetime) -> None:
            self._cancel_timer = None
            ended(not self._has_job)

        self.cancel()
        self._cancel_timer = async_call_later(self._hass, _JOB_REPORTED_WITHIN, stay_stopped)

    @callback
    def cancel(self) -> None:
        """Stop waiting for the job."""
        if self._cancel_timer is not None:
            self._cancel_timer()
            self._cancel_timer = None
