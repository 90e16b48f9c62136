"""Humidifiers and dehumidifiers."""

import pytest
from homeassistant.components.humidifier import HumidifierEntityFeature
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNKNOWN
from homeassistant.exceptions import ServiceValidationError

from simulator.devices.device import Json, Readings
from simulator.devices.ids import Devices
from tests.common.house import House, house_with
from tests.common.world import World

pytestmark = pytest.mark.devices(Devices.DEHUMIDIFIER)

DRYER = "humidifier.dehumidifier"
MODE = ("main", "samsungce.dehumidifierMode", "setDehumidifierMode")


async def test_a_dehumidifier_shows_the_values_of_the_device(house: House) -> None:
    """Modes, humidity and bounds come from the device."""
    state = house.state(DRYER)
    assert state.state == STATE_ON
    wanted = {
        "device_class": "dehumidifier",
        "available_modes": ["smart", "quiet", "clothes_drying"],
        "mode": "smart",
        "humidity": 50,
        "current_humidity": 58,
        "min_humidity": 35,
        "max_humidity": 70,
        "target_humidity_step": 5,
        "supported_features": HumidifierEntityFeature.MODES,
    }
    assert {name: state.attributes[name] for name in wanted} == wanted
    shown = await house.shows(DRYER, Devices.DEHUMIDIFIER, "switch.switch", None)
    assert shown == STATE_UNKNOWN


@pytest.mark.parametrize(
    ("action", "data", "command"),
    [
        ("turn_off", {}, ("main", "switch", "off", [])),
        ("turn_on", {}, ("main", "switch", "on", [])),
        ("set_mode", {"mode": "clothes_drying"}, (*MODE, ["clothesDrying"])),
        (
            "set_humidity",
            {"humidity": 45},
            ("main", "samsungce.relativeHumidityLevel", "setDesiredHumidity", [45]),
        ),
    ],
)
async def test_each_action_is_one_command(
    house: House, action: str, data: dict[str, Json], command: tuple[str, str, str, list[Json]]
) -> None:
    """A running dehumidifier needs no other command."""
    assert await house.call(f"humidifier.{action}", DRYER, **data) == [command]


async def test_a_dehumidifier_that_is_off_is_turned_on_for_a_mode(house: House) -> None:
    """The switch comes first, in the same request."""
    shown = await house.shows(DRYER, Devices.DEHUMIDIFIER, "switch.switch", "off")
    assert shown == STATE_OFF
    assert await house.call("humidifier.set_mode", DRYER, mode="quiet") == [
        ("main", "switch", "on", []),
        (*MODE, ["quiet"]),
    ]
    assert house.state(DRYER).attributes["mode"] == "quiet"


@pytest.mark.parametrize(
    ("action", "data"), [("set_humidity", {"humidity": 80}), ("set_mode", {"mode": "turbo"})]
)
async def test_invalid_values_are_rejected(
    house: House, action: str, data: dict[str, Json]
) -> None:
    """Values are checked against the device's lists and ranges."""
    with pytest.raises(ServiceValidationError):
        await house.act(f"humidifier.{action}", DRYER, **data)
    assert not house.simulator.commands


async def test_a_mode_that_is_not_listed_is_shown_anyway(world: World) -> None:
    """A device may be in a mode that it does not accept remotely."""
    dryer: Readings = {
        "switch": {"switch": "on"},
        "samsungce.dehumidifierMode": {
            "dehumidifierMode": "continuous",
            "supportedDehumidifierModes": ["smart"],
        },
    }
    house = await house_with(world, "Dryer", "Dehumidifier", dryer)
    attributes = house.state("humidifier.dryer").attributes
    assert attributes["available_modes"] == ["smart", "continuous"]
    assert attributes["mode"] == "continuous"


async def test_a_humidifier_has_the_modes_of_the_definition(world: World) -> None:
    """Its capability has no list, but four values."""
    humidifier: Readings = {
        "switch": {"switch": "on"},
        "humidifierMode": {"humidifierMode": "auto"},
    }
    house = await house_with(world, "Mist", "Humidifier", humidifier)
    state = house.state("humidifier.mist")
    assert state.attributes["device_class"] == "humidifier"
    assert state.attributes["available_modes"] == ["auto", "low", "medium", "high"]
    assert "current_humidity" not in state.attributes
    assert (state.attributes["min_humidity"], state.attributes["max_humidity"]) == (0, 100)
    assert await house.call("humidifier.set_mode", "humidifier.mist", mode="low") == [
        ("main", "humidifierMode", "setHumidifierMode", ["low"])
    ]


async def test_a_dehumidifier_may_have_only_a_switch(world: World) -> None:
    """The category identifies it."""
    dryer: Readings = {
        "switch": {"switch": "off"},
        "relativeHumidityMeasurement": {"humidity": 61},
    }
    house = await house_with(world, "Cellar dryer", "Dehumidifier", dryer)
    state = house.state("humidifier.cellar_dryer")
    assert state.state == STATE_OFF
    assert state.attributes["device_class"] == "dehumidifier"
    assert state.attributes["supported_features"] == 0
    assert "mode" not in state.attributes
    assert state.attributes["current_humidity"] == 61
    with pytest.raises(ServiceValidationError) as raised:
        await house.act("humidifier.set_humidity", "humidifier.cellar_dryer", humidity=40)
    assert raised.value.translation_key == "no_command"
