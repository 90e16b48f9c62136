"""The actions for lock codes: by slot, or added if the lock numbers its codes itself."""

import logging

import pytest
from homeassistant.exceptions import HomeAssistantError

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.runtime import Runtime
from simulator.devices.device import Json, make_device
from simulator.devices.ids import HOME_LOCATION, Devices
from tests.common.actions import Caller
from tests.common.world import World

_MATTER = "e2a4c5f9-1b3c-4d55-9a5e-2f5d9c1be0a7"


def _sent(world: World) -> list[list[Json]]:
    """Return capability, command and arguments of each sent command."""
    return [
        [command["capability"], command["command"], command["arguments"]]
        for request in world.simulator.commands
        for command in request.commands
    ]


async def _refused(caller: Caller, action: str, **data: Json) -> str | None:
    with pytest.raises(HomeAssistantError) as raised:
        await caller.do(action, **data)
    assert "{" not in str(raised.value)
    return raised.value.translation_key


@pytest.fixture
async def matter(world: World) -> Caller:
    """Return a caller for a lock with the capability for credentials."""
    for device_id in tuple(world.simulator.home.devices):
        world.simulator.home.remove_device(device_id)
    device = make_device(
        _MATTER,
        "Shed lock",
        location_id=HOME_LOCATION,
        category="SmartLock",
        components={
            "main": {
                "lock": {"lock": "locked"},
                "lockCredentials": {
                    "credentials": [
                        {"userIndex": 4, "credentialIndex": 2, "credentialType": "pin"},
                        {"userIndex": 5, "credentialIndex": 3, "credentialType": "rfid"},
                    ]
                },
            }
        },
    )
    world.simulator.home.add_device(device)
    return Caller(world, (await world.add_location()).runtime_data)


@pytest.mark.devices(Devices.FRONT_LOCK, Devices.COFFEE_PLUG)
async def test_a_code_is_set_and_deleted_by_its_slot(
    world: World, runtime: Runtime, caplog: pytest.LogCaptureFixture
) -> None:
    """It gets the given name, and the code is not in the log."""
    caplog.set_level(logging.DEBUG, logger=f"custom_components.{DOMAIN}")
    caller = Caller(world, runtime)
    lock = caller.device(Devices.FRONT_LOCK)
    await caller.do("set_lock_code", device_id=lock, slot=4, code="730915", name="Kim")
    await caller.do("set_lock_code", device_id=lock, slot=5, code="0042")
    await caller.do("delete_lock_code", device_id=lock, slot=3)
    assert _sent(world) == [
        ["lockCodes", "setCode", [4, "730915", "Kim"]],
        ["lockCodes", "setCode", [5, "0042", "Code 5"]],
        ["lockCodes", "deleteCode", [3]],
    ]
    assert await _refused(caller, "set_lock_code", device_id=lock, code="1234") == "slot_missing"
    plug: list[Json] = [lock, caller.device(Devices.COFFEE_PLUG)]
    before = len(world.simulator.commands)
    assert await _refused(caller, "delete_lock_code", device_id=plug, slot=3) == "no_lock_codes"
    assert len(world.simulator.commands) == before, "all devices are checked before the first"
    assert "730915" not in caplog.text


async def test_a_lock_that_numbers_its_codes_accepts_one_without_a_slot(matter: Caller) -> None:
    """A code that it lists can be changed and deleted."""
    lock = matter.device(_MATTER)
    await matter.do("set_lock_code", device_id=lock, code="7309", name="Kim")
    await matter.do("set_lock_code", device_id=lock, slot=2, code="0042")
    await matter.do("delete_lock_code", device_id=lock, slot=2)
    assert _sent(matter.world) == [
        ["lockCredentials", "addCredential", [0, "adminMember", "pin", "7309", "Kim"]],
        ["lockCredentials", "updateCredential", [4, 2, "pin", "0042"]],
        ["lockCredentials", "deleteCredential", [2, "pin"]],
    ]
    refused = await _refused(matter, "set_lock_code", device_id=lock, slot=3, code="1234")
    assert refused == "no_such_code", "the third is a card"
    refused = await _refused(matter, "delete_lock_code", device_id=lock, slot=9)
    assert refused == "no_such_code"


async def test_a_rejection_by_the_cloud_has_a_text(matter: Caller) -> None:
    """It names the lock."""
    matter.world.simulator.faults.fail("/devices/*/commands", status=422)
    refused = await _refused(matter, "set_lock_code", device_id=matter.device(_MATTER), code="1234")
    assert refused
