"""Checks whether the address to which SmartThings delivers is still right.

The address is part of the SmartApp, and only a personal access token can change it. It becomes
wrong when Home Assistant Cloud is removed, or when Home Assistant gets another external URL.
"""

import logging
import socket
import ssl
import time
from datetime import timedelta
from typing import Final, NamedTuple

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_WEBHOOK_ID, EVENT_CORE_CONFIG_UPDATE
from homeassistant.core import Event, HomeAssistant, callback
from yarl import URL

from ..const import (
    CONF_ADDRESS_TYPED,
    CONF_APP_ID,
    CONF_CLOUDHOOK,
    CONF_UNCONFIRMED,
    CONF_WEBHOOK_URL,
    DOMAIN,
)
from ..location.lifetime import Lifetime
from ..webhook.public_url import (
    CloudSilentError,
    PublicUrl,
    choose_public_url,
    cloudhook,
    external_url,
    has_subscription,
    listen_to_cloud,
    listen_to_cloudhook,
)
from ..webhook.reachability import find_rejection, in_words
from ..webhook.receiver import Receiver
from ..webhook.tls import EXPIRED
from .deliveries_refused import raise_refused
from .issue import Issue, set_issue

_LOGGER = logging.getLogger(__name__)

CONFIRMED_WITHIN: Final = 120.0
"""Seconds in which a first event shows that the address of the user's own app is confirmed."""
_DAILY = timedelta(days=1)
_SOON = 7.0
"""Raise the issue this many days before a certificate expires; most are renewed much earlier."""
_CONNECT = 10.0
_DAY = 86_400.0


class Address(NamedTuple):
    """The result of an address check."""

    right: bool
    """Whether deliveries to the current address arrive, as far as we can find out."""
    other: PublicUrl | None = None
    """The address to use if the current one is not right, None if there is none."""


async def check_address(hass: HomeAssistant, entry: ConfigEntry, *, allow_http: bool) -> Address:
    """Compare the address of the SmartApp with the addresses that work now.

    An address that the user typed, of a proxy for example, is not checked. For a polled location
    any address is better than none.
    """
    if entry.data[CONF_ADDRESS_TYPED]:
        return Address(right=True)
    webhook_id = entry.data[CONF_WEBHOOK_ID]
    target = entry.data[CONF_WEBHOOK_URL]
    external = external_url(hass, webhook_id, allow_http=allow_http)
    if entry.data[CONF_CLOUDHOOK]:
        return await _check_cloudhook(hass, webhook_id, target, external)
    if external is not None and external.url == target:
        return Address(right=True)
    other = await choose_public_url(hass, webhook_id, allow_http=allow_http)
    return Address(right=not target and other is None, other=other)


async def _check_cloudhook(
    hass: HomeAssistant, webhook_id: str, target: str, external: PublicUrl | None
) -> Address:
    try:
        hook = await cloudhook(hass, webhook_id)
    except CloudSilentError:
        return Address(right=True)  # It comes back with the same address.
    if hook is not None and hook.url == target:
        return Address(right=True)
    return Address(right=False, other=hook or external)


class AddressWatch:
    """Checks the address at start, after possible changes and once a day; raises issues."""

    def __init__(self, lifetime: Lifetime, receiver: Receiver, *, allow_http: bool) -> None:
        """Watch for the entry until it is unloaded."""
        self._hass, self._entry = lifetime.hass, lifetime.entry
        self._lifetime = lifetime
        self._receiver = receiver
        self._allow_http = allow_http

    @callback
    def start(self) -> None:
        """Check now, and until the entry is unloaded."""
        self._lifetime.every(_DAILY, self._daily, f"{DOMAIN} check address")
        self._entry.async_on_unload(
            self._hass.bus.async_listen(EVENT_CORE_CONFIG_UPDATE, self._core_changed)
        )
        self._entry.async_on_unload(listen_to_cloud(self._hass, self._cloud_changed))
        if self._entry.data[CONF_CLOUDHOOK]:
            webhook_id = self._entry.data[CONF_WEBHOOK_ID]
            stop = listen_to_cloudhook(self._hass, webhook_id, self._soon)
            self._entry.async_on_unload(stop)
        self._lifetime.start(self._daily(), "check address")
        if self._entry.data.get(CONF_UNCONFIRMED):
            self._lifetime.after(CONFIRMED_WITHIN, self._unconfirmed, "check confirmation")

    async def _unconfirmed(self) -> None:
        """Raise that SmartThings may not deliver: nothing has arrived since the set-up."""
        raised = bool(self._entry.data.get(CONF_UNCONFIRMED))
        if raised and (finding := find_rejection(self._receiver, None)):
            # The delivery that confirms the address would be rejected too.
            raise_refused(self._hass, self._entry, await in_words(self._hass, finding))
            return
        app_id = self._entry.data[CONF_APP_ID].replace("`", "")
        command = f"`smartthings apps:register {app_id}`"
        self._set(Issue.UNCONFIRMED, raised=raised, command=command)

    @callback
    def _core_changed(self, event: Event) -> None:
        if "external_url" in event.data:
            self._soon()

    @callback
    def _cloud_changed(self, _connected: bool) -> None:  # noqa: FBT001 - the type of a listener
        self._soon()

    @callback
    def _soon(self) -> None:
        self._lifetime.start(self.check(), "check address")

    async def _daily(self) -> None:
        await self.check()
        await self._check_certificate()

    async def check(self) -> None:
        """Check the address once, and raise or end the issues about it."""
        polled = not self._entry.data[CONF_WEBHOOK_URL]
        self._set(Issue.PUSH_POSSIBLE, raised=polled and self._could_be_reached())
        found = (
            Address(right=True)
            if polled
            else await check_address(self._hass, self._entry, allow_http=self._allow_http)
        )
        other = found.other
        self._set(Issue.WEBHOOK_MOVED, raised=other is not None, url=other.url if other else "")
        self._set(Issue.WEBHOOK_GONE, raised=not found.right and other is None)

    def _could_be_reached(self) -> bool:
        """Return whether there is an address now, without creating a cloudhook."""
        webhook_id = self._entry.data[CONF_WEBHOOK_ID]
        return has_subscription(self._hass) or bool(
            external_url(self._hass, webhook_id, allow_http=self._allow_http)
        )

    async def _check_certificate(self) -> None:
        left = None
        if self._entry.data[CONF_WEBHOOK_URL] and not self._entry.data[CONF_CLOUDHOOK]:
            left = await self._hass.async_add_executor_job(
                days_left, self._entry.data[CONF_WEBHOOK_URL]
            )
        expired = left is not None and left <= 0
        raised = left is not None and left < _SOON and not expired
        self._set(Issue.CERTIFICATE_EXPIRED, raised=expired)
        self._set(Issue.CERTIFICATE_EXPIRING, raised=raised, days=str(int(left or 0)))

    def _set(self, issue: Issue, *, raised: bool, **placeholders: str) -> None:
        host = URL(self._entry.data[CONF_WEBHOOK_URL]).host or ""
        set_issue(self._hass, self._entry, issue, raised=raised, host=host, **placeholders)


def days_left(url: str, context: ssl.SSLContext | None = None) -> float | None:
    """Return for how many days the certificate of a URL is still valid; None if that is unknown.

    It is 0 if the certificate has expired.

    It blocks, so it runs in the executor. Some routers do not let a machine connect to its own
    public address.
    """
    parsed = URL(url)
    if parsed.scheme != "https" or not parsed.host:
        return None
    context = context or ssl.create_default_context()
    try:
        with (
            socket.create_connection((parsed.host, parsed.port or 443), _CONNECT) as connection,
            context.wrap_socket(connection, server_hostname=parsed.host) as secured,
        ):
            certificate = secured.getpeercert() or {}
    except ssl.SSLCertVerificationError as err:
        return 0.0 if err.verify_code == EXPIRED else None
    except OSError:  # Also the base class of other TLS errors.
        return None
    until = certificate.get("notAfter")
    if not isinstance(until, str):
        return None
    return (ssl.cert_time_to_seconds(until) - time.time()) / _DAY
