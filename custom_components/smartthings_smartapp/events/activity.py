"""What happens in the home, told on Home Assistant's bus: for the logbook and for automations.

Each happening is told once, from the event that reports it; nothing is told of a state.
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
from ..location.changes import Heard
from ..mapping import ENTRIES
from ..mapping.descriptions.base import Source
from ..mapping.descriptions.devices import LockMap
from ..mapping.descriptions.sensors import EventMap
from ..mapping.locks import DETAILS
from ..mapping.names import given_names
from ..mapping.words import identifier
from ..runtime import Runtime
from .button_presses import Happening, happening, is_late

ACTIVITY_EVENT: Final = f"{DOMAIN}_activity"
"""Fired for what is worth a line in the logbook."""
RAW_EVENT: Final = f"{DOMAIN}_event"
"""Fired for each event of a device, where the options ask for it."""

ATTR_AMOUNT: Final = "amount"
ATTR_COMPONENT: Final = "component"
ATTR_TYPE: Final = "type"
ATTR_VALUE: Final = "value"

_TOLD: Final = frozenset(
    entry.capability for entry in ENTRIES if isinstance(entry, EventMap | LockMap)
)
_OPERATED: Final = ("locked", "unlocked", "unlocked with timeout", "unlatched", "not fully locked")
"""Reports that tell what became of the bolt; ``unknown`` does not."""


class Kind(StrEnum):
    """What an activity is about."""

    BUTTON = "button"
    LOCK = "lock"
    MODE = "mode"
    SCENE = "scene"


class SceneChange(StrEnum):
    """What happened to a scene. That somebody else ran one the platform tells nobody."""

    RUN = "run"
    CREATED = "created"
    RENAMED = "renamed"
    REMOVED = "removed"


def tell(runtime: Runtime, heard: Iterable[Heard], sent: datetime) -> None:
    """Tell what a delivery has brought, once the store and the entities have taken it in."""
    for event, fresh in heard:
        match event:
            case DeviceEvent():
                _tell_raw(runtime, event)
                if fresh:
                    _tell_device(runtime, event, sent)
            case ModeEvent() if fresh and event.mode_id in runtime.store.modes:
                tell_mode(runtime, event)


def _tell_raw(runtime: Runtime, event: DeviceEvent) -> None:
    if not runtime.options.raw_events:
        return
    if registry_id := runtime.devices.registry_id(event.device_id):
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


def _tell_device(runtime: Runtime, event: DeviceEvent, sent: datetime) -> None:
    """Tell a press, or what became of a lock."""
    if event.capability not in _TOLD:
        return
    place = (event.component, Source(event.capability, event.attribute))
    for match in runtime.loader.matches.get(event.device_id, ()):
        if place != (match.component, match.entry.source):
            continue
        about = _About(event.device_id, match.entry.platform, match.unique_id(event.device_id))
        match match.entry:
            case EventMap(by_hand=True) as entry if not is_late(runtime, event, sent):
                if happened := happening(
                    runtime.store, event.device_id, event.component, entry, event.value
                ):
                    _fire(runtime, Kind.BUTTON, about, _press(runtime, event, happened))
            case LockMap() if event.value in _OPERATED and event.state_change:
                _fire(runtime, Kind.LOCK, about, _operation(event))


def _press(runtime: Runtime, event: DeviceEvent, happened: Happening) -> dict[str, Json]:
    given = given_names(runtime.store.devices[event.device_id].device).get(event.component)
    facts = {
        ATTR_COMPONENT: event.component,
        ATTR_NAME: given,
        ATTR_VALUE: happened.kind,
        ATTR_AMOUNT: happened.amount,
    }
    return {key: fact for key, fact in facts.items() if fact is not None}


def _operation(event: DeviceEvent) -> dict[str, Json]:
    """Return what became of a lock, by whom and how, as far as it says."""
    details = {name: event.data.get(key) for key, name in DETAILS.items()}
    return {
        ATTR_COMPONENT: event.component,
        ATTR_VALUE: identifier(event.value),
        **{name: detail for name, detail in details.items() if detail is not None},
    }


def tell_mode(runtime: Runtime, event: ModeEvent) -> None:
    """Tell that the location entered a mode."""
    mode = runtime.store.modes.get(event.mode_id)
    facts: dict[str, Json] = {"mode": mode.name if mode else None, "mode_id": event.mode_id}
    _fire(runtime, Kind.MODE, _of_location(runtime, Platform.SELECT, MODE_KEY), facts)


def tell_run(runtime: Runtime, scene: Scene, context: Context | None) -> None:
    """Tell that a scene was run from Home Assistant, by whom the context says."""
    _tell_of_scene(runtime, SceneChange.RUN, scene.scene_id, {"name": scene.name}, context)


def tell_scenes(
    runtime: Runtime,
    events: Iterable[SceneLifecycleEvent],
    known: Mapping[str, Scene],
    told: dict[str, str],
) -> None:
    """Tell which scenes were made, renamed or removed; a name is None where nobody knows it.

    The events tell no names: ``known`` are the scenes as they were before, those of the store as
    they were read afterwards. ``told`` keeps the last name that was told of each, for two events
    may be followed by one reading.
    """
    for event in events:
        scene_id = event.scene_id
        before, after = known.get(scene_id), runtime.store.scenes.get(scene_id)
        match event.lifecycle:
            case "CREATE":
                facts: dict[str, Json] = {"name": after.name if after else None}
                _tell_of_scene(runtime, SceneChange.CREATED, scene_id, facts)
            case "DELETE":
                facts = {"name": before.name if before else None}
                _tell_of_scene(runtime, SceneChange.REMOVED, scene_id, facts)
            case "UPDATE" if (
                before
                and after
                and after.name
                not in (
                    before.name,
                    told.get(scene_id),
                )
            ):
                told[scene_id] = after.name
                facts = {"name": after.name, "old_name": before.name}
                _tell_of_scene(runtime, SceneChange.RENAMED, scene_id, facts)


def _tell_of_scene(
    runtime: Runtime,
    change: SceneChange,
    scene_id: str,
    facts: Mapping[str, Json],
    context: Context | None = None,
) -> None:
    about = _of_location(runtime, Platform.SCENE, scene_key(scene_id))
    facts = {"change": change.value, "scene_id": scene_id, **facts}
    _fire(runtime, Kind.SCENE, about, facts, context)


class _About(NamedTuple):
    """The device, or the location, and the entity that an activity is about."""

    device_id: str
    platform: Platform
    unique_id: str


def _of_location(runtime: Runtime, platform: Platform, key: str) -> _About:
    location_id = runtime.store.location_id
    return _About(location_id, platform, location_unique_id(location_id, key))


def _fire(
    runtime: Runtime,
    kind: Kind,
    about: _About,
    facts: Mapping[str, Json],
    context: Context | None = None,
) -> None:
    registry = er.async_get(runtime.hass)
    entity_id = registry.async_get_entity_id(about.platform, DOMAIN, about.unique_id)
    registered = {
        ATTR_DEVICE_ID: runtime.devices.registry_id(about.device_id),
        ATTR_ENTITY_ID: entity_id,
    }
    runtime.hass.bus.async_fire(
        ACTIVITY_EVENT,
        {
            ATTR_TYPE: kind.value,
            **{key: found for key, found in registered.items() if found},
            **facts,
        },
        context=context or _cause(runtime.hass, entity_id),
    )


def _cause(hass: HomeAssistant, entity_id: str | None) -> Context | None:
    """Return in whose name the entity took its state just now, None where nobody of ours did."""
    state = hass.states.get(entity_id) if entity_id else None
    if state is None:
        return None
    age = dt_util.utcnow().timestamp() - state.last_changed_timestamp
    ours = state.context.user_id or state.context.parent_id
    return state.context if ours and age <= CONTEXT_RECENT_TIME_SECONDS else None
