"""Units in the spelling of Home Assistant.

Each driver and each cloud spells units in its own way (platform reference 8.2 has no list). A unit
that is not understood is not changed, since it must not be mistaken for another.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from homeassistant.components.sensor import DEVICE_CLASS_UNITS, SensorDeviceClass


def _pairs(words: str) -> dict[str, str]:
    """Return the pairs of a text ``spelling=unit spelling=unit``, to keep a long table readable."""
    return dict(pair.split("=") for pair in words.split())


# Names of units in the singular, folded, alone or on one side of a fraction.
_NAMES: Final = _pairs(
    "amp=A ampere=A bar=bar celsius=°C centigrade=°C cubicfeet=ft³ cubicfoot=ft³ cubicmeter=m³ "
    "cubicmetre=m³ day=d decibel=dB fahrenheit=°F feet=ft foot=ft gallon=gal gram=g hertz=Hz "
    "hour=h hr=h hundredcubicfeet=CCF inch=in inche=in joule=J kelvin=K lb=lb liter=L litre=L "
    "lux=lx meter=m metre=m mile=mi min=min minute=min ounce=oz partsperbillion=ppb "
    "partspermillion=ppm pascal=Pa percent=% percentage=% pound=lb sec=s second=s stone=st "
    "therm=thm usgal=gal usgallon=gal volt=V watt=W watthour=Wh yard=yd"
)
_PREFIXES: Final = {
    "centi": "c",
    "hecto": "h",
    "kilo": "k",
    "mega": "M",
    "micro": "μ",
    "milli": "m",
}
# Folded spellings.
_SPELLINGS: Final = _pairs(
    "%h=% %rh=% 100ft3=CCF bft=Beaufort bq/m3=Bq/m³ c=°C cbm=m³ cc=mL cf/m=ft³/min cf=ft³ "
    "cfm=ft³/min cft=ft³ cmh=m³/h cuft=ft³ cum=m³ db(a)=dBA deg=° degc=°C degcelsius=°C degf=°F "
    "degfahrenheit=°F dm3=L f=°F fps=ft/s gal(us)=gal gpd=gal/d gph=gal/h gpm=gal/min hcf=CCF "
    "inh20=inH₂O inwc=inH₂O kg/m2=kg/m² kl=m³ kmh=km/h kmph=km/h knot=kn knots=kn kph=km/h kt=kn "
    "kts=kn l/m=L/min lm/m2=lx lph=L/h lpm=L/min lps=L/s mcg/m3=μg/m³ mhz=MHz mi/h=mph mps=m/s "
    "mv=mV mw=mW pci/l=pCi/L pct=% psi(a)=psi psi(g)=psi psia=psi psig=psi torr=mmHg "
    "usgpm=gal/min vac=V vdc=V"
)
# Folded spellings that are only unambiguous for a device class.
_OF_CLASS: Final[Mapping[SensorDeviceClass, Mapping[str, str]]] = {
    SensorDeviceClass.DURATION: {"m": "min"},
    SensorDeviceClass.HUMIDITY: {"rh": "%"},
    SensorDeviceClass.PRESSURE: {"mb": "mbar"},
}
# Quantities for which Home Assistant has two device classes, depending on the unit.
_SAME_QUANTITY: Final[Mapping[SensorDeviceClass | None, SensorDeviceClass]] = {
    SensorDeviceClass.ENERGY: SensorDeviceClass.GAS,
    SensorDeviceClass.VOLATILE_ORGANIC_COMPOUNDS_PARTS: (
        SensorDeviceClass.VOLATILE_ORGANIC_COMPOUNDS
    ),
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
_MICRO: Final = re.compile(r"^u(?=[agsv](?:/|$))")
_DEGREES: Final = re.compile("degrees?")
_PER: Final = re.compile(r"\s+per\s+|\s*/\s*")
# Units that are others in capitals: `MPa` is mega, `mG` is for acceleration.
_EXACT: Final = frozenset({"g", "mg", "mpa"})
# Units that are never meant: `MPA` is mega.
_TINY: Final = frozenset({"mPa"})
# Device classes with letters that have many meanings.
_DATA: Final = (SensorDeviceClass.DATA_SIZE, SensorDeviceClass.DATA_RATE)


def normal(unit: str, device_class: str | None = None) -> str:
    """Return the unit in Home Assistant's spelling, or unchanged if it is not known.

    Some spellings are only unambiguous with a device class. The empty text means no unit.
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
        _named(folded),
        _folded_units().get(folded),
        _fraction(written),
    )
    found = next((known for known in candidates if known), written)
    return written if _is_mega(written, found) else found


def knows(device_class: str, unit: str) -> bool:
    """Return whether a unit is, in this spelling, one of a device class of Home Assistant."""
    return unit in DEVICE_CLASS_UNITS.get(SensorDeviceClass(device_class), ())


def class_with(unit: str, own: SensorDeviceClass | None) -> SensorDeviceClass | None:
    """Return a device class, or the other one of its quantity, that has the unit; else None."""
    for candidate in (own, _SAME_QUANTITY.get(own)):
        if candidate is not None and knows(candidate, unit):
            return candidate
    return None


def has_units(device_class: str | None) -> bool:
    """Return whether values of a device class have units. An index has none."""
    return device_class is None or DEVICE_CLASS_UNITS.get(SensorDeviceClass(device_class)) != {None}


def _folded(written: str) -> str:
    """Return a spelling without capitals, spaces and signs, with the Greek letter for micro."""
    folded = "".join(written.translate(_FOLDED).lower().split())
    return _DEGREES.sub("deg", _MICRO.sub("μ", folded))


def _fraction(written: str) -> str | None:
    """Return a fraction of two units, also of their names, such as ``gallons per minute``."""
    sides = _PER.split(written)
    if len(sides) == 1:
        return None
    known = map(_folded, sides)
    folded = _folded("/".join(_named(side) or side for side in known))
    return _SPELLINGS.get(folded) or _folded_units().get(folded)


def _named(folded: str) -> str | None:
    """Return a unit by its name in the singular or the plural, such as ``kilometers``."""
    for name in (folded, folded.removesuffix("s")):
        if name in _NAMES:
            return _NAMES[name]
        for prefix, letter in _PREFIXES.items():
            base = _NAMES.get(name.removeprefix(prefix)) if name.startswith(prefix) else None
            if base and f"{letter}{base}" in _units():
                return f"{letter}{base}"
    return None


def _is_mega(written: str, found: str) -> bool:
    """Return whether a capital M, which means mega, has become the prefix milli."""
    milli = found[:1] == "m" and found[1:] in _units() and found != "min"
    folded = _folded(found) == _folded(written)
    return milli and folded and written[:1] == "M" and not written.isupper()


def _fold_all(units: Iterable[object]) -> dict[str, str]:
    """Return units by folded spelling. Spellings of several units are left out."""
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
    """Return the units whose folded spelling is unambiguous for every device class."""
    data = {str(unit) for device_class in _DATA for unit in DEVICE_CLASS_UNITS[device_class]}
    found = _fold_all(_units() - data)
    return {folded: unit for folded, unit in found.items() if folded not in _EXACT}


@cache
def _of_class(device_class: SensorDeviceClass) -> dict[str, str]:
    """Return the units of a device class by folded spelling."""
    special = _OF_CLASS.get(_ATMOSPHERIC.get(device_class, device_class), {})
    return {**_fold_all(DEVICE_CLASS_UNITS[device_class] - _TINY), **special}
