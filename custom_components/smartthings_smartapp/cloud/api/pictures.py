"""Pictures that devices report as a URL: from which hosts they are fetched, and how.

A value comes from the driver or the cloud of a manufacturer, so the URL can lead anywhere. Only the
hosts of SmartThings are asked, and only the API gets the token (platform reference 8.7).
"""

import asyncio
from collections.abc import Mapping
from enum import StrEnum
from http import HTTPStatus
from typing import Final, NamedTuple

import aiohttp
from yarl import URL

from ..json_types import Json
from .call_counter import PICTURES, CallCounter
from .errors import (
    CloudUnreachableError,
    NotFoundError,
    Oddity,
    UnauthorizedError,
    UnexpectedReplyError,
)
from .http import Reply, TokenSource, error_for, read_body

MAX_PICTURE: Final = 10 * 1024 * 1024
"""Maximum bytes of a picture."""
TIMEOUT: Final = 9.0
"""Seconds for all requests of a picture; the image proxy of Home Assistant waits ten."""
_HOPS: Final = 3
"""Requests for one picture, with redirects."""
_MAX_URL: Final = 2048

_DOMAINS: Final = ("smartthings.com", "samsungcloud.com")
"""SmartThings itself, and the storage to which it redirects (platform reference 8.7)."""

_REDIRECTS: Final = frozenset(
    {
        HTTPStatus.MOVED_PERMANENTLY,
        HTTPStatus.FOUND,
        HTTPStatus.SEE_OTHER,
        HTTPStatus.TEMPORARY_REDIRECT,
        HTTPStatus.PERMANENT_REDIRECT,
    }
)
_UNNAMED: Final = frozenset({"", "application/octet-stream", "binary/octet-stream"})
"""Content types of storages that do not know what they store."""

# The formats that browsers show and that cannot contain a script, by their first bytes.
_FORMATS: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
)
_WEBP: Final = (b"RIFF", b"WEBP", "image/webp")


class Picture(NamedTuple):
    """A picture, and the content type that its first bytes show."""

    content: bytes
    content_type: str


class Unfetchable(StrEnum):
    """Why a picture is not fetched."""

    NO_PICTURE = "no_picture"
    """There is no URL."""
    NOT_ENCRYPTED = "not_encrypted"
    """The URL is not HTTPS."""
    OTHER_HOST = "other_host"
    """The host is not one of SmartThings."""


def _parsed(value: Json) -> URL | None:
    if not isinstance(value, str) or not value or len(value) > _MAX_URL:
        return None
    try:
        url = URL(value)
    except ValueError:
        return None
    return url if url.raw_host and url.scheme else None


def _is_of_smartthings(url: URL) -> bool:
    """Return whether the host of a URL belongs to SmartThings, at its usual port."""
    host = url.raw_host or ""
    return (
        url.user is None
        and url.password is None
        and url.is_default_port()
        and any(host == domain or host.endswith(f".{domain}") for domain in _DOMAINS)
    )


def content_type_of(content: bytes) -> str | None:
    """Return the content type of a picture by its first bytes, None if it is not a picture."""
    start, middle, webp = _WEBP
    if content.startswith(start) and content[8:12] == middle:
        return webp
    return next((kind for start, kind in _FORMATS if content.startswith(start)), None)


class Pictures:
    """Fetches the pictures of devices with the tokens of one installed app."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        api_url: str,
        tokens: TokenSource,
        calls: CallCounter | None = None,
    ) -> None:
        """Use a session that the caller closes; ``calls`` counts the requests to the API."""
        self._session = session
        self._api = URL(api_url).origin()
        self._tokens = tokens
        self._calls = calls

    def obstacle(self, value: Json) -> Unfetchable | None:
        """Return why the picture at a reported URL is not fetched, None if it is."""
        url = _parsed(value)
        if url is None:
            return Unfetchable.NO_PICTURE
        if self._is_api(url):
            return None
        if url.scheme != "https":
            return Unfetchable.NOT_ENCRYPTED
        return None if _is_of_smartthings(url) else Unfetchable.OTHER_HOST

    def _is_api(self, url: URL) -> bool:
        """Return whether a URL is one of the API, which for a simulator is not HTTPS."""
        return url.user is None and url.password is None and url.origin() == self._api

    async def fetch(self, value: Json) -> Picture:
        """Return the picture at a reported URL that has no :meth:`obstacle`.

        Raises the errors of :mod:`.errors`: UnexpectedReplyError if it is too large, not a picture,
        or behind a redirect to another host, and CloudUnreachableError if it takes too long.
        """
        try:
            async with asyncio.timeout(TIMEOUT):
                return await self._follow(value)
        except (aiohttp.ClientError, OSError) as err:  # TimeoutError is an OSError.
            failure = type(err).__name__
        # Raised outside the handler, so that the error does not keep its cause with URL and token.
        raise CloudUnreachableError(failure)

    async def _follow(self, value: Json) -> Picture:
        for _ in range(_HOPS):
            url = _parsed(value)
            if url is None or self.obstacle(value):
                break
            reply = await (self._ask_api(url) if self._is_api(url) else self._ask_storage(url))
            if reply.status not in _REDIRECTS:
                return _picture(reply)
            value = _target(url, reply)
        raise UnexpectedReplyError(Oddity.REDIRECT)

    async def _ask_storage(self, url: URL) -> Reply:
        """Ask another host without the token; until it expires, the link is the permission."""
        try:
            return await self._ask(url, {})
        except UnauthorizedError:
            pass
        raise NotFoundError

    async def _ask_api(self, url: URL) -> Reply:
        """Ask the API with the token, after a 401 once more with another one."""
        token = await self._tokens.access_token()
        try:
            return await self._ask_with(token, url)
        except UnauthorizedError:
            token = await self._tokens.renewed(token)
        return await self._ask_with(token, url)

    async def _ask_with(self, token: str, url: URL) -> Reply:
        if self._calls:
            self._calls.count(PICTURES)
        return await self._ask(url, {"Authorization": f"Bearer {token}"})

    async def _ask(self, url: URL, headers: Mapping[str, str]) -> Reply:
        """Return a redirect or a body that claims to be a picture. Raises CloudError."""
        async with self._session.get(
            url, headers={"Accept": "image/*", **headers}, allow_redirects=False
        ) as response:
            empty = Reply(response.status, response.headers, b"")
            if response.status in _REDIRECTS:
                return empty
            if error := error_for(empty):
                raise error
            kind = response.content_type if "Content-Type" in response.headers else ""
            if not kind.startswith("image/") and kind not in _UNNAMED:
                raise UnexpectedReplyError(Oddity.NO_PICTURE)
            if (response.content_length or 0) > MAX_PICTURE:
                raise UnexpectedReplyError(Oddity.TOO_LARGE)
            return Reply(response.status, response.headers, await read_body(response, MAX_PICTURE))


def _target(url: URL, reply: Reply) -> str:
    """Return the target of a redirect, which may be relative; empty if there is none."""
    try:
        return str(url.join(URL(reply.headers["Location"])))
    except KeyError, ValueError:
        return ""


def _picture(reply: Reply) -> Picture:
    kind = content_type_of(reply.body)
    if kind is None:
        raise UnexpectedReplyError(Oddity.NO_PICTURE)
    return Picture(reply.body, kind)
