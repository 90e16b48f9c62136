"""What the parts of a location report to others, so that none has to know who listens."""

from collections.abc import Callable
from dataclasses import dataclass, field

from ..cloud.subscription_plan import SubscriptionPlan
from .changes import Changes, NewerPoll
from .listeners import guarded


class Signal[*ArgsT]:
    """Calls its listeners in the order in which they were connected."""

    def __init__(self) -> None:
        """Start without a listener, so that sending does nothing yet."""
        self._listeners: list[Callable[[*ArgsT], None]] = []

    def connect(self, listener: Callable[[*ArgsT], None]) -> None:
        """Call ``listener`` from now on, until the location is unloaded."""
        self._listeners.append(listener)

    def send(self, *args: *ArgsT) -> None:
        """Call the listeners; one that fails is logged and does not keep the others from it."""
        for listener in self._listeners:
            guarded(listener, *args)


@dataclass(frozen=True, slots=True)
class Signals:
    """The signals of one location. They are made before its parts, which send them."""

    changed: Signal[Changes] = field(default_factory=Signal)
    """Devices, scenes or modes are different."""
    device_removed: Signal[str] = field(default_factory=Signal)
    """A device was removed, given by its id."""
    newer_polls: Signal[frozenset[NewerPoll]] = field(default_factory=Signal)
    """A poll found newer reports than events had brought."""
    subscribed: Signal[()] = field(default_factory=Signal[()])
    """Subscriptions were created."""
    planned: Signal[SubscriptionPlan] = field(default_factory=Signal)
    """The plan of the subscriptions is different."""
    silent_changed: Signal[()] = field(default_factory=Signal[()])
    """Devices became silent, or their events arrive again."""
