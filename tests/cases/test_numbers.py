"""Numbers that a device reports, and numbers that are sent to it."""

from typing import Any

import pytest
from homeassistant.exceptions import ServiceValidationError

from simulator.devices.device import Json, Reading, Readings
from tests.common.house import Sent
from tests.common.world import World

from .conftest import case_with


@pytest.mark.parametrize(
    "told",
    [
        {"minimum": 6214.9, "maximum": 3226.7, "step": 9234.459},
        {"minimum": 1234.5, "maximum": 8765.4, "step": 12.5},
        {"minimum": -8000.1, "maximum": 9000.5, "step": 3},
        {"minimum": 340.2, "maximum": 720.8, "step": 33.3},
        {"minimum": -1e300, "maximum": 1e300, "step": 1e300},
        {"minimum": "NaN", "maximum": "NaN", "step": "NaN"},
        {"minimum": 5, "maximum": 35, "step": -1},
        {"minimum": 5, "maximum": 35, "step": 30},
        {"minimum": 5, "maximum": 35, "step": 0},
        {"minimum": "a", "maximum": [], "step": {}},
        {"minimum": True, "maximum": False, "step": True},
        {"step": 0.0000000001},
        [],
        "5 to 35",
        None,
    ],
)
@pytest.mark.parametrize("unit", ["C", "F"])
async def test_a_thermostat_is_set_whatever_it_reports_of_its_range(
    world: World, told: Json, unit: str
) -> None:
    heating = {"C": (20, 21.0), "F": (68, 69.8)}
    present, wanted = heating[unit]
    thermostat = await case_with(
        world,
        "Thermostat",
        {
            "thermostatMode": {"thermostatMode": "heat", "supportedThermostatModes": ["heat"]},
            "thermostatHeatingSetpoint": {
                "heatingSetpoint": Reading(value=present, unit=unit),
                "heatingSetpointRange": Reading(value=told, unit=unit),
            },
            "temperatureMeasurement": {"temperature": Reading(value=present, unit=unit)},
        },
    )
    climate = thermostat.find("climate")
    assert climate.attributes["min_temp"] < 21 < climate.attributes["max_temp"] <= 40
    assert 0 < climate.attributes["target_temp_step"] <= 1
    ((_, _, command, (sent,)),) = await thermostat.sends(
        "climate.set_temperature", climate, temperature=21
    )
    assert command == "setHeatingSetpoint"
    assert sent == pytest.approx(wanted, abs=0.5)


async def test_a_number_goes_to_the_step_and_the_list_of_the_device(world: World) -> None:
    washer = await case_with(
        world,
        "Washer",
        {
            "custom.washerRinseCycles": {
                "washerRinseCycles": "2",
                "supportedWasherRinseCycles": ["0", "1", "2", "3", "5"],
            },
            "remoteControlStatus": {"remoteControlEnabled": "true"},
        },
    )
    cycles = washer.find("number")
    command = ("main", "custom.washerRinseCycles", "setWasherRinseCycles")
    for wanted, sent in ((2.6, "3"), (4.2, "5"), (2.4, "2"), (0, "0")):
        assert await washer.sends("number.set_value", cycles, value=wanted) == [(*command, [sent])]
    with pytest.raises(ServiceValidationError):
        await washer.sends("number.set_value", cycles, value=6)


@pytest.mark.parametrize(
    ("category", "capabilities", "action", "data", "sent"),
    [
        (
            "Thermostat",
            {
                "thermostatMode": {"thermostatMode": "heat", "supportedThermostatModes": ["heat"]},
                "thermostatHeatingSetpoint": {"heatingSetpoint": Reading(value="20.5", unit="C")},
            },
            "climate.set_temperature",
            {"temperature": 21},
            ("main", "thermostatHeatingSetpoint", "setHeatingSetpoint", [21]),
        ),
        (
            "Fan",
            {"switch": {"switch": "on"}, "fanSpeedPercent": {"percent": "37.6"}},
            "fan.set_percentage",
            {"percentage": 50},
            ("main", "fanSpeedPercent", "setPercent", [50]),
        ),
        (
            "Washer",
            {"custom.washerRinseCycles": {"washerRinseCycles": 2}},
            "number.set_value",
            {"value": 3},
            ("main", "custom.washerRinseCycles", "setWasherRinseCycles", ["3"]),
        ),
    ],
)
async def test_a_number_is_sent_as_its_command_takes_it(
    world: World,
    category: str,
    capabilities: Readings,
    action: str,
    data: dict[str, Json],
    sent: Sent,
) -> None:
    """The type in the report does not matter."""
    case = await case_with(world, category, capabilities)
    row = case.find(action.partition(".")[0])
    assert await case.sends(action, row, **data) == [sent]


@pytest.mark.parametrize(
    "told",
    [
        {"minimum": 0, "maximum": 4e12, "step": 1},
        {"minimum": 30, "maximum": 70, "step": -5},
        {"minimum": 30, "maximum": 70, "step": 40},
        {"minimum": "NaN", "maximum": 1e300, "step": "Infinity"},
        [],
    ],
)
async def test_a_humidifier_is_set_whatever_it_reports(world: World, told: Json) -> None:
    dehumidifier = await case_with(
        world,
        "Dehumidifier",
        {
            "switch": {"switch": "on"},
            "samsungce.dehumidifierMode": {"dehumidifierMode": "drying"},
            "samsungce.relativeHumidityLevel": {
                "desiredHumidityLevel": 50,
                "desiredHumidityLevelRange": told,
            },
        },
    )
    humidifier = dehumidifier.find("humidifier")
    assert 0 <= humidifier.attributes["min_humidity"] < 50
    assert 50 < humidifier.attributes["max_humidity"] <= 100
    ((*_, sent),) = await dehumidifier.sends("humidifier.set_humidity", humidifier, humidity=55)
    assert sent == [55]


async def test_a_humidity_goes_to_the_step_of_the_device(world: World) -> None:
    dehumidifier = await case_with(
        world,
        "Dehumidifier",
        {
            "switch": {"switch": "on"},
            "samsungce.dehumidifierMode": {"dehumidifierMode": "drying"},
            "samsungce.relativeHumidityLevel": {
                "desiredHumidityLevel": 50,
                "desiredHumidityLevelRange": {"minimum": 32, "maximum": 70, "step": 5},
            },
        },
    )
    humidifier = dehumidifier.find("humidifier")
    for wanted, sent in ((51, 52), (69, 67), (32, 32)):
        ((*_, arguments),) = await dehumidifier.sends(
            "humidifier.set_humidity", humidifier, humidity=wanted
        )
        assert arguments == [sent]


async def test_speeds_are_numbers_however_they_are_written(world: World) -> None:
    hood = await case_with(
        world,
        "KitchenHood",
        {
            "switch": {"switch": "on"},
            "samsungce.hoodFanSpeed": {
                "hoodFanSpeed": 1,
                "supportedHoodFanSpeed": [0, 1.0, 2.0, 3.0, "fast"],
            },
        },
    )
    fan = hood.find("fan")
    assert fan.attributes["percentage_step"] == pytest.approx(100 / 3)
    assert await hood.sends("fan.set_percentage", fan, percentage=60) == [
        ("main", "samsungce.hoodFanSpeed", "setHoodFanSpeed", [2])
    ]


@pytest.mark.parametrize(
    ("category", "capabilities", "platform"),
    [
        (
            "Oven",
            {"samsungce.lamp": {"brightnessLevel": "off", "supportedBrightnessLevel": ["off"]}},
            "light",
        ),
        (
            "WaterHeater",
            {
                "airConditionerMode": {"airConditionerMode": "off", "supportedAcModes": ["off"]},
                "thermostatCoolingSetpoint": {"coolingSetpoint": 48},
            },
            "water_heater",
        ),
    ],
)
async def test_what_only_knows_off_is_not_turned_on(
    world: World, category: str, capabilities: Readings, platform: str
) -> None:
    """The error lists the options."""
    case = await case_with(world, category, capabilities)
    with pytest.raises(ServiceValidationError, match="does not offer"):
        await case.do(f"{platform}.turn_on", case.find(platform))
    assert not case.simulator.commands


@pytest.mark.parametrize("value", [1e300, -1e300, "NaN", "1e999", -5, 250, True, {}])
async def test_odd_values_leave_every_entity_whole(world: World, value: Any) -> None:  # noqa: ANN401 (any JSON)
    """A state may be unknown or at a bound. Set-up and reports never fail."""
    odd = await case_with(
        world,
        "Light",
        {
            "switch": {"switch": "on"},
            "switchLevel": {"level": value},
            "colorControl": {"hue": value, "saturation": value},
            "colorTemperature": {
                "colorTemperature": value,
                "colorTemperatureRange": {"minimum": value, "maximum": value},
            },
            "powerMeter": {"power": value},
            "energyMeter": {"energy": value},
            "battery": {"battery": value},
        },
    )
    light = odd.find("light").attributes
    assert light["min_color_temp_kelvin"] == 2000
    assert light["max_color_temp_kelvin"] == 9000
    assert light["brightness"] is None or 1 <= light["brightness"] <= 255
    await odd.reports("switchLevel.level", 50)
    assert odd.find("light").attributes["brightness"] == 128


@pytest.mark.parametrize("value", [1e300, "NaN", -5, 250])
@pytest.mark.parametrize(
    ("platform", "category", "capabilities", "attribute", "odd"),
    [
        ("media_player", "Speaker", {"audioVolume": "volume"}, "volume_level", {None, 0, 1}),
        ("cover", "Blind", {"windowShadeLevel": "shadeLevel"}, "current_position", {None, 0, 100}),
        ("fan", "Fan", {"fanSpeedPercent": "percent"}, "percentage", {None, 0, 100}),
    ],
)
async def test_an_odd_value_is_at_an_end_or_unknown(
    world: World,
    value: Json,
    platform: str,
    category: str,
    capabilities: dict[str, str],
    attribute: str,
    odd: set[float | None],
) -> None:
    parts: Readings = {name: {source: value} for name, source in capabilities.items()}
    case = await case_with(world, category, {"switch": {"switch": "on"}, **parts})
    assert case.find(platform).attributes.get(attribute) in odd
