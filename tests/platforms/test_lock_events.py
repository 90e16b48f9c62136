"""Events of locks: by whom and how a lock is operated, and changes of its codes."""

import pytest
from homeassistant.const import STATE_UNKNOWN
from homeassistant.helpers import entity_registry as er

from custom_components.smartthings_smartapp.events.activity import ACTIVITY_EVENT
from simulator.devices.device import Json, JsonObject
from simulator.devices.ids import Devices
from tests.common.house import House, house_with
from tests.common.world import World

_OPERATION = "event.front_door_lock_operation"
_CHANGE = "event.front_door_lock_code_change"
_BORING = {"device_class", "event_types", "friendly_name", "icon"}


async def _with_operations(house: House) -> House:
    """Enable the events of operations. The activity shows them with the lock, so they are off."""
    registry = er.async_get(house.hass)
    for item in er.async_entries_for_config_entry(registry, house.entry.entry_id):
        if item.unique_id.endswith("_lockOperation"):
            assert item.disabled_by is not None
            registry.async_update_entity(item.entity_id, disabled_by=None)
    await house.hass.config_entries.async_reload(house.entry.entry_id)
    await house.world.settle()
    return house


def _event(house: House, name: str) -> dict[str, object]:
    """Return the attributes of the last event."""
    return {key: value for key, value in house.state(name).attributes.items() if key not in _BORING}


@pytest.mark.devices(Devices.FRONT_LOCK)
async def test_each_operation_of_a_lock_is_an_event_with_the_person(house: House) -> None:
    await _with_operations(house)
    assert house.state(_OPERATION).state == STATE_UNKNOWN
    data: JsonObject = {"method": "keypad", "codeId": "2", "codeName": "Sam"}
    await house.report(Devices.FRONT_LOCK, "lock.lock", "unlocked", data=data)
    assert _event(house, _OPERATION) == {
        "event_type": "unlocked",
        "method": "keypad",
        "code_id": "2",
        "code_name": "Sam",
    }
    await house.report(Devices.FRONT_LOCK, "lock.lock", "not fully locked")
    assert _event(house, _OPERATION) == {"event_type": "not_fully_locked"}
    since = house.state(_OPERATION).state
    await house.report(Devices.FRONT_LOCK, "lock.lock", "unknown")
    assert house.state(_OPERATION).state == since


@pytest.mark.devices(Devices.FRONT_LOCK)
async def test_a_repeated_report_is_no_operation(house: House) -> None:
    """Locks report their state again, for example hourly."""
    await _with_operations(house)
    await house.report(Devices.FRONT_LOCK, "lock.lock", "unlocked", data={"method": "manual"})
    since = house.state(_OPERATION).state
    await house.report(Devices.FRONT_LOCK, "lock.lock", "unlocked")
    assert house.state(_OPERATION).state == since
    assert _event(house, _OPERATION) == {"event_type": "unlocked", "method": "manual"}


@pytest.mark.devices(Devices.FRONT_LOCK)
@pytest.mark.parametrize("name", [None, "Code 2"])
async def test_a_code_that_is_only_numbered_gets_its_name_from_the_list(
    house: House, name: str | None
) -> None:
    """Drivers for Zigbee report a default name."""
    await _with_operations(house)
    data: JsonObject = {"method": "keypad", "codeId": "2", "codeName": name}
    await house.report(Devices.FRONT_LOCK, "lock.lock", "unlocked", data=data)
    assert _event(house, _OPERATION)["code_name"] == "Sam"
    assert house.state("lock.front_door_lock").attributes["changed_by"] == "Sam"
    await house.report(Devices.FRONT_LOCK, "lock.lock", "locked", data={**data, "codeId": "9"})
    assert _event(house, _OPERATION).get("code_name") == name


async def test_a_user_that_is_only_numbered_gets_the_name_from_the_list(world: World) -> None:
    """Drivers for Matter report the index of the user."""
    house = await house_with(
        world,
        "Shed lock",
        "SmartLock",
        {
            "lock": {"lock": "locked"},
            "lockUsers": {"users": [{"userIndex": 4, "userName": "Kim", "userType": "guest"}]},
        },
    )
    await _with_operations(house)
    seen: list[dict[str, Json]] = []
    house.hass.bus.async_listen(ACTIVITY_EVENT, lambda event: seen.append({**event.data}))
    (device_id,) = world.simulator.home.devices
    data: JsonObject = {"method": "proprietaryRemote", "userIndex": 4}
    await house.report(device_id, "lock.lock", "unlocked", data=data)
    expected = {"method": "proprietary_remote", "user_index": 4, "user_name": "Kim"}
    assert _event(house, "event.shed_lock_operation") == {"event_type": "unlocked", **expected}
    assert expected.items() <= seen[0].items()
    attributes = house.state("lock.shed_lock").attributes
    assert expected.items() <= attributes.items()
    assert attributes["changed_by"] == "Kim"
    await house.report(device_id, "lock.lock", "locked", data={"userIndex": 5})
    assert house.state("lock.shed_lock").attributes["changed_by"] == "5"


@pytest.mark.devices(Devices.FRONT_LOCK)
async def test_changes_of_codes_are_events(house: House) -> None:
    """A report without a change is none."""
    changes: tuple[tuple[str, JsonObject, JsonObject], ...] = (
        ("4 set", {"codeName": "Kim"}, {"event_type": "set", "slot": 4, "code_name": "Kim"}),
        ("4 set", {"codeName": "Kim"}, {"event_type": "set", "slot": 4, "code_name": "Kim"}),
        ("4 failed", {}, {"event_type": "failed", "slot": 4}),
        ("14 deleted", {}, {"event_type": "deleted", "slot": 14}),
    )
    for value, data, expected in changes:
        await house.report(Devices.FRONT_LOCK, "lockCodes.codeChanged", value, data=data)
        assert _event(house, _CHANGE) == expected
    since = house.state(_CHANGE).state
    nothings: tuple[Json, ...] = ("7 unset", "set", "", None, 4)
    for nothing in nothings:
        await house.report(Devices.FRONT_LOCK, "lockCodes.codeChanged", nothing)
        assert house.state(_CHANGE).state == since


async def test_results_of_changed_credentials_are_events(world: World) -> None:
    house = await house_with(
        world,
        "Shed lock",
        "SmartLock",
        {"lockCredentials": {"credentials": [], "commandResult": None}},
    )
    (device_id,) = world.simulator.home.devices
    name = "event.shed_lock_code_change"
    source = "lockCredentials.commandResult"
    added: JsonObject = {"commandName": "addCredential", "statusCode": "success"}
    results: tuple[tuple[JsonObject, JsonObject], ...] = (
        ({**added, "credentialIndex": 3}, {"event_type": "set", "slot": 3}),
        (added, {"event_type": "set"}),
        ({**added, "statusCode": "duplicate"}, {"event_type": "failed", "reason": "duplicate"}),
        (
            {**added, "statusCode": "resourceExhausted"},
            {"event_type": "failed", "reason": "resource_exhausted"},
        ),
    )
    for result, expected in results:
        await house.report(device_id, source, result)
        assert _event(house, name) == expected
    since = house.state(name).state
    nothings: tuple[Json, ...] = (
        {"commandName": "deleteAllCredentials", "statusCode": "success"},
        {"commandName": "addCredential"},
        "x",
    )
    for nothing in nothings:
        await house.report(device_id, source, nothing)
        assert house.state(name).state == since


@pytest.mark.devices(Devices.FRONT_LOCK)
@pytest.mark.parametrize("code_id", ["9" * 5000, "²", "", True, ["2"]])
async def test_an_operation_with_an_odd_code_is_still_an_event(house: House, code_id: Json) -> None:
    await _with_operations(house)
    await house.report(Devices.FRONT_LOCK, "lock.lock", "unlocked", data={"codeId": code_id})
    event = _event(house, _OPERATION)
    assert event["event_type"] == "unlocked"
    assert "code_name" not in event
