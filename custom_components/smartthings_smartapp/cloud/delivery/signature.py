"""Is a delivery authentic? The HTTP signature of the platform (platform reference 5).

Whatever is cheap is checked first, so that a stranger can make us neither fetch a key nor compute
an RSA signature without a well-formed request of now.
"""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from .http_date import read_date
from .keys import KeyUnavailableError, UnknownKeyError, is_key_id

MAX_SKEW: Final = 300
"""Seconds that the date of a delivery may be away from our clock, on either side."""

_TARGET = "(request-target)"
_MUST_BE_SIGNED = frozenset({_TARGET, "digest", "date"})
_ALGORITHM = "rsa-sha256"
_DIGEST_LABELS = frozenset({"SHA256", "SHA-256"})
_MAX_AUTHORIZATION_LENGTH = 4096
_PARAMETER = r'([A-Za-z]+)="([^"]*)"'
_AUTHORIZATION = re.compile(rf"Signature +{_PARAMETER}(?: *, *{_PARAMETER})*", re.IGNORECASE)
_PARAMETERS = re.compile(_PARAMETER)


class Flaw(StrEnum):
    """Why a delivery is not authentic, in the order in which it is found out."""

    AUTHORIZATION_MISSING = "authorization_missing"
    AUTHORIZATION_MALFORMED = "authorization_malformed"
    """Not the scheme ``Signature``, too long, a parameter missing or given twice, or a header
    listed twice."""
    ALGORITHM = "algorithm"
    """Another algorithm than ``rsa-sha256``."""
    NOT_SIGNED = "not_signed"
    """Request target, digest or date is not among the signed headers."""
    DATE_MISSING = "date_missing"
    DATE_UNREADABLE = "date_unreadable"
    DATE_SKEW = "date_skew"
    """More than 300 s away from our clock."""
    DIGEST_MISSING = "digest_missing"
    DIGEST_LABEL = "digest_label"
    """Another digest than SHA-256."""
    DIGEST_MISMATCH = "digest_mismatch"
    """The body is not the one that was signed."""
    HEADER_MISSING = "header_missing"
    """A header that is listed as signed is not there."""
    KEY_ID = "key_id"
    """The key id has no known form."""
    KEY_UNKNOWN = "key_unknown"
    KEY_UNAVAILABLE = "key_unavailable"
    """The key could not be had now: nobody can tell whether the delivery is authentic."""
    SIGNATURE = "signature"
    """The key did not make this signature."""


class NotAuthenticError(Exception):
    """A delivery is not authentic; nothing of it may be acted on."""

    def __init__(self, reason: Flaw) -> None:
        """Keep the one reason."""
        super().__init__(reason.value)
        self.reason = reason


class KeySource(Protocol):
    """Where public keys come from; :class:`.keys.KeyRing` is one."""

    async def get(self, key_id: str) -> RSAPublicKey:
        """Return the key. Raises UnknownKeyError or KeyUnavailableError."""
        ...

    def proven(self, key_id: str) -> None:
        """Note that the key has proven a delivery."""
        ...


@dataclass(frozen=True, slots=True)
class _Authorization:
    key_id: str
    signature: str
    algorithm: str
    signed: tuple[str, ...]


async def authenticate_delivery(
    headers: Mapping[str, str], body: bytes, *, path: str, keys: KeySource, now: datetime
) -> datetime:
    """Return when an authentic delivery was sent, by its own clock; else raise RefusedError.

    ``headers`` either ignores case or has its keys in the usual form (``Authorization``,
    ``X-St-Correlation``). ``body`` is the raw body. ``path`` is the path of the URL that is
    registered with the platform, without query; behind a proxy or a cloudhook it is not the path
    of the local request. ``now`` is aware.
    """
    authorization = _read_authorization(headers.get("Authorization"))
    if authorization.algorithm.lower() != _ALGORITHM:
        raise NotAuthenticError(Flaw.ALGORITHM)
    if not _MUST_BE_SIGNED.issubset(authorization.signed):
        raise NotAuthenticError(Flaw.NOT_SIGNED)
    date = _checked_date(headers.get("Date"), now)
    _check_digest(headers.get("Digest"), body)
    signed_text = _signed_text(authorization.signed, headers, path)
    key = await _key(authorization.key_id, keys)
    try:
        signature = base64.b64decode(authorization.signature, validate=True)
        key.verify(signature, signed_text, PKCS1v15(), SHA256())
    except (binascii.Error, ValueError, InvalidSignature) as err:
        raise NotAuthenticError(Flaw.SIGNATURE) from err
    keys.proven(authorization.key_id)
    return date


def _read_authorization(value: str | None) -> _Authorization:
    """Read ``Signature keyId="…",signature="…",headers="…",algorithm="…"``."""
    if not value:
        raise NotAuthenticError(Flaw.AUTHORIZATION_MISSING)
    if len(value) > _MAX_AUTHORIZATION_LENGTH or not _AUTHORIZATION.fullmatch(value.strip()):
        raise NotAuthenticError(Flaw.AUTHORIZATION_MALFORMED)
    pairs = _PARAMETERS.findall(value)
    parameters = dict(pairs)
    # The second of two equal parameters could be read by others than us, so neither counts.
    if len(parameters) != len(pairs):
        raise NotAuthenticError(Flaw.AUTHORIZATION_MALFORMED)
    signed = tuple(parameters.get("headers", "date").lower().split())
    # A long header that is listed a thousand times would make a huge text to check.
    if len(set(signed)) != len(signed):
        raise NotAuthenticError(Flaw.AUTHORIZATION_MALFORMED)
    try:
        return _Authorization(
            key_id=parameters["keyId"],
            signature=parameters["signature"],
            algorithm=parameters["algorithm"],
            signed=signed,
        )
    except KeyError as err:
        raise NotAuthenticError(Flaw.AUTHORIZATION_MALFORMED) from err


def _checked_date(value: str | None, now: datetime) -> datetime:
    """Refuse a date away from now."""
    if not value:
        raise NotAuthenticError(Flaw.DATE_MISSING)
    if (date := read_date(value)) is None:
        raise NotAuthenticError(Flaw.DATE_UNREADABLE)
    if abs((now - date).total_seconds()) > MAX_SKEW:
        raise NotAuthenticError(Flaw.DATE_SKEW)
    return date


def _check_digest(value: str | None, body: bytes) -> None:
    """Compare the body with its signed digest; without it a header could carry any body."""
    if not value:
        raise NotAuthenticError(Flaw.DIGEST_MISSING)
    label, _, claimed = value.partition("=")
    if label.strip().upper() not in _DIGEST_LABELS:
        raise NotAuthenticError(Flaw.DIGEST_LABEL)
    actual = base64.b64encode(hashlib.sha256(body).digest())
    if not hmac.compare_digest(_to_bytes(claimed.strip()), actual):
        raise NotAuthenticError(Flaw.DIGEST_MISMATCH)


def _signed_text(signed: tuple[str, ...], headers: Mapping[str, str], path: str) -> bytes:
    """Build what was signed: the listed headers in their order, values unchanged (5.2)."""
    lines: list[str] = []
    for name in signed:
        value = f"post {path}" if name == _TARGET else headers.get(name.title())
        if value is None:
            raise NotAuthenticError(Flaw.HEADER_MISSING)
        lines.append(f"{name}: {value}")
    return _to_bytes("\n".join(lines))


async def _key(key_id: str, keys: KeySource) -> RSAPublicKey:
    if not is_key_id(key_id):
        raise NotAuthenticError(Flaw.KEY_ID)
    try:
        return await keys.get(key_id)
    except UnknownKeyError as err:
        raise NotAuthenticError(Flaw.KEY_UNKNOWN) from err
    except KeyUnavailableError as err:
        raise NotAuthenticError(Flaw.KEY_UNAVAILABLE) from err


def _to_bytes(value: str) -> bytes:
    """Undo aiohttp's decoding of header values, bytes that are not UTF-8 included.

    A cloudhook's headers come as JSON, which can hold half characters that no bytes stand for:
    whoever signed, it was not this.
    """
    try:
        return value.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError as err:
        raise NotAuthenticError(Flaw.SIGNATURE) from err
