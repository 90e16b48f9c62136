"""Creates the parts of a location, and connects them."""

from functools import partial

from homeassistant.const import CONF_CLIENT_ID, CONF_CLIENT_SECRET
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from .cloud.api.call_counter import CallCounter
from .cloud.api.client import SmartThingsClient
from .cloud.auth.token_manager import TokenManager
from .cloud.client_credentials import ClientCredentials
from .cloud.subscription_plan import SubscriptionPlan
from .const import CONF_INSTALLED_APP_ID, CONF_LOCATION_ID, DOMAIN
from .coordinator import LocationCoordinator
from .entity.location import registered_scenes
from .generic_entities.manager import GenericEntities
from .generic_entities.matcher import GenericMatcher
from .issues.missed_events import MissedEventsWatch
from .issues.subscription_limit import set_subscription_limit
from .location.changes import Changes
from .location.device_registry import DeviceRegistrar
from .location.entity_loader import PRESSES, EntityLoader, TableMatcher
from .location.entity_sync import EntitySync
from .location.lifetime import Lifetime
from .location.options import Options
from .location.push_monitor import PushMonitor
from .location.signals import Signals
from .location.store import LocationStore
from .location.subscriptions import Subscriptions
from .runtime import Parts, Runtime, SmartThingsConfigEntry, domain_data, entry_state
from .webhook.receiver import Receiver


def assemble(hass: HomeAssistant, entry: SmartThingsConfigEntry, receiver: Receiver) -> Runtime:
    """Return the location of an entry; nothing has been read or called yet."""
    calls = CallCounter(lambda: dt_util.now().date())
    tokens = _token_manager(hass, entry, calls)
    # A set-up that fails must not leave a renewal behind: the next one reads the storage.
    entry.async_on_unload(tokens.close)
    signals, options, known = Signals(), Options.of(entry), entry_state(hass, entry)
    lifetime = Lifetime(hass, entry)
    client = SmartThingsClient(
        domain_data(hass).connection.http(
            tokens, calls=calls, pauses=known.pauses, on_reply=known.replied
        )
    )
    location_id = entry.data[CONF_LOCATION_ID]
    registrar = DeviceRegistrar(hass, entry, location_id)
    scenes = registered_scenes(hass, entry)
    store = LocationStore(location_id, known.clock.now, registrar.registered(), scenes)
    known_definitions = domain_data(hass).definitions
    generic = GenericMatcher(known_definitions.describe, enabled=options.generic_entities)
    loader = EntityLoader(hass, entry, store, (TableMatcher(), generic))
    coordinator = LocationCoordinator(
        lifetime,
        client,
        store,
        options,
        signals,
        login_lost=lambda: tokens.login_lost,
        on_refused=partial(known.access.refused, client),
    )
    subscriptions = Subscriptions(
        lifetime,
        client,
        signals,
        make_plan=loader.plan,
        is_whole=lambda: not coordinator.lacking,
    )
    monitor = PushMonitor(PRESSES, known.clock.now)
    parts = Parts(
        calls=calls,
        client=client,
        coordinator=coordinator,
        entry_state=known,
        generic=GenericEntities(lifetime, client, known_definitions, loader, generic),
        lifetime=lifetime,
        loader=loader,
        missed_events=MissedEventsWatch(
            lifetime,
            signals,
            coordinator,
            subscriptions,
            monitor=monitor,
            calls=calls,
            receiver=receiver,
        ),
        options=options,
        registrar=registrar,
        signals=signals,
        store=store,
        subscriptions=subscriptions,
        sync=EntitySync(loader, registrar, coordinator.reads, signals),
        tokens=tokens,
    )
    return Runtime(hass, entry, parts)


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
        on_login_lost=partial(entry.async_start_reauth, hass),
    )


class Follower:
    """Acts on the signals of a loaded location."""

    def __init__(self, runtime: Runtime) -> None:
        """Connect nothing yet."""
        self._runtime = runtime
        self._parts = runtime.parts
        self._listeners = runtime.parts.store.listeners
        self._reachable = True
        self._updates: dict[str, str] = {}
        """How changes of each device arrive, as last notified."""

    @callback
    def start(self) -> None:
        """Connect the signals, and start the background work."""
        parts, entry = self._parts, self._runtime.entry
        parts.signals.changed.connect(self._changed)
        parts.signals.device_removed.connect(self._device_removed)
        parts.signals.newer_polls.connect(parts.missed_events.update)
        parts.signals.subscribed.connect(self._subscribed)
        parts.signals.planned.connect(self._planned)
        parts.signals.silent_changed.connect(self._notify_updates)
        entry.async_on_unload(parts.coordinator.async_add_listener(self._notify_reachable))
        parts.subscriptions.start()
        parts.generic.start()
        parts.lifetime.start(self._subscribe(), "granted scopes", eager=False)

    async def _subscribe(self) -> None:
        """Read the granted scopes, then request the subscriptions, one call after the other."""
        await self._parts.entry_state.access.read(self._parts.client)
        self._parts.subscriptions.request()

    @callback
    def _changed(self, changes: Changes) -> None:
        self._parts.lifetime.start(self._sync(changes), "sync entities")

    async def _sync(self, changes: Changes) -> None:
        await sync_entities(self._parts, changes)
        self._parts.subscriptions.replan()

    @callback
    def _device_removed(self, device_id: str) -> None:
        """Let another location add its entities for a device that has moved there."""
        entries: list[SmartThingsConfigEntry] = (
            self._runtime.hass.config_entries.async_loaded_entries(DOMAIN)
        )
        for entry in entries:
            if entry is not self._runtime.entry and device_id in entry.runtime_data.devices:
                moved = Changes(changed=frozenset({device_id}))
                entry.runtime_data.parts.signals.changed.send(moved)

    @callback
    def _subscribed(self) -> None:
        """Catch up with what happened before the subscriptions were created."""
        self._parts.missed_events.subscribed()
        self._parts.lifetime.start(self._runtime.refresh(), "poll after subscribing")

    @callback
    def _planned(self, plan: SubscriptionPlan) -> None:
        """Raise an issue about devices that are polled, or end it.

        A location without an address is polled often enough, so there is no issue.
        """
        self._notify_updates()
        subscriptions = self._parts.subscriptions
        delivers = subscriptions.delivers
        set_subscription_limit(
            self._runtime.hass,
            self._runtime.entry,
            self._parts.loader.polled_devices(plan) if delivers else [],
            ceiling=subscriptions.ceiling,
            interval=self._parts.options.longest_interval,
        )

    @callback
    def _notify_reachable(self) -> None:
        """Notify the entities when an outage begins or ends, and only then."""
        if self._reachable != self._runtime.reachable:
            self._reachable = self._runtime.reachable
            notified = self._listeners.notify_all(tuple(self._runtime.devices))
            self._parts.lifetime.start(notified, "availability")

    @callback
    def _notify_updates(self) -> None:
        """Notify the connectivity sensors of devices whose changes arrive another way now."""
        known, self._updates = (
            self._updates,
            {key: self._runtime.updates_of(key) for key in self._runtime.devices},
        )
        changed = [key for key, way in self._updates.items() if known.get(key) != way]
        self._parts.lifetime.start(self._listeners.notify_updates(changed), "ways of updates")


async def sync_entities(parts: Parts, changes: Changes) -> None:
    """Bring the registries and all entities in step with the devices of the store."""
    outdated = await parts.sync.sync(changes)
    parts.generic.follow(outdated=outdated)
