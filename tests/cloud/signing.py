"""Signs test deliveries as the platform does, independent of the code that verifies them."""

import base64
import hashlib
import warnings
from collections.abc import Sequence
from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

PATH = "/api/webhook/3f1c9e7b5d"
DATE = "Tue, 24 Nov 2026 09:15:37 UTC"
SERIAL = 0x1B0D55A90E7F3C42886100D2E1F4A5B6
KEY_ID = "/pl/useast2/1b-0d-55-a9-0e-7f-3c-42-88-61-00-d2-e1-f4-a5-b6"
SIGNED = ("(request-target)", "digest", "date")


def make_key(size: int = 2048) -> rsa.RSAPrivateKey:
    """Return a new RSA key."""
    return rsa.generate_private_key(public_exponent=65537, key_size=size)


def public_pem(key: rsa.RSAPrivateKey) -> str:
    """Return the public key as the Apps API shows it."""
    pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return pem.decode()


def app_key_id(key: rsa.RSAPrivateKey) -> str:
    """Build the key id of an app's own key from the SSH wire form, field by field."""
    numbers = key.public_key().public_numbers()
    wire = b""
    for field in (b"ssh-rsa", _integer(numbers.e), _integer(numbers.n)):
        wire += len(field).to_bytes(4) + field
    digest = hashlib.md5(wire, usedforsecurity=False).hexdigest()
    pairs = [digest[start : start + 2] for start in range(0, 32, 2)]
    return "/SmartThings/" + ":".join(pairs)


def _integer(number: int) -> bytes:
    """Write a positive number with its sign bit, as SSH does."""
    return number.to_bytes(number.bit_length() // 8 + 1)


def certificate(
    key: rsa.RSAPrivateKey,
    *,
    serial: int = SERIAL,
    start: datetime = datetime(2026, 11, 10, tzinfo=UTC),
    end: datetime = datetime(2026, 12, 10, tzinfo=UTC),
    name: str = "key.smartthings.com",
) -> bytes:
    """Return a certificate with the names of the captured one, including its unusual country."""
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, name),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "Engineering"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "SmartThings"),
        ]
    )
    with warnings.catch_warnings(action="ignore"):
        country = x509.NameAttribute(NameOID.COUNTRY_NAME, "USA", _validate=False)
    issuer = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, "SmartThings Padlock CA"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "SmartThings"),
            country,
        ]
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    )
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)


def digest_header(body: bytes, label: str = "SHA256") -> str:
    """Return the Digest header of a body."""
    return f"{label}={base64.b64encode(hashlib.sha256(body).digest()).decode()}"


def sign(
    key: rsa.RSAPrivateKey,
    body: bytes,
    *,
    key_id: str = KEY_ID,
    path: str = PATH,
    date: str = DATE,
    label: str = "SHA256",
    signed: Sequence[str] = SIGNED,
    algorithm: str = "rsa-sha256",
    extra: dict[str, str] | None = None,
) -> dict[str, str]:
    """Return the headers of a signed delivery."""
    headers = {"Date": date, "Digest": digest_header(body, label), **(extra or {})}
    values = {name.lower(): value for name, value in headers.items()}
    values["(request-target)"] = f"post {path}"
    lines = [f"{name}: {values[name]}" for name in signed]
    signature = base64.b64encode(
        key.sign(
            "\n".join(lines).encode("utf-8", "surrogateescape"),
            padding.PKCS1v15(),
            hashes.SHA256(),
        )
    ).decode()
    headers["Authorization"] = (
        f'Signature keyId="{key_id}",signature="{signature}",'
        f'headers="{" ".join(signed)}",algorithm="{algorithm}"'
    )
    return headers
