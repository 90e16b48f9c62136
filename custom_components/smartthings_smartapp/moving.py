"""Moves a SmartApp to another address, with all entries that share it."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession

from .cloud.apps import AppsClient
from .const import CONF_ADDRESS_TYPED, CONF_APP_ID, CONF_CLOUDHOOK, CONF_WEBHOOK_URL, DOMAIN
from .public_url import PublicUrl, drop_cloudhook
from .registration import move_app
from .smartapp import SmartApp
from .webhook import RECEIVERS

_HOLDER = "moving"


async def move_smartapp(
    hass: HomeAssistant, apps: AppsClient, app: SmartApp, address: PublicUrl
) -> None:
    """Let SmartThings deliver to another address, and reload the entries of the SmartApp with it.

    An empty URL ends the deliveries of an API_ONLY app. Raises CloudError, with nothing changed.
    """
    receivers = hass.data[RECEIVERS]
    receiver = receivers.acquire(
        app.webhook_id, app.address.url, _HOLDER, app_id=app.app_id, public_key=app.public_key
    )
    try:
        await move_app(apps, async_get_clientsession(hass), receiver, app.app_id, address.url)
    finally:
        receivers.release(app.webhook_id, _HOLDER)
    for entry in hass.config_entries.async_entries(DOMAIN):
        if entry.data[CONF_APP_ID] == app.app_id:
            hass.config_entries.async_update_entry(
                entry,
                data={
                    **entry.data,
                    CONF_WEBHOOK_URL: address.url,
                    CONF_CLOUDHOOK: address.cloudhook,
                    CONF_ADDRESS_TYPED: address.typed,
                },
            )
            hass.config_entries.async_schedule_reload(entry.entry_id)
    if app.address.cloudhook and not address.cloudhook:
        await drop_cloudhook(hass, app.webhook_id)
