"""Any JSON value as a state or an attribute, within the limits of Home Assistant."""

from typing import Final

from homeassistant.const import MAX_LENGTH_STATE_STATE
from homeassistant.helpers.json import json_bytes

from ..cloud.json_types import Json

_MAX_ATTRIBUTES: Final = 16_384
"""Size of the attributes of one state in bytes. The recorder drops larger attributes."""
_ROOM: Final = 1_024
"""Size that is reserved for the other attributes of an entity, in bytes."""


def in_short(value: Json) -> str:
    """Return a value in at most 255 characters.

    A list is its values, and an object its members. If they are too long or not plain, it is the
    number of them.
    """
    if isinstance(value, list):
        return _joined([_plain(item) for item in value], len(value))
    if isinstance(value, dict):
        members = [(name, _plain(item)) for name, item in value.items()]
        pairs = [None if item is None else f"{name}: {item}" for name, item in members]
        return _joined(pairs, len(value))
    text = _plain(value) or ""
    return text if len(text) <= MAX_LENGTH_STATE_STATE else f"{text[: MAX_LENGTH_STATE_STATE - 1]}…"


def fits_attributes(value: Json) -> bool:
    """Return whether a value is small enough for an attribute of a state."""
    return len(json_bytes(value)) <= _MAX_ATTRIBUTES - _ROOM


def _plain(value: Json) -> str | None:
    """Return a value as text, None if it is a list or an object."""
    if isinstance(value, list | dict):
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _joined(texts: list[str | None], count: int) -> str:
    known = [text for text in texts if text is not None]
    joined = ", ".join(known)
    return joined if len(known) == count and len(joined) <= MAX_LENGTH_STATE_STATE else str(count)
