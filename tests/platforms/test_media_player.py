"""Media players: a television, a soundbar, a speaker."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from homeassistant.components.media_player import MediaPlayerEntityFeature as Feature
from homeassistant.components.media_player import MediaPlayerState
from homeassistant.const import STATE_UNKNOWN
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.setup import async_setup_component

from simulator.devices.device import Json, Readings
from simulator.devices.ids import Devices
from tests.common.house import House, house_with
from tests.common.world import World

pytestmark = pytest.mark.devices(Devices.SOUNDBAR, Devices.SPEAKER, Devices.TELEVISION)

TELEVISION = "media_player.television"
SOUNDBAR = "media_player.soundbar"
SPEAKER = "media_player.kitchen_speaker"
SONG = "https://media.example/bell.mp3"

VOLUME = Feature.VOLUME_SET | Feature.VOLUME_STEP | Feature.VOLUME_MUTE
POWER = Feature.TURN_ON | Feature.TURN_OFF
BUTTONS = Feature.PLAY | Feature.PAUSE | Feature.STOP
SKIPS = Feature.NEXT_TRACK | Feature.PREVIOUS_TRACK
OPENS = Feature.PLAY_MEDIA | Feature.BROWSE_MEDIA
SOUNDS = OPENS | Feature.MEDIA_ANNOUNCE
APPS = ["YouTube", "Netflix", "Prime Video", "Disney+", "Apple TV", "Spotify", "Plex", "Internet"]

type Sent = tuple[str, str, list[Json]]


async def test_its_features_follow_from_its_capabilities(house: House) -> None:
    """A television has inputs and sound modes, a speaker tracks, a soundbar only sound modes."""
    expected = {
        TELEVISION: VOLUME | POWER | BUTTONS | SKIPS | OPENS,
        SOUNDBAR: VOLUME | POWER | BUTTONS | SOUNDS,
        SPEAKER: VOLUME | BUTTONS | SKIPS | SOUNDS,
    }
    expected[TELEVISION] |= Feature.SELECT_SOURCE | Feature.SELECT_SOUND_MODE
    expected[SOUNDBAR] |= Feature.SELECT_SOUND_MODE
    expected[SPEAKER] |= Feature.REPEAT_SET | Feature.SHUFFLE_SET
    for name, features in expected.items():
        assert house.state(name).attributes["supported_features"] == features
    classes = [house.state(name).attributes["device_class"] for name in expected]
    assert classes == ["tv", "speaker", "speaker"]


async def test_its_features_follow_the_lists_of_the_device(house: House) -> None:
    """A changed list changes the buttons; without a list all commands of the definition exist."""
    device = Devices.TELEVISION
    await house.report(device, "tvChannel.tvChannel", "")
    await house.report(device, "mediaPlayback.supportedPlaybackCommands", ["play", "rewind"])
    features = house.state(TELEVISION).attributes["supported_features"]
    assert features & (BUTTONS | SKIPS) == Feature.PLAY | Feature.PREVIOUS_TRACK
    await house.report(device, "mediaPlayback.supportedPlaybackCommands", None)
    features = house.state(TELEVISION).attributes["supported_features"]
    assert features & (BUTTONS | SKIPS) == BUTTONS
    tracks = "mediaTrackControl.supportedTrackControlCommands"
    await house.report(device, tracks, ["nextTrack"])
    features = house.state(TELEVISION).attributes["supported_features"]
    assert features & (BUTTONS | SKIPS) == BUTTONS | Feature.NEXT_TRACK
    await house.report(device, "custom.soundmode.supportedSoundModes", [])
    features = house.state(TELEVISION).attributes["supported_features"]
    assert not features & Feature.SELECT_SOUND_MODE


@pytest.mark.parametrize(
    ("name", "action", "data", "expected"),
    [
        (TELEVISION, "turn_on", {}, ("switch", "on", [])),
        (TELEVISION, "turn_off", {}, ("switch", "off", [])),
        (TELEVISION, "volume_set", {"volume_level": 0.29}, ("audioVolume", "setVolume", [29])),
        (TELEVISION, "volume_up", {}, ("audioVolume", "volumeUp", [])),
        (TELEVISION, "volume_down", {}, ("audioVolume", "volumeDown", [])),
        (TELEVISION, "volume_mute", {"is_volume_muted": True}, ("audioMute", "setMute", ["muted"])),
        (
            TELEVISION,
            "volume_mute",
            {"is_volume_muted": False},
            ("audioMute", "setMute", ["unmuted"]),
        ),
        (TELEVISION, "media_play", {}, ("mediaPlayback", "play", [])),
        (TELEVISION, "media_pause", {}, ("mediaPlayback", "pause", [])),
        (TELEVISION, "media_stop", {}, ("mediaPlayback", "stop", [])),
        (TELEVISION, "media_next_track", {}, ("tvChannel", "channelUp", [])),
        (TELEVISION, "media_previous_track", {}, ("tvChannel", "channelDown", [])),
        (SPEAKER, "media_next_track", {}, ("mediaTrackControl", "nextTrack", [])),
        (SPEAKER, "media_previous_track", {}, ("mediaTrackControl", "previousTrack", [])),
        (
            SPEAKER,
            "repeat_set",
            {"repeat": "one"},
            ("mediaPlaybackRepeat", "setPlaybackRepeatMode", ["one"]),
        ),
        (
            SPEAKER,
            "shuffle_set",
            {"shuffle": True},
            ("mediaPlaybackShuffle", "setPlaybackShuffle", ["enabled"]),
        ),
        (
            SPEAKER,
            "shuffle_set",
            {"shuffle": False},
            ("mediaPlaybackShuffle", "setPlaybackShuffle", ["disabled"]),
        ),
        (
            TELEVISION,
            "select_source",
            {"source": "Console"},
            ("samsungvd.mediaInputSource", "setInputSource", ["HDMI1"]),
        ),
        (
            TELEVISION,
            "select_source",
            {"source": "Netflix"},
            ("custom.launchapp", "launchApp", ["3201907018807", "Netflix"]),
        ),
        (
            TELEVISION,
            "select_sound_mode",
            {"sound_mode": "Amplify"},
            ("custom.soundmode", "setSoundMode", ["Amplify"]),
        ),
    ],
)
async def test_each_action_is_one_command(
    house: House, name: str, action: str, data: dict[str, Json], expected: Sent
) -> None:
    """It uses the capability that the device has for it."""
    assert await house.call(f"media_player.{action}", name, **data) == [("main", *expected)]


async def test_it_shows_what_the_device_reports(house: House) -> None:
    """The reports follow the commands."""
    await house.act("media_player.volume_set", TELEVISION, volume_level=0.4)
    await house.act("media_player.volume_mute", TELEVISION, is_volume_muted=True)
    await house.act("media_player.select_source", TELEVISION, source="Soundbar")
    await house.act("media_player.select_sound_mode", TELEVISION, sound_mode="Amplify")
    await house.act("media_player.repeat_set", SPEAKER, repeat="all")
    await house.act("media_player.shuffle_set", SPEAKER, shuffle=True)
    await house.act("media_player.media_next_track", SPEAKER)
    await house.world.settle()
    shown = house.state(TELEVISION).attributes
    assert (shown["volume_level"], shown["is_volume_muted"]) == (0.4, True)
    assert (shown["source"], shown["sound_mode"]) == ("Soundbar", "Amplify")
    assert shown["source_list"] == ["TV", "Console", "Soundbar", *APPS]
    assert shown["sound_mode_list"] == ["Amplify", "Standard"]
    shown = house.state(SPEAKER).attributes
    assert (shown["repeat"], shown["shuffle"]) == ("all", True)
    assert shown["media_title"] == "Morning"


@pytest.mark.parametrize(
    ("action", "data"),
    [
        ("media_player.select_source", {"source": "HDMI1"}),
        ("media_player.select_sound_mode", {"sound_mode": "Cinema"}),
    ],
)
async def test_an_option_that_it_does_not_list_is_rejected(
    house: House, action: str, data: dict[str, Json]
) -> None:
    """The error has the listed names, and the cloud is not called."""
    before = len(house.simulator.commands)
    with pytest.raises(ServiceValidationError) as raised:
        await house.act(action, TELEVISION, **data)
    assert raised.value.translation_key == "not_offered"
    assert len(house.simulator.commands) == before


@pytest.mark.parametrize(
    ("power", "status", "state"),
    [
        ("off", "playing", MediaPlayerState.OFF),
        ("on", None, MediaPlayerState.ON),
        ("on", "playing", MediaPlayerState.PLAYING),
        ("on", "paused", MediaPlayerState.PAUSED),
        ("on", "buffering", MediaPlayerState.BUFFERING),
        ("on", "rewinding", MediaPlayerState.PLAYING),
        ("on", "fast forwarding", MediaPlayerState.PLAYING),
        # It stopped playing by itself, but shows a channel.
        ("on", "stopped", MediaPlayerState.ON),
        (None, "stopped", MediaPlayerState.IDLE),
        (None, None, STATE_UNKNOWN),
    ],
)
async def test_its_state_follows_power_and_playback(
    house: House, power: str | None, status: str | None, state: str
) -> None:
    """Power has priority."""
    await house.report(Devices.TELEVISION, "switch.switch", power)
    await house.report(Devices.TELEVISION, "mediaPlayback.playbackStatus", status)
    assert house.state(TELEVISION).state == state


async def test_a_soundbar_is_idle_only_if_it_plays_by_itself(house: House) -> None:
    """With the television as input it has sound although its own playback is stopped."""
    device, source = Devices.SOUNDBAR, "samsungvd.audioInputSource.inputSource"
    assert await house.shows(SOUNDBAR, device, "switch.switch", "on") == MediaPlayerState.ON
    assert house.state(SOUNDBAR).attributes["source"] == "HDMI 1"
    assert await house.shows(SOUNDBAR, device, source, "wifi") == MediaPlayerState.IDLE
    assert house.state(SOUNDBAR).attributes["source"] == "Wi-Fi"
    assert await house.call("button.press", "button.soundbar_next_input") == [
        ("main", "samsungvd.audioInputSource", "setNextInputSource", [])
    ]


async def test_a_speaker_without_a_switch_is_idle_when_it_stops(house: House) -> None:
    """It shows no volume if none is known."""
    assert house.state(SPEAKER).state == MediaPlayerState.PLAYING
    await house.act("media_player.media_stop", SPEAKER)
    await house.world.settle()
    assert house.state(SPEAKER).state == MediaPlayerState.IDLE
    await house.report(Devices.SPEAKER, "audioVolume.volume", None)
    await house.report(Devices.SPEAKER, "audioMute.mute", None)
    assert not {"volume_level", "is_volume_muted"} & set(house.state(SPEAKER).attributes)


async def test_a_speaker_shows_the_track(house: House) -> None:
    """It shows artist, album and service, too."""
    shown = house.state(SPEAKER).attributes
    assert shown["media_content_type"] == "music"
    assert shown["media_title"] == "Evening"
    assert shown["media_artist"] == "The Meadow Trio"
    assert shown["media_album_name"] == "Four Seasons"
    assert shown["app_name"] == "Radio Hazelbrook"
    await house.report(Devices.SPEAKER, "audioTrackData.audioTrackData", None)
    await house.report(Devices.SPEAKER, "mediaPlaybackShuffle.playbackShuffle", None)
    shown = house.state(SPEAKER).attributes
    assert not {"media_title", "media_artist", "shuffle"} & set(shown)


async def test_a_television_shows_the_channel(house: House) -> None:
    """It shows the name, else the number; neither has its own sensor."""
    shown = house.state(TELEVISION).attributes
    assert (shown["media_title"], shown["media_channel"]) == ("News", "4")
    assert shown["media_content_type"] == "channel"
    await house.report(Devices.TELEVISION, "tvChannel.tvChannelName", "")
    assert house.state(TELEVISION).attributes["media_title"] == "4"
    await house.report(Devices.TELEVISION, "tvChannel.tvChannel", "")
    assert not {"media_title", "media_channel"} & set(house.state(TELEVISION).attributes)
    with pytest.raises(ValueError, match="not enough values"):
        house.entity_id("sensor.television_tv_channel")


@pytest.mark.parametrize(
    ("media", "expected"),
    [
        (
            {"media_content_type": "app", "media_content_id": "111299001912"},
            ("custom.launchapp", "launchApp", ["111299001912"]),
        ),
        (
            {
                "media_content_type": "app",
                "media_content_id": "111299001912",
                "extra": {"name": "Video"},
            },
            ("custom.launchapp", "launchApp", ["111299001912", "Video"]),
        ),
        (
            {"media_content_type": "app", "media_content_id": "Netflix"},
            ("custom.launchapp", "launchApp", ["3201907018807", "Netflix"]),
        ),
        (
            {"media_content_type": "channel", "media_content_id": "12"},
            ("tvChannel", "setTvChannel", ["12"]),
        ),
    ],
)
async def test_a_television_opens_apps_and_channels(
    house: House, media: dict[str, Json], expected: Sent
) -> None:
    """Home Assistant's actions to play media do it."""
    assert await house.call("media_player.play_media", TELEVISION, **media) == [("main", *expected)]


@pytest.mark.parametrize(
    ("name", "data", "command", "arguments"),
    [
        (SPEAKER, {}, "playTrack", [SONG]),
        (SPEAKER, {"extra": {"volume": 35}}, "playTrack", [SONG, 35]),
        (SPEAKER, {"announce": True}, "playTrackAndResume", [SONG]),
        (SOUNDBAR, {"announce": True, "extra": {"volume": 60}}, "playTrackAndRestore", [SONG, 60]),
    ],
)
async def test_a_speaker_plays_a_sound(
    house: House, name: str, data: dict[str, Json], command: str, arguments: list[Json]
) -> None:
    """The previous playback, or silence, follows an announcement."""
    media: dict[str, Json] = {"media_content_type": "music", "media_content_id": SONG}
    assert await house.call("media_player.play_media", name, **media, **data) == [
        ("main", "audioNotification", command, arguments)
    ]


@pytest.fixture
async def media_sources(hass: HomeAssistant) -> None:
    """Set up Home Assistant's media sources, which is only possible before the server starts."""
    await hass.config.async_update(internal_url="http://192.0.2.5:8123")
    assert await async_setup_component(hass, "media_source", {})


async def test_a_sound_of_home_assistant_gets_an_address_that_the_speaker_can_open(
    media_sources: None, house: House
) -> None:
    """A path becomes a full, signed URL."""
    for media in ("/local/bell.mp3", "media-source://media_source/local/bell.mp3"):
        ((*_, arguments),) = await house.call(
            "media_player.play_media", SPEAKER, media_content_type="music", media_content_id=media
        )
        assert str(arguments[0]).startswith("http://192.0.2.5:8123/")
        assert "bell.mp3" in str(arguments[0])


@pytest.mark.parametrize(
    ("media", "error"),
    [
        ({"media_content_type": "music", "media_content_id": SONG}, "media_not_playable"),
        (
            {
                "media_content_type": "music",
                "media_content_id": SONG,
                "extra": {"volume": 101},
            },
            "out_of_range",
        ),
    ],
)
async def test_unplayable_media_are_rejected(
    house: House, media: dict[str, Json], error: str
) -> None:
    """A television plays no sounds, and the volume of a speaker has a maximum."""
    name = TELEVISION if error == "media_not_playable" else SPEAKER
    with pytest.raises(ServiceValidationError) as raised:
        await house.act("media_player.play_media", name, **media)
    assert raised.value.translation_key == error


async def test_an_open_app_is_the_source_until_the_input_changes(house: House) -> None:
    """A television does not report that an app was closed."""
    await house.act("media_player.select_source", TELEVISION, source="Netflix")
    await house.world.settle()
    shown = house.state(TELEVISION).attributes
    assert (shown["source"], shown["app_id"]) == ("Netflix", "org.tizen.netflix-app")
    assert "media_title" not in shown
    # The times of events are whole seconds.
    await asyncio.sleep(1)
    await house.report(Devices.TELEVISION, "samsungvd.mediaInputSource.inputSource", "HDMI1")
    shown = house.state(TELEVISION).attributes
    assert (shown["source"], shown["app_name"]) == ("Console", "Netflix")


async def test_a_frame_that_shows_art_shows_no_channel(house: House) -> None:
    """Art is no app that can be opened, either."""
    await house.report(Devices.TELEVISION, "tvChannel.tvChannel", "")
    await house.report(Devices.TELEVISION, "tvChannel.tvChannelName", "art")
    shown = house.state(TELEVISION).attributes
    assert (shown["source"], shown["app_name"]) == ("Art mode", "Art mode")
    assert "media_title" not in shown
    assert "Art mode" not in shown["source_list"]
    await house.report(Devices.TELEVISION, "tvChannel.tvChannel", "9")
    assert house.state(TELEVISION).attributes["media_title"] == "art"


async def test_apps_and_channels_that_were_on_are_remembered(house: House) -> None:
    """They are in the browser, and stay there after a restart."""
    await house.report(Devices.TELEVISION, "tvChannel.tvChannel", "")
    await house.report(Devices.TELEVISION, "tvChannel.tvChannelName", "QBA3qXl8rv.kick")
    assert house.state(TELEVISION).attributes["source"] == "Kick"
    await house.report(Devices.TELEVISION, "tvChannel.tvChannelName", "")
    await house.hass.config_entries.async_reload(house.entry.entry_id)
    await house.world.settle()
    assert "Kick" in house.state(TELEVISION).attributes["source_list"]
    apps = await _browse(house, TELEVISION, "apps")
    assert apps["title"] == "Apps"
    assert ("Kick", "QBA3qXl8rv.kick", "app") in _playable(apps)
    assert ("Netflix", "3201907018807", "app") in _playable(apps)
    channels = await _browse(house, TELEVISION, "channels")
    assert _playable(channels) == [("4 News", "4", "channel")]
    root = await _browse(house, TELEVISION)
    assert [child["media_content_id"] for child in root["children"]] == ["apps", "channels"]


async def _browse(house: House, name: str, folder: str = "") -> dict[str, Any]:
    """Return a folder of the media browser."""
    entity_id = house.entity_id(name)
    inside = {"media_content_type": "", "media_content_id": folder} if folder else {}
    found = await house.hass.services.async_call(
        "media_player",
        "browse_media",
        {"entity_id": entity_id, **inside},
        blocking=True,
        return_response=True,
    )
    assert found is not None
    answer: Any = found[entity_id]
    shown: dict[str, Any] = answer.as_dict()
    return shown


def _playable(folder: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return title, id and type of what a folder has to play."""
    return [
        (child["title"], child["media_content_id"], child["media_content_type"])
        for child in folder["children"]
        if child["can_play"]
    ]


async def test_the_user_names_apps(world: World) -> None:
    """A name replaces a well-known one, and can get another id."""
    house = House(world, await world.add_location())
    names = ["Kick = QBA3qXl8rv.kick", "Netflix = 11101200001", "Videos = 111299001912"]
    house.hass.config_entries.async_update_entry(house.entry, options={"apps": names})
    await house.hass.config_entries.async_reload(house.entry.entry_id)
    await house.world.settle()
    offered = house.state(TELEVISION).attributes["source_list"]
    assert {"Kick", "Netflix", "Videos"} <= set(offered)
    assert "YouTube" not in offered
    assert await house.call("media_player.select_source", TELEVISION, source="Netflix") == [
        ("main", "custom.launchapp", "launchApp", ["11101200001", "Netflix"])
    ]
    await house.report(Devices.TELEVISION, "tvChannel.tvChannelName", "111299001912")
    shown = house.state(TELEVISION).attributes
    assert (shown["source"], shown["app_name"]) == ("Videos", "Videos")


async def test_a_speaker_plays_its_presets(world: World) -> None:
    """They are sources, and a folder of the media browser."""
    stations: Readings = {
        "audioVolume": {"volume": 20},
        "mediaPlayback": {"playbackStatus": "stopped"},
        "mediaPresets": {"presets": [{"id": "7", "name": "Jazz"}, {"id": "9", "name": "News"}]},
    }
    house = await house_with(world, "Radio", "Speaker", stations)
    radio = "media_player.radio"
    assert house.state(radio).attributes["source_list"] == ["Jazz", "News"]
    sent = [("main", "mediaPresets", "playPreset", ["7"])]
    assert await house.call("media_player.select_source", radio, source="Jazz") == sent
    assert _playable(await _browse(house, radio, "presets")) == [
        ("Jazz", "7", "preset"),
        ("News", "9", "preset"),
    ]
    for media_id in ("7", "Jazz"):
        media: dict[str, Json] = {"media_content_type": "preset", "media_content_id": media_id}
        assert await house.call("media_player.play_media", radio, **media) == sent


async def test_a_television_shows_ambient_content(world: World) -> None:
    """The browser has what the television lists."""
    screen: Readings = {
        "switch": {"switch": "on"},
        "audioVolume": {"volume": 20},
        "samsungvd.ambientContent": {"supportedAmbientApps": ["weather", "clock"]},
    }
    house = await house_with(world, "Screen", "Television", screen)
    name = "media_player.screen"
    assert _playable(await _browse(house, name, "ambient")) == [
        ("Clock", "clock", "ambient"),
        ("Weather", "weather", "ambient"),
    ]
    sent = await house.call(
        "media_player.play_media",
        name,
        media_content_type="ambient",
        media_content_id="weather",
    )
    assert sent == [("main", "samsungvd.ambientContent", "setAmbientContent", ["weather"])]


async def test_a_speaker_shows_and_sets_its_group(world: World) -> None:
    """Volume and mute of the group are beside those of the speaker."""
    grouped: Readings = {
        "audioVolume": {"volume": 20},
        "audioMute": {"mute": "unmuted"},
        "mediaGroup": {"groupVolume": 33, "groupMute": "unmuted", "groupRole": "auxilary"},
        "samsungvd.soundFrom": {"mode": 1, "detailName": "Tablet"},
    }
    house = await house_with(world, "Radio", "Speaker", grouped)
    assert house.state("sensor.radio_role_in_the_group").state == "auxilary"
    assert house.state("sensor.radio_sound_from").state == "Tablet"
    volume, mute = "number.radio_group_volume", "switch.radio_group_mute"
    assert await house.call("number.set_value", volume, value=40) == [
        ("main", "mediaGroup", "setGroupVolume", [40])
    ]
    assert float(house.state(volume).state) == 40
    assert await house.call("switch.turn_on", mute) == [
        ("main", "mediaGroup", "setGroupMute", ["muted"])
    ]
    assert house.state(mute).state == "on"


@pytest.mark.parametrize(
    ("total", "elapsed", "duration", "position"),
    [
        (215, 30, 215, 30),
        # The definition names no unit, so some may mean milliseconds.
        (215000, 30400, 215, 30),
        (0, 0, None, None),
        (None, None, None, None),
        (215, None, 215, None),
    ],
)
async def test_a_speaker_shows_the_position_in_the_track(
    house: House, total: Json, elapsed: Json, duration: int | None, position: int | None
) -> None:
    """The frontend counts from the time of the report."""
    await house.report(Devices.SPEAKER, "audioTrackData.totalTime", total)
    await house.report(Devices.SPEAKER, "audioTrackData.elapsedTime", elapsed)
    shown = house.state(SPEAKER).attributes
    assert (shown.get("media_duration"), shown.get("media_position")) == (duration, position)
    assert ("media_position_updated_at" in shown) is (position is not None)
    await house.report(Devices.SPEAKER, "audioTrackData.audioTrackData", {"title": ""})
    assert "media_duration" not in house.state(SPEAKER).attributes


async def test_a_speaker_without_sounds_has_nothing_to_browse(house: House) -> None:
    """Media sources are not set up here."""
    with pytest.raises(ServiceValidationError) as raised:
        await _browse(house, SPEAKER)
    assert raised.value.translation_key == "media_not_browsable"


async def test_the_browser_of_a_speaker_has_the_sounds_of_home_assistant(
    hass: HomeAssistant, tmp_path: Path, media_sources: None, house: House
) -> None:
    """Other files are left out."""
    for file in ("bell.mp3", "cat.png"):
        (tmp_path / file).write_bytes(b"")
    hass.config.media_dirs["local"] = str(tmp_path)
    root = await _browse(house, SPEAKER)
    folders = [child["media_content_id"] for child in root["children"]]
    assert "media-source://media_source" in folders
    opened = await _browse(house, SPEAKER, "media-source://media_source/local/.")
    assert [child["title"] for child in opened["children"]] == ["bell.mp3"]


async def test_a_set_top_box_plays_without_a_volume(world: World) -> None:
    """It is a media player anyway, and gives names to inputs without one."""
    box: Readings = {
        "switch": {"switch": "on"},
        "mediaPlayback": {"playbackStatus": "stopped"},
        "mediaInputSource": {
            "supportedInputSources": ["digitalTv", "HDMI1"],
            "inputSource": "YouTube",
        },
    }
    house = await house_with(world, "Box", "SetTop", box)
    state = house.state("media_player.box")
    assert state.state == MediaPlayerState.IDLE
    assert state.attributes["source_list"] == ["TV", "HDMI 1"]
    assert state.attributes["source"] == "YouTube"
    assert not state.attributes["supported_features"] & VOLUME
    for action in ("media_next_track", "media_previous_track"):
        with pytest.raises(Exception, match="does not support"):
            await house.act(f"media_player.{action}", "media_player.box")


@pytest.mark.parametrize("device_id", [Devices.SOUNDBAR, Devices.SPEAKER, Devices.TELEVISION])
async def test_a_media_player_is_notified_of_its_removed_device(
    house: House, caplog: pytest.LogCaptureFixture, device_id: str
) -> None:
    """It is notified before it is removed."""
    house.simulator.home.set_health(device_id, "OFFLINE")
    house.simulator.home.remove_device(device_id)
    await house.world.settle()
    await house.entry.runtime_data.parts.coordinator.async_refresh()
    await house.world.settle()
    assert device_id not in house.entry.runtime_data.parts.store.devices
    assert "A listener failed" not in caplog.text
