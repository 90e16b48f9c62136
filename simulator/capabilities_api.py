"""Definitions of some standard capabilities (platform reference 9)."""

from collections.abc import Mapping

from .api import Access, ApiCall, Route
from .device import Json, JsonObject
from .errors import not_found
from .limits import CAPABILITIES

_PERCENT: JsonObject = {"type": "integer", "minimum": 0, "maximum": 100}


def _enum(*words: str) -> JsonObject:
    return {"type": "string", "enum": [*words]}


def _value(schema: JsonObject, *units: str) -> JsonObject:
    """Return the schema of an attribute."""
    properties: JsonObject = {"value": schema}
    if units:
        properties["unit"] = {"type": "string", "enum": [*units], "default": units[0]}
    return {
        "schema": {
            "type": "object",
            "properties": properties,
            "additionalProperties": False,
            "required": ["value"],
        },
        "enumCommands": [],
    }


def _command(name: str, *arguments: JsonObject) -> JsonObject:
    return {"name": name, "arguments": [*arguments], "sensitive": False}


def _argument(name: str, schema: JsonObject, *, optional: bool = False) -> JsonObject:
    return {"name": name, "optional": optional, "schema": schema}


def _definition(
    capability_id: str, name: str, attributes: JsonObject, *commands: JsonObject
) -> JsonObject:
    return {
        "id": capability_id,
        "version": 1,
        "status": "live",
        "name": name,
        "ephemeral": False,
        "attributes": attributes,
        "commands": {str(command["name"]): command for command in commands},
    }


_RATE: JsonObject = {"type": "integer", "minimum": 0}

CAPABILITIES_KNOWN: Mapping[str, JsonObject] = {
    str(definition["id"]): definition
    for definition in (
        _definition(
            "switch",
            "Switch",
            {"switch": _value(_enum("on", "off"))},
            _command("on"),
            _command("off"),
        ),
        _definition(
            "switchLevel",
            "Switch Level",
            {"level": _value(_PERCENT, "%"), "levelRange": _value({"type": "object"}, "%")},
            _command(
                "setLevel",
                _argument("level", _PERCENT),
                _argument("rate", _RATE, optional=True),
            ),
        ),
        _definition(
            "colorTemperature",
            "Color Temperature",
            {
                "colorTemperature": _value(
                    {"type": "integer", "minimum": 1, "maximum": 30000}, "K"
                ),
                "colorTemperatureRange": _value({"type": "object"}, "K"),
            },
            _command(
                "setColorTemperature",
                _argument("temperature", {"type": "integer", "minimum": 1, "maximum": 30000}),
            ),
        ),
        _definition(
            "contactSensor",
            "Contact Sensor",
            {"contact": _value(_enum("closed", "open"))},
        ),
        _definition(
            "motionSensor",
            "Motion Sensor",
            {"motion": _value(_enum("active", "inactive"))},
        ),
        _definition(
            "temperatureMeasurement",
            "Temperature Measurement",
            {"temperature": _value({"type": "number", "minimum": -460}, "F", "C")},
        ),
        _definition(
            "lock",
            "Lock",
            {"lock": _value(_enum("locked", "unlocked", "unlocked with timeout", "unknown"))},
            _command("lock"),
            _command("unlock"),
        ),
        _definition(
            "valve",
            "Valve",
            {"valve": _value(_enum("closed", "open"))},
            _command("close"),
            _command("open"),
        ),
        _definition("refresh", "Refresh", {}, _command("refresh")),
    )
}


async def get(call: ApiCall) -> Json:
    """`GET /capabilities/{id}/{version}`."""
    definition = CAPABILITIES_KNOWN.get(call.param("capabilityId"))
    if definition is None or call.param("version") != str(definition["version"]):
        raise not_found()
    return definition


ROUTES = (
    Route(
        method="GET",
        path="/capabilities/{capabilityId}/{version}",
        handler=get,
        access=Access(pat="", app=""),
        limits=(CAPABILITIES,),
    ),
)
