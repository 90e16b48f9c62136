"""Tasks that continue after a reply. A test can wait until all are done."""

import asyncio
from collections.abc import Callable, Coroutine


class BackgroundTasks:
    """Tasks and timers of a running simulator."""

    def __init__(self) -> None:
        """Start without tasks."""
        self._tasks: set[asyncio.Task[None]] = set()
        self._timers: set[asyncio.TimerHandle] = set()
        self._idle = asyncio.Event()
        self._idle.set()

    @property
    def idle(self) -> bool:
        """Whether nothing is running."""
        return not self._tasks and not self._timers

    def spawn(self, work: Coroutine[None, None, None]) -> None:
        """Run a task in the background."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        self._idle.clear()
        task.add_done_callback(self._ended)

    def call_later(self, delay: float, action: Callable[[], None]) -> None:
        """Call `action` in `delay` seconds, or immediately if that is 0."""
        if delay <= 0:
            action()
            return

        def run() -> None:
            self._timers.discard(timer)
            try:
                action()
            finally:
                self._check()

        timer = asyncio.get_running_loop().call_later(delay, run)
        self._timers.add(timer)
        self._idle.clear()

    async def wait_idle(self) -> None:
        """Wait until nothing is running."""
        while not self.idle:
            await self._idle.wait()

    async def close(self) -> None:
        """Cancel everything."""
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._check()

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._check()
        if not task.cancelled() and (error := task.exception()) is not None:
            task.get_loop().call_exception_handler(
                {"message": "a task of the simulator failed", "exception": error, "task": task}
            )

    def _check(self) -> None:
        if self.idle:
            self._idle.set()
