"""System information: whether SmartThings can be reached, and how changes arrive."""

from collections.abc import Mapping

import pytest
from homeassistant.components import system_health

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from custom_components.smartthings_smartapp.system_health import async_register
from simulator import Forgery
from simulator.devices.ids import CABIN_LOCATION
from tests.common.nabu_casa import NabuCasa
from tests.common.plugs import PLUGS, only_plugs
from tests.common.repository import content, member
from tests.common.world import World


async def shown(world: World) -> Mapping[str, object]:
    """Return the values of the page, including those that take time."""
    registration = system_health.SystemHealthRegistration(world.hass, DOMAIN)
    async_register(world.hass, registration)
    assert registration.info_callback is not None
    found: dict[str, object] = await registration.info_callback(world.hass)
    return {
        key: await value if hasattr(value, "__await__") else value for key, value in found.items()
    }


@pytest.fixture
async def entry(world: World) -> SmartThingsConfigEntry:
    """Set a small location up."""
    only_plugs(world)
    return await world.add_location()


async def test_the_page_shows_a_working_connection(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """It has a few lines, each with a text."""
    found = await shown(world)
    assert found.keys() == member(content("translations/en.json"), "system_health", "info").keys()
    assert (found["api_reachable"], found["keys_reachable"]) == ("ok", "ok")
    assert found["address_reachable"] == "ok"
    assert (found["locations"], found["events_come_by"]) == ("1/1", "own URL")
    assert (found["devices_pushed"], found["devices_polled"]) == (len(PLUGS), 0)
    assert found["calls_today"] == sum(entry.runtime_data.calls.day.values())
    since = found["last_delivery"]
    assert isinstance(since, int)
    assert 0 <= since <= 60
    assert found["refused_requests"] == "-"


async def test_the_page_names_why_requests_were_rejected(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """If the last delivery was long ago, later ones may have been rejected."""
    world.simulator.faults.forge(Forgery.DIGEST_DROPPED, 2)
    world.simulator.faults.forge(Forgery.OTHER_TARGET)
    for value in ("on", "off", "on"):
        world.simulator.home.set_attribute(PLUGS[0], "main", "switch", "switch", value)
        await world.settle()
    assert (await shown(world))["refused_requests"] == "digest_missing: 2, signature: 1"


async def test_the_page_counts_over_all_locations(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """Locations that could not be set up are counted separately."""
    cabin = await world.add_location(CABIN_LOCATION)
    both = await shown(world)
    assert both["locations"] == "2/2"
    calls = (entry.runtime_data.calls.day, cabin.runtime_data.calls.day)
    assert both["calls_today"] == sum(sum(day.values()) for day in calls)
    world.simulator.faults.fail("/devices", status=503, times=9)
    for loaded in (entry, cabin):
        await world.hass.config_entries.async_reload(loaded.entry_id)
    await world.settle()
    none = await shown(world)
    assert (none["locations"], none["events_come_by"]) == ("0/2", "-")
    assert none["calls_today"] == 0
    for loaded in (entry, cabin):
        await world.hass.config_entries.async_unload(loaded.entry_id)
    await world.settle()
    assert (await shown(world))["last_delivery"] == "-"


async def test_a_location_without_subscriptions_is_polled(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """The reason does not matter."""
    world.simulator.faults.fail("/installedapps/*/subscriptions", status=503, times=9)
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    assert entry.runtime_data.parts.subscriptions.plan is not None
    found = await shown(world)
    assert found["events_come_by"] == "polled"
    assert (found["devices_pushed"], found["devices_polled"]) == (0, len(PLUGS))


async def test_home_assistant_cloud_is_named(nabu_casa: NabuCasa, world: World) -> None:
    only_plugs(world)
    await world.add_location()
    assert (await shown(world))["events_come_by"] == "Home Assistant Cloud"


async def test_an_unreachable_cloud_is_shown(world: World, entry: SmartThingsConfigEntry) -> None:
    """The keys are on another host."""
    await world.simulator.stop()
    found = await shown(world)
    assert found["api_reachable"] == {"type": "failed", "error": "unreachable"}
    assert found["keys_reachable"] == {"type": "failed", "error": "unreachable"}


async def test_the_page_names_why_our_address_does_not_work(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """The cause has the words of the set-up, and a link to the page about addresses."""
    url = f"{world.url}/another/path"
    world.hass.config_entries.async_update_entry(entry, data={**entry.data, "webhook_url": url})
    found = (await shown(world))["address_reachable"]
    assert isinstance(found, dict)
    assert found["type"] == "failed"
    assert "with a wrong path (status 404)" in found["error"]
    assert found["more_info"].endswith("/public-address.md")
