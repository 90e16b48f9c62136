"""Entities that depend on values, on missing capabilities, or on unusual use of a capability."""

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.water_heater import WaterHeaterEntityFeature
from homeassistant.helpers import entity_registry as er

from custom_components.smartthings_smartapp.const import DOMAIN
from simulator.devices.device import Json
from tests.common.devices import Capabilities, known
from tests.common.world import World

from .conftest import Open, case_of
from .shown import definitions_read, device

# A listed capability without values


async def test_the_fan_of_a_paired_hood_can_be_set(opened: Open) -> None:
    case = await opened("cooktop_hood_connected")
    fan = case.find("number", "Fan speed")
    assert (fan.state, fan.attributes["min"], fan.attributes["max"]) == ("0", 0, 5)
    assert await case.sends("number.set_value", fan, value=3) == [
        ("hood", "samsungce.hoodFanSpeed", "setHoodFanSpeed", [3])
    ]
    assert case.find("light").state == "off"


async def test_a_hood_that_is_paired_later_has_its_entities_then(world: World) -> None:
    """They are created after the next poll, since no entity uses the connection state."""
    parts: dict[str, dict[str, dict[str, Json]]] = {
        "main": {"switch": {"switch": "off"}},
        "hood": {
            "samsungce.connectionState": {"connectionState": "disconnected"},
            "samsungce.hoodFanSpeed": {"hoodFanSpeed": 0, "settableMaxFanSpeed": 3},
            "samsungce.lamp": {"brightnessLevel": "off"},
        },
    }
    case = await case_of(world, device(parts, "Cooktop"))
    assert {row.child for row in case.rows} == {None}
    await case.reports("samsungce.connectionState.connectionState", "connected", component="hood")
    await case.entry.runtime_data.parts.coordinator.async_refresh()
    await world.settle()
    registry = er.async_get(world.hass)
    platforms = {
        item.domain for item in registry.entities.values() if "_hood_samsungce" in item.unique_id
    }
    assert {"light", "number"} <= platforms


COOL = "switch main samsungce.powerCool powerCool"


@pytest.mark.parametrize(
    ("better", "plain", "kinds"),
    [
        (
            {"samsungce.powerCool": {"activated": None}},
            {"refrigeration": {"rapidCooling": "off"}},
            {COOL, "switch main refrigeration rapidCooling"},
        ),
        (
            {"samsungce.powerCool": {"activated": False}},
            {"rapidCooling": {"rapidCooling": "off"}},
            {COOL},
        ),
        (
            {"samsungce.kidsLockControl": {"lockState": None}},
            {"samsungce.kidsLock": {"lockState": "locked"}},
            {"binary_sensor main samsungce.kidsLock lockState"},
        ),
        (
            {"samsungce.dishwasherWashingCourse": {"washingCourse": None}},
            {"custom.supportedOptions": {"course": "8D"}},
            {"select main custom.supportedOptions course"},
        ),
        (
            {"powerMeter": {"power": None}},
            {"powerConsumptionReport": {"powerConsumption": {"power": 5}}},
            {"sensor main powerConsumptionReport power"},
        ),
        (
            {"powerMeter": {"power": 5}},
            {"powerConsumptionReport": {"powerConsumption": {"power": 5}}},
            {"sensor main powerConsumptionReport power", "sensor main powerMeter power"},
        ),
    ],
)
def test_a_capability_that_is_only_listed_hides_nothing(
    better: Capabilities, plain: Capabilities, kinds: set[str]
) -> None:
    assert known({**better, **plain}).kinds == kinds


@pytest.mark.parametrize(
    ("percent", "speed", "sent"),
    [
        (None, 1, ("main", "fanSpeed", "setFanSpeed", [2])),
        (40, None, ("main", "fanSpeedPercent", "setPercent", [66])),
        (None, None, ("main", "fanSpeedPercent", "setPercent", [66])),
    ],
)
async def test_a_fan_is_set_by_what_it_reports(
    world: World, percent: int | None, speed: int | None, sent: tuple[str, str, str, list[Json]]
) -> None:
    parts: dict[str, dict[str, Json]] = {
        "switch": {"switch": "on"},
        "fanSpeedPercent": {"percent": percent},
        "fanSpeed": {"fanSpeed": speed},
    }
    case = await case_of(world, device({"main": parts}, "Fan"))
    commands = await case.sends("fan.set_percentage", case.find("fan"), percentage=66)
    assert sent in commands


async def test_a_shade_is_where_it_reports(world: World) -> None:
    """Older drivers list the level of a shade, but use that of a dimmer."""
    parts: dict[str, dict[str, Json]] = {
        "windowShade": {"windowShade": "partially open"},
        "windowShadeLevel": {"shadeLevel": None},
        "switchLevel": {"level": 30},
    }
    case = await case_of(world, device({"main": parts}, "Blind"))
    cover = case.find("cover")
    assert cover.attributes["current_position"] == 30
    assert await case.sends("cover.set_cover_position", cover, position=50) == [
        ("main", "switchLevel", "setLevel", [50])
    ]


@pytest.mark.parametrize("away", ["off", None])
async def test_a_heater_without_an_away_mode_offers_none(world: World, away: str | None) -> None:
    parts: dict[str, dict[str, Json]] = {
        "thermostatHeatingSetpoint": {"heatingSetpoint": 50},
        "custom.outingMode": {"outingMode": away},
    }
    case = await case_of(world, device({"main": parts}, "WaterHeater"))
    features = case.find("water_heater").attributes["supported_features"]
    assert isinstance(features, int)
    assert bool(features & WaterHeaterEntityFeature.AWAY_MODE) is (away is not None)


# Devices that a condition excludes


async def test_a_level_alone_can_be_set(opened: Open) -> None:
    case = await opened("level_alone")
    level = case.find("number", "Level")
    assert (level.state, level.unit, level.attributes["max"]) == ("30", "%", 100)
    assert await case.sends("number.set_value", level, value=50) == [
        ("main", "switchLevel", "setLevel", [50])
    ]
    await case.reports("switchLevel.level", 60)
    assert case.find("number", "Level").state == "60"


async def test_a_vent_can_be_opened_halfway(world: World) -> None:
    parts: dict[str, dict[str, Json]] = {
        "switch": {"switch": "on"},
        "switchLevel": {"level": 100},
    }
    case = await case_of(world, device({"main": parts}, "Vent"))
    assert await case.sends("number.set_value", case.find("number"), value=40) == [
        ("main", "switchLevel", "setLevel", [40])
    ]


@pytest.mark.parametrize(
    ("capability", "attribute", "supported", "command"),
    [
        ("airConditionerFanMode", "fanMode", "supportedAcFanModes", "setFanMode"),
        ("fanMode", "fanMode", "supportedFanModes", "setFanMode"),
        (
            "fanOscillationMode",
            "fanOscillationMode",
            "supportedFanOscillationModes",
            "setFanOscillationMode",
        ),
    ],
)
async def test_the_fan_of_a_device_without_a_climate_entity_can_be_set(
    world: World, capability: str, attribute: str, supported: str, command: str
) -> None:
    """Without the category and a setpoint, there is no climate entity for it."""
    parts: dict[str, dict[str, Json]] = {
        "airConditionerMode": {"airConditionerMode": "cool"},
        capability: {attribute: "low", supported: ["low", "high"]},
        "switch": {"switch": "on"},
    }
    case = await case_of(world, device({"main": parts}, "Other"))
    select = case.find("select")
    option = next(option for option in select.options if option.casefold() == "high")
    assert await case.sends("select.select_option", select, option=option) == [
        ("main", capability, command, ["high"])
    ]


async def test_what_can_be_muted_and_is_no_player_is_muted_by_a_switch(world: World) -> None:
    parts: dict[str, dict[str, dict[str, Json]]] = {
        "main": {"motionSensor": {"motion": "active"}},
        "microphone": {"audioMute": {"mute": "muted"}, "audioVolume": {"volume": 40}},
    }
    case = await case_of(world, device(parts, "Camera"))
    mute = case.find("switch", "Microphone mute")
    assert mute.state == "on"
    assert await case.sends("switch.turn_off", mute) == [("microphone", "audioMute", "unmute", [])]
    await case.reports("audioMute.mute", "unmuted", component="microphone")
    assert case.find("switch").state == "off"


async def test_the_level_of_an_irrigation_system_can_be_set(world: World) -> None:
    parts: dict[str, dict[str, Json]] = {
        "valve": {"valve": "open"},
        "level": {"level": 40, "levelRange": {"minimum": 0, "maximum": 80, "step": 5}},
    }
    case = await case_of(world, device({"main": parts}, "IrrigationSystem"))
    assert case.find("valve", "").device_class == "water"
    level = case.find("number", "Level")
    assert (level.state, level.attributes["max"]) == ("40", 80)
    assert await case.sends("number.set_value", level, value=55) == [
        ("main", "level", "setLevel", [55])
    ]


async def test_the_keys_of_a_remote_control_are_buttons(world: World) -> None:
    """It has a button for each key that it lists, and changes them if the list changes."""
    parts: dict[str, dict[str, Json]] = {
        "statelessChannelButton": {"availableChannelButtons": ["channelUp", "channelDown"]},
        "statelessCustomButton": {"availableCustomButtons": ["Zurück", 3, ""]},
    }
    case = await case_of(world, device({"main": parts}, "RemoteController"))
    names = {row.own_name for row in case.rows if row.platform == "button" and row.enabled}
    assert names == {"Channel up", "Channel down", "Zurück"}
    for name, capability, key in (
        ("Channel up", "statelessChannelButton", "channelUp"),
        ("Zurück", "statelessCustomButton", "Zurück"),
    ):
        assert await case.sends("button.press", case.find("button", name)) == [
            ("main", capability, "setButton", [key])
        ]


@pytest.mark.parametrize(
    ("keys", "better"),
    [
        ("Power", {"switch": {"switch": "on"}}),
        ("PowerToggle", {"switch": {"switch": "on"}}),
        ("AudioVolume", {"audioVolume": {"volume": 3}}),
    ],
)
def test_keys_give_way_to_what_has_a_state(keys: str, better: Capabilities) -> None:
    pressed: Capabilities = {f"stateless{keys}Button": {f"available{keys}Buttons": ["one"]}}
    assert f"button main stateless{keys}Button one" in known(pressed, category="Other").kinds
    both = known({**pressed, **better}, category="Other").kinds
    assert f"button main stateless{keys}Button one" not in both


async def test_an_air_conditioner_without_a_setpoint_can_be_set(world: World) -> None:
    """Its mode and its fan mode have the words of the device. There is no temperature to set."""
    parts: dict[str, dict[str, Json]] = {
        "airConditionerMode": {
            "airConditionerMode": "dry",
            "supportedAcModes": ["cool", "dry", "wind"],
        },
        "airConditionerFanMode": {"fanMode": "low", "supportedAcFanModes": ["low", "turbo"]},
        "switch": {"switch": "on"},
    }
    case = await case_of(world, device({"main": parts}, "AirConditioner"))
    climate = case.find("climate", "")
    assert (climate.state, climate.attributes["fan_mode"]) == ("dry", "low")
    assert "temperature" not in climate.attributes
    assert await case.sends("climate.set_hvac_mode", climate, hvac_mode="fan_only") == [
        ("main", "airConditionerMode", "setAirConditionerMode", ["wind"])
    ]
    assert await case.sends("climate.set_fan_mode", climate, fan_mode="turbo") == [
        ("main", "airConditionerFanMode", "setFanMode", ["turbo"])
    ]


async def test_a_thermostat_without_a_setpoint_can_be_set(world: World) -> None:
    parts: dict[str, dict[str, Json]] = {
        "thermostatMode": {"thermostatMode": "off", "supportedThermostatModes": ["off", "heat"]},
    }
    case = await case_of(world, device({"main": parts}, "Thermostat"))
    climate = case.find("climate", "")
    assert climate.attributes["hvac_modes"] == ["off", "heat"]
    assert await case.sends("climate.set_hvac_mode", climate, hvac_mode="heat") == [
        ("main", "thermostatMode", "setThermostatMode", ["heat"])
    ]


async def test_the_lamp_of_a_heater_is_a_light(world: World) -> None:
    """The level is a brightness, since the device has a color. The mode turns the heater off."""
    parts: dict[str, dict[str, Json]] = {
        "switch": {"switch": "on"},
        "switchLevel": {"level": 40},
        "colorTemperature": {"colorTemperature": 4000},
        "thermostatMode": {"thermostatMode": "off", "supportedThermostatModes": ["off", "heat"]},
        "thermostatHeatingSetpoint": {"heatingSetpoint": 21},
    }
    case = await case_of(world, device({"main": parts}, "Thermostat"))
    assert case.find("climate", "").state == "off"
    sent = await case.sends("light.turn_on", case.find("light", "Light"), brightness=51)
    assert sent == [("main", "switchLevel", "setLevel", [20])]
    assert {row.platform for row in case.rows if row.enabled} & {"number", "switch"} == set()


@pytest.mark.parametrize(
    "borrowed",
    [
        {"pumpOperationMode": {"operationMode": "normal"}},
        {"pumpControlMode": {"controlMode": "automatic"}},
    ],
)
def test_the_level_of_a_pump_is_no_brightness(borrowed: Capabilities) -> None:
    """The category does not matter."""
    level: Capabilities = {"switch": {"switch": "on"}, "switchLevel": {"level": 40}}
    assert {
        "switch main switch switch",
        "number main switchLevel level",
    } <= known({**borrowed, **level}, category="Other").kinds


# Several capabilities for one feature


async def test_an_air_conditioner_with_a_heating_setpoint_alone_says_what_it_does(
    world: World,
) -> None:
    parts: dict[str, dict[str, Json]] = {
        "airConditionerMode": {
            "airConditionerMode": "cool",
            "supportedAcModes": ["cool", "heat", "dry"],
        },
        "thermostatHeatingSetpoint": {"heatingSetpoint": 21},
        "switch": {"switch": "on"},
    }
    case = await case_of(world, device({"main": parts}, "AirConditioner"))
    climate = case.find("climate")
    assert climate.unique_id.endswith("_main_thermostatHeatingSetpoint_thermostat")
    assert (climate.state, climate.attributes["temperature"]) == ("cool", 21)
    sent = await case.sends("climate.set_hvac_mode", climate, hvac_mode="heat")
    assert sent == [("main", "airConditionerMode", "setAirConditionerMode", ["heat"])]
    await case.reports("switch.switch", "off")
    assert case.find("climate").state == "off"


@pytest.mark.parametrize("capability", ["windowShade", "doorControl", "garageDoorControl"])
@pytest.mark.parametrize(
    ("category", "device_class"),
    [("GarageDoor", "garage"), ("Gate", "gate"), ("Window", "window"), ("Blind", "blind")],
)
def test_what_opens_is_what_its_category_says(
    capability: str, category: str, device_class: str
) -> None:
    """The capability that moves it does not matter."""
    attribute = "windowShade" if capability == "windowShade" else "door"
    (match,) = known({capability: {attribute: "open"}}, category=category).own
    assert match.entry.classes[category] == device_class


# Capabilities with another meaning


async def test_a_child_lock_is_no_door(opened: Open) -> None:
    case = await opened("trv_child_lock")
    assert [row for row in case.rows if row.platform == "lock"] == []
    lock = case.find("switch")
    assert (lock.name, lock.state, lock.category) == ("Trv child lock Child lock", "on", "config")
    assert await case.sends("switch.turn_off", lock) == [("ChildLock", "lock", "unlock", [])]
    await case.reports("lock.lock", "unlocked", component="ChildLock")
    assert case.find("switch").state == "off"
    assert await case.sends("switch.turn_on", case.find("switch")) == [
        ("ChildLock", "lock", "lock", [])
    ]


@pytest.mark.parametrize(
    ("category", "component", "label", "platform"),
    [
        ("SmartLock", "main", "main", "lock"),
        ("Other", "main", "main", "lock"),
        ("GarageDoor", "door", "door", "lock"),
        ("Thermostat", "main", "main", "switch"),
        ("SmartPlug", "main", "main", "switch"),
        ("Other", "keypadLock", "keypadLock", "switch"),
        ("Other", "part2", "Child Lock", "switch"),
        ("SmartLock", "main", "Keylock", "lock"),
        ("Switch", "main", "main", "lock"),
    ],
)
async def test_a_lock_of_buttons_is_known(
    world: World, category: str, component: str, label: str, platform: str
) -> None:
    case = await case_of(
        world,
        device(
            {"main": {}, component: {"lock": {"lock": "locked"}}},
            category,
            {component: label},
            {component: "SmartLock" if component != "main" else category},
        ),
    )
    rows = [row.platform for row in case.rows if row.unique_id.endswith("_lock_lock")]
    assert rows == [platform]


async def test_the_lock_of_an_earlier_version_goes(
    world: World, opened: Open, freezer: FrozenDateTimeFactory
) -> None:
    """It is a switch now. As a lock, it would look like an unlocked door."""
    case = await opened("trv_child_lock")
    registry = er.async_get(world.hass)
    old = registry.async_get_or_create(
        "lock",
        DOMAIN,
        f"{case.device_id}_ChildLock_lock_lock",
        config_entry=case.entry,
        translation_key="lock",
    )
    await definitions_read(world, freezer)
    assert registry.async_get(old.entity_id) is None
    assert case.find("switch")


async def test_the_time_that_a_kit_waters_is_no_fan(world: World) -> None:
    """A driver uses the speed of a fan for the number of seconds."""
    parts: dict[str, dict[str, Json]] = {
        "switch": {"switch": "off"},
        "fanSpeed": {"fanSpeed": 10},
        "battery": {"battery": 90},
    }
    case = await case_of(world, device({"main": parts}, "Irrigation"))
    assert [row for row in case.rows if row.platform == "fan"] == []
    time = case.find("number", "Watering duration")
    assert (time.state, time.unit, time.device_class) == ("10", "s", "duration")
    assert await case.sends("number.set_value", time, value=600) == [
        ("main", "fanSpeed", "setFanSpeed", [600])
    ]
    assert await case.sends("switch.turn_on", case.find("switch")) == [("main", "switch", "on", [])]
