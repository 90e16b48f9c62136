"""Reports that polls have become rare, so that the calls of a month are enough."""

from datetime import timedelta
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback

from ..location.budget import Budget
from .issue import Issue, set_issue

_LATE: Final = timedelta(hours=6)
"""Polls that are rarer let a missed change stay for a day."""
_HOUR: Final = timedelta(hours=1)


@callback
def set_allowance(hass: HomeAssistant, entry: ConfigEntry, budget: Budget) -> None:
    """Raise the issue while polls have to be rare, or end it."""
    set_issue(
        hass,
        entry,
        Issue.ALLOWANCE,
        raised=budget.interval > _LATE,
        used=str(budget.used),
        allowance=str(budget.allowance),
        hours=f"{budget.interval / _HOUR:.0f}",
    )
