"""The actions: their requests to the cloud, their responses and their errors."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
import voluptuous as vol
from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.core import Context
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError, Unauthorized
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
from homeassistant.util.yaml import parse_yaml
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from custom_components.smartthings_smartapp.cloud.json_types import (
    Json,
    JsonObject,
    as_list,
    as_object,
)
from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.runtime import Runtime, SmartThingsConfigEntry
from custom_components.smartthings_smartapp.services.schemas import SCHEMAS
from simulator import SimulatorOptions
from simulator.devices.device import Readings
from simulator.devices.ids import CABIN_LOCATION, HOME_LOCATION, Devices
from tests.common.actions import Caller
from tests.common.house import house_with
from tests.common.pool import CAPABILITY, POOL, add_pool, definition
from tests.common.world import World

pytestmark = pytest.mark.devices(
    Devices.CEILING_LIGHT,
    Devices.COFFEE_PLUG,
    Devices.FAN,
    Devices.FRONT_LOCK,
    Devices.PHONE,
    Devices.RELAY,
    Devices.SIREN,
    Devices.WASHER,
)

ON = {"capability": "switch", "command": "on"}


@pytest.fixture
def caller(world: World, runtime: Runtime) -> Caller:
    """Return a caller for the house."""
    return Caller(world, runtime)


def commands(world: World) -> list[tuple[str, list[JsonObject]]]:
    """Return the requests with commands that the cloud accepted."""
    return [(request.device_id, request.commands) for request in world.simulator.commands]


def items(response: JsonObject, key: str = "items") -> list[JsonObject]:
    """Return a list of a response."""
    return [as_object(item) for item in as_list(response[key])]


# All of them


async def test_the_actions_exist_without_a_location(world: World) -> None:
    """So an automation that uses one is valid while nothing is loaded."""
    assert world.hass.services.async_services_for_domain(DOMAIN).keys() == SCHEMAS.keys()
    for action, data in (("refresh", {}), ("sync_subscriptions", {}), ("notify", {"message": "x"})):
        with pytest.raises(HomeAssistantError) as raised:
            await world.hass.services.async_call(DOMAIN, action, data, blocking=True)
        assert raised.value.translation_key == "service_found_no_config_entry_for_domain"


async def test_an_invalid_target_is_rejected_with_a_text(
    caller: Caller, entry: SmartThingsConfigEntry, hass_admin_user: MockUser
) -> None:
    """An unknown device, one of another integration, the location, and a removed device."""
    hass = caller.world.hass
    other = MockConfigEntry(domain="other")
    other.add_to_hass(hass)
    devices = dr.async_get(hass)
    foreign = devices.async_get_or_create(
        config_entry_id=other.entry_id, identifiers={("other", "1")}, name="Foreign"
    )
    unplaced = er.async_get(hass).async_get_or_create("light", "other", "1")
    for given, key in (
        ({"device_id": "nowhere"}, "service_device_not_found"),
        ({"device_id": foreign.id}, "service_device_wrong_domain"),
        ({"device_id": caller.device(HOME_LOCATION)}, "not_a_device"),
        ({"entity_id": "light.nowhere"}, "unknown_entity"),
        ({"entity_id": unplaced.entity_id}, "unknown_entity"),
        ({"device_id": []}, "no_device"),
        ({}, "no_device"),
    ):
        assert await caller.refused("send_command", **given, **ON) == key
    gone = caller.device(Devices.PHONE)
    del caller.runtime.parts.store.devices[Devices.PHONE]
    assert await caller.refused("get_status", device_id=gone) == "not_found"
    lamp = caller.device(Devices.CEILING_LIGHT)
    await hass.config_entries.async_set_disabled_by(entry.entry_id, ConfigEntryDisabler.USER)
    for action, given in (
        ("send_command", {"device_id": lamp, **ON}),
        ("refresh", {"device_id": lamp}),
        ("refresh", {"config_entry_id": entry.entry_id}),
        ("sync_subscriptions", {"config_entry_id": entry.entry_id}),
        ("get_status", {"device_id": lamp}),
        ("get_history", {"device_id": lamp}),
        ("notify", {"config_entry_id": entry.entry_id, "message": "x"}),
    ):
        assert await caller.refused(action, **given) == "service_config_entry_not_loaded"
    assert commands(caller.world) == []


async def test_invalid_data_is_rejected(world: World) -> None:
    """It is rejected before any request to the cloud."""
    refused: list[tuple[str, dict[str, object]]] = [
        ("send_command", {"capability": "switch"}),
        ("send_command", {"capability": "", "command": "on"}),
        ("send_command", {**ON, "arguments": {1, 2}}),
        ("send_command", {**ON, "entity_id": "no entity"}),
        ("get_status", {}),
        ("get_history", {"limit": 0}),
        ("get_history", {"limit": 201}),
        ("get_history", {"before": "soon"}),
        ("notify", {"message": ""}),
        ("notify", {"message": "x", "image_url": "http://example.com/a.png"}),
        ("notify", {"message": "x", "image_url": "a.png"}),
    ]
    for action, data in refused:
        with pytest.raises(vol.Invalid):
            await world.hass.services.async_call(
                DOMAIN, action, data, blocking=True, return_response=True
            )
    assert world.simulator.calls == []


async def test_a_user_without_rights_may_call_no_action(
    caller: Caller, hass_read_only_user: MockUser, hass_admin_user: MockUser
) -> None:
    """Only administrators may change the installation, as everywhere in Home Assistant."""
    lamp = caller.device(Devices.CEILING_LIGHT)
    user = MockUser().add_to_hass(caller.world.hass)
    user.mock_policy({"entities": True})
    reader, anybody, admin = (
        Caller(caller.world, caller.runtime, Context(user_id=somebody.id))
        for somebody in (hass_read_only_user, user, hass_admin_user)
    )
    for action, data in (
        ("send_command", {"device_id": lamp, **ON}),
        ("refresh", {}),
        ("get_status", {"device_id": lamp}),
        ("get_history", {}),
        ("notify", {"message": "x"}),
        ("sync_subscriptions", {}),
    ):
        with pytest.raises(Unauthorized):
            await reader.ask(action, **data)
    assert commands(caller.world) == []
    await anybody.ask("send_command", device_id=lamp, **ON)
    with pytest.raises(Unauthorized):
        await anybody.ask("sync_subscriptions")
    await admin.ask("sync_subscriptions")


async def test_a_user_may_control_only_the_devices_of_their_entities(
    caller: Caller, hass_read_only_user: MockUser
) -> None:
    """The right to control a lamp is not the right to unlock a door with a command."""
    lamp, plug = caller.device(Devices.CEILING_LIGHT), caller.device(Devices.COFFEE_PLUG)
    of_lamp = er.async_entries_for_device(er.async_get(caller.world.hass), lamp)
    hass_read_only_user.mock_policy(
        {"entities": {"entity_ids": {item.entity_id: True for item in of_lamp}}}
    )
    caller.context = Context(user_id=hass_read_only_user.id)
    for action, data in (
        ("send_command", {"device_id": [lamp, plug], **ON}),
        ("start_program", {"device_id": plug}),
    ):
        with pytest.raises(Unauthorized):
            await caller.ask(action, **data)
    assert commands(caller.world) == []
    await caller.ask("send_command", device_id=lamp, **ON)
    assert len(commands(caller.world)) == 1


ERRORS: list[tuple[int, Json, str, str]] = [
    (403, None, "forbidden", "forbidden"),
    (404, None, "not_found", "not_found"),
    (409, {"error": {"message": "invalid device state"}}, "device_state", "request_rejected"),
    (422, {"error": {"code": "ConstraintViolationError"}}, "command_rejected", "request_rejected"),
    (503, None, "cloud_unreachable", "no_answer"),
    (429, {"error": {"details": []}}, "too_many_requests", "paced"),
]
"""Status, body, and the keys of the texts for a command and for a read."""


async def test_an_error_of_the_cloud_has_a_text(caller: Caller) -> None:
    """All actions use one table. A missing permission has its own text."""
    lamp = caller.device(Devices.CEILING_LIGHT)
    message = {403: "message_not_granted", 404: "message_not_granted", 503: "message_unsure"}
    history = {403: "history_not_granted", 404: "history_not_granted"}
    for status, body, command, reading in ERRORS:
        caller.world.simulator.faults.clear()
        caller.world.simulator.faults.fail("/*", status=status, body=body, times=999)
        assert await caller.refused("send_command", device_id=lamp, **ON) == command
        assert await caller.refused("refresh", device_id=lamp) == reading
        assert await caller.refused("refresh") == reading
        assert await caller.refused("get_status", device_id=lamp) == reading
        assert await caller.refused("sync_subscriptions") == reading
        refused = await caller.refused("get_history", device_id=lamp)
        assert refused == history.get(status, reading)
        refused = await caller.refused("notify", message="x")
        assert refused == message.get(status, reading)


# send_command


async def test_a_command_is_sent_unchanged(caller: Caller) -> None:
    """The response has the ids and states of the cloud's answer, by registry id of the device."""
    lamp = caller.device(Devices.CEILING_LIGHT)
    response = await caller.ask(
        "send_command",
        device_id=lamp,
        capability="switchLevel",
        command="setLevel",
        arguments=[40, 5],
    )
    (result,) = items(as_object(response[lamp]), "results")
    assert result["status"] == "ACCEPTED"
    assert result["id"]
    await caller.world.settle()
    assert commands(caller.world) == [
        (
            Devices.CEILING_LIGHT,
            [
                {
                    "component": "main",
                    "capability": "switchLevel",
                    "command": "setLevel",
                    "arguments": [40, 5],
                }
            ],
        )
    ]


async def test_a_value_other_than_a_list_is_the_only_argument(caller: Caller) -> None:
    """A list has all arguments; an argument that is a list has to be inside a list."""
    pairs: list[tuple[Json, list[Json]]] = [
        (40, [40]),
        ([40, 5], [40, 5]),
        ({"hue": 10}, [{"hue": 10}]),
        (parse_yaml("{hue: 10}"), [{"hue": 10}]),
        ([["a", "b"]], [["a", "b"]]),
        ("word", ["word"]),
        ([], []),
        (None, []),
    ]
    caller.world.simulator.faults.fail("/devices/*/commands", status=200, body={}, times=9)
    for given, _ in pairs:
        await caller.do(
            "send_command",
            device_id=caller.device(Devices.CEILING_LIGHT),
            capability="switchLevel",
            command="setLevel",
            arguments=given,
        )
    calls = caller.world.calls("POST", "/devices")
    assert [call.body["commands"][0]["arguments"] for call in calls] == [sent for _, sent in pairs]


async def test_each_device_gets_one_request(caller: Caller) -> None:
    """It may be named several times, also by an entity."""
    hass = caller.world.hass
    entity_id = next(
        item.entity_id
        for item in er.async_get(hass).entities.values()
        if item.device_id == caller.device(Devices.COFFEE_PLUG) and item.domain == "switch"
    )
    plug, lamp = caller.device(Devices.COFFEE_PLUG), caller.device(Devices.CEILING_LIGHT)
    response = await caller.ask(
        "send_command", device_id=[lamp, plug, lamp], entity_id=entity_id, **ON
    )
    assert set(response) == {plug, lamp}
    assert sorted(device for device, _ in commands(caller.world)) == sorted(
        [Devices.COFFEE_PLUG, Devices.CEILING_LIGHT]
    )


async def test_all_commands_are_sent_before_an_error_is_raised(caller: Caller) -> None:
    """One offline device must not affect the others."""
    caller.world.simulator.home.set_health(Devices.CEILING_LIGHT, "OFFLINE")
    await caller.world.settle()
    devices: list[Json] = [
        caller.device(Devices.CEILING_LIGHT),
        caller.device(Devices.COFFEE_PLUG),
    ]
    assert await caller.refused("send_command", device_id=devices, **ON) == "device_state"
    assert [device for device, _ in commands(caller.world)] == [Devices.COFFEE_PLUG]


@pytest.mark.devices
@pytest.mark.parametrize(
    ("given", "key", "known"),
    [
        ({"capability": "happyfrog.poolControl"}, "no_such_capability", CAPABILITY),
        ({"capability": "doorbell"}, "no_such_capability", CAPABILITY),
        ({"component": "part2"}, "no_such_component", "main"),
    ],
)
async def test_a_word_that_the_device_does_not_have_is_not_sent(
    world: World, given: dict[str, Json], key: str, known: str
) -> None:
    """The device lists its components and capabilities, so no definition is read."""
    add_pool(world)
    entry = await world.add_location()
    caller = Caller(world, entry.runtime_data)
    command: dict[str, Json] = {"capability": CAPABILITY, "command": "rinse", **given}
    with pytest.raises(ServiceValidationError) as raised:
        await caller.ask("send_command", device_id=caller.device(POOL), **command)
    assert raised.value.translation_key == key
    assert (raised.value.translation_placeholders or {})["known"].startswith(known)
    assert world.calls("POST", "/devices") == []
    assert world.calls("GET", "/capabilities") == []


@pytest.mark.devices
@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("setNode", "setMode, "),
        ("setpumpspeed", "setPumpSpeed, "),
        ("jump", ", ".join(sorted(as_object(definition()["commands"])))),
    ],
)
async def test_an_unknown_command_has_its_own_error(world: World, word: str, known: str) -> None:
    """Similar words are first; the definition is read after the cloud has rejected the command."""
    add_pool(world)
    world.simulator.define(definition())
    entry = await world.add_location()
    caller = Caller(world, entry.runtime_data)
    command: dict[str, Json] = {"capability": CAPABILITY, "command": word}
    device_id = caller.device(POOL)
    world.simulator.faults.fail("/devices/*/commands", status=503, times=1)
    assert await caller.refused("send_command", device_id=device_id, **command) == (
        "cloud_unreachable"
    )
    assert world.calls("GET", "/capabilities") == []
    for status in (404, 409, 422):
        world.simulator.faults.fail("/devices/*/commands", status=status)
        with pytest.raises(ServiceValidationError) as raised:
            await caller.ask("send_command", device_id=device_id, **command)
        assert raised.value.translation_key == "no_such_command"
        assert (raised.value.translation_placeholders or {})["known"].startswith(known)
    assert len(world.calls("POST", "/devices")) == 2, "a known definition needs no attempt"
    assert len(world.calls("GET", f"/capabilities/{CAPABILITY}")) == 1


WRONG: list[tuple[str, list[Json], str, str]] = [
    ("program", ["quick"], "argument_count", "(argument0: string, argument1: integer 0 … 3450)"),
    ("rinse", [1], "argument_count", "()"),
    ("program", [1, 2], "argument_type", "string"),
    ("setHeater", [1], "argument_type", "boolean"),
    ("setPumpSpeed", [True], "argument_type", "integer 0 … 3450"),
    ("setPumpSpeed", ["9"], "argument_type", "integer 0 … 3450"),
    ("setPumpSpeed", [9.0], "argument_type", "integer 0 … 3450"),
    ("setPumpSpeed", [3451], "argument_out_of_range", "0 … 3450"),
    ("setMode", ["windfree"], "argument_not_allowed", "windFree, eco, boost"),
    ("setLabel", ["x" * 21], "argument_length", "≤ 20"),
]
"""Command, arguments, key of the error, and what it says is expected."""


@pytest.mark.devices
async def test_arguments_are_checked_if_the_definition_is_known(world: World) -> None:
    """Nothing is sent, and the error names the allowed values; allowed arguments are sent."""
    add_pool(world)
    world.simulator.define(definition())
    entry = await world.add_location()
    caller = Caller(world, entry.runtime_data)
    device_id = caller.device(POOL)
    await caller.ask("list_commands", device_id=device_id, capability=CAPABILITY)
    for command, arguments, key, expected in WRONG:
        with pytest.raises(ServiceValidationError) as raised:
            await caller.ask(
                "send_command",
                device_id=device_id,
                capability=CAPABILITY,
                command=command,
                arguments=arguments,
            )
        assert raised.value.translation_key == key, command
        assert (raised.value.translation_placeholders or {})["expected"] == expected
        assert "{" not in str(raised.value)
        assert str(raised.value).startswith("Nothing was sent to Pool")
    assert world.calls("POST", "/devices") == []
    allowed: list[tuple[str, list[Json]]] = [
        ("program", ["quick", 3450]),
        ("setPumpSpeed", [21]),
        ("setMode", ["windFree"]),
        ("rinse", []),
    ]
    for command, arguments in allowed:
        await caller.do(
            "send_command",
            device_id=device_id,
            capability=CAPABILITY,
            command=command,
            arguments=arguments,
        )
    sent = [item for _, items_ in commands(world) for item in items_]
    assert [(item["command"], item["arguments"]) for item in sent] == allowed


# list_commands


@pytest.mark.devices
async def test_commands_are_listed_with_their_arguments(world: World) -> None:
    """By component and capability; a definition that is missing is read, once."""
    add_pool(world)
    world.simulator.define(definition())
    entry = await world.add_location()
    caller = Caller(world, entry.runtime_data)
    device_id = caller.device(POOL)
    for _ in range(2):
        response = await caller.ask("list_commands", device_id=device_id)
        found = as_object(as_object(response["main"])[CAPABILITY])
        assert found["known"] is True
        listed = as_object(found["commands"])
        assert set(listed) == set(as_object(definition()["commands"]))
        assert as_object(listed["program"])["arguments"] == [
            {"name": "argument0", "required": True, "type": "string", "longest": 20},
            {
                "name": "argument1",
                "required": True,
                "type": "integer",
                "minimum": 0,
                "maximum": 3450,
            },
        ]
        (mode,) = items(as_object(listed["setMode"]), "arguments")
        assert mode["allowed"] == ["eco", "boost", "windFree"]
    assert len(world.calls("GET", f"/capabilities/{CAPABILITY}")) == 1


@pytest.mark.devices
async def test_commands_that_are_not_known_are_listed_as_such(world: World) -> None:
    """The platform has no definition, or does not answer; the latter is read at the next call."""
    add_pool(world)
    entry = await world.add_location()
    caller = Caller(world, entry.runtime_data)
    device_id = caller.device(POOL)
    world.simulator.faults.fail("/capabilities/*", status=503, times=1)
    world.simulator.faults.fail("/capabilities/*", status=404, times=1)
    for reason in ("not_read", "no_definition", "no_definition"):
        response = await caller.ask("list_commands", device_id=device_id, capability=CAPABILITY)
        assert response == {"main": {CAPABILITY: {"known": False, "reason": reason}}}
    refused = await caller.refused("list_commands", device_id=device_id, capability="doorbell")
    assert refused == "no_such_capability"
    refused = await caller.refused("list_commands", device_id=device_id, component="part2")
    assert refused == "no_such_component"


async def test_a_command_goes_to_the_selected_part(world: World) -> None:
    """A named component has priority; all parts of a device share its requests of ten commands."""
    switch: Readings = {"switch": {"switch": "off"}}
    parts = {f"outlet{number}": switch for number in range(1, 12)}
    house = await house_with(world, "Strip", "Switch", switch, parts)
    caller = Caller(world, house.entry.runtime_data)
    (device_id,) = caller.runtime.parts.store.devices
    children: list[Json] = [
        part.id
        for part in dr.async_entries_for_parent_device(
            dr.async_get(world.hass), caller.device(device_id)
        )
    ]
    assert len(children) == 11
    response = await caller.ask("send_command", device_id=children, **ON)
    assert [len(sent) for _, sent in commands(world)] == [10, 1]
    assert {command["component"] for _, sent in commands(world) for command in sent} == set(parts)
    results = as_object(response[caller.device(device_id)])
    assert len(items(results, "results")) == 11
    world.simulator.commands.clear()
    await caller.do("send_command", device_id=children[0], component="outlet3", **ON)
    ((_, (command,)),) = commands(world)
    assert command["component"] == "outlet3"


async def test_a_failed_command_is_an_error(caller: Caller) -> None:
    """The cloud may report it in an answer with status 200."""
    caller.world.simulator.faults.fail(
        "/devices/*/commands", status=200, body={"results": [{"id": "1", "status": "FAILED"}]}
    )
    lamp = caller.device(Devices.CEILING_LIGHT)
    assert await caller.refused("send_command", device_id=lamp, **ON) == "command_failed"


# refresh


def lose(world: World, device_id: str, source: str, value: Json) -> None:
    """Change a device without an event."""
    capability, _, attribute = source.partition(".")
    world.simulator.home.set_attribute(
        device_id, "main", capability, attribute, value, report=False
    )


async def test_a_device_is_refreshed(caller: Caller) -> None:
    """Only this device and its health are read, after the command refresh; changed values count."""
    world = caller.world
    lose(world, Devices.COFFEE_PLUG, "switch.switch", "off")
    lose(world, Devices.CEILING_LIGHT, "switchLevel.level", 7)
    lose(world, Devices.CEILING_LIGHT, "switch.switch", "off")
    world.simulator.home.devices[Devices.CEILING_LIGHT].health["state"] = "OFFLINE"
    world.simulator.calls.clear()
    lamp = caller.device(Devices.CEILING_LIGHT)
    assert await caller.ask("refresh", device_id=lamp) == {"changed": 2}
    assert [call.path for call in world.simulator.calls] == [
        f"/devices/{Devices.CEILING_LIGHT}/commands",
        f"/devices/{Devices.CEILING_LIGHT}/status",
        f"/devices/{Devices.CEILING_LIGHT}/health",
    ]
    assert not caller.runtime.parts.store.online(Devices.CEILING_LIGHT)
    assert await caller.ask("refresh", device_id=lamp) == {"changed": 0}


async def test_a_device_that_rejects_the_command_refresh_is_read_anyway(caller: Caller) -> None:
    """A device without that command does not get it."""
    world = caller.world
    lose(world, Devices.CEILING_LIGHT, "switchLevel.level", 8)
    world.simulator.faults.fail("/devices/*/commands", status=409, times=1)
    lamp = caller.device(Devices.CEILING_LIGHT)
    assert await caller.ask("refresh", device_id=lamp) == {"changed": 1}
    assert not world.simulator.commands
    await caller.ask("refresh", device_id=lamp)
    sent = [command for request in world.simulator.commands for command in request.commands]
    assert [(item["capability"], item["command"]) for item in sent] == [("refresh", "refresh")]
    world.simulator.calls.clear()
    await caller.ask("refresh", device_id=caller.device(Devices.PHONE))
    assert not [call for call in world.simulator.calls if call.path.endswith("/commands")]


async def test_more_than_a_few_devices_are_read_in_one_list(caller: Caller) -> None:
    """Only their values count, unless the location is selected."""
    world = caller.world
    chosen = [Devices.COFFEE_PLUG, Devices.FAN, Devices.SIREN, Devices.RELAY]
    lose(world, Devices.COFFEE_PLUG, "switch.switch", "off")
    lose(world, Devices.CEILING_LIGHT, "switchLevel.level", 7)
    world.simulator.calls.clear()
    devices: list[Json] = [caller.device(device) for device in chosen]
    assert await caller.ask("refresh", device_id=devices) == {"changed": 1}
    assert [call.path for call in world.simulator.calls].count("/devices") == 1
    for location in (
        {},
        {"config_entry_id": caller.runtime.entry.entry_id},
        {"device_id": caller.device(HOME_LOCATION)},
        {"device_id": devices[0], "config_entry_id": caller.runtime.entry.entry_id},
    ):
        lose(world, Devices.CEILING_LIGHT, "switchLevel.level", len(world.simulator.calls))
        assert await caller.ask("refresh", **location) == {"changed": 1}


async def test_a_device_that_is_removed_during_the_read_is_no_error(caller: Caller) -> None:
    """None of its values has changed."""
    lamp = caller.device(Devices.CEILING_LIGHT)
    caller.world.simulator.faults.fail("/devices/*/status", hang=5)
    asked = asyncio.create_task(caller.ask("refresh", device_id=lamp))
    while not caller.world.calls("GET", f"/devices/{Devices.CEILING_LIGHT}/status"):
        await asyncio.sleep(0)
    caller.runtime.parts.sync.remove(Devices.CEILING_LIGHT)
    caller.world.simulator.faults.clear()
    assert await asked == {"changed": 0}


async def test_an_unreadable_answer_has_its_own_error(caller: Caller) -> None:
    caller.world.simulator.faults.fail("/devices", garbage=True, times=9)
    assert await caller.refused("refresh") == "unexpected_reply"


# sync_subscriptions

UNPACED = pytest.mark.parametrize("simulator_options", [SimulatorOptions(rate_limits=False)])


async def loaded_anew(caller: Caller) -> Caller:
    """Return a caller after the entry was loaded again, without earlier calls."""
    entry: SmartThingsConfigEntry = caller.runtime.entry
    await caller.world.hass.config_entries.async_reload(entry.entry_id)
    await caller.world.settle()
    return Caller(caller.world, entry.runtime_data)


@UNPACED
@pytest.mark.devices(*Devices)
async def test_subscriptions_are_compared_and_fixed(caller: Caller) -> None:
    """The response has readable names for the created, deleted and kept ones."""
    caller = await loaded_anew(caller)
    world = caller.world
    subscriptions = world.simulator.subscriptions
    modes = next(item for item in subscriptions.values() if item.key == "mode")
    device = next(item for item in subscriptions.values() if item.key == "device")
    label = caller.runtime.parts.store.devices[str(device.source["deviceId"])].device.label
    del subscriptions[modes.subscription_id]
    device.source["attribute"] = "somethingElse"
    response = await caller.ask("sync_subscriptions", config_entry_id=caller.runtime.entry.entry_id)
    assert items(response, "created") == [
        {"source_type": "MODE"},
        {"source_type": "DEVICE", "device": label},
    ]
    assert items(response, "deleted") == [{"source_type": "DEVICE", "device": label}]
    kept = items(response, "kept")
    assert len(kept) == len(subscriptions) - 2
    assert {"source_type": "DEVICE_HEALTH"} in kept
    assert any(row["source_type"] == "CAPABILITY" and row["capability"] for row in kept)
    assert response["refused"] == []
    assert all(row["device"] and row["capability"] for row in items(response, "polled"))
    plan = caller.runtime.parts.subscriptions.plan
    assert plan is not None
    assert len(items(response, "polled")) == len(plan.polled)


@UNPACED
async def test_refused_subscriptions_are_listed(caller: Caller) -> None:
    """They are refused because of a missing scope, which only the user can grant."""
    caller = await loaded_anew(caller)
    subscriptions = caller.world.simulator.subscriptions
    subscriptions.clear()
    caller.world.simulator.faults.fail("/installedapps/*/subscriptions", method="POST", status=403)
    response = await caller.ask("sync_subscriptions")
    assert len(items(response, "refused")) == 1
    assert len(items(response, "created")) == len(subscriptions)


async def test_a_comparison_over_the_limit_continues_by_itself(caller: Caller) -> None:
    """SmartThings allows 15 of them in a quarter of an hour."""
    while caller.runtime.parts.subscriptions._others.wait() == 0:
        await caller.ask("sync_subscriptions")
    assert await caller.refused("sync_subscriptions") == "paced"
    assert caller.runtime.parts.subscriptions._retry.is_set


async def test_a_comparison_ends_with_its_entry(caller: Caller) -> None:
    """It does not continue after the unload."""
    caller.world.simulator.faults.fail("/installedapps/*/subscriptions", hang=9)
    asked = asyncio.create_task(caller.refused("sync_subscriptions"))
    await asyncio.sleep(0)
    await caller.world.hass.config_entries.async_unload(caller.runtime.entry.entry_id)
    assert await asked == "unloaded_meanwhile"
    caller.world.simulator.faults.clear()
    assert not caller.runtime.parts.subscriptions._retry.is_set


@UNPACED
async def test_comparisons_run_one_after_another(caller: Caller) -> None:
    """Two in parallel would create everything twice; a request during another one joins it."""
    caller = await loaded_anew(caller)
    world = caller.world
    world.simulator.subscriptions.clear()
    world.simulator.calls.clear()
    asked = asyncio.create_task(caller.ask("sync_subscriptions"))
    await asyncio.sleep(0)
    caller.runtime.parts.subscriptions.request()
    response = await asked
    await world.settle()
    calls = [call.method for call in world.simulator.calls if "/subscriptions" in call.path]
    assert calls.count("GET") == 2
    assert calls.count("POST") == len(items(response, "created"))


# get_status


async def test_the_status_is_that_of_the_cloud(caller: Caller) -> None:
    """It includes attributes that no entity shows."""
    response = await caller.ask("get_status", device_id=caller.device(Devices.FRONT_LOCK))
    device = caller.world.simulator.home.devices[Devices.FRONT_LOCK]
    assert response == {"components": device.status}
    caller.world.simulator.faults.fail("/devices/*/status", status=200, body={})
    refused = await caller.refused("get_status", device_id=caller.device(Devices.FRONT_LOCK))
    assert refused == "unexpected_reply"


# get_history


async def test_the_history_of_a_device_and_of_the_location_is_read(caller: Caller) -> None:
    """The order and the number of items are as requested."""
    home = caller.world.simulator.home
    start = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
    times = iter([*range(6), 9])
    home.clock = lambda: start + timedelta(minutes=next(times))
    for minute in range(6):
        home.set_attribute(Devices.CEILING_LIGHT, "main", "switchLevel", "level", minute)
    home.set_attribute(Devices.COFFEE_PLUG, "main", "switch", "switch", "off")
    await caller.world.settle()
    lamp = caller.device(Devices.CEILING_LIGHT)

    async def levels(**asked: Json) -> list[Json]:
        response = await caller.ask("get_history", device_id=lamp, **asked)
        return [item["value"] for item in items(response)]

    assert await levels() == [5, 4, 3, 2, 1, 0]
    assert await levels(limit=2) == [5, 4]
    assert await levels(limit=2, oldest_first=True) == [0, 1]
    after = (start + timedelta(minutes=1)).isoformat()
    before = dt_util.as_local(start + timedelta(minutes=4)).strftime("%Y-%m-%d %H:%M:%S")
    assert await levels(after=after) == [5, 4, 3, 2]
    assert await levels(before=before) == [3, 2, 1, 0]
    assert await levels(after=after, before=before) == [3, 2]
    assert await levels(after=after, before=before, oldest_first=True) == [2, 3]
    newest, *_ = items(await caller.ask("get_history", limit=1))
    assert newest == {
        "time": (start + timedelta(minutes=9)).isoformat(),
        "text": "switch of Coffee machine is: off",
        "device": "Coffee machine",
        "device_id": caller.device(Devices.COFFEE_PLUG),
        "component": "main",
        "capability": "switch",
        "attribute": "switch",
        "value": "off",
        "unit": None,
    }


# notify


async def test_a_message_is_sent_to_the_phones(caller: Caller) -> None:
    """The request has the shape of the platform's SDK."""
    entry_id = caller.runtime.entry.entry_id
    response = await caller.ask(
        "notify",
        config_entry_id=entry_id,
        message="The washer is done",
        title="Laundry",
        device_id=caller.device(Devices.WASHER),
        image_url="https://example.com/washer.png",
    )
    assert response == {"code": 200, "message": "success"}
    await caller.do("notify", message="Hello")
    long, short = caller.world.calls("POST", "/notification")
    assert long.body == {
        "locationId": HOME_LOCATION,
        "type": "ALERT",
        "messages": [{"default": {"title": "Laundry", "body": "The washer is done"}}],
        "deepLink": {"type": "device", "id": Devices.WASHER},
        "imageUrl": "https://example.com/washer.png",
    }
    assert short.body == {
        "locationId": HOME_LOCATION,
        "type": "ALERT",
        "messages": [{"default": {"body": "Hello"}}],
    }


async def test_a_device_of_another_location_is_rejected_as_link(
    world: World, caller: Caller
) -> None:
    """With two locations, one has to be named."""
    cabin = await world.add_location(CABIN_LOCATION)
    lamp = caller.device(Devices.CEILING_LIGHT)
    assert (
        await caller.refused("notify", config_entry_id=cabin.entry_id, message="x", device_id=lamp)
        == "other_location"
    )
    assert (
        await caller.refused("notify", message="x")
        == "service_found_multiple_config_entry_for_domain"
    )
    await caller.ask(
        "notify", config_entry_id=caller.runtime.entry.entry_id, message="x", device_id=lamp
    )


async def test_a_reply_with_an_error_code_is_an_error(caller: Caller) -> None:
    """The reply has its own code in the body."""
    caller.world.simulator.faults.fail(
        "/notification", status=200, body={"code": 422, "message": "no"}
    )
    assert await caller.refused("notify", message="x") == "request_rejected"
