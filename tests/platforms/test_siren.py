"""Sirens: their tones and their volume."""

import pytest
from homeassistant.components.siren import SirenEntityFeature
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNKNOWN

from simulator.devices.device import Json, Readings
from simulator.devices.ids import Devices
from tests.common.house import House, house_with
from tests.common.world import World

pytestmark = pytest.mark.devices(Devices.SIREN)

SIREN = "siren.siren"
FEATURES = SirenEntityFeature.TURN_ON | SirenEntityFeature.TURN_OFF | SirenEntityFeature.TONES


@pytest.mark.parametrize(
    ("data", "commands", "tone"),
    [
        ({}, [("main", "alarm", "both", [])], "both"),
        ({"tone": "strobe"}, [("main", "alarm", "strobe", [])], "strobe"),
        (
            {"tone": "siren", "volume_level": 0.35},
            [("main", "audioVolume", "setVolume", [35]), ("main", "alarm", "siren", [])],
            "siren",
        ),
    ],
)
async def test_it_sounds_and_flashes(
    house: House, data: dict[str, Json], commands: list[tuple[str, str, str, list[Json]]], tone: str
) -> None:
    """Without a tone it does both, and the same request sets the volume."""
    attributes = house.state(SIREN).attributes
    assert house.state(SIREN).state == STATE_OFF
    assert attributes["available_tones"] == ["both", "siren", "strobe"]
    assert attributes["supported_features"] == FEATURES | SirenEntityFeature.VOLUME_SET
    assert "tone" not in attributes
    assert await house.call("siren.turn_on", SIREN, **data) == commands
    assert house.state(SIREN).state == STATE_ON
    assert house.state(SIREN).attributes["tone"] == tone
    assert await house.call("siren.turn_off", SIREN) == [("main", "alarm", "off", [])]
    assert house.state(SIREN).state == STATE_OFF


async def test_it_is_unknown_until_it_reports(house: House) -> None:
    """A siren without a report is neither on nor off."""
    assert await house.shows(SIREN, Devices.SIREN, "alarm.alarm", None) == STATE_UNKNOWN


async def test_the_switch_of_a_siren_is_the_siren_itself(house: House) -> None:
    """There is no switch entity in addition."""
    with pytest.raises(ValueError, match="not enough values"):
        house.entity_id("switch.siren_power")
    with pytest.raises(ValueError, match="not enough values"):
        house.entity_id("switch.siren")


async def test_the_alarm_of_a_camera_is_a_siren_of_the_camera(world: World) -> None:
    """It has its own name, and no volume if the camera has none."""
    camera: Readings = {"alarm": {"alarm": "siren"}, "switch": {"switch": "on"}}
    house = await house_with(world, "Porch camera", "Camera", camera)
    state = house.state("siren.porch_camera_siren")
    assert state.state == STATE_ON
    assert state.attributes["supported_features"] == FEATURES
    assert house.state("switch.porch_camera_power").state == STATE_ON
