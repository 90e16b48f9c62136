"""Reports devices that do not fit into the subscriptions of an installed app.

An installed app may have 40 (platform reference 6.3). Settings and diagnostics that are polled are
no reason to raise an issue.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback

from .issue import Issue, set_issue

_NAMED: Final = 20
"""Devices that the issue names."""
_MINUTE: Final = timedelta(minutes=1)


@callback
def set_subscription_limit(
    hass: HomeAssistant,
    entry: ConfigEntry,
    names: Sequence[str],
    *,
    ceiling: int,
    interval: timedelta,
) -> None:
    """Raise the issue, or end it where ``names`` is empty.

    ``names`` are the devices that are polled although that is late for them, ``ceiling`` is how
    many subscriptions there may be, and ``interval`` the time between polls.
    """
    set_issue(
        hass,
        entry,
        Issue.POLLED_DEVICES,
        raised=bool(names),
        count=str(len(names)),
        devices=", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else ""),
        ceiling=str(ceiling),
        minutes=f"{interval / _MINUTE:.0f}",
    )
