"""Presses: which buttons a device has, what each can report, and what comes too late."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from ..cloud.delivery.events import DeviceEvent
from ..cloud.json_types import Json, texts
from ..cloud.models import AttributeKey
from ..location.store import LocationStore
from ..mapping import ENTRIES
from ..mapping.descriptions.sensors import EventMap
from ..mapping.words import Spelling, option_among, options_of
from ..runtime import Runtime

_TOO_OLD = timedelta(seconds=30)
"""A press that comes later than this after it happened must not open a gate any more."""

KNOWN_KINDS: Final = frozenset(
    word
    for entry in ENTRIES
    if isinstance(entry, EventMap) and entry.by_hand
    for value in entry.values
    for word in (value, entry.named.get(value, value))
)
"""What people do by hand that has a text as a trigger."""
OTHER_EVENTS: Final = frozenset(
    entry.text_key for entry in ENTRIES if isinstance(entry, EventMap) and not entry.by_hand
)
"""Translation keys of the events that are not done by hand, such as an alarm."""


class Happening(NamedTuple):
    """What a report says has happened."""

    kind: str
    """The event type."""
    amount: float | None = None
    """How much, where the report is a number."""


def is_late(runtime: Runtime, event: DeviceEvent, sent: datetime) -> bool:
    """Return whether a press is too old.

    A delivery may be sent late, arrive late, or wait for a set-up, so both the time at which it
    was sent and the present count. SmartThings' clock decides, because ours may be wrong.
    """
    now = max(sent, runtime.entry_state.clock.now())
    return now - (event.time or sent) > _TOO_OLD


def happening(
    store: LocationStore, device_id: str, component: str, entry: EventMap, value: Json
) -> Happening | None:
    """Return what a value says has happened, None where it says nothing."""
    if entry.amounts:
        if isinstance(value, bool) or not isinstance(value, int | float) or value == 0:
            return None
        return Happening(entry.amounts.above if value > 0 else entry.amounts.below, value)
    if not isinstance(value, str) or value in entry.idle_values:
        return None
    listed = _words_by_kind(store, device_id, component, entry)
    kind = option_among(listed, value, Spelling(entry.values))
    return Happening(kind) if kind else None


def kinds_of(store: LocationStore, device_id: str, component: str, entry: EventMap) -> list[str]:
    """Return the event types that a component lists, or the usual ones."""
    return [*_words_by_kind(store, device_id, component, entry)]


def _words_by_kind(
    store: LocationStore, device_id: str, component: str, entry: EventMap
) -> dict[str, Json]:
    report = entry.supported and store.value(device_id, AttributeKey(component, *entry.supported))
    listed = texts(report.value) if report and not entry.amounts else ()
    words = listed or entry.default or entry.values
    return options_of(
        (word for word in words if word not in entry.idle_values), Spelling(entry.values)
    )


def buttons_of(runtime: Runtime, device_id: str) -> Mapping[str, list[EventMap]]:
    """Return what a person does with the parts of a device, by component."""
    found: dict[str, list[EventMap]] = {}
    for match in runtime.loader.matches.get(device_id, ()):
        if isinstance(match.entry, EventMap) and match.entry.by_hand:
            found.setdefault(match.component, []).append(match.entry)
    return found
