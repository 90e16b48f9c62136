"""SmartThings in Home Assistant through the user's own SmartApp."""

import logging
from functools import partial

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import CONF_CLIENT_ID, CONF_CLIENT_SECRET, CONF_WEBHOOK_ID
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryAuthFailed
from homeassistant.helpers.typing import ConfigType
from homeassistant.util import dt as dt_util

from .cloud.api.call_counter import CallCounter
from .cloud.api.client import SmartThingsClient
from .cloud.auth.token_manager import TokenManager
from .cloud.client_credentials import ClientCredentials
from .cloud.endpoints import Endpoints
from .cloud.subscription_plan import SubscriptionPlan
from .const import (
    CONF_APP_ID,
    CONF_INSTALLED_APP_ID,
    CONF_LOCATION_ID,
    CONF_PUBLIC_KEY,
    CONF_UNINSTALLED,
    CONF_WEBHOOK_URL,
    DOMAIN,
    PLATFORMS,
)
from .coordinator import LocationCoordinator
from .endpoints import CONF_ENDPOINTS, CONFIG_SCHEMA, endpoints_from_config
from .entity.location import registered_scenes
from .events.handler import EntryDeliveries
from .generic_entities.manager import GenericEntities
from .generic_entities.matcher import GenericMatcher
from .issues.address import AddressWatch
from .issues.issue import Issue, end_issue, raise_issue
from .issues.missed_events import MissedEventsWatch
from .issues.subscription_limit import set_subscription_limit
from .location.device_registry import DeviceRegistrar
from .location.entity_loader import PRESSES, EntityLoader, TableMatcher
from .location.lifetime import Lifetime
from .location.options import Options
from .location.push_monitor import PushMonitor
from .location.store import LocationStore
from .location.subscriptions import Subscriptions
from .mapping.vocabulary import log_missing_names
from .runtime import Runtime, SmartThingsConfigEntry, domain_data, entry_state, forget
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
    """Bring an entry of an earlier version to the present form."""
    if entry.minor_version < MINOR_VERSION:
        hass.config_entries.async_update_entry(
            entry, data=migrated(entry.data), minor_version=MINOR_VERSION
        )
    return True


async def async_setup_entry(hass: HomeAssistant, entry: SmartThingsConfigEntry) -> bool:
    """Set a location up: webhook, tokens, first reading, entities, subscriptions."""
    receiver = _acquire_receiver(hass, entry)
    if entry.data.get(CONF_UNINSTALLED):
        raise_issue(hass, entry, Issue.UNINSTALLED)
        raise ConfigEntryAuthFailed(
            translation_domain=DOMAIN,
            translation_key="uninstalled",
            translation_placeholders={"name": entry.title},
        )
    end_issue(hass, entry, Issue.UNINSTALLED)
    calls = CallCounter(lambda: dt_util.now().date())
    entry_state(hass, entry).installed_app_ids.add(entry.data[CONF_INSTALLED_APP_ID])
    tokens = _token_manager(hass, entry, calls)
    # A set-up that fails must not leave a renewal behind, for the next one reads the storage.
    entry.async_on_unload(tokens.close)
    await tokens.load()
    await domain_data(hass).definitions.load()
    runtime = _build_runtime(hass, entry, receiver, tokens, calls)
    await runtime.coordinator.async_config_entry_first_refresh()
    await _delete_replaced_tokens(hass, entry)
    runtime.devices.register_location()
    for device_id in runtime.options.left_out:
        runtime.devices.remove(device_id)
    await runtime.sync_entities(runtime.coordinator.data)
    entry.runtime_data = runtime
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    _keep_in_step(entry, runtime)
    development = domain_data(hass).connection.endpoints.development
    AddressWatch(runtime.lifetime, receiver, allow_http=development).start()
    return True


async def async_unload_entry(hass: HomeAssistant, entry: SmartThingsConfigEntry) -> bool:
    """End all work, then unload the entities; the webhook goes with the entry's state."""
    entry.runtime_data.lifetime.end()
    await entry.runtime_data.tokens.close()
    return await hass.config_entries.async_unload_platforms(entry, PLATFORMS)


async def async_remove_entry(hass: HomeAssistant, entry: SmartThingsConfigEntry) -> None:
    """Leave nothing behind: installed app, tokens, cloudhook, repair issue, definitions."""
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
    """Delete the tokens of the installations that the present one has replaced since the start.

    Called once the present one is known to work, and when the entry is removed.
    """
    known = entry_state(hass, entry).installed_app_ids
    present = entry.data[CONF_INSTALLED_APP_ID]
    replaced = known - {present, *domain_data(hass).pending_removals.known}
    known.clear()
    known.add(present)
    for installed_app_id in replaced:
        await domain_data(hass).tokens.store(installed_app_id).remove()


def _acquire_receiver(hass: HomeAssistant, entry: SmartThingsConfigEntry) -> Receiver:
    """Hold the webhook until the entry is NOT_LOADED for good; a reload keeps it.

    An entry whose set-up failed keeps it, because an UPDATE is what restores a lost login. The
    issues of an entry end when it is disabled.
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


def _token_manager(
    hass: HomeAssistant, entry: SmartThingsConfigEntry, calls: CallCounter
) -> TokenManager:
    data = domain_data(hass)
    client = ClientCredentials(entry.data[CONF_CLIENT_ID], entry.data[CONF_CLIENT_SECRET])
    return TokenManager(
        data.connection.token_endpoint(client),
        data.tokens.store(entry.data[CONF_INSTALLED_APP_ID]),
        create_task=data.renewals.start,
        calls=calls,
    )


def _build_runtime(
    hass: HomeAssistant,
    entry: SmartThingsConfigEntry,
    receiver: Receiver,
    tokens: TokenManager,
    calls: CallCounter,
) -> Runtime:
    """Put the parts together; nothing is called yet."""
    lifetime = Lifetime(hass, entry)
    location_id = entry.data[CONF_LOCATION_ID]
    options = Options.of(entry)
    known = entry_state(hass, entry)
    http = domain_data(hass).connection.http(
        tokens,
        calls=calls,
        pauses=known.pauses,
        on_reply=known.replied,
    )
    client = SmartThingsClient(http)
    devices = DeviceRegistrar(hass, entry, location_id)
    scenes = registered_scenes(hass, entry)
    store = LocationStore(location_id, known.clock.now, devices.registered(), scenes)
    known_definitions = domain_data(hass).definitions
    generic = GenericMatcher(known_definitions.describe, enabled=options.generic_entities)
    loader = EntityLoader(hass, entry, store, (TableMatcher(), generic))
    coordinator = LocationCoordinator(
        lifetime,
        client,
        store,
        options,
        login_lost=lambda: tokens.login_lost,
        on_refused=partial(known.access.refused, client),
    )
    subscriptions = Subscriptions(
        lifetime,
        client,
        entry.data[CONF_INSTALLED_APP_ID],
        make_plan=loader.plan,
        is_whole=lambda: not coordinator.lacking,
    )
    monitor = PushMonitor(PRESSES, known.clock.now)
    return Runtime(
        hass=hass,
        entry=entry,
        lifetime=lifetime,
        options=options,
        tokens=tokens,
        client=client,
        store=store,
        coordinator=coordinator,
        devices=devices,
        loader=loader,
        generic=GenericEntities(lifetime, client, known_definitions, loader, generic),
        subscriptions=subscriptions,
        receiver=receiver,
        missed_events=MissedEventsWatch(
            lifetime, coordinator, subscriptions, monitor, calls, receiver=receiver
        ),
        calls=calls,
        entry_state=known,
    )


def _keep_in_step(entry: SmartThingsConfigEntry, runtime: Runtime) -> None:
    """From now on follow the readings, and compare the subscriptions in the background."""
    runtime.subscriptions.start()
    runtime.generic.start()
    runtime.coordinator.on_changes = runtime.home_changed
    runtime.coordinator.on_overtaken = runtime.missed_events.update
    runtime.subscriptions.on_created = runtime.subscribed
    runtime.subscriptions.on_planned = partial(_planned, runtime)
    runtime.missed_events.on_changed = runtime.updates_changed
    runtime.tokens.on_login_lost = partial(entry.async_start_reauth, runtime.hass)
    entry.async_on_unload(runtime.coordinator.async_add_listener(runtime.reachability_changed))
    runtime.lifetime.start(_subscribe(runtime), "granted scopes", eager=False)


async def _subscribe(runtime: Runtime) -> None:
    """Ask what was granted, and then for what that allows: one call after the other."""
    await runtime.entry_state.access.read(runtime.client)
    runtime.subscriptions.request()


@callback
def _planned(runtime: Runtime, plan: SubscriptionPlan) -> None:
    """Follow another plan of the subscriptions.

    A location without an address is polled as often as that needs, so the user need not make room.
    """
    runtime.updates_changed()
    delivers = runtime.subscriptions.delivers
    set_subscription_limit(
        runtime.hass,
        runtime.entry,
        runtime.loader.polled_devices(plan) if delivers else [],
        ceiling=runtime.subscriptions.ceiling,
        interval=runtime.options.longest_interval,
    )
