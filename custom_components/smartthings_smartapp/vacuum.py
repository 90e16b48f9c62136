"""Robot vacuums."""

from typing import Any, override

from homeassistant.components.vacuum import (
    Segment,
    StateVacuumEntity,
    VacuumActivity,
    VacuumEntityFeature,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .cloud.json_types import Json
from .cloud.models import Command
from .entity.component import SmartThingsEntity
from .entity.robot_areas import Area, areas_of
from .errors import not_offered
from .mapping.descriptions.base import AutomationFeature
from .mapping.descriptions.devices import VacuumMap
from .mapping.descriptions.values import FixedCommand
from .runtime import Runtime, SmartThingsConfigEntry

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
    _unrecorded_attributes = frozenset({"areas", "selected_areas"})

    def __init__(self, runtime: Runtime, device_id: str, component: str, entry: VacuumMap) -> None:
        """Read the areas of the robot."""
        super().__init__(runtime, device_id, component, entry)
        self._areas = areas_of(self)

    @property
    @override
    def supported_features(self) -> VacuumEntityFeature:
        """Return the features of the commands and attributes that the component has."""
        features = VacuumEntityFeature.STATE | AutomationFeature.OWN
        for feature, order in self.entity_description.commands.items():
            if self.has(order.source) and self.has_command(order.source.capability, order.command):
                features |= feature
        if self._all_areas:
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
        if self.activity is VacuumActivity.PAUSED:
            resume = self.entity_description.resume
            start = self._fixed_command(resume) if resume else self._start
            await self.send(start)
        else:
            choice = self._areas.choose_all() if self._areas else ()
            await self.send(*choice, self._start)

    @property
    def _start(self) -> Command:
        return self._order_command(VacuumEntityFeature.START)

    @property
    def _all_areas(self) -> list[Area]:
        return self._areas.all() if self._areas else []

    @property
    def _segments(self) -> dict[str, Segment]:
        return {area.segment.id: area.segment for area in self._all_areas}

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Json] | None:
        """Return the areas that can be cleaned separately now, and those that are chosen."""
        if not self._areas or not self._all_areas:
            return None
        found: dict[str, Json] = {"areas": [area.segment.name for area in self._areas.here()]}
        chosen = self._areas.chosen()
        if chosen is not None:
            found["selected_areas"] = [*chosen]
        return found

    @override
    async def async_get_segments(self) -> list[Segment]:
        """Return the areas that can be cleaned separately."""
        return list(self._segments.values())

    @override
    async def async_clean_segments(self, segment_ids: list[str], **kwargs: Any) -> None:
        """Clean only some areas.

        Areas of other maps than the current one are skipped. Raises ServiceValidationError if no
        area is left.
        """
        known = {area.segment.id: area for area in self._areas.here()} if self._areas else {}
        areas = [known[segment] for segment in segment_ids if segment in known]
        if not areas or not self._areas:
            raise not_offered(
                ", ".join(segment_ids), (area.segment.name for area in known.values())
            )
        await self.send(self._areas.choose(areas), self._start)

    @callback
    @override
    def _changed(self) -> None:
        """Ask the user to map the areas again if they have changed."""
        seen = self.last_seen_segments
        segments = self._segments
        if segments and seen is not None and {area.id: area for area in seen} != segments:
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
        return self._fixed_command(self.entity_description.commands[purpose])

    def _fixed_command(self, order: FixedCommand) -> Command:
        return self.command(order.source.capability, order.command, *order.arguments)
