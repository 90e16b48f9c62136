"""Commands for heat pumps, fans and humidifiers, and which are rejected."""

import pytest

from simulator.commands.behaviour import CommandError, effects
from simulator.devices.device import Json, Readings, SimDevice, make_device
from simulator.devices.home import Home
from simulator.devices.house import build_house
from simulator.devices.ids import HOME_LOCATION, Devices


@pytest.fixture(name="home")
def home_fixture() -> Home:
    """Return the house."""
    return build_house()


def _command(device: SimDevice, capability: str, command: str, *arguments: Json) -> dict[str, Json]:
    planned = effects(
        device, {"capability": capability, "command": command, "arguments": [*arguments]}, 0
    )
    return {f"{effect.capability}.{effect.attribute}": effect.value for effect in planned}


def _gadget(capabilities: Readings) -> SimDevice:
    return make_device("g", "Gadget", location_id=HOME_LOCATION, components={"main": capabilities})


@pytest.mark.parametrize(
    ("device_id", "capability", "command", "argument", "changed"),
    [
        (
            Devices.HEAT_PUMP,
            "custom.outingMode",
            "setOutingMode",
            "on",
            {"custom.outingMode.outingMode": "on"},
        ),
        (
            Devices.HEAT_PUMP,
            "airConditionerMode",
            "setAirConditionerMode",
            "force",
            {"airConditionerMode.airConditionerMode": "force"},
        ),
        (
            Devices.DEHUMIDIFIER,
            "samsungce.relativeHumidityLevel",
            "setDesiredHumidity",
            45,
            {"samsungce.relativeHumidityLevel.desiredHumidityLevel": 45},
        ),
        (
            Devices.RADIATOR,
            "thermostatHeatingSetpoint",
            "setHeatingSetpoint",
            24,
            {
                "thermostatHeatingSetpoint.heatingSetpoint": 24,
                "thermostatOperatingState.thermostatOperatingState": "heating",
            },
        ),
    ],
)
def test_a_command_sets_its_attribute(
    home: Home,
    device_id: str,
    capability: str,
    command: str,
    argument: Json,
    changed: dict[str, Json],
) -> None:
    """The devices of the house execute them."""
    assert _command(home.devices[device_id], capability, command, argument) == changed


@pytest.mark.parametrize(
    ("device_id", "capability", "command", "argument"),
    [
        (Devices.HEAT_PUMP, "airConditionerMode", "setAirConditionerMode", "turbo"),
        (Devices.DEHUMIDIFIER, "samsungce.relativeHumidityLevel", "setDesiredHumidity", 20),
        (Devices.DEHUMIDIFIER, "samsungce.dehumidifierMode", "setDehumidifierMode", "hot"),
        (Devices.AIR_PURIFIER, "airPurifierFanMode", "setAirPurifierFanMode", "turbo"),
    ],
)
def test_what_a_device_does_not_list_is_refused(
    home: Home, device_id: str, capability: str, command: str, argument: Json
) -> None:
    """Each device has its own lists and ranges."""
    with pytest.raises(CommandError):
        _command(home.devices[device_id], capability, command, argument)


def test_a_speed_in_percent_turns_a_fan_on_and_off() -> None:
    """The switch follows the speed."""
    fan = _gadget({"fanSpeedPercent": {"percent": 0}, "switch": {"switch": "off"}})
    assert _command(fan, "fanSpeedPercent", "setPercent", 30)["switch.switch"] == "on"
    assert _command(fan, "fanSpeedPercent", "setPercent", 0)["switch.switch"] == "off"


def test_a_hood_takes_the_numbers_that_it_lists() -> None:
    """Its speeds are not a range."""
    hood = _gadget({"samsungce.hoodFanSpeed": {"hoodFanSpeed": 15, "supportedHoodFanSpeed": [15]}})
    assert _command(hood, "samsungce.hoodFanSpeed", "setHoodFanSpeed", 15)
    with pytest.raises(CommandError):
        _command(hood, "samsungce.hoodFanSpeed", "setHoodFanSpeed", 16)


def test_a_humidity_without_a_range_is_any_percentage() -> None:
    """Devices without a range accept every value."""
    dryer = _gadget({"samsungce.relativeHumidityLevel": {"desiredHumidityLevel": 50}})
    assert _command(dryer, "samsungce.relativeHumidityLevel", "setDesiredHumidity", 99)
    with pytest.raises(CommandError):
        _command(dryer, "samsungce.relativeHumidityLevel", "setDesiredHumidity", 101)
