"""Spellings of vendors become one."""

import pytest
from homeassistant.components.sensor import DEVICE_CLASS_UNITS, SensorDeviceClass
from hypothesis import given
from hypothesis import strategies as st

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
    """Home Assistant requires options and event types in snake case."""
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
        *((unit, "CCF") for unit in ("ccf", "CCF", "Ccf", "hcf")),
        *((unit, "ft³") for unit in ("ft3", "ft^3", "cf", "cuft", "cu ft", "cubic feet")),
        *((unit, "gal") for unit in ("Gal", "GAL", "gallons", "gallon")),
        *((unit, "L") for unit in ("l", "litre", "Litres", "liters")),
        *((unit, "mL") for unit in ("ml", "cc", "milliliters", "ML")),
        *((unit, "psi") for unit in ("PSI", "psig")),
        *((unit, "mbar") for unit in ("mBar", "MBAR", "millibars")),
        *((unit, "hPa") for unit in ("HPA", "hpa", "Hpa", "hectopascal")),
        *((unit, "kW") for unit in ("kw", "KW", "Kw", "kilowatts")),
        *((unit, "mA") for unit in ("ma", "milliamps", "Milliamperes", "MA")),
        *((unit, "km/h") for unit in ("kph", "kmh", "KM/H", "kilometers per hour")),
        *((unit, "mph") for unit in ("MPH", "mi/h", "miles/hour")),
        *((unit, "m/s") for unit in ("mps", "meters per second", "m/sec")),
        *((unit, "kn") for unit in ("knots", "kt", "kts")),
        *((unit, "in") for unit in ("inches", "inch", "IN")),
        *((unit, "gal/min") for unit in ("gpm", "GPM", "gallons per minute", "gal / min")),
        *((unit, "L/min") for unit in ("lpm", "l/min", "liters/min", "L/m")),
        *((unit, "ft³/min") for unit in ("cfm", "ft3/min", "cubic feet per minute")),
        *((unit, "lb") for unit in ("pounds", "lb", "LBS")),
        *((unit, "min") for unit in ("mins", "minutes", "Minute", "MIN")),
        *((unit, "d") for unit in ("days", "day")),
        *((unit, "mi") for unit in ("mile", "miles")),
        *((unit, "dB") for unit in ("db", "decibels")),
        ("dbm", "dBm"),
        ("dB(A)", "dBA"),
        ("μS/cm", "μS/cm"),
        ("uS/cm", "μS/cm"),
        ("%RH", "%"),
        ("none", ""),
        # Unknown and ambiguous units.
        *((unit, unit) for unit in ("kVAh", "MPa", "Mpa", "Mbar", "G", "mG", "mb", "cfs", "steps")),
    ],
)
def test_a_unit_becomes_home_assistants(unit: str, expected: str) -> None:
    """Each unit has one spelling. Unknown units do not change."""
    assert normal(unit) == expected


@pytest.mark.parametrize(
    ("unit", "device_class", "expected"),
    [
        ("m", "duration", "min"),
        ("m", "distance", "m"),
        ("mb", "pressure", "mbar"),
        ("mb", "atmospheric_pressure", "mbar"),
        ("MB", "data_size", "MB"),
        ("MW", "power", "MW"),
        ("mw", "power", "mW"),
        ("°", "wind_direction", "°"),
    ],
)
def test_a_class_makes_a_spelling_plain(unit: str, device_class: str, expected: str) -> None:
    assert normal(unit, device_class) == expected


@given(st.text())
def test_any_spelling_is_understood_or_stays(unit: str) -> None:
    """A second call changes nothing, and an unknown unit never becomes another."""
    found = normal(unit)
    assert normal(found) == found
    known = {str(one) for units in DEVICE_CLASS_UNITS.values() for one in units}
    assert found in {*known, unit.strip(), ""}


@pytest.mark.parametrize("units", DEVICE_CLASS_UNITS.items(), ids=lambda item: str(item[0]))
def test_home_assistants_own_spellings_stay(
    units: tuple[SensorDeviceClass, set[str | None]],
) -> None:
    device_class, known = units
    for unit in filter(None, known):
        assert normal(unit, device_class) == unit
        assert normal(f" {unit} ") == unit


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
    """A component without a label is named after its id."""
    assert readable(component) == expected
