"""Reads scenes, modes, rooms and the location itself.

A poll fails only if the devices cannot be read. All else stays as it was until the next poll.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from collections.abc import Set as AbstractSet
from datetime import timedelta

from ..cloud.api.client import SmartThingsClient
from ..cloud.api.errors import CloudError, ForbiddenError, LoginLostError
from ..cloud.models import Room
from .changes import Changes
from .signals import Signals
from .store import LocationStore

_LOGGER = logging.getLogger(__name__)

_SCENES = timedelta(hours=6)
"""Between reads of the scenes, which events report as well."""
_MODES = timedelta(days=1)
"""Between reads of the modes. They are also read when the location enters an unknown mode."""
_SLACK = timedelta(minutes=1)
"""A poll may start a little early or late."""
SECOND_LOOK = 10.0
"""Seconds until a list is read again from which known items are missing.

Lists are sometimes empty, cut short, or change between two of their pages. An item is removed only
if it is missing from two lists. That costs one call for each removal that no event reports.
"""


async def second_look() -> None:
    """Wait before a list is read again from which known items are missing."""
    await asyncio.sleep(SECOND_LOOK)


class LocationReads:
    """Reads a location, apart from its devices, into the store."""

    def __init__(
        self,
        client: SmartThingsClient,
        store: LocationStore,
        *,
        mode_age: Callable[[], timedelta],
        signals: Signals,
    ) -> None:
        """Start without having read anything.

        ``mode_age`` returns how old the current mode may become.
        """
        self.client = client
        self.store = store
        self._mode_age = mode_age
        self._signals = signals
        self._read_at: dict[str, float] = {}
        """When scenes, modes and the current mode were last read, by the monotonic clock."""
        self._failed = False

    def forget_times(self) -> None:
        """Read everything with the next poll."""
        self._read_at.clear()

    def forget_mode(self) -> None:
        """Read the current mode with the next poll."""
        self._read_at.pop("mode", None)

    async def read_due(self, interval: timedelta) -> None:
        """Read everything that would be too old at the next poll, which follows in ``interval``.

        A change is signalled even if another part of the poll fails.
        """
        reads = [self._read_location()]
        if self._due("scenes", _SCENES, interval):
            reads.append(self._report(self.read_scenes))
        if self._due("modes", _MODES, interval):
            self._read_at["mode"] = time.monotonic()
            reads.append(self._report(self.read_modes))
        elif self._due("mode", self._mode_age(), interval):
            reads.append(self._report(self.read_mode))
        self._failed = False
        # Wait for all of them, so that none outlives the poll.
        for outcome in await asyncio.gather(*reads, return_exceptions=True):
            if isinstance(outcome, BaseException):
                raise outcome
        if self._failed:
            self._read_at.clear()

    async def _report(self, read: Callable[[], Awaitable[bool]]) -> None:
        if await read():
            self._signals.changed.send(Changes())

    def _due(self, what: str, age: timedelta, interval: timedelta) -> bool:
        now = time.monotonic()
        last = self._read_at.get(what)
        if last is not None and now - last <= (age + _SLACK - interval).total_seconds():
            return False
        self._read_at[what] = now
        return True

    async def read_scenes(self) -> bool:
        """Read the scenes; return whether they have changed."""
        store, poll = self.store, self.store.start_poll()
        found = await self._list_twice(
            "scenes",
            lambda: self.client.scenes(store.location_id),
            lambda scene: scene.scene_id,
            store.state.missing_scenes,
        )
        if found is None:
            return False
        known = store.state.scenes
        store.state.take_scenes(found, poll, complete=self.client.all_usable("scenes"))
        return known != store.state.scenes

    async def read_modes(self) -> bool:
        """Read the modes and the current one; return whether they have changed."""
        store, poll = self.store, self.store.start_poll()
        found = await self._list_twice(
            "modes",
            lambda: self.client.modes(store.location_id),
            lambda mode: mode.mode_id,
            # A location has at least one mode.
            lambda present: store.state.modes.keys() - present if present else {""},
        )
        if found is None:
            return False
        known = (store.state.modes, store.state.mode_id)
        store.state.take_modes(found, poll, complete=self.client.all_usable("modes"))
        await self.read_mode()
        return known != (store.state.modes, store.state.mode_id)

    async def _list_twice[T](
        self,
        kind: str,
        read: Callable[[], Awaitable[list[T]]],
        key: Callable[[T], str],
        missing: Callable[[AbstractSet[str]], AbstractSet[str]],
    ) -> dict[str, T] | None:
        """Return the items of a list by id, None if it could not be read.

        If known items are missing it is read again, because their entities would be removed.
        """
        listed = await self._optional(read())
        if listed is None:
            return None
        found = {key(item): item for item in listed}
        if self.client.all_usable(kind) and missing(found.keys()):
            await second_look()
            if (again := await self._optional(read())) is None:
                return None
            found |= {key(item): item for item in again}
        return found

    async def read_mode(self) -> bool:
        """Read the current mode; return whether it has changed."""
        store = self.store
        if not store.state.modes:
            return False
        known, poll = store.state.mode_id, store.start_poll()
        if current := await self._optional(self.client.current_mode(store.location_id)):
            self._signals.newer_polls.send(store.state.take_mode(current.mode_id, poll))
        return known != store.state.mode_id

    async def _read_location(self) -> None:
        """Read the temperature scale, once."""
        state = self.store.state
        if state.location is None:
            state.location = await self._optional(self.client.location(self.store.location_id))

    async def _optional[T](self, read: Awaitable[T]) -> T | None:
        """Return the answer of a read, None if it is not permitted or has failed.

        A read without permission is not repeated before its time.
        """
        try:
            return await read
        except ForbiddenError:
            return None
        except LoginLostError:
            raise
        except CloudError as err:
            _LOGGER.debug("A part of the location could not be read: %s", err)
            self._failed = True
            return None

    async def read_rooms(self) -> dict[str, str]:
        """Return the names of the rooms by id, empty if they cannot be read."""
        try:
            rooms: list[Room] = await self.client.rooms(self.store.location_id)
        except CloudError as err:
            _LOGGER.debug("The rooms could not be read: %s", err)
            return {}
        return {room.room_id: room.name for room in rooms}
