"""Device trackers: phones and key rings that people carry, and devices that report a position."""

from typing import override

from homeassistant.components.device_tracker import BaseScannerEntity, SourceType, TrackerEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .entity.component import SmartThingsEntity
from .mapping.descriptions.base import Source
from .mapping.descriptions.sensors import PositionMap, TrackerMap
from .mapping.vocabulary import Attribute, Capability
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
    runtime.add_entities(async_add_entities, PositionMap, SmartThingsPosition)


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


class SmartThingsPosition(SmartThingsEntity[PositionMap], TrackerEntity):
    """The position of a device, in degrees and meters."""

    entity_description: PositionMap
    _attr_source_type = SourceType.GPS

    @property
    @override
    def latitude(self) -> float | None:
        """Return the latitude."""
        return self.number()

    @property
    @override
    def longitude(self) -> float | None:
        """Return the longitude."""
        return self.number(Source(Capability.GEOLOCATION, Attribute.LONGITUDE))

    @property
    @override
    def location_accuracy(self) -> float:
        """Return the accuracy of the position, 0 if it is unknown."""
        return self.number(Source(Capability.GEOLOCATION, Attribute.ACCURACY)) or 0
