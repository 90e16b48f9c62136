"""Keeps the registries and the entities in step with the devices of the store."""

import asyncio

from homeassistant.core import callback

from .changes import Changes
from .device_registry import DeviceRegistrar
from .entity_loader import EntityLoader
from .reads import LocationReads
from .signals import Signals


class EntitySync:
    """Adds, changes and removes devices and entities after the store has changed."""

    def __init__(
        self,
        loader: EntityLoader,
        registrar: DeviceRegistrar,
        reads: LocationReads,
        signals: Signals,
    ) -> None:
        """Start with nothing synced."""
        self._store = loader.store
        self._loader = loader
        self._registrar = registrar
        self._reads = reads
        self._signals = signals
        self._running = asyncio.Lock()

    async def sync(self, changes: Changes) -> bool:
        """Follow changes; return whether a loaded entity has a different entry now.

        Locked, because it waits for the names of rooms.
        """
        async with self._running:
            for device_id in changes.removed:
                self.remove(device_id)
            devices = {key: stored.device for key, stored in self._store.devices.items()}
            new = [devices[key] for key in changes.added if key in devices]
            rooms = await self._reads.read_rooms() if self._registrar.any_new_in_a_room(new) else {}
            different = (changes.added | changes.changed) & self._store.devices.keys()
            statuses = {key: stored.status for key, stored in self._store.devices.items()}
            self._registrar.register(
                {key: devices[key] for key in different if key in devices}, rooms, statuses
            )
            outdated = self._loader.load(sorted(different))
            for device_id in different:
                self._registrar.merge_parts(device_id, self._loader.merged_parts(device_id))
            self._loader.load_location()
            return outdated

    @callback
    def remove(self, device_id: str) -> None:
        """Remove a device with its entities."""
        self._store.remove(device_id)
        self._loader.forget(device_id)
        self._registrar.remove(device_id)
        self._signals.device_removed.send(device_id)
