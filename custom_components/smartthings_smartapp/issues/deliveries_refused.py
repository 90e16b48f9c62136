"""Deliveries arrive and are refused."""

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from yarl import URL

from ..const import CONF_WEBHOOK_URL
from ..webhook.reachability import Finding, in_words
from .issue import Issue, raise_issue


async def raise_refused(hass: HomeAssistant, entry: ConfigEntry, refusal: Finding) -> None:
    """Raise that deliveries arrive and are refused, with the cause."""
    raise_issue(
        hass,
        entry,
        Issue.DELIVERIES_REFUSED,
        address=str(URL(entry.data[CONF_WEBHOOK_URL]).origin()),
        cause=await in_words(hass, refusal),
    )
