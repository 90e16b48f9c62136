"""Any value of JSON as a state and an attribute, within what Home Assistant takes of either."""

from typing import Final

from homeassistant.const import MAX_LENGTH_STATE_STATE
from homeassistant.helpers.json import json_bytes

from ..cloud.json_types import Json

_MAX_ATTRIBUTES: Final = 16_384
"""Bytes of all attributes of one state, beyond which the recorder drops them."""
_ROOM: Final = 1_024
"""Bytes that the other attributes of an entity take."""


def in_short(value: Json) -> str:
    """Return a value in at most 255 characters.

    A list of plain values is those, a longer or deeper one how many it has; an object is its plain
    members, or how many members it has.
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
    """Return whether a value may be an attribute of a state."""
    return len(json_bytes(value)) <= _MAX_ATTRIBUTES - _ROOM


def _plain(value: Json) -> str | None:
    """Return a value as a text, None where it has parts."""
    if isinstance(value, list | dict):
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _joined(texts: list[str | None], count: int) -> str:
    known = [text for text in texts if text is not None]
    joined = ", ".join(known)
    return joined if len(known) == count and len(joined) <= MAX_LENGTH_STATE_STATE else str(count)
