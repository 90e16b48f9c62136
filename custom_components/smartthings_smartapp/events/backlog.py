"""The deliveries that arrive while the config entry is not loaded."""

from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final, NamedTuple

from ..cloud.delivery.events import SecurityArmStateEvent
from ..cloud.delivery.lifecycle import EventDelivery

_MAX_DELIVERIES: Final = 200
"""Deliveries to keep: those of several minutes in a busy location."""


class _Waiting(NamedTuple):
    delivery: EventDelivery
    sent: datetime

    @property
    def happened(self) -> datetime:
        """Time of the only event."""
        return self.delivery.events[0].time or self.sent


class Backlog:
    """Keeps deliveries until the entry is loaded.

    If there are too many, the oldest are dropped: the first poll of the next set-up has the values
    that they reported. No poll has the security state, so its last event is kept separately. The
    earlier ones are dropped, because an old state must not arm or disarm anything.
    """

    def __init__(self) -> None:
        """Start empty."""
        self._deliveries: deque[_Waiting] = deque(maxlen=_MAX_DELIVERIES)
        self._security: _Waiting | None = None

    def __bool__(self) -> bool:
        """Whether any delivery is kept."""
        return bool(self._deliveries or self._security)

    def add(self, delivery: EventDelivery, sent: datetime) -> None:
        """Keep a delivery; ``sent`` is when the platform sent it."""
        security = [item for item in delivery.events if isinstance(item, SecurityArmStateEvent)]
        for event in security:
            waiting = _Waiting(replace(delivery, events=(event,)), sent)
            if self._security is None or waiting.happened >= self._security.happened:
                self._security = waiting
        if others := tuple(item for item in delivery.events if item not in security):
            self._deliveries.append(_Waiting(replace(delivery, events=others), sent))

    def take(self) -> Iterator[_Waiting]:
        """Remove and yield the deliveries, one by one; those added during that stay."""
        if security := self._security:
            self._security = None
            yield security
        for _ in range(len(self._deliveries)):
            yield self._deliveries.popleft()
