"""An unreadable item of an answer affects only itself."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Final

import aiohttp
import pytest
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.helpers import entity_registry as er

from custom_components.smartthings_smartapp.cloud.models import AttributeKey
from custom_components.smartthings_smartapp.cloud.subscription_plan import parse_existing
from custom_components.smartthings_smartapp.location.changes import StoredDevice
from custom_components.smartthings_smartapp.runtime import Runtime, SmartThingsConfigEntry
from simulator.devices.device import Json, JsonObject
from simulator.devices.ids import HOME_LOCATION, Devices
from tests.common.world import World

GARBAGE: Final[tuple[Json, ...]] = (
    None,
    7,
    True,
    "nobody",
    [],
    {},
    [{"deviceId": "x", "id": "x"}],
    {"deviceId": 5, "id": [], "sceneId": {}, "roomId": False, "locationId": 1},
    {"deviceId": "", "id": "", "sceneId": "", "roomId": ""},
    {"deviceId": "..", "id": "../..", "sceneId": "a/b", "roomId": None},
)
"""Values in place of an item."""


async def read(world: World, runtime: Runtime, path: str, **query: str) -> list[Json]:
    """Return a list of the cloud."""
    headers = {
        "Authorization": f"Bearer {await runtime.parts.tokens.access_token()}",
        "Accept": "application/vnd.smartthings+json;v=20170916",
    }
    url = f"{world.simulator.url}{path}"
    async with (
        aiohttp.ClientSession() as session,
        session.get(url, headers=headers, params=query) as reply,
    ):
        items = (await reply.json())["items"]
        assert isinstance(items, list)
        return items


async def read_devices(world: World, runtime: Runtime) -> list[JsonObject]:
    """Return the list of devices of the cloud."""
    found = await read(
        world,
        runtime,
        "/devices",
        locationId=HOME_LOCATION,
        max="200",
        includeStatus="true",
        includeHealth="true",
    )
    assert len(found) > 10
    return [item for item in found if isinstance(item, dict)]


def serve(world: World, path: str, items: Sequence[Json]) -> None:
    """Replace the items of the next answer with a list."""
    world.simulator.faults.fail(path, status=200, body={"items": [*items], "_links": {}})


def replaced(items: Sequence[Json]) -> Iterator[tuple[int, list[Json]]]:
    """Return lists in which each item in turn is replaced, by every kind of garbage in turn."""
    for place in range(len(items)):
        for step in range(2):
            spoilt: list[Json] = [*items]
            spoilt[place] = GARBAGE[(place * 2 + step) % len(GARBAGE)]
            yield place, spoilt


def snapshot(world: World, entry: SmartThingsConfigEntry) -> dict[str, str]:
    """Return the states of all entities."""
    registry = er.async_get(world.hass)
    ids = [item.entity_id for item in er.async_entries_for_config_entry(registry, entry.entry_id)]
    states = {entity_id: world.hass.states.get(entity_id) for entity_id in ids}
    return {entity_id: state.state for entity_id, state in states.items() if state}


def things(world: World, entry: SmartThingsConfigEntry) -> set[str]:
    """Return the registered devices and entities."""
    registry = er.async_get(world.hass)
    return {item.entity_id for item in er.async_entries_for_config_entry(registry, entry.entry_id)}


async def refresh(world: World, runtime: Runtime) -> None:
    """Poll the location once."""
    await runtime.parts.coordinator.async_refresh()
    await world.settle()
    assert runtime.parts.coordinator.failure is None


# Devices


async def test_each_unreadable_device_in_turn_affects_only_itself(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime
) -> None:
    """It stays unchanged, because the answer does not show that it was removed."""
    items = await read_devices(world, runtime)
    before, known = snapshot(world, entry), things(world, entry)
    for place, spoilt in replaced(items):
        serve(world, "/devices", spoilt)
        await refresh(world, runtime)
        assert snapshot(world, entry) == before, (place, spoilt[place])
        assert runtime.client.unreadable["devices"] == 1, (place, spoilt[place])
    assert things(world, entry) == known
    await refresh(world, runtime)
    assert runtime.client.unreadable["devices"] == 0
    assert snapshot(world, entry) == before


async def test_changes_of_the_others_arrive_beside_an_unreadable_device(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime
) -> None:
    """The position in the list does not matter."""
    values = iter(range(10_000))
    for spoilt_id in (Devices.HUB, Devices.CEILING_LIGHT, Devices.FRONT_LOCK):
        value = next(values)
        world.simulator.home.set_attribute(
            Devices.BEDSIDE_DIMMER, "main", "switchLevel", "level", value, report=False
        )
        items = await read_devices(world, runtime)
        assert any(item["deviceId"] == spoilt_id for item in items)
        serve(
            world, "/devices", [None if item["deviceId"] == spoilt_id else item for item in items]
        )
        await refresh(world, runtime)
        level = runtime.parts.store.value(
            Devices.BEDSIDE_DIMMER, AttributeKey("main", "switchLevel", "level")
        )
        assert level is not None
        assert level.value == value


async def test_a_set_up_skips_an_unreadable_device(world: World) -> None:
    """The device is added when it can be read."""
    entry = await world.add_location()
    items = await read_devices(world, entry.runtime_data)
    spoilt = [item for item in items if item["deviceId"] != Devices.COFFEE_PLUG]
    for _ in range(2):  # A list with an unreadable item is read again during a set-up.
        serve(world, "/devices", [*spoilt, "nobody"])
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    runtime = entry.runtime_data
    assert len(runtime.parts.store.devices) == len(items) - 1
    await refresh(world, runtime)
    assert len(runtime.parts.store.devices) == len(items)


# Parts of a device


def parts(item: JsonObject) -> Iterator[tuple[str, list[Json] | JsonObject, int | str]]:
    """Return the paths of components, capabilities and attributes in a device."""
    components = item["components"]
    assert isinstance(components, list)
    for place, component in enumerate(components):
        yield "component", components, place
        assert isinstance(component, dict)
        capabilities = component["capabilities"]
        assert isinstance(capabilities, list)
        for position, capability in enumerate(capabilities):
            yield "capability", capabilities, position
            assert isinstance(capability, dict)
            status = capability.get("status")
            if isinstance(status, dict):
                for attribute in status:
                    yield "attribute", status, attribute


def values_of(stored: StoredDevice) -> dict[AttributeKey, Json]:
    """Return the values of a device."""
    return {key: value.value for key, value in stored.status.items()}


NO_PART: Final[tuple[Json, ...]] = (None, 7, "nobody", [], [{"id": "x"}])


@pytest.mark.parametrize(
    "device_id", [Devices.CEILING_LIGHT, Devices.FRONT_LOCK, Devices.COFFEE_PLUG]
)
async def test_each_unreadable_part_of_a_device_affects_only_itself(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime, device_id: str
) -> None:
    """Its last values stay, and the rest of the device is read."""
    items = await read_devices(world, runtime)
    place = next(n for n, item in enumerate(items) if item["deviceId"] == device_id)
    before, known = snapshot(world, entry), things(world, entry)
    values = {key: values_of(stored) for key, stored in runtime.parts.store.devices.items()}
    count = len(list(parts(items[place])))
    assert count > 5
    for turn in range(count):
        spoilt = deepcopy(items)
        kind, holder, key = list(parts(spoilt[place]))[turn]
        garbage = NO_PART[turn % len(NO_PART)]
        holder[key] = garbage  # type: ignore[index]
        serve(world, "/devices", spoilt)
        await refresh(world, runtime)
        about = (kind, key, garbage)
        assert {
            k: values_of(stored) for k, stored in runtime.parts.store.devices.items()
        } == values, about
        changed = {
            entity_id
            for entity_id, state in snapshot(world, entry).items()
            if before[entity_id] != state
        }
        assert changed == set(), about
        assert runtime.client.unreadable["parts of devices"] == 1, about
        assert runtime.client.unreadable["devices"] == 0
    await refresh(world, runtime)
    assert runtime.client.unreadable["parts of devices"] == 0
    assert snapshot(world, entry) == before
    assert things(world, entry) == known


# Scenes, modes, rooms, subscriptions


async def test_each_unreadable_scene_in_turn_affects_only_itself(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime
) -> None:
    """Its entity stays, with the user's name and area."""
    items = await read(world, runtime, "/scenes", locationId=HOME_LOCATION)
    before, known = runtime.parts.store.state.scenes, things(world, entry)
    assert len(items) > 1
    for place in range(len(items)):
        for garbage in GARBAGE:
            serve(world, "/scenes", [*items[:place], garbage, *items[place + 1 :]])
            assert not await runtime.parts.coordinator.reads.read_scenes(), garbage
            assert runtime.parts.store.state.scenes == before
            assert runtime.client.unreadable["scenes"] == 1, garbage
    runtime.parts.loader.load_location()
    await world.settle()
    assert things(world, entry) == known
    for _ in range(2):  # Items that are missing in one list are looked for in another.
        serve(world, "/scenes", items[1:])
    assert await runtime.parts.coordinator.reads.read_scenes()
    assert len(runtime.parts.store.state.scenes) == len(items) - 1


async def test_each_unreadable_mode_in_turn_affects_only_itself(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime
) -> None:
    """It and the others can be selected, each under its known name."""
    path = f"/locations/{HOME_LOCATION}/modes"
    items = await read(world, runtime, path)
    before = runtime.parts.store.state.modes
    for place in range(len(items)):
        for garbage in GARBAGE:
            serve(world, path, [*items[:place], garbage, *items[place + 1 :]])
            await runtime.parts.coordinator.reads.read_modes()
            assert runtime.parts.store.state.modes == before, garbage
            assert runtime.client.unreadable["modes"] == 1, garbage
    assert world.state("select.home_mode") != STATE_UNAVAILABLE


async def test_each_unreadable_room_in_turn_affects_only_itself(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime
) -> None:
    """The devices in the other rooms get their areas."""
    path = f"/locations/{HOME_LOCATION}/rooms"
    items = await read(world, runtime, path)
    whole = await runtime.parts.coordinator.reads.read_rooms()
    assert len(whole) == len(items) > 1
    for place in range(len(items)):
        item = items[place]
        assert isinstance(item, dict)
        for garbage in GARBAGE:
            serve(world, path, [*items[:place], garbage, *items[place + 1 :]])
            found = await runtime.parts.coordinator.reads.read_rooms()
            assert found == {key: name for key, name in whole.items() if key != item["roomId"]}
            assert runtime.client.unreadable["rooms"] == 1, garbage


async def test_each_unreadable_subscription_in_turn_affects_only_itself(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime
) -> None:
    """A subscription with an unreadable id is kept: a delete without an id would delete all."""
    app_id = entry.data["installed_app_id"]
    path = f"/installedapps/{app_id}/subscriptions"
    items = await read(world, runtime, path)
    assert len(items) > 5
    for turn, (place, spoilt) in enumerate(replaced(items)):
        if turn % 2:
            spoilt[place] = {**as_dict(items[place]), "id": GARBAGE[turn % len(GARBAGE)]}
        if readable(spoilt[place]):
            continue
        serve(world, path, spoilt)
        found = await runtime.client.subscriptions(app_id)
        assert found == [item for n, item in enumerate(items) if n != place], spoilt[place]
        assert runtime.client.unreadable["subscriptions"] == 1
        assert all(parse_existing(item).subscription_id for item in found)


def as_dict(item: Json) -> JsonObject:
    """Return an item that has to be an object."""
    assert isinstance(item, dict)
    return item


def readable(item: Json) -> bool:
    """Return whether garbage happens to be a usable id."""
    return isinstance(item, dict) and item.get("id") == "nobody"


async def test_a_list_with_unreadable_subscriptions_deletes_no_others(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime
) -> None:
    """The next list has all of them again; until then, all events still arrive."""
    path = f"/installedapps/{entry.data['installed_app_id']}/subscriptions"
    items = [as_dict(item) for item in await read(world, runtime, path)]
    before = set(world.simulator.subscriptions)
    spoilt: list[Json] = [{**items[0], "id": ".."}, {**items[1], "id": ""}, None, *items[3:]]
    serve(world, path, spoilt)
    world.simulator.calls.clear()
    runtime.parts.subscriptions.request()
    await world.settle()
    assert world.calls("DELETE", "/installedapps") == []
    assert before <= set(world.simulator.subscriptions)
    assert runtime.client.unreadable["subscriptions"] == 3
