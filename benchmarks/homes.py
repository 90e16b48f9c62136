"""The homes that the benchmarks measure."""

from simulator.devices.device import Reading, Readings
from simulator.devices.home import Home
from simulator.devices.synthetic import synthetic_home

LARGE = 500
"""Devices of the large home, which has 5,000 entities."""

NUMBERS = (
    ("voltageMeasurement", "voltage", "V"),
    ("carbonDioxideMeasurement", "carbonDioxide", "ppm"),
    ("atmosphericPressureMeasurement", "atmosphericPressure", "kPa"),
    ("soundPressureLevel", "soundPressureLevel", "dB"),
    ("ultravioletIndex", "ultravioletIndex", None),
    ("dewPoint", "dewpoint", "C"),
)
"""Capability, attribute and unit of numbers that every device of a rich home reports."""

MORE: Readings = {
    **{
        capability: {attribute: Reading(value=1, unit=unit)}
        for capability, attribute, unit in NUMBERS
    },
    "tamperAlert": {"tamper": "clear"},
    "soundSensor": {"sound": "not detected"},
}
"""What every device of a rich home reports beside what its kind does."""


def rich_home(count: int) -> Home:
    """Return a home of devices with ten entities each, on average."""
    return synthetic_home(count, MORE)
