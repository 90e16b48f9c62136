"""Selects."""

from functools import partial
from typing import override

from homeassistant.components.select import SelectEntity
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .entity.component import StEntity
from .location_mode import location_modes
from .mapping.descriptions.platforms import SelectMap
from .runtime import StConfigEntry

PARALLEL_UPDATES = 0
"""Nothing polls, and commands to one device need not wait for another's."""


async def async_setup_entry(
    hass: HomeAssistant,
    entry: StConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the selects of an entry."""
    runtime = entry.runtime_data
    runtime.loader.register(async_add_entities, SelectMap, partial(StSelect, runtime))
    runtime.loader.register_location(
        Platform.SELECT, async_add_entities, partial(location_modes, runtime)
    )


class StSelect(StEntity[SelectMap], SelectEntity):
    """A choice among what the device offers."""

    entity_description: SelectMap

    @property
    @override
    def current_option(self) -> str | None:
        """Return the present value as an option."""
        return self.chosen(self.entity_description.choice)

    @property
    @override
    def options(self) -> list[str]:
        """Return what the device offers, and the present value even if it is not among that."""
        return [*self.settable(self.entity_description.choice)]

    @override
    async def async_select_option(self, option: str) -> None:
        """Pick an option."""
        await self.send(self.choosing(self.entity_description.choice, option))
