"""When the cloud counts as unreachable: one failed poll is not an outage."""

import time
from typing import Final

RETRIES: Final = (5.0, 15.0, 30.0)
"""Seconds until the next poll after the first, second and third failed one in a row.

Most failures of a gateway are over by then.
"""
_SILENCE: Final = 300.0
"""Seconds without a good poll and without a delivery that make an outage."""
_POLLS: Final = 3
"""Failed polls in a row that make an outage where nothing is delivered."""


class Outage:
    """Decides from polls and deliveries whether what is known may still be shown.

    Intervals are measured by a clock that never jumps.
    """

    def __init__(self, *, delivers: bool) -> None:
        """Start without any failure; ``delivers`` says whether deliveries are expected at all."""
        self._delivers = delivers
        self._failures = 0
        self._since = 0.0
        """When the first of the failed polls failed, or the last delivery since came."""

    def failed(self) -> None:
        """Note a failed poll."""
        if not self._failures:
            self._since = time.monotonic()
        self._failures += 1

    def answered(self) -> None:
        """Note a good poll."""
        self._failures = 0

    def delivered(self) -> None:
        """Note a delivery: SmartThings reports changes although polls fail."""
        self._since = time.monotonic()

    @property
    def retry_in(self) -> float | None:
        """The seconds until the next poll, None for the usual interval."""
        return RETRIES[self._failures - 1] if 0 < self._failures <= len(RETRIES) else None

    @property
    def lasts(self) -> bool:
        """Whether the failed polls amount to an outage."""
        if not self._delivers:
            return self._failures >= _POLLS
        return self._failures > 0 and time.monotonic() - self._since >= _SILENCE
