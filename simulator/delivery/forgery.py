"""Deliveries that a receiver must reject, each with exactly one fault."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import uuid4

from cryptography.hazmat.primitives import hashes

from simulator.devices.device import JsonObject
from simulator.json_tools import as_object, encode, parse

from .signing import (
    KEY_FOLDER,
    TARGET,
    Draft,
    Request,
    SigningKey,
    foreign_key,
    http_date,
    new_key_id,
)

# More than the 300 s that receivers allow (platform reference 5.2) plus any clock skew.
_OFF = timedelta(seconds=400)
_TOO_LARGE = 1_100_000


class Forgery(StrEnum):
    """The fault of a forged delivery."""

    BODY_CHANGED = "BODY_CHANGED"
    """The body differs from the signed one."""
    DIGEST_MISSING = "DIGEST_MISSING"
    """No Digest header, and a valid signature without it."""
    DIGEST_DROPPED = "DIGEST_DROPPED"
    """A valid signature, but a proxy removed the Digest header."""
    DATE_DROPPED = "DATE_DROPPED"
    """A valid signature, but a proxy removed the Date header."""
    DIGEST_NOT_SIGNED = "DIGEST_NOT_SIGNED"
    """A correct digest that is not signed."""
    DATE_MISSING = "DATE_MISSING"
    """No Date header, and a valid signature without it."""
    DATE_NOT_SIGNED = "DATE_NOT_SIGNED"
    """A correct date that is not signed."""
    TARGET_NOT_SIGNED = "TARGET_NOT_SIGNED"
    """The path is not signed."""
    OTHER_TARGET = "OTHER_TARGET"
    """A valid signature for a different path."""
    STALE_DATE = "STALE_DATE"
    """A valid signature that is too old."""
    FUTURE_DATE = "FUTURE_DATE"
    """A valid signature with a date in the future."""
    UNREADABLE_DATE = "UNREADABLE_DATE"
    """A valid signature with an invalid date."""
    UNKNOWN_KEY = "UNKNOWN_KEY"
    """The key host answers 404 to the key id."""
    WRONG_KEY = "WRONG_KEY"
    """Signed by a different key with the known id."""
    OTHER_ALGORITHM = "OTHER_ALGORITHM"
    """A valid signature with a different hash algorithm, which it names."""
    AUTHORIZATION_MISSING = "AUTHORIZATION_MISSING"
    """No Authorization header."""
    AUTHORIZATION_MALFORMED = "AUTHORIZATION_MALFORMED"
    """An Authorization header without a signature."""
    KEY_ID_FOREIGN_HOST = "KEY_ID_FOREIGN_HOST"
    """A key id with a different host."""
    KEY_ID_TRAVERSAL = "KEY_ID_TRAVERSAL"
    """A key id that leads out of the folder of keys."""
    SIGNATURE_GARBAGE = "SIGNATURE_GARBAGE"
    """A signature that is not base64."""
    OTHER_INSTALLED_APP = "OTHER_INSTALLED_APP"
    """A valid signature for another installed app."""
    NOT_JSON = "NOT_JSON"
    """A valid signature, but the body is not JSON."""
    TOO_LARGE = "TOO_LARGE"
    """A valid signature with a body of more than a megabyte."""


def _without(draft: Draft, header: str) -> None:
    draft.signed = tuple(name for name in draft.signed if name != header.lower())
    draft.absent = (header,)


def _unsigned(draft: Draft, name: str) -> None:
    draft.signed = tuple(signed for signed in draft.signed if signed != name)


def _other_algorithm(draft: Draft) -> None:
    draft.algorithm = "rsa-sha512"
    draft.hash = hashes.SHA512()


def _key_id(draft: Draft, key_id: str) -> None:
    draft.key = SigningKey(private=draft.key.private, key_id=key_id)


def _unknown_key(draft: Draft) -> None:
    _key_id(draft, new_key_id())


def _wrong_key(draft: Draft) -> None:
    draft.key = SigningKey(private=foreign_key(), key_id=draft.key.key_id)


def _path(draft: Draft) -> None:
    draft.path += "-other"


def _date(draft: Draft, now: datetime, off: timedelta) -> None:
    draft.date = http_date(now + off)


def _unreadable_date(draft: Draft) -> None:
    draft.date = "the day before yesterday"


def _other_installed_app(draft: Draft) -> None:
    body = as_object(parse(draft.body))
    data = as_object(body["eventData"])
    data["installedApp"] = as_object(data["installedApp"]) | {"installedAppId": str(uuid4())}
    draft.body = encode(body)


def _not_json(draft: Draft) -> None:
    draft.body = b"lifecycle=EVENT&events=none"


def _too_large(draft: Draft) -> None:
    body: JsonObject = as_object(parse(draft.body)) | {"padding": "x" * _TOO_LARGE}
    draft.body = encode(body)


_BEFORE: Mapping[Forgery, Callable[[Draft], None]] = {
    Forgery.DIGEST_MISSING: lambda draft: _without(draft, "Digest"),
    Forgery.DIGEST_NOT_SIGNED: lambda draft: _unsigned(draft, "digest"),
    Forgery.DATE_MISSING: lambda draft: _without(draft, "Date"),
    Forgery.DATE_NOT_SIGNED: lambda draft: _unsigned(draft, "date"),
    Forgery.TARGET_NOT_SIGNED: lambda draft: _unsigned(draft, TARGET),
    Forgery.OTHER_TARGET: _path,
    Forgery.UNREADABLE_DATE: _unreadable_date,
    Forgery.UNKNOWN_KEY: _unknown_key,
    Forgery.WRONG_KEY: _wrong_key,
    Forgery.OTHER_ALGORITHM: _other_algorithm,
    Forgery.KEY_ID_FOREIGN_HOST: lambda draft: _key_id(draft, "//evil.example/x"),
    Forgery.KEY_ID_TRAVERSAL: lambda draft: _key_id(draft, f"{KEY_FOLDER}/../../simulator/pats"),
    Forgery.OTHER_INSTALLED_APP: _other_installed_app,
    Forgery.NOT_JSON: _not_json,
    Forgery.TOO_LARGE: _too_large,
}


def _change_body(request: Request) -> Request:
    body = as_object(parse(request.body)) | {"executionId": str(uuid4())}
    return replace(request, body=encode(body))


def _drop(request: Request, header: str) -> Request:
    headers = {name: value for name, value in request.headers.items() if name != header}
    return replace(request, headers=headers)


def _authorize(request: Request, authorization: str) -> Request:
    return replace(request, headers={**request.headers, "Authorization": authorization})


def _garbled(request: Request) -> Request:
    before, _, after = request.headers["Authorization"].partition('signature="')
    _, _, rest = after.partition('"')
    return _authorize(request, f'{before}signature="%% no base64 %%"{rest}')


_AFTER: Mapping[Forgery, Callable[[Request], Request]] = {
    Forgery.BODY_CHANGED: _change_body,
    Forgery.DIGEST_DROPPED: lambda request: _drop(request, "Digest"),
    Forgery.DATE_DROPPED: lambda request: _drop(request, "Date"),
    Forgery.AUTHORIZATION_MISSING: lambda request: _drop(request, "Authorization"),
    Forgery.AUTHORIZATION_MALFORMED: lambda request: _authorize(request, "Signature keyId"),
    Forgery.SIGNATURE_GARBAGE: _garbled,
}


def forge(forgery: Forgery, draft: Draft, now: datetime) -> Request:
    """Sign a draft in a way that a receiver must reject."""
    if forgery is Forgery.STALE_DATE:
        _date(draft, now, -_OFF)
    elif forgery is Forgery.FUTURE_DATE:
        _date(draft, now, _OFF)
    elif forgery in _BEFORE:
        _BEFORE[forgery](draft)
    request = draft.sign()
    return _AFTER[forgery](request) if forgery in _AFTER else request
