"""Changes the address and the client of a SmartApp for all config entries that share it."""

from homeassistant.const import CONF_CLIENT_ID, CONF_CLIENT_SECRET
from homeassistant.core import HomeAssistant, callback

from ..cloud.api.apps import AppsClient
from ..const import (
    CONF_ADDRESS_TYPED,
    CONF_APP_ID,
    CONF_CLOUDHOOK,
    CONF_WEBHOOK_URL,
    DOMAIN,
)
from ..webhook.public_url import PublicUrl, drop_cloudhook
from .pending_install import PendingInstalls
from .registration import change_target
from .smartapp import SmartApp

_HOLDER = "relocation"


async def relocate_smartapp(
    pending_installs: PendingInstalls, apps: AppsClient, app: SmartApp, address: PublicUrl
) -> bool:
    """Make SmartThings deliver to another address, and reload the entries of the SmartApp.

    Returns whether SmartThings had another one, or had not confirmed it. An empty URL ends the
    deliveries of an API_ONLY app. Raises CloudError, with nothing changed.
    """
    hass, receivers = pending_installs.hass, pending_installs.receivers
    receiver = receivers.acquire(
        app.webhook_id, app.address.url, _HOLDER, app_id=app.app_id, public_key=app.public_key
    )
    try:
        changed = await change_target(apps, receiver, app.app_id, address.url)
    finally:
        receivers.release(app.webhook_id, _HOLDER)
    for entry in hass.config_entries.async_entries(DOMAIN, include_ignore=False):
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
    pending_installs.readdress(app.app_id, address)
    if app.address.cloudhook and not address.cloudhook:
        await drop_cloudhook(hass, app.webhook_id)
    return changed


@callback
def share_client(hass: HomeAssistant, app: SmartApp, but: str) -> None:
    """Give new client credentials to all entries of a SmartApp, and reload them.

    The entry with the id ``but`` has them already.
    """
    for entry in hass.config_entries.async_entries(DOMAIN, include_ignore=False):
        if entry.entry_id != but and entry.data[CONF_APP_ID] == app.app_id:
            client = {CONF_CLIENT_ID: app.client_id, CONF_CLIENT_SECRET: app.client_secret}
            if hass.config_entries.async_update_entry(entry, data={**entry.data, **client}):
                hass.config_entries.async_schedule_reload(entry.entry_id)
