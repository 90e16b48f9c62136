"""The token pair of one installed app on disk: private, atomic, one file each."""

import asyncio
import errno
import re
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.storage import STORAGE_DIR, Store
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from ..cloud.auth.token_endpoint import Grant
from ..cloud.auth.token_pair import UNKNOWN_LIFETIME, TokenPair, delivered_pair
from ..cloud.delivery.lifecycle import Install, Update
from ..cloud.json_types import JsonObject
from ..const import DOMAIN
from ..issues.issue import end_not_removed
from .files import load_object
from .pending_removals import pending_removals

_VERSION = 1
_NAME: Final = re.compile(
    rf"{DOMAIN}\.([0-9a-f]{{8}}(?:-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}})(?:\.|$)"
)
"""The files of tokens, among those of other kinds: an installed app has a UUID."""


@dataclass(slots=True)
class _File:
    """What all who read and write the file of one installed app share."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    unsaved: TokenPair | None = None
    """A pair that did not get to the disk, though whoever had it may be gone."""


_FILES: HassKey[dict[str, _File]] = HassKey(f"{DOMAIN}_token_files")


class TokenStore:
    """``cloud.tokens.TokenStorage`` on Home Assistant's store.

    Awaiting :meth:`save` means that the pair is on disk, so that a crash after it loses nothing.
    An UPDATE may write while a set-up of the same installed app is under way; neither puts an end
    to the pair of the other.
    """

    def __init__(self, hass: HomeAssistant, installed_app_id: str) -> None:
        """Name the file after the installed app, the owner of the tokens."""
        self._hass = hass
        self._installed_app_id = installed_app_id
        self._key = f"{DOMAIN}.{installed_app_id}"
        self._store = self._new_store()
        self._file = hass.data.setdefault(_FILES, {}).setdefault(installed_app_id, _File())
        self._known: TokenPair | None = None
        """What is on disk as far as this object knows."""
        self._foreign: TokenPair | None = None
        """What somebody else wrote meanwhile."""

    async def load(self) -> TokenPair | None:
        """Return the stored pair, or None where there is none or it cannot be used.

        A pair that could not be saved is saved first: a set-up that fails forgets what it has in
        memory, and the refresh token on disk is spent then. Raises OSError where the disk fails.
        """
        async with self._file.lock:
            if self._file.unsaved is not None:
                await self._write(self._file.unsaved)
            self._known = await self._read()
            return self._known

    async def save(self, pair: TokenPair) -> None:
        """Write the pair to disk. Raises OSError where it did not get there."""
        async with self._file.lock:
            try:
                found = self._file.unsaved or await self._read()
            except OSError:
                self._file.unsaved = pair
                raise
            if found not in (None, pair, self._known):
                self._foreign = found
            await self._write(pair.keeping(self._foreign.every()) if self._foreign else pair)

    async def remove(self) -> None:
        """Delete the file, and what was damaged of it."""
        async with self._file.lock:
            self._file.unsaved = None
            await self._store.async_remove()
            folder = self._hass.config.path(STORAGE_DIR)
            await self._hass.async_add_executor_job(_remove_damaged, folder, self._installed_app_id)

    def _new_store(self) -> Store[JsonObject]:
        return Store(self._hass, _VERSION, self._key, private=True, atomic_writes=True)

    async def _read(self) -> TokenPair | None:
        try:
            # Not our own store: it returns what it still has to write.
            raw = await load_object(self._new_store())
        except HomeAssistantError as err:
            raise OSError(errno.EIO, "the tokens could not be read") from err
        return TokenPair.from_json(raw) if raw else None

    async def _write(self, pair: TokenPair) -> None:
        """Write and read again, for a failed write is only logged."""
        self._file.unsaved = pair
        await self._store.async_save(pair.as_json())
        if await self._read() != pair:
            raise OSError(errno.EIO, "the tokens were not written")
        self._file.unsaved = None
        self._known = pair


def _installed_app_ids(folder: str) -> set[str]:
    """Return the installed apps that have a file, damaged ones included."""
    files = Path(folder).glob(f"{DOMAIN}.*")
    return {found[1] for file in files if (found := _NAME.match(file.name))}


def _remove_damaged(folder: str, installed_app_id: str) -> None:
    """Delete what Home Assistant puts aside when a file is damaged: it may hold tokens too."""
    for file in Path(folder).glob(f"{DOMAIN}.{installed_app_id}.corrupt*"):
        file.unlink(missing_ok=True)


async def remove_orphans(hass: HomeAssistant, used: Collection[str]) -> None:
    """Delete the tokens of installed apps that nothing uses; called before any flow runs."""
    folder = hass.config.path(STORAGE_DIR)
    found = await hass.async_add_executor_job(_installed_app_ids, folder)
    for installed_app_id in found.difference(used):
        await TokenStore(hass, installed_app_id).remove()


async def save_tokens(hass: HomeAssistant, delivery: Install | Update) -> None:
    """Write the tokens of an INSTALL or UPDATE to disk, for an entry that is not loaded.

    An UPDATE may come without a refresh token (platform reference 4.2): the one that we have stays.
    Raises OSError where they did not get there.
    """
    await _save(
        hass,
        delivery.installed_app.installed_app_id,
        delivery.auth_token,
        delivery.refresh_token,
    )


async def save_grant(hass: HomeAssistant, installed_app_id: str, grant: Grant) -> None:
    """Write the tokens of an authorization to disk; an entry that has them is to be reloaded.

    Raises OSError where they did not get there.
    """
    await _save(
        hass,
        installed_app_id,
        grant.access_token,
        grant.refresh_token or None,
        grant.lifetime,
    )


async def _save(
    hass: HomeAssistant,
    installed_app_id: str,
    access_token: str,
    refresh_token: str | None,
    lifetime: timedelta = UNKNOWN_LIFETIME,
) -> None:
    # The user wants it after all.
    await pending_removals(hass).drop(installed_app_id)
    end_not_removed(hass, installed_app_id)
    store = TokenStore(hass, installed_app_id)
    known = None
    with suppress(OSError):  # Saving tells; and what is on disk stays there then.
        known = await store.load()
    await store.save(
        delivered_pair(
            access_token=access_token,
            refresh_token=refresh_token,
            now=dt_util.utcnow(),
            lifetime=lifetime,
            known=known,
        )
    )
