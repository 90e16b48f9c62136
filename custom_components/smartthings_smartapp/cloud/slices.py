"""Split long work, so that it never blocks the event loop for long."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Final

SLICE: Final = 100
"""Items per slice; work on so many takes a few milliseconds."""


async def in_slices[T](things: Sequence[T], size: int = SLICE) -> AsyncIterator[Sequence[T]]:
    """Yield items in slices, and let other tasks run between the slices."""
    for start in range(0, len(things), size):
        if start:
            await asyncio.sleep(0)
        yield things[start : start + size]
