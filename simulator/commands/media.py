"""Commands for televisions, speakers and soundbars."""

from collections.abc import Mapping

from .command import WHOLE_PERCENT, CommandSpec, Run, one_of, optional, supported, text
from .steps import cycles, moves, sets

_PLAYBACK = {
    "play": "playing",
    "pause": "paused",
    "stop": "stopped",
    "rewind": "rewinding",
    "fastForward": "fast forwarding",
}
_STATUS = ("paused", "playing", "stopped", "fast forwarding", "rewinding", "buffering")
_NOTHING = CommandSpec()


def _other_track(run: Run) -> None:
    """Change to another track, of which only the title is known."""
    track = run.read("audioTrackData", "audioTrackData")
    title = "Morning" if isinstance(track, dict) and track.get("title") != "Morning" else "Evening"
    if isinstance(track, dict):
        run.write("audioTrackData", {**track, "title": title}, capability="audioTrackData")


def _sets(attribute: str, *words: str) -> CommandSpec:
    return CommandSpec((one_of(*words),), (sets(attribute),))


_SKIP = CommandSpec(steps=(_other_track,))
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
    "custom.launchapp": {"launchApp": CommandSpec((text(optional=True), text(optional=True)))},
    "custom.soundmode": _SOUND_MODE,
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
    "mediaTrackControl": {"nextTrack": _SKIP, "previousTrack": _SKIP},
    "samsungvd.audioInputSource": {
        "setNextInputSource": CommandSpec(steps=(cycles("inputSource", "supportedInputSources"),))
    },
    "samsungvd.mediaInputSource": {
        "setInputSource": CommandSpec(
            (supported("supportedInputSourcesMap"),), (sets("inputSource"),)
        )
    },
    "samsungvd.soundMode": _SOUND_MODE,
    "tvChannel": {
        "setTvChannel": CommandSpec((text(),), (sets("tvChannel"),)),
        "setTvChannelName": CommandSpec((text(),), (sets("tvChannelName"),)),
        "channelUp": _NOTHING,
        "channelDown": _NOTHING,
    },
}
"""Commands by capability and name."""
