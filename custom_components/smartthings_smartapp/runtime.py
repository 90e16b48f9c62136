"""What an entry holds while it is loaded, and what follows when its home changes."""

import asyncio
from dataclasses import dataclass, field

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback

from .cloud.client import SmartThingsClient
from .cloud.tokens import TokenManager
from .coordinator import HomeCoordinator
from .devices import DeviceRegistrar
from .loader import EntityLoader
from .store import Changes, HomeStore
from .subscriptions import Subscriptions
from .webhook import Receiver

type StConfigEntry = ConfigEntry[Runtime]


@dataclass(slots=True, kw_only=True)
class Runtime:
    """The parts of a loaded entry."""

    hass: HomeAssistant
    entry: StConfigEntry
    tokens: TokenManager
    client: SmartThingsClient
    store: HomeStore
    coordinator: HomeCoordinator
    devices: DeviceRegistrar
    loader: EntityLoader
    subscriptions: Subscriptions
    receiver: Receiver
    _reachable: bool = True
    _settling: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def settle(self, changes: Changes) -> None:
        """Bring registry and entities in step with the devices of the store.

        Locked, because the names of rooms are waited for meanwhile.
        """
        async with self._settling:
            for device_id in changes.removed:
                self.remove_device(device_id)
            devices = {key: stored.device for key, stored in self.store.devices.items()}
            new = [devices[key] for key in changes.added if key in devices]
            rooms = (
                await self.coordinator.read_rooms() if self.devices.any_new_in_a_room(new) else {}
            )
            different = (changes.added | changes.changed) & self.store.devices.keys()
            self.devices.register({key: devices[key] for key in different if key in devices}, rooms)
            self.loader.load(sorted(different))
            self.loader.load_location()

    @callback
    def home_changed(self, changes: Changes) -> None:
        """Follow up a reading that found other devices or scenes, in the background."""
        self.entry.async_create_background_task(
            self.hass, self._settle_and_subscribe(changes), "home changed"
        )

    async def _settle_and_subscribe(self, changes: Changes) -> None:
        await self.settle(changes)
        self.subscriptions.replan()

    @callback
    def reachability_changed(self) -> None:
        """Tell the entities when the cloud went or came back, and only then."""
        if self._reachable != self.coordinator.last_update_success:
            self._reachable = self.coordinator.last_update_success
            self.store.tell_all()

    @callback
    def remove_device(self, device_id: str) -> None:
        """Remove a device that is gone from everywhere."""
        self.store.remove(device_id)
        self.loader.forget(device_id)
        self.devices.remove(device_id)
