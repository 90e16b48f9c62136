"""Tasks and timers of a loaded entry, which end when it is unloaded."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later, async_track_time_interval

type Action = Callable[[], Coroutine[Any, Any, None] | None]
"""What a timer does: returns a coroutine to start, or None after a callback."""

type Schedule = Callable[[float, Action], CALLBACK_TYPE]
"""Runs an action after so many seconds; returns a function that cancels it."""


class Timer:
    """A timer that runs its action once; setting it again replaces the earlier time."""

    def __init__(self, schedule: Schedule, action: Action) -> None:
        """Create a timer that is not set."""
        self._schedule = schedule
        self._action = action
        self._cancel: CALLBACK_TYPE | None = None

    @property
    def is_set(self) -> bool:
        """Whether the action will run."""
        return self._cancel is not None

    @callback
    def set(self, seconds: float) -> None:
        """Run the action after so many seconds."""
        self.cancel()
        self._cancel = self._schedule(seconds, self._due)

    @callback
    def cancel(self) -> None:
        """Cancel the timer if it is set."""
        if self._cancel is not None:
            self._cancel()
            self._cancel = None

    @callback
    def _due(self) -> Coroutine[Any, Any, None] | None:
        self._cancel = None
        return self._action()


def hass_timer(hass: Callable[[], HomeAssistant], action: Action, name: str) -> Timer:
    """Return a timer that belongs to no entry; ``hass`` is called when it is set."""

    @callback
    def schedule(seconds: float, due: Action) -> CALLBACK_TYPE:
        @callback
        def run(_now: datetime) -> None:
            if (work := due()) is not None:
                hass().async_create_background_task(work, name)

        return async_call_later(hass(), seconds, HassJob(run, name, cancel_on_shutdown=True))

    return Timer(schedule, action)


class Lifetime:
    """Starts background work of a loaded entry, and refuses it after the unload.

    A task that is left over from an earlier set-up would act on the next one.
    """

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        """Begin; the unload of the entry and a failed set-up end it."""
        self.hass = hass
        self.entry = entry
        self._tasks: set[asyncio.Task[Any]] = set()
        self._timers: set[CALLBACK_TYPE] = set()
        self._ended = False
        entry.async_on_unload(self.end)

    @callback
    def end(self) -> None:
        """Cancel all tasks and timers."""
        self._ended = True
        for cancel in self._timers:
            cancel()
        self._timers.clear()
        for task in self._tasks:
            task.cancel("The entry is unloaded")

    @callback
    def start[T](
        self, work: Coroutine[Any, Any, T], name: str, *, eager: bool = True
    ) -> asyncio.Task[T]:
        """Start a background task of the entry; after the end it is cancelled immediately."""
        task = self.entry.async_create_background_task(
            self.hass, work, name, eager_start=eager and not self._ended
        )
        if self._ended:
            task.cancel("The entry is unloaded")
        else:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return task

    async def run[T](self, work: Coroutine[Any, Any, T], name: str) -> T:
        """Wait for work of the entry in a task that may outlive it.

        Raises CancelledError when the entry is unloaded before the work is done.
        """
        return await self.start(work, name)

    @callback
    def after(self, seconds: float, action: Action, name: str) -> CALLBACK_TYPE:
        """Run an action after so many seconds; return a function that cancels it."""

        @callback
        def due(_now: datetime) -> None:
            self._timers.discard(cancel)
            self._act(action, name)

        job = HassJob(due, name, cancel_on_shutdown=True)
        cancel = self._hold(lambda: async_call_later(self.hass, seconds, job))
        return lambda: self._drop(cancel)

    @callback
    def timer(self, action: Action, name: str) -> Timer:
        """Return a timer that can be set again and again until the entry is unloaded."""
        return Timer(lambda seconds, due: self.after(seconds, due, name), action)

    @callback
    def every(self, interval: timedelta, action: Action, name: str) -> CALLBACK_TYPE:
        """Run an action at an interval; return a function that cancels it."""

        @callback
        def due(_now: datetime) -> None:
            self._act(action, name)

        cancel = self._hold(
            lambda: async_track_time_interval(
                self.hass, due, interval, name=name, cancel_on_shutdown=True
            )
        )
        return lambda: self._drop(cancel)

    @callback
    def _act(self, action: Action, name: str) -> None:
        if (work := action()) is not None:
            self.start(work, name)

    @callback
    def _hold(self, schedule: Callable[[], CALLBACK_TYPE]) -> CALLBACK_TYPE:
        if self._ended:
            return lambda: None
        cancel = schedule()
        self._timers.add(cancel)
        return cancel

    @callback
    def _drop(self, cancel: CALLBACK_TYPE) -> None:
        if cancel in self._timers:
            self._timers.discard(cancel)
            cancel()
