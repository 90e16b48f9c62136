"""Public keys by key id: fetched certificates, and the own key of an app in the older form.

There are two kinds of key id (platform reference 5.3). ``/SmartThings/`` and 16 hex bytes name the
RSA key of an app (APP_RSA), which comes from the Apps API and is never fetched. Any other key id is
the path of an X.509 certificate on one fixed host (ST_PADLOCK).
"""

import asyncio
import base64
import hashlib
import logging
import re
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from http import HTTPStatus
from typing import Final, Protocol
from weakref import WeakValueDictionary

import aiohttp
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)
from yarl import URL

from ..bounded_dict import BoundedDict

_LOGGER = logging.getLogger(__name__)

FETCH_TIMEOUT: Final = 5.0
"""Seconds for one certificate, from the connection to the last byte."""
MAX_CERTIFICATE_SIZE: Final = 16 * 1024
"""Bytes; the captured certificate has about 1.5 KiB."""
MIN_KEY_SIZE: Final = 2048
"""Minimum bits of an RSA key."""
KEY_LIFETIME: Final = timedelta(hours=24)
FAILURE_LIFETIME: Final = timedelta(minutes=1)
VALIDITY_TOLERANCE: Final = timedelta(days=1)
MAX_KEYS: Final = 32
MAX_FAILURES: Final = 32
MAX_TURNED_AWAY: Final = 1024
"""Key ids that are remembered after a rejected fetch: a quarter of an hour of a flood."""
FETCHES_PER_MINUTE: Final = 6
"""Maximum number of fetches; the last one is reserved for keys that have verified a delivery."""
NEW_PER_MINUTE: Final = 3
"""Maximum number of fetches for new key ids."""
RETURNING_PER_MINUTE: Final = 5
"""Maximum number for new and for returning key ids: forged ones seldom return."""

_MINUTE = timedelta(minutes=1)
_MAX_KEY_ID_LENGTH = 200
_APP_PREFIX = "/SmartThings/"
_APP_KEY_ID = re.compile(_APP_PREFIX + r"[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){15}")
# No segment is empty, starts or ends with a dot, or has two dots in a row. So the path cannot lead
# to another host or out of its folder.
_CERTIFICATE_PATH = re.compile(r"(?:/[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)+")
_PADLOCK_NAME = "key.smartthings.com"


class KeyFailure(StrEnum):
    """Why there is no key, in words for a log."""

    NO_KEY_ID = "the key id has no known form"
    NOT_OUR_APP = "the key id is not that of the key of this app"
    NOT_FOUND = "the key host does not know the key"
    NO_ANSWER = "the key host does not answer"
    STATUS = "the key host answers with an unexpected status"
    TOO_LARGE = "the key host sends too much"
    NO_CERTIFICATE = "the key host sends no certificate"
    NO_RSA_KEY = "the certificate has no RSA key of the required size"
    NOT_VALID = "the certificate is not valid now"
    TOO_MANY = "too many keys are requested"


class NoKeyError(Exception):
    """There is no key for a key id."""

    def __init__(self, cause: KeyFailure) -> None:
        """Keep the cause."""
        super().__init__(cause.value)
        self.cause = cause


class UnknownKeyError(NoKeyError):
    """The key id is not of the app, unknown to the key host, or has no known form."""


class KeyUnavailableError(NoKeyError):
    """The key may exist, but is not available now, or the certificate is unusable."""


@dataclass(frozen=True, slots=True)
class StoredCertificate:
    """A certificate that has verified a delivery."""

    pem: str
    fetched: datetime


class CertificateStorage(Protocol):
    """Keeps certificates across restarts."""

    @property
    def certificates(self) -> Mapping[str, StoredCertificate]:
        """The stored certificates by key id."""

    def keep(self, key_id: str, certificate: StoredCertificate) -> None:
        """Store a certificate soon."""

    def drop(self, key_id: str) -> None:
        """Forget a certificate."""


class CertificatesInMemory:
    """Certificates for one run of the program."""

    def __init__(self) -> None:
        """Start without certificates."""
        self.certificates: dict[str, StoredCertificate] = {}

    def keep(self, key_id: str, certificate: StoredCertificate) -> None:
        """Keep a certificate."""
        self.certificates[key_id] = certificate

    def drop(self, key_id: str) -> None:
        """Forget a certificate."""
        self.certificates.pop(key_id, None)


@dataclass(frozen=True, slots=True)
class _KnownKey:
    key: RSAPublicKey
    certificate: StoredCertificate
    end: datetime
    """The end of the certificate's validity, without the tolerance."""

    def is_fresh(self, now: datetime) -> bool:
        return _is_recent(self.certificate.fetched, now, KEY_LIFETIME)

    def is_valid(self, now: datetime) -> bool:
        return now - VALIDITY_TOLERANCE <= self.end


@dataclass(frozen=True, slots=True)
class _Failure:
    kind: type[NoKeyError]
    cause: KeyFailure
    time: datetime


def _utc_now() -> datetime:
    return datetime.now(UTC)


def is_key_id(key_id: str) -> bool:
    """Return whether a key id has one of the two known forms (platform reference 5.3)."""
    if len(key_id) > _MAX_KEY_ID_LENGTH:
        return False
    if key_id.startswith(_APP_PREFIX):
        return _APP_KEY_ID.fullmatch(key_id) is not None
    return _CERTIFICATE_PATH.fullmatch(key_id) is not None


def app_key_id(key: RSAPublicKey) -> str:
    """Return the key id of an app's own key: the MD5 hash of its SSH wire form, in hex bytes."""
    line = key.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    wire = base64.b64decode(line.split()[1])
    # MD5 only makes the name of the key; the signature is RSA with SHA-256.
    return _APP_PREFIX + hashlib.md5(wire, usedforsecurity=False).digest().hex(":")


def _read_app_key(pem: str | None) -> RSAPublicKey | None:
    """Read the ``publicKey`` of an app; None if it is missing or unusable."""
    if not pem:
        return None
    try:
        key = load_pem_public_key(pem.encode())
    except ValueError, UnsupportedAlgorithm:
        return None
    return key if isinstance(key, RSAPublicKey) and key.key_size >= MIN_KEY_SIZE else None


def _read_certificate(body: bytes) -> tuple[x509.Certificate, RSAPublicKey]:
    """Read a PEM certificate and its key. Raises KeyUnavailableError if either is unusable.

    Issuer and names are not checked, because the issuing authority is not published. The trust is
    in TLS to the key host (platform reference 5.3).
    """
    try:
        certificate = x509.load_pem_x509_certificate(body)
        # The dates are parsed on access, and one in the year 0 is a ValueError.
        _ = certificate.not_valid_before_utc, certificate.not_valid_after_utc
        key = certificate.public_key()
    except (ValueError, UnsupportedAlgorithm) as err:
        raise KeyUnavailableError(KeyFailure.NO_CERTIFICATE) from err
    if not isinstance(key, RSAPublicKey) or key.key_size < MIN_KEY_SIZE:
        raise KeyUnavailableError(KeyFailure.NO_RSA_KEY)
    return certificate, key


def _is_valid(certificate: x509.Certificate, now: datetime) -> bool:
    # The tolerance is added to ``now``, because a certificate may end in the last possible year.
    return (
        certificate.not_valid_before_utc <= now + VALIDITY_TOLERANCE
        and now - VALIDITY_TOLERANCE <= certificate.not_valid_after_utc
    )


def _report_oddities(certificate: x509.Certificate, key_id: str) -> None:
    """Log differences from the one captured certificate, which may not be typical.

    Serial number and subject are described in platform reference 5.3.
    """
    serial = key_id.rpartition("/")[2].replace("-", "").lstrip("0")
    if f"{certificate.serial_number:x}" != serial:
        _LOGGER.debug("The serial number of certificate %s is not its key id", key_id)
    try:
        subject = certificate.subject.rfc4514_string()
    except ValueError:
        subject = ""
    if f"CN={_PADLOCK_NAME}" not in subject.split(","):
        _LOGGER.debug("Certificate %s is not issued to %s", key_id, _PADLOCK_NAME)


class KeyRing:
    """The keys that deliveries are signed with, fetched when needed and then remembered.

    There are limits for everything, because anyone may send any key id: one fixed host, no
    redirects, time, size, number of kept keys, and fetches per minute. A key that has verified a
    delivery is stored, and stays in use while the key host does not answer.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        key_url: str,
        *,
        storage: CertificateStorage,
        app_public_key: str | None = None,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        """Fetch from ``key_url``; ``app_public_key`` is the own key of the app in PEM, if any.

        ``now`` returns aware times in UTC.
        """
        self._storage = storage
        self._session = session
        self._key_url = key_url.rstrip("/")
        self._now = now
        self._keys = BoundedDict[str, _KnownKey](MAX_KEYS)
        self._failures = BoundedDict[str, _Failure](MAX_FAILURES)
        self._fetches: deque[datetime] = deque(maxlen=FETCHES_PER_MINUTE)
        self._turned_away = BoundedDict[str, None](MAX_TURNED_AWAY)
        # A lock exists as long as a task waits for its key.
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self.app_public_key = app_public_key

    @property
    def app_public_key(self) -> str | None:
        """The ``publicKey`` of an APP_RSA app in PEM; None or unusable text means no key."""
        return self._app_public_key

    @app_public_key.setter
    def app_public_key(self, pem: str | None) -> None:
        self._app_public_key = pem
        self._app_key = _read_app_key(pem)

    async def get(self, key_id: str) -> RSAPublicKey:
        """Return the key. Calls for a key that is being fetched wait for that fetch.

        Raises UnknownKeyError or KeyUnavailableError.
        """
        if not is_key_id(key_id):
            raise UnknownKeyError(KeyFailure.NO_KEY_ID)
        if key_id.startswith(_APP_PREFIX):
            return self._own_key(key_id)
        if key := self._remembered(key_id):
            return key
        lock = self._locks.setdefault(key_id, asyncio.Lock())
        async with lock:
            if key := self._remembered(key_id):
                return key
            return await self._fetch_or_serve_stale(key_id)

    def proven(self, key_id: str) -> None:
        """Store a key that has verified a delivery."""
        known = self._keys.get(key_id)
        if known and self._storage.certificates.get(key_id) != known.certificate:
            self._storage.keep(key_id, known.certificate)

    def _own_key(self, key_id: str) -> RSAPublicKey:
        if self._app_key is None or app_key_id(self._app_key).lower() != key_id.lower():
            raise UnknownKeyError(KeyFailure.NOT_OUR_APP)
        return self._app_key

    def _remembered(self, key_id: str) -> RSAPublicKey | None:
        """Return a known key, raise a recent failure again, or return None."""
        now = self._now()
        known = self._known(key_id, now)
        if known and known.is_fresh(now):
            return known.key
        if failure := self._failures.get(key_id):
            if _is_recent(failure.time, now, FAILURE_LIFETIME):
                if known:
                    return known.key
                raise failure.kind(failure.cause)
            del self._failures[key_id]
        return None

    def _known(self, key_id: str, now: datetime) -> _KnownKey | None:
        """Return a key from memory or storage whose certificate is still valid."""
        known = self._keys.get(key_id)
        if known is None and (stored := self._storage.certificates.get(key_id)):
            try:
                certificate, key = _read_certificate(stored.pem.encode())
            except KeyUnavailableError:
                self._storage.drop(key_id)
                return None
            known = self._keys[key_id] = _KnownKey(key, stored, certificate.not_valid_after_utc)
        if known is None or not known.is_valid(now):
            return None
        self._keys.move_to_end(key_id)
        return known

    async def _fetch_or_serve_stale(self, key_id: str) -> RSAPublicKey:
        """Fetch a key; if that fails, return the known one while its certificate is valid."""
        try:
            return await self._fetch(key_id)
        except KeyUnavailableError:
            if known := self._known(key_id, self._now()):
                return known.key
            raise

    async def _fetch(self, key_id: str) -> RSAPublicKey:
        now = self._now()
        self._count_fetch(key_id, now)
        try:
            body = await self._download(key_id)
            certificate, key = _read_certificate(body)
            if not _is_valid(certificate, now):
                raise KeyUnavailableError(KeyFailure.NOT_VALID)
        except NoKeyError as err:
            if err.cause is KeyFailure.NOT_FOUND:
                self._keys.pop(key_id, None)
                self._storage.drop(key_id)
            self._failures[key_id] = _Failure(type(err), err.cause, self._now())
            raise
        _report_oddities(certificate, key_id)
        fetched = StoredCertificate(body.decode("ascii", "replace"), now)
        self._keys[key_id] = _KnownKey(key, fetched, certificate.not_valid_after_utc)
        return key

    def _count_fetch(self, key_id: str, now: datetime) -> None:
        """Count a fetch. Raises KeyUnavailableError after too many within the last minute.

        A flood of forged key ids does not prevent the daily fetch of a key in use. The first fetch
        of a new key is delayed, but not for long, because its deliveries are repeated.
        """
        if key_id in self._storage.certificates and self._known(key_id, now):
            limit = FETCHES_PER_MINUTE
        else:
            limit = RETURNING_PER_MINUTE if key_id in self._turned_away else NEW_PER_MINUTE
        if sum(_is_recent(time, now, _MINUTE) for time in self._fetches) >= limit:
            self._turned_away[key_id] = None
            raise KeyUnavailableError(KeyFailure.TOO_MANY)
        self._turned_away.pop(key_id, None)
        self._fetches.append(now)

    async def _download(self, key_id: str) -> bytes:
        # ``encoded`` keeps the path unchanged; no character of a key id needs quotes.
        url = URL(self._key_url + key_id, encoded=True)
        try:
            async with (
                asyncio.timeout(FETCH_TIMEOUT),
                self._session.get(url, allow_redirects=False) as response,
            ):
                if response.status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
                    raise UnknownKeyError(KeyFailure.NOT_FOUND)
                if response.status != HTTPStatus.OK:
                    raise KeyUnavailableError(KeyFailure.STATUS)
                return await _read_bounded(response.content)
        except (aiohttp.ClientError, TimeoutError) as err:
            raise KeyUnavailableError(KeyFailure.NO_ANSWER) from err


async def _read_bounded(content: aiohttp.StreamReader) -> bytes:
    body = b""
    async for chunk in content.iter_any():
        body += chunk
        if len(body) > MAX_CERTIFICATE_SIZE:
            raise KeyUnavailableError(KeyFailure.TOO_LARGE)
    return body


def _is_recent(time: datetime, now: datetime, span: timedelta) -> bool:
    """Return whether ``time`` is within the last ``span``; false for a time in the future."""
    return timedelta(0) <= now - time < span
