"""Values without a meaning while an appliance is idle are unknown."""

from datetime import timedelta

import pytest
from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util

from simulator.devices.device import Json, Reading, Readings, make_device, timestamp
from simulator.devices.ids import HOME_LOCATION
from tests.common.world import World

from .conftest import Case, case_of

NEVER_SET = "1970-01-01T00:00:00Z"


async def _device(world: World, category: str, readings: Readings, part: str | None = None) -> Case:
    components = {"main": {}, part: readings} if part else {"main": readings}
    device = make_device(
        "2c1b0b1d-9d0f-47ac-9f2d-4f2d51c6a4a9",
        "Thing",
        location_id=HOME_LOCATION,
        category=category,
        components=components,
    )
    return await case_of(world, device)


async def test_a_meat_probe_that_is_not_plugged_in_is_unavailable(world: World) -> None:
    """The device reports 0 degrees without a probe."""
    oven = await _device(
        world,
        "Oven",
        {
            "samsungce.meatProbe": {
                "status": "disconnected",
                "temperature": Reading(value=0, unit="C"),
                "temperatureSetpoint": Reading(value=0, unit="C"),
            }
        },
    )
    name = "Meat probe temperature"
    assert oven.find("sensor", name).state == STATE_UNAVAILABLE
    await oven.reports("samsungce.meatProbe.temperature", 54)
    assert oven.find("sensor", name).state == STATE_UNAVAILABLE
    await oven.reports("samsungce.meatProbe.status", "connected")
    assert float(oven.find("sensor", name).state or "") == 54


@pytest.mark.parametrize("category", ["Microwave", "Oven", "Range"])
@pytest.mark.parametrize(
    ("value", "unit", "celsius"),
    [(-17, "C", None), (0, "F", None), (1, "F", None), (0, "C", 0), (175, "C", 175)],
)
async def test_what_cooks_is_never_below_freezing(
    world: World, category: str, value: Json, unit: str, celsius: float | None
) -> None:
    """It reports zero degrees Fahrenheit while it is off."""
    reading = Reading(value=value, unit=unit)
    oven = await _device(world, category, {"temperatureMeasurement": {"temperature": reading}})
    state = oven.find("sensor", device_class="temperature").state
    assert state is not None
    assert (None if state == STATE_UNKNOWN else float(state)) == celsius


async def test_a_freezer_may_be_below_freezing(world: World) -> None:
    """The temperature is measured there."""
    reading = Reading(value=-17, unit="C")
    fridge = await _device(
        world, "Refrigerator", {"temperatureMeasurement": {"temperature": reading}}
    )
    assert float(fridge.find("sensor", device_class="temperature").state or "") == -17


@pytest.mark.parametrize(
    ("category", "capability", "state", "running", "resting"),
    [
        ("Washer", "washerOperatingState", "machineState", "run", "stop"),
        ("Dryer", "dryerOperatingState", "machineState", "pause", "stop"),
        ("Dishwasher", "dishwasherOperatingState", "machineState", "run", "stop"),
        ("Oven", "ovenOperatingState", "machineState", "running", "ready"),
        ("Oven", "samsungce.ovenOperatingState", "operatingState", "paused", "ready"),
    ],
)
async def test_a_program_that_is_over_has_no_completion_time(
    world: World, category: str, capability: str, state: str, running: str, resting: str
) -> None:
    """A program that is late keeps its time, and so does one that has not started."""
    past = timestamp(dt_util.utcnow() - timedelta(hours=3))
    ahead = timestamp(dt_util.utcnow() + timedelta(hours=3))
    machine = await _device(world, category, {capability: {state: resting, "completionTime": past}})

    def shown() -> str | None:
        return machine.find("sensor", "Completion time").state

    assert shown() == STATE_UNKNOWN
    await machine.reports(f"{capability}.{state}", running)
    assert shown() != STATE_UNKNOWN
    await machine.reports(f"{capability}.{state}", resting)
    assert shown() == STATE_UNKNOWN
    await machine.reports(f"{capability}.completionTime", ahead)
    assert shown() != STATE_UNKNOWN


async def test_the_remaining_time_is_enabled(world: World) -> None:
    """Most people need it."""
    washer = await _device(
        world,
        "Washer",
        {
            "samsungce.washerOperatingState": {
                "operatingState": "running",
                "remainingTime": Reading(value=47, unit="min"),
                "operationTime": Reading(value=90, unit="min"),
            }
        },
    )
    assert float(washer.find("sensor", "Remaining time").state or "") == 47


@pytest.mark.parametrize(
    ("category", "capability", "attribute", "word"),
    [
        ("Washer", "washerOperatingState", "washerJobState", "none"),
        ("Dishwasher", "dishwasherOperatingState", "dishwasherJobState", "unknown"),
    ],
)
async def test_machines_without_a_job_say_the_same(
    world: World, category: str, capability: str, attribute: str, word: str
) -> None:
    """Their own word does not matter."""
    machine = await _device(
        world, category, {capability: {"machineState": "stop", attribute: word}}
    )
    assert machine.find("sensor", "Job state").state == "none"


async def test_a_zone_that_chooses_its_temperature_says_so(world: World) -> None:
    """It has two setpoints, but the text does not name them as the reason."""
    zone = await _device(
        world,
        "AirConditioner",
        {
            "airConditionerMode": {
                "airConditionerMode": "heat",
                "supportedAcModes": ["auto", "cool", "heat"],
            },
            "thermostatCoolingSetpoint": {"coolingSetpoint": Reading(value=22, unit="C")},
            "switch": {"switch": "on"},
        },
        part="INDOOR1",
    )
    climate = zone.find("climate")
    with pytest.raises(ServiceValidationError) as refused:
        await zone.do("climate.set_temperature", climate, temperature=21, hvac_mode="auto")
    assert refused.value.translation_key == "own_temperature"
    assert not zone.simulator.commands


@pytest.mark.parametrize(
    ("category", "readings", "platform", "name"),
    [
        (
            "Dryer",
            {"dryerOperatingState": {"machineState": "run", "completionTime": NEVER_SET}},
            "sensor",
            "Completion time",
        ),
        (
            "Other",
            {"evseChargingSession": {"targetEndTime": NEVER_SET}},
            "datetime",
            "Charging until",
        ),
        ("GasMeter", {"gasMeter": {"gasMeterTime": NEVER_SET}}, "sensor", "Last gas meter reading"),
    ],
)
async def test_a_clock_that_was_never_set_has_no_time(
    world: World, category: str, readings: Readings, platform: str, name: str
) -> None:
    case = await _device(world, category, readings)
    assert case.find(platform, name).state == STATE_UNKNOWN
