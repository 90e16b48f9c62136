"""What an entry holds while it is loaded, and what follows when its home changes."""

import asyncio
from dataclasses import dataclass, field
from typing import Self

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.util.hass_dict import HassKey

from .cloud.api.call_counter import CallCounter
from .cloud.api.client import SmartThingsClient
from .cloud.api.http import Reply
from .cloud.api.rate_limits import Pauses
from .cloud.auth.token_manager import TokenManager
from .cloud.connection import Connection
from .cloud.endpoints import Endpoints
from .const import DOMAIN
from .coordinator import LocationCoordinator
from .generic_entities.definition_store import DefinitionStore
from .generic_entities.manager import GenericEntities
from .issues.clock import ClockWatch
from .issues.issue import end_all_issues
from .issues.missed_events import MissedEventsWatch
from .issues.permissions import PermissionWatch
from .location.changes import Changes
from .location.device_registry import DeviceRegistrar
from .location.entity_loader import EntityLoader
from .location.lifetime import Lifetime
from .location.options import Offline, Options
from .location.store import LocationStore
from .location.subscriptions import Subscriptions
from .mapping.sleeping_devices import SLEEPERS
from .smartapp.pending_install import PendingInstalls
from .smartapp.removal import Removals
from .smartapp.token_renewals import TokenRenewals
from .storage.certificates import CertificateStore
from .storage.pending_removals import PendingRemovals
from .storage.tokens import TokenFiles
from .webhook.receiver import Receiver
from .webhook.receivers import Receivers

_EFFECT = 3.0
"""Seconds that a device takes to carry out a command and report."""

type SmartThingsConfigEntry = ConfigEntry[Runtime]


@dataclass(slots=True, kw_only=True)
class Runtime:
    """The parts of a loaded entry."""

    hass: HomeAssistant
    entry: SmartThingsConfigEntry
    lifetime: Lifetime
    options: Options
    tokens: TokenManager
    client: SmartThingsClient
    store: LocationStore
    coordinator: LocationCoordinator
    devices: DeviceRegistrar
    loader: EntityLoader
    generic: GenericEntities
    subscriptions: Subscriptions
    receiver: Receiver
    missed_events: MissedEventsWatch
    calls: CallCounter
    entry_state: EntryState
    _reachable: bool = True
    _updates: dict[str, str] = field(default_factory=dict)
    """How changes of each device come, as last notified."""
    _looks: set[str] = field(default_factory=set)
    _settling: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def sync_entities(self, changes: Changes) -> None:
        """Bring registry and entities in step with the devices of the store.

        Locked, because it waits for the names of rooms.
        """
        async with self._settling:
            for device_id in changes.removed:
                self.remove_device(device_id)
            devices = {key: stored.device for key, stored in self.store.devices.items()}
            new = [devices[key] for key in changes.added if key in devices]
            rooms = (
                await self.coordinator.location.read_rooms()
                if self.devices.any_new_in_a_room(new)
                else {}
            )
            different = (changes.added | changes.changed) & self.store.devices.keys()
            statuses = {key: stored.status for key, stored in self.store.devices.items()}
            self.devices.register(
                {key: devices[key] for key in different if key in devices}, rooms, statuses
            )
            outdated = self.loader.load(sorted(different))
            for device_id in different:
                self.devices.merge_parts(device_id, self.loader.merged_parts(device_id))
            self.loader.load_location()
            self.generic.follow(outdated=outdated)

    @callback
    def home_changed(self, changes: Changes) -> None:
        """Follow up a reading that found other devices or scenes, in the background."""
        self.lifetime.start(self._settle_and_subscribe(changes), "home changed")

    async def _settle_and_subscribe(self, changes: Changes) -> None:
        await self.sync_entities(changes)
        self.subscriptions.replan()

    @property
    def reachable(self) -> bool:
        """Whether anything of the location may be shown."""
        return self.coordinator.reachable

    def shows(self, device_id: str) -> bool:
        """Return whether the entities of a device show its values, even if these are old.

        Parts of a device follow it, whatever their own category.
        """
        if not self.reachable:
            return False
        stored = self.store.devices.get(device_id)
        if stored is None or stored.online:
            return stored is not None
        if self.options.offline is Offline.SLEEPERS_KEEP:
            return stored.device.category in SLEEPERS
        return self.options.offline is Offline.KEEP

    def updates_of(self, device_id: str) -> str:
        """Return how changes of a device come: ``push``, ``polled``, or ``partly`` either way."""
        plan = self.subscriptions.plan
        if plan is None or device_id in self.missed_events.silent:
            return "polled"
        pushed = plan.pushed(device_id)
        if pushed == {True, False}:
            return "partly"
        return "polled" if pushed == {False} else "push"

    @callback
    def commanded(self, device_id: str) -> None:
        """Read a device after a command, where no event will report the result."""
        if self.updates_of(device_id) == "push":
            return

        async def look() -> None:
            self._looks.discard(device_id)
            await self.coordinator.read_some((device_id,))

        if device_id not in self._looks:
            self._looks.add(device_id)
            self.lifetime.after(_EFFECT, look, "look after a command")

    async def subscribed(self) -> None:
        """Catch up with what happened before the subscriptions were made."""
        self.missed_events.subscribed()
        await self.coordinator.async_request_refresh()

    @callback
    def reachability_changed(self) -> None:
        """Notify the entities when an outage begins or ends, and only then."""
        if self._reachable != self.reachable:
            self._reachable = self.reachable
            self.lifetime.start(self.store.tell_all(), "availability")

    @callback
    def updates_changed(self) -> None:
        """Notify the connectivity sensors of devices whose changes come another way now."""
        known, self._updates = (
            self._updates,
            {key: self.updates_of(key) for key in self.store.devices},
        )
        changed = [key for key, way in self._updates.items() if known.get(key) != way]
        self.lifetime.start(self.store.tell_updates(changed), "ways of updates")

    @callback
    def remove_device(self, device_id: str) -> None:
        """Remove a device that is gone; its entities may now be made where it moved to."""
        self.store.remove(device_id)
        self.loader.forget(device_id)
        self.devices.remove(device_id)
        entries: list[SmartThingsConfigEntry] = self.hass.config_entries.async_loaded_entries(
            DOMAIN
        )
        for entry in entries:
            if entry is not self.entry and device_id in entry.runtime_data.store.devices:
                entry.runtime_data.home_changed(Changes(changed=frozenset({device_id})))


@dataclass(frozen=True, slots=True)
class EntryState:
    """What is known of an entry from the first set-up until it is disabled or removed."""

    pauses: Pauses
    """Those of its token: a set-up may have failed by them."""
    access: PermissionWatch
    clock: ClockWatch
    installed_app_ids: set[str] = field(default_factory=set)
    """The installed apps that the entry has had."""

    @callback
    def replied(self, reply: Reply) -> None:
        """Take in the reply to any call."""
        self.access.replied(reply)
        self.clock.replied(reply)


@callback
def entry_state(hass: HomeAssistant, entry: ConfigEntry) -> EntryState:
    """Return what is known of an entry."""
    known = domain_data(hass).entry_states
    if entry.entry_id not in known:
        known[entry.entry_id] = EntryState(
            Pauses(),
            PermissionWatch(hass, entry),
            ClockWatch(hass, entry),
        )
    return known[entry.entry_id]


@callback
def forget(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Forget an entry that is disabled or removed, and end its issues."""
    domain_data(hass).entry_states.pop(entry.entry_id, None)
    end_all_issues(hass, entry)


_DOMAIN_DATA: HassKey[DomainData] = HassKey(DOMAIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainData:
    """The parts that all entries and dialogs share, in ``hass.data``."""

    connection: Connection
    certificates: CertificateStore
    receivers: Receivers
    definitions: DefinitionStore
    pending_removals: PendingRemovals
    tokens: TokenFiles
    renewals: TokenRenewals
    removals: Removals
    pending_installs: PendingInstalls
    entry_states: dict[str, EntryState] = field(default_factory=dict)
    """By the id of the entry."""

    @classmethod
    def create(cls, hass: HomeAssistant, endpoints: Endpoints) -> Self:
        """Connect the parts; nothing is read or called yet."""
        connection = Connection(async_get_clientsession(hass), endpoints)
        certificates = CertificateStore(hass)
        receivers = Receivers(hass, connection, certificates)
        pending_removals = PendingRemovals(hass)
        tokens = TokenFiles(hass, pending_removals)
        renewals = TokenRenewals(hass)
        removals = Removals(hass, connection, pending_removals, tokens, renewals)
        return cls(
            connection=connection,
            certificates=certificates,
            receivers=receivers,
            definitions=DefinitionStore(hass),
            pending_removals=pending_removals,
            tokens=tokens,
            renewals=renewals,
            removals=removals,
            pending_installs=PendingInstalls(hass, receivers, tokens, removals),
        )


@callback
def domain_data(hass: HomeAssistant, endpoints: Endpoints | None = None) -> DomainData:
    """Return the shared parts; the first call, in ``async_setup``, names the endpoints.

    A disabled entry can be removed although nothing has set the integration up. Its SmartApp is
    SmartThings' own then, because other endpoints in YAML would have set the integration up.
    """
    if _DOMAIN_DATA not in hass.data:
        hass.data[_DOMAIN_DATA] = DomainData.create(hass, endpoints or Endpoints())
    return hass.data[_DOMAIN_DATA]
