"""Spreads the calls that a user allows in a month over the days that are left.

Commands, subscriptions, logins and the set-up are never delayed. Polls share what remains after
them: they become rare enough that it lasts until the month ends.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from ..cloud.api.call_counter import CallCounter

_DAY: Final = timedelta(days=1)
RAREST: Final = _DAY
"""Between polls, even if no call is left: a device may have been added or renamed."""
_RESERVE: Final = 0.1
"""The part of the calls left that is kept for commands until a whole day has shown how many."""


class Budget:
    """The calls of a month that a location may make, without limit if ``allowance`` is None."""

    def __init__(
        self, allowance: int | None, calls: CallCounter, now: Callable[[], datetime]
    ) -> None:
        """Spend what ``calls`` has not counted yet; ``now`` returns the local time."""
        self.allowance = allowance
        self._calls = calls
        self._now = now
        self._cost = 1
        """The calls of the last poll."""

    @property
    def used(self) -> int:
        """The calls made in the current month."""
        return self._calls.month

    def polled(self, calls: int) -> None:
        """Note how many calls a poll made."""
        self._cost = max(1, calls)

    @property
    def interval(self) -> timedelta:
        """The shortest time between polls; 0 without an allowance."""
        if self.allowance is None:
            return timedelta()
        days = self._days_left()
        left = self.allowance - self.used
        others = self._calls.others_a_day
        reserve = left * _RESERVE if others is None else others * days
        polls = (left - reserve) / self._cost
        return min(RAREST, days * _DAY / polls) if polls > 0 else RAREST

    def stretches(self, usual: timedelta) -> bool:
        """Return whether polls must be rarer than usual."""
        return self.interval > usual

    def _days_left(self) -> float:
        now = self._now()
        start = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        following = (start + timedelta(days=32)).replace(day=1)
        return (following - now) / _DAY
