"""Cron expressions of schedules: Quartz without the field for seconds.

The fields are minute, hour, day of the month, month, day of the week and year
(developer.smartthings.com, Scheduling). Only the first two may be restricted here.
"""

from datetime import datetime, timedelta

_FIELDS = 6
_ANY = ("*", "?")
_MINUTES, _HOURS = 60, 24


class CronError(ValueError):
    """The expression is malformed, or more than the simulator can read."""


def next_time(expression: str, after: datetime) -> datetime:
    """Return the first time after another one, to the minute. Raises CronError."""
    minutes, hours = _read(expression)
    time = after.replace(second=0, microsecond=0) + timedelta(minutes=1)
    while time.minute not in minutes or time.hour not in hours:
        time += timedelta(minutes=1)
    return time


def _read(expression: str) -> tuple[frozenset[int], frozenset[int]]:
    minute, hour, *rest = [*expression.split(), *[""] * _FIELDS][:_FIELDS]
    if len(expression.split()) not in (_FIELDS - 1, _FIELDS):
        raise CronError(expression)
    if any(field not in (*_ANY, "") for field in rest):
        raise CronError(expression)
    return _values(minute, _MINUTES), _values(hour, _HOURS)


def _values(field: str, size: int) -> frozenset[int]:
    """Return the values of a field: `*`, `5`, `0/15`, or a list of these."""
    found: set[int] = set()
    for part in field.split(","):
        first, _, step = part.partition("/")
        try:
            start = 0 if first in _ANY else int(first)
            stop = size if first in _ANY or step else start + 1
            found.update(range(start, stop, int(step or 1)))
        except ValueError as err:
            raise CronError(field) from err
    if not found or not 0 <= min(found) <= max(found) < size:
        raise CronError(field)
    return frozenset(found)
