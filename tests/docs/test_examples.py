"""Each YAML example works in the simulated house.

The entity ids are those of a new Home Assistant 2026.11, which begin with the area. The demo checks
them. Here, entities of an older version get these ids.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from homeassistant.components.recorder import CONFIG_SCHEMA as RECORDER_SCHEMA
from homeassistant.components.recorder import Recorder
from homeassistant.core import Event, HomeAssistant
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.script import Script
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from homeassistant.util import slugify
from homeassistant.util.yaml import parse_yaml
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from scripts.demo_driver.examples import Example, examples
from simulator.devices.device import Json, make_device
from simulator.devices.ids import HOME_LOCATION, Devices, Modes
from tests.common.repository import ROOT
from tests.common.world import World
from tests.controls.walk import Walk

_EXAMPLES = {example.name: example for example in examples(ROOT)}
_RAN = "example_ran"
_A_DEVICE = "1f3c…"

type Happening = Callable[[World], Awaitable[None]]


def _press(component: str, value: str) -> Happening:
    async def happen(world: World) -> None:
        home = world.simulator.home
        home.set_attribute(Devices.REMOTE, component, "button", "button", value)
        await world.settle()

    return happen


async def _two_presses(world: World) -> None:
    await _press("button1", "held")(world)
    await _press("button2", "double")(world)


async def _washer_finishes(world: World) -> None:
    for job in ("wash", "finish"):
        world.simulator.home.set_attribute(
            Devices.WASHER, "main", "washerOperatingState", "washerJobState", job
        )
        await world.settle()


async def _washer_pauses(world: World) -> None:
    for state in ("run", "pause"):
        world.simulator.home.set_attribute(
            Devices.WASHER, "main", "washerOperatingState", "machineState", state
        )
        await world.settle()
    await _pass_minutes(world, 16)


async def _front_door_opens(world: World) -> None:
    world.simulator.home.set_attribute(
        Devices.FRONT_DOOR, "main", "contactSensor", "contact", "open"
    )
    await world.settle()


async def _front_door_stays_open(world: World) -> None:
    await _front_door_opens(world)
    await _pass_minutes(world, 11)


async def _pass_minutes(world: World, minutes: int) -> None:
    async_fire_time_changed(world.hass, dt_util.utcnow() + timedelta(minutes=minutes))
    await world.settle()


async def _all_leave(world: World) -> None:
    world.simulator.home.set_mode(HOME_LOCATION, Modes.AWAY)
    await world.settle()


async def _front_door_goes_offline(world: World) -> None:
    world.simulator.home.set_health(Devices.FRONT_DOOR, "OFFLINE")
    await world.settle()


async def _washer_finishes_while_the_door_is_open(world: World) -> None:
    await _front_door_opens(world)
    await _washer_finishes(world)


async def _anna_unlocks(world: World) -> None:
    data: dict[str, Any] = {"method": "keypad", "codeName": "Anna"}
    world.simulator.home.set_attribute(
        Devices.FRONT_LOCK, "main", "lock", "lock", "unlocked", data=data
    )
    await world.settle()


_HAPPENINGS: Mapping[str, tuple[Happening, ...]] = {
    "README.md: Automations 1": (_press("button1", "held"), _washer_finishes),
    "docs/automations.md: Triggers 1": (_press("button2", "held"), _washer_finishes),
    "docs/automations.md: Triggers 2": (_anna_unlocks,),
    "docs/automations.md: Triggers 3": (
        _washer_pauses,
        _front_door_stays_open,
        _all_leave,
        _front_door_goes_offline,
    ),
    "docs/automations.md: Conditions 1": (_washer_finishes_while_the_door_is_open,),
    "docs/automations.md: Device triggers, conditions and actions 1": (_two_presses,),
    "docs/automations.md: smartthings_smartapp_activity 1": (_anna_unlocks,),
}
"""What fires the automations of an example, each once."""
_DEVICES = {
    "docs/automations.md: List commands 1": Devices.FLOOR_LAMP,
    "docs/automations.md: Get status 1": Devices.WASHER,
    "docs/automations.md: Device triggers, conditions and actions 1": Devices.REMOTE,
}
"""The device of an example; the front door if there is none."""
_SCHEDULES = "docs/automations.md: Schedules of locks 1"
_STATISTICS = "docs/statistics.md: Import them 1"
_NO_CODE = {
    "docs/automations.md: List commands 2",
    "docs/automations.md: Lock codes 3",
    "docs/automations.md: Send command 2",
}
"""The responses of actions."""


def _content(example: Example) -> Any:  # noqa: ANN401 - examples have different forms
    return parse_yaml(example.text)


def _automations(example: Example) -> list[dict[str, Any]]:
    """Return the automations of an example. One without actions fires an event."""
    content = _content(example)
    found = content if isinstance(content, list) else [content]
    return [
        {"actions": [{"event": _RAN}], "alias": "Example", **automation} for automation in found
    ]


def _kind(example: Example) -> str:
    content = _content(example)
    if example.name in _NO_CODE:
        return "no code"
    if isinstance(content, list) or "triggers" in content:
        return "automation"
    return "script" if content.keys() & {"action", "actions"} else "configuration"


def _named(kind: str) -> list[str]:
    return [name for name, example in _EXAMPLES.items() if _kind(example) == kind]


@pytest.fixture
def house(hass: HomeAssistant, entry: SmartThingsConfigEntry, world: World) -> World:
    """Return the house with the entity ids of a new Home Assistant 2026.11."""
    _rename(hass, entry)
    return world


def _rename(hass: HomeAssistant, entry: SmartThingsConfigEntry) -> None:
    """Put the area, or the name of the location, in front of the entity ids."""
    entities, devices, areas = er.async_get(hass), dr.async_get(hass), ar.async_get(hass)
    for item in er.async_entries_for_config_entry(entities, entry.entry_id):
        device = devices.async_get(item.device_id or "")
        area = areas.async_get_area((device and device.area_id) or "")
        if area and not item.entity_id.startswith(f"{item.domain}.{slugify(area.name)}_"):
            name = er.async_get_full_entity_name(hass, item)
            new = f"{item.domain}.{slugify(f'{area.name} {name}')}"
            entities.async_update_entity(item.entity_id, new_entity_id=new)
    home = er.async_entries_for_config_entry(entities, entry.entry_id)
    for item in home:
        if item.domain == "scene" and not item.entity_id.startswith("scene.home_"):
            new = item.entity_id.replace("scene.", "scene.home_")
            entities.async_update_entity(item.entity_id, new_entity_id=new)


async def _add_control(house: World, entry: SmartThingsConfigEntry) -> None:
    """Add the key that the page about controls adds."""
    walk = Walk(house, entry)
    result = await walk.to_arguments(
        "send", capability="samsungvd.remoteControl", device_id=Devices.TELEVISION
    )
    await walk.finish(result, {"keyValue": "HOME"}, {"name": "Home key"})
    _rename(house.hass, entry)


def _filled(house: World, entry: SmartThingsConfigEntry, example: Example) -> Example:
    """Return an example with the id of a device in place of the placeholder."""
    device = _DEVICES.get(example.name, Devices.FRONT_DOOR)
    registry_id = entry.runtime_data.parts.registrar.registry_id(device)
    assert registry_id is not None
    return Example(name=example.name, text=example.text.replace(_A_DEVICE, registry_id))


def _assert_entities_exist(house: World, example: Example) -> None:
    missing = [key for key in example.entity_ids() if house.hass.states.get(key) is None]
    assert not missing


@pytest.mark.parametrize("name", _named("automation"))
async def test_an_automation_fires(
    house: World, entry: SmartThingsConfigEntry, hass: HomeAssistant, name: str
) -> None:
    example = _filled(house, entry, _EXAMPLES[name])
    _assert_entities_exist(house, example)
    automations = _automations(example)
    triggers = sum(len(automation["triggers"]) for automation in automations)
    assert len(_HAPPENINGS.get(name, ())) == triggers, f"Add to _HAPPENINGS what fires {name}"
    runs: list[Event] = []
    hass.bus.async_listen("automation_triggered", runs.append)
    assert await async_setup_component(hass, "automation", {"automation": automations})
    await house.settle()
    for number, happen in enumerate(_HAPPENINGS[name], 1):
        received = len(house.simulator.commands) + len(house.simulator.notifications)
        await happen(house)
        assert len(runs) == number
        if "actions" in example.text:
            done = len(house.simulator.commands) + len(house.simulator.notifications)
            scenes = house.calls("POST", "/scenes/")
            assert done > received or scenes


@pytest.mark.parametrize(
    "name", [name for name in _named("script") if name not in {_SCHEDULES, _STATISTICS}]
)
async def test_an_action_works(
    house: World,
    entry: SmartThingsConfigEntry,
    hass: HomeAssistant,
    name: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    home, starts = house.simulator.home, "Start a program" in name
    word = "stop" if starts else "run"
    home.set_attribute(Devices.WASHER, "main", "washerOperatingState", "machineState", word)
    if starts:
        oven = "samsungce.ovenOperatingState"
        home.set_attribute(Devices.RANGE, "main", oven, "operatingState", "ready")
    if name.startswith("docs/controls.md"):
        await _add_control(house, entry)
    await house.settle()
    example = _filled(house, entry, _EXAMPLES[name])
    _assert_entities_exist(house, example)
    content = _content(example)
    steps = cv.SCRIPT_SCHEMA(content.get("actions", [content]))
    before = len(house.simulator.calls)

    async with asyncio.timeout(30):
        result = await Script(hass, steps, name, "test").async_run()
    await house.settle()

    assert result is not None
    answers = [call.status for call in house.simulator.calls[before:]]
    assert answers
    assert all(status < 300 for status in answers)
    if "then" in example.text:
        assert house.simulator.notifications


@pytest.mark.devices(Devices.COFFEE_PLUG)
async def test_statistics_are_imported(
    recorder_mock: Recorder, world: World, hass: HomeAssistant
) -> None:
    """Only with a recorder, which has to be there before everything else."""
    await world.add_location()
    steps = cv.SCRIPT_SCHEMA([_content(_EXAMPLES[_STATISTICS])])
    result = await Script(hass, steps, _STATISTICS, "test").async_run()
    assert result is not None
    assert result.variables["result"].keys() == {"imported", "skipped"}


async def test_the_schedules_of_a_lock_are_set(world: World, hass: HomeAssistant) -> None:
    """The house has no lock with schedules."""
    users: list[Json] = [
        {"userIndex": index, "userName": "Kim", "userType": "guest"} for index in (4, 5)
    ]
    shed = make_device(
        "b6a4c5f9-1b3c-4d55-9a5e-2f5d9c1be0a7",
        "Shed lock",
        location_id=HOME_LOCATION,
        category="SmartLock",
        components={
            "main": {
                "lock": {"lock": "locked"},
                "lockUsers": {"users": users},
                "lockSchedules": {
                    "commandResult": None,
                    "weekDaySchedules": [],
                    "yearDaySchedules": [],
                },
            }
        },
    )
    world.simulator.home.add_device(shed)
    await world.add_location()
    await world.settle()
    _assert_entities_exist(world, _EXAMPLES[_SCHEDULES])
    steps = cv.SCRIPT_SCHEMA(_content(_EXAMPLES[_SCHEDULES])["actions"])

    result = await Script(hass, steps, "Schedules", "test").async_run()
    assert result is not None
    assert len(world.simulator.commands) == 3


@pytest.mark.parametrize("name", _named("configuration"))
def test_a_configuration_is_valid(name: str) -> None:
    content = _content(_EXAMPLES[name])
    assert content.keys() == {"recorder"}
    assert RECORDER_SCHEMA(content)


def test_there_are_examples_of_all_actions() -> None:
    text = "\n".join(example.text for example in _EXAMPLES.values())
    actions = (
        *("send_command", "refresh", "get_status", "get_history", "notify", "start_program"),
        *("set_lock_code", "rename_lock_code", "delete_lock_code", "list_lock_codes"),
        *("set_lock_week_schedule", "set_lock_period"),
        *("delete_lock_schedule", "list_lock_schedules"),
    )
    assert [action for action in actions if f"{DOMAIN}.{action}" not in text] == []
