"""Device trackers: phones and key rings that people carry."""

from typing import override

from homeassistant.components.device_tracker import BaseScannerEntity, SourceType
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .entity.component import SmartThingsEntity
from .mapping.descriptions.sensors import TrackerMap
from .runtime import SmartThingsConfigEntry

PARALLEL_UPDATES = 0
"""Entities are read-only and pushed."""


async def async_setup_entry(
    hass: HomeAssistant,
    entry: SmartThingsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the device trackers of an entry."""
    runtime = entry.runtime_data
    runtime.add_entities(async_add_entities, TrackerMap, SmartThingsTracker)


class SmartThingsTracker(SmartThingsEntity[TrackerMap], BaseScannerEntity):
    """Something that a person carries. SmartThings reports whether it is at the location."""

    entity_description: TrackerMap
    # A person is at home if such a tracker is. Home Assistant asks a GPS tracker for a position.
    _attr_source_type = SourceType.ROUTER

    @property
    @override
    def is_connected(self) -> bool | None:
        """Return whether it is at the location, None if it is unknown."""
        value = self.text()
        return None if value is None else value in self.entity_description.present
