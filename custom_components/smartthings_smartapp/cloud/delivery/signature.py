"""Verify the HTTP signature of deliveries (platform reference 5).

Cheap checks come first. So a forged request causes a request for a key, or the computation of an
RSA signature, only if it is well-formed and has the current date.
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
"""Maximum difference between the date of a delivery and the local clock, in seconds."""

_TARGET = "(request-target)"
_MUST_BE_SIGNED = frozenset({_TARGET, "digest", "date"})
_ALGORITHM = "rsa-sha256"
_DIGEST_LABELS = frozenset({"SHA256", "SHA-256"})
_MAX_AUTHORIZATION_LENGTH = 4096
_PARAMETER = r'([A-Za-z]+)="([^"]*)"'
_AUTHORIZATION = re.compile(rf"Signature +{_PARAMETER}(?: *, *{_PARAMETER})*", re.IGNORECASE)
_PARAMETERS = re.compile(_PARAMETER)


class Flaw(StrEnum):
    """Why a delivery is not authentic, in the order of the checks."""

    AUTHORIZATION_MISSING = "authorization_missing"
    AUTHORIZATION_MALFORMED = "authorization_malformed"
    """Another scheme than ``Signature``, too long, a missing parameter, or a parameter or header
    that is listed twice."""
    ALGORITHM = "algorithm"
    """Not ``rsa-sha256``."""
    NOT_SIGNED = "not_signed"
    """Request target, digest or date is not signed."""
    DATE_MISSING = "date_missing"
    DATE_UNREADABLE = "date_unreadable"
    DATE_SKEW = "date_skew"
    """More than 300 s from the local clock."""
    DIGEST_MISSING = "digest_missing"
    DIGEST_LABEL = "digest_label"
    """The digest is not SHA-256."""
    DIGEST_MISMATCH = "digest_mismatch"
    """The body differs from the one that was signed."""
    HEADER_MISSING = "header_missing"
    """A header that is listed as signed is missing."""
    KEY_ID = "key_id"
    """The key id has no known form."""
    KEY_UNKNOWN = "key_unknown"
    KEY_UNAVAILABLE = "key_unavailable"
    """The key is not available now, so the delivery cannot be verified."""
    SIGNATURE = "signature"
    """The signature was not made with the key."""


class NotAuthenticError(Exception):
    """A delivery is not authentic, and must be ignored."""

    def __init__(self, reason: Flaw) -> None:
        """Keep the reason."""
        super().__init__(reason.value)
        self.reason = reason


class KeySource(Protocol):
    """Provides public keys, such as :class:`.keys.KeyRing`."""

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
    """Return the date of an authentic delivery. Raises NotAuthenticError for any other one.

    ``headers`` ignores case, or has keys in the usual form (``Authorization``,
    ``X-St-Correlation``). ``body`` is the raw body. ``path`` is the path of the registered webhook
    URL, without query; behind a proxy or relay it may differ from the path of the local request.
    ``now`` is aware.
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
    # Programs differ in which of two equal parameters they use, so neither is accepted.
    if len(parameters) != len(pairs):
        raise NotAuthenticError(Flaw.AUTHORIZATION_MALFORMED)
    signed = tuple(parameters.get("headers", "date").lower().split())
    # A long header that is listed a thousand times would make a huge text.
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
    """Return the date. Raises NotAuthenticError if it is missing, invalid or too far from now."""
    if not value:
        raise NotAuthenticError(Flaw.DATE_MISSING)
    if (date := read_date(value)) is None:
        raise NotAuthenticError(Flaw.DATE_UNREADABLE)
    if abs((now - date).total_seconds()) > MAX_SKEW:
        raise NotAuthenticError(Flaw.DATE_SKEW)
    return date


def _check_digest(value: str | None, body: bytes) -> None:
    """Compare the body with its signed digest, since the signature does not cover the body."""
    if not value:
        raise NotAuthenticError(Flaw.DIGEST_MISSING)
    label, _, claimed = value.partition("=")
    if label.strip().upper() not in _DIGEST_LABELS:
        raise NotAuthenticError(Flaw.DIGEST_LABEL)
    actual = base64.b64encode(hashlib.sha256(body).digest())
    if not hmac.compare_digest(_to_bytes(claimed.strip()), actual):
        raise NotAuthenticError(Flaw.DIGEST_MISMATCH)


def _signed_text(signed: tuple[str, ...], headers: Mapping[str, str], path: str) -> bytes:
    """Return the signed text: the listed headers in their order, with unchanged values (5.2)."""
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
    """Undo aiohttp's decoding of header values, including bytes that are not UTF-8.

    A relay may send headers as JSON, which can contain surrogates without a byte sequence. Such a
    header cannot have been signed.
    """
    try:
        return value.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError as err:
        raise NotAuthenticError(Flaw.SIGNATURE) from err
