"""Finds out from polls which events were missed, and which devices to poll more often.

A poll proves that an event was missed where it finds another value, or a newer time of something
that reports every event, as a button does. A newer time with the same value is only a hint:
SmartThings leaves out events of reports that change nothing (platform reference 6.2).

There is no I/O and no Home Assistant here; ``issues.missed_events`` acts on the findings.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from ..cloud.api.rate_limits import DAY, Clock, Window, monotonic
from ..cloud.delivery.events import DeviceEvent, DeviceHealthEvent, Event, ModeEvent
from ..cloud.subscription_plan import DeviceCapability, SourceType, Subscription, SubscriptionPlan
from ..mapping.descriptions.base import Source
from .changes import NewerPoll
from .order import SAME_REPORT

_MINUTE: Final = 60.0
_HOUR: Final = 60 * _MINUTE

_UNDER_WAY: Final = 2 * _MINUTE
"""Seconds that an event may take to arrive."""
_AT_LEAST: Final = 1.0
"""Seconds to wait for an event in any case, because it may be applied next."""
_SOONEST: Final = _MINUTE
_LATEST: Final = 30 * _MINUTE
"""Seconds between reads of silent devices: from the first doubled up to the last."""
READS_A_DAY: Final = 60
"""Calls for such reads in 24 hours, for all devices together."""
_FORGIVEN: Final = 15 * _MINUTE
"""Seconds after which a device with a single missed event is trusted again."""
_TRUSTED_AGAIN: Final = 4 * _HOUR
"""Seconds after the last of several missed events until a device is trusted again."""
RAISED_AFTER: Final = _HOUR
"""Seconds that a problem lasts before an issue is raised."""
_REPEATEDLY: Final = 3
"""Missed events of a silent device before an issue is raised."""
_ENOUGH_HINTS: Final = 3
_ENOUGH_POLLS: Final = 2


class Subject(NamedTuple):
    """The subject of an event: a capability of a device, the health of a device, or the mode."""

    source: SourceType
    device_id: str = ""
    capability: str = ""


def expected(
    plan: SubscriptionPlan, refused: Collection[Subscription], subject: Subject
) -> list[Subscription]:
    """Return the subscriptions that should report a subject, none if it is polled."""
    if subject.source is SourceType.DEVICE:
        pair = DeviceCapability(subject.device_id, subject.capability)
        wanted: Iterable[Subscription] = plan.covering(pair) if plan.pushes(pair) else ()
    else:
        wanted = (item for item in plan.subscriptions if item.source_type is subject.source)
    return [item for item in wanted if item not in refused]


@dataclass(slots=True)
class _Silence:
    """A series of missed events without any event in between."""

    first: float
    last: float
    count: int = 0

    @property
    def until(self) -> float:
        """When the device is trusted again, unless another event is missed."""
        return self.last + (_FORGIVEN if self.count == 1 else _TRUSTED_AGAIN)

    @property
    def is_long(self) -> bool:
        """Whether an issue should be raised."""
        return self.count >= _REPEATEDLY and self.last - self.first >= RAISED_AFTER


@dataclass(slots=True)
class _Hints:
    first: float
    count: int = 0
    polls: int = 0


class Findings(NamedTuple):
    """Findings that require an action."""

    missed: tuple[Subject, ...] = ()
    """Subjects whose event did not arrive in time."""
    begun: bool = False
    """Whether one of them makes another device silent."""
    recovered: bool = False
    """Whether a device is trusted again because no more events were missed."""


class PushMonitor:
    """Knows which events were missed, and when to check again.

    ``presses`` are the attributes that report every event. ``now`` returns the current time of
    SmartThings' clock, ``clock`` the seconds of a monotonic clock.
    """

    def __init__(
        self,
        presses: Collection[Source],
        now: Callable[[], datetime],
        clock: Clock = monotonic,
    ) -> None:
        """Expect events from now on."""
        self.missed_by_device: Counter[str] = Counter()
        self.missed_by_subscription: Counter[str] = Counter()
        """By the name of the subscription that should have delivered the event."""
        self.received_any = False
        """Whether any event has arrived."""
        self._presses = presses
        self._now = now
        self._clock = clock
        self._listening_since = clock()
        self._pending: dict[Subject, tuple[datetime, float]] = {}
        """Newer polls: when it happened, and until when the event may still arrive."""
        self._silent: dict[Subject, _Silence] = {}
        self._trusted_again: dict[Subject, _Silence] = {}
        """Silences that ended without an event; the next missed event continues them."""
        self._hints: _Hints | None = None
        self.hinting: dict[str, None] = {}
        """Devices with hints, in their order."""
        self._interval = _SOONEST
        self._next_read: float | None = None
        self._reads = Window(READS_A_DAY, DAY, clock)

    @property
    def silent(self) -> frozenset[str]:
        """Devices whose events do not arrive."""
        return frozenset(subject.device_id for subject in self._silent)

    @property
    def long_silent(self) -> frozenset[str]:
        """Devices that are silent for so long that an issue is raised."""
        return frozenset(
            subject.device_id for subject, silence in self._silent.items() if silence.is_long
        )

    def subscribed(self) -> None:
        """Note that subscriptions were created: no event reports earlier changes."""
        self._listening_since = self._clock()
        self._hints = None

    def update(
        self,
        plan: SubscriptionPlan,
        refused: Collection[Subscription],
        newer_polls: Iterable[NewerPoll],
    ) -> None:
        """Note reports that a poll found and no event has brought."""
        now, moment = self._clock(), self._now()
        hints = 0
        # Not stored as a time, because the clock may have been wrong then.
        since = moment - timedelta(seconds=now - self._listening_since)
        for item in newer_polls:
            subject = Subject(item.source, item.device_id, item.capability)
            if item.time <= since or not expected(plan, refused, subject):
                continue
            if item.changed or Source(item.capability, item.attribute) in self._presses:
                self._pending.setdefault(subject, (item.time, now + _patience(item, moment)))
            else:
                hints += 1
                self.hinting[item.device_id] = None
        if hints:
            self._hints = self._hints or _Hints(now)
            self._hints.count += hints
            self._hints.polls += 1

    def check_pending(self, plan: SubscriptionPlan, refused: Collection[Subscription]) -> Findings:
        """Return which events did not arrive in time, and end silences."""
        now = self._clock()
        missed = tuple(subject for subject, (_, until) in self._pending.items() if now >= until)
        known = self.silent
        for subject in missed:
            del self._pending[subject]
            self.missed_by_subscription.update(
                wanted.name for wanted in expected(plan, refused, subject)
            )
            if subject.device_id:
                self.missed_by_device[subject.device_id] += 1
            # Silent devices are read one by one, which brings neither health nor mode.
            if subject.source is SourceType.DEVICE:
                self._note_missed(subject, now)
        begun = any(subject.device_id not in known for subject in missed)
        for subject, silence in list(self._silent.items()):
            if now >= silence.until or not expected(plan, refused, subject):
                self._trusted_again[subject] = self._silent.pop(subject)
        self._plan_reads(now, restart=not self.silent <= known)
        return Findings(missed, begun, not known <= self.silent)

    def _note_missed(self, subject: Subject, now: float) -> None:
        known = self._trusted_again.pop(subject, None) or _Silence(now, now)
        silence = self._silent.setdefault(subject, known)
        silence.last = now
        silence.count += 1

    def take_suspicion(self) -> bool:
        """Return whether there are many hints and no delivery since the first one."""
        hints = self._hints
        suspicious = (
            hints is not None
            and hints.count >= _ENOUGH_HINTS
            and hints.polls >= _ENOUGH_POLLS
            and self._clock() - hints.first >= RAISED_AFTER
        )
        if suspicious:
            self._hints = None
        return suspicious

    def received(self, events: Collection[Event]) -> bool:
        """Trust the subjects of events again; return whether a device is no longer silent."""
        if not events:
            return False
        self.received_any = True
        self._hints = None
        self.hinting.clear()
        known = self.silent
        for subject, moment in _reports(events):
            pending = self._pending.get(subject)
            # An older event is not the one that is pending.
            if pending and (moment is None or moment >= pending[0] - SAME_REPORT):
                del self._pending[subject]
            self._silent.pop(subject, None)
            self._trusted_again.pop(subject, None)
        self._plan_reads(self._clock(), restart=False)
        return self.silent != known

    # Reads of silent devices

    def _plan_reads(self, now: float, *, restart: bool) -> None:
        if not self._silent:
            self._next_read = None
        elif restart or self._next_read is None:
            self._interval = _SOONEST
            self._next_read = now + max(self._interval, self._reads.wait())

    @property
    def read_due(self) -> bool:
        """Whether to read the silent devices now."""
        return self._next_read is not None and self._clock() >= self._next_read

    def read_done(self, calls: int) -> None:
        """Note a read of the silent devices and how many calls it took."""
        for _ in range(min(calls, READS_A_DAY)):
            self._reads.take()
        if self._silent:
            self._interval = min(self._interval * 2, _LATEST)
            self._next_read = self._clock() + max(self._interval, self._reads.wait())

    @property
    def next_check(self) -> float | None:
        """Seconds until the next check or read, None if there is none."""
        due = [until for _, until in self._pending.values()]
        due += [silence.until for silence in self._silent.values()]
        if self._next_read is not None:
            due.append(self._next_read)
        return max(0.0, min(due) - self._clock()) if due else None


def _patience(item: NewerPoll, moment: datetime) -> float:
    """Return the seconds for which the event may still arrive."""
    if item.source is SourceType.MODE:
        return _UNDER_WAY  # When it changed is not known.
    age = (moment - item.time).total_seconds()
    return min(max(_AT_LEAST, _UNDER_WAY - age), _UNDER_WAY)


def _reports(events: Iterable[Event]) -> Iterator[tuple[Subject, datetime | None]]:
    """Yield the subject and time of each event."""
    for event in events:
        match event:
            case DeviceEvent():
                yield Subject(SourceType.DEVICE, event.device_id, event.capability), event.time
            case DeviceHealthEvent():
                yield Subject(SourceType.DEVICE_HEALTH, event.device_id), event.time
            case ModeEvent():
                yield Subject(SourceType.MODE), event.time
