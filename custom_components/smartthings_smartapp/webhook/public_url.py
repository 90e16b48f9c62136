"""The public URL that SmartThings delivers to: a cloudhook, or Home Assistant's external URL."""

import re
from collections.abc import Callable
from ipaddress import ip_address
from typing import TYPE_CHECKING, NamedTuple

from homeassistant.components import webhook
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.network import NoURLAvailableError
from yarl import URL

if TYPE_CHECKING:
    from .home_assistant_cloud import HomeAssistantCloud

_MAX_LENGTH = 2048
"""The platform accepts target URLs up to this length (platform reference 2.2)."""
_MAX_NAME = 253
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?", re.IGNORECASE)
"""One label of a name (RFC 1035). Underscores are against it and in use."""


class PublicUrl(NamedTuple):
    """A URL that ends at our webhook."""

    url: str
    cloudhook: bool
    """Whether Home Assistant Cloud relays it. The cloudhook is deleted with the entry."""
    typed: bool = False
    """Whether the user typed it, for example that of a proxy, instead of the proposed one."""


class CloudSilentError(HomeAssistantError):
    """Home Assistant Cloud has an active subscription and does not answer now."""


async def choose_public_url(
    hass: HomeAssistant, webhook_id: str, *, allow_http: bool
) -> PublicUrl | None:
    """Return the URL that works now, None if the user has to type one.

    A cloudhook needs an active subscription and a connection. Without it, the external URL is used
    if it is HTTPS. ``allow_http`` is for simulators on the same machine.
    """
    try:
        if public := await cloudhook(hass, webhook_id):
            return public
    except CloudSilentError:
        pass
    return external_url(hass, webhook_id, allow_http=allow_http)


def external_url(hass: HomeAssistant, webhook_id: str, *, allow_http: bool) -> PublicUrl | None:
    """Return our webhook at Home Assistant's external URL, None if SmartThings cannot use it."""
    try:
        url = webhook.async_generate_url(
            hass, webhook_id, allow_internal=False, allow_ip=allow_http or None
        )
    except NoURLAvailableError, ValueError:  # ValueError: the user typed that URL.
        return None
    usable = usable_url(url, allow_http=allow_http)
    return PublicUrl(usable, cloudhook=False) if usable else None


def usable_url(typed: str, *, allow_http: bool) -> str | None:
    """Return a URL in the form to send to SmartThings, None if it accepts no such target.

    It accepts HTTPS without credentials. The query is not signed (platform reference 5.2), so a URL
    must not need one. The path is signed as it is sent, so spaces and other alphabets are encoded
    here and not on each side.
    """
    try:
        parsed = URL(typed)
        usable = (
            parsed.scheme in ({"https", "http"} if allow_http else {"https"})
            and bool(parsed.host)  # Decodes the name, which may fail.
            and is_host(parsed.raw_host or "")
            and not parsed.query_string
            and not parsed.fragment
            and parsed.user is None
            and parsed.password is None
        )
    except ValueError:
        return None
    url = str(parsed)
    return url if usable and len(url) <= _MAX_LENGTH else None


def is_host(host: str) -> bool:
    """Return whether a host can be looked up; ``host`` is an address or encoded for the DNS."""
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return len(host) <= _MAX_NAME and all(map(_LABEL.fullmatch, host.split(".")))
    return True


async def cloudhook(hass: HomeAssistant, webhook_id: str) -> PublicUrl | None:
    """Return the cloudhook, None without Home Assistant Cloud or a subscription.

    Raises CloudSilentError if Home Assistant Cloud does not answer.
    """
    if not (cloud := _cloud(hass)):
        return None
    try:
        url = await cloud.cloudhook(webhook_id)
    except HomeAssistantError as err:
        raise CloudSilentError from err
    return PublicUrl(url, cloudhook=True) if url else None


def has_subscription(hass: HomeAssistant) -> bool:
    """Return whether Home Assistant Cloud would give a cloudhook."""
    return (cloud := _cloud(hass)) is not None and cloud.is_subscribed


def has_ended_subscription(hass: HomeAssistant) -> bool:
    """Return whether the user is signed in to Home Assistant Cloud without a subscription."""
    return (cloud := _cloud(hass)) is not None and cloud.has_ended


def is_cloud_lost(hass: HomeAssistant) -> bool:
    """Return whether Home Assistant Cloud has a subscription and no connection."""
    return (cloud := _cloud(hass)) is not None and cloud.is_subscribed and not cloud.is_connected


def listen_to_cloud(hass: HomeAssistant, listener: Callable[[bool], None]) -> Callable[[], None]:
    """Call ``listener`` when the connection to Home Assistant Cloud comes (True) or goes.

    Returns the function that ends that.
    """
    return cloud.listen(listener) if (cloud := _cloud(hass)) else _nothing


def listen_to_cloudhook(
    hass: HomeAssistant, webhook_id: str, listener: Callable[[], None]
) -> Callable[[], None]:
    """Call ``listener`` when a cloudhook was deleted, or may have been.

    Returns the function that ends that.
    """
    cloud = _cloud(hass)
    return cloud.listen_to_cloudhook(webhook_id, listener) if cloud else _nothing


def _nothing() -> None:
    """End nothing: Home Assistant Cloud is not loaded."""


async def drop_cloudhook(hass: HomeAssistant, webhook_id: str) -> None:
    """Delete the cloudhook, if it is there and Home Assistant Cloud is too."""
    if cloud := _cloud(hass):
        await cloud.delete_cloudhook(webhook_id)


def _cloud(hass: HomeAssistant) -> HomeAssistantCloud | None:
    """Return Home Assistant Cloud, None where it is not loaded."""
    if "cloud" not in hass.config.components:
        return None
    from .home_assistant_cloud import HomeAssistantCloud  # noqa: PLC0415 - see that module

    return HomeAssistantCloud(hass)
