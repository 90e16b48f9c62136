"""Only authentic deliveries are accepted (platform reference 5)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from multidict import CIMultiDict

from custom_components.smartthings_smartapp.cloud.delivery.keys import (
    KeyFailure,
    KeyUnavailableError,
    NoKeyError,
    UnknownKeyError,
)
from custom_components.smartthings_smartapp.cloud.delivery.signature import (
    Flaw,
    NotAuthenticError,
    authenticate_delivery,
)
from tests.cloud.conftest import NOW
from tests.cloud.signing import DATE, KEY_ID, PATH, app_key_id, digest_header, sign

BODY = b'{"lifecycle": "EVENT"}'


class Keys:
    """A key source with one key, which records the requested ids."""

    def __init__(self, key: RSAPublicKey | NoKeyError) -> None:
        """Return this key, or raise this error."""
        self.key = key
        self.asked: list[str] = []
        self.proved: list[str] = []

    async def get(self, key_id: str) -> RSAPublicKey:
        """Return the key for each id."""
        self.asked.append(key_id)
        if isinstance(self.key, NoKeyError):
            raise self.key
        return self.key

    def proven(self, key_id: str) -> None:
        """Remember it."""
        self.proved.append(key_id)


@pytest.fixture
def keys(private_key: RSAPrivateKey) -> Keys:
    """Return a source of the platform's key."""
    return Keys(private_key.public_key())


async def _refusal(headers: dict[str, str], keys: Keys, body: bytes = BODY) -> Flaw:
    with pytest.raises(NotAuthenticError) as raised:
        await authenticate_delivery(headers, body, path=PATH, keys=keys, now=NOW)
    assert str(raised.value) == raised.value.reason
    return raised.value.reason


@pytest.mark.parametrize("label", ["SHA256", "SHA-256", "sha-256"])
@pytest.mark.parametrize(
    "date",
    [
        DATE,
        "Tue, 24 Nov 2026 09:15:37 GMT",
        "Tue, 24 Nov 2026 09:15:37 +0000",
        "Tue, 24 Nov 2026 10:15:37 +0100",
        "Tue, 24 Nov 2026 09:15:37 -0000",
        "24 Nov 2026 09:20:37 UTC",
        "Tue, 24 Nov 2026 09:10:37 UTC",
    ],
)
async def test_a_signed_delivery_is_accepted(
    private_key: RSAPrivateKey, keys: Keys, label: str, date: str
) -> None:
    """Both digest labels and every common form of the date may occur."""
    headers = sign(private_key, BODY, label=label, date=date)
    await authenticate_delivery(headers, BODY, path=PATH, keys=keys, now=NOW)
    assert keys.asked == [KEY_ID]


async def test_a_padlock_request_like_the_captured_one_is_accepted(
    private_key: RSAPrivateKey, keys: Keys
) -> None:
    """Path ``/``, label ``SHA256`` and the serial number as key id (platform reference 5.5)."""
    headers = sign(private_key, BODY, path="/")
    await authenticate_delivery(CIMultiDict(headers), BODY, path="/", keys=keys, now=NOW)
    assert keys.asked == ["/pl/useast2/1b-0d-55-a9-0e-7f-3c-42-88-61-00-d2-e1-f4-a5-b6"]


async def test_an_app_rsa_request_like_the_captured_one_is_accepted(
    private_key: RSAPrivateKey, keys: Keys
) -> None:
    """Path ``/``, label ``SHA-256`` and the key's MD5 as key id (platform reference 5.5)."""
    key_id = app_key_id(private_key)
    headers = sign(private_key, BODY, path="/", label="SHA-256", key_id=key_id)
    await authenticate_delivery(headers, BODY, path="/", keys=keys, now=NOW)
    assert keys.asked == [key_id]


async def test_other_signed_headers_are_part_of_the_signature(
    private_key: RSAPrivateKey, keys: Keys
) -> None:
    """The list defines the signed headers and their order."""
    signed = ("date", "x-st-correlation", "digest", "(request-target)")
    headers = sign(private_key, BODY, signed=signed, extra={"X-St-Correlation": "b1946ac9"})
    await authenticate_delivery(headers, BODY, path=PATH, keys=keys, now=NOW)
    headers["X-St-Correlation"] = "b1946ac8"
    assert await _refusal(headers, keys) is Flaw.SIGNATURE


async def test_header_bytes_that_are_not_utf_8_are_compared_unchanged(
    private_key: RSAPrivateKey, keys: Keys
) -> None:
    """The HTTP server passes such bytes as surrogates."""
    signed = ("(request-target)", "digest", "date", "x-note")
    headers = sign(private_key, BODY, signed=signed, extra={"X-Note": "caf\udce9"})
    await authenticate_delivery(headers, BODY, path=PATH, keys=keys, now=NOW)
    headers["Digest"] = "SHA256=caf\udce9"
    assert await _refusal(headers, keys) is Flaw.DIGEST_MISMATCH


async def test_spaces_and_case_of_the_authorization_do_not_matter(
    private_key: RSAPrivateKey, keys: Keys
) -> None:
    """The scheme and the algorithm are not case-sensitive in the protocol."""
    headers = sign(private_key, BODY, algorithm="RSA-SHA256")
    value = headers["Authorization"].replace('",', '" , ').replace("Signature", "signature ")
    headers["Authorization"] = f" {value} "
    await authenticate_delivery(headers, BODY, path=PATH, keys=keys, now=NOW)
    assert keys.asked == [KEY_ID]


async def test_the_skew_counts_whole_days(private_key: RSAPrivateKey, keys: Keys) -> None:
    """A delivery from yesterday at the same time of day is a day old."""
    headers = sign(private_key, BODY)
    for now in (NOW + timedelta(days=1), NOW - timedelta(days=1)):
        with pytest.raises(NotAuthenticError) as raised:
            await authenticate_delivery(headers, BODY, path=PATH, keys=keys, now=now)
        assert raised.value.reason is Flaw.DATE_SKEW


type Change = Callable[[dict[str, str]], None]


def _set(name: str, value: str) -> Change:
    return lambda headers: headers.update({name: value})


def _drop(name: str) -> Change:
    return lambda headers: headers.__delitem__(name)


def _authorization(old: str, new: str) -> Change:
    def change(headers: dict[str, str]) -> None:
        assert old in headers["Authorization"]
        headers["Authorization"] = headers["Authorization"].replace(old, new)

    return change


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_drop("Authorization"), Flaw.AUTHORIZATION_MISSING),
        (_set("Authorization", ""), Flaw.AUTHORIZATION_MISSING),
        (_set("Authorization", "Bearer abc"), Flaw.AUTHORIZATION_MALFORMED),
        (_set("Authorization", "Signature"), Flaw.AUTHORIZATION_MALFORMED),
        (_authorization("Signature ", "Signatures "), Flaw.AUTHORIZATION_MALFORMED),
        (_authorization("keyId=", "key="), Flaw.AUTHORIZATION_MALFORMED),
        (_authorization("signature=", "sign="), Flaw.AUTHORIZATION_MALFORMED),
        (_authorization("algorithm=", "a="), Flaw.AUTHORIZATION_MALFORMED),
        (_authorization('",headers', '"headers'), Flaw.AUTHORIZATION_MALFORMED),
        (_authorization('"rsa-sha256"', "rsa-sha256"), Flaw.AUTHORIZATION_MALFORMED),
        (
            _authorization(",algorithm", ',keyId="/other",algorithm'),
            Flaw.AUTHORIZATION_MALFORMED,
        ),
        (
            _authorization("keyId", f'x="{"x" * 4096}",keyId'),
            Flaw.AUTHORIZATION_MALFORMED,
        ),
        (_authorization(" date", " date digest"), Flaw.AUTHORIZATION_MALFORMED),
        (_authorization(" date", " date" * 700), Flaw.AUTHORIZATION_MALFORMED),
        (_set("Date", DATE.replace(" UTC", " UTC\ud800")), Flaw.SIGNATURE),
        (_set("Digest", "SHA256=\ud800"), Flaw.SIGNATURE),
        (_authorization("rsa-sha256", "hmac-sha256"), Flaw.ALGORITHM),
        (_authorization("rsa-sha256", "rsa-sha1"), Flaw.ALGORITHM),
        (_authorization(',headers="(request-target) digest date"', ""), Flaw.NOT_SIGNED),
        (_authorization(" digest date", " date"), Flaw.NOT_SIGNED),
        (_authorization(" digest date", " digest"), Flaw.NOT_SIGNED),
        (_authorization("(request-target) ", ""), Flaw.NOT_SIGNED),
        (_drop("Date"), Flaw.DATE_MISSING),
        (_set("Date", "yesterday"), Flaw.DATE_UNREADABLE),
        (_set("Date", "Fri, 31 Dec 9999 23:59:59 -1200"), Flaw.DATE_UNREADABLE),
        (_set("Date", "Tue, 99 Nov 2026 09:15:37 UTC"), Flaw.DATE_UNREADABLE),
        (_set("Date", DATE + " " * 64), Flaw.DATE_UNREADABLE),
        (_set("Date", "Tue, 24 Nov 2026 09:10:36 UTC"), Flaw.DATE_SKEW),
        (_set("Date", "Tue, 24 Nov 2026 09:20:38 UTC"), Flaw.DATE_SKEW),
        (_drop("Digest"), Flaw.DIGEST_MISSING),
        (_set("Digest", "MD5=XrY7u+Ae7tCTyyK7j1rNww=="), Flaw.DIGEST_LABEL),
        (_set("Digest", "SHA256"), Flaw.DIGEST_MISMATCH),
        (_set("Digest", digest_header(b"another body")), Flaw.DIGEST_MISMATCH),
        (_authorization(" date", " date host"), Flaw.HEADER_MISSING),
        (_authorization(" date", " date (created)"), Flaw.HEADER_MISSING),
        (_authorization(KEY_ID, "//evil.example/x"), Flaw.KEY_ID),
        (_authorization(KEY_ID, "@evil.example/x"), Flaw.KEY_ID),
        (_authorization(KEY_ID, "https://evil.example/x"), Flaw.KEY_ID),
        (_authorization(KEY_ID, "/pl/../x"), Flaw.KEY_ID),
        (_authorization(KEY_ID, "/pl/./x"), Flaw.KEY_ID),
        (_authorization(KEY_ID, "/pl/a..b"), Flaw.KEY_ID),
        (_authorization(KEY_ID, "/pl/%2e%2e/x"), Flaw.KEY_ID),
        (_authorization(KEY_ID, "/pl/x?y"), Flaw.KEY_ID),
        (_authorization(KEY_ID, "/pl/x\n"), Flaw.KEY_ID),
        (_authorization(KEY_ID, ""), Flaw.KEY_ID),
        (_authorization(KEY_ID, "/" + "x" * 200), Flaw.KEY_ID),
        (_authorization(KEY_ID, "/SmartThings/x"), Flaw.KEY_ID),
        (_authorization(KEY_ID, "/SmartThings/" + "ab:" * 15 + "a"), Flaw.KEY_ID),
    ],
)
async def test_a_forged_header_is_rejected_before_any_key_is_fetched(
    private_key: RSAPrivateKey, keys: Keys, change: Change, reason: Flaw
) -> None:
    """Cheap checks come first, so that a stranger causes little work."""
    headers = sign(private_key, BODY)
    change(headers)
    assert await _refusal(headers, keys) is reason
    assert keys.asked == []


@pytest.mark.parametrize(
    "change",
    [
        _set("Date", "Tue, 24 Nov 2026 09:15:38 UTC"),
        _authorization('signature="', 'signature="!'),
        _authorization('signature="', 'signature="AAAA'),
        _authorization('signature="', 'signature="\u00e9'),
        _authorization("digest date", "date digest"),
    ],
)
async def test_a_changed_or_damaged_signature_is_rejected(
    private_key: RSAPrivateKey, keys: Keys, change: Change
) -> None:
    """It has the right form and date, but is for another content."""
    headers = sign(private_key, BODY)
    change(headers)
    assert await _refusal(headers, keys) is Flaw.SIGNATURE
    assert keys.asked == [KEY_ID]


async def test_a_forged_body_is_rejected(private_key: RSAPrivateKey, keys: Keys) -> None:
    """The signature covers only the header Digest, so the body is compared with it."""
    headers = sign(private_key, BODY)
    assert await _refusal(headers, keys, BODY + b" ") is Flaw.DIGEST_MISMATCH


async def test_a_new_digest_for_a_forged_body_is_rejected(
    private_key: RSAPrivateKey, keys: Keys
) -> None:
    """A digest of the forged body is not the signed one."""
    headers = sign(private_key, BODY)
    headers["Digest"] = digest_header(b"forged")
    assert await _refusal(headers, keys, b"forged") is Flaw.SIGNATURE


async def test_a_delivery_for_another_webhook_is_rejected(
    private_key: RSAPrivateKey, keys: Keys
) -> None:
    """Another SmartApp may have the same signing key."""
    headers = sign(private_key, BODY, path="/api/webhook/other")
    assert await _refusal(headers, keys) is Flaw.SIGNATURE


async def test_a_delivery_signed_with_another_key_is_rejected(
    other_key: RSAPrivateKey, keys: Keys
) -> None:
    """The key id alone proves nothing."""
    assert await _refusal(sign(other_key, BODY), keys) is Flaw.SIGNATURE


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (UnknownKeyError(KeyFailure.NOT_FOUND), Flaw.KEY_UNKNOWN),
        (KeyUnavailableError(KeyFailure.NO_ANSWER), Flaw.KEY_UNAVAILABLE),
    ],
)
async def test_a_delivery_without_an_available_key_is_rejected(
    private_key: RSAPrivateKey, error: NoKeyError, reason: Flaw
) -> None:
    """Without the key it cannot be verified."""
    assert await _refusal(sign(private_key, BODY), Keys(error)) is reason
