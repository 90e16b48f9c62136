"""Firmware and software updates of devices."""

import re

from homeassistant.components.binary_sensor import BinarySensorDeviceClass
from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.components.update import UpdateDeviceClass
from homeassistant.const import EntityCategory, UnitOfRatio

from .descriptions.base import Mapped, Need, Source, Where
from .descriptions.controls import ButtonMap, UpdateMap
from .descriptions.sensors import BinarySensorMap, SensorMap
from .vocabulary import Attribute, Capability, Command

_HEXADECIMAL = re.compile(r"[0-9A-Fa-f]{8}")


def firmware_number(version: str) -> int | None:
    """Return a version as a number if it has eight hexadecimal digits, as Zigbee devices have."""
    return int(version, 16) if _HEXADECIMAL.fullmatch(version) else None


_SOFTWARE = Capability.SAMSUNG_CE_SOFTWARE_UPDATE
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
    # An appliance reports that there is an update, but neither its version nor the present one. An
    # update entity compares the two.
    BinarySensorMap(
        capability=Capability.SAMSUNG_CE_SOFTWARE_UPDATE,
        key=Attribute.NEW_VERSION_AVAILABLE,
        translation_key="software_update",
        on=(True,),
        device_class=BinarySensorDeviceClass.UPDATE,
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    # The definition has an optional argument for the module. Without it, the appliance updates all.
    ButtonMap(
        capability=_SOFTWARE,
        key=Command.AGREE_UPDATE,
        attribute=Attribute.NEW_VERSION_AVAILABLE,
        command=Command.AGREE_UPDATE,
        needs=(
            Need(
                source=Source(_SOFTWARE, Attribute.NEW_VERSION_AVAILABLE),
                values=(True,),
                error="no_software_update",
            ),
        ),
        entity_category=EntityCategory.CONFIG,
        entity_registry_enabled_default=False,
    ),
    SensorMap(
        capability=_SOFTWARE,
        key=Attribute.OPERATING_STATE,
        translation_key="software_update_state",
        where=Where(reported=(Attribute.OPERATING_STATE,)),
        device_class=SensorDeviceClass.ENUM,
        options=["failed", "finished", "none", "ready_to_update", "updating"],
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
    ),
    SensorMap(
        capability=_SOFTWARE,
        key="softwareUpdateProgress",
        attribute=Attribute.PROGRESS,
        where=Where(reported=(Attribute.PROGRESS,)),
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
    ),
    SensorMap(
        capability=_SOFTWARE,
        key="softwareUpdated",
        attribute=Attribute.LAST_UPDATED_DATE,
        where=Where(reported=(Attribute.LAST_UPDATED_DATE,)),
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
    ),
)
