"""Covers: shades, doors, garage doors."""

from functools import partial
from typing import Any, override

from homeassistant.components.cover import ATTR_POSITION, CoverEntity, CoverEntityFeature
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from pysmartthings import Command

from .descriptions import CoverMap
from .entity import StEntity
from .runtime import StConfigEntry

PARALLEL_UPDATES = 0
"""Nothing polls, and commands to one device need not wait for another's."""

_OPEN = ("open", "partially open", "opening", "closing")


async def async_setup_entry(
    hass: HomeAssistant,
    entry: StConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the covers of an entry."""
    runtime = entry.runtime_data
    runtime.loader.register(async_add_entities, CoverMap, partial(StCover, runtime))


class StCover(StEntity[CoverMap], CoverEntity):
    """A cover, with a position and a stop where the device has them."""

    entity_description: CoverMap

    @property
    @override
    def supported_features(self) -> CoverEntityFeature:
        """Return what the device lists, or all that its capability defines."""
        entry = self.entity_description
        listed = self.words(entry.supported) if entry.supported else ()
        offered = {
            Command.OPEN: CoverEntityFeature.OPEN,
            Command.CLOSE: CoverEntityFeature.CLOSE,
            entry.stop_command: CoverEntityFeature.STOP,
        }
        features = CoverEntityFeature(0)
        for command, feature in offered.items():
            if command and (not listed or command in listed):
                features |= feature
        if entry.position:
            features |= CoverEntityFeature.SET_POSITION
        return features

    @property
    @override
    def current_cover_position(self) -> int | None:
        """Return the position, 0 closed to 100 open."""
        position = self.entity_description.position
        value = self.number(position) if position else None
        return None if value is None else round(value)

    @property
    @override
    def is_closed(self) -> bool | None:
        """Whether it is closed, by its position where it has one, else by its word."""
        if (position := self.current_cover_position) is not None:
            return position == 0
        value = self.text()
        if value == "closed":
            return True
        return False if value in _OPEN else None

    @property
    @override
    def is_opening(self) -> bool:
        """Whether it is on its way up."""
        return self.text() == "opening"

    @property
    @override
    def is_closing(self) -> bool:
        """Whether it is on its way down."""
        return self.text() == "closing"

    @override
    async def async_open_cover(self, **kwargs: Any) -> None:
        """Open."""
        await self.send(self.command(self.entity_description.capability, Command.OPEN))

    @override
    async def async_close_cover(self, **kwargs: Any) -> None:
        """Close."""
        await self.send(self.command(self.entity_description.capability, Command.CLOSE))

    @override
    async def async_stop_cover(self, **kwargs: Any) -> None:
        """Stop where it is."""
        entry = self.entity_description
        await self.send(self.command(entry.capability, entry.stop_command))

    @override
    async def async_set_cover_position(self, **kwargs: Any) -> None:
        """Move to a position."""
        entry = self.entity_description
        if entry.position:
            await self.send(
                self.command(
                    entry.position.capability, entry.position_command, kwargs[ATTR_POSITION]
                )
            )
