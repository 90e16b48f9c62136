"""What a number measures, as far as its unit and its name leave no doubt."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from homeassistant.components.sensor import (
    DEVICE_CLASS_UNITS,
    SensorDeviceClass,
    SensorStateClass,
)

_BY_UNIT: Final = (
    SensorDeviceClass.TEMPERATURE,
    SensorDeviceClass.POWER,
    SensorDeviceClass.ENERGY,
    SensorDeviceClass.VOLTAGE,
    SensorDeviceClass.CURRENT,
    SensorDeviceClass.FREQUENCY,
    SensorDeviceClass.ILLUMINANCE,
    SensorDeviceClass.PRESSURE,
    SensorDeviceClass.DURATION,
    SensorDeviceClass.DISTANCE,
    SensorDeviceClass.WEIGHT,
    SensorDeviceClass.SPEED,
)
"""Classes with units that mean nothing else; the first that knows the unit."""
_BY_NAME: Final[Mapping[str, SensorDeviceClass]] = {
    "humidity": SensorDeviceClass.HUMIDITY,
    "battery": SensorDeviceClass.BATTERY,
    "carbondioxide": SensorDeviceClass.CO2,
    "carbonmonoxide": SensorDeviceClass.CO,
    "rssi": SensorDeviceClass.SIGNAL_STRENGTH,
    "signalstrength": SensorDeviceClass.SIGNAL_STRENGTH,
}
"""Classes by a part of the name, where the unit is one of theirs too."""
_AMBIGUOUS: Final = frozenset({"K"})
"""Units that other things have as well: here the colour of light."""
_GROWING: Final = ("total", "cumulative", "accumulated")


class Quantity(NamedTuple):
    """How Home Assistant is to understand a number with a unit."""

    device_class: SensorDeviceClass | None = None
    state_class: SensorStateClass | None = None


def quantity(unit: str, *names: str) -> Quantity:
    """Return what a number in a unit measures; ``names`` are those of capability and attribute."""
    named = "".join(names).lower()
    device_class = next(
        (found for part, found in _BY_NAME.items() if part in named and _knows(found, unit)), None
    )
    if device_class is None and unit not in _AMBIGUOUS:
        device_class = next((found for found in _BY_UNIT if _knows(found, unit)), None)
    if device_class is SensorDeviceClass.ENERGY:
        # A measurement of energy is none; only what grows may stand in the energy dashboard.
        grows = any(word in named for word in _GROWING)
        return Quantity(device_class, SensorStateClass.TOTAL_INCREASING if grows else None)
    return Quantity(device_class, SensorStateClass.MEASUREMENT)


def _knows(device_class: SensorDeviceClass, unit: str) -> bool:
    return unit in DEVICE_CLASS_UNITS[device_class]
