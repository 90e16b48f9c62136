"""Finds out why no secure connection to an address is possible."""

import asyncio
import ssl
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

import aiohttp
from yarl import URL

from .obstacles import Finding, Obstacle

_TIMEOUT: Final = 10.0
"""Seconds for a connection."""
_LEAF_ONLY: Final = 1

EXPIRED: Final = 10
"""OpenSSL's code of the error for a certificate that has expired."""
_UNKNOWN_ISSUER: Final = frozenset({20, 21})
_CERTIFICATES: Final[Mapping[int, Obstacle]] = {
    EXPIRED: Obstacle.CERTIFICATE_EXPIRED,
    18: Obstacle.CERTIFICATE_SELF_SIGNED,
    19: Obstacle.CERTIFICATE_PRIVATE,
    62: Obstacle.CERTIFICATE_NAME,
    64: Obstacle.CERTIFICATE_NAME,
}
# OpenSSL's reasons for an answer that is no TLS; which one depends on the answer and the version.
_NO_TLS: Final = frozenset(
    {"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE", "PACKET_LENGTH_TOO_LONG"}
)
_ALERT: Final = "ALERT"
_UNKNOWN_NAME: Final = "UNRECOGNIZED_NAME"
_VERSION: Final = "PROTOCOL_VERSION"


async def explain_tls(url: URL, error: aiohttp.ClientSSLError | ssl.SSLError) -> Finding:
    """Return why a TLS connection failed."""
    host = url.host or ""
    inner = getattr(error, "certificate_error", None) or getattr(error, "os_error", None) or error
    reason = str(getattr(inner, "verify_message", "") or getattr(inner, "reason", "") or "TLS")
    code = getattr(inner, "verify_code", None)
    if code in _UNKNOWN_ISSUER:
        alone = await _chain_length(url) == _LEAF_ONLY
        cause = Obstacle.CERTIFICATE_CHAIN if alone else Obstacle.CERTIFICATE_PRIVATE
        return Finding(cause, {"host": host})
    if cause_of_code := _CERTIFICATES.get(code or 0):
        return Finding(cause_of_code, {"host": host})
    if reason in _NO_TLS:
        return Finding(Obstacle.NO_TLS, {"host": host, "port": str(url.port)})
    if _ALERT in reason or _UNKNOWN_NAME in reason:
        return Finding(Obstacle.NO_CERTIFICATE, {"host": host})
    return Finding(Obstacle.CERTIFICATE, {"reason": reason})


async def lacks_tls_1_2(url: URL) -> bool:
    """Return whether a server accepts TLS 1.3 only (platform reference 3.3)."""
    context = _unverified()
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    try:
        await _certificates(url, context)
    except ssl.SSLError as err:
        return _VERSION in str(err.reason)
    except OSError, TimeoutError:
        return False
    return False


async def _chain_length(url: URL) -> int:
    """Return how many certificates a server sends, 0 if that is unknown."""
    with suppress(OSError, TimeoutError):
        return await _certificates(url, _unverified())
    return 0


def _unverified() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


async def _certificates(url: URL, context: ssl.SSLContext) -> int:
    """Connect, and return the number of certificates. Raises OSError or TimeoutError."""
    async with asyncio.timeout(_TIMEOUT):
        _, writer = await asyncio.open_connection(url.host, url.port, ssl=context)
    try:
        secured: ssl.SSLObject = writer.get_extra_info("ssl_object")
        return len(secured.get_unverified_chain())
    finally:
        writer.transport.abort()
