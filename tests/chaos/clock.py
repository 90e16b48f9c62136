"""Simulated time, which jumps from one due time to the next."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.util.async_ import get_scheduled_timer_handles

_CALM = 6
"""Rounds of the loop without work after which everything is idle."""
_PATIENCE = 300
"""Rounds of the loop after which a call without a wait is done."""
_TICK = 1e-3


class Clock:
    """The time of both sides. There are no real sleeps: each wait ends with a jump.

    The loop uses the frozen clock too, so its own timers define the next jump.
    """

    def __init__(self, freezer: FrozenDateTimeFactory, busy: Callable[[], bool]) -> None:
        """``busy`` returns whether any task has work left."""
        self._freezer = freezer
        self._busy = busy
        self._loop = asyncio.get_running_loop()
        self.executors: list[Any] = []
        """Threads that have to finish before time passes."""

    @property
    def now(self) -> datetime:
        """The simulated time."""
        return datetime.now(UTC)

    async def settle(self) -> None:
        """Run everything that is due now; time passes only if all tasks wait for it."""
        calm = rounds = 0
        while calm < _CALM:
            await asyncio.sleep(0)
            if not self._busy():
                calm += 1
                continue
            calm = 0
            rounds = self._wait(rounds)

    async def wait_for[T](self, work: Awaitable[T]) -> T:
        """Return the result of a task, letting time pass if it needs time."""
        task = asyncio.ensure_future(work)
        rounds = 0
        while not task.done():
            await asyncio.sleep(0)
            rounds = self._wait(rounds)
        return task.result()

    async def pass_(self, seconds: float) -> None:
        """Let time pass, and run everything that is due."""
        end = self._loop.time() + seconds
        await self.settle()
        while (due := self._next()) is not None and due <= end:
            self._leap(due)
            await self.settle()
        self._leap(end)
        await self.settle()

    def _wait(self, rounds: int) -> int:
        """Count a busy round; after many of them the tasks are waiting for time."""
        if self._threads():
            return 0
        if rounds < _PATIENCE:
            return rounds + 1
        if (due := self._next()) is None:
            msg = "somebody waits for what never comes"
            raise AssertionError(msg)
        self._leap(due)
        return 0

    def _next(self) -> float | None:
        handles = get_scheduled_timer_handles(self._loop)
        return min((handle.when() for handle in handles if not handle.cancelled()), default=None)

    def _leap(self, when: float) -> None:
        self._freezer.tick(max(0.0, when - self._loop.time()) + _TICK)

    def _threads(self) -> bool:
        pools = [getattr(self._loop, "_default_executor", None), *self.executors]
        return any(
            pool._work_queue.qsize() or len(pool._threads) > pool._idle_semaphore._value
            for pool in pools
            if isinstance(pool, ThreadPoolExecutor)
        )
