"""Locations, rooms, modes, scenes and history (platform reference 9)."""

from datetime import UTC, datetime

import pytest

from simulator import Simulator
from simulator.devices.device import Json, JsonObject
from simulator.devices.ids import CABIN_LOCATION, HOME_LOCATION, Devices, Modes, Rooms, Scenes
from tests.simulator.parties import SCOPES, Developer, Installed, Target, at, items, text_at

_PATH = f"/locations/{HOME_LOCATION}"


async def test_locations_are_listed_without_links(developer: Developer) -> None:
    reply = await developer.api.get("/locations")
    assert at(reply.json, "_links") is None
    assert [item["name"] for item in items(reply.json)] == ["Home", "Cabin"]


async def test_a_location_lists_its_permissions_on_request(installed: Installed) -> None:
    plain = await installed.api.get(_PATH)
    assert at(plain.json, "allowed") is None
    assert at(plain.json, "temperatureScale") == "C"
    allowed = await installed.api.get(_PATH, ("allowed", "true"))
    assert at(allowed.json, "allowed") == [*SCOPES]


async def test_rooms_are_listed_and_read(installed: Installed) -> None:
    reply = await installed.api.get(f"{_PATH}/rooms")
    assert at(reply.json, "_links") is None
    names = [item["name"] for item in items(reply.json)]
    assert names == ["Living room", "Kitchen", "Bedroom", "Hallway"]
    one = await installed.api.get(f"{_PATH}/rooms/{Rooms.KITCHEN}")
    assert at(one.json, "name") == "Kitchen"
    inside = await installed.api.get(f"{_PATH}/rooms/{Rooms.KITCHEN}/devices")
    assert {device["roomId"] for device in items(inside.json)} == {Rooms.KITCHEN}
    assert (await installed.api.get(f"{_PATH}/rooms/{Rooms.CABIN_PARLOUR}")).status == 403


async def test_rooms_are_made_renamed_and_deleted(
    simulator: Simulator, developer: Developer, installed: Installed
) -> None:
    made = await developer.api.post(f"{_PATH}/rooms", {"name": "Attic"})
    room = f"{_PATH}/rooms/{text_at(made.json, 'roomId')}"
    simulator.home.move_device(Devices.REMOTE, text_at(made.json, "roomId"))
    renamed = await developer.api.put(room, {"name": "Loft"})
    assert at(renamed.json, "name") == "Loft"
    assert (await developer.api.delete(room)).json == {}
    assert simulator.home.devices[Devices.REMOTE].room_id is None
    assert (await developer.api.get(room)).status == 403
    assert (await installed.api.post(f"{_PATH}/rooms", {"name": "Attic"})).status == 403


async def test_modes_are_listed_and_set(
    simulator: Simulator, installed: Installed, target: Target
) -> None:
    body: JsonObject = {"sourceType": "MODE", "mode": {"locationId": HOME_LOCATION}}
    await installed.api.post(installed.subscriptions, body)
    listed = await installed.api.get(f"{_PATH}/modes")
    assert set(listed.json) == {"items"}  # type: ignore[arg-type]
    assert [item["id"] for item in items(listed.json)] == [Modes.HOME, Modes.AWAY, Modes.NIGHT]
    current = f"{_PATH}/modes/current"
    assert at((await installed.api.get(current)).json, "id") == Modes.HOME
    night = await installed.api.put(current, {"modeId": Modes.NIGHT})
    assert night.json == {"id": Modes.NIGHT, "label": "Night", "name": "Night"}
    assert (await installed.api.get(current)).json == night.json
    await simulator.settle()
    assert [event["modeId"] for event in target.events()] == [Modes.NIGHT]


@pytest.mark.parametrize(
    ("body", "code"), [({}, "NotNullError"), ({"modeId": Modes.CABIN_AWAY}, "PatternError")]
)
async def test_a_mode_of_elsewhere_is_refused(
    installed: Installed, body: dict[str, Json], code: str
) -> None:
    reply = await installed.api.put(f"{_PATH}/modes/current", body)
    assert (reply.status, reply.code) == (422, code)


async def test_scenes_are_listed_by_location(developer: Developer, installed: Installed) -> None:
    own = await installed.api.get("/scenes")
    assert at(own.json, "_links") == {"next": None, "previous": None}
    assert {scene["locationId"] for scene in items(own.json)} == {HOME_LOCATION}
    query = ("locationId", CABIN_LOCATION)
    assert items((await installed.api.get("/scenes", query)).json) == []
    [cabin] = items((await developer.api.get("/scenes", query)).json)
    assert cabin["sceneId"] == Scenes.CABIN_LEAVING
    assert isinstance(cabin["createdDate"], int)
    first = await installed.api.get("/scenes", ("max", "1"))
    links = at(first.json, "_links")
    assert at(links, "previous") is None
    assert "page=1" in text_at(links, "next", "href")


async def test_a_scene_is_executed(simulator: Simulator, installed: Installed) -> None:
    reply = await installed.api.post(f"/scenes/{Scenes.GOOD_NIGHT}/execute")
    assert (reply.status, reply.json) == (200, {"status": "success"})
    await simulator.settle()
    assert isinstance(simulator.home.scenes[Scenes.GOOD_NIGHT]["lastExecutedDate"], int)
    for scene_id in (Scenes.CABIN_LEAVING, "unknown"):
        assert (await installed.api.post(f"/scenes/{scene_id}/execute")).status == 403


async def test_no_entry_of_one_millisecond_is_lost_between_pages(
    simulator: Simulator, installed: Installed
) -> None:
    """The hash of the last entry says where the next page begins; a time alone would skip two."""
    simulator.home.clock = lambda: datetime(2026, 11, 24, 12, tzinfo=UTC)
    for number in range(3):
        simulator.home.set_attribute(Devices.BEDSIDE_DIMMER, "main", "switchLevel", "level", number)
    for oldest_first, expected in (("false", [2, 1, 0]), ("true", [0, 1, 2])):
        reply = await installed.api.get(
            "/history/devices",
            ("locationId", HOME_LOCATION),
            ("limit", "1"),
            ("oldestFirst", oldest_first),
        )
        found = [item["value"] for item in items(reply.json)]
        while at(reply.json, "_links") != {}:
            reply = await installed.api.get(text_at(reply.json, "_links", "next", "href"))
            found += [item["value"] for item in items(reply.json)]
        assert found == expected


async def test_history_has_pages_in_both_directions(
    simulator: Simulator, developer: Developer, installed: Installed
) -> None:
    start = datetime(2026, 11, 24, 12, tzinfo=UTC)
    simulator.home.clock = lambda: start
    for number in range(3):
        start = datetime(2026, 11, 24, 12, 0, number, tzinfo=UTC)
        simulator.home.set_attribute(Devices.BEDSIDE_DIMMER, "main", "switchLevel", "level", number)
    simulator.home.set_attribute(Devices.FRONT_DOOR, "main", "contactSensor", "contact", "open")
    simulator.home.set_mode(HOME_LOCATION, Modes.AWAY)
    query = ("locationId", HOME_LOCATION), ("deviceId", str(Devices.BEDSIDE_DIMMER))

    async def pages(*more: tuple[str, str]) -> list[Json]:
        reply = await installed.api.get("/history/devices", *query, ("limit", "2"), *more)
        values = [item["value"] for item in items(reply.json)]
        rest = await installed.api.get(text_at(reply.json, "_links", "next", "href"))
        assert at(rest.json, "_links") == {}
        return [*values, *(item["value"] for item in items(rest.json))]

    assert await pages() == [2, 1, 0]
    assert await pages(("oldestFirst", "true")) == [0, 1, 2]
    everything = await installed.api.get("/history/devices")
    assert len(items(everything.json)) == 4
    assert items(everything.json)[0]["time"] == "2026-11-24T12:00:02.000+0000"
    elsewhere = await installed.api.get("/history/devices", ("locationId", CABIN_LOCATION))
    assert elsewhere.status == 403
    wrong = await developer.api.get("/history/devices", ("limit", "few"))
    assert wrong.status == 400
