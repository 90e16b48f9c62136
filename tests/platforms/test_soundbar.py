"""Settings of a soundbar that it takes with ``execute``: they are assumed, and outlive restarts."""

from typing import Final

import pytest
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNKNOWN
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component

from simulator.devices.device import Json, JsonObject
from simulator.devices.ids import Devices
from tests.common.house import House, Sent

pytestmark = pytest.mark.devices(Devices.SOUNDBAR)

NIGHT: Final = "switch.soundbar_night_mode"
WOOFER: Final = "number.soundbar_woofer_level"
PLAYER: Final = "media_player.soundbar"
PREFIX: Final = "x.com.samsung.networkaudio."


def execute(path: str, *changes: Json) -> Sent:
    """Return the command for a resource."""
    return ("main", "execute", "execute", [f"/sec/networkaudio/{path}", *changes])


async def _enable(house: House, *keys: str) -> None:
    """Enable settings that are disabled by default."""
    registry = er.async_get(house.hass)
    for item in er.async_entries_for_config_entry(registry, house.entry.entry_id):
        if item.unique_id.startswith(Devices.SOUNDBAR) and item.unique_id.endswith(keys):
            registry.async_update_entity(item.entity_id, disabled_by=None)
    await _reload(house)


async def _reload(house: House) -> None:
    await house.hass.config_entries.async_reload(house.entry.entry_id)
    await house.world.settle()


@pytest.mark.parametrize(
    ("name", "member"),
    [
        (NIGHT, "nightmode"),
        ("switch.soundbar_voice_amplifier", "voiceamplifier"),
        ("switch.soundbar_bass_boost", "bassboost"),
    ],
)
async def test_a_setting_is_turned_on_and_off(house: House, name: str, member: str) -> None:
    """It is unknown until it was set, and is marked as assumed."""
    assert house.state(name).state == STATE_UNKNOWN
    assert await house.call("switch.turn_on", name) == [
        execute("advancedaudio", {PREFIX + member: 1})
    ]
    assert house.state(name).state == STATE_ON
    assert house.state(name).attributes["assumed_state"] is True
    assert await house.call("switch.turn_off", name) == [
        execute("advancedaudio", {PREFIX + member: 0})
    ]
    assert house.state(name).state == STATE_OFF


async def test_the_level_of_the_woofer_is_a_number(house: House) -> None:
    """It is in decibels."""
    shown = house.state(WOOFER)
    assert shown.state == STATE_UNKNOWN
    limits = [shown.attributes[key] for key in ("min", "max", "step", "unit_of_measurement")]
    assert limits == [-12, 6, 1, "dB"]
    assert await house.call("number.set_value", WOOFER, value=-3) == [
        execute("woofer", {f"{PREFIX}woofer": -3})
    ]
    assert float(house.state(WOOFER).state) == -3


async def test_a_level_changes_one_speaker(house: House) -> None:
    """The others are not named, because their levels are not known."""
    await _enable(house, "centerLevel", "sideLevel", "rearPosition")
    center = "number.soundbar_center_level"
    changed: JsonObject = {f"{PREFIX}channelVolume": [{"name": "Spk_Center", "value": 4}]}
    assert await house.call("number.set_value", center, value=4) == [
        execute("channelVolume", changed)
    ]
    assert float(house.state(center).state) == 4
    assert house.state("number.soundbar_side_level").state == STATE_UNKNOWN
    position = "select.soundbar_position_of_rear_speakers"
    assert await house.call("select.select_option", position, option="front") == [
        execute("surroundspeaker", {f"{PREFIX}currentRearPosition": "Front"})
    ]
    assert house.state(position).state == "front"
    assert await async_setup_component(house.hass, "homeassistant", {})
    await house.act("homeassistant.update_entity", center)
    await house.world.settle()
    assert float(house.state(center).state) == 4
    assert "assumed_state" not in house.state(center).attributes


async def test_a_setting_outlives_a_restart(house: House) -> None:
    """Otherwise all settings would be unknown after each update of Home Assistant."""
    await house.report(Devices.SOUNDBAR, "switch.switch", "on")
    await house.act("switch.turn_on", NIGHT)
    await house.act("number.set_value", WOOFER, value=2)
    await house.act("media_player.select_sound_mode", PLAYER, sound_mode="Game")
    await _reload(house)
    assert house.state(NIGHT).state == STATE_ON
    assert house.state(NIGHT).attributes["assumed_state"] is True
    assert float(house.state(WOOFER).state) == 2
    assert house.state(PLAYER).attributes["sound_mode"] == "Game"


async def test_a_report_of_the_soundbar_replaces_the_assumption(house: House) -> None:
    """It is noted although the next report is about another resource."""
    await house.report(Devices.SOUNDBAR, "switch.switch", "on")
    await house.act("switch.turn_on", NIGHT)
    payloads: tuple[JsonObject, ...] = (
        {f"{PREFIX}nightmode": 0, f"{PREFIX}bassboost": 1},
        {f"{PREFIX}woofer": 5, f"{PREFIX}connection": "connected"},
        {
            f"{PREFIX}soundmode": "music",
            f"{PREFIX}supportedSoundmode": ["standard", "music"],
        },
    )
    for payload in payloads:
        await house.report(Devices.SOUNDBAR, "execute.data", {"payload": payload})
    assert house.state(NIGHT).state == STATE_OFF
    assert "assumed_state" not in house.state(NIGHT).attributes
    assert house.state("switch.soundbar_bass_boost").state == STATE_ON
    assert float(house.state(WOOFER).state) == 5
    shown = house.state(PLAYER).attributes
    assert (shown["sound_mode"], shown["sound_mode_list"]) == ("Music", ["Standard", "Music"])
    assert house.state("switch.soundbar_voice_amplifier").state == STATE_UNKNOWN
    # An older report does not undo a newer command.
    await house.act("media_player.select_sound_mode", PLAYER, sound_mode="Standard")
    await _reload(house)
    assert house.state(PLAYER).attributes["sound_mode"] == "Standard"
    assert house.state(NIGHT).state == STATE_OFF


async def test_an_update_asks_the_soundbar(house: House) -> None:
    """A soundbar that answers has a state that is not assumed."""
    assert await async_setup_component(house.hass, "homeassistant", {})
    await house.act("switch.turn_on", NIGHT)
    before = len(house.simulator.commands)
    await house.act("homeassistant.update_entity", NIGHT)
    await house.world.settle()
    (request,) = house.simulator.commands[before:]
    assert request.commands[0]["arguments"] == ["/sec/networkaudio/advancedaudio"]
    assert house.state(NIGHT).state == STATE_ON
    assert "assumed_state" not in house.state(NIGHT).attributes


async def test_an_update_of_several_settings_asks_in_one_request(house: House) -> None:
    """Three of the settings are in the same resource, and a device accepts few requests."""
    assert await async_setup_component(house.hass, "homeassistant", {})
    settings = [NIGHT, "switch.soundbar_voice_amplifier", "switch.soundbar_bass_boost", WOOFER]
    before = len(house.simulator.commands)
    targets = {"entity_id": [house.entity_id(name) for name in settings]}
    await house.hass.services.async_call("homeassistant", "update_entity", targets, blocking=True)
    await house.world.settle()
    (request,) = house.simulator.commands[before:]
    asked = sorted(str(command["arguments"]) for command in request.commands)
    assert asked == ["['/sec/networkaudio/advancedaudio']", "['/sec/networkaudio/woofer']"]
    assert {house.state(name).state for name in settings[:3]} == {STATE_OFF}
    # A question later is a new request.
    await house.act("homeassistant.update_entity", NIGHT)
    assert len(house.simulator.commands) == before + 2


async def test_a_setting_keeps_its_value_if_the_command_fails(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    """A failed question is no error; a failed command is one."""
    assert await async_setup_component(house.hass, "homeassistant", {})
    await house.act("switch.turn_on", NIGHT)
    house.simulator.faults.fail("/devices/*/commands", status=409, times=2)
    with pytest.raises(HomeAssistantError):
        await house.act("switch.turn_off", NIGHT)
    assert house.state(NIGHT).state == STATE_ON
    await house.act("homeassistant.update_entity", NIGHT)
    assert "Traceback" not in caplog.text
