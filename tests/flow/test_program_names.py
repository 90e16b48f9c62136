"""The options steps that give names to the programs of machines."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from homeassistant.config_entries import ConfigFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry, domain_data
from simulator.devices.device import Readings, make_device
from simulator.devices.ids import HOME_LOCATION, Devices
from tests.common.world import World


def _washer(table: str, *codes: str) -> Readings:
    return {
        "remoteControlStatus": {"remoteControlEnabled": "true"},
        "samsungce.washerCycle": {
            "washerCycle": f"{table}_Course_{codes[0]}",
            "referenceTable": {"id": table},
            "supportedCycles": [{"cycle": code, "supportedOptions": {}} for code in codes],
        },
    }


async def _home(world: World, **machines: Readings) -> SmartThingsConfigEntry:
    """Set up a home with washers, by their labels."""
    for device_id in tuple(world.simulator.home.devices):
        world.simulator.home.remove_device(device_id)
    for number, (label, readings) in enumerate(machines.items()):
        world.simulator.home.add_device(
            make_device(
                f"6b0f6f0e-1e6b-4a43-9e5c-0c9b7d5d1f2{number}",
                label,
                location_id=HOME_LOCATION,
                category="Washer",
                components={"main": readings},
            )
        )
    return await world.add_location()


async def _start(world: World, entry: SmartThingsConfigEntry) -> ConfigFlowResult:
    flows = world.hass.config_entries.options
    menu = await flows.async_init(entry.entry_id)
    assert "programs" in menu["menu_options"]
    return await flows.async_configure(menu["flow_id"], {"next_step_id": "programs"})


def _fields(form: ConfigFlowResult) -> dict[str, object]:
    """Return the suggested values of a form by field."""
    schema = form["data_schema"]
    assert schema is not None
    return {str(key): (key.description or {}).get("suggested_value") for key in schema.schema}


async def _answer(world: World, form: ConfigFlowResult, **data: str) -> ConfigFlowResult:
    return await world.hass.config_entries.options.async_configure(form["flow_id"], data)


async def _save(world: World, form: ConfigFlowResult, names: Mapping[str, str]) -> None:
    done = await world.hass.config_entries.options.async_configure(form["flow_id"], {**names})
    assert done["type"] is FlowResultType.CREATE_ENTRY
    await world.settle()


def _options(hass: HomeAssistant, label: str) -> list[str]:
    state = hass.states.get(f"select.{label.lower()}_program")
    assert state is not None
    return list(state.attributes["options"])


async def test_the_programs_of_a_machine_get_names(world: World) -> None:
    """The fields are its codes, with the name that a code has anyway. The options stay."""
    entry = await _home(world, Laundry=_washer("Table_02", "8B", "1C"))
    options = dict(entry.options)
    form = await _start(world, entry)
    assert form["step_id"] == "program_names", "there is only one machine to choose"
    assert _fields(form) == {"1C (Eco 40\u201360 °C)": None, "8B": None}
    placeholders = form["description_placeholders"] or {}
    assert placeholders["machines"] == "Laundry"
    assert placeholders["current"] == "8B"
    await _save(world, form, {"8B": "Gym kit", "1C (Eco 40\u201360 °C)": ""})
    assert _options(world.hass, "Laundry") == ["Gym kit", "eco_40_60"]
    assert dict(entry.options) == options
    form = await _start(world, entry)
    assert _fields(form)["8B"] == "Gym kit"
    copied = (form["description_placeholders"] or {})["export"]
    assert copied == "```\nwasher Table_02\n1C: -\n8B: Gym kit\n```"
    await _save(world, form, {})
    assert _options(world.hass, "Laundry") == ["8B", "eco_40_60"]


async def test_a_table_is_named_once_for_all_its_machines(world: World) -> None:
    """Two machines have one form. Another table has its own."""
    entry = await _home(
        world,
        Upstairs=_washer("Table_02", "8B"),
        Downstairs=_washer("Table_02", "8D"),
        Cabin=_washer("Table_07", "8B"),
    )
    form = await _start(world, entry)
    assert form["step_id"] == "programs"
    assert form["data_schema"] is not None
    (key,) = form["data_schema"].schema.values()
    labels = {option["value"]: option["label"] for option in key.config["options"]}
    assert labels == {
        "washer Table_02": "Upstairs, Downstairs (Table_02)",
        "washer Table_07": "Cabin (Table_07)",
    }
    form = await _answer(world, form, table="washer Table_02")
    assert list(_fields(form)) == ["8B", "8D"]
    await _save(world, form, {"8B": "Sheets", "8D": "Duvets"})
    assert _options(world.hass, "Upstairs") == ["Sheets"]
    assert _options(world.hass, "Downstairs") == ["Duvets"]
    assert _options(world.hass, "Cabin") == ["8B"]


async def test_names_survive_the_removal_of_the_integration(world: World) -> None:
    """They are on disk, and the next set-up has them."""
    entry = await _home(world, Laundry=_washer("Table_02", "8B"))
    await _save(world, await _start(world, entry), {"8B": "Gym kit"})
    async_fire_time_changed(world.hass, dt_util.utcnow() + timedelta(seconds=1))
    await world.settle()
    await world.hass.config_entries.async_remove(entry.entry_id)
    await world.hass.async_block_till_done(wait_background_tasks=True)
    world.hass.data.pop(DOMAIN)
    assert DOMAIN not in world.hass.data
    names = domain_data(world.hass).program_names
    await names.load()
    assert names.of("washer Table_02") == {"8B": "Gym kit"}


@pytest.mark.devices(Devices.COFFEE_PLUG)
async def test_a_home_without_codes_has_no_programs_to_name(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """Neither has a location that is not loaded."""
    stopped = await _start(world, entry)
    assert (stopped["type"], stopped["reason"]) == (FlowResultType.ABORT, "no_program_codes")
    await world.hass.config_entries.async_unload(entry.entry_id)
    stopped = await _start(world, entry)
    assert stopped["reason"] == "no_program_codes"
