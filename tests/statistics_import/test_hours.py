"""Hourly statistics from reports."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.smartthings_smartapp.statistics_import.hours import (
    Means,
    Sample,
    Total,
    means,
    totals,
    without_dips,
)

BEGIN = datetime(2026, 3, 2, 8, tzinfo=UTC)


def after(minutes: float) -> datetime:
    """Return a time some minutes after the begin."""
    return BEGIN + timedelta(minutes=minutes)


def samples(*pairs: tuple[float, float]) -> list[Sample]:
    """Return samples from minutes and values."""
    return [Sample(after(minutes), value) for minutes, value in pairs]


def test_a_mean_is_weighted_by_time() -> None:
    """A value counts until the next one, also beyond the hour."""
    found = means(samples((0, 10), (45, 30), (150, 40)), after(180))
    assert found == [
        Means(BEGIN, 15, 10, 30),
        Means(after(60), 30, 30, 30),
        Means(after(120), 35, 30, 40),
    ]


def test_the_first_hour_counts_from_its_first_report_on() -> None:
    """Nothing is known of the time before it."""
    assert means(samples((40, 10), (50, 20)), after(60)) == [Means(BEGIN, 15, 10, 20)]


def test_two_reports_of_one_moment_make_no_hour_without_a_length() -> None:
    """Only the last of them counts in the mean."""
    assert means(samples((30, 10), (30, 20)), after(60)) == [Means(BEGIN, 20, 10, 20)]


def test_totals_lead_to_the_first_total_of_the_recorder() -> None:
    """The recorder began with zero, so the sums before are below zero."""
    found = totals(samples((0, 100), (30, 101), (90, 104)), after(180), Total(after(180), 106, 0))
    assert found == [
        Total(BEGIN, 101, -5),
        Total(after(60), 104, -2),
        Total(after(120), 104, -2),
    ]


def test_a_meter_that_started_again_has_grown_from_zero() -> None:
    """Before or after the first total of the recorder."""
    found = totals(samples((0, 100), (70, 3)), after(120), Total(after(120), 1, 50))
    assert [(total.state, total.sum) for total in found] == [(100, 46), (3, 49)]


def test_single_dips_are_left_out() -> None:
    """As in the states of the sensor: the second smaller value is a new meter."""
    values = [5, 6, 0, 7, -1, 2, 3, 4]
    found = without_dips(samples(*enumerate(values)))
    assert [sample.value for sample in found] == [5, 6, 7, 3, 4]


@pytest.mark.parametrize("minutes", [0, 60])
def test_without_a_report_there_is_no_hour(minutes: int) -> None:
    """Nothing is invented, and nothing comes from after the end."""
    assert means([], after(minutes)) == []
    assert totals([], after(minutes), Total(after(minutes), 5, 0)) == []
    assert means(samples((130, 1)), after(120)) == []


_SAMPLES = st.lists(
    st.tuples(st.floats(0, 600), st.floats(0, 1000, allow_nan=False)), min_size=1, max_size=30
).map(lambda pairs: samples(*sorted(pairs)))


@given(found=_SAMPLES, end=st.integers(0, 12))
def test_hours_follow_each_other_up_to_the_end(found: Sequence[Sample], end: int) -> None:
    """Every hour is there once, and each mean is between its lowest and highest value."""
    hours = means(found, after(60 * end))
    starts = [hour.start for hour in hours]
    assert starts == [starts[0] + timedelta(hours=number) for number in range(len(starts))]
    assert all(start < after(60 * end) for start in starts)
    assert all(hour.min - 1e-6 <= hour.mean <= hour.max + 1e-6 for hour in hours)


@given(found=_SAMPLES, state=st.floats(0, 1000), begin=st.floats(-100, 100))
def test_sums_only_grow_and_join_the_recorder(
    found: Sequence[Sample], state: float, begin: float
) -> None:
    """The growth of the first hour of the recorder is that of its own state."""
    hours = totals(found, after(660), Total(after(660), state, begin))
    sums = [*(hour.sum for hour in hours), begin]
    assert all(before <= later + 1e-6 for before, later in pairwise(sums))
    last = hours[-1].state
    growth = state - last if state >= last else state
    assert begin - hours[-1].sum == pytest.approx(growth, abs=1e-6)
