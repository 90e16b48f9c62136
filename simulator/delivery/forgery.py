"""Deliveries that a receiver must refuse, each wrong in exactly the way its name says."""

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

# Beyond the 300 s that receivers allow (platform reference 5.2), by more than clocks may differ.
_OFF = timedelta(seconds=400)
_TOO_LARGE = 1_100_000


class Forgery(StrEnum):
    """How a delivery is forged."""

    BODY_CHANGED = "BODY_CHANGED"
    """Another body than the one that was signed."""
    DIGEST_MISSING = "DIGEST_MISSING"
    """No Digest header, and a signature that does without."""
    DIGEST_DROPPED = "DIGEST_DROPPED"
    """Well signed, but a proxy has removed the Digest header."""
    DATE_DROPPED = "DATE_DROPPED"
    """Well signed, but a proxy has removed the Date header."""
    DIGEST_NOT_SIGNED = "DIGEST_NOT_SIGNED"
    """A right digest that the signature leaves out."""
    DATE_MISSING = "DATE_MISSING"
    """No Date header, and a signature that does without."""
    DATE_NOT_SIGNED = "DATE_NOT_SIGNED"
    """A right date that the signature leaves out."""
    TARGET_NOT_SIGNED = "TARGET_NOT_SIGNED"
    """A signature that leaves out the path."""
    OTHER_TARGET = "OTHER_TARGET"
    """Well signed for another path."""
    STALE_DATE = "STALE_DATE"
    """Well signed, but long ago."""
    FUTURE_DATE = "FUTURE_DATE"
    """Well signed with a date to come."""
    UNREADABLE_DATE = "UNREADABLE_DATE"
    """Well signed with a date that is none."""
    UNKNOWN_KEY = "UNKNOWN_KEY"
    """The key host answers 404 to the key id."""
    WRONG_KEY = "WRONG_KEY"
    """Signed by another key under the known id."""
    OTHER_ALGORITHM = "OTHER_ALGORITHM"
    """Well signed with another hash, which it names."""
    AUTHORIZATION_MISSING = "AUTHORIZATION_MISSING"
    """No Authorization header."""
    AUTHORIZATION_MALFORMED = "AUTHORIZATION_MALFORMED"
    """An Authorization header that holds no signature."""
    KEY_ID_FOREIGN_HOST = "KEY_ID_FOREIGN_HOST"
    """A key id that names another host."""
    KEY_ID_TRAVERSAL = "KEY_ID_TRAVERSAL"
    """A key id that climbs out of the folder of keys."""
    SIGNATURE_GARBAGE = "SIGNATURE_GARBAGE"
    """A signature that is no base64."""
    OTHER_INSTALLED_APP = "OTHER_INSTALLED_APP"
    """Well signed, for an installed app of somebody else."""
    NOT_JSON = "NOT_JSON"
    """Well signed, but the body is no JSON."""
    TOO_LARGE = "TOO_LARGE"
    """Well signed, with a body of more than a megabyte."""


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
    """Sign a draft in a way that a receiver must refuse."""
    if forgery is Forgery.STALE_DATE:
        _date(draft, now, -_OFF)
    elif forgery is Forgery.FUTURE_DATE:
        _date(draft, now, _OFF)
    elif forgery in _BEFORE:
        _BEFORE[forgery](draft)
    request = draft.sign()
    return _AFTER[forgery](request) if forgery in _AFTER else request
