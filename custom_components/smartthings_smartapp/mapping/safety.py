"""What warns of danger; a test of a detector is no danger and counts as clear."""

from homeassistant.components.binary_sensor import BinarySensorDeviceClass
from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.const import EntityCategory
from pysmartthings import Attribute, Capability

from custom_components.smartthings_smartapp.descriptions import BinarySensorMap, Mapped, SensorMap

ENTRIES: tuple[Mapped, ...] = (
    BinarySensorMap(
        capability=Capability.SMOKE_DETECTOR,
        key=Attribute.SMOKE,
        on=("detected",),
        device_class=BinarySensorDeviceClass.SMOKE,
    ),
    BinarySensorMap(
        capability=Capability.CARBON_MONOXIDE_DETECTOR,
        key=Attribute.CARBON_MONOXIDE,
        on=("detected",),
        device_class=BinarySensorDeviceClass.CO,
    ),
    BinarySensorMap(
        capability=Capability.GAS_DETECTOR,
        key=Attribute.GAS,
        on=("detected",),
        device_class=BinarySensorDeviceClass.GAS,
    ),
    BinarySensorMap(
        capability=Capability.WATER_SENSOR,
        key=Attribute.WATER,
        on=("wet",),
        device_class=BinarySensorDeviceClass.MOISTURE,
    ),
    BinarySensorMap(
        capability=Capability.TAMPER_ALERT,
        key=Attribute.TAMPER,
        on=("detected",),
        device_class=BinarySensorDeviceClass.TAMPER,
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    BinarySensorMap(
        capability=Capability.PANIC_ALARM,
        key=Attribute.PANIC_ALARM,
        on=("panic",),
        device_class=BinarySensorDeviceClass.SAFETY,
    ),
    BinarySensorMap(
        capability=Capability.HARDWARE_FAULT,
        key=Attribute.HARDWARE_FAULT,
        on=("detected",),
        device_class=BinarySensorDeviceClass.PROBLEM,
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    SensorMap(
        capability=Capability.TEMPERATURE_ALARM,
        key=Attribute.TEMPERATURE_ALARM,
        device_class=SensorDeviceClass.ENUM,
        options=["cleared", "freeze", "heat", "rate_of_rise"],
    ),
    SensorMap(
        capability=Capability.ALARM,
        key=Attribute.ALARM,
        device_class=SensorDeviceClass.ENUM,
        options=["off", "siren", "strobe", "both"],
    ),
)
