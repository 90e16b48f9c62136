"""Follows the signals of a loaded location."""

from collections.abc import Collection
from functools import partial

from homeassistant.core import callback

from ..cloud.subscription_plan import SubscriptionPlan
from ..const import DOMAIN
from ..controls.sync import ControlSync
from ..events.missed_activity import log_missed
from ..issues.allowance import set_allowance
from ..issues.subscription_limit import set_subscription_limit
from ..location.changes import Changes
from ..location.entity_loader import OPERATIONS
from ..location.extra_polls import ExtraPolls
from ..location.heartbeat import State
from ..runtime import Parts, Runtime, SmartThingsConfigEntry


class Follower:
    """Acts on the signals of a loaded location."""

    def __init__(self, runtime: Runtime) -> None:
        """Connect nothing yet."""
        self._runtime = runtime
        self._parts = runtime.parts
        self._listeners = runtime.parts.store.listeners
        self._reachable = True
        self._silent = frozenset[str]()
        """The silent devices, as last looked up."""
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
        parts.signals.silent_changed.connect(self._look_up_missed)
        parts.signals.heartbeat.connect(self._heartbeat)
        missed = parts.missed_events.monitor.missed_by_device
        parts.signals.history.connect(partial(log_missed, self._runtime, missed))
        entry.async_on_unload(parts.coordinator.async_add_listener(self._notify_reachable))
        entry.async_on_unload(parts.coordinator.async_add_listener(self._check_budget))
        self._check_budget()
        parts.subscriptions.start()
        parts.generic.start()
        if parts.subscriptions.delivers:
            parts.gaps.start()
        parts.statistics.start()
        ExtraPolls(parts.lifetime, parts.store, parts.options, self._poll_extra).start()
        ControlSync(parts.lifetime, parts.loader, parts.subscriptions).start()
        parts.lifetime.start(self._subscribe(), "granted scopes", eager=False)

    async def _poll_extra(self, device_ids: Collection[str]) -> None:
        """Poll devices that do not report everything, unless calls are scarce."""
        if not self._parts.coordinator.is_stretched:
            await self._parts.coordinator.read_some(device_ids)

    @callback
    def _check_budget(self) -> None:
        set_allowance(self._runtime.hass, self._runtime.entry, self._parts.coordinator.budget)

    async def _subscribe(self) -> None:
        """Read the granted scopes, then request the subscriptions, one call after the other."""
        await self._parts.entry_state.access.read(self._parts.client)
        self._parts.subscriptions.request()
        self._parts.heartbeat.request()

    @callback
    def _heartbeat(self) -> None:
        """Poll as often as the heartbeat suggests."""
        heartbeat = self._parts.heartbeat
        self._trust_push()
        if heartbeat.state is State.MISSED and heartbeat.missed_at:
            self._parts.missed_events.heartbeat_missed(heartbeat.missed_at)
            if self._parts.missed_events.stalled:
                self._parts.gaps.stalled()

    @callback
    def _look_up_missed(self) -> None:
        """Read the history if a lock or a button has become silent."""
        silent = self._parts.missed_events.silent
        devices, self._silent = silent - self._silent, silent
        known = self._runtime.devices
        if any(known[key].device.capabilities & OPERATIONS for key in devices if key in known):
            self._parts.gaps.doubted()

    @callback
    def _trust_push(self) -> None:
        """Poll rarely while heartbeats arrive and nothing depends on polls."""
        plan = self._parts.subscriptions.plan
        alive = self._parts.heartbeat.state is State.ALIVE
        self._parts.coordinator.trust_push(alive=alive and plan is not None and not plan.polled)

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
        self._trust_push()
        subscriptions = self._parts.subscriptions
        delivers = subscriptions.delivers
        set_subscription_limit(
            self._runtime.hass,
            self._runtime.entry,
            self._parts.loader.polled_devices(plan) if delivers else [],
            ceiling=subscriptions.ceiling,
            interval=self._parts.coordinator.longest,
        )

    @callback
    def _notify_reachable(self) -> None:
        """Notify the entities when an outage begins or ends, and only then."""
        if self._reachable != self._runtime.reachable:
            self._reachable = self._runtime.reachable
            if self._reachable and self._parts.subscriptions.delivers:
                self._parts.gaps.ended()
            notified = self._listeners.notify_all(tuple(self._runtime.devices))
            self._parts.lifetime.start(notified, "availability")

    @callback
    def _notify_updates(self) -> None:
        """Notify the sensors of the location and of devices whose changes arrive another way."""
        known, self._updates = (
            self._updates,
            {key: self._runtime.updates_of(key) for key in self._runtime.devices},
        )
        changed = [key for key, way in self._updates.items() if known.get(key) != way]
        if known != self._updates:
            changed.append(self._runtime.location_id)
        self._parts.lifetime.start(self._listeners.notify_updates(changed), "ways of updates")


async def sync_entities(parts: Parts, changes: Changes) -> None:
    """Bring the registries and all entities in step with the devices of the store."""
    outdated = await parts.sync.sync(changes)
    parts.generic.follow(outdated=outdated)
