"""Entries of detectors, sirens, alarm panels, lamps and firmware."""

import pytest

from custom_components.smartthings_smartapp.mapping.descriptions.sensors import BinarySensorMap
from custom_components.smartthings_smartapp.mapping.firmware import firmware_number
from custom_components.smartthings_smartapp.mapping.safety import ENTRIES
from tests.common.devices import Capabilities, known


def _of(
    capabilities: Capabilities, category: str, parts: dict[str, Capabilities] | None = None
) -> set[str]:
    plain = known({}, category=category).kinds
    return known(capabilities, category=category, parts=parts).kinds - plain


@pytest.mark.parametrize("capability", ["smokeDetector", "carbonMonoxideDetector", "gasDetector"])
def test_a_test_of_a_detector_is_no_alarm(capability: str) -> None:
    """Only a detection turns it on."""
    (entry,) = (
        entry
        for entry in ENTRIES
        if entry.capability == capability and isinstance(entry, BinarySensorMap)
    )
    assert entry.on == ("detected",)


def test_a_siren_is_one_entity_with_its_switch_and_its_volume() -> None:
    """Its switch and its levels repeat the siren."""
    siren: Capabilities = {
        "alarm": {"alarm": "off"},
        "switch": {"switch": "off"},
        "switchLevel": {"level": 80},
        "audioVolume": {"volume": 80},
    }
    assert _of(siren, "Siren") == {"siren main alarm alarm"}


def test_the_switch_of_a_camera_is_not_its_alarm() -> None:
    """The alarm is the main feature of a siren only."""
    camera: Capabilities = {"alarm": {"alarm": "off"}, "switch": {"switch": "off"}}
    assert _of(camera, "Camera") == {"siren main alarm alarm", "switch main switch switch"}


def test_a_security_system_is_one_panel() -> None:
    """The text of the alarm is part of the panel."""
    system: Capabilities = {
        "securitySystem": {"securitySystemStatus": "disarmed", "alarm": None, "sensorStatus": None}
    }
    assert _of(system, "SecurityPanel") == {
        "alarm_control_panel main securitySystem securitySystemStatus"
    }


@pytest.mark.parametrize(
    ("levels", "hood"),
    [
        (
            ["off", "low", "high"],
            {"light hood samsungce.lamp lamp", "binary_sensor hood switch switch"},
        ),
        (["low", "high"], {"light hood samsungce.lamp lamp"}),
        (None, {"light hood samsungce.lamp lamp", "binary_sensor hood switch switch"}),
    ],
)
def test_a_lamp_takes_the_switch_that_turns_it_on(levels: list[str] | None, hood: set[str]) -> None:
    """If the lamp has a level for off, the switch is for something else."""
    part: Capabilities = {
        "switch": {"switch": "off"},
        "samsungce.lamp": {"brightnessLevel": "low", "supportedBrightnessLevel": levels},
    }
    assert _of({}, "Microwave", {"hood": part}) == hood


def test_the_power_of_an_oven_is_not_its_lamp() -> None:
    """In the main component, the switch is that of the oven."""
    oven: Capabilities = {
        "switch": {"switch": "off"},
        "samsungce.lamp": {"brightnessLevel": "low", "supportedBrightnessLevel": ["low", "high"]},
    }
    assert {"light main samsungce.lamp lamp"} < _of(oven, "Oven")


def test_a_hood_that_is_not_there_has_no_lamp() -> None:
    """A microwave may support a hood without having one."""
    part: Capabilities = {
        "samsungce.lamp": {"brightnessLevel": None, "supportedBrightnessLevel": ["off", "on"]},
        "samsungce.connectionState": {"connectionState": "disconnected"},
    }
    kinds = _of({}, "Microwave", {"hood": part})
    assert not any(kind.startswith("light") for kind in kinds)


@pytest.mark.parametrize(
    ("version", "number"),
    [("0000001C", 28), ("16015010", 0x16015010), ("1.2.3", None), ("001C", None), ("", None)],
)
def test_eight_hexadecimal_digits_are_one_number(version: str, number: int | None) -> None:
    """Any other version is compared by its parts."""
    assert firmware_number(version) == number
