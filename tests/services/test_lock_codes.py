"""The actions for lock codes: what the cloud receives, and what the lock answers."""

import asyncio
import json
from datetime import timedelta

import pytest
import voluptuous as vol
from homeassistant.core import Context
from homeassistant.exceptions import HomeAssistantError, Unauthorized
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import MockUser

from custom_components.smartthings_smartapp.cloud.json_types import JsonObject, as_list, as_object
from custom_components.smartthings_smartapp.lock_codes import answers
from custom_components.smartthings_smartapp.lock_codes.find import codes_of
from custom_components.smartthings_smartapp.runtime import Runtime
from simulator.devices.device import Json, Keypad, Readings, make_device
from simulator.devices.ids import HOME_LOCATION, Devices
from tests.common.actions import Caller
from tests.common.pool import command
from tests.common.world import World

_MATTER = "e2a4c5f9-1b3c-4d55-9a5e-2f5d9c1be0a7"
_FRONT = pytest.mark.devices(Devices.FRONT_LOCK, Devices.COFFEE_PLUG)


def _sent(world: World) -> list[list[Json]]:
    """Return capability, command and arguments of each sent command."""
    return [
        [sent["capability"], sent["command"], sent["arguments"]]
        for request in world.simulator.commands
        for sent in request.commands
    ]


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait less than usual for answers."""
    monkeypatch.setattr(answers, "PATIENCE", 1.0)
    monkeypatch.setattr(answers, "POLL_EVERY", 0.4)
    monkeypatch.setattr(answers, "BUSY_PAUSE", 0.1)


@pytest.fixture
def front(world: World, runtime: Runtime) -> Lock:
    """Return the front door lock, which has codes in slots."""
    return Lock(world, runtime, Devices.FRONT_LOCK)


class Lock:
    """A lock in the cloud, and the actions for its codes."""

    def __init__(self, world: World, runtime: Runtime, device_id: str) -> None:
        """Take the lock of a location."""
        self.world = world
        self.caller = Caller(world, runtime)
        self.device_id = device_id

    @property
    def keypad(self) -> Keypad:
        """What the lock knows about its codes."""
        return self.world.simulator.home.devices[self.device_id].keypad

    @property
    def sent(self) -> list[list[Json]]:
        """Capability, command and arguments of each command that the cloud accepted."""
        return _sent(self.world)

    async def ask(self, action: str, **data: Json) -> JsonObject:
        """Perform an action and return the response for the lock."""
        registry_id = self.caller.device(self.device_id)
        response = await self.caller.ask(f"{action}_lock_code", device_id=registry_id, **data)
        assert list(response) == [registry_id]
        await self.world.settle()
        return as_object(response[registry_id])

    async def refused(self, action: str, **data: Json) -> str:
        """Perform an action that fails; return the key of the error."""
        registry_id = self.caller.device(self.device_id)
        return await self.caller.refused(f"{action}_lock_code", device_id=registry_id, **data)

    async def codes(self) -> JsonObject:
        """Return the listed codes and limits."""
        registry_id = self.caller.device(self.device_id)
        response = await self.caller.ask("list_lock_codes", device_id=registry_id)
        return as_object(response[registry_id])

    async def has(self, capability: str, **values: Json) -> None:
        """Let the lock report values."""
        for attribute, value in values.items():
            self.world.simulator.home.set_attribute(
                self.device_id, "main", capability, attribute, value
            )
        await self.world.settle()

    @property
    def names(self) -> dict[int, str]:
        """The names of the codes in the cloud, by slot."""
        value = self.world.simulator.home.devices[self.device_id].value(
            "main", "lockCodes", "lockCodes"
        )
        return {int(slot): str(name) for slot, name in as_object(json.loads(str(value))).items()}


async def _only_lock(world: World, readings: Readings) -> Lock:
    for device_id in tuple(world.simulator.home.devices):
        world.simulator.home.remove_device(device_id)
    device = make_device(
        _MATTER,
        "Shed lock",
        location_id=HOME_LOCATION,
        category="SmartLock",
        components={"main": {"lock": {"lock": "locked"}, **readings}},
    )
    world.simulator.home.add_device(device)
    return Lock(world, (await world.add_location()).runtime_data, _MATTER)


_CREDENTIALS: dict[str, Json] = {
    "credentials": [
        {"userIndex": 4, "credentialIndex": 2, "credentialType": "pin"},
        {"userIndex": 5, "credentialIndex": 3, "credentialType": "rfid"},
    ],
    "minPinCodeLen": 4,
    "maxPinCodeLen": 8,
    "pinUsersSupported": 10,
    "commandResult": None,
}
_USERS: dict[str, Json] = {
    "users": [
        {"userIndex": 4, "userName": "Kim", "userType": "guest"},
        {"userIndex": 5, "userName": "Lee", "userType": "adminMember"},
    ],
    "totalUsersSupported": 10,
    "commandResult": None,
}


@pytest.fixture
async def matter(world: World) -> Lock:
    """Return a lock with users and credentials."""
    return await _only_lock(world, {"lockCredentials": _CREDENTIALS, "lockUsers": _USERS})


# Codes in slots


@_FRONT
async def test_a_code_is_set_renamed_and_deleted_by_its_slot(front: Lock) -> None:
    assert await front.ask("set", slot=4, code="730915", name="Kim") == {"slot": 4, "name": "Kim"}
    assert await front.ask("rename", slot=4, name="Lee") == {"slot": 4, "name": "Lee"}
    assert front.names == {1: "Alex", 2: "Sam", 3: "Cleaner", 4: "Lee"}
    assert await front.ask("delete", slot=3) == {"slot": 3}
    assert front.sent == [
        ["lockCodes", "setCode", [4, "730915", "Kim"]],
        ["lockCodes", "nameSlot", [4, "Lee"]],
        ["lockCodes", "deleteCode", [3]],
    ]
    assert await front.codes() == {
        "codes": [
            {"slot": 1, "name": "Alex", "user_index": None},
            {"slot": 2, "name": "Sam", "user_index": None},
            {"slot": 4, "name": "Lee", "user_index": None},
        ],
        "max_codes": 30,
        "min_length": None,
        "max_length": None,
    }


@_FRONT
async def test_a_code_without_a_slot_gets_the_first_free_one(front: Lock) -> None:
    """A code without a name is named after its slot. Leading zeros stay."""
    await front.ask("delete", slot=2)
    assert await front.ask("set", code="0042") == {"slot": 2, "name": "Code 2"}
    assert await front.ask("set", code="0043") == {"slot": 4, "name": "Code 4"}
    assert front.keypad.codes == {2: "0042", 4: "0043"}


@_FRONT
async def test_a_changed_code_keeps_its_name_or_gets_the_given_one(front: Lock) -> None:
    """Drivers keep the old name of a slot that has a code, so the slot is renamed, too."""
    assert await front.ask("set", slot=2, code="1111") == {"slot": 2, "name": "Sam"}
    assert await front.ask("set", slot=2, code="2222", name="Sam") == {"slot": 2, "name": "Sam"}
    await front.ask("set", slot=2, code="3333", name="Kim")
    assert front.names[2] == "Kim"
    assert front.sent == [
        ["lockCodes", "setCode", [2, "1111", "Sam"]],
        ["lockCodes", "setCode", [2, "2222", "Sam"]],
        ["lockCodes", "setCode", [2, "3333", "Kim"]],
        ["lockCodes", "nameSlot", [2, "Kim"]],
    ]


@_FRONT
async def test_a_code_is_not_put_into_a_slot_that_may_be_used(front: Lock) -> None:
    """The slot must be given while the list of codes is unknown or incomplete."""
    await front.has("lockCodes", scanCodes="Scanning")
    assert await front.refused("set", code="1234") == "slot_missing"
    for value in (None, "", "{", "[1]", 7, '"x"'):
        await front.has("lockCodes", scanCodes="Complete", lockCodes=value)
        assert await front.refused("set", code="1234") == "slot_missing", value
        assert (await front.codes())["codes"] is None
    assert front.sent == []
    assert await front.ask("set", slot=9, code="1234") == {"slot": 9, "name": "Code 9"}


@_FRONT
async def test_a_full_lock_gets_no_further_code(front: Lock) -> None:
    await front.has("lockCodes", maxCodes=3)
    assert await front.refused("set", code="1234") == "lock_codes_full"
    await front.has("lockCodes", maxCodes=None, lockCodes="[]")
    assert await front.ask("set", code="1234") == {"slot": 1, "name": "Code 1"}


@_FRONT
@pytest.mark.parametrize("slot", [0, 31, 999])
async def test_a_slot_that_the_lock_does_not_have_is_refused(front: Lock, slot: int) -> None:
    """For Z-Wave, slot 0 means all codes: deleting it would delete every code."""
    assert await front.refused("set", slot=slot, code="1234") == "lock_slot_range"
    assert await front.refused("delete", slot=slot) == "lock_slot_range"
    assert await front.refused("rename", slot=slot, name="Kim") == "lock_slot_range"
    assert front.sent == []


@_FRONT
async def test_a_slot_0_that_the_lock_lists_can_be_used(front: Lock) -> None:
    """Zigbee locks count from 0."""
    await front.has("lockCodes", lockCodes='{"0": "Alex", "x": "?", "1": null}')
    assert (await front.codes())["codes"] == [
        {"slot": 0, "name": "Alex", "user_index": None},
        {"slot": 1, "name": None, "user_index": None},
    ]
    assert await front.ask("set", slot=0, code="1234") == {"slot": 0, "name": "Alex"}
    assert await front.ask("delete", slot=0) == {"slot": 0}


@_FRONT
async def test_a_slot_without_a_code_can_be_neither_renamed_nor_deleted(front: Lock) -> None:
    assert await front.refused("rename", slot=7, name="Kim") == "no_such_code"
    assert await front.refused("delete", slot=7) == "no_such_code"
    assert front.sent == []
    await front.has("lockCodes", lockCodes=None)
    assert await front.ask("delete", slot=7) == {"slot": 7}, "the lock says that there is none"


@_FRONT
@pytest.mark.parametrize(
    ("code", "limits", "error"),
    [
        ("12 4", {}, "lock_code_digits"),
        ("١٢٣٤", {}, "lock_code_digits"),
        ("-123", {}, "lock_code_digits"),
        ("", {}, "lock_code_digits"),
        ("123", {}, "lock_code_too_short"),
        ("12345", {"minCodeLength": 6}, "lock_code_too_short"),
        ("12345", {"minCodeLength": 6, "maxCodeLength": 8}, "lock_code_length"),
        ("123456789", {"maxCodeLength": 8}, "lock_code_length"),
        ("12345", {"codeLength": 6, "maxCodeLength": 8}, "lock_code_exact"),
    ],
)
async def test_a_code_that_the_lock_does_not_accept_is_not_sent(
    front: Lock, code: str, limits: dict[str, Json], error: str
) -> None:
    await front.has("lockCodes", **limits)
    assert await front.refused("set", slot=5, code=code) == error
    assert front.sent == []


@_FRONT
async def test_a_device_without_codes_is_refused_before_anything_is_sent(front: Lock) -> None:
    plug = front.caller.device(Devices.COFFEE_PLUG)
    both: list[Json] = [front.caller.device(Devices.FRONT_LOCK), plug]
    refused = await front.caller.refused("delete_lock_code", device_id=both, slot=3)
    assert refused == "no_lock_codes"
    assert front.sent == []


@_FRONT
async def test_a_code_that_the_lock_already_has_is_reported(front: Lock) -> None:
    await front.ask("set", slot=4, code="1234")
    assert await front.refused("set", slot=5, code="1234") == "lock_code_rejected"
    assert 5 not in front.names


@_FRONT
async def test_a_name_that_the_lock_does_not_take_is_reported_apart(front: Lock) -> None:
    """The user learns that the code is set."""
    front.keypad.answers.extend(("changed", "failed"))
    assert await front.refused("set", slot=2, code="1234", name="Kim") == "lock_code_unnamed"
    assert front.keypad.codes == {2: "1234"}


# Users and credentials


async def test_a_lock_that_numbers_its_codes_adds_a_user_and_names_it(matter: Lock) -> None:
    assert await matter.ask("set", code="7309", name="Anna") == {"slot": 1, "name": "Anna"}
    assert matter.sent == [
        ["lockCredentials", "addCredential", [0, "adminMember", "pin", "7309"]],
        ["lockUsers", "updateUser", [1, "Anna", "guest"]],
    ]
    assert await matter.codes() == {
        "codes": [
            {"slot": 1, "name": "Anna", "user_index": 1},
            {"slot": 2, "name": "Kim", "user_index": 4},
        ],
        "max_codes": 10,
        "min_length": 4,
        "max_length": 8,
    }


async def test_a_listed_code_is_changed_renamed_and_deleted(matter: Lock) -> None:
    """The name is that of its user, who keeps the type."""
    assert await matter.ask("set", slot=2, code="0042") == {"slot": 2, "name": "Kim"}
    assert await matter.ask("set", slot=2, code="0043", name="Kim") == {"slot": 2, "name": "Kim"}
    assert await matter.ask("rename", slot=2, name="Anna") == {"slot": 2, "name": "Anna"}
    assert await matter.ask("set", slot=2, code="0044", name="Lee") == {"slot": 2, "name": "Lee"}
    assert await matter.ask("delete", slot=2) == {"slot": 2}
    assert matter.sent == [
        ["lockCredentials", "updateCredential", [4, 2, "pin", "0042"]],
        ["lockCredentials", "updateCredential", [4, 2, "pin", "0043"]],
        ["lockUsers", "updateUser", [4, "Anna", "guest"]],
        ["lockCredentials", "updateCredential", [4, 2, "pin", "0044"]],
        ["lockUsers", "updateUser", [4, "Lee", "guest"]],
        ["lockCredentials", "deleteCredential", [2, "pin"]],
    ]
    assert (await matter.codes())["codes"] == []


async def test_a_card_and_an_unknown_slot_are_no_codes(matter: Lock) -> None:
    assert await matter.refused("set", slot=3, code="1234") == "no_such_code", "it is a card"
    assert await matter.refused("delete", slot=9) == "no_such_code"
    assert await matter.refused("rename", slot=9, name="Kim") == "no_such_code"
    assert matter.sent == []


@pytest.mark.parametrize(
    ("status", "error"),
    [
        ("duplicate", "lock_code_duplicate"),
        ("occupied", "lock_slot_occupied"),
        ("resourceExhausted", "lock_codes_full"),
        ("invalidCommand", "lock_change_invalid"),
        ("failure", "lock_change_failed"),
        ("somethingNew", "lock_change_failed"),
    ],
)
async def test_each_answer_has_its_error(matter: Lock, status: str, error: str) -> None:
    matter.keypad.answers.append(status)
    assert await matter.refused("set", code="1234") == error
    matter.keypad.answers.append(status)
    assert await matter.refused("delete", slot=2) == error


async def test_a_lock_without_space_is_asked_for_nothing(matter: Lock) -> None:
    await matter.has("lockCredentials", pinUsersSupported=1)
    assert await matter.refused("set", code="1234") == "lock_codes_full"
    assert matter.sent == []


async def test_a_name_that_is_too_long_is_refused_before_the_code_is_set(matter: Lock) -> None:
    assert await matter.refused("set", code="1234", name="A" * 11) == "lock_name_too_long"
    assert await matter.refused("rename", slot=2, name="A" * 11) == "lock_name_too_long"
    assert matter.sent == []


@pytest.mark.usefixtures("hurried")
async def test_a_user_that_cannot_be_named_does_not_hide_that_the_code_is_set(
    matter: Lock,
) -> None:
    matter.keypad.answers.extend(("success", "failure"))
    assert await matter.refused("set", code="1234", name="Anna") == "lock_code_unnamed"
    assert matter.keypad.codes == {1: "1234"}


async def test_a_lock_without_users_gets_the_name_with_the_code(world: World) -> None:
    lock = await _only_lock(world, {"lockCredentials": _CREDENTIALS})
    assert await lock.ask("set", code="7309", name="Anna") == {"slot": 1, "name": "Anna"}
    assert (await lock.codes())["codes"] == [
        {"slot": 1, "name": "Anna", "user_index": 1},
        {"slot": 2, "name": None, "user_index": 4},
    ]
    assert await lock.refused("rename", slot=1, name="Lee") == "lock_no_names"
    assert await lock.ask("set", slot=1, code="7310") == {"slot": 1, "name": "Anna"}
    assert lock.sent == [
        ["lockCredentials", "addCredential", [0, "adminMember", "pin", "7309", "Anna"]],
        ["lockCredentials", "updateCredential", [1, 1, "pin", "7310"]],
    ]


async def test_a_name_is_refused_by_a_lock_that_stores_none(world: World) -> None:
    """The first definition of the command has no argument for a name."""
    lock = await _only_lock(world, {"lockCredentials": _CREDENTIALS})
    text: JsonObject = {"type": "string"}
    index: JsonObject = {"type": "integer"}
    world.simulator.define(
        {
            "id": "lockCredentials",
            "version": 1,
            "attributes": {},
            "commands": {"addCredential": command("addCredential", index, text, text, text)},
        }
    )
    assert await lock.refused("set", code="1234", name="Anna") == "lock_no_names"
    assert await lock.ask("set", code="1234") == {"slot": 1, "name": None}


@pytest.mark.parametrize("known", [True, False], ids=["other commands", "not read"])
async def test_a_name_is_sent_if_its_limit_is_not_known(matter: Lock, *, known: bool) -> None:
    if known:
        definition: Json = {"id": "lockUsers", "version": 1, "attributes": {}, "commands": {}}
        matter.world.simulator.define(definition)
    else:
        matter.world.simulator.faults.fail("/capabilities/lockUsers/1", status=500, times=9)
    name = "A" * 11
    assert await matter.ask("rename", slot=2, name=name) == {"slot": 2, "name": name}


@_FRONT
async def test_a_lock_that_was_removed_has_no_codes(front: Lock) -> None:
    codes = codes_of(front.caller.runtime, Devices.FRONT_LOCK, "Lock")
    assert codes
    del front.caller.runtime.parts.store.devices[Devices.FRONT_LOCK]
    assert not codes.lock.has_capability("lockCodes")
    assert codes_of(front.caller.runtime, Devices.FRONT_LOCK, "Lock") is None


@pytest.mark.parametrize(
    ("migrated", "capability"),
    [(True, "lockCredentials"), (None, "lockCodes"), (False, "lockCodes")],
)
async def test_a_lock_with_both_uses_credentials_after_its_migration(
    world: World, migrated: Json, capability: str
) -> None:
    """The drivers for Z-Wave and Zigbee ignore the commands of the other capability."""
    lock = await _only_lock(
        world,
        {
            "lockCodes": {"lockCodes": "{}", "codeChanged": None, "migrated": migrated},
            "lockCredentials": _CREDENTIALS,
            "lockUsers": _USERS,
        },
    )
    await lock.ask("set", code="1234")
    assert [sent[0] for sent in lock.sent] == [capability]


async def test_credentials_that_cannot_be_read_are_unknown(matter: Lock) -> None:
    await matter.has("lockCredentials", credentials=None)
    assert (await matter.codes())["codes"] is None
    broken: list[Json] = [
        None,
        {"credentialType": "pin"},
        {"credentialType": "pin", "credentialIndex": True},
        {"credentialType": "pin", "credentialIndex": 7},
    ]
    await matter.has("lockCredentials", credentials=broken)
    assert (await matter.codes())["codes"] == [{"slot": 7, "name": None, "user_index": None}]
    assert await matter.refused("set", slot=7, code="1234") == "no_such_code"


# Answers in time, late, contradicting, missing


@_FRONT
@pytest.mark.usefixtures("hurried")
async def test_a_lock_that_does_not_answer_is_reported(front: Lock) -> None:
    front.keypad.answers.append("none")
    assert await front.refused("set", slot=4, code="1234") == "lock_no_answer"


@_FRONT
@pytest.mark.usefixtures("hurried")
async def test_a_late_answer_is_no_answer(front: Lock) -> None:
    """The list of codes shows later that the code was set."""
    front.keypad.seconds = 1.5
    assert await front.refused("set", slot=4, code="1234", name="Kim") == "lock_no_answer"
    await asyncio.sleep(0.8)
    await front.world.settle()
    assert {"slot": 4, "name": "Kim", "user_index": None} in as_list((await front.codes())["codes"])


@_FRONT
@pytest.mark.usefixtures("hurried")
async def test_an_answer_whose_event_is_lost_is_polled(front: Lock) -> None:
    front.world.simulator.faults.drop_deliveries(2)
    assert await front.ask("set", slot=4, code="1234") == {"slot": 4, "name": "Code 4"}


@_FRONT
@pytest.mark.usefixtures("hurried")
async def test_an_earlier_change_that_a_poll_finds_is_no_answer(front: Lock) -> None:
    """Its event was lost ten minutes ago."""
    home = front.world.simulator.home
    clock = home.clock
    home.clock = lambda: clock() - timedelta(minutes=10)
    home.set_attribute(front.device_id, "main", "lockCodes", "codeChanged", "4 set", report=False)
    home.clock = clock
    front.keypad.answers.append("none")
    assert await front.refused("set", slot=4, code="1234") == "lock_no_answer"


@_FRONT
@pytest.mark.usefixtures("hurried")
async def test_an_event_of_an_earlier_change_is_no_answer(front: Lock) -> None:
    """It arrives late, for example from another app."""
    home = front.world.simulator.home
    clock = home.clock
    front.keypad.answers.append("none")
    asked = asyncio.ensure_future(front.refused("set", slot=4, code="1234"))
    await asyncio.sleep(0.1)
    home.clock = lambda: clock() - timedelta(minutes=10)
    home.set_attribute(front.device_id, "main", "lockCodes", "codeChanged", "4 set")
    home.clock = clock
    assert await asked == "lock_no_answer"


@_FRONT
@pytest.mark.usefixtures("hurried")
async def test_a_failing_poll_does_not_end_the_wait(front: Lock) -> None:
    front.keypad.seconds = 0.6
    front.world.simulator.faults.fail(f"/devices/{Devices.FRONT_LOCK}/status", status=500, times=9)
    assert await front.ask("set", slot=4, code="1234") == {"slot": 4, "name": "Code 4"}


@_FRONT
@pytest.mark.usefixtures("hurried")
async def test_reports_about_other_codes_are_no_answer(front: Lock) -> None:
    """Neither another slot nor another change nor a broken report ends the wait."""
    front.keypad.answers.append("none")
    asked = asyncio.ensure_future(front.refused("set", slot=4, code="1234"))
    await asyncio.sleep(0.1)
    for value in ("5 set", "4 renamed", "14 set", "4", "set 4", "x set", 4, None, ""):
        front.world.simulator.home.set_attribute(
            front.device_id, "main", "lockCodes", "codeChanged", value
        )
    assert await asked == "lock_no_answer"


@pytest.mark.usefixtures("hurried")
async def test_results_of_other_commands_are_no_answer(matter: Lock) -> None:
    matter.keypad.answers.append("none")
    asked = asyncio.ensure_future(matter.refused("delete", slot=2))
    await asyncio.sleep(0.1)
    results: tuple[Json, ...] = (
        {"commandName": "addCredential", "statusCode": "success"},
        {"commandName": "deleteCredential", "statusCode": "success", "credentialIndex": 1},
        {"commandName": "deleteCredential"},
        "success",
        None,
    )
    for value in results:
        matter.world.simulator.home.set_attribute(
            matter.device_id, "main", "lockCredentials", "commandResult", value
        )
    assert await asked == "lock_no_answer"


@pytest.mark.usefixtures("hurried")
async def test_a_busy_lock_is_asked_again(matter: Lock) -> None:
    matter.keypad.answers.append("busy")
    assert await matter.ask("delete", slot=2) == {"slot": 2}
    assert [sent[1] for sent in matter.sent] == ["deleteCredential"] * 2
    matter.keypad.answers.extend(["busy"] * 20)
    assert await matter.refused("set", code="1234") == "lock_busy"


async def test_two_changes_of_a_lock_wait_for_each_other(matter: Lock) -> None:
    """The lock is never busy with another change of ours."""
    matter.keypad.seconds = 0.2
    one, other = await asyncio.gather(
        matter.ask("set", code="1234", name="Anna"), matter.ask("set", code="5678", name="Lee")
    )
    assert (one, other) == ({"slot": 1, "name": "Anna"}, {"slot": 4, "name": "Lee"})
    assert [sent[1] for sent in matter.sent] == ["addCredential", "updateUser"] * 2


@_FRONT
async def test_nothing_is_sent_to_a_lock_that_is_offline(front: Lock) -> None:
    front.world.simulator.home.set_health(Devices.FRONT_LOCK, "OFFLINE")
    await front.world.settle()
    assert await front.refused("set", slot=4, code="1234") == "lock_offline"
    assert front.world.calls("POST", f"/devices/{Devices.FRONT_LOCK}/commands") == []


@_FRONT
async def test_a_pushed_lock_is_not_polled_to_list_its_codes(front: Lock) -> None:
    before = len(front.world.calls("GET", "/devices"))
    assert (await front.codes())["max_codes"] == 30
    assert len(front.world.calls("GET", "/devices")) == before


@pytest.mark.usefixtures("hurried")
async def test_a_lock_without_push_is_polled(world: World) -> None:
    """Its answers are found by polls, and its codes are read before they are listed."""
    world.simulator.options.subscription_ceiling = 0
    values: dict[str, Json] = {"lockCodes": "{}", "codeChanged": None}
    lock = await _only_lock(world, {"lockCodes": values})
    assert await lock.ask("set", code="1234") == {"slot": 1, "name": "Code 1"}
    await lock.has("lockCodes", lockCodes='{"9": "Kim"}')
    assert (await lock.codes())["codes"] == [{"slot": 9, "name": "Kim", "user_index": None}]
    world.simulator.faults.fail(f"/devices/{_MATTER}/status", status=500, times=9)
    registry_id = lock.caller.device(_MATTER)
    assert await lock.caller.refused("list_lock_codes", device_id=registry_id) == "no_answer"


@_FRONT
async def test_all_locks_are_changed_before_an_error_is_raised(front: Lock) -> None:
    other = make_device(
        _MATTER,
        "Shed lock",
        location_id=HOME_LOCATION,
        category="SmartLock",
        components={"main": {"lockCodes": {"lockCodes": "{}", "codeChanged": None}}},
    )
    front.world.simulator.home.add_device(other)
    await front.caller.runtime.poll()
    await front.world.settle()
    front.keypad.answers.append("failed")
    locks: list[Json] = [front.caller.device(front.device_id), front.caller.device(_MATTER)]
    data: JsonObject = {"device_id": locks, "slot": 5, "code": "1234"}
    assert await front.caller.refused("set_lock_code", **data) == "lock_code_rejected"
    assert other.keypad.codes == {5: "1234"}
    response = await front.caller.ask("set_lock_code", **data)
    assert response == {str(key): {"slot": 5, "name": "Code 5"} for key in locks}


@_FRONT
@pytest.mark.parametrize(
    "wrong", [{"slot": -1}, {"slot": 3.5}, {"slot": True}, {"slot": 65536}, {"name": "A" * 10_000}]
)
async def test_a_field_with_a_wrong_value_is_rejected(front: Lock, wrong: JsonObject) -> None:
    with pytest.raises(vol.Invalid) as raised:
        await front.ask("set", code="739164", **wrong)
    assert "739164" not in str(raised.value)
    assert front.sent == []


# Rights


@_FRONT
async def test_a_user_needs_the_right_to_control_the_lock(
    front: Lock, hass_read_only_user: MockUser
) -> None:
    """The right to control another device of the integration is not enough."""
    registry = er.async_get(front.world.hass)
    plug = next(
        item.entity_id
        for item in er.async_entries_for_device(registry, front.caller.device(Devices.COFFEE_PLUG))
        if item.domain == "switch"
    )
    hass_read_only_user.mock_policy({"entities": {"entity_ids": {plug: True}}})
    front.caller.context = Context(user_id=hass_read_only_user.id)
    with pytest.raises(Unauthorized):
        await front.ask("set", slot=4, code="1234")
    with pytest.raises(Unauthorized):
        await front.codes()
    assert front.sent == []
    hass_read_only_user.mock_policy(
        {"entities": {"entity_ids": {"lock.hallway_front_door_lock": True}}}
    )
    assert await front.ask("set", slot=4, code="1234") == {"slot": 4, "name": "Code 4"}


async def test_a_rejection_by_the_cloud_has_a_text(matter: Lock) -> None:
    """It names the lock, and has no cause that may repeat the code."""
    body: Json = {"error": {"message": "7391 is not allowed"}}
    matter.world.simulator.faults.fail("/devices/*/commands", status=422, body=body)
    with pytest.raises(HomeAssistantError) as raised:
        await matter.ask("set", code="7391")
    assert "Shed lock" in str(raised.value)
    assert raised.value.__cause__ is None


@_FRONT
@pytest.mark.parametrize(
    "listed",
    ['{"1": "\\ud800"}', '{"1": NaN}'],
    ids=["half of a pair", "not a number"],
)
async def test_a_list_that_is_no_valid_json_is_unknown(front: Lock, listed: str) -> None:
    await front.has("lockCodes", lockCodes=listed)
    assert (await front.codes())["codes"] is None


@_FRONT
async def test_slots_that_are_no_numbers_of_slots_are_left_out(front: Lock) -> None:
    await front.has("lockCodes", lockCodes=json.dumps({"9" * 5000: "Sam", "2": "Alex", "-1": "Jo"}))
    assert (await front.codes())["codes"] == [{"slot": 2, "name": "Alex", "user_index": None}]
