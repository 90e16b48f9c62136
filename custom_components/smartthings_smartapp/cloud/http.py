"""The one request function of the SmartThings API: token, version, time-out, error table."""

import re
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final, Protocol, override

import aiohttp
import orjson
from yarl import URL

from .calls import CallCounter
from .errors import (
    CloudError,
    CloudUnreachableError,
    ConflictError,
    ErrorDetail,
    ForbiddenError,
    LimitReachedError,
    NotFoundError,
    Oddity,
    RejectedError,
    TargetError,
    TooManyRequestsError,
    UnauthorizedError,
    UnexpectedReplyError,
    is_target_detail,
)
from .json_types import Json, JsonObject, as_list, as_object, text
from .models import UnusableItemError

MAX_REPLY: Final = 16 * 1024 * 1024
"""Bytes of a reply that are read; a page of 200 devices with status has about 3 MB."""
MAX_PAGES: Final = 100
MIN_WAIT: Final = 1.0
MAX_WAIT: Final = 120.0
DEFAULT_WAIT: Final = 60.0
"""Seconds to wait after a 429 that names none; most windows last a minute (10.1)."""

_MAX_ERROR: Final = 64 * 1024

_WITHOUT_BODY: Final[Mapping[int, type[CloudError]]] = {
    HTTPStatus.UNAUTHORIZED: UnauthorizedError,
    HTTPStatus.FORBIDDEN: ForbiddenError,
    HTTPStatus.NOT_FOUND: NotFoundError,
}
_RETRY_IN = re.compile(r"retry in (\d{1,9}) millis")
_RESET = re.compile(r"\d{1,15}(\.\d{1,9})?")
_MILLISECONDS_FROM = 1000


class TokenSource(Protocol):
    """Where bearer tokens come from."""

    async def access_token(self) -> str:
        """Return a token that is believed to be valid. Raises CloudError."""
        ...

    async def renewed(self, rejected: str) -> str:
        """Return another token after a 401 for ``rejected``. Raises CloudError."""
        ...


class StaticToken:
    """A personal access token: nothing can renew it."""

    def __init__(self, token: str) -> None:
        """Keep the token in memory only."""
        self._token = token

    @override
    def __repr__(self) -> str:
        """Hide the token."""
        return "StaticToken()"

    async def access_token(self) -> str:
        """Return the token."""
        return self._token

    async def renewed(self, rejected: str) -> str:  # noqa: ARG002 - nothing depends on it here
        """Raise UnauthorizedError: a refused PAT is the end of it."""
        raise UnauthorizedError


class Http:
    """Requests to one API host on behalf of one token source."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        api_url: str,
        tokens: TokenSource,
        *,
        timeout: float = 20.0,
        calls: CallCounter | None = None,
    ) -> None:
        """Use a session that somebody else owns; ``timeout`` is in seconds for a whole call."""
        self._calls = calls
        self._session = session
        self._api_url = URL(api_url.rstrip("/"))
        self._tokens = tokens
        self._timeout = aiohttp.ClientTimeout(total=timeout)

    async def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        body: JsonObject | None = None,
        version: int = 1,
    ) -> Json:
        """Call the API and return the decoded reply, None where it is empty.

        A 401 renews the token once and repeats the call once. Nothing else is repeated here; a
        dropped connection aiohttp itself tries again, for any method but POST. Raises one of the
        errors of :mod:`.errors` (platform reference 1.4, 8.5, 10.2).
        """
        url = URL(f"{self._api_url}{path}").extend_query(params or {})
        return await self._call(method, url, body, version)

    async def pages(
        self, path: str, *, params: Mapping[str, str] | None = None, version: int = 1
    ) -> list[Json]:
        """Return the items of all pages, following ``_links.next.href`` (platform reference 8.1).

        A link is followed as it is, but only to our own host, and never twice. Raises
        UnexpectedReplyError where a page holds no list, which is not the same as an empty one.
        """
        url: URL | None = URL(f"{self._api_url}{path}").extend_query(params or {})
        items: list[Json] = []
        seen: set[URL] = set()
        while url is not None:
            if url in seen or len(seen) >= MAX_PAGES:
                raise UnexpectedReplyError(Oddity.FOREIGN_LINK)
            seen.add(url)
            page = as_object(await self._call("GET", url, None, version))
            if not isinstance(found := page.get("items"), list):
                raise UnexpectedReplyError(Oddity.NO_ITEMS)
            items += found
            url = self._next_page(page)
        return items

    def _next_page(self, page: JsonObject) -> URL | None:
        """Return the link to the next page; ``_links`` may be null, empty or hold null."""
        href = text(as_object(as_object(page.get("_links")).get("next")), "href")
        if not href:
            return None
        try:
            url = URL(href)
            ours = url.origin() == self._api_url.origin() and url == url.with_user(None)
        except ValueError:
            ours = False
        if not ours:
            raise UnexpectedReplyError(Oddity.FOREIGN_LINK)
        return url

    async def _call(self, method: str, url: URL, body: JsonObject | None, version: int) -> Json:
        token = await self._tokens.access_token()
        try:
            return await self._send(method, url, body, version, token)
        except UnauthorizedError:
            token = await self._tokens.renewed(token)
        return await self._send(method, url, body, version, token)

    async def _send(
        self, method: str, url: URL, body: JsonObject | None, version: int, token: str
    ) -> Json:
        headers = {
            "Authorization": f"Bearer {token}",
            "Accept": f"application/vnd.smartthings+json;v={version}",
        }
        if body is not None:
            headers["Content-Type"] = "application/json"
        if self._calls:
            self._calls.note(url.path.removeprefix(self._api_url.path.rstrip("/")))
        reply = await exchange(
            self._session.request(
                method,
                url,
                data=None if body is None else orjson.dumps(body),
                headers=headers,
                timeout=self._timeout,
                allow_redirects=False,
            )
        )
        if error := error_for(reply):
            raise error
        return decode(reply.body)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back from a request. The body may hold secrets."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


async def exchange(
    request: AbstractAsyncContextManager[aiohttp.ClientResponse], limit: int = MAX_REPLY
) -> Reply:
    """Make a request and read its reply, of at most ``limit`` bytes.

    Raises CloudUnreachableError where there is none, UnexpectedReplyError where it is larger.
    """
    try:
        async with request as response:
            return Reply(response.status, response.headers, await _read(response, limit))
    except (aiohttp.ClientError, OSError) as err:  # A time-out is an OSError too.
        failure = type(err).__name__
    # Not inside the handler: the cause, with URL and headers, must not hang on to the error.
    raise CloudUnreachableError(failure)


async def _read(response: aiohttp.ClientResponse, limit: int) -> bytes:
    """Read a body of bounded size; of an error the beginning is enough."""
    refused = response.status >= HTTPStatus.BAD_REQUEST
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if refused and len(body) > _MAX_ERROR:
            break
        if len(body) > limit:
            raise UnexpectedReplyError(Oddity.TOO_LARGE)
    return bytes(body)


def decode(body: bytes) -> Json:
    """Decode a reply. Raises UnexpectedReplyError where it is not JSON."""
    if not body.strip():
        return None
    try:
        decoded: Json = orjson.loads(body)
    except orjson.JSONDecodeError as err:
        raise UnexpectedReplyError(Oddity.NOT_JSON) from err
    return decoded


def error_for(reply: Reply) -> CloudError | None:
    """Return the error that a reply stands for, None for a success.

    The bodies of 401 and 403 are never looked at: they are an HTML page and empty.
    """
    if reply.status < HTTPStatus.MULTIPLE_CHOICES:
        return None
    if plain := _WITHOUT_BODY.get(reply.status):
        return plain()
    if reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return CloudUnreachableError(f"status {reply.status}")
    if reply.status < HTTPStatus.BAD_REQUEST:
        return UnexpectedReplyError(Oddity.REDIRECT)
    return _refusal(reply)


def _refusal(reply: Reply) -> CloudError:
    error = _envelope(reply.body)
    if reply.status == HTTPStatus.TOO_MANY_REQUESTS:
        return TooManyRequestsError(_wait(reply.headers, error))
    if reply.status == HTTPStatus.CONFLICT:
        return ConflictError(text(error, "message"))
    return _rejection(reply.status, error)


def _envelope(body: bytes) -> JsonObject:
    """Return ``error`` of the envelope, empty where the body is something else."""
    try:
        return as_object(as_object(decode(body)).get("error"))
    except UnexpectedReplyError:
        return {}


def _details(error: JsonObject) -> tuple[ErrorDetail, ...]:
    return tuple(
        ErrorDetail(text(item, "code"), text(item, "target"), text(item, "message"))
        for item in map(as_object, as_list(error.get("details")))
    )


def _rejection(status: int, error: JsonObject) -> RejectedError:
    code, message, details = text(error, "code"), text(error, "message"), _details(error)
    if code == "LimitError" or any(detail.code == "LimitError" for detail in details):
        return LimitReachedError(status, code, message, details)
    if any(map(is_target_detail, details)):
        return TargetError(status, code, message, details)
    return RejectedError(status, code, message, details)


def _wait(headers: Mapping[str, str], error: JsonObject) -> float:
    """Return the seconds to wait: the body's words before the header (platform reference 10.2)."""
    for detail in _details(error):
        if found := _RETRY_IN.search(detail.message):
            return _clamp(int(found[1]) / 1000)
    if not (found := _RESET.fullmatch(headers.get("X-RateLimit-Reset", ""))):
        return DEFAULT_WAIT
    reset = float(found[0])
    # One source reads seconds, the other milliseconds; only the size can tell them apart.
    return _clamp(reset / 1000 if reset > _MILLISECONDS_FROM else reset)


def _clamp(seconds: float) -> float:
    return min(max(seconds, MIN_WAIT), MAX_WAIT)


def one[ItemT](parse: Callable[[JsonObject], ItemT], raw: Json) -> ItemT:
    """Parse the one object of a reply. Raises UnexpectedReplyError where it lacks its id."""
    try:
        return parse(as_object(raw))
    except UnusableItemError as err:
        raise UnexpectedReplyError(Oddity.NO_ID) from err
