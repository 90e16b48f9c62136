"""Long work in slices, so that Home Assistant's event loop is never blocked for long."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Final

SLICE: Final = 100
"""Things that are done in one go: a few milliseconds."""


async def in_slices[T](things: Sequence[T], size: int = SLICE) -> AsyncIterator[Sequence[T]]:
    """Yield things in slices, and let other tasks run between two of them."""
    for start in range(0, len(things), size):
        if start:
            await asyncio.sleep(0)
        yield things[start : start + size]
