"""Counts of requests: days, the month, and what to expect of it."""

from datetime import date, timedelta

import pytest

from custom_components.smartthings_smartapp.cloud.api.call_counter import CallCounter
from custom_components.smartthings_smartapp.cloud.json_types import JsonObject


class Calendar:
    """A date that only moves when a test moves it."""

    def __init__(self, day: date) -> None:
        """Start on a day."""
        self.day = day

    def __call__(self) -> date:
        """Return the date."""
        return self.day


def counted(calendar: Calendar, *days: int) -> CallCounter:
    """Return a counter after days with so many calls; the last one is today."""
    counter = CallCounter(calendar)
    for number, calls in enumerate(days):
        if number:
            calendar.day += timedelta(days=1)
        for _ in range(calls):
            counter.note("/devices")
    return counter


def test_a_month_begins_with_its_first_day() -> None:
    """The calls of the month before do not count."""
    counter = counted(Calendar(date(2026, 11, 29)), 40, 50, 6, 7)
    assert counter.month == 13
    assert counter.day == {"devices": 7}


def test_the_rest_of_a_month_is_expected_to_be_like_the_last_days() -> None:
    """Of 30 days, 27 are to come; of today, 40 of 50 calls."""
    assert counted(Calendar(date(2026, 11, 1)), 40, 60, 10).forecast == 110 + 40 + 27 * 50


def test_a_busy_day_is_not_expected_to_become_quieter() -> None:
    """Its calls are made."""
    assert counted(Calendar(date(2026, 11, 29)), 50, 80).forecast == 130


def test_only_the_last_week_counts_for_the_forecast() -> None:
    """A change of the options shows within a week."""
    counter = counted(Calendar(date(2026, 11, 20)), 900, *[10] * 7, 10)
    assert counter.forecast == 980 + 2 * 10


def test_nothing_is_expected_without_a_whole_day() -> None:
    """The first day after the set-up says nothing."""
    assert counted(Calendar(date(2026, 11, 20)), 900).forecast is None


def test_counts_come_back_and_are_added() -> None:
    """Calls may be made before the file is read."""
    calendar = Calendar(date(2026, 11, 30))
    stored = counted(Calendar(date(2026, 11, 28)), 5, 6, 7).as_json()
    counter = counted(calendar, 2)
    counter.restore(stored)
    assert counter.day == {"devices": 9}
    assert counter.month == 20
    assert [*counter.days] == [date(2026, 11, 28), date(2026, 11, 29), date(2026, 11, 30)]


@pytest.mark.parametrize(
    "raw",
    [
        {"yesterday": {"devices": 5}},
        {"2026-11-29": 5},
        {"2026-11-29": {"devices": "5"}},
        {"2026-11-29": {"devices": True}},
        {"2026-11-29": {"devices": -5}},
        {"2026-11-29": None},
    ],
)
def test_unreadable_counts_are_ignored(raw: JsonObject) -> None:
    """The file may have been edited."""
    counter = CallCounter(Calendar(date(2026, 11, 30)))
    counter.restore(raw)
    assert counter.month == 0


def test_a_month_and_a_day_are_kept() -> None:
    """A file does not grow."""
    counter = counted(Calendar(date(2026, 10, 1)), *[1] * 60)
    assert len(counter.days) == 32
    assert counter.month == 29
