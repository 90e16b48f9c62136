"""The devices of the house that play, guard, shade and water.

Makers, serial numbers and versions are invented.
"""

from datetime import datetime

from .connected import REFRESH, battery, firmware, health_check, matter, viper, zigbee
from .device import Reading, SimDevice, make_device
from .ids import HOME_LOCATION, Devices, Rooms


def household(at: datetime) -> list[SimDevice]:
    """Return the speaker, the security system, the blind and the garden valve."""
    return [speaker(at), security_system(at), blind(at), garden_valve(at)]


def speaker(at: datetime) -> SimDevice:
    """Return a speaker that plays music, and announcements between."""
    return make_device(
        Devices.SPEAKER,
        "Kitchen speaker",
        name="c2c-speaker",
        manufacturer="Brightwell",
        location_id=HOME_LOCATION,
        room_id=Rooms.KITCHEN,
        category="Speaker",
        type="VIPER",
        block=viper("speaker-6", "Brightwell", "Tone One", "14.2.1"),
        components={
            "main": {
                "audioVolume": {"volume": Reading(value=24, unit="%")},
                "audioMute": {"mute": "unmuted"},
                "mediaPlayback": {
                    "supportedPlaybackCommands": ["play", "pause", "stop"],
                    "playbackStatus": "playing",
                },
                "mediaTrackControl": {
                    "supportedTrackControlCommands": ["nextTrack", "previousTrack"]
                },
                "mediaPlaybackRepeat": {"playbackRepeatMode": "off"},
                "mediaPlaybackShuffle": {"playbackShuffle": "disabled"},
                "audioTrackData": {
                    "totalTime": None,
                    "audioTrackData": {
                        "title": "Evening",
                        "artist": "The Meadow Trio",
                        "album": "Four Seasons",
                        "mediaSource": "Radio Hazelbrook",
                    },
                    "elapsedTime": None,
                },
                "audioNotification": {},
                **REFRESH,
                **health_check(),
            }
        },
        at=at,
    )


def security_system(at: datetime) -> SimDevice:
    """Return the keypad of the security system."""
    return make_device(
        Devices.SECURITY_SYSTEM,
        "Security system",
        name="security-keypad",
        manufacturer="Kestrel Home",
        location_id=HOME_LOCATION,
        room_id=Rooms.HALLWAY,
        category="SecurityPanel",
        type="ZIGBEE",
        block=zigbee("00124B00A1C2D30A", "77C4"),
        parent_id=Devices.HUB,
        components={
            "main": {
                "securitySystem": {
                    "alarm": "clear",
                    "securitySystemStatus": "disarmed",
                    "sensorStatus": None,
                    "supportedSecuritySystemCommands": ["armAway", "armStay", "disarm"],
                    "supportedSecuritySystemStatuses": ["armedAway", "armedStay", "disarmed"],
                },
                "tamperAlert": {"tamper": "clear"},
                **battery(86),
                **firmware("00000021"),
                **REFRESH,
            }
        },
        at=at,
    )


def blind(at: datetime) -> SimDevice:
    """Return a venetian blind: it goes up and down, and its slats turn."""
    return make_device(
        Devices.VENETIAN_BLIND,
        "Bedroom blind",
        name="venetian-blind",
        manufacturer="Lumora",
        location_id=HOME_LOCATION,
        room_id=Rooms.BEDROOM,
        category="Blind",
        type="MATTER",
        block=matter("9A1C7740E2B35F08-0000000000000021", "LM-V-3302", 518, "2.0.1"),
        parent_id=Devices.HUB,
        components={
            "main": {
                "windowShade": {
                    "supportedWindowShadeCommands": ["open", "close", "pause"],
                    "windowShade": "partially open",
                },
                "windowShadeLevel": {"shadeLevel": Reading(value=60, unit="%")},
                "windowShadeTiltLevel": {"shadeTiltLevel": Reading(value=50, unit="%")},
                "windowShadePreset": {
                    "supportedCommands": ["presetPosition", "setPresetPosition"],
                    "position": Reading(value=25, unit="%"),
                },
                **battery(77),
                **REFRESH,
            }
        },
        at=at,
    )


def garden_valve(at: datetime) -> SimDevice:
    """Return a valve in the garden that opens as far as it is told."""
    return make_device(
        Devices.GARDEN_VALVE,
        "Garden valve",
        name="irrigation-valve",
        manufacturer="Kestrel Home",
        location_id=HOME_LOCATION,
        category="Irrigation",
        type="ZIGBEE",
        block=zigbee("00124B00A1C2D30B", "12E9"),
        parent_id=Devices.HUB,
        components={
            "main": {
                "valve": {"valve": "closed"},
                "switchLevel": {"levelRange": None, "level": Reading(value=0, unit="%")},
                **battery(64),
                **REFRESH,
            }
        },
        at=at,
    )
