"""Count requests by day and purpose, because the API has quotas (platform reference 10.4)."""

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Final

from ..bounded_dict import BoundedDict
from ..json_types import Json, JsonObject, as_object

TOKEN: Final = "token"  # noqa: S105 (a purpose, not a secret)
PICTURES: Final = "pictures"
_DAYS: Final = 32
"""A whole month and the day after it."""
_RECENT: Final = 7
"""Days from which the rest of a month is expected."""

# The first pattern found in the path gives the purpose.
_PURPOSES: Final = (
    (re.compile(r"/subscriptions"), "subscriptions"),
    (re.compile(r"^/installedapps/[^/]+/schedules"), "schedules"),
    (re.compile(r"/commands$"), "commands"),
    (re.compile(r"^/devices/[^/]+/status$"), "status"),
    (re.compile(r"^/devices/[^/]+/health$"), "health"),
    (re.compile(r"^/devices"), "devices"),
    (re.compile(r"/modes"), "modes"),
    (re.compile(r"/rooms"), "rooms"),
    (re.compile(r"^/scenes"), "scenes"),
    (re.compile(r"^/locations"), "locations"),
    (re.compile(r"^/history"), "history"),
    (re.compile(r"^/notification"), "notifications"),
    (re.compile(r"^/capabilities"), "capabilities"),
)
_POLLS: Final = frozenset(
    {"devices", "status", "health", "modes", "locations", "scenes", "rooms", "capabilities"}
)
"""Purposes that can wait."""
PURPOSES: Final = (*(purpose for _, purpose in _PURPOSES), PICTURES, TOKEN, "other")
"""All purposes."""


def purpose_of(path: str) -> str:
    """Return the purpose of a request to a path of the API."""
    return next((purpose for known, purpose in _PURPOSES if known.search(path)), "other")


class CallCounter:
    """Counts requests of the last days."""

    def __init__(
        self,
        today: Callable[[], date],
        *,
        days: int = _DAYS,
        on_count: Callable[[], None] | None = None,
    ) -> None:
        """Count by the date that ``today`` returns, and keep the counts of ``days`` days.

        ``on_count`` is called after each request.
        """
        self._today = today
        self._on_count = on_count
        self._days = BoundedDict[date, Counter[str]](days)

    def note(self, path: str) -> None:
        """Count a request to a path of the API."""
        self.count(purpose_of(path))

    def count(self, purpose: str) -> None:
        """Count a request for a purpose."""
        self._days.setdefault(self._today(), Counter())[purpose] += 1
        if self._on_count:
            self._on_count()

    def restore(self, raw: JsonObject) -> None:
        """Add the counts of :meth:`as_json`; anything else in them is ignored."""
        counted = dict(self._days)
        self._days.clear()
        for day, counts in sorted((*_read(raw), *counted.items()), key=lambda item: item[0]):
            self._days.setdefault(day, Counter()).update(counts)

    def as_json(self) -> JsonObject:
        """Return the counts by ISO date and purpose."""
        return {day.isoformat(): dict[str, Json](counts) for day, counts in self._days.items()}

    @property
    def day(self) -> Mapping[str, int]:
        """The number of requests today, by purpose."""
        return self._days.get(self._today(), Counter())

    @property
    def days(self) -> Mapping[date, Mapping[str, int]]:
        """The number of requests on each of the last days, by purpose."""
        return self._days

    @property
    def month(self) -> int:
        """The number of requests in the current month."""
        first = self._today().replace(day=1)
        return sum(counts.total() for day, counts in self._days.items() if day >= first)

    @property
    def forecast(self) -> int | None:
        """The expected number of requests in the current month, None without a whole day.

        The days that remain are expected to be like the last ones.
        """
        if (mean := self._mean(lambda counts: counts.total())) is None:
            return None
        today = self._today()
        remaining = monthrange(today.year, today.month)[1] - today.day
        rest_of_today = max(0.0, mean - sum(self.day.values()))
        return round(self.month + rest_of_today + remaining * mean)

    @property
    def others_a_day(self) -> float | None:
        """The requests of a recent day that cannot wait, such as commands; None without a day."""
        return self._mean(
            lambda counts: sum(n for purpose, n in counts.items() if purpose not in _POLLS)
        )

    def _mean(self, count: Callable[[Counter[str]], int]) -> float | None:
        """Return the mean of the last whole days, None if there is none."""
        today = self._today()
        whole = [count(counts) for day, counts in self._days.items() if day < today][-_RECENT:]
        return sum(whole) / len(whole) if whole else None


def _read(raw: JsonObject) -> Iterator[tuple[date, Counter[str]]]:
    """Yield the readable days of a file."""
    for day, counts in raw.items():
        try:
            found = date.fromisoformat(day)
        except ValueError:
            continue
        yield (
            found,
            Counter(
                {
                    purpose: number
                    for purpose, number in as_object(counts).items()
                    if type(number) is int and number > 0
                }
            ),
        )
