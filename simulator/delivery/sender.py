"""Signed POSTs to the targets of apps (platform reference 3.3, 5.1)."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import aiohttp
from yarl import URL

from simulator.control.log import Delivery, Log
from simulator.control.options import SimulatorOptions
from simulator.devices.device import Json, JsonObject
from simulator.json_tools import encode, parse
from simulator.records import App

from .forgery import Forgery, forge
from .signing import Draft, KeyHost, http_date

TIMED_OUT = "Upstream target timed out"
UNREACHABLE = "Unable to communicate with target."
_OK = 200


class Sender:
    """Sends deliveries, each with the time limit for targets."""

    def __init__(
        self, options: SimulatorOptions, clock: Callable[[], datetime], keys: KeyHost, log: Log
    ) -> None:
        """Sign with the current key of the key host, or with the key of an APP_RSA app."""
        self._options = options
        self._clock = clock
        self._keys = keys
        self._log = log
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        """Open the client session."""
        # The other resolver has a thread of its own, for which a test would have to wait.
        connector = aiohttp.TCPConnector(resolver=aiohttp.ThreadedResolver())
        self._session = aiohttp.ClientSession(connector=connector)

    async def close(self) -> None:
        """Close the client session."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def post(self, app: App, body: JsonObject, *, forgery: Forgery | None = None) -> Delivery:
        """Send a body and return the log entry. It never raises because of the target."""
        delivery = await self._post(app, body, forgery)
        failed = delivery.lifecycle == "EVENT" and delivery.status != _OK
        if failed and self._options.redelivers:
            delivery = await self._post(app, body, None)
        return delivery

    async def _post(self, app: App, body: JsonObject, forgery: Forgery | None) -> Delivery:
        delivery = Delivery(
            lifecycle=str(body.get("lifecycle") or body.get("messageType")),
            url=app.target_url,
            body=body,
            forgery=forgery,
            at=self._clock(),
        )
        self._log.deliveries.append(delivery)
        now = self._clock()
        draft = Draft(
            path=URL(app.target_url).raw_path,
            body=encode(body),
            date=http_date(now),
            key=app.key if app.signature_type == "APP_RSA" and app.key else self._keys.current,
            digest_label=self._options.digest_label,
        )
        request = forge(forgery, draft, now) if forgery else draft.sign()
        try:
            async with asyncio.timeout(self._options.callback_timeout):
                delivery.status, delivery.response = await self._exchange(
                    app.target_url, request.headers, request.body
                )
        except TimeoutError:
            delivery.error = TIMED_OUT
        except aiohttp.ClientError, OSError:
            delivery.error = UNREACHABLE
        return delivery

    async def _exchange(self, url: str, headers: dict[str, str], body: bytes) -> tuple[int, Json]:
        if self._session is None:
            msg = "the simulator is not running"
            raise RuntimeError(msg)
        async with self._session.post(
            url, data=body, headers=headers, allow_redirects=False
        ) as response:
            text = await response.read()
            try:
                return response.status, parse(text)
            except ValueError:
                return response.status, None
