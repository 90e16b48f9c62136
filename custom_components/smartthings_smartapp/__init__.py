"""SmartThings in Home Assistant through the user's own SmartApp."""

import logging

from homeassistant.const import CONF_WEBHOOK_ID
from homeassistant.core import HomeAssistant
from homeassistant.helpers.typing import ConfigType

from .cloud.endpoints import Endpoints
from .const import CONF_CLOUDHOOK, CONF_INSTALLED_APP_ID, DOMAIN, PLATFORMS
from .endpoints import CONF_ENDPOINTS, CONFIG_SCHEMA, endpoints_from_config
from .entry_setup.assemble import assemble
from .entry_setup.follower import Follower, sync_entities
from .entry_setup.installed_app import check_installed, delete_replaced_tokens
from .entry_setup.relay import RelayWatch
from .entry_setup.webhook import acquire_receiver
from .issues.address import AddressWatch
from .mapping.vocabulary import log_missing_names
from .runtime import SmartThingsConfigEntry, domain_data, entry_state, forget
from .services.actions import register_actions
from .storage.migration import MINOR_VERSION, migrated

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
    await data.program_names.load()
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
    receiver = acquire_receiver(hass, entry)
    check_installed(hass, entry)
    await domain_data(hass).definitions.load()
    for memory in entry_state(hass, entry).memories:
        await memory.load()
    runtime = assemble(hass, entry, receiver)
    parts = runtime.parts
    await parts.tokens.load()
    await parts.coordinator.async_config_entry_first_refresh()
    await delete_replaced_tokens(hass, entry)
    parts.registrar.register_location()
    for device_id in parts.options.excluded:
        parts.registrar.remove(device_id)
    await sync_entities(parts, parts.coordinator.data)
    entry.runtime_data = runtime
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    Follower(runtime).start()
    development = domain_data(hass).connection.endpoints.development
    AddressWatch(parts.lifetime, receiver, allow_http=development).start()
    if entry.data[CONF_CLOUDHOOK]:
        RelayWatch(parts.lifetime, parts.coordinator, parts.gaps).start()
    return True


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
    await delete_replaced_tokens(hass, entry)
    for memory in entry_state(hass, entry).memories:
        await memory.remove()
    forget(hass, entry)
    if not hass.config_entries.async_entries(DOMAIN, include_ignore=False):
        await data.definitions.remove()
        await data.certificates.remove()
