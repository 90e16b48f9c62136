"""Compare the local clock with the platform's.

A wrong clock makes valid deliveries look too old or too new (platform reference 5.2).
"""

from collections import deque
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from .http_date import read_date

TOLERATED: Final = timedelta(minutes=2)
"""Difference that is not reported. Deliveries are rejected from 300 s on."""

_ENOUGH: Final = 3
"""Dates that are compared. A single one proves nothing, and a clock may just have been set."""
_AGREEING: Final = timedelta(minutes=1)
"""Rejected deliveries count if their differences are that close; those of late ones are not."""


class ClockCheck:
    """Finds the difference from the dates that the platform sends.

    A reply comes from the API host. A rejected delivery may come from any sender, so it counts only
    as long as no reply had a date.
    """

    def __init__(self) -> None:
        """Start without dates."""
        self._replies: deque[timedelta] = deque(maxlen=_ENOUGH)
        self._refused: deque[timedelta] = deque(maxlen=_ENOUGH)

    def replied(self, headers: Mapping[str, str], now: datetime) -> None:
        """Note the date of a reply; ignore a missing or invalid one."""
        if date := read_date(headers.get("Date")):
            self._replies.append(date - now)

    def refused(self, sent: datetime, now: datetime) -> None:
        """Note the date of a delivery that was rejected for it."""
        self._refused.append(sent - now)

    def taken(self) -> None:
        """Note that a delivery was accepted, so its date is close to the local clock."""
        self._refused.clear()

    @property
    def difference(self) -> timedelta:
        """How far the local clock is behind, by the dates of replies; 0 without a date."""
        return min(self._replies, key=abs, default=timedelta(0))

    @property
    def off(self) -> timedelta | None:
        """How far the local clock is behind (negative: ahead), None if it is right or unknown.

        The smallest of the last differences counts.
        """
        if self._replies:
            off = min(self._replies, key=abs)
            return off if len(self._replies) == _ENOUGH and abs(off) > TOLERATED else None
        agree = len(self._refused) == _ENOUGH and (
            max(self._refused) - min(self._refused) < _AGREEING
        )
        return min(self._refused, key=abs) if agree else None
