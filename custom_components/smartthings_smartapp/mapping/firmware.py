"""Firmware and software updates of devices."""

import re

from homeassistant.components.binary_sensor import BinarySensorDeviceClass
from homeassistant.components.update import UpdateDeviceClass
from homeassistant.const import EntityCategory

from .descriptions.base import Mapped, Source
from .descriptions.controls import UpdateMap
from .descriptions.sensors import BinarySensorMap
from .vocabulary import Attribute, Capability

_HEXADECIMAL = re.compile(r"[0-9A-Fa-f]{8}")


def firmware_number(version: str) -> int | None:
    """Return a version as a number if it has eight hexadecimal digits, as Zigbee devices have."""
    return int(version, 16) if _HEXADECIMAL.fullmatch(version) else None


_IS_NEW = Source(Capability.FIRMWARE_UPDATE, Attribute.UPDATE_AVAILABLE)

ENTRIES: tuple[Mapped, ...] = (
    UpdateMap(
        capability=Capability.FIRMWARE_UPDATE,
        key="firmware",
        attribute=Attribute.CURRENT_VERSION,
        claims=tuple(
            Source(Capability.FIRMWARE_UPDATE, attribute)
            for attribute in (
                Attribute.AVAILABLE_VERSION,
                Attribute.IMAGE_TRANSFER_PROGRESS,
                Attribute.STATE,
                Attribute.SUPPORTED_COMMANDS,
            )
        ),
        # Used only if no available version is reported.
        reads=(_IS_NEW,),
        mirrors=(_IS_NEW,),
        exclusive=True,
        device_class=UpdateDeviceClass.FIRMWARE,
        entity_category=EntityCategory.CONFIG,
    ),
    # An appliance reports that there is an update, but neither its version nor how to install it.
    BinarySensorMap(
        capability=Capability.SAMSUNG_CE_SOFTWARE_UPDATE,
        key=Attribute.NEW_VERSION_AVAILABLE,
        translation_key="software_update",
        on=(True,),
        device_class=BinarySensorDeviceClass.UPDATE,
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
)
