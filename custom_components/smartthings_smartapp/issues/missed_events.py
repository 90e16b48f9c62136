"""Acts on missed events: repairs subscriptions, reads silent devices, and raises issues.

A poll corrects the values that it finds. But after one missed event there may be more, so the
subscriptions are listed, the location is polled more often for a while, and silent devices are read
until their events arrive again. All of that costs calls, so each has a daily limit.
"""

import logging
from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from homeassistant.core import callback
from homeassistant.util import dt as dt_util
from yarl import URL

from ..cloud.api.call_counter import CallCounter
from ..cloud.api.errors import CloudError
from ..cloud.api.rate_limits import DAY, Window
from ..cloud.delivery.events import Event
from ..const import CONF_INSTALLED_APP_ID, CONF_WEBHOOK_URL
from ..coordinator import Doubt, LocationCoordinator
from ..location.changes import NewerPoll
from ..location.lifetime import Lifetime
from ..location.push_monitor import PushMonitor
from ..location.signals import Signals
from ..location.subscriptions import Subscriptions
from ..webhook.reachability import find_obstacle, find_rejection, in_words
from ..webhook.receiver import Receiver
from .deliveries_refused import raise_refused
from .issue import Issue, end_issue, raise_issue

_LOGGER = logging.getLogger(__name__)

_WORK: Final = "missed events"
_LISTS_A_DAY: Final = 4
"""How often in 24 hours the subscriptions are listed because of missed events."""
_DAY: Final = timedelta(days=1)
"""Between checks of our own address without a reason, which need no call to SmartThings."""
_HEARTBEATS: Final = 2
"""Missed heartbeats in a row before an issue is raised without a known cause."""
_CHECKS_A_DAY: Final = 1
"""How often in 24 hours subscriptions and our own address are checked because of hints."""
_ISSUES: Final = frozenset(
    {
        Issue.DELIVERIES_REFUSED,
        Issue.NO_DELIVERY,
        Issue.NO_HEARTBEAT,
        Issue.SILENT_DELIVERY,
        Issue.WEBHOOK_UNREACHABLE,
    }
)
"""The issues about push, of which one is active at a time."""


class MissedEventsWatch:
    """Watches for devices whose events do not arrive."""

    def __init__(  # noqa: PLR0913 (it acts on several parts)
        self,
        lifetime: Lifetime,
        signals: Signals,
        coordinator: LocationCoordinator,
        subscriptions: Subscriptions,
        *,
        monitor: PushMonitor,
        calls: CallCounter,
        receiver: Receiver,
    ) -> None:
        """Report polls and deliveries to the monitor, and act on what it finds."""
        self.monitor = monitor
        self._signals = signals
        self._hass, self._entry = lifetime.hass, lifetime.entry
        self._lifetime = lifetime
        self._coordinator = coordinator
        self._subscriptions = subscriptions
        self._receiver = receiver
        self._calls = calls
        self._lists = Window(_LISTS_A_DAY, DAY)
        self._checks = Window(_CHECKS_A_DAY, DAY)
        self._has_checked = False
        self._cause = ""
        """Why our own address is not reachable, empty if no cause was found."""
        self._missed_heartbeats = 0
        """In a row, without anything that arrived since the first one was due."""
        self._raised = self._logged = False
        self._timer = lifetime.timer(self._check, _WORK)
        if subscriptions.delivers:
            lifetime.every(_DAY, self._check_address, _WORK)
        # An issue of an earlier set-up is raised again if its cause is still there.
        end_issue(self._hass, self._entry, *_ISSUES)

    @property
    def silent(self) -> frozenset[str]:
        """The devices that are polled until their events arrive again."""
        return self.monitor.silent

    @property
    def stalled(self) -> bool:
        """Whether nothing arrives at all, not even the heartbeat."""
        return self._missed_heartbeats > 0

    @callback
    def subscribed(self) -> None:
        """Note that subscriptions were created: no event reports earlier changes."""
        self.monitor.subscribed()

    @callback
    def update(self, newer_polls: Iterable[NewerPoll]) -> None:
        """Note reports that a poll found and no event has brought.

        The event may still arrive, so nothing is done until some time has passed. A device that the
        user has polled does not report everything, which is no news.
        """
        if (plan := self._subscriptions.plan) is None or not self._subscriptions.delivers:
            return
        options = self._coordinator.options
        unexpected = [
            item for item in newer_polls if not options.of_device(item.device_id).poll_interval
        ]
        self.monitor.update(plan, self._subscriptions.refused, unexpected)
        if self.monitor.take_suspicion() and not self._checks.wait():
            self._checks.take()
            # The poll that sends this has to end before another one can be scheduled.
            self._lifetime.start(self._check_hints(), _WORK, eager=False)
        self._set_timer()

    @callback
    def received(self, events: Collection[Event]) -> None:
        """Trust the subjects of events again."""
        if not events:
            return
        stalled, self._missed_heartbeats = self.stalled, 0
        if self.monitor.received(events) or stalled:
            self._silence_changed()
        if not self.silent:
            self._log_recovered()
            self._end_issues()
        self._set_timer()

    @callback
    def heartbeat_missed(self, due: datetime) -> None:
        """Act on a heartbeat that was due at a time, unless something has arrived since then."""
        taken = self._receiver.log.last_taken(self._entry.data[CONF_INSTALLED_APP_ID])
        if taken and taken >= due:
            return
        self._missed_heartbeats += 1
        if self._missed_heartbeats == 1:
            _LOGGER.info(
                "The hourly message of SmartThings did not arrive. The location is polled until"
                " messages arrive again"
            )
            self._logged = True
            self._signals.silent_changed.send()
        self._coordinator.poll_more_often(Doubt.HEARTBEAT)
        self._lifetime.start(self._notify_stalled(), _WORK)

    async def _notify_stalled(self) -> None:
        self._has_checked = False
        issue = await self._why_nothing_arrives()
        if issue is Issue.NO_DELIVERY:
            issue = Issue.NO_HEARTBEAT
        # Something may have arrived in between.
        if self._missed_heartbeats >= (_HEARTBEATS if issue is Issue.NO_HEARTBEAT else 1):
            self._raise(issue, ())

    async def _check_address(self) -> None:
        """Check our own address unless something has arrived within a day."""
        taken = self._receiver.log.last_taken(self._entry.data[CONF_INSTALLED_APP_ID])
        if taken and dt_util.utcnow() - taken < _DAY:
            return
        self._has_checked = False
        issue = await self._why_nothing_arrives()
        if issue is not Issue.NO_DELIVERY:
            self._raise(issue, ())

    # Timer

    @callback
    def _set_timer(self) -> None:
        if (seconds := self.monitor.next_check) is None:
            self._timer.cancel()
        else:
            self._timer.set(seconds)

    @callback
    def _check(self) -> None:
        self._check_pending()
        if self.monitor.read_due:
            self._lifetime.start(self._read(), _WORK)
        else:
            self._set_timer()

    @callback
    def _check_pending(self) -> None:
        """Act on the findings of the monitor."""
        if (plan := self._subscriptions.plan) is None:
            return
        found = self.monitor.check_pending(plan, self._subscriptions.refused)
        if found.begun:
            self._log_missed()
            self._coordinator.poll_more_often(Doubt.MISSED)
            if not self._lists.wait():
                self._lists.take()
                self._subscriptions.request()
        if found.missed or found.recovered:
            self._silence_changed()
        if found.missed and self.monitor.long_silent:
            self._lifetime.start(self._notify(), _WORK)

    async def _read(self) -> None:
        """Read the silent devices, and check whether they are still silent."""
        before = sum(self._calls.day.values())
        try:
            if not self._coordinator.is_stretched:
                await self._coordinator.read_some(self.silent)
        finally:
            self.monitor.read_done(max(1, sum(self._calls.day.values()) - before))
            self._check_pending()
            self._set_timer()

    async def _check_hints(self) -> None:
        """Look for the cause of hints: missing subscriptions, or our own address.

        The location is polled more often for a while, which shows more.
        """
        devices = tuple(self.monitor.hinting)
        self._coordinator.poll_more_often(Doubt.HINTS)
        with suppress(CloudError):  # It is retried.
            found = await self._subscriptions.compare()
            if found.created:
                _LOGGER.info("Created %d subscriptions that were missing", len(found.created))
        self._has_checked = False
        issue = await self._why_nothing_arrives()
        # Something may have arrived in between.
        if issue is not Issue.NO_DELIVERY and self.monitor.hinting:
            self._raise(issue, devices)

    # Log and issues

    @callback
    def _silence_changed(self) -> None:
        self._signals.silent_changed.send()
        if not self.silent and not self.stalled:
            self._end_issues()

    def _log_missed(self) -> None:
        """Log one line until events arrive again."""
        if not self._logged:
            self._logged = True
            _LOGGER.info(
                "SmartThings did not report a change. Silent devices (%d) are read now and then"
                " until their events arrive again",
                len(self.silent),
            )

    def _log_recovered(self) -> None:
        if self._logged:
            self._logged = False
            _LOGGER.info("SmartThings reports changes again")

    @callback
    def _end_issues(self) -> None:
        self._has_checked, self._cause = False, ""
        if self._raised:
            self._raised = False
            end_issue(self._hass, self._entry, *_ISSUES)

    async def _notify(self) -> None:
        issue = await self._why_nothing_arrives()
        if issue is not Issue.DELIVERIES_REFUSED and self.monitor.received_any:
            issue = Issue.SILENT_DELIVERY
        # An event may have arrived in between.
        if devices := self.monitor.long_silent:
            self._raise(issue, devices)

    @callback
    def _raise(self, issue: Issue, device_ids: Iterable[str]) -> None:
        devices = self._coordinator.store.devices
        names = sorted(devices[key].device.label for key in device_ids if key in devices)
        end_issue(self._hass, self._entry, *(_ISSUES - {issue}))
        self._raised = True
        if issue is Issue.DELIVERIES_REFUSED:
            raise_refused(self._hass, self._entry, self._cause)
            return
        raise_issue(
            self._hass,
            self._entry,
            issue,
            devices=", ".join(names),
            address=str(URL(self._entry.data[CONF_WEBHOOK_URL]).origin()),
            cause=self._cause,
        )

    async def _why_nothing_arrives(self) -> Issue:
        """Check what the receiver has rejected, then our own address, once for each silence."""
        data = self._entry.data
        last_taken = self._receiver.log.last_taken(data[CONF_INSTALLED_APP_ID])
        if refusal := find_rejection(self._receiver, last_taken):
            self._has_checked, self._cause = False, await in_words(self._hass, refusal)
            return Issue.DELIVERIES_REFUSED
        if not self._has_checked:
            self._has_checked = True
            finding = await find_obstacle(self._hass, self._receiver, data[CONF_WEBHOOK_URL])
            self._cause = await in_words(self._hass, finding) if finding else ""
        return Issue.WEBHOOK_UNREACHABLE if self._cause else Issue.NO_DELIVERY
