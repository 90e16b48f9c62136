"""The pace of the commands to each device, as the platform allows and as it asks for."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from .errors import TooManyRequestsError

COMMANDS: Final = 12
"""Requests with commands that a device may get within the window (platform reference 10.1)."""
WINDOW: Final = 60.0
"""Seconds."""
PATIENCE: Final = 5.0
"""Seconds that a command waits for its turn; one that would wait longer is refused at once, for
nobody wants a lamp to turn on half a minute after the switch."""


@dataclass(slots=True)
class _Pace:
    sent: deque[float] = field(default_factory=lambda: deque(maxlen=COMMANDS))
    """When the last requests went, or will go."""
    not_before: float = 0.0
    """Until when the platform asked for a pause."""


class CommandLimiter:
    """Lets a request pass, wait its turn, or fail with the time to wait."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """``clock`` gives seconds."""
        self._clock = clock
        self._paces: dict[str, _Pace] = {}

    async def turn(self, device_id: str) -> None:
        """Wait for the turn of a request to a device.

        Raises TooManyRequestsError where that would take longer than a person waits.
        """
        now = self._clock()
        pace = self._paces.setdefault(device_id, _Pace())
        slot = max(now, pace.not_before)
        if len(pace.sent) == COMMANDS:
            slot = max(slot, pace.sent[0] + WINDOW)
        if slot - now > PATIENCE:
            raise TooManyRequestsError(slot - now)
        pace.sent.append(slot)
        if slot > now:
            await asyncio.sleep(slot - now)

    def pause(self, device_id: str, seconds: float) -> None:
        """Hold back what goes to a device for as long as the platform asked (10.2)."""
        pace = self._paces.setdefault(device_id, _Pace())
        pace.not_before = self._clock() + seconds
