"""Air quality: concentrations, and the level of concern that a device reports."""

from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import UnitOfDensity, UnitOfRatio

from .descriptions.base import Mapped, Source
from .descriptions.sensors import SensorMap
from .vocabulary import Attribute, Capability


def _concern(capability: str, attribute: str) -> SensorMap:
    """Return how concerning a concentration is for the health, as the device rates it."""
    return SensorMap(
        capability=capability,
        key=attribute,
        device_class=SensorDeviceClass.ENUM,
        options=[
            "good",
            "moderate",
            "slightly_unhealthy",
            "unhealthy",
            "very_unhealthy",
            "hazardous",
        ],
    )


ENTRIES: tuple[Mapped, ...] = (
    SensorMap(
        capability=Capability.AIR_QUALITY_SENSOR,
        key=Attribute.AIR_QUALITY,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement="CAQI",
    ),
    SensorMap(
        capability=Capability.CARBON_DIOXIDE_MEASUREMENT,
        key=Attribute.CARBON_DIOXIDE,
        device_class=SensorDeviceClass.CO2,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfRatio.PARTS_PER_MILLION,
    ),
    SensorMap(
        capability=Capability.EQUIVALENT_CARBON_DIOXIDE_MEASUREMENT,
        key=Attribute.EQUIVALENT_CARBON_DIOXIDE_MEASUREMENT,
        translation_key="equivalent_carbon_dioxide",
        device_class=SensorDeviceClass.CO2,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfRatio.PARTS_PER_MILLION,
    ),
    SensorMap(
        capability=Capability.CARBON_MONOXIDE_MEASUREMENT,
        key=Attribute.CARBON_MONOXIDE_LEVEL,
        device_class=SensorDeviceClass.CO,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfRatio.PARTS_PER_MILLION,
    ),
    SensorMap(
        capability=Capability.DUST_SENSOR,
        key=Attribute.DUST_LEVEL,
        device_class=SensorDeviceClass.PM10,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfDensity.MICROGRAMS_PER_CUBIC_METER,
    ),
    # A device with both capabilities reports the same fine dust level in both.
    SensorMap(
        capability=Capability.FINE_DUST_SENSOR,
        key=Attribute.FINE_DUST_LEVEL,
        mirrors=(Source(Capability.DUST_SENSOR, Attribute.FINE_DUST_LEVEL),),
        device_class=SensorDeviceClass.PM25,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfDensity.MICROGRAMS_PER_CUBIC_METER,
    ),
    SensorMap(
        capability=Capability.DUST_SENSOR,
        key=Attribute.FINE_DUST_LEVEL,
        device_class=SensorDeviceClass.PM25,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfDensity.MICROGRAMS_PER_CUBIC_METER,
    ),
    SensorMap(
        capability=Capability.VERY_FINE_DUST_SENSOR,
        key=Attribute.VERY_FINE_DUST_LEVEL,
        device_class=SensorDeviceClass.PM1,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfDensity.MICROGRAMS_PER_CUBIC_METER,
    ),
    SensorMap(
        capability=Capability.TVOC_MEASUREMENT,
        key=Attribute.TVOC_LEVEL,
        device_class=SensorDeviceClass.VOLATILE_ORGANIC_COMPOUNDS_PARTS,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfRatio.PARTS_PER_MILLION,
    ),
    SensorMap(
        capability=Capability.FORMALDEHYDE_MEASUREMENT,
        key=Attribute.FORMALDEHYDE_LEVEL,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfRatio.PARTS_PER_MILLION,
    ),
    SensorMap(
        capability=Capability.NITROGEN_DIOXIDE_MEASUREMENT,
        key=Attribute.NITROGEN_DIOXIDE,
        device_class=SensorDeviceClass.NITROGEN_DIOXIDE,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfRatio.PARTS_PER_MILLION,
    ),
    SensorMap(
        capability=Capability.OZONE_MEASUREMENT,
        key=Attribute.OZONE,
        device_class=SensorDeviceClass.OZONE,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfRatio.PARTS_PER_MILLION,
    ),
    SensorMap(
        capability=Capability.RADON_MEASUREMENT,
        key=Attribute.RADON_LEVEL,
        device_class=SensorDeviceClass.RADON,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement="pCi/L",
    ),
    SensorMap(
        capability=Capability.ODOR_SENSOR,
        key=Attribute.ODOR_LEVEL,
        state_class=SensorStateClass.MEASUREMENT,
    ),
    _concern(Capability.AIR_QUALITY_HEALTH_CONCERN, Attribute.AIR_QUALITY_HEALTH_CONCERN),
    _concern(Capability.CARBON_DIOXIDE_HEALTH_CONCERN, Attribute.CARBON_DIOXIDE_HEALTH_CONCERN),
    _concern(Capability.CARBON_MONOXIDE_HEALTH_CONCERN, Attribute.CARBON_MONOXIDE_HEALTH_CONCERN),
    _concern(Capability.DUST_HEALTH_CONCERN, Attribute.DUST_HEALTH_CONCERN),
    _concern(Capability.FINE_DUST_HEALTH_CONCERN, Attribute.FINE_DUST_HEALTH_CONCERN),
    _concern(Capability.FORMALDEHYDE_HEALTH_CONCERN, Attribute.FORMALDEHYDE_HEALTH_CONCERN),
    _concern(Capability.MOLD_HEALTH_CONCERN, Attribute.MOLD_HEALTH_CONCERN),
    _concern(Capability.NITROGEN_DIOXIDE_HEALTH_CONCERN, Attribute.NITROGEN_DIOXIDE_HEALTH_CONCERN),
    _concern(Capability.OZONE_HEALTH_CONCERN, Attribute.OZONE_HEALTH_CONCERN),
    _concern(Capability.RADON_HEALTH_CONCERN, Attribute.RADON_HEALTH_CONCERN),
    _concern(Capability.TVOC_HEALTH_CONCERN, Attribute.TVOC_HEALTH_CONCERN),
    _concern(Capability.VERY_FINE_DUST_HEALTH_CONCERN, Attribute.VERY_FINE_DUST_HEALTH_CONCERN),
)
