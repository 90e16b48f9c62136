"""The buttons of a device, the presses that each can report, and the age limit of a press."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final, NamedTuple

from ..cloud.delivery.events import DeviceEvent
from ..cloud.json_types import Json, texts
from ..cloud.models import AttributeKey
from ..mapping import ENTRIES
from ..mapping.descriptions.sensors import EventMap
from ..mapping.words import Spelling, option_among, options_of
from ..runtime import Runtime

_TOO_OLD = timedelta(seconds=30)
"""A press is ignored after this time: a late press must not open a gate."""

KNOWN_KINDS: Final = frozenset(
    word
    for entry in ENTRIES
    if isinstance(entry, EventMap) and entry.by_hand
    for value in entry.values
    for word in (value, entry.names.get(value, value))
)
"""Event types of presses that have a text as a trigger."""
OTHER_EVENTS: Final = frozenset(
    entry.text_key for entry in ENTRIES if isinstance(entry, EventMap) and not entry.by_hand
)
"""Translation keys of the event entities that report no presses, such as an alarm."""


_NO_DETAILS: Final[Mapping[str, Json]] = MappingProxyType({})


class ReportedEvent(NamedTuple):
    """What an event entity fires for a reported value."""

    event_type: str
    amount: float | None = None
    """The value, if it is a number."""
    details: Mapping[str, Json] = _NO_DETAILS
    """Further attributes."""


def is_late(runtime: Runtime, event: DeviceEvent, sent: datetime) -> bool:
    """Return whether a press is too old.

    A delivery may be sent late, arrive late or wait for the set-up of the entry, so the later of
    the time it was sent and the current time counts. Both are times of SmartThings' clock, because
    ours may be wrong.
    """
    now = max(sent, runtime.now())
    return now - (event.time or sent) > _TOO_OLD


def reported_event(
    runtime: Runtime, device_id: str, component: str, entry: EventMap, value: Json
) -> ReportedEvent | None:
    """Return the event that a value reports, None if it reports none."""
    if entry.amounts:
        if isinstance(value, bool) or not isinstance(value, int | float) or value == 0:
            return None
        return ReportedEvent(entry.amounts.above if value > 0 else entry.amounts.below, value)
    if entry.happening:
        found = entry.happening(value)
        return ReportedEvent(found.event_type, details=found.details) if found else None
    if isinstance(value, dict):
        value = value.get("value")  # The definition of objectDetection: {value, qty, data}.
    if not isinstance(value, str) or value in entry.idle_values:
        return None
    listed = _words_by_type(runtime, device_id, component, entry)
    event_type = option_among(listed, value, Spelling(entry.values))
    return ReportedEvent(event_type) if event_type else None


def event_types_of(runtime: Runtime, device_id: str, component: str, entry: EventMap) -> list[str]:
    """Return the event types that a component lists, else the default ones of its capability."""
    return [*_words_by_type(runtime, device_id, component, entry)]


def _words_by_type(
    runtime: Runtime, device_id: str, component: str, entry: EventMap
) -> dict[str, Json]:
    report = entry.supported and runtime.value(device_id, AttributeKey(component, *entry.supported))
    listed = texts(report.value) if report and not entry.amounts else ()
    words = listed or entry.default or entry.values
    return options_of(
        (word for word in words if word not in entry.idle_values), Spelling(entry.values)
    )


def buttons_of(runtime: Runtime, device_id: str) -> Mapping[str, list[EventMap]]:
    """Return the mapping entries of the buttons of a device, by component."""
    found: dict[str, list[EventMap]] = {}
    for match in runtime.matches(device_id):
        if isinstance(match.entry, EventMap) and match.entry.by_hand:
            found.setdefault(match.component, []).append(match.entry)
    return found
