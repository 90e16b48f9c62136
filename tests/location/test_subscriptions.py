"""Subscriptions: planned, compared and fixed in the background, without delaying anything."""

import asyncio
from datetime import timedelta

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.smartthings_smartapp.cloud.subscription_plan import SourceType, Subscription
from custom_components.smartthings_smartapp.runtime import Runtime, SmartThingsConfigEntry
from simulator import SimulatorOptions
from simulator.devices.ids import HOME_LOCATION, Devices
from tests.common.world import World

DEVICES = list(Devices)
"""Devices without a reason for a subscription."""

LOCATION_LEVEL = {"DEVICE_LIFECYCLE", "DEVICE_HEALTH", "MODE", "SCENE_LIFECYCLE"}


async def test_every_pair_that_the_entities_need_is_subscribed(
    world: World, runtime: Runtime
) -> None:
    """The simulator is asked, because it knows what it delivers."""
    subscriptions = list(world.simulator.subscriptions.values())
    devices = {item.source["deviceId"] for item in subscriptions if item.key == "device"}
    capabilities = {item.source["capability"] for item in subscriptions if item.key == "capability"}
    uncovered = {
        pair
        for pair in runtime.parts.loader.pairs()
        if pair.device_id not in devices and pair.capability not in capabilities
    }
    assert runtime.parts.subscriptions.plan is not None
    assert uncovered == runtime.parts.subscriptions.plan.polled
    assert {item.body["sourceType"] for item in subscriptions} >= LOCATION_LEVEL
    assert len(subscriptions) <= 40
    assert len(uncovered) < len(runtime.parts.loader.pairs()) / 4, (
        "a house this big just does not fit"
    )


async def test_buttons_are_subscribed_with_their_repeats(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """Two equal presses in a row are two presses."""
    subscriptions = world.simulator.subscriptions.values()
    kinds = {
        item.source["capability"]: item.source["stateChangeOnly"]
        for item in subscriptions
        if item.key == "capability"
    }
    devices = {
        item.source["deviceId"]: item.source["stateChangeOnly"]
        for item in subscriptions
        if item.key == "device"
    }
    assert kinds.get("button", devices.get(Devices.REMOTE)) is False
    assert kinds.get("switch", True) is True


@pytest.mark.heartbeats
async def test_all_calls_are_made_with_the_installed_apps_token(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """A PAT would get an empty 403."""
    calls = world.calls("GET", "/installedapps/") + world.calls("POST", "/installedapps/")
    assert calls
    assert {call.token_kind for call in calls} == {"app"}
    assert {call.status for call in calls} == {200}


async def test_a_reload_without_changes_writes_nothing(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """It makes one list call, no create and no delete."""
    world.simulator.calls.clear()
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    calls = [call for call in world.simulator.calls if "/subscriptions" in call.path]
    assert [call.method for call in calls] == ["GET"]


async def test_new_subscriptions_are_followed_by_a_poll(world: World) -> None:
    """Earlier changes were not reported."""
    await world.add_location()
    assert len(world.calls("GET", "/devices")) == 2


@pytest.mark.parametrize("simulator_options", [SimulatorOptions(rate_limits=False)])
async def test_missing_and_unwanted_subscriptions_are_fixed(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """The content counts: a subscription with a wanted name and other content is unwanted."""
    subscriptions = world.simulator.subscriptions
    wanted = sorted(item.key for item in subscriptions.values())
    gone = next(iter(subscriptions))
    del subscriptions[gone]
    changed = next(item for item in subscriptions.values() if item.key == "capability")
    changed.source["attribute"] = "somethingElse"
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    assert sorted(item.key for item in subscriptions.values()) == wanted
    assert changed.subscription_id not in world.simulator.subscriptions


@pytest.mark.parametrize("simulator_options", [SimulatorOptions(rate_limits=False)])
async def test_a_set_up_neither_waits_for_nor_fails_because_of_subscriptions(
    world: World, entry: SmartThingsConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """A 429 for the list is retried later."""
    world.simulator.subscriptions.clear()
    world.simulator.faults.fail(
        "/installedapps/*/subscriptions",
        method="GET",
        status=429,
        headers={"X-RateLimit-Reset": "30"},
    )
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    assert entry.state is ConfigEntryState.LOADED
    assert world.simulator.subscriptions == {}
    async_fire_time_changed(world.hass, dt_util.utcnow() + timedelta(seconds=20))
    await world.settle()
    assert world.simulator.subscriptions == {}
    freezer.tick(timedelta(seconds=31))
    async_fire_time_changed(world.hass, dt_util.utcnow() + timedelta(seconds=31))
    await world.settle()
    assert len(world.simulator.subscriptions) > len(LOCATION_LEVEL)


@pytest.mark.parametrize("simulator_options", [SimulatorOptions(rate_limits=False)])
async def test_a_cloud_without_an_answer_is_retried_in_five_minutes(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """The reason does not matter."""
    world.simulator.subscriptions.clear()
    world.simulator.faults.fail("/installedapps/*/subscriptions", status=503)
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    assert world.simulator.subscriptions == {}
    async_fire_time_changed(world.hass, dt_util.utcnow() + timedelta(seconds=301))
    await world.settle()
    assert world.simulator.subscriptions


async def test_an_unload_cancels_the_next_retry(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """No timer outlives the entry."""
    world.simulator.faults.fail("/installedapps/*/subscriptions", status=503)
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    await world.hass.config_entries.async_unload(entry.entry_id)
    world.simulator.calls.clear()
    async_fire_time_changed(world.hass, dt_util.utcnow() + timedelta(seconds=301))
    await world.settle()
    assert world.simulator.calls == []


@pytest.mark.parametrize("simulator_options", [SimulatorOptions(subscription_ceiling=20)])
async def test_a_lower_ceiling_is_planned_for(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Older platforms allow 20: the best 20 are created, and polled devices are named."""
    entry = await world.add_location()
    subscriptions = entry.runtime_data.parts.subscriptions
    assert len(world.simulator.subscriptions) == 20
    assert subscriptions.plan is not None
    assert len(subscriptions.plan.subscriptions) == 20
    assert subscriptions.plan.polled
    assert not any(map(subscriptions.plan.pushes, subscriptions.plan.polled))
    assert caplog.text.count("accepts no more than 20 subscriptions") == 1


@pytest.mark.parametrize(
    "simulator_options", [SimulatorOptions(rate_limits=False, subscription_ceiling=99)]
)
async def test_a_large_change_is_spread_over_the_allowed_calls(
    world: World, entry: SmartThingsConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """Besides creating, 15 calls in a quarter of an hour are allowed."""
    freezer.tick(timedelta(minutes=16))
    subscriptions = world.simulator.subscriptions
    wanted = set(subscriptions)
    app_id = entry.data["installed_app_id"]
    for device_id in DEVICES[:20]:
        body = Subscription(
            source_type=SourceType.DEVICE, device_id=device_id, attribute="x"
        ).as_json()
        await entry.runtime_data.client.create_subscription(app_id, body)
    foreign = set(subscriptions) - wanted
    world.simulator.calls.clear()
    entry.runtime_data.parts.subscriptions.request()
    await world.settle()
    assert len(world.calls("DELETE", "/installedapps")) == 14, "and one list"
    assert len(foreign & set(subscriptions)) == len(foreign) - 14
    assert wanted <= set(subscriptions)
    freezer.tick(timedelta(minutes=14))
    async_fire_time_changed(world.hass)
    await world.settle()
    assert len(foreign & set(subscriptions)) == len(foreign) - 14, "the quarter is not over"
    freezer.tick(timedelta(minutes=2))
    async_fire_time_changed(world.hass)
    await world.settle()
    assert set(subscriptions) == wanted


@pytest.mark.parametrize("simulator_options", [SimulatorOptions(rate_limits=False)])
async def test_creating_is_limited_too(
    world: World, freezer: FrozenDateTimeFactory, entry: SmartThingsConfigEntry
) -> None:
    """40 are allowed in a quarter of an hour, which the set-up of a large house uses up."""
    assert len(world.simulator.subscriptions) == 40
    world.simulator.subscriptions.popitem()
    world.simulator.calls.clear()
    entry.runtime_data.parts.subscriptions.request()
    await world.settle()
    assert world.calls("POST", "/installedapps") == []
    freezer.tick(timedelta(minutes=16))
    async_fire_time_changed(world.hass)
    await world.settle()
    assert len(world.calls("POST", "/installedapps")) == 1


@pytest.mark.devices(Devices.COFFEE_PLUG)
async def test_two_comparisons_run_one_after_another(world: World, runtime: Runtime) -> None:
    """A missed event may request one during another."""
    world.simulator.subscriptions.popitem()
    world.simulator.calls.clear()
    first, second = await asyncio.gather(
        runtime.parts.subscriptions.compare(), runtime.parts.subscriptions.compare()
    )
    assert len(first.created) + len(second.created) == 1
    assert len(world.calls("POST", "/installedapps")) == 1


@pytest.mark.devices(Devices.COFFEE_PLUG, Devices.FRONT_DOOR)
async def test_a_refused_kind_does_not_affect_the_others(
    world: World, entry: SmartThingsConfigEntry, caplog: pytest.LogCaptureFixture
) -> None:
    """A missing scope causes a 403 for only one kind of source."""
    world.simulator.subscriptions.clear()
    world.simulator.faults.fail("/installedapps/*/subscriptions", method="POST", status=403)
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    assert len(entry.runtime_data.parts.subscriptions.refused) == 1
    assert entry.runtime_data.parts.subscriptions.plan is not None
    assert len(world.simulator.subscriptions) == (
        len(entry.runtime_data.parts.subscriptions.plan.subscriptions) - 1
    )
    assert "refused a" in caplog.text
    await entry.runtime_data.parts.subscriptions.compare()
    assert entry.runtime_data.parts.subscriptions.refused == set(), "it is taken by now"


@pytest.mark.devices(Devices.COFFEE_PLUG)
async def test_a_subscription_that_already_exists_is_accepted(
    world: World, runtime: Runtime
) -> None:
    """409 means that the wanted one exists; no event was missed, so no poll follows."""
    world.simulator.subscriptions.popitem()
    world.simulator.faults.fail(
        "/installedapps/*/subscriptions", method="POST", status=409, times=1
    )
    world.simulator.calls.clear()
    found = await runtime.parts.subscriptions.compare()
    assert len(world.calls("POST", "/installedapps")) == 1
    assert (found.created, found.refused) == ([], [])
    assert world.calls("GET", "/devices") == []


async def test_a_request_during_a_run_starts_one_more_run(world: World, runtime: Runtime) -> None:
    """The list may not have the latest changes; many requests need only one run."""
    world.simulator.calls.clear()
    world.simulator.faults.fail("/installedapps/*/subscriptions", delay=30)
    runtime.parts.subscriptions.request()
    async with asyncio.timeout(5):
        while not world.simulator.faults.waiting:
            await asyncio.sleep(0.001)
    for _ in range(5):
        runtime.parts.subscriptions.request()
    world.simulator.faults.clear()
    await world.settle()
    assert len(world.calls("GET", "/installedapps")) == 2


@pytest.mark.devices(Devices.COFFEE_PLUG)
async def test_an_unchanged_plan_costs_no_call(world: World, runtime: Runtime) -> None:
    """Calls about subscriptions are limited, and entities are added and removed often."""
    world.simulator.calls.clear()
    runtime.parts.subscriptions.replan()
    await world.settle()
    assert world.simulator.calls == []


async def test_a_removed_device_removes_its_own_subscription(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """The plan follows the location without a reload."""
    before = entry.runtime_data.parts.loader.pairs().keys()
    world.simulator.home.remove_device(Devices.FRIDGE)
    await world.settle()
    after = entry.runtime_data.parts.loader.pairs().keys()
    assert before - after
    assert all(pair.device_id == Devices.FRIDGE for pair in before - after)
    assert entry.unique_id == HOME_LOCATION
    assert all(
        item.source.get("deviceId") != Devices.FRIDGE
        for item in world.simulator.subscriptions.values()
    )
