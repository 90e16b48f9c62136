"""Programs by name: words, codes with a name, codes that the user names, and their limits."""

import pytest
from homeassistant.const import STATE_UNKNOWN
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import device_registry as dr

from custom_components.smartthings_smartapp.runtime import domain_data
from simulator.devices.device import Json, Readings, make_device
from simulator.devices.ids import HOME_LOCATION
from tests.common.world import World

from .conftest import Case, case_of, case_with

_CYCLE = "samsungce.washerCycle"
_REMOTE: Readings = {"remoteControlStatus": {"remoteControlEnabled": "true"}}
_SELECT = "select.select_option"


def _cycle(code: str, **options: list[Json]) -> Json:
    """Return a program with the values that it allows."""
    return {
        "cycle": code,
        "cycleType": "washingOnly",
        "supportedOptions": {
            name: {"raw": "833E", "default": values[0] if values else "none", "options": values}
            for name, values in options.items()
        },
    }


def _washer(table: str = "Table_02", code: str = "1B") -> Readings:
    return {
        **_REMOTE,
        "washerOperatingState": {
            "machineState": "stop",
            "supportedMachineStates": ["stop", "run", "pause"],
        },
        _CYCLE: {
            "washerCycle": f"{table}_Course_{code}",
            "referenceTable": {"id": table},
            "supportedCycles": [
                _cycle(
                    "1B",
                    waterTemperature=["40", "60", "90"],
                    spinLevel=["800", "1400"],
                    rinseCycle=["1", "2", "3"],
                    soilLevel=["normal", "heavy"],
                ),
                _cycle("1C", waterTemperature=["40"], spinLevel=["400", "1400"], rinseCycle=["2"]),
                _cycle("F9", waterTemperature=[], spinLevel=["fast"], soilLevel=[]),
            ],
        },
        "custom.supportedOptions": {
            "course": code,
            "referenceTable": {"id": table},
            "supportedCourses": ["1B", "1C", "F9"],
        },
        "custom.washerWaterTemperature": {
            "washerWaterTemperature": "40",
            "supportedWasherWaterTemperature": ["none", "cold", "20", "40", "60", "90"],
        },
        "custom.washerSpinLevel": {
            "washerSpinLevel": "1400",
            "supportedWasherSpinLevel": ["noSpin", "400", "800", "1200", "1400"],
        },
        "custom.washerSoilLevel": {
            "washerSoilLevel": "normal",
            "supportedWasherSoilLevel": ["light", "normal", "heavy"],
        },
        "custom.washerRinseCycles": {
            "washerRinseCycles": "2",
            "supportedWasherRinseCycles": ["0", "1", "2", "3", "4"],
        },
    }


async def _open(world: World, readings: Readings, **more: Readings) -> Case:
    device = make_device(
        "0b7d4a53-6f5e-4d0d-9a58-6f0c3f2d6a11",
        "Laundry",
        location_id=HOME_LOCATION,
        category="Washer",
        components={
            "main": readings,
            **{key.replace("_", "."): part for key, part in more.items()},
        },
    )
    return await case_of(world, device)


async def test_a_program_has_its_name_and_the_machine_gets_its_code(world: World) -> None:
    """The command has no table, because the machine would ignore it with one."""
    washer = await _open(world, _washer())
    cycle = washer.find("select", "Program")
    assert cycle.state == "cotton"
    assert cycle.attributes["options"] == ["cotton", "eco_40_60", "F9"]
    sent = await washer.sends(_SELECT, cycle, option="eco_40_60")
    assert sent == [("main", _CYCLE, "setWasherCycle", ["Course_1C"])]
    assert washer.find("select", "Program").state == "eco_40_60"
    sent = await washer.sends(_SELECT, cycle, option="F9")
    assert sent == [("main", _CYCLE, "setWasherCycle", ["Course_F9"])]


async def test_a_name_is_that_of_the_table_of_the_machine(world: World) -> None:
    """The same code is another program in another table, or has no name there."""
    washer = await _open(world, _washer(table="Table_07"))
    assert washer.find("select", "Program").attributes["options"] == ["1B", "1C", "F9"]
    await washer.reports(f"{_CYCLE}.referenceTable", {"id": "Table_00"})
    await washer.reports(f"{_CYCLE}.washerCycle", "Table_00_Course_70")
    assert washer.find("select", "Program").state == "heavy_duty"


async def test_the_selected_program_limits_the_settings_beside_it(world: World) -> None:
    """Values of another kind, and programs without limits, limit nothing."""
    washer = await _open(world, _washer())
    spin, heat = washer.find("select", "Spin level"), washer.find("select", "Water temperature")
    rinse = washer.find("number", "Rinse cycles")
    assert spin.attributes["options"] == ["800", "1400"]
    assert heat.attributes["options"] == ["40", "60", "90"]
    assert (rinse.attributes["min"], rinse.attributes["max"]) == (1, 3)
    await washer.sends(_SELECT, washer.find("select", "Program"), option="eco_40_60")
    assert washer.find("select", "Spin level").attributes["options"] == ["400", "1400"]
    assert washer.find("select", "Water temperature").attributes["options"] == ["40"]
    rinse = washer.find("number", "Rinse cycles")
    assert (rinse.attributes["min"], rinse.attributes["max"]) == (2, 2)
    soil = washer.find("select", "Soil level")
    assert soil.attributes["options"] == ["light", "normal", "heavy"], "the program names none"
    with pytest.raises(ServiceValidationError):
        await washer.do(_SELECT, spin, option="800")
    await washer.reports(f"{_CYCLE}.washerCycle", "Table_02_Course_F9")
    spin = washer.find("select", "Spin level")
    assert spin.attributes["options"] == ["no_spin", "400", "800", "1200", "1400"]
    assert washer.find("select", "Soil level").attributes["options"] == ["normal"]
    rinse = washer.find("number", "Rinse cycles")
    assert (rinse.attributes["min"], rinse.attributes["max"]) == (0, 4)


async def test_the_user_names_a_program(world: World) -> None:
    """The name is the option from then on. Without a name, the code is the option again."""
    washer = await _open(world, _washer(code="F9"))
    names = domain_data(washer.hass).program_names
    assert washer.find("select", "Program").state == "F9"
    names.give("washer Table_02", {"F9": " Gym kit ", "1B": "Sheets", "1C": "Sheets"})
    await world.settle()
    cycle = washer.find("select", "Program")
    assert cycle.state == "Gym kit"
    assert cycle.attributes["options"] == ["Sheets", "Sheets (1C)", "Gym kit"]
    sent = await washer.sends(_SELECT, cycle, option="Sheets (1C)")
    assert sent == [("main", _CYCLE, "setWasherCycle", ["Course_1C"])]
    names.give("washer Table_02", {"1B": "", "1C": "cotton", "F9": "1C"})
    await world.settle()
    options = washer.find("select", "Program").attributes["options"]
    assert options == ["1B", "cotton", "1C (F9)"], "no option means two programs"
    names.give("dryer Table_02", {"1C": "Not a wash"})
    await world.settle()
    assert washer.find("select", "Program").attributes["options"] == options


async def test_a_program_that_the_machine_does_not_list_is_remembered(world: World) -> None:
    """A downloaded program, for example. The user can name it later."""
    washer = await _open(world, _washer())
    names = domain_data(washer.hass).program_names
    assert names.seen("washer Table_02") == ()
    await washer.reports(f"{_CYCLE}.washerCycle", "Table_02_Course_87")
    assert names.seen("washer Table_02") == ("87",)
    assert washer.find("select", "Program").attributes["options"][-1] == "87"
    await washer.reports(f"{_CYCLE}.washerCycle", None)
    assert washer.find("select", "Program").state == STATE_UNKNOWN


async def test_a_machine_that_reports_codes_alone_has_names_too(world: World) -> None:
    """Its table is that of its kind, and the command takes the code as it is."""
    readings = {name: values for name, values in _washer().items() if name != _CYCLE}
    washer = await _open(world, readings)
    cycle = washer.find("select", "Program")
    assert cycle.state == "cotton"
    assert cycle.attributes["options"] == ["cotton", "eco_40_60", "F9"]
    sent = await washer.sends(_SELECT, cycle, option="eco_40_60")
    assert sent == [("main", "custom.supportedOptions", "setCourse", ["1C"])]


async def test_a_program_as_a_word_belongs_to_the_machine_itself(world: World) -> None:
    """Its component repeats another one, so it is no part of the machine."""
    words: Readings = {
        "hca.washerMode": {"mode": "normal", "supportedModes": ["normal", "quickWash", "eco"]}
    }
    washer = await _open(world, _REMOTE, hca_main=words)
    program = washer.find("select", "Program")
    assert program.state == "normal"
    assert program.attributes["options"] == ["normal", "quick_wash", "eco"]
    sent = await washer.sends(_SELECT, program, option="quick_wash")
    assert sent == [("hca.main", "hca.washerMode", "setMode", ["quickWash"])]
    await washer.reports("hca.washerMode.mode", "others", component="hca.main")
    assert washer.find("select", "Program").state == STATE_UNKNOWN
    devices = dr.async_entries_for_config_entry(dr.async_get(washer.hass), washer.entry.entry_id)
    assert not [device.name for device in devices if "hca" in (device.name or "").casefold()]
    await washer.reports("remoteControlStatus.remoteControlEnabled", "false")
    with pytest.raises(ServiceValidationError) as refused:
        await washer.do(_SELECT, program, option="eco")
    assert refused.value.translation_key == "remote_control_off"


@pytest.mark.parametrize("code", [_CYCLE, "custom.supportedOptions"])
async def test_a_program_as_a_word_is_disabled_beside_its_code(world: World, code: str) -> None:
    """There is one program to choose from, and the codes are all programs of the machine."""
    readings = {
        name: values
        for name, values in _washer().items()
        if name in (code, *_REMOTE, "washerOperatingState")
    }
    words: Readings = {"hca.washerMode": {"mode": "normal", "supportedModes": ["normal", "eco"]}}
    washer = await _open(world, readings, hca_main=words)
    programs = {
        row.own_name: row.enabled
        for row in washer.rows
        if row.platform == "select" and row.own_name and "rogram" in row.own_name
    }
    assert programs == {"Program": True, "Basic program": False}
    assert washer.find("select", "Program").state == "cotton"


async def test_a_word_of_a_kind_without_a_table_is_a_program_too(world: World) -> None:
    """A kind of machine that SmartThings adds later."""
    words: Readings = {"hca.cookerMode": {"mode": "riceOnly", "supportedModes": ["riceOnly"]}}
    cooker = await case_with(world, "RiceCooker", {**_REMOTE, **words})
    assert cooker.find("select", "Program").state == "Rice only"
