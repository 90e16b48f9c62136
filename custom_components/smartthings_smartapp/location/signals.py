"""Signals between the parts of a location: the sender does not know who listens."""

from collections.abc import Callable
from dataclasses import dataclass, field

from ..cloud.api.history import HistoryItem
from ..cloud.subscription_plan import SubscriptionPlan
from .changes import Changes, NewerPoll
from .listeners import guarded


class Signal[*ArgsT]:
    """Calls its listeners in the order in which they were connected."""

    def __init__(self) -> None:
        """Start without listeners."""
        self._listeners: list[Callable[[*ArgsT], None]] = []

    def connect(self, listener: Callable[[*ArgsT], None]) -> None:
        """Call ``listener`` each time the signal is sent."""
        self._listeners.append(listener)

    def send(self, *args: *ArgsT) -> None:
        """Call the listeners; the failure of one is logged."""
        for listener in self._listeners:
            guarded(listener, *args)


@dataclass(frozen=True, slots=True)
class Signals:
    """The signals of one location, created before the parts that send them."""

    changed: Signal[Changes] = field(default_factory=Signal)
    """Devices, scenes or modes have changed."""
    device_removed: Signal[str] = field(default_factory=Signal)
    """A device was removed, given by its id."""
    newer_polls: Signal[frozenset[NewerPoll]] = field(default_factory=Signal)
    """A poll found reports that no event has brought."""
    subscribed: Signal[()] = field(default_factory=Signal[()])
    """Subscriptions were created."""
    planned: Signal[SubscriptionPlan] = field(default_factory=Signal)
    """The plan of the subscriptions has changed."""
    silent_changed: Signal[()] = field(default_factory=Signal[()])
    """Devices became silent, or their events arrive again."""
    history: Signal[tuple[HistoryItem, ...]] = field(default_factory=Signal)
    """The history has operations and presses that no event has brought."""
    heartbeat: Signal[()] = field(default_factory=Signal[()])
    """The state of the heartbeat has changed, or another heartbeat was missed."""
