"""The preview of a migration."""

from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import category_registry as cr
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers import label_registry as lr
from homeassistant.setup import async_setup_component

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.core_migration.apply import apply_migration
from custom_components.smartthings_smartapp.core_migration.preview import (
    Aspect,
    Group,
    Preview,
    Row,
    preview_migration,
    preview_texts,
)
from custom_components.smartthings_smartapp.core_migration.search import find_migration
from simulator.devices.ids import Devices
from tests.common.core_home import CoreHome, core_entry
from tests.common.world import World

PLUG = f"{Devices.COFFEE_PLUG}_main"
SWITCH = "switch.coffee"
ENERGY = "sensor.energy"
POWER = "sensor.power"
VOLTAGE = "sensor.voltage"
OURS = {
    SWITCH: f"{PLUG}_switch_switch",
    ENERGY: f"{PLUG}_energyMeter_energy",
    POWER: f"{PLUG}_powerMeter_power",
    VOLTAGE: f"{PLUG}_voltageMeasurement_voltage",
}


def core_of(world: World) -> CoreHome:
    """Create a location with one device, which core has too."""
    for device_id in world.simulator.home.devices.keys() - {Devices.COFFEE_PLUG}:
        world.simulator.home.remove_device(device_id)
    core = CoreHome(world.hass, core_entry(world.hass))
    core.device(Devices.COFFEE_PLUG, "Coffee machine")
    core.entity("switch", f"{PLUG}_switch_switch_switch", "coffee")
    core.entity("sensor", f"{PLUG}_energyMeter_energy_energy", "energy", name="Energy")
    core.entity("sensor", f"{PLUG}_powerMeter_power_power", "power", name="Power")
    core.entity("sensor", f"{PLUG}_voltageMeasurement_voltage_voltage", "voltage", name="Voltage")
    core.entity("button", "gone_main_a_b", "gone")
    return core


def choose(hass: HomeAssistant, core: CoreHome) -> None:
    """Change all settings that a user can change in core."""
    area = ar.async_get(hass).async_create("Study").id
    labels = {lr.async_get(hass).async_create(name).label_id for name in ("Two", "One")}
    category = cr.async_get(hass).async_create(scope="test", name="Meters").category_id
    core.entities.async_update_entity(
        POWER,
        name="Consumption",
        area_id=area,
        icon="mdi:coffee",
        device_class="apparent_power",
        aliases=["coffee power", er.COMPUTED_NAME],
        labels=labels,
        categories={"test": category, "gone": "gone"},
        hidden_by=er.RegistryEntryHider.USER,
    )
    core.entities.async_update_entity_options(POWER, "sensor", {"display_precision": 1})
    core.entities.async_update_entity(
        ENERGY, area_id="gone", disabled_by=er.RegistryEntryDisabler.USER
    )
    async_expose_entity(hass, "conversation", SWITCH, should_expose=False)
    async_expose_entity(hass, "cloud.alexa", POWER, should_expose=True)
    core.devices.async_update_device(
        core.device(Devices.COFFEE_PLUG, "Coffee machine").id,
        name_by_user="Espresso",
        area_id=area,
        labels=labels,
    )


async def test_every_change_has_a_row_with_names(world: World) -> None:
    """Rows with only a changed entity id come last.

    After the migration, no row is left.
    """
    hass = world.hass
    assert await async_setup_component(hass, "homeassistant", {})
    core = core_of(world)
    choose(hass, core)
    entry = await world.add_location()
    ours: dict[str, str] = {}
    for entity_id, unique_id in OURS.items():
        mine = core.entities.async_get_entity_id(entity_id.split(".")[0], DOMAIN, unique_id)
        assert mine is not None
        ours[entity_id] = mine
    core.entities.async_update_entity(
        ours[VOLTAGE], disabled_by=er.RegistryEntryDisabler.INTEGRATION
    )
    device = entry.runtime_data.parts.registrar.registry_id(Devices.COFFEE_PLUG)
    assert device is not None
    core.devices.async_update_device(device, area_id=None)

    preview = preview_migration(hass, find_migration(hass, entry))

    expected: dict[str, dict[Aspect, str]] = {
        SWITCH: {Aspect.ASSISTANTS: "-Assist"},
        ENERGY: {Aspect.AREA: "gone", Aspect.DISABLED: ""},
        POWER: {
            Aspect.NAME: "Consumption",
            Aspect.AREA: "Study",
            Aspect.ICON: "mdi:coffee",
            Aspect.DEVICE_CLASS: "apparent_power",
            Aspect.ALIASES: "coffee power",
            Aspect.LABELS: "One, Two",
            Aspect.CATEGORIES: "Meters",
            Aspect.HIDDEN: "",
            Aspect.OPTIONS: "",
            Aspect.ASSISTANTS: "+Amazon Alexa",
        },
        VOLTAGE: {Aspect.ENABLED: ""},
    }
    assert {row.core: (row.ours, row.values) for row in preview.rows} == {
        entity_id: (
            ours[entity_id],
            {**values, Aspect.ENTITY_ID: f"`{ours[entity_id]}`"},
        )
        for entity_id, values in expected.items()
    }
    assert [row.has_settings for row in preview.rows] == [True, True, True, False]
    values = {Aspect.NAME: "Espresso", Aspect.AREA: "Study", Aspect.LABELS: "One, Two"}
    machine, rest = preview.groups
    assert (machine.name, machine.values, machine.unmatched) == ("Espresso", values, ())
    assert rest == Group(entry.title, unmatched=(("button.gone", ()),))

    core.devices.async_update_device(
        core.device(Devices.COFFEE_PLUG, "Coffee machine").id,
        disabled_by=dr.DeviceEntryDisabler.USER,
    )
    plan = find_migration(hass, entry)
    assert preview_migration(hass, plan).groups[0].values == {**values, Aspect.DISABLED: ""}
    apply_migration(hass, plan, entity_ids=True)
    assert preview_migration(hass, find_migration(hass, entry)) == Preview((rest,))


async def test_the_texts_are_counts_and_complete_lists(
    hass: HomeAssistant, enable_custom_integrations: None
) -> None:
    """Markdown shows the names of the user unchanged, and nothing is cut."""
    preview = Preview(
        (
            Group(
                "Lamp [x](y)",
                {Aspect.NAME: "*Reading*\nlamp", Aspect.AREA: "Attic"},
                (
                    Row(
                        "light.lamp_a", "light.lamp_2", {Aspect.HIDDEN: "", Aspect.NAME: "x" * 300}
                    ),
                    *(
                        Row(
                            f"light.n{n}",
                            f"light.o{n}",
                            {Aspect.ENTITY_ID: f"`light.o{n}`"},
                        )
                        for n in range(11)
                    ),
                ),
                (("sensor.smoke", ("binary_sensor.smoke",)),),
            ),
            Group("Home", unmatched=(("button.gone", ()),)),
            Group("Plug", entities=(Row("switch.a", "switch.b", {Aspect.DISABLED: ""}),)),
        )
    )
    texts = await preview_texts(hass, preview)
    lines, unmatched = (texts.pop(key).split("\n") for key in ("changes", "lone_entities"))
    assert texts == {
        "devices": "1",
        "entities": "2",
        "entity_ids": "11",
        "lone": "2",
    }
    assert unmatched == [
        r"- **Lamp \[x\]\(y\)**",
        "  - `sensor.smoke` (`binary_sensor.smoke`)",
        "- **Home**",
        "  - `button.gone`",
    ]
    assert lines[0] == r"- **Lamp \[x\]\(y\)** (Name: \*Reading\* lamp; Area: Attic)"
    assert lines[1] == f"  - `light.lamp_a` (Hidden; Name: {'x' * 300})"
    assert lines[2] == "  - `light.n0` (Replaces the entity ID: `light.o0`)"
    assert lines[12:] == [
        "  - `light.n10` (Replaces the entity ID: `light.o10`)",
        "- **Plug**",
        "  - `switch.a` (Disabled)",
    ]


async def test_without_changes_the_lists_are_empty(
    hass: HomeAssistant, enable_custom_integrations: None
) -> None:
    texts = await preview_texts(hass, Preview(()))
    assert texts == {
        "devices": "0",
        "entities": "0",
        "entity_ids": "0",
        "lone": "0",
        "changes": "",
        "lone_entities": "",
    }
