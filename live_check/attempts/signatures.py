"""The signature of deliveries, and the keys for it (platform reference 5, 13.5)."""

from collections import Counter
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final

import aiohttp
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509.oid import NameOID
from yarl import URL

from custom_components.smartthings_smartapp.cloud.api.http import exchange
from custom_components.smartthings_smartapp.cloud.delivery.keys import is_key_id
from custom_components.smartthings_smartapp.cloud.delivery.lifecycle import Ping
from custom_components.smartthings_smartapp.cloud.delivery.signature import (
    NotAuthenticError,
    authenticate_delivery,
)
from live_check.cloud.receiver import Received
from live_check.context import Attempts, Context
from live_check.findings import Finding, different, not_tried

_APP_KEY: Final = "/SmartThings/"
_CAPTURED_SIGNED: Final = "(request-target) digest date"
_CAPTURED_SUBJECT: Final = "key.smartthings.com"
_CAPTURED_ISSUER: Final = "SmartThings Padlock CA"
_CAPTURED_BITS: Final = 2048
_CAPTURED_LIFE: Final = timedelta(days=30)
_TOLERANCE: Final = timedelta(days=5)
_TIMEOUT: Final = aiohttp.ClientTimeout(total=10)


def _parameter(received: Received, name: str) -> str:
    """Return a parameter of the Authorization header, or an empty text."""
    _, found, rest = received.headers.get("Authorization", "").partition(f'{name}="')
    return rest.partition('"')[0] if found else ""


def _deliveries(context: Context) -> list[Received]:
    """Return the deliveries to the SmartApp that asked for ST_PADLOCK."""
    found = context.the_receiver().of(context.the_app().the_target())
    return found or not_tried("nothing was delivered")


async def _padlock_signature(context: Context) -> Finding:
    deliveries = _deliveries(context)
    refusals = Counter(received.refusal or "authentic" for received in deliveries)
    kinds = {
        "APP_RSA" if _parameter(received, "keyId").startswith(_APP_KEY) else "ST_PADLOCK"
        for received in deliveries
        if _parameter(received, "keyId")
    }
    summary = ", ".join(f"{count} {word}" for word, count in sorted(refusals.items()))
    return Finding(
        set(refusals) == {"authentic"} and kinds == {"ST_PADLOCK"},
        f"{summary}; kind of key id: {', '.join(sorted(kinds)) or 'none'}",
    )


async def _signature_headers(context: Context) -> Finding:
    received = _deliveries(context)[-1]
    signed, algorithm = _parameter(received, "headers"), _parameter(received, "algorithm")
    label = received.headers.get("Digest", "").partition("=")[0]
    zone = received.headers.get("Date", "").rpartition(" ")[2]
    agent = received.headers.get("User-Agent", "").partition("/")[0]
    return Finding(
        (signed, algorithm, label, zone) == (_CAPTURED_SIGNED, "rsa-sha256", "SHA256", "UTC"),
        f'signed "{signed}" with {algorithm or "nothing"}; Digest {label or "missing"}; '
        f"Date in {zone or 'nothing'}; User-Agent {agent or 'missing'}",
    )


async def _padlock_certificate(context: Context) -> Finding:
    key_id = _parameter(_deliveries(context)[-1], "keyId")
    if not key_id or key_id.startswith(_APP_KEY):
        not_tried("no delivery names a key of the key host")
    if not is_key_id(key_id):
        return different("a key id that the integration does not fetch")
    url = URL(f"{context.options.endpoints.key_url}{key_id}", encoded=True)
    reply = await exchange(context.api.session.get(url, allow_redirects=False, timeout=_TIMEOUT))
    if reply.status != HTTPStatus.OK:
        return different(f"the key host answered {reply.status}")
    try:
        certificate = x509.load_pem_x509_certificate(reply.body)
    except ValueError:
        return different("the key host sends no PEM certificate")
    return _compared(certificate, key_id)


def _name(name: x509.Name) -> str:
    found = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else "none"


def _compared(certificate: x509.Certificate, key_id: str) -> Finding:
    """Compare a certificate with the one captured in 2020 (5.3)."""
    key = certificate.public_key()
    bits = key.key_size if isinstance(key, RSAPublicKey) else 0
    life = certificate.not_valid_after_utc - certificate.not_valid_before_utc
    named = key_id.rpartition("/")[2].replace("-", "")
    serial = f"{certificate.serial_number:x}" == named.lstrip("0").lower()
    subject, issuer = _name(certificate.subject), _name(certificate.issuer)
    return Finding(
        (subject, issuer, bits) == (_CAPTURED_SUBJECT, _CAPTURED_ISSUER, _CAPTURED_BITS)
        and abs(life - _CAPTURED_LIFE) <= _TOLERANCE
        and serial,
        f"subject {subject}, issuer {issuer}, RSA {bits} bits, valid {life.days} days; "
        f"the key id is {'its' if serial else 'not its'} serial number",
    )


async def _app_rsa_signature(context: Context) -> Finding:
    app = context.plain_app or not_tried(
        "no SmartApp could be registered without the two parameters"
    )
    target = app.the_target()
    pings = context.the_receiver().of(target, Ping)
    if not pings:
        not_tried("no PING came")
    ping = pings[0]
    if not ping.headers.get("Authorization"):
        return different("PING is not signed")
    try:
        # The key was unknown when the PING arrived.
        date = parsedate_to_datetime(ping.headers.get("Date", ""))
        await authenticate_delivery(
            ping.headers,
            ping.body,
            path=target.path,
            keys=target.keys,
            now=date if date.tzinfo else date.replace(tzinfo=UTC),
        )
    except NotAuthenticError as err:
        verdict = err.reason.value
    except ValueError:
        verdict = "its date is invalid"
    else:
        verdict = ""
    own = _parameter(ping, "keyId").startswith(_APP_KEY)
    return Finding(
        not verdict and own,
        f"PING is signed with {'the key of the app' if own else 'a key of the key host'}; "
        f"{verdict or 'authentic'}",
    )


ATTEMPTS: Final[Attempts] = {
    "padlock-signature": _padlock_signature,
    "signature-headers": _signature_headers,
    "padlock-certificate": _padlock_certificate,
    "app-rsa-signature": _app_rsa_signature,
}
