"""SmartThings in Home Assistant through the user's own SmartApp."""

import logging

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import CONF_WEBHOOK_ID
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryAuthFailed
from homeassistant.helpers.typing import ConfigType

from .assembly import Follower, assemble, sync_entities
from .cloud.endpoints import Endpoints
from .const import (
    CONF_APP_ID,
    CONF_INSTALLED_APP_ID,
    CONF_PUBLIC_KEY,
    CONF_UNINSTALLED,
    CONF_WEBHOOK_URL,
    DOMAIN,
    PLATFORMS,
)
from .endpoints import CONF_ENDPOINTS, CONFIG_SCHEMA, endpoints_from_config
from .events.handler import EntryDeliveries
from .issues.address import AddressWatch
from .issues.issue import Issue, end_issue, raise_issue
from .mapping.vocabulary import log_missing_names
from .runtime import SmartThingsConfigEntry, domain_data, entry_state, forget
from .services.actions import register_actions
from .storage.migration import MINOR_VERSION, migrated
from .webhook.receiver import Receiver

__all__ = [
    "CONFIG_SCHEMA",
    "async_migrate_entry",
    "async_remove_entry",
    "async_setup",
    "async_setup_entry",
    "async_unload_entry",
]

_LOGGER = logging.getLogger(__name__)


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Register the actions, and read the endpoints from YAML, which only developers have."""
    log_missing_names()
    endpoints = Endpoints()
    if configured := config.get(DOMAIN, {}).get(CONF_ENDPOINTS):
        endpoints = endpoints_from_config(configured)
        _LOGGER.warning(
            "Development endpoints are active: %s is used in place of SmartThings",
            endpoints.api_url,
        )
    data = domain_data(hass, endpoints)
    await data.certificates.load()
    await data.removals.start()
    entries = hass.config_entries.async_entries(DOMAIN, include_ignore=False)
    used = {str(entry.data.get(CONF_INSTALLED_APP_ID)) for entry in entries}
    await data.tokens.remove_orphans(used)
    register_actions(hass)
    return True


async def async_migrate_entry(hass: HomeAssistant, entry: SmartThingsConfigEntry) -> bool:
    """Migrate an entry of an earlier version."""
    if entry.minor_version < MINOR_VERSION:
        hass.config_entries.async_update_entry(
            entry, data=migrated(entry.data), minor_version=MINOR_VERSION
        )
    return True


async def async_setup_entry(hass: HomeAssistant, entry: SmartThingsConfigEntry) -> bool:
    """Set a location up: webhook, tokens, first poll, entities, subscriptions."""
    receiver = _acquire_receiver(hass, entry)
    _check_installed(hass, entry)
    await domain_data(hass).definitions.load()
    runtime = assemble(hass, entry, receiver)
    parts = runtime.parts
    await parts.tokens.load()
    await parts.coordinator.async_config_entry_first_refresh()
    await _delete_replaced_tokens(hass, entry)
    parts.registrar.register_location()
    for device_id in parts.options.left_out:
        parts.registrar.remove(device_id)
    await sync_entities(parts, parts.coordinator.data)
    entry.runtime_data = runtime
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    Follower(runtime).start()
    development = domain_data(hass).connection.endpoints.development
    AddressWatch(parts.lifetime, receiver, allow_http=development).start()
    return True


def _check_installed(hass: HomeAssistant, entry: SmartThingsConfigEntry) -> None:
    """Raise ConfigEntryAuthFailed if the user has removed the SmartApp from the location."""
    installed_app_id = entry.data[CONF_INSTALLED_APP_ID]
    if entry.data.get(CONF_UNINSTALLED):
        raise_issue(hass, entry, Issue.UNINSTALLED)
        raise ConfigEntryAuthFailed(
            translation_domain=DOMAIN,
            translation_key="uninstalled",
            translation_placeholders={"name": entry.title},
        )
    end_issue(hass, entry, Issue.UNINSTALLED)
    entry_state(hass, entry).installed_app_ids.add(installed_app_id)


async def async_unload_entry(hass: HomeAssistant, entry: SmartThingsConfigEntry) -> bool:
    """Unload the entities, then end all work; the webhook ends with the entry's state."""
    if not await hass.config_entries.async_unload_platforms(entry, PLATFORMS):
        return False
    parts = entry.runtime_data.parts
    parts.lifetime.end()
    # Home Assistant itself would wait for a renewal for a few seconds only.
    await parts.tokens.close()
    return True


async def async_remove_entry(hass: HomeAssistant, entry: SmartThingsConfigEntry) -> None:
    """Remove everything: installed app, tokens, cloudhook, issues, definitions."""
    data = domain_data(hass)
    data.receivers.leave(entry.data[CONF_WEBHOOK_ID], entry.entry_id)
    data.receivers.forget(entry.data[CONF_WEBHOOK_ID])
    await data.removals.uninstall(entry.data, entry.title)
    await _delete_replaced_tokens(hass, entry)
    forget(hass, entry)
    if not hass.config_entries.async_entries(DOMAIN):
        await data.definitions.remove()
        await data.certificates.remove()


async def _delete_replaced_tokens(hass: HomeAssistant, entry: SmartThingsConfigEntry) -> None:
    """Delete the tokens of earlier installations that the current one has replaced.

    Called when the current one is known to work, and when the entry is removed.
    """
    known = entry_state(hass, entry).installed_app_ids
    present = entry.data[CONF_INSTALLED_APP_ID]
    replaced = known - {present, *domain_data(hass).pending_removals.known}
    known.clear()
    known.add(present)
    for installed_app_id in replaced:
        await domain_data(hass).tokens.store(installed_app_id).remove()


def _acquire_receiver(hass: HomeAssistant, entry: SmartThingsConfigEntry) -> Receiver:
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
