"""Whether our clock and the platform's agree.

Deliveries are refused for their date (platform reference 5.2).
"""

from collections import deque
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from .http_date import read_date

TOLERATED: Final = timedelta(minutes=2)
"""Clocks may differ by so much before anybody is told; deliveries are refused from 300 s on."""

_ENOUGH: Final = 3
"""One odd date proves nothing, nor does a clock that is put right at this very moment."""
_AGREEING: Final = timedelta(minutes=1)
"""Within so much, refused deliveries name the same difference; one that is only old does not."""


class ClockCheck:
    """Learns the difference from what the platform sends.

    A reply comes from the host that we asked. A refused delivery may come from anybody, so it
    counts only where no reply has named a date.
    """

    def __init__(self) -> None:
        """Know nothing yet."""
        self._replies: deque[timedelta] = deque(maxlen=_ENOUGH)
        self._refused: deque[timedelta] = deque(maxlen=_ENOUGH)

    def replied(self, headers: Mapping[str, str], now: datetime) -> None:
        """Take in the headers of a reply; a missing or unreadable date says nothing."""
        if date := read_date(headers.get("Date")):
            self._replies.append(date - now)

    def refused(self, sent: datetime, now: datetime) -> None:
        """Take in a delivery that was refused for its date."""
        self._refused.append(sent - now)

    def taken(self) -> None:
        """Take in that a delivery had a date near ours."""
        self._refused.clear()

    @property
    def difference(self) -> timedelta:
        """By how much our clock is behind, however little, by the dates of replies; else 0."""
        return min(self._replies, key=abs, default=timedelta(0))

    @property
    def off(self) -> timedelta | None:
        """By how much our clock is behind (less than 0: ahead), None where it is right or unknown.

        What is told last decides, as soon as it is near enough.
        """
        if self._replies:
            off = min(self._replies, key=abs)
            return off if len(self._replies) == _ENOUGH and abs(off) > TOLERATED else None
        agree = len(self._refused) == _ENOUGH and (
            max(self._refused) - min(self._refused) < _AGREEING
        )
        return min(self._refused, key=abs) if agree else None
