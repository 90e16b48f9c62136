"""How long the event loop is blocked.

Only the CPU time of its thread counts, so that other programs have little effect.
"""

import asyncio
import gc
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass


@dataclass(slots=True)
class Heartbeat:
    """The measurement of a task that runs in every iteration of the loop."""

    longest: float = 0.0
    """Seconds of the longest iteration."""


@asynccontextmanager
async def heartbeat() -> AsyncIterator[Heartbeat]:
    """Observe the loop during the block."""
    gc.collect()  # Do not measure work that started before.
    seen = Heartbeat()
    task = asyncio.create_task(_beat(seen))
    await asyncio.sleep(0)
    try:
        yield seen
    finally:
        await asyncio.sleep(0)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _beat(seen: Heartbeat) -> None:
    last = time.thread_time()
    while True:
        await asyncio.sleep(0)
        now = time.thread_time()
        seen.longest = max(seen.longest, now - last)
        last = now
