"""Calls of the cloud that return every status as an answer, and renew no token."""

import time
from base64 import b64encode
from collections import Counter
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

import aiohttp
import orjson
from yarl import URL

from custom_components.smartthings_smartapp.cloud.api.errors import TooManyRequestsError
from custom_components.smartthings_smartapp.cloud.api.http import Reply, error_for, exchange
from custom_components.smartthings_smartapp.cloud.json_types import JsonObject
from live_check.cloud.answers import Answer
from live_check.cloud.pace import Pace

PLAIN_JSON: Final = "application/json"
DEVICES_VERSION: Final = 20170916
"""The version with which Samsung's own client lists devices (platform reference 8.1)."""

_TIMEOUT: Final = aiohttp.ClientTimeout(total=30)
_NOTED: Final = (HTTPStatus.PAYMENT_REQUIRED, HTTPStatus.TOO_MANY_REQUESTS)
_RESET: Final = "X-RateLimit-Reset"


def accept(version: int) -> str:
    """Return the Accept header that asks for a version of the API."""
    return f"application/vnd.smartthings+json;v={version}"


class Api:
    """One API host. Raises CloudUnreachableError if it does not answer."""

    def __init__(self, session: aiohttp.ClientSession, api_url: str, pace: Pace) -> None:
        """Use a session that the caller closes."""
        self.session = session
        self.url = api_url
        self.calls = 0
        self.noted: Counter[str] = Counter()
        """Rejections because of a plan or a limit, by their summary."""
        self.resets: list[float] = []
        """Values of the header with the end of the window (10.2)."""
        self._pace = pace

    async def call(  # noqa: PLR0913 (each is a part of a request)
        self,
        method: str,
        path: str,
        *,
        token: str | None,
        params: Mapping[str, str] | None = None,
        body: JsonObject | None = None,
        accepts: str = accept(1),
        paced: bool = True,
    ) -> Answer:
        """Make a call. After a 429, wait as long as the cloud asks and repeat the call once.

        Without a token, there is no Authorization header. A call that is not `paced` never waits
        for its turn. Raises TooManyRequestsError if the second answer is a 429 as well.
        """
        headers = {"Accept": accepts}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        data = None
        if body is not None:
            headers["Content-Type"] = PLAIN_JSON
            data = orjson.dumps(body)
        url = URL(f"{self.url}{path}").extend_query(params or {})
        if paced:
            await self._pace.turn(method, path)
        answer = await self._send(method, url, headers, data)
        if (pause := _asked_pause(answer)) is None:
            return answer
        await self._pace.rest(pause.retry_after)
        answer = await self._send(method, url, headers, data)
        if pause := _asked_pause(answer):
            raise pause
        return answer

    async def token(
        self, form: Mapping[str, str], *, client_id: str, client_secret: str, url: str | None = None
    ) -> Answer:
        """Call the token endpoint, at its usual address or another one (1.2)."""
        basic = b64encode(f"{client_id}:{client_secret}".encode()).decode()
        headers = {"Authorization": f"Basic {basic}", "Accept": PLAIN_JSON}
        await self._pace.turn("POST", "/oauth/token")
        address = URL(url or f"{self.url}/oauth/token")
        return await self._send("POST", address, headers, aiohttp.FormData(dict(form)))

    async def _send(
        self,
        method: str,
        url: URL,
        headers: Mapping[str, str],
        data: bytes | aiohttp.FormData | None,
    ) -> Answer:
        self.calls += 1
        reply = await exchange(
            self.session.request(
                method, url, data=data, headers=headers, timeout=_TIMEOUT, allow_redirects=False
            )
        )
        answer = Answer(
            status=reply.status, headers=reply.headers, body=reply.body, at=time.monotonic()
        )
        self._note(answer)
        return answer

    def _note(self, answer: Answer) -> None:
        if answer.status in _NOTED:
            self.noted[answer.summary] += 1
        if (reset := answer.headers.get(_RESET, "")).isdecimal():
            self.resets.append(float(reset))


def _asked_pause(answer: Answer) -> TooManyRequestsError | None:
    """Return the pause that a 429 asks for."""
    error = error_for(Reply(answer.status, answer.headers, answer.body))
    return error if isinstance(error, TooManyRequestsError) else None
