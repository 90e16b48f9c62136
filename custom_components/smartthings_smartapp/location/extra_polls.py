"""Polls single devices that do not report everything, at the intervals that the user has chosen."""

from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta
from typing import Final

from homeassistant.core import callback
from homeassistant.util import dt as dt_util

from .lifetime import Lifetime
from .options import Options
from .store import LocationStore

_TOGETHER: Final = timedelta(minutes=1)
"""Devices that are due within this time are polled together, because one list may serve all."""


class ExtraPolls:
    """Polls a device when its status is older than its interval.

    Any other poll of the device counts, so a location that is polled often costs no extra calls.
    """

    def __init__(
        self,
        lifetime: Lifetime,
        store: LocationStore,
        options: Options,
        poll: Callable[[Collection[str]], Awaitable[None]],
    ) -> None:
        """Poll nothing yet; ``poll`` polls some devices and handles failures."""
        self._store = store
        self._poll = poll
        self._intervals = {
            device_id: own.poll_interval
            for device_id, own in options.devices.items()
            if own.poll_interval
        }
        self._tried: dict[str, datetime] = {}
        """When each device was last polled here, because that may have failed."""
        self._timer = lifetime.timer(self._run, "extra polls")

    @callback
    def start(self) -> None:
        """Poll each device when it is due, until the entry is unloaded."""
        if self._intervals:
            self._plan()

    @callback
    def _plan(self) -> None:
        now = dt_util.utcnow()
        soonest = min(self._due(device_id, now) for device_id in self._intervals)
        self._timer.set(max((soonest - now).total_seconds(), _TOGETHER.total_seconds()))

    def _due(self, device_id: str, now: datetime) -> datetime:
        """Return when to poll a device, which may be missing or excluded."""
        interval = self._intervals[device_id]
        stored = self._store.devices.get(device_id)
        if stored is None:
            return now + interval
        known = (stored.polled_at, self._tried.get(device_id))
        # The clock of the cloud may be ahead.
        last = max((min(time, now) for time in known if time), default=now - interval)
        return last + interval

    async def _run(self) -> None:
        now = dt_util.utcnow()
        due = [key for key in self._intervals if self._due(key, now) < now + _TOGETHER]
        self._tried |= dict.fromkeys(due, now)
        try:
            if due:
                await self._poll(due)
        finally:
            self._plan()
