"""The clock of the reconcile: one full read of the home, at start, after a gap, and regularly."""

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryAuthFailed
from homeassistant.helpers.debounce import Debouncer
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed

from .cloud.client import SmartThingsClient
from .cloud.errors import (
    CloudError,
    ForbiddenError,
    LoginLostError,
    TooManyRequestsError,
    UnauthorizedError,
)
from .cloud.models import Health, ListedDevice, Room, Status
from .const import DOMAIN
from .store import Changes, HomeStore

_LOGGER = logging.getLogger(__name__)

_INTERVAL = timedelta(minutes=30)
_RETRY = 60.0
"""Seconds until the next try when the cloud was not reached."""
_COOLDOWN = 2.0
"""Seconds between readings that events ask for: a new device shows up at once, a burst of them
costs few calls."""
_PARALLEL = 6
"""Calls at a time where devices have to be read one by one."""


class HomeCoordinator(DataUpdateCoordinator[Changes]):
    """Reads the home into the store; its data says what was different in the devices."""

    config_entry: ConfigEntry

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        client: SmartThingsClient,
        store: HomeStore,
    ) -> None:
        """Prepare the clock; the first reading is asked for by the set-up."""
        super().__init__(
            hass,
            _LOGGER,
            config_entry=entry,
            name=f"SmartThings location {entry.title}",
            update_interval=_INTERVAL,
            always_update=False,
            request_refresh_debouncer=Debouncer(hass, _LOGGER, cooldown=_COOLDOWN, immediate=True),
        )
        self.client = client
        self.store = store
        self.odd_devices = 0
        """Items of the last device list that could not be read."""
        self.on_changes: Callable[[Changes], None] | None = None
        """Called after each reading that found other devices or scenes than before."""

    async def _async_update_data(self) -> Changes:
        """Read devices and scenes; a failure becomes what Home Assistant logs and retries."""
        try:
            return await self._read_home()
        except (LoginLostError, UnauthorizedError) as err:
            raise ConfigEntryAuthFailed(
                translation_domain=DOMAIN,
                translation_key="login_lost",
                translation_placeholders={"name": self.config_entry.title},
            ) from err
        except CloudError as err:
            wait = err.retry_after if isinstance(err, TooManyRequestsError) else _RETRY
            raise UpdateFailed(
                retry_after=wait,
                translation_domain=DOMAIN,
                translation_key="read_failed",
                translation_placeholders={"name": self.config_entry.title, "error": str(err)},
            ) from err

    async def _read_home(self) -> Changes:
        reading = self.store.start_reading()
        listed, scenes_changed = await asyncio.gather(self._read_devices(), self.read_scenes())
        changes = self.store.replace(listed, reading, complete=self.odd_devices == 0)
        if self.on_changes and (changes or scenes_changed):
            self.on_changes(changes)
        return changes

    async def _read_devices(self) -> list[ListedDevice]:
        found = await self.client.devices(self.store.location_id)
        if found.odd != self.odd_devices:
            _LOGGER.debug("%d devices of the list could not be read", found.odd)
        self.odd_devices = found.odd
        limit = asyncio.Semaphore(_PARALLEL)
        return list(await asyncio.gather(*(self._complete(item, limit) for item in found.devices)))

    async def _complete(self, item: ListedDevice, limit: asyncio.Semaphore) -> ListedDevice:
        """Read what the list did not carry of a device (platform reference 8.1)."""
        status, health = item.status, item.health
        if status is None:
            async with limit:
                status = await self._read_status(item.device.device_id)
        if health is None:
            async with limit:
                health = await self._read_health(item.device.device_id)
        return ListedDevice(item.device, status, health)

    async def _read_status(self, device_id: str) -> Status | None:
        """Read one status; a device whose status is refused must not cost the others theirs."""
        try:
            return await self.client.device_status(device_id)
        except LoginLostError, UnauthorizedError, TooManyRequestsError:
            raise
        except CloudError as err:
            _LOGGER.debug("The status of a device could not be read: %s", err)
            return None

    async def _read_health(self, device_id: str) -> Health | None:
        return await self.client.device_health(device_id)

    async def read_scenes(self) -> bool:
        """Read the scenes; return whether they are others than before.

        A location whose scenes may not be read has none; while the cloud does not answer, the
        known ones stay.
        """
        try:
            scenes = {
                scene.scene_id: scene for scene in await self.client.scenes(self.store.location_id)
            }
        except ForbiddenError:
            scenes = {}
        except LoginLostError, UnauthorizedError:
            raise
        except CloudError as err:
            _LOGGER.debug("The scenes could not be read: %s", err)
            return False
        changed = scenes != self.store.scenes
        self.store.scenes = scenes
        return changed

    async def read_rooms(self) -> dict[str, str]:
        """Return the names of the rooms by id; without them devices just get no area."""
        try:
            rooms: list[Room] = await self.client.rooms(self.store.location_id)
        except CloudError as err:
            _LOGGER.debug("The rooms could not be read: %s", err)
            return {}
        return {room.room_id: room.name for room in rooms}
