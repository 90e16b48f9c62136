"""Reads from the history of devices what happened while no messages arrived.

A poll finds the last value of everything. What it cannot find are operations of a lock before the
last one, and presses. Whether an installed app may read the history is unverified (platform
reference 13.9); where it is refused, there are only polls.
"""

import logging
from collections import deque
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from homeassistant.core import callback

from ..cloud.api.client import SmartThingsClient
from ..cloud.api.errors import (
    CloudError,
    ForbiddenError,
    NotFoundError,
    TooManyRequestsError,
    UnauthorizedError,
)
from ..cloud.api.history import HistoryItem, HistorySpan
from ..cloud.api.rate_limits import DAY, Window
from ..cloud.delivery.events import DeviceEvent, Event
from ..cloud.json_types import Json, JsonObject, moment
from .entity_loader import OPERATIONS
from .lifetime import Lifetime
from .signals import Signals

_LOGGER = logging.getLogger(__name__)

_WORK: Final = "history of a gap"
_SETTLE: Final = 30.0
"""Seconds until the history is read: it is a few seconds late, and messages may be under way."""
_RETRY: Final = 900.0
_OLDEST: Final = timedelta(days=7)
"""What SmartThings says that it keeps."""
_REFUSED_FOR: Final = timedelta(days=7)
"""How long a refusal counts, unless the user changes the SmartApp."""
_DOUBTED: Final = timedelta(hours=3)
"""How long ago a single missed event may have happened: the longest time between polls."""
_SHORTEST: Final = timedelta(minutes=2)
"""A shorter gap at a start is not worth a call: SmartThings repeats messages for a while."""
_PAGE: Final = 200
_MOST: Final = 1000
"""Items to read for one gap; later ones are left out."""
_READS_A_DAY: Final = 6
_REMEMBERED: Final = 500
_SAME: Final = timedelta(seconds=2)
"""Event times have whole seconds, those of the history have milliseconds (9, 15)."""


class GapMemory:
    """What a restart must not lose."""

    def __init__(self, on_change: Callable[[], None]) -> None:
        """Start without knowledge; ``on_change`` is called after each change."""
        self._on_change = on_change
        self._seen: datetime | None = None
        self._refused: datetime | None = None

    @property
    def seen(self) -> datetime | None:
        """Until when everything is known, by SmartThings' clock."""
        return self._seen

    @seen.setter
    def seen(self, time: datetime) -> None:
        self._seen = time
        self._on_change()

    @property
    def refused(self) -> datetime | None:
        """When SmartThings last refused the history, None if it has not."""
        return self._refused

    @refused.setter
    def refused(self, time: datetime | None) -> None:
        self._refused = time
        self._on_change()

    def restore(self, raw: JsonObject) -> None:
        """Take the content of :meth:`as_json`; anything else in it is ignored."""
        self._seen = self._seen or moment(raw.get("seen"))
        self._refused = self._refused or moment(raw.get("refused"))

    def as_json(self) -> JsonObject:
        """Return both times in ISO format."""
        times = {"seen": self._seen, "refused": self._refused}
        return {key: time.isoformat() for key, time in times.items() if time}


class _Report(NamedTuple):
    device_id: str
    component: str
    capability: str
    attribute: str
    value: Json


def _report(of: DeviceEvent | HistoryItem) -> _Report:
    return _Report(of.device_id, of.component, of.capability, of.attribute, of.value)


class GapReader:
    """Notices gaps in the messages, and reads the history of each."""

    def __init__(  # noqa: PLR0913 (it reads for several parts)
        self,
        lifetime: Lifetime,
        client: SmartThingsClient,
        signals: Signals,
        memory: GapMemory,
        *,
        location_id: str,
        now: Callable[[], datetime],
        may_read: Callable[[], bool],
    ) -> None:
        """Do nothing yet.

        ``now`` returns the current time of SmartThings' clock, ``may_read`` whether calls are not
        scarce.
        """
        self._client = client
        self._signals = signals
        self._memory = memory
        self._location_id = location_id
        self._now = now
        self._may_read = may_read
        self._stalled = False
        """Whether nothing arrives."""
        self._started = now()
        self._since: datetime | None = None
        """Where the history that is to be read begins, None if none is."""
        self._known: deque[tuple[_Report, datetime]] = deque(maxlen=_REMEMBERED)
        self._reads = Window(_READS_A_DAY, DAY)
        self._timer = lifetime.timer(self._read, _WORK)

    @property
    def refused(self) -> bool:
        """Whether SmartThings refuses the history."""
        refused = self._memory.refused
        return refused is not None and self._now() - refused < _REFUSED_FOR

    @callback
    def start(self) -> None:
        """Read what happened since the last message of an earlier set-up."""
        if (seen := self._memory.seen) is None:
            self._memory.seen = self._now()
        elif self._now() - seen >= _SHORTEST:
            self._request()

    @callback
    def ended(self) -> None:
        """Note that a time is over in which messages may have been lost."""
        self._request()

    @callback
    def doubted(self) -> None:
        """Note that an event was missed although later ones have arrived."""
        if self._since is None:
            self._request(max(self._started, self._now() - _DOUBTED))

    @callback
    def stalled(self) -> None:
        """Note that nothing arrives any more."""
        self._stalled = True
        self._request()

    @callback
    def received(self, events: Collection[Event]) -> None:
        """Note the events of a delivery; the first one after a gap shows where it ends."""
        for event in events:
            if isinstance(event, DeviceEvent) and event.capability in OPERATIONS and event.time:
                self._known.append((_report(event), event.time))
        if self._stalled:
            self._stalled = False
            self._request()
        elif self._since is None:
            self._memory.seen = self._now()

    @callback
    def permissions_changed(self) -> None:
        """Ask again after a refusal."""
        self._memory.refused = None

    @callback
    def _request(self, since: datetime | None = None) -> None:
        if self._since is None and not self.refused and self._may_read():
            self._since = since or self._memory.seen or self._now()
            self._timer.set(max(_SETTLE, self._reads.wait()))

    async def _read(self) -> None:
        """Read the history since the last message, and send what no event has reported."""
        begun = self._now()
        since = max(self._since or begun, begun - _OLDEST)
        span = HistorySpan(limit=_MOST, page=_PAGE, after=since, oldest_first=True)
        self._reads.take()
        try:
            items = await self._client.history(self._location_id, span)
        except TooManyRequestsError as err:
            self._timer.set(max(err.retry_after, self._reads.wait()))
        except (UnauthorizedError, ForbiddenError, NotFoundError) as err:
            _LOGGER.debug("SmartThings refuses the history of devices: %s", err)
            self._since = None
            self._memory.refused = begun
        except CloudError as err:
            _LOGGER.debug("The history of devices could not be read: %s", err)
            self._timer.set(max(_RETRY, self._reads.wait()))
        else:
            self._since = None
            self._memory.seen = begun
            self._send(items)

    @callback
    def _send(self, items: Collection[HistoryItem]) -> None:
        found = [item for item in items if item.capability in OPERATIONS and self._is_new(item)]
        if found:
            self._signals.history.send(tuple(found))

    def _is_new(self, item: HistoryItem) -> bool:
        """Return whether neither an event nor an earlier read has reported an item."""
        report = _report(item)
        if any(report == known and abs(item.time - time) <= _SAME for known, time in self._known):
            return False
        self._known.append((report, item.time))
        return True
