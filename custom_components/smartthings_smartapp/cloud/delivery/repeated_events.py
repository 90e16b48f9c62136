"""Recognize events that arrive more than once.

A delivery may be repeated. Two subscriptions may also deliver the same event, one of the device and
one of the capability (platform reference 6.3). Whether such copies have the same id is not known,
so both cases are supported: after two subscriptions have used the same id, ids decide; before that
the content decides too.
"""

from collections import Counter
from typing import Final

import orjson

from ..bounded_dict import BoundedDict
from .events import DeviceEvent, Event

_REMEMBERED: Final = 2048
"""Events that are remembered: more than an hour of a busy home."""


class RepeatedEvents:
    """Recognizes events that have arrived before."""

    def __init__(self) -> None:
        """Start without events."""
        self.repeated = 0
        """The number of events that the same subscription delivered before."""
        self.copies = 0
        """The number of events that another subscription delivered before."""
        self._ids_are_shared = False
        self._by_id = BoundedDict[tuple[str, ...], set[str]](_REMEMBERED)
        """The subscriptions that delivered an event, by id and attribute of the event."""
        self._by_content = BoundedDict[tuple[object, ...], Counter[str]](_REMEMBERED)
        """How often each subscription delivered a report, by content and second."""

    def __len__(self) -> int:
        """Return the number of remembered events."""
        return len(self._by_id) + len(self._by_content)

    def is_repeated(self, event: Event) -> bool:
        """Return whether an event arrived before; count it if so, otherwise remember it."""
        subscription = event.subscription_name if isinstance(event, DeviceEvent) else ""
        if event.event_id:
            delivered = self._by_id.setdefault(_id(event), set())
            if subscription in delivered:
                self.repeated += 1
                return True
            is_copy = bool(delivered)
            delivered.add(subscription)
            if is_copy:
                self._ids_are_shared = True
                self.copies += 1
                return True
        if is_copy := self._is_reported(event, subscription):
            self.copies += 1
        return is_copy

    def _is_reported(self, event: Event, subscription: str) -> bool:
        """Return whether another subscription has delivered the same report.

        Event times have whole seconds, so two presses of a button can look the same. Each
        subscription delivers both, so the second report of one subscription is a copy only if
        another subscription has delivered two.
        """
        if not subscription or self._ids_are_shared or not isinstance(event, DeviceEvent):
            return False
        if event.time is None:
            return False
        counts = self._by_content.setdefault(_content(event), Counter())
        most = max(counts.values(), default=0)
        counts[subscription] += 1
        return counts[subscription] <= most


def _id(event: Event) -> tuple[str, ...]:
    """Return what identifies an event, even if all attributes of a report have the same id."""
    if isinstance(event, DeviceEvent):
        place = (event.device_id, event.component, event.capability, event.attribute)
        return (event.event_id, *place)
    return (event.event_id,)


def _content(event: DeviceEvent) -> tuple[object, ...]:
    return (*_id(event)[1:], event.time, orjson.dumps([event.value, event.data]))
