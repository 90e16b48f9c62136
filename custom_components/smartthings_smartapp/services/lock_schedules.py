"""The actions for the schedules of users of locks."""

from collections.abc import Callable, Coroutine
from typing import Any

from homeassistant.core import ServiceCall, ServiceResponse

from ..cloud.json_types import Json, JsonObject
from ..lock_codes.schedules import LockSchedules, ScheduleKind, schedules_of
from .locks import change_each, of_locks, read_lists
from .schemas import (
    ATTR_END,
    ATTR_END_TIME,
    ATTR_SCHEDULE,
    ATTR_START,
    ATTR_START_TIME,
    ATTR_TYPE,
    ATTR_USER_INDEX,
    ATTR_WEEKDAYS,
)
from .targets import Target

type _Change = Callable[[LockSchedules], Coroutine[Any, Any, JsonObject]]


async def set_lock_week_schedule(call: ServiceCall) -> ServiceResponse:
    """Restrict a user of locks to times of days of the week."""
    data = call.data
    user, index, days = data[ATTR_USER_INDEX], data.get(ATTR_SCHEDULE), data[ATTR_WEEKDAYS]
    start, end = data[ATTR_START_TIME], data[ATTR_END_TIME]
    return await _change(call, lambda known: known.set_week(user, index, days, start, end))


async def set_lock_period(call: ServiceCall) -> ServiceResponse:
    """Restrict a user of locks to a period."""
    data = call.data
    user, index = data[ATTR_USER_INDEX], data.get(ATTR_SCHEDULE)
    start, end = data[ATTR_START], data[ATTR_END]
    return await _change(call, lambda known: known.set_period(user, index, start, end))


async def delete_lock_schedule(call: ServiceCall) -> ServiceResponse:
    """Delete a schedule of a user of locks."""
    kind = ScheduleKind(call.data[ATTR_TYPE])
    user, index = call.data[ATTR_USER_INDEX], call.data[ATTR_SCHEDULE]
    return await _change(call, lambda known: known.delete(kind, user, index))


async def list_lock_schedules(call: ServiceCall) -> ServiceResponse:
    """Return the schedules of locks by device."""
    response: dict[str, Json] = {}
    for target, schedules in await _locks(call):
        await read_lists(target)
        response[target.registry_id] = {
            kind.value: {
                "schedules": [*schedules.listed(kind)],
                "max_per_user": schedules.most(kind),
            }
            for kind in ScheduleKind
        }
    return response


async def _change(call: ServiceCall, change: _Change) -> ServiceResponse:
    """Change the schedules of each lock.

    Raises ServiceValidationError if a device has no schedules, before anything is sent.
    """
    return await change_each(await _locks(call), change)


async def _locks(call: ServiceCall) -> list[tuple[Target, LockSchedules]]:
    return await of_locks(call, schedules_of, "no_lock_schedules")
