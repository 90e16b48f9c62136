"""The pages of Home Assistant where an authorization at SmartThings may end."""

from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.config_entry_oauth2_flow import (
    MY_AUTH_CALLBACK_PATH,
    async_get_redirect_uri,
)
from yarl import URL

_THIS_MACHINE: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def redirect_uri(hass: HomeAssistant) -> str:
    """Return the page where the authorization of this dialog ends."""
    return async_get_redirect_uri(hass)


def redirect_uris(hass: HomeAssistant) -> tuple[str, ...]:
    """Return the pages to register for an app: that of this dialog, and My Home Assistant."""
    candidates = (redirect_uri(hass), MY_AUTH_CALLBACK_PATH)
    return tuple(dict.fromkeys(uri for uri in candidates if is_accepted(uri)))


def is_accepted(uri: str) -> bool:
    """Return whether SmartThings lets an authorization end there: HTTPS, or the same machine."""
    url = URL(uri)
    return url.scheme == "https" or url.host in _THIS_MACHINE
