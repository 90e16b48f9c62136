"""The number of API calls outlives reloads and restarts."""

from datetime import timedelta
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.helpers import entity_registry as er

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry, forget
from custom_components.smartthings_smartapp.storage.entry_memory import call_memory
from simulator.devices.ids import HOME_LOCATION, Devices
from tests.common.passing_time import pass_time
from tests.common.world import World

pytestmark = pytest.mark.devices(Devices.COFFEE_PLUG)


def file_of(entry: SmartThingsConfigEntry) -> str:
    """Return the name of the file."""
    return f"{DOMAIN}.calls.{entry.entry_id}"


async def test_a_reload_continues_to_count(world: World, entry: SmartThingsConfigEntry) -> None:
    """The calls of the set-up are added."""
    before = entry.runtime_data.calls.month
    assert before > 0
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    assert entry.runtime_data.calls.month > before


async def test_a_restart_continues_to_count(
    world: World,
    entry: SmartThingsConfigEntry,
    freezer: FrozenDateTimeFactory,
    hass_storage: dict[str, Any],
) -> None:
    """The file is written some minutes after a call."""
    await pass_time(world, freezer, 901)
    before = entry.runtime_data.calls.month
    written = hass_storage[file_of(entry)]["data"]
    assert 0 < sum(sum(day.values()) for day in written.values()) <= before
    await world.hass.config_entries.async_unload(entry.entry_id)
    forget(world.hass, entry)
    await world.hass.config_entries.async_setup(entry.entry_id)
    await world.settle()
    assert entry.runtime_data.calls.month > before - 5


async def test_a_home_that_calls_all_the_time_writes_its_counts_too(
    world: World, freezer: FrozenDateTimeFactory, hass_storage: dict[str, Any]
) -> None:
    """A power cut loses a quarter of an hour at most."""
    known = call_memory(world.hass, "busy")
    await known.load()
    for _ in range(4):
        known.memory.count("read")
        await pass_time(world, freezer, 300)
    [day] = hass_storage[f"{DOMAIN}.calls.busy"]["data"].values()
    assert day == {"read": 3}


async def test_a_damaged_file_costs_only_its_counts(
    world: World, entry: SmartThingsConfigEntry, hass_storage: dict[str, Any]
) -> None:
    """The set-up succeeds."""
    await world.hass.config_entries.async_unload(entry.entry_id)
    forget(world.hass, entry)
    hass_storage[file_of(entry)] = {"version": 1, "minor_version": 1, "data": [1, 2]}
    await world.hass.config_entries.async_setup(entry.entry_id)
    await world.settle()
    assert 0 < entry.runtime_data.calls.month < 20


async def test_the_file_goes_with_its_entry(
    world: World,
    entry: SmartThingsConfigEntry,
    freezer: FrozenDateTimeFactory,
    hass_storage: dict[str, Any],
) -> None:
    """Nothing is left in the storage."""
    await pass_time(world, freezer, 901)
    assert file_of(entry) in hass_storage
    await world.hass.config_entries.async_remove(entry.entry_id)
    assert file_of(entry) not in hass_storage


async def test_the_sensors_show_the_month_and_what_to_expect(
    world: World, entry: SmartThingsConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """They are disabled by default. Without a whole day, nothing is expected."""
    freezer.move_to("2026-12-10 12:00:00+00:00")
    registry = er.async_get(world.hass)
    entities = {}
    for key in ("calls_this_month", "calls_forecast"):
        entity_id = registry.async_get_entity_id("sensor", DOMAIN, f"{HOME_LOCATION}_{key}")
        assert entity_id is not None
        registry.async_update_entity(entity_id, disabled_by=None)
        entities[key] = entity_id
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    for _ in range(2):
        freezer.tick(timedelta(days=1))
        await entry.runtime_data.poll()
        await world.settle()
    calls = entry.runtime_data.calls
    month = world.hass.states.get(entities["calls_this_month"])
    assert month is not None
    assert month.state == str(calls.month)
    assert month.attributes["last_reset"].startswith("2026-12-01T00:00:00")
    assert int(world.state(entities["calls_forecast"])) == calls.forecast
