"""The codes and users that a lock lists. Pure.

A lock never reports the code itself, only its slot, its name and its user.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from ..cloud.json_types import Json, JsonObject, as_list, as_object, decoded, text
from ..mapping.descriptions.base import Source
from ..mapping.vocabulary import Attribute, Capability

CODES: Final = Source(Capability.LOCK_CODES, Attribute.LOCK_CODES)
USERS: Final = Source(Capability.LOCK_USERS, Attribute.USERS)
_SLOT: Final = re.compile(r"\d{1,5}", re.ASCII)
PIN: Final = "pin"
"""The type of a credential that is a code."""


class LockCode(NamedTuple):
    """A code of a lock."""

    slot: int
    name: str = ""
    """Empty if it has none."""
    user_index: int | None = None


class LockUser(NamedTuple):
    """A user of a lock."""

    name: str = ""
    user_type: str = ""


def codes_by_slot(value: Json) -> dict[int, LockCode] | None:
    """Return the codes of the attribute ``lockCodes``, None if they are unknown.

    The value is a JSON text such as ``{"1": "Alex"}``. Drivers write an empty table as ``[]``.
    """
    if isinstance(value, str):
        value = decoded(value)
    if value == []:
        return {}
    if not isinstance(value, dict):
        return None
    slots = ((slot_of(key), name) for key, name in value.items())
    return {
        slot: LockCode(slot, name if isinstance(name, str) else "")
        for slot, name in sorted(slots, key=lambda item: item[0] or 0)
        if slot is not None
    }


def slot_of(key: str) -> int | None:
    """Return the slot that a text names, None if it names none."""
    return int(key) if _SLOT.fullmatch(key) else None


def codes_of_users(credentials: Json, users: Mapping[int, LockUser]) -> dict[int, LockCode] | None:
    """Return the codes of the attribute ``credentials``, None if they are unknown.

    Its items are ``{userIndex, credentialIndex, credentialType, credentialName?}``. The name of
    the user takes precedence.
    """
    if not isinstance(credentials, list):
        return None
    found = {code.slot: code for code in _pins(credentials, users)}
    return dict(sorted(found.items()))


def _pins(credentials: list[Json], users: Mapping[int, LockUser]) -> Iterator[LockCode]:
    for item in map(as_object, credentials):
        slot = number(item, "credentialIndex")
        if item.get("credentialType") != PIN or slot is None:
            continue
        user_index = number(item, "userIndex")
        user = users.get(user_index) if user_index is not None else None
        name = (user.name if user else "") or text(item, "credentialName")
        yield LockCode(slot, name, user_index)


def users_by_index(value: Json) -> dict[int, LockUser]:
    """Return the users of the attribute ``users``: ``{userIndex, userName?, userType}`` each."""
    rows = ((number(item, "userIndex"), item) for item in map(as_object, as_list(value)))
    return {
        index: LockUser(text(item, "userName"), text(item, "userType"))
        for index, item in rows
        if index is not None
    }


def number(source: JsonObject, key: str) -> int | None:
    """Return a whole number of an object, None if it has none."""
    value = source.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
