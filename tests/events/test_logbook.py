"""The sentences of the logbook."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from homeassistant.components.recorder import Recorder, get_instance
from homeassistant.core import Context, Event, HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockUser
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.smartthings_smartapp import logbook
from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.events import activity
from custom_components.smartthings_smartapp.events.activity import ACTIVITY_EVENT
from custom_components.smartthings_smartapp.events.button_presses import KNOWN_KINDS
from custom_components.smartthings_smartapp.mapping.words import identifier
from simulator.devices.device import Json
from simulator.devices.ids import HOME_LOCATION, Devices, Modes
from tests.common.house import House
from tests.common.world import World

pytestmark = pytest.mark.devices(Devices.FRONT_LOCK, Devices.REMOTE)


@pytest.fixture
async def written(recorder_mock: Recorder, hass: HomeAssistant) -> None:
    """Set the logbook up, which is only possible before the server starts."""
    for component in ("websocket_api", "logbook"):
        assert await async_setup_component(hass, component, {})


async def lines(hass: HomeAssistant, ws_client: WebSocketGenerator) -> list[dict[str, Any]]:
    """Return the entries of the integration in the logbook."""
    await get_instance(hass).async_block_till_done()
    client = await ws_client(hass)
    start = dt_util.utcnow() - timedelta(hours=1)
    await client.send_json_auto_id({"type": "logbook/get_events", "start_time": start.isoformat()})
    reply = await client.receive_json()
    return [line for line in reply["result"] if line.get("domain") == DOMAIN]


@pytest.mark.usefixtures("written")
async def test_activities_are_in_the_logbook(
    world: World, hass_admin_user: MockUser, hass_ws_client: WebSocketGenerator
) -> None:
    """They have the name of the entity, and the user if Home Assistant knows one."""
    house = House(world, await world.add_location())
    await house.report(Devices.REMOTE, "button.button", "pushed_2x", component="button2")
    await house.report(
        Devices.FRONT_LOCK,
        "lock.lock",
        "unlocked",
        data={"method": "keypad", "codeName": "Anna", "codeId": "3"},
    )
    world.simulator.home.set_mode(HOME_LOCATION, Modes.NIGHT)
    await world.settle()
    scene = house.entity_id("scene.home_movie_time")
    await house.hass.services.async_call(
        "scene",
        "turn_on",
        {"entity_id": scene},
        blocking=True,
        context=Context(user_id=hass_admin_user.id),
    )
    scene_id = world.simulator.home.add_scene(HOME_LOCATION, "Party", [])
    await world.settle()
    world.simulator.home.rename_scene(scene_id, "Quiet party")
    await world.settle()
    world.simulator.home.remove_scene(scene_id)
    await world.settle()
    found = await lines(house.hass, hass_ws_client)
    assert [(line["name"], line["message"]) for line in found] == [
        ("Sofa remote Button 2", "was pressed twice"),
        ("Front door lock", "was unlocked by Anna with the keypad"),
        ("Home Mode", "changed to Night"),
        ("Movie time", "was run"),
        ("Party", "was created"),
        ("Party", "was renamed to Quiet party"),
        ("Quiet party", "was removed"),
    ]
    assert found[0]["entity_id"] == house.entity_id("event.sofa_remote_button_2")
    assert found[3]["context_user_id"] == hass_admin_user.id


@pytest.fixture
async def describe(world: World) -> Callable[..., tuple[str, str]]:
    """Return a function that describes an activity by name and sentence."""
    entry = await world.add_location()
    registry_id = entry.runtime_data.parts.registrar.registry_id(Devices.REMOTE)
    described: dict[str, Any] = {}

    def take(_domain: str, event_type: str, describer: object) -> None:
        described[event_type] = describer

    logbook.async_describe_events(world.hass, take)

    def describe(**facts: Json) -> tuple[str, str]:
        event = Event(ACTIVITY_EVENT, {"device_id": registry_id, **facts})
        line = described[ACTIVITY_EVENT](event)
        return line["name"], line["message"]

    return describe


async def test_each_activity_has_a_sentence(describe: Callable[..., tuple[str, str]]) -> None:
    """If the entity no longer exists, the name is that of the device and the part."""
    for facts, name, message in (
        ({"type": "button", "component": "main", "value": "held"}, "Sofa remote", "was held"),
        (
            {"type": "button", "component": "button3", "value": "down_6x"},
            "Sofa remote Button 3",
            "was pressed down six times",
        ),
        (
            {"type": "button", "component": "main", "value": "twisted_2x"},
            "Sofa remote",
            "reported twisted_2x",
        ),
        ({"type": "lock", "value": "locked"}, "Sofa remote", "was locked"),
        (
            {"type": "lock", "value": "locked", "method": "auto"},
            "Sofa remote",
            "was locked by itself",
        ),
        (
            {"type": "lock", "value": "unlocked", "code_id": "3", "method": "magic"},
            "Sofa remote",
            "was unlocked with code 3 (magic)",
        ),
        (
            {"type": "lock", "value": "unlatched", "user_name": "Anna", "code_name": "Key"},
            "Sofa remote",
            "was opened by Anna",
        ),
        (
            {"type": "lock", "device_id": "gone", "value": "not_fully_locked"},
            "SmartThings",
            "is jammed",
        ),
        ({"type": "mode", "mode": None}, "Sofa remote", "changed to another mode"),
        (
            {"type": "scene", "change": "created", "name": None},
            "A scene",
            "was created",
        ),
    ):
        assert describe(**facts) == (name, message)


def test_each_change_of_a_lock_or_scene_has_a_sentence() -> None:
    assert set(logbook._OPERATED) == set(map(identifier, activity._OPERATED))
    assert set(logbook._SCENES) | {"renamed"} == set(activity.SceneChange)


async def test_each_press_has_a_sentence(describe: Callable[..., tuple[str, str]]) -> None:
    """Each press that SmartThings defines is included."""
    for kind in KNOWN_KINDS:
        _, message = describe(type="button", component="main", value=kind)
        assert message.startswith("was "), kind


@pytest.mark.parametrize("value", [None, 3, ["odd"], {"odd": "shape"}, "odd"])
async def test_an_event_of_another_shape_has_a_sentence_too(
    describe: Callable[..., tuple[str, str]], value: Json
) -> None:
    """Anyone may fire the event, and one entry must not break the whole logbook."""
    keys = ("value", "mode", "change", "name", "old_name", "component", "entity_id", "method")
    for kind in (*activity.ActivityType, value):
        assert all(describe(type=kind)), kind
        for key in keys:
            assert all(describe(**{"type": kind, key: value})), (kind, key)
    assert describe() == ("Sofa remote", "reported an event")
