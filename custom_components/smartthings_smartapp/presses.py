"""Presses: which buttons a device has, what each can report, and what comes too late."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from .cloud.events import DeviceEvent
from .cloud.json_types import texts
from .cloud.models import AttributeKey
from .descriptions import EventMap
from .mapping import ENTRIES
from .mapping.words import option
from .runtime import Runtime
from .store import HomeStore

_TOO_OLD = timedelta(seconds=30)
"""A press that comes later than this after it happened must not open a gate any more."""

KNOWN_KINDS: Final = frozenset(
    option(value) for entry in ENTRIES if isinstance(entry, EventMap) for value in entry.values
)
"""Presses that have a text."""


def is_late(event: DeviceEvent, sent: datetime) -> bool:
    """Tell whether a press is too old, by the delivery's own clock: ours may be off."""
    return event.time is not None and sent - event.time > _TOO_OLD


def kinds_of(store: HomeStore, device_id: str, component: str, entry: EventMap) -> list[str]:
    """Return the presses that a button lists, in snake case, or the usual ones."""
    report = store.value(device_id, AttributeKey(component, *entry.supported))
    listed = texts(report.value) if report else ()
    return list(dict.fromkeys(map(option, listed or entry.usual)))


def buttons_of(runtime: Runtime, device_id: str) -> Mapping[str, EventMap]:
    """Return the buttons of a device by component."""
    return {
        match.component: match.entry
        for match in runtime.loader.matches.get(device_id, ())
        if isinstance(match.entry, EventMap)
    }
