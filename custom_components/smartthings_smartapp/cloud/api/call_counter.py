"""Count requests by day and purpose, because the API has quotas (platform reference 10.4)."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from ..bounded_dict import BoundedDict

TOKEN: Final = "token"  # noqa: S105 (a purpose, not a secret)
PICTURES: Final = "pictures"
_DAYS: Final = 8
"""Today and the week before."""

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
PURPOSES: Final = (*(purpose for _, purpose in _PURPOSES), PICTURES, TOKEN, "other")
"""All purposes."""


def purpose_of(path: str) -> str:
    """Return the purpose of a request to a path of the API."""
    return next((purpose for known, purpose in _PURPOSES if known.search(path)), "other")


class CallCounter:
    """Counts requests of the last days."""

    def __init__(self, today: Callable[[], date], *, days: int = _DAYS) -> None:
        """Count by the date that ``today`` returns, and keep the counts of ``days`` days."""
        self._today = today
        self._days = BoundedDict[date, Counter[str]](days)

    def note(self, path: str) -> None:
        """Count a request to a path of the API."""
        self.count(purpose_of(path))

    def count(self, purpose: str) -> None:
        """Count a request for a purpose."""
        self._days.setdefault(self._today(), Counter())[purpose] += 1

    @property
    def day(self) -> Mapping[str, int]:
        """The number of requests today, by purpose."""
        return self._days.get(self._today(), Counter())

    @property
    def days(self) -> Mapping[date, Mapping[str, int]]:
        """The number of requests on each of the last days, by purpose."""
        return self._days
