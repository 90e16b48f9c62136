"""The search for a migration plan: which devices and entities belong together."""

from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er

from custom_components.smartthings_smartapp.core_migration.apply import apply_migration
from custom_components.smartthings_smartapp.core_migration.plan import (
    MigrationPlan,
)
from custom_components.smartthings_smartapp.core_migration.search import find_migration
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from simulator.devices.ids import CABIN_LOCATION, HOME_LOCATION, Devices, Scenes
from tests.common.core_home import CoreHome, core_entry
from tests.common.world import World

from .migration import (
    DIMMER,
    DIMMER_OURS,
    LEAK_OURS,
    NOTHING,
    POWER,
    POWER_OURS,
    device_pair,
    our_device,
    ours,
    pair_of,
)


async def test_the_same_devices_and_entities_are_paired(
    world: World,
    core: CoreHome,
    entry: SmartThingsConfigEntry,
    light: er.RegistryEntry,
    power: er.RegistryEntry,
    leak: er.RegistryEntry,
) -> None:
    plan = find_migration(world.hass, entry)
    assert {(pair.core.id, pair.ours.unique_id) for pair in plan.entities} == {
        (light.id, DIMMER_OURS),
        (power.id, POWER_OURS),
        (leak.id, LEAK_OURS),
    }
    assert [pair.ours.id for pair in plan.devices] == [
        our_device(world, entry, identifier).id
        for identifier in (Devices.BEDSIDE_DIMMER, Devices.COFFEE_PLUG, Devices.SINK_LEAK)
    ]
    assert plan.unmatched == ()


async def test_without_core_the_plan_is_empty(world: World) -> None:
    entry = await world.add_location()
    plan = find_migration(world.hass, entry)
    assert plan == MigrationPlan(entry)
    assert apply_migration(world.hass, plan, entity_ids=True) == NOTHING


async def test_while_our_entry_is_not_loaded_the_plan_is_empty(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """Its devices are not known then."""
    plan = find_migration(world.hass, entry)
    await world.hass.config_entries.async_unload(entry.entry_id)
    assert find_migration(world.hass, entry) == MigrationPlan(entry)
    assert apply_migration(world.hass, plan, entity_ids=True).entity_ids == 3


async def test_core_in_another_location_is_ignored(
    world: World, core: CoreHome, entry: SmartThingsConfigEntry
) -> None:
    """It may have a device of the same id, if the device was moved."""
    await world.hass.config_entries.async_remove(core.entry.entry_id)
    cabin = CoreHome(world.hass, core_entry(world.hass, CABIN_LOCATION))
    cabin.device(Devices.BEDSIDE_DIMMER, "Bedside dimmer")
    cabin.entity("light", DIMMER, "bedside")
    assert find_migration(world.hass, entry) == MigrationPlan(entry)


async def test_the_enabled_one_of_two_core_entries_counts(
    world: World, core: CoreHome, entry: SmartThingsConfigEntry, light: er.RegistryEntry
) -> None:
    """The other one may have devices and entities that are missing there."""
    await world.hass.config_entries.async_set_disabled_by(
        core.entry.entry_id, ConfigEntryDisabler.USER
    )
    second = CoreHome(world.hass, core_entry(world.hass))
    device = second.device(Devices.BEDSIDE_DIMMER, "Bedside dimmer")
    plug = second.entity(
        "switch", f"{Devices.COFFEE_PLUG}_main_switch_switch_switch", "coffee_machine"
    )
    plan = find_migration(world.hass, entry)
    assert device_pair(plan, device).ours.id in {pair.ours.id for pair in plan.devices}
    assert len(plan.devices) == 3
    assert {pair.core.id for pair in plan.entities} >= {light.id, plug.id}


async def test_an_entry_whose_login_was_never_migrated_counts_too(
    world: World, core: CoreHome, entry: SmartThingsConfigEntry, light: er.RegistryEntry
) -> None:
    """Core keeps the location of such an entry in another place."""
    world.hass.config_entries.async_update_entry(
        core.entry, unique_id="app", data={"old_data": {"location_id": HOME_LOCATION}}
    )
    assert pair_of(find_migration(world.hass, entry), light)


async def test_an_entity_without_a_counterpart_is_named(
    world: World, core: CoreHome, entry: SmartThingsConfigEntry
) -> None:
    """Our entity on another platform is named with it, but gets none of its settings."""
    core.device(Devices.SMOKE_ALARM, "Smoke alarm")
    smoke = core.entity("sensor", f"{Devices.SMOKE_ALARM}_main_smokeDetector_smoke_smoke", "smoke")
    core.entities.async_update_entity(smoke.entity_id, name="Fire", icon="mdi:fire")
    core.device("gone", "Gone")
    gone = core.entity("switch", "gone_main_switch_switch_switch", "gone")
    old = core.entity("sensor", f"{Devices.SMOKE_ALARM}.battery", "old")
    twice = core.entity("sensor", f"{POWER}_again", "coffee_power_again")
    plan = find_migration(world.hass, entry)
    sensed = ours(world, "binary_sensor", f"{Devices.SMOKE_ALARM}_main_smokeDetector_smoke")
    assert {unmatched.core.id: unmatched.alternatives for unmatched in plan.unmatched} == {
        smoke.id: (sensed.entity_id,),
        gone.id: (),
        old.id: (),
        twice.id: (),
    }
    apply_migration(world.hass, plan, entity_ids=True)
    assert ours(world, "binary_sensor", sensed.unique_id) == sensed


async def test_scenes_are_paired(
    world: World, core: CoreHome, entry: SmartThingsConfigEntry
) -> None:
    """They belong to no device in core."""
    scene = core.entity("scene", Scenes.GOOD_NIGHT, "good_night", name="Good night")
    elsewhere = core.entity("scene", Scenes.CABIN_LEAVING, "leaving", name="Leaving")
    core.entities.async_update_entity(scene.entity_id, icon="mdi:sleep")
    plan = find_migration(world.hass, entry)
    assert [unmatched.core.id for unmatched in plan.unmatched] == [elsewhere.id]
    apply_migration(world.hass, plan, entity_ids=True)
    mine = ours(world, "scene", f"{HOME_LOCATION}_scene_{Scenes.GOOD_NIGHT}")
    assert (mine.entity_id, mine.icon) == ("scene.good_night", "mdi:sleep")


async def test_a_part_with_its_own_device_is_paired(
    world: World, core: CoreHome, entry: SmartThingsConfigEntry
) -> None:
    """Core also has devices for the zones of a heat pump."""
    zone = core.device(f"{Devices.HEAT_PUMP}_INDOOR", "Heat pump INDOOR")
    core.devices.async_update_device(zone.id, name_by_user="Upstairs")
    climate = core.entity("climate", f"{Devices.HEAT_PUMP}_INDOOR", "upstairs", device="none")
    plan = find_migration(world.hass, entry)
    assert pair_of(plan, climate).ours.domain == "climate"
    assert apply_migration(world.hass, plan, entity_ids=False).devices == 1
    part = our_device(world, entry, f"{Devices.HEAT_PUMP}_INDOOR")
    assert isinstance(part, dr.ChildDeviceEntry)
    assert part.name_by_user == "Upstairs"
