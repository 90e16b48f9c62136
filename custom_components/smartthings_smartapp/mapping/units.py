"""Units in the one spelling that Home Assistant knows.

Each driver and each cloud writes units its own way (platform reference 8.2 has no list), so the
spellings here are those of the capability definitions and those seen on devices.
"""

from homeassistant.const import (
    DEGREE,
    LIGHT_LUX,
    UnitOfDensity,
    UnitOfElectricCurrent,
    UnitOfElectricPotential,
    UnitOfEnergy,
    UnitOfLength,
    UnitOfMass,
    UnitOfPower,
    UnitOfPressure,
    UnitOfRatio,
    UnitOfTemperature,
    UnitOfTime,
    UnitOfVolume,
    UnitOfVolumeFlowRate,
    UnitOfVolumetricFlux,
)

# By the spelling in small letters, so only units that differ in more than capitals may stand here.
_SPELLINGS = {
    "": DEGREE,
    "%": UnitOfRatio.PERCENTAGE,
    "percent": UnitOfRatio.PERCENTAGE,
    "c": UnitOfTemperature.CELSIUS,
    "celsius": UnitOfTemperature.CELSIUS,
    "f": UnitOfTemperature.FAHRENHEIT,
    "fahrenheit": UnitOfTemperature.FAHRENHEIT,
    "k": UnitOfTemperature.KELVIN,
    "watt": UnitOfPower.WATT,
    "watts": UnitOfPower.WATT,
    "wh": UnitOfEnergy.WATT_HOUR,
    "kwh": UnitOfEnergy.KILO_WATT_HOUR,
    "v": UnitOfElectricPotential.VOLT,
    "volt": UnitOfElectricPotential.VOLT,
    "volts": UnitOfElectricPotential.VOLT,
    "a": UnitOfElectricCurrent.AMPERE,
    "amp": UnitOfElectricCurrent.AMPERE,
    "amps": UnitOfElectricCurrent.AMPERE,
    "lux": LIGHT_LUX,
    "lx": LIGHT_LUX,
    "ppm": UnitOfRatio.PARTS_PER_MILLION,
    "ppb": UnitOfRatio.PARTS_PER_BILLION,
    "μg/m3": UnitOfDensity.MICROGRAMS_PER_CUBIC_METER,
    "mg/m3": UnitOfDensity.MILLIGRAMS_PER_CUBIC_METER,
    "m3": UnitOfVolume.CUBIC_METERS,
    "m3/h": UnitOfVolumeFlowRate.CUBIC_METERS_PER_HOUR,
    "m3/hr": UnitOfVolumeFlowRate.CUBIC_METERS_PER_HOUR,
    "gallon": UnitOfVolume.GALLONS,
    "gallons": UnitOfVolume.GALLONS,
    "l": UnitOfVolume.LITERS,
    "liter": UnitOfVolume.LITERS,
    "liters": UnitOfVolume.LITERS,
    "mm/hr": UnitOfVolumetricFlux.MILLIMETERS_PER_HOUR,
    "in/hr": UnitOfVolumetricFlux.INCHES_PER_HOUR,
    "cc": UnitOfVolume.MILLILITERS,
    "cm": UnitOfLength.CENTIMETERS,
    "lbs": UnitOfMass.POUNDS,
    "kg/m2": "kg/m²",
    "pci/l": "pCi/L",
    "bq/m3": "Bq/m³",
    "hpa": UnitOfPressure.HPA,
    "kpa": UnitOfPressure.KPA,
    "mmhg": UnitOfPressure.MMHG,
    "inhg": UnitOfPressure.INHG,
    "sec": UnitOfTime.SECONDS,
    "hour": UnitOfTime.HOURS,
    "hours": UnitOfTime.HOURS,
    "hr": UnitOfTime.HOURS,
}
_FOLDED = str.maketrans({"^": None, "³": "3", "²": "2", "°": None, "º": None, "µ": "μ"})
_MICRO = ("ug/", "μg/")


def normal(unit: str) -> str:
    """Return the unit in Home Assistant's spelling, or as it came where it has none other."""
    if not (stripped := unit.strip()):
        return ""
    folded = stripped.translate(_FOLDED).lower().replace(*_MICRO)
    return _SPELLINGS.get(folded, stripped)
