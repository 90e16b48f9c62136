"""What an event requires in addition to the store: reads of the location, and removed devices."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from enum import Enum, auto
from typing import Final

from homeassistant.core import callback

from ..cloud.api.errors import CloudError
from ..cloud.delivery.events import (
    DeviceEvent,
    DeviceHealthEvent,
    DeviceLifecycleEvent,
    HubHealthEvent,
    ModeEvent,
    SceneLifecycleEvent,
)
from ..cloud.models import Scene
from ..location.changes import ReceivedEvent
from ..runtime import Runtime
from .activity import fire_mode, fire_scene_changes

TASK_NAME: Final = "delivery follow-up"

_GONE: Final = frozenset({"DELETE", "MOVE_FROM"})
"""Lifecycles of a device that is no longer in the location."""


class _Read(Enum):
    """What to read again, once per delivery."""

    LOCATION = auto()
    MODES = auto()
    SCENES = auto()


class FollowUps:
    """Starts what the events of a delivery require in addition to the store."""

    def __init__(self) -> None:
        """Remember names of scenes across deliveries."""
        self._reported_names: dict[str, str] = {}
        """The last reported name of each scene, by id."""

    @callback
    def start(
        self,
        runtime: Runtime,
        received: Sequence[ReceivedEvent],
        sent: datetime,
        known_scenes: Mapping[str, Scene],
    ) -> None:
        """Remove devices, and start the reads in tasks of the entry.

        ``known_scenes`` has the scenes before the delivery.
        """
        reads = {_read_for(runtime, item, sent) for item in received}
        if _Read.LOCATION in reads:
            runtime.parts.lifetime.start(runtime.refresh(), TASK_NAME)
        if _Read.SCENES in reads:
            runtime.parts.lifetime.start(
                self._read_scenes(runtime, received, known_scenes), TASK_NAME
            )
        if _Read.MODES in reads:
            runtime.parts.lifetime.start(_read_modes(runtime, received), TASK_NAME)

    async def _read_scenes(
        self, runtime: Runtime, received: Sequence[ReceivedEvent], known: Mapping[str, Scene]
    ) -> None:
        """Read the scenes again, because their events have no names."""
        await _read_and_load(runtime, runtime.parts.coordinator.reads.read_scenes)
        events = [event for event, _ in received if isinstance(event, SceneLifecycleEvent)]
        fire_scene_changes(runtime, events, known, self._reported_names)


def _read_for(runtime: Runtime, received: ReceivedEvent, sent: datetime) -> _Read | None:
    """Return what to read after an event, None if nothing; remove the device if it is gone."""
    event, fresh = received
    match event:
        case DeviceLifecycleEvent() if event.lifecycle in _GONE and (
            fresh and runtime.parts.store.report_gone(event, sent)
        ):
            runtime.parts.sync.remove(event.device_id)
            runtime.parts.subscriptions.request()
        case DeviceLifecycleEvent() | HubHealthEvent():
            return _Read.LOCATION
        case DeviceEvent() | DeviceHealthEvent():
            return None if event.device_id in runtime.devices else _Read.LOCATION
        case ModeEvent():
            return None if event.mode_id in runtime.modes else _Read.MODES
        case SceneLifecycleEvent():
            return _Read.SCENES
    return None


async def _read_modes(runtime: Runtime, received: Sequence[ReceivedEvent]) -> None:
    """Read the modes again, and fire which of the unknown ones was entered."""
    unknown = [
        event
        for event, fresh in received
        if isinstance(event, ModeEvent) and fresh and event.mode_id not in runtime.modes
    ]
    await _read_and_load(runtime, runtime.parts.coordinator.reads.read_modes)
    for event in unknown:
        fire_mode(runtime, event)


async def _read_and_load(runtime: Runtime, read: Callable[[], Awaitable[bool]]) -> None:
    """Read scenes or modes again, and update the entities of the location."""
    with suppress(CloudError):  # The next poll retries.
        if await read():
            runtime.parts.loader.load_location()
