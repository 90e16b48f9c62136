"""The polls: when they run, and how they handle bad answers. Outages are in `test_outage.py`."""

from datetime import UTC, datetime, timedelta

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.smartthings_smartapp.cloud.api.errors import TooManyRequestsError
from custom_components.smartthings_smartapp.runtime import Runtime, SmartThingsConfigEntry
from simulator import SimulatorOptions
from simulator.devices.device import Json, JsonObject
from simulator.devices.ids import HOME_LOCATION, Devices, Modes
from tests.common.entities import entity_of, state_of
from tests.common.world import World


async def later(world: World, **time: float) -> None:
    """Let time pass."""
    async_fire_time_changed(world.hass, dt_util.utcnow() + timedelta(**time))
    await world.settle()


@pytest.mark.devices(Devices.COFFEE_PLUG)
async def test_a_change_without_an_event_is_found_within_half_an_hour(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """Push is never trusted blindly."""
    plug = entity_of(world, Devices.COFFEE_PLUG, "switch")
    before = world.state(plug)
    other = "off" if before == "on" else "on"
    world.simulator.home.set_attribute(
        Devices.COFFEE_PLUG, "main", "switch", "switch", other, report=False
    )
    await world.settle()
    assert world.state(plug) == before
    await later(world, minutes=31)
    assert world.state(plug) == other


@pytest.mark.devices(Devices.COFFEE_PLUG)
async def test_the_poll_interval_grows_up_to_an_hour(runtime: Runtime) -> None:
    """Each successful poll doubles it."""
    for _ in range(5):
        await runtime.parts.coordinator.async_refresh()
    assert runtime.parts.coordinator.update_interval == timedelta(hours=1)


@pytest.mark.parametrize(
    "simulator_options",
    [SimulatorOptions(status_in_list=False, health_in_list=False)],
)
async def test_without_status_in_the_list_each_device_is_read(world: World) -> None:
    """The platform may not include the status in lists; then each device needs two calls."""
    entry = await world.add_location()
    assert entry.state is ConfigEntryState.LOADED
    devices = entry.runtime_data.parts.store.devices
    read = {
        call.path.split("/")[2] for call in world.simulator.calls if call.path.endswith("/status")
    }
    assert read == set(devices)
    assert all(stored.status for stored in devices.values())


@pytest.mark.devices(*list(Devices)[:24])
@pytest.mark.parametrize("simulator_options", [SimulatorOptions(status_in_list=False)])
async def test_reading_devices_stops_after_most_were_refused(
    world: World, runtime: Runtime
) -> None:
    """The poll has failed by then, so more calls are useless."""
    world.simulator.faults.fail("/devices/*/status", status=403, times=10_000)
    world.simulator.calls.clear()
    await runtime.parts.coordinator.async_refresh()
    assert runtime.parts.coordinator.failure is not None
    read = [call for call in world.simulator.calls if call.path.endswith("/status")]
    assert len(runtime.parts.store.devices) // 2 < len(read) < len(runtime.parts.store.devices)


@pytest.mark.parametrize("simulator_options", [SimulatorOptions(status_in_list=False)])
async def test_at_most_six_devices_are_read_in_parallel(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The simulator counts them, and answers each of these calls late."""
    for device_id in world.simulator.home.devices:
        world.simulator.faults.fail(f"/devices/{device_id}/status", hang=0.05)
    entry = await world.add_location()
    starts = sorted(
        call.at.timestamp() for call in world.simulator.calls if call.path.endswith("/status")
    )
    count = len(entry.runtime_data.parts.store.devices)
    first_reading = starts[:count]
    # Calls are logged when answered: never seven of them in less than the time of one answer.
    pairs = zip(first_reading, first_reading[6:], strict=False)
    gaps = [seventh - first for first, seventh in pairs]
    assert min(gaps) > 0.03


async def test_an_unreadable_device_affects_only_itself(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime
) -> None:
    """It stays unchanged, and is not removed."""
    before = set(runtime.parts.store.devices)
    items: list[Json] = [world.simulator.home.devices[device_id].item for device_id in before]
    body: Json = {"items": [{"label": ["what", "is", "this"]}, *items[1:]], "_links": {}}
    world.simulator.faults.fail("/devices", status=200, body=body)
    await runtime.parts.coordinator.async_refresh()
    await world.settle()
    assert runtime.parts.coordinator.failure is None
    assert runtime.parts.coordinator.unreadable_devices == 1
    assert set(runtime.parts.store.devices) == before


@pytest.mark.devices(Devices.COFFEE_PLUG)
@pytest.mark.parametrize(
    "change",
    [
        {"type": "TELEPORTER"},
        {"components": None},
        {"components": [{"id": "main", "capabilities": "all"}]},
        {"label": None, "name": None},
        {"zigbee": "yes", "viper": 7},
        {"roomId": 12},
    ],
    ids=lambda change: next(iter(change)),
)
async def test_a_device_of_another_shape_is_read(world: World, change: JsonObject) -> None:
    """The cloud changes faster than any list of types."""
    world.simulator.home.devices[Devices.COFFEE_PLUG].item.update(change)
    entry = await world.add_location()
    assert entry.state is ConfigEntryState.LOADED
    assert Devices.COFFEE_PLUG in entry.runtime_data.parts.store.devices


@pytest.mark.devices(Devices.COFFEE_PLUG)
async def test_scenes_without_permission_are_empty(world: World) -> None:
    """The scope may not be granted."""
    world.simulator.faults.fail("/scenes", status=403, times=9)
    entry = await world.add_location()
    assert entry.runtime_data.parts.store.state.scenes == {}
    assert entry.runtime_data.parts.coordinator.failure is None


@pytest.mark.devices(Devices.COFFEE_PLUG)
async def test_scenes_stay_when_the_permission_is_lost(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """One empty 403 must not remove the user's names and areas of their entities."""
    before = entry.runtime_data.parts.store.state.scenes
    assert before
    world.simulator.faults.fail("/scenes", status=403)
    await entry.runtime_data.parts.coordinator.reads.read_scenes()
    assert entry.runtime_data.parts.store.state.scenes == before


@pytest.mark.devices(Devices.COFFEE_PLUG)
async def test_scenes_stay_while_the_cloud_does_not_answer(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """Failed scenes do not make the location unavailable."""
    before = entry.runtime_data.parts.store.state.scenes
    assert before
    world.simulator.faults.fail("/scenes", status=503)
    await entry.runtime_data.parts.coordinator.reads.read_scenes()
    assert entry.runtime_data.parts.store.state.scenes == before
    assert entry.runtime_data.parts.coordinator.failure is None


@pytest.mark.devices(Devices.COFFEE_PLUG)
@pytest.mark.parametrize(("status", "again"), [(500, True), (403, False)])
async def test_scenes_that_could_not_be_read_are_read_with_the_next_poll(
    world: World, runtime: Runtime, *, status: int, again: bool
) -> None:
    """A missing permission is not retried: no scope is added by waiting."""
    runtime.parts.coordinator.reads.forget_times()
    world.simulator.faults.fail("/scenes", status=status)
    await runtime.parts.coordinator.async_refresh()
    world.simulator.calls.clear()
    await runtime.parts.coordinator.async_refresh()
    assert bool(world.calls("GET", "/scenes")) == again
    world.simulator.calls.clear()
    await runtime.parts.coordinator.async_refresh()
    assert world.calls("GET", "/scenes") == []


async def test_without_rooms_devices_get_no_area(world: World) -> None:
    """Restarts soon use up 50 calls an hour."""
    world.simulator.faults.fail("/locations/*/rooms", status=429)
    entry = await world.add_location()
    assert entry.state is ConfigEntryState.LOADED


@pytest.mark.parametrize("simulator_options", [SimulatorOptions(page_size=7)])
async def test_a_location_of_several_pages_is_read_completely(world: World) -> None:
    """A page has up to 200 devices."""
    entry = await world.add_location()
    home = [
        device
        for device in world.simulator.home.devices.values()
        if device.location_id == entry.unique_id
    ]
    assert len(entry.runtime_data.parts.store.devices) == len(home)


NO_STATUS = SimulatorOptions(status_in_list=False)


@pytest.mark.parametrize("simulator_options", [NO_STATUS])
async def test_a_device_with_a_refused_status_affects_only_itself(world: World) -> None:
    """Restricted devices answer with 403."""
    world.simulator.faults.fail(f"/devices/{Devices.COFFEE_PLUG}/status", status=403, times=9)
    entry = await world.add_location()
    assert entry.state is ConfigEntryState.LOADED
    devices = entry.runtime_data.parts.store.devices
    assert devices[Devices.COFFEE_PLUG].status == {}
    assert all(
        stored.status for device_id, stored in devices.items() if device_id != Devices.COFFEE_PLUG
    )


@pytest.mark.parametrize("simulator_options", [NO_STATUS])
async def test_a_requested_pause_between_single_reads_is_respected(
    world: World, freezer: FrozenDateTimeFactory
) -> None:
    """A location that is half read would show devices without values."""
    world.simulator.faults.fail("/devices/*/status", status=429, times=1)
    entry = await world.add_location()
    assert state_of(entry) is ConfigEntryState.SETUP_RETRY
    world.simulator.calls.clear()
    await later(world, seconds=30)
    assert state_of(entry) is ConfigEntryState.SETUP_RETRY
    assert not [call for call in world.simulator.calls if call.path.endswith("/status")]
    freezer.tick(timedelta(seconds=61))
    await later(world, seconds=60)
    assert state_of(entry) is ConfigEntryState.LOADED


@pytest.mark.devices(Devices.COFFEE_PLUG)
async def test_a_connection_that_comes_and_goes_costs_few_polls(
    world: World, entry: SmartThingsConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """One of Home Assistant Cloud, of which each return leads to a poll."""
    coordinator = entry.runtime_data.parts.coordinator
    world.simulator.calls.clear()
    for _ in range(30):
        coordinator.poll_after_gap()
        freezer.tick(timedelta(seconds=61))
        async_fire_time_changed(world.hass)
        await world.settle()
    polls = sum(call.path == "/devices" for call in world.simulator.calls)
    assert 12 <= polls < 20, "with the regular ones of half an hour"


@pytest.mark.devices(Devices.COFFEE_PLUG)
async def test_a_clock_that_is_ahead_at_the_start_blocks_nothing(
    world: World,
    entry: SmartThingsConfigEntry,
    freezer: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Otherwise scenes and modes are not read until the time has caught up."""
    with monkeypatch.context() as wrong:
        wrong.setattr(dt_util, "utcnow", lambda: datetime.now(UTC) + timedelta(days=30))
        await world.hass.config_entries.async_reload(entry.entry_id)
        await world.settle()
    assert state_of(entry) is ConfigEntryState.LOADED
    store = entry.runtime_data.parts.store
    world.simulator.faults.drop_deliveries(2)
    world.simulator.home.set_mode(HOME_LOCATION, Modes.NIGHT)
    scene_id = world.simulator.home.add_scene(HOME_LOCATION, "Reading", [])
    await world.settle()
    assert store.state.mode_id != Modes.NIGHT
    for _ in range(14):
        freezer.tick(timedelta(minutes=30))
        async_fire_time_changed(world.hass)
        await world.settle()
    assert store.state.mode_id == Modes.NIGHT
    assert scene_id in store.state.scenes


@pytest.mark.devices(Devices.COFFEE_PLUG)
async def test_a_clock_that_is_set_back_does_not_extend_a_pause(
    world: World,
    entry: SmartThingsConfigEntry,
    freezer: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A pause lasts as long as SmartThings requested, independent of the clock."""
    client = entry.runtime_data.client
    world.simulator.faults.fail("/scenes", status=429, headers={"X-RateLimit-Reset": "100"})
    with monkeypatch.context() as wrong:
        wrong.setattr(dt_util, "utcnow", lambda: datetime.now(UTC) + timedelta(days=30))
        with pytest.raises(TooManyRequestsError):
            await client.scenes(HOME_LOCATION)
    freezer.tick(99)
    with pytest.raises(TooManyRequestsError) as raised:
        await client.scenes(HOME_LOCATION)
    assert raised.value.retry_after == pytest.approx(1, abs=0.5)
    freezer.tick(2)
    assert await client.scenes(HOME_LOCATION)
