"""Silent delivery: changes that the cloud has and no event told.

A reading that brings a newer value of something subscribed says that an event was lost. One is
put right by the reading itself. Meanwhile nobody knows what else is lost, so the subscriptions are
compared once, and the devices concerned are read every minute until they are heard of again or
nothing more is missed for a while.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta

from homeassistant.const import CONF_WEBHOOK_ID
from homeassistant.core import CALLBACK_TYPE, callback
from homeassistant.util import dt as dt_util
from yarl import URL

from .cloud.plan import Pair
from .const import CONF_WEBHOOK_URL, DOMAIN
from .coordinator import HomeCoordinator
from .issues import Issue, end_issue, raise_issue
from .lifetime import Lifetime
from .reachability import find_obstacle, in_words
from .store import Overtaken
from .subscriptions import Subscriptions
from .webhook import RECEIVERS

_LOGGER = logging.getLogger(__name__)

_UNDER_WAY = timedelta(minutes=2)
"""An event that is younger may still come."""
_POLL = timedelta(minutes=1)
_TRUSTED_AGAIN = timedelta(minutes=15)
"""A device of which nothing more is missed for this long is believed to be told of again."""
_TOLD = frozenset({Issue.NO_DELIVERY, Issue.SILENT_DELIVERY, Issue.WEBHOOK_UNREACHABLE})
"""What the user is told of a silence, one of them at a time."""
_LASTING = timedelta(hours=1)
"""From when on the user is told."""


@dataclass(slots=True)
class _Silence:
    first: datetime
    last: datetime


class SilenceWatch:
    """Knows which devices the platform does not tell of although it should."""

    def __init__(
        self,
        lifetime: Lifetime,
        coordinator: HomeCoordinator,
        subscriptions: Subscriptions,
    ) -> None:
        """Watch the readings of the coordinator."""
        self.missed_by_device: Counter[str] = Counter()
        self.missed_by_subscription: Counter[str] = Counter()
        """By the name of the subscription that should have told."""
        self._hass, self._entry = lifetime.hass, lifetime.entry
        self._lifetime = lifetime
        self._coordinator = coordinator
        self._subscriptions = subscriptions
        self.on_changed: Callable[[], None] | None = None
        """Called when devices become silent or are heard of again."""
        self._silent: dict[str, _Silence] = {}
        self._awaited: dict[Pair, datetime] = {}
        """What a reading found, and when it changed; the event for it may still come."""
        self._has_looked, self._cause = False, ""
        """What our own address was found to be like, where nothing comes."""
        self._heard = False
        """Whether any event has come since the start."""
        self._listening_since = dt_util.utcnow()
        self._stop_polling: CALLBACK_TYPE | None = None
        # What an earlier set-up found has to show itself again.
        self._end_issues()

    @property
    def silent(self) -> frozenset[str]:
        """The devices that are read every minute."""
        return frozenset(self._silent)

    @callback
    def subscribed(self) -> None:
        """Note that subscriptions were made: what happened before could not be told."""
        self._listening_since = dt_util.utcnow()

    @callback
    def judge(self, overtaken: Iterable[Overtaken]) -> bool:
        """Take in what a reading found newer than known; return whether push is in doubt.

        A reading is sometimes faster than the event, so each waits for that for a while.
        """
        plan = self._subscriptions.plan
        if plan is None:
            return False
        now = dt_util.utcnow()
        for item in overtaken:
            pair = Pair(item.device_id, item.capability)
            if plan.pushes(pair) and item.time > self._listening_since:
                self._awaited.setdefault(pair, item.time)
        missed = [pair for pair, time in self._awaited.items() if now - time > _UNDER_WAY]
        for pair in missed:
            del self._awaited[pair]
            self.missed_by_device[pair.device_id] += 1
            self.missed_by_subscription.update(wanted.name for wanted in plan.covering(pair))
            silence = self._silent.setdefault(pair.device_id, _Silence(now, now))
            silence.last = now
        if missed:
            self._start()
            self._tell()
        return bool(missed or self._silent)

    @callback
    def heard(self, device_ids: AbstractSet[str]) -> None:
        """Believe again in the devices that an event told of."""
        self._heard = self._heard or bool(device_ids)
        for pair in [pair for pair in self._awaited if pair.device_id in device_ids]:
            del self._awaited[pair]
        if not self._silent.keys() & device_ids:
            return
        for device_id in device_ids:
            self._silent.pop(device_id, None)
        self._tell()
        if not self._silent:
            self._end()

    @callback
    def _tell(self) -> None:
        if self.on_changed:
            self.on_changed()

    @callback
    def _start(self) -> None:
        if self._stop_polling is not None:
            return
        _LOGGER.info(
            "SmartThings did not tell of changes of %d devices; they are read every minute until"
            " it does",
            len(self._silent),
        )
        self._subscriptions.request()
        self._stop_polling = self._lifetime.every(_POLL, self._poll, f"{DOMAIN} silent devices")

    async def _poll(self) -> None:
        """Read the silent devices, and see whether they still are."""
        now = dt_util.utcnow()
        await self._coordinator.read_some(self._silent)
        for device_id, silence in list(self._silent.items()):
            if now - silence.last > _TRUSTED_AGAIN:
                self.heard({device_id})
            elif now - silence.first > _LASTING:
                await self._tell_user()

    async def _tell_user(self) -> None:
        devices = self._coordinator.store.devices
        names = sorted(devices[key].device.label for key in self._silent if key in devices)
        issue = Issue.SILENT_DELIVERY if self._heard else await self._why_nothing_comes()
        end_issue(self._hass, self._entry, *(_TOLD - {issue}))
        raise_issue(
            self._hass,
            self._entry,
            issue,
            devices=", ".join(names),
            address=str(URL(self._entry.data[CONF_WEBHOOK_URL]).origin()),
            cause=self._cause,
        )

    async def _why_nothing_comes(self) -> Issue:
        """Look at our own address, once for each silence."""
        receiver = self._hass.data[RECEIVERS].get(self._entry.data[CONF_WEBHOOK_ID])
        if receiver and not self._has_looked:
            self._has_looked = True
            finding = await find_obstacle(self._hass, receiver, self._entry.data[CONF_WEBHOOK_URL])
            self._cause = await in_words(self._hass, finding) if finding else ""
        return Issue.WEBHOOK_UNREACHABLE if self._cause else Issue.NO_DELIVERY

    @callback
    def _end(self) -> None:
        if self._stop_polling is None:
            return
        _LOGGER.info("SmartThings tells of all devices again")
        self._stop()
        self._has_looked, self._cause = False, ""
        self._end_issues()

    @callback
    def _end_issues(self) -> None:
        end_issue(self._hass, self._entry, *_TOLD)

    @callback
    def _stop(self) -> None:
        if self._stop_polling is not None:
            self._stop_polling()
            self._stop_polling = None
