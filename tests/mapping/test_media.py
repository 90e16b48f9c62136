"""Entries of media players, and the names of inputs."""

import pytest

from custom_components.smartthings_smartapp.cloud.json_types import Json
from custom_components.smartthings_smartapp.mapping.media import media_name, media_names
from tests.common.devices import Capabilities, known

VOLUME: Capabilities = {"audioVolume": {"volume": 20}}
PLAYER = "media_player main audioVolume mediaPlayer"


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("HDMI1", "HDMI 1"),
        ("HDMI", "HDMI"),
        ("digitalTv", "TV"),
        ("dtv", "TV"),
        ("D.IN", "Digital in"),
        ("aux", "AUX"),
        ("wifi", "Wi-Fi"),
        ("bluetooth", "Bluetooth"),
        ("melon", "Melon"),
        ("YouTube", "YouTube"),
        ("PlayStation 4", "PlayStation 4"),
        ("adaptive sound", "Adaptive sound"),
        ("opticalInput2", "Optical Input 2"),
        ("", ""),
    ],
)
def test_a_word_is_written_as_a_person_would(word: str, name: str) -> None:
    """There is a rule with exceptions."""
    assert media_name(word) == name


@pytest.mark.parametrize(
    ("listed", "names"),
    [
        (None, {}),
        ([None, 3, {"name": "x"}, ""], {}),
        (["HDMI1", "digitalTv"], {"HDMI 1": "HDMI1", "TV": "digitalTv"}),
        (["HDMI4", "HDMI4"], {"HDMI 4": "HDMI4"}),
        (
            [{"id": "dtv", "name": "TV"}, {"id": "HDMI1", "name": "Console"}],
            {"TV": "dtv", "Console": "HDMI1"},
        ),
        ([{"id": "HDMI2", "name": ""}, {"id": "USB"}], {"HDMI 2": "HDMI2", "USB": "USB"}),
        (
            [{"id": "HDMI1", "name": "PC"}, {"id": "HDMI2", "name": "PC"}],
            {"PC (HDMI 1)": "HDMI1", "PC (HDMI 2)": "HDMI2"},
        ),
        # Two words with the same name, and a given name that is the word of another input.
        (["wifi", "WIFI", "USB"], {"wifi": "wifi", "WIFI": "WIFI", "USB": "USB"}),
        (["hdmi_1", "hdmi-1"], {"hdmi_1": "hdmi_1", "hdmi-1": "hdmi-1"}),
        (
            ["Éco", "영화", "Dolby D+", "Dolby D"],
            {w: w for w in ("Éco", "영화", "Dolby D+", "Dolby D")},
        ),
    ],
)
def test_inputs_have_names_of_their_own(listed: Json, names: dict[str, str]) -> None:
    """Given names are used, and all names are different."""
    assert media_names(listed) == names


@pytest.mark.parametrize(
    ("category", "capabilities"),
    [
        ("Television", {"switch": {"switch": "on"}}),
        ("Speaker", {"audioNotification": {}}),
        ("NetworkAudio", {"mediaPlayback": {"playbackStatus": "playing"}}),
        ("Other", {"audioMute": {"mute": "muted"}}),
    ],
)
def test_what_has_a_volume_and_something_to_play_is_a_player(
    category: str, capabilities: Capabilities
) -> None:
    """It is one entity, whatever other capabilities it has."""
    assert PLAYER in known({**VOLUME, **capabilities}, category=category).kinds


@pytest.mark.parametrize(
    ("category", "capabilities"),
    [
        ("AirConditioner", {"switch": {"switch": "on"}}),
        ("Washer", {"switch": {"switch": "on"}}),
        ("RobotCleaner", {"audioNotification": {}, "mediaPlayback": {"playbackStatus": None}}),
        ("Other", {"airConditionerMode": {}, "switch": {"switch": "on"}}),
        ("Speaker", {}),
        ("Speaker", {"alarm": {"alarm": "off"}, "switch": {"switch": "on"}}),
    ],
)
def test_the_beeps_of_an_appliance_are_no_player(category: str, capabilities: Capabilities) -> None:
    """Neither is a device with only a volume, nor an alarm with a volume."""
    kinds = known({**VOLUME, **capabilities}, category=category).kinds
    assert not any(kind.startswith("media_player") for kind in kinds)


def test_a_player_shows_everything_that_it_reports_about_the_media() -> None:
    """The switch and the channel have no other entity."""
    television = known(
        {
            **VOLUME,
            "switch": {"switch": "on"},
            "switchLevel": {"level": 3},
            "audioMute": {"mute": "muted"},
            "tvChannel": {"tvChannel": "4", "tvChannelName": "News"},
            "mediaPlayback": {"playbackStatus": None, "supportedPlaybackCommands": []},
        },
        category="Television",
    )
    assert {kind for kind in television.kinds if " main " in kind} == {PLAYER}


def test_a_channel_without_a_player_is_shown_by_sensors() -> None:
    """A tuner without volume and playback still reports its channel."""
    tuner = known({"tvChannel": {"tvChannel": "4", "tvChannelName": "News"}})
    assert {
        "sensor main tvChannel tvChannel",
        "sensor main tvChannel tvChannelName",
    } <= tuner.kinds


def test_a_set_top_box_is_a_player_by_its_playback() -> None:
    """The television has the volume."""
    box = known({"mediaPlayback": {"playbackStatus": "playing"}}, category="SetTop")
    assert "media_player main mediaPlayback mediaPlayer" in box.kinds


def test_how_loud_an_appliance_beeps_is_a_number() -> None:
    """The volume of a media player or a siren is part of it."""
    number = "number main audioVolume volume"
    assert number in known(VOLUME, category="AirConditioner").kinds
    siren: Capabilities = {**VOLUME, "alarm": {"alarm": "off"}}
    assert number not in known(siren, category="Siren").kinds
    speaker: Capabilities = {**VOLUME, "audioMute": {"mute": "muted"}}
    assert number not in known(speaker, category="Speaker").kinds
