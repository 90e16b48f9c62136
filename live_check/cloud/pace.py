"""Limits the calls to a few per minute of each kind (platform reference 10)."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from typing import Final

from custom_components.smartthings_smartapp.cloud.api.rate_limits import Clock, Window

type Say = Callable[[str], None]

_MINUTE: Final = 60.0
_QUARTER: Final = 15 * _MINUTE
_A_MINUTE: Final = (6, _MINUTE)
# 15 minutes allow 40 and 15 calls (10.1). Leave some of them to others.
_LIMITS: Final = {
    "create subscriptions": (_A_MINUTE, (36, _QUARTER)),
    "other subscriptions": (_A_MINUTE, (13, _QUARTER)),
}
_SUBSCRIPTIONS: Final = re.compile(r"/installedapps/[^/]+/subscriptions")
_WORTH_REPORTING: Final = 5.0


def kind_of(method: str, path: str) -> str:
    """Return the kind of a call; all calls of a kind share a limit."""
    if _SUBSCRIPTIONS.match(path):
        return "create subscriptions" if method == "POST" else "other subscriptions"
    return f"{method} {path.removeprefix('/v1').split('/')[1]}"


class Pace:
    """Makes calls wait for their turn."""

    def __init__(
        self,
        say: Say,
        *,
        factor: float = 1.0,
        clock: Clock = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Multiply all pauses by `factor`; with 0, nothing waits."""
        self._say = say
        self._factor = factor
        self._clock = clock
        self._sleep = sleep
        self._windows: dict[str, list[Window]] = {}

    async def turn(self, method: str, path: str) -> None:
        """Wait until a call may be made, and count it."""
        windows = self._of(kind_of(method, path))
        wait = max(window.wait() for window in windows)
        if wait:
            await self._wait(wait)
        for window in windows:
            window.take()

    async def rest(self, seconds: float) -> None:
        """Wait for as long as the cloud asks."""
        await self._wait(seconds * self._factor)

    async def _wait(self, seconds: float) -> None:
        if seconds >= _WORTH_REPORTING:
            self._say(f"waiting {seconds:.0f} s because of the rate limits of SmartThings")
        await self._sleep(seconds)

    def _of(self, kind: str) -> list[Window]:
        if kind not in self._windows:
            self._windows[kind] = [
                Window(calls, seconds * self._factor, self._clock)
                for calls, seconds in _LIMITS.get(kind, (_A_MINUTE,))
            ]
        return self._windows[kind]
