"""How long the event loop is blocked in one go.

Only the time that its thread works is counted, so that other work of the machine changes little.
"""

import asyncio
import gc
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass


@dataclass(slots=True)
class Heartbeat:
    """What a task saw that wants to run in every turn of the loop."""

    longest: float = 0.0
    """Seconds of the longest turn."""


@asynccontextmanager
async def heartbeat() -> AsyncIterator[Heartbeat]:
    """Watch the loop meanwhile."""
    gc.collect()  # What was left before is not measured.
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
