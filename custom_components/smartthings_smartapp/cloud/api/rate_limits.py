"""Keep to the rate limits of the platform, and to the pauses that it asks for."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from typing import Final

from .errors import TooManyRequestsError

type Clock = Callable[[], float]

COMMANDS: Final = 12
"""Requests with commands to one device that are allowed per minute (platform reference 10.1)."""
LEAST: Final = 1.0
"""Shortest wait that is reported to callers, in seconds."""
PATIENCE: Final = 5.0
"""Maximum seconds that a command is delayed. A command that would wait longer fails immediately: a
light that turns on half a minute after the switch is worse than an error."""
DAY: Final = 86_400.0
"""Seconds."""


def monotonic() -> float:
    """Return the seconds of a clock that is never set, so that requests never wait for hours.

    The function is looked up at each call, because tests replace it.
    """
    return time.monotonic()


class Window:
    """Allows a number of requests within a number of seconds."""

    def __init__(self, calls: int, seconds: float, clock: Clock = monotonic) -> None:
        """Start without requests; ``clock`` returns seconds."""
        self._seconds = seconds
        self._clock = clock
        self._taken: deque[float] = deque(maxlen=calls)
        self._not_before = clock()

    def wait(self) -> float:
        """Return the seconds until the next request is allowed, 0 for now."""
        due = self._not_before
        if len(self._taken) == self._taken.maxlen:
            due = max(due, self._taken[0] + self._seconds)
        return max(0.0, due - self._clock())

    @property
    def left(self) -> int:
        """The number of requests that are allowed now."""
        if self.wait():
            return 0
        start = self._clock() - self._seconds
        return (self._taken.maxlen or 0) - sum(taken > start for taken in self._taken)

    def take(self, wait: float = 0.0) -> None:
        """Count a request that is made now, or after ``wait`` seconds."""
        self._taken.append(self._clock() + wait)

    def pause(self, seconds: float) -> None:
        """Allow no request for as long as the platform asked (10.2)."""
        self._not_before = self._clock() + seconds


class Pauses:
    """The pauses that the platform asked for, by kind of request (platform reference 10.2).

    Requests during a pause fail immediately with the time to wait. A background task retries after
    it, and a person who switches a light gets an error without a delay.
    """

    def __init__(self, clock: Clock = monotonic) -> None:
        """Start without pauses; ``clock`` returns seconds."""
        self._clock = clock
        self._ends: dict[str, float] = {}

    def check(self, kind: str) -> None:
        """Raise TooManyRequestsError during a pause for requests of the kind."""
        if kind not in self._ends:
            return
        if (wait := self._ends[kind] - self._clock()) > 0:
            # A timer that fires slightly too early would otherwise be set again for milliseconds.
            raise TooManyRequestsError(max(wait, LEAST))
        del self._ends[kind]

    @property
    def waits(self) -> dict[str, float]:
        """The remaining seconds of each pause, by kind of request."""
        now = self._clock()
        return {kind: end - now for kind, end in self._ends.items() if end > now}

    def begin(self, kind: str, seconds: float) -> None:
        """Begin a pause for requests of a kind."""
        self._ends[kind] = self._clock() + seconds


class CommandLimiter:
    """Allows requests with commands, delays them, or rejects them with the time to wait."""

    def __init__(self, clock: Clock = monotonic, *, patience: float = PATIENCE) -> None:
        """Start without requests; ``clock`` returns seconds, ``patience`` is in seconds."""
        self._clock = clock
        self._patience = patience
        self._windows: dict[str, Window] = {}

    def _window(self, device_id: str) -> Window:
        if device_id not in self._windows:
            self._windows[device_id] = Window(COMMANDS, 60, self._clock)
        return self._windows[device_id]

    async def turn(self, device_id: str) -> None:
        """Wait until a request to a device is allowed.

        Raises TooManyRequestsError if that takes longer than the patience.
        """
        window = self._window(device_id)
        if (wait := window.wait()) > self._patience:
            raise TooManyRequestsError(wait)
        window.take(wait)
        if wait:
            await asyncio.sleep(wait)

    @property
    def waits(self) -> dict[str, float]:
        """The seconds until commands to a device are allowed again, by device id."""
        found = {device_id: window.wait() for device_id, window in self._windows.items()}
        return {device_id: wait for device_id, wait in found.items() if wait}

    def pause(self, device_id: str, seconds: float) -> None:
        """Allow no commands to a device for as long as the platform asked."""
        self._window(device_id).pause(seconds)
