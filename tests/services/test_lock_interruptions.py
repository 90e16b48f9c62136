"""Changes of locks at the same time, with odd events, and with an end of the location."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from random import Random

import pytest
from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from custom_components.smartthings_smartapp.cloud.json_types import Json, JsonObject, as_object
from custom_components.smartthings_smartapp.lock_codes import answers
from custom_components.smartthings_smartapp.runtime import Runtime, SmartThingsConfigEntry
from simulator.devices.device import Readings, make_device
from simulator.devices.ids import HOME_LOCATION, Devices
from tests.common.actions import Caller
from tests.common.world import World

pytestmark = pytest.mark.devices(Devices.FRONT_LOCK)

_MATTER = "0d6c9a35-7b1f-4f0e-8f4e-7c2f7d1f9a11"
_USERS: Readings = {
    "lock": {"lock": "locked"},
    "lockUsers": {
        "users": [{"userIndex": 1, "userName": "Kim", "userType": "guest"}],
        "totalUsersSupported": 10,
        "commandResult": None,
    },
    "lockCredentials": {
        "credentials": [{"userIndex": 1, "credentialIndex": 1, "credentialType": "pin"}],
        "minPinCodeLen": 4,
        "maxPinCodeLen": 8,
        "pinUsersSupported": 10,
        "commandResult": None,
    },
    "lockSchedules": {
        "weekDaySchedules": [],
        "yearDaySchedules": [],
        "weekDaySchedulesPerUser": 5,
        "yearDaySchedulesPerUser": 5,
        "commandResult": None,
    },
}
_WEEK: JsonObject = {
    "user_index": 1,
    "weekdays": ["mon"],
    "start_time": "08:00:00",
    "end_time": "09:00:00",
}
_CHANGES: dict[str, tuple[str, JsonObject]] = {
    "set_lock_code": (Devices.FRONT_LOCK, {"slot": 3, "code": "1234"}),
    "rename_lock_code": (Devices.FRONT_LOCK, {"slot": 1, "name": "Alex"}),
    "delete_lock_code": (Devices.FRONT_LOCK, {"slot": 1}),
    "set_lock_week_schedule": (_MATTER, _WEEK),
    "set_lock_period": (
        _MATTER,
        {"user_index": 1, "start": "2027-01-01T08:00:00", "end": "2027-01-02T08:00:00"},
    ),
    "delete_lock_schedule": (_MATTER, {"user_index": 1, "type": "week", "schedule": 1}),
}
"""A change of each kind, with the device that carries it out."""


@pytest.fixture
async def entry(world: World) -> SmartThingsConfigEntry:
    """Set up a lock with codes in slots, and one with users."""
    world.simulator.home.add_device(
        make_device(
            _MATTER,
            "Shed lock",
            location_id=HOME_LOCATION,
            category="SmartLock",
            components={"main": _USERS},
        )
    )
    return await world.add_location()


@pytest.fixture
def caller(world: World, runtime: Runtime) -> Caller:
    """Return a caller for the location."""
    return Caller(world, runtime)


def _tokens(world: World) -> list[list[Json]]:
    """Return command and arguments of each accepted request."""
    return [
        [sent["command"], sent["arguments"]]
        for request in world.simulator.commands
        for sent in request.commands
    ]


async def _set(caller: Caller, **data: Json) -> JsonObject:
    lock = caller.device(Devices.FRONT_LOCK)
    return as_object((await caller.ask("set_lock_code", device_id=lock, **data))[lock])


def _codes(world: World) -> dict[int, str]:
    return world.simulator.home.devices[Devices.FRONT_LOCK].keypad.codes


# At the same time


async def test_codes_without_a_slot_get_different_slots_although_the_list_is_late(
    world: World, caller: Caller
) -> None:
    """The lock confirms a code before it lists it, and another code must not replace it."""
    world.simulator.faults.delay_deliveries(1, 0.5)
    wanted = ["1111", "2222", "3333"]
    found = await asyncio.gather(*(_set(caller, code=code) for code in wanted))
    await world.settle()
    slots = [row["slot"] for row in found]
    assert len({*map(str, slots)}) == 3
    assert sorted(_codes(world).values()) == wanted


async def test_a_slot_of_a_deleted_code_is_free_again(world: World, caller: Caller) -> None:
    """A code that was set and deleted leaves its slot for the next one."""
    slot = (await _set(caller, code="1111"))["slot"]
    lock = caller.device(Devices.FRONT_LOCK)
    await world.settle()
    await caller.ask("delete_lock_code", device_id=lock, slot=slot)
    await world.settle()
    assert (await _set(caller, code="2222"))["slot"] == slot


async def test_schedules_without_a_number_get_different_ones(world: World, caller: Caller) -> None:
    """As the codes."""
    shed = caller.device(_MATTER)
    world.simulator.faults.delay_deliveries(1, 0.5)
    found = await asyncio.gather(
        *(caller.ask("set_lock_week_schedule", device_id=shed, **_WEEK) for _ in range(3))
    )
    numbers = [as_object(row[shed])["schedule"] for row in found]
    assert sorted(map(str, numbers)) == ["1", "2", "3"]


async def test_two_changes_of_one_slot_are_made_one_after_the_other(
    world: World, caller: Caller
) -> None:
    """The last one counts, and each gets its own answer."""
    rows = await asyncio.gather(
        _set(caller, slot=5, code="1111", name="Anna"), _set(caller, slot=5, code="2222")
    )
    assert [row["slot"] for row in rows] == [5, 5]
    assert _codes(world)[5] == "2222"
    assert [sent[0] for sent in _tokens(world)] == ["setCode", "setCode"]


# Odd events


async def _reports(world: World, *values: Json) -> None:
    for value in values:
        world.simulator.home.set_attribute(
            Devices.FRONT_LOCK, "main", "lockCodes", "codeChanged", value
        )
        await asyncio.sleep(0)


@pytest.mark.parametrize("seed", range(4))
async def test_reports_of_others_do_not_answer_a_change(
    world: World, caller: Caller, seed: int
) -> None:
    """Before the answer, the lock reports other slots, repeats itself and reports nonsense."""
    odd: list[Json] = [
        "4 set",
        "4 set",
        "31 failed",
        "all deleted",
        "3",
        "3 ",
        " 3 set",
        "3 set set",
        "3 renamed",
        "3 deleted",
        "03x set",
        "",
        None,
        {"3": "set"},
        ["3 set"],
        3,
        "3 " + "s" * 5_000,
        "9" * 5_000 + " set",
    ]
    Random(seed).shuffle(odd)  # noqa: S311 (it must be the same in every run)
    keypad = world.simulator.home.devices[Devices.FRONT_LOCK].keypad
    keypad.answers.append("none")
    asked = asyncio.create_task(_set(caller, slot=3, code="1234"))
    while not world.simulator.commands:
        await asyncio.sleep(0.01)
    await _reports(world, *odd)
    await world.simulator.settle()
    assert not asked.done()
    await _reports(world, "3 set", "3 failed")  # The first answer counts.
    assert (await asked)["slot"] == 3


async def test_the_first_of_two_contradicting_answers_counts(world: World, caller: Caller) -> None:
    """The second one is about something else, since the lock answers once."""
    keypad = world.simulator.home.devices[Devices.FRONT_LOCK].keypad
    keypad.answers.append("none")
    asked = asyncio.create_task(_set(caller, slot=3, code="1234"))
    while not world.simulator.commands:
        await asyncio.sleep(0.01)
    await _reports(world, "3 failed", "3 set")
    with pytest.raises(HomeAssistantError) as raised:
        await asked
    assert raised.value.translation_key == "lock_code_rejected"


# The end of the location


async def _unload(hass: HomeAssistant, entry: SmartThingsConfigEntry) -> None:
    assert await hass.config_entries.async_unload(entry.entry_id)


async def _reload(hass: HomeAssistant, entry: SmartThingsConfigEntry) -> None:
    assert await hass.config_entries.async_reload(entry.entry_id)


async def _disable(hass: HomeAssistant, entry: SmartThingsConfigEntry) -> None:
    await hass.config_entries.async_set_disabled_by(entry.entry_id, ConfigEntryDisabler.USER)


async def _remove(hass: HomeAssistant, entry: SmartThingsConfigEntry) -> None:
    await hass.config_entries.async_remove(entry.entry_id)


async def _stop(hass: HomeAssistant, _entry: SmartThingsConfigEntry) -> None:
    await hass.async_stop(force=True)


type _End = Callable[[HomeAssistant, SmartThingsConfigEntry], Awaitable[None]]


def _ends() -> Iterator[_End]:
    yield from (_unload, _reload, _disable, _remove, _stop)


@pytest.mark.parametrize("end", _ends(), ids=lambda end: end.__name__.strip("_"))
async def test_changes_end_with_the_location(
    world: World,
    entry: SmartThingsConfigEntry,
    caller: Caller,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    end: _End,
) -> None:
    """The one that waits for its answer, and the others that wait for their turn."""
    monkeypatch.setattr(answers, "PATIENCE", 3600.0)
    monkeypatch.setattr(answers, "POLL_EVERY", 3600.0)
    home = world.simulator.home
    home.devices[Devices.FRONT_LOCK].keypad.answers.extend(["none"] * 9)
    home.devices[_MATTER].keypad.answers.extend(["none"] * 9)
    home.set_attribute(
        _MATTER,
        "main",
        "lockSchedules",
        "weekDaySchedules",
        [{"userIndex": 1, "schedules": [{"scheduleIndex": 1, "weekDays": ["Monday"]}]}],
    )
    await world.settle()
    asked = [
        asyncio.create_task(caller.refused(action, device_id=caller.device(device), **data))
        for action, (device, data) in _CHANGES.items()
    ]
    while len(world.simulator.commands) < 2:
        await asyncio.sleep(0.01)
    await end(world.hass, entry)
    async with asyncio.timeout(9):
        assert await asyncio.gather(*asked) == ["lock_unloaded"] * len(asked)
    assert [record for record in caplog.records if record.exc_info] == []
    assert len(world.simulator.commands) == 2


async def test_a_change_that_is_cancelled_leaves_the_turn_to_the_next(
    world: World, caller: Caller
) -> None:
    """An automation that is restarted cancels its action."""
    keypad = world.simulator.home.devices[Devices.FRONT_LOCK].keypad
    keypad.answers.append("none")
    asked = asyncio.create_task(_set(caller, slot=3, code="1234"))
    while not world.simulator.commands:
        await asyncio.sleep(0.01)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    assert (await _set(caller, slot=4, code="5678"))["slot"] == 4
