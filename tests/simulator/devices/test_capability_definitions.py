"""The capability definitions are well formed, and match the values that devices report."""

import json
import re
from collections.abc import Callable, Iterator, Mapping

import pytest

from simulator.commands.behaviour import TABLE
from simulator.devices.definition_library import FOLDER, hand_written
from simulator.devices.device import Json, JsonObject
from simulator.devices.house import build_house
from simulator.json_tools import as_list, as_object, parse, strings
from tests.common.devices import AT_HAND
from tests.simulator.parties import at, text_at

FILES = {path.stem: as_object(parse(path.read_bytes())) for path in sorted(FOLDER.glob("*.json"))}
TAGS = [(name, tag) for name, content in FILES.items() for tag in as_object(content.get("i18n"))]

_TYPES: Mapping[str, Callable[[Json], bool]] = {
    "array": lambda value: isinstance(value, list),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "object": lambda value: isinstance(value, dict),
    "string": lambda value: isinstance(value, str),
}


def _misfits(value: Json, schema: JsonObject, place: str) -> Iterator[str]:
    """Yield how a value violates the parts of JSON Schema that the files use."""
    if not _TYPES[text_at(schema, "type")](value):
        yield f"{place}: {value!r} is no {schema['type']}"
    if value not in as_list(schema.get("enum", [value])):
        yield f"{place}: {value!r} is not in the enumeration"
    match value:
        case bool():
            pass
        case int() | float():
            yield from _out_of_bounds(value, schema, place)
        case str():
            if not re.search(str(schema.get("pattern", "")), value):
                yield f"{place}: {value!r} does not match"
        case list():
            for item in value if "items" in schema else []:
                yield from _misfits(item, as_object(schema["items"]), f"{place}[]")
        case dict():
            yield from _misfitting_members(value, schema, place)


def _out_of_bounds(value: float, schema: JsonObject, place: str) -> Iterator[str]:
    least, most = schema.get("minimum", value), schema.get("maximum", value)
    assert isinstance(least, int | float)
    assert isinstance(most, int | float)
    if not least <= value <= most:
        yield f"{place}: {value} is out of bounds"


def _misfitting_members(value: JsonObject, schema: JsonObject, place: str) -> Iterator[str]:
    properties = as_object(schema.get("properties"))
    for name in strings(schema.get("required")):
        if name not in value:
            yield f"{place}: {name} is missing"
    for name, member in value.items():
        if name in properties:
            yield from _misfits(member, as_object(properties[name]), f"{place}.{name}")
        elif schema.get("additionalProperties") is False:
            yield f"{place}: {name} is too much"


def _misfits_of(status: JsonObject) -> list[str]:
    """Return how the status of a device violates its definitions."""
    found: list[str] = []
    for capabilities in status.values():
        for capability, attributes in as_object(capabilities).items():
            if capability in FILES:
                known = at(FILES[capability], "definition", "attributes")
                found += _misfitting_attributes(as_object(attributes), as_object(known), capability)
    return found


def _misfitting_attributes(
    attributes: JsonObject, known: JsonObject, capability: str
) -> Iterator[str]:
    for name, entry in attributes.items():
        place = f"{capability}.{name}"
        if name not in known:
            yield f"{place} is not in the definition"
        elif (value := at(entry, "value")) is not None:
            properties = as_object(at(known[name], "schema", "properties"))
            yield from _misfits(value, as_object(properties["value"]), place)
            unit = at(entry, "unit") if isinstance(entry, dict) and "unit" in entry else None
            if unit is not None and "unit" in properties:
                yield from _misfits(unit, as_object(properties["unit"]), f"{place} unit")


def _schemas(value: Json) -> Iterator[JsonObject]:
    """Yield a schema and the schemas inside it."""
    schema = as_object(value)
    yield schema
    if "items" in schema:
        yield from _schemas(schema["items"])
    for part in as_object(schema.get("properties")).values():
        yield from _schemas(part)


def _members(name: str, part: str) -> JsonObject:
    return as_object(at(FILES[name], "definition", part))


def test_there_are_enough_to_show_what_definitions_can_be() -> None:
    """Not every capability has texts either."""
    assert len(FILES) >= 40
    assert len(hand_written()) == len(FILES)
    texts = [as_object(content.get("i18n")) for content in FILES.values()]
    assert sum("en" in tags for tags in texts) > len(FILES) / 3
    assert sum("de" in tags for tags in texts) > len(FILES) / 4
    assert any(not tags for tags in texts)


@pytest.mark.parametrize("name", FILES)
def test_a_definition_says_what_it_is_of(name: str) -> None:
    assert set(FILES[name]) <= {"definition", "presentation", "i18n"}
    definition = as_object(FILES[name]["definition"])
    assert [*definition] == [
        "id",
        "version",
        "status",
        "name",
        "ephemeral",
        "attributes",
        "commands",
    ]
    assert definition["id"] == name
    assert isinstance(definition["version"], int)
    assert definition["status"] in {"live", "proposed", "deprecated"}
    assert definition["attributes"] or definition["commands"]
    if "presentation" in FILES[name]:
        shown = as_object(FILES[name]["presentation"])
        assert (shown["id"], shown["version"]) == (name, definition["version"])


@pytest.mark.parametrize("name", FILES)
def test_an_attribute_has_a_schema_of_its_value(name: str) -> None:
    for attribute in _members(name, "attributes").values():
        properties = as_object(at(attribute, "schema", "properties"))
        for schema in _schemas(properties["value"]):
            assert schema["type"] in _TYPES
            re.compile(str(schema.get("pattern", "")))
            assert schema.get("enum") != []
        if "unit" in properties:
            assert at(properties, "unit", "default") in as_list(at(properties, "unit", "enum"))


@pytest.mark.parametrize("name", FILES)
def test_a_command_has_arguments_and_optional_ones_come_last(name: str) -> None:
    for key, command in _members(name, "commands").items():
        assert at(command, "name") == key
        assert isinstance(at(command, "sensitive"), bool)
        arguments = as_list(at(command, "arguments"))
        optional = [at(argument, "optional") for argument in arguments]
        assert optional == sorted(optional, key=bool)
        assert len({text_at(argument, "name") for argument in arguments}) == len(arguments)
        for argument in arguments:
            assert all(schema["type"] in _TYPES for schema in _schemas(at(argument, "schema")))


@pytest.mark.parametrize("name", FILES)
def test_what_sets_an_attribute_is_a_command_that_is_there(name: str) -> None:
    """A setter accepts the value, and each command of an enumeration has one of its values."""
    commands = _members(name, "commands")
    for attribute in map(as_object, _members(name, "attributes").values()):
        value = as_object(at(attribute, "schema", "properties", "value"))
        if "setter" in attribute:
            [argument, *others] = as_list(at(commands, text_at(attribute, "setter"), "arguments"))
            assert at(argument, "schema", "type") == value["type"]
            assert all(at(other, "optional") for other in others)
        for entry in as_list(attribute["enumCommands"]):
            assert at(commands, text_at(entry, "command"), "arguments") == []
            assert at(entry, "value") in as_list(value["enum"])


@pytest.mark.parametrize(("name", "tag"), TAGS)
def test_texts_name_only_existing_members(name: str, tag: str) -> None:
    texts = as_object(at(FILES[name], "i18n", tag))
    assert texts["tag"] == tag
    assert texts["label"]
    attributes, commands = _members(name, "attributes"), _members(name, "commands")
    for key, entry in as_object(texts["attributes"]).items():
        value = as_object(at(attributes, key, "schema", "properties", "value"))
        words = as_object(as_object(at(entry, "i18n")).get("value"))
        assert set(words) <= set(strings(value.get("enum")))
    for key, entry in as_object(texts["commands"]).items():
        arguments = {
            text_at(argument, "name"): as_object(at(argument, "schema"))
            for argument in as_list(at(commands, key, "arguments"))
        }
        for argument, text in as_object(at(entry, "arguments")).items():
            assert set(as_object(at(text, "i18n"))) <= set(strings(arguments[argument].get("enum")))


@pytest.mark.parametrize("name", [name for name in FILES if "presentation" in FILES[name]])
def test_a_presentation_names_only_existing_members(name: str) -> None:
    """The attributes that it shows, and the commands that it sends."""
    shown = as_object(FILES[name]["presentation"])
    text = json.dumps(shown)
    attributes = set(re.findall(r"([\w-]+)\.(?:value|unit)(?:\"|}})", text))
    assert attributes <= set(_members(name, "attributes"))
    given = set(re.findall(r'"(?:command|name)": "(\w+)"', text))
    assert given <= set(_members(name, "commands"))
    assert attributes or given


@pytest.mark.parametrize("name", [name for name in FILES if name in TABLE])
def test_what_the_simulator_does_is_in_the_definition(name: str) -> None:
    """With all required arguments, and no more than the definition has."""
    commands = _members(name, "commands")
    for key, spec in TABLE[name].items():
        arguments = as_list(at(commands, key, "arguments"))
        needed = sum(not argument.optional for argument in spec.arguments)
        assert needed == sum(not at(argument, "optional") for argument in arguments)
        assert len(spec.arguments) <= len(arguments)


def test_the_house_reports_what_the_definitions_allow() -> None:
    misfits = []
    for device in build_house().devices.values():
        misfits += _misfits_of(as_object(parse(json.dumps(device.status))))
    assert not misfits


def test_devices_report_what_the_definitions_allow() -> None:
    misfits = []
    for path in AT_HAND:
        status = at(parse(path.read_bytes()), "status", "components")
        misfits += [f"{path.stem}: {misfit}" for misfit in _misfits_of(as_object(status))]
    assert not misfits


def test_the_check_finds_what_does_not_fit() -> None:
    """Otherwise, the tests above would prove nothing."""
    status: JsonObject = {
        "main": {
            "switch": {"switch": {"value": "maybe"}, "color": {"value": "red"}},
            "switchLevel": {"level": {"value": 101, "unit": "W"}},
            "demandResponseLoadControl": {"drlcStatus": {"value": {"drlcType": "1"}}},
        }
    }
    assert [misfit.partition(":")[0] for misfit in _misfits_of(status)] == [
        "switch.switch",
        "switch.color is not in the definition",
        "switchLevel.level",
        "switchLevel.level unit",
        *["demandResponseLoadControl.drlcStatus"] * 3,
        "demandResponseLoadControl.drlcStatus.drlcType",
    ]
