"""Times: the quiet time of an appliance."""

import pytest
from homeassistant.const import STATE_UNKNOWN

from simulator.devices.device import Json
from simulator.devices.ids import Devices
from tests.common.house import House

pytestmark = pytest.mark.devices(Devices.ROBOT_VACUUM)

START = "time.robot_vacuum_do_not_disturb_start"
END = "time.robot_vacuum_do_not_disturb_end"
QUIET = "custom.doNotDisturbMode"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("22:30", "22:30:00"),
        ("2230", "22:30:00"),
        ("06:05:40", "06:05:00"),
        ("060540", "06:05:00"),
        ("24:00", STATE_UNKNOWN),
        ("10:75", STATE_UNKNOWN),
        ("late", STATE_UNKNOWN),
        ("", STATE_UNKNOWN),
        (None, STATE_UNKNOWN),
        (2230, STATE_UNKNOWN),
    ],
)
async def test_a_time_is_read_in_every_format(house: House, written: Json, shown: str) -> None:
    """Devices use formats with and without colons, and some with seconds."""
    await house.report(Devices.ROBOT_VACUUM, f"{QUIET}.startTime", "01:00")
    assert house.state(START).state == "01:00:00"
    assert await house.shows(START, Devices.ROBOT_VACUUM, f"{QUIET}.startTime", written) == shown


async def test_a_time_is_set_with_all_arguments_of_its_command(house: House) -> None:
    """One command sets the mode and both times, so the others are repeated."""
    assert await house.call("time.set_value", START, time="23:15:00") == [
        (
            "main",
            QUIET,
            "setDoNotDisturbMode",
            [{"mode": "on", "startTime": "2315", "endTime": "07:00"}],
        )
    ]
    assert house.state(START).state == "23:15:00"
    assert await house.call("time.set_value", END, time="06:00:00") == [
        (
            "main",
            QUIET,
            "setDoNotDisturbMode",
            [{"mode": "on", "startTime": "23:15", "endTime": "0600"}],
        )
    ]
    assert house.state(END).state == "06:00:00"


async def test_a_switch_turns_the_quiet_time_on_and_off(house: House) -> None:
    switch = "switch.robot_vacuum_do_not_disturb"
    assert house.state(switch).state == "on"
    assert await house.call("switch.turn_off", switch) == [("main", QUIET, "doNotDisturbOff", [])]
    assert house.state(switch).state == "off"
    assert await house.call("switch.turn_on", switch) == [("main", QUIET, "doNotDisturbOn", [])]
