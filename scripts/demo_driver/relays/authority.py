"""A certificate authority for a moment, with an intermediate one as those of the internet have."""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Final

import certifi
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

_HOST: Final = "127.0.0.1"
_PEM: Final = serialization.Encoding.PEM
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Certificate:
    """The files of a certificate: the chain without the root, and the private key."""

    chain: Path
    key: Path


class Authority:
    """Issues certificates for this machine; the keys of the authority are kept nowhere."""

    def __init__(self, folder: Path) -> None:
        """Create the keys, and write the certificates to trust into a folder."""
        self._folder = folder
        self._root_key, self._key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        root = _certificate("Test root", self._root_key, None, self._root_key)
        self._issuer = _certificate("Test intermediate", self._key, root, self._root_key)
        self.root = folder / "root.pem"
        """The root alone."""
        self.bundle = folder / "bundle.pem"
        """The root, and those of the internet."""
        self.root.write_bytes(root.public_bytes(_PEM))
        self.bundle.write_bytes(Path(certifi.where()).read_bytes() + root.public_bytes(_PEM))

    @property
    def environment(self) -> dict[str, str]:
        """Variables with which Home Assistant and other Python programs trust the root."""
        return {"REQUESTS_CA_BUNDLE": str(self.bundle), "SSL_CERT_FILE": str(self.bundle)}

    def context(self) -> ssl.SSLContext:
        """Return a context for clients that trusts the root alone."""
        return ssl.create_default_context(cafile=self.root)

    def issue(self, *, days: int = 30, complete: bool = True, host: str = _HOST) -> Certificate:
        """Write a certificate; ``days`` below zero for one that has expired then.

        Without the intermediate certificate in its file it is not ``complete``. ``host`` is an IP
        address.
        """
        key = ec.generate_private_key(ec.SECP256R1())
        leaf = _certificate("Test server", key, self._issuer, self._key, days=days, host=host)
        chain, secret = self._folder / "chain.pem", self._folder / "key.pem"
        issuer = self._issuer.public_bytes(_PEM) if complete else b""
        chain.write_bytes(leaf.public_bytes(_PEM) + issuer)
        private, unencrypted = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        secret.write_bytes(key.private_bytes(_PEM, private, unencrypted))
        return Certificate(chain, secret)


def _certificate(  # noqa: PLR0913 (each is a part of a certificate)
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Certificate | None,
    issuer_key: ec.EllipticCurvePrivateKey,
    *,
    days: int = 30,
    host: str = "",
) -> x509.Certificate:
    """Return a certificate with all that Python's strict checks require of it.

    Without a ``host`` it is that of an authority.
    """
    is_authority = not host
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    public = key.public_key()
    until = datetime.now(UTC) + days * _DAY
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(min(until, datetime.now(UTC)) - _DAY)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()),
            critical=False,
        )
        .add_extension(_usage(is_authority=is_authority), critical=True)
    )
    if host:
        names = x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))])
        builder = builder.add_extension(names, critical=False)
    return builder.sign(issuer_key, hashes.SHA256())


def _usage(*, is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )
