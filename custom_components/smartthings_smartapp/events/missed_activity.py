"""Logs operations of locks that were missed, and counts missed presses.

Both are over. So they fire no activity, which would start automations: an old press must not open
a gate, and who unlocked the door an hour ago must not be greeted now.
"""

import logging
from collections import Counter
from collections.abc import Iterable

from homeassistant.const import ATTR_DEVICE_ID, ATTR_ENTITY_ID
from homeassistant.core import callback
from homeassistant.helpers import entity_registry as er

from ..cloud.api.history import HistoryItem
from ..cloud.json_types import Json
from ..const import DOMAIN
from ..lock_codes.operators import operator_details
from ..mapping.descriptions.base import Match, Source
from ..mapping.descriptions.devices import LockMap
from ..mapping.descriptions.sensors import EventMap
from ..mapping.words import identifier
from ..runtime import Runtime
from .activity import ATTR_TYPE, ATTR_VALUE, OPERATED, ActivityType
from .button_presses import reported_event
from .log_entries import LOGBOOK_EVENT

_LOGGER = logging.getLogger(__name__)


@callback
def log_missed(runtime: Runtime, missed: Counter[str], items: Iterable[HistoryItem]) -> None:
    """Log what the history has and no event has reported; ``missed`` counts presses by device."""
    operations = presses = 0
    excluded = runtime.options.excluded
    for item in items:
        if item.device_id in excluded or item.device_id not in runtime.devices:
            continue
        for match in _matches(runtime, item):
            match match.entry:
                case LockMap() if item.value in OPERATED:
                    operations += 1
                    _log_operation(runtime, item, match)
                case EventMap(by_hand=True) as entry if reported_event(
                    runtime, item.device_id, item.component, entry, item.value
                ):
                    presses += 1
                    missed[item.device_id] += 1
    if operations or presses:
        _LOGGER.info(
            "The history of SmartThings has %d operations of locks and %d presses that were not"
            " reported. The operations are in the activity of the locks, the presses are ignored",
            operations,
            presses,
        )


def _matches(runtime: Runtime, item: HistoryItem) -> Iterable[Match]:
    place = (item.component, Source(item.capability, item.attribute))
    return (
        match
        for match in runtime.matches(item.device_id)
        if place == (match.component, match.entry.source)
    )


def _log_operation(runtime: Runtime, item: HistoryItem, match: Match) -> None:
    """Fire the line of an operation at its own time."""
    registry = er.async_get(runtime.hass)
    unique_id = match.unique_id(item.device_id)
    entity_id = registry.async_get_entity_id(match.entry.platform, DOMAIN, unique_id)
    if entity_id is None:
        return
    facts: dict[str, Json] = {
        ATTR_TYPE: ActivityType.LOCK.value,
        ATTR_ENTITY_ID: entity_id,
        ATTR_DEVICE_ID: runtime.registry_id(item.device_id),
        ATTR_VALUE: identifier(str(item.value)),
        **operator_details(runtime, item.device_id, item.component, item.data),
    }
    runtime.hass.bus.async_fire(LOGBOOK_EVENT, facts, time_fired=item.time.timestamp())
