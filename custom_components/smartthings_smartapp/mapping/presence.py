"""Who is there: phones, arrival sensors, occupancy."""

from homeassistant.components.binary_sensor import BinarySensorDeviceClass
from pysmartthings import Attribute, Capability

from custom_components.smartthings_smartapp.descriptions import BinarySensorMap, Mapped

ENTRIES: tuple[Mapped, ...] = (
    BinarySensorMap(
        capability=Capability.PRESENCE_SENSOR,
        key=Attribute.PRESENCE,
        on=("present",),
        device_class=BinarySensorDeviceClass.PRESENCE,
    ),
    BinarySensorMap(
        capability=Capability.OCCUPANCY_SENSOR,
        key=Attribute.OCCUPANCY,
        on=("occupied",),
        device_class=BinarySensorDeviceClass.OCCUPANCY,
    ),
    BinarySensorMap(
        capability=Capability.SLEEP_SENSOR,
        key=Attribute.SLEEPING,
        on=("sleeping",),
    ),
)
