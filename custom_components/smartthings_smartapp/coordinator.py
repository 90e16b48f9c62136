"""The clock of the reconcile: one full read of the home, at start, after a gap, and regularly."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Iterable
from datetime import datetime, timedelta

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryAuthFailed
from homeassistant.helpers.debounce import Debouncer
from homeassistant.helpers.event import async_call_later
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed
from homeassistant.util import dt as dt_util

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
from .store import Changes, HomeStore, Overtaken

_LOGGER = logging.getLogger(__name__)

_SHORTEST = timedelta(minutes=5)
"""Between readings after a start, a gap, or anything that makes push doubtful."""
_LONGEST = timedelta(minutes=60)
"""Between readings while push proves itself; each good one doubles the time to the next."""
_RARELY = timedelta(hours=6)
"""Between readings of scenes and modes, of which events tell too."""
_SOON = 60.0
"""Seconds until a reading that is to tell which of two values is right."""
_FEW = 3
"""Up to so many devices are read one by one; more cost less in one list."""
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
            update_interval=_SHORTEST,
            always_update=False,
            request_refresh_debouncer=Debouncer(hass, _LOGGER, cooldown=_COOLDOWN, immediate=True),
        )
        self.client = client
        self.store = store
        self.odd_devices = 0
        """Items of the last device list that could not be read."""
        self.on_changes: Callable[[Changes], None] | None = None
        """Called after each reading that found other devices or scenes than before."""
        self.on_overtaken: Callable[[Iterable[Overtaken]], bool] = lambda _overtaken: False
        """Told what a reading found newer than events had told; says whether any was missed."""
        self._soon: CALLBACK_TYPE | None = None
        entry.async_on_unload(self.forget_soon)
        self._rest_read: datetime | None = None
        """When scenes and modes were last read."""

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
        listed, rest_changed = await asyncio.gather(self._read_devices(), self._read_rest())
        changes = self.store.replace(listed, reading, complete=self.odd_devices == 0)
        if self.on_overtaken(changes.overtaken) or not self.last_update_success:
            self.update_interval = _SHORTEST
        elif self.data is not None:
            self.update_interval = min((self.update_interval or _SHORTEST) * 2, _LONGEST)
        if self.on_changes and (changes or rest_changed):
            self.on_changes(changes)
        return changes

    async def _read_rest(self) -> bool:
        """Read what changes rarely, if it was not read lately; return whether it is different."""
        now = dt_util.utcnow()
        gap = not self.last_update_success
        if self._rest_read and now - self._rest_read < _RARELY and not gap:
            return False
        found = await asyncio.gather(self.read_scenes(), self.read_modes(), self._read_location())
        self._rest_read = now
        return any(found)

    @callback
    def distrust(self) -> None:
        """Read more often for a while, beginning soon: something may have been missed."""
        if self.update_interval != _SHORTEST:
            self.update_interval = _SHORTEST
            self._schedule_refresh()

    @callback
    def read_soon(self) -> None:
        """Read the home within a minute; asking again meanwhile changes nothing."""
        if self._soon is None:
            self._soon = async_call_later(self.hass, _SOON, self._read_now)

    async def _read_now(self, _now: datetime) -> None:
        self._soon = None
        await self.async_request_refresh()

    @callback
    def forget_soon(self) -> None:
        """Give up the reading that was asked for: the entry is unloaded."""
        if self._soon is not None:
            self._soon()
            self._soon = None

    async def read_some(self, device_ids: Collection[str]) -> None:
        """Read some devices alone; a failure is left to the next full reading to tell."""
        if len(device_ids) > _FEW:
            await self.async_request_refresh()
            return
        reading = self.store.start_reading()
        found = []
        for device_id in tuple(device_ids):
            if stored := self.store.devices.get(device_id):
                try:
                    status = await self.client.device_status(device_id)
                except CloudError as err:
                    _LOGGER.debug("A silent device could not be read: %s", err)
                    continue
                found.append(ListedDevice(stored.device, status, None))
        changes = self.store.replace(found, reading, complete=False)
        self.on_overtaken(changes.overtaken)
        if self.on_changes and changes:
            self.on_changes(changes)

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
        """Read the scenes; return whether they are others than before."""
        scenes = await self._optional(self.client.scenes(self.store.location_id), [])
        if scenes is None:
            return False
        known, self.store.scenes = self.store.scenes, {item.scene_id: item for item in scenes}
        return known != self.store.scenes

    async def read_modes(self) -> bool:
        """Read the modes of the location and the present one; return whether any is different."""
        location_id = self.store.location_id
        modes = await self._optional(self.client.modes(location_id), [])
        if modes is None:
            return False
        known = (self.store.modes, self.store.mode_id)
        self.store.modes = {mode.mode_id: mode for mode in modes}
        if modes and (current := await self._optional(self.client.current_mode(location_id), None)):
            self.store.mode_id = current.mode_id
        return known != (self.store.modes, self.store.mode_id)

    async def _read_location(self) -> bool:
        """Read what hardly ever changes: the temperature scale."""
        if self.store.location is None:
            self.store.location = await self._optional(
                self.client.location(self.store.location_id), None
            )
        return False

    @staticmethod
    async def _optional[T](read: Awaitable[T], without: T) -> T | None:
        """Return what is read, ``without`` where it may not be, None where it could not be.

        Only devices are worth a failed reading: the rest stays as known until the next.
        """
        try:
            return await read
        except ForbiddenError:
            return without
        except LoginLostError, UnauthorizedError:
            raise
        except CloudError as err:
            _LOGGER.debug("A part of the location could not be read: %s", err)
            return None

    async def read_rooms(self) -> dict[str, str]:
        """Return the names of the rooms by id; without them devices just get no area."""
        try:
            rooms: list[Room] = await self.client.rooms(self.store.location_id)
        except CloudError as err:
            _LOGGER.debug("The rooms could not be read: %s", err)
            return {}
        return {room.room_id: room.name for room in rooms}
