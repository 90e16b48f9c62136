"""The work of one set-up of an entry: its tasks and timers end when the entry is unloaded."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later, async_track_time_interval

type Action = Callable[[], Coroutine[Any, Any, None] | None]
"""What a timer does: work to start, or a callback that returns None."""

type Schedule = Callable[[float, Action], CALLBACK_TYPE]
"""Acts once, in so many seconds; returns what cancels it."""


class Timer:
    """Acts once after it is set; setting it again replaces the earlier time."""

    def __init__(self, schedule: Schedule, action: Action) -> None:
        """Wait until it is set."""
        self._schedule = schedule
        self._action = action
        self._cancel: CALLBACK_TYPE | None = None

    @property
    def is_set(self) -> bool:
        """Whether it will act."""
        return self._cancel is not None

    @callback
    def set(self, seconds: float) -> None:
        """Act in so many seconds, and not when it was to act before."""
        self.cancel()
        self._cancel = self._schedule(seconds, self._due)

    @callback
    def cancel(self) -> None:
        """Do not act; one that is not set is fine."""
        if self._cancel is not None:
            self._cancel()
            self._cancel = None

    @callback
    def _due(self) -> Coroutine[Any, Any, None] | None:
        self._cancel = None
        return self._action()


class Lifetime:
    """Starts all background work of one set-up, and refuses it once the entry is unloaded.

    An entry outlives its set-ups: a task that an unloaded one left behind would act on the next.
    """

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        """Begin with a set-up; one that fails ends it too."""
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
        """Start a background task of the entry; after the end it is cancelled before it begins."""
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
        """Wait for work on behalf of a caller that may outlive the set-up.

        Raises CancelledError when the entry is unloaded before the work is done.
        """
        return await self.start(work, name)

    @callback
    def after(self, seconds: float, action: Action, name: str) -> CALLBACK_TYPE:
        """Act once, in so many seconds; return what cancels it."""

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
        """Act at an interval; return what cancels it."""

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
