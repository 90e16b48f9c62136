"""Polls, single reads, events and removals in any order: the newest one counts."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.smartthings_smartapp import coordinator
from custom_components.smartthings_smartapp.cloud.api import device_reads
from custom_components.smartthings_smartapp.cloud.api.errors import TooManyRequestsError
from custom_components.smartthings_smartapp.cloud.models import AttributeKey
from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.location import reads as location_reads
from custom_components.smartthings_smartapp.location.reads import SECOND_LOOK
from custom_components.smartthings_smartapp.runtime import Runtime, SmartThingsConfigEntry
from simulator import SimulatorOptions
from simulator.devices.device import Json, JsonObject, SimDevice, make_device, timestamp
from simulator.devices.home import HomeEvent
from simulator.devices.ids import HOME_LOCATION, Devices, Modes
from tests.common.entities import entity_of
from tests.common.world import World

pytestmark = pytest.mark.devices(Devices.COFFEE_PLUG, Devices.FRONT_DOOR, Devices.REMOTE)

NEW: Final = "00000000-0000-4000-8000-000000000042"


@pytest.fixture
def simulator_options() -> SimulatorOptions:
    """Return a cloud without rate limits, so that a test can poll often."""
    return SimulatorOptions(rate_limits=False)


@asynccontextmanager
async def answered_late(world: World, path: str, work: Awaitable[object]) -> AsyncIterator[None]:
    """Run a call of a path whose answer arrives only after the body.

    The answer has the data from before the body.
    """
    world.simulator.faults.fail(path, delay=30)
    task = asyncio.ensure_future(work)
    async with asyncio.timeout(5):
        while not world.simulator.faults.waiting:
            await asyncio.sleep(0.001)
    yield
    world.simulator.faults.clear()
    await task
    await world.settle()


async def arrived(world: World) -> None:
    """Wait until deliveries are applied, but not for background work."""
    for _ in range(3):
        await world.simulator.settle()
        await world.hass.async_block_till_done()


async def cooled_down(world: World) -> None:
    """Run the polls that events have requested."""
    async_fire_time_changed(world.hass, dt_util.utcnow() + timedelta(seconds=3))
    await world.settle()


def registered(world: World, device_id: str) -> bool:
    """Return whether the device registry has a device."""
    registry = dr.async_get(world.hass)
    return any((DOMAIN, device_id) in item.identifiers for item in registry.devices)


def plug(device_id: str) -> SimDevice:
    """Return a plug that is not in the location yet."""
    return make_device(
        device_id,
        "New plug",
        location_id=HOME_LOCATION,
        category="SmartPlug",
        components={"main": {"switch": {"switch": "off"}}},
    )


def set_plug(world: World, value: str, *, report: bool = True) -> None:
    """Switch the plug at its button."""
    world.simulator.home.set_attribute(
        Devices.COFFEE_PLUG, "main", "switch", "switch", value, report=report
    )


async def deliver(
    world: World,
    entry: SmartThingsConfigEntry,
    event_type: str,
    payload: JsonObject,
    time: datetime,
) -> None:
    """Deliver an event."""
    first, *others = event_type.lower().split("_")
    event = HomeEvent(
        location_id=HOME_LOCATION,
        event_type=event_type,
        payload_key=first + "".join(map(str.capitalize, others)),
        payload={
            "eventId": f"{payload} {time.timestamp()}",
            "locationId": HOME_LOCATION,
            **payload,
        },
        time=time,
    )
    await world.simulator.deliver_events(entry.data["installed_app_id"], [event])
    await world.settle()


async def lifecycle(
    world: World, entry: SmartThingsConfigEntry, device_id: str, name: str, time: datetime
) -> None:
    """Deliver a lifecycle event of a device."""
    payload: JsonObject = {"lifecycle": name, "deviceId": device_id, "deviceName": ""}
    await deliver(world, entry, "DEVICE_LIFECYCLE_EVENT", payload, time)


# Polls and removals


async def test_a_device_that_is_deleted_during_a_poll_stays_removed(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime
) -> None:
    """The list is older than the deletion."""
    async with answered_late(world, "/devices", runtime.parts.coordinator.async_refresh()):
        world.simulator.home.remove_device(Devices.FRONT_DOOR)
        await arrived(world)
        assert Devices.FRONT_DOOR not in runtime.parts.store.devices
    assert Devices.FRONT_DOOR not in runtime.parts.store.devices
    assert not registered(world, Devices.FRONT_DOOR)


async def test_a_device_that_is_deleted_during_its_own_read_stays_removed(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime
) -> None:
    """A single read adds no device."""
    path = f"/devices/{Devices.FRONT_DOOR}/status"
    work = runtime.parts.coordinator.read_some((Devices.FRONT_DOOR,))
    async with answered_late(world, path, work):
        world.simulator.home.remove_device(Devices.FRONT_DOOR)
        await arrived(world)
    assert Devices.FRONT_DOOR not in runtime.parts.store.devices
    assert not registered(world, Devices.FRONT_DOOR)


async def test_a_device_that_is_added_during_a_poll_is_there_after_it(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime
) -> None:
    """Its event requests another poll, independent of the duration of the first one."""
    async with answered_late(world, "/devices", runtime.parts.coordinator.async_refresh()):
        world.simulator.home.add_device(plug(NEW))
        await arrived(world)
        # Requests during a long poll must not fall due before its end.
        async_fire_time_changed(world.hass, dt_util.utcnow() + timedelta(seconds=3))
        await arrived(world)
        assert NEW not in runtime.parts.store.devices
    async_fire_time_changed(world.hass, dt_util.utcnow() + timedelta(seconds=3))
    await world.settle()
    assert NEW in runtime.parts.store.devices


async def test_a_deleted_device_may_be_added_again(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime
) -> None:
    """A later list has it."""
    device = world.simulator.home.devices[Devices.FRONT_DOOR]
    world.simulator.home.remove_device(Devices.FRONT_DOOR)
    await world.settle()
    assert not registered(world, Devices.FRONT_DOOR)
    world.simulator.home.add_device(device)
    await world.settle()
    await runtime.parts.coordinator.async_refresh()
    await world.settle()
    assert registered(world, Devices.FRONT_DOOR)
    assert world.state("binary_sensor.hallway_front_door_door") == "off"


@pytest.mark.parametrize("name", ["DELETE", "MOVE_FROM"])
async def test_a_late_deletion_does_not_remove_an_existing_device(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime, name: str
) -> None:
    """It is older than the last list, so another list decides."""
    world.simulator.calls.clear()
    before = datetime.now(UTC) - timedelta(minutes=2)
    await lifecycle(world, entry, Devices.FRONT_DOOR, name, before)
    await cooled_down(world)
    assert Devices.FRONT_DOOR in runtime.parts.store.devices
    assert registered(world, Devices.FRONT_DOOR)
    assert len(world.calls("GET", "/devices")) == 1


async def test_a_late_deletion_that_a_list_confirms_needs_no_second_list(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime
) -> None:
    """Event and list agree."""
    del world.simulator.home.devices[Devices.FRONT_DOOR]
    world.simulator.calls.clear()
    before = datetime.now(UTC) - timedelta(minutes=2)
    await lifecycle(world, entry, Devices.FRONT_DOOR, "DELETE", before)
    await cooled_down(world)
    assert not registered(world, Devices.FRONT_DOOR)
    assert len(world.calls("GET", "/devices")) == 1


async def test_a_deletion_from_before_the_device_was_added_removes_nothing(
    world: World, entry: SmartThingsConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """Deliveries may arrive in reverse order."""
    freezer.tick(60)
    now = datetime.now(UTC)
    world.simulator.faults.fail("/devices", status=502, times=9)
    await lifecycle(world, entry, Devices.FRONT_DOOR, "MOVE_TO", now)
    await lifecycle(world, entry, Devices.FRONT_DOOR, "MOVE_FROM", now - timedelta(seconds=9))
    assert registered(world, Devices.FRONT_DOOR)


# Polls and single reads


async def test_an_older_poll_does_not_overwrite_a_newer_read(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime
) -> None:
    """The list is older than the change of the value, the read is newer."""
    switch = entity_of(world, Devices.COFFEE_PLUG, "switch")
    before = world.state(switch)
    other = "off" if before == "on" else "on"
    async with answered_late(world, "/devices", runtime.parts.coordinator.async_refresh()):
        set_plug(world, other, report=False)
        await runtime.parts.coordinator.read_device(Devices.COFFEE_PLUG)
        assert world.state(switch) == other
    assert world.state(switch) == other


@pytest.mark.parametrize("late", ["status", "health"])
async def test_an_older_read_does_not_overwrite_a_newer_poll(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime, late: str
) -> None:
    """Health follows the same rule."""
    switch = entity_of(world, Devices.COFFEE_PLUG, "switch")
    other = "off" if world.state(switch) == "on" else "on"
    path = f"/devices/{Devices.COFFEE_PLUG}/{late}"
    async with answered_late(
        world, path, runtime.parts.coordinator.read_device(Devices.COFFEE_PLUG)
    ):
        set_plug(world, other, report=False)
        world.simulator.home.devices[Devices.COFFEE_PLUG].health["state"] = "OFFLINE"
        await runtime.parts.coordinator.async_refresh()
        assert not runtime.parts.store.online(Devices.COFFEE_PLUG)
    assert not runtime.parts.store.online(Devices.COFFEE_PLUG)
    value = runtime.parts.store.value(Devices.COFFEE_PLUG, AttributeKey("main", "switch", "switch"))
    assert value is not None
    assert value.value == other


async def test_an_older_poll_does_not_undo_a_name_or_a_mode(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime
) -> None:
    """A mode that is entered during the read of the modes is newer than the answer."""
    path = "/locations/*/modes/current"
    async with answered_late(world, path, runtime.parts.coordinator.reads.read_mode()):
        world.simulator.home.set_mode(HOME_LOCATION, Modes.NIGHT)
        await arrived(world)
        assert runtime.parts.store.state.mode_id == Modes.NIGHT
    assert runtime.parts.store.state.mode_id == Modes.NIGHT


async def test_an_older_list_of_modes_does_not_undo_a_newer_one(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime
) -> None:
    """Each event of an unknown mode reads the list."""
    path = f"/locations/{HOME_LOCATION}/modes"
    async with answered_late(world, path, runtime.parts.coordinator.reads.read_modes()):
        world.simulator.home.modes[HOME_LOCATION].append(
            {"id": "mode-holiday", "label": "Holiday", "name": "Holiday"}
        )
        await runtime.parts.coordinator.reads.read_modes()
        assert "mode-holiday" in runtime.parts.store.state.modes
        world.simulator.home.modes[HOME_LOCATION].pop()
    assert "mode-holiday" in runtime.parts.store.state.modes


async def test_an_older_list_of_scenes_does_not_undo_a_newer_one(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime
) -> None:
    """Each event of a scene reads the list, and answers may arrive in another order."""
    shown = len(world.hass.states.async_all("scene"))
    async with answered_late(world, "/scenes", runtime.parts.coordinator.reads.read_scenes()):
        scene_id = world.simulator.home.add_scene(HOME_LOCATION, "Reading", [])
        await arrived(world)
        await runtime.parts.coordinator.reads.read_scenes()
        assert len(runtime.parts.store.state.scenes) == shown + 1
        del world.simulator.home.scenes[scene_id]
    assert len(runtime.parts.store.state.scenes) == shown + 1


async def test_health_that_is_pushed_during_a_poll_counts(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime
) -> None:
    """The list is older than the device going offline."""
    async with answered_late(world, "/devices", runtime.parts.coordinator.async_refresh()):
        world.simulator.home.set_health(Devices.COFFEE_PLUG, "OFFLINE")
        await arrived(world)
        assert not runtime.parts.store.online(Devices.COFFEE_PLUG)
    assert not runtime.parts.store.online(Devices.COFFEE_PLUG)


# Times


@pytest.mark.parametrize(
    ("event_type", "key", "newest", "older", "entity_id", "shown"),
    [
        ("MODE_EVENT", "modeId", Modes.NIGHT, Modes.AWAY, "select.home_mode", "Night"),
        (
            "SECURITY_ARM_STATE_EVENT",
            "armState",
            "ARMED_STAY",
            "DISARMED",
            "sensor.home_security_state",
            "armed_home",
        ),
        ("DEVICE_HEALTH_EVENT", "status", "OFFLINE", "ONLINE", "", "unavailable"),
    ],
)
async def test_a_late_event_undoes_nothing_newer(
    world: World,
    entry: SmartThingsConfigEntry,
    event_type: str,
    key: str,
    newest: str,
    older: str,
    entity_id: str,
    shown: str,
) -> None:
    """Deliveries of all kinds may arrive in another order."""
    entity_id = entity_id or entity_of(world, Devices.COFFEE_PLUG, "switch")
    now = datetime.now(UTC)
    for value, moment in ((newest, now), (older, now - timedelta(seconds=9))):
        payload: JsonObject = {key: value, "deviceId": Devices.COFFEE_PLUG}
        await deliver(world, entry, event_type, payload, moment)
        state = world.hass.states.get(entity_id)
        assert state is not None
        assert state.state == shown


async def test_an_event_from_the_future_does_not_block_others(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """The clock of another server is wrong: the event gets the time of its delivery."""
    now = datetime.now(UTC)
    for value, moment in (("on", now + timedelta(hours=1)), ("off", now + timedelta(seconds=2))):
        payload: JsonObject = {
            "deviceId": Devices.COFFEE_PLUG,
            "componentId": "main",
            "capability": "switch",
            "attribute": "switch",
            "value": value,
        }
        await deliver(world, entry, "DEVICE_EVENT", payload, moment)
        assert world.state(entity_of(world, Devices.COFFEE_PLUG, "switch")) == value


async def test_a_polled_value_from_the_future_does_not_block_events(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime
) -> None:
    """A device with a wrong clock must not be frozen until the next poll."""
    switch = entity_of(world, Devices.COFFEE_PLUG, "switch")
    status = world.simulator.home.devices[Devices.COFFEE_PLUG].status
    ahead = timestamp(datetime.now(UTC) + timedelta(days=400))
    status["main"]["switch"]["switch"]["timestamp"] = ahead
    await runtime.parts.coordinator.async_refresh()
    await world.settle()
    for value in ("off", "on", "off"):
        set_plug(world, value)
        await world.settle()
        assert world.state(switch) == value
    active = runtime.parts.store.devices[Devices.COFFEE_PLUG].active
    assert active is not None
    assert active < datetime.now(UTC) + timedelta(minutes=2)


async def late_event(
    world: World, entry: SmartThingsConfigEntry, kind: str, **members: str
) -> None:
    """Deliver an event that happened two minutes ago."""
    payload: JsonObject = {"eventId": f"late {kind}", "locationId": HOME_LOCATION, **members}
    key = f"{kind.partition('_')[0].lower()}Event"
    event = HomeEvent(
        location_id=HOME_LOCATION,
        event_type=kind,
        payload_key="deviceHealthEvent" if kind == "DEVICE_HEALTH_EVENT" else key,
        payload=payload,
        time=datetime.now(UTC) - timedelta(minutes=2),
    )
    await world.simulator.deliver_events(entry.data["installed_app_id"], [event])
    await world.settle()


@pytest.mark.parametrize("lagging", [False, True])
async def test_a_polled_mode_is_not_undone_by_an_older_event(
    world: World,
    entry: SmartThingsConfigEntry,
    runtime: Runtime,
    freezer: FrozenDateTimeFactory,
    *,
    lagging: bool,
) -> None:
    """The event counts only if another poll agrees with it, within a minute."""
    world.simulator.faults.drop_deliveries(1)
    world.simulator.home.set_mode(HOME_LOCATION, Modes.NIGHT)
    await world.settle()
    runtime.parts.coordinator.reads.forget_times()
    await runtime.parts.coordinator.async_refresh()
    await world.settle()
    assert world.state("select.home_mode") == "Night"
    if lagging:
        world.simulator.home.current_modes[HOME_LOCATION] = Modes.AWAY
    await late_event(world, entry, "MODE_EVENT", modeId=Modes.AWAY)
    assert world.state("select.home_mode") == "Night"
    freezer.tick(61)
    async_fire_time_changed(world.hass)
    await world.settle()
    assert world.state("select.home_mode") == ("Away" if lagging else "Night")


@pytest.mark.parametrize("what", ["health", "value"])
async def test_polled_data_without_a_time_is_not_undone_by_an_older_event(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime, what: str
) -> None:
    """The poll itself is newer than the event."""
    device = world.simulator.home.devices[Devices.COFFEE_PLUG]
    switch = entity_of(world, Devices.COFFEE_PLUG, "switch")
    set_plug(world, "on", report=False)
    del device.status["main"]["switch"]["switch"]["timestamp"]
    device.health |= {"lastUpdatedDate": None}
    await runtime.parts.coordinator.async_refresh()
    await world.settle()
    about = {"deviceId": Devices.COFFEE_PLUG}
    if what == "health":
        members = {**about, "hubId": "", "status": "OFFLINE", "reason": "NONE"}
        await late_event(world, entry, "DEVICE_HEALTH_EVENT", **members)
    else:
        place = {"componentId": "main", "capability": "switch", "attribute": "switch"}
        await late_event(world, entry, "DEVICE_EVENT", **about, **place, value="off")
    assert world.state(switch) == "on"
    set_plug(world, "off")
    await world.settle()
    assert world.state(switch) == "off"


# Incomplete lists


@pytest.mark.parametrize("kept", [0, 1, 2])
@pytest.mark.parametrize("reloaded", [False, True])
async def test_a_list_with_missing_devices_is_read_again_before_any_is_removed(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime, kept: int, *, reloaded: bool
) -> None:
    """An empty or cut list costs one call, but no device, entity or subscription."""
    devices = set(runtime.parts.store.devices)
    states = world.hass.states.async_entity_ids()
    subscriptions = set(world.simulator.subscriptions)
    items: list[Json] = [world.simulator.home.devices[key].item for key in sorted(devices)[:kept]]
    world.simulator.faults.fail("/devices", status=200, body={"items": items, "_links": {}})
    world.simulator.calls.clear()
    if reloaded:
        await world.hass.config_entries.async_reload(entry.entry_id)
    else:
        await runtime.parts.coordinator.async_refresh()
    await world.settle()
    assert set(entry.runtime_data.parts.store.devices) == devices
    assert all(registered(world, device_id) for device_id in devices)
    assert world.hass.states.async_entity_ids() == states
    assert set(world.simulator.subscriptions) == subscriptions
    assert len(world.calls("GET", "/devices")) == 2
    assert world.calls("DELETE", "/installedapps") == []


@pytest.mark.parametrize("reloaded", [False, True])
async def test_a_device_that_is_missing_in_two_lists_is_removed(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime, *, reloaded: bool
) -> None:
    """It does not take another hour."""
    del world.simulator.home.devices[Devices.FRONT_DOOR]
    if reloaded:
        await world.hass.config_entries.async_reload(entry.entry_id)
    else:
        await runtime.parts.coordinator.async_refresh()
    await world.settle()
    assert Devices.FRONT_DOOR not in entry.runtime_data.parts.store.devices
    assert not registered(world, Devices.FRONT_DOOR)


@pytest.mark.parametrize("reloaded", [False, True])
@pytest.mark.parametrize("kept", [0, 1])
async def test_a_large_part_of_the_location_is_removed_only_if_the_next_poll_agrees(
    world: World,
    entry: SmartThingsConfigEntry,
    runtime: Runtime,
    caplog: pytest.LogCaptureFixture,
    kept: int,
    *,
    reloaded: bool,
) -> None:
    """Both lists of the first poll miss it, as they do while a permission is missing."""
    home = world.simulator.home
    gone = {key: home.devices.pop(key) for key in sorted(runtime.parts.store.devices)[kept:]}
    if reloaded:
        await world.hass.config_entries.async_reload(entry.entry_id)
    else:
        await runtime.parts.coordinator.async_refresh()
    await world.settle()
    assert all(registered(world, device_id) for device_id in gone)
    assert world.calls("DELETE", "/installedapps") == []
    assert caplog.text.count("SmartThings does not list") == 1
    assert entry.runtime_data.parts.coordinator.update_interval == timedelta(minutes=5)
    await entry.runtime_data.parts.coordinator.async_refresh()
    await world.settle()
    assert not any(registered(world, device_id) for device_id in gone)
    assert len(entry.runtime_data.parts.store.devices) == kept
    assert bool(world.calls("DELETE", "/installedapps"))


async def test_devices_that_the_next_poll_has_again_stay(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime
) -> None:
    """To be removed later, they have to be missing twice again."""
    home = world.simulator.home
    for _ in range(2):
        present = dict(home.devices)
        home.devices.clear()
        await runtime.parts.coordinator.async_refresh()
        home.devices.update(present)
        await runtime.parts.coordinator.async_refresh()
        await world.settle()
        assert registered(world, Devices.FRONT_DOOR)
        assert Devices.FRONT_DOOR in runtime.parts.store.devices


async def test_the_second_list_is_read_some_seconds_later(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Right away, the same server would answer in the same state."""
    assert 5 <= SECOND_LOOK <= 30
    monkeypatch.setattr(location_reads, "SECOND_LOOK", 0.2)
    world.simulator.faults.fail("/devices", status=200, body={"items": [], "_links": {}})
    world.simulator.calls.clear()
    await runtime.parts.coordinator.async_refresh()
    first, second = (call.at for call in world.calls("GET", "/devices"))
    assert second - first >= timedelta(seconds=0.2)


async def test_no_device_is_removed_if_the_second_list_fails(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime
) -> None:
    """The poll has failed then, and the next one starts again."""
    world.simulator.faults.fail("/devices", status=200, body={"items": [], "_links": {}})
    world.simulator.faults.fail("/devices", status=502)
    await runtime.parts.coordinator.async_refresh()
    await world.settle()
    assert runtime.parts.coordinator.failure is not None
    assert registered(world, Devices.FRONT_DOOR)


@pytest.mark.parametrize("path", ["/scenes", "/locations/*/modes"])
@pytest.mark.parametrize("lists", [1, 2])
async def test_scenes_and_modes_are_removed_only_if_two_lists_miss_them(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime, path: str, lists: int
) -> None:
    """Their entities would lose the user's names and areas."""
    coordinator = runtime.parts.coordinator
    read = coordinator.reads.read_scenes if path == "/scenes" else coordinator.reads.read_modes
    domain = "scene" if path == "/scenes" else "select"
    before = len(world.hass.states.async_all(domain))
    assert before
    world.simulator.faults.fail(path, status=200, body={"items": [], "_links": {}}, times=lists)
    if await read():
        runtime.parts.loader.load_location()
    await world.settle()
    assert len(world.hass.states.async_all(domain)) == (before if lists == 1 else 0)


@pytest.mark.parametrize(
    ("path", "domain"), [("/scenes", "scene"), ("/locations/*/modes", "select")]
)
async def test_one_empty_list_at_the_start_hides_neither_scenes_nor_modes(
    world: World, entry: SmartThingsConfigEntry, path: str, domain: str
) -> None:
    """The next list would be read hours later."""
    before = {state.entity_id: state.state for state in world.hass.states.async_all(domain)}
    world.simulator.faults.fail(path, status=200, body={"items": [], "_links": {}})
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    assert {state.entity_id: state.state for state in world.hass.states.async_all(domain)} == before


async def test_a_scene_that_is_deleted_while_the_entry_is_not_loaded_leaves_no_entity(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime
) -> None:
    """No event reports it; the other scenes keep their entities."""
    before = len(world.hass.states.async_all("scene"))
    await world.hass.config_entries.async_unload(entry.entry_id)
    world.simulator.home.remove_scene(next(iter(runtime.parts.store.state.scenes)))
    await world.settle()
    await world.hass.config_entries.async_setup(entry.entry_id)
    await world.settle()
    assert len(world.hass.states.async_all("scene")) == before - 1


async def test_a_scene_that_an_event_reports_as_deleted_is_removed_with_one_list(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime
) -> None:
    """Event and list agree."""
    before = len(world.hass.states.async_all("scene"))
    world.simulator.calls.clear()
    world.simulator.home.remove_scene(next(iter(runtime.parts.store.state.scenes)))
    await world.settle()
    assert len(world.hass.states.async_all("scene")) == before - 1
    assert len(world.calls("GET", "/scenes")) == 1


async def test_an_unreadable_item_at_the_start_removes_no_device_from_the_registry(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime
) -> None:
    """It may be the device that seems to be missing in the list."""
    items: list[Json] = [
        world.simulator.home.devices[key].item
        for key in runtime.parts.store.devices
        if key != Devices.FRONT_DOOR
    ]
    body: Json = {"items": [{"deviceId": ["odd"]}, *items], "_links": {}}
    # The second look at a missing device has the unreadable item, too.
    world.simulator.faults.fail("/devices", status=200, body=body, times=2)
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    assert registered(world, Devices.FRONT_DOOR)
    await entry.runtime_data.parts.coordinator.async_refresh()
    await world.settle()
    assert Devices.FRONT_DOOR in entry.runtime_data.parts.store.devices


async def test_an_incomplete_list_with_an_unreadable_item_at_the_start_hides_no_device(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """The next poll would follow five minutes later."""
    body: Json = {"items": [{"deviceId": ["odd"]}], "_links": {}}
    world.simulator.faults.fail("/devices", status=200, body=body)
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    assert world.state(entity_of(world, Devices.COFFEE_PLUG, "switch")) != "unavailable"
    assert Devices.FRONT_DOOR in entry.runtime_data.parts.store.devices


@pytest.mark.devices(Devices.SIREN, Devices.COFFEE_PLUG)
async def test_a_listed_device_without_its_parts_changes_no_entity(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime
) -> None:
    """A siren without its category would get a switch that is never removed again."""
    before = set(er.async_get(world.hass).entities)
    items: list[Json] = [
        {**world.simulator.home.devices[key].item, "components": []}
        for key in runtime.parts.store.devices
    ]
    world.simulator.faults.fail("/devices", status=200, body={"items": items, "_links": {}})
    await runtime.parts.coordinator.async_refresh()
    await world.settle()
    assert set(er.async_get(world.hass).entities) == before


# Single reads


ONE_BY_ONE = SimulatorOptions(rate_limits=False, status_in_list=False)


@pytest.mark.parametrize("simulator_options", [ONE_BY_ONE])
@pytest.mark.parametrize("refused", [1, 2, 3])
async def test_a_poll_fails_if_most_status_calls_are_refused(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime, refused: int
) -> None:
    """Otherwise the values would be frozen without a sign of it."""
    for device_id in sorted(runtime.parts.store.devices)[:refused]:
        world.simulator.faults.fail(f"/devices/{device_id}/status", status=403, times=9)
    await runtime.parts.coordinator.async_refresh()
    await world.settle()
    assert (runtime.parts.coordinator.failure is not None) == (refused > 1)


@pytest.mark.parametrize("simulator_options", [ONE_BY_ONE])
async def test_a_poll_fails_if_one_status_call_reaches_a_limit(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime
) -> None:
    """The next call would reach it, too."""
    world.simulator.faults.fail(f"/devices/{Devices.COFFEE_PLUG}/status", status=429, times=9)
    await runtime.parts.coordinator.async_refresh()
    await world.settle()
    assert isinstance(runtime.parts.coordinator.failure, TooManyRequestsError)


@pytest.mark.parametrize("simulator_options", [ONE_BY_ONE])
async def test_a_hanging_status_call_does_not_delay_a_poll_for_long(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of them share one limit, and a poll without most of them has failed."""
    monkeypatch.setattr(device_reads, "TIMEOUT", 0.2)
    world.simulator.faults.fail("/devices/*/status", hang=30, times=99)
    begin = time.monotonic()
    await runtime.parts.coordinator.async_refresh()
    assert time.monotonic() - begin < 2
    assert runtime.parts.coordinator.failure is not None
    world.simulator.faults.clear()


@pytest.mark.parametrize(
    "simulator_options",
    [SimulatorOptions(rate_limits=False, status_in_list=False, health_in_list=False)],
)
async def test_a_hanging_health_call_affects_only_the_health(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The values are applied."""
    switch = entity_of(world, Devices.COFFEE_PLUG, "switch")
    other = "off" if world.state(switch) == "on" else "on"
    set_plug(world, other, report=False)
    monkeypatch.setattr(device_reads, "TIMEOUT", 0.2)
    world.simulator.faults.fail("/devices/*/health", hang=30, times=99)
    await runtime.parts.coordinator.async_refresh()
    assert runtime.parts.coordinator.failure is None
    assert world.state(switch) == other
    world.simulator.faults.clear()


async def test_a_whole_poll_has_one_time_limit(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is independent of the limits of its calls."""
    monkeypatch.setattr(coordinator, "POLL_TIMEOUT", 0.2)
    world.simulator.faults.fail("/devices", hang=30)
    begin = time.monotonic()
    await runtime.parts.coordinator.async_refresh()
    assert time.monotonic() - begin < 2
    assert runtime.parts.coordinator.failure is not None
    world.simulator.faults.clear()
