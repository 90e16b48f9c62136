"""The receiver of deliveries: from a raw request to an authentic lifecycle, and to its owner.

Nothing of a delivery is acted on before its signature, digest, date and ids are checked.
"""

import asyncio
import hashlib
import logging
from collections import Counter, OrderedDict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Final, Protocol

import orjson
from aiohttp import StreamReader
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.web import Request, Response
from aiohttp.web_protocol import RequestPayloadError
from homeassistant.components import webhook
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.util import dt as dt_util
from homeassistant.util.aiohttp import MockRequest, MockStreamReader
from homeassistant.util.hass_dict import HassKey
from yarl import URL

from .cloud.apps import SCOPES, confirm
from .cloud.dates import read_date
from .cloud.errors import CloudError
from .cloud.json_types import JsonObject
from .cloud.keys import KeyRing
from .cloud.lifecycle import (
    ConfigurationInitialize,
    ConfigurationPage,
    Confirmation,
    EventDelivery,
    Execute,
    Install,
    Lifecycle,
    Ping,
    Uninstall,
    UnreadableDeliveryError,
    Update,
    confirmation_reply,
    empty_reply,
    initialize_reply,
    page_reply,
    parse,
    ping_reply,
)
from .cloud.signature import Refusal, RefusedError, authenticate
from .const import DOMAIN
from .delivery_log import DeliveryLog, Outcome
from .endpoints import Endpoints

_LOGGER = logging.getLogger(__name__)

MAX_BODY: Final = 1024 * 1024
"""Bytes of a delivery that are read; events end at 10 KiB (platform reference 10.1)."""

READ_TIMEOUT: Final = 10.0
"""Seconds for a body to arrive; the platform itself waits no longer for an answer."""

_PAGE_ID: Final = "1"
_NAME: Final = "Home Assistant"
_MAX_CHALLENGE: Final = 256
_SEALS: Final = 4096
"""Deliveries remembered to know a repeated one: far more than can come while its date counts."""

_MAY_BE_TRUE: Final = frozenset[str](
    {
        Refusal.DATE_SKEW,
        Refusal.DATE_MISSING,
        Refusal.DIGEST_MISSING,
        Refusal.DIGEST_MISMATCH,
        Refusal.HEADER_MISSING,
        Refusal.KEY_UNKNOWN,
        Refusal.KEY_UNAVAILABLE,
        Refusal.SIGNATURE,
        "unreadable",
        "broken_body",
        "too_slow",
    }
)
"""Reasons that a true delivery can have: it came late, or something on its way damaged it, or its
key could not be fetched. What was never signed as SmartThings signs is from somebody else."""

RECEIVERS: HassKey[Receivers] = HassKey(f"{DOMAIN}_receivers")


class Owner(Protocol):
    """Who the deliveries of one installed app are for."""

    @property
    def installed_app_id(self) -> str:
        """The installed app."""

    @property
    def location_id(self) -> str:
        """The location that it is installed in."""

    async def installed(self, delivery: Install | Update, *, dialog_open: bool) -> None:
        """Take over the tokens; they are on disk when this returns.

        ``dialog_open`` says that a flow waits for the delivery and should get to its end before
        the entry is reloaded.
        """

    def uninstalled(self) -> None:
        """Mark that the user removed the SmartApp from the location."""

    async def events(self, delivery: EventDelivery, sent: datetime) -> None:
        """Apply the events; ``sent`` is when the platform sent the delivery."""

    def doubtful(self) -> None:
        """Note that a request was refused that may have been a true delivery."""

    def misdated(self, sent: datetime) -> None:
        """Note that a request was refused for its date, which may be right and our clock wrong."""


type InstallListener = Callable[[Install | Update], Awaitable[None]]


@dataclass(slots=True)
class Registration:
    """An app that is being registered: its PING is echoed, its CONFIRMATION awaited."""

    confirmations: asyncio.Queue[Confirmation] = field(default_factory=asyncio.Queue)


def _seal(request: Request | MockRequest) -> bytes:
    """Return what only a repeated delivery has again: the digest and the date that were signed.

    The digest covers the execution id. Both are the same for the same signature, which itself can
    be written in many ways: spaces, order and case of the parameters are free.
    """
    signed = f"{request.headers.get('Digest')} {request.headers.get('Date')}"
    return hashlib.sha256(signed.encode("utf-8", "surrogateescape")).digest()


class _RefusalError(Exception):
    """A request is answered with an error status."""

    def __init__(self, status: HTTPStatus, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class Receiver:
    """One webhook, the target of one SmartApp, shared by all locations that have it."""

    def __init__(
        self, hass: HomeAssistant, endpoints: Endpoints, webhook_id: str, url: str
    ) -> None:
        """Prepare the receiver; ``url`` is the target as SmartThings knows it."""
        self.hass = hass
        self.endpoints = endpoints
        self.webhook_id = webhook_id
        self.url = url
        self.app_id: str | None = None
        self.keys = KeyRing(async_get_clientsession(hass), endpoints.key_url)
        self.owners: dict[str, Owner] = {}
        """By the id of the config entry."""
        self.refusals: Counter[str] = Counter()
        self.deliveries: Counter[str] = Counter()
        self.replays = 0
        """Authentic deliveries that came once more and were dropped."""
        self.log = DeliveryLog()
        self._seals: OrderedDict[bytes, None] = OrderedDict()
        self._registrations: list[Registration] = []
        self._echoes = 0
        """How many callers want an unsigned PING to be echoed."""
        self._install_listeners: dict[str, InstallListener] = {}

    # Waiting for what a flow has set in motion

    @contextmanager
    def registration(self) -> Iterator[Registration]:
        """Let the platform check the webhook while an app is registered or its target changed.

        Several may be open, each of which gets every CONFIRMATION.
        """
        registration = Registration()
        self._registrations.append(registration)
        try:
            with self.echo():
                yield registration
        finally:
            self._registrations.remove(registration)

    @contextmanager
    def echo(self) -> Iterator[None]:
        """Echo an unsigned PING for as long as this or another caller wants it."""
        self._echoes += 1
        try:
            yield
        finally:
            self._echoes -= 1

    @callback
    def listen_for_install(self, location_id: str, listener: InstallListener) -> None:
        """Tell a flow of the INSTALL or UPDATE for the location that it waits for."""
        self._install_listeners[location_id] = listener

    @callback
    def awaits_install(self, location_id: str) -> bool:
        """Tell whether a flow waits for the location."""
        return location_id in self._install_listeners

    @callback
    def stop_listening_for_install(self, location_id: str, listener: InstallListener) -> None:
        """Forget the flow of the location, unless another has taken over."""
        if self._install_listeners.get(location_id) == listener:
            del self._install_listeners[location_id]

    # Requests

    async def handle(
        self, _hass: HomeAssistant, _webhook_id: str, request: Request | MockRequest
    ) -> Response:
        """Answer a request; a cloudhook hands over a ``MockRequest``, which has no path."""
        arrived = dt_util.utcnow()
        try:
            lifecycle, sent = await self._authentic(request)
        except _RefusalError as err:
            self._note_refusal(request, err, arrived)
            return self._refuse(err.status, err.reason)
        if not isinstance(lifecycle, Install | Update | Uninstall | EventDelivery):
            self.deliveries[type(lifecycle).__name__] += 1
            self.log.note(arrived, sent, lifecycle, Outcome.TAKEN)
            return _json(await self._answer(lifecycle, sent))
        seal = _seal(request)
        if seal in self._seals:
            self.replays += 1
            self.log.note(arrived, sent, lifecycle, Outcome.REPLAYED)
            return _json(empty_reply(lifecycle))
        self.deliveries[type(lifecycle).__name__] += 1
        self._remember(seal)
        outcome = Outcome.FAILED
        try:
            reply = _json(await self._answer(lifecycle, sent))
            outcome = Outcome.TAKEN
        except BaseException:
            # What was not done may be sent again.
            self._seals.pop(seal, None)
            raise
        finally:
            self.log.note(arrived, sent, lifecycle, outcome)
        return reply

    def _remember(self, seal: bytes) -> None:
        self._seals[seal] = None
        if len(self._seals) > _SEALS:
            self._seals.popitem(last=False)

    async def _authentic(self, request: Request | MockRequest) -> tuple[Lifecycle, datetime]:
        """Return the delivery of a request, and when it was sent, once everything is checked."""
        if request.method != "POST":
            raise _RefusalError(HTTPStatus.METHOD_NOT_ALLOWED, "method")
        body = await _read(request.content)
        try:
            sent = await authenticate(
                request.headers,
                body,
                path=URL(self.url).raw_path,
                keys=self.keys,
                now=dt_util.utcnow(),
            )
        except RefusedError as err:
            if ping := self._unsigned_ping(body):
                return ping, dt_util.utcnow()
            raise _RefusalError(HTTPStatus.UNAUTHORIZED, err.reason) from err
        try:
            lifecycle = parse(body)
        except UnreadableDeliveryError as err:
            raise _RefusalError(HTTPStatus.BAD_REQUEST, "unreadable") from err
        if not self._is_ours(lifecycle):
            raise _RefusalError(HTTPStatus.UNAUTHORIZED, "not_ours")
        return lifecycle, sent

    def _note_refusal(
        self, request: Request | MockRequest, error: _RefusalError, arrived: datetime
    ) -> None:
        sent = read_date(request.headers.get("Date"))
        self.log.refused(arrived, sent, error.reason)
        if sent and error.reason == Refusal.DATE_SKEW:
            for owner in self.owners.values():
                owner.misdated(sent)

    def _refuse(self, status: HTTPStatus, reason: str) -> Response:
        """Count a refusal, and log the first of each kind."""
        self.refusals[reason] += 1
        if reason in _MAY_BE_TRUE:
            for owner in self.owners.values():
                owner.doubtful()
        if self.refusals[reason] == 1:
            _LOGGER.warning(
                "Refused a request to the SmartThings webhook (%s); more of this kind are"
                " only counted",
                reason,
            )
        return Response(
            status=status, text="Forbidden" if status == HTTPStatus.UNAUTHORIZED else None
        )

    def _unsigned_ping(self, body: bytes) -> Ping | None:
        """Return a PING that may be echoed unsigned, which is only while a caller waits for it.

        With APP_RSA the key is not known before the registration is through (platform reference
        5.4), and an echo gives nothing away.
        """
        if not self._echoes:
            return None
        try:
            lifecycle = parse(body)
        except UnreadableDeliveryError:
            return None
        if isinstance(lifecycle, Ping) and len(lifecycle.challenge) <= _MAX_CHALLENGE:
            return lifecycle
        return None

    def _is_ours(self, lifecycle: Lifecycle) -> bool:
        """Check the ids of an authentic delivery: another app's deliveries are not for us."""
        if isinstance(lifecycle, Confirmation):
            return bool(self._registrations) or lifecycle.app_id == self.app_id
        named = lifecycle.settings.get("appId")
        if named and self.app_id and named != self.app_id:
            return False
        if isinstance(lifecycle, EventDelivery | Uninstall | Execute):
            return self._owner(lifecycle.installed_app.installed_app_id) is not None
        return True

    def _owner(self, installed_app_id: str) -> Owner | None:
        return next(
            (owner for owner in self.owners.values() if owner.installed_app_id == installed_app_id),
            None,
        )

    async def _answer(self, lifecycle: Lifecycle, sent: datetime) -> JsonObject:
        """Act on an authentic delivery and return the body of the 200."""
        match lifecycle:
            case Ping():
                return ping_reply(lifecycle.challenge)
            case Confirmation():
                self._confirmation(lifecycle)
                return confirmation_reply(self.url)
            case ConfigurationInitialize():
                return initialize_reply(
                    name=_NAME,
                    description="Links this location with Home Assistant",
                    permissions=SCOPES,
                    first_page_id=_PAGE_ID,
                )
            case ConfigurationPage():
                return page_reply(
                    page_id=_PAGE_ID,
                    name=_NAME,
                    section="Ready to link",
                    text="Select Done, then allow access.",
                )
        await self._act(lifecycle, sent)
        return empty_reply(lifecycle)

    async def _act(self, lifecycle: Lifecycle, sent: datetime) -> None:
        """Hand a delivery to its owner; OAUTH_CALLBACK and EXECUTE are not used."""
        if isinstance(lifecycle, Install | Update):
            await self._installed(lifecycle)
        elif isinstance(lifecycle, Uninstall | EventDelivery):
            owner = self._owner(lifecycle.installed_app.installed_app_id)
            if owner and isinstance(lifecycle, Uninstall):
                owner.uninstalled()
            elif owner and isinstance(lifecycle, EventDelivery):
                await owner.events(lifecycle, sent)

    async def _installed(self, delivery: Install | Update) -> None:
        """Hand the tokens to the entry of the location, and tell the flow that waits for them."""
        location_id = delivery.installed_app.location_id
        listener = self._install_listeners.get(location_id)
        for owner in self.owners.values():
            if owner.location_id == location_id:
                await owner.installed(delivery, dialog_open=listener is not None)
        if listener:
            await listener(delivery)

    @callback
    def _confirmation(self, confirmation: Confirmation) -> None:
        """Hand a CONFIRMATION to the registration, or confirm the app that we have."""
        for registration in self._registrations:
            registration.confirmations.put_nowait(confirmation)
        if self._registrations:
            return
        self.hass.async_create_background_task(
            self._confirm(confirmation), f"{DOMAIN} confirm target"
        )

    async def _confirm(self, confirmation: Confirmation) -> None:
        try:
            await confirm(
                async_get_clientsession(self.hass),
                confirmation.confirmation_url,
                api_url=self.endpoints.api_url,
                app_id=confirmation.app_id,
            )
        except CloudError as err:
            _LOGGER.warning("The webhook could not be confirmed to SmartThings: %s", err)


class Receivers:
    """The registered webhooks; each lives as long as an entry or a flow holds it."""

    def __init__(self, hass: HomeAssistant, endpoints: Endpoints) -> None:
        """Start without any webhook."""
        self.hass = hass
        self.endpoints = endpoints
        self._receivers: dict[str, Receiver] = {}
        self._holders: dict[str, set[str]] = {}

    @callback
    def acquire(
        self,
        webhook_id: str,
        url: str,
        holder: str,
        *,
        app_id: str | None = None,
        public_key: str | None = None,
    ) -> Receiver:
        """Return the receiver of a webhook, registering it for its first holder.

        ``app_id`` and ``public_key`` (APP_RSA only) are those of the SmartApp, once it exists.
        """
        receiver = self._receivers.get(webhook_id)
        if receiver is None:
            receiver = Receiver(self.hass, self.endpoints, webhook_id, url)
            self._receivers[webhook_id] = receiver
            # All methods, so that a wrong one is answered and counted here.
            webhook.async_register(
                self.hass,
                DOMAIN,
                "SmartThings SmartApp",
                webhook_id,
                receiver.handle,
                allowed_methods=webhook.SUPPORTED_METHODS,
            )
        receiver.url = url
        if app_id is not None:
            receiver.app_id = app_id
            receiver.keys.app_public_key = public_key
        self._holders.setdefault(webhook_id, set()).add(holder)
        return receiver

    @callback
    def of_app(self, app_id: str) -> Receiver | None:
        """Return the receiver of a SmartApp that somebody holds."""
        return next((item for item in self._receivers.values() if item.app_id == app_id), None)

    @callback
    def get(self, webhook_id: str) -> Receiver | None:
        """Return the receiver of a webhook that somebody holds."""
        return self._receivers.get(webhook_id)

    @callback
    def release(self, webhook_id: str, holder: str) -> bool:
        """Let go of a webhook; return whether nobody holds it any more and it is gone."""
        holders = self._holders.get(webhook_id, set())
        holders.discard(holder)
        if holders:
            return False
        self._holders.pop(webhook_id, None)
        if self._receivers.pop(webhook_id, None):
            webhook.async_unregister(self.hass, webhook_id)
        return True


async def _read(content: StreamReader | MockStreamReader) -> bytes:
    """Read a body of bounded size within bounded time."""
    body = bytearray()
    try:
        async with asyncio.timeout(READ_TIMEOUT):
            while chunk := await content.read(MAX_BODY + 1 - len(body)):
                body += chunk
                if len(body) > MAX_BODY:
                    raise _RefusalError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large")
    except TimeoutError as err:
        raise _RefusalError(HTTPStatus.REQUEST_TIMEOUT, "too_slow") from err
    except (RequestPayloadError, HttpProcessingError, OSError) as err:
        # Cut off, wrongly chunked, or not compressed as it says.
        raise _RefusalError(HTTPStatus.BAD_REQUEST, "broken_body") from err
    return bytes(body)


def _json(reply: JsonObject) -> Response:
    return Response(text=orjson.dumps(reply).decode(), content_type="application/json")
