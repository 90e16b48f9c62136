"""Switches: what they send, what they show, and what refusals say."""

import pytest
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.exceptions import HomeAssistantError

from simulator.device import Readings
from simulator.ids import Devices
from tests.conftest import World

from .conftest import House, house_with

PLUG = "switch.coffee_machine"


async def test_it_is_turned_off_and_on_and_follows_the_device(house: House) -> None:
    """The state is the device's report, not the wish."""
    assert house.state(PLUG).state == STATE_ON
    assert await house.call("switch.turn_off", PLUG) == [("main", "switch", "off", [])]
    assert house.state(PLUG).state == STATE_OFF
    assert await house.call("switch.turn_on", PLUG) == [("main", "switch", "on", [])]
    assert house.state(PLUG).state == STATE_ON
    assert await house.shows(PLUG, Devices.COFFEE_PLUG, "switch.switch", None) == STATE_UNKNOWN


async def test_a_part_is_switched_by_its_component(house: House) -> None:
    """The second channel of a relay does not touch the first."""
    second = "switch.wall_switch_switch_2"
    assert house.state(second).state == STATE_ON
    assert await house.call("switch.turn_off", second) == [("switch2", "switch", "off", [])]
    assert house.state(second).state == STATE_OFF
    assert house.state("switch.wall_switch").state == STATE_OFF
    assert await house.call("switch.turn_on", "switch.wall_switch") == [
        ("main", "switch", "on", [])
    ]
    assert house.state(second).state == STATE_OFF


async def test_a_switch_with_other_words_shows_them(world: World) -> None:
    """Sound detection is enabled, not on."""
    camera: Readings = {"soundDetection": {"soundDetectionState": "enabled"}}
    house = await house_with(world, "Camera", "Camera", camera)
    assert house.state("switch.camera_sound_detection").state == STATE_ON


async def test_a_device_that_is_away_is_unavailable(house: House) -> None:
    """Health decides, and comes by push."""
    house.simulator.home.set_health(Devices.COFFEE_PLUG, "OFFLINE")
    await house.world.settle()
    assert house.state(PLUG).state == STATE_UNAVAILABLE
    assert house.state("sensor.coffee_machine_power").state == STATE_UNAVAILABLE
    house.simulator.home.set_health(Devices.COFFEE_PLUG, "ONLINE")
    await house.world.settle()
    assert house.state(PLUG).state == STATE_ON


@pytest.mark.parametrize(
    ("status", "key"),
    [
        (403, "forbidden"),
        (409, "device_state"),
        (422, "command_rejected"),
        (503, "cloud_unreachable"),
    ],
)
async def test_a_refusal_is_told_in_words(house: House, status: int, key: str) -> None:
    """The user reads why, with the name of the device, and the state stays true."""
    house.simulator.faults.fail("/devices/*/commands", status=status, times=9)
    with pytest.raises(HomeAssistantError) as raised:
        await house.act("switch.turn_off", PLUG)
    assert raised.value.translation_key == key
    assert raised.value.translation_placeholders == {"name": "Coffee machine"}
    assert house.state(PLUG).state == STATE_ON
