"""What polls show about push: which events were missed, and which devices to read more often.

A poll proves that an event was missed where it finds another value, or a newer time of something
that reports every event, as a button does. A newer time with the same value is only a hint:
SmartThings leaves out events of reports that change nothing (platform reference 6.2).

This is arithmetic with times, without Home Assistant; ``issues.missed_events`` acts on it.
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
"""Seconds to wait for an event in any case: it may be applied next."""
_SOONEST: Final = _MINUTE
_LATEST: Final = 30 * _MINUTE
"""Seconds between reads of silent devices: from the first doubled up to the last."""
READS_A_DAY: Final = 60
"""Calls for such reads within 24 hours, for all devices together."""
_FORGIVEN: Final = 15 * _MINUTE
"""Seconds after which a single missed event is forgiven."""
_TRUSTED_AGAIN: Final = 4 * _HOUR
"""Seconds after the last of several missed events until a device is trusted again."""
LASTING: Final = _HOUR
"""Seconds that a problem lasts before the user is notified."""
_REPEATEDLY: Final = 3
"""Missed events from which on a silent device is worth a notice."""
_ENOUGH_HINTS: Final = 3
_ENOUGH_POLLS: Final = 2


class Subject(NamedTuple):
    """What an event reports: a capability of a device, the health of a device, or the mode."""

    source: SourceType
    device_id: str = ""
    capability: str = ""


def expected(
    plan: SubscriptionPlan, refused: Collection[Subscription], subject: Subject
) -> list[Subscription]:
    """Return the subscriptions that should report a subject; none where it is polled."""
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
        """When the device is trusted again, if nothing more is missed."""
        return self.last + (_FORGIVEN if self.count == 1 else _TRUSTED_AGAIN)

    @property
    def lasts(self) -> bool:
        """Whether the user should know."""
        return self.count >= _REPEATEDLY and self.last - self.first >= LASTING


@dataclass(slots=True)
class _Hints:
    first: float
    count: int = 0
    polls: int = 0


class Findings(NamedTuple):
    """What is to be acted on."""

    missed: tuple[Subject, ...] = ()
    """Subjects whose event did not arrive in time."""
    begun: bool = False
    """Whether one of them is of no device that was silent before."""
    recovered: bool = False
    """Whether a device is trusted again because nothing more was missed of it."""


class PushMonitor:
    """Knows what push missed, and when that has to be looked at again.

    ``presses`` are the attributes that report every event. ``now`` returns the present time by the
    clock of SmartThings, ``clock`` seconds that never jump.
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
        self._awaited: dict[Subject, tuple[datetime, float]] = {}
        """What a poll found: when it happened, and until when the event may still arrive."""
        self._silent: dict[Subject, _Silence] = {}
        self._trusted_again: dict[Subject, _Silence] = {}
        """Silences that ended without an event: the next missed one continues them."""
        self._hints: _Hints | None = None
        self.hinting: dict[str, None] = {}
        """Devices that hints are about."""
        self._interval = _SOONEST
        self._next_read: float | None = None
        self._reads = Window(READS_A_DAY, DAY, clock)

    @property
    def silent(self) -> frozenset[str]:
        """Devices whose events do not arrive."""
        return frozenset(subject.device_id for subject in self._silent)

    @property
    def entry_state(self) -> frozenset[str]:
        """Silent devices of which the user should know."""
        return frozenset(
            subject.device_id for subject, silence in self._silent.items() if silence.lasts
        )

    def subscribed(self) -> None:
        """Note that subscriptions were created: no event reports what happened before."""
        self._listening_since = self._clock()
        self._hints = None

    def update(
        self,
        plan: SubscriptionPlan,
        refused: Collection[Subscription],
        newer_polls: Iterable[NewerPoll],
    ) -> None:
        """Take in what a poll found newer than events had reported."""
        now, moment = self._clock(), self._now()
        hints = 0
        # Not kept as a time: the clock may have been wrong then.
        since = moment - timedelta(seconds=now - self._listening_since)
        for item in newer_polls:
            subject = Subject(item.source, item.device_id, item.capability)
            if item.time <= since or not expected(plan, refused, subject):
                continue
            if item.changed or Source(item.capability, item.attribute) in self._presses:
                self._awaited.setdefault(subject, (item.time, now + _patience(item, moment)))
            else:
                hints += 1
                self.hinting[item.device_id] = None
        if hints:
            self._hints = self._hints or _Hints(now)
            self._hints.count += hints
            self._hints.polls += 1

    def check_pending(self, plan: SubscriptionPlan, refused: Collection[Subscription]) -> Findings:
        """Find out which events did not arrive in time, and which silences are over."""
        now = self._clock()
        missed = tuple(subject for subject, (_, until) in self._awaited.items() if now >= until)
        known = self.silent
        for subject in missed:
            del self._awaited[subject]
            self.missed_by_subscription.update(
                wanted.name for wanted in expected(plan, refused, subject)
            )
            if subject.device_id:
                self.missed_by_device[subject.device_id] += 1
            # A read of one device brings no health, and none brings the mode.
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
        """Return whether hints are many and nothing was delivered since the first of them."""
        hints = self._hints
        suspicious = (
            hints is not None
            and hints.count >= _ENOUGH_HINTS
            and hints.polls >= _ENOUGH_POLLS
            and self._clock() - hints.first >= LASTING
        )
        if suspicious:
            self._hints = None
        return suspicious

    def received(self, events: Collection[Event]) -> bool:
        """Trust again what events report; return whether a device is not silent any more."""
        if not events:
            return False
        self.received_any = True
        self._hints = None
        self.hinting.clear()
        known = self.silent
        for subject, moment in _reports(events):
            awaited = self._awaited.get(subject)
            # An older event is not the one that is awaited.
            if awaited and (moment is None or moment >= awaited[0] - SAME_REPORT):
                del self._awaited[subject]
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
        """Whether the silent devices are to be read now."""
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
        """Seconds until something is to be settled or read, None where nothing is."""
        due = [until for _, until in self._awaited.values()]
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
    """Yield what events report, and when it happened."""
    for event in events:
        match event:
            case DeviceEvent():
                yield Subject(SourceType.DEVICE, event.device_id, event.capability), event.time
            case DeviceHealthEvent():
                yield Subject(SourceType.DEVICE_HEALTH, event.device_id), event.time
            case ModeEvent():
                yield Subject(SourceType.MODE), event.time
