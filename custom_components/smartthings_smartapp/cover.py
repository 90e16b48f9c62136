"""Covers: shades, doors, garage doors."""

from collections.abc import Mapping
from typing import Any, Final, override

from homeassistant.components.cover import (
    ATTR_POSITION,
    ATTR_TILT_POSITION,
    CoverDeviceClass,
    CoverEntity,
    CoverEntityFeature,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .cloud.json_types import Json
from .cloud.models import Command
from .entity.wanted_values import SmartThingsOptimisticEntity
from .mapping.descriptions.base import AutomationFeature, Source
from .mapping.descriptions.devices import CoverMap
from .mapping.descriptions.values import Setpoint
from .mapping.vocabulary import Capability
from .mapping.vocabulary import Command as Cmd
from .runtime import SmartThingsConfigEntry

PARALLEL_UPDATES = 0
"""Entities are pushed, and commands to different devices are independent."""

_OPEN = ("open", "partially open", "opening", "closing")
_CLOSED_AT = 0
_OPEN_AT = 100
_OPENING = "opening"
_CLOSING = "closing"
_ENDS = {_OPENING: _OPEN_AT, _CLOSING: _CLOSED_AT}
_SHADES: Final = (
    Capability.WINDOW_SHADE,
    Capability.WINDOW_SHADE_LEVEL,
    Capability.WINDOW_SHADE_TILT_LEVEL,
)
_ENTRANCES: Final = frozenset(
    {
        CoverDeviceClass.DOOR,
        CoverDeviceClass.GARAGE,
        CoverDeviceClass.GATE,
        CoverDeviceClass.WINDOW,
    }
)
"""Whether these are closed is a question of security, so they only show what they report."""
_TILTS = (
    CoverEntityFeature.OPEN_TILT
    | CoverEntityFeature.CLOSE_TILT
    | CoverEntityFeature.SET_TILT_POSITION
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: SmartThingsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the covers of an entry."""
    runtime = entry.runtime_data
    runtime.add_entities(async_add_entities, CoverMap, SmartThingsCover)


class SmartThingsCover(SmartThingsOptimisticEntity[CoverMap], CoverEntity):
    """A cover, with position, tilt and stop if the device has them."""

    entity_description: CoverMap

    @property
    @override
    def supported_features(self) -> CoverEntityFeature:
        """Return the listed features, or all of the capability if none are listed."""
        features = CoverEntityFeature(0) | AutomationFeature.OWN
        if self._position:
            features |= CoverEntityFeature.SET_POSITION
        if self._tilt:
            features |= _TILTS
        if self.entity_description.moves:
            return features | self._movements()
        if self._position:
            features |= CoverEntityFeature.OPEN | CoverEntityFeature.CLOSE
        return features

    def _movements(self) -> CoverEntityFeature:
        """Return the features that have their own commands."""
        entry = self.entity_description
        listed = self.words(entry.supported) if entry.supported else ()
        offered = {
            Cmd.OPEN: CoverEntityFeature.OPEN,
            Cmd.CLOSE: CoverEntityFeature.CLOSE,
            entry.stop_command: CoverEntityFeature.STOP,
        }
        features = CoverEntityFeature(0)
        for command, feature in offered.items():
            if command and (not listed or command in listed):
                features |= feature
        return features

    @property
    def _position(self) -> Setpoint | None:
        """The setpoint of the position, None if the device has none."""
        return self.first_of(self.entity_description.positions)

    @property
    def _tilt(self) -> Setpoint | None:
        """The setpoint of the tilt, None if the device has none."""
        tilt = self.entity_description.tilt
        return tilt if tilt and self.has(tilt.source) else None

    @property
    @override
    def current_cover_position(self) -> int | None:
        """Return the position, 0 closed to 100 open."""
        place = self._position
        value = self.number(place.source) if place else None
        return None if value is None else max(_CLOSED_AT, min(_OPEN_AT, round(value)))

    @property
    @override
    def current_cover_tilt_position(self) -> int | None:
        """Return how far the slats are open; the sign of the value, for the side, is ignored."""
        tilt = self._tilt
        value = self.number(tilt.source) if tilt else None
        return None if value is None else min(_OPEN_AT, round(abs(value)))

    @property
    @override
    def is_closed(self) -> bool | None:
        """Return whether it is closed, by its position, else by its state or tilt."""
        if (position := self.current_cover_position) is not None:
            return position == _CLOSED_AT
        value = self.text()
        if value == "closed":
            return True
        if value in _OPEN:
            return False
        tilt = None if self.entity_description.moves else self.current_cover_tilt_position
        return None if tilt is None else tilt == _CLOSED_AT

    @property
    @override
    def is_opening(self) -> bool:
        """Return whether it is opening."""
        return self.text() == _OPENING

    @property
    @override
    def is_closing(self) -> bool:
        """Return whether it is closing."""
        return self.text() == _CLOSING

    @override
    async def async_open_cover(self, **kwargs: Any) -> None:
        """Open."""
        await self.send(*self._move_commands(Cmd.OPEN, _OPEN_AT))

    @override
    async def async_close_cover(self, **kwargs: Any) -> None:
        """Close."""
        await self.send(*self._move_commands(Cmd.CLOSE, _CLOSED_AT))

    @override
    async def async_stop_cover(self, **kwargs: Any) -> None:
        """Stop the movement."""
        entry = self.entity_description
        await self.send(self.command(entry.capability, entry.stop_command))

    @override
    async def async_set_cover_position(self, **kwargs: Any) -> None:
        """Move to a position."""
        await self.send(*self._position_commands(self._position, kwargs[ATTR_POSITION]))

    @override
    async def async_open_cover_tilt(self, **kwargs: Any) -> None:
        """Open the slats."""
        await self.send(*self._position_commands(self._tilt, _OPEN_AT))

    @override
    async def async_close_cover_tilt(self, **kwargs: Any) -> None:
        """Close the slats."""
        await self.send(*self._position_commands(self._tilt, _CLOSED_AT))

    @override
    async def async_set_cover_tilt_position(self, **kwargs: Any) -> None:
        """Move the slats to a position."""
        await self.send(*self._position_commands(self._tilt, kwargs[ATTR_TILT_POSITION]))

    # Wanted values

    @override
    def effects(self, commands: tuple[Command, ...]) -> Mapping[Source, Json]:
        """Return the movement that a command starts, because a cover takes long to arrive.

        A cover that reports no movement shows its wanted position, and slats, which are fast, too.
        """
        entry = self.entity_description
        if entry.capability not in _SHADES or self.device_class in _ENTRANCES:
            return {}
        found: dict[Source, Json] = {}
        for command in commands:
            place = self._place_of(command)
            if place is not None and (place is self._tilt or not entry.moves):
                found[place.source] = command.arguments[0]
            elif entry.moves:
                found[entry.source] = self._movement(command, place)
        return found

    def _place_of(self, command: Command) -> Setpoint | None:
        """Return what a command sets, None if it opens, closes or stops."""
        called = (command.capability, command.command)
        for place in (self._position, self._tilt):
            if place and (place.source.capability, place.command) == called:
                return place
        return None

    def _movement(self, command: Command, place: Setpoint | None) -> str | None:
        """Return the movement that a command starts, None if it stops or starts none."""
        targets: dict[str, Json] = {Cmd.OPEN: _OPEN_AT, Cmd.CLOSE: _CLOSED_AT}
        target = command.arguments[0] if place else targets.get(command.command)
        position = self.current_cover_position
        if position is None:
            position = {"open": _OPEN_AT, "closed": _CLOSED_AT}.get(self._true_text)
        if not isinstance(target, int) or target == position:
            return None
        if position is None:
            return _OPENING if target == _OPEN_AT else _CLOSING
        return _OPENING if target > position else _CLOSING

    @property
    def _true_text(self) -> str:
        report = self.truth(self.entity_description.source)
        return str(report.value) if report else ""

    @callback
    @override
    def _changed(self) -> None:
        """Stop to show a wanted movement when its end is reached."""
        source = self.entity_description.source
        if self.is_wanted(source) and self.current_cover_position == _ENDS.get(self.text() or ""):
            self.forget(source)
        super()._changed()

    def _move_commands(self, name: str, position: int) -> list[Command]:
        """Return the command that opens or closes; some covers only have positions."""
        if self.entity_description.moves:
            return [self.command(self.entity_description.capability, name)]
        return self._position_commands(self._position, position)

    def _position_commands(self, place: Setpoint | None, wanted: int) -> list[Command]:
        """Return the command that sets a position or tilt."""
        return [self.command(place.source.capability, place.command, wanted)] if place else []
