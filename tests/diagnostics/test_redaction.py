"""Redaction: the values that a bug report shows, and the private ones."""

import pytest
from homeassistant.components.diagnostics import REDACTED

from custom_components.smartthings_smartapp.cloud.json_types import Json
from custom_components.smartthings_smartapp.diagnostics.redaction import Mask, Names, type_name

MASK = Mask(
    ["main", "pantry-01", "custom.disabledCapabilities", "samsungce.lamp"],
    Names(["Anna's lamp", "Bad", "Sommerhaus", "", "8d26f1a4-7c3b-4e90-b5d8-19ac04e7632f"]),
)


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        0,
        -12,
        65535,
        21.5,
        "",
        "on",
        "extraHeavy",
        "Table_02_Course_1C",
        "HDMI1",
        "WPA2-PSK",
        "C53E",
        "modeGen_327699",
        "30%",
        "-3.5",
        "1200",
        "07:30",
        "00:45:00",
        "2026-11-24",
        "2026-11-24T08:00:00.000Z",
        "not detected",
        "samsungce.lamp",
        ["auto", "low"],
        {"minimum": 1, "maximum": 8.25, "step": None},
    ],
)
def test_values_that_a_mapping_needs_stay(value: Json) -> None:
    """They are numbers, booleans, times and the words of enumerations."""
    assert MASK.attribute_value("someCapability", "someAttribute", value) == value


@pytest.mark.parametrize(
    "value",
    [
        "Living room",
        "Bad",
        "bad",
        "meinSommerhaus",
        "Anna's lamp",
        "Küche",
        "192.168.1.20",
        "10.0.0.1:8080",
        "AA:BB:CC:DD:EE:FF",
        "aa-bb-cc-dd-ee-ff",
        "aabbccddeeff",
        "aabb.ccdd.eeff",
        "8d26f1a4-7c3b-4e90-b5d8-19ac04e7632f",
        "2001:db8::1",
        "https://example.org/picture.jpg",
        "home.example.org",
        "printer.local",
        "anna@example.org",
        "+491701234567",
        "01701234567",
        "0BZ45XYZ700123",
        "4711-0815-2342-8844-12345678",
        "eyJhbGciOiJSUzI1NiJ9.eyJzY29wZSI6W119.c2ln",
        '{"1": "Anna"}',
        "a word that is too long to be the word of an enumeration",
        "Donaudampfschifffahrtskapitaen",
        "40:99:99x",
        "0170-123-4567",
        1735688805,
        -123456789.0,
    ],
)
def test_values_that_may_identify_a_home_are_redacted(value: Json) -> None:
    """They are ids, addresses, names, free text and numbers as long as a telephone number."""
    assert MASK.attribute_value("someCapability", "someAttribute", value) == REDACTED
    assert MASK.attribute_value("someCapability", "some", [value, "on"]) == [REDACTED, "on"]
    assert MASK.attribute_value("someCapability", "some", {"at": value}) == {"at": REDACTED}


@pytest.mark.parametrize(
    ("capability", "attribute", "value", "expected"),
    [
        ("lockCodes", "codeLength", 4, REDACTED),
        ("lockCodes", "lock", None, None),
        ("lockUsers", "users", [{"userName": "Anna"}, {}], [{"userName": REDACTED}, {}]),
        ("geoLocation", "spot", {"x": 52, "known": True}, {"x": REDACTED, "known": True}),
        ("tag", "latitude", 52, REDACTED),
        ("tag", "ownerName", "Anna", REDACTED),
        ("tag", "pinCode", 1234, REDACTED),
        ("tag", "deviceId", "a", REDACTED),
        ("tag", "title", "", ""),
        ("tag", "trackData", {"title": "A", "on": 1}, {"title": REDACTED, "on": 1}),
        ("laundry", "jobs", [{"jobName": "rinse"}], [{"jobName": "rinse"}]),
        ("firmware", "currentVersion", "1.122.2", "1.122.2"),
        ("firmware", "currentVersion", "TP2_COMMON_30230804", "TP2_COMMON_30230804"),
        ("firmware", "currentVersion", "192.168.1.20", REDACTED),
        ("weather", "reading", 52.520008, 52.5),
        ("weather", "reading", 13.555977778, 13.6),
        ("weather", "reading", 13.55, 13.55),
    ],
)
def test_a_key_may_make_its_value_private(
    capability: str, attribute: str, value: Json, expected: Json
) -> None:
    """The form of the value does not matter. A coordinate is private under any key."""
    assert MASK.attribute_value(capability, attribute, value) == expected


def test_the_keys_of_an_object_may_be_private_too() -> None:
    """They are numbered then, and their values are redacted."""
    shown = MASK.members({"Anna's lamp": "on", "level": 5, "aabbccddeeff": {"on": True, "x": 1}})
    assert shown == {
        f"{REDACTED} 1": REDACTED,
        "level": 5,
        f"{REDACTED} 3": {"on": True, "x": REDACTED},
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, None),
        ("", ""),
        ("Signify Netherlands B.V.", "Signify Netherlands B.V."),
        ("0086-0002-005F", "0086-0002-005F"),
        ("HW-Q950TWWB-1022.0", "HW-Q950TWWB-1022.0"),
        ("QE55LS03BGUXXU", "QE55LS03BGUXXU"),
        ("Sommerhaus", REDACTED),
        ("Philips hue (192.168.1.20)", REDACTED),
        ("AA-BB-CC-DD-EE-FF", REDACTED),
        ("printer.local", REDACTED),
        ("T-PTMDEUC-1651.7|ST_ENERGY", REDACTED),
        ("x" * 49, REDACTED),
    ],
)
def test_a_product_may_have_any_name_but_a_private_one(
    text: str | None, expected: str | None
) -> None:
    """Manufacturers, models and versions identify a device, but not its home."""
    assert MASK.product(text) == expected


@pytest.mark.parametrize(
    ("unit", "expected"),
    [(None, None), ("°C", "°C"), ("µg/m^3", "µg/m^3"), ("Bad", REDACTED), ("x" * 9, REDACTED)],
)
def test_a_unit_is_short(unit: str | None, expected: str | None) -> None:
    assert MASK.unit(unit) == expected


def test_the_vocabulary_of_a_device_stays_unless_it_is_an_id() -> None:
    """A freezer may have a component with the name that its owner gave to it."""
    ids = ["main", "freezer", "5f1d7a7e-30f4-4f3c-9a86-51c8d42f0a11"]
    mask = Mask(ids, Names(["Freezer", "thermostat"]))
    assert [*mask.keys(ids).values()] == ["main", "freezer", f"{REDACTED} 3"]
    assert mask.value([*ids]) == ["main", "freezer", REDACTED]
    assert mask.value("Freezer") == REDACTED


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "null"),
        (False, "boolean"),
        (1, "integer"),
        (1.5, "number"),
        ("on", "text"),
        ("99:00", "time"),
        ("2026-11-24T08:00:00Z", "time"),
        ("2026-11-24 or so", "text"),
        ([1], "list"),
        ({}, "object"),
    ],
)
def test_the_type_of_a_redacted_value_is_shown(value: Json, expected: str) -> None:
    assert type_name(value) == expected
