"""Features that Home Assistant's own integration also has."""

import pytest
from homeassistant.components.media_player import MediaPlayerEntityFeature
from homeassistant.const import STATE_OFF, STATE_ON

from simulator.devices.device import Json, Reading, Readings, make_device
from simulator.devices.ids import HOME_LOCATION
from tests.common.world import World

from .conftest import Case, case_of


async def _device(world: World, category: str, readings: Readings, presentation: str = "P") -> Case:
    device = make_device(
        "3f2d5b53-8a7e-4dbe-8f7d-b2b8d35f8a61",
        "Thing",
        location_id=HOME_LOCATION,
        category=category,
        components={"main": readings},
        fields={"presentationId": presentation},
    )
    return await case_of(world, device)


async def test_an_air_conditioner_says_how_its_load_is_controlled(world: World) -> None:
    """They are attributes. Those that it does not report are missing."""
    conditioner = await _device(
        world,
        "AirConditioner",
        {
            "switch": {"switch": "on"},
            "airConditionerMode": {
                "airConditionerMode": "cool",
                "supportedAcModes": ["cool", "heat"],
            },
            "thermostatCoolingSetpoint": {"coolingSetpoint": Reading(value=22, unit="C")},
            "temperatureMeasurement": {"temperature": Reading(value=24, unit="C")},
            "demandResponseLoadControl": {
                "drlcStatus": {"drlcType": 1, "drlcLevel": 2, "duration": 30, "override": False}
            },
        },
    )
    attributes = conditioner.find("climate").attributes
    assert attributes["drlc_status_level"] == 2
    assert attributes["drlc_status_duration"] == 30
    assert attributes["drlc_status_override"] is False
    assert "drlc_status_start" not in attributes
    await conditioner.reports("demandResponseLoadControl.drlcStatus", {"drlcLevel": -1})
    attributes = conditioner.find("climate").attributes
    assert attributes["drlc_status_level"] == -1
    assert "drlc_status_duration" not in attributes


async def test_the_ai_energy_mode_is_shown_and_its_level_set(world: World) -> None:
    """The appliance reports whether it has the mode."""
    energy: dict[str, Json | Reading] = {
        "energySavingSupport": True,
        "energySavingOperationSupport": True,
        "energySavingOperation": False,
        "energySavingLevel": 1,
        "supportedEnergySavingLevels": [1, 2],
    }
    fridge = await _device(world, "Refrigerator", {"custom.energyType": energy})
    assert fridge.find("binary_sensor", "AI energy mode").state == STATE_OFF
    await fridge.reports("custom.energyType.energySavingOperation", value=True)
    assert fridge.find("binary_sensor", "AI energy mode").state == STATE_ON
    level = fridge.find("select", "AI energy saving level")
    assert (level.state, level.attributes["options"]) == ("1", ["1", "2"])
    sent = await fridge.sends("select.select_option", level, option="2")
    assert sent == [("main", "custom.energyType", "setEnergySavingLevel", [2])]


async def test_an_appliance_without_the_ai_energy_mode_has_none(world: World) -> None:
    """The appliance lists the capability anyway."""
    energy: dict[str, Json | Reading] = {
        "energySavingOperationSupport": False,
        "energySavingOperation": None,
        "supportedEnergySavingLevels": None,
    }
    fridge = await _device(world, "Refrigerator", {"custom.energyType": energy})
    assert not [row for row in fridge.rows if "AI" in row.name and row.enabled]


_SOUNDBAR: Readings = {
    "switch": {"switch": "on"},
    "audioVolume": {"volume": 12},
    "audioMute": {"mute": "unmuted"},
    "execute": {"data": None},
}


async def test_a_soundbar_without_another_way_takes_its_sound_mode_by_execute(
    world: World,
) -> None:
    """It does not report the sound mode, so the selected one is shown."""
    soundbar = await _device(world, "NetworkAudio", _SOUNDBAR, "VD-NetworkAudio-002S")
    player = soundbar.find("media_player")
    assert player.attributes["sound_mode_list"] == [
        "Standard",
        "Surround",
        "Game",
        "Adaptive sound",
    ]
    features = player.attributes["supported_features"]
    assert isinstance(features, int)
    assert features & MediaPlayerEntityFeature.SELECT_SOUND_MODE
    sent = await soundbar.sends(
        "media_player.select_sound_mode", player, sound_mode="Adaptive sound"
    )
    mode = {"x.com.samsung.networkaudio.soundmode": "adaptive sound"}
    assert sent == [("main", "execute", "execute", ["/sec/networkaudio/soundmode", mode])]
    assert soundbar.find("media_player").attributes["sound_mode"] == "Adaptive sound"


@pytest.mark.parametrize("presentation", ["VD-NetworkAudio-001", "VD-NetworkAudio-002S"])
async def test_a_soundbar_with_another_way_uses_that(world: World, presentation: str) -> None:
    """Another model has no sound modes."""
    modes: dict[str, Json | Reading] = {
        "soundMode": "music",
        "supportedSoundModes": ["music", "standard"],
    }
    own: Readings = {"samsungvd.audioSoundMode": modes} if presentation.endswith("S") else {}
    soundbar = await _device(world, "NetworkAudio", {**_SOUNDBAR, **own}, presentation)
    player = soundbar.find("media_player")
    wanted = ["Music", "Standard"] if own else None
    assert player.attributes.get("sound_mode_list") == wanted
    if own:
        sent = await soundbar.sends("media_player.select_sound_mode", player, sound_mode="Standard")
        assert sent == [("main", "samsungvd.audioSoundMode", "setSoundMode", ["standard"])]


async def test_a_television_is_put_into_its_ambient_mode(world: World) -> None:
    """The button is enabled by default."""
    television = await _device(
        world,
        "Television",
        {"switch": {"switch": "on"}, "audioVolume": {"volume": 3}, "samsungvd.ambient": {}},
    )
    assert television.find("button", "Ambient mode")
