"""The receiver of deliveries: from a raw request to an authentic lifecycle, and to its owner.

Nothing of a delivery is acted on before its signature, digest, date and ids are checked.
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
from aiohttp import StreamReader
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.web import Request, Response
from aiohttp.web_protocol import RequestPayloadError
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util
from homeassistant.util.aiohttp import MockRequest, MockStreamReader
from yarl import URL

from ..cloud.api.apps import confirm_webhook
from ..cloud.api.client import SmartThingsClient
from ..cloud.api.errors import CloudError, TokensNotSavedError
from ..cloud.auth.installation_proof import ForeignInstallationError, prove_installation
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
    initialize_reply,
    page_reply,
    parse_delivery,
    ping_reply,
)
from ..cloud.delivery.signature import Flaw, NotAuthenticError, authenticate_delivery
from ..cloud.json_types import JsonObject
from ..cloud.models import InstalledApp
from ..const import DOMAIN, SCOPES
from .delivery_log import DeliveryLog, Outcome
from .fingerprints import Fingerprints, fingerprint
from .owners import InstallFailure, InstallWaiter, Owner

_LOGGER = logging.getLogger(__name__)

MAX_BODY: Final = 1024 * 1024
"""Bytes of a delivery that are read; events end at 10 KiB (platform reference 10.1)."""

READ_TIMEOUT: Final = 10.0
"""Seconds for a body to arrive; the platform itself waits no longer for an answer."""

PROOF_TIME: Final = 4.0
"""Seconds to prove whose an installation is; the platform waits 10 for the answer."""

_PAGE_ID: Final = "1"
_NAME: Final = "Home Assistant"
_MAX_CHALLENGE: Final = 256
_NOT_PROVEN: Final = "not_proven"

_MAY_BE_TRUE: Final = frozenset[str](
    {
        Flaw.DATE_SKEW,
        Flaw.DATE_MISSING,
        Flaw.DIGEST_MISSING,
        Flaw.DIGEST_MISMATCH,
        Flaw.HEADER_MISSING,
        Flaw.KEY_UNKNOWN,
        Flaw.KEY_UNAVAILABLE,
        Flaw.SIGNATURE,
        "unreadable",
        "broken_body",
        "too_slow",
    }
)
"""Reasons that a true delivery can have: it came late, or something on its way damaged it, or its
key could not be fetched. What was never signed as SmartThings signs comes from someone else."""


@dataclass(slots=True)
class Registration:
    """An app that is being registered: its PING is echoed, its CONFIRMATION awaited."""

    app_id: str | None = None
    """The only app whose CONFIRMATION counts; None while its id is not known yet."""
    confirmations: asyncio.Queue[Confirmation] = field(default_factory=asyncio.Queue)


@dataclass(frozen=True, slots=True)
class Memory:
    """What outlives a receiver."""

    fingerprints: Fingerprints
    certificates: CertificateStorage


@dataclass(slots=True)
class ExpectedPing:
    """A PING that Home Assistant sends to its own webhook."""

    headers: dict[str, str] | None = None
    """The headers with which it arrived, by lower-case name; None until then."""


class _RejectionError(Exception):
    """A request is answered with an error status."""

    def __init__(self, status: HTTPStatus, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


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
        self.owners: dict[str, Owner] = {}
        """By the id of the config entry."""
        self.refusals: Counter[str] = Counter()
        self.deliveries: Counter[str] = Counter()
        self.replays = 0
        """Authentic deliveries that came once more and were dropped."""
        self.failures: Counter[str] = Counter()
        """Requests that an error of this side kept from being handled, by its type."""
        self.log = DeliveryLog()
        self._fingerprints = memory.fingerprints
        self._refused_at: dict[str, datetime] = {}
        self._registrations: list[Registration] = []
        self._expected_pings: dict[str, ExpectedPing] = {}
        self._install_waiters: dict[str, InstallWaiter] = {}

    # Waiting for what a flow has set in motion

    @contextmanager
    def registration(self, app_id: str | None = None) -> Iterator[Registration]:
        """Let the platform check the webhook while an app is registered or its target changed.

        ``app_id`` is the app where it exists already. Several registrations may be open, each of
        which gets every CONFIRMATION.
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

    @callback
    def listen_for_install(self, location_id: str, waiter: InstallWaiter) -> None:
        """Notify a flow of the INSTALL or UPDATE for the location that it waits for."""
        self._install_waiters[location_id] = waiter

    @callback
    def stop_listening_for_install(self, location_id: str, waiter: InstallWaiter) -> None:
        """Forget the flow of the location, unless another has taken over."""
        if self._install_waiters.get(location_id) is waiter:
            del self._install_waiters[location_id]

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
            lifecycle, sent = await self._authentic(request)
            return await self._take(request, lifecycle, arrived, sent)
        except _RejectionError as err:
            self._note_refusal(request, err, arrived)
            return self._refuse(err.status, err.reason)

    async def _take(
        self,
        request: Request | MockRequest,
        lifecycle: Delivery,
        arrived: datetime,
        sent: datetime,
    ) -> Response:
        """Act on an authentic delivery, unless it has come before."""
        if not isinstance(lifecycle, Install | Update | Uninstall | EventDelivery):
            self._note(arrived, sent, lifecycle, Outcome.TAKEN)
            return _json(await self._answer(lifecycle, sent))
        known = fingerprint(request.headers)
        if not self._fingerprints.add(known):
            self.replays += 1
            self.log.note(arrived, sent, lifecycle, Outcome.REPLAYED)
            return _json(empty_reply(lifecycle))
        try:
            reply = await self._answer(lifecycle, sent)
        except BaseException as err:
            # What was not done may be sent again.
            self._fingerprints.discard(known)
            if not isinstance(err, _RejectionError):
                self._note(arrived, sent, lifecycle, Outcome.FAILED)
                self._doubt()
            raise
        self._note(arrived, sent, lifecycle, Outcome.TAKEN)
        return _json(reply)

    def _note(
        self, arrived: datetime, sent: datetime, lifecycle: Delivery, outcome: Outcome
    ) -> None:
        self.deliveries[type(lifecycle).__name__] += 1
        self.log.note(arrived, sent, lifecycle, outcome)

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
            raise _RejectionError(HTTPStatus.METHOD_NOT_ALLOWED, "method")
        body = await _read(request.content)
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
            raise _RejectionError(HTTPStatus.UNAUTHORIZED, err.reason) from err
        try:
            lifecycle = parse_delivery(body)
        except UnreadableDeliveryError as err:
            raise _RejectionError(HTTPStatus.BAD_REQUEST, "unreadable") from err
        if not self._is_ours(lifecycle):
            raise _RejectionError(HTTPStatus.UNAUTHORIZED, "not_ours")
        return lifecycle, sent

    def _note_refusal(
        self, request: Request | MockRequest, error: _RejectionError, arrived: datetime
    ) -> None:
        sent = read_date(request.headers.get("Date"))
        self.log.refused(arrived, sent, error.reason)
        if sent and error.reason == Flaw.DATE_SKEW:
            for owner in self.owners.values():
                owner.on_clock_skew(sent)

    def _refuse(self, status: HTTPStatus, reason: str) -> Response:
        """Count a refusal, and log the first of each kind."""
        self.refusals[reason] += 1
        self._refused_at[reason] = dt_util.utcnow()
        if reason in _MAY_BE_TRUE:
            self._doubt()
        if self.refusals[reason] == 1:
            _LOGGER.warning(
                "Refused a request to the SmartThings webhook (%s); more of this kind are"
                " only counted",
                reason,
            )
        return Response(
            status=status, text="Forbidden" if status == HTTPStatus.UNAUTHORIZED else None
        )

    def _doubt(self) -> None:
        """Report that something may have been lost."""
        for owner in self.owners.values():
            owner.on_rejected()

    def refused_since(self, since: datetime | None) -> list[str]:
        """Return the reasons for which requests were refused since then, the latest first."""
        found = [(at, key) for key, at in self._refused_at.items() if since is None or at >= since]
        return [reason for _, reason in sorted(found, reverse=True)]

    def _unsigned_ping(self, request: Request | MockRequest, body: bytes) -> Ping | None:
        """Return a PING that may be echoed unsigned: during a registration, or one of our own.

        With APP_RSA the key is not known before the registration is through (platform reference
        5.4), and an echo gives nothing away.
        """
        if not self._registrations and not self._expected_pings:
            return None
        try:
            lifecycle = parse_delivery(body)
        except UnreadableDeliveryError:
            return None
        if not isinstance(lifecycle, Ping):
            return None
        if expected := self._expected_pings.get(lifecycle.challenge):
            expected.headers = {name.lower(): value for name, value in request.headers.items()}
            return lifecycle
        if self._registrations and len(lifecycle.challenge) <= _MAX_CHALLENGE:
            return lifecycle
        return None

    def _is_ours(self, lifecycle: Delivery) -> bool:
        """Check the ids of an authentic delivery: another app's deliveries are not for us."""
        if isinstance(lifecycle, Confirmation):
            awaited = {registration.app_id for registration in self._registrations}
            return None in awaited or lifecycle.app_id in {*awaited, self.app_id}
        if self.app_id and not lifecycle.app_ids <= {self.app_id}:
            return False
        if isinstance(lifecycle, EventDelivery | Uninstall | Execute):
            return self._owner_of(lifecycle.installed_app) is not None
        return True

    def _owner_of(self, installed_app: InstalledApp) -> Owner | None:
        """Return the owner of an installed app, None where the location is another one."""
        for owner in self.owners.values():
            if owner.installed_app_id == installed_app.installed_app_id:
                same_location = installed_app.location_id in ("", owner.location_id)
                return owner if same_location else None
        return None

    def _owner_at(self, location_id: str) -> Owner | None:
        """Return the owner of a location, of which there is one."""
        return next(
            (owner for owner in self.owners.values() if owner.location_id == location_id), None
        )

    async def _answer(self, lifecycle: Delivery, sent: datetime) -> JsonObject:
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

    async def _act(self, lifecycle: Delivery, sent: datetime) -> None:
        """Hand a delivery to its owner; OAUTH_CALLBACK and EXECUTE are not used."""
        if isinstance(lifecycle, Install | Update):
            await self._installed(lifecycle)
        elif isinstance(lifecycle, Uninstall | EventDelivery):
            owner = self._owner_of(lifecycle.installed_app)
            if owner and isinstance(lifecycle, Uninstall):
                owner.uninstalled()
            elif owner and isinstance(lifecycle, EventDelivery):
                await owner.events(lifecycle, sent)

    async def _installed(self, delivery: Install | Update) -> None:
        """Hand the tokens to the entry of the location and to the flow that waits for them."""
        waiter = self._install_waiters.get(delivery.installed_app.location_id)
        try:
            await self._take_installation(delivery, waiter)
        except Exception as err:
            if waiter and (cause := _install_failure(err)):
                waiter.install_failed(cause)
            raise

    async def _take_installation(
        self, delivery: Install | Update, waiter: InstallWaiter | None
    ) -> None:
        owner = self._owner_of(delivery.installed_app)
        if owner is None:
            owner = self._owner_at(delivery.installed_app.location_id)
            if owner is None and waiter is None:
                return
            await self._prove(delivery, None if waiter else owner)
        if owner is not None:
            await owner.installed(delivery, dialog_open=waiter is not None)
        if waiter is not None:
            await waiter.installed(delivery)

    async def _prove(self, delivery: Install | Update, owner: Owner | None) -> None:
        """Refuse an installation that is not known, unless its token shows that it is ours.

        ``owner`` is whom it would replace without a dialog that asked for it.
        """
        try:
            async with asyncio.timeout(PROOF_TIME):
                await prove_installation(
                    SmartThingsClient(self.connection.http_with(delivery.auth_token)),
                    delivery,
                    app_id=self.app_id or "",
                )
                if owner is not None and not await owner.may_be_replaced():
                    raise _RejectionError(HTTPStatus.UNAUTHORIZED, "not_ours")
        except ForeignInstallationError as err:
            raise _RejectionError(HTTPStatus.UNAUTHORIZED, "not_ours") from err
        except (CloudError, TimeoutError) as err:
            raise _RejectionError(HTTPStatus.SERVICE_UNAVAILABLE, _NOT_PROVEN) from err

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
    """Return what to log of an error; the text of an OSError holds the name of a file."""
    return str(error) if isinstance(error, CloudError) else str(error.strerror)


def _install_failure(error: Exception) -> InstallFailure | None:
    """Return what a dialog shows of an error, None where it goes on waiting."""
    if isinstance(error, _RejectionError):
        return InstallFailure.NOT_PROVEN if error.reason == _NOT_PROVEN else None
    if isinstance(error, TokensNotSavedError | OSError):
        return InstallFailure.NOT_SAVED
    return InstallFailure.UNEXPECTED


async def _read(content: StreamReader | MockStreamReader) -> bytes:
    """Read a body of bounded size within bounded time."""
    body = bytearray()
    try:
        async with asyncio.timeout(READ_TIMEOUT):
            while chunk := await content.read(MAX_BODY + 1 - len(body)):
                body += chunk
                if len(body) > MAX_BODY:
                    raise _RejectionError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large")
    except TimeoutError as err:
        raise _RejectionError(HTTPStatus.REQUEST_TIMEOUT, "too_slow") from err
    except (RequestPayloadError, HttpProcessingError, OSError) as err:
        # Cut off, wrongly chunked, or not compressed as it says.
        raise _RejectionError(HTTPStatus.BAD_REQUEST, "broken_body") from err
    return bytes(body)


def _json(reply: JsonObject) -> Response:
    return Response(text=orjson.dumps(reply).decode(), content_type="application/json")
