"""The pace of calls that the platform rations, and the pauses that it asks for."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from typing import Final

from .errors import TooManyRequestsError

type Clock = Callable[[], float]

COMMANDS: Final = 12
"""Requests with commands that a device may get within a minute (platform reference 10.1)."""
LEAST: Final = 1.0
"""Shortest wait that is reported to callers, in seconds."""
PATIENCE: Final = 5.0
"""Seconds that a command waits for its turn; one that would wait longer is refused at once, for
nobody wants a lamp to turn on half a minute after the switch."""
DAY: Final = 86_400.0
"""Seconds."""


def monotonic() -> float:
    """Return seconds that no change of the clock touches: set back, it would hold calls for hours.

    Looked up at each call, since tests replace the function.
    """
    return time.monotonic()


class Window:
    """At most so many calls within so many seconds."""

    def __init__(self, calls: int, seconds: float, clock: Clock = monotonic) -> None:
        """Start with all calls free."""
        self._seconds = seconds
        self._clock = clock
        self._taken: deque[float] = deque(maxlen=calls)
        self._not_before = clock()

    def wait(self) -> float:
        """Return the seconds until the next call may be made, 0 for now."""
        due = self._not_before
        if len(self._taken) == self._taken.maxlen:
            due = max(due, self._taken[0] + self._seconds)
        return max(0.0, due - self._clock())

    @property
    def left(self) -> int:
        """How many calls may be made now."""
        if self.wait():
            return 0
        start = self._clock() - self._seconds
        return (self._taken.maxlen or 0) - sum(taken > start for taken in self._taken)

    def take(self, wait: float = 0.0) -> None:
        """Count a call that is made now, or after a wait."""
        self._taken.append(self._clock() + wait)

    def pause(self, seconds: float) -> None:
        """Make no call for as long as the platform asked (10.2)."""
        self._not_before = self._clock() + seconds


class Pauses:
    """The pauses that the platform asked for, by kind of call (platform reference 10.2).

    What is asked for meanwhile fails at once with the time to wait. Whoever reads in the background
    comes back then, and nobody waits for a lamp.
    """

    def __init__(self, clock: Clock = monotonic) -> None:
        """Start without any; ``clock`` gives seconds."""
        self._clock = clock
        self._ends: dict[str, float] = {}

    def check(self, kind: str) -> None:
        """Raise TooManyRequestsError while calls of the kind have a pause."""
        if kind not in self._ends:
            return
        if (wait := self._ends[kind] - self._clock()) > 0:
            # Not less, or a timer that is early by a blink would be set again for a blink.
            raise TooManyRequestsError(max(wait, LEAST))
        del self._ends[kind]

    @property
    def waits(self) -> dict[str, float]:
        """The seconds that each kind of calls still has to wait."""
        now = self._clock()
        return {kind: end - now for kind, end in self._ends.items() if end > now}

    def begin(self, kind: str, seconds: float) -> None:
        """Let calls of a kind rest for as long as the platform asked."""
        self._ends[kind] = self._clock() + seconds


class CommandLimiter:
    """Lets a request with commands pass, wait its turn, or fail with the time to wait."""

    def __init__(self, clock: Clock = monotonic) -> None:
        """``clock`` gives seconds."""
        self._clock = clock
        self._windows: dict[str, Window] = {}

    def _window(self, device_id: str) -> Window:
        if device_id not in self._windows:
            self._windows[device_id] = Window(COMMANDS, 60, self._clock)
        return self._windows[device_id]

    async def turn(self, device_id: str) -> None:
        """Wait for the turn of a request to a device.

        Raises TooManyRequestsError where that would take longer than a person waits.
        """
        window = self._window(device_id)
        if (wait := window.wait()) > PATIENCE:
            raise TooManyRequestsError(wait)
        window.take(wait)
        if wait:
            await asyncio.sleep(wait)

    @property
    def waits(self) -> dict[str, float]:
        """The seconds until a device takes commands again, of those that do not now."""
        found = {device_id: window.wait() for device_id, window in self._windows.items()}
        return {device_id: wait for device_id, wait in found.items() if wait}

    def pause(self, device_id: str, seconds: float) -> None:
        """Hold back what goes to a device for as long as the platform asked."""
        self._window(device_id).pause(seconds)
