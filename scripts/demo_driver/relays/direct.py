"""Deliveries go to Home Assistant directly."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from scripts.demo_driver.relays.way import Way


@contextlib.asynccontextmanager
async def direct(_folder: Path, port: int) -> AsyncIterator[Way]:
    """Start nothing."""
    yield Way(external_url=f"http://127.0.0.1:{port}")
