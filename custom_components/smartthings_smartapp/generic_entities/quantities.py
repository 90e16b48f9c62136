"""What a number measures, if its unit and its name are unambiguous."""

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
"""Device classes with unambiguous units. The first that has the unit is used."""
_BY_NAME: Final[Mapping[str, SensorDeviceClass]] = {
    "humidity": SensorDeviceClass.HUMIDITY,
    "battery": SensorDeviceClass.BATTERY,
    "carbondioxide": SensorDeviceClass.CO2,
    "carbonmonoxide": SensorDeviceClass.CO,
    "rssi": SensorDeviceClass.SIGNAL_STRENGTH,
    "signalstrength": SensorDeviceClass.SIGNAL_STRENGTH,
}
"""Device classes by a part of the name. They are used if they have the unit."""
_AMBIGUOUS: Final = frozenset({"K"})
"""Units with another meaning: K is also for the color of light."""
_GROWING: Final = ("total", "cumulative", "accumulated")


class Quantity(NamedTuple):
    """The classes of a number in Home Assistant."""

    device_class: SensorDeviceClass | None = None
    state_class: SensorStateClass | None = None


def quantity(unit: str, *names: str) -> Quantity:
    """Return what a number with a unit measures; ``names`` are of capability and attribute."""
    named = "".join(names).lower()
    device_class = next(
        (found for part, found in _BY_NAME.items() if part in named and _knows(found, unit)), None
    )
    if device_class is None and unit not in _AMBIGUOUS:
        device_class = next((found for found in _BY_UNIT if _knows(found, unit)), None)
    if device_class is SensorDeviceClass.ENERGY:
        # Energy cannot be a measurement. Only a total that grows may be in the energy dashboard.
        grows = any(word in named for word in _GROWING)
        return Quantity(device_class, SensorStateClass.TOTAL_INCREASING if grows else None)
    return Quantity(device_class, SensorStateClass.MEASUREMENT)


def _knows(device_class: SensorDeviceClass, unit: str) -> bool:
    return unit in DEVICE_CLASS_UNITS[device_class]
