"""Capabilities of few devices: scene controllers, positions, self checks, software, lamps."""

import pytest
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNKNOWN
from homeassistant.exceptions import ServiceValidationError

from simulator.devices.device import Json, Reading
from tests.common.world import World

from .conftest import case_with


async def test_a_scene_controller_fires_an_event_for_each_of_its_scenes(world: World) -> None:
    """The words are those of the device, and it may report others."""
    controller = await case_with(
        world,
        "RemoteController",
        {"sceneActivity": {"activatedScene": None, "supportedScenes": ["evening", "Movie Night"]}},
    )
    scene = controller.find("event", "Scene")
    assert scene.attributes["event_types"] == ["evening", "Movie Night"]
    assert scene.state == STATE_UNKNOWN
    await controller.reports("sceneActivity.activatedScene", "evening")
    assert controller.find("event", "Scene").attributes["event_type"] == "evening"
    await controller.reports("sceneActivity.activatedScene", "morning")
    assert controller.find("event", "Scene").attributes["event_type"] == "morning"


async def test_a_button_of_the_old_kind_is_a_button(world: World) -> None:
    """If the device has the new kind too, there is one event entity."""
    old = await case_with(world, "Button", {"holdableButton": {"button": None}})
    assert old.find("event", device_class="button").options == ("pushed", "held")
    await old.reports("holdableButton.button", "held")
    assert old.find("event", device_class="button").attributes["event_type"] == "held"


async def test_a_device_that_reports_its_position_is_on_the_map(world: World) -> None:
    """Its accuracy decides about zones, so it is passed on."""
    collar = await case_with(
        world,
        "Others",
        {
            "geolocation": {
                "latitude": 52.5,
                "longitude": 13.4,
                "accuracy": 12,
                "heading": 90,
                "speed": None,
                "method": "gps",
                "lastUpdateTime": "2026-11-24T08:00:00Z",
            }
        },
    )
    tracker = collar.find("device_tracker", "Position")
    shown = {key: tracker.attributes[key] for key in ("latitude", "longitude", "gps_accuracy")}
    assert shown == {"latitude": 52.5, "longitude": 13.4, "gps_accuracy": 12}
    assert (tracker.attributes["source_type"], tracker.attributes["course"]) == ("gps", 90)
    assert "speed" not in tracker.attributes
    await collar.reports("geolocation.latitude", 52.6)
    assert collar.find("device_tracker", "Position").attributes["latitude"] == 52.6
    await collar.reports("geolocation.accuracy", None)
    assert collar.find("device_tracker", "Position").attributes["gps_accuracy"] == 0


async def test_a_position_that_was_never_reported_has_no_entity(world: World) -> None:
    tag = await case_with(world, "Others", {"geolocation": {"latitude": None, "longitude": None}})
    assert not [row for row in tag.rows if row.platform == "device_tracker"]


async def test_a_self_check_reports_errors_as_a_problem(world: World) -> None:
    """Whether there are any is enabled by default; the rest is for the curious."""
    conditioner = await case_with(
        world,
        "AirConditioner",
        {
            "samsungce.selfCheck": {
                "status": "ready",
                "result": "passed",
                "progress": 100,
                "errors": [],
                "supportedActions": ["start"],
            }
        },
    )
    errors = conditioner.find("binary_sensor", "Self check")
    assert (errors.state, errors.device_class, errors.category) == (
        STATE_OFF,
        "problem",
        "diagnostic",
    )
    await conditioner.reports("samsungce.selfCheck.errors", [{"code": "E101"}])
    assert conditioner.find("binary_sensor", "Self check").state == STATE_ON
    await conditioner.reports("samsungce.selfCheck.errors", None)
    assert conditioner.find("binary_sensor", "Self check").state == STATE_UNKNOWN
    await conditioner.enable_all()
    rows = {row.own_name: row for row in conditioner.rows}
    assert rows["Self check state"].state == "ready"
    assert rows["Self check result"].state == "passed"
    assert rows["Self check progress"].state == "100"
    assert "Cancel self check" not in rows
    sent = await conditioner.sends("button.press", rows["Start self check"])
    assert sent == [("main", "samsungce.selfCheck", "startSelfCheck", [])]


async def test_a_software_update_is_installed_only_if_there_is_one(world: World) -> None:
    """The appliance asks for a consent."""
    washer = await case_with(
        world,
        "Washer",
        {
            "samsungce.softwareUpdate": {
                "newVersionAvailable": False,
                "progress": 0,
                "lastUpdatedDate": "2026-03-01T10:00:00Z",
            }
        },
    )
    await washer.enable_all()
    rows = {row.own_name: row for row in washer.rows}
    assert rows["Last software update"].state == "2026-03-01T10:00:00+00:00"
    assert rows["Software update progress"].state == "0"
    install = rows["Install software update"]
    with pytest.raises(ServiceValidationError, match="no software update for Thing"):
        await washer.do("button.press", install)
    await washer.reports("samsungce.softwareUpdate.newVersionAvailable", value=True)
    sent = await washer.sends("button.press", install)
    assert sent == [("main", "samsungce.softwareUpdate", "agreeUpdate", [])]


async def test_the_infrared_light_of_a_lamp_is_set(world: World) -> None:
    lamp = await case_with(world, "Light", {"infraredLevel": {"infraredLevel": 20}})
    level = lamp.find("number", "Infrared level")
    assert (level.state, level.attributes["max"]) == ("20", 100)
    sent = await lamp.sends("number.set_value", level, value=55)
    assert sent == [("main", "infraredLevel", "setInfraredLevel", [55])]
    assert lamp.find("number", "Infrared level").state == "55"


async def test_what_a_lamp_does_by_itself_is_shown(world: World) -> None:
    lamp = await case_with(
        world,
        "Light",
        {
            "synthetic.lightingEffectCircadian": {
                "circadian": {"state": "Run", "timeZoneId": "Europe/Paris"}
            },
            "samsungim.hueSyncMode": {"mode": "streaming"},
        },
    )
    assert lamp.find("binary_sensor", "Circadian lighting").state == STATE_ON
    await lamp.reports(
        "synthetic.lightingEffectCircadian.circadian",
        {"state": "Stop", "timeZoneId": "Europe/Paris"},
    )
    assert lamp.find("binary_sensor", "Circadian lighting").state == STATE_OFF
    await lamp.enable_all()
    (mode,) = (row for row in lamp.rows if row.own_name == "Entertainment mode")
    assert mode.state == "streaming"


async def test_a_toggle_switch_is_a_switch(world: World) -> None:
    button = await case_with(world, "Switch", {"samsungce.toggleSwitch": {"switch": "off"}})
    switch = button.find("switch")
    assert switch.state == STATE_OFF
    sent = await button.sends("switch.turn_on", switch)
    assert sent == [("main", "samsungce.toggleSwitch", "on", [])]
    assert button.find("switch").state == STATE_ON


async def test_an_alarm_sensor_is_suppressed(world: World) -> None:
    detector = await case_with(
        world,
        "SmokeDetector",
        {
            "alarmSensor": {
                "alarmSensorState": "enabled",
                "supportedAlarmSensorStates": ["enabled", "suppressed"],
            }
        },
    )
    sensor = detector.find("select", "Alarm sensor")
    assert (sensor.state, sensor.attributes["options"]) == ("enabled", ["enabled", "suppressed"])
    sent = await detector.sends("select.select_option", sensor, option="suppressed")
    assert sent == [("main", "alarmSensor", "setAlarmSensorState", ["suppressed"])]
    assert detector.find("select", "Alarm sensor").state == "suppressed"


async def test_the_water_of_a_day_and_a_month_is_measured(world: World) -> None:
    """It is in gallons if the report has no unit. Home Assistant converts it for a metric home."""
    usage: dict[str, Json | Reading] = {
        "waterUsageDay": 10,
        "waterUsageMonth": Reading(value=310, unit="L"),
    }
    meter = await case_with(world, "Others", {"waterUsageMeter": usage})
    today = meter.find("sensor", "Water today")
    assert float(today.state or "") == pytest.approx(37.85, abs=0.01)
    assert today.unit == "L"
    assert today.device_class == "water"
    month = meter.find("sensor", "Water this month")
    assert (month.state, month.unit) == ("310", "L")


async def test_a_virtual_calendar_shows_the_sun(world: World) -> None:
    """Values that the driver reports twice have one entity."""
    prefix = "legendabsolute60149"
    almanac = await case_with(
        world,
        "Others",
        {
            f"{prefix}.currentTimePeriod": {"currentTimePeriod": "Day"},
            f"{prefix}.currentTwilight": {"currentTwilight": "None"},
            f"{prefix}.sunRise": {"sunRise": "08:07:00"},
            f"{prefix}.sunAzimuthAngle": {"sunAzimuthAngle": Reading(value=190.7, unit="º")},
            f"{prefix}.sunSetOffset1": {"sunSetOffset": Reading(value=-280, unit="min")},
            f"{prefix}.localDay": {"localDay": 9},
            f"{prefix}.localDayTwo": {"localDayTwo": 9},
        },
    )
    assert almanac.find("sensor", "Day or night").state == "day"
    assert almanac.find("sensor", "Sunrise").state == "08:07:00"
    await almanac.reports(f"{prefix}.currentTwilight.currentTwilight", "Civil-Twilight")
    assert almanac.find("sensor", "Twilight").state == "civil_twilight"
    await almanac.enable_all()
    rows = {row.own_name: row for row in almanac.rows}
    assert (rows["Sun azimuth"].state, rows["Sun azimuth"].unit) == ("190.7", "°")
    assert (rows["Time since sunset"].state, rows["Time since sunset"].unit) == ("-280", "min")
    assert rows["Day of the month"].state == "9"
    assert not [row for row in almanac.rows if "localDayTwo" in row.unique_id]


async def test_the_light_of_a_switch_is_set_by_a_command_for_each_word(world: World) -> None:
    """The capability has no command with an argument."""
    switch = await case_with(world, "Switch", {"indicator": {"indicatorStatus": "when off"}})
    await switch.enable_all()
    (light,) = (row for row in switch.rows if row.own_name == "Indicator light")
    assert (light.state, light.options) == ("when_off", ("never", "when_off", "when_on"))
    sent = await switch.sends("select.select_option", light, option="when_on")
    assert sent == [("main", "indicator", "indicatorWhenOn", [])]
    (light,) = (row for row in switch.rows if row.own_name == "Indicator light")
    assert light.state == "when_on"


async def test_the_lifetime_of_a_filter_is_in_hours(world: World) -> None:
    conditioner = await case_with(
        world,
        "AirConditioner",
        {"custom.dustFilter": {"dustFilterCapacity": Reading(value=500, unit="Hour")}},
    )
    await conditioner.enable_all()
    (lifetime,) = (row for row in conditioner.rows if row.own_name == "Dust filter lifetime")
    assert (lifetime.state, lifetime.unit, lifetime.device_class) == ("500", "h", "duration")


async def test_a_rice_cooker_keeps_warm_but_does_not_cook_by_a_select(world: World) -> None:
    """Cooking needs a menu, so the mode is shown and cannot be selected."""
    cooker = await case_with(
        world,
        "RiceCooker",
        {
            "riceCooker": {
                "cookerState": "running",
                "cookerMode": "cooking",
                "supportedCookerModes": ["cooking", "keepWarm"],
                "menu": "brownRice100",
                "completionTime": "2099-01-01T12:00:00Z",
                "event": None,
                "supportedEvents": ["cookingComplete", "steamEmission"],
            }
        },
    )
    assert cooker.find("sensor", "Cooker state").state == "running"
    assert cooker.find("sensor", "Menu").state == "brownRice100"
    assert cooker.find("sensor", "Completion time").state == "2099-01-01T12:00:00+00:00"
    mode = cooker.find("select", "Cooker mode")
    assert mode.state == "cooking"
    sent = await cooker.sends("select.select_option", mode, option="keep_warm")
    assert sent == [("main", "riceCooker", "setMode", ["keepWarm"])]
    with pytest.raises(ServiceValidationError):
        await cooker.do("select.select_option", mode, option="cooking")
    await cooker.reports("riceCooker.event", "cookingComplete")
    event = cooker.find("event", "Cooking")
    assert event.attributes["event_type"] == "cooking_complete"
    sent = await cooker.sends("button.press", cooker.find("button", "Stop cooking"))
    assert sent == [("main", "riceCooker", "stop", [])]
    assert cooker.find("sensor", "Cooker state").state == "ready"
