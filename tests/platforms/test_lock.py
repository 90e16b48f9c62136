"""Locks: locked, unlocked, open, jammed, and by whom."""

import pytest
from homeassistant.components.lock import LockEntityFeature, LockState
from homeassistant.const import STATE_UNKNOWN
from homeassistant.exceptions import ServiceValidationError

from custom_components.smartthings_smartapp.mapping.descriptions.base import AutomationFeature
from simulator.devices.device import Json, JsonObject, Readings
from simulator.devices.ids import Devices
from tests.common.house import House, house_with
from tests.common.world import World

OWN = AutomationFeature.OWN
pytestmark = pytest.mark.devices(Devices.FRONT_LOCK)

LOCK = "lock.front_door_lock"


async def test_it_is_unlocked_and_locked(house: House) -> None:
    """It shows the state that the lock reports."""
    assert house.state(LOCK).state == LockState.LOCKED
    assert await house.call("lock.unlock", LOCK) == [("main", "lock", "unlock", [])]
    assert house.state(LOCK).state == LockState.UNLOCKED
    assert await house.call("lock.lock", LOCK) == [("main", "lock", "lock", [])]
    assert house.state(LOCK).state == LockState.LOCKED


async def test_it_is_opened_if_it_has_a_latch(house: House) -> None:
    """Only a lock that lists unlatch can be opened."""
    assert house.state(LOCK).attributes["supported_features"] == OWN
    await house.report(
        Devices.FRONT_LOCK, "lock.supportedLockCommands", ["lock", "unlock", "unlatch"]
    )
    assert house.state(LOCK).attributes["supported_features"] == LockEntityFeature.OPEN | OWN
    assert await house.call("lock.open", LOCK) == [("main", "lock", "unlatch", [])]
    assert house.state(LOCK).state == LockState.OPEN


@pytest.mark.parametrize(
    ("value", "state"),
    [
        ("unlocked with timeout", LockState.UNLOCKED),
        ("not fully locked", LockState.JAMMED),
        ("unknown", STATE_UNKNOWN),
        (None, STATE_UNKNOWN),
    ],
)
async def test_each_value_has_its_state(house: House, value: str | None, state: str) -> None:
    """A bolt that is neither in nor out is jammed, not locked."""
    assert await house.shows(LOCK, Devices.FRONT_LOCK, "lock.lock", value) == state


@pytest.mark.parametrize(
    ("data", "changed_by"),
    [
        ({"method": "keypad", "codeId": "3", "codeName": "Guest", "userName": "Alex"}, "Alex"),
        ({"method": "keypad", "codeId": "3", "codeName": "Guest"}, "Guest"),
        ({"method": "keypad", "codeId": 3}, "Cleaner"),
        ({"method": "keypad", "codeId": 7}, "7"),
        ({"method": "manual", "codeId": None}, "manual"),
        ({}, None),
    ],
)
async def test_it_shows_who_changed_it(
    house: House, data: JsonObject, changed_by: str | None
) -> None:
    """It shows what the lock reports; attributes of the previous change are removed."""
    await house.report(Devices.FRONT_LOCK, "lock.lock", "unlocked", data=data)
    attributes = house.state(LOCK).attributes
    assert attributes.get("changed_by") == changed_by
    assert attributes.get("method") == data.get("method")
    assert ("code_id" in attributes) == (data.get("codeId") is not None)


async def test_a_latch_is_recognized_by_its_value_without_a_list_of_commands(house: House) -> None:
    """A list of commands has priority."""
    device = Devices.FRONT_LOCK
    await house.report(device, "lock.supportedLockValues", ["locked", "unlocked", "unlatched"])
    assert house.state(LOCK).attributes["supported_features"] == LockEntityFeature.OPEN | OWN
    await house.report(device, "lock.supportedLockCommands", ["lock", "unlock"])
    assert house.state(LOCK).attributes["supported_features"] == OWN


@pytest.mark.parametrize(
    ("codes", "count"),
    [('{"1":"Alex"}', "1"), ("{}", "0"), ("", STATE_UNKNOWN), (None, STATE_UNKNOWN)],
)
async def test_it_counts_its_codes(house: House, codes: str | None, count: str) -> None:
    """It shows neither names nor codes."""
    sensor = "sensor.front_door_lock_lock_codes"
    state = house.state(sensor)
    assert state.state == "3"
    assert "Cleaner" not in str(state.attributes)
    assert await house.shows(sensor, Devices.FRONT_LOCK, "lockCodes.lockCodes", codes) == count


async def test_newer_locks_list_users_and_credentials(world: World) -> None:
    """Each list is counted."""
    users: list[Json] = [{"userIndex": 1, "userName": "Alex", "userType": "adminMember"}]
    lock: Readings = {
        "lock": {"lock": "locked"},
        "lockUsers": {"users": users, "totalUsersSupported": 10},
        "lockCredentials": {"credentials": [], "pinUsersSupported": 10},
    }
    house = await house_with(world, "Back door", "SmartLock", lock)
    assert house.state("sensor.back_door_lock_users").state == "1"
    assert house.state("sensor.back_door_lock_codes").state == "0"


async def test_a_command_that_the_lock_does_not_list_has_an_error_with_the_reason(
    house: House,
) -> None:
    """Home Assistant offers to lock and unlock every lock."""
    await house.report(Devices.FRONT_LOCK, "lock.supportedLockCommands", ["lock"])
    with pytest.raises(ServiceValidationError) as raised:
        await house.act("lock.unlock", "lock.front_door_lock")
    assert raised.value.translation_key == "no_command"
    assert raised.value.translation_placeholders == {"name": "Front door lock"}
    assert house.simulator.commands == []
