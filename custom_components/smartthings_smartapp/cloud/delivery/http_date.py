"""Dates in the headers of deliveries and replies."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

_MAX_LENGTH: Final = 64
_YEARS: Final = range(1970, 2200)
"""Years that are accepted. Others overflow in the conversion to another time zone."""


def read_date(value: str | None) -> datetime | None:
    """Return the time of a ``Date`` header, None if it is invalid.

    Dates of deliveries end in ``UTC`` instead of the standard ``GMT`` (platform reference 5.1).
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
