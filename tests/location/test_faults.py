"""Faults of the API in a real Home Assistant: set-up, operation and commands."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import aiohttp
import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from custom_components.smartthings_smartapp.cloud.api import http as http_module
from custom_components.smartthings_smartapp.cloud.api.errors import TooManyRequestsError
from custom_components.smartthings_smartapp.cloud.auth import token_endpoint
from custom_components.smartthings_smartapp.runtime import (
    Runtime,
    SmartThingsConfigEntry,
    domain_data,
)
from simulator.devices.device import Json
from simulator.devices.ids import HOME_LOCATION, Devices
from tests.common.entities import entity_of, state_of
from tests.common.flows import reauth_flows
from tests.common.world import World

LOADED = ConfigEntryState.LOADED
RETRY = ConfigEntryState.SETUP_RETRY
ERROR = ConfigEntryState.SETUP_ERROR

LONG: Final = 99
"""More calls than any test makes."""
PATIENCE: Final = 1.0
"""Seconds of a call that exceeds its time limit."""

PAGE = "<html><title>openresty</title></html>"
WRONG: Json = {"items": {"0": {}}, "components": 5, "locationId": [], "id": 7, "results": "none"}

ANSWERS: Final[Mapping[str, dict[str, Any]]] = {
    "400": {"status": 400, "body": {"error": {"code": "X"}}},
    "401": {"status": 401, "body": PAGE},
    "403": {"status": 403},
    "404": {"status": 404},
    "409": {"status": 409, "body": {"error": {"code": "ConflictError", "message": "busy"}}},
    "422": {"status": 422, "body": {"error": {"code": "ConstraintViolationError"}}},
    "502": {"status": 502, "body": PAGE},
    "empty": {"status": 200},
    "truncated": {"status": 200, "body": b'{"items": [{"deviceId": "'},
    "wrong types": {"status": 200, "body": WRONG},
    "redirect": {"status": 302, "headers": {"Location": "/simulator/calls"}},
    "reset": {"reset": True},
}
# A hanging call is not executed later: that would be a lost reply, which is another fault.
FAULTS: Final = {**ANSWERS, "hang": {"hang": 60, "status": 503}}


def subscriptions_path(entry: SmartThingsConfigEntry) -> str:
    """Return the path of the subscriptions."""
    return f"/installedapps/{entry.data['installed_app_id']}/subscriptions"


SET_UPS: Final[Mapping[str, tuple[Callable[[SmartThingsConfigEntry], str], ConfigEntryState]]] = {
    "devices": (lambda _: "/devices", RETRY),
    "scenes": (lambda _: "/scenes", LOADED),
    "location": (lambda _: f"/locations/{HOME_LOCATION}", LOADED),
    "modes": (lambda _: f"/locations/{HOME_LOCATION}/modes", LOADED),
    "mode": (lambda _: f"/locations/{HOME_LOCATION}/modes/current", LOADED),
    "subscriptions": (subscriptions_path, LOADED),
    "token": (lambda _: "/oauth/token", RETRY),
}
"""A place for a fault, and how the set-up ends with it."""


@pytest.fixture
async def cottage(world: World) -> SmartThingsConfigEntry:
    """Set up a location of a few devices, so that another set-up is fast."""
    for device_id in tuple(world.simulator.home.devices):
        if device_id not in (Devices.COFFEE_PLUG, Devices.CEILING_LIGHT, Devices.FRONT_DOOR):
            world.simulator.home.remove_device(device_id)
    return await world.add_location()


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Shorten the time limits of clients for a fault of time."""

    def apply(fault: str) -> None:
        seconds = PATIENCE if fault == "hang" else 20.0
        monkeypatch.setattr(http_module, "TIMEOUT", seconds)
        monkeypatch.setattr(token_endpoint, "TIMEOUT", aiohttp.ClientTimeout(total=seconds))

    return apply


async def reload(world: World, entry: SmartThingsConfigEntry) -> ConfigEntryState:
    """Set an entry up again, and return its state."""
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    return state_of(entry)


async def forget_reauth(world: World) -> int:
    """Abort the re-authentications in progress; return their number."""
    flows = reauth_flows(world.hass)
    for flow_id in flows:
        world.hass.config_entries.flow.async_abort(flow_id)
    return len(flows)


async def end_token(world: World, entry: SmartThingsConfigEntry) -> None:
    """Replace the access token on disk by an expired one, so that the pair has to be renewed."""
    store = domain_data(world.hass).tokens.store(entry.data["installed_app_id"])
    pair = await store.load()
    assert pair is not None
    ended = dt_util.utcnow() - timedelta(hours=1)
    await store.save(replace(pair, access_token="ended", expires_at=ended, former=()))


def lines(caplog: pytest.LogCaptureFixture, *levels: str) -> list[str]:
    """Return the log lines about the location, and check that none is an unexpected error."""
    assert not [item for item in caplog.records if item.exc_info and item.levelno >= logging.INFO]
    return [
        item.getMessage()
        for item in caplog.records
        if item.levelname in levels and item.name.startswith("custom_components.smartthings")
    ]


# Set-up


@pytest.mark.parametrize("endpoint", SET_UPS)
async def test_a_fault_ends_a_set_up_in_a_retry_a_login_or_without_the_part(
    world: World,
    cottage: SmartThingsConfigEntry,
    endpoint: str,
    hurry: Callable[[str], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """It depends on the call and the answer. The next set-up is not affected."""
    entry = cottage
    path_of, end = SET_UPS[endpoint]
    expected = dict.fromkeys(FAULTS, end)
    if endpoint == "token":
        expected["401"] = ERROR  # Of all refusals, only this one is about the login.
    found = {}
    for name, fault in FAULTS.items():
        hurry(name)
        if endpoint == "token":
            await end_token(world, entry)
        world.simulator.calls.clear()
        world.simulator.faults.fail(path_of(entry), times=LONG, **fault)
        found[name] = await reload(world, entry)
        assert [call for call in world.simulator.calls if call.path == path_of(entry)], name
        assert await forget_reauth(world) == (found[name] is ERROR), name
        world.simulator.faults.clear()
        hurry("")
    assert found == expected
    assert await reload(world, entry) is LOADED
    lines(caplog)


@pytest.mark.parametrize(
    ("code", "state"),
    [("invalid_grant", ERROR), ("invalid_client", ERROR), ("temporarily_unavailable", RETRY)],
)
async def test_only_a_renewal_that_is_finally_refused_starts_a_login(
    world: World, cottage: SmartThingsConfigEntry, code: str, state: ConfigEntryState
) -> None:
    entry = cottage
    await end_token(world, entry)
    world.simulator.faults.fail("/oauth/token", status=400, body={"error": code}, times=LONG)
    assert await reload(world, entry) is state
    assert len(reauth_flows(world.hass)) == (state is ERROR)


@pytest.mark.parametrize(
    "wait",
    [
        {"headers": {"X-RateLimit-Reset": "100"}},
        {
            "body": {
                "error": {"details": [{"message": "attempt 9 limit 1 - retry in 100000 millis"}]}
            }
        },
    ],
    ids=["in the header", "in the body"],
)
async def test_a_set_up_is_not_retried_before_the_end_of_a_pause(
    world: World,
    cottage: SmartThingsConfigEntry,
    freezer: FrozenDateTimeFactory,
    wait: dict[str, Any],
) -> None:
    """Home Assistant retries sooner than the cloud allows, which would extend the pause."""
    entry = cottage
    world.simulator.faults.fail("/devices", status=429, **wait)
    assert await reload(world, entry) is RETRY
    world.simulator.calls.clear()
    for _ in range(3):
        freezer.tick(timedelta(seconds=30))
        assert await reload(world, entry) is RETRY
    assert world.calls("GET", "/devices") == []
    # Calls without a pause continue.
    assert world.calls("GET", "/scenes")
    freezer.tick(timedelta(seconds=11))
    assert await reload(world, entry) is LOADED
    assert len(world.calls("GET", "/devices")) == 1


# Operation


async def test_a_fault_during_operation_keeps_the_values_and_logs_one_line(
    world: World,
    cottage: SmartThingsConfigEntry,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """It logs one line at the start and one at the end; entities are unavailable in between."""
    runtime = cottage.runtime_data
    plug = entity_of(world, Devices.COFFEE_PLUG, "switch")
    before = world.state(plug)
    values = {key: dict(stored.status) for key, stored in runtime.parts.store.devices.items()}
    caplog.set_level("INFO")
    for name, fault in ANSWERS.items():
        caplog.clear()
        world.simulator.faults.fail("/devices", times=LONG, **fault)
        for _ in range(3):
            await runtime.parts.coordinator.async_refresh()
            await world.settle()
            freezer.tick(timedelta(minutes=5))
        assert world.state(plug) == STATE_UNAVAILABLE, name
        assert len(lines(caplog, "ERROR", "WARNING")) == 1, (name, caplog.text)
        kept = {key: dict(stored.status) for key, stored in runtime.parts.store.devices.items()}
        assert kept == values, name
        world.simulator.faults.clear()
        caplog.clear()
        await runtime.parts.coordinator.async_refresh()
        await world.settle()
        assert world.state(plug) == before, name
        assert len(lines(caplog, "INFO", "ERROR", "WARNING")) == 1, (name, caplog.text)
    assert state_of(cottage) is LOADED
    assert reauth_flows(world.hass) == []


async def test_a_fault_of_an_optional_part_logs_nothing(
    world: World, cottage: SmartThingsConfigEntry, caplog: pytest.LogCaptureFixture
) -> None:
    """Scenes and modes stay, and no entity becomes unavailable."""
    store, coordinator = cottage.runtime_data.parts.store, cottage.runtime_data.parts.coordinator
    known = (store.state.scenes, store.state.modes, store.state.mode_id)
    assert all(known)
    caplog.set_level("INFO")
    for name, fault in ANSWERS.items():
        caplog.clear()
        for path in ("/scenes", "/locations/*"):
            world.simulator.faults.fail(path, times=LONG, **fault)
        assert not await coordinator.reads.read_scenes(), name
        assert not await coordinator.reads.read_modes(), name
        await coordinator.async_refresh()
        await world.settle()
        assert coordinator.failure is None, name
        assert (store.state.scenes, store.state.modes, store.state.mode_id) == known, name
        assert lines(caplog, "INFO", "ERROR", "WARNING") == [], name
        world.simulator.faults.clear()


async def test_a_pause_stops_the_remaining_reads(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime
) -> None:
    """A location of 500 devices would make 500 calls for the same refusal."""
    client = runtime.client
    world.simulator.faults.fail("/devices/*/status", status=429)
    world.simulator.calls.clear()
    refused = 0
    for device_id in tuple(runtime.parts.store.devices)[:5]:
        try:
            await client.device_status(device_id)
        except TooManyRequestsError:
            refused += 1
    assert refused == 5
    assert len(world.simulator.calls) == 1
    assert (await client.devices(HOME_LOCATION)).devices


# Commands

COMMANDS: Final[Mapping[str, str | None]] = {
    "400": "command_rejected",
    "401": "login_lost",
    "403": "forbidden",
    "404": "not_found",
    "409": "device_state",
    "422": "command_rejected",
    "502": "cloud_unreachable",
    "empty": None,
    "truncated": "unexpected_reply",
    "wrong types": None,
    "redirect": "unexpected_reply",
    "reset": "cloud_unreachable",
    "hang": "cloud_unreachable",
}


async def act(world: World, action: str, entity_id: str, **data: str) -> str | None:
    """Perform an action; return the translation key of its error."""
    domain, service = action.split(".")
    try:
        await world.hass.services.async_call(
            domain, service, {"entity_id": entity_id, **data}, blocking=True
        )
    except HomeAssistantError as err:
        return err.translation_key
    return None


ACTIONS: Final = {
    "command": ("switch.turn_on", "/devices/*/commands", "POST"),
    "scene": ("scene.turn_on", "/scenes/*/execute", "POST"),
    "mode": ("select.select_option", "/locations/*/modes/current", "PUT"),
}


def entity_for(world: World, what: str) -> str:
    """Return an entity with actions."""
    if what == "command":
        return entity_of(world, Devices.COFFEE_PLUG, "switch")
    domain = ACTIONS[what][0].partition(".")[0]
    if what == "mode":
        return "select.home_mode"
    return next(state.entity_id for state in world.hass.states.async_all(domain))


@pytest.mark.parametrize("what", ACTIONS)
async def test_a_failed_action_names_the_reason_and_is_not_repeated(
    world: World,
    cottage: SmartThingsConfigEntry,
    what: str,
    hurry: Callable[[str], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The simulator counts its calls; only a refused token allows a second one."""
    entry = cottage
    action, path, method = ACTIONS[what]
    data = {"option": "Night"} if what == "mode" else {}
    found = {}
    for name, fault in FAULTS.items():
        hurry(name)
        assert await reload(world, entry) is LOADED
        entity_id = entity_for(world, what)
        world.simulator.calls.clear()
        world.simulator.commands.clear()
        world.simulator.faults.fail(path, method=method, times=LONG, **fault)
        found[name] = await act(world, action, entity_id, **data)
        await world.settle()
        sent = [call for call in world.simulator.calls if call.method == method]
        sent = [call for call in sent if call.path != "/oauth/token"]
        # The HTTP client retries after a dropped connection, but never for a POST.
        most = 2 if name == "401" or (method, name) == ("PUT", "reset") else 1
        assert 1 <= len(sent) <= most, name
        assert world.simulator.commands == [], name
        await forget_reauth(world)
        world.simulator.faults.clear()
        hurry("")
    assert found == COMMANDS
    lines(caplog)


async def test_a_command_with_a_late_answer_is_executed_once(
    world: World, cottage: SmartThingsConfigEntry, hurry: Callable[[str], None]
) -> None:
    """The error says that it may have been executed, and there is no retry."""
    hurry("hang")
    assert await reload(world, cottage) is LOADED
    world.simulator.calls.clear()
    world.simulator.faults.fail("/devices/*/commands", hang=PATIENCE * 2)
    key = await act(world, "switch.turn_on", entity_for(world, "command"))
    assert key == "cloud_unreachable"
    world.simulator.faults.clear()
    async with asyncio.timeout(5):
        while not world.simulator.commands:
            await asyncio.sleep(0.01)
    await world.settle()
    assert len(world.calls("POST", "/devices")) == 1
    assert len(world.simulator.commands) == 1


async def test_a_limit_of_one_device_does_not_delay_another(
    world: World, cottage: SmartThingsConfigEntry
) -> None:
    """Twelve a minute is a limit of each device (platform reference 10.1)."""
    plug = entity_of(world, Devices.COFFEE_PLUG, "switch")
    light = entity_of(world, Devices.CEILING_LIGHT, "light")
    world.simulator.faults.fail("/devices/*/commands", status=429)
    world.simulator.calls.clear()
    with pytest.raises(HomeAssistantError) as caught:  # The simulator sends no time to wait.
        await world.hass.services.async_call(
            "switch", "turn_on", {"entity_id": plug}, blocking=True
        )
    assert caught.value.translation_key == "too_many_requests"
    assert caught.value.translation_placeholders
    assert caught.value.translation_placeholders["seconds"] == "60"
    assert await act(world, "switch.turn_on", plug) == "too_many_requests"
    assert len(world.calls("POST", "/devices")) == 1
    assert await act(world, "light.turn_on", light) is None
