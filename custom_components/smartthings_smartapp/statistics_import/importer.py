"""Imports statistics from the time before the set-up into Home Assistant's recorder.

SmartThings keeps reports for some days (platform reference 9), and only Home Assistant keeps them
longer. What the recorder has is never changed: only the hours before its first one are imported.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from time import monotonic
from typing import TYPE_CHECKING, Final, NamedTuple

from homeassistant.core import callback
from homeassistant.util import dt as dt_util

from ..cloud.api.client import SmartThingsClient
from ..cloud.api.errors import (
    CloudError,
    ForbiddenError,
    NotFoundError,
    TooManyRequestsError,
    UnauthorizedError,
)
from ..cloud.api.history import HistoryItem, HistorySpan
from ..issues.issue import Issue, end_issue, raise_issue
from ..location.lifetime import Lifetime
from .historic_sensor import HistoricSensor, historic_sensors
from .hours import Means, Sample, Total, means, totals, without_dips
from .memory import ImportMemory

if TYPE_CHECKING:
    from .recorded import Recorded

_LOGGER = logging.getLogger(__name__)

_OLDEST: Final = timedelta(days=7)
"""What SmartThings says that it keeps."""
_WORTH: Final = timedelta(hours=2)
"""Fewer hours before the first one of the recorder are not worth an offer."""
_PAGE: Final = 200
_CHUNK: Final = 1000
"""Reports to request before the next pause."""
_PAUSE: Final = 5.0
_MOST: Final = 20_000
"""Reports of a device; older ones are left out. A meter that reports each minute has 10,000."""
_OFFER_AFTER: Final = 3900.0
"""Seconds until the recorder has its first hour."""
_RESUME_AFTER: Final = 60.0
_RETRY: Final = 900.0
_SCARCE: Final = 6 * 3600.0
_REFUSED: Final = (UnauthorizedError, ForbiddenError, NotFoundError)
RECORDER: Final = "recorder"


class Skipped(StrEnum):
    """Why nothing was imported for a sensor."""

    NOTHING_EARLIER = "nothing_earlier"
    """The recorder has all hours of which SmartThings has reports."""
    TOO_EARLY = "too_early"
    """The recorder has no total yet that the earlier ones could lead to."""


class Imported(NamedTuple):
    """The hours that were imported for a sensor."""

    hours: int
    start: datetime
    end: datetime


class StatisticsImport:
    """Imports statistics of a location in the background, or for an action."""

    def __init__(  # noqa: PLR0913 (each is a part of the location)
        self,
        lifetime: Lifetime,
        client: SmartThingsClient,
        memory: ImportMemory,
        *,
        location_id: str,
        now: Callable[[], datetime],
        may_read: Callable[[], bool],
    ) -> None:
        """Do nothing yet.

        ``now`` returns the current time of SmartThings' clock, ``may_read`` whether calls are not
        scarce.
        """
        self._lifetime = lifetime
        self._client = client
        self._memory = memory
        self._location_id = location_id
        self._now = now
        self._may_read = may_read
        self._turn = asyncio.Lock()
        self._next_read = 0.0
        """When reports may be requested again, by a clock that never jumps."""
        self._timer = lifetime.timer(self._continue, "import of statistics")
        self._offer = lifetime.timer(self._offer_if_useful, "offer to import statistics")

    @property
    def is_possible(self) -> bool:
        """Whether Home Assistant runs its recorder."""
        return RECORDER in self._lifetime.hass.config.components

    @callback
    def start(self) -> None:
        """Continue the import of an earlier run, or offer one in the first days of a location."""
        if self._memory.waiting:
            self._timer.set(_RESUME_AFTER)
        elif self._memory.wanted and dt_util.utcnow() - self._lifetime.entry.created_at < _OLDEST:
            self._offer.set(_OFFER_AFTER)

    # Offer

    async def _offer_if_useful(self) -> None:
        """Raise the issue that offers an import, if there is something to import."""
        if not self.is_possible or not self._may_read():
            return
        useful = await self._useful()
        if not useful or not await self._is_granted():
            return
        raise_issue(
            self._lifetime.hass,
            self._lifetime.entry,
            Issue.STATISTICS,
            sensors=str(len(useful)),
            days=str(_OLDEST.days),
        )

    async def _useful(self) -> list[HistoricSensor]:
        """Return the sensors for which the recorder lacks hours."""
        oldest = self._now() - _OLDEST
        sensors = historic_sensors(self._lifetime.hass, self._lifetime.entry)
        found = [(sensor, await self._recorded(sensor)) for sensor in sensors]
        return [sensor for sensor, known in found if known.begin - oldest >= _WORTH]

    async def _is_granted(self) -> bool:
        """Return whether the history can be read, which takes one call."""
        try:
            await self._client.history(self._location_id, HistorySpan(limit=1))
        except CloudError as err:
            _LOGGER.debug("The history of devices cannot be read: %s", err)
            return False
        return True

    @callback
    def _end_offer(self) -> None:
        self._memory.started()
        self._offer.cancel()
        end_issue(self._lifetime.hass, self._lifetime.entry, Issue.STATISTICS)

    # Import

    @callback
    def begin(self) -> None:
        """Import everything in the background, after a restart too, and end the offer."""
        sensors = historic_sensors(self._lifetime.hass, self._lifetime.entry)
        self._memory.add(sensor.device_id for sensor in sensors)
        self._end_offer()
        self._timer.set(0)

    async def _continue(self) -> None:
        """Import device by device; wait if SmartThings or the user asks for it."""
        while waiting := self._memory.waiting:
            if not self._may_read():
                self._timer.set(_SCARCE)
                return
            try:
                done, _ = await self.run(waiting[:1])
            except TooManyRequestsError as err:
                self._timer.set(err.retry_after)
                return
            except _REFUSED as err:
                _LOGGER.warning("SmartThings refuses the history, so no statistics come: %s", err)
                self._memory.clear()
                return
            except CloudError as err:
                _LOGGER.debug("The history of a device could not be read: %s", err)
                self._timer.set(_RETRY)
                return
            self._memory.done(waiting[0])
            for entity_id, hours in done.items():
                _LOGGER.info("Imported %d hours of statistics of %s", hours.hours, entity_id)

    async def run(
        self, device_ids: Collection[str] | None = None
    ) -> tuple[dict[str, Imported], dict[str, Skipped]]:
        """Import statistics of devices, or of all; return what was imported, or why not.

        Both are by entity id. Raises CloudError; what was imported before it remains.
        """
        async with self._turn:
            sensors = defaultdict[str, list[HistoricSensor]](list)
            for sensor in historic_sensors(self._lifetime.hass, self._lifetime.entry, device_ids):
                sensors[sensor.device_id].append(sensor)
            imported: dict[str, Imported] = {}
            skipped: dict[str, Skipped] = {}
            for device_id, group in sensors.items():
                await self._import_device(device_id, group, imported, skipped)
            if device_ids is None:
                self._end_offer()
            return imported, skipped

    async def _import_device(
        self,
        device_id: str,
        sensors: Iterable[HistoricSensor],
        imported: dict[str, Imported],
        skipped: dict[str, Skipped],
    ) -> None:
        oldest = self._now() - _OLDEST
        wanted: list[tuple[HistoricSensor, Recorded]] = []
        for sensor in sensors:
            known = await self._recorded(sensor)
            if known.is_total and known.first is None:
                skipped[sensor.entity_id] = Skipped.TOO_EARLY
            else:
                wanted.append((sensor, known))
        if not wanted:
            return
        end = max(known.begin for _, known in wanted)
        items = await self._read(device_id, oldest, end)
        for sensor, known in wanted:
            if hours := _hours(sensor, known, items):
                self._import(known, hours)
                first, last = hours[0].start, hours[-1].start
                imported[sensor.entity_id] = Imported(len(hours), first, last + timedelta(hours=1))
            else:
                skipped[sensor.entity_id] = Skipped.NOTHING_EARLIER

    async def _read(self, device_id: str, oldest: datetime, end: datetime) -> list[HistoryItem]:
        """Return the reports of a device between two times, the oldest first."""
        found: list[HistoryItem] = []
        while True:
            await asyncio.sleep(max(0.0, self._next_read - monotonic()))
            self._next_read = monotonic() + _PAUSE
            span = HistorySpan(
                device_id=device_id, limit=_CHUNK, page=_PAGE, before=end, after=oldest
            )
            items = await self._client.history(self._location_id, span)
            found += items
            if len(items) < _CHUNK or len(found) >= _MOST:
                break
            end = items[-1].time
        return found[::-1]

    async def _recorded(self, sensor: HistoricSensor) -> Recorded:
        from .recorded import recorded  # noqa: PLC0415 - not every Home Assistant has the recorder

        now = self._now()
        return await recorded(self._lifetime.hass, sensor, now - _OLDEST, now)

    def _import(self, known: Recorded, hours: Sequence[Means] | Sequence[Total]) -> None:
        from .recorded import import_hours  # noqa: PLC0415 - not every Home Assistant has it

        import_hours(self._lifetime.hass, known, hours)


def _hours(
    sensor: HistoricSensor, known: Recorded, items: Iterable[HistoryItem]
) -> list[Means] | list[Total]:
    """Return the hours of a sensor before those that the recorder has."""
    samples: list[Sample] = []
    for item in items:
        key = sensor.attribute_key
        if (item.component, item.capability, item.attribute) != key or item.time >= known.begin:
            continue
        if (measured := sensor.measured(item)) is not None:
            value = known.converted(measured)
            samples += [] if value is None else [Sample(item.time, value)]
    if known.first is None:
        return means(samples, known.begin)
    return totals([*without_dips(samples)], known.begin, known.first)
