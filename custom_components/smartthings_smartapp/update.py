"""Firmware updates."""

from typing import Any, override

from homeassistant.components.update import UpdateEntity, UpdateEntityFeature
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .entity.component import SmartThingsEntity
from .mapping.descriptions.base import Source
from .mapping.descriptions.controls import UpdateMap
from .mapping.firmware import firmware_number
from .mapping.vocabulary import Attribute, Capability, Command
from .runtime import SmartThingsConfigEntry

PARALLEL_UPDATES = 0
"""Entities are pushed, and commands to different devices are independent."""

_AVAILABLE = Source(Capability.FIRMWARE_UPDATE, Attribute.AVAILABLE_VERSION)
_COMMANDS = Source(Capability.FIRMWARE_UPDATE, Attribute.SUPPORTED_COMMANDS)
_PROGRESS = Source(Capability.FIRMWARE_UPDATE, Attribute.IMAGE_TRANSFER_PROGRESS)
_STATE = Source(Capability.FIRMWARE_UPDATE, Attribute.STATE)
_DONE = 100
_IS_NEW = Source(Capability.FIRMWARE_UPDATE, Attribute.UPDATE_AVAILABLE)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: SmartThingsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the updates of an entry."""
    runtime = entry.runtime_data
    runtime.add_entities(async_add_entities, UpdateMap, SmartThingsUpdate)


class SmartThingsUpdate(SmartThingsEntity[UpdateMap], UpdateEntity):
    """The firmware of a device."""

    entity_description: UpdateMap

    @property
    @override
    def supported_features(self) -> UpdateEntityFeature:
        """Return progress, and install unless the device lists other commands only."""
        listed = self.raw(_COMMANDS)
        if isinstance(listed, list) and Command.UPDATE_FIRMWARE not in listed:
            return UpdateEntityFeature.PROGRESS
        return UpdateEntityFeature.PROGRESS | UpdateEntityFeature.INSTALL

    @property
    @override
    def installed_version(self) -> str | None:
        """Return the installed version."""
        return self.text()

    @property
    @override
    def latest_version(self) -> str | None:
        """Return the available version, or the installed one if there is no update."""
        return self.text(_AVAILABLE) or (self.text() if self.raw(_IS_NEW) is False else None)

    @property
    @override
    def in_progress(self) -> bool:
        """Return whether an update is in progress."""
        return self.text(_STATE) == "updateInProgress"

    @property
    @override
    def update_percentage(self) -> float | None:
        """Return the progress of the transfer in percent."""
        progress = self.number(_PROGRESS)
        return progress if progress is not None and 0 <= progress <= _DONE else None

    @override
    def version_is_newer(self, latest_version: str, installed_version: str) -> bool:
        """Compare versions. Those of Zigbee devices are hexadecimal numbers."""
        latest, installed = firmware_number(latest_version), firmware_number(installed_version)
        if latest is not None and installed is not None:
            return latest > installed
        return super().version_is_newer(latest_version, installed_version)

    @override
    async def async_install(self, version: str | None, backup: bool, **kwargs: Any) -> None:
        """Install the available version."""
        await self.send(self.command(Capability.FIRMWARE_UPDATE, Command.UPDATE_FIRMWARE))
