"""The token pair of one installed app on disk: private, atomic, one file each."""

import errno

from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import Store
from homeassistant.util import dt as dt_util

from .cloud.json_types import JsonObject
from .cloud.lifecycle import Install, Update
from .cloud.tokens import TokenPair, delivered_pair
from .const import DOMAIN

_VERSION = 1


class TokenStore:
    """``cloud.tokens.TokenStorage`` on Home Assistant's store.

    Awaiting :meth:`save` means that the pair is on disk, so that a crash after it loses nothing.
    """

    def __init__(self, hass: HomeAssistant, installed_app_id: str) -> None:
        """Name the file after the installed app, the owner of the tokens."""
        self._hass = hass
        self._installed_app_id = installed_app_id
        self._store: Store[JsonObject] = Store(
            hass, _VERSION, f"{DOMAIN}.{installed_app_id}", private=True, atomic_writes=True
        )

    async def load(self) -> TokenPair | None:
        """Return the stored pair, or None where there is none or it cannot be used."""
        raw = await self._store.async_load()
        return TokenPair.from_json(raw) if raw else None

    async def save(self, pair: TokenPair) -> None:
        """Write the pair to disk. Raises OSError where it did not get there.

        Home Assistant's store logs a failed write and goes on, so what was written is read again.
        """
        await self._store.async_save(pair.as_json())
        if await TokenStore(self._hass, self._installed_app_id).load() != pair:
            raise OSError(errno.EIO, "the tokens were not written")

    async def remove(self) -> None:
        """Delete the file."""
        await self._store.async_remove()


async def save_tokens(hass: HomeAssistant, delivery: Install | Update) -> None:
    """Write the tokens of an INSTALL or UPDATE to disk, for an entry that is not loaded.

    An UPDATE may come without a refresh token (platform reference 4.2): the one that we have stays.
    """
    store = TokenStore(hass, delivery.installed_app.installed_app_id)
    refresh_token = delivery.refresh_token
    if refresh_token is None and (known := await store.load()):
        refresh_token = known.refresh_token
    await store.save(
        delivered_pair(
            access_token=delivery.auth_token,
            refresh_token=refresh_token or "",
            now=dt_util.utcnow(),
        )
    )
