"""Which public URL SmartThings can deliver to: a cloudhook, or Home Assistant's external URL."""

import re
from collections.abc import Callable
from ipaddress import ip_address
from typing import NamedTuple

from homeassistant.components import webhook
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.network import NoURLAvailableError
from yarl import URL

_MAX_LENGTH = 2048
"""The platform takes target URLs up to this length (platform reference 2.2)."""
_MAX_NAME = 253
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?", re.IGNORECASE)
"""Between two dots of a name (RFC 1035); underscores are not allowed and in use."""


class PublicUrl(NamedTuple):
    """A URL that ends at our webhook."""

    url: str
    cloudhook: bool
    """Whether Home Assistant Cloud relays it, and the hook is to be deleted with the entry."""
    typed: bool = False
    """Whether it is the user's own, of a proxy for example, and not one that is offered here."""


class CloudSilentError(HomeAssistantError):
    """Home Assistant Cloud is paid for and does not answer just now."""


async def choose_public_url(
    hass: HomeAssistant, webhook_id: str, *, allow_http: bool
) -> PublicUrl | None:
    """Return the URL that works now, or None where the user has to name one.

    A cloudhook needs an active subscription and a connection; else the external URL serves if it
    is HTTPS. ``allow_http`` is for simulators on the same machine.
    """
    try:
        if public := await cloudhook(hass, webhook_id):
            return public
    except CloudSilentError:
        pass
    return external_url(hass, webhook_id, allow_http=allow_http)


def external_url(hass: HomeAssistant, webhook_id: str, *, allow_http: bool) -> PublicUrl | None:
    """Return our webhook at Home Assistant's external URL, None where that does not serve."""
    try:
        url = webhook.async_generate_url(
            hass, webhook_id, allow_internal=allow_http, allow_ip=allow_http or None
        )
    except NoURLAvailableError, ValueError:  # The user may have typed that URL, too.
        return None
    usable = usable_url(url, allow_http=allow_http)
    return PublicUrl(usable, cloudhook=False) if usable else None


def usable_url(typed: str, *, allow_http: bool) -> str | None:
    """Return a URL as SmartThings is to have it, None where it takes no such target.

    It takes HTTPS without credentials. The query is no part of what is signed (platform reference
    5.2), so a URL must not need one. What is signed is the path as it is sent, so spaces and other
    alphabets are encoded here rather than by each side.
    """
    try:
        parsed = URL(typed)
        usable = (
            parsed.scheme in ({"https", "http"} if allow_http else {"https"})
            and bool(parsed.host)  # Decodes it, which not every name allows.
            and _is_host(parsed.raw_host or "")
            and not parsed.query_string
            and not parsed.fragment
            and parsed.user is None
            and parsed.password is None
        )
    except ValueError:
        return None
    url = str(parsed)
    return url if usable and len(url) <= _MAX_LENGTH else None


def _is_host(host: str) -> bool:
    """Return whether a name, encoded for the DNS, can be looked up; addresses can."""
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return len(host) <= _MAX_NAME and all(map(_LABEL.fullmatch, host.split(".")))
    return True


async def cloudhook(hass: HomeAssistant, webhook_id: str) -> PublicUrl | None:
    """Return the cloudhook, None where Home Assistant Cloud gives none.

    Raises CloudSilentError where it would, but does not answer now.
    """
    if not _has_cloud(hass):
        return None
    from homeassistant.components import cloud  # noqa: PLC0415 - see _has_cloud

    if not cloud.async_active_subscription(hass):
        return None
    try:
        url = await cloud.async_get_or_create_cloudhook(hass, webhook_id)
    except (cloud.CloudNotConnected, cloud.CloudNotAvailable) as err:
        raise CloudSilentError from err
    except ValueError:
        return None
    return PublicUrl(url, cloudhook=True)


def has_subscription(hass: HomeAssistant) -> bool:
    """Return whether Home Assistant Cloud would give a cloudhook."""
    if not _has_cloud(hass):
        return False
    from homeassistant.components import cloud  # noqa: PLC0415 - see _has_cloud

    return cloud.async_active_subscription(hass)


def has_ended_subscription(hass: HomeAssistant) -> bool:
    """Return whether Home Assistant Cloud is signed in to, and not paid for any more."""
    if not _has_cloud(hass):
        return False
    from homeassistant.components import cloud  # noqa: PLC0415 - see _has_cloud

    return cloud.async_is_logged_in(hass) and not cloud.async_active_subscription(hass)


def listen_to_cloud(hass: HomeAssistant, listener: Callable[[], None]) -> Callable[[], None] | None:
    """Tell ``listener`` when the connection to Home Assistant Cloud comes or goes."""
    if not _has_cloud(hass):
        return None
    from homeassistant.components import cloud  # noqa: PLC0415 - see _has_cloud

    async def changed(_state: cloud.CloudConnectionState) -> None:
        listener()

    return cloud.async_listen_connection_change(hass, changed)


async def drop_cloudhook(hass: HomeAssistant, webhook_id: str) -> None:
    """Delete the cloudhook; one that is gone, or a cloud that is not there, is fine."""
    if not _has_cloud(hass):
        return
    from homeassistant.components import cloud  # noqa: PLC0415 - see _has_cloud

    try:
        await cloud.async_delete_cloudhook(hass, webhook_id)
    except cloud.CloudNotAvailable, ValueError:
        return


def _has_cloud(hass: HomeAssistant) -> bool:
    """Return whether Home Assistant Cloud is loaded.

    Only then its module may be imported: it brings the voice assistants and cameras along, which
    who does without the cloud need not load.
    """
    return "cloud" in hass.config.components
