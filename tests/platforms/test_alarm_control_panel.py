"""Security systems: armed, disarmed, and an alarm."""

import pytest
from homeassistant.components.alarm_control_panel import (
    AlarmControlPanelEntityFeature,
    AlarmControlPanelState,
)
from homeassistant.const import STATE_UNKNOWN
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from simulator.devices.device import Json
from simulator.devices.ids import Devices
from tests.common.house import House

pytestmark = pytest.mark.devices(Devices.SECURITY_SYSTEM)

PANEL = "alarm_control_panel.security_system"
SYSTEM = "securitySystem"


@pytest.mark.parametrize(
    ("action", "command", "arguments", "state"),
    [
        ("alarm_arm_away", "armAway", [False], AlarmControlPanelState.ARMED_AWAY),
        ("alarm_arm_home", "armStay", [False], AlarmControlPanelState.ARMED_HOME),
        ("alarm_disarm", "disarm", [], AlarmControlPanelState.DISARMED),
    ],
)
async def test_it_is_armed_and_disarmed(
    house: House, action: str, command: str, arguments: list[Json], state: str
) -> None:
    """There is no code, and no sensor is bypassed."""
    assert house.state(PANEL).state == AlarmControlPanelState.DISARMED
    assert house.state(PANEL).attributes["code_arm_required"] is False
    assert await house.call(f"alarm_control_panel.{action}", PANEL) == [
        ("main", SYSTEM, command, arguments)
    ]
    assert house.state(PANEL).state == state


async def test_an_open_window_prevents_arming(house: House) -> None:
    """The error is that of the system."""
    await house.report(Devices.SECURITY_SYSTEM, f"{SYSTEM}.sensorStatus", "open")
    with pytest.raises(HomeAssistantError) as raised:
        await house.act("alarm_control_panel.alarm_arm_away", PANEL)
    assert raised.value.translation_key == "device_state"
    assert house.state(PANEL).state == AlarmControlPanelState.DISARMED


async def test_it_has_the_modes_that_the_system_lists(house: House) -> None:
    """It has both without a list."""
    source = f"{SYSTEM}.supportedSecuritySystemCommands"
    away, home = AlarmControlPanelEntityFeature.ARM_AWAY, AlarmControlPanelEntityFeature.ARM_HOME
    assert house.state(PANEL).attributes["supported_features"] == away | home
    await house.report(Devices.SECURITY_SYSTEM, source, ["armAway", "disarm"])
    assert house.state(PANEL).attributes["supported_features"] == away
    await house.report(Devices.SECURITY_SYSTEM, source, None)
    assert house.state(PANEL).attributes["supported_features"] == away | home


async def test_an_alarm_has_priority_over_the_armed_state(house: House) -> None:
    """The text of an alarm is the system's own; values for no alarm are ignored."""
    device = Devices.SECURITY_SYSTEM
    await house.report(device, f"{SYSTEM}.securitySystemStatus", "armedStay")
    assert house.state(PANEL).state == AlarmControlPanelState.ARMED_HOME
    for word in ("Burglary", "alarm", "siren"):
        shown = await house.shows(PANEL, device, f"{SYSTEM}.alarm", word)
        assert shown == AlarmControlPanelState.TRIGGERED
    for rest in ("clear", "off", "", None):
        shown = await house.shows(PANEL, device, f"{SYSTEM}.alarm", rest)
        assert shown == AlarmControlPanelState.ARMED_HOME
    shown = await house.shows(PANEL, device, f"{SYSTEM}.securitySystemStatus", "exitDelay")
    assert shown == STATE_UNKNOWN


async def test_a_command_that_the_system_does_not_list_has_an_error_with_the_reason(
    house: House,
) -> None:
    """Home Assistant offers to disarm every panel."""
    source = f"{SYSTEM}.supportedSecuritySystemCommands"
    await house.report(Devices.SECURITY_SYSTEM, source, ["armAway"])
    with pytest.raises(ServiceValidationError) as raised:
        await house.act("alarm_control_panel.alarm_disarm", PANEL)
    assert raised.value.translation_key == "no_command"
    assert raised.value.translation_placeholders == {"name": "Security system"}
