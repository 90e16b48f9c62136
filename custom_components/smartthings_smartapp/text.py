"""Texts."""

from typing import override

from homeassistant.components.text import TextEntity
from homeassistant.const import MAX_LENGTH_STATE_STATE
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .entity.component import SmartThingsEntity
from .mapping.descriptions.controls import TextMap
from .runtime import SmartThingsConfigEntry

PARALLEL_UPDATES = 0
"""Nothing polls, and commands to one device need not wait for another's."""


async def async_setup_entry(
    hass: HomeAssistant,
    entry: SmartThingsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the texts of an entry."""
    runtime = entry.runtime_data
    runtime.add_entities(async_add_entities, TextMap, SmartThingsText)


class SmartThingsText(SmartThingsEntity[TextMap], TextEntity):
    """A text to set.

    Home Assistant refuses to show a text beyond its own bounds, so those give way to one that the
    device reports.
    """

    entity_description: TextMap

    @property
    @override
    def native_value(self) -> str | None:
        """Return the text, as much of it as a state can hold."""
        value = self.text()
        return None if value is None else value[:MAX_LENGTH_STATE_STATE]

    @property
    @override
    def native_min(self) -> int:
        """Return how short it may be."""
        return min(self.entity_description.native_min, len(self.native_value or ""))

    @property
    @override
    def native_max(self) -> int:
        """Return how long it may be."""
        return max(self.entity_description.native_max, len(self.native_value or ""))

    @override
    async def async_set_value(self, value: str) -> None:
        """Set the text."""
        entry = self.entity_description
        await self.send(self.command(entry.capability, entry.command, value))
