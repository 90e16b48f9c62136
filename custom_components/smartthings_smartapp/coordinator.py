"""The clock of the reconcile: one full read of the home, at start, after a gap, and regularly."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Collection, Iterable
from collections.abc import Set as AbstractSet
from datetime import timedelta
from enum import Enum, auto
from typing import Final, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, callback
from homeassistant.exceptions import ConfigEntryAuthFailed
from homeassistant.helpers.debounce import Debouncer
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed

from .access import Refusal
from .cloud.client import DeviceList, SmartThingsClient
from .cloud.device_reads import complete
from .cloud.errors import (
    CloudError,
    CloudUnreachableError,
    ForbiddenError,
    LoginLostError,
    PaymentRequiredError,
    TooManyRequestsError,
    UnauthorizedError,
)
from .cloud.limiter import Window
from .cloud.models import Device, ListedDevice, Room
from .const import CONF_WEBHOOK_URL, DOMAIN
from .lifetime import Lifetime
from .options import MIN_LONGEST_INTERVAL, Options
from .outage import Outage
from .slices import in_slices
from .store import Changes, HomeStore, Overtaken

_LOGGER = logging.getLogger(__name__)

_SHORTEST = timedelta(minutes=MIN_LONGEST_INTERVAL)
"""Between readings after a start, a gap, or anything that makes push doubtful.

While push proves itself, each good one doubles the time to the next, up to that of the options.
"""
_POLLED = timedelta(minutes=1)
"""Between readings of a home that nothing is delivered of."""
_SCENES = timedelta(hours=6)
"""Between readings of the scenes, of which events tell too."""
_MODES = timedelta(days=1)
"""Between readings of the list of modes; one that is entered and not known is read at once."""
_SLACK = timedelta(minutes=1)
"""No reading comes at the very second."""
_SOON = 60.0
"""Seconds until a reading that is to tell which of two values is right."""
FEW = 3
"""Up to so many devices are read one by one; more cost less in one list."""
POLL_TIMEOUT = 300.0
"""Seconds that a whole poll may take: no longer than the shortest time to the next."""
SECOND_LOOK = 10.0
"""Seconds until a list that lacks known devices is read again.

Lists are sometimes empty, cut short, or change between two of their pages. Only what two lists lack
is removed. That costs one call for each removal that no event reports.
"""
_COOLDOWN = 2.0
"""Seconds between readings that events ask for: a new device shows up at once, a burst of them
costs few calls."""


class Doubt(Enum):
    """Why push may have missed something."""

    REFUSED = auto()
    """A request was refused that may have been a true delivery."""
    MISSED = auto()
    """An event did not arrive."""
    HINTS = auto()
    """Polls found newer reports, and nothing was delivered."""


_DAY: Final = timedelta(days=1)
_DOUBTS: Final = {Doubt.REFUSED: 3, Doubt.MISSED: 4, Doubt.HINTS: 1}
"""How often a day each is followed by more polls."""


class HomeCoordinator(DataUpdateCoordinator[Changes]):
    """Reads the home into the store; its data says what was different in the devices."""

    config_entry: ConfigEntry

    def __init__(
        self,
        lifetime: Lifetime,
        client: SmartThingsClient,
        store: HomeStore,
        options: Options,
    ) -> None:
        """Prepare the polls; the set-up asks for the first."""
        hass, entry = lifetime.hass, lifetime.entry
        delivers = bool(entry.data[CONF_WEBHOOK_URL])
        self._shortest = _SHORTEST if delivers else _POLLED
        self._longest = options.longest_interval if delivers else _POLLED
        self._mode_age = options.longest_interval if delivers else _SHORTEST
        self._interval = self._shortest
        """Between good polls."""
        self._outage = Outage(delivers=delivers)
        self._polling = False
        self._poll_again = False
        """Whether a poll was requested while one ran, so that its answers may be older."""
        self.failure: CloudError | None = None
        """Why the last poll failed, None where it did not."""
        super().__init__(
            hass,
            _LOGGER,
            config_entry=entry,
            name=f"SmartThings location {entry.title}",
            update_interval=self._shortest,
            request_refresh_debouncer=Debouncer(hass, _LOGGER, cooldown=_COOLDOWN, immediate=True),
        )
        self.client = client
        self.store = store
        self.options = options
        self.left_out: dict[str, Device] = {}
        """The devices of the location that the store is not to know, as last listed."""
        self.odd_devices = 0
        """Items of the last device list that could not be read."""
        self.on_changes: Callable[[Changes], None] | None = None
        """Called after each reading that found other devices or scenes than before."""
        self.on_overtaken: Callable[[Iterable[Overtaken]], None] = lambda _overtaken: None
        """Called with what a poll found newer than events had reported."""
        self.login_lost: Callable[[], bool] = lambda: False
        """Tells whether only the user can help."""
        self._doubts = {doubt: Window(_DOUBTS[doubt], _DAY.total_seconds()) for doubt in Doubt}
        self._in_doubt = True
        """Whether push has yet to prove itself: since the start, a gap, or something missed."""
        self.on_refused: Callable[[Refusal], Awaitable[None]] | None = None
        """Asked what it means that the home may not be read."""
        self._lifetime = lifetime
        self._soon: CALLBACK_TYPE | None = None
        self._rest_read: dict[str, float] = {}
        """When scenes, modes and the present mode were last read, by the clock that never jumps;
        empty where one failed."""
        self._rest_failed = False
        self._rest_changed = False
        """Whether any of them is different, of which nobody was told yet."""

    @property
    def reachable(self) -> bool:
        """Whether entities show what is known: polls succeed or deliveries arrive."""
        # A failed poll raises UpdateFailed only during an outage.
        return self.last_update_success

    @callback
    def delivered(self) -> None:
        """Note that a delivery arrived, which ends an outage before a poll does."""
        self._outage.delivered()
        if not self.reachable:
            _LOGGER.info("%s reports changes again", self.name)
            self.async_set_updated_data(Changes())
            self._lifetime.start(self.async_request_refresh(), "poll after an outage")

    @override
    async def async_request_refresh(self) -> None:
        """Poll soon; during a poll, poll again after it.

        What is requested because of an event may not be in the answers of a poll under way.
        """
        if self._polling:
            self._poll_again = True
            return
        await super().async_request_refresh()

    @callback
    @override
    def _async_refresh_finished(self) -> None:
        """Make up for requests during the poll."""
        if self._poll_again and self._listeners:
            self._poll_again = False
            self._lifetime.start(self.async_request_refresh(), "poll again")

    @override
    async def _async_update_data(self) -> Changes:
        """Poll the location; raise UpdateFailed where failed polls amount to an outage."""
        self._polling, self._poll_again = True, False
        failure: CloudError
        try:
            async with asyncio.timeout(POLL_TIMEOUT):
                # Home Assistant's own task for it is not the entry's.
                changes = await self._lifetime.run(self._read_home(), "poll")
        except TimeoutError as err:
            failure = CloudUnreachableError(TimeoutError.__name__)
            failure.__cause__ = err
        except (LoginLostError, UnauthorizedError) as err:
            # Once loaded the login asks for itself, and the polls go on: it may come back.
            lost = isinstance(err, LoginLostError) or self.login_lost()
            if lost and self.data is None:
                raise ConfigEntryAuthFailed(
                    translation_domain=DOMAIN,
                    translation_key="login_lost",
                    translation_placeholders={"name": self.config_entry.title},
                ) from err
            failure = err
        except (ForbiddenError, PaymentRequiredError, TooManyRequestsError) as err:
            if self.on_refused:
                await self.on_refused(err)
            failure = err
        except CloudError as err:
            failure = err
        else:
            self.failure = None
            self._outage.answered()
            self.update_interval = self._interval
            return changes
        finally:
            self._polling = False
        return self._failed(failure)

    def _failed(self, err: CloudError) -> Changes:
        """Return that nothing changed, or raise UpdateFailed where that cannot be said any more."""
        self.failure = err
        self._outage.failed()
        self._in_doubt, self._interval = True, self._shortest
        self._rest_read.clear()
        wait = self._outage.retry_in or self._interval.total_seconds()
        if isinstance(err, CloudUnreachableError | TooManyRequestsError) and err.retry_after:
            wait = max(wait, err.retry_after)
        self.update_interval = timedelta(seconds=wait)
        if self.data is not None and self.reachable and not self._outage.lasts:
            _LOGGER.debug("A poll of %s failed, next in %.0f s: %s", self.name, wait, err)
            return Changes()
        raise UpdateFailed(
            translation_domain=DOMAIN,
            translation_key="read_failed",
            translation_placeholders={"name": self.config_entry.title, "error": str(err)},
        ) from err

    async def _read_home(self) -> Changes:
        reading = self.store.start_reading()
        listed, rest = await asyncio.gather(
            self._read_devices(), self._read_rest(), return_exceptions=True
        )
        if isinstance(listed, BaseException):
            raise listed
        if isinstance(rest, BaseException):
            raise rest
        changes = Changes()
        async for part in in_slices(listed):
            changes |= self.store.take(part, reading)
        if not self.odd_devices:
            changes |= self.store.retain({item.device.device_id for item in listed}, reading)
        self.on_overtaken(changes.overtaken)
        if self.failure:
            self._in_doubt, self._interval = True, self._shortest
        elif self.data is not None:
            self._in_doubt, self._interval = False, self._longer
        different, self._rest_changed = bool(changes) or self._rest_changed, False
        if self.on_changes and different:
            self.on_changes(changes)
        return changes

    @property
    def _longer(self) -> timedelta:
        """The time to the next poll once a good one has come."""
        return min(self._interval * 2, self._longest)

    async def _read_rest(self) -> None:
        """Read what else would get too old."""
        reads = [self._read_location()]
        if self._due("scenes", _SCENES):
            reads.append(self.read_scenes())
        if self._due("modes", _MODES):
            self._rest_read["mode"] = time.monotonic()
            reads.append(self.read_modes())
        elif self._due("mode", self._mode_age):
            reads.append(self.read_mode())
        self._rest_failed = False
        # All are waited for, so that none outlives the poll.
        for outcome in await asyncio.gather(*reads, return_exceptions=True):
            if isinstance(outcome, BaseException):
                raise outcome
        if self._rest_failed:
            self._rest_read.clear()

    def _due(self, what: str, age: timedelta) -> bool:
        """Tell whether something would be older than it may be at the reading after this one."""
        now = time.monotonic()
        last = self._rest_read.get(what)
        if last is not None and now - last <= (age + _SLACK - self._longer).total_seconds():
            return False
        self._rest_read[what] = now
        return True

    @callback
    def distrust(self, doubt: Doubt) -> None:
        """Poll more often for a while, beginning soon: something may have been missed.

        Each kind of doubt may do so a few times a day only, since that costs calls.
        """
        allowed = self._doubts[doubt]
        if not self._in_doubt and not allowed.wait():
            allowed.take()
            self._in_doubt, self._interval = True, self._shortest
            self.update_interval = self._interval
            self._rest_read.clear()
            self._schedule_refresh()

    @callback
    def read_soon(self) -> None:
        """Read the home within a minute; asking again meanwhile changes nothing."""
        if self._soon is None:
            self._soon = self._lifetime.after(_SOON, self._read_now, "poll soon")

    async def _read_now(self) -> None:
        self._soon = None
        await self.async_request_refresh()

    async def read_some(self, device_ids: Collection[str]) -> None:
        """Read some devices alone; a failure is left to the next full reading to tell."""
        if len(device_ids) > FEW:
            await self.async_request_refresh()
            return
        for device_id in tuple(device_ids):
            if device_id in self.store.devices:
                try:
                    await self._read_one(device_id, with_health=False)
                except CloudError as err:
                    _LOGGER.debug("A silent device could not be read: %s", err)

    async def read_device(self, device_id: str) -> Changes:
        """Read one device for somebody who waits for it. Raises CloudError."""
        return await self._read_one(device_id, with_health=True)

    async def _read_one(self, device_id: str, *, with_health: bool) -> Changes:
        reading = self.store.start_reading()
        status = await self.client.device_status(device_id)
        health = await self.client.device_health(device_id) if with_health else None
        changes = self.store.update(device_id, status, health, reading)
        self.on_overtaken(changes.overtaken)
        if self.on_changes and changes:
            self.on_changes(changes)
        return changes

    async def _read_devices(self) -> list[ListedDevice]:
        found = await self._list_devices()
        if not found.odd and self._missing(found.devices):
            await asyncio.sleep(SECOND_LOOK)
            again = await self._list_devices()
            known = {item.device.device_id: item for item in (*found.devices, *again.devices)}
            found = DeviceList([*known.values()], again.odd)
        self.odd_devices = found.odd
        wanted, left_out = self._sorted_out(found.devices)
        # What an odd item is about is not known, so none is taken for gone.
        self.left_out = {**self.left_out, **left_out} if found.odd else left_out
        return await complete(self.client, wanted)

    async def _list_devices(self) -> DeviceList:
        found = await self.client.devices(self.store.location_id)
        if found.odd != self.odd_devices:
            _LOGGER.debug("%d devices of the list could not be read", found.odd)
        return found

    def _missing(self, listed: Iterable[ListedDevice]) -> bool:
        present = {item.device.device_id for item in listed}
        return bool(self.store.missing(present | self.options.left_out))

    def _sorted_out(
        self, listed: Iterable[ListedDevice]
    ) -> tuple[list[ListedDevice], dict[str, Device]]:
        """Return the devices that are to be known, and apart from them those that are left out."""
        wanted: list[ListedDevice] = []
        left_out: dict[str, Device] = {}
        for item in listed:
            if item.device.device_id in self.options.left_out:
                left_out[item.device.device_id] = item.device
            else:
                wanted.append(item)
        return wanted, left_out

    async def read_scenes(self) -> bool:
        """Read the scenes; return whether they are others than before."""
        store, reading = self.store, self.store.start_reading()
        found = await self._list_twice(
            "scenes",
            lambda: self.client.scenes(store.location_id),
            lambda scene: scene.scene_id,
            store.missing_scenes,
        )
        if found is None:
            return False
        known = store.scenes
        store.take_scenes(found, reading, complete=self.client.all_usable("scenes"))
        return self._different(known != store.scenes)

    async def read_modes(self) -> bool:
        """Read the modes of the location and the present one; return whether any is different."""
        store, reading = self.store, self.store.start_reading()
        found = await self._list_twice(
            "modes",
            lambda: self.client.modes(store.location_id),
            lambda mode: mode.mode_id,
            lambda present: store.modes.keys() - present,
        )
        if found is None:
            return False
        known = (store.modes, store.mode_id)
        store.take_modes(found, reading, complete=self.client.all_usable("modes"))
        await self.read_mode()
        return self._different(known != (store.modes, store.mode_id))

    async def _list_twice[T](
        self,
        kind: str,
        read: Callable[[], Awaitable[list[T]]],
        key: Callable[[T], str],
        missing: Callable[[AbstractSet[str]], AbstractSet[str]],
    ) -> dict[str, T] | None:
        """Return the things of a list by id, None where it could not be read.

        A list that lacks known things is read twice: their entities would be removed.
        """
        listed = await self._optional(read())
        if listed is None:
            return None
        found = {key(item): item for item in listed}
        if self.client.all_usable(kind) and missing(found.keys()):
            await asyncio.sleep(SECOND_LOOK)
            if (again := await self._optional(read())) is None:
                return None
            found |= {key(item): item for item in again}
        return found

    async def read_mode(self) -> bool:
        """Read the mode that the location is in; return whether it is another."""
        store = self.store
        if not store.modes:
            return False
        known, reading = store.mode_id, store.start_reading()
        if current := await self._optional(self.client.current_mode(store.location_id)):
            self.on_overtaken(store.take_mode(current.mode_id, reading))
        return self._different(known != store.mode_id)

    def _different(self, different: bool) -> bool:  # noqa: FBT001 (it is all there is to say)
        """Remember a difference: the reading that found it may yet fail by another part."""
        self._rest_changed = self._rest_changed or different
        return different

    async def _read_location(self) -> bool:
        """Read what hardly ever changes: the temperature scale."""
        if self.store.location is None:
            self.store.location = await self._optional(self.client.location(self.store.location_id))
        return False

    async def _optional[T](self, read: Awaitable[T]) -> T | None:
        """Return what is read, None where it may not or could not be.

        Only devices are worth a failed reading: the rest stays as known until the next. What the
        SmartApp has no scope for is asked for rarely.
        """
        try:
            return await read
        except ForbiddenError:
            return None
        except LoginLostError:
            raise
        except CloudError as err:
            _LOGGER.debug("A part of the location could not be read: %s", err)
            self._rest_failed = True
            return None

    async def read_rooms(self) -> dict[str, str]:
        """Return the names of the rooms by id; without them devices just get no area."""
        try:
            rooms: list[Room] = await self.client.rooms(self.store.location_id)
        except CloudError as err:
            _LOGGER.debug("The rooms could not be read: %s", err)
            return {}
        return {room.room_id: room.name for room in rooms}
