"""More devices than subscriptions: an issue is raised if it matters, and ends with enough room."""

from datetime import timedelta

import pytest
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.smartthings_smartapp.issues.issue import Issue, raised_issues
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from simulator import SimulatorOptions
from simulator.devices.device import Readings, make_device
from simulator.devices.ids import HOME_LOCATION
from tests.common.entities import entity_of
from tests.common.notices import notice
from tests.common.world import World

DOOR, PLUG, SHED, VALVE = (f"00000000-0000-4000-8000-0000000000a{number}" for number in range(4))
BATTERY: Readings = {"battery": {"battery": 80}}
FIVE_OF_THE_LOCATION = 5


def roomy(room: int) -> SimulatorOptions:
    """Return a cloud with a limited number of subscriptions for devices."""
    return SimulatorOptions(subscription_ceiling=FIVE_OF_THE_LOCATION + room, rate_limits=False)


@pytest.fixture
async def entry(world: World) -> SmartThingsConfigEntry:
    """Set up a door and a plug, which share only the battery capability."""
    home = world.simulator.home
    for device_id in tuple(home.devices):
        home.remove_device(device_id)
    for device_id, label, capabilities in (
        (DOOR, "Front door", {"contactSensor": {"contact": "closed"}, **BATTERY}),
        (PLUG, "Coffee machine", {"switch": {"switch": "off"}, **BATTERY}),
    ):
        home.add_device(
            make_device(
                device_id, label, location_id=HOME_LOCATION, components={"main": capabilities}
            )
        )
    return await world.add_location()


def polled(entry: SmartThingsConfigEntry) -> set[str]:
    """Return the capabilities that are polled."""
    plan = entry.runtime_data.parts.subscriptions.plan
    assert plan is not None
    return {pair.capability for pair in plan.polled}


@pytest.mark.parametrize("simulator_options", [roomy(3)])
async def test_no_issue_is_raised_if_everything_is_subscribed(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    assert polled(entry) == set()
    assert raised_issues(world.hass, entry) == []


@pytest.mark.parametrize("simulator_options", [roomy(1)])
async def test_devices_without_a_subscription_are_named_until_there_is_room(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """The door has priority over the plug; then the user disables an unused entity."""
    assert "switch" in polled(entry)
    assert raised_issues(world.hass, entry) == [Issue.POLLED_DEVICES]
    text = notice(world.hass, entry, Issue.POLLED_DEVICES)
    assert "allows a SmartApp 6 subscriptions" in text
    assert "values of 1 of its devices" in text
    assert "60 minutes late" in text
    assert "Affected devices: Coffee machine\n" in text
    registry = er.async_get(world.hass)
    switch = entity_of(world, PLUG, "switch")
    registry.async_update_entity(switch, disabled_by=er.RegistryEntryDisabler.USER)
    registry.async_update_entity(switch, name="Not this")
    await world.settle()
    assert raised_issues(world.hass, entry) == [Issue.POLLED_DEVICES]
    async_fire_time_changed(world.hass, dt_util.utcnow() + timedelta(seconds=11))
    await world.settle()
    assert raised_issues(world.hass, entry) == []


@pytest.mark.parametrize("simulator_options", [roomy(2)])
async def test_polled_settings_and_diagnostics_raise_no_issue(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """A battery level may be an hour old."""
    world.simulator.home.add_device(
        make_device(
            SHED,
            "Shed",
            location_id=HOME_LOCATION,
            components={"main": {"contactSensor": {"contact": "closed"}, **BATTERY}},
        )
    )
    await entry.runtime_data.parts.coordinator.async_refresh()
    await world.settle()
    assert polled(entry) == {"battery"}
    assert raised_issues(world.hass, entry) == []


@pytest.mark.parametrize("simulator_options", [roomy(1)])
async def test_the_issue_is_updated_and_ends_with_the_device(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """Devices are added and removed."""
    home = world.simulator.home
    home.add_device(
        make_device(
            VALVE,
            "Main valve",
            location_id=HOME_LOCATION,
            components={"main": {"valve": {"valve": "open"}}},
        )
    )
    await entry.runtime_data.parts.coordinator.async_refresh()
    await world.settle()
    text = notice(world.hass, entry, Issue.POLLED_DEVICES)
    assert "Affected devices: Coffee machine, Main valve\n" in text
    home.remove_device(VALVE)
    home.remove_device(PLUG)
    await entry.runtime_data.parts.coordinator.async_refresh()
    await world.settle()
    assert raised_issues(world.hass, entry) == []


@pytest.mark.parametrize("simulator_options", [roomy(1)])
async def test_a_large_house_names_some_and_counts_all(world: World) -> None:
    """An issue does not list everything."""
    entry = await world.add_location()
    plan = entry.runtime_data.parts.subscriptions.plan
    assert plan is not None
    assert len(plan.polled) > 1
    assert Issue.POLLED_DEVICES in raised_issues(world.hass, entry)
    text = notice(world.hass, entry, Issue.POLLED_DEVICES)
    assert "6 subscriptions" in text
    named = text.partition("Affected devices: ")[2].partition("\n")[0]
    assert named.endswith(" …")
    assert named.count(", ") == 19


async def test_a_location_without_an_address_raises_no_issue(world: World) -> None:
    """All of it is polled every minute, so room would not help; an earlier issue ends."""
    entry = await world.add_location()
    assert Issue.POLLED_DEVICES in raised_issues(world.hass, entry)
    world.hass.config_entries.async_update_entry(entry, data={**entry.data, "webhook_url": ""})
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    plan = entry.runtime_data.parts.subscriptions.plan
    assert plan is not None
    assert plan.polled == plan.pairs
    assert raised_issues(world.hass, entry) == [Issue.PUSH_POSSIBLE]
