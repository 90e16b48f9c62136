"""Finds out who has answered a request to our own address, and why it was not the webhook.

A status alone is not enough: 404 of a proxy means that it forwards nothing, and 404 of Home
Assistant that the proxy forwards another path.
"""

from collections.abc import Mapping
from contextlib import suppress
from http import HTTPStatus
from typing import Final, NamedTuple

import orjson
from yarl import URL

from ..cloud.json_types import as_object, text
from .obstacles import Finding, Obstacle
from .public_url import is_host

# Words on the pages of bot filters, which only a browser gets past.
_CHALLENGES: Final = (b"challenge", b"captcha", b"just a moment", b"attention required")
_BLOCKED: Final = frozenset({401, 403, 429, 503})
_REJECTED: Final = b"Forbidden"
"""Our receiver's answer to a request that is not authentic."""

_OF_HOME_ASSISTANT: Final[Mapping[int, Obstacle]] = {
    HTTPStatus.BAD_REQUEST: Obstacle.PROXY,
    HTTPStatus.FORBIDDEN: Obstacle.BANNED,
    HTTPStatus.NOT_FOUND: Obstacle.PATH,
}
_OF_OTHERS: Final[Mapping[int, Obstacle]] = {
    HTTPStatus.UNAUTHORIZED: Obstacle.LOGIN,
    HTTPStatus.PROXY_AUTHENTICATION_REQUIRED: Obstacle.LOGIN,
    HTTPStatus.FORBIDDEN: Obstacle.BLOCKED,
    HTTPStatus.TOO_MANY_REQUESTS: Obstacle.BLOCKED,
    HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS: Obstacle.BLOCKED,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Obstacle.TOO_LARGE,
    HTTPStatus.BAD_GATEWAY: Obstacle.UPSTREAM,
    HTTPStatus.SERVICE_UNAVAILABLE: Obstacle.UPSTREAM,
    HTTPStatus.GATEWAY_TIMEOUT: Obstacle.UPSTREAM,
    # Statuses of Cloudflare about the server behind it, and about a tunnel that is down.
    **dict.fromkeys((*range(520, 528), 530), Obstacle.UPSTREAM),
}


class Answer(NamedTuple):
    """An answer to our request; ``body`` is its beginning."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def judge(url: URL, answer: Answer, challenge: str) -> Finding | None:
    """Return the obstacle that an answer shows, None if it is the echo of our PING."""
    status = answer.status
    placeholders = {"status": str(status)}
    if status == HTTPStatus.OK:
        return None if _echo(answer.body) == challenge else Finding(Obstacle.ELSEWHERE)
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        placeholders["target"] = _target(url, answer.headers.get("Location", ""))
        return Finding(Obstacle.REDIRECT, placeholders)
    if "cf-mitigated" in answer.headers or (
        status in _BLOCKED and any(word in answer.body.lower() for word in _CHALLENGES)
    ):
        return Finding(Obstacle.CHALLENGE, placeholders)
    if _is_home_assistant(answer):
        return Finding(_OF_HOME_ASSISTANT.get(status, Obstacle.STATUS), placeholders)
    if status == HTTPStatus.UNAUTHORIZED and answer.body == _REJECTED:
        return Finding(Obstacle.BODY)
    return Finding(_OF_OTHERS.get(status, Obstacle.STATUS), placeholders)


def _is_home_assistant(answer: Answer) -> bool:
    """Return whether an error has the text of aiohttp, in which proxies write no pages."""
    try:
        phrase = HTTPStatus(answer.status).phrase
    except ValueError:
        return False
    return answer.body.strip() == f"{answer.status}: {phrase}".encode()


def _target(url: URL, location: str) -> str:
    """Return the host of a redirect; within one host, the beginning of its path.

    The text becomes part of Markdown, so it has no character that could begin a link.
    """
    with suppress(ValueError):
        target = url.join(URL(location))
        host = target.raw_host or ""
        if target.origin() != url.origin() and is_host(host):
            return f"{target.scheme}://{host}"
        first = target.raw_path.strip("/").partition("/")[0]
        if first.replace("-", "").replace("_", "").isalnum() and first.isascii():
            return f"/{first}"
    return url.raw_host or ""


def _echo(answer: bytes) -> str:
    with suppress(orjson.JSONDecodeError):
        return text(as_object(as_object(orjson.loads(answer)).get("pingData")), "challenge")
    return ""
