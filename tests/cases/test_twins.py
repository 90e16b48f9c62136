"""Appliances that report the same with several capabilities."""

from collections import Counter

from freezegun.api import FrozenDateTimeFactory

from tests.common.world import World

from .conftest import Open
from .shown import definitions_read


async def test_an_air_dresser_shows_each_value_once(
    world: World, opened: Open, freezer: FrozenDateTimeFactory
) -> None:
    """Neither a second capability nor a generic entity repeats it."""
    case = await opened("airdresser_twice")
    await definitions_read(world, freezer)
    names = Counter((row.platform, row.name) for row in case.rows)
    assert [name for name, count in names.items() if count > 1] == []


async def test_an_air_dresser_is_followed_and_obeys(opened: Open) -> None:
    case = await opened("airdresser_twice")
    for standard, closet, value in (
        ("machineState", "steamClosetMachineState", "run"),
        ("dryerJobState", "steamClosetJobState", "drying"),
        ("completionTime", "completionTime", "2025-02-11T11:00:17Z"),
    ):
        await case.reports(f"dryerOperatingState.{standard}", value)
        await case.reports(f"custom.steamClosetOperatingState.{closet}", value)
    assert case.find("sensor", "Machine state").state == "run"
    assert case.find("sensor", "Job state").state == "drying"
    assert case.find("sensor", "Completion time").state == "2025-02-11T11:00:17+00:00"
    await case.reports("remoteControlStatus.remoteControlEnabled", "true")
    for name, word in (("Pause", "pause"), ("Cancel", "stop")):
        sent = await case.sends("button.press", case.find("button", name))
        assert sent == [("main", "dryerOperatingState", "setMachineState", [word])]
        await case.reports("dryerOperatingState.machineState", "run")
    await case.reports("dryerOperatingState.machineState", "stop")
    sent = await case.sends("button.press", case.find("button", "Start"))
    assert sent == [("main", "dryerOperatingState", "setMachineState", ["run"])]
