"""The homes for the benchmarks."""

from simulator.devices.device import Reading, Readings
from simulator.devices.home import Home
from simulator.devices.synthetic import synthetic_home

LARGE = 500
"""Devices of the large home with 5,000 entities."""

NUMBERS = (
    ("voltageMeasurement", "voltage", "V"),
    ("carbonDioxideMeasurement", "carbonDioxide", "ppm"),
    ("atmosphericPressureMeasurement", "atmosphericPressure", "kPa"),
    ("soundPressureLevel", "soundPressureLevel", "dB"),
    ("ultravioletIndex", "ultravioletIndex", None),
    ("dewPoint", "dewpoint", "C"),
)
"""Capability, attribute and unit of numbers that every device of the home reports."""

MORE: Readings = {
    **{
        capability: {attribute: Reading(value=1, unit=unit)}
        for capability, attribute, unit in NUMBERS
    },
    "tamperAlert": {"tamper": "clear"},
    "soundSensor": {"sound": "not detected"},
}
"""What every device of the home reports, in addition to its own capabilities."""


def rich_home(count: int) -> Home:
    """Return a home whose devices have ten entities each on average."""
    return synthetic_home(count, MORE)
