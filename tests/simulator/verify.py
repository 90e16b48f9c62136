"""A verifier of deliveries, written from platform reference 5.2, that reports every fault."""

import base64
import binascii
import hashlib
import re
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from simulator.json_tools import parse

from .parties import Api, Received, at

_REQUIRED = ("(request-target)", "digest", "date")
_HASHES = {"rsa-sha256": hashes.SHA256(), "rsa-sha512": hashes.SHA512()}
_PARAMETER = re.compile(r'(\w+)="([^"]*)"(?:,|$)')
_KEY_ID = re.compile(r"(/[A-Za-z0-9_-]+)+|/SmartThings/([0-9a-f]{2}:){15}[0-9a-f]{2}")
_SKEW = timedelta(seconds=300)
_LARGEST = 1024 * 1024


def parameters(received: Received) -> dict[str, str]:
    """Return the parameters of the Authorization header; none if it is malformed."""
    scheme, _, rest = received.headers.get("Authorization", "").partition(" ")
    found = dict(_PARAMETER.findall(rest))
    complete = {"keyId", "signature", "headers", "algorithm"} <= found.keys()
    return found if scheme == "Signature" and complete else {}


class Verifier:
    """Checks deliveries with the key host, or with the keys of APP_RSA apps."""

    def __init__(self, key_host: Api, installed_app_id: str) -> None:
        """Expect deliveries of one installed app."""
        self._key_host = key_host
        self._installed_app_id = installed_app_id
        self.app_keys: dict[str, str] = {}

    async def problems(self, received: Received) -> set[str]:
        """Return all faults of a delivery."""
        found = parameters(received)
        if not found:
            return {"authorization"}
        names = found["headers"].split()
        return {
            *(f"{name} unsigned" for name in _REQUIRED if name not in names),
            *self._date(received),
            *self._digest(received),
            *self._body(received),
            *(["algorithm"] if found["algorithm"] != "rsa-sha256" else []),
            *await self._signature(received, found, names),
        }

    async def _signature(
        self, received: Received, found: dict[str, str], names: list[str]
    ) -> list[str]:
        if not _KEY_ID.fullmatch(found["keyId"]):
            return ["key id"]
        key = await self._key(found["keyId"])
        if key is None:
            return ["key unknown"]
        values = {"(request-target)": f"post {received.path}"}
        if any(name not in values and name not in received.headers for name in names):
            return ["signed header missing"]
        lines = (f"{name}: {values.get(name) or received.headers[name]}" for name in names)
        try:
            key.verify(
                base64.b64decode(found["signature"], validate=True),
                "\n".join(lines).encode(),
                PKCS1v15(),
                _HASHES[found["algorithm"]],
            )
        except InvalidSignature, binascii.Error:
            return ["signature"]
        return []

    async def _key(self, key_id: str) -> RSAPublicKey | None:
        if key_id in self.app_keys:
            key = load_pem_public_key(self.app_keys[key_id].encode())
        else:
            reply = await self._key_host.get(key_id)
            if reply.status != 200:
                return None
            key = x509.load_pem_x509_certificate(reply.text.encode()).public_key()
        assert isinstance(key, RSAPublicKey)
        return key

    @staticmethod
    def _date(received: Received) -> list[str]:
        text = received.headers.get("Date")
        if text is None:
            return ["date missing"]
        try:
            date = datetime.strptime(text, "%a, %d %b %Y %H:%M:%S UTC").replace(tzinfo=UTC)
        except ValueError:
            return ["date unreadable"]
        return [] if abs(datetime.now(UTC) - date) <= _SKEW else ["date skew"]

    @staticmethod
    def _digest(received: Received) -> list[str]:
        header = received.headers.get("Digest")
        if header is None:
            return ["digest missing"]
        wanted = base64.b64encode(hashlib.sha256(received.raw).digest()).decode()
        label, _, value = header.partition("=")
        return [] if label in ("SHA256", "SHA-256") and value == wanted else ["digest"]

    def _body(self, received: Received) -> list[str]:
        if len(received.raw) > _LARGEST:
            return ["size"]
        try:
            body = parse(received.raw)
        except ValueError:
            return ["json"]
        owner = at(body, "eventData", "installedApp", "installedAppId")
        return [] if owner == self._installed_app_id else ["owner"]
