"""Derives the definition of a capability from the values that devices report."""

import re
from collections.abc import Mapping

from .device import Json, JsonObject

_WORD_BEGINS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


_TYPES: Mapping[type, str] = {
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
}


def _schema(values: list[Json]) -> JsonObject:
    """Return the schema that all values have in common; null is ignored."""
    types = {_TYPES[type(value)] for value in values if value is not None}
    if types == {"integer", "number"}:
        types = {"number"}
    if len(types) != 1:
        return {}
    [kind] = types
    if kind == "array":
        items = [item for value in values if isinstance(value, list) for item in value]
        return {"type": kind, "items": _schema(items)}
    return {"type": kind}


def derive(capability_id: str, version: int, values: Mapping[str, list[Json]]) -> JsonObject:
    """Return a definition whose attributes have the types of the values that devices report.

    It has no commands, enumerations, bounds or units, because values do not show them. An attribute
    without values, or with values of several types, has no type.
    """
    name = _WORD_BEGINS.sub(" ", capability_id.rpartition(".")[2])
    return {
        "id": capability_id,
        "version": version,
        "status": "live",
        "name": name[:1].upper() + name[1:],
        "ephemeral": False,
        "attributes": {
            attribute: {
                "schema": {
                    "type": "object",
                    "properties": {"value": _schema(reported)},
                    "required": ["value"],
                },
                "enumCommands": [],
            }
            for attribute, reported in values.items()
        },
        "commands": {},
    }
