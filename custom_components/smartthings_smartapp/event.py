"""Events: presses of buttons, turns of knobs, alarms and sounds."""

import logging
from datetime import datetime
from typing import override

from homeassistant.components.event import EventEntity
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .cloud.delivery.events import DeviceEvent
from .cloud.json_types import Json
from .entity.component import SmartThingsEntity
from .events.button_presses import ReportedEvent, event_types_of, is_late, reported_event
from .lock_codes.operators import operator_details
from .mapping.descriptions.sensors import EventMap
from .runtime import SmartThingsConfigEntry

_LOGGER = logging.getLogger(__name__)

PARALLEL_UPDATES = 0
"""Entities are read-only and pushed."""


async def async_setup_entry(
    hass: HomeAssistant,
    entry: SmartThingsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the event entities of an entry."""
    runtime = entry.runtime_data
    runtime.add_entities(async_add_entities, EventMap, SmartThingsEvent)


class SmartThingsEvent(SmartThingsEntity[EventMap], EventEntity):
    """The events of a device. Every report counts, and a polled state never makes an event."""

    entity_description: EventMap

    _unlisted: tuple[str, ...] = ()
    """Reported values that the device does not list."""

    @property
    @override
    def event_types(self) -> list[str]:
        """Return the values that the device lists, or the default ones."""
        listed = event_types_of(
            self.runtime, self.device_id, self.component, self.entity_description
        )
        named = self.entity_description.names
        return list(dict.fromkeys(named.get(kind, kind) for kind in (*listed, *self._unlisted)))

    @override
    async def async_added_to_hass(self) -> None:
        """Follow every report."""
        await super().async_added_to_hass()
        self.async_on_remove(
            self.runtime.watch_events(
                self.device_id, [self.key(self.entity_description.source)], self._reported
            )
        )

    def _details(self, event: DeviceEvent, reported: ReportedEvent) -> dict[str, Json] | None:
        """Return the attributes of an event."""
        details = {**reported.details}
        if reported.amount is not None:
            details["amount"] = reported.amount
        if self.entity_description.of_lock:
            details |= operator_details(self.runtime, self.device_id, self.component, event.data)
        return details or None

    @callback
    def _reported(self, event: DeviceEvent, sent: datetime) -> None:
        """Fire the event of a report."""
        reported = reported_event(
            self.runtime, self.device_id, self.component, self.entity_description, event.value
        )
        if reported is None:
            return
        if is_late(self.runtime, event, sent):
            _LOGGER.debug("%s: a press of %s came too late", self.entity_id, event.time)
            return
        if self.entity_description.changes_only and not event.state_change:
            return
        kind = self.entity_description.names.get(reported.event_type, reported.event_type)
        if kind not in self.event_types:
            self._unlisted = (*self._unlisted, kind)
        self._trigger_event(kind, self._details(event, reported))
        self.async_write_ha_state()
