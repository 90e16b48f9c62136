"""Fires events on Home Assistant's event bus, for automations.

Each activity is fired once, from the event that reports it, never from a state. The logbook shows
the states of the entities instead, and only what has no state from here.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple

from homeassistant.const import ATTR_DEVICE_ID, ATTR_ENTITY_ID, ATTR_NAME, Platform
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity import CONTEXT_RECENT_TIME_SECONDS
from homeassistant.util import dt as dt_util

from ..cloud.delivery.events import DeviceEvent, ModeEvent, SceneLifecycleEvent
from ..cloud.json_types import Json
from ..cloud.models import Scene
from ..const import DOMAIN
from ..entity.location import MODE_KEY, location_unique_id, scene_key
from ..location.changes import ReceivedEvent
from ..lock_codes.operators import operator_details
from ..mapping import ENTRIES
from ..mapping.descriptions.base import Source
from ..mapping.descriptions.devices import LockMap
from ..mapping.descriptions.sensors import EventMap
from ..mapping.names import given_names
from ..mapping.words import identifier
from ..runtime import Runtime
from .button_presses import ReportedEvent, is_late, reported_event
from .log_entries import LOGBOOK_EVENT

ACTIVITY_EVENT: Final = f"{DOMAIN}_activity"
"""Fired for each press, operation of a lock, change of the mode or change of a scene."""
RAW_EVENT: Final = f"{DOMAIN}_event"
"""Fired for each event of a device, if enabled in the options."""

ATTR_AMOUNT: Final = "amount"
ATTR_COMPONENT: Final = "component"
ATTR_TYPE: Final = "type"
ATTR_VALUE: Final = "value"

_ACTIVE_CAPABILITIES: Final = frozenset(
    entry.capability for entry in ENTRIES if isinstance(entry, EventMap | LockMap)
)
OPERATED: Final = ("locked", "unlocked", "unlocked with timeout", "unlatched", "not fully locked")
"""Values of a lock that say in which position the bolt is; ``unknown`` does not."""


class ActivityType(StrEnum):
    """What an activity is about."""

    BUTTON = "button"
    LOCK = "lock"
    MODE = "mode"
    SCENE = "scene"


class SceneChange(StrEnum):
    """What happened to a scene. The platform does not report that someone else ran one."""

    RUN = "run"
    CREATED = "created"
    RENAMED = "renamed"
    REMOVED = "removed"


def fire_events(runtime: Runtime, received: Iterable[ReceivedEvent], sent: datetime) -> None:
    """Fire what a delivery reports, after the store and the entities have the values."""
    for event, fresh in received:
        match event:
            case DeviceEvent():
                _fire_raw_event(runtime, event)
                if fresh:
                    _fire_device_activity(runtime, event, sent)
            case ModeEvent() if fresh and event.mode_id in runtime.modes:
                fire_mode(runtime, event)


def _fire_raw_event(runtime: Runtime, event: DeviceEvent) -> None:
    if not runtime.options.raw_events:
        return
    if registry_id := runtime.registry_id(event.device_id):
        runtime.hass.bus.async_fire(
            RAW_EVENT,
            {
                ATTR_DEVICE_ID: registry_id,
                "smartthings_event_id": event.event_id,
                "smartthings_device_id": event.device_id,
                "smartthings_location_id": event.location_id,
                ATTR_COMPONENT: event.component,
                "capability": event.capability,
                "attribute": event.attribute,
                ATTR_VALUE: event.value,
                "data": event.data,
                "state_change": event.state_change,
                "time": event.time.isoformat() if event.time else None,
            },
        )


def _fire_device_activity(runtime: Runtime, event: DeviceEvent, sent: datetime) -> None:
    """Fire the activity of a press or of a lock."""
    if event.capability not in _ACTIVE_CAPABILITIES:
        return
    place = (event.component, Source(event.capability, event.attribute))
    for match in runtime.matches(event.device_id):
        if place != (match.component, match.entry.source):
            continue
        about = _Subject(event.device_id, match.entry.platform, match.unique_id(event.device_id))
        match match.entry:
            case EventMap(by_hand=True) as entry if not is_late(runtime, event, sent):
                if press := reported_event(
                    runtime, event.device_id, event.component, entry, event.value
                ):
                    _fire(runtime, ActivityType.BUTTON, about, _press(runtime, event, press))
            case LockMap() if event.value in OPERATED and event.state_change:
                _fire(runtime, ActivityType.LOCK, about, _operation(runtime, event))


def _press(runtime: Runtime, event: DeviceEvent, press: ReportedEvent) -> dict[str, Json]:
    given = given_names(runtime.devices[event.device_id].device).get(event.component)
    facts = {
        ATTR_COMPONENT: event.component,
        ATTR_NAME: given,
        ATTR_VALUE: press.event_type,
        ATTR_AMOUNT: press.amount,
    }
    return {key: fact for key, fact in facts.items() if fact is not None}


def _operation(runtime: Runtime, event: DeviceEvent) -> dict[str, Json]:
    """Return the new state of a lock, and by whom and how, if it reports that."""
    details = operator_details(runtime, event.device_id, event.component, event.data)
    return {ATTR_COMPONENT: event.component, ATTR_VALUE: identifier(event.value), **details}


def fire_mode(runtime: Runtime, event: ModeEvent) -> None:
    """Fire that the location entered a mode."""
    mode = runtime.modes.get(event.mode_id)
    facts: dict[str, Json] = {"mode": mode.name if mode else None, "mode_id": event.mode_id}
    _fire(runtime, ActivityType.MODE, _of_location(runtime, Platform.SELECT, MODE_KEY), facts)


def fire_scene_run(runtime: Runtime, scene: Scene, context: Context | None) -> None:
    """Fire that Home Assistant ran a scene; the context has the user or automation."""
    _fire_scene(runtime, SceneChange.RUN, scene.scene_id, {"name": scene.name}, context)


def fire_scene_changes(
    runtime: Runtime,
    events: Iterable[SceneLifecycleEvent],
    known: Mapping[str, Scene],
    reported: dict[str, str],
) -> None:
    """Fire which scenes were created, renamed or removed; an unknown name is None.

    The events have no names: ``known`` has the scenes before, the store those that were read
    afterwards. ``reported`` keeps the last fired name of each scene, because one read may follow
    two events.
    """
    for event in events:
        scene_id = event.scene_id
        before, after = known.get(scene_id), runtime.scenes.get(scene_id)
        match event.lifecycle:
            case "CREATE":
                facts: dict[str, Json] = {"name": after.name if after else None}
                _fire_scene(runtime, SceneChange.CREATED, scene_id, facts)
            case "DELETE":
                facts = {"name": before.name if before else None}
                _fire_scene(runtime, SceneChange.REMOVED, scene_id, facts)
            case "UPDATE" if (
                before
                and after
                and after.name
                not in (
                    before.name,
                    reported.get(scene_id),
                )
            ):
                reported[scene_id] = after.name
                facts = {"name": after.name, "old_name": before.name}
                _fire_scene(runtime, SceneChange.RENAMED, scene_id, facts)


def _fire_scene(
    runtime: Runtime,
    change: SceneChange,
    scene_id: str,
    facts: Mapping[str, Json],
    context: Context | None = None,
) -> None:
    about = _of_location(runtime, Platform.SCENE, scene_key(scene_id))
    facts = {"change": change.value, "scene_id": scene_id, **facts}
    fired = _fire(runtime, ActivityType.SCENE, about, facts, context)
    if change is not SceneChange.RUN:
        runtime.hass.bus.async_fire(LOGBOOK_EVENT, fired)


class _Subject(NamedTuple):
    """The device or location, and the entity, that an activity is about."""

    device_id: str
    platform: Platform
    unique_id: str


def _of_location(runtime: Runtime, platform: Platform, key: str) -> _Subject:
    location_id = runtime.location_id
    return _Subject(location_id, platform, location_unique_id(location_id, key))


def _fire(
    runtime: Runtime,
    activity: ActivityType,
    about: _Subject,
    facts: Mapping[str, Json],
    context: Context | None = None,
) -> dict[str, Json]:
    """Fire an activity and return its data."""
    registry = er.async_get(runtime.hass)
    entity_id = registry.async_get_entity_id(about.platform, DOMAIN, about.unique_id)
    registered = {
        ATTR_DEVICE_ID: runtime.registry_id(about.device_id),
        ATTR_ENTITY_ID: entity_id,
    }
    fired: dict[str, Json] = {
        ATTR_TYPE: activity.value,
        **{key: found for key, found in registered.items() if found},
        **facts,
    }
    context = context or _cause(runtime.hass, entity_id)
    runtime.hass.bus.async_fire(ACTIVITY_EVENT, fired, context=context)
    return fired


def _cause(hass: HomeAssistant, entity_id: str | None) -> Context | None:
    """Return the context of the entity's recent change of state, None if SmartThings caused it."""
    state = hass.states.get(entity_id) if entity_id else None
    if state is None:
        return None
    age = dt_util.utcnow().timestamp() - state.last_changed_timestamp
    ours = state.context.user_id or state.context.parent_id
    return state.context if ours and age <= CONTEXT_RECENT_TIME_SECONDS else None
