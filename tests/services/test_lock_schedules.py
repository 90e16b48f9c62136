"""The actions for schedules of locks: what the cloud receives, and what the lock answers."""

import pytest
import voluptuous as vol

from custom_components.smartthings_smartapp.cloud.json_types import JsonObject, as_object
from custom_components.smartthings_smartapp.lock_codes import answers
from simulator.devices.device import Json, Readings, make_device
from simulator.devices.ids import HOME_LOCATION, Devices
from tests.common.actions import Caller
from tests.common.world import World

_ID = "b6a4c5f9-1b3c-4d55-9a5e-2f5d9c1be0a7"
_USERS: dict[str, Json] = {
    "users": [
        {"userIndex": 4, "userName": "Kim", "userType": "guest"},
        {"userIndex": 5, "userName": "Lee", "userType": "adminMember"},
    ],
    "commandResult": None,
}
_SCHEDULES: dict[str, Json] = {
    "weekDaySchedules": [
        {
            "userIndex": 4,
            "schedules": [
                {
                    "scheduleIndex": 1,
                    "weekDays": ["Monday", "Noday"],
                    "startHour": 8,
                    "startMinute": 0,
                    "endHour": 9,
                },
                {"scheduleIndex": "odd"},
            ],
        },
        "odd",
    ],
    "weekDaySchedulesPerUser": 2,
    "yearDaySchedules": None,
    "yearDaySchedulesPerUser": 1,
    "commandResult": None,
}
_WEEK: dict[str, Json] = {
    "user_index": 4,
    "weekdays": ["sun", "mon"],
    "start_time": "08:30",
    "end_time": "17:00",
}
_PERIOD: dict[str, Json] = {
    "user_index": 4,
    "start": "2026-12-24 10:00:00",
    "end": "2026-12-27 12:30:00",
}
_SENT_WEEK: dict[str, Json] = {
    "weekDays": ["Monday", "Sunday"],
    "startHour": 8,
    "startMinute": 30,
    "endHour": 17,
    "endMinute": 0,
}


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait less than usual for answers."""
    monkeypatch.setattr(answers, "PATIENCE", 1.0)
    monkeypatch.setattr(answers, "POLL_EVERY", 0.4)
    monkeypatch.setattr(answers, "BUSY_PAUSE", 0.1)


class Lock:
    """A lock in the cloud, and the actions for its schedules."""

    def __init__(self, world: World, caller: Caller) -> None:
        """Take the lock of a location."""
        self.world = world
        self.caller = caller

    @property
    def sent(self) -> list[list[Json]]:
        """Capability, command and arguments of each command that the cloud accepted."""
        return [
            [sent["capability"], sent["command"], sent["arguments"]]
            for request in self.world.simulator.commands
            for sent in request.commands
        ]

    async def ask(self, action: str, **data: Json) -> JsonObject:
        """Perform an action and return the response for the lock."""
        registry_id = self.caller.device(_ID)
        response = await self.caller.ask(action, device_id=registry_id, **data)
        await self.world.settle()
        return as_object(response[registry_id])

    async def refused(self, action: str, **data: Json) -> str:
        """Perform an action that fails, and return the key of the error."""
        return await self.caller.refused(action, device_id=self.caller.device(_ID), **data)


async def _lock(world: World, readings: Readings) -> Lock:
    for device_id in tuple(world.simulator.home.devices):
        world.simulator.home.remove_device(device_id)
    device = make_device(
        _ID,
        "Shed lock",
        location_id=HOME_LOCATION,
        category="SmartLock",
        components={"main": {"lock": {"lock": "locked"}, **readings}},
    )
    world.simulator.home.add_device(device)
    return Lock(world, Caller(world, (await world.add_location()).runtime_data))


@pytest.fixture
async def lock(world: World) -> Lock:
    """Return a lock with users and schedules."""
    return await _lock(world, {"lockUsers": _USERS, "lockSchedules": _SCHEDULES})


async def test_schedules_are_set_listed_and_deleted(lock: Lock) -> None:
    """A schedule without a number gets the first free one. Days are sent in their order."""
    assert await lock.ask("set_lock_week_schedule", **_WEEK) == {"user_index": 4, "schedule": 2}
    assert await lock.ask("set_lock_period", **_PERIOD) == {"user_index": 4, "schedule": 1}
    assert await lock.ask("list_lock_schedules") == {
        "week": {
            "schedules": [
                {
                    "user_index": 4,
                    "schedule": 1,
                    "weekdays": ["mon"],
                    "start_time": "08:00",
                    "end_time": None,
                },
                {
                    "user_index": 4,
                    "schedule": 2,
                    "weekdays": ["mon", "sun"],
                    "start_time": "08:30",
                    "end_time": "17:00",
                },
            ],
            "max_per_user": 2,
        },
        "period": {
            "schedules": [
                {
                    "user_index": 4,
                    "schedule": 1,
                    "start": "2026-12-24T10:00:00",
                    "end": "2026-12-27T12:30:00",
                }
            ],
            "max_per_user": 1,
        },
    }
    await lock.ask("delete_lock_schedule", user_index=4, type="week", schedule=2)
    await lock.ask("delete_lock_schedule", user_index=4, type="period", schedule=1)
    period = {"localStartTime": "2026-12-24T10:00:00", "localEndTime": "2026-12-27T12:30:00"}
    assert lock.sent == [
        ["lockSchedules", "setWeekDaySchedule", [2, 4, _SENT_WEEK]],
        ["lockSchedules", "setYearDaySchedule", [1, 4, period]],
        ["lockSchedules", "clearWeekDaySchedules", [2, 4]],
        ["lockSchedules", "clearYearDaySchedules", [1, 4]],
    ]


async def test_a_user_whom_the_lock_does_not_restrict_becomes_a_guest(lock: Lock) -> None:
    await lock.ask("set_lock_week_schedule", **{**_WEEK, "user_index": 5, "schedule": 2})
    assert lock.sent == [
        ["lockUsers", "updateUser", [5, "Lee", "guest"]],
        ["lockSchedules", "setWeekDaySchedule", [2, 5, _SENT_WEEK]],
    ]


async def test_a_lock_without_users_gets_the_schedule(world: World) -> None:
    lock = await _lock(world, {"lockSchedules": _SCHEDULES})
    await lock.ask("set_lock_week_schedule", **{**_WEEK, "user_index": 9})
    assert lock.sent == [["lockSchedules", "setWeekDaySchedule", [1, 9, _SENT_WEEK]]]


@pytest.mark.parametrize(
    ("action", "data", "key"),
    [
        ("set_lock_week_schedule", {**_WEEK, "end_time": "08:30"}, "lock_schedule_order"),
        ("set_lock_period", {**_PERIOD, "end": "2026-12-23 10:00:00"}, "lock_schedule_order"),
        ("set_lock_period", {**_PERIOD, "schedule": 2}, "lock_schedules_full"),
        ("set_lock_week_schedule", {**_WEEK, "user_index": 6}, "no_such_lock_user"),
        (
            "delete_lock_schedule",
            {"user_index": 4, "type": "period", "schedule": 1},
            "no_such_lock_schedule",
        ),
    ],
)
async def test_what_the_lock_cannot_have_is_not_sent(
    lock: Lock, action: str, data: dict[str, Json], key: str
) -> None:
    assert await lock.refused(action, **data) == key
    assert lock.sent == []


async def test_a_user_with_all_schedules_gets_no_other_one(lock: Lock) -> None:
    await lock.ask("set_lock_week_schedule", **_WEEK)
    assert await lock.refused("set_lock_week_schedule", **_WEEK) == "lock_schedules_full"


@pytest.mark.parametrize(
    ("answer", "key"),
    [("invalidCommand", "lock_change_invalid"), ("none", "lock_no_answer")],
)
async def test_the_reason_of_a_failure_is_raised(lock: Lock, answer: str, key: str) -> None:
    lock.world.simulator.home.devices[_ID].keypad.answers.append(answer)
    assert await lock.refused("set_lock_week_schedule", **_WEEK) == key


async def test_a_schedule_needs_a_day(lock: Lock) -> None:
    with pytest.raises(vol.Invalid):
        await lock.ask("set_lock_week_schedule", **{**_WEEK, "weekdays": []})
    assert lock.sent == []


@pytest.mark.devices(Devices.FRONT_LOCK)
async def test_a_lock_without_schedules_is_refused(world: World) -> None:
    caller = Caller(world, (await world.add_location()).runtime_data)
    registry_id = caller.device(Devices.FRONT_LOCK)
    assert await caller.refused("list_lock_schedules", device_id=registry_id) == "no_lock_schedules"
