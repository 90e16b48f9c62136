"""Signatures of deliveries, and their keys (platform reference 5)."""

import base64
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from uuid import uuid4

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

from simulator.control.open_questions import OpenQuestions

KEY_FOLDER = "/pl/useast2"
_KEY_HOST = "key.smartthings.com"
_BEFORE = timedelta(days=1)
_LIFE = timedelta(days=30)
_SERIAL_BYTES = 18
TARGET = "(request-target)"
SIGNED = (TARGET, "digest", "date")


def _new_key() -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=2048)


@cache
def _first_key() -> RSAPrivateKey:
    """Return the key that every simulator of this process starts with; creating one is slow."""
    return _new_key()


@cache
def foreign_key() -> RSAPrivateKey:
    """Return a key that no other simulator has."""
    return _new_key()


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """A private key, and the id by which a receiver finds the public key."""

    private: RSAPrivateKey = field(repr=False)
    key_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppKey(SigningKey):
    """The key of one APP_RSA app; `public_pem` is the app's `publicKey`."""

    public_pem: str

    @classmethod
    def create(cls) -> AppKey:
        """Create a key; its id is the MD5 of the SSH wire form (platform reference 5.3)."""
        private = _new_key()
        public = private.public_key()
        line = public.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
        wire = base64.b64decode(line.split()[1])
        fingerprint = hashlib.md5(wire, usedforsecurity=False).hexdigest()
        pairs = (fingerprint[place : place + 2] for place in range(0, len(fingerprint), 2))
        pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        return cls(
            private=private,
            key_id=f"/SmartThings/{':'.join(pairs)}",
            public_pem=pem.strip().replace("\n", "\r\n"),
        )


def new_key_id() -> str:
    """Return the key id for a serial number that no certificate has."""
    return _key_id(_serial())


def _serial() -> int:
    return int.from_bytes(b"\x1b" + secrets.token_bytes(_SERIAL_BYTES - 1))


def _key_id(serial: int) -> str:
    return f"{KEY_FOLDER}/{serial.to_bytes(_SERIAL_BYTES).hex('-')}"


def _certificate(
    private: RSAPrivateKey, serial: int, now: datetime, issued_by: str
) -> x509.Certificate:
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "SmartThings"),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "Engineering"),
            x509.NameAttribute(NameOID.COMMON_NAME, _KEY_HOST),
        ]
    )
    issuer = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "SmartThings"),
            x509.NameAttribute(NameOID.COMMON_NAME, issued_by),
        ]
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(private.public_key())
        .serial_number(serial)
        .not_valid_before(now - _BEFORE)
        .not_valid_after(now - _BEFORE + _LIFE)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(_KEY_HOST)]), critical=False)
        .sign(private, hashes.SHA256())
    )


class KeyHost:
    """The ST_PADLOCK keys: the current one, and the certificates of the key host.

    The Padlock CA is not published, so each key signs its own certificate.
    """

    def __init__(
        self, clock: Callable[[], datetime], open_questions: OpenQuestions | None = None
    ) -> None:
        """Start with a certificate that is one day old and valid for 30 days."""
        self._clock = clock
        self._open_questions = open_questions or OpenQuestions()
        self._certificates: dict[str, str] = {}
        self.current = self._add(_first_key())

    def rotate(self) -> str:
        """Sign with a new key from now on and return its id; old certificates remain."""
        self.current = self._add(_new_key())
        return self.current.key_id

    def certificate(self, path: str) -> str | None:
        """Return the PEM certificate of a key id."""
        return self._certificates.get(path)

    def _add(self, private: RSAPrivateKey) -> SigningKey:
        serial = _serial()
        certificate = _certificate(
            private, serial, self._clock(), self._open_questions.padlock_issuer
        )
        key = SigningKey(private=private, key_id=_key_id(serial))
        self._certificates[key.key_id] = certificate.public_bytes(Encoding.PEM).decode()
        return key


def http_date(moment: datetime) -> str:
    """Return a date in the format of deliveries, UTC instead of GMT (platform reference 5.1)."""
    return moment.strftime("%a, %d %b %Y %H:%M:%S UTC")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A POST to send."""

    headers: dict[str, str]
    body: bytes


@dataclass(slots=True, kw_only=True)
class Draft:
    """A POST to sign; every part may be changed before."""

    path: str
    body: bytes
    date: str
    key: SigningKey
    digest_label: str = "SHA256"
    algorithm: str = "rsa-sha256"
    hash: hashes.HashAlgorithm = field(default_factory=hashes.SHA256)
    signed: tuple[str, ...] = SIGNED
    absent: tuple[str, ...] = ()

    def sign(self) -> Request:
        """Return the request with the headers of platform reference 5.1."""
        digest = base64.b64encode(hashlib.sha256(self.body).digest()).decode()
        values = {
            TARGET: f"post {self.path}",
            "digest": f"{self.digest_label}={digest}",
            "date": self.date,
        }
        text = "\n".join(f"{name}: {values[name]}" for name in self.signed)
        signature = self.key.private.sign(text.encode(), PKCS1v15(), self.hash)
        authorization = (
            f'Signature keyId="{self.key.key_id}",'
            f'signature="{base64.b64encode(signature).decode()}",'
            f'headers="{" ".join(self.signed)}",algorithm="{self.algorithm}"'
        )
        trace = secrets.token_hex(8)
        headers = {
            "Authorization": authorization,
            "Digest": values["digest"],
            "Date": self.date,
            "Content-Type": "application/json",
            "X-ST-Correlation": str(uuid4()),
            "X-B3-TraceId": trace,
            "X-B3-SpanId": secrets.token_hex(8),
            "X-B3-ParentSpanId": trace,
            "X-B3-Sampled": "1",
            "User-Agent": "AHC/2.1",
        }
        for name in self.absent:
            del headers[name]
        return Request(headers=headers, body=self.body)
