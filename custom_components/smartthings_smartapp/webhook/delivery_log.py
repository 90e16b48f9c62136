"""The last deliveries for diagnostics: time, kind, delay and outcome."""

from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from ..cloud.delivery.lifecycle import (
    Delivery,
    EventDelivery,
    Execute,
    Install,
    Uninstall,
    Update,
)

KEPT: Final = 50


class Outcome(StrEnum):
    """How a request to the webhook ended."""

    TAKEN = "taken"
    REPLAYED = "replayed"
    """It was received before, and was dropped."""
    REJECTED = "refused"
    FAILED = "failed"
    """It was authentic, and an error on this side kept it from being handled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """One delivery without its content."""

    arrived: datetime
    outcome: Outcome
    late: float | None
    """Seconds from the date of the delivery to its arrival; None if it has no date."""
    reason: str = ""
    """Why it was rejected."""
    lifecycle: str = ""
    """Empty if it was rejected before its kind was known."""
    kinds: Mapping[str, int] = field(default_factory=dict)
    """The number of events by kind."""
    installed_app_id: str = ""
    """Empty if it is not for one installed app."""


class DeliveryLog:
    """The last deliveries to one webhook, and separately the last rejected requests.

    Anyone can send requests that are rejected. They must not displace the deliveries.
    """

    def __init__(self) -> None:
        """Start empty."""
        self.last: deque[Noted] = deque(maxlen=KEPT)
        """Authentic deliveries, oldest first."""
        self.last_rejected: deque[Noted] = deque(maxlen=KEPT)
        """Rejected requests, oldest first."""
        self._taken: dict[str, datetime] = {}

    def rejected(self, arrived: datetime, sent: datetime | None, reason: str) -> None:
        """Note a rejected request; ``sent`` is its date."""
        self.last_rejected.append(
            Noted(
                arrived=arrived,
                outcome=Outcome.REJECTED,
                late=None if sent is None else _seconds(sent, arrived),
                reason=reason,
            )
        )

    def note(self, arrived: datetime, sent: datetime, delivery: Delivery, outcome: Outcome) -> None:
        """Note an authentic delivery."""
        app_id = _installed_app_id(delivery)
        if outcome is Outcome.TAKEN and app_id:
            self._taken[app_id] = arrived
        self.last.append(
            Noted(
                arrived=arrived,
                outcome=outcome,
                late=_seconds(sent, arrived),
                lifecycle=type(delivery).__name__,
                kinds=_kinds(delivery),
                installed_app_id=app_id,
            )
        )

    def last_taken(self, installed_app_id: str) -> datetime | None:
        """Return when the last delivery for an installed app was accepted, None since the start."""
        return self._taken.get(installed_app_id)


def _seconds(sent: datetime, arrived: datetime) -> float:
    return round((arrived - sent).total_seconds(), 1)


def _installed_app_id(delivery: Delivery) -> str:
    if isinstance(delivery, Install | Update | Uninstall | EventDelivery | Execute):
        return delivery.installed_app.installed_app_id
    return ""


def _kinds(delivery: Delivery) -> Mapping[str, int]:
    if not isinstance(delivery, EventDelivery):
        return {}
    return Counter(type(event).__name__ for event in delivery.events)
