"""Which public URL SmartThings can deliver to: a cloudhook, or Home Assistant's external URL."""

from collections.abc import Callable
from typing import NamedTuple

from homeassistant.components import webhook
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.network import NoURLAvailableError
from yarl import URL

_MAX_LENGTH = 2048
"""The platform takes target URLs up to this length (platform reference 2.2)."""


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
    except NoURLAvailableError:
        return None
    return PublicUrl(url, cloudhook=False) if is_usable(url, allow_http=allow_http) else None


def is_usable(url: str, *, allow_http: bool) -> bool:
    """Tell whether SmartThings takes the URL as a target: HTTPS, no query, no credentials.

    The query is no part of what is signed (platform reference 5.2), so a URL must not need one.
    """
    try:
        parsed = URL(url)
    except ValueError:
        return False
    return (
        len(url) <= _MAX_LENGTH
        and parsed.scheme in ({"https", "http"} if allow_http else {"https"})
        and bool(parsed.host)
        and not parsed.query_string
        and not parsed.fragment
        and parsed.user is None
        and parsed.password is None
    )


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
    """Tell whether Home Assistant Cloud would give a cloudhook."""
    if not _has_cloud(hass):
        return False
    from homeassistant.components import cloud  # noqa: PLC0415 - see _has_cloud

    return cloud.async_active_subscription(hass)


def has_ended_subscription(hass: HomeAssistant) -> bool:
    """Tell whether Home Assistant Cloud is signed in to, and not paid for any more."""
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
    """Tell whether Home Assistant Cloud is loaded.

    Only then its module may be imported: it brings the voice assistants and cameras along, which
    who does without the cloud need not load.
    """
    return "cloud" in hass.config.components
