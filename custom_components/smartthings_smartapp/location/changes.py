"""Devices with their values, and what deliveries and polls change. No I/O."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, NamedTuple

from ..cloud.delivery.events import Event
from ..cloud.json_types import Json, differ
from ..cloud.models import AttributeKey, Device, Value
from ..cloud.subscription_plan import SourceType
from .order import SAME_REPORT
from .store_listeners import Notifications

_PARTS: Final = frozenset({"connectionState", "disabledCapabilities", "disabledComponents"})
"""Attributes that say which parts and capabilities a device has."""


@dataclass(slots=True)
class StoredDevice:
    """A device with its values, and the order in which these were reported."""

    device: Device
    status: dict[AttributeKey, Value]
    online: bool = True
    pushed: dict[AttributeKey, int] = field(default_factory=dict)
    """The number of the delivery that last set an attribute, unless a poll has set it since."""
    polled: int = 0
    """The number of the newest poll that is merged."""
    polled_at: datetime | None = None
    """When that poll began, by the cloud's clock."""
    active: datetime | None = None
    """When the device last reported anything."""
    health_set: int = 0
    """The number of the delivery or poll that last set the health."""
    health_time: datetime | None = None
    """When the health changed, as far as is known."""
    health_polled_at: datetime | None = None
    """When the poll began that set the health without a time; None if there is a time."""


class NewerPoll(NamedTuple):
    """A report that a poll found and that is newer than the events about it."""

    source: SourceType
    """DEVICE for a value, DEVICE_HEALTH or MODE."""
    time: datetime
    """When it happened, or a moment before that, by the cloud's clock."""
    changed: bool
    """Whether the value is different, and not reported again."""
    device_id: str = ""
    capability: str = ""
    attribute: str = ""


class ReceivedEvent(NamedTuple):
    """An event that was not received before."""

    event: Event
    fresh: bool
    """Whether it is the newest of its kind; something newer than a stale event is known."""


class Applied(NamedTuple):
    """The result of applying a delivery."""

    received: tuple[ReceivedEvent, ...]
    """Its events without repeated ones."""
    first_values: frozenset[str]
    """Devices that may have other entities now: an attribute got its first value."""
    contradicted: bool
    """Whether a poll has to decide between two reports."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Devices that are different after a poll, and how many of their values are."""

    added: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    """Devices with another label, room, firmware or other capabilities."""
    newer_polls: frozenset[NewerPoll] = frozenset()
    values: Mapping[str, int] = field(default_factory=dict)
    """How many values of a device were different, by device id."""

    def __or__(self, other: Changes) -> Changes:
        """Return the changes of two parts of a poll together."""
        return Changes(
            self.added | other.added,
            self.removed | other.removed,
            self.changed | other.changed,
            self.newer_polls | other.newer_polls,
            Counter(self.values) + Counter(other.values),
        )

    def __bool__(self) -> bool:
        """Whether any device is different."""
        return bool(self.added or self.removed or self.changed)


def take_description(stored: StoredDevice, device: Device, found: Notifications) -> bool:
    """Take over what a list says of a known device; return whether it is different."""
    if not device.components:
        # A list sometimes names a device without its parts: it has not lost them.
        device = replace(device, components=stored.device.components)
    if stored.device.category != device.category:
        # Entities of some categories stay available while the device is offline.
        found.health[device.device_id] = None
    different = stored.device != device
    stored.device = device
    return different


def newer_poll(device_id: str, key: AttributeKey, known: Value, polled: Value) -> NewerPoll | None:
    """Return the report that a poll found, None unless it is newer than the known value."""
    if known.time is None or polled.time is None:
        return None
    changed = differ(known.value, polled.value)
    if not changed and polled.time - known.time <= SAME_REPORT:
        return None
    place = (device_id, key.capability, key.attribute)
    return NewerPoll(SourceType.DEVICE, polled.time, changed, *place)


def note_activity(stored: StoredDevice, time: datetime | None, found: Notifications) -> None:
    """Note when a device has reported something."""
    if time and (stored.active is None or time > stored.active):
        stored.active = time
        found.active[stored.device.device_id] = None


def may_change_entities(key: AttributeKey, known: Value | None, value: Json) -> bool:
    """Return whether a value can change which entities a device has.

    The first value of each attribute can, and each that says which parts the device has.
    """
    differs = known is None or differ(known.value, value)
    return _is_first(known, value) or (differs and key.attribute in _PARTS)


def _is_first(known: Value | None, value: Json) -> bool:
    return known is None or (known.value is None and value is not None)
