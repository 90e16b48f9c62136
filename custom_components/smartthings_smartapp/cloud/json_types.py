"""Types of decoded JSON, and lenient reads from it."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

import orjson

type Json = bool | int | float | str | list[Json] | dict[str, Json] | None
type JsonObject = dict[str, Json]

_NOTHING: JsonObject = {}
_CLOCK: Final = re.compile(r"\d{1,2}:\d{2}:\d{2}")


def as_object(value: Json | object) -> JsonObject:
    """Return ``value`` if it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else _NOTHING.copy()


def as_list(value: Json | object) -> list[Json]:
    """Return ``value`` if it is a JSON array, else an empty one."""
    return value if isinstance(value, list) else []


def decoded(value: str) -> Json:
    """Return the value of a JSON text, None if it is not one.

    Unlike the json module, orjson limits the depth, and rejects halves of surrogate pairs, which
    Home Assistant could not write as JSON again.
    """
    try:
        result: Json = orjson.loads(value)
    except ValueError:
        return None
    return result


def fits(value: Json, characters: int, depth: int) -> bool:
    """Return whether a value has at most that many characters as JSON, and that many levels."""
    level = [value]
    for _ in range(depth):
        level = [
            member
            for item in level
            if isinstance(item, dict | list)
            for member in (item.values() if isinstance(item, dict) else item)
        ]
        if not level:
            return len(json.dumps(value)) <= characters
    return False


def text(source: Mapping[str, Json], key: str) -> str:
    """Return a string member, or an empty string if it is missing or of another type."""
    value = source.get(key)
    return value if isinstance(value, str) else ""


def texts(value: Json | object) -> tuple[str, ...]:
    """Return the strings of an array, without its other items."""
    return tuple(item for item in as_list(value) if isinstance(item, str))


def iso_second(time: datetime) -> str:
    """Return a time in UTC as the commands of the platform take it, in whole seconds."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def differ(value: Json, other: Json) -> bool:
    """Return whether two values differ. Unlike for Python, true is not 1 and false is not 0."""
    return value != other or isinstance(value, bool) is not isinstance(other, bool)


def moment(value: Json) -> datetime | None:
    """Read a time of the platform: ISO 8601 with ``Z``, or epoch milliseconds.

    Scenes use epoch milliseconds, everything else ISO (platform reference 12). A time without an
    offset is UTC. Return None for any other value.
    """
    try:
        if isinstance(value, str):
            read = datetime.fromisoformat(value)
            return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value / 1000, UTC)
    except ValueError, OverflowError, OSError:
        return None
    return None


def clock_seconds(value: Json) -> float | None:
    """Return the seconds of a time in the form ``HH:MM:SS``, None for anything else."""
    if not isinstance(value, str) or not _CLOCK.fullmatch(value):
        return None
    hours, minutes, seconds = map(int, value.split(":"))
    return float(hours * 3600 + minutes * 60 + seconds)


def clock_text(seconds: float) -> str:
    """Return seconds in the form ``HH:MM:SS``. An hour without its zero is misread by ovens."""
    minutes, second = divmod(round(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours:02}:{minute:02}:{second:02}"
