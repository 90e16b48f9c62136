"""Definitions of capabilities are parsed leniently: an invalid member affects only itself."""

import json

import pytest

from custom_components.smartthings_smartapp.cloud.api.definitions import (
    AttributeDefinition,
    Definition,
    Labels,
    Presentation,
    Schema,
    Slider,
    is_capability_id,
    parse_definition,
    parse_labels,
    parse_presentation,
)
from custom_components.smartthings_smartapp.cloud.json_types import Json, JsonObject
from custom_components.smartthings_smartapp.cloud.models import UnusableItemError


def attribute(value: Json, **more: Json) -> AttributeDefinition:
    """Return the only attribute of a definition, with the schema of its value."""
    raw: JsonObject = {"attributes": {"a": {"schema": {"properties": {"value": value}}, **more}}}
    return parse_definition(raw, "x", 1).attributes["a"]


def test_an_attribute_has_its_schema_unit_setter_and_commands() -> None:
    raw: JsonObject = {
        "id": "pool.pump",
        "version": 2,
        "attributes": {
            "speed": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "value": {
                            "type": "integer",
                            "minimum": 0,
                            "maximum": 3450,
                            "multipleOf": 50,
                        },
                        "unit": {"type": "string", "enum": ["rpm"], "default": "rpm"},
                    },
                },
                "setter": "setSpeed",
                "enumCommands": [{"command": "stop", "value": "0"}, {"value": "1"}, "odd"],
            }
        },
    }
    assert parse_definition(raw, "pool.pump", 2).attributes == {
        "speed": AttributeDefinition(
            schema=Schema(kind="integer", low=0, high=3450, step=50),
            unit="rpm",
            setter="setSpeed",
            orders={"0": "stop"},
        )
    }


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"type": "string", "enum": ["on", "off"]}, Schema(kind="string", words=("on", "off"))),
        ({"enum": ["on", "off"]}, Schema(kind="string", words=("on", "off"))),
        ({"enum": [1, 2]}, Schema(words=(1, 2))),
        ({"type": ["string", "null"]}, Schema(kind="string")),
        ({"type": ["string", "integer"]}, Schema()),
        ({"type": "string", "title": "Iso8601Date"}, Schema(kind="string", is_date=True)),
        ({"type": "string", "format": "date-time"}, Schema(kind="string", is_date=True)),
        ({"$ref": "Iso8601Date"}, Schema(is_date=True)),
        (
            {"type": "string", "minLength": 1, "maxLength": 9, "pattern": "^a"},
            Schema(kind="string", shortest=1, longest=9, pattern="^a"),
        ),
        ({"type": "string", "pattern": "a" * 201}, Schema(kind="string")),
        (
            {"type": "number", "minimum": "0", "maximum": True, "multipleOf": 0},
            Schema(kind="number"),
        ),
        ({"type": "string", "maxLength": -1, "minLength": 1.5}, Schema(kind="string")),
        ({"type": 7, "enum": "on"}, Schema()),
        ({"type": "object", "enum": [{"a": 1}]}, Schema(kind="object")),
        ({"enum": [*range(201)]}, Schema()),
        ("string", Schema()),
        (None, Schema()),
    ],
    ids=lambda value: json.dumps(value)[:40] if not isinstance(value, Schema) else "",
)
def test_the_valid_parts_of_a_schema_are_read(value: Json, expected: Schema) -> None:
    assert attribute(value).schema == expected


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ({"enum": ["C", "F"], "default": "F"}, "F"),
        ({"enum": ["W"]}, "W"),
        ({"enum": ["C", "F"]}, ""),
        ({"enum": [1], "default": 2}, ""),
        ("W", ""),
    ],
)
def test_a_unit_is_the_default_or_the_only_one(unit: Json, expected: str) -> None:
    raw: JsonObject = {"attributes": {"a": {"schema": {"properties": {"unit": unit}}}}}
    assert parse_definition(raw, "x", 1).attributes["a"].unit == expected


def test_commands_are_an_object_or_a_list() -> None:
    """Older definitions have a list, and mark required arguments."""
    arguments: list[Json] = [
        {"name": "level", "schema": {"type": "integer"}, "required": True},
        {"name": "rate", "schema": {"type": "integer"}, "required": False},
    ]
    newer: Json = {"set": {"arguments": arguments, "sensitive": True}, "odd": 7}
    older: Json = [{"name": "set", "arguments": arguments, "sensitive": True}, {}, 7]
    for commands in (newer, older):
        found = parse_definition({"commands": commands}, "x", 1).commands
        assert set(found) == {"set"}
        assert found["set"].sole == Schema(kind="integer")
        assert found["set"].sensitive
        assert not found["set"].bare


def test_a_command_has_a_sole_argument_if_it_needs_no_other() -> None:
    def command(optional: str) -> Json:
        return {"arguments": [{"schema": {}, "optional": item == "o"} for item in optional]}

    found = parse_definition(
        {
            "commands": {
                "none": command(""),
                "one": command("r"),
                "one and more": command("ro"),
                "two": command("rr"),
                "may": command("o"),
            }
        },
        "x",
        1,
    ).commands
    assert {name for name, item in found.items() if item.sole} == {"one", "one and more", "may"}
    assert {name for name, item in found.items() if item.bare} == {"none", "may"}


@pytest.mark.parametrize(
    "raw",
    [
        {"id": "another", "version": 1, "attributes": {}},
        {"id": "x", "version": 2, "attributes": {}},
        {},
        {"attributes": "none", "commands": 7},
    ],
    ids=json.dumps,
)
def test_another_object_is_no_definition_of_the_capability(raw: JsonObject) -> None:
    with pytest.raises(UnusableItemError):
        parse_definition(raw, "x", 1)


def test_invalid_members_are_left_out_and_the_others_stay() -> None:
    raw: JsonObject = {"attributes": {"": {}, "a": None, "b": {"schema": 7}}, "commands": None}
    assert parse_definition(raw, "x", 1) == Definition(
        capability="x", version=1, attributes={"b": AttributeDefinition(schema=Schema())}
    )


def test_a_huge_definition_is_cut() -> None:
    raw: JsonObject = {"attributes": {f"a{number}": {} for number in range(500)}}
    assert len(parse_definition(raw, "x", 1).attributes) == 200


def test_meaningless_labels_are_left_out() -> None:
    raw: JsonObject = {
        "tag": "en",
        "attributes": {
            "a": {"label": " Drum light "},
            "b": {"label": "{{i18n.label}}"},
            "c": {"label": "___PO_CODE_C"},
            "d": {"label": ""},
            "e": {"label": 7},
            "f": "odd",
            "g": {"label": "x" * 256},
        },
        "commands": [],
    }
    assert parse_labels(raw) == Labels({"a": "Drum light"}, {})


def test_a_presentation_gives_bounds_and_lists_by_command() -> None:
    def slider(*bounds: Json, **more: Json) -> Json:
        return {"slider": {"range": [*bounds], **more}}

    raw: JsonObject = {
        "detailView": [
            slider(0, 50, step=5, unit="%", command="setLevel", value="level.value"),
            slider(0, 9, unit="volume.unit", command="setVolume"),
            slider(10, 0, command="backwards"),
            slider(0, command="half"),
            slider(0, "x", command="odd"),
            slider(0, 1),
            {
                "list": {
                    "command": {"name": "setMode", "supportedValues": "supportedModes.value"},
                    "state": {"value": "mode.value"},
                }
            },
            {"list": {"command": {"supportedValues": "x.value"}}},
            "odd",
        ]
    }
    assert parse_presentation(raw) == Presentation(
        {"setLevel": Slider(0, 50, 5, "%"), "setVolume": Slider(0, 9)},
        {"setMode": "supportedModes"},
    )
    assert parse_presentation({"detailView": 7}) == Presentation()


@pytest.mark.parametrize(
    ("name", "fits"),
    [
        ("samsungce.washerCycle", True),
        ("legendabsolute60149.sunRise", True),
        ("a" * 129, False),
        ("", False),
        ("..", False),
        ("a/b", False),
        ("a?b", False),
        ("ä", False),
    ],
)
def test_only_a_plain_id_may_stand_in_a_path(name: str, fits: bool) -> None:  # noqa: FBT001
    assert is_capability_id(name) is fits
