"""Reads JSON whose members may be missing or of another type."""

import json
from typing import cast

from .devices.device import Json, JsonObject


def parse(text: str | bytes) -> Json:
    """Parse JSON. Raises ValueError."""
    return cast("Json", json.loads(text))


def encode(value: Json) -> bytes:
    """Return compact JSON in UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def as_object(value: Json) -> JsonObject:
    """Return an object; an empty one if the value is something else."""
    return value if isinstance(value, dict) else {}


def as_list(value: Json) -> list[Json]:
    """Return a list; an empty one if the value is something else."""
    return value if isinstance(value, list) else []


def strings(value: Json) -> list[str]:
    """Return the strings of a list."""
    return [item for item in as_list(value) if isinstance(item, str)]
