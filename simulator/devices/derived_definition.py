"""A definition of a capability that nobody wrote, as far as reported values tell it."""

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
    """Return what all values have in common; a null says nothing."""
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

    It has no commands, enumerations, bounds or units, for no value tells those. An attribute with
    no value, or with values of several types, has no type.
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
