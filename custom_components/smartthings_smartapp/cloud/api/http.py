"""Requests to the SmartThings API: token, version, time-out, pages, and errors by status."""

import asyncio
import re
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final, Protocol, override
from urllib.parse import quote

import aiohttp
import orjson
from yarl import URL

from ..json_types import Json, JsonObject, as_list, as_object, text
from ..models import UnusableItemError
from .call_counter import CallCounter, purpose_of
from .errors import (
    CloudError,
    CloudUnreachableError,
    ConflictError,
    ErrorDetail,
    ForbiddenError,
    LimitReachedError,
    NotFoundError,
    Oddity,
    PaymentRequiredError,
    RejectedError,
    TargetError,
    TooManyRequestsError,
    UnauthorizedError,
    UnexpectedReplyError,
    is_target_detail,
)
from .rate_limits import Pauses

MAX_REPLY: Final = 16 * 1024 * 1024
"""Maximum bytes of a reply; a page of 200 devices with status has about 3 MB."""
MAX_PAGES: Final = 100
TIMEOUT: Final = 20.0
"""Seconds that a whole request may take."""
MAX_TIMEOUTS: Final = 6
"""All pages of a list together may take that many times as long."""
MIN_WAIT: Final = 1.0
MAX_WAIT: Final = 120.0
DEFAULT_WAIT: Final = 60.0
"""Seconds to wait after a 429 that does not say how long; most windows last a minute (10.1)."""

_MAX_ERROR: Final = 64 * 1024
_COMMANDS: Final = "POST commands"
_MAX_WORDS: Final = 300
"""Maximum characters of each text of an error."""

_WITHOUT_BODY: Final[Mapping[int, type[CloudError]]] = {
    HTTPStatus.UNAUTHORIZED: UnauthorizedError,
    HTTPStatus.PAYMENT_REQUIRED: PaymentRequiredError,
    HTTPStatus.FORBIDDEN: ForbiddenError,
    HTTPStatus.NOT_FOUND: NotFoundError,
}
_RETRY_IN = re.compile(r"retry in (\d{1,9}) millis")
_RESET = re.compile(r"\d{1,15}(\.\d{1,9})?")
_MILLISECONDS_FROM = 1000

type Enough = Callable[[list[Json]], bool]
"""Takes the items of a list so far, and returns whether no further page is needed."""


class TokenSource(Protocol):
    """Provides bearer tokens."""

    async def access_token(self) -> str:
        """Return a token that should be valid. Raises CloudError."""
        ...

    async def renewed(self, rejected: str) -> str:
        """Return another token after a 401 for ``rejected``. Raises CloudError."""
        ...


class StaticToken:
    """One token that cannot be renewed, such as a personal access token."""

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
        """Raise UnauthorizedError, because there is no other token."""
        raise UnauthorizedError


class Http:
    """Requests to one API host with the tokens of one source."""

    def __init__(  # noqa: PLR0913 (the first three are what it is made of)
        self,
        session: aiohttp.ClientSession,
        api_url: str,
        tokens: TokenSource,
        *,
        timeout: float | None = None,
        calls: CallCounter | None = None,
        pauses: Pauses | None = None,
        on_reply: Callable[[Reply], None] | None = None,
    ) -> None:
        """Use a session that the caller closes; ``timeout`` is in seconds for a whole request.

        ``pauses`` belong to the token, so several objects with one token share them. ``calls``
        counts the requests, and ``on_reply`` is called with every reply, also with errors.
        """
        self._on_reply = on_reply
        self._calls = calls
        self._pauses = pauses or Pauses()
        self._session = session
        self._api_url = URL(api_url.rstrip("/"))
        self._tokens = tokens
        self._seconds = TIMEOUT if timeout is None else timeout
        self._timeout = aiohttp.ClientTimeout(total=self._seconds)

    async def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        body: JsonObject | None = None,
        version: int = 1,
    ) -> Json:
        """Make a request and return the decoded reply, None if it is empty.

        After a 401 it renews the token and repeats the request, once. Nothing else is repeated
        here; after a dropped connection aiohttp repeats requests other than POST. After a 429,
        requests of the same kind fail during the pause without being made. Raises one of the
        errors of :mod:`.errors` (platform reference 1.4, 8.5, 10.2).
        """
        url = URL(f"{self._api_url}{path}").extend_query(params or {})
        return await self._call(method, url, body, version)

    async def pages(
        self,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        version: int = 1,
        enough: Enough | None = None,
    ) -> list[Json]:
        """Return the items of all pages, following ``_links.next.href`` (platform reference 8.1).

        It stops after a page if ``enough`` returns true. It follows a link unchanged, but only to
        the API host and never twice. Raises UnexpectedReplyError if a page has no list (an empty
        list is valid) or the items of the page before, and CloudUnreachableError if all pages
        together take too long.
        """
        try:
            async with asyncio.timeout(self._seconds * MAX_TIMEOUTS):
                return await self._all_pages(path, params, version, enough)
        except TimeoutError:
            failure = TimeoutError.__name__
        raise CloudUnreachableError(failure)

    async def _all_pages(
        self, path: str, params: Mapping[str, str] | None, version: int, enough: Enough | None
    ) -> list[Json]:
        url: URL | None = URL(f"{self._api_url}{path}").extend_query(params or {})
        items: list[Json] = []
        seen: set[URL] = set()
        found: Json = None
        while url is not None:
            if url in seen or len(seen) >= MAX_PAGES:
                raise UnexpectedReplyError(Oddity.ENDLESS)
            seen.add(url)
            page = as_object(await self._call("GET", url, None, version))
            before, found = found, page.get("items")
            if not isinstance(found, list):
                raise UnexpectedReplyError(Oddity.NO_ITEMS)
            if found and found == before:
                raise UnexpectedReplyError(Oddity.ENDLESS)
            items += found
            done = enough is not None and enough(items)
            url = None if done else self._next_page(page)
        return items

    def _next_page(self, page: JsonObject) -> URL | None:
        """Return the link to the next page; ``_links`` may be null, empty or contain null."""
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
        self._pauses.check(self._kind(method, url))
        token = await self._tokens.access_token()
        try:
            return await self._send(method, url, body, version, token)
        except UnauthorizedError:
            token = await self._tokens.renewed(token)
        return await self._send(method, url, body, version, token)

    def _path(self, url: URL) -> str:
        return url.path.removeprefix(self._api_url.path.rstrip("/"))

    def _kind(self, method: str, url: URL) -> str:
        """Return the kind of request that shares a rate limit; methods may have one each (10.1)."""
        return f"{method} {purpose_of(self._path(url))}"

    def _keep_pause(self, kind: str, error: CloudError) -> None:
        # The limit of commands is per device, and the client handles it (10.1).
        if isinstance(error, TooManyRequestsError) and kind != _COMMANDS:
            self._pauses.begin(kind, error.retry_after)

    async def _send(
        self, method: str, url: URL, body: JsonObject | None, version: int, token: str
    ) -> Json:
        if not token.isascii() or not token.isprintable():
            raise UnauthorizedError  # It cannot be in a header; a renewed token may.
        if self._session.closed:  # The program is about to stop.
            failure = "no session"
            raise CloudUnreachableError(failure)
        headers = {
            "Authorization": f"Bearer {token}",
            "Accept": f"application/vnd.smartthings+json;v={version}",
        }
        if body is not None:
            headers["Content-Type"] = "application/json"
        if self._calls:
            self._calls.note(self._path(url))
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
        if self._on_reply:
            self._on_reply(reply)
        if error := error_for(reply):
            self._keep_pause(self._kind(method, url), error)
            raise error
        return decode(reply.body)


@dataclass(frozen=True, slots=True)
class Reply:
    """The reply to a request. The body may contain secrets."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def ok(self) -> bool:
        """Whether the request succeeded."""
        return self.status < HTTPStatus.MULTIPLE_CHOICES


async def exchange(
    request: AbstractAsyncContextManager[aiohttp.ClientResponse], limit: int = MAX_REPLY
) -> Reply:
    """Make a request and read its reply, of at most ``limit`` bytes.

    Raises CloudUnreachableError without a reply, and UnexpectedReplyError if it is larger.
    """
    try:
        async with request as response:
            return Reply(response.status, response.headers, await read_body(response, limit))
    except (aiohttp.ClientError, OSError) as err:  # TimeoutError is an OSError.
        failure = type(err).__name__
    # Raised outside the handler, so that the error does not keep its cause with URL and headers.
    raise CloudUnreachableError(failure)


async def read_body(response: aiohttp.ClientResponse, limit: int) -> bytes:
    """Read a body up to a size; of an error only the beginning."""
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
    """Decode a reply. Raises UnexpectedReplyError if it is not JSON."""
    if not body.strip():
        return None
    with suppress(orjson.JSONDecodeError):
        decoded: Json = orjson.loads(body)
        return decoded
    # Raised outside the handler, so that the error does not keep the body, which may have a token.
    raise UnexpectedReplyError(Oddity.NOT_JSON)


def error_for(reply: Reply) -> CloudError | None:
    """Return the error for a reply, None for a success.

    The bodies of 401, 402 and 403 are ignored: the first is an HTML page, the last is empty, and
    the one of 402 is unknown.
    """
    if reply.ok:
        return None
    if plain := _WITHOUT_BODY.get(reply.status):
        return plain()
    if reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return CloudUnreachableError(f"status {reply.status}", _retry_after(reply.headers))
    if reply.status < HTTPStatus.BAD_REQUEST:
        return UnexpectedReplyError(Oddity.REDIRECT)
    return _refusal(reply)


def _refusal(reply: Reply) -> CloudError:
    error = _envelope(reply.body)
    if reply.status == HTTPStatus.TOO_MANY_REQUESTS:
        return TooManyRequestsError(_wait(reply.headers, error))
    if reply.status == HTTPStatus.CONFLICT:
        return ConflictError(_words(error, "message"))
    return _rejection(reply.status, error)


def _envelope(body: bytes) -> JsonObject:
    """Return ``error`` of the envelope, empty if the body has none."""
    try:
        return as_object(as_object(decode(body)).get("error"))
    except UnexpectedReplyError:
        return {}


def _words(source: JsonObject, key: str) -> str:
    """Return a text of an error for a log: in one line, with a maximum length."""
    return " ".join(text(source, key)[:_MAX_WORDS].split())


def _details(error: JsonObject) -> tuple[ErrorDetail, ...]:
    return tuple(
        ErrorDetail(_words(item, "code"), _words(item, "target"), _words(item, "message"))
        for item in map(as_object, as_list(error.get("details")))
    )


def _rejection(status: int, error: JsonObject) -> RejectedError:
    code, message, details = _words(error, "code"), _words(error, "message"), _details(error)
    if code == "LimitError" or any(detail.code == "LimitError" for detail in details):
        return LimitReachedError(status, code, message, details)
    if any(map(is_target_detail, details)):
        return TargetError(status, code, message, details)
    return RejectedError(status, code, message, details)


def _wait(headers: Mapping[str, str], error: JsonObject) -> float:
    """Return the seconds to wait: of the body, else of a header (platform reference 10.2)."""
    for detail in _details(error):
        if found := _RETRY_IN.search(detail.message):
            return _clamp(int(found[1]) / 1000)
    if not (found := _RESET.fullmatch(headers.get("X-RateLimit-Reset", ""))):
        return _retry_after(headers) or DEFAULT_WAIT
    reset = float(found[0])
    # One source documents seconds, another one milliseconds; only the size can decide.
    return _clamp(reset / 1000 if reset > _MILLISECONDS_FROM else reset)


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds of ``Retry-After``, None if there are none.

    The platform has not been seen to send it (10.2), but gateways may.
    """
    found = _RESET.fullmatch(headers.get("Retry-After", ""))
    return _clamp(float(found[0])) if found else None


def _clamp(seconds: float) -> float:
    return min(max(seconds, MIN_WAIT), MAX_WAIT)


def path_of(*segments: str) -> str:
    """Return the path of a request with quoted segments.

    An id comes from outside, and without quotes ``../../apps`` would lead to another endpoint.
    Raises UnexpectedReplyError for an id that cannot be a segment.
    """
    if not {"", ".", ".."}.isdisjoint(segments):
        raise UnexpectedReplyError(Oddity.NO_ID)
    return "".join(f"/{quote(segment, safe="!'()*")}" for segment in segments)


def one[ItemT](parse: Callable[[JsonObject], ItemT], raw: Json) -> ItemT:
    """Parse the object of a reply. Raises UnexpectedReplyError if it has no id."""
    try:
        return parse(as_object(raw))
    except UnusableItemError as err:
        raise UnexpectedReplyError(Oddity.NO_ID) from err
