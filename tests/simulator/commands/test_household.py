"""Commands for media players, alarms, shades and water."""

import pytest

from simulator.commands.behaviour import CommandError, effects
from simulator.devices.device import Json, JsonObject, Readings, SimDevice, make_device
from simulator.devices.house import build_house
from simulator.devices.ids import HOME_LOCATION, Devices

BYPASS_ALL: Json = True
BYPASS_NONE: Json = False


def _command(capability: str, command: str, *arguments: Json) -> JsonObject:
    return {"capability": capability, "command": command, "arguments": [*arguments]}


def _gadget(capabilities: Readings) -> SimDevice:
    return make_device(
        "gadget", "Gadget", location_id=HOME_LOCATION, components={"main": capabilities}
    )


def _after(device: SimDevice, command: JsonObject) -> dict[str, Json]:
    """Return the last value of every attribute that a command changes."""
    return {effect.attribute: effect.value for effect in effects(device, command, 0)}


@pytest.mark.parametrize(
    ("device_id", "command", "expected"),
    [
        (Devices.SIREN, _command("alarm", "strobe"), {"alarm": "strobe", "switch": "on"}),
        (Devices.SIREN, _command("alarm", "off"), {"alarm": "off", "switch": "off"}),
        (Devices.GARDEN_VALVE, _command("valve", "open"), {"valve": "open", "level": 100}),
        (Devices.GARDEN_VALVE, _command("valve", "close"), {"valve": "closed", "level": 0}),
        (
            Devices.GARDEN_VALVE,
            _command("switchLevel", "setLevel", 30),
            {"level": 30, "valve": "open"},
        ),
        (
            Devices.GARDEN_VALVE,
            _command("switchLevel", "setLevel", 0),
            {"level": 0, "valve": "closed"},
        ),
        (
            Devices.VENETIAN_BLIND,
            _command("windowShadeTiltLevel", "setShadeTiltLevel", -20),
            {"shadeTiltLevel": -20},
        ),
        (
            Devices.SECURITY_SYSTEM,
            _command("securitySystem", "armStay", BYPASS_NONE),
            {"securitySystemStatus": "armedStay"},
        ),
        (
            Devices.SECURITY_SYSTEM,
            _command("securitySystem", "disarm"),
            {"securitySystemStatus": "disarmed", "alarm": "clear"},
        ),
        (
            Devices.SPEAKER,
            _command("mediaPlaybackRepeat", "setPlaybackRepeatMode", "all"),
            {"playbackRepeatMode": "all"},
        ),
        (Devices.SPEAKER, _command("audioNotification", "playTrack", "https://x.example/a"), {}),
    ],
)
def test_a_command_does_what_its_definition_says(
    device_id: str, command: JsonObject, expected: dict[str, Json]
) -> None:
    """And related attributes follow."""
    assert _after(build_house().devices[device_id], command) == expected


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
        effects(system, _command(capability, command, *arguments), 0)
    assert raised.value.status == 422


def test_an_open_sensor_is_bypassed_only_when_asked_for() -> None:
    """Otherwise, the state of the system does not allow it."""
    system = _gadget({"securitySystem": {"sensorStatus": "open"}})
    with pytest.raises(CommandError) as raised:
        effects(system, _command("securitySystem", "armAway", BYPASS_NONE), 0)
    assert raised.value.status == 409
    armed = _after(system, _command("securitySystem", "armAway", BYPASS_ALL))
    assert armed == {"securitySystemStatus": "armedAway"}


def test_firmware_comes_through_piece_by_piece() -> None:
    """The progress increases, and is removed at the end."""
    plug = build_house().devices[Devices.COFFEE_PLUG]
    planned = effects(plug, _command("firmwareUpdate", "updateFirmware"), 0)
    progress = [item.value for item in planned if item.attribute == "imageTransferProgress"]
    assert progress == [0, 30, 60, 90, None]
    assert _after(plug, _command("firmwareUpdate", "updateFirmware"))["currentVersion"] == (
        "0000001C"
    )


def test_a_lamp_takes_its_own_levels_alone() -> None:
    """The list of the device is used."""
    lamp = _gadget(
        {"samsungce.lamp": {"brightnessLevel": "off", "supportedBrightnessLevel": ["off", "low"]}}
    )
    assert _after(lamp, _command("samsungce.lamp", "setBrightnessLevel", "low")) == {
        "brightnessLevel": "low"
    }
    with pytest.raises(CommandError):
        effects(lamp, _command("samsungce.lamp", "setBrightnessLevel", "high"), 0)


def test_another_track_has_another_title() -> None:
    """Forward and back; a player without track information reports nothing."""
    speaker = build_house().devices[Devices.SPEAKER]
    (effect,) = effects(speaker, _command("mediaTrackControl", "nextTrack"), 0)
    assert isinstance(effect.value, dict)
    assert effect.value["title"] == "Morning"
    playing: Readings = {
        "mediaTrackControl": {},
        "audioTrackData": {"audioTrackData": {"title": "Morning"}},
    }
    (effect,) = effects(_gadget(playing), _command("mediaTrackControl", "previousTrack"), 0)
    assert effect.value == {"title": "Evening"}
    silent = _gadget({"mediaTrackControl": {}})
    assert effects(silent, _command("mediaTrackControl", "nextTrack"), 0) == []
