"""Commands for heat pumps, fans and humidifiers, and which are rejected."""

import pytest

from simulator.commands.behaviour import CommandError
from simulator.devices.device import Json, JsonObject, SimDevice
from simulator.devices.home import Home
from simulator.devices.ids import Devices

from .commanding import make_command, make_gadget, written


def _written(device: SimDevice, capability: str, command: str, *arguments: Json) -> JsonObject:
    found = written(device, make_command(capability, command, *arguments))
    return {".".join(place): value for place, value in found.items()}


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
    assert _written(home.devices[device_id], capability, command, argument) == changed


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
        _written(home.devices[device_id], capability, command, argument)


def test_a_speed_in_percent_turns_a_fan_on_and_off() -> None:
    """The switch follows the speed."""
    fan = make_gadget({"fanSpeedPercent": {"percent": 0}, "switch": {"switch": "off"}})
    assert _written(fan, "fanSpeedPercent", "setPercent", 30)["switch.switch"] == "on"
    assert _written(fan, "fanSpeedPercent", "setPercent", 0)["switch.switch"] == "off"


def test_a_hood_takes_the_numbers_that_it_lists() -> None:
    """Its speeds are not a range."""
    hood = make_gadget(
        {"samsungce.hoodFanSpeed": {"hoodFanSpeed": 15, "supportedHoodFanSpeed": [15]}}
    )
    assert _written(hood, "samsungce.hoodFanSpeed", "setHoodFanSpeed", 15)
    with pytest.raises(CommandError):
        _written(hood, "samsungce.hoodFanSpeed", "setHoodFanSpeed", 16)


def test_a_humidity_without_a_range_is_any_percentage() -> None:
    """Devices without a range accept every value."""
    dryer = make_gadget({"samsungce.relativeHumidityLevel": {"desiredHumidityLevel": 50}})
    assert _written(dryer, "samsungce.relativeHumidityLevel", "setDesiredHumidity", 99)
    with pytest.raises(CommandError):
        _written(dryer, "samsungce.relativeHumidityLevel", "setDesiredHumidity", 101)
