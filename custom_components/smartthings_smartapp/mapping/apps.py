"""Apps of Samsung televisions: their names, and the ids that open them.

A television does not list its apps, and reports another id while one is open (platform reference
17). More ids are in ollo69/ha-samsungtv-smart#109.
"""

import re
from collections.abc import Mapping
from typing import Final

OFFERED: Final[Mapping[str, str]] = {
    "YouTube": "111299001912",
    "Netflix": "3201907018807",
    "Prime Video": "3201910019365",
    "Disney+": "3201901017640",
    "Apple TV": "3201807016597",
    "Spotify": "3201606009684",
    "Plex": "3201512006963",
    "Internet": "org.tizen.browser",
}
"""Apps that most televisions have, each with the id that opens it."""
ART: Final = "art"
"""What a Frame reports while it shows art."""
_NAMES: Final[Mapping[str, str]] = {
    **{app_id: name for name, app_id in OFFERED.items()},
    "11101200001": "Netflix",
    "3201512006785": "Prime Video",
    "3201710015037": "Gallery",
    "3202010022079": "Internet",
    "9Ur5IzDKqV.TizenYouTube": "YouTube",
    "MCmYXNxgcu.DisneyPlus": "Disney+",
    ART: "Art mode",
    "com.samsung.tv.aria-video": "Apple TV",
    "kIciSQlYEM.plex": "Plex",
    "org.tizen.netflix-app": "Netflix",
    "org.tizen.primevideo": "Prime Video",
    "rJeHak5zRg.Spotify": "Spotify",
    "skysh0WTIM.SkyShowtime": "SkyShowtime",
}
"""Names by each id that an app has."""
_APP_ID: Final = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+|\d{8,}")


def app_name(app_id: str) -> str:
    """Return the name of an app, or its id if the name is not known."""
    return _NAMES.get(app_id, app_id)


def likely_name(app_id: str) -> str:
    """Return the name of an app, else the last part of its id: ``Kick`` of ``QBA3qXl8rv.Kick``."""
    part = app_id.rpartition(".")[2]
    if app_id in _NAMES or part.isdigit():
        return app_name(app_id)
    return f"{part[:1].upper()}{part[1:]}"


def running_app(channel_name: str, channel: str) -> str | None:
    """Return the id of the app that is open, None if a channel is shown.

    While an app is open, a Samsung television reports its id as the name of the channel, and no
    number (home-assistant/core#130849).
    """
    known = channel_name in _NAMES and channel_name != ART
    if known or (not channel and (channel_name == ART or _APP_ID.fullmatch(channel_name))):
        return channel_name
    return None
