"""Checks whether deliveries to an address arrive at our webhook and are accepted.

Only SmartThings itself knows for certain. Obstacles for every sender are found here, before an app
is registered: by a request to our own address, and from the requests that the receiver has
rejected. A router may not let us reach our own public address, so no result counts as fine.
"""

import asyncio
import base64
import hashlib
import secrets
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from enum import StrEnum
from http import HTTPStatus
from ipaddress import ip_address
from typing import Final

import aiohttp
import orjson
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from yarl import URL

from ..cloud.delivery.signature import Flaw
from ..cloud.json_types import as_object, text
from ..errors import FlowError, flow_text
from .public_url import has_ended_subscription, is_cloud_lost
from .receiver import Receiver

_TIMEOUT: Final = 10.0
"""Seconds; SmartThings gives up after the same time (platform reference 3.3)."""
_MAX_ANSWER: Final = 64 * 1024
_PORT: Final = 443
_CLOUDHOOKS: Final = ".nabu.casa"
_LOCAL_NAMES: Final = (".local", ".lan", ".home", ".internal", ".home.arpa", "localhost")
# Words on the pages of bot filters, which only a browser gets past.
_CHALLENGES: Final = (b"challenge", b"captcha", b"just a moment", b"attention required")
_BLOCKED: Final = frozenset({401, 403, 429, 503})


class Obstacle(StrEnum):
    """Why SmartThings would not reach the webhook; keys of ``config.error``."""

    NOT_PUBLIC = "address_not_public"
    UNKNOWN_NAME = "address_unknown_name"
    PORT = "address_port"
    CERTIFICATE = "address_certificate"
    STATUS = "address_status"
    REDIRECT = "address_redirect"
    CHALLENGE = "address_challenge"
    ELSEWHERE = "address_elsewhere"
    CLOUD_ENDED = "address_cloud_ended"
    CLOUD_LOST = "address_cloud_lost"
    PROXY = "address_proxy"
    """Home Assistant answers 400 to requests of a proxy that it does not trust."""
    HEADER = "address_header"
    """A header is removed or changed on the way."""
    REFUSED_HEADER = "refused_header"
    REFUSED_CHANGED = "refused_changed"
    REFUSED_CLOCK = "refused_clock"
    REFUSED_KEY = "refused_key"


@dataclass(frozen=True, slots=True)
class Finding:
    """An obstacle, with the placeholders of its text."""

    cause: Obstacle
    placeholders: dict[str, str] = field(default_factory=dict)


_SIGNED_HEADERS: Final = ("Authorization", "Digest", "Date")
"""A delivery without one of them is rejected (platform reference 5.1)."""

_REJECTIONS: Final[Mapping[str, Finding]] = {
    **{
        reason: Finding(Obstacle.REFUSED_HEADER, {"header": header})
        for header, reasons in {
            "Authorization": (
                Flaw.AUTHORIZATION_MISSING,
                Flaw.AUTHORIZATION_MALFORMED,
            ),
            "Date": (Flaw.DATE_MISSING, Flaw.DATE_UNREADABLE),
            "Digest": (Flaw.DIGEST_MISSING, Flaw.DIGEST_LABEL),
        }.items()
        for reason in reasons
    },
    **dict.fromkeys(
        (Flaw.DIGEST_MISMATCH, Flaw.HEADER_MISSING, Flaw.SIGNATURE),
        Finding(Obstacle.REFUSED_CHANGED),
    ),
    Flaw.DATE_SKEW: Finding(Obstacle.REFUSED_CLOCK),
    Flaw.KEY_UNAVAILABLE: Finding(Obstacle.REFUSED_KEY),
    Flaw.KEY_UNKNOWN: Finding(Obstacle.REFUSED_KEY),
}
"""The obstacle behind a reason for which the receiver rejects deliveries of SmartThings."""

_NOT_ARRIVED: Final = frozenset({"webhook_timeout", "webhook_status"})
"""Errors of SmartThings that mean that its request did not arrive."""


def find_rejection(receiver: Receiver, since: datetime | None) -> Finding | None:
    """Return why requests were rejected since then, None if none was."""
    found = (_REJECTIONS.get(reason) for reason in receiver.rejected_since(since))
    return next((finding for finding in found if finding), None)


def explain(error: FlowError, receiver: Receiver | None, since: datetime) -> FlowError:
    """Return the cause that the receiver knows, if an error means that no request arrived."""
    if receiver and error.key in _NOT_ARRIVED and (finding := find_rejection(receiver, since)):
        return FlowError(finding.cause, about_webhook=True, placeholders=finding.placeholders)
    return error


async def find_obstacle(hass: HomeAssistant, receiver: Receiver, address: str) -> Finding | None:
    """Call the receiver at a public address, and return the obstacle on the way, None if none.

    The call is a PING with the headers of a delivery and an invalid signature. The receiver echoes
    it anyway, and notes how its headers arrived.
    """
    url = URL(address)
    if _is_cloudhook(url) and (cause := cloud_obstacle(hass)):
        return Finding(cause)
    if not receiver.connection.endpoints.development and (finding := await _from_outside(url)):
        return finding
    challenge = secrets.token_hex(16)
    ping = {"lifecycle": "PING", "executionId": challenge, "pingData": {"challenge": challenge}}
    body = orjson.dumps(ping)
    headers = _headers(body)
    with receiver.expect_ping(challenge) as expected:
        found = await _call(receiver.connection.session, url, body, headers, challenge)
    if found or expected.headers is None:
        return found
    for name in _SIGNED_HEADERS:
        if expected.headers.get(name.lower()) != headers[name]:
            return Finding(Obstacle.HEADER, {"header": name})
    return None


async def in_words(hass: HomeAssistant, finding: Finding) -> str:
    """Return the text that the form of the config flow has for a finding."""
    return await flow_text(hass, finding.cause, finding.placeholders)


def _headers(body: bytes) -> dict[str, str]:
    """Return the headers of a delivery; no key has their key id, so none is fetched."""
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    return {
        "Authorization": (
            f'Signature keyId="/SmartThings/{":".join(["00"] * 16)}",signature="c2VsZi1jaGVjaw==",'
            'headers="(request-target) digest date",algorithm="rsa-sha256"'
        ),
        "Content-Type": "application/json",
        "Date": format_datetime(dt_util.utcnow(), usegmt=True),
        "Digest": f"SHA256={digest}",
        "X-ST-Correlation": secrets.token_hex(16),
    }


def cloud_obstacle(hass: HomeAssistant) -> Obstacle | None:
    """Return why Home Assistant Cloud would relay nothing now."""
    if has_ended_subscription(hass):
        return Obstacle.CLOUD_ENDED
    return Obstacle.CLOUD_LOST if is_cloud_lost(hass) else None


def _is_cloudhook(url: URL) -> bool:
    return (url.host or "").endswith(_CLOUDHOOKS)


async def _from_outside(url: URL) -> Finding | None:
    """Return an obstacle that the URL itself shows: SmartThings has no way to it."""
    host = url.host or ""
    if url.port != _PORT:
        return Finding(Obstacle.PORT, {"port": str(url.port)})
    if host.endswith(_LOCAL_NAMES):
        return Finding(Obstacle.NOT_PUBLIC, {"host": host})
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, _PORT)
    except OSError:
        return Finding(Obstacle.UNKNOWN_NAME, {"host": host})
    addresses = [ip_address(str(address[0]).partition("%")[0]) for *_, address in found]
    if not any(address.is_global for address in addresses):
        return Finding(Obstacle.NOT_PUBLIC, {"host": host})
    return None


async def _call(
    session: aiohttp.ClientSession,
    url: URL,
    body: bytes,
    headers: Mapping[str, str],
    challenge: str,
) -> Finding | None:
    try:
        async with session.post(
            url,
            data=body,
            headers=headers,
            timeout=aiohttp.ClientTimeout(total=_TIMEOUT),
            allow_redirects=False,
        ) as response:
            answer = await _read(response)
    except (aiohttp.ClientSSLError, ssl.SSLError) as err:
        return Finding(Obstacle.CERTIFICATE, {"reason": _reason(err)})
    except aiohttp.ClientError, TimeoutError, OSError:
        return None
    return _judge(response, answer, challenge)


async def _read(response: aiohttp.ClientResponse) -> bytes:
    """Return the beginning of an answer, longer than an echo."""
    answer = b""
    async for chunk in response.content.iter_any():
        answer += chunk
        if len(answer) > _MAX_ANSWER:
            break
    return answer


def _reason(err: Exception) -> str:
    """Return the fault of a certificate, in the words of OpenSSL."""
    inner = getattr(err, "certificate_error", None) or getattr(err, "os_error", None) or err
    return str(getattr(inner, "verify_message", "") or getattr(inner, "reason", "") or "TLS")


def _judge(response: aiohttp.ClientResponse, answer: bytes, challenge: str) -> Finding | None:
    status = response.status
    if status == HTTPStatus.OK:
        return None if _echo(answer) == challenge else Finding(Obstacle.ELSEWHERE)
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        return Finding(Obstacle.REDIRECT, {"status": str(status)})
    if "cf-mitigated" in response.headers or (
        status in _BLOCKED and any(word in answer.lower() for word in _CHALLENGES)
    ):
        return Finding(Obstacle.CHALLENGE, {"status": str(status)})
    if status == HTTPStatus.BAD_REQUEST:
        return Finding(Obstacle.PROXY)
    return Finding(Obstacle.STATUS, {"status": str(status)})


def _echo(answer: bytes) -> str:
    with suppress(orjson.JSONDecodeError):
        return text(as_object(as_object(orjson.loads(answer)).get("pingData")), "challenge")
    return ""
