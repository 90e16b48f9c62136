"""Updates that are missing, and devices that are polled."""

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.helpers import condition
from homeassistant.helpers import config_validation as cv

from custom_components.smartthings_smartapp.const import DOMAIN
from simulator import SimulatorOptions
from tests.common.automations import automate
from tests.common.missed_events import NO_LIMITS, WatchedHouse
from tests.common.plugs import only_plugs
from tests.common.world import World

CONNECTIVITY = "binary_sensor.plug_1_connectivity"


@pytest.fixture
def simulator_options() -> SimulatorOptions:
    """Return a cloud without rate limits, because time passes in large steps here."""
    return NO_LIMITS


@pytest.fixture
async def house(world: World, freezer: FrozenDateTimeFactory) -> WatchedHouse:
    """Set up a location with only five plugs."""
    only_plugs(world)
    house = WatchedHouse(world, freezer, await world.add_location())
    await house.pass_minutes(10)
    return house


async def holds(hass: HomeAssistant, name: str) -> bool:
    """Return whether a condition holds for the plug."""
    config = cv.CONDITION_SCHEMA(
        {"condition": f"{DOMAIN}.{name}", "target": {"entity_id": CONNECTIVITY}}
    )
    checked = await condition.async_validate_condition_config(hass, config)
    test = await condition.async_from_config(hass, checked)
    return test.async_check() is True


async def test_missed_updates_fire_once(house: WatchedHouse) -> None:
    """The device is polled then, until its events arrive again."""
    hass = house.world.hass
    calls = await automate(hass, "updates_missing", {"entity_id": CONNECTIVITY})
    assert await holds(hass, "updates_are_instant")
    assert not await holds(hass, "updates_are_polled")
    house.switch_plug(1, "on")
    await house.pass_minutes(21)
    assert len(calls) == 1
    assert await holds(hass, "updates_are_polled")
    assert not await holds(hass, "updates_are_instant")
    house.switch_plug(1, "off", pushed=True)
    await house.pass_minutes(1)
    assert await holds(hass, "updates_are_instant")
    assert len(calls) == 1


async def test_a_reload_misses_no_updates(house: WatchedHouse) -> None:
    """The subscriptions are compared only after the entities are there."""
    hass = house.world.hass
    calls = await automate(hass, "updates_missing", {"entity_id": CONNECTIVITY})
    await hass.config_entries.async_reload(house.entry.entry_id)
    await house.world.settle()
    await house.pass_minutes(2)
    assert await holds(hass, "updates_are_instant")
    assert calls == []
