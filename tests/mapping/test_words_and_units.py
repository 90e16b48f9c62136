"""Vendors' spellings become one."""

import pytest

from custom_components.smartthings_smartapp.mapping.names import readable
from custom_components.smartthings_smartapp.mapping.units import normal
from custom_components.smartthings_smartapp.mapping.words import identifier


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("weightSensing", "weight_sensing"),
        ("partially open", "partially_open"),
        ("pushed_2x", "pushed_2x"),
        ("aIRinse", "ai_rinse"),
        ("ConvectionBake", "convection_bake"),
        ("MWplusGrill", "microwave_plus_grill"),
        ("not-present ", "not_present"),
        ("", ""),
    ],
)
def test_a_word_becomes_snake_case(word: str, expected: str) -> None:
    """Home Assistant wants options and event types in snake case."""
    assert identifier(word) == expected


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("C", "°C"),
        ("°C", "°C"),
        ("F", "°F"),
        ("°F", "°F"),
        ("ºF", "°F"),
        ("Fahrenheit", "°F"),
        ("%", "%"),
        ("W", "W"),
        ("kW", "kW"),
        ("mW", "mW"),
        ("KWH", "kWh"),
        ("Wh", "Wh"),
        ("lux", "lx"),
        ("ug/m3", "μg/m³"),
        ("μg/m^3", "μg/m³"),
        ("µg/m³", "μg/m³"),
        ("m^3", "m³"),
        ("lbs", "lb"),
        ("dBm", "dBm"),
        (" CAQI ", "CAQI"),
    ],
)
def test_a_unit_becomes_home_assistants(unit: str, expected: str) -> None:
    """One spelling for each unit, and unknown ones as they are."""
    assert normal(unit) == expected


@pytest.mark.parametrize(
    ("component", "expected"),
    [
        ("switch2", "Switch 2"),
        ("cavity-01", "Second cavity"),
        ("burner-06", "Burner 6"),
        ("icemaker", "Ice maker"),
        ("topButton", "Top button"),
        ("hca.main", "HCA main"),
        ("1", "Part 1"),
        ("cavity-02", "Third cavity"),
        ("icemaker-03", "Third ice maker"),
        ("INDOOR", "Indoor"),
        ("INDOOR2", "Indoor 2"),
        ("onedoor", "Compartment"),
        ("pantry-01", "Pantry 1"),
        ("ChildLock", "Child lock"),
    ],
)
def test_a_component_becomes_a_name(component: str, expected: str) -> None:
    """A part without a label of its own is named after its id."""
    assert readable(component) == expected
