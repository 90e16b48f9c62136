"""The receiver of deliveries: from an HTTP request to an authentic delivery, and to its owner.

Signature, digest, date and ids of a delivery are checked before any part of it is used.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Final

import orjson
from aiohttp.web import Request, Response
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util
from homeassistant.util.aiohttp import MockRequest
from yarl import URL

from ..cloud.api.apps import confirm_webhook
from ..cloud.api.errors import CloudError
from ..cloud.connection import Connection
from ..cloud.delivery.http_date import read_date
from ..cloud.delivery.keys import CertificateStorage, KeyRing
from ..cloud.delivery.lifecycle import (
    ConfigurationInitialize,
    ConfigurationPage,
    Confirmation,
    Delivery,
    EventDelivery,
    Execute,
    Install,
    Ping,
    Uninstall,
    UnreadableDeliveryError,
    Update,
    confirmation_reply,
    empty_reply,
    parse_delivery,
    ping_reply,
)
from ..cloud.delivery.signature import Flaw, NotAuthenticError, authenticate_delivery
from ..cloud.json_types import JsonObject
from ..const import DOMAIN
from .delivery_log import DeliveryLog, Outcome
from .fingerprints import Fingerprints, fingerprint
from .install_page import install_page
from .installations import Installations
from .owners import Owners
from .rejections import MAY_BE_GENUINE, NOT_OURS, UNREADABLE, RejectionError
from .request_body import read_body

_LOGGER = logging.getLogger(__name__)

_MAX_CHALLENGE: Final = 256


@dataclass(slots=True)
class Registration:
    """An app that is being registered: its PING is echoed, its CONFIRMATION is awaited."""

    app_id: str | None = None
    """The only app whose CONFIRMATION counts; None while its id is not known yet."""
    confirmations: asyncio.Queue[Confirmation] = field(default_factory=asyncio.Queue)


@dataclass(frozen=True, slots=True)
class Memory:
    """The parts of a receiver that outlive it."""

    fingerprints: Fingerprints
    certificates: CertificateStorage


@dataclass(slots=True)
class ExpectedPing:
    """A PING that Home Assistant sends to its own webhook."""

    headers: dict[str, str] | None = None
    """The headers that arrived, by lower-case name; None until the PING arrives."""
    body: bytes = b""


class Receiver:
    """One webhook, the target of one SmartApp, shared by all locations that have it."""

    def __init__(
        self,
        hass: HomeAssistant,
        connection: Connection,
        webhook_id: str,
        url: str,
        memory: Memory,
    ) -> None:
        """Prepare the receiver; ``url`` is the target as SmartThings knows it."""
        self.hass = hass
        self.connection = connection
        self.webhook_id = webhook_id
        self.url = url
        self.app_id: str | None = None
        self.keys = KeyRing(
            connection.session, connection.endpoints.key_url, storage=memory.certificates
        )
        self.owners = Owners()
        self.installations = Installations(connection, self.owners)
        self.rejections: Counter[str] = Counter()
        """Rejected requests by reason."""
        self.deliveries: Counter[str] = Counter()
        """Authentic deliveries by kind, without those that were dropped."""
        self.replays = 0
        """Authentic deliveries that were received before and were dropped."""
        self.failures: Counter[str] = Counter()
        """Requests that an error on this side kept from being handled, by its type."""
        self.log = DeliveryLog()
        self._fingerprints = memory.fingerprints
        self._rejected_at: dict[str, datetime] = {}
        self._registrations: list[Registration] = []
        self._expected_pings: dict[str, ExpectedPing] = {}

    # Deliveries that a dialog expects

    @contextmanager
    def registration(self, app_id: str | None = None) -> Iterator[Registration]:
        """Let the platform check the webhook while an app is registered or its target changed.

        ``app_id`` is the app if it exists already. Several registrations may be open, each of which
        gets every CONFIRMATION.
        """
        registration = Registration(app_id)
        self._registrations.append(registration)
        try:
            yield registration
        finally:
            self._registrations.remove(registration)

    @contextmanager
    def expect_ping(self, challenge: str) -> Iterator[ExpectedPing]:
        """Echo one PING of our own, and note how it arrives."""
        self._expected_pings[challenge] = expected = ExpectedPing()
        try:
            yield expected
        finally:
            del self._expected_pings[challenge]

    # Requests

    async def handle(
        self, _hass: HomeAssistant, _webhook_id: str, request: Request | MockRequest
    ) -> Response:
        """Answer a request; a cloudhook hands over a ``MockRequest``, which has no path."""
        try:
            return await self._handle(request)
        except Exception as err:  # noqa: BLE001 - any error has to be answered with 500
            return self._fail(err)

    async def _handle(self, request: Request | MockRequest) -> Response:
        arrived = dt_util.utcnow()
        try:
            delivery, sent = await self._authentic(request)
            return await self._accept(request, delivery, arrived, sent)
        except RejectionError as err:
            self._note_rejection(request, err, arrived)
            return self._reject(err.status, err.reason)

    async def _accept(
        self,
        request: Request | MockRequest,
        delivery: Delivery,
        arrived: datetime,
        sent: datetime,
    ) -> Response:
        """Act on an authentic delivery, unless it was received before."""
        if not isinstance(delivery, Install | Update | Uninstall | EventDelivery):
            self._note(arrived, sent, delivery, Outcome.TAKEN)
            return _json(await self._answer(delivery, sent))
        known = fingerprint(request.headers)
        if not self._fingerprints.add(known):
            self.replays += 1
            self.log.note(arrived, sent, delivery, Outcome.REPLAYED)
            return _json(empty_reply(delivery))
        try:
            reply = await self._answer(delivery, sent)
        except BaseException as err:
            # SmartThings may send again what could not be handled.
            self._fingerprints.discard(known)
            if not isinstance(err, RejectionError):
                self._note(arrived, sent, delivery, Outcome.FAILED)
                self._notify_rejected()
            raise
        self._note(arrived, sent, delivery, Outcome.TAKEN)
        return _json(reply)

    def _note(
        self, arrived: datetime, sent: datetime, delivery: Delivery, outcome: Outcome
    ) -> None:
        self.deliveries[type(delivery).__name__] += 1
        self.log.note(arrived, sent, delivery, outcome)

    def _fail(self, error: Exception) -> Response:
        """Answer 500, because Home Assistant answers 200 to an error and logs the webhook id.

        A stranger can cause errors too, so only the first of each type has its traceback logged.
        """
        kind = type(error).__name__
        self.failures[kind] += 1
        if isinstance(error, CloudError | OSError):
            _LOGGER.warning("A message of SmartThings could not be handled: %s", _reason(error))
        elif self.failures[kind] == 1:
            _LOGGER.error("A message of SmartThings could not be handled", exc_info=error)
        return Response(status=HTTPStatus.INTERNAL_SERVER_ERROR)

    async def _authentic(self, request: Request | MockRequest) -> tuple[Delivery, datetime]:
        """Return the delivery of a request, and when it was sent, once everything is checked."""
        if request.method != "POST":
            raise RejectionError(HTTPStatus.METHOD_NOT_ALLOWED, "method")
        body = await read_body(request.content)
        try:
            sent = await authenticate_delivery(
                request.headers,
                body,
                path=URL(self.url).raw_path,
                keys=self.keys,
                now=dt_util.utcnow(),
            )
        except NotAuthenticError as err:
            if ping := self._unsigned_ping(request, body):
                return ping, dt_util.utcnow()
            raise RejectionError(HTTPStatus.UNAUTHORIZED, err.reason) from err
        try:
            delivery = parse_delivery(body)
        except UnreadableDeliveryError as err:
            raise RejectionError(HTTPStatus.BAD_REQUEST, UNREADABLE) from err
        if not self._is_ours(delivery):
            raise RejectionError(HTTPStatus.UNAUTHORIZED, NOT_OURS)
        return delivery, sent

    def _unsigned_ping(self, request: Request | MockRequest, body: bytes) -> Ping | None:
        """Return a PING that may be echoed unsigned: during a registration, or one of our own.

        With APP_RSA the key is not known before the registration has ended (platform reference
        5.4), and an echo discloses nothing.
        """
        if not self._registrations and not self._expected_pings:
            return None
        try:
            delivery = parse_delivery(body)
        except UnreadableDeliveryError:
            return None
        if not isinstance(delivery, Ping):
            return None
        if expected := self._expected_pings.get(delivery.challenge):
            expected.headers = {name.lower(): value for name, value in request.headers.items()}
            expected.body = body
            return delivery
        if self._registrations and len(delivery.challenge) <= _MAX_CHALLENGE:
            return delivery
        return None

    def _is_ours(self, delivery: Delivery) -> bool:
        """Check the ids of an authentic delivery: SmartThings signs those of other apps too."""
        if isinstance(delivery, Confirmation):
            awaited = {registration.app_id for registration in self._registrations}
            return None in awaited or delivery.app_id in {*awaited, self.app_id}
        if self.app_id and not delivery.app_ids <= {self.app_id}:
            return False
        if isinstance(delivery, EventDelivery | Uninstall | Execute):
            return self.owners.of(delivery.installed_app) is not None
        return True

    # Rejected requests

    def _note_rejection(
        self, request: Request | MockRequest, error: RejectionError, arrived: datetime
    ) -> None:
        sent = read_date(request.headers.get("Date"))
        self.log.rejected(arrived, sent, error.reason)
        if sent and error.reason == Flaw.DATE_SKEW:
            for owner in self.owners.values():
                owner.on_clock_skew(sent)

    def _reject(self, status: HTTPStatus, reason: str) -> Response:
        """Count a rejection, and log the first one for each reason."""
        self.rejections[reason] += 1
        self._rejected_at[reason] = dt_util.utcnow()
        if reason in MAY_BE_GENUINE:
            self._notify_rejected()
        if self.rejections[reason] == 1:
            _LOGGER.warning(
                "Rejected a request to the SmartThings webhook (%s); more of this kind are"
                " only counted",
                reason,
            )
        return Response(
            status=status, text="Forbidden" if status == HTTPStatus.UNAUTHORIZED else None
        )

    def _notify_rejected(self) -> None:
        """Notify the entries that an event may be lost."""
        for owner in self.owners.values():
            owner.on_rejected()

    def rejected_since(self, since: datetime | None) -> list[str]:
        """Return the reasons for which requests were rejected since then, the latest first."""
        found = [(at, key) for key, at in self._rejected_at.items() if since is None or at >= since]
        return [reason for _, reason in sorted(found, reverse=True)]

    # Authentic deliveries

    async def _answer(self, delivery: Delivery, sent: datetime) -> JsonObject:
        """Act on an authentic delivery and return the body of the 200."""
        match delivery:
            case Ping():
                return ping_reply(delivery.challenge)
            case Confirmation():
                self._confirmation(delivery)
                return confirmation_reply(self.url)
            case ConfigurationInitialize() | ConfigurationPage():
                return await install_page(self.hass, delivery)
        await self._act(delivery, sent)
        return empty_reply(delivery)

    async def _act(self, delivery: Delivery, sent: datetime) -> None:
        """Hand a delivery to its owner; OAUTH_CALLBACK and EXECUTE are not used."""
        if isinstance(delivery, Install | Update):
            await self.installations.hand_over(delivery, self.app_id)
        elif isinstance(delivery, Uninstall | EventDelivery):
            owner = self.owners.of(delivery.installed_app)
            if owner and isinstance(delivery, Uninstall):
                owner.uninstalled()
            elif owner and isinstance(delivery, EventDelivery):
                await owner.events(delivery, sent)

    @callback
    def _confirmation(self, confirmation: Confirmation) -> None:
        """Hand a CONFIRMATION to the registrations, or confirm the app that we have."""
        if self._registrations:
            for registration in self._registrations:
                registration.confirmations.put_nowait(confirmation)
            return
        self.hass.async_create_background_task(
            self._confirm(confirmation), f"{DOMAIN} confirm target"
        )

    async def _confirm(self, confirmation: Confirmation) -> None:
        try:
            await confirm_webhook(
                self.connection.session,
                confirmation.confirmation_url,
                api_url=self.connection.endpoints.api_url,
                app_id=confirmation.app_id,
            )
        except CloudError as err:
            _LOGGER.warning("The webhook could not be confirmed to SmartThings: %s", err)
            return
        for owner in self.owners.values():
            owner.confirmed()


def _reason(error: CloudError | OSError) -> str:
    """Return the text of an error for the log; that of an OSError has the name of a file."""
    return str(error) if isinstance(error, CloudError) else str(error.strerror)


def _json(reply: JsonObject) -> Response:
    return Response(text=orjson.dumps(reply).decode(), content_type="application/json")
