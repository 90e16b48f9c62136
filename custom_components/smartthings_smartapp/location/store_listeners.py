"""The listeners for changes of a location and its devices."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ..cloud.delivery.events import DeviceEvent
from ..cloud.models import AttributeKey
from ..cloud.slices import in_slices
from .listeners import Listener, Listeners, guarded

type EventListener = Callable[[DeviceEvent, datetime], None]
"""Called with an event, and with the time at which its delivery was sent."""


@dataclass(slots=True)
class Notifications:
    """Changes collected while a delivery or poll is applied; listeners are notified afterwards."""

    values: dict[tuple[str, AttributeKey], None] = field(default_factory=dict)
    health: dict[str, None] = field(default_factory=dict)
    active: dict[str, None] = field(default_factory=dict)
    location: bool = False


class StoreListeners:
    """The listeners of one location."""

    def __init__(self, location_id: str) -> None:
        """Start without listeners."""
        self._location_id = location_id
        self._values: Listeners[tuple[str, AttributeKey], Listener] = Listeners()
        self._health: Listeners[str, Listener] = Listeners()
        self._activity: Listeners[str, Listener] = Listeners()
        self._updates: Listeners[str, Listener] = Listeners()
        self._events: Listeners[tuple[str, AttributeKey], EventListener] = Listeners()

    def watch(self, device_id: str, keys: Iterable[AttributeKey], listener: Listener) -> Listener:
        """Call ``listener`` when an attribute changes; return a function that removes it."""
        return self._values.add(((device_id, key) for key in keys), listener)

    def watch_events(
        self, device_id: str, keys: Iterable[AttributeKey], listener: EventListener
    ) -> Listener:
        """Call ``listener`` with each event of the attributes, also if the value is the same."""
        return self._events.add(((device_id, key) for key in keys), listener)

    def watch_health(self, device_id: str, listener: Listener) -> Listener:
        """Call ``listener`` when the availability of a device may have changed."""
        return self._health.add((device_id,), listener)

    def watch_activity(self, device_id: str, listener: Listener) -> Listener:
        """Call ``listener`` when a device has reported something."""
        return self._activity.add((device_id,), listener)

    def watch_updates(self, device_id: str, listener: Listener) -> Listener:
        """Call ``listener`` when changes of a device arrive another way."""
        return self._updates.add((device_id,), listener)

    def watch_location(self, listener: Listener) -> Listener:
        """Call ``listener`` when mode, security, scenes or availability change."""
        return self._health.add((self._location_id,), listener)

    def notify(self, changes: Notifications) -> None:
        """Notify each listener of the changes once."""
        location = (self._location_id,) if changes.location else ()
        listeners = dict.fromkeys(
            (
                *self._values.of(changes.values),
                *self._health.of((*changes.health, *location)),
                *self._activity.of(changes.active),
            )
        )
        for listener in listeners:
            guarded(listener)

    def notify_event(self, event: DeviceEvent, key: AttributeKey, sent: datetime) -> None:
        """Notify the listeners of the events of an attribute."""
        for listener in self._events.of([(event.device_id, key)]):
            guarded(listener, event, sent)

    def notify_location(self) -> None:
        """Notify the listeners of the location that its scenes or modes are different."""
        self.notify(Notifications(location=True))

    async def notify_all(self, device_ids: Sequence[str]) -> None:
        """Notify the location and devices that their availability may be different."""
        self.notify(Notifications(location=True))
        async for part in in_slices(device_ids):
            self.notify(Notifications(health=dict.fromkeys(part)))

    async def notify_updates(self, device_ids: Sequence[str]) -> None:
        """Notify the listeners of devices whose changes arrive another way."""
        async for part in in_slices(device_ids):
            for listener in self._updates.of(part):
                guarded(listener)
