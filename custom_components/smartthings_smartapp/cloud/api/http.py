"""The one request function of the SmartThings API: token, version, time-out, error table."""

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
"""Bytes of a reply that are read; a page of 200 devices with status has about 3 MB."""
MAX_PAGES: Final = 100
TIMEOUT: Final = 20.0
"""Seconds that a whole call may take."""
MAX_TIMEOUTS: Final = 6
"""All pages of a list may take so many times as long."""
MIN_WAIT: Final = 1.0
MAX_WAIT: Final = 120.0
DEFAULT_WAIT: Final = 60.0
"""Seconds to wait after a 429 that names none; most windows last a minute (10.1)."""

_MAX_ERROR: Final = 64 * 1024
_COMMANDS: Final = "POST commands"
_MAX_WORDS: Final = 300
"""Characters that are kept of each text of an error."""

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
"""Told the items of a list so far, says whether they are enough."""


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
        """Use a session that somebody else owns; ``timeout`` is in seconds for a whole call.

        ``pauses`` are those of the token, which may be older than this object. ``on_reply`` is
        called with each reply, whatever it says.
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
        """Call the API and return the decoded reply, None where it is empty.

        A 401 renews the token once and repeats the call once. Nothing else is repeated here; a
        dropped connection aiohttp itself tries again, for any method but POST. After a 429, calls
        of the same kind fail without being made until the pause is over. Raises one of the errors
        of :mod:`.errors` (platform reference 1.4, 8.5, 10.2).
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

        After each page ``enough`` tells whether the next is still wanted. A link is followed as it
        is, but only to our own host, and never twice. Raises UnexpectedReplyError where a page
        holds no list, which is not the same as an empty one, or what the page before it held, and
        CloudUnreachableError where all of it takes too long.
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
        """Return what shares a limit, as far as is known: verbs may have one each (10.1)."""
        return f"{method} {purpose_of(self._path(url))}"

    def _keep_pause(self, kind: str, error: CloudError) -> None:
        # The limit of commands is one of the device, which the client keeps for itself (10.1).
        if isinstance(error, TooManyRequestsError) and kind != _COMMANDS:
            self._pauses.begin(kind, error.retry_after)

    async def _send(
        self, method: str, url: URL, body: JsonObject | None, version: int, token: str
    ) -> Json:
        if not token.isascii() or not token.isprintable():
            raise UnauthorizedError  # It cannot stand in a header; another one may.
        if self._session.closed:  # Home Assistant is about to stop.
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
    """What came back from a request. The body may hold secrets."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def ok(self) -> bool:
        """Whether the platform did what it was asked."""
        return self.status < HTTPStatus.MULTIPLE_CHOICES


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
    with suppress(orjson.JSONDecodeError):
        decoded: Json = orjson.loads(body)
        return decoded
    # Not inside the handler: the cause keeps the whole body, which may hold a token.
    raise UnexpectedReplyError(Oddity.NOT_JSON)


def error_for(reply: Reply) -> CloudError | None:
    """Return the error that a reply stands for, None for a success.

    The bodies of 401 and 403 are never looked at: they are an HTML page and empty. What that of
    402 would be, nobody knows.
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
    """Return ``error`` of the envelope, empty where the body is something else."""
    try:
        return as_object(as_object(decode(body)).get("error"))
    except UnexpectedReplyError:
        return {}


def _words(source: JsonObject, key: str) -> str:
    """Return a text of an error as a log can bear it: on one line, and no longer than that."""
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
    """Return the seconds to wait: the body's words before the header (platform reference 10.2)."""
    for detail in _details(error):
        if found := _RETRY_IN.search(detail.message):
            return _clamp(int(found[1]) / 1000)
    if not (found := _RESET.fullmatch(headers.get("X-RateLimit-Reset", ""))):
        return _retry_after(headers) or DEFAULT_WAIT
    reset = float(found[0])
    # One source reads seconds, the other milliseconds; only the size can tell them apart.
    return _clamp(reset / 1000 if reset > _MILLISECONDS_FROM else reset)


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds of ``Retry-After``, None where there are none.

    The platform was not seen to send it (10.2), but gateways in between may.
    """
    found = _RESET.fullmatch(headers.get("Retry-After", ""))
    return _clamp(float(found[0])) if found else None


def _clamp(seconds: float) -> float:
    return min(max(seconds, MIN_WAIT), MAX_WAIT)


def path_of(*segments: str) -> str:
    """Return the path of a call, whatever the ids in it are.

    An id comes from outside: unquoted, `../../apps` would lead to another endpoint. Raises
    UnexpectedReplyError for one that cannot be a segment.
    """
    if not {"", ".", ".."}.isdisjoint(segments):
        raise UnexpectedReplyError(Oddity.NO_ID)
    return "".join(f"/{quote(segment, safe="!'()*")}" for segment in segments)


def one[ItemT](parse: Callable[[JsonObject], ItemT], raw: Json) -> ItemT:
    """Parse the one object of a reply. Raises UnexpectedReplyError where it lacks its id."""
    try:
        return parse(as_object(raw))
    except UnusableItemError as err:
        raise UnexpectedReplyError(Oddity.NO_ID) from err
