"""Applying a migration plan: settings of entities and devices."""

import pytest
from homeassistant.components.homeassistant.exposed_entities import (
    async_expose_entity,
    async_should_expose,
)
from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import category_registry as cr
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers import label_registry as lr
from homeassistant.setup import async_setup_component

from custom_components.smartthings_smartapp.cloud.subscription_plan import DeviceCapability
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
    LEAK_OURS,
    NOTHING,
    POWER_OURS,
    USER,
    migrate,
    our_device,
    ours,
    pair_of,
)

# Settings of entities


async def test_all_settings_of_an_entity_move(
    world: World, core: CoreHome, entry: SmartThingsConfigEntry, power: er.RegistryEntry
) -> None:
    """Core's entity does not change."""
    area = ar.async_get(world.hass).async_create("Study")
    label = lr.async_get(world.hass).async_create("Costly")
    category = cr.async_get(world.hass).async_create(scope="test", name="Meters")
    registry = core.entities
    chosen = registry.async_update_entity(
        power.entity_id,
        name="Consumption",
        icon="mdi:coffee",
        area_id=area.id,
        labels={label.label_id},
        categories={"test": category.category_id},
        aliases=["coffee power", er.COMPUTED_NAME],
        device_class="apparent_power",
        hidden_by=er.RegistryEntryHider.USER,
    )
    registry.async_update_entity_options(
        power.entity_id, "sensor", {"display_precision": 1, "suggested_display_precision": 2}
    )
    chosen = core.now(power)
    assert migrate(world, entry) == MigrationResult(0, 1, 0, ())
    mine = ours(world, "sensor", POWER_OURS)
    for key in (
        "name",
        "icon",
        "area_id",
        "labels",
        "categories",
        "aliases",
        "device_class",
        "hidden_by",
    ):
        assert getattr(mine, key) == getattr(chosen, key), key
    assert mine.options["sensor"]["display_precision"] == 1
    assert core.now(power) == chosen
    assert world.hass.states.get(mine.entity_id) is not None


async def test_defaults_of_core_do_not_move(
    world: World, core: CoreHome, entry: SmartThingsConfigEntry, power: er.RegistryEntry
) -> None:
    """They are names, classes, categories, and entities disabled or hidden by default."""
    core.entities.async_update_entity(
        power.entity_id,
        original_name="Another",
        original_icon="mdi:coffee",
        disabled_by=er.RegistryEntryDisabler.INTEGRATION,
        hidden_by=er.RegistryEntryHider.INTEGRATION,
    )
    core.entities.async_update_entity_options(
        power.entity_id, "sensor", {"suggested_display_precision": 7}
    )
    before = ours(world, "sensor", POWER_OURS)
    assert migrate(world, entry) == NOTHING
    assert ours(world, "sensor", POWER_OURS) == before


async def test_settings_of_our_entity_stay(
    world: World, core: CoreHome, entry: SmartThingsConfigEntry, power: er.RegistryEntry
) -> None:
    """Only labels and categories are added."""
    labels = lr.async_get(world.hass)
    categories = cr.async_get(world.hass)
    areas = ar.async_get(world.hass)
    old, new = (labels.async_create(name).label_id for name in ("Old", "New"))
    kinds = {
        scope: categories.async_create(scope=scope, name="Meters").category_id
        for scope in ("one", "two")
    }
    core.entities.async_update_entity(
        power.entity_id,
        name="Consumption",
        icon="mdi:coffee",
        area_id=areas.async_create("Study").id,
        labels={old},
        categories=kinds,
        aliases=["coffee power"],
        device_class="apparent_power",
    )
    core.entities.async_update_entity_options(
        power.entity_id, "sensor", {"display_precision": 1, "unit_of_measurement": "kW"}
    )
    mine = ours(world, "sensor", POWER_OURS)
    before = core.entities.async_update_entity(
        mine.entity_id,
        name="Power of mine",
        icon="mdi:flash",
        area_id=areas.async_create("Attic").id,
        labels={new},
        categories={"one": "other"},
        aliases=["mine"],
        device_class="power",
    )
    core.entities.async_update_entity_options(mine.entity_id, "sensor", {"display_precision": 3})
    assert migrate(world, entry) == MigrationResult(0, 1, 0, ())
    after = ours(world, "sensor", POWER_OURS)
    for key in ("name", "icon", "area_id", "aliases", "device_class"):
        assert getattr(after, key) == getattr(before, key), key
    assert after.labels == {old, new}
    assert after.categories == {"one": "other", "two": kinds["two"]}
    assert after.options["sensor"]["display_precision"] == 3
    assert after.options["sensor"]["unit_of_measurement"] == "kW"
    assert world.hass.states.get(after.entity_id) is not None


async def test_an_entity_with_only_the_name_of_its_device_gets_no_area(
    world: World, core: CoreHome, entry: SmartThingsConfigEntry, light: er.RegistryEntry
) -> None:
    """Home Assistant rejects it, even if core's entity has one; other settings move."""
    area = ar.async_get(world.hass).async_create("Study")
    core.entities.async_update_entity(light.entity_id, original_name="Light")
    core.entities.async_update_entity(light.entity_id, area_id=area.id, icon="mdi:lamp")
    core.entities.async_update_entity(light.entity_id, original_name=None)
    assert migrate(world, entry) == MigrationResult(0, 1, 0, ())
    mine = ours(world, "light", DIMMER_OURS)
    assert (mine.icon, mine.area_id) == ("mdi:lamp", None)


async def test_an_entity_that_gets_a_name_gets_an_area_too(
    world: World, core: CoreHome, entry: SmartThingsConfigEntry, light: er.RegistryEntry
) -> None:
    area = ar.async_get(world.hass).async_create("Study")
    core.entities.async_update_entity(light.entity_id, name="Reading", area_id=area.id)
    assert migrate(world, entry) == MigrationResult(0, 1, 0, ())
    mine = ours(world, "light", DIMMER_OURS)
    assert (mine.name, mine.area_id) == ("Reading", area.id)


async def test_a_different_exposure_to_assistants_moves(
    world: World,
    core: CoreHome,
    entry: SmartThingsConfigEntry,
    light: er.RegistryEntry,
    power: er.RegistryEntry,
    leak: er.RegistryEntry,
) -> None:
    """The defaults are the same for both, so a difference is the user's choice."""
    hass = world.hass
    assert await async_setup_component(hass, "homeassistant", {})
    async_expose_entity(hass, "conversation", light.entity_id, should_expose=False)
    async_expose_entity(hass, "cloud.alexa", power.entity_id, should_expose=True)
    assert async_should_expose(hass, "conversation", leak.entity_id) is False
    plan = find_migration(hass, entry)
    assert pair_of(plan, light).exposed == {"conversation": False}
    assert pair_of(plan, power).exposed == {"cloud.alexa": True}
    assert pair_of(plan, leak).exposed == {}
    assert apply_migration(hass, plan, entity_ids=False) == MigrationResult(0, 2, 0, ())
    assert not async_should_expose(
        hass, "conversation", ours(world, "light", DIMMER_OURS).entity_id
    )
    assert async_should_expose(hass, "cloud.alexa", ours(world, "sensor", POWER_OURS).entity_id)
    assert migrate(world, entry) == NOTHING


async def test_an_entity_that_is_disabled_in_core_is_disabled_and_not_subscribed(
    world: World, core: CoreHome, entry: SmartThingsConfigEntry, leak: er.RegistryEntry
) -> None:
    pair = DeviceCapability(Devices.SINK_LEAK, "waterSensor")
    subscriptions = entry.runtime_data.parts.subscriptions
    assert subscriptions.plan is not None
    assert pair in subscriptions.plan.pairs
    core.entities.async_update_entity(leak.entity_id, disabled_by=USER)
    assert migrate(world, entry) == MigrationResult(0, 1, 0, ())
    await world.settle()
    mine = ours(world, "binary_sensor", LEAK_OURS)
    assert mine.disabled_by is USER
    assert world.hass.states.get(mine.entity_id) is None
    assert pair not in subscriptions.plan.pairs


# Devices


async def test_all_settings_of_a_device_move(
    world: World, core: CoreHome, entry: SmartThingsConfigEntry
) -> None:
    """The area replaces that of the room, which our device has unless the user moved it."""
    attic = ar.async_get(world.hass).async_create("Attic")
    label = lr.async_get(world.hass).async_create("Warm").label_id
    device = core.device(Devices.BEDSIDE_DIMMER, "Bedside dimmer")
    core.devices.async_update_device(
        device.id, name_by_user="Reading lamp", area_id=attic.id, labels={label}
    )
    rooms = await entry.runtime_data.parts.coordinator.reads.read_rooms()
    plan = find_migration(world.hass, entry, rooms)
    assert apply_migration(world.hass, plan, entity_ids=False) == MigrationResult(1, 0, 0, ())
    mine = our_device(world, entry, Devices.BEDSIDE_DIMMER)
    assert (mine.name_by_user, mine.area_id, mine.labels) == ("Reading lamp", attic.id, {label})
    again = find_migration(world.hass, entry, rooms)
    assert apply_migration(world.hass, again, entity_ids=False) == NOTHING


async def test_settings_of_our_device_stay(
    world: World, core: CoreHome, entry: SmartThingsConfigEntry
) -> None:
    """Only labels are added."""
    areas, labels = ar.async_get(world.hass), lr.async_get(world.hass)
    attic, cellar = (areas.async_create(name).id for name in ("Attic", "Cellar"))
    old, new = (labels.async_create(name).label_id for name in ("Old", "New"))
    device = core.device(Devices.BEDSIDE_DIMMER, "Bedside dimmer")
    core.devices.async_update_device(
        device.id, name_by_user="Reading lamp", area_id=attic, labels={old}
    )
    mine = our_device(world, entry, Devices.BEDSIDE_DIMMER)
    core.devices.async_update_device(mine.id, name_by_user="Mine", area_id=cellar, labels={new})
    rooms = await entry.runtime_data.parts.coordinator.reads.read_rooms()
    apply_migration(world.hass, find_migration(world.hass, entry, rooms), entity_ids=False)
    mine = our_device(world, entry, Devices.BEDSIDE_DIMMER)
    assert (mine.name_by_user, mine.area_id, mine.labels) == ("Mine", cellar, {old, new})


async def test_without_the_rooms_only_a_device_without_an_area_gets_one(
    world: World, core: CoreHome, entry: SmartThingsConfigEntry
) -> None:
    """It is not known then whether the user moved our device."""
    attic = ar.async_get(world.hass).async_create("Attic")
    device = core.device(Devices.BEDSIDE_DIMMER, "Bedside dimmer")
    core.devices.async_update_device(device.id, area_id=attic.id)
    assert migrate(world, entry) == NOTHING
    mine = our_device(world, entry, Devices.BEDSIDE_DIMMER)
    core.devices.async_update_device(mine.id, area_id=None)
    assert migrate(world, entry) == MigrationResult(1, 0, 0, ())
    assert our_device(world, entry, Devices.BEDSIDE_DIMMER).area_id == attic.id


async def test_a_device_that_is_disabled_in_core_is_disabled(
    world: World, core: CoreHome, entry: SmartThingsConfigEntry, leak: er.RegistryEntry
) -> None:
    """Its entities are disabled by the device, and do not change apart from that."""
    device = core.device(Devices.SINK_LEAK, "Under the sink")
    core.devices.async_update_device(device.id, disabled_by=dr.DeviceEntryDisabler.USER)
    assert migrate(world, entry, entity_ids=True) == MigrationResult(1, 0, 3, ())
    await world.settle()
    assert our_device(world, entry, Devices.SINK_LEAK).disabled_by is dr.DeviceEntryDisabler.USER
    mine = ours(world, "binary_sensor", LEAK_OURS)
    assert mine.disabled_by is er.RegistryEntryDisabler.DEVICE
    plan = entry.runtime_data.parts.subscriptions.plan
    assert plan is not None
    assert not [pair for pair in plan.pairs if pair.device_id == Devices.SINK_LEAK]


@pytest.mark.parametrize("disabler", [None, ConfigEntryDisabler.USER])
async def test_core_may_be_disabled_or_not_loaded(
    world: World,
    core: CoreHome,
    entry: SmartThingsConfigEntry,
    light: er.RegistryEntry,
    disabler: ConfigEntryDisabler | None,
) -> None:
    """A disabled entry does not mean that the user disabled its entities."""
    await world.hass.config_entries.async_set_disabled_by(core.entry.entry_id, disabler)
    core.entities.async_update_entity(light.entity_id, name="Reading")
    assert migrate(world, entry, entity_ids=True) == MigrationResult(0, 1, 3, ())
    mine = ours(world, "light", DIMMER_OURS)
    assert (mine.name, mine.entity_id, mine.disabled_by) == ("Reading", "light.bedside", None)
