"""Takes an installation of the SmartApp back: from SmartThings, and what is kept of it here."""

import logging
from collections.abc import Mapping

from homeassistant.const import CONF_CLIENT_ID, CONF_CLIENT_SECRET, CONF_WEBHOOK_ID
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession

from .cloud.client import SmartThingsClient
from .cloud.errors import CloudError
from .cloud.http import Http
from .cloud.token_endpoint import TokenEndpoint
from .cloud.token_pair import ClientCredentials
from .cloud.tokens import TokenManager
from .const import CONF_CLOUDHOOK, CONF_INSTALLED_APP_ID, CONF_UNINSTALLED, DOMAIN
from .public_url import drop_cloudhook
from .renewals import renewals
from .token_storage import TokenStore
from .webhook import RECEIVERS

_LOGGER = logging.getLogger(__name__)


async def remove_installation(
    hass: HomeAssistant, data: Mapping[str, str | bool | None], title: str
) -> None:
    """Uninstall the SmartApp, and delete its tokens and a cloudhook that no entry needs any more.

    ``data`` are those of an entry that is gone, or that has another installation by now.
    """
    installed_app_id = str(data[CONF_INSTALLED_APP_ID])
    storage = TokenStore(hass, installed_app_id)
    if not data.get(CONF_UNINSTALLED):
        await _uninstall(hass, data, storage, title)
    await storage.remove()
    webhook_id = str(data[CONF_WEBHOOK_ID])
    if data.get(CONF_CLOUDHOOK) and not any(
        other.data[CONF_WEBHOOK_ID] == webhook_id
        for other in hass.config_entries.async_entries(DOMAIN)
        if other.data[CONF_INSTALLED_APP_ID] != installed_app_id
    ):
        await drop_cloudhook(hass, webhook_id)


async def _uninstall(
    hass: HomeAssistant,
    data: Mapping[str, str | bool | None],
    storage: TokenStore,
    title: str,
) -> None:
    session = async_get_clientsession(hass)
    api_url = hass.data[RECEIVERS].endpoints.api_url
    credentials = ClientCredentials(str(data[CONF_CLIENT_ID]), str(data[CONF_CLIENT_SECRET]))
    tokens = TokenManager(
        TokenEndpoint(session, api_url, credentials), storage, create_task=renewals(hass).start
    )
    await tokens.load()
    try:
        await SmartThingsClient(Http(session, api_url, tokens)).delete_installed_app(
            str(data[CONF_INSTALLED_APP_ID])
        )
    except CloudError as err:
        _LOGGER.warning(
            "The SmartApp could not be removed from %s, remove it in the SmartThings app: %s",
            title,
            err,
        )
