"""Sends TIMER_EVENT to installed apps whose schedules are due (platform reference 7, 9)."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid1

from simulator.devices.device import Json, JsonObject
from simulator.json_tools import as_object
from simulator.records import Records

from .cron import next_time
from .publisher import Publisher, event_time

_MINUTE = 60
_LATE = 1.0
"""Seconds after the minute at which schedules are checked; a cron expression has no seconds."""


class Scheduler:
    """Knows when each schedule is due."""

    def __init__(
        self, records: Records, publisher: Publisher, clock: Callable[[], datetime]
    ) -> None:
        """Send through `publisher`."""
        self._records = records
        self._publisher = publisher
        self._clock = clock
        self._looked_at: dict[tuple[str, str], datetime] = {}
        """Until when each schedule was followed, by installed app and name."""

    async def run(self) -> None:
        """Send the events of schedules that are due, until the task is cancelled."""
        while True:
            await asyncio.sleep(_MINUTE - self._clock().timestamp() % _MINUTE + _LATE)
            self.send_due()

    def send_due(self) -> bool:
        """Send one event for each schedule that is due; return whether any was.

        A schedule that was due several times since the last look is sent once.
        """
        now = self._clock()
        due = [
            (app_id, name, time)
            for app_id, held in self._records.schedules.items()
            for name, schedule in held.items()
            if (time := self._due(app_id, name, schedule, now)) is not None
        ]
        self._looked_at = {
            (app_id, name): now for app_id, held in self._records.schedules.items() for name in held
        }
        for app_id, name, time in due:
            self._send(app_id, name, time)
        return bool(due)

    def _due(self, app_id: str, name: str, schedule: JsonObject, now: datetime) -> datetime | None:
        if (once := once_at(schedule.get("once"))) is not None:
            time = datetime.fromtimestamp(once / 1000, UTC)
        elif (since := self._looked_at.get((app_id, name))) is None:
            return None
        else:
            time = next_time(str(as_object(schedule["cron"])["expression"]), since)
        return time if time <= now else None

    def _send(self, app_id: str, name: str, time: datetime) -> None:
        held = self._records.schedules[app_id]
        cron = as_object(held[name].get("cron"))
        payload: JsonObject = {
            "eventId": str(uuid1()),
            "name": name,
            "type": "CRON" if cron else "ONCE",
            "time": event_time(time),
            "expression": str(cron.get("expression", "")),
        }
        if not cron:
            del held[name]
        event: JsonObject = {
            "eventTime": event_time(time),
            "eventType": "TIMER_EVENT",
            "timerEvent": payload,
        }
        self._publisher.notify_timer(app_id, event)


def once_at(once: Json) -> float | None:
    """Return the milliseconds of a `once`: a number in the documentation, `{time}` in the SDK."""
    time = once.get("time") if isinstance(once, dict) else once
    return None if isinstance(time, bool) or not isinstance(time, int | float) else time
