"""Dates in headers, of deliveries and of replies."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

_MAX_LENGTH: Final = 64


def read_date(value: str | None) -> datetime | None:
    """Return the moment that a ``Date`` header names, None where it names none.

    Deliveries end in ``UTC``, not in ``GMT`` as the standard wants (platform reference 5.1).
    """
    if not value or len(value) > _MAX_LENGTH:
        return None
    try:
        date = parsedate_to_datetime(value)
    except ValueError, TypeError, LookupError, OverflowError:
        return None
    return date.replace(tzinfo=UTC) if date.tzinfo is None else date
