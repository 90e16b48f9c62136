"""Programs of ovens are readable with or without a translation, and are sent unchanged."""

import pytest

from simulator.devices.device import Json
from tests.common.world import World

from .conftest import Open, case_with


async def test_the_programs_of_two_cavities(opened: Open) -> None:
    """The known values of a recorded oven."""
    oven = await opened("oven_second_cavity")
    await oven.reports("remoteControlStatus.remoteControlEnabled", "true")
    for component, words in (
        ("main", {"Convection", "LargeGrill", "TopConvection"}),
        ("cavity-01", {"Convection", "BottomConvection", "EcoConvection", "Bottom"}),
    ):
        rows = [row for row in oven.rows if row.platform == "select" and component in row.unique_id]
        (program,) = rows
        texts = [program.texts[option] for option in program.options]
        assert {"Convection", *texts} == set(texts)
        assert not any("_" in text for text in texts)
        sent = [
            (await oven.sends("select.select_option", program, option=option))[0]
            for option in program.options
            if option != program.state
        ]
        assert words <= {str(arguments[0]) for *_, arguments in sent}
        assert {(part, command) for part, _, command, _ in sent} == {(component, "setOvenMode")}


@pytest.mark.parametrize(
    ("words", "texts"),
    [
        (
            ["NoOperation", "SteamConvection", "AiDefrost"],
            ["None", "Steam convection", "AI defrost"],
        ),
        (["MicroWave", "MW+HotBlast2"], ["Microwave", "Microwave plus hot blast 2"]),
        # An unknown program.
        (["Bake", "QuantumRoast", "UVProof"], ["Bake", "Quantum roast", "UV proof"]),
        (["Bake", "Backen & Dampf"], ["Bake", "Backen & Dampf"]),
    ],
)
async def test_a_program_can_be_read(world: World, words: list[Json], texts: list[str]) -> None:
    oven = await case_with(
        world,
        "Oven",
        {
            "samsungce.ovenMode": {"ovenMode": words[0], "supportedOvenModes": words},
            "remoteControlStatus": {"remoteControlEnabled": "true"},
        },
    )
    program = oven.find("select")
    assert [program.texts[option] for option in program.options] == texts
    for option, word in zip(program.options, words, strict=True):
        assert await oven.sends("select.select_option", program, option=option) == [
            ("main", "samsungce.ovenMode", "setOvenMode", [word])
        ]
