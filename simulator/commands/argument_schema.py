"""Checks arguments against the JSON schema in a definition."""

import json
import operator
import re
import warnings
from collections.abc import Callable, Mapping

from simulator.devices.device import Json

from .command import expect, refused

type ValueCheck = Callable[[Json, str], None]
"""Checks a value at its place in the request; raises CommandError."""


class BrokenDefinitionError(ValueError):
    """A definition is invalid."""


def check_of(schema: Json) -> ValueCheck:
    """Return the check of a value against a schema.

    It checks type, enumeration, bounds, lengths and pattern of the value itself, but nothing inside
    of it. Raises BrokenDefinitionError.
    """
    if not isinstance(schema, dict):
        raise BrokenDefinitionError
    rules = [rule(schema[keyword]) for keyword, rule in _RULES.items() if keyword in schema]

    def check(value: Json, target: str) -> None:
        for rule in rules:
            rule(value, target)

    return check


_TYPES: Mapping[str, tuple[type, ...]] = {
    "array": (list,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "object": (dict,),
    "string": (str,),
}


def _type(kind: Json) -> ValueCheck:
    if not isinstance(kind, str) or kind not in _TYPES:
        raise BrokenDefinitionError

    def check(value: Json, target: str) -> None:
        expect(value, _TYPES[kind], kind, target)

    return check


def _same(one: Json, other: Json) -> bool:
    """Compare as JSON does: true is not 1."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _word(value: Json) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _enumeration(allowed: Json) -> ValueCheck:
    if not isinstance(allowed, list):
        raise BrokenDefinitionError

    def check(value: Json, target: str) -> None:
        if not any(_same(value, item) for item in allowed):
            words = ", ".join(map(_word, allowed))
            raise refused(target, f"does not have a value in the enumeration [{words}]")

    return check


def _amount(value: Json) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _length(value: Json) -> int | None:
    return len(value) if isinstance(value, str) else None


def _limit(
    measure: Callable[[Json], float | None],
    beyond: Callable[[float, float], bool],
    problem: str,
) -> Callable[[Json], ValueCheck]:
    """Return the check that a measure of a value is within a limit, if it has this measure."""

    def rule(stated: Json) -> ValueCheck:
        limit = _amount(stated)
        if limit is None:
            raise BrokenDefinitionError

        def check(value: Json, target: str) -> None:
            size = measure(value)
            if size is not None and beyond(size, limit):
                raise refused(target, problem.format(str(limit).removesuffix(".0")))

        return check

    return rule


def _pattern(stated: Json) -> ValueCheck:
    if not isinstance(stated, str):
        raise BrokenDefinitionError
    try:
        # Python warns about patterns whose meaning may change.
        with warnings.catch_warnings(action="ignore"):
            pattern = re.compile(stated)
    except (re.PatternError, OverflowError, RecursionError) as error:
        raise BrokenDefinitionError from error

    def check(value: Json, target: str) -> None:
        if isinstance(value, str) and not pattern.search(value):
            raise refused(target, f"does not match the regex pattern {stated}")

    return check


_RULES: Mapping[str, Callable[[Json], ValueCheck]] = {
    "type": _type,
    "enum": _enumeration,
    "minimum": _limit(_amount, operator.lt, "must have a minimum value of {}"),
    "maximum": _limit(_amount, operator.gt, "must have a maximum value of {}"),
    "minLength": _limit(_length, operator.lt, "must be at least {} characters long"),
    "maxLength": _limit(_length, operator.gt, "may only be {} characters long"),
    "pattern": _pattern,
}
