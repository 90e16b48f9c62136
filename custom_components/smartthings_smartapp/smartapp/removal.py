"""Takes an installation of the SmartApp back: from SmartThings, and what is kept of it here."""

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
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.event import async_call_later
from homeassistant.helpers.singleton import singleton
from homeassistant.helpers.start import async_at_started
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from ..cloud.api.client import SmartThingsClient
from ..cloud.api.errors import CloudError, LoginLostError
from ..cloud.api.http import Http
from ..cloud.auth.token_endpoint import TokenEndpoint
from ..cloud.auth.token_manager import TokenManager
from ..cloud.client_credentials import ClientCredentials
from ..cloud.endpoints import Endpoints
from ..const import (
    CONF_CLOUDHOOK,
    CONF_INSTALLED_APP_ID,
    CONF_UNINSTALLED,
    DOMAIN,
)
from ..issues.issue import raise_not_removed
from ..storage.pending_removals import PendingRemoval, pending_removals
from ..storage.tokens import TokenStore
from ..webhook.public_url import drop_cloudhook
from ..webhook.receivers import RECEIVERS
from .token_renewals import renewals

_LOGGER = logging.getLogger(__name__)

_AGAIN: Final = 3600.0
"""Seconds until the next try."""
_LONGEST: Final = timedelta(days=1)
"""After so long it is left to the user, and the credentials are deleted."""


async def remove_installation(
    hass: HomeAssistant, data: Mapping[str, str | bool | None], title: str
) -> None:
    """Uninstall the SmartApp, and delete its tokens and a cloudhook that no entry needs any more.

    ``data`` are those of an entry that is gone, or that has another installation by now. While
    SmartThings does not answer, the removal is remembered and tried again.
    """
    installed_app_id = str(data[CONF_INSTALLED_APP_ID])
    if data.get(CONF_UNINSTALLED):
        await TokenStore(hass, installed_app_id).remove()
    else:
        pending = PendingRemoval(
            client_id=str(data[CONF_CLIENT_ID]),
            client_secret=str(data[CONF_CLIENT_SECRET]),
            title=title,
            since=dt_util.utcnow(),
        )
        await removals(hass).remove(installed_app_id, pending)
    webhook_id = str(data[CONF_WEBHOOK_ID])
    if data.get(CONF_CLOUDHOOK) and not any(
        other.data[CONF_WEBHOOK_ID] == webhook_id
        for other in hass.config_entries.async_entries(DOMAIN)
        if other.data[CONF_INSTALLED_APP_ID] != installed_app_id
    ):
        await drop_cloudhook(hass, webhook_id)


class Removals:
    """Removes installations, and comes back to those that SmartThings did not answer about."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Do nothing yet."""
        self._hass = hass
        self._pending = pending_removals(hass)
        self._scheduled = False
        hass.bus.async_listen(EVENT_HOMEASSISTANT_STOP, self._stopping)

    async def start(self) -> None:
        """Read what an earlier run left to do, and do it once Home Assistant has started."""
        await self._pending.load()
        if self._pending.known:
            async_at_started(self._hass, self._started)

    async def remove(self, installed_app_id: str, pending: PendingRemoval) -> None:
        """Remove an installation now, or remember it."""
        try:
            await self._uninstall(installed_app_id, pending.credentials)
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
            _AGAIN,
            HassJob(self._try_again, f"{DOMAIN} removals", cancel_on_shutdown=True),
        )

    async def _try_all(self) -> None:
        for installed_app_id, pending in tuple(self._pending.known.items()):
            if self._is_used(installed_app_id):
                await self._pending.drop(installed_app_id)
                continue
            try:
                await self._uninstall(installed_app_id, pending.credentials)
            except CloudError as err:
                lost = isinstance(err, LoginLostError)
                if lost or dt_util.utcnow() - pending.since >= _LONGEST:
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

    async def _uninstall(self, installed_app_id: str, credentials: ClientCredentials) -> None:
        session = async_get_clientsession(self._hass)
        # An entry that is disabled can be removed although the integration was never set up.
        receivers = self._hass.data.get(RECEIVERS)
        api_url = (receivers.endpoints if receivers else Endpoints()).api_url
        tokens = TokenManager(
            TokenEndpoint(session, api_url, credentials),
            TokenStore(self._hass, installed_app_id),
            create_task=renewals(self._hass).start,
        )
        await tokens.load()
        client = SmartThingsClient(Http(session, api_url, tokens))
        await client.delete_installed_app(installed_app_id)

    async def _give_up(
        self, installed_app_id: str, pending: PendingRemoval, error: CloudError | None
    ) -> None:
        """Leave it to the user."""
        _LOGGER.warning(
            "The SmartApp could not be removed from %s, remove it in the SmartThings app: %s",
            pending.title,
            error or "Home Assistant stops",
        )
        raise_not_removed(self._hass, installed_app_id, pending.title)
        await self._forget(installed_app_id)

    async def _forget(self, installed_app_id: str) -> None:
        await self._pending.drop(installed_app_id)
        await TokenStore(self._hass, installed_app_id).remove()

    async def _stopping(self, _event: Event) -> None:
        """Give up what is pending: without an entry, the next start does not load us."""
        if self._hass.config_entries.async_entries(DOMAIN):
            return
        for installed_app_id, pending in tuple(self._pending.known.items()):
            await self._give_up(installed_app_id, pending, None)


_REMOVALS: HassKey[Removals] = HassKey(f"{DOMAIN}_removals")


@callback
@singleton(_REMOVALS)
def removals(hass: HomeAssistant) -> Removals:
    """Return what removes installations."""
    return Removals(hass)
