"""Hourly statistics from the reports of a sensor. No I/O.

They are those that the recorder would have: the mean, lowest and highest value of an hour, weighted
by time, or the growth of a total, in which a smaller value means that the meter started again.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

_HOUR: Final = timedelta(hours=1)


class Sample(NamedTuple):
    """A report: the value counts from its time until the next report."""

    time: datetime
    value: float


class Means(NamedTuple):
    """An hour of a measurement."""

    start: datetime
    mean: float
    min: float
    max: float


class Total(NamedTuple):
    """An hour of a total: its state at the end, and how much it has grown since some time."""

    start: datetime
    state: float
    sum: float


def hour_of(time: datetime) -> datetime:
    """Return the start of the hour in UTC; half-hour time zones have no hours of their own."""
    return time.replace(minute=0, second=0, microsecond=0)


def means(samples: Sequence[Sample], end: datetime) -> list[Means]:
    """Return the hours from the first sample on, up to ``end``, the start of an hour.

    ``samples`` are in order. The first hour counts from the first sample on.
    """
    return [_mean(start, part) for start, part in _hours(samples, end)]


def _mean(start: datetime, part: Sequence[Sample]) -> Means:
    ends = (*(sample.time for sample in part[1:]), start + _HOUR)
    spans = [(end - sample.time).total_seconds() for sample, end in zip(part, ends, strict=True)]
    values = [sample.value for sample in part]
    weighted = sum(value * span for value, span in zip(values, spans, strict=True))
    return Means(start, weighted / sum(spans), min(values), max(values))


def totals(samples: Sequence[Sample], end: datetime, following: Total) -> list[Total]:
    """Return the hours from the first sample on, up to ``end``, the start of an hour.

    ``following`` is the first total that the recorder has. The sums are such that its growth is
    that of its own hour, so they are below zero if the recorder began with zero.
    """
    found: list[Total] = []
    last, grown = samples[0].value if samples else following.state, 0.0
    for start, part in _hours(samples, end):
        for sample in part:
            grown += _growth(last, sample.value)
            last = sample.value
        found.append(Total(start, last, grown))
    shift = following.sum - (grown + _growth(last, following.state))
    return [total._replace(sum=total.sum + shift) for total in found]


def _growth(before: float, after: float) -> float:
    """Return by how much a total has grown; one that is smaller has started again at zero."""
    return after - before if after >= before else after


def without_dips(samples: Iterable[Sample]) -> Iterator[Sample]:
    """Yield the samples of a total without negative ones and without single smaller ones.

    The sensors ignore these too (``SmartThingsTotal``): they are errors of the device.
    """
    last: float | None = None
    dipped = False
    for sample in samples:
        if sample.value < 0:
            continue
        shrinks = last is not None and sample.value < last
        if not shrinks or dipped:
            last = sample.value
            yield sample
        dipped = shrinks and not dipped


def _hours(samples: Sequence[Sample], end: datetime) -> Iterator[tuple[datetime, list[Sample]]]:
    """Yield each hour with the samples that count in it, the one from before at its start."""
    if not samples:
        return
    start, number = hour_of(samples[0].time), 0
    before: Sample | None = None
    while start < end:
        following = start + _HOUR
        part = [] if before is None else [Sample(start, before.value)]
        while number < len(samples) and samples[number].time < following:
            part.append(samples[number])
            number += 1
        yield start, part
        before, start = part[-1], following
