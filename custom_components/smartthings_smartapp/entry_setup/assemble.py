"""Creates the parts of a location, and connects them."""

from functools import partial

from homeassistant.const import CONF_CLIENT_ID, CONF_CLIENT_SECRET
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from ..cloud.api.call_counter import CallCounter
from ..cloud.api.client import SmartThingsClient
from ..cloud.auth.token_manager import TokenManager
from ..cloud.client_credentials import ClientCredentials
from ..const import CONF_INSTALLED_APP_ID, CONF_LOCATION_ID
from ..controls.descriptions import ControlMatcher
from ..coordinator import LocationCoordinator
from ..entity.location import registered_scenes
from ..generic_entities.manager import GenericEntities
from ..generic_entities.matcher import GenericMatcher
from ..issues.missed_events import MissedEventsWatch
from ..location.budget import Budget
from ..location.device_registry import DeviceRegistrar
from ..location.entity_loader import PRESSES, EntityLoader, TableMatcher
from ..location.entity_sync import EntitySync
from ..location.gap import GapReader
from ..location.heartbeat import Heartbeat
from ..location.lifetime import Lifetime
from ..location.options import Options
from ..location.push_monitor import PushMonitor
from ..location.signals import Signals
from ..location.store import LocationStore
from ..location.subscriptions import Subscriptions
from ..runtime import Parts, Runtime, SmartThingsConfigEntry, domain_data, entry_state
from ..statistics_import.importer import StatisticsImport
from ..webhook.receiver import Receiver


def assemble(hass: HomeAssistant, entry: SmartThingsConfigEntry, receiver: Receiver) -> Runtime:
    """Return the location of an entry; nothing has been read or called yet."""
    calls = entry_state(hass, entry).calls.memory
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
    loader = EntityLoader(hass, entry, store, (TableMatcher(), generic), ControlMatcher(entry))
    coordinator = LocationCoordinator(
        lifetime,
        client,
        store,
        options,
        signals,
        budget=Budget(options.calls_per_month, calls, dt_util.now),
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
        gaps=GapReader(
            lifetime,
            client,
            signals,
            known.gaps.memory,
            location_id=location_id,
            now=known.clock.now,
            may_read=lambda: not coordinator.is_stretched,
        ),
        generic=GenericEntities(
            lifetime,
            client,
            known_definitions,
            loader,
            generic,
            may_read=lambda: not coordinator.is_stretched,
        ),
        heartbeat=Heartbeat(lifetime, client, signals, known.clock.now),
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
        pictures=domain_data(hass).connection.pictures(tokens, calls=calls),
        registrar=registrar,
        signals=signals,
        statistics=StatisticsImport(
            lifetime,
            client,
            known.statistics.memory,
            location_id=location_id,
            now=known.clock.now,
            may_read=lambda: not coordinator.is_stretched,
        ),
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
