"""Decides whether failed polls are an outage. One failed poll is not."""

import time
from typing import Final

RETRIES: Final = (5.0, 15.0, 30.0)
"""Seconds until the next poll after the first, second and third failed one in a row.

Most failures of a gateway are shorter.
"""
_SILENCE: Final = 300.0
"""Seconds without a successful poll and without a delivery that are an outage."""
_POLLS: Final = 3
"""Failed polls in a row that are an outage of a location without deliveries."""


class Outage:
    """Decides from polls and deliveries whether entities are still available.

    Intervals are measured with a monotonic clock.
    """

    def __init__(self, *, delivers: bool) -> None:
        """Start without a failure; ``delivers`` says whether deliveries are expected."""
        self._delivers = delivers
        self._failures = 0
        self._since = 0.0
        """When the first failed poll of the row failed, or the last delivery since then arrived."""

    def failed(self) -> None:
        """Note a failed poll."""
        if not self._failures:
            self._since = time.monotonic()
        self._failures += 1

    def answered(self) -> None:
        """Note a successful poll."""
        self._failures = 0

    def delivered(self) -> None:
        """Note a delivery: SmartThings reports changes even if polls fail."""
        self._since = time.monotonic()

    @property
    def retry_in(self) -> float | None:
        """Seconds until the next poll, None for the normal interval."""
        return RETRIES[self._failures - 1] if 0 < self._failures <= len(RETRIES) else None

    @property
    def lasts(self) -> bool:
        """Whether the failed polls are an outage."""
        if not self._delivers:
            return self._failures >= _POLLS
        return self._failures > 0 and time.monotonic() - self._since >= _SILENCE
