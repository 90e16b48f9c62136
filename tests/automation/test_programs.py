"""Programs of machines: one event for each machine, by the sensor that knows best."""

from collections.abc import Iterable

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.helpers import entity_registry as er

from simulator import SimulatorOptions
from simulator.devices.device import Readings
from simulator.devices.ids import Devices
from tests.common.automations import automate, entities_of, target_of
from tests.common.house import House, house_with
from tests.common.passing_time import pass_time
from tests.common.world import World

pytestmark = pytest.mark.devices(
    Devices.DISHWASHER, Devices.DRYER, Devices.RANGE, Devices.ROBOT_VACUUM, Devices.WASHER
)

STATE = "washerOperatingState.machineState"
JOB = "washerOperatingState.washerJobState"
VACUUM = "samsungce.robotCleanerOperatingState.operatingState"


@pytest.fixture
def simulator_options() -> SimulatorOptions:
    """Return a cloud without rate limits, because some tests let time pass."""
    return SimulatorOptions(rate_limits=False)


async def runs(house: House, device_id: str, source: str, *words: str) -> None:
    """Let a machine report one word after the other."""
    for word in words:
        await house.report(device_id, source, word)


@pytest.mark.parametrize(
    ("device_id", "state", "job", "end"),
    [
        (Devices.WASHER, STATE, "washerJobState", "finish"),
        (Devices.DRYER, "dryerOperatingState.machineState", "dryerJobState", "finished"),
        (
            Devices.DISHWASHER,
            "dishwasherOperatingState.machineState",
            "dishwasherJobState",
            "finish",
        ),
        (Devices.RANGE, "ovenOperatingState.machineState", "ovenJobState", "finished"),
    ],
)
async def test_the_end_of_a_program_fires_once(
    house: House, freezer: FrozenDateTimeFactory, device_id: str, state: str, job: str, end: str
) -> None:
    """The job fires, whatever the state reports before or after; a stop alone does not."""
    calls = await automate(house.hass, "program_finished", target_of(house, device_id))
    capability = state.partition(".")[0]
    running, stopped = ("running", "ready") if "oven" in state else ("run", "stop")
    busy = "cooking" if "oven" in state else "drying"
    for _ in range(2):
        await runs(house, device_id, f"{capability}.{job}", busy)
        await runs(house, device_id, state, running)
        await runs(house, device_id, f"{capability}.{job}", end)
        await runs(house, device_id, state, stopped)
    assert len(calls) == 2
    await runs(house, device_id, f"{capability}.{job}", busy)
    await runs(house, device_id, state, running, stopped)
    await pass_time(house.world, freezer, 15)
    assert len(calls) == 2


async def matter(world: World, report: str = "stopped") -> tuple[House, str]:
    """Return a house with a machine that reports only its state, and the machine."""
    readings: Readings = {"operationalState": {"operationalState": report}}
    house = await house_with(world, "Laundry", "Washer", readings)
    (device_id,) = house.entry.runtime_data.devices
    return house, device_id


async def test_a_machine_without_a_job_has_finished_when_it_stops(world: World) -> None:
    """A pause is not the end, and neither is an error."""
    house, device_id = await matter(world)
    calls = await automate(house.hass, "program_finished", target_of(house, device_id))
    source = "operationalState.operationalState"
    await runs(house, device_id, source, "running", "paused", "running")
    assert calls == []
    await runs(house, device_id, source, "stopped", "error", "stopped")
    assert [call.data["to"] for call in calls] == ["stopped"]


async def test_a_machine_without_a_job_is_interrupted_by_an_error(world: World) -> None:
    house, device_id = await matter(world)
    calls = await automate(house.hass, "program_interrupted", target_of(house, device_id))
    source = "operationalState.operationalState"
    await runs(house, device_id, source, "running", "stopped", "error", "running", "error")
    assert [call.data["to"] for call in calls] == ["error"]


@pytest.mark.parametrize(
    "reports",
    [
        [(STATE, "run"), (JOB, "wash"), (JOB, "finish"), (STATE, "stop")],
        [(STATE, "run"), (JOB, "wash"), (STATE, "stop"), (JOB, "finish")],
        [(STATE, "run"), (JOB, "finish"), (JOB, "none"), (STATE, "stop")],
        [(STATE, "run"), (JOB, "wash"), (STATE, "pause"), (STATE, "run")],
        [(STATE, "run"), (JOB, "wash"), (STATE, "stop"), (STATE, "run")],
    ],
    ids=["job first", "state first", "job is over", "pause", "stopped and started again"],
)
async def test_a_program_that_ends_or_goes_on_is_not_interrupted(
    house: House, freezer: FrozenDateTimeFactory, reports: Iterable[tuple[str, str]]
) -> None:
    """Job and state are two attributes, whose events come in either order."""
    calls = await automate(house.hass, "program_interrupted", target_of(house, Devices.WASHER))
    for source, word in reports:
        await house.report(Devices.WASHER, source, word)
    await pass_time(house.world, freezer, 15)
    assert calls == []


async def test_an_appliance_that_never_reports_a_job_has_finished_when_it_stops(
    house: House, freezer: FrozenDateTimeFactory
) -> None:
    """Many dishwashers report an unknown job, also while they are running."""
    calls = await automate(house.hass, "program_finished", target_of(house, Devices.DISHWASHER))
    source = "dishwasherOperatingState.machineState"
    for expected in (1, 2):
        await runs(house, Devices.DISHWASHER, source, "run", "stop")
        await pass_time(house.world, freezer, 15)
        assert len(calls) == expected
        assert calls[-1].data["to"] == "stop"


async def test_a_dryer_that_tumbles_on_has_finished_once(house: House) -> None:
    """It may report the end a second time after it has prevented wrinkles."""
    calls = await automate(house.hass, "program_finished", target_of(house, Devices.DRYER))
    job = "dryerOperatingState.dryerJobState"
    await runs(house, Devices.DRYER, job, "drying", "finished", "wrinklePrevent", "finished")
    assert len(calls) == 1
    await runs(house, Devices.DRYER, job, "none", "drying", "finished")
    assert len(calls) == 2, "the start may have been missed"


@pytest.mark.parametrize("last", ["run", "pause"])
async def test_a_stop_before_the_end_interrupts_a_program(
    house: House, freezer: FrozenDateTimeFactory, last: str
) -> None:
    """It fires once in each run, also when an earlier run was finished."""
    calls = await automate(house.hass, "program_interrupted", target_of(house, Devices.WASHER))
    await runs(house, Devices.WASHER, STATE, "run")
    await runs(house, Devices.WASHER, JOB, "wash", "finish", "none")
    await runs(house, Devices.WASHER, STATE, "stop", "run")
    await runs(house, Devices.WASHER, JOB, "wash")
    await runs(house, Devices.WASHER, STATE, last, "stop")
    assert calls == []
    await pass_time(house.world, freezer, 15)
    assert [(call.data["from"], call.data["to"]) for call in calls] == [(last, "stop")]


async def test_no_interruption_is_reported_after_the_automation_is_off(
    house: House, freezer: FrozenDateTimeFactory
) -> None:
    calls = await automate(house.hass, "program_interrupted", target_of(house, Devices.WASHER))
    await runs(house, Devices.WASHER, STATE, "run")
    await runs(house, Devices.WASHER, JOB, "wash")
    await runs(house, Devices.WASHER, STATE, "stop")
    (automation,) = house.hass.states.async_entity_ids("automation")
    await house.hass.services.async_call(
        "automation", "turn_off", {"entity_id": automation}, blocking=True
    )
    await pass_time(house.world, freezer, 15)
    assert calls == []


async def test_either_sensor_is_the_machine(house: House) -> None:
    """The automation may have been made for one of the two sensors."""
    registry = er.async_get(house.hass)
    sensors = {
        item.entity_id
        for item in er.async_entries_for_config_entry(registry, house.entry.entry_id)
        if item.translation_key in ("machine_state", "washer_job_state")
        and item.unique_id.startswith(Devices.WASHER)
    }
    assert len(sensors) == 2
    calls = await automate(house.hass, "program_finished", {"entity_id": sorted(sensors)})
    await runs(house, Devices.WASHER, STATE, "run")
    await runs(house, Devices.WASHER, JOB, "wash", "finish")
    await runs(house, Devices.WASHER, STATE, "stop")
    (sensor,) = entities_of(calls)
    assert sensor.endswith("job_state")


async def test_the_cavities_of_a_range_are_two_machines(house: House) -> None:
    """The second one is a child device, which the target includes."""
    calls = await automate(house.hass, "program_started", target_of(house, Devices.RANGE))
    source = "ovenOperatingState.machineState"
    await house.report(Devices.RANGE, source, "ready")
    await house.report(Devices.RANGE, source, "running", component="cavity-01")
    await house.report(Devices.RANGE, source, "running")
    assert len(set(entities_of(calls))) == len(calls) == 2


async def test_going_on_after_a_pause_is_no_start(house: House) -> None:
    calls = await automate(house.hass, "program_started", target_of(house, Devices.WASHER))
    await runs(house, Devices.WASHER, STATE, "run", "pause", "run")
    assert len(calls) == 1


async def test_a_pause_may_have_to_last(house: House, freezer: FrozenDateTimeFactory) -> None:
    calls = await automate(
        house.hass, "program_paused", target_of(house, Devices.WASHER), **{"for": "00:10:00"}
    )
    await runs(house, Devices.WASHER, STATE, "run", "pause", "run")
    await pass_time(house.world, freezer, 700)
    assert calls == []
    await runs(house, Devices.WASHER, STATE, "pause")
    await pass_time(house.world, freezer, 590)
    assert calls == []
    await pass_time(house.world, freezer, 20)
    assert len(calls) == 1


async def test_a_robot_that_stands_still_has_not_finished(house: House) -> None:
    """It has when it is back in its dock."""
    calls = await automate(house.hass, "program_finished", target_of(house, Devices.ROBOT_VACUUM))
    await runs(house, Devices.ROBOT_VACUUM, VACUUM, "cleaning", "idle", "paused", "charging")
    assert calls == []
    await runs(house, Devices.ROBOT_VACUUM, VACUUM, "cleaning", "homing", "charging")
    assert len(calls) == 1


async def test_a_robot_without_a_dock_has_finished_when_it_stands_still(world: World) -> None:
    readings: Readings = {"robotCleanerCleaningMode": {"robotCleanerCleaningMode": "stop"}}
    house = await house_with(world, "Robot", "RobotCleaner", readings)
    (device_id,) = house.entry.runtime_data.devices
    calls = await automate(house.hass, "program_finished", target_of(house, device_id))
    source = "robotCleanerCleaningMode.robotCleanerCleaningMode"
    await runs(house, device_id, source, "auto", "stop")
    assert len(calls) == 1
