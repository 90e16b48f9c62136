"""Polls the location: at start, after a gap, and regularly."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Iterable
from datetime import timedelta
from enum import Enum, auto
from typing import Final, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import callback
from homeassistant.exceptions import ConfigEntryAuthFailed
from homeassistant.helpers.debounce import Debouncer
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed

from .cloud.api.client import DeviceList, SmartThingsClient
from .cloud.api.device_reads import complete_devices
from .cloud.api.errors import (
    CloudError,
    CloudUnreachableError,
    LoginLostError,
    RefusedError,
    TooManyRequestsError,
    UnauthorizedError,
)
from .cloud.api.rate_limits import DAY, Window
from .cloud.models import Device, ListedDevice
from .cloud.slices import in_slices
from .const import CONF_WEBHOOK_URL, DOMAIN
from .location.budget import Budget
from .location.changes import Changes
from .location.lifetime import Lifetime
from .location.options import MIN_LONGEST_INTERVAL, Options
from .location.outage import Outage
from .location.reads import LocationReads, second_look
from .location.signals import Signals
from .location.store import LocationStore

_LOGGER = logging.getLogger(__name__)

_SHORTEST = timedelta(minutes=MIN_LONGEST_INTERVAL)
"""Between polls after a start, a gap, or anything that makes push doubtful.

While push works, each good poll doubles the time to the next one, up to the longest.
"""
_LONGEST: Final = timedelta(hours=1)
"""Between polls while push works, unless the options say otherwise."""
_LONGEST_ALIVE: Final = timedelta(hours=3)
"""The same while heartbeats prove it. A poll then only finds an event that was lost alone."""
_POLLED = timedelta(minutes=1)
"""Between polls of a location without deliveries."""
_SOON = 60.0
"""Seconds until a poll that decides between two values."""
FEW = 3
"""Up to so many devices are read one by one; for more, a list costs fewer calls."""
_FEW_MISSING: Final = 1
_LARGE_PART: Final = 4
"""If more than one device and more than one in four are missing, a second poll decides."""
POLL_TIMEOUT = 300.0
"""Seconds that a whole poll may take: no longer than the shortest time to the next."""
_COOLDOWN = 2.0
"""Seconds between polls that events request: a new device is added instantly, and many new ones
cost few calls."""


class Doubt(Enum):
    """Why push may have missed something."""

    REJECTED = auto()
    """A request was rejected that may have been an authentic delivery."""
    MISSED = auto()
    """An event did not arrive."""
    HINTS = auto()
    """Polls found newer reports, and nothing was delivered."""
    HEARTBEAT = auto()
    """A heartbeat did not arrive, and neither did anything else."""
    GAP = auto()
    """For a while, nothing could be delivered."""


_DOUBTS: Final = {
    Doubt.REJECTED: 3,
    Doubt.MISSED: 4,
    Doubt.HINTS: 1,
    Doubt.HEARTBEAT: 4,
    Doubt.GAP: 12,
}
"""How often a day each of them leads to more polls."""


class LocationCoordinator(DataUpdateCoordinator[Changes]):
    """Polls the location into the store; its data are the changes of the last poll."""

    config_entry: ConfigEntry

    def __init__(  # noqa: PLR0913 (the parts of a location that a poll needs)
        self,
        lifetime: Lifetime,
        client: SmartThingsClient,
        store: LocationStore,
        options: Options,
        signals: Signals,
        *,
        budget: Budget,
        login_lost: Callable[[], bool],
        on_refused: Callable[[RefusedError], Awaitable[None]],
    ) -> None:
        """Create the coordinator; the set-up requests the first poll.

        ``login_lost`` returns whether only the user can restore the login. ``on_refused`` is called
        when a read of the location is refused, to find out why.
        """
        hass, entry = lifetime.hass, lifetime.entry
        delivers = bool(entry.data[CONF_WEBHOOK_URL])
        self._shortest = _SHORTEST if delivers else _POLLED
        self._delivers = delivers
        self._alive = False
        """Whether heartbeats prove that push works."""
        self.budget = budget
        """The calls that polls may make."""
        self._interval = self._shortest
        """Between successful polls, unless the budget asks for more."""
        self._outage = Outage(delivers=delivers)
        self._polling = False
        self._poll_again = False
        """Whether a poll was requested while one ran, so that its answers may be older."""
        self.failure: CloudError | None = None
        """Why the last poll failed, None if it was successful."""
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
        self.excluded: dict[str, Device] = {}
        """The excluded devices, as last listed."""
        self.unreadable_devices = 0
        """Items of the last device list that could not be read."""
        self.lacking: frozenset[str] = frozenset()
        """The devices that were missing from the last list, if these were many."""
        self._reads_each = False
        """Whether the last list had no status, so that a poll costs calls for each device."""
        self._doubts = {doubt: Window(_DOUBTS[doubt], DAY) for doubt in Doubt}
        self._in_doubt = True
        """Whether push is in doubt: after the start, a gap, or a missed event."""
        self._login_lost = login_lost
        self._on_refused = on_refused
        self._lifetime = lifetime
        self._signals = signals
        self._soon = lifetime.timer(self._poll_now, "poll soon")
        self.reads = LocationReads(
            client,
            store,
            mode_age=lambda: self.longest if delivers else _SHORTEST,
            signals=signals,
        )

    @property
    def reachable(self) -> bool:
        """Whether entities are available: polls succeed or deliveries arrive."""
        # A failed poll raises UpdateFailed only during an outage.
        return self.last_update_success

    @property
    def knows_all(self) -> bool:
        """Whether the last list was complete, as far as we know."""
        return not self.unreadable_devices and not self.lacking

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

        The answers of a running poll may not have what an event has just reported.
        """
        if self._polling:
            self._poll_again = True
            return
        await super().async_request_refresh()

    @callback
    @override
    def _async_refresh_finished(self) -> None:
        """Poll again for requests during the poll."""
        if self._poll_again and self._listeners:
            self._poll_again = False
            self._lifetime.start(self.async_request_refresh(), "poll again")

    @override
    async def _async_update_data(self) -> Changes:
        """Poll the location. Raises UpdateFailed if failed polls are an outage."""
        self._polling, self._poll_again = True, False
        failure: CloudError
        try:
            async with asyncio.timeout(POLL_TIMEOUT):
                # Home Assistant's own task would outlive the unload of the entry.
                changes = await self._lifetime.run(self._poll_location(), "poll")
        except TimeoutError as err:
            failure = CloudUnreachableError(TimeoutError.__name__)
            failure.__cause__ = err
        except (LoginLostError, UnauthorizedError) as err:
            # Once loaded, the token manager asks for a new login, and polls continue until then.
            lost = isinstance(err, LoginLostError) or self._login_lost()
            if lost and self.data is None:
                raise ConfigEntryAuthFailed(
                    translation_domain=DOMAIN,
                    translation_key="login_lost",
                    translation_placeholders={"name": self.config_entry.title},
                ) from err
            failure = err
        except RefusedError as err:
            await self._on_refused(err)
            failure = err
        except CloudError as err:
            failure = err
        else:
            self.failure = None
            self._outage.answered()
            self.update_interval = max(self._interval, self.budget.interval)
            return changes
        finally:
            self._polling = False
        return self._failed(failure)

    def _failed(self, err: CloudError) -> Changes:
        """Return no changes, or raise UpdateFailed if this is an outage."""
        self.failure = err
        self._outage.failed()
        self._in_doubt, self._interval = True, self._shortest
        self.reads.forget_times()
        usual = max(self._interval, self.budget.interval)
        wait = self._outage.retry_in or usual.total_seconds()
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

    async def _poll_location(self) -> Changes:
        poll, used = self.store.start_poll(), self.budget.used
        listed = await self._read_parts()
        self.budget.polled(self.budget.used - used)
        changes = Changes()
        async for part in in_slices(listed):
            changes |= self.store.take(part, poll)
        if self.knows_all:
            changes |= self.store.retain({item.device.device_id for item in listed}, poll)
        self._signals.newer_polls.send(changes.newer_polls)
        if self.failure or self.lacking:
            self._in_doubt, self._interval = True, self._shortest
        elif self.data is not None:
            self._in_doubt, self._interval = False, self._longer
        if changes:
            self._signals.changed.send(changes)
        return changes

    async def _read_parts(self) -> list[ListedDevice]:
        """Read the devices, and the location apart from them."""
        if self.failure:
            # One call shows whether the cloud still fails.
            listed = await self._read_devices()
            await self.reads.read_due(self._longer)
            return listed
        devices, rest = await asyncio.gather(
            self._read_devices(), self.reads.read_due(self._longer), return_exceptions=True
        )
        if isinstance(devices, BaseException):
            raise devices
        if isinstance(rest, BaseException):
            raise rest
        return devices

    @property
    def longest(self) -> timedelta:
        """The longest time between polls."""
        if not self._delivers:
            return _POLLED
        if (chosen := self.options.longest_interval) is not None:
            return chosen
        return _LONGEST_ALIVE if self._alive else _LONGEST

    @property
    def is_stretched(self) -> bool:
        """Whether the budget makes polls rarer than they would be while push works."""
        return self.budget.stretches(self.longest)

    @property
    def _longer(self) -> timedelta:
        """The time to the next poll after a successful one."""
        return min(self._interval * 2, self.longest)

    @callback
    def trust_push(self, *, alive: bool) -> None:
        """Poll more rarely while heartbeats prove that push works for everything."""
        self._alive = alive

    @callback
    def poll_more_often(self, doubt: Doubt) -> None:
        """Poll more often for a while, starting soon, because events may have been missed.

        That costs calls, so each kind of doubt can do it a few times a day only. A missed event
        does not if a poll costs calls for each device, because silent devices are read anyway.
        """
        if self.is_stretched or (doubt is Doubt.MISSED and self._reads_each):
            return
        allowed = self._doubts[doubt]
        if not self._in_doubt and not allowed.wait():
            allowed.take()
            self._in_doubt, self._interval = True, self._shortest
            self.update_interval = self._interval
            self.reads.forget_times()
            self._schedule_refresh()

    @callback
    def poll_after_gap(self) -> None:
        """Poll soon, because deliveries are possible again and some were lost.

        One poll finds them all. It can be requested a few times a day, unless calls are scarce.
        """
        allowed = self._doubts[Doubt.GAP]
        if not self.is_stretched and not allowed.wait():
            allowed.take()
            self.reads.forget_times()
            self.poll_soon()

    @callback
    def poll_soon(self) -> None:
        """Poll within a minute, including the mode; further requests until then are ignored."""
        if not self._soon.is_set:
            self._soon.set(_SOON)

    async def _poll_now(self) -> None:
        self.reads.forget_mode()
        await self.async_request_refresh()

    async def read_some(self, device_ids: Collection[str]) -> None:
        """Read some devices; the next poll reports a failure."""
        if len(device_ids) > FEW:
            await self.async_request_refresh()
            return
        for device_id in tuple(device_ids):
            if device_id in self.store.devices:
                try:
                    await self._read_one(device_id, with_health=False)
                except CloudError as err:
                    _LOGGER.debug("A device could not be read: %s", err)

    async def read_device(self, device_id: str) -> Changes:
        """Read one device and return its changes. Raises CloudError."""
        return await self._read_one(device_id, with_health=True)

    async def _read_one(self, device_id: str, *, with_health: bool) -> Changes:
        poll = self.store.start_poll()
        status = await self.client.device_status(device_id)
        health = await self.client.device_health(device_id) if with_health else None
        changes = self.store.update(device_id, status, health, poll)
        self._signals.newer_polls.send(changes.newer_polls)
        if changes:
            self._signals.changed.send(changes)
        return changes

    async def _read_devices(self) -> list[ListedDevice]:
        found = await self._list_devices()
        # An unreadable item removes no device, but at a start a missing device gets no entities.
        if self._missing(found.devices) and (not found.unreadable or self.data is None):
            await second_look()
            again = await self._list_devices()
            known = {item.device.device_id: item for item in (*found.devices, *again.devices)}
            found = DeviceList([*known.values()], again.unreadable)
        self._note_missing(self._missing(found.devices))
        self.unreadable_devices = found.unreadable
        wanted, excluded = self._sorted_out(found.devices)
        self._reads_each = any(item.status is None for item in wanted)
        # An unreadable item may be any device, so none is taken for removed.
        self.excluded = excluded if self.knows_all else {**self.excluded, **excluded}
        return await complete_devices(self.client, wanted)

    async def _list_devices(self) -> DeviceList:
        found = await self.client.devices(self.store.location_id)
        if found.unreadable != self.unreadable_devices:
            _LOGGER.debug("%d devices of the list could not be read", found.unreadable)
        return found

    def _missing(self, listed: Iterable[ListedDevice]) -> frozenset[str]:
        present = {item.device.device_id for item in listed}
        return self.store.missing(present | self.options.excluded)

    def _note_missing(self, missing: frozenset[str]) -> None:
        """Keep a large part of the location that is missing until the next poll confirms it.

        A lost permission or a fault of SmartThings can empty several lists in a row. A removed
        device loses the names, areas and settings that the user has given it.
        """
        many = max(_FEW_MISSING, len(self.store.known) // _LARGE_PART)
        if len(missing) <= many or missing <= self.lacking:
            self.lacking = frozenset()
            return
        if not self.lacking:
            _LOGGER.warning(
                "SmartThings does not list %d of the %d known devices of %s; they are removed only"
                " if the next poll confirms it",
                len(missing),
                len(self.store.known),
                self.name,
            )
        self.lacking = missing

    def _sorted_out(
        self, listed: Iterable[ListedDevice]
    ) -> tuple[list[ListedDevice], dict[str, Device]]:
        """Return the devices to add, and the excluded ones."""
        wanted: list[ListedDevice] = []
        excluded: dict[str, Device] = {}
        for item in listed:
            if item.device.device_id in self.options.excluded:
                excluded[item.device.device_id] = item.device
            else:
                wanted.append(item)
        return wanted, excluded
