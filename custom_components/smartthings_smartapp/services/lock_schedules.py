"""The actions for the schedules of users of locks."""

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from homeassistant.core import ServiceCall, ServiceResponse

from ..cloud.json_types import Json, JsonObject
from ..errors import READING, invalid
from ..lock_codes.schedules import LockSchedules, ScheduleKind, schedules_of
from .errors import cloud_errors_of
from .rights import check_control
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
from .targets import Target, by_device, controlled_by

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
        if target.runtime.updates_of(target.device_id) != "push":
            with cloud_errors_of(target.name, READING):
                await target.runtime.poll_device(target.device_id)
        response[target.registry_id] = {
            kind.value: {
                "schedules": [*schedules.listed(kind)],
                "max_per_user": schedules.most(kind),
            }
            for kind in ScheduleKind
        }
    return response


async def _change(call: ServiceCall, change: _Change) -> ServiceResponse:
    """Change the schedules of each lock, one change of a lock at a time."""
    locks = await _locks(call)
    return await by_device(
        (target.registry_id, known.lock.in_turn(partial(change, known))) for target, known in locks
    )


async def _locks(call: ServiceCall) -> list[tuple[Target, LockSchedules]]:
    found: list[tuple[Target, LockSchedules]] = []
    for target in await controlled_by(call):
        known = schedules_of(target.runtime, target.device_id, target.name, target.component)
        if known is None:
            raise invalid(translation_key="no_lock_schedules", name=target.name)
        await check_control(call, [target.owner_of(call.hass, known.lock.component)])
        found.append((target, known))
    return found
