"""Migration from Home Assistant's own integration: what moves, and what stays."""

from collections.abc import Iterable

import pytest
from homeassistant.components.homeassistant.exposed_entities import (
    async_expose_entity,
    async_should_expose,
)
from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.core import Event, callback
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import category_registry as cr
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers import label_registry as lr
from homeassistant.setup import async_setup_component

from custom_components.smartthings_smartapp.cloud.subscription_plan import DeviceCapability
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
from simulator.devices.ids import CABIN_LOCATION, HOME_LOCATION, Devices, Scenes
from tests.common.core_home import CoreHome, core_entry
from tests.common.world import World

DIMMER = f"{Devices.BEDSIDE_DIMMER}_main"
DIMMER_OURS = f"{DIMMER}_switch_light"
POWER = f"{Devices.COFFEE_PLUG}_main_powerMeter_power_power"
POWER_OURS = f"{Devices.COFFEE_PLUG}_main_powerMeter_power"
LEAK = f"{Devices.SINK_LEAK}_main_waterSensor_water_water"
LEAK_OURS = f"{Devices.SINK_LEAK}_main_waterSensor_water"
NOTHING = MigrationResult(0, 0, 0, ())
USER = er.RegistryEntryDisabler.USER
_NEEDED = {
    Devices.BEDSIDE_DIMMER,
    Devices.COFFEE_PLUG,
    Devices.HEAT_PUMP,
    Devices.SINK_LEAK,
    Devices.SMOKE_ALARM,
}


@pytest.fixture
def core(world: World) -> CoreHome:
    """Return core's older entry for the location, with three of its devices.

    The location has only the devices that these tests need, so that its set-up is fast.
    """
    home = world.simulator.home
    for device_id in home.devices.keys() - _NEEDED:
        home.remove_device(device_id)
    core = CoreHome(world.hass, core_entry(world.hass))
    core.device(Devices.BEDSIDE_DIMMER, "Bedside dimmer", "Bedroom")
    core.device(Devices.COFFEE_PLUG, "Coffee machine", "Kitchen")
    core.device(Devices.SINK_LEAK, "Under the sink", "Kitchen")
    return core


@pytest.fixture
def light(core: CoreHome) -> er.RegistryEntry:
    """Return core's light of the dimmer, which has only the name of the device."""
    return core.entity("light", DIMMER, "bedside")


@pytest.fixture
def power(core: CoreHome) -> er.RegistryEntry:
    """Return core's power sensor of the plug."""
    return core.entity("sensor", POWER, "coffee_power", name="Power")


@pytest.fixture
def leak(core: CoreHome) -> er.RegistryEntry:
    """Return core's leak sensor."""
    return core.entity("binary_sensor", LEAK, "sink", name="Moisture")


@pytest.fixture
async def entry(
    world: World,
    core: CoreHome,
    light: er.RegistryEntry,
    power: er.RegistryEntry,
    leak: er.RegistryEntry,
) -> SmartThingsConfigEntry:
    """Set the location up in addition to core."""
    return await world.add_location()


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


def take_over(
    world: World, entry: SmartThingsConfigEntry, *, entity_ids: bool = False
) -> MigrationResult:
    """Find a plan and apply it."""
    return apply_migration(world.hass, find_migration(world.hass, entry), entity_ids=entity_ids)


def changing(pairs: Iterable[EntityPair]) -> list[EntityPair]:
    """Return the pairs with any change."""
    return [pair for pair in pairs if pair.has_settings or pair.entity_id]


# Pairs


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
    assert take_over(world, entry) == MigrationResult(0, 1, 0, ())
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
    assert take_over(world, entry) == NOTHING
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
    assert take_over(world, entry) == MigrationResult(0, 1, 0, ())
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
    assert take_over(world, entry) == MigrationResult(0, 1, 0, ())
    mine = ours(world, "light", DIMMER_OURS)
    assert (mine.icon, mine.area_id) == ("mdi:lamp", None)


async def test_an_entity_that_gets_a_name_gets_an_area_too(
    world: World, core: CoreHome, entry: SmartThingsConfigEntry, light: er.RegistryEntry
) -> None:
    area = ar.async_get(world.hass).async_create("Study")
    core.entities.async_update_entity(light.entity_id, name="Reading", area_id=area.id)
    assert take_over(world, entry) == MigrationResult(0, 1, 0, ())
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
    assert take_over(world, entry) == NOTHING


async def test_an_entity_that_is_disabled_in_core_is_disabled_and_not_subscribed(
    world: World, core: CoreHome, entry: SmartThingsConfigEntry, leak: er.RegistryEntry
) -> None:
    pair = DeviceCapability(Devices.SINK_LEAK, "waterSensor")
    subscriptions = entry.runtime_data.parts.subscriptions
    assert subscriptions.plan is not None
    assert pair in subscriptions.plan.pairs
    core.entities.async_update_entity(leak.entity_id, disabled_by=USER)
    assert take_over(world, entry) == MigrationResult(0, 1, 0, ())
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
    assert take_over(world, entry) == NOTHING
    mine = our_device(world, entry, Devices.BEDSIDE_DIMMER)
    core.devices.async_update_device(mine.id, area_id=None)
    assert take_over(world, entry) == MigrationResult(1, 0, 0, ())
    assert our_device(world, entry, Devices.BEDSIDE_DIMMER).area_id == attic.id


async def test_a_device_that_is_disabled_in_core_is_disabled(
    world: World, core: CoreHome, entry: SmartThingsConfigEntry, leak: er.RegistryEntry
) -> None:
    """Its entities are disabled by the device, and do not change apart from that."""
    device = core.device(Devices.SINK_LEAK, "Under the sink")
    core.devices.async_update_device(device.id, disabled_by=dr.DeviceEntryDisabler.USER)
    assert take_over(world, entry, entity_ids=True) == MigrationResult(1, 0, 3, ())
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
    assert take_over(world, entry, entity_ids=True) == MigrationResult(0, 1, 3, ())
    mine = ours(world, "light", DIMMER_OURS)
    assert (mine.name, mine.entity_id, mine.disabled_by) == ("Reading", "light.bedside", None)


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
    assert take_over(world, entry) == NOTHING
    assert (core.now(light), ours(world, "light", DIMMER_OURS)) == before
    if is_loaded:
        await core.load(light)
    else:
        # Home Assistant does this at its start with entities that are not loaded yet.
        light.write_unavailable_state(world.hass)
    assert take_over(world, entry, entity_ids=True) == MigrationResult(0, 0, 3, ())
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
    take_over(world, entry, entity_ids=True)
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
    take_over(world, entry, entity_ids=True)
    await world.settle()
    registry = core.entities
    registry.async_update_entity("light.bedside", new_entity_id="light.mine")
    await world.settle()
    assert take_over(world, entry, entity_ids=True) == NOTHING
    registry.async_update_entity("light.bedside_smartthings", new_entity_id="light.bedside")
    assert take_over(world, entry, entity_ids=True) == MigrationResult(0, 0, 1, ())
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
    assert take_over(world, entry) == NOTHING
    assert take_over(world, entry, entity_ids=True) == MigrationResult(0, 0, 3, ())
    mine = ours(world, "light", DIMMER_OURS)
    assert (mine.entity_id, mine.disabled_by) == ("light.bedside", None)


async def test_an_entity_that_the_user_disabled_gets_no_id_of_an_enabled_one(
    world: World, core: CoreHome, entry: SmartThingsConfigEntry, light: er.RegistryEntry
) -> None:
    """It gets the id of a disabled one."""
    registry = core.entities
    mine = ours(world, "light", DIMMER_OURS)
    registry.async_update_entity(mine.entity_id, disabled_by=USER)
    assert take_over(world, entry, entity_ids=True) == MigrationResult(0, 0, 2, ())
    assert core.now(light).entity_id == "light.bedside"
    registry.async_update_entity(light.entity_id, disabled_by=USER)
    assert take_over(world, entry, entity_ids=True) == MigrationResult(0, 0, 1, ())
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
    assert take_over(world, entry, entity_ids=True) == MigrationResult(0, 0, 2, ("light.bedside",))
    stop()
    assert core.now(light).entity_id == "light.bedside_smartthings"
    assert ours(world, "light", DIMMER_OURS).entity_id == before.entity_id
    assert "Core's light.bedside is now light.bedside_smartthings" in caplog.text
    assert take_over(world, entry, entity_ids=True) == NOTHING
    world.hass.states.async_remove("light.bedside")
    core.entities.async_update_entity("light.bedside_smartthings", new_entity_id="light.bedside")
    assert take_over(world, entry, entity_ids=True) == MigrationResult(0, 0, 1, ())


async def test_an_id_that_core_gave_up_by_then_is_named(
    world: World, core: CoreHome, entry: SmartThingsConfigEntry, light: er.RegistryEntry
) -> None:
    plan = find_migration(world.hass, entry)
    core.entities.async_update_entity(light.entity_id, new_entity_id="light.other")
    done = apply_migration(world.hass, plan, entity_ids=True)
    assert done == MigrationResult(0, 0, 2, ("light.bedside",))
    assert core.now(light).entity_id == "light.other"
