"""Commands that the platform rejects (platform reference 8.4 and 8.6)."""

import pytest

from simulator.commands.behaviour import CommandError, effects
from simulator.devices.device import JsonObject
from simulator.devices.home import Home
from simulator.devices.ids import Devices

from .commanding import make_command


def test_an_appliance_without_remote_control_is_in_an_invalid_state(home: Home) -> None:
    home.set_attribute(
        Devices.WASHER, "main", "remoteControlStatus", "remoteControlEnabled", "false"
    )

    with pytest.raises(CommandError) as refusal:
        effects(
            home.devices[Devices.WASHER], make_command("samsungce.washerOperatingState", "start"), 0
        )

    assert refusal.value.status == 409
    assert (refusal.value.code, refusal.value.message) == ("ConflictError", "invalid device state")


@pytest.mark.parametrize(
    ("device_id", "command", "target", "problem"),
    [
        (
            Devices.KITCHEN_SPOTS,
            make_command("colorTemperature", "setColorTemperature", 30001),
            ".arguments[0]",
            "must have a maximum value of 30000",
        ),
        (
            Devices.KITCHEN_SPOTS,
            make_command("colorTemperature", "setColorTemperature", 0),
            ".arguments[0]",
            "must have a minimum value of 1",
        ),
        (
            Devices.CEILING_LIGHT,
            make_command("switchLevel", "setLevel", 55.5),
            ".arguments[0]",
            "number found, integer expected",
        ),
        (
            Devices.CEILING_LIGHT,
            make_command("switchLevel", "setLevel", 50, "slow"),
            ".arguments[1]",
            "string found, integer expected",
        ),
        (
            Devices.CEILING_LIGHT,
            make_command("switchLevel", "setLevel", *(True,)),
            ".arguments[0]",
            "boolean found, integer expected",
        ),
        (
            Devices.CEILING_LIGHT,
            make_command("switchLevel", "setLevel"),
            ".arguments",
            "there must be a minimum of 1 items in the array",
        ),
        (
            Devices.CEILING_LIGHT,
            make_command("switch", "on", 1),
            ".arguments",
            "there must be a maximum of 0 items in the array",
        ),
        (
            Devices.THERMOSTAT,
            make_command("thermostatHeatingSetpoint", "setHeatingSetpoint", "warm"),
            ".arguments[0]",
            "string found, number expected",
        ),
        (
            Devices.THERMOSTAT,
            make_command("thermostatMode", "setThermostatMode", "eco"),
            ".arguments[0]",
            "does not have a value in the enumeration [off, heat, cool, auto]",
        ),
        (
            Devices.TELEVISION,
            make_command("audioMute", "setMute", "loud"),
            ".arguments[0]",
            "does not have a value in the enumeration [muted, unmuted]",
        ),
        (
            Devices.FLOOR_LAMP,
            make_command("colorControl", "setColor", "red"),
            ".arguments[0]",
            "string found, object expected",
        ),
        (
            Devices.FLOOR_LAMP,
            make_command("colorControl", "setColor", {"hue": 210}),
            ".arguments[0].hue",
            "must have a maximum value of 100",
        ),
        (
            Devices.FLOOR_LAMP,
            make_command("colorControl", "setColor", {"hex": "blue"}),
            ".arguments[0].hex",
            "does not match the regex pattern ^#[A-Fa-f0-9]{6}$",
        ),
        (
            Devices.TELEVISION,
            make_command("tvChannel", "setTvChannel", 4),
            ".arguments[0]",
            "integer found, string expected",
        ),
        (
            Devices.AIR_CONDITIONER,
            make_command("demandResponseLoadControl", "overrideDrlcAction", "yes"),
            ".arguments[0]",
            "string found, boolean expected",
        ),
        (
            Devices.RELAY,
            make_command("switch", "on", component="switch9"),
            ".component",
            "switch9 is not supported",
        ),
        (Devices.RELAY, make_command("lock", "lock"), ".capability", "lock is not supported"),
        (Devices.RELAY, make_command("switch", "toggle"), ".command", "toggle is not supported"),
        (
            Devices.FRONT_DOOR,
            make_command("contactSensor", "open"),
            ".command",
            "open is not supported",
        ),
        (
            Devices.RELAY,
            {"capability": 7, "command": "on"},
            ".capability",
            "integer found, string expected",
        ),
        (
            Devices.RELAY,
            {"capability": "switch"},
            ".command",
            "null found, string expected",
        ),
        (
            Devices.RELAY,
            {"capability": "switch", "command": "on", "arguments": {}},
            ".arguments",
            "object found, array expected",
        ),
    ],
)
def test_a_malformed_command_is_refused_in_the_words_of_the_platform(
    home: Home, device_id: str, command: JsonObject, target: str, problem: str
) -> None:
    with pytest.raises(CommandError) as refusal:
        effects(home.devices[device_id], command, 3)

    assert refusal.value.status == 422
    assert refusal.value.code == "UnprocessableEntityError"
    assert refusal.value.target == f"commands[3]{target}"
    assert refusal.value.message == f"commands[3]{target}: {problem}"
    assert str(refusal.value) == refusal.value.message
