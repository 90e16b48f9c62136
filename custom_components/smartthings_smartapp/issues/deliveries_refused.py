"""Raises the issue that deliveries arrive and are rejected."""

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from yarl import URL

from ..const import CONF_WEBHOOK_URL
from .issue import Issue, raise_issue


@callback
def raise_refused(hass: HomeAssistant, entry: ConfigEntry, cause: str) -> None:
    """Raise that deliveries arrive and are rejected; ``cause`` is a translated sentence."""
    raise_issue(
        hass,
        entry,
        Issue.DELIVERIES_REFUSED,
        address=str(URL(entry.data[CONF_WEBHOOK_URL]).origin()),
        cause=cause,
    )
