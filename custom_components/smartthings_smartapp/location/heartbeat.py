"""An hourly message from SmartThings, which proves that messages arrive in a quiet home, too.

The installed app has one schedule, which needs no scope and no device. When its message does not
arrive, messages of devices would not arrive either.
"""

import logging
import zlib
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Final

from homeassistant.core import callback
from homeassistant.util import dt as dt_util

from ..cloud.api.client import SmartThingsClient
from ..cloud.api.errors import (
    CloudError,
    ConflictError,
    ForbiddenError,
    NotFoundError,
    RejectedError,
    TooManyRequestsError,
)
from ..cloud.delivery.events import Event, TimerEvent
from ..cloud.models import Schedule
from ..const import CONF_INSTALLED_APP_ID, CONF_WEBHOOK_URL
from .lifetime import Lifetime
from .signals import Signals

_LOGGER = logging.getLogger(__name__)

NAME: Final = "home-assistant-heartbeat"
"""The name of the schedule; the platform allows 36 letters, digits, dots and dashes (9)."""
_PERIOD: Final = timedelta(hours=1)
_GRACE: Final = timedelta(minutes=5)
"""How late a heartbeat may be: the cloud chooses the second, and a delivery may take a while."""
_ASLEEP: Final = timedelta(minutes=1)
"""A timer that is so much too late means that this machine was asleep."""
_RETRY: Final = 300.0
"""Seconds until the next attempt, unless the cloud names a time."""


class State(Enum):
    """What the heartbeat says."""

    UNKNOWN = auto()
    """There was none yet, or SmartThings refuses schedules."""
    ALIVE = auto()
    """The last one arrived."""
    MISSED = auto()
    """The last one did not arrive, although the schedule exists."""


def schedule_of(installed_app_id: str) -> Schedule:
    """Return the schedule of an installed app, at its own minute of each hour."""
    minute = zlib.crc32(installed_app_id.encode()) % 60
    return Schedule(NAME, f"{minute} * * * ? *", "UTC")


class Heartbeat:
    """Keeps the schedule, and notices a heartbeat that does not arrive."""

    def __init__(
        self,
        lifetime: Lifetime,
        client: SmartThingsClient,
        signals: Signals,
        now: Callable[[], datetime],
    ) -> None:
        """Do nothing yet; ``now`` returns the current time of SmartThings' clock."""
        self.state = State.UNKNOWN
        self.refused = False
        """Whether SmartThings refuses schedules, so that there is no heartbeat."""
        self.last: datetime | None = None
        """When the last heartbeat arrived."""
        self.due: datetime | None = None
        """When the next one is overdue, None if none is expected."""
        self.missed_at: datetime | None = None
        """When the last one that did not arrive was due, by our clock."""
        self._lifetime = lifetime
        self._client = client
        self._signals = signals
        self._now = now
        self._installed_app_id = str(lifetime.entry.data[CONF_INSTALLED_APP_ID])
        self._wanted = schedule_of(self._installed_app_id)
        self._delivers = bool(lifetime.entry.data[CONF_WEBHOOK_URL])
        self._overdue = lifetime.timer(self._check, "heartbeat")
        self._retry = lifetime.timer(self.request, "heartbeat schedule")

    @callback
    def request(self) -> None:
        """Create the schedule if it does not exist."""
        if self._delivers:
            self._lifetime.start(self._keep(), "heartbeat schedule")

    async def _keep(self) -> None:
        if await self._ensure() is not None:
            self._expect(self._next_due())

    async def _ensure(self) -> bool | None:
        """Return whether the schedule was missing, None if that could not be found out."""
        try:
            missing = await self._compare()
        except TooManyRequestsError as err:
            self._retry.set(err.retry_after)
        except (ForbiddenError, NotFoundError, RejectedError) as err:
            _LOGGER.debug("SmartThings refuses the schedule of a heartbeat: %s", err)
            self.refused = True
            self._forget()
        except CloudError as err:
            _LOGGER.debug("The schedule of the heartbeat could not be compared: %s", err)
            self._retry.set(_RETRY)
        else:
            self.refused = False
            return missing
        return None

    async def _compare(self) -> bool:
        """Create the schedule unless it exists; return whether it was missing."""
        for schedule in await self._client.schedules(self._installed_app_id):
            if schedule.name != NAME:
                continue
            if schedule.expression == self._wanted.expression:
                return False
            await self._client.delete_schedule(self._installed_app_id, NAME)
        try:
            await self._client.create_schedule(self._installed_app_id, self._wanted)
        except ConflictError:
            return False
        return True

    @callback
    def received(self, events: Collection[Event]) -> None:
        """Note a heartbeat among the events of a delivery."""
        if any(isinstance(event, TimerEvent) and event.name == NAME for event in events):
            self.last = self._now()
            self._expect(self.last + _PERIOD + _GRACE)
            self._change(State.ALIVE)

    def _next_due(self) -> datetime:
        """Return when the next heartbeat is overdue, by the minute of the schedule."""
        now = self._now()
        minute = int(self._wanted.expression.split()[0])
        due = now.replace(minute=minute, second=0, microsecond=0) + timedelta(minutes=1)
        return (due if due > now else due + _PERIOD) + _GRACE

    @callback
    def _expect(self, due: datetime) -> None:
        self.due = due
        self._overdue.set((due - self._now()).total_seconds())

    @callback
    def _forget(self) -> None:
        self.due = None
        self._overdue.cancel()
        self._change(State.UNKNOWN)

    async def _check(self) -> None:
        """Find out whether an overdue heartbeat proves anything."""
        due, last = self.due or self._now(), self.last
        asleep = self._now() > due + _ASLEEP
        self._expect(self._next_due())
        # Without the schedule, or without the cloud, a missing heartbeat proves nothing.
        missing = await self._ensure()
        if not asleep and missing is False and last == self.last:
            self.missed_at = dt_util.utcnow() - _GRACE
            self._change(State.MISSED)

    @callback
    def _change(self, state: State) -> None:
        known, self.state = self.state, state
        if state is State.MISSED or known is not state:
            self._signals.heartbeat.send()
