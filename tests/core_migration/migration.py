"""Pairs of a migration, and their current state in the registries."""

from collections.abc import Iterable

from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.core_migration.apply import apply_migration
from custom_components.smartthings_smartapp.core_migration.plan import (
    DevicePair,
    EntityPair,
    MigrationPlan,
    MigrationResult,
)
from custom_components.smartthings_smartapp.core_migration.search import find_migration
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from simulator.devices.ids import Devices
from tests.common.world import World

DIMMER = f"{Devices.BEDSIDE_DIMMER}_main"
DIMMER_OURS = f"{DIMMER}_switch_light"
POWER = f"{Devices.COFFEE_PLUG}_main_powerMeter_power_power"
POWER_OURS = f"{Devices.COFFEE_PLUG}_main_powerMeter_power"
LEAK = f"{Devices.SINK_LEAK}_main_waterSensor_water_water"
LEAK_OURS = f"{Devices.SINK_LEAK}_main_waterSensor_water"
NOTHING = MigrationResult(0, 0, 0, ())
USER = er.RegistryEntryDisabler.USER


def ours(world: World, platform: str, unique_id: str) -> er.RegistryEntry:
    """Return the current registry entry of our entity."""
    registry = er.async_get(world.hass)
    entity_id = registry.async_get_entity_id(platform, DOMAIN, unique_id)
    assert entity_id is not None, unique_id
    found = registry.async_get(entity_id)
    assert found is not None
    return found


def our_device(world: World, entry: SmartThingsConfigEntry, identifier: str) -> dr.AnyDeviceEntry:
    """Return the current registry entry of our device, or of a part of it."""
    registry = dr.async_get(world.hass)
    found = registry.async_get_device_by_identifier(
        (DOMAIN, identifier), entry.entry_id
    ) or registry.async_get_child_device_by_identifier((DOMAIN, identifier), entry.entry_id)
    assert found is not None
    return found


def pair_of(plan: MigrationPlan, entity: er.RegistryEntry) -> EntityPair:
    """Return the only pair with an entity of core."""
    (found,) = (pair for pair in plan.entities if pair.core.id == entity.id)
    return found


def device_pair(plan: MigrationPlan, device: dr.DeviceEntry) -> DevicePair:
    """Return the only pair with a device of core."""
    (found,) = (pair for pair in plan.devices if pair.core.id == device.id)
    return found


def migrate(
    world: World, entry: SmartThingsConfigEntry, *, entity_ids: bool = False
) -> MigrationResult:
    """Find a plan and apply it."""
    return apply_migration(world.hass, find_migration(world.hass, entry), entity_ids=entity_ids)


def changing(pairs: Iterable[EntityPair]) -> list[EntityPair]:
    """Return the pairs with any change."""
    return [pair for pair in pairs if pair.has_settings or pair.entity_id]
