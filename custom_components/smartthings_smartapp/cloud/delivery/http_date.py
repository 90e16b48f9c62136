"""Dates in headers, of deliveries and of replies."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

_MAX_LENGTH: Final = 64
_YEARS: Final = range(1970, 2200)
"""Years that a clock can have. Others overflow where a date is moved to another time zone."""


def read_date(value: str | None) -> datetime | None:
    """Return the moment that a ``Date`` header names, None where it names none that can be.

    Deliveries end in ``UTC``, not in ``GMT`` as the standard wants (platform reference 5.1).
    """
    if not value or len(value) > _MAX_LENGTH:
        return None
    try:
        date = parsedate_to_datetime(value)
    except ValueError, TypeError, LookupError, OverflowError:
        return None
    if date.year not in _YEARS:
        return None
    return date.replace(tzinfo=UTC) if date.tzinfo is None else date
