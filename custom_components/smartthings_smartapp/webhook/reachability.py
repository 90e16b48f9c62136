"""Checks whether deliveries to an address arrive at our webhook and are accepted.

Only SmartThings itself knows for certain. Obstacles for every sender are found here, before an app
is registered: by a request to our own address, and from the requests that the receiver has
rejected. A router may not let us reach our own public address, so no result counts as fine.
"""

import asyncio
import base64
import hashlib
import secrets
import socket
import ssl
from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime
from ipaddress import ip_address
from typing import Final

import aiohttp
import orjson
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from yarl import URL

from ..errors import FlowError, flow_text
from .answers import Answer, judge
from .obstacles import REJECTIONS, Finding, Obstacle
from .public_url import has_ended_subscription, is_cloud_lost
from .receiver import Receiver
from .tls import explain_tls, lacks_tls_1_2

GUIDE: Final = (
    "https://github.com/smartthings-smartapp/smartthings-smartapp/blob/main/docs/public-address.md"
)
"""The page about the ways to a public address."""
_TIMEOUT: Final = 10.0
"""Seconds; SmartThings gives up after the same time (platform reference 3.3)."""
_MAX_ANSWER: Final = 64 * 1024
_PORT: Final = 443
_IPV4: Final = 4
_CLOUDHOOKS: Final = ".nabu.casa"
_LOCAL_NAMES: Final = (".local", ".lan", ".home", ".internal", ".home.arpa", "localhost")
_CERTAIN: Final = frozenset(
    {Obstacle.PORT, Obstacle.NOT_PUBLIC, Obstacle.UNKNOWN_NAME, Obstacle.NO_DNS}
)
"""Obstacles of the URL itself, after which no request is made."""
_PADDING: Final = "0" * 10 * 1024
"""Makes our request as large as the largest event (platform reference 10.1)."""

_SIGNED_HEADERS: Final = ("Authorization", "Digest", "Date")
"""A delivery without one of them is rejected (platform reference 5.1)."""

NOT_ARRIVED: Final = frozenset(
    {
        "webhook_timeout",
        "webhook_status",
        "webhook_tls",
        "webhook_blocked",
        "address_proxy",
        "address_too_large",
        "address_upstream",
    }
)
"""Errors of SmartThings that mean that its request did not arrive."""


def find_rejection(receiver: Receiver, since: datetime | None) -> Finding | None:
    """Return why requests were rejected since then, None if none was."""
    found = (REJECTIONS.get(reason) for reason in receiver.rejected_since(since))
    return next((finding for finding in found if finding), None)


def explain(error: FlowError, receiver: Receiver | None, since: datetime) -> FlowError:
    """Return the cause that the receiver knows, if an error means that no request arrived."""
    if receiver and error.key in NOT_ARRIVED and (finding := find_rejection(receiver, since)):
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
    outside = None if receiver.connection.endpoints.development else await _from_outside(url)
    if outside and outside.cause in _CERTAIN:
        return outside
    found = await _ping(receiver, url, _PADDING)
    if found and found.cause is Obstacle.UPSTREAM and await _ping(receiver, url, "") is None:
        # Caddy answers 502 to a body that is too large.
        found = Finding(Obstacle.TOO_LARGE, found.placeholders)
    return found or outside


async def _ping(receiver: Receiver, url: URL, padding: str) -> Finding | None:
    """Send a PING to our own receiver, and return what kept it or its answer from arriving."""
    challenge = secrets.token_hex(16)
    ping = {
        "lifecycle": "PING",
        "executionId": challenge,
        "pingData": {"challenge": challenge},
        "padding": padding,
    }
    body = orjson.dumps(ping)
    headers = _headers(body)
    with receiver.expect_ping(challenge) as expected:
        found = await _call(receiver.connection.session, url, body, headers, challenge)
    if expected.headers is None:
        return found
    for name in _SIGNED_HEADERS:
        if expected.headers.get(name.lower()) != headers[name]:
            return Finding(Obstacle.HEADER, {"header": name})
    if expected.body != body:
        return Finding(Obstacle.BODY)
    return Finding(Obstacle.ANSWER_LOST) if found else await _from_tls(url)


async def _from_tls(url: URL) -> Finding | None:
    """Return an obstacle for clients that are older than we are."""
    if url.scheme == "https" and not _is_cloudhook(url) and await lacks_tls_1_2(url):
        return Finding(Obstacle.TLS_VERSION)
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
    except OSError as err:
        no_answer = err.errno == socket.EAI_AGAIN
        cause = Obstacle.NO_DNS if no_answer else Obstacle.UNKNOWN_NAME
        return Finding(cause, {"host": host})
    addresses = [ip_address(str(address[0]).partition("%")[0]) for *_, address in found]
    public = {address.version for address in addresses if address.is_global}
    if _IPV4 in public:
        return None
    if public:
        return Finding(Obstacle.IPV6, {"host": host})
    typed = any(str(address) == host for address in addresses)
    return Finding(
        Obstacle.NOT_PUBLIC if typed else Obstacle.PRIVATE_NAME,
        {"host": host, "address": str(addresses[0]) if addresses else "-"},
    )


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
            answer = Answer(response.status, response.headers, await _read(response))
    except (aiohttp.ClientSSLError, ssl.SSLError) as err:
        return await explain_tls(url, err)
    except aiohttp.ClientError, TimeoutError, OSError:
        return None
    return judge(url, answer, challenge)


async def _read(response: aiohttp.ClientResponse) -> bytes:
    """Return the beginning of an answer, longer than an echo."""
    answer = b""
    async for chunk in response.content.iter_any():
        answer += chunk
        if len(answer) > _MAX_ANSWER:
            break
    return answer
