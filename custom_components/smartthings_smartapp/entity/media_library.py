"""The apps and channels that a television has shown, because it lists neither."""

from collections.abc import Mapping
from typing import Final, Self

from ..cloud.json_types import JsonObject, as_object
from ..mapping.apps import ART, OFFERED, app_name, likely_name

_MOST: Final = 200
"""The most apps, and the most channels, that are remembered. The oldest is forgotten first."""


class MediaLibrary:
    """What can be opened on a television."""

    def __init__(self, named: Mapping[str, str]) -> None:
        """Start with the names that the user has given to apps, by id."""
        self._named = named
        self._apps: dict[str, None] = {}
        """Ids of apps that were open."""
        self._channels: dict[str, str] = {}

    @property
    def apps(self) -> dict[str, str]:
        """Ids of apps by name: those of most televisions, those seen, and those that are named.

        An app has several ids. The one that the user has named opens it, else the well-known one,
        else the one that was reported.
        """
        seen = {likely_name(app_id): app_id for app_id in self._apps if app_id not in self._named}
        offered = {name: app_id for name, app_id in OFFERED.items() if app_id not in self._named}
        return seen | offered | {name: app_id for app_id, name in self._named.items()}

    @property
    def channels(self) -> Mapping[str, str]:
        """Names of the channels that were on, by number."""
        return self._channels

    def name_of(self, app_id: str) -> str:
        """Return the name of an app, or its id if nothing is known."""
        return self._named.get(app_id) or app_name(app_id)

    def source_of(self, app_id: str) -> str:
        """Return the name that an app has among the sources."""
        return self._named.get(app_id) or likely_name(app_id)

    def note_app(self, app_id: str) -> None:
        """Remember an app that is open. Art is none."""
        if app_id == ART:
            return
        self._apps.pop(app_id, None)
        self._apps[app_id] = None
        if len(self._apps) > _MOST:
            del self._apps[next(iter(self._apps))]

    def note_channel(self, number: str, name: str) -> None:
        """Remember a channel that is on."""
        self._channels.pop(number, None)
        self._channels[number] = name
        if len(self._channels) > _MOST:
            del self._channels[next(iter(self._channels))]

    def stored(self) -> JsonObject:
        """Return what outlives a restart."""
        return {"apps": list(self._apps), "channels": {**self._channels}}

    def restore(self, stored: JsonObject) -> Self:
        """Continue after a restart with what :meth:`stored` returned."""
        apps = stored.get("apps")
        for app_id in apps if isinstance(apps, list) else ():
            if isinstance(app_id, str):
                self.note_app(app_id)
        for number, name in as_object(stored.get("channels")).items():
            if isinstance(name, str):
                self.note_channel(number, name)
        return self
