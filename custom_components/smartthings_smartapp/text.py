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
"""Entities are pushed, and commands to different devices are independent."""


async def async_setup_entry(
    hass: HomeAssistant,
    entry: SmartThingsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the texts of an entry."""
    runtime = entry.runtime_data
    runtime.add_entities(async_add_entities, TextMap, SmartThingsText)


class SmartThingsText(SmartThingsEntity[TextMap], TextEntity):
    """A text that can be set.

    Home Assistant raises an error for a text outside the bounds of the entity, so the bounds are
    extended for the reported text.
    """

    entity_description: TextMap

    @property
    @override
    def native_value(self) -> str | None:
        """Return the text, cut to the maximum length of a state."""
        value = self.text()
        return None if value is None else value[:MAX_LENGTH_STATE_STATE]

    @property
    @override
    def native_min(self) -> int:
        """Return the minimum length."""
        return min(self.entity_description.native_min, len(self.native_value or ""))

    @property
    @override
    def native_max(self) -> int:
        """Return the maximum length."""
        return max(self.entity_description.native_max, len(self.native_value or ""))

    @override
    async def async_set_value(self, value: str) -> None:
        """Set the text."""
        entry = self.entity_description
        await self.send(self.command(entry.capability, entry.command, value))
