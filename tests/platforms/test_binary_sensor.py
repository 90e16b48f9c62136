"""Binary sensors follow the reports of their devices."""

import pytest
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNAVAILABLE, STATE_UNKNOWN

from simulator.devices.ids import Devices
from tests.common.house import House

pytestmark = pytest.mark.devices(
    Devices.FRIDGE,
    Devices.FRONT_DOOR,
    Devices.HALLWAY_MOTION,
    Devices.HUB,
    Devices.PHONE,
    Devices.SINK_LEAK,
    Devices.SMOKE_ALARM,
    Devices.WASHER,
)

CASES = [
    (
        "binary_sensor.front_door_door",
        Devices.FRONT_DOOR,
        "contactSensor.contact",
        "open",
        "closed",
    ),
    (
        "binary_sensor.hallway_motion_motion",
        Devices.HALLWAY_MOTION,
        "motionSensor.motion",
        "active",
        "inactive",
    ),
    (
        "binary_sensor.under_the_sink_moisture",
        Devices.SINK_LEAK,
        "waterSensor.water",
        "wet",
        "dry",
    ),
    (
        "binary_sensor.smoke_alarm_smoke",
        Devices.SMOKE_ALARM,
        "smokeDetector.smoke",
        "detected",
        "tested",
    ),
    (
        "binary_sensor.smoke_alarm_carbon_monoxide",
        Devices.SMOKE_ALARM,
        "carbonMonoxideDetector.carbonMonoxide",
        "detected",
        "clear",
    ),
    (
        "binary_sensor.smoke_alarm_tamper",
        Devices.SMOKE_ALARM,
        "tamperAlert.tamper",
        "detected",
        "clear",
    ),
    (
        "binary_sensor.alex_s_phone_presence",
        Devices.PHONE,
        "presenceSensor.presence",
        "present",
        "not present",
    ),
    ("binary_sensor.washing_machine_power_state", Devices.WASHER, "switch.switch", "on", "off"),
    (
        "binary_sensor.washing_machine_remote_control",
        Devices.WASHER,
        "remoteControlStatus.remoteControlEnabled",
        "true",
        "false",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
async def test_a_report_turns_it_on_and_off(
    house: House, case: tuple[str, str, str, str, str]
) -> None:
    """Some values mean on, others off, and null makes it unknown."""
    entity_id, device, source, on, off = case
    assert await house.shows(entity_id, device, source, on) == STATE_ON
    assert await house.shows(entity_id, device, source, off) == STATE_OFF
    assert await house.shows(entity_id, device, source, None) == STATE_UNKNOWN


async def test_a_part_of_a_device_has_its_own_sensor(house: House) -> None:
    """The doors of a fridge open independently."""
    await house.report(Devices.FRIDGE, "contactSensor.contact", "open", component="freezer")
    assert house.state("binary_sensor.fridge_freezer_door").state == STATE_ON
    assert house.state("binary_sensor.fridge_fridge_compartment_door").state == STATE_OFF


async def test_the_connectivity_is_known_while_the_device_is_offline(house: House) -> None:
    """Every device has one, also a hub."""
    name = "binary_sensor.hallway_motion_connectivity"
    assert house.state(name).state == STATE_ON
    house.simulator.home.set_health(Devices.HALLWAY_MOTION, "OFFLINE")
    await house.world.settle()
    assert house.state(name).state == STATE_OFF
    assert house.state("binary_sensor.hallway_motion_motion").state == STATE_UNAVAILABLE
    assert house.state("binary_sensor.hub_connectivity").state == STATE_ON
