"""Whether an address ends at our webhook, as far as that can be told from inside.

Only SmartThings itself can say for sure. But what is wrong for everybody is found here, before
anything is registered, and with a name. A router may not let us reach our own public address: what
cannot be told from here counts as fine.
"""

import asyncio
import secrets
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus
from ipaddress import ip_address
from typing import Final

import aiohttp
import orjson
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from yarl import URL

from .cloud.json_types import as_object, text
from .errors import flow_text
from .public_url import has_ended_subscription
from .webhook import Receiver

_TIMEOUT: Final = 10.0
"""Seconds; SmartThings gives up after as many (platform reference 3.3)."""
_MAX_ANSWER: Final = 64 * 1024
_PORT: Final = 443
_CLOUDHOOKS: Final = ".nabu.casa"
_LOCAL_NAMES: Final = (".local", ".lan", ".home", ".internal", ".home.arpa", "localhost")
# Words on the pages of bot filters, which only a browser gets past.
_CHALLENGES: Final = (b"challenge", b"captcha", b"just a moment", b"attention required")
_BLOCKED: Final = frozenset({401, 403, 429, 503})


class Cause(StrEnum):
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


@dataclass(frozen=True, slots=True)
class Finding:
    """A cause, with what its text names."""

    cause: Cause
    placeholders: dict[str, str] = field(default_factory=dict)


async def find_obstacle(hass: HomeAssistant, receiver: Receiver, address: str) -> Finding | None:
    """Call the receiver by a public address, and return what stands in the way; None for nothing.

    The call is an unsigned PING that the receiver echoes while it lasts.
    """
    url = URL(address)
    if _is_cloudhook(url) and has_ended_subscription(hass):
        return Finding(Cause.CLOUD_ENDED)
    if not receiver.endpoints.development and (finding := await _from_outside(url)):
        return finding
    challenge = secrets.token_hex(16)
    ping = {"lifecycle": "PING", "executionId": challenge, "pingData": {"challenge": challenge}}
    with receiver.expect_ping(challenge):
        return await _call(async_get_clientsession(hass), url, orjson.dumps(ping), challenge)


async def in_words(hass: HomeAssistant, finding: Finding) -> str:
    """Return the text that the form of the config flow has for a finding."""
    return await flow_text(hass, finding.cause, finding.placeholders)


def _is_cloudhook(url: URL) -> bool:
    return (url.host or "").endswith(_CLOUDHOOKS)


async def _from_outside(url: URL) -> Finding | None:
    """Judge the address by its looks: what SmartThings can have no way to."""
    host = url.host or ""
    if url.port != _PORT:
        return Finding(Cause.PORT, {"port": str(url.port)})
    if host.endswith(_LOCAL_NAMES):
        return Finding(Cause.NOT_PUBLIC, {"host": host})
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, _PORT)
    except OSError:
        return Finding(Cause.UNKNOWN_NAME, {"host": host})
    addresses = [ip_address(str(address[0]).partition("%")[0]) for *_, address in found]
    if not any(address.is_global for address in addresses):
        return Finding(Cause.NOT_PUBLIC, {"host": host})
    return None


async def _call(
    session: aiohttp.ClientSession, url: URL, body: bytes, challenge: str
) -> Finding | None:
    try:
        async with session.post(
            url,
            data=body,
            headers={"Content-Type": "application/json"},
            timeout=aiohttp.ClientTimeout(total=_TIMEOUT),
            allow_redirects=False,
        ) as response:
            answer = await _read(response)
    except (aiohttp.ClientSSLError, ssl.SSLError) as err:
        return Finding(Cause.CERTIFICATE, {"reason": _reason(err)})
    except aiohttp.ClientError, TimeoutError, OSError:
        return None
    return _judge(response, answer, challenge)


async def _read(response: aiohttp.ClientResponse) -> bytes:
    """Return the beginning of an answer: more than an echo needs."""
    answer = b""
    async for chunk in response.content.iter_any():
        answer += chunk
        if len(answer) > _MAX_ANSWER:
            break
    return answer


def _reason(err: Exception) -> str:
    """Return what is wrong with a certificate, in the words of OpenSSL."""
    inner = getattr(err, "certificate_error", None) or getattr(err, "os_error", None) or err
    return str(getattr(inner, "verify_message", "") or getattr(inner, "reason", "") or "TLS")


def _judge(response: aiohttp.ClientResponse, answer: bytes, challenge: str) -> Finding | None:
    status = response.status
    if status == HTTPStatus.OK:
        return None if _echo(answer) == challenge else Finding(Cause.ELSEWHERE)
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        return Finding(Cause.REDIRECT, {"status": str(status)})
    if "cf-mitigated" in response.headers or (
        status in _BLOCKED and any(word in answer.lower() for word in _CHALLENGES)
    ):
        return Finding(Cause.CHALLENGE, {"status": str(status)})
    return Finding(Cause.STATUS, {"status": str(status)})


def _echo(answer: bytes) -> str:
    with suppress(orjson.JSONDecodeError):
        return text(as_object(as_object(orjson.loads(answer)).get("pingData")), "challenge")
    return ""
