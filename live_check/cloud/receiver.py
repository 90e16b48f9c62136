"""The webhook of our SmartApps: answers the deliveries and keeps them."""

import asyncio
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Final

import aiohttp
import orjson
from aiohttp import web
from yarl import URL

from custom_components.smartthings_smartapp.cloud.delivery.keys import CertificatesInMemory, KeyRing
from custom_components.smartthings_smartapp.cloud.delivery.lifecycle import (
    ConfigurationInitialize,
    ConfigurationPage,
    Confirmation,
    Delivery,
    EventDelivery,
    Ping,
    UnreadableDeliveryError,
    confirmation_reply,
    empty_reply,
    initialize_reply,
    page_reply,
    parse_delivery,
    ping_reply,
)
from custom_components.smartthings_smartapp.cloud.delivery.signature import (
    NotAuthenticError,
    authenticate_delivery,
)
from custom_components.smartthings_smartapp.cloud.json_types import JsonObject, as_list, as_object
from custom_components.smartthings_smartapp.const import SCOPES

DISPLAY_NAME: Final = "Live check"
MAX_BODY: Final = 1024 * 1024

_PAGE_ID: Final = "1"
_SECRET_BYTES: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The address for the deliveries of one SmartApp."""

    number: int
    url: str
    keys: KeyRing = field(repr=False)

    @property
    def path(self) -> str:
        """The signed path: the path of the registered URL (platform reference 5.2)."""
        return URL(self.url).raw_path


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A delivery. `at` is on the monotonic clock; `refusal` says why it is not authentic."""

    target: Target
    at: float
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    lifecycle: Delivery | None = field(repr=False)
    refusal: str
    answered: int

    @property
    def raw(self) -> JsonObject:
        """The body as JSON."""
        try:
            return as_object(orjson.loads(self.body))
        except orjson.JSONDecodeError:
            return {}

    @property
    def events(self) -> list[JsonObject]:
        """The elements of `events[]`; none for another lifecycle."""
        data = as_object(self.raw.get("eventData"))
        return [as_object(element) for element in as_list(data.get("events"))]


type Wanted = Callable[[Received], bool]


class Receiver:
    """Listens at the address to which the public URL leads.

    The path of a target contains a secret, so that only the cloud can post to it.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        key_url: str,
        public_url: str,
        *,
        host: str,
        port: int,
    ) -> None:
        """Use a public URL; the tunnel forwards everything below it to this host and port."""
        self.received: list[Received] = []
        self.failing = 0
        """How many of the next EVENT deliveries are answered with 500."""
        self._session = session
        self._key_url = key_url
        self._public_url = public_url
        self._secret = secrets.token_hex(_SECRET_BYTES)
        self._host = host
        self._port = port
        self._targets: dict[str, Target] = {}
        self._arrived = asyncio.Event()
        app = web.Application(client_max_size=MAX_BODY)
        app.router.add_get("/{path:.*}", self._greet)
        app.router.add_post("/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)

    async def start(self) -> None:
        """Start to listen. Raises OSError if the port is in use."""
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Stop listening."""
        await self._runner.cleanup()

    @property
    def greeting_url(self) -> str:
        """A URL that answers a GET with 204 if the public URL leads to this machine."""
        return f"{self._public_url}/{self._secret}"

    def new_target(self) -> Target:
        """Return a new target."""
        number = len(self._targets) + 1
        target = Target(
            number=number,
            url=f"{self._public_url}/{self._secret}/{number}",
            keys=KeyRing(self._session, self._key_url, storage=CertificatesInMemory()),
        )
        self._targets[str(number)] = target
        return target

    def of(self, target: Target, *kinds: type[Delivery]) -> list[Received]:
        """Return the deliveries to a target so far, of the given kinds or all."""
        return [
            received
            for received in self.received
            if received.target is target and (not kinds or isinstance(received.lifecycle, kinds))
        ]

    async def first(self, wanted: Wanted, *, since: int = 0) -> Received:
        """Return the first wanted delivery after a position in the list; wait until it arrives."""
        while True:
            if found := next(filter(wanted, self.received[since:]), None):
                return found
            self._arrived.clear()
            await self._arrived.wait()

    async def wait(self, wanted: Wanted, seconds: float, *, since: int = 0) -> Received | None:
        """Do the same with a time limit in seconds; return None after it."""
        try:
            async with asyncio.timeout(seconds):
                return await self.first(wanted, since=since)
        except TimeoutError:
            return None

    async def _greet(self, request: web.Request) -> web.Response:
        ours = request.path.rstrip("/").endswith(self._secret)
        return web.Response(status=HTTPStatus.NO_CONTENT if ours else HTTPStatus.NOT_FOUND)

    async def _answer(self, request: web.Request) -> web.Response:
        *_, secret, number = ("", "", *request.path.split("/"))
        target = self._targets.get(number)
        # A tunnel may remove the beginning of the path, never its end.
        if target is None or not secrets.compare_digest(secret, self._secret):
            return web.Response(status=HTTPStatus.NOT_FOUND)
        at = time.monotonic()
        body = await request.read()
        lifecycle = _parsed(body)
        status = self._status(lifecycle)
        self.received.append(
            Received(
                target=target,
                at=at,
                headers=request.headers,
                body=body,
                lifecycle=lifecycle,
                refusal=await _refusal(request.headers, body, target),
                answered=status,
            )
        )
        self._arrived.set()
        if lifecycle is None or status != HTTPStatus.OK:
            return web.Response(status=status)
        return web.json_response(reply(lifecycle, target.url), status=status)

    def _status(self, lifecycle: Delivery | None) -> int:
        if lifecycle is None:
            return HTTPStatus.BAD_REQUEST
        if isinstance(lifecycle, EventDelivery) and self.failing:
            self.failing -= 1
            return HTTPStatus.INTERNAL_SERVER_ERROR
        return HTTPStatus.OK


def _parsed(body: bytes) -> Delivery | None:
    try:
        return parse_delivery(body)
    except UnreadableDeliveryError:
        return None


async def _refusal(headers: Mapping[str, str], body: bytes, target: Target) -> str:
    """Return why a delivery is not authentic; an empty text if it is."""
    try:
        await authenticate_delivery(
            headers, body, path=target.path, keys=target.keys, now=datetime.now(UTC)
        )
    except NotAuthenticError as err:
        return err.reason.value
    return ""


def reply(delivery: Delivery, target_url: str) -> JsonObject:
    """Return the answer of the integration to a delivery, with the same scopes and one page."""
    match delivery:
        case Ping():
            return ping_reply(delivery.challenge)
        case Confirmation():
            return confirmation_reply(target_url)
        case ConfigurationInitialize():
            return initialize_reply(
                name=DISPLAY_NAME,
                description="Checks how SmartThings behaves, and removes itself.",
                permissions=SCOPES,
                first_page_id=_PAGE_ID,
            )
        case ConfigurationPage():
            return page_reply(
                page_id=_PAGE_ID,
                name=DISPLAY_NAME,
                section="Ready",
                text="Select Done, then allow access. It removes itself afterwards.",
            )
        case _:
            return empty_reply(delivery)
