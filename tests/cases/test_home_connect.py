"""Home Connect appliances: state, program, start, stop and pause."""

import pytest
from homeassistant.const import STATE_UNKNOWN

from simulator.devices.definition_library import hand_written
from simulator.devices.device import Json, make_device
from simulator.devices.ids import HOME_LOCATION
from simulator.json_tools import as_object
from tests.common.world import World

from .conftest import Case, Open, case_of

_PREFIX = "signalahead13665."


async def test_the_washing_machine(opened: Open) -> None:
    """The known values of a recorded appliance."""
    washer = await opened("home_connect_washer")
    assert washer.find("sensor", "Operation state").state == "finished"
    await washer.reports(f"{_PREFIX}applianceoperationstatesv2.operationState", "Run")
    assert washer.find("sensor", "Operation state").state == "run"

    program = washer.find("select", "Program")
    options = program.attributes["options"]
    listed = washer.simulator.home.devices[washer.device_id].status["main"]
    words = listed[f"{_PREFIX}washerprogramsv2"]["availablePrograms"]["value"]
    assert isinstance(words, list)
    assert program.state == STATE_UNKNOWN
    assert isinstance(options, list)
    assert len(options) == len(words) == 11
    for option, word in zip(options, words, strict=True):
        sent = await washer.sends("select.select_option", program, option=option)
        assert sent == [("main", f"{_PREFIX}washerprogramsv2", "setProgram", [word])]
        assert washer.find("select", "Program").state == option


async def test_the_washing_machine_is_started_stopped_and_paused(opened: Open) -> None:
    """Each button sends one word."""
    washer = await opened("home_connect_washer")
    for name, capability, command, word in (
        ("Start", "startstopprogramv2", "setStartstop", "play"),
        ("Stop", "startstopprogramv2", "setStartstop", "stop"),
        ("Pause", "pauseresumev2", "setPauseState", "pause"),
        ("Resume", "pauseresumev2", "setPauseState", "play"),
    ):
        sent = await washer.sends("button.press", washer.find("button", name))
        assert sent == [("main", f"{_PREFIX}{capability}", command, [word])]


def _programs(kind: str) -> Json:
    """Return a definition that only has another name."""
    (known,) = (
        described.definition
        for (capability, _), described in hand_written().items()
        if capability == f"{_PREFIX}ovenprogramsv2"
    )
    return {**as_object(known), "id": f"{_PREFIX}{kind}programsv2"}


async def _appliance(world: World, kind: str, category: str, programs: list[Json]) -> Case:
    device = make_device(
        "7a4be42b-5a4d-4c4b-9c0d-d13a8a3d6b12",
        "Helper",
        location_id=HOME_LOCATION,
        category=category,
        components={
            "main": {
                f"{_PREFIX}applianceoperationstatesv2": {"operationState": "ActionRequired"},
                f"{_PREFIX}{kind}programsv2": {
                    "availablePrograms": programs,
                    "program": programs[0],
                },
                f"{_PREFIX}startstopprogramv2": {"startstop": None},
                f"{_PREFIX}programdurationv2": {"duration": 30},
            }
        },
    )
    world.simulator.define(_programs(kind))
    return await case_of(world, device)


@pytest.mark.parametrize(
    ("kind", "category", "programs", "options"),
    [
        (
            "dishwasher",
            "Dishwasher",
            ["Dishcare_Dishwasher_Program_Eco50", "Dishcare_Dishwasher_Program_NightWash", "None"],
            ["eco50", "night_wash"],
        ),
        (
            "oven",
            "Oven",
            [
                "Cooking_Oven_Program_HeatingMode_HotAir",
                "Cooking_Oven_Program_HeatingMode_TopBottomHeatingEco",
                "Cooking_Oven_Program_Microwave_900Watt",
                "UnknownProgram",
            ],
            ["hot_air", "top_bottom_heating_eco", "900_watt"],
        ),
        (
            "coffeemaker",
            "CoffeeMaker",
            [
                "ConsumerProducts_CoffeeMaker_Program_Beverage_Cappuccino",
                "ConsumerProducts_CoffeeMaker_Program_Beverage_Espresso",
            ],
            ["cappuccino", "espresso"],
        ),
        (
            "dryer",
            "Dryer",
            ["LaundryCare_Dryer_Program_Synthetic", "LaundryCare_Dryer_Program_Mix"],
            ["synthetic", "mix"],
        ),
        # A kind of which only the pattern of the capability is known.
        (
            "hood",
            "KitchenHood",
            ["Cooking_Common_Program_Hood_Automatic", "Cooking_Common_Program_Hood_Venting"],
            ["Automatic", "Venting"],
        ),
    ],
)
async def test_other_appliances_have_the_same(
    world: World, kind: str, category: str, programs: list[Json], options: list[str]
) -> None:
    """Each has the programs of its kind, without the one that means no program."""
    helper = await _appliance(world, kind, category, programs)
    program = helper.find("select", "Program")
    assert (program.state, program.attributes["options"]) == (options[0], options)
    sent = await helper.sends("select.select_option", program, option=options[1])
    assert sent == [("main", f"{_PREFIX}{kind}programsv2", "setProgram", [programs[1]])]
    await helper.reports(f"{_PREFIX}{kind}programsv2.program", "UnknownProgram")
    assert helper.find("select", "Program").state == STATE_UNKNOWN
    assert helper.find("sensor", "Operation state").state == "action_required"
    sent = await helper.sends("button.press", helper.find("button", "Start"))
    assert sent == [("main", f"{_PREFIX}startstopprogramv2", "setStartstop", ["play"])]
    duration = helper.find("number", "Program duration")
    sent = await helper.sends("number.set_value", duration, value=45)
    assert sent == [("main", f"{_PREFIX}programdurationv2", "setProgramDuration", [45])]
