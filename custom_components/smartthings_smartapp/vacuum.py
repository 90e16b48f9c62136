"""Robot vacuums."""

from typing import Any, override

from homeassistant.components.vacuum import (
    Segment,
    StateVacuumEntity,
    VacuumActivity,
    VacuumEntityFeature,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .cloud.json_types import Json, as_list, as_object, text
from .cloud.models import Command
from .const import DOMAIN
from .entity.component import SmartThingsEntity
from .mapping.descriptions.devices import VacuumMap
from .mapping.vocabulary import Capability
from .mapping.vocabulary import Command as Cmd
from .runtime import SmartThingsConfigEntry

PARALLEL_UPDATES = 0
"""Entities are pushed, and commands to different devices are independent."""


async def async_setup_entry(
    hass: HomeAssistant,
    entry: SmartThingsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the robot vacuums of an entry."""
    runtime = entry.runtime_data
    runtime.add_entities(async_add_entities, VacuumMap, SmartThingsVacuum)


class SmartThingsVacuum(SmartThingsEntity[VacuumMap], StateVacuumEntity):
    """A robot vacuum, with the commands and fan speeds that the device has."""

    entity_description: VacuumMap

    @property
    @override
    def supported_features(self) -> VacuumEntityFeature:
        """Return the features of the commands and attributes that the component has."""
        features = VacuumEntityFeature.STATE
        for feature, order in self.entity_description.commands.items():
            if self.has(order.source) and self.has_command(order.source.capability, order.command):
                features |= feature
        if self._segments:
            features |= VacuumEntityFeature.CLEAN_AREA
        if self.has(self.entity_description.suction.source):
            features |= VacuumEntityFeature.FAN_SPEED
        return features

    @property
    @override
    def activity(self) -> VacuumActivity | None:
        """Return the activity, None for an unknown value."""
        word = self.entity_description.activities.get(self.text() or "")
        return VacuumActivity(word) if word else None

    @property
    @override
    def fan_speed(self) -> str | None:
        """Return the suction level."""
        return self.chosen(self.entity_description.suction)

    @property
    @override
    def fan_speed_list(self) -> list[str]:
        """Return the suction levels."""
        return list(self.settable(self.entity_description.suction))

    @override
    async def async_start(self) -> None:
        """Start, or continue after a pause.

        A new run cleans all areas, so the areas of the run before are cleared.
        """
        chosen = self.entity_description.chosen_areas
        is_new = self.activity is not VacuumActivity.PAUSED
        choose = (self._area_command([]),) if chosen and is_new and self.raw(chosen) else ()
        await self.send(*choose, self._order_command(VacuumEntityFeature.START))

    @property
    def _segments(self) -> list[Segment]:
        """The areas that can be cleaned separately."""
        areas = self.entity_description.areas
        return [
            Segment(str(area["areaId"]), text(area, "areaName") or str(area["areaId"]))
            for area in map(as_object, as_list(self.raw(areas) if areas else None))
            if isinstance(area.get("areaId"), int)
        ]

    @override
    async def async_get_segments(self) -> list[Segment]:
        """Return the areas that can be cleaned separately."""
        return self._segments

    @override
    async def async_clean_segments(self, segment_ids: list[str], **kwargs: Any) -> None:
        """Clean only some areas.

        Raises ServiceValidationError if the robot knows none of them.
        """
        known = {segment.id for segment in self._segments}
        areas: list[Json] = [int(segment) for segment in segment_ids if segment in known]
        if not areas:
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="not_offered",
                translation_placeholders={
                    "option": ", ".join(segment_ids),
                    "options": ", ".join(segment.name for segment in self._segments),
                },
            )
        start = self._order_command(VacuumEntityFeature.START)
        await self.send(self._area_command(areas), start)

    def _area_command(self, areas: list[Json]) -> Command:
        return self.command(Capability.SERVICE_AREA, Cmd.SELECT_AREAS, areas)

    @callback
    @override
    def _changed(self) -> None:
        """Ask the user to map the areas again if they have changed."""
        segments = self._segments
        if segments and (seen := self.last_seen_segments) is not None and seen != segments:
            self.async_create_segments_issue()
        super()._changed()

    @override
    async def async_pause(self) -> None:
        """Pause."""
        await self._send_order(VacuumEntityFeature.PAUSE)

    @override
    async def async_stop(self, **kwargs: Any) -> None:
        """Stop."""
        await self._send_order(VacuumEntityFeature.STOP)

    @override
    async def async_return_to_base(self, **kwargs: Any) -> None:
        """Return to the base."""
        await self._send_order(VacuumEntityFeature.RETURN_HOME)

    @override
    async def async_set_fan_speed(self, fan_speed: str, **kwargs: Any) -> None:
        """Set the suction level."""
        await self.send(self.option_command(self.entity_description.suction, fan_speed))

    async def _send_order(self, purpose: VacuumEntityFeature) -> None:
        await self.send(self._order_command(purpose))

    def _order_command(self, purpose: VacuumEntityFeature) -> Command:
        order = self.entity_description.commands[purpose]
        return self.command(order.source.capability, order.command, *order.arguments)
