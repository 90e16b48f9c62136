"""Programs of the washer of the house."""

import pytest

from simulator.devices.device import Json
from simulator.devices.house import build_house
from simulator.devices.ids import Devices

from .commanding import written

_CYCLE = "samsungce.washerCycle"


def _sent(argument: Json) -> dict[tuple[str, str], Json]:
    washer = build_house().device(Devices.WASHER)
    return written(
        washer,
        {
            "component": "main",
            "capability": _CYCLE,
            "command": "setWasherCycle",
            "arguments": [argument],
        },
    )


def test_a_program_brings_its_length_and_its_default_settings() -> None:
    """The machine reports the program with its table."""
    effects = _sent("Course_1E")
    assert effects[_CYCLE, "washerCycle"] == "Table_02_Course_1E"
    assert effects["custom.supportedOptions", "course"] == "1E"
    assert effects["custom.washerSpinLevel", "washerSpinLevel"] == "800"
    assert effects["samsungce.washerOperatingState", "remainingTime"] == 15
    assert effects["samsungce.washerDelayEnd", "minimumReservableTime"] == 15


@pytest.mark.parametrize("argument", ["Table_02_Course_1E", "1E", "Course_77"])
def test_a_machine_ignores_a_program_in_another_form(argument: str) -> None:
    """The platform accepts the command."""
    assert _sent(argument) == {}
