"""Bugs that the chaos tests found, each in its own test."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState

from custom_components.smartthings_smartapp.cloud.delivery.events import (
    DeviceHealthEvent,
    Event,
    ModeEvent,
    SecurityArmStateEvent,
)
from custom_components.smartthings_smartapp.coordinator import Doubt
from custom_components.smartthings_smartapp.location.store import LocationStore
from custom_components.smartthings_smartapp.runtime import Runtime, SmartThingsConfigEntry
from simulator import SimulatorOptions
from simulator.devices.ids import HOME_LOCATION, Devices, Modes
from tests.common.entities import state_of
from tests.common.flows import lose_login, reauth_flows
from tests.common.passing_time import pass_time
from tests.common.world import World

_HTML = "<html>Unauthorized</html>"


@pytest.fixture
def simulator_options() -> SimulatorOptions:
    """Return a cloud without limits."""
    return SimulatorOptions(rate_limits=False)


async def test_a_mode_without_an_event_is_found_within_the_hour(
    world: World, freezer: FrozenDateTimeFactory
) -> None:
    """Automations depend on the mode."""
    entry = await world.add_location()
    await pass_time(world, freezer, *[300] * 36)
    world.simulator.faults.drop_deliveries(1)
    world.simulator.home.set_mode(HOME_LOCATION, Modes.NIGHT)
    await world.settle()
    assert entry.runtime_data.parts.store.state.mode_id != Modes.NIGHT
    await pass_time(world, freezer, *[300] * 13)
    assert entry.runtime_data.parts.store.state.mode_id == Modes.NIGHT


async def test_a_mode_that_could_not_be_read_is_read_by_the_next_poll(
    world: World, freezer: FrozenDateTimeFactory
) -> None:
    """One failed call at the start must not hide the mode for hours."""
    world.simulator.faults.fail("/locations/*/modes*", status=500, times=2)
    entry = await world.add_location()
    assert entry.runtime_data.parts.store.state.mode_id is None
    await pass_time(world, freezer, *[300] * 2)
    assert entry.runtime_data.parts.store.state.mode_id == Modes.HOME


async def test_a_removed_scene_is_reported_although_the_devices_could_not_be_read(
    world: World, freezer: FrozenDateTimeFactory
) -> None:
    """A poll that fails for the devices must not lose the results of its other parts."""
    entry = await world.add_location()
    await pass_time(world, freezer, *[300] * 2)
    shown = len(world.hass.states.async_all("scene"))
    world.simulator.faults.drop_deliveries(1)
    world.simulator.home.remove_scene(next(iter(entry.runtime_data.parts.store.state.scenes)))
    await world.settle()
    entry.runtime_data.parts.coordinator.poll_more_often(Doubt.REJECTED)
    world.simulator.faults.fail("/devices", status=502)
    await pass_time(world, freezer, *[300] * 3)
    assert len(world.hass.states.async_all("scene")) == shown - 1


def _mode(mode_id: str, time: datetime) -> Event:
    return ModeEvent(event_id=mode_id, location_id=HOME_LOCATION, time=time, mode_id=mode_id)


def _arm_state(arm_state: str, time: datetime) -> Event:
    return SecurityArmStateEvent(
        event_id=arm_state, location_id=HOME_LOCATION, time=time, arm_state=arm_state
    )


def _health(status: str, time: datetime) -> Event:
    return DeviceHealthEvent(
        event_id=status,
        location_id=HOME_LOCATION,
        time=time,
        device_id=Devices.COFFEE_PLUG,
        status=status,
    )


def _shown(store: LocationStore) -> tuple[str | None, str | None, bool]:
    return store.state.mode_id, store.state.arm_state, store.online(Devices.COFFEE_PLUG)


@pytest.mark.parametrize(
    ("make", "newer", "older"),
    [
        (_mode, Modes.NIGHT, Modes.AWAY),
        (_arm_state, "DISARMED", "ARMED_AWAY"),
        (_health, "OFFLINE", "ONLINE"),
    ],
    ids=["mode", "security", "health"],
)
async def test_a_late_event_does_not_undo_a_newer_one(
    runtime: Runtime, make: Callable[[str, datetime], Event], newer: str, older: str
) -> None:
    """Deliveries of all kinds may arrive in another order."""
    store = runtime.parts.store
    now = datetime.now(UTC)
    sent = now + timedelta(minutes=1)
    before = _shown(store)
    store.apply([make(newer, now + timedelta(seconds=20))], sent)
    shown = _shown(store)
    assert shown != before
    stale = store.stale_events
    store.apply([make(older, now + timedelta(seconds=10))], sent)
    assert _shown(store) == shown
    assert store.stale_events == stale + 1


async def test_a_gateway_that_refuses_a_valid_login_stops_nothing(
    world: World, entry: SmartThingsConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """The polls must continue, and no login is requested."""
    world.simulator.faults.fail("/devices", status=401, body=_HTML, times=2)
    await entry.runtime_data.parts.coordinator.async_refresh()
    assert entry.runtime_data.parts.coordinator.failure is not None
    assert reauth_flows(world.hass) == []
    await pass_time(world, freezer, *[300] * 2)
    assert entry.runtime_data.parts.coordinator.failure is None


async def test_a_set_up_that_a_gateway_refuses_is_retried(
    world: World, entry: SmartThingsConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """Two 401 at the start must not stop the entry until the user acts."""
    world.simulator.faults.fail("/devices", status=401, body=_HTML, times=2)
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    assert state_of(entry) is ConfigEntryState.SETUP_RETRY
    await pass_time(world, freezer, 300)
    assert state_of(entry) is ConfigEntryState.LOADED
    assert reauth_flows(world.hass) == []


async def test_the_login_is_requested_at_the_start_if_all_tokens_are_invalid(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """The cloud refuses the older tokens as well."""
    await world.simulator.save(entry.data["installed_app_id"])
    await world.settle()
    lose_login(world, entry)
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    assert state_of(entry) is ConfigEntryState.SETUP_ERROR
    assert len(reauth_flows(world.hass)) == 1
