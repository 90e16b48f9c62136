"""What an entry holds while it is loaded, and what follows when its home changes."""

import asyncio
from dataclasses import dataclass, field

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback

from .cloud.api.call_counter import CallCounter
from .cloud.api.client import SmartThingsClient
from .cloud.auth.token_manager import TokenManager
from .const import DOMAIN
from .coordinator import HomeCoordinator
from .generic_entities.manager import GenericLayer
from .issues.missed_events import SilenceWatch
from .lasting import Lasting
from .location.changes import Changes
from .location.device_registry import DeviceRegistrar
from .location.entity_loader import EntityLoader
from .location.lifetime import Lifetime
from .location.options import Offline, Options
from .location.store import HomeStore
from .location.subscriptions import Subscriptions
from .mapping.sleeping_devices import SLEEPERS
from .webhook.receiver import Receiver

_EFFECT = 3.0
"""Seconds that a device takes to carry out a command and report."""

type StConfigEntry = ConfigEntry[Runtime]


@dataclass(slots=True, kw_only=True)
class Runtime:
    """The parts of a loaded entry."""

    hass: HomeAssistant
    entry: StConfigEntry
    lifetime: Lifetime
    options: Options
    tokens: TokenManager
    client: SmartThingsClient
    store: HomeStore
    coordinator: HomeCoordinator
    devices: DeviceRegistrar
    loader: EntityLoader
    generic: GenericLayer
    subscriptions: Subscriptions
    receiver: Receiver
    silence: SilenceWatch
    calls: CallCounter
    lasting: Lasting
    _reachable: bool = True
    _updates: dict[str, str] = field(default_factory=dict)
    """How changes of each device come, as last notified."""
    _looks: set[str] = field(default_factory=set)
    _settling: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def settle(self, changes: Changes) -> None:
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
            self.loader.load(sorted(different))
            for device_id in different:
                self.devices.merge_parts(device_id, self.loader.merged_parts(device_id))
            self.loader.load_location()
            self.generic.follow()

    @callback
    def home_changed(self, changes: Changes) -> None:
        """Follow up a reading that found other devices or scenes, in the background."""
        self.lifetime.start(self._settle_and_subscribe(changes), "home changed")

    async def _settle_and_subscribe(self, changes: Changes) -> None:
        await self.settle(changes)
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
        if plan is None or device_id in self.silence.silent:
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
        self.silence.subscribed()
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
        entries: list[StConfigEntry] = self.hass.config_entries.async_loaded_entries(DOMAIN)
        for entry in entries:
            if entry is not self.entry and device_id in entry.runtime_data.store.devices:
                entry.runtime_data.home_changed(Changes(changed=frozenset({device_id})))
