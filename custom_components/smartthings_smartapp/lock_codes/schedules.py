"""Schedules of users of a lock: when the code of a user is valid.

Commands, lists and results of ``lockSchedules`` are those of the Edge driver for Matter
(``new-matter-lock/init.lua`` of matter-lock). The times are local times of the lock.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import Final

from homeassistant.util import dt as dt_util

from ..cloud.json_types import Json, JsonObject, as_list, as_object
from ..controls.catalogue import components_of
from ..mapping.descriptions.base import Source
from ..mapping.vocabulary import Attribute, Capability, Command
from ..runtime import Runtime
from .answers import change, result_of
from .code_list import USERS, number, users_by_index
from .code_lock import CodeLock

_RESULT: Final = Source(Capability.LOCK_SCHEDULES, Attribute.COMMAND_RESULT)
_USER_RESULT: Final = Source(Capability.LOCK_USERS, Attribute.COMMAND_RESULT)
_RESTRICTED: Final = "guest"
"""The only type of user that a Matter lock restricts to schedules."""
_DAYS: Final = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}
"""The days of SmartThings by those of Home Assistant."""
_DAY_NAMES: Final = {day: name for name, day in _DAYS.items()}


class ScheduleKind(StrEnum):
    """How a schedule repeats."""

    WEEK = "week"
    """On days of the week, between two times of day."""
    PERIOD = "period"
    """Once, between two dates with times."""


_LISTS: Final = {
    ScheduleKind.WEEK: Source(Capability.LOCK_SCHEDULES, Attribute.WEEK_DAY_SCHEDULES),
    ScheduleKind.PERIOD: Source(Capability.LOCK_SCHEDULES, Attribute.YEAR_DAY_SCHEDULES),
}
_LIMITS: Final = {
    ScheduleKind.WEEK: Source(Capability.LOCK_SCHEDULES, Attribute.WEEK_DAY_SCHEDULES_PER_USER),
    ScheduleKind.PERIOD: Source(Capability.LOCK_SCHEDULES, Attribute.YEAR_DAY_SCHEDULES_PER_USER),
}
_SETS: Final = {
    ScheduleKind.WEEK: Command.SET_WEEK_DAY_SCHEDULE,
    ScheduleKind.PERIOD: Command.SET_YEAR_DAY_SCHEDULE,
}
_CLEARS: Final = {
    ScheduleKind.WEEK: Command.CLEAR_WEEK_DAY_SCHEDULES,
    ScheduleKind.PERIOD: Command.CLEAR_YEAR_DAY_SCHEDULES,
}


@dataclass(frozen=True, slots=True)
class LockSchedules:
    """The schedules of a lock with ``lockSchedules``."""

    lock: CodeLock

    def listed(self, kind: ScheduleKind) -> list[JsonObject]:
        """Return the schedules of all users, by user and number."""
        shown = {ScheduleKind.WEEK: _week, ScheduleKind.PERIOD: _period}[kind]
        return [
            {"user_index": user, "schedule": index, **shown(item)}
            for (user, index), item in sorted(self._items(kind).items())
        ]

    def most(self, kind: ScheduleKind) -> int | None:
        """Return the maximum number of schedules of a user, None if the lock reports none."""
        return self.lock.limit(_LIMITS[kind])

    async def set_week(
        self, user: int, index: int | None, days: Iterable[str], start: time, end: time
    ) -> JsonObject:
        """Set a schedule for days of the week, such as ``mon``."""
        wanted = frozenset(days)
        schedule: JsonObject = {
            "weekDays": [name for day, name in _DAYS.items() if day in wanted],
            "startHour": start.hour,
            "startMinute": start.minute,
            "endHour": end.hour,
            "endMinute": end.minute,
        }
        self._check_order(start=(start.hour, start.minute), end=(end.hour, end.minute))
        return await self._set(ScheduleKind.WEEK, user, index, schedule)

    async def set_period(
        self, user: int, index: int | None, start: datetime, end: datetime
    ) -> JsonObject:
        """Set a schedule between two times, which are those of Home Assistant without a zone.

        They are sent as local times without an offset: versions of the driver differ in whether
        they apply one.
        """
        first, last = dt_util.as_local(start), dt_util.as_local(end)
        self._check_order(start=first, end=last)
        schedule: JsonObject = {"localStartTime": _iso(first), "localEndTime": _iso(last)}
        return await self._set(ScheduleKind.PERIOD, user, index, schedule)

    async def delete(self, kind: ScheduleKind, user: int, index: int) -> JsonObject:
        """Delete a schedule of a user. Without a schedule, the code is valid at any time."""
        if (user, index) not in self._items(kind):
            raise self.lock.invalid(
                translation_key="no_such_lock_schedule", user=str(user), schedule=str(index)
            )
        await self._change(_CLEARS[kind], index, user)
        self.lock.turn.taken.discard((kind, user, index))
        return {"user_index": user, "schedule": index}

    async def _set(
        self, kind: ScheduleKind, user: int, index: int | None, schedule: JsonObject
    ) -> JsonObject:
        most = self.most(kind)
        if index is None:
            index = self._free(kind, user, most)
        elif most and index > most:
            raise self.lock.invalid(translation_key="lock_schedules_full", most=str(most))
        await self._restrict(user)
        await self._change(_SETS[kind], index, user, schedule)
        self.lock.turn.taken.add((kind, user, index))
        return {"user_index": user, "schedule": index}

    async def _change(self, command: str, index: int, user: int, *more: Json) -> None:
        sent = self.lock.command(Capability.LOCK_SCHEDULES, command, index, user, *more)
        await change(self.lock, sent, _RESULT, result_of(command, "scheduleIndex", index))

    async def _restrict(self, index: int) -> None:
        """Let the lock restrict a user to schedules, if its users have types."""
        if not self.lock.has_capability(Capability.LOCK_USERS):
            return
        user = users_by_index(self.lock.raw(USERS)).get(index)
        if user is None:
            raise self.lock.invalid(translation_key="no_such_lock_user", user=str(index))
        if user.user_type == _RESTRICTED:
            return
        command = self.lock.command(
            Capability.LOCK_USERS, Command.UPDATE_USER, index, user.name, _RESTRICTED
        )
        judge = result_of(Command.UPDATE_USER, "userIndex", index)
        await change(self.lock, command, _USER_RESULT, judge)

    def _free(self, kind: ScheduleKind, user: int, most: int | None) -> int:
        turn, used = self.lock.turn, {(kind, *place) for place in self._items(kind)}
        count = most or len(used | turn.taken) + 1
        place = turn.free(used, [(kind, user, index) for index in range(1, count + 1)])
        if place is None:
            raise self.lock.invalid(translation_key="lock_schedules_full", most=str(count))
        return place[2]

    def _items(self, kind: ScheduleKind) -> dict[tuple[int, int], JsonObject]:
        """Return the schedules by user and number. A lock without schedules may report no list."""
        found: dict[tuple[int, int], JsonObject] = {}
        for row in map(as_object, as_list(self.lock.raw(_LISTS[kind]))):
            user = number(row, "userIndex")
            for item in map(as_object, as_list(row.get("schedules"))):
                index = number(item, "scheduleIndex")
                if user is not None and index is not None:
                    found[user, index] = item
        return found

    def _check_order[Moment: (datetime, tuple[int, int])](
        self, *, start: Moment, end: Moment
    ) -> None:
        if start >= end:
            raise self.lock.invalid(translation_key="lock_schedule_order")


def _week(item: JsonObject) -> JsonObject:
    days: list[Json] = [
        _DAY_NAMES[day]
        for day in as_list(item.get("weekDays"))
        if isinstance(day, str) and day in _DAY_NAMES
    ]
    return {
        "weekdays": days,
        "start_time": _time(item, "startHour", "startMinute"),
        "end_time": _time(item, "endHour", "endMinute"),
    }


def _period(item: JsonObject) -> JsonObject:
    return {"start": item.get("localStartTime"), "end": item.get("localEndTime")}


def _time(item: JsonObject, hour: str, minute: str) -> str | None:
    hours, minutes = number(item, hour), number(item, minute)
    return None if hours is None or minutes is None else f"{hours:02}:{minutes:02}"


def _iso(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(timespec="seconds")


def schedules_of(
    runtime: Runtime, device_id: str, name: str, component: str
) -> LockSchedules | None:
    """Return the schedules of a device, preferably of a component, None if it has none."""
    components = components_of(runtime, device_id)
    for component_id in sorted(components, key=lambda known: known != component):
        lock = CodeLock(runtime, device_id, component_id, name)
        if lock.has_capability(Capability.LOCK_SCHEDULES):
            return LockSchedules(lock)
    return None
