"""Counts calls by day and by purpose: the API has quotas (platform reference 10.4)."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from ..bounded_dict import BoundedDict

TOKEN: Final = "token"  # noqa: S105 (a purpose, not a secret)
KEPT_DAYS: Final = 8
"""The present day and the week before it."""

# The first pattern that is in the path says what a call is for.
_PURPOSES: Final = (
    (re.compile(r"/subscriptions"), "subscriptions"),
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
PURPOSES: Final = (*(purpose for _, purpose in _PURPOSES), TOKEN, "other")
"""All words that a purpose can be."""


def purpose_of(path: str) -> str:
    """Return what a call to a path of the API is for."""
    return next((purpose for known, purpose in _PURPOSES if known.search(path)), "other")


class CallCounter:
    """Counts calls for some days."""

    def __init__(self, today: Callable[[], date]) -> None:
        """``today`` tells the day."""
        self._today = today
        self._days = BoundedDict[date, Counter[str]](KEPT_DAYS)

    def note(self, path: str) -> None:
        """Count a call to a path of the API."""
        self.count(purpose_of(path))

    def count(self, purpose: str) -> None:
        """Count a call for a purpose."""
        self._days.setdefault(self._today(), Counter())[purpose] += 1

    @property
    def day(self) -> Mapping[str, int]:
        """The calls of today, by purpose."""
        return self._days.get(self._today(), Counter())

    @property
    def days(self) -> Mapping[date, Mapping[str, int]]:
        """The calls of the last days, by purpose."""
        return self._days
