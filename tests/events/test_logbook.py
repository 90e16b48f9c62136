"""The activity of a home: one line for each press, operation, change of the mode and scene."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import pytest
from homeassistant.components.recorder import Recorder, get_instance
from homeassistant.core import Context, Event, HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockUser
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.smartthings_smartapp import logbook
from custom_components.smartthings_smartapp.events.log_entries import LOGBOOK_EVENT
from simulator.devices.device import Json, JsonObject
from simulator.devices.ids import HOME_LOCATION, Devices, Modes
from tests.common.house import House
from tests.common.world import World

pytestmark = pytest.mark.devices(Devices.FRONT_LOCK, Devices.REMOTE)

LOCK = "lock.front_door_lock"

type Line = dict[str, Any]


@pytest.fixture
async def written(recorder_mock: Recorder, hass: HomeAssistant) -> None:
    """Set the logbook up, which is only possible before the server starts."""
    for component in ("websocket_api", "logbook"):
        assert await async_setup_component(hass, component, {})


class Activity:
    """What the Activity panel shows since its creation."""

    def __init__(self, house: House, ws_client: WebSocketGenerator) -> None:
        """Take the time; older lines are not read."""
        self._house = house
        self._ws_client = ws_client
        self._start: datetime = dt_util.utcnow()

    async def of_all(self) -> list[Line]:
        """Return the lines of the whole panel."""
        return await self._read()

    async def of_device(self, device_id: str) -> list[Line]:
        """Return the lines on the page of a device: for it and all its entities."""
        registry_id = self._house.entry.runtime_data.parts.registrar.registry_id(device_id)
        assert registry_id
        entities = er.async_entries_for_device(er.async_get(self._house.hass), registry_id)
        return await self._read(
            device_ids=[registry_id], entity_ids=[entity.entity_id for entity in entities]
        )

    async def _read(self, **limits: list[str]) -> list[Line]:
        await self._house.world.settle()
        await get_instance(self._house.hass).async_block_till_done()
        client = await self._ws_client(self._house.hass)
        start = self._start.isoformat()
        await client.send_json_auto_id(
            {"type": "logbook/get_events", "start_time": start, **limits}
        )
        lines: list[Line] = (await client.receive_json())["result"]
        return lines


type Watch = Callable[..., Awaitable[tuple[House, Activity]]]


@pytest.fixture
def watch(written: None, world: World, hass_ws_client: WebSocketGenerator) -> Watch:
    """Return a function that sets a home up and returns its activity from then on."""

    async def watch(language: str = "en") -> tuple[House, Activity]:
        world.hass.config.language = language
        house = House(world, await world.add_location())
        await world.settle()
        return house, Activity(house, hass_ws_client)

    return watch


def shown(lines: list[Line], *members: str) -> list[tuple[Any, ...]]:
    """Return some members of each line."""
    return [tuple(line.get(member) for member in members) for line in lines]


# Lines of states: the front end shows them in the user's language.


async def test_a_press_has_one_line(watch: Watch) -> None:
    """It is that of the event entity, with the kind of the press."""
    house, activity = await watch()
    await house.report(Devices.REMOTE, "button.button", "pushed_2x", component="button2")
    expected = [
        (house.entity_id("event.sofa_remote_button_2"), {"event_type": "pushed_2x"}, None),
    ]
    members = ("entity_id", "attributes", "message")
    assert shown(await activity.of_device(Devices.REMOTE), *members) == expected
    assert shown(await activity.of_all(), *members) == expected


async def test_a_change_of_the_mode_has_one_line(watch: Watch) -> None:
    house, activity = await watch()
    house.simulator.home.set_mode(HOME_LOCATION, Modes.NIGHT)
    expected = [(house.entity_id("select.home_mode"), "Night", None)]
    members = ("entity_id", "state", "message")
    assert shown(await activity.of_device(HOME_LOCATION), *members) == expected
    assert shown(await activity.of_all(), *members) == expected


async def test_a_scene_run_by_a_user_has_one_line(watch: Watch, hass_admin_user: MockUser) -> None:
    house, activity = await watch()
    scene = house.entity_id("scene.home_movie_time")
    await house.hass.services.async_call(
        "scene",
        "turn_on",
        {"entity_id": scene},
        blocking=True,
        context=Context(user_id=hass_admin_user.id),
    )
    expected = [(scene, None, hass_admin_user.id)]
    members = ("entity_id", "message", "context_user_id")
    assert shown(await activity.of_device(HOME_LOCATION), *members) == expected
    lines = [line for line in await activity.of_all() if line.get("entity_id") == scene]
    assert shown(lines, *members) == expected


# Locks


@pytest.mark.parametrize(
    ("language", "data", "cause"),
    [
        ("en", {"method": "keypad", "codeId": "3", "codeName": "Anna"}, "Anna (Keypad)"),
        ("de", {"method": "keypad", "codeId": "3", "codeName": "Anna"}, "Anna (Tastenfeld)"),
        ("en", {"method": "keypad", "codeId": "3"}, "Cleaner (Keypad)"),
        ("en", {"method": "keypad", "codeId": "7"}, "Code 7 (Keypad)"),
        ("ko", {"method": "keypad", "codeId": "7"}, "7번 비밀번호 (키패드)"),
        ("en", {"method": "rfid"}, "RFID tag"),
        ("en", {"method": "manual"}, "Manual operation"),
        ("de", {"method": "auto"}, "Automatisch"),
        ("en", {"method": "command"}, "Remote command"),
        ("en", {"method": "magic", "userName": "Anna"}, "Anna (magic)"),
        ("en", {"codeName": "Anna"}, "Anna"),
        ("en", {"method": "command", "userName": "Anna"}, "Anna (Remote command)"),
    ],
)
async def test_the_line_of_a_lock_has_the_operator_as_its_cause(
    watch: Watch, language: str, data: JsonObject, cause: str
) -> None:
    """The whole panel shows the cause as a line too, as it does for each integration."""
    house, activity = await watch(language)
    await house.report(Devices.FRONT_LOCK, "lock.lock", "unlocked", data=data)
    expected = (house.entity_id(LOCK), "unlocked", None, cause, "smartthings_smartapp")
    members = ("entity_id", "state", "message", "context_name", "context_domain")
    assert shown(await activity.of_device(Devices.FRONT_LOCK), *members) == [expected]
    assert shown(await activity.of_all(), "name", "message", "state", "context_name") == [
        (cause, "Front door lock", None, None),
        (None, None, "unlocked", cause),
    ]


async def test_a_lock_that_reports_no_method_has_one_line(watch: Watch) -> None:
    house, activity = await watch()
    await house.report(Devices.FRONT_LOCK, "lock.lock", "unlocked", data={})
    expected = [(house.entity_id(LOCK), "unlocked", None)]
    members = ("entity_id", "state", "context_name")
    assert shown(await activity.of_device(Devices.FRONT_LOCK), *members) == expected
    assert shown(await activity.of_all(), *members) == expected


async def test_an_action_on_a_lock_has_one_line_with_the_user(
    watch: Watch, hass_admin_user: MockUser
) -> None:
    """SmartThings may name the account that sent the command; the user is closer."""
    house, activity = await watch()
    await house.hass.services.async_call(
        "lock",
        "unlock",
        {"entity_id": house.entity_id(LOCK)},
        blocking=True,
        context=Context(user_id=hass_admin_user.id),
    )
    await house.report(
        Devices.FRONT_LOCK,
        "lock.lock",
        "unlocked",
        data={"method": "command", "userName": "Account"},
    )
    expected = [(house.entity_id(LOCK), "unlocked", hass_admin_user.id, None)]
    members = ("entity_id", "state", "context_user_id", "context_name")
    assert shown(await activity.of_device(Devices.FRONT_LOCK), *members) == expected
    assert shown(await activity.of_all(), *members) == expected


async def test_an_operator_is_no_cause_of_what_follows(watch: Watch) -> None:
    """Neither of a turn by hand soon afterwards, nor of the end of an outage."""
    house, activity = await watch()
    report = house.report
    await report(Devices.FRONT_LOCK, "lock.lock", "unlocked", data={"codeName": "Anna"})
    await report(Devices.FRONT_LOCK, "lock.lock", "locked")
    await report(Devices.FRONT_LOCK, "lock.lock", "unlocked", data={"codeName": "Ben"})
    house.simulator.home.set_health(Devices.FRONT_LOCK, "OFFLINE")
    await house.world.settle()
    house.simulator.home.set_health(Devices.FRONT_LOCK, "ONLINE")
    lines = [
        line
        for line in await activity.of_device(Devices.FRONT_LOCK)
        if line.get("entity_id") == house.entity_id(LOCK)
    ]
    assert shown(lines, "state", "context_name") == [
        ("unlocked", "Anna"),
        ("locked", None),
        ("unlocked", "Ben"),
        ("unavailable", None),
        ("unlocked", None),
    ]


# Scenes


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("en", ["Created", "Renamed: Quiet party", "Removed"]),
        ("de", ["Erstellt", "Umbenannt: Quiet party", "Entfernt"]),
    ],
)
async def test_each_change_of_a_scene_has_one_line(
    watch: Watch, language: str, texts: list[str]
) -> None:
    """It has no state that could give the line, and keeps the name of that time."""
    house, activity = await watch(language)
    home = house.simulator.home
    scene_id = home.add_scene(HOME_LOCATION, "Party", [])
    await house.world.settle()
    home.rename_scene(scene_id, "Quiet party")
    await house.world.settle()
    home.remove_scene(scene_id)
    names = ("Party", "Party", "Quiet party")
    expected = list(zip(names, texts, strict=True))
    for lines in (await activity.of_device(HOME_LOCATION), await activity.of_all()):
        assert shown([line for line in lines if line.get("message")], "name", "message") == expected


# Events that others fire


@pytest.fixture
def describe(hass: HomeAssistant) -> Callable[..., tuple[str, str]]:
    """Return a function that describes an event by name and message."""
    described: dict[str, Any] = {}

    def take(_domain: str, event_type: str, describer: object) -> None:
        described[event_type] = describer

    logbook.async_describe_events(hass, take)

    def describe(**facts: Json) -> tuple[str, str]:
        line = described[LOGBOOK_EVENT](Event(LOGBOOK_EVENT, facts))
        return line["name"], line["message"]

    return describe


@pytest.mark.parametrize("value", [None, 3, ["odd"], {"odd": "shape"}, "odd"])
def test_an_event_of_another_shape_has_a_line_too(
    describe: Callable[..., tuple[str, str]], value: Json
) -> None:
    """Anyone may fire the event, and one entry must not break the whole logbook."""
    for first in ("lock", "change"):
        for key in ("lock", "name", "old_name", "change", "method", "user_name", "code_id"):
            assert all(describe(**{first: value, key: value})), (first, key)
    assert describe() == ("SmartThings", "None")
