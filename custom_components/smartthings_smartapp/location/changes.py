"""What deliveries and polls bring: devices with their values, and what of them is new. Pure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from ..cloud.delivery.events import Event
from ..cloud.json_types import Json
from ..cloud.models import AttributeKey, Device, Value
from ..cloud.subscription_plan import SourceType

_PARTS: Final = frozenset({"connectionState", "disabledCapabilities", "disabledComponents"})
"""Attributes that say which parts and capabilities a device has."""
SAME_REPORT: Final = timedelta(seconds=30)
"""The time of an event and that of the value it reports may differ so much.

Event times have whole seconds (platform reference 15), and another server may have set them. A
false alarm costs more than a missed press that followed another one within this time.
"""


_CLOCKS_DIFFER = timedelta(minutes=1)
"""A report may be dated so much after the message with it, by another server's clock."""


@dataclass(slots=True)
class StoredDevice:
    """A device with its values, and what is known of their order."""

    device: Device
    status: dict[AttributeKey, Value]
    online: bool = True
    pushed: dict[AttributeKey, int] = field(default_factory=dict)
    """The number of the delivery that last set the attribute, where no reading has since."""
    read: int = 0
    """The number of the newest reading that is merged."""
    read_at: datetime | None = None
    """When it began, by the cloud's clock."""
    active: datetime | None = None
    """When the device last reported anything."""
    health_set: int = 0
    """The number of the delivery or reading that last gave the health."""
    health_time: datetime | None = None
    """When the health changed, as far as is known."""
    health_read_at: datetime | None = None
    """When the reading began that gave the health without a time, None where it has a time."""


@dataclass(slots=True)
class News:
    """Changes collected while a delivery or poll is applied; listeners are notified afterwards."""

    values: dict[tuple[str, AttributeKey], None] = field(default_factory=dict)
    health: dict[str, None] = field(default_factory=dict)
    active: dict[str, None] = field(default_factory=dict)
    location: bool = False
    overtaken: set[NewerPoll] = field(default_factory=set)


class NewerPoll(NamedTuple):
    """Something of which a poll found a newer report than events had brought."""

    source: SourceType
    """DEVICE for a value, DEVICE_HEALTH or MODE."""
    time: datetime
    """When it happened, or a moment before that, by the cloud's clock."""
    changed: bool
    """Whether it is another value, and not the same one again."""
    device_id: str = ""
    capability: str = ""
    attribute: str = ""


class Reading(NamedTuple):
    """A request for the present values, which may take a while to be answered."""

    number: int
    began: datetime
    """By the cloud's clock."""


class Heard(NamedTuple):
    """An event that came for the first time."""

    event: Event
    fresh: bool
    """Whether it is the newest of its kind: a stale one happened, but before what is known."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a reading of the home found different in its devices; of values, only how many."""

    added: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    """Devices with another label, room, firmware or other capabilities."""
    overtaken: frozenset[NewerPoll] = frozenset()
    values: Mapping[str, int] = field(default_factory=dict)
    """How many values of a device were different, by device id."""

    def __or__(self, other: Changes) -> Changes:
        """Return the changes of two parts of a reading together."""
        return Changes(
            self.added | other.added,
            self.removed | other.removed,
            self.changed | other.changed,
            self.overtaken | other.overtaken,
            Counter(self.values) + Counter(other.values),
        )

    def __bool__(self) -> bool:
        """Whether anything is different."""
        return bool(self.added or self.removed or self.changed)


def take_description(stored: StoredDevice, device: Device, news: News) -> bool:
    """Take over what a list says of a known device; return whether it is different."""
    if not device.components:
        # A list sometimes names a device without its parts: it has not lost them.
        device = replace(device, components=stored.device.components)
    if stored.device.category != device.category:
        # Offline means something else for some categories.
        news.health[device.device_id] = None
    different = stored.device != device
    stored.device = device
    return different


def happened(time: datetime | None, now: datetime) -> datetime | None:
    """Return a reported time, None where it is still to come: it would keep newer events out.

    ``now`` is by the cloud's clock; other servers of the cloud differ a little from it.
    """
    return None if time and time - now >= _CLOCKS_DIFFER else time


def overtaken_by(
    device_id: str, key: AttributeKey, known: Value, polled: Value
) -> NewerPoll | None:
    """Return what a polled value shows that is newer than the known one, if it is."""
    if known.time is None or polled.time is None:
        return None
    changed = known.value != polled.value
    if not changed and polled.time - known.time <= SAME_REPORT:
        return None
    place = (device_id, key.capability, key.attribute)
    return NewerPoll(SourceType.DEVICE, polled.time, changed, *place)


def note_activity(stored: StoredDevice, time: datetime | None, news: News) -> None:
    """Note when a device has reported something."""
    if time and (stored.active is None or time > stored.active):
        stored.active = time
        news.active[stored.device.device_id] = None


def may_change_entities(key: AttributeKey, known: Value | None, value: Json) -> bool:
    """Return whether a value can change which entities a device has.

    The first one of each attribute can, and each that says which parts the device has.
    """
    differs = known is None or known.value != value
    return _first(known, value) or (differs and key.attribute in _PARTS)


def _first(known: Value | None, value: Json) -> bool:
    """Return whether an attribute has its first value, which may let other entries apply."""
    return known is None or (known.value is None and value is not None)


def seconds(time: datetime) -> int:
    """Return a time in the whole seconds that events have."""
    return int(time.timestamp())
