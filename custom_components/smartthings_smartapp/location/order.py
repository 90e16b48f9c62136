"""Which of two reports is newer. No I/O."""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from ..cloud.models import Value

SAME_REPORT: Final = timedelta(seconds=30)
"""The time of an event and that of the value it reports may differ by so much.

Event times have whole seconds (platform reference 15), and another server may have set them. A
false alarm costs more than a missed press that followed another one within this time.
"""
_CLOCKS_DIFFER: Final = timedelta(minutes=1)
"""A report may be dated so much after the message with it, by another server's clock."""
_POLL_LAG: Final = timedelta(seconds=30)
"""A poll may lack what happened so shortly before it."""


class Poll(NamedTuple):
    """A request for current values, which may take a while to be answered."""

    number: int
    """Deliveries, polls and removals are numbered in one row: a higher number is newer."""
    began: datetime
    """By the cloud's clock."""


class EventOrder(NamedTuple):
    """Where an event is in the order of reports."""

    fresh: bool = True
    """Whether nothing newer of its kind is known."""
    contradicts: bool = False
    """Whether a poll has to decide between the event and an earlier poll."""


FRESH: Final = EventOrder()
"""The order of an event about which nothing newer is known."""
CONTRADICTION: Final = EventOrder(contradicts=True)
"""The order of an event that contradicts another one of the same second."""


def event_order(
    time: datetime,
    known: datetime | None,
    polled_at: datetime | None = None,
    *,
    differs: bool = False,
) -> EventOrder:
    """Compare the time of an event with the last known report of the same kind.

    ``known`` is the time of that report. If a poll found it without a time, ``polled_at`` is when
    that poll began. If the event ``differs`` from it, the cloud may have been late, or a clock is
    wrong.
    """
    if known is not None and seconds(time) < seconds(known):
        return EventOrder(fresh=False)
    if polled_at is not None and time < polled_at - _POLL_LAG:
        return EventOrder(fresh=False, contradicts=differs)
    return FRESH


def is_newer(known: Value, polled: Value, *, pushed: bool) -> bool:
    """Return whether a known value is newer than a polled one.

    Event times have whole seconds (platform reference 15). Within one second the value that was
    ``pushed`` during the poll wins, else the polled one.
    """
    if known.time is None or polled.time is None:
        return pushed
    known_second, polled_second = seconds(known.time), seconds(polled.time)
    return known_second > polled_second or (known_second == polled_second and pushed)


def happened(time: datetime | None, now: datetime) -> datetime | None:
    """Return a reported time, None if it is in the future: it would keep newer events out.

    ``now`` is by the cloud's clock. Other servers of the cloud differ a little from it.
    """
    return None if time and time - now >= _CLOCKS_DIFFER else time


def seconds(time: datetime) -> int:
    """Return a time in the whole seconds that events have."""
    return int(time.timestamp())
