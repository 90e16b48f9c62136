"""Details of appliances that are disabled by default, or that only some models report."""

import pytest
from homeassistant.const import STATE_UNKNOWN
from homeassistant.helpers import entity_registry as er

from simulator.devices.device import Json, Reading, Readings
from tests.common.world import World

from .conftest import Case, case_with
from .shown import Row


async def _enabled(case: Case) -> dict[str, Row]:
    """Enable all entities of a device, and return them by platform and name."""
    registry = er.async_get(case.hass)
    for item in list(registry.entities.values()):
        if item.disabled_by is er.RegistryEntryDisabler.INTEGRATION:
            registry.async_update_entity(item.entity_id, disabled_by=None)
    await case.hass.config_entries.async_reload(case.entry.entry_id)
    await case.world.settle()
    return {f"{row.platform} {row.own_name}": row for row in case.rows}


async def test_a_robot_shows_what_it_has_cleaned_while_it_cleans(world: World) -> None:
    """It reports -1 and a word in all other states."""
    info = "samsungce.robotCleanerMapCleaningInfo"
    robot = await case_with(
        world,
        "RobotCleaner",
        {
            info: {"area": "None", "cleanedExtent": -1, "nearObject": "None", "remainingTime": -1},
            "samsungce.robotCleanerMotorFilter": {"motorFilterStatus": "normal"},
        },
    )
    for name in ("Cleaned area", "Remaining time", "Current room"):
        assert robot.find("sensor", name).state == STATE_UNKNOWN
    await robot.reports(f"{info}.cleanedExtent", 12, unit="m²")
    await robot.reports(f"{info}.remainingTime", 25, unit="minute")
    await robot.reports(f"{info}.area", "Kitchen")
    area = robot.find("sensor", "Cleaned area")
    assert (area.state, area.unit, area.device_class) == ("12", "m²", "area")
    time = robot.find("sensor", "Remaining time")
    assert (time.state, time.unit, time.device_class) == ("25", "min", "duration")
    assert robot.find("sensor", "Current room").state == "Kitchen"
    assert robot.find("binary_sensor", "Motor filter").state == "off"
    await robot.reports("samsungce.robotCleanerMotorFilter.motorFilterStatus", "wash")
    assert robot.find("binary_sensor", "Motor filter").state == "on"


async def test_a_heat_pump_shows_the_settings_of_the_installer(world: World) -> None:
    """Each that it uses, by the number that the manual has."""
    settings: list[Json] = [
        {"id": "1031", "inUse": True, "type": "temperature", "value": 43, "temperatureUnit": "C"},
        {"id": "3011", "inUse": True, "type": "etc", "value": 1},
        {"id": "4061", "inUse": False, "type": "etc", "value": 0},
    ]
    pump = await case_with(world, "Other", {"samsungce.ehsFsvSettings": {"fsvSettings": settings}})
    rows = await _enabled(pump)
    temperature = rows["sensor Field setting 1031"]
    assert (temperature.state, temperature.unit) == ("43", "°C")
    assert (rows["sensor Field setting 3011"].state, temperature.category) == ("1", "diagnostic")
    assert "sensor Field setting 4061" not in rows


@pytest.mark.parametrize("switch", [{"switch": {"switch": "on"}}, {}])
async def test_a_switch_that_repeats_another_one_is_no_second_entity(
    world: World, switch: Readings
) -> None:
    """A heat pump reports its switch twice."""
    readings: Readings = {"samsungce.toggleSwitch": {"switch": "on"}, **switch}
    pump = await case_with(world, "Other", readings)
    assert [row.state for row in pump.rows if row.platform == "switch"] == ["on"]


async def test_a_television_reports_its_activity_in_seconds(world: World) -> None:
    status: Readings = {"samsungvd.thingStatus": {"status": "Idle", "updatedTime": 1744334328}}
    rows = await _enabled(await case_with(world, "Television", status))
    assert rows["sensor Device activity updated"].state == "2025-04-11T01:18:48+00:00"


async def test_the_jobs_of_a_program_are_attributes_of_its_remaining_time(world: World) -> None:
    jobs: list[Json] = [{"jobName": "wash", "timeInMin": 23}, {"jobName": "spin", "timeInMin": 9}]
    state: Readings = {
        "samsungce.washerOperatingState": {
            "operatingState": "running",
            "remainingTime": 32,
            "scheduledJobs": jobs,
            "scheduledPhases": [{"phaseName": "wash", "timeInMin": 23}],
            "washerJobPhase": "wash",
            "washerJobState": "wash",
        }
    }
    washer = await case_with(world, "Washer", state)
    assert washer.find("sensor", "Remaining time").attributes["scheduled_jobs"] == jobs


async def test_an_oven_shows_its_defaults(world: World) -> None:
    rows = await _enabled(
        await case_with(
            world,
            "Oven",
            {
                "samsungce.kitchenDeviceDefaults": {
                    "defaultOperationTime": 3600,
                    "defaultOvenMode": "ConvectionBake",
                    "defaultOvenSetpoint": 180,
                }
            },
        )
    )
    assert rows["sensor Default program"].state == "convection_bake"
    assert rows["sensor Default temperature"].state == "180"
    time = rows["sensor Default cooking time"]
    assert (time.state, time.unit) == ("3600", "s")


async def test_the_reminder_of_detergent_can_be_set(world: World) -> None:
    capability = "samsungce.detergentOrder"
    readings: Readings = {capability: {"alarmEnabled": False, "orderThreshold": 0}}
    washer = await case_with(world, "Washer", readings)
    rows = await _enabled(washer)
    sent = await washer.sends("switch.turn_on", rows["switch Detergent reminder"])
    assert sent == [("main", capability, "enableAlarm", [])]
    threshold = rows["number Detergent reminder threshold"]
    sent = await washer.sends("number.set_value", threshold, value=120)
    assert sent == [("main", capability, "setOrderThreshold", [120])]


async def test_a_gas_meter_shows_the_last_hour(world: World) -> None:
    hours: list[Json] = [
        {"start": "2026-11-30T11:00:00Z", "deltaUsage": 3},
        {"start": "2026-11-30T10:00:00Z", "deltaUsage": 7},
    ]
    meter = await case_with(
        world,
        "Other",
        {"batchGasConsumptionReport": {"hourlyGasConsumptions": Reading(value=hours, unit="m^3")}},
    )
    gas = meter.find("sensor", "Gas used in the last hour")
    assert (gas.state, gas.unit, gas.device_class) == ("3", "m³", "gas")


async def test_a_lock_names_the_bounds_of_its_codes(world: World) -> None:
    lock = await case_with(
        world,
        "SmartLock",
        {
            "lock": {"lock": "locked"},
            "lockCodes": {
                "lockCodes": '{"1":"Ada"}',
                "maxCodes": 30,
                "minCodeLength": 4,
                "maxCodeLength": 8,
                "scanCodes": "Complete",
            },
        },
    )
    codes = lock.find("sensor", "Lock codes").attributes
    assert {key: codes[key] for key in ("most_codes", "shortest_code", "longest_code")} == {
        "most_codes": 30,
        "shortest_code": 4,
        "longest_code": 8,
    }


async def test_a_hood_repeats_its_air_sensing(world: World) -> None:
    capability = "custom.periodicSensing"
    hood = await case_with(
        world,
        "RangeHood",
        {
            capability: {
                "periodicSensing": "on",
                "periodicSensingInterval": 3600,
                "automaticExecutionMode": "Airpurify",
                "supportedAutomaticExecutionMode": ["Airpurify", "Alarm"],
                "lastSensingTime": "1762904483",
            }
        },
    )
    sent = await hood.sends("switch.turn_off", hood.find("switch", "Periodic air sensing"))
    assert sent == [("main", capability, "periodicSensingOff", [])]
    reaction = hood.find("select", "Reaction to bad air")
    assert (reaction.state, reaction.options) == ("airpurify", ("airpurify", "alarm"))
    sent = await hood.sends("select.select_option", reaction, option="alarm")
    assert sent == [("main", capability, "setAutomaticExecutionMode", ["Alarm"])]
    rows = await _enabled(hood)
    assert rows["sensor Last air sensing"].state == "2025-11-11T23:41:23+00:00"
    interval = rows["number Air sensing interval"]
    assert (interval.state, interval.unit) == ("60.0", "min")
    sent = await hood.sends("number.set_value", interval, value=10)
    assert sent == [("main", capability, "setPeriodicSensingInterval", [600])]


async def test_a_camera_can_see_at_night(world: World) -> None:
    """A connection for video is not shown: it has addresses of the home."""
    readings: Readings = {
        "nightVision": {"nightVision": "auto", "illumination": None},
        "webrtc": {"sdpAnswer": {"id": "1", "sdp": "v=0"}, "talkback": True},
    }
    camera = await case_with(world, "Camera", readings)
    night = camera.find("select", "Night vision")
    assert (night.state, night.options) == ("auto", ("auto", "on", "off"))
    sent = await camera.sends("select.select_option", night, option="on")
    assert sent == [("main", "nightVision", "setNightVision", ["on"])]
    assert not [row.name for row in camera.rows if "ebrtc" in row.name]


@pytest.mark.parametrize(
    ("capability", "attributes"),
    [
        ("samsungce.meatProbe", ("status", "temperature", "temperatureSetpoint")),
        ("samsungce.selfCheck", ("errors", "progress", "result", "status", "supportedActions")),
    ],
)
async def test_a_part_that_an_appliance_only_lists_is_not_there(
    world: World, capability: str, attributes: tuple[str, ...]
) -> None:
    oven = await case_with(world, "Oven", {capability: dict.fromkeys(attributes)})
    assert not [row.name for row in oven.rows if row.enabled and capability in row.unique_id]


async def test_a_home_battery_shows_the_grid(world: World) -> None:
    state: Readings = {
        "rivertalent14263.adaptiveEnergyUsageState": {
            "gridStatusStatus": "on-grid",
            "stormWatchActive": False,
            "stormWatchEnabled": True,
        }
    }
    battery = await case_with(world, "Battery", state)
    assert battery.find("sensor", "Grid status").state == "on-grid"
    assert battery.find("binary_sensor", "Storm watch active").state == "off"
    assert battery.find("binary_sensor", "Storm watch").state == "on"
