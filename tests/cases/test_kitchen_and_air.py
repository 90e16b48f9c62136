"""Settings of refrigerators, air conditioners, air purifiers and water purifiers."""

from collections.abc import Mapping

import pytest
from homeassistant.const import STATE_UNKNOWN

from simulator.devices.device import Json, Readings
from tests.common.world import World

from .conftest import Case, case_with
from .shown import Row

LIGHTING = "samsungce.fridgeInteriorLighting"
FLOW = "samsungce.airConditionerAirFlowDirection"
SAVING = "samsungce.powerSavingWhileAway"
DISPENSER = "samsungce.waterDispenser"

type Setting = tuple[str, Mapping[str, Json], str, str, tuple[str, Json], tuple[str, Json]]
"""Capability, its attributes, platform and name of the entity, and for both actions the command
with its argument; None for a command without one."""

SWITCHES: tuple[Setting, ...] = (
    (
        "samsungce.autoFillPitcher",
        {"autoFillPitcher": "off"},
        "Refrigerator",
        "AutoFill pitcher",
        ("on", None),
        ("off", None),
    ),
    (
        "samsungce.doorAlarm",
        {"doorAlarm": "off"},
        "Refrigerator",
        "Door alarm",
        ("on", None),
        ("off", None),
    ),
    (
        LIGHTING,
        {"nightLight": "off"},
        "Refrigerator",
        "Night light",
        ("setNightLight", "on"),
        ("setNightLight", "off"),
    ),
    (
        LIGHTING,
        {"brightenGradually": "off"},
        "Refrigerator",
        "Gradual interior lighting",
        ("setBrightenGradually", "on"),
        ("setBrightenGradually", "off"),
    ),
    (
        "samsungce.airConditionerDisplay",
        {"display": "off"},
        "AirConditioner",
        "Display lighting",
        ("on", None),
        ("off", None),
    ),
    (
        "samsungce.airPurifierLighting",
        {"lighting": "off"},
        "AirPurifier",
        "Display lighting",
        ("on", None),
        ("off", None),
    ),
    (
        "samsungce.dehumidifierDisplay",
        {"display": "off"},
        "Dehumidifier",
        "Display lighting",
        ("on", None),
        ("off", None),
    ),
    (
        "samsungce.dehumidifierBeep",
        {"beep": "off"},
        "Dehumidifier",
        "Beep sounds",
        ("on", None),
        ("off", None),
    ),
    (
        "custom.airConditionerOdorController",
        {"airConditionerOdorControllerState": "off"},
        "AirConditioner",
        "Odor control",
        ("setAirConditionerOdorControllerState", "on"),
        ("setAirConditionerOdorControllerState", "off"),
    ),
    (
        "samsungce.waterPurifierColdWaterLock",
        {"waterPurifierColdWaterLock": "unlocked"},
        "WaterPurifier",
        "Cold water lock",
        ("lock", None),
        ("unlock", None),
    ),
    (
        "samsungce.waterPurifierHotWaterLock",
        {"waterPurifierHotWaterLock": "unlocked"},
        "WaterPurifier",
        "Hot water lock",
        ("lock", None),
        ("unlock", None),
    ),
)


@pytest.mark.parametrize("setting", SWITCHES, ids=lambda setting: f"{setting[2]} {setting[3]}")
async def test_a_switch_sends_its_commands_and_follows(world: World, setting: Setting) -> None:
    """Both directions."""
    capability, attributes, category, name, *commands = setting
    device = await case_with(world, category, {capability: attributes})
    switch = device.find("switch", name)
    assert switch.state == "off"
    for action, (command, argument) in zip(("on", "off"), commands, strict=True):
        sent = await device.sends(f"switch.turn_{action}", device.find("switch", name))
        assert sent == [("main", capability, command, [] if argument is None else [argument])]
        assert device.find("switch", name).state == action


@pytest.mark.parametrize(
    ("capability", "attribute", "command", "name"),
    [
        (LIGHTING, "brightnessLevel", "setBrightnessLevel", "Interior brightness"),
        (
            LIGHTING,
            "nightLightBrightnessLevel",
            "setNightLightBrightnessLevel",
            "Night light brightness",
        ),
        (LIGHTING, "autoLightOff", "setAutoLightOff", "Automatic light-off"),
        ("samsungce.doorAlarm", "alarmSound", "setAlarmSound", "Door alarm sound"),
        ("samsungce.autoDoorControl", "controlSound", "setControlSound", "Automatic door sound"),
        (
            "samsungce.autoDoorControl",
            "safeClosingTime",
            "setSafeClosingTime",
            "Safe closing time",
        ),
        (
            "samsungce.airConditionerAudioFeedback",
            "volumeLevel",
            "setVolumeLevel",
            "Audio feedback volume",
        ),
        ("samsungce.aiMotionWind", "mode", "setMode", "AI motion wind"),
        (FLOW, "verticalDirection", "setVerticalDirection", "Vertical air flow"),
        (FLOW, "horizontalDirection", "setHorizontalDirection", "Horizontal air flow"),
        (FLOW, "horizontalSwingRange", "setHorizontalSwingRange", "Horizontal swing range"),
        (FLOW, "verticalAngleStep", "setVerticalAngleStep", "Vertical angle"),
        (FLOW, "horizontalAngleStep", "setHorizontalAngleStep", "Horizontal angle"),
        (SAVING, "powerSaving", "setPowerSaving", "Power saving while away"),
        (SAVING, "saverMode", "setSaverMode", "Saver mode"),
        (SAVING, "switchToSaverMode", "setSwitchToSaverMode", "Switch to saver mode"),
        (DISPENSER, "mode", "setMode", "Water dispenser mode"),
        (DISPENSER, "hotTemperature", "setHotTemperature", "Hot water temperature"),
    ],
)
@pytest.mark.parametrize(("values", "shown"), [(("low", "high"), "high"), ((1, 2), "2")])
async def test_a_select_offers_what_the_device_lists(
    world: World,
    capability: str,
    attribute: str,
    command: str,
    name: str,
    values: tuple[Json, Json],
    shown: str,
) -> None:
    """A number is sent as a number."""
    plural = "supportedBrightnessesLevels" if attribute == "brightnessLevel" else ""
    listing = plural or f"supported{attribute[0].upper()}{attribute[1:]}s"
    readings: Readings = {capability: {attribute: values[0], listing: [*values]}}
    device = await case_with(world, "AirConditioner", readings)
    sent = await device.sends("select.select_option", device.find("select", name), option=shown)
    assert sent == [("main", capability, command, [values[1]])]


async def test_a_setting_that_is_never_reported_is_no_entity(world: World) -> None:
    """Appliances list attributes that they do not have."""
    device = await case_with(
        world,
        "Refrigerator",
        {
            "contactSensor": {"contact": "closed"},
            "samsungce.autoFillPitcher": {"autoFillPitcher": None},
            LIGHTING: {"nightLight": None, "brightnessLevel": None},
            "samsungce.viewInside": {"contents": None, "lastUpdatedTime": None},
        },
    )
    assert not {row.platform for row in device.rows} & {"select", "switch"}


async def test_a_door_alarm_is_shown_before_its_first_change(world: World) -> None:
    """A fridge reports its alarm sounds, and the alarm itself only after a change."""
    alarm: Readings = {
        "samsungce.doorAlarm": {
            "doorAlarm": None,
            "alarmSound": 1,
            "supportedAlarmSounds": [1, 2],
        }
    }
    device = await case_with(world, "Refrigerator", alarm)
    assert device.find("switch", "Door alarm").state == STATE_UNKNOWN
    await device.sends("switch.turn_on", device.find("switch", "Door alarm"))
    assert device.find("switch", "Door alarm").state == "on"


@pytest.mark.parametrize(
    ("levels", "platform", "action", "data", "sent"),
    [
        (["on", "off"], "switch", "turn_off", {}, "off"),
        (["on", "dim", "off"], "select", "select_option", {"option": "dim"}, "dim"),
    ],
)
async def test_a_display_with_more_levels_is_a_select(
    world: World,
    levels: list[Json],
    platform: str,
    action: str,
    data: dict[str, str],
    sent: str,
) -> None:
    """The other ones keep the switch."""
    capability = "samsungce.airConditionerLighting"
    lighting: Readings = {capability: {"lighting": "on", "supportedLightingLevels": levels}}
    device = await case_with(world, "AirConditioner", lighting)
    display = device.find(platform, "Display lighting")
    assert await device.sends(f"{platform}.{action}", display, **data) == [
        ("main", capability, "setLightingLevel", [sent])
    ]


async def test_the_amount_of_water_is_within_the_limits_of_the_dispenser(world: World) -> None:
    """The unit is the one of the device."""
    water: Readings = {
        DISPENSER: {"amount": 250, "minSupportedAmount": 120, "maxSupportedAmount": 1000}
    }
    device = await case_with(world, "WaterPurifier", water)
    amount = device.find("number", "Water amount", min=120, max=1000)
    sent = await device.sends("number.set_value", amount, value=300)
    assert sent == [("main", DISPENSER, "setAmount", [300])]


async def _old_air_conditioner(world: World, *capabilities: str) -> Case:
    """Return an air conditioner with ``execute``, with all its entities."""
    device = await case_with(
        world,
        "AirConditioner",
        {
            "switch": {"switch": "on"},
            "airConditionerMode": {
                "airConditionerMode": "cool",
                "supportedAcModes": ["cool", "dry"],
            },
            "execute": {"data": None},
            **{name: {name.rpartition("Conditioner")[2].lower(): "on"} for name in capabilities},
        },
    )
    assert [display.enabled for display in _display(device)] == [bool(capabilities)]
    await device.enable_all()
    return device


def _display(device: Case) -> list[Row]:
    return [row for row in device.rows if row.own_name == "Display lighting"]


async def test_the_display_of_an_old_air_conditioner_is_assumed(world: World) -> None:
    """It has no capability for the display, and ``Light_On`` turns the display off."""
    device = await _old_air_conditioner(world)
    for action, word in (("off", "Light_On"), ("on", "Light_Off")):
        (display,) = _display(device)
        assert await device.sends(f"switch.turn_{action}", display) == [
            ("main", "execute", "execute", ["mode/vs/0", {"x.com.samsung.da.options": [word]}])
        ]
        (display,) = _display(device)
        assert (display.state, display.attributes.get("assumed_state")) == (action, True)


async def test_a_report_of_the_options_has_the_display(world: World) -> None:
    """A report without the option changes nothing."""
    device = await _old_air_conditioner(world)
    for options, state in (
        (["Sleep_0", "Light_On"], "off"),
        (["Sleep_0"], "off"),
        (["Light_Off"], "on"),
    ):
        await device.reports("execute.data", {"payload": {"x.com.samsung.da.options": [*options]}})
        (display,) = _display(device)
        assert (display.state, display.attributes.get("assumed_state")) == (state, None)


@pytest.mark.parametrize("kind", ["Display", "Lighting"])
async def test_a_display_with_a_capability_is_not_assumed(world: World, kind: str) -> None:
    """Newer models report it."""
    device = await _old_air_conditioner(world, f"samsungce.airConditioner{kind}")
    (display,) = _display(device)
    assert (display.state, display.attributes.get("assumed_state")) == ("on", None)
