"""What holds for every action: its rights, and what it makes of each fault of the cloud."""

from collections.abc import Mapping
from typing import Any, Final

import aiohttp
import pytest
from homeassistant.core import Context
from homeassistant.exceptions import Unauthorized
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import MockUser

from custom_components.smartthings_smartapp.cloud.api import http as http_module
from custom_components.smartthings_smartapp.cloud.auth import token_endpoint
from custom_components.smartthings_smartapp.cloud.json_types import Json
from custom_components.smartthings_smartapp.lock_codes import answers
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from custom_components.smartthings_smartapp.services.schemas import SCHEMAS
from simulator import SimulatorOptions
from simulator.devices.device import Readings, make_device
from simulator.devices.ids import HOME_LOCATION, Devices
from tests.common.actions import Caller
from tests.common.flows import reauth_flows
from tests.common.world import World

from .calls import data_of, names_devices, outcome, requesting

pytestmark = pytest.mark.devices(Devices.COFFEE_PLUG, Devices.WASHER, Devices.FRONT_LOCK)

_SHED = "2b7f6d34-0d55-4a1c-a6c2-4b8d1f0c7e55"
_STRIP = "91f0a6c7-3f2d-4a2b-8d7e-5a6b7c8d9e0f"
_LOCK: Readings = {
    "lock": {"lock": "locked"},
    "lockUsers": {
        "users": [{"userIndex": 1, "userName": "Kim", "userType": "guest"}],
        "commandResult": None,
    },
    "lockCredentials": {"credentials": [], "pinUsersSupported": 10, "commandResult": None},
    "lockSchedules": {
        "weekDaySchedules": [
            {"userIndex": 1, "schedules": [{"scheduleIndex": 1, "weekDays": ["Monday"]}]}
        ],
        "yearDaySchedules": [],
        "commandResult": None,
    },
}
_DEVICES: Final = [Devices.COFFEE_PLUG, Devices.WASHER, Devices.FRONT_LOCK, _SHED]
_READERS: Final = {"get_history", "get_status", "list_commands", "notify"}
"""Actions that send nothing to the device that they name, so reading it is enough."""
_PAGE: Final = "<html><title>openresty</title></html>"


@pytest.fixture
def simulator_options() -> SimulatorOptions:
    """Return a cloud without limits."""
    return SimulatorOptions(rate_limits=False)


@pytest.fixture
async def entry(world: World) -> SmartThingsConfigEntry:
    """Set up a home in which each action has a device."""
    home = world.simulator.home
    switch: Readings = {"switch": {"switch": "off"}}
    for device_id, label, category, components in (
        (_SHED, "Shed lock", "SmartLock", {"main": _LOCK}),
        (_STRIP, "Strip", "Switch", {"main": switch, "one": switch, "two": {**switch, **_LOCK}}),
    ):
        home.add_device(
            make_device(
                device_id,
                label,
                location_id=HOME_LOCATION,
                category=category,
                components=components,
            )
        )
    home.set_attribute(
        Devices.WASHER, "main", "remoteControlStatus", "remoteControlEnabled", "true"
    )
    return await world.add_location()


@pytest.fixture
def caller(world: World, entry: SmartThingsConfigEntry) -> Caller:
    """Return a caller for the home."""
    return Caller(world, entry.runtime_data)


# Rights


def _parts(caller: Caller) -> dict[str, str]:
    """Return the registry ids of the strip and its parts, by component."""
    strip = caller.device(_STRIP)
    children = dr.async_entries_for_parent_device(dr.async_get(caller.world.hass), strip)
    of = {
        identifier.removeprefix(f"{_STRIP}_"): child.id
        for child in children
        for _, identifier in child.identifiers
    }
    return {"main": strip, **of}


def _as_user(
    caller: Caller, user: MockUser, registry_id: str, *, policy: str = "control"
) -> Caller:
    """Return a caller who may control, or only read, the entities of one device."""
    own = er.async_entries_for_device(er.async_get(caller.world.hass), registry_id)
    assert own
    right: bool | dict[str, bool] = True if policy == "control" else {policy: True}
    user.mock_policy({"entities": {"entity_ids": {item.entity_id: right for item in own}}})
    return Caller(caller.world, caller.runtime, Context(user_id=user.id))


@pytest.mark.parametrize("action", SCHEMAS)
async def test_an_action_needs_a_right(
    caller: Caller, hass_read_only_user: MockUser, action: str
) -> None:
    """A user who may control nothing may perform no action."""
    caller.context = Context(user_id=hass_read_only_user.id)
    caller.world.simulator.calls.clear()
    target = {"device_id": caller.device(_SHED)} if names_devices(action) else {}
    with pytest.raises(Unauthorized):
        await caller.ask(action, **data_of(action), **target)
    assert caller.world.simulator.calls == []


@pytest.mark.parametrize("action", [name for name in SCHEMAS if names_devices(name)])
async def test_an_action_needs_a_right_to_its_device(
    caller: Caller, hass_read_only_user: MockUser, action: str
) -> None:
    """The right to another device is not enough, and the right to read is only for readers."""
    plug = _as_user(caller, hass_read_only_user, caller.device(Devices.COFFEE_PLUG))
    data: dict[str, Json] = {**data_of(action), "device_id": caller.device(_SHED)}
    caller.world.simulator.calls.clear()
    with pytest.raises(Unauthorized):
        await plug.ask(action, **data)
    assert caller.world.simulator.calls == []
    registry = er.async_get(caller.world.hass)
    switch, *_ = er.async_entries_for_device(registry, caller.device(Devices.COFFEE_PLUG))
    shed = er.async_entries_for_device(registry, caller.device(_SHED))
    hass_read_only_user.mock_policy(
        {
            "entities": {
                "entity_ids": {
                    switch.entity_id: True,
                    **{item.entity_id: {"read": True} for item in shed},
                }
            }
        }
    )
    error = await outcome(plug, action, data)
    assert isinstance(error, Unauthorized) == (action not in _READERS), error


async def test_the_history_of_the_location_is_for_those_who_may_read_everything(
    caller: Caller, hass_read_only_user: MockUser
) -> None:
    """It shows when doors were opened."""
    user = _as_user(caller, hass_read_only_user, caller.device(Devices.COFFEE_PLUG))
    for target in ({}, {"device_id": caller.device(HOME_LOCATION)}):
        with pytest.raises(Unauthorized):
            await user.ask("get_history", **target)
    hass_read_only_user.mock_policy({"entities": {"all": True}})
    assert "items" in await user.ask("get_history")


async def test_a_component_needs_the_right_to_its_own_device(
    caller: Caller, hass_read_only_user: MockUser
) -> None:
    """A child device, or its whole device, is no way to another part."""
    parts = _parts(caller)
    assert set(parts) == {"main", "one", "two"}
    for allowed, registry_id in parts.items():
        user = _as_user(caller, hass_read_only_user, registry_id)
        for component in parts:
            caller.world.simulator.commands.clear()
            error = await outcome(
                user,
                "send_command",
                {"device_id": registry_id, "component": component, **data_of("send_command")},
            )
            assert isinstance(error, Unauthorized) == (component != allowed), (allowed, component)
            assert len(caller.world.simulator.commands) == (component == allowed)


@pytest.mark.parametrize("action", [name for name in SCHEMAS if "lock" in name])
async def test_the_codes_of_another_part_need_the_right_to_that_part(
    caller: Caller, hass_read_only_user: MockUser, action: str
) -> None:
    """A part without codes leads to those of the lock."""
    one = _parts(caller)["one"]
    user = _as_user(caller, hass_read_only_user, one)
    with pytest.raises(Unauthorized):
        await user.ask(action, device_id=one, **data_of(action))
    assert caller.world.simulator.commands == []


# Faults

_FAULTS: Final[Mapping[str, dict[str, Any]]] = {
    "400": {"status": 400, "body": {"error": {"code": "X"}}},
    "401": {"status": 401, "body": _PAGE},
    "403": {"status": 403},
    "404": {"status": 404},
    "409": {"status": 409, "body": {"error": {"code": "ConflictError"}}},
    "422": {"status": 422, "body": {"error": {"code": "ConstraintViolationError"}}},
    "429": {"status": 429},
    "429 with a time": {"status": 429, "headers": {"Retry-After": "30"}},
    "500": {"status": 500, "body": _PAGE},
    "503": {"status": 503},
    "empty": {"status": 200},
    "no JSON": {"garbage": True},
    "null": {"status": 200, "body": b"null"},
    "list": {"status": 200, "body": b"[]"},
    "wrong types": {"status": 200, "body": {"results": "none", "items": 7, "components": []}},
    "nested": {"status": 200, "body": b"[" * 3000 + b"]" * 3000},
    "redirect": {"status": 302, "headers": {"Location": "http://127.0.0.1:1/"}},
    "reset": {"reset": True},
    "hang": {"hang": 60, "status": 503},
}
_PATHS: Final = ("/devices*", "/history/*", "/notification", "/installedapps/*", "/capabilities/*")


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten all time limits."""
    monkeypatch.setattr(http_module, "TIMEOUT", 0.3)
    monkeypatch.setattr(token_endpoint, "TIMEOUT", aiohttp.ClientTimeout(total=0.3))
    monkeypatch.setattr(answers, "PATIENCE", 0.1)
    monkeypatch.setattr(answers, "POLL_EVERY", 0.05)


def _states(world: World) -> dict[str, tuple[str, dict[str, Any]]]:
    return {
        item.entity_id: (item.state, dict(item.attributes))
        for item in world.hass.states.async_all()
    }


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("fault", _FAULTS)
async def test_every_fault_is_an_error_with_a_text(
    world: World, entry: SmartThingsConfigEntry, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing else changes, nothing is logged as an error, and the action works afterwards."""
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    simulator = world.simulator
    caller = Caller(world, entry.runtime_data)
    before = _states(world)
    for action, data, fails in await requesting(caller, _DEVICES):
        for path in _PATHS:
            simulator.faults.fail(path, times=99, **_FAULTS[fault])
        simulator.calls.clear()
        error = await outcome(caller, action, data)
        simulator.faults.clear()
        assert simulator.calls or not fails or fault.startswith("429"), action
        if fault.isdecimal():
            assert (error is not None) == fails, action
        if error is not None:
            assert error.translation_key, (action, error)
            assert "{" not in str(error), (action, str(error))
        refreshed = [call for call in simulator.calls if call.path == "/oauth/token"]
        others = {(call.method, call.path) for call in simulator.calls} - {("POST", "/oauth/token")}
        assert len(refreshed) <= (len(others) if fault == "401" else 0), (action, refreshed)
        sent = [call for call in simulator.calls if call.path.endswith("/commands")]
        assert len(sent) <= (2 if fault == "401" else 1), (action, sent)
        assert [record for record in caplog.records if record.exc_info] == [], action
    assert _states(world) == before
    for flow_id in reauth_flows(world.hass):
        world.hass.config_entries.flow.async_abort(flow_id)
