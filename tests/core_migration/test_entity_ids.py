"""Applying a migration plan: entity ids, and failures."""

import pytest
from homeassistant.core import Event, callback
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er

from custom_components.smartthings_smartapp.core_migration.apply import apply_migration
from custom_components.smartthings_smartapp.core_migration.plan import (
    MigrationResult,
)
from custom_components.smartthings_smartapp.core_migration.search import find_migration
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from simulator.devices.ids import Devices
from tests.common.core_home import CoreHome
from tests.common.world import World

from .migration import (
    DIMMER_OURS,
    NOTHING,
    POWER_OURS,
    USER,
    changing,
    migrate,
    our_device,
    ours,
    pair_of,
)

# Entity ids


@pytest.mark.parametrize("is_loaded", [True, False])
async def test_our_entity_gets_the_id_and_receives_events_under_it(
    world: World,
    core: CoreHome,
    entry: SmartThingsConfigEntry,
    light: er.RegistryEntry,
    is_loaded: bool,  # noqa: FBT001 (pytest passes parameters by name)
) -> None:
    """Core's entity, loaded or not, is renamed first and stays."""
    before = core.now(light), ours(world, "light", DIMMER_OURS)
    assert migrate(world, entry) == NOTHING
    assert (core.now(light), ours(world, "light", DIMMER_OURS)) == before
    if is_loaded:
        await core.load(light)
    else:
        # Home Assistant does this at its start with entities that are not loaded yet.
        light.write_unavailable_state(world.hass)
    assert migrate(world, entry, entity_ids=True) == MigrationResult(0, 0, 3, ())
    await world.settle()
    assert core.now(light).entity_id == "light.bedside_smartthings"
    assert world.state("light.bedside_smartthings") == ("unknown" if is_loaded else "unavailable")
    assert ours(world, "light", DIMMER_OURS).entity_id == "light.bedside"
    for value in ("on", "off"):
        world.simulator.home.set_attribute(
            Devices.BEDSIDE_DIMMER, "main", "switch", "switch", value
        )
        await world.settle()
        assert world.state("light.bedside") == value
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    assert world.state("light.bedside") == "off"


async def test_a_taken_id_gets_a_number(
    world: World, core: CoreHome, entry: SmartThingsConfigEntry, light: er.RegistryEntry
) -> None:
    """A state and a registered entity have the next two ids."""
    world.hass.states.async_set("light.bedside_smartthings", "on")
    core.entities.async_get_or_create(
        "light", "other", "other", suggested_object_id="bedside_smartthings_2"
    )
    migrate(world, entry, entity_ids=True)
    assert core.now(light).entity_id == "light.bedside_smartthings_3"
    assert ours(world, "light", DIMMER_OURS).entity_id == "light.bedside"


async def test_applying_twice_changes_nothing_more(
    world: World, core: CoreHome, entry: SmartThingsConfigEntry, light: er.RegistryEntry
) -> None:
    """Neither the old plan nor a new one has an effect."""
    core.entities.async_update_entity(light.entity_id, name="Reading")
    plan = find_migration(world.hass, entry)
    assert apply_migration(world.hass, plan, entity_ids=True) == MigrationResult(0, 1, 3, ())
    await world.settle()
    before = dict(core.entities.entities)
    assert apply_migration(world.hass, plan, entity_ids=True) == NOTHING
    again = find_migration(world.hass, entry)
    assert len(again.entities) == 3
    assert changing(again.entities) == []
    assert apply_migration(world.hass, again, entity_ids=True) == NOTHING
    assert dict(core.entities.entities) == before


async def test_ids_that_the_user_gave_back_can_be_taken_again(
    world: World, core: CoreHome, entry: SmartThingsConfigEntry, light: er.RegistryEntry
) -> None:
    """While core's entity still has the new id, its id is not taken."""
    migrate(world, entry, entity_ids=True)
    await world.settle()
    registry = core.entities
    registry.async_update_entity("light.bedside", new_entity_id="light.mine")
    await world.settle()
    assert migrate(world, entry, entity_ids=True) == NOTHING
    registry.async_update_entity("light.bedside_smartthings", new_entity_id="light.bedside")
    assert migrate(world, entry, entity_ids=True) == MigrationResult(0, 0, 1, ())
    assert ours(world, "light", DIMMER_OURS).entity_id == "light.bedside"


async def test_the_id_of_a_later_core_entity_is_not_taken(
    world: World, core: CoreHome, entry: SmartThingsConfigEntry, light: er.RegistryEntry
) -> None:
    """It is our id with a number."""
    mine = ours(world, "light", DIMMER_OURS)
    core.entities.async_update_entity(light.entity_id, new_entity_id=f"{mine.entity_id}_2")
    assert pair_of(find_migration(world.hass, entry), light).entity_id is None


async def test_an_entity_that_is_disabled_by_default_is_enabled_with_the_id(
    world: World, core: CoreHome, entry: SmartThingsConfigEntry, light: er.RegistryEntry
) -> None:
    """The id had an enabled entity, which would be missing; the device has to be enabled for it."""
    registry = core.entities
    mine = ours(world, "light", DIMMER_OURS)
    registry.async_update_entity(mine.entity_id, disabled_by=er.RegistryEntryDisabler.INTEGRATION)
    device = our_device(world, entry, Devices.BEDSIDE_DIMMER)
    core.devices.async_update_device(device.id, disabled_by=dr.DeviceEntryDisabler.USER)
    pair = pair_of(find_migration(world.hass, entry), light)
    assert (pair.entity_id, pair.enables) == (None, False)
    core.devices.async_update_device(device.id, disabled_by=None)
    assert migrate(world, entry) == NOTHING
    assert migrate(world, entry, entity_ids=True) == MigrationResult(0, 0, 3, ())
    mine = ours(world, "light", DIMMER_OURS)
    assert (mine.entity_id, mine.disabled_by) == ("light.bedside", None)


async def test_an_entity_that_the_user_disabled_gets_no_id_of_an_enabled_one(
    world: World, core: CoreHome, entry: SmartThingsConfigEntry, light: er.RegistryEntry
) -> None:
    """It gets the id of a disabled one."""
    registry = core.entities
    mine = ours(world, "light", DIMMER_OURS)
    registry.async_update_entity(mine.entity_id, disabled_by=USER)
    assert migrate(world, entry, entity_ids=True) == MigrationResult(0, 0, 2, ())
    assert core.now(light).entity_id == "light.bedside"
    registry.async_update_entity(light.entity_id, disabled_by=USER)
    assert migrate(world, entry, entity_ids=True) == MigrationResult(0, 0, 1, ())
    assert ours(world, "light", DIMMER_OURS).entity_id == "light.bedside"


# Failures


async def test_a_pair_that_fails_does_not_affect_others(
    world: World,
    core: CoreHome,
    entry: SmartThingsConfigEntry,
    light: er.RegistryEntry,
    power: er.RegistryEntry,
    leak: er.RegistryEntry,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The reasons are a removed device, a rejection by Home Assistant, and a taken id."""
    hass, registry = world.hass, core.entities
    for entity in (light, power, leak):
        registry.async_update_entity(entity.entity_id, name="New", icon="mdi:star")
    for identifier in (Devices.SINK_LEAK, Devices.COFFEE_PLUG):
        device = core.device(identifier, "Of core")
        core.devices.async_update_device(device.id, name_by_user=f"Mine {identifier}")
    plan = find_migration(hass, entry)
    core.devices.async_remove_device(our_device(world, entry, Devices.SINK_LEAK).id)
    hass.states.async_set("sensor.coffee_power", "12")
    registry.async_update_entity("sensor.coffee_power", disabled_by=USER)
    done = apply_migration(hass, plan, entity_ids=True)
    assert done.failed == (
        f"Mine {Devices.SINK_LEAK}",
        "binary_sensor.sink",
        "sensor.coffee_power",
    )
    assert (done.devices, done.entities, done.entity_ids) == (1, 2, 1)
    assert ours(world, "light", DIMMER_OURS).entity_id == "light.bedside"
    assert core.now(leak).entity_id == "binary_sensor.sink"
    assert core.now(power).entity_id == "sensor.coffee_power"
    assert "sensor.coffee_power could not be migrated" in caplog.text
    assert "Traceback" not in caplog.text


async def test_a_rejection_by_home_assistant_is_named(
    world: World, core: CoreHome, entry: SmartThingsConfigEntry, power: er.RegistryEntry
) -> None:
    """It rejects an area for an entity with only the name of its device."""
    area = ar.async_get(world.hass).async_create("Study")
    core.entities.async_update_entity(power.entity_id, area_id=area.id)
    plan = find_migration(world.hass, entry)
    mine = ours(world, "sensor", POWER_OURS)
    core.entities.async_update_entity(mine.entity_id, name="")
    done = apply_migration(world.hass, plan, entity_ids=True)
    assert done == MigrationResult(0, 0, 3, (power.entity_id,))


async def test_an_id_that_something_else_takes_is_named(
    world: World,
    core: CoreHome,
    entry: SmartThingsConfigEntry,
    light: er.RegistryEntry,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Core's entity is renamed by then, as the log says.

    After it is renamed back, a retry works.
    """

    @callback
    def grab(event: Event[er.EventEntityRegistryUpdatedData]) -> None:
        if event.data["entity_id"] == "light.bedside_smartthings":
            world.hass.states.async_set("light.bedside", "on")

    before = ours(world, "light", DIMMER_OURS)
    stop = world.hass.bus.async_listen(er.EVENT_ENTITY_REGISTRY_UPDATED, grab)
    assert migrate(world, entry, entity_ids=True) == MigrationResult(0, 0, 2, ("light.bedside",))
    stop()
    assert core.now(light).entity_id == "light.bedside_smartthings"
    assert ours(world, "light", DIMMER_OURS).entity_id == before.entity_id
    assert "Core's light.bedside is now light.bedside_smartthings" in caplog.text
    assert migrate(world, entry, entity_ids=True) == NOTHING
    world.hass.states.async_remove("light.bedside")
    core.entities.async_update_entity("light.bedside_smartthings", new_entity_id="light.bedside")
    assert migrate(world, entry, entity_ids=True) == MigrationResult(0, 0, 1, ())


async def test_an_id_that_core_gave_up_by_then_is_named(
    world: World, core: CoreHome, entry: SmartThingsConfigEntry, light: er.RegistryEntry
) -> None:
    plan = find_migration(world.hass, entry)
    core.entities.async_update_entity(light.entity_id, new_entity_id="light.other")
    done = apply_migration(world.hass, plan, entity_ids=True)
    assert done == MigrationResult(0, 0, 2, ("light.bedside",))
    assert core.now(light).entity_id == "light.other"
