"""Keeps the webhook of a config entry over its reloads."""

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import CONF_WEBHOOK_ID
from homeassistant.core import HomeAssistant, callback

from ..const import CONF_APP_ID, CONF_PUBLIC_KEY, CONF_WEBHOOK_URL, DOMAIN
from ..events.handler import EntryDeliveries
from ..runtime import SmartThingsConfigEntry, domain_data, forget
from ..webhook.receiver import Receiver


def acquire_receiver(hass: HomeAssistant, entry: SmartThingsConfigEntry) -> Receiver:
    """Keep the webhook until the entry is NOT_LOADED, but not during a reload.

    An entry whose set-up failed keeps it, because an UPDATE restores a lost login. The issues of an
    entry end when it is disabled.
    """
    receivers = domain_data(hass).receivers
    webhook_id = entry.data[CONF_WEBHOOK_ID]
    receiver = receivers.acquire(
        webhook_id,
        entry.data[CONF_WEBHOOK_URL],
        entry.entry_id,
        app_id=entry.data[CONF_APP_ID],
        public_key=entry.data[CONF_PUBLIC_KEY],
    )
    if entry.entry_id in receiver.owners:
        return receiver
    receiver.owners[entry.entry_id] = deliveries = EntryDeliveries(hass, entry)

    async def release_unless_reloaded() -> None:
        # A reload holds the lock from the unload to the end of the set-up.
        async with entry.setup_lock:
            moved = entry.data[CONF_WEBHOOK_ID] != webhook_id
            if moved or entry.state is ConfigEntryState.NOT_LOADED:
                release()

    @callback
    def release() -> None:
        if receiver.owners.get(entry.entry_id) is deliveries:
            stop_listening()
            receivers.leave(webhook_id, entry.entry_id)

    @callback
    def state_changed() -> None:
        if entry.state is ConfigEntryState.LOADED:
            deliveries.loaded()
        if entry.state is not ConfigEntryState.NOT_LOADED:
            return
        if entry.disabled_by:
            release()
            forget(hass, entry)
        else:
            hass.async_create_task(release_unless_reloaded(), f"{DOMAIN} release webhook")

    stop_listening = entry.async_on_state_change(state_changed)
    return receiver
