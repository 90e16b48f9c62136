"""Raises an issue when our clock is wrong, because deliveries are then rejected as too old."""

import logging
from datetime import datetime, timedelta

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from ..cloud.api.http import Reply
from ..cloud.delivery.clock_skew import ClockCheck
from .issue import Issue, end_issue, raise_issue

_LOGGER = logging.getLogger(__name__)

_FORMAT = "%Y-%m-%d %H:%M:%S"


class ClockWatch:
    """Compares our clock with that of SmartThings on each reply and delivery."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        """Start without a known difference."""
        self._hass = hass
        self._entry = entry
        self._check = ClockCheck()
        self._minutes: int | None = None
        """The minutes that the issue names."""

    @property
    def off(self) -> timedelta | None:
        """How much our clock is behind (less than 0: ahead), None if it is right."""
        return self._check.off

    def now(self) -> datetime:
        """Return the current time of SmartThings' clock, known from the dates of its replies."""
        return dt_util.utcnow() + self._check.difference

    @callback
    def replied(self, reply: Reply) -> None:
        """Compare with the date of a reply."""
        self._check.replied(reply.headers, dt_util.utcnow())
        self._update()

    @callback
    def on_clock_skew(self, sent: datetime) -> None:
        """Note that a delivery was rejected for its date."""
        self._check.refused(sent, dt_util.utcnow())
        self._update()

    @callback
    def taken(self) -> None:
        """Note that a delivery was accepted, so its date was right."""
        self._check.taken()
        self._update()

    def _update(self) -> None:
        off = self._check.off
        minutes = None if off is None else round(abs(off) / timedelta(minutes=1))
        if minutes == self._minutes:
            return
        known, self._minutes = self._minutes, minutes
        if off is None:
            end_issue(self._hass, self._entry, Issue.CLOCK_DIFFERS)
            return
        if known is None:
            _LOGGER.warning(
                "The clock differs by %s minutes from that of SmartThings, whose deliveries"
                " are rejected from 5 minutes on",
                minutes,
            )
        here = dt_util.now()
        raise_issue(
            self._hass,
            self._entry,
            Issue.CLOCK_DIFFERS,
            minutes=str(minutes),
            here=here.strftime(_FORMAT),
            there=(here + off).strftime(_FORMAT),
        )
