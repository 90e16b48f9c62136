"""Entities that follow from a definition alone."""

from time import monotonic
from typing import Any

import pytest
from homeassistant.components.number import NumberMode
from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import EntityCategory
from hypothesis import given, settings
from hypothesis import strategies as st

from custom_components.smartthings_smartapp.cloud.api.definitions import (
    Labels,
    Presentation,
    Slider,
    parse_definition,
    parse_labels,
    parse_presentation,
)
from custom_components.smartthings_smartapp.cloud.json_types import Json, JsonObject, as_object
from custom_components.smartthings_smartapp.generic_entities.from_definition import (
    Described,
    describe,
)
from custom_components.smartthings_smartapp.generic_entities.quantities import Quantity, quantity
from custom_components.smartthings_smartapp.mapping.descriptions.base import Mapped, Source
from custom_components.smartthings_smartapp.mapping.descriptions.controls import (
    ButtonMap,
    NumberMap,
    SelectMap,
    SwitchMap,
    TextMap,
    TimeMap,
)
from custom_components.smartthings_smartapp.mapping.descriptions.sensors import (
    BinarySensorMap,
    SensorMap,
    ValueMap,
)
from custom_components.smartthings_smartapp.mapping.descriptions.values import Bounds
from custom_components.smartthings_smartapp.mapping.names import plain_name
from simulator.devices.definition_library import hand_written

CAPABILITY = "pool.pumpControl"


def described(
    attributes: JsonObject,
    commands: JsonObject | None = None,
    *,
    labels: Labels | None = None,
    presentation: Presentation | None = None,
) -> Described:
    """Return the result for a capability with a definition of this module."""
    raw: JsonObject = {"attributes": attributes, "commands": commands or {}}
    return describe(
        parse_definition(raw, CAPABILITY, 1), labels or Labels(), presentation or Presentation()
    )


def attribute(value: JsonObject, unit: str = "", **more: Json) -> Json:
    """Return an attribute with the schema of its value."""
    properties: JsonObject = {"value": value}
    if unit:
        properties["unit"] = {"type": "string", "enum": [unit], "default": unit}
    return {"schema": {"type": "object", "properties": properties}, **more}


def takes(*schemas: JsonObject, sensitive: bool = False) -> Json:
    """Return a command with arguments."""
    return {"arguments": [{"schema": schema} for schema in schemas], "sensitive": sensitive}


def enumerated(*words: Json) -> JsonObject:
    """Return the schema of an enumeration."""
    return {"type": "string", "enum": [*words]}


def entry_for(
    value: JsonObject, unit: str = "", *, setter: Json = None, name: str = "speed"
) -> Mapped:
    """Return the entry for an attribute, with ``setX`` as its setter if one is given."""
    command = f"set{name[:1].upper()}{name[1:]}"
    commands: JsonObject = {command: setter} if setter else {}
    return described({name: attribute(value, unit)}, commands).attributes[name]


def looks(entry: Mapped) -> dict[str, Any]:
    """Return the members of an entry that differ between entries."""
    common = {"capability", "key", "name", "entity_category", "entity_registry_enabled_default"}
    plain = type(entry)
    default = plain.__dataclass_fields__
    return {
        field: value
        for field in default
        if field not in common and (value := getattr(entry, field)) != default[field].default
    }


# Kinds of entries


@pytest.mark.parametrize(
    ("value", "unit", "kind", "said"),
    [
        ({"type": "boolean"}, "", BinarySensorMap, {"on": (True,), "off": (False,)}),
        (enumerated("off", "on"), "", BinarySensorMap, {"on": ("on",), "off": ("off",)}),
        (
            enumerated("Active", "Inactive"),
            "",
            BinarySensorMap,
            {"on": ("Active",), "off": ("Inactive",)},
        ),
        (
            enumerated("present", "not present"),
            "",
            BinarySensorMap,
            {"on": ("present",), "off": ("not present",)},
        ),
        (
            enumerated("left", "right"),
            "",
            SensorMap,
            {
                "device_class": SensorDeviceClass.ENUM,
                "options": ["left", "right"],
                "words": ("left", "right"),
            },
        ),
        (
            enumerated("windFree", "wind free", "unknown"),
            "",
            SensorMap,
            {
                "device_class": SensorDeviceClass.ENUM,
                "options": ["windFree", "wind free"],
                "words": ("windFree", "wind free", "unknown"),
            },
        ),
        (
            {"type": "number"},
            "W",
            SensorMap,
            {
                "device_class": SensorDeviceClass.POWER,
                "state_class": SensorStateClass.MEASUREMENT,
                "native_unit_of_measurement": "W",
            },
        ),
        (
            {"type": "integer"},
            "rpm",
            SensorMap,
            {"state_class": SensorStateClass.MEASUREMENT, "native_unit_of_measurement": "rpm"},
        ),
        ({"type": "integer"}, "", SensorMap, {}),
        ({"type": "integer", "enum": [1, 2]}, "", SensorMap, {}),
        (
            {"type": "string", "format": "date-time"},
            "",
            SensorMap,
            {"device_class": SensorDeviceClass.TIMESTAMP},
        ),
        ({"type": "string"}, "", ValueMap, {}),
        ({"type": "array"}, "", ValueMap, {}),
        ({"type": "object"}, "", ValueMap, {}),
        ({}, "", ValueMap, {}),
    ],
)
def test_a_read_only_attribute_is_shown_by_its_kind(
    value: JsonObject, unit: str, kind: type[Mapped], said: dict[str, Any]
) -> None:
    entry = entry_for(value, unit)
    assert type(entry) is kind
    assert looks(entry) == said
    assert entry.entity_category is EntityCategory.DIAGNOSTIC
    assert not entry.entity_registry_enabled_default


@pytest.mark.parametrize(
    ("value", "argument", "kind", "said"),
    [
        (
            {"type": "boolean"},
            {"type": "boolean"},
            SwitchMap,
            {"on": True, "off": False, "set_command": "setSpeed"},
        ),
        (
            enumerated("disabled", "enabled"),
            enumerated("enabled", "disabled"),
            SwitchMap,
            {"on": "enabled", "off": "disabled", "set_command": "setSpeed"},
        ),
        (
            enumerated("low", "high"),
            enumerated("high"),
            SelectMap,
            {"command": "setSpeed", "default": ("high",)},
        ),
        (
            {"type": "integer", "enum": [1, 2]},
            {"type": "integer"},
            SelectMap,
            {"command": "setSpeed", "default": (1, 2)},
        ),
        (
            {"type": "integer", "minimum": 0, "maximum": 9},
            {"type": "number", "maximum": 5},
            NumberMap,
            {"command": "setSpeed", "default": Bounds(0, 5, 1), "mode": NumberMode.AUTO},
        ),
        (
            {"type": "number"},
            {"type": "number"},
            NumberMap,
            {"command": "setSpeed", "default": Bounds(-1e6, 1e6, 0.1), "mode": NumberMode.BOX},
        ),
        (
            {"type": "number", "multipleOf": 0.5},
            {"type": "number", "minimum": -1e9, "maximum": 1e9},
            NumberMap,
            {"command": "setSpeed", "default": Bounds(-1e6, 1e6, 0.5), "mode": NumberMode.BOX},
        ),
        *(
            (
                {"type": "number"},
                {"type": "number", "minimum": 0, "maximum": 10, "multipleOf": step},
                NumberMap,
                {"command": "setSpeed", "default": Bounds(0, 10, 0.1), "mode": NumberMode.AUTO},
            )
            for step in (1e-320, 11, 1e300)
        ),
        (
            {"type": "string"},
            {"type": "string", "minLength": 2, "maxLength": 999},
            TextMap,
            {"command": "setSpeed", "native_min": 2},
        ),
        (
            {"type": "string"},
            {"type": "string", "maxLength": 40},
            TextMap,
            {"command": "setSpeed", "native_max": 40},
        ),
        (
            {"type": "string"},
            {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"},
            TimeMap,
            {"command": "setSpeed", "clock": "%H:%M"},
        ),
        (
            {"type": "string", "pattern": r"^(2[0-3]|[01]\d)[0-5]\d$"},
            {"type": "string"},
            TimeMap,
            {"command": "setSpeed"},
        ),
        (
            {"type": "string"},
            {"type": "string", "pattern": r"^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$"},
            TimeMap,
            {"command": "setSpeed", "clock": "%H:%M:%S"},
        ),
        (
            {"type": "number"},
            {"type": "number", "minimum": 5, "maximum": 5},
            NumberMap,
            {"command": "setSpeed", "default": Bounds(-1e6, 1e6, 0.1), "mode": NumberMode.BOX},
        ),
        ({"type": "string"}, {"type": "string", "pattern": "(["}, TextMap, {"command": "setSpeed"}),
        (
            {"type": "string"},
            {"type": "string", "pattern": "^.*$"},
            TextMap,
            {"command": "setSpeed"},
        ),
    ],
)
def test_a_settable_attribute_is_set_by_its_kind(
    value: JsonObject, argument: JsonObject, kind: type[Mapped], said: dict[str, Any]
) -> None:
    entry = entry_for(value, setter=takes(argument))
    assert type(entry) is kind
    assert looks(entry) == said
    assert entry.entity_category is EntityCategory.CONFIG
    assert not entry.entity_registry_enabled_default


@pytest.mark.parametrize(
    "pattern",
    [
        "^" + "(" + "|".join(["."] * 40) + ")*x$",
        "^(([0-9:]+)+)+$",
        r"^(?:\d{1,4}:?)*(\d\d?)*$",
        "(" * 90 + ")" * 90,
    ],
)
def test_a_pattern_of_a_definition_is_never_run(pattern: str) -> None:
    """A pattern with backtracking would block Home Assistant at each start."""
    began = monotonic()
    entry = entry_for({"type": "string"}, setter=takes({"type": "string", "pattern": pattern}))
    assert type(entry) is TextMap
    assert monotonic() - began < 1


@pytest.mark.parametrize(
    ("pattern", "clock"),
    [
        ("^(0[0-9]|1[0-9]|2[0-3]):([0-5][0-9])$", "%H:%M"),
        (r"^(?:[0-1]?\d|2[0-3]):[0-5]\d$", "%H:%M"),
        ("^([0-1][0-9]|[2][0-3])([0-5][0-9])$", "%H%M"),
        (r"([01]\d|2[0-3])\:([0-5]\d)(:([0-5]\d))?", "%H:%M"),
        ("^[0-2][0-9]:[0-5][0-9]:[0-5][0-9]$", "%H:%M:%S"),
    ],
)
def test_a_time_of_day_is_recognized_in_every_pattern(pattern: str, clock: str) -> None:
    entry = entry_for({"type": "string"}, setter=takes({"type": "string", "pattern": pattern}))
    assert isinstance(entry, TimeMap)
    assert entry.clock == clock


@pytest.mark.parametrize(
    "setter",
    [
        takes(),
        takes({"type": "integer"}, {"type": "integer"}),
        takes({"type": "string"}),
        takes({"type": "integer"}, sensitive=True),
    ],
    ids=["no argument", "two arguments", "another kind", "sensitive"],
)
def test_a_command_with_other_arguments_is_no_setter(setter: Json) -> None:
    assert isinstance(entry_for({"type": "integer"}, setter=setter), SensorMap)


def test_values_without_a_common_word_are_of_different_attributes() -> None:
    entry = entry_for(enumerated("a", "b", "c"), setter=takes(enumerated("d", "e")))
    assert isinstance(entry, SensorMap)


def test_a_named_setter_has_priority_over_a_similar_name() -> None:
    found = described(
        {"speed": attribute({"type": "integer"}, setter="run")},
        {"setSpeed": takes({"type": "integer"}), "run": takes({"type": "integer"})},
    )
    assert looks(found.attributes["speed"])["command"] == "run"
    assert found.commands == ("setSpeed",)


def test_two_commands_for_two_values_make_a_switch_and_no_buttons() -> None:
    orders: list[Json] = [
        {"command": "start", "value": "running"},
        {"command": "halt", "value": "stopped"},
    ]
    found = described(
        {"state": attribute(enumerated("running", "stopped"), enumCommands=orders)},
        {"start": takes(), "halt": takes(), "rinse": takes()},
    )
    assert looks(found.attributes["state"]) == {
        "on": "running",
        "off": "stopped",
        "on_command": "start",
        "off_command": "halt",
    }
    assert [*found.buttons] == ["rinse"]


def test_commands_for_more_values_become_buttons() -> None:
    orders: list[Json] = [{"command": word, "value": word} for word in ("run", "pause", "stop")]
    found = described(
        {"state": attribute(enumerated("run", "pause", "stop"), enumCommands=orders)},
        {word: takes() for word in ("run", "pause", "stop")},
    )
    assert isinstance(found.attributes["state"], SensorMap)
    assert [*found.buttons] == ["pause", "run", "stop"]


def test_a_setter_replaces_the_commands_for_each_value() -> None:
    orders: list[Json] = [{"command": "boost", "value": "high"}]
    found = described(
        {
            "speed": attribute(
                enumerated("low", "mid", "high"), setter="setSpeed", enumCommands=orders
            )
        },
        {"setSpeed": takes(enumerated("low", "mid", "high")), "boost": takes()},
    )
    assert isinstance(found.attributes["speed"], SelectMap)
    assert found.buttons == {}


def test_commands_without_arguments_become_buttons_and_the_others_are_named() -> None:
    found = described(
        {},
        {
            "rinse": takes(),
            "program": takes({"type": "string"}, {"type": "integer"}),
            "wipe": takes(sensitive=True),
        },
        labels=Labels({}, {"rinse": "rinse once"}),
    )
    button = found.buttons["rinse"]
    assert isinstance(button, ButtonMap)
    assert (button.command, button.key, button.name) == ("rinse", "rinse", "Rinse once")
    assert button.entity_category is EntityCategory.CONFIG
    assert not button.entity_registry_enabled_default
    assert found.commands == ("program", "wipe")


def test_an_attribute_with_the_supported_values_gives_the_options() -> None:
    """Its name shows it, or the presentation does."""
    text: JsonObject = {"type": "string"}
    attributes: JsonObject = {
        "mode": attribute(text),
        "supportedModes": attribute({"type": "array"}),
    }
    found = described(attributes, {"setMode": takes(text)}).attributes["mode"]
    assert looks(found) == {
        "command": "setMode",
        "supported": Source(CAPABILITY, "supportedModes"),
    }
    attributes = {"mode": attribute(text), "modesOfMine": attribute({"type": "array"})}
    found = described(
        attributes,
        {"setMode": takes(text)},
        presentation=Presentation({}, {"setMode": "modesOfMine"}),
    ).attributes["mode"]
    assert looks(found)["supported"] == Source(CAPABILITY, "modesOfMine")


def test_a_slider_gives_the_bounds_that_the_schema_lacks() -> None:
    found = described(
        {"level": attribute({"type": "number"}), "levelRange": attribute({"type": "object"})},
        {"setLevel": takes({"type": "number", "minimum": 2})},
        presentation=Presentation({"setLevel": Slider(0, 50, 5, "Celsius")}),
    ).attributes["level"]
    assert looks(found) == {
        "command": "setLevel",
        "default": Bounds(2, 50, 5),
        "native_unit_of_measurement": "°C",
        "range": (Source(CAPABILITY, "levelRange"),),
        "mode": NumberMode.AUTO,
    }


# Names


def test_a_name_is_the_label_or_made_from_the_identifiers() -> None:
    found = described(
        {"speed": attribute({}), "pumpHours": attribute({})},
        labels=Labels({"speed": "drehzahl der Pumpe"}, {}),
    ).attributes
    assert found["speed"].name == "Drehzahl der Pumpe"
    assert found["pumpHours"].name == "Pump hours"


@pytest.mark.parametrize(
    ("identifiers", "name"),
    [
        (("samsungce.drumLight", "level"), "Drum light level"),
        (("samsungce.selfCheck", "errors"), "Self check errors"),
        (("custom.dustFilter", "dustFilterUsageStep"), "Dust filter usage step"),
        (("dishwasherWashingCourse", "predefinedCourses"), "Predefined courses"),
        (("refresh", "refresh"), "Refresh"),
        (("a.b.c", "x-y_z"), "C x y z"),
        (("tag", ""), "Tag"),
    ],
)
def test_identifiers_read_like_a_name(identifiers: tuple[str, ...], name: str) -> None:
    assert plain_name(*identifiers) == name


# Quantities


@pytest.mark.parametrize(
    ("unit", "names", "expected"),
    [
        ("%", ("relativeHumidity", "humidity"), SensorDeviceClass.HUMIDITY),
        ("%", ("battery", "level"), SensorDeviceClass.BATTERY),
        ("%", ("pool", "progress"), None),
        ("ppm", ("carbonDioxideMeasurement", "value"), SensorDeviceClass.CO2),
        ("dBm", ("zigbee", "rssi"), SensorDeviceClass.SIGNAL_STRENGTH),
        ("K", ("lamp", "white"), None),
        ("°C", ("pool", "value"), SensorDeviceClass.TEMPERATURE),
        ("min", ("pool", "runtime"), SensorDeviceClass.DURATION),
        ("lx", ("pool", "value"), SensorDeviceClass.ILLUMINANCE),
        ("°", ("sun", "azimuth"), None),
    ],
)
def test_a_device_class_is_set_only_without_doubt(
    unit: str, names: tuple[str, ...], expected: SensorDeviceClass | None
) -> None:
    assert quantity(unit, *names) == Quantity(expected, SensorStateClass.MEASUREMENT)


def test_only_increasing_energy_is_a_total() -> None:
    energy = SensorDeviceClass.ENERGY
    assert quantity("kWh", "meter", "totalEnergy").state_class is SensorStateClass.TOTAL_INCREASING
    assert quantity("kWh", "meter", "deltaEnergy") == Quantity(energy, None)


# Hand-written definitions


@pytest.mark.parametrize("key", sorted(hand_written()), ids="/".join)
def test_every_written_definition_gives_an_entry_for_each_attribute(key: tuple[str, str]) -> None:
    """Each has a name, and each command is in an entity or named."""
    told = hand_written()[key]
    raw = as_object(told.definition)
    found = describe(
        parse_definition(raw, key[0], int(key[1])),
        parse_labels(as_object(told.i18n.get("en"))),
        parse_presentation(as_object(told.presentation)),
    )
    assert set(found.attributes) == set(as_object(raw["attributes"]))
    entries = [*found.attributes.values(), *found.buttons.values()]
    assert all(entry.defined_name and entry.capability == key[0] for entry in entries)
    assert len({(entry.platform, entry.key) for entry in entries}) == len(entries)


def test_the_library_covers_every_kind_of_entry() -> None:
    kinds = {
        type(entry)
        for (capability, version), told in hand_written().items()
        for entry in describe(
            parse_definition(as_object(told.definition), capability, int(version)),
            Labels(),
            parse_presentation(as_object(told.presentation)),
        ).attributes.values()
    }
    every = {
        BinarySensorMap,
        NumberMap,
        SelectMap,
        SensorMap,
        SwitchMap,
        TextMap,
        TimeMap,
        ValueMap,
    }
    assert kinds == every


WORDS = st.sampled_from(
    [
        *("type", "enum", "schema", "properties", "value", "unit", "default", "setter", "a", "("),
        *("arguments", "string", "integer", "number", "boolean", "object", "array", "on", "off"),
        *("setA", "pattern", "minimum", "maximum", "multipleOf", "enumCommands", "command"),
    ]
)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=3)
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)
SCHEMAS = st.fixed_dictionaries(
    {},
    optional={
        "type": WORDS | ANYTHING,
        "enum": st.lists(LEAVES, max_size=4) | ANYTHING,
        **dict.fromkeys(("minimum", "maximum", "multipleOf", "pattern", "maxLength"), LEAVES),
    },
)
VALUES = st.fixed_dictionaries({"value": SCHEMAS})
MEMBERS = st.dictionaries(
    st.sampled_from(["a", "b", "setA", "supportedA"]),
    ANYTHING
    | st.fixed_dictionaries(
        {
            "schema": st.fixed_dictionaries(
                {"properties": st.fixed_dictionaries({"value": SCHEMAS})}
            )
        },
        optional={"setter": WORDS, "enumCommands": ANYTHING},
    )
    | st.fixed_dictionaries(
        {"arguments": st.lists(st.fixed_dictionaries({"schema": SCHEMAS}), max_size=2)}
    ),
    max_size=4,
)


@settings(max_examples=300, deadline=None)
@given(attributes=MEMBERS, commands=MEMBERS, texts=ANYTHING, looks_like=ANYTHING)
def test_no_definition_breaks_anything(
    attributes: JsonObject, commands: JsonObject, texts: Json, looks_like: Json
) -> None:
    """Each attribute gets an entry with valid bounds, also if the definition is garbage."""
    raw: JsonObject = {"attributes": attributes, "commands": commands}
    definition = parse_definition(raw, CAPABILITY, 1)
    found = describe(
        definition, parse_labels(as_object(texts)), parse_presentation(as_object(looks_like))
    )
    assert set(found.attributes) == set(definition.attributes)
    for entry in found.attributes.values():
        assert entry.defined_name
        if isinstance(entry, NumberMap):
            assert entry.default.low < entry.default.high
            low, high, step, _ = entry.default
            assert 0 < step <= high - low
            for value in (low, high, (low + high) / 2):
                assert abs(entry.default.nearest(value) - value) <= step
