"""Entities that every device has, whatever its capabilities."""

from homeassistant.components.binary_sensor import BinarySensorDeviceClass
from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.const import EntityCategory

from .descriptions.base import AutomationFeature, Mapped
from .descriptions.sensors import ActivityMap, ConnectivityMap
from .vocabulary import Capability

ENTRIES: tuple[Mapped, ...] = (
    ConnectivityMap(
        capability=Capability.HEALTH_CHECK,
        key="connectivity",
        automation=AutomationFeature.CONNECTIVITY,
        device_class=BinarySensorDeviceClass.CONNECTIVITY,
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    ActivityMap(
        capability=Capability.HEALTH_CHECK,
        key="lastActivity",
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
    ),
)
