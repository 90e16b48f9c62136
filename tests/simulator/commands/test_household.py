"""Commands for media players, alarms, shades and water."""

import pytest

from simulator.commands.behaviour import CommandError, effects
from simulator.devices.device import Json, JsonObject, Readings
from simulator.devices.house import build_house
from simulator.devices.ids import Devices

from .commanding import after, make_command, make_gadget

BYPASS_ALL: Json = True
BYPASS_NONE: Json = False


@pytest.mark.parametrize(
    ("device_id", "command", "expected"),
    [
        (Devices.SIREN, make_command("alarm", "strobe"), {"alarm": "strobe", "switch": "on"}),
        (Devices.SIREN, make_command("alarm", "off"), {"alarm": "off", "switch": "off"}),
        (Devices.GARDEN_VALVE, make_command("valve", "open"), {"valve": "open", "level": 100}),
        (Devices.GARDEN_VALVE, make_command("valve", "close"), {"valve": "closed", "level": 0}),
        (
            Devices.GARDEN_VALVE,
            make_command("switchLevel", "setLevel", 30),
            {"level": 30, "valve": "open"},
        ),
        (
            Devices.GARDEN_VALVE,
            make_command("switchLevel", "setLevel", 0),
            {"level": 0, "valve": "closed"},
        ),
        (
            Devices.VENETIAN_BLIND,
            make_command("windowShadeTiltLevel", "setShadeTiltLevel", -20),
            {"shadeTiltLevel": -20},
        ),
        (
            Devices.SECURITY_SYSTEM,
            make_command("securitySystem", "armStay", BYPASS_NONE),
            {"securitySystemStatus": "armedStay"},
        ),
        (
            Devices.SECURITY_SYSTEM,
            make_command("securitySystem", "disarm"),
            {"securitySystemStatus": "disarmed", "alarm": "clear"},
        ),
        (
            Devices.SPEAKER,
            make_command("mediaPlaybackRepeat", "setPlaybackRepeatMode", "all"),
            {"playbackRepeatMode": "all"},
        ),
        (
            Devices.SPEAKER,
            make_command("audioNotification", "playTrack", "https://x.example/a"),
            {},
        ),
    ],
)
def test_a_command_does_what_its_definition_says(
    device_id: str, command: JsonObject, expected: dict[str, Json]
) -> None:
    """And related attributes follow."""
    assert after(build_house().devices[device_id], command) == expected


@pytest.mark.parametrize(
    ("capability", "command", "arguments"),
    [
        ("securitySystem", "armAway", []),
        ("securitySystem", "armAway", ["no"]),
        ("securitySystem", "armNight", [False]),
    ],
)
def test_a_system_is_armed_as_defined(capability: str, command: str, arguments: list[Json]) -> None:
    """Bypass is a required argument."""
    system = build_house().devices[Devices.SECURITY_SYSTEM]
    with pytest.raises(CommandError) as raised:
        effects(system, make_command(capability, command, *arguments), 0)
    assert raised.value.status == 422


def test_an_open_sensor_is_bypassed_only_when_asked_for() -> None:
    """Otherwise, the state of the system does not allow it."""
    system = make_gadget({"securitySystem": {"sensorStatus": "open"}})
    with pytest.raises(CommandError) as raised:
        effects(system, make_command("securitySystem", "armAway", BYPASS_NONE), 0)
    assert raised.value.status == 409
    armed = after(system, make_command("securitySystem", "armAway", BYPASS_ALL))
    assert armed == {"securitySystemStatus": "armedAway"}


def test_firmware_comes_through_piece_by_piece() -> None:
    """The progress increases, and is removed at the end."""
    plug = build_house().devices[Devices.COFFEE_PLUG]
    planned = effects(plug, make_command("firmwareUpdate", "updateFirmware"), 0)
    progress = [item.value for item in planned if item.attribute == "imageTransferProgress"]
    assert progress == [0, 30, 60, 90, None]
    assert after(plug, make_command("firmwareUpdate", "updateFirmware"))["currentVersion"] == (
        "0000001C"
    )


def test_a_lamp_takes_its_own_levels_alone() -> None:
    """The list of the device is used."""
    lamp = make_gadget(
        {"samsungce.lamp": {"brightnessLevel": "off", "supportedBrightnessLevel": ["off", "low"]}}
    )
    assert after(lamp, make_command("samsungce.lamp", "setBrightnessLevel", "low")) == {
        "brightnessLevel": "low"
    }
    with pytest.raises(CommandError):
        effects(lamp, make_command("samsungce.lamp", "setBrightnessLevel", "high"), 0)


def test_another_track_has_another_title() -> None:
    """Forward and back; a player without track information reports nothing."""
    speaker = build_house().devices[Devices.SPEAKER]
    (effect,) = effects(speaker, make_command("mediaTrackControl", "nextTrack"), 0)
    assert isinstance(effect.value, dict)
    assert effect.value["title"] == "Morning"
    playing: Readings = {
        "mediaTrackControl": {},
        "audioTrackData": {"audioTrackData": {"title": "Morning"}},
    }
    (effect,) = effects(make_gadget(playing), make_command("mediaTrackControl", "previousTrack"), 0)
    assert effect.value == {"title": "Evening"}
    silent = make_gadget({"mediaTrackControl": {}})
    assert effects(silent, make_command("mediaTrackControl", "nextTrack"), 0) == []
