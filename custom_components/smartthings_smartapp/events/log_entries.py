"""Fires events that are only for the logbook, where the state of an entity says too little."""

from collections.abc import Mapping
from typing import Final

from homeassistant.core import Context, HomeAssistant

from ..cloud.json_types import Json
from ..const import DOMAIN

LOGBOOK_EVENT: Final = f"{DOMAIN}_logbook"
"""Fired for a change of a scene, and for who operated a lock."""

ATTR_LOCK: Final = "lock"
"""The entity id of an operated lock.

With the usual name ``entity_id``, the logbook of a device would show the event beside the lock's
own line. Without it, the event is only the cause of that line.
"""


def fire_operator(hass: HomeAssistant, entity_id: str, details: Mapping[str, Json]) -> Context:
    """Fire who operated a lock, and return the context for the state that follows.

    The logbook shows the first event of a context as the cause of the later ones.
    """
    context = Context()
    hass.bus.async_fire(LOGBOOK_EVENT, {ATTR_LOCK: entity_id, **details}, context=context)
    return context
