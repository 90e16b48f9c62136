"""The difference between our clock and the platform's, and which dates show it."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from custom_components.smartthings_smartapp.cloud.delivery.clock_skew import ClockCheck
from custom_components.smartthings_smartapp.cloud.delivery.http_date import read_date
from tests.cloud.conftest import NOW


def named(date: datetime) -> dict[str, str]:
    """Return the headers of a reply of that date."""
    return {"Date": format_datetime(date, usegmt=True)}


def replied(check: ClockCheck, *minutes: float) -> timedelta | None:
    """Date replies this many minutes after our clock, and return the measured difference."""
    for minute in minutes:
        check.replied(named(NOW + timedelta(minutes=minute)), NOW)
    return check.off


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Tue, 24 Nov 2026 09:15:37 GMT", NOW),
        ("Tue, 24 Nov 2026 09:15:37 UTC", NOW),
        ("Tue, 24 Nov 2026 10:15:37 +0100", NOW),
        ("Tue, 24 Nov 2026 09:15:37", NOW),
        ("yesterday", None),
        ("Fri, 31 Dec 9999 23:59:59 GMT", None),
        ("Fri, 31 Dec 9999 23:59:59 -1200", None),
        ("Mon, 01 Jan 1900 00:00:00 +1200", None),
        ("Tue, 99 Nov 2026 09:15:37 GMT", None),
        ("Tue, 24 Nov 2026 09:15:37 GMT" + " " * 64, None),
        ("", None),
        (None, None),
    ],
)
def test_a_date_is_parsed_or_ignored(value: str | None, expected: datetime | None) -> None:
    assert read_date(value) == expected
    assert expected is None or read_date(value).tzinfo is not None  # type: ignore[union-attr]


@pytest.mark.parametrize("minutes", [-4000, -3, 3, 4000])
def test_three_replies_that_agree_measure_the_difference(minutes: float) -> None:
    """A single one may be wrong."""
    check = ClockCheck()
    assert replied(check, minutes, minutes) is None
    assert replied(check, minutes) == timedelta(minutes=minutes)


def test_the_smallest_of_three_differences_counts() -> None:
    """A slow reply makes the difference look larger."""
    assert replied(ClockCheck(), 7, 5, 9) == timedelta(minutes=5)


def test_a_corrected_clock_is_recognized_with_the_next_reply() -> None:
    check = ClockCheck()
    replied(check, 10, 10, 10)
    assert replied(check, 0.2) is None


def test_two_minutes_are_tolerated() -> None:
    """Deliveries are accepted up to five."""
    assert replied(ClockCheck(), 2, 2, 2) is None
    assert replied(ClockCheck(), -2, -2, -2) is None


def test_invalid_and_missing_dates_are_ignored() -> None:
    check = ClockCheck()
    replied(check, 10, 10)
    for headers in ({}, {"Date": ""}, {"Date": "soon"}, {"date": "x" * 99}):
        check.replied(headers, NOW)
    assert check.off is None
    assert replied(check, 10) == timedelta(minutes=10)


def refused(check: ClockCheck, *minutes: float) -> timedelta | None:
    """Let deliveries be rejected for their date, and return the measured difference."""
    for minute in minutes:
        check.refused(NOW + timedelta(minutes=minute), NOW)
    return check.off


def test_rejected_deliveries_count_if_no_reply_has_a_date() -> None:
    """All deliveries of the platform are rejected then."""
    check = ClockCheck()
    check.replied({}, NOW)
    assert refused(check, 6.2, 6.1) is None
    assert refused(check, 6) == timedelta(minutes=6)
    check.taken()
    assert check.off is None


def test_repeated_old_deliveries_do_not_count() -> None:
    """They have different ages; a wrong clock causes the same difference for all."""
    assert refused(ClockCheck(), -6, -60, -600) is None


def test_replies_have_priority_over_deliveries() -> None:
    """Anyone may send a delivery."""
    check = ClockCheck()
    refused(check, 6, 6, 6)
    assert check.off is not None
    assert replied(check, 0) is None
    assert refused(check, 6, 6, 6) is None


def test_the_time_zone_of_our_clock_does_not_matter() -> None:
    check = ClockCheck()
    for _ in range(3):
        check.replied(named(NOW), NOW.astimezone(UTC) - timedelta(hours=1))
    assert check.off == timedelta(hours=1)
