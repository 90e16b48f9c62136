"""Removes an installation of the SmartApp: from SmartThings, and its tokens from the disk."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from homeassistant.const import (
    CONF_CLIENT_ID,
    CONF_CLIENT_SECRET,
    CONF_WEBHOOK_ID,
    EVENT_HOMEASSISTANT_STOP,
)
from homeassistant.core import Event, HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later
from homeassistant.helpers.start import async_at_started
from homeassistant.util import dt as dt_util

from ..cloud.api.client import SmartThingsClient
from ..cloud.api.errors import CloudError, LoginLostError
from ..cloud.auth.token_manager import TokenManager
from ..cloud.client_credentials import ClientCredentials
from ..cloud.connection import Connection
from ..const import (
    CONF_CLOUDHOOK,
    CONF_INSTALLED_APP_ID,
    CONF_UNINSTALLED,
    DOMAIN,
)
from ..issues.issue import raise_not_removed
from ..storage.pending_removals import PendingRemoval, PendingRemovals
from ..storage.tokens import TokenFiles
from ..webhook.public_url import drop_cloudhook
from .renewal_tasks import RenewalTasks

_LOGGER = logging.getLogger(__name__)

_RETRY: Final = 3600.0
"""Seconds until the next attempt."""
_GIVE_UP: Final = timedelta(days=1)
"""After this long the user is asked to remove the SmartApp, and its credentials are deleted."""


class Removals:
    """Removes installations, and retries while SmartThings does not answer."""

    def __init__(
        self,
        hass: HomeAssistant,
        connection: Connection,
        pending: PendingRemovals,
        tokens: TokenFiles,
        renewals: RenewalTasks,
    ) -> None:
        """Do nothing until :meth:`start` or a removal."""
        self._hass = hass
        self._connection = connection
        self._pending = pending
        self._tokens = tokens
        self._renewals = renewals
        self._scheduled = False
        hass.bus.async_listen(EVENT_HOMEASSISTANT_STOP, self._stopping)

    async def start(self) -> None:
        """Load the removals of an earlier run; retry them once Home Assistant has started."""
        await self._pending.load()
        if self._pending.known:
            async_at_started(self._hass, self._started)

    async def uninstall(self, data: Mapping[str, str | bool | None], title: str) -> None:
        """Uninstall the SmartApp, and delete its tokens and a cloudhook that no entry needs.

        ``data`` is that of an entry that is removed, or that has another installation by now. If
        SmartThings does not answer, the removal is stored and retried.
        """
        installed_app_id = str(data[CONF_INSTALLED_APP_ID])
        if data.get(CONF_UNINSTALLED):
            await self._tokens.store(installed_app_id).remove()
        else:
            pending = PendingRemoval(
                client_id=str(data[CONF_CLIENT_ID]),
                client_secret=str(data[CONF_CLIENT_SECRET]),
                title=title,
                since=dt_util.utcnow(),
            )
            await self._remove(installed_app_id, pending)
        webhook_id = str(data[CONF_WEBHOOK_ID])
        if data.get(CONF_CLOUDHOOK) and not any(
            other.data[CONF_WEBHOOK_ID] == webhook_id
            for other in self._hass.config_entries.async_entries(DOMAIN, include_ignore=False)
            if other.data[CONF_INSTALLED_APP_ID] != installed_app_id
        ):
            await drop_cloudhook(self._hass, webhook_id)

    async def _remove(self, installed_app_id: str, pending: PendingRemoval) -> None:
        """Remove an installation now, or store it for a retry."""
        try:
            await self._delete(installed_app_id, pending.credentials)
        except LoginLostError as err:
            await self._give_up(installed_app_id, pending, err)
        except CloudError as err:
            _LOGGER.warning(
                "The SmartApp could not be removed from %s, Home Assistant tries again every hour:"
                " %s",
                pending.title,
                err,
            )
            await self._pending.add(installed_app_id, pending)
            self._schedule()
        else:
            await self._forget(installed_app_id)

    async def _started(self, _hass: HomeAssistant) -> None:
        await self._try_all()

    async def _try_again(self, _now: datetime) -> None:
        self._scheduled = False
        await self._try_all()

    @callback
    def _schedule(self) -> None:
        if self._scheduled or not self._pending.known:
            return
        self._scheduled = True
        async_call_later(
            self._hass,
            _RETRY,
            HassJob(self._try_again, f"{DOMAIN} removals", cancel_on_shutdown=True),
        )

    async def _try_all(self) -> None:
        for installed_app_id, pending in tuple(self._pending.known.items()):
            if self._is_used(installed_app_id):
                await self._pending.drop(installed_app_id)
                continue
            try:
                await self._delete(installed_app_id, pending.credentials)
            except CloudError as err:
                lost = isinstance(err, LoginLostError)
                if lost or dt_util.utcnow() - pending.since >= _GIVE_UP:
                    await self._give_up(installed_app_id, pending, err)
            else:
                _LOGGER.info("The SmartApp was removed from %s", pending.title)
                if installed_app_id in self._pending.known:  # Not installed again by now.
                    await self._forget(installed_app_id)
        self._schedule()

    def _is_used(self, installed_app_id: str) -> bool:
        """Return whether the location was added again with the same installation."""
        entries = self._hass.config_entries.async_entries(DOMAIN, include_ignore=False)
        return any(entry.data.get(CONF_INSTALLED_APP_ID) == installed_app_id for entry in entries)

    async def _delete(self, installed_app_id: str, credentials: ClientCredentials) -> None:
        """Delete an installed app at SmartThings. Raises CloudError."""
        tokens = TokenManager(
            self._connection.token_endpoint(credentials),
            self._tokens.store(installed_app_id),
            create_task=self._renewals.start,
        )
        await tokens.load()
        client = SmartThingsClient(self._connection.http(tokens))
        await client.delete_installed_app(installed_app_id)

    async def _give_up(
        self, installed_app_id: str, pending: PendingRemoval, error: CloudError | None
    ) -> None:
        """Ask the user to remove the SmartApp."""
        _LOGGER.warning(
            "The SmartApp could not be removed from %s, remove it in the SmartThings app: %s",
            pending.title,
            error or "Home Assistant stops",
        )
        raise_not_removed(self._hass, installed_app_id, pending.title)
        await self._forget(installed_app_id)

    async def _forget(self, installed_app_id: str) -> None:
        await self._pending.drop(installed_app_id)
        await self._tokens.store(installed_app_id).remove()

    async def _stopping(self, _event: Event) -> None:
        """Give up pending removals: without an enabled entry, the next start does not load us."""
        if self._hass.config_entries.async_entries(
            DOMAIN, include_ignore=False, include_disabled=False
        ):
            return
        for installed_app_id, pending in tuple(self._pending.known.items()):
            await self._give_up(installed_app_id, pending, None)
