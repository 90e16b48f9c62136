"""Installations to be removed from SmartThings, on disk until they are removed.

Their entries are gone, so their client credentials are here. They and the tokens are kept for a day
at most.
"""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.storage import Store

from ..cloud.client_credentials import ClientCredentials
from ..cloud.json_types import JsonObject, as_object, moment, text
from ..const import DOMAIN
from .files import load_object

_VERSION: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingRemoval:
    """The data that removes an installation, apart from its tokens."""

    client_id: str
    client_secret: str = field(repr=False)
    title: str
    since: datetime

    @property
    def credentials(self) -> ClientCredentials:
        """The credentials that renew its tokens."""
        return ClientCredentials(self.client_id, self.client_secret)

    @classmethod
    def from_json(cls, raw: JsonObject) -> PendingRemoval | None:
        """Return a stored removal, None if it cannot be used."""
        if (since := moment(raw.get("since"))) is None:
            return None
        client_id, client_secret = text(raw, "client_id"), text(raw, "client_secret")
        return cls(
            client_id=client_id, client_secret=client_secret, title=text(raw, "title"), since=since
        )


class PendingRemovals:
    """The installations to remove; without any there is no file."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Start empty, until :meth:`load`."""
        self.known: dict[str, PendingRemoval] = {}
        """By the id of the installed app."""
        self._loaded = False
        self._store = Store[JsonObject](
            hass, _VERSION, f"{DOMAIN}.removals", private=True, atomic_writes=True
        )

    async def load(self) -> None:
        """Read the file, once; an unreadable one is not changed."""
        if self._loaded:
            return
        try:
            raw = await load_object(self._store)
        except HomeAssistantError:
            return
        self._loaded = True
        found = {key: PendingRemoval.from_json(as_object(item)) for key, item in raw.items()}
        self.known |= {key: item for key, item in found.items() if item}

    async def add(self, installed_app_id: str, removal: PendingRemoval) -> None:
        """Store a removal, which can come before the set-up loads the earlier ones."""
        await self.load()
        self.known[installed_app_id] = removal
        await self._save()

    async def drop(self, installed_app_id: str) -> None:
        """Delete a removal that is done or given up, or whose installation is in use again."""
        if self.known.pop(installed_app_id, None):
            await self._save()

    async def _save(self) -> None:
        if not self.known:
            await self._store.async_remove()
            return
        await self._store.async_save(
            {
                key: {**asdict(item), "since": item.since.isoformat()}
                for key, item in self.known.items()
            }
        )
