"""Checks the arguments of a command against its definition. Pure."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Final, NamedTuple

from ..cloud.api.definitions import Argument, CommandDefinition, Schema
from ..cloud.json_types import Json

_MOST_LISTED: Final = 15
"""Most words that a sentence lists."""
_ALIKE: Final = 0.5
"""How similar a word is that comes first, from 0 to 1."""
_LONGEST_VALUE: Final = 60
"""Most characters of a wrong value that a sentence repeats."""
_SECRETS: Final = ("codePIN", "codes", "credentialData")
"""Arguments with codes of locks. The definition of ``lockCredentials`` does not mark its commands
as sensitive."""
_HIDDEN: Final = "••••"
_TYPES: Final[dict[str, type | tuple[type, ...]]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "array": list,
    "object": dict,
}


class Wrong(NamedTuple):
    """The fault of arguments."""

    key: str
    """Key of ``exceptions`` in the translations, without the placeholder ``command``."""
    placeholders: dict[str, str]


def wrong_arguments(command: CommandDefinition, arguments: Sequence[Json]) -> Wrong | None:
    """Return the fault of the arguments, None if the definition allows them."""
    most = len(command.arguments)
    least = most - sum(argument.optional for argument in command.arguments)
    if not least <= len(arguments) <= most:
        count = f"{least}" if least == most else f"{least}-{most}"
        return Wrong(
            "argument_count",
            {"count": count, "given": str(len(arguments)), "expected": signature(command)},
        )
    for position, (argument, value) in enumerate(
        zip(command.arguments, arguments, strict=False), 1
    ):
        if value is None and argument.optional:
            continue
        if wrong := _wrong_value(argument.schema, value):
            name = argument.name or str(position)
            secret = command.sensitive or argument.name in _SECRETS
            shown = _HIDDEN if secret else _short(value)
            return Wrong(wrong.key, {"argument": name, "value": shown} | wrong.placeholders)
    return None


def _wrong_value(schema: Schema, value: Json) -> Wrong | None:
    if schema.words:
        # In Python, True equals 1.
        if any(word == value and _same(word, value) for word in schema.words):
            return None
        return Wrong("argument_not_allowed", {"expected": listed(_short(value), schema.words)})
    if not _has_type(schema.kind, value):
        return Wrong("argument_type", {"expected": described(schema)})
    if isinstance(value, int | float) and not _within(value, schema.low, schema.high):
        return Wrong("argument_out_of_range", {"expected": _span(schema.low, schema.high)})
    if isinstance(value, str) and not _within(len(value), schema.shortest, schema.longest):
        return Wrong("argument_length", {"expected": _span(schema.shortest, schema.longest)})
    return None


def _same(one: Json, other: Json) -> bool:
    return isinstance(one, bool) is isinstance(other, bool)


def _has_type(kind: str, value: Json) -> bool:
    """Return whether a value has a JSON type; an unknown type allows every value."""
    if kind not in _TYPES:
        return True
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, _TYPES[kind])


def _within(number: float, low: float | None, high: float | None) -> bool:
    return (low is None or number >= low) and (high is None or number <= high)


def _span(low: float | None, high: float | None) -> str:
    if high is None:
        return f"≥ {low:g}"
    return f"≤ {high:g}" if low is None else f"{low:g} … {high:g}"


def _short(value: Json) -> str:
    written = str(value)
    return written if len(written) <= _LONGEST_VALUE else f"{written[: _LONGEST_VALUE - 1]}…"


def signature(command: CommandDefinition) -> str:
    """Return the arguments in one line, as ``(level: integer 0 … 100, rate?: integer)``."""
    signed = (_signed(argument, place) for place, argument in enumerate(command.arguments, 1))
    return f"({', '.join(signed)})"


def _signed(argument: Argument, place: int) -> str:
    return f"{argument.name or place}{'?' * argument.optional}: {described(argument.schema)}"


def described(schema: Schema) -> str:
    """Return the values that a schema allows in the words of the definition."""
    kind = schema.kind or "any"
    if schema.words:
        return listed("", schema.words, " | ")
    if schema.low is not None or schema.high is not None:
        return f"{kind} {_span(schema.low, schema.high)}"
    return kind


def listed(word: str, known: Iterable[Json], between: str = ", ") -> str:
    """Return known words in one line: those similar to ``word`` first, and not too many."""
    names = [str(item) for item in known]
    folded = {name.casefold(): name for name in reversed(names)}
    alike = get_close_matches(word.casefold(), folded, n=3, cutoff=_ALIKE) if word else []
    first = [folded[name] for name in alike]
    ordered = [*first, *(name for name in names if name not in first)]
    cut = ordered[:_MOST_LISTED]
    return between.join(cut) + ("" if len(cut) == len(ordered) else f"{between}…")
