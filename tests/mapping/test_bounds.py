"""Numbers from devices are checked before they are used."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.smartthings_smartapp.cloud.json_types import Json
from custom_components.smartthings_smartapp.entity.readings import number_of
from custom_components.smartthings_smartapp.mapping.descriptions.values import Bounds

USUAL = Bounds(7, 35, 0.5)
NUMBERS = st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False), st.integers())
JSON: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.just([]), st.just({})
)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (7, 7),
        ("2.5", 2.5),
        (" 3 ", 3),
        (math.nan, None),
        (math.inf, None),
        ("nan", None),
        ("-inf", None),
        (1e300, None),
        ("1e300", None),
        (10**400, None),
        ("9" * 400, None),
        (True, None),
        ("x", None),
        ([1], None),
    ],
)
def test_a_number_is_one_that_can_be_meant(value: Json, number: float | None) -> None:
    assert number_of(value) == number


@given(JSON)
def test_any_value_is_a_finite_number_or_none(value: Json) -> None:
    number = number_of(value)
    assert number is None or math.isfinite(number)


@pytest.mark.parametrize(
    ("told", "bounds"),
    [
        ((10, 30, 1), (10, 30, 1)),
        ((10, 30, None), (10, 30, 0.5)),
        ((10, 30, 0), (10, 30, 0.5)),
        ((10, 30, -1), (10, 30, 0.5)),
        ((10, 30, 5e-324), (10, 30, 0.5)),
        ((10, 30, 20), (10, 30, 0.5)),
        ((10, 30, 9234.459), (10, 30, 0.5)),
        ((6214.9, 3226.7, 9234.459), (7, 35, 0.5)),
        ((30, 30, 1), (7, 35, 0.5)),
        ((-1e17, 1e17, 1), (7, 35, 0.5)),
        ((None, 30, 1), (7, 35, 1)),
        ((None, None, None), (7, 35, 0.5)),
    ],
)
def test_invalid_bounds_are_replaced_by_the_default_ones(
    told: tuple[float | None, float | None, float | None], bounds: tuple[float, float, float]
) -> None:
    """A step is positive and smaller than the span."""
    assert USUAL.narrowed(*told)[:3] == bounds


@given(NUMBERS, NUMBERS, NUMBERS, st.floats(0, 1))
def test_whatever_is_reported_a_number_goes_to_a_step_within(
    low: float | None, high: float | None, step: float | None, share: float
) -> None:
    bounds = USUAL.narrowed(low, high, step)
    assert bounds.low < bounds.high
    assert 0 < bounds.step < bounds.high - bounds.low or bounds.step == USUAL.step
    value = bounds.low + share * (bounds.high - bounds.low)
    nearest = bounds.nearest(min(max(value, bounds.low), bounds.high))
    assert bounds.low - 1e-6 <= nearest <= bounds.high + 1e-6
    if bounds.step > 1e-3:
        assert abs(nearest - value) <= bounds.step + 1e-3


@pytest.mark.parametrize(
    ("bounds", "value", "nearest"),
    [
        (Bounds(0, 5), 2.5, 2),
        (Bounds(0, 5), 2.6, 3),
        (Bounds(0, 10, 3), 10, 9),
        (Bounds(16, 30, 0.5), 20.3, 20.5),
        (Bounds(0, 1, 0.1), 0.30000000000000004, 0.3),
        (Bounds(1, 3, listed=(1, 3)), 1.4, 1),
        # The caller rejects a number that is out of bounds.
        (Bounds(0, 5), 7, 7),
    ],
)
def test_a_number_is_brought_to_the_step(bounds: Bounds, value: float, nearest: float) -> None:
    assert bounds.nearest(value) == nearest
