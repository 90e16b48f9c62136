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

from ..cloud.auth.token_endpoint import Grant
from ..cloud.auth.token_pair import UNKNOWN_LIFETIME, TokenPair, delivered_pair
from ..cloud.delivery.lifecycle import Install, Update
from ..cloud.json_types import JsonObject
from ..const import DOMAIN
from ..issues.issue import end_not_removed
from .files import load_object
from .pending_removals import PendingRemovals

_VERSION = 1
_NAME: Final = re.compile(
    rf"{DOMAIN}\.([0-9a-f]{{8}}(?:-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}})(?:\.|$)"
)
"""The files of tokens, among those of other kinds: an installed app has a UUID."""


@dataclass(slots=True)
class _File:
    """The part of a file that all its :class:`TokenStore` objects share."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    unsaved: TokenPair | None = None
    """A pair that could not be written. It outlives the object that was to write it."""


class TokenStore:
    """``token_manager.TokenStorage`` on Home Assistant's store; made by :class:`TokenFiles`.

    :meth:`save` returns once the pair is on disk, so that a crash after it loses nothing. An UPDATE
    may write while the same installed app is being set up: each side keeps the pair of the other.
    """

    def __init__(self, hass: HomeAssistant, installed_app_id: str, file: _File) -> None:
        """Name the file after the installed app, the owner of the tokens."""
        self._hass = hass
        self._installed_app_id = installed_app_id
        self._key = f"{DOMAIN}.{installed_app_id}"
        self._store = self._new_store()
        self._file = file
        self._known: TokenPair | None = None
        """The pair that this object last read or wrote."""
        self._foreign: TokenPair | None = None
        """A pair that another object has written since."""

    async def load(self) -> TokenPair | None:
        """Return the stored pair, None if there is none or if it cannot be used.

        A pair that could not be saved before is saved first: a set-up that fails loses the pair in
        memory, and the refresh token on disk is used up by then. Raises OSError if the disk fails.
        """
        async with self._file.lock:
            if self._file.unsaved is not None:
                await self._write(self._file.unsaved)
            self._known = await self._read()
            return self._known

    async def save(self, pair: TokenPair) -> None:
        """Write the pair to disk. Raises OSError if it cannot be written."""
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
        """Delete the file, also its damaged copies."""
        async with self._file.lock:
            self._file.unsaved = None
            await self._store.async_remove()
            folder = self._hass.config.path(STORAGE_DIR)
            await self._hass.async_add_executor_job(_remove_damaged, folder, self._installed_app_id)

    def _new_store(self) -> Store[JsonObject]:
        return Store(self._hass, _VERSION, self._key, private=True, atomic_writes=True)

    async def _read(self) -> TokenPair | None:
        try:
            # A new store, because one that has data to write returns that data.
            raw = await load_object(self._new_store())
        except HomeAssistantError as err:
            raise OSError(errno.EIO, "the tokens could not be read") from err
        return TokenPair.from_json(raw) if raw else None

    async def _write(self, pair: TokenPair) -> None:
        """Write, then read again: Home Assistant only logs a failed write."""
        self._file.unsaved = pair
        await self._store.async_save(pair.as_json())
        if await self._read() != pair:
            raise OSError(errno.EIO, "the tokens were not written")
        self._file.unsaved = None
        self._known = pair


class TokenFiles:
    """The token pairs of all installed apps."""

    def __init__(self, hass: HomeAssistant, pending_removals: PendingRemovals) -> None:
        """Keep the tokens of pending removals, and end a removal when new tokens arrive."""
        self._hass = hass
        self._pending_removals = pending_removals
        self._files: dict[str, _File] = {}

    def store(self, installed_app_id: str) -> TokenStore:
        """Return the store of one installed app."""
        file = self._files.setdefault(installed_app_id, _File())
        return TokenStore(self._hass, installed_app_id, file)

    async def remove_orphans(self, used: Collection[str]) -> None:
        """Delete the tokens of installed apps that are neither used nor to be removed.

        Called before the first dialog: a dialog saves tokens before there is an entry.
        """
        folder = self._hass.config.path(STORAGE_DIR)
        found = await self._hass.async_add_executor_job(_installed_app_ids, folder)
        for installed_app_id in found.difference(used, self._pending_removals.known):
            await self.store(installed_app_id).remove()

    async def save_delivery(self, delivery: Install | Update) -> None:
        """Write the tokens of an INSTALL or UPDATE to disk, for an entry that is not loaded.

        An UPDATE may come without a refresh token (platform reference 4.2): then the stored one
        stays. Raises OSError if they cannot be written.
        """
        await self._save(
            delivery.installed_app.installed_app_id,
            delivery.auth_token,
            delivery.refresh_token,
        )

    async def save_grant(self, installed_app_id: str, grant: Grant) -> None:
        """Write the tokens of an authorization to disk; reload an entry that has them afterwards.

        Raises OSError if they cannot be written.
        """
        await self._save(
            installed_app_id,
            grant.access_token,
            grant.refresh_token or None,
            grant.lifetime,
        )

    async def _save(
        self,
        installed_app_id: str,
        access_token: str,
        refresh_token: str | None,
        lifetime: timedelta = UNKNOWN_LIFETIME,
    ) -> None:
        # The user has installed it again.
        await self._pending_removals.drop(installed_app_id)
        end_not_removed(self._hass, installed_app_id)
        store = self.store(installed_app_id)
        known = None
        with suppress(OSError):  # If reading fails, saving raises the error, and the file stays.
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


def _installed_app_ids(folder: str) -> set[str]:
    """Return the installed apps that have a file, also a damaged one."""
    files = Path(folder).glob(f"{DOMAIN}.*")
    return {found[1] for file in files if (found := _NAME.match(file.name))}


def _remove_damaged(folder: str, installed_app_id: str) -> None:
    """Delete the copies that Home Assistant keeps of a damaged file: they may hold tokens."""
    for file in Path(folder).glob(f"{DOMAIN}.{installed_app_id}.corrupt*"):
        file.unlink(missing_ok=True)
