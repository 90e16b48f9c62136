"""Units in the one spelling that Home Assistant knows.

Each driver and each cloud writes units its own way (platform reference 8.2 has no list). A unit
that is not understood stays as it came: it must not appear under another one.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from homeassistant.components.sensor import DEVICE_CLASS_UNITS, SensorDeviceClass
from homeassistant.const import (
    DEGREE,
    UnitOfElectricPotential,
    UnitOfEnergy,
    UnitOfFrequency,
    UnitOfLength,
    UnitOfMass,
    UnitOfPower,
    UnitOfPressure,
    UnitOfRatio,
    UnitOfSoundPressure,
    UnitOfSpeed,
    UnitOfTemperature,
    UnitOfTime,
    UnitOfVolume,
    UnitOfVolumeFlowRate,
)

# What stands for a unit in words, alone or on a side of a fraction, in the singular.
_NAMES: Final[Mapping[str, str]] = {
    "amp": "A",
    "ampere": "A",
    "celsius": UnitOfTemperature.CELSIUS,
    "centigrade": UnitOfTemperature.CELSIUS,
    "centimeter": UnitOfLength.CENTIMETERS,
    "centimetre": UnitOfLength.CENTIMETERS,
    "cubicfeet": UnitOfVolume.CUBIC_FEET,
    "cubicfoot": UnitOfVolume.CUBIC_FEET,
    "cubicmeter": UnitOfVolume.CUBIC_METERS,
    "cubicmetre": UnitOfVolume.CUBIC_METERS,
    "day": UnitOfTime.DAYS,
    "decibel": UnitOfSoundPressure.DECIBEL,
    "degree": DEGREE,
    "fahrenheit": UnitOfTemperature.FAHRENHEIT,
    "feet": UnitOfLength.FEET,
    "foot": UnitOfLength.FEET,
    "gallon": UnitOfVolume.GALLONS,
    "gram": UnitOfMass.GRAMS,
    "hectopascal": UnitOfPressure.HPA,
    "hertz": UnitOfFrequency.HERTZ,
    "hour": UnitOfTime.HOURS,
    "hundredcubicfeet": UnitOfVolume.CENTUM_CUBIC_FEET,
    "hr": UnitOfTime.HOURS,
    "inch": UnitOfLength.INCHES,
    "inche": UnitOfLength.INCHES,
    "joule": UnitOfEnergy.JOULE,
    "kelvin": UnitOfTemperature.KELVIN,
    "kilogram": UnitOfMass.KILOGRAMS,
    "kilometer": UnitOfLength.KILOMETERS,
    "kilometre": UnitOfLength.KILOMETERS,
    "kilopascal": UnitOfPressure.KPA,
    "kilowatt": UnitOfPower.KILO_WATT,
    "kilowatthour": UnitOfEnergy.KILO_WATT_HOUR,
    "lb": UnitOfMass.POUNDS,
    "liter": UnitOfVolume.LITERS,
    "litre": UnitOfVolume.LITERS,
    "lux": "lx",
    "meter": UnitOfLength.METERS,
    "metre": UnitOfLength.METERS,
    "mile": UnitOfLength.MILES,
    "milliamp": "mA",
    "milliampere": "mA",
    "millibar": UnitOfPressure.MBAR,
    "milliliter": UnitOfVolume.MILLILITERS,
    "millilitre": UnitOfVolume.MILLILITERS,
    "millimeter": UnitOfLength.MILLIMETERS,
    "millimetre": UnitOfLength.MILLIMETERS,
    "millisecond": UnitOfTime.MILLISECONDS,
    "millivolt": UnitOfElectricPotential.MILLIVOLT,
    "milliwatt": UnitOfPower.MILLIWATT,
    "min": UnitOfTime.MINUTES,
    "minute": UnitOfTime.MINUTES,
    "ounce": UnitOfMass.OUNCES,
    "pascal": UnitOfPressure.PA,
    "percent": UnitOfRatio.PERCENTAGE,
    "percentage": UnitOfRatio.PERCENTAGE,
    "pound": UnitOfMass.POUNDS,
    "sec": UnitOfTime.SECONDS,
    "second": UnitOfTime.SECONDS,
    "volt": UnitOfElectricPotential.VOLT,
    "watt": UnitOfPower.WATT,
    "watthour": UnitOfEnergy.WATT_HOUR,
    "therm": "thm",
    "yard": UnitOfLength.YARDS,
}
# Spellings as `_folded` leaves them.
_SPELLINGS: Final[Mapping[str, str]] = {
    "%h": UnitOfRatio.PERCENTAGE,
    "%rh": UnitOfRatio.PERCENTAGE,
    "bq/m3": "Bq/m³",
    "c": UnitOfTemperature.CELSIUS,
    "cbm": UnitOfVolume.CUBIC_METERS,
    "cc": UnitOfVolume.MILLILITERS,
    "cf": UnitOfVolume.CUBIC_FEET,
    "cfm": UnitOfVolumeFlowRate.CUBIC_FEET_PER_MINUTE,
    "cft": UnitOfVolume.CUBIC_FEET,
    "cmh": UnitOfVolumeFlowRate.CUBIC_METERS_PER_HOUR,
    "cuft": UnitOfVolume.CUBIC_FEET,
    "cum": UnitOfVolume.CUBIC_METERS,
    "db(a)": UnitOfSoundPressure.WEIGHTED_DECIBEL_A,
    "deg": DEGREE,
    "degc": UnitOfTemperature.CELSIUS,
    "degf": UnitOfTemperature.FAHRENHEIT,
    "f": UnitOfTemperature.FAHRENHEIT,
    "fps": UnitOfSpeed.FEET_PER_SECOND,
    "gpd": UnitOfVolumeFlowRate.GALLONS_PER_DAY,
    "gph": UnitOfVolumeFlowRate.GALLONS_PER_HOUR,
    "gpm": UnitOfVolumeFlowRate.GALLONS_PER_MINUTE,
    "hcf": UnitOfVolume.CENTUM_CUBIC_FEET,
    "kg/m2": "kg/m²",
    "kmh": UnitOfSpeed.KILOMETERS_PER_HOUR,
    "kmph": UnitOfSpeed.KILOMETERS_PER_HOUR,
    "knot": UnitOfSpeed.KNOTS,
    "knots": UnitOfSpeed.KNOTS,
    "kph": UnitOfSpeed.KILOMETERS_PER_HOUR,
    "kt": UnitOfSpeed.KNOTS,
    "kts": UnitOfSpeed.KNOTS,
    "l/m": UnitOfVolumeFlowRate.LITERS_PER_MINUTE,
    "lph": UnitOfVolumeFlowRate.LITERS_PER_HOUR,
    "lpm": UnitOfVolumeFlowRate.LITERS_PER_MINUTE,
    "lps": UnitOfVolumeFlowRate.LITERS_PER_SECOND,
    "mhz": UnitOfFrequency.MEGAHERTZ,
    "mi/h": UnitOfSpeed.MILES_PER_HOUR,
    "mps": UnitOfSpeed.METERS_PER_SECOND,
    "mv": UnitOfElectricPotential.MILLIVOLT,
    "mw": UnitOfPower.MILLIWATT,
    "pci/l": "pCi/L",
    "pct": UnitOfRatio.PERCENTAGE,
    "psig": UnitOfPressure.PSI,
}
# Spellings that only a class makes plain.
_OF_CLASS: Final[Mapping[SensorDeviceClass, Mapping[str, str]]] = {
    SensorDeviceClass.DURATION: {"m": UnitOfTime.MINUTES},
    SensorDeviceClass.PRESSURE: {"mb": UnitOfPressure.MBAR},
}
_ATMOSPHERIC: Final = {SensorDeviceClass.ATMOSPHERIC_PRESSURE: SensorDeviceClass.PRESSURE}
_NO_UNITS: Final = frozenset({"n/a", "none", "null", "-"})
_FOLDED: Final = str.maketrans(
    {
        **dict.fromkeys("^°º.⋅·*-", None),
        "³": "3",
        "²": "2",
        "₂": "2",
        "µ": "μ",
        "℃": "c",
        "℉": "f",
    }
)
_PER: Final = re.compile(r"\s+per\s+|\s*/\s*")
# Units that other capitals make another: `MPa` is mega, `mG` is of acceleration.
_EXACT: Final = frozenset({"g", "mg", "mpa"})
# Letters of data, which stand for too much else.
_DATA: Final = (SensorDeviceClass.DATA_SIZE, SensorDeviceClass.DATA_RATE)


def normal(unit: str, device_class: str | None = None) -> str:
    """Return the unit in Home Assistant's spelling, or as it came where it has none other.

    The class of what is measured makes some spellings plain. The empty text stands for no unit.
    """
    written = unit.strip()
    if not written or written.lower() in _NO_UNITS:
        return ""
    own = SensorDeviceClass(device_class) if device_class in DEVICE_CLASS_UNITS else None
    folded = _folded(written)
    candidates = (
        written if own and knows(own, written) else None,
        _of_class(own).get(folded) if own else None,
        written if written in _units() else None,
        _SPELLINGS.get(folded),
        _NAMES.get(folded) or _NAMES.get(folded.removesuffix("s")),
        _folded_units().get(folded),
        _fraction(written),
    )
    found = next((known for known in candidates if known), written)
    return written if _is_mega(written, found) else found


def knows(device_class: str, unit: str) -> bool:
    """Tell whether Home Assistant knows a unit, in its own spelling, as one of a class."""
    return unit in DEVICE_CLASS_UNITS.get(SensorDeviceClass(device_class), ())


def has_units(device_class: str | None) -> bool:
    """Tell whether what is measured has units at all: an index has none."""
    return device_class is None or DEVICE_CLASS_UNITS.get(SensorDeviceClass(device_class)) != {None}


def _folded(written: str) -> str:
    """Return a spelling without capitals, spaces and signs; micro is always the Greek letter."""
    folded = "".join(written.translate(_FOLDED).lower().split())
    return f"μ{folded[1:]}" if folded[:2] in {"ua", "ug", "us", "uv"} else folded


def _fraction(written: str) -> str | None:
    """Return a fraction of two units that are known by their names: ``gallons per minute``."""
    sides = _PER.split(written)
    if len(sides) == 1:
        return None
    known = (_folded(side) for side in sides)
    named = (_NAMES.get(side) or _NAMES.get(side.removesuffix("s")) or side for side in known)
    folded = _folded("/".join(named))
    return _SPELLINGS.get(folded) or _folded_units().get(folded)


def _is_mega(written: str, found: str) -> bool:
    """Tell whether a capital M, which means mega, would become the prefix milli."""
    milli = found[:1] == "m" and found[1:] in _units() and found != UnitOfTime.MINUTES
    return milli and written[:1] == "M" and not written.isupper()


def _fold_all(units: Iterable[object]) -> dict[str, str]:
    """Return units by their folded spelling, without those that share one."""
    found: dict[str, set[str]] = {}
    for unit in units:
        if unit:
            found.setdefault(_folded(str(unit)), set()).add(str(unit))
    return {folded: sharing.pop() for folded, sharing in found.items() if len(sharing) == 1}


@cache
def _units() -> frozenset[str]:
    """Return all units that Home Assistant knows."""
    return frozenset(
        str(unit) for units in DEVICE_CLASS_UNITS.values() for unit in units if unit is not None
    )


@cache
def _folded_units() -> dict[str, str]:
    """Return the units that are plain whatever is measured."""
    data = {str(unit) for device_class in _DATA for unit in DEVICE_CLASS_UNITS[device_class]}
    found = _fold_all(_units() - data)
    return {folded: unit for folded, unit in found.items() if folded not in _EXACT}


@cache
def _of_class(device_class: SensorDeviceClass) -> dict[str, str]:
    """Return the units of a class by their folded spelling."""
    special = _OF_CLASS.get(_ATMOSPHERIC.get(device_class, device_class), {})
    return {**_fold_all(DEVICE_CLASS_UNITS[device_class]), **special}
