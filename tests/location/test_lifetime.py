"""Background work ends in order when an entry is unloaded or Home Assistant stops."""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from types import CoroutineType
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import EVENT_HOMEASSISTANT_STOP, STATE_UNAVAILABLE
from homeassistant.core import Event
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util.async_ import get_scheduled_timer_handles
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.issues.issue import raised_issues
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry, domain_data
from simulator import SimulatorOptions
from tests.common.entities import state_of
from tests.common.missed_events import NO_LIMITS
from tests.common.plugs import PLUGS, only_plugs, pass_minutes
from tests.common.pool import READ, add_pool, definition
from tests.common.world import World

SILENT = PLUGS[1]


@pytest.fixture
def simulator_options() -> SimulatorOptions:
    """Return a cloud without rate limits, because time passes in large steps here."""
    return NO_LIMITS


@pytest.fixture
async def home(world: World, freezer: FrozenDateTimeFactory) -> SmartThingsConfigEntry:
    """Set up plugs and a device that no table maps; one plug has become silent."""
    only_plugs(world)
    entry = await world.add_location()
    await pass_minutes(world, freezer, 10)
    world.simulator.home.set_attribute(SILENT, "main", "switch", "switch", "on", report=False)
    for _ in range(
        30
    ):  # The next poll finds the missed event, which may still arrive for some time.
        await pass_minutes(world, freezer, 1)
        if entry.runtime_data.parts.missed_events.silent:
            break
    assert entry.runtime_data.parts.missed_events.silent == {SILENT}
    world.simulator.define(definition())
    add_pool(world)
    await world.settle()
    world.simulator.calls.clear()
    return entry


def stored_token(world: World, entry: SmartThingsConfigEntry, hass_storage: dict[str, Any]) -> str:
    """Return the refresh token on disk."""
    return str(hass_storage[f"{DOMAIN}.{entry.data['installed_app_id']}"]["data"]["refresh_token"])


async def called(world: World, *paths: str) -> None:
    """Wait until the cloud has received calls of all paths; the clock of the loop is frozen."""
    for _ in range(2000):
        if set(paths) <= {call.path for call in world.simulator.calls}:
            return
        await asyncio.sleep(0)
    pytest.fail(f"{paths} were not called")


async def renewal_under_way(world: World, entry: SmartThingsConfigEntry) -> None:
    """Start a renewal that is not answered until the faults are cleared."""
    world.simulator.faults.fail("/oauth/token", hang=60)
    tokens = entry.runtime_data.parts.tokens
    used = await tokens.access_token()
    world.hass.async_create_background_task(tokens.renewed(used), "a call")
    await called(world, "/oauth/token")


async def rounds() -> None:
    """Run all tasks that do not wait for the cloud."""
    for _ in range(200):
        await asyncio.sleep(0)


async def waits[T](world: World, work: Coroutine[Any, Any, T]) -> T:
    """Check that a task waits until the cloud answers, and return its result."""
    task = asyncio.create_task(work)
    await rounds()
    assert not task.done(), "the renewal is not waited for"
    world.simulator.faults.release("/oauth/token")
    return await task


def work_left(world: World) -> list[str]:
    """Return the tasks of the integration and the timers of its set-ups."""
    coroutines = (task.get_coro() for task in asyncio.all_tasks())
    jobs = (str(handle._args) for handle in get_scheduled_timer_handles(world.hass.loop))
    return [
        *(str(item) for item in coroutines if isinstance(item, CoroutineType) and _is_ours(item)),
        *(job for job in jobs if "Lifetime" in job),
    ]


def _is_ours(coroutine: CoroutineType[Any, Any, Any]) -> bool:
    return DOMAIN in coroutine.cr_code.co_filename


async def make_busy(
    world: World, freezer: FrozenDateTimeFactory, entry: SmartThingsConfigEntry
) -> None:
    """Start all kinds of background work, which the cloud does not answer."""
    runtime = entry.runtime_data
    subscriptions = f"/installedapps/{entry.data['installed_app_id']}/subscriptions"
    paths = ("/devices", f"/devices/{SILENT}/status", subscriptions, READ)
    for path in paths:
        world.simulator.faults.fail(path, hang=60)
    # The poll of the silent plug will find another missed event.
    world.simulator.home.set_attribute(SILENT, "main", "switch", "switch", "off", report=False)
    freezer.tick(timedelta(minutes=3))
    async_fire_time_changed(world.hass)
    runtime.parts.subscriptions.request()
    await called(world, *paths[1:])
    await asyncio.sleep(0)
    world.hass.async_create_task(runtime.parts.coordinator.async_refresh())
    await called(world, "/devices")
    await renewal_under_way(world, entry)
    assert len(work_left(world)) > 5


async def test_an_unload_ends_all_background_work(
    world: World,
    freezer: FrozenDateTimeFactory,
    home: SmartThingsConfigEntry,
    hass_storage: dict[str, Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """It waits only for the renewal. No work continues, restarts, or raises an issue."""
    await make_busy(world, freezer, home)
    before = stored_token(world, home, hass_storage)
    caplog.clear()
    unloading = asyncio.create_task(world.hass.config_entries.async_unload(home.entry_id))
    for seconds in (0, 15):  # Home Assistant itself waits for ten seconds.
        freezer.tick(seconds)
        await rounds()
        assert not unloading.done(), "the renewal is not waited for"
        assert [item for item in work_left(world) if "TokenManager" not in item] == [], seconds
    world.simulator.faults.release("/oauth/token")
    assert await unloading
    assert state_of(home) is ConfigEntryState.NOT_LOADED
    assert stored_token(world, home, hass_storage) != before
    assert work_left(world) == []
    assert world.hass.data["webhook"] == {}
    assert domain_data(world.hass).receivers.get(home.data["webhook_id"]) is None
    world.simulator.calls.clear()
    world.simulator.faults.clear()
    await world.settle()
    await pass_minutes(world, freezer, 100, 5)
    assert world.simulator.calls == []
    assert raised_issues(world.hass, home) == []
    assert [record for record in caplog.records if record.levelname != "DEBUG"] == []


async def test_a_reload_during_background_work_leaves_one_set_up(
    world: World, freezer: FrozenDateTimeFactory, home: SmartThingsConfigEntry
) -> None:
    """The work of the old set-up neither polls nor renews tokens."""
    await make_busy(world, freezer, home)
    assert await waits(world, world.hass.config_entries.async_reload(home.entry_id))
    world.simulator.faults.clear()
    await world.settle()
    world.simulator.calls.clear()
    await pass_minutes(world, freezer, 30)
    assert world.calls("GET", f"/devices/{SILENT}") == [], "an earlier set-up polls the silent plug"
    assert world.calls("POST", "/oauth/token") == []
    assert raised_issues(world.hass, home) == []


async def test_no_work_starts_after_the_unload(
    world: World, freezer: FrozenDateTimeFactory, home: SmartThingsConfigEntry
) -> None:
    """A late call of an old set-up would otherwise act on the next one."""
    lifetime = home.runtime_data.parts.lifetime
    begun: list[str] = []

    async def work() -> None:
        begun.append("work")

    await world.hass.config_entries.async_reload(home.entry_id)
    task = lifetime.start(work(), "late work")
    lifetime.after(1, work, "late timer")()
    lifetime.after(1, work, "late timer")
    lifetime.every(timedelta(seconds=1), work, "late interval")
    await pass_minutes(world, freezer, 1)
    assert task.cancelled()
    assert begun == []


async def test_a_command_during_an_unload_renews_no_token(
    world: World, home: SmartThingsConfigEntry
) -> None:
    """Its answer requires another token, which the next set-up may be renewing already."""
    world.simulator.faults.fail(f"/devices/{PLUGS[0]}/commands", hang=60, status=401)
    command = world.hass.async_create_task(
        world.hass.services.async_call(
            "switch", "turn_on", {"entity_id": "switch.plug_0"}, blocking=True
        )
    )
    await called(world, f"/devices/{PLUGS[0]}/commands")
    await world.hass.config_entries.async_reload(home.entry_id)
    world.simulator.faults.clear()
    with pytest.raises(HomeAssistantError) as caught:
        await command
    assert caught.value.translation_key == "unloaded_meanwhile"
    assert world.calls("POST", "/oauth/token") == []


@pytest.mark.parametrize("moment", ["before", "amid"])
async def test_a_stop_waits_for_a_renewal(
    world: World, home: SmartThingsConfigEntry, hass_storage: dict[str, Any], moment: str
) -> None:
    """Otherwise the disk keeps a used refresh token, and the login is lost."""
    before = stored_token(world, home, hass_storage)
    if moment == "before":
        await renewal_under_way(world, home)
    else:

        async def switch_off(_event: Event) -> None:
            await renewal_under_way(world, home)

        world.hass.bus.async_listen_once(EVENT_HOMEASSISTANT_STOP, switch_off)
    await waits(world, world.hass.async_stop(force=True))
    assert stored_token(world, home, hass_storage) != before


async def test_a_timer_acts_once_at_the_last_time_that_was_set(
    world: World, home: SmartThingsConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """It can be set again, cancelled, and does nothing after the unload."""
    acted: list[str] = []
    lifetime = home.runtime_data.parts.lifetime
    timer = lifetime.timer(lambda: acted.append("timer"), "timer")
    timer.set(60)
    timer.set(180)
    await pass_minutes(world, freezer, 2)
    assert not acted
    await pass_minutes(world, freezer, 2)
    assert acted == ["timer"]
    assert not timer.is_set
    timer.set(60)
    timer.cancel()
    await pass_minutes(world, freezer, 2)
    await world.hass.config_entries.async_unload(home.entry_id)
    timer.set(60)
    await pass_minutes(world, freezer, 2)
    assert acted == ["timer"]


async def test_an_entry_whose_platforms_stay_keeps_its_work(
    world: World, home: SmartThingsConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its entities are still there, so its timers and tokens must be, too."""

    async def refuse(_entry: object, _platforms: object) -> bool:
        return False

    parts = home.runtime_data.parts
    monkeypatch.setattr(world.hass.config_entries, "async_unload_platforms", refuse)
    assert not await world.hass.config_entries.async_unload(home.entry_id)
    assert home.state is ConfigEntryState.FAILED_UNLOAD
    done = asyncio.Event()

    async def work() -> None:
        done.set()

    await parts.lifetime.run(work(), "work")
    assert done.is_set()
    assert await parts.client.devices(home.runtime_data.location_id)
    await parts.coordinator.async_shutdown()
    parts.lifetime.end()


async def test_no_entity_is_added_while_the_platforms_are_unloaded(
    world: World, home: SmartThingsConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would stay when its platform is gone."""
    loader = home.runtime_data.parts.loader
    unload = world.hass.config_entries.async_unload_platforms

    async def with_a_late_device(entry: SmartThingsConfigEntry, platforms: list[str]) -> bool:
        unloaded = await unload(entry, platforms)
        loader.forget(PLUGS[0])
        loader.load([PLUGS[0]])
        loader.load_location()
        await world.settle()
        return unloaded

    monkeypatch.setattr(world.hass.config_entries, "async_unload_platforms", with_a_late_device)
    assert await world.hass.config_entries.async_unload(home.entry_id)
    states = {state.state for state in world.hass.states.async_all("switch")}
    assert states == {STATE_UNAVAILABLE}
