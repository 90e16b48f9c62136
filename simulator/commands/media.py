"""Commands for televisions, speakers and soundbars."""

from collections.abc import Mapping

from .command import WHOLE_PERCENT, CommandSpec, Run, Step, one_of, optional, supported, text
from .steps import cycles, moves, sets

_PLAYBACK = {
    "play": "playing",
    "pause": "paused",
    "stop": "stopped",
    "rewind": "rewinding",
    "fastForward": "fast forwarding",
}
_STATUS = ("paused", "playing", "stopped", "fast forwarding", "rewinding", "buffering")


def _other_track(run: Run) -> None:
    """Change to another track, of which only the title is known."""
    track = run.read("audioTrackData", "audioTrackData")
    title = "Morning" if isinstance(track, dict) and track.get("title") != "Morning" else "Evening"
    if isinstance(track, dict):
        run.write("audioTrackData", {**track, "title": title}, capability="audioTrackData")


def _sets(attribute: str, *words: str) -> CommandSpec:
    return CommandSpec((one_of(*words),), (sets(attribute),))


_CHANNELS = {"4": "News", "5": "Sport", "7": "Films"}
"""Names of channels by number. Others have no name."""
_APPS = {
    "11101200001": "org.tizen.netflix-app",
    "111299001912": "9Ur5IzDKqV.TizenYouTube",
    "3201907018807": "org.tizen.netflix-app",
    "3201910019365": "org.tizen.primevideo",
}
"""The id that a television reports, by the id that opens the app. Others are the same."""


def _show(run: Run, channel: str, name: str) -> None:
    run.write("tvChannel", channel, capability="tvChannel")
    run.write("tvChannelName", name, capability="tvChannel")


def _tune(run: Run) -> None:
    """Show a channel; an app is closed."""
    channel = str(run.arguments[0])
    _show(run, channel, _CHANNELS.get(channel, ""))


def _surf(by: int) -> Step:
    """Show the next or previous channel, from an app the first one."""

    def step(run: Run) -> None:
        numbers = list(_CHANNELS)
        present = run.read("tvChannel", "tvChannel")
        place = numbers.index(str(present)) + by if present in numbers else 0
        channel = numbers[place % len(numbers)]
        _show(run, channel, _CHANNELS[channel])

    return step


def _open_app(run: Run) -> None:
    """Open an app: its id becomes the name of the channel (home-assistant/core#130849)."""
    if run.arguments:
        app_id = str(run.arguments[0])
        _show(run, "", _APPS.get(app_id, app_id))


def _change_input(run: Run) -> None:
    """Change the input; an app is closed."""
    run.write("inputSource", run.arguments[0])
    _show(run, "", "")


def _enter_art(run: Run) -> None:
    """Show pictures: the name of the channel is ``art``, as a recorded Frame reports it."""
    _show(run, "", "art")


def _press_key(run: Run) -> None:
    """Do what the key does, as far as the cloud notices; a key that is released does nothing."""
    key = run.arguments[0]
    if "RELEASED" in run.arguments[1:]:
        return
    if key == "MUTE":
        muted = run.read("audioMute", "mute") == "muted"
        run.write("mute", "unmuted" if muted else "muted", capability="audioMute")
    elif key == "HOME":
        _show(run, "", "")


_SKIP = CommandSpec(steps=(_other_track,))
_REMOTE_KEYS = (
    *("UP", "DOWN", "LEFT", "RIGHT", "OK", "BACK", "EXIT", "MENU", "HOME", "MUTE"),
    *("PLAY", "PAUSE", "STOP", "REWIND", "FF", "PLAY_BACK", "SOURCE"),
)
_KEY_STATES = ("PRESSED", "RELEASED", "PRESS_AND_RELEASED")
_SOUND_MODE = {
    "setSoundMode": CommandSpec((supported("supportedSoundModes"),), (sets("soundMode"),))
}

MEDIA: Mapping[str, Mapping[str, CommandSpec]] = {
    "audioMute": {
        "mute": CommandSpec(steps=(sets("mute", "muted"),)),
        "unmute": CommandSpec(steps=(sets("mute", "unmuted"),)),
        "setMute": _sets("mute", "muted", "unmuted"),
    },
    "audioNotification": dict.fromkeys(
        ("playTrack", "playTrackAndResume", "playTrackAndRestore"),
        CommandSpec((text(), optional(WHOLE_PERCENT))),
    ),
    "audioVolume": {
        "setVolume": CommandSpec((WHOLE_PERCENT,), (sets("volume"),)),
        "volumeUp": CommandSpec(steps=(moves("volume", 1),)),
        "volumeDown": CommandSpec(steps=(moves("volume", -1),)),
    },
    "custom.launchapp": {
        "launchApp": CommandSpec((text(optional=True), text(optional=True)), (_open_app,))
    },
    "custom.soundmode": _SOUND_MODE,
    "keypadInput": {"sendKey": CommandSpec((supported("supportedKeyCodes"),))},
    "mediaGroup": {
        "setGroupVolume": CommandSpec((WHOLE_PERCENT,), (sets("groupVolume"),)),
        "groupVolumeUp": CommandSpec(steps=(moves("groupVolume", 1),)),
        "groupVolumeDown": CommandSpec(steps=(moves("groupVolume", -1),)),
        "setGroupMute": _sets("groupMute", "muted", "unmuted"),
        "muteGroup": CommandSpec(steps=(sets("groupMute", "muted"),)),
        "unmuteGroup": CommandSpec(steps=(sets("groupMute", "unmuted"),)),
    },
    "mediaInputSource": {
        "setInputSource": CommandSpec((supported("supportedInputSources"),), (sets("inputSource"),))
    },
    "mediaPlayback": {
        **{
            command: CommandSpec(steps=(sets("playbackStatus", status),))
            for command, status in _PLAYBACK.items()
        },
        "setPlaybackStatus": _sets("playbackStatus", *_STATUS),
    },
    "mediaPlaybackRepeat": {
        "setPlaybackRepeatMode": _sets("playbackRepeatMode", "all", "off", "one")
    },
    "mediaPlaybackShuffle": {"setPlaybackShuffle": _sets("playbackShuffle", "disabled", "enabled")},
    "mediaPresets": {
        "playPreset": CommandSpec(
            (text(),), (sets("playbackStatus", "playing", capability="mediaPlayback"),)
        )
    },
    "mediaTrackControl": {"nextTrack": _SKIP, "previousTrack": _SKIP},
    "samsungvd.ambient": {"setAmbientOn": CommandSpec(steps=(_enter_art,))},
    "samsungvd.ambient18": {"setAmbientOn": CommandSpec(steps=(_enter_art,))},
    "samsungvd.ambientContent": {"setAmbientContent": CommandSpec((text(),), (_enter_art,))},
    "samsungvd.art": {"setArtOn": CommandSpec(steps=(_enter_art,))},
    "samsungvd.audioInputSource": {
        "setNextInputSource": CommandSpec(steps=(cycles("inputSource", "supportedInputSources"),))
    },
    "samsungvd.mediaInputSource": {
        "setInputSource": CommandSpec((supported("supportedInputSourcesMap"),), (_change_input,))
    },
    "samsungvd.remoteControl": {
        "send": CommandSpec((one_of(*_REMOTE_KEYS), optional(one_of(*_KEY_STATES))), (_press_key,))
    },
    "samsungvd.soundMode": _SOUND_MODE,
    "speechSynthesis": {"speak": CommandSpec((text(),))},
    "tvChannel": {
        "setTvChannel": CommandSpec((text(),), (_tune,)),
        "setTvChannelName": CommandSpec((text(),), (sets("tvChannelName"),)),
        "channelUp": CommandSpec(steps=(_surf(1),)),
        "channelDown": CommandSpec(steps=(_surf(-1),)),
    },
}
"""Commands by capability and name."""
