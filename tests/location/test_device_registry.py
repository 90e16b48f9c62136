"""The device registry: names, areas, and devices that are added and removed."""

import asyncio
from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

import pytest
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.smartthings_smartapp.cloud.models import Device
from custom_components.smartthings_smartapp.cloud.subscription_plan import DeviceCapability
from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.location.changes import Changes
from custom_components.smartthings_smartapp.location.device_registry import DeviceRegistrar
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from simulator.devices.device import JsonObject, Readings, SimDevice, make_device
from simulator.devices.ids import CABIN_LOCATION, HOME_LOCATION, Devices, Rooms, Scenes
from tests.common.entities import device_of
from tests.common.world import World

# Another poll has to wait this long after the previous one.
COOLDOWN = timedelta(seconds=3)
NEW = "5b0a3a36-4b0f-4a07-8c0a-3a1b5a9c7d11"


async def settle(world: World) -> None:
    """Wait until events have led to a poll, and the poll to entities."""
    await world.settle()
    async_fire_time_changed(world.hass, dt_util.utcnow() + COOLDOWN)
    await world.settle()


async def add_lamp(world: World, room: str = Rooms.KITCHEN) -> None:
    """Add a lamp to the simulated location."""
    world.simulator.home.add_device(
        make_device(
            NEW,
            "New lamp",
            location_id=HOME_LOCATION,
            room_id=room,
            category="Light",
            components={"main": {"switch": {"switch": "off"}, "switchLevel": {"level": 10}}},
        )
    )
    await settle(world)


async def test_every_device_is_registered(world: World, entry: SmartThingsConfigEntry) -> None:
    """The location is a device, too."""
    registered = dr.async_entries_for_config_entry(dr.async_get(world.hass), entry.entry_id)
    ids = {value for device in registered for _, value in device.identifiers}
    home = {
        device_id
        for device_id, device in world.simulator.home.devices.items()
        if device.location_id == HOME_LOCATION
    }
    assert ids == home | {HOME_LOCATION}


async def test_children_of_the_hub_are_connected_via_it(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """The SmartThings app shows them so, too."""
    hub = device_of(world, entry, Devices.HUB)
    assert hub is not None
    children = [
        device
        for device in world.simulator.home.devices.values()
        if device.item.get("parentDeviceId") == Devices.HUB
    ]
    assert children
    for child in children:
        registered = device_of(world, entry, child.device_id)
        assert registered is not None
        assert registered.via_device_id == hub.id


@pytest.mark.devices(Devices.HUB)
async def test_a_device_shows_model_and_firmware(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """They come from the block of its type."""
    hub = device_of(world, entry, Devices.HUB)
    assert hub is not None
    block = world.simulator.home.devices[Devices.HUB].item["hub"]
    assert isinstance(block, dict)
    assert hub.sw_version == block["firmwareVersion"]


@pytest.mark.devices(Devices.BEDSIDE_DIMMER)
async def test_the_room_is_the_area_only_at_first(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """The next start does not overrule a user who moves a device in Home Assistant."""
    lamp = device_of(world, entry, Devices.BEDSIDE_DIMMER)
    assert lamp is not None
    areas = ar.async_get(world.hass)
    assert lamp.area_id is not None
    room_id = world.simulator.home.devices[Devices.BEDSIDE_DIMMER].room_id
    names = {room["roomId"]: room["name"] for room in world.simulator.home.rooms[HOME_LOCATION]}
    area = areas.async_get_area(lamp.area_id)
    assert area is not None
    assert area.name == names[room_id]
    other = areas.async_create("Attic")
    dr.async_get(world.hass).async_update_device(lamp.id, area_id=other.id)
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    lamp = device_of(world, entry, Devices.BEDSIDE_DIMMER)
    assert lamp is not None
    assert lamp.area_id == other.id


async def test_a_new_device_is_added_without_a_reload(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """A DEVICE_LIFECYCLE event reports it; entities and subscriptions follow."""
    await add_lamp(world)
    device = device_of(world, entry, NEW)
    assert device is not None
    assert device.name == "New lamp"
    entities = er.async_entries_for_device(er.async_get(world.hass), device.id)
    assert [item.domain for item in entities if not item.entity_category] == ["light"]
    world.simulator.home.set_attribute(NEW, "main", "switch", "switch", "on")
    await world.settle()
    (lamp,) = (item for item in entities if item.domain == "light")
    assert world.state(lamp.entity_id) == "on"


async def test_a_deleted_device_is_removed_without_a_reload(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """It is complete again after it is added again."""
    await add_lamp(world)
    world.simulator.home.remove_device(NEW)
    await world.settle()
    assert device_of(world, entry, NEW) is None
    assert not [
        item for item in er.async_get(world.hass).entities.values() if NEW in item.unique_id
    ]
    await entry.runtime_data.parts.coordinator.async_refresh()
    await add_lamp(world)
    await entry.runtime_data.parts.coordinator.async_refresh()
    await world.settle()
    assert device_of(world, entry, NEW) is not None


async def test_a_deletion_without_an_event_is_found_by_the_reconcile(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """Push is never trusted blindly."""

    def is_lock_reported() -> bool:
        plan = entry.runtime_data.parts.subscriptions.plan
        return plan is not None and plan.pushes(DeviceCapability(Devices.FRONT_LOCK, "lock"))

    assert is_lock_reported()
    world.simulator.faults.drop_deliveries(1)
    world.simulator.home.remove_device(Devices.FRONT_LOCK)
    await world.settle()
    assert device_of(world, entry, Devices.FRONT_LOCK) is not None
    await entry.runtime_data.parts.coordinator.async_refresh()
    await world.settle()
    assert device_of(world, entry, Devices.FRONT_LOCK) is None
    assert Devices.FRONT_LOCK not in entry.runtime_data.parts.loader.matches
    assert not is_lock_reported()


@pytest.mark.devices(Devices.COFFEE_PLUG)
async def test_a_renamed_device_is_renamed(world: World, entry: SmartThingsConfigEntry) -> None:
    """A name that the user has set in Home Assistant stays, by the registry's own rule."""
    world.simulator.home.rename_device(Devices.COFFEE_PLUG, "Espresso")
    await settle(world)
    device = device_of(world, entry, Devices.COFFEE_PLUG)
    assert device is not None
    assert device.name == "Espresso"


async def test_devices_that_were_deleted_while_home_assistant_was_off_are_removed(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """Only the first poll reads the list twice."""
    await world.hass.config_entries.async_unload(entry.entry_id)
    del world.simulator.home.devices[Devices.COFFEE_PLUG]
    await world.hass.config_entries.async_setup(entry.entry_id)
    await world.settle()
    assert device_of(world, entry, Devices.COFFEE_PLUG) is None
    world.simulator.calls.clear()
    await entry.runtime_data.parts.coordinator.async_refresh()
    assert len(world.calls("GET", "/devices")) == 1


async def test_health_sets_the_availability(world: World, entry: SmartThingsConfigEntry) -> None:
    """An offline device is unavailable, and later available with its last value."""
    await add_lamp(world)
    entity_id = next(
        item.entity_id
        for item in er.async_get(world.hass).entities.values()
        if item.unique_id.startswith(NEW)
    )
    world.simulator.home.set_health(NEW, "OFFLINE", "HUB_OFFLINE")
    await world.settle()
    assert world.state(entity_id) == STATE_UNAVAILABLE
    world.simulator.home.set_health(NEW, "ONLINE")
    await world.settle()
    assert world.state(entity_id) == "off"


@pytest.mark.devices(Devices.COFFEE_PLUG)
async def test_scenes_are_added_and_removed_without_a_reload(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """A SCENE_LIFECYCLE event reports it."""
    registry = er.async_get(world.hass)

    def scenes() -> set[str]:
        return {
            item.unique_id.rpartition("_")[2]
            for item in registry.entities.values()
            if item.domain == "scene"
        }

    before = scenes()
    assert Scenes.GOOD_NIGHT in before
    world.simulator.home.remove_scene(Scenes.GOOD_NIGHT)
    await world.settle()
    assert scenes() == before - {Scenes.GOOD_NIGHT}


@pytest.mark.devices(Devices.COFFEE_PLUG)
async def test_a_renamed_scene_is_renamed_without_a_reload(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    registry = er.async_get(world.hass)
    entity_id = registry.async_get_entity_id(
        "scene", DOMAIN, f"{HOME_LOCATION}_scene_{Scenes.GOOD_NIGHT}"
    )
    assert entity_id is not None
    world.simulator.home.rename_scene(Scenes.GOOD_NIGHT, "Sleep well")
    await world.settle()
    state = world.hass.states.get(entity_id)
    assert state is not None
    assert state.name.endswith("Sleep well")


async def test_a_circle_of_parents_is_registered_anyway(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """No data of a device may stop the entry."""
    devices = {
        "a": Device(device_id="a", label="A", parent_id="b"),
        "b": Device(device_id="b", label="B", parent_id="a"),
    }
    DeviceRegistrar(world.hass, entry, HOME_LOCATION).register(devices, {}, {})
    assert device_of(world, entry, "a")
    assert device_of(world, entry, "b")


@pytest.mark.devices(Devices.COFFEE_PLUG)
async def test_changes_are_applied_one_after_another(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """They wait for the names of the rooms, which are read once: the limit is 50 calls an hour."""
    runtime = entry.runtime_data
    registry = dr.async_get(world.hass)
    plug = device_of(world, entry, Devices.COFFEE_PLUG)
    assert plug
    registry.async_remove_device(plug.id)
    world.simulator.calls.clear()
    changes = Changes(added=frozenset({Devices.COFFEE_PLUG}))
    await asyncio.gather(runtime.parts.sync.sync(changes), runtime.parts.sync.sync(changes))
    assert len(world.calls("GET", f"/locations/{HOME_LOCATION}/rooms")) == 1
    assert device_of(world, entry, Devices.COFFEE_PLUG)


def _named(name: str, kind: str, block: JsonObject, readings: Readings | None = None) -> SimDevice:
    return make_device(
        str(uuid5(NAMESPACE_URL, name)),
        name,
        name="Fern Audio",
        manufacturer="Fern Audio",
        location_id=HOME_LOCATION,
        category="Other",
        type=kind,
        block=block,
        components={"main": readings or {}},
    )


async def test_the_registry_has_the_identification_of_a_device(world: World) -> None:
    """It has addresses, model number and configuration URL; no two devices are merged."""
    for device_id in tuple(world.simulator.home.devices):
        world.simulator.home.remove_device(device_id)
    speaker = _named(
        "Speaker",
        "OCF",
        {"modelNumber": "FERN AUDIO|1", "modelCode": "FA-7", "manufacturerName": "x"},
        {
            "samsungim.devicestatus": {
                "status": {"wifiMac": "64:E7:D8:AA:BB:CC", "btAddr": "64:E7:D8:AA:BB:CD"}
            },
            "samsungce.deviceIdentification": {"serialNumber": "S-1", "modelName": "other"},
        },
    )
    plug = _named("Plug", "ZIGBEE", {"eui": "000D6F000576E45E"})
    twin = _named("Twin", "ZIGBEE", {"eui": "000D6F000576E45E"})
    odd = _named(
        "Odd",
        "ZIGBEE",
        {"eui": "../5", "modelName": "Fern Audio", "manufacturerName": "Fern Audio"},
        {"samsungce.deviceIdentification": {"serialNumber": None, "modelName": "FA-9"}},
    )
    for device in (speaker, plug, twin, odd):
        world.simulator.home.add_device(device)
    entry = await world.add_location()
    first = device_of(world, entry, speaker.device_id)
    assert first
    assert first.connections == {
        (dr.CONNECTION_NETWORK_MAC, "64:e7:d8:aa:bb:cc"),
        (dr.CONNECTION_BLUETOOTH, "64:e7:d8:aa:bb:cd"),
    }
    assert (first.model_id, first.serial_number) == ("FA-7", "S-1")
    assert first.configuration_url == "https://account.smartthings.com"
    second, third = (device_of(world, entry, item.device_id) for item in (plug, twin))
    assert second
    assert third
    assert second.id != third.id
    zigbee = {(dr.CONNECTION_ZIGBEE, "00:0d:6f:00:05:76:e4:5e")}
    assert {frozenset(second.connections), frozenset(third.connections)} == {
        frozenset(zigbee),
        frozenset(),
    }
    fourth = device_of(world, entry, odd.device_id)
    assert fourth
    assert (fourth.connections, fourth.model_id) == (set(), "FA-9")
    assert fourth.model != fourth.manufacturer


@pytest.mark.parametrize("polled_first", ["old", "new"])
@pytest.mark.devices(Devices.COFFEE_PLUG, Devices.FRONT_DOOR)
async def test_a_device_that_moves_to_another_location_keeps_all_its_entities(
    world: World,
    entry: SmartThingsConfigEntry,
    caplog: pytest.LogCaptureFixture,
    polled_first: str,
) -> None:
    """The order of the polls does not matter, because each unique id exists only once."""
    cabin = await world.add_location(CABIN_LOCATION)
    registry = er.async_get(world.hass)

    def owners() -> dict[str, str | None]:
        return {
            item.unique_id: item.config_entry_id
            for item in registry.entities.values()
            if item.unique_id.startswith(Devices.COFFEE_PLUG)
        }

    before = owners()
    assert set(before.values()) == {entry.entry_id}
    caplog.clear()
    device = world.simulator.home.devices[Devices.COFFEE_PLUG]
    device.item["locationId"] = CABIN_LOCATION
    device.item["roomId"] = None
    polls = [entry, cabin] if polled_first == "old" else [cabin, entry]
    for one in polls:
        await one.runtime_data.parts.coordinator.async_refresh()
        await world.settle()
    assert owners() == dict.fromkeys(before, cabin.entry_id)
    for unique_id in before:
        found = next(item for item in registry.entities.values() if item.unique_id == unique_id)
        state = world.hass.states.get(found.entity_id)
        assert found.disabled or (state and state.state != STATE_UNAVAILABLE), unique_id
    assert device_of(world, entry, Devices.COFFEE_PLUG) is None
    assert device_of(world, cabin, Devices.COFFEE_PLUG) is not None
    assert "unique IDs" not in caplog.text


async def test_no_entity_fails_when_its_device_is_removed(
    world: World, entry: SmartThingsConfigEntry, caplog: pytest.LogCaptureFixture
) -> None:
    """Entities write their state once more after the store has removed the device."""
    for device_id in tuple(entry.runtime_data.parts.store.devices):
        world.simulator.home.remove_device(device_id)
    await world.settle()
    assert entry.runtime_data.parts.store.devices == {}
    assert "failed" not in caplog.text
    assert "Traceback" not in caplog.text
