"""The SmartApp was removed in SmartThings: one issue, whose dialog installs it again."""

from typing import Final

from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntry
from homeassistant.core import HomeAssistant, callback

from .issue import Issue, raise_issue

_UNATTENDED: Final = ("reauth_authorize", "reauth_client", "reauth_confirm")
"""First steps of a re-authentication. One that is further waits for the user, who began it."""


@callback
def raise_uninstalled(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Raise the issue.

    A re-authentication that began before the uninstall was known ends, because Home Assistant
    raises an issue for it, which would be a second notice of the same problem.
    """
    raise_issue(hass, entry, Issue.UNINSTALLED)
    for flow in list(entry.async_get_active_flows(hass, {SOURCE_REAUTH})):
        if flow.get("step_id") in _UNATTENDED:
            hass.config_entries.flow.async_abort(flow["flow_id"])
