"""A loaded location as entities, actions and automations see it."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import Platform
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util.hass_dict import HassKey

from .cloud.api.call_counter import CallCounter
from .cloud.api.client import SmartThingsClient
from .cloud.api.errors import ClosedError
from .cloud.api.http import Reply
from .cloud.api.pictures import Pictures
from .cloud.api.rate_limits import Pauses
from .cloud.auth.token_manager import TokenManager
from .cloud.connection import Connection
from .cloud.endpoints import Endpoints
from .cloud.models import AttributeKey, Command, CommandResult, Device, Location, Mode, Scene, Value
from .const import DOMAIN
from .coordinator import LocationCoordinator
from .generic_entities.definition_store import DefinitionStore
from .generic_entities.manager import GenericEntities
from .issues.clock import ClockWatch
from .issues.issue import end_all_issues
from .issues.missed_events import MissedEventsWatch
from .issues.permissions import PermissionWatch
from .location.changes import Changes, StoredDevice
from .location.device_registry import DeviceRegistrar
from .location.entity_loader import EntityLoader
from .location.entity_sync import EntitySync
from .location.gap import GapMemory, GapReader
from .location.heartbeat import Heartbeat
from .location.lifetime import Action, Lifetime
from .location.listeners import Listener
from .location.options import Offline, Options
from .location.questions import Questions
from .location.signals import Signals
from .location.store import LocationStore
from .location.store_listeners import EventListener
from .location.subscriptions import Comparison, Subscriptions
from .location.turn import Turn
from .mapping.descriptions.base import Mapped, Match
from .mapping.sleeping_devices import SLEEPERS
from .smartapp.pending_install import PendingInstalls
from .smartapp.removal import Removals
from .smartapp.renewal_tasks import RenewalTasks
from .statistics_import.importer import StatisticsImport
from .statistics_import.memory import ImportMemory, import_memory
from .storage.certificates import CertificateStore
from .storage.entry_memory import EntryMemory, call_memory, gap_memory
from .storage.pending_removals import PendingRemovals
from .storage.program_names import ProgramNames
from .storage.tokens import TokenFiles
from .webhook.receivers import Receivers

_EFFECT = 3.0
"""Seconds that a device takes to carry out a command and report."""

type SmartThingsConfigEntry = ConfigEntry[Runtime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts of a location, for set-up, deliveries and diagnostics only."""

    calls: CallCounter
    client: SmartThingsClient
    coordinator: LocationCoordinator
    entry_state: EntryState
    gaps: GapReader
    generic: GenericEntities
    heartbeat: Heartbeat
    lifetime: Lifetime
    loader: EntityLoader
    missed_events: MissedEventsWatch
    options: Options
    pictures: Pictures
    registrar: DeviceRegistrar
    signals: Signals
    statistics: StatisticsImport
    store: LocationStore
    subscriptions: Subscriptions
    sync: EntitySync
    tokens: TokenManager


class Runtime:
    """A loaded location: its devices, their values, commands and polls."""

    def __init__(self, hass: HomeAssistant, entry: SmartThingsConfigEntry, parts: Parts) -> None:
        """Give access to the location of an entry."""
        self.hass = hass
        self.entry = entry
        self.parts = parts
        self.client = parts.client
        """For everything but commands."""
        self.pictures = parts.pictures
        self._store = parts.store
        self.turns: defaultdict[str, Turn] = defaultdict(Turn)
        """The turns of devices that carry out one change of their codes at a time, by their ids."""
        self.questions = Questions(self.send)
        self._pending_polls: set[str] = set()
        """Devices that are polled soon, after a command."""

    # The location

    @property
    def location_id(self) -> str:
        """SmartThings' id of the location."""
        return self._store.location_id

    @property
    def location(self) -> Location | None:
        """The location as last read, None until then."""
        return self._store.state.location

    @property
    def modes(self) -> Mapping[str, Mode]:
        """The modes of the location, by id."""
        return self._store.state.modes

    @property
    def mode_id(self) -> str | None:
        """The id of the current mode, None if it is unknown."""
        return self._store.state.mode_id

    @property
    def arm_state(self) -> str | None:
        """The state of the security system, None until an event reports it."""
        return self._store.state.arm_state

    @property
    def scenes(self) -> Mapping[str, Scene]:
        """The scenes of the location, by id."""
        return self._store.state.scenes

    @property
    def options(self) -> Options:
        """The options of the entry."""
        return self.parts.options

    @property
    def calls(self) -> CallCounter:
        """The calls of this location, by purpose and day."""
        return self.parts.calls

    @property
    def statistics(self) -> StatisticsImport:
        """The import of statistics from before the set-up."""
        return self.parts.statistics

    @property
    def program_names(self) -> ProgramNames:
        """The names that users gave to programs of machines."""
        return domain_data(self.hass).program_names

    def now(self) -> datetime:
        """Return the current time of SmartThings' clock."""
        return self.parts.entry_state.clock.now()

    # Devices

    @property
    def devices(self) -> Mapping[str, StoredDevice]:
        """The devices with their values, by id."""
        return self._store.devices

    @property
    def excluded_devices(self) -> Mapping[str, Device]:
        """The devices that the options exclude, as last listed."""
        return self.parts.coordinator.excluded

    @property
    def lists_all(self) -> bool:
        """Whether each item of the last device list could be read."""
        return not self.parts.coordinator.unreadable_devices

    def value(self, device_id: str, key: AttributeKey) -> Value | None:
        """Return the last value of an attribute, None if none is known."""
        return self._store.value(device_id, key)

    def matches(self, device_id: str) -> tuple[Match, ...]:
        """Return the mapping entries that apply to a device, those of generic entities too."""
        return self.parts.loader.matches.get(device_id, ())

    def registry_id(self, device_id: str) -> str | None:
        """Return the id of a device, or of the location, in the device registry."""
        return self.parts.registrar.registry_id(device_id)

    # Availability

    @property
    def reachable(self) -> bool:
        """Whether entities of the location are available at all."""
        return self.parts.coordinator.reachable

    def online(self, device_id: str) -> bool:
        """Return whether the cloud reaches a device; it does not reach one that is unknown."""
        return self._store.online(device_id)

    def shows(self, device_id: str) -> bool:
        """Return whether the entities of a device show its values, even if these are old.

        Parts of a device follow it, whatever their own category.
        """
        if not self.reachable:
            return False
        stored = self._store.devices.get(device_id)
        if stored is None or stored.online:
            return stored is not None
        offline = self.options.offline_of(device_id)
        if offline is Offline.SLEEPERS_KEEP:
            return stored.device.category in SLEEPERS
        return offline is Offline.KEEP

    def updates_of(self, device_id: str) -> str:
        """Return how changes of a device arrive: ``push``, ``polled``, or ``partly`` pushed."""
        plan, missed_events = self.parts.subscriptions.plan, self.parts.missed_events
        if plan is None or missed_events.stalled or device_id in missed_events.silent:
            return "polled"
        pushed = plan.pushed(device_id)
        if pushed == {False}:
            return "polled"
        polls = self.options.of_device(device_id).poll_interval
        return "partly" if polls or False in pushed else "push"

    @property
    def knows_updates(self) -> bool:
        """Whether :meth:`updates_of` is known, which it is not yet when the location starts."""
        return self.parts.subscriptions.plan is not None

    @property
    def knows_subscriptions(self) -> bool:
        """Whether the subscriptions were listed since the start."""
        return self.parts.subscriptions.listed is not None

    # Entities

    @callback
    def add_entities[EntryT: Mapped](
        self,
        add: AddConfigEntryEntitiesCallback,
        kind: type[EntryT],
        create: Callable[[Runtime, str, str, EntryT], Entity],
    ) -> None:
        """Add an entity for each mapping entry of a kind, now and for later devices.

        ``create`` gets this object, a device id, a component id and the entry.
        """

        def create_here(device_id: str, component: str, entry: EntryT) -> Entity:
            return create(self, device_id, component, entry)

        self.parts.loader.register(add, kind, create_here)

    @callback
    def add_location_entities(
        self,
        platform: Platform,
        add: AddConfigEntryEntitiesCallback,
        create_all: Callable[[Runtime], Mapping[str, Entity]],
    ) -> None:
        """Add the entities of the location itself.

        ``create_all`` returns those that the location has now, by unique id. It is called again
        when the location changes.
        """
        self.parts.loader.register_location(platform, add, lambda: create_all(self))

    def load_location_entities(self) -> None:
        """Add the entities that the location has now, after a change of another kind."""
        self.parts.loader.load_location()

    def watch(self, device_id: str, keys: Iterable[AttributeKey], listener: Listener) -> Listener:
        """Call ``listener`` when an attribute has another value; return what removes it."""
        return self._store.listeners.watch(device_id, keys, listener)

    def watch_events(
        self, device_id: str, keys: Iterable[AttributeKey], listener: EventListener
    ) -> Listener:
        """Call ``listener`` with each event of the attributes, also if the value is the same."""
        return self._store.listeners.watch_events(device_id, keys, listener)

    def watch_health(self, device_id: str, listener: Listener) -> Listener:
        """Call ``listener`` when the availability of a device may have changed."""
        return self._store.listeners.watch_health(device_id, listener)

    def watch_activity(self, device_id: str, listener: Listener) -> Listener:
        """Call ``listener`` when a device has reported something."""
        return self._store.listeners.watch_activity(device_id, listener)

    def watch_updates(self, device_id: str, listener: Listener) -> Listener:
        """Call ``listener`` when :meth:`updates_of` a device, or any of a location, differs."""
        return self._store.listeners.watch_updates(device_id, listener)

    def watch_location(self, listener: Listener) -> Listener:
        """Call ``listener`` when mode, security, scenes or availability change."""
        return self._store.listeners.watch_location(listener)

    def watch_polls(self, listener: Listener) -> Listener:
        """Call ``listener`` after each poll."""
        return self.parts.coordinator.async_add_listener(listener)

    @callback
    def after(self, seconds: float, action: Action, name: str) -> CALLBACK_TYPE:
        """Run an action after so many seconds if the location is still loaded; return a cancel."""
        return self.parts.lifetime.after(seconds, action, name)

    @callback
    def start[T](self, work: Coroutine[Any, Any, T], name: str) -> asyncio.Task[T]:
        """Start a background task; it is cancelled when the location is unloaded."""
        return self.parts.lifetime.start(work, name)

    async def while_loaded[T](self, work: Coroutine[Any, Any, T], name: str) -> T:
        """Wait for work that ends with the location. Raises ClosedError if it is unloaded first."""
        task = self.start(work, name)
        try:
            return await self.result_of(task)
        finally:
            task.cancel()

    async def result_of[T](self, task: asyncio.Task[T]) -> T:
        """Wait for a task of the location that continues if the caller is cancelled.

        Raises ClosedError if the location is unloaded first.
        """
        await asyncio.wait({task})
        if task.cancelled():
            raise ClosedError
        return task.result()

    # Commands and polls

    async def send(self, device_id: str, commands: Sequence[Command]) -> tuple[CommandResult, ...]:
        """Send commands to a device in one request, in their order. Raises CloudError.

        A device whose events do not arrive is polled afterwards.
        """
        results = await self.client.execute(device_id, commands)
        self._poll_after_command(device_id)
        return results

    @callback
    def _poll_after_command(self, device_id: str) -> None:
        if self.updates_of(device_id) == "push":
            return

        async def poll() -> None:
            self._pending_polls.discard(device_id)
            await self.parts.coordinator.read_some((device_id,))

        if device_id not in self._pending_polls:
            self._pending_polls.add(device_id)
            self.parts.lifetime.after(_EFFECT, poll, "poll after a command")

    async def refresh(self) -> None:
        """Poll the location soon; several requests share one poll."""
        await self.parts.coordinator.async_request_refresh()

    async def poll(self) -> Changes:
        """Poll the location now and return what was different. Raises CloudError."""
        coordinator = self.parts.coordinator
        await coordinator.async_refresh()
        if coordinator.failure:
            raise coordinator.failure
        return coordinator.data

    async def poll_device(self, device_id: str) -> Changes:
        """Poll one device now and return what was different. Raises CloudError."""
        return await self.parts.coordinator.read_device(device_id)

    async def read_rooms(self) -> dict[str, str]:
        """Return the names of the rooms by id, empty if they cannot be read."""
        return await self.parts.coordinator.reads.read_rooms()

    @callback
    def compare_subscriptions(self) -> asyncio.Task[Comparison]:
        """Start to compare the subscriptions; the task is cancelled when the entry is unloaded."""
        return self.start(self.parts.subscriptions.compare(), "compare subscriptions")

    @callback
    def replan_subscriptions(self) -> None:
        """Follow entities that were enabled or disabled."""
        self.parts.subscriptions.replan()


@dataclass(frozen=True, slots=True)
class EntryState:
    """The state of an entry from its first set-up until it is disabled or removed."""

    pauses: Pauses
    """The pauses of its token, because a set-up may have failed by them."""
    access: PermissionWatch
    clock: ClockWatch
    calls: EntryMemory[CallCounter]
    gaps: EntryMemory[GapMemory]
    statistics: EntryMemory[ImportMemory]
    installed_app_ids: set[str] = field(default_factory=set)
    """The installed apps that the entry has had."""

    @property
    def memories(self) -> tuple[EntryMemory[Any], ...]:
        """Everything that has a file of its own."""
        return (self.calls, self.gaps, self.statistics)

    @callback
    def replied(self, reply: Reply) -> None:
        """Note the reply to any call."""
        self.access.replied(reply)
        self.clock.replied(reply)


@callback
def entry_state(hass: HomeAssistant, entry: ConfigEntry) -> EntryState:
    """Return the state of an entry."""
    known = domain_data(hass).entry_states
    if entry.entry_id not in known:
        known[entry.entry_id] = EntryState(
            Pauses(),
            PermissionWatch(hass, entry),
            ClockWatch(hass, entry),
            call_memory(hass, entry.entry_id),
            gap_memory(hass, entry.entry_id),
            import_memory(hass, entry.entry_id),
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
    program_names: ProgramNames
    tokens: TokenFiles
    renewals: RenewalTasks
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
        renewals = RenewalTasks(hass)
        removals = Removals(hass, connection, pending_removals, tokens, renewals)
        return cls(
            connection=connection,
            certificates=certificates,
            receivers=receivers,
            definitions=DefinitionStore(hass),
            pending_removals=pending_removals,
            program_names=ProgramNames(hass),
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
