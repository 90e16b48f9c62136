"""Ovens: what a program allows, the cooking time, the meat probe, and ovens of other makers."""

import pytest
from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.exceptions import ServiceValidationError

from simulator.devices.device import Json, Reading, Readings
from tests.common.world import World

from .conftest import Case, case_with

_STATE = "samsungce.ovenOperatingState"
_MODE = "samsungce.ovenMode.ovenMode"
_SPECIFICATION = "samsungce.kitchenModeSpecification.specification"


def _program(mode: str, **options: Json) -> Json:
    return {"mode": mode, "supportedOptions": options}


async def _oven(world: World, *programs: Json, unit: str | None = "C") -> Case:
    readings: Readings = {
        "remoteControlStatus": {"remoteControlEnabled": "true"},
        "ovenSetpoint": {"ovenSetpoint": 0},
        "temperatureMeasurement": {"temperature": Reading(value=25, unit=unit)},
        "samsungce.ovenMode": {
            "ovenMode": "NoOperation",
            "supportedOvenModes": ["Bake", "Grill", "MicroWave"],
        },
        _STATE: {"operatingState": "ready", "operationTime": "00:00:00"},
        "samsungce.microwavePower": {
            "powerLevel": "100%",
            "supportedPowerLevels": ["10%", "50%", "100%"],
        },
        "samsungce.kitchenModeSpecification": {"specification": {"single": [*programs]}},
    }
    return await case_with(world, "Oven", readings)


def _range(case: Case, name: str) -> tuple[object, object, object]:
    attributes = case.find("number", name).attributes
    return attributes["min"], attributes["max"], attributes["step"]


async def test_the_cooking_time_is_a_number_of_minutes(world: World) -> None:
    """The oven takes hours, minutes and seconds with their zeros. No time is set as zero."""
    oven = await _oven(world)
    time = oven.find("number", "Cooking time")
    assert (time.state, _range(oven, "Cooking time")) == (STATE_UNKNOWN, (0, 1439, 1))
    for minutes, text in ((5, "00:05:00"), (90, "01:30:00"), (1439, "23:59:00")):
        sent = await oven.sends("number.set_value", time, value=minutes)
        assert sent == [("main", _STATE, "setOperationTime", [text])]
        assert float(str(oven.find("number", "Cooking time").state)) == minutes
    await oven.reports(f"{_STATE}.operationTime", "soon")
    assert oven.find("number", "Cooking time").state == STATE_UNKNOWN


async def test_the_selected_program_bounds_temperature_time_and_power(world: World) -> None:
    """Each program has its own. One without a description allows everything."""
    oven = await _oven(
        world,
        _program(
            "Bake",
            temperature={
                "C": {"min": 80, "max": 240, "default": 175, "resolution": 10},
                "F": {"min": 175, "max": 465, "default": 350, "resolution": 25},
            },
            operationTime={"min": "00:02:00", "max": "02:00:00", "resolution": "00:01:00"},
        ),
        _program(
            "Grill",
            temperature={
                "C": {"min": 61441, "max": 61442, "supportedValues": [61441, 61442]},
                "F": {"min": 61441, "max": 61442, "supportedValues": [61441, 61442]},
            },
            operationTime={"max": "never"},
        ),
        _program(
            "MicroWave",
            operationTime={"max": "01:40:00"},
            powerLevel={"default": "50%", "supportedValues": ["10%", "50%"]},
        ),
    )
    assert _range(oven, "Target temperature") == (30, 300, 5)
    await oven.reports(_MODE, "Bake")
    assert _range(oven, "Target temperature") == (80, 240, 10)
    assert _range(oven, "Cooking time") == (2, 120, 1)
    with pytest.raises(ServiceValidationError):
        await oven.do("number.set_value", oven.find("number", "Target temperature"), value=250)
    await oven.reports(_MODE, "Grill")
    assert _range(oven, "Target temperature") == (30, 300, 5), "61441 is a level, no temperature"
    assert _range(oven, "Cooking time") == (0, 1439, 1)
    await oven.reports(_MODE, "MicroWave")
    assert _range(oven, "Cooking time") == (0, 100, 1)
    assert oven.find("select", "Power level").attributes["options"] == ["10", "50", "100"]
    await oven.reports("samsungce.microwavePower.powerLevel", "10%")
    assert oven.find("select", "Power level").attributes["options"] == ["10", "50"]
    await oven.reports(_MODE, "Steam")
    assert oven.find("select", "Power level").attributes["options"] == ["10", "50", "100"]


async def test_a_program_in_one_unit_is_in_the_unit_of_the_oven(world: World) -> None:
    """A program in two units says nothing if the oven reports no unit."""
    fahrenheit: Json = {"min": 100, "max": 425, "default": 350, "supportedValues": [100, 425]}
    oven = await _oven(world, _program("Bake", temperature={"F": fahrenheit}), unit="F")
    await oven.reports(_MODE, "Bake")
    number = oven.find("number", "Target temperature")
    sent = await oven.sends("number.set_value", number, value=200)
    assert sent == [("main", "ovenSetpoint", "setOvenSetpoint", [425])], "the nearest listed"
    both: Json = {"single": [_program("Bake", temperature={"C": fahrenheit, "F": fahrenheit})]}
    await oven.reports(_SPECIFICATION, both)
    assert oven.find("number", "Target temperature").attributes["max"] == pytest.approx(218, abs=1)


async def test_a_probe_is_unavailable_while_it_is_unplugged(world: World) -> None:
    """Its last values are not those of any meat."""
    values: dict[str, Json | Reading] = {
        "status": "disconnected",
        "temperature": Reading(value=0, unit="C"),
        "temperatureSetpoint": Reading(value=0, unit="C"),
    }
    oven = await case_with(world, "Oven", {"samsungce.meatProbe": values})
    for row in (
        oven.find("sensor", "Meat probe temperature"),
        oven.find("number", "Meat probe target temperature"),
    ):
        assert row.state == STATE_UNAVAILABLE
    await oven.reports("samsungce.meatProbe.status", "connected")
    await oven.reports("samsungce.meatProbe.temperature", 60, unit="C")
    assert oven.find("sensor", "Meat probe temperature").state != STATE_UNAVAILABLE
    assert oven.find("number", "Meat probe target temperature").state != STATE_UNAVAILABLE


async def test_an_oven_with_the_standard_modes_has_programs_too(world: World) -> None:
    """The sensor of the mode stays."""
    readings: Readings = {"ovenMode": {"ovenMode": "Bake", "supportedOvenModes": ["Bake", "grill"]}}
    oven = await case_with(world, "Oven", readings)
    program = oven.find("select", "Program")
    assert (program.state, program.attributes["options"]) == ("bake", ["bake", "grill"])
    sent = await oven.sends("select.select_option", program, option="grill")
    assert sent == [("main", "ovenMode", "setOvenMode", ["grill"])]


async def test_a_dishwasher_starts_later(world: World) -> None:
    """The delay is a number of minutes. The dishwasher takes hours, minutes and seconds."""
    readings: Readings = {
        "remoteControlStatus": {"remoteControlEnabled": "true"},
        "dishwasherOperatingState": {"machineState": "stop"},
        "custom.dishwasherDelayStartTime": {"dishwasherDelayStartTime": "01:15:00"},
    }
    dishes = await case_with(world, "Dishwasher", readings)
    delay = dishes.find("number", "Start in")
    assert float(str(delay.state)) == 75
    sent = await dishes.sends("number.set_value", delay, value=130)
    capability = "custom.dishwasherDelayStartTime"
    assert sent == [("main", capability, "setDishwasherDelayStartTime", ["02:10:00"])]
