"""Sends events to the installed apps that subscribed to them (platform reference 6, 7)."""

import asyncio
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import uuid1

from simulator.api.scopes import allows
from simulator.api.tokens import Tokens
from simulator.background_tasks import BackgroundTasks
from simulator.control.faults import Faults
from simulator.control.log import Delivery
from simulator.control.open_questions import OpenQuestions
from simulator.devices.device import JsonObject
from simulator.devices.home import Home, HomeEvent
from simulator.json_tools import encode
from simulator.records import InstalledApp, Records, Subscription

from . import lifecycles
from .sender import Sender
from .sources import SOURCES, matches

# Larger events are not delivered (10.1).
_LARGEST_EVENT = 10 * 1024


def event_time(time: datetime) -> str:
    """Return a time in the format of events, in whole seconds (platform reference 15)."""
    return time.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def element(event: HomeEvent, subscription: Subscription | None = None) -> JsonObject:
    """Return an element of `events[]`; only DEVICE_EVENT names its subscription."""
    payload = dict(event.payload)
    if event.event_type == "DEVICE_EVENT" and subscription is not None:
        payload["subscriptionName"] = subscription.name or subscription.subscription_id
    return {
        "eventTime": event_time(event.time),
        "eventType": event.event_type,
        event.payload_key: payload,
    }


def removal(installed_app: InstalledApp, time: datetime) -> JsonObject:
    """Return the event that notifies an API_ONLY app of the end of an installation."""
    payload: JsonObject = {
        "eventId": str(uuid1()),
        **installed_app.address,
        "appId": installed_app.app_id,
        "lifecycle": "DELETE",
        "delete": {},
    }
    return {
        "eventTime": event_time(time),
        "eventType": "INSTALLED_APP_LIFECYCLE_EVENT",
        "installedAppLifecycleEvent": payload,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The events of one delivery; the `last` one is for a removed installed app."""

    installed_app: InstalledApp
    events: list[JsonObject]
    last: bool = False


class Publisher:
    """A queue for each installed app: deliveries keep their order, and none is repeated."""

    def __init__(  # noqa: PLR0913 (it connects the parts)
        self,
        *,
        home: Home,
        records: Records,
        tokens: Tokens,
        sender: Sender,
        faults: Faults,
        background: BackgroundTasks,
        open_questions: OpenQuestions,
    ) -> None:
        """Deliver the events of `home` to the installed apps in `records`."""
        self._home = home
        self._records = records
        self._tokens = tokens
        self._sender = sender
        self._faults = faults
        self._background = background
        self._open_questions = open_questions
        self._queues: dict[str, deque[Batch]] = {}
        self._held: list[Batch] = []

    def publish(self, event: HomeEvent) -> None:
        """Queue an event once for each subscription that matches."""
        mode_id = self._home.current_modes.get(event.location_id)
        for installed_app in self._receivers(event.location_id):
            for subscription in self._records.subscriptions_of(installed_app.installed_app_id):
                if self._granted(installed_app, subscription) and matches(
                    subscription, event, mode_id
                ):
                    self._queue(installed_app, self._copy(event, subscription))

    def _copy(self, event: HomeEvent, subscription: Subscription) -> JsonObject:
        if self._open_questions.event_id_per_subscription:
            event = replace(event, payload={**event.payload, "eventId": str(uuid1())})
        return element(event, subscription)

    async def deliver(self, installed_app_id: str, events: list[HomeEvent]) -> Delivery:
        """Send events in one delivery, without regard to subscriptions.

        A pending forgery is applied. Raises KeyError if the app is not installed.
        """
        installed_app = self._records.installed_apps[installed_app_id]
        return await self._post(installed_app, [element(event) for event in events])

    def notify_timer(self, installed_app_id: str, event: JsonObject) -> None:
        """Queue the event of a schedule, which needs no subscription (6.2)."""
        installed_app = self._records.installed_apps[installed_app_id]
        if self._records.apps[installed_app.app_id].confirmed:
            self._queue(installed_app, event)

    async def notify_removed(self, installed_app: InstalledApp) -> None:
        """Notify an API_ONLY app of the end of an installation, which needs no subscription (6.2).

        As with any event, an app whose target is not confirmed gets nothing.
        """
        if self._records.apps[installed_app.app_id].confirmed:
            event = removal(installed_app, self._home.clock())
            await self._deliver(Batch(installed_app=installed_app, events=[event], last=True))

    def release(self) -> bool:
        """Send the deliveries that are held back, in reverse order; return whether any were."""
        if not self._held:
            return False
        self._background.spawn(self._send_held())
        return True

    def _receivers(self, location_id: str) -> Iterator[InstalledApp]:
        for installed_app in self._records.installed_apps.values():
            app = self._records.apps[installed_app.app_id]
            # An app gets no events before its target is confirmed (2.3).
            ready = installed_app.authorized and app.confirmed
            if ready and installed_app.location_id == location_id:
                yield installed_app

    @staticmethod
    def _granted(installed_app: InstalledApp, subscription: Subscription) -> bool:
        source = SOURCES[str(subscription.body["sourceType"])]
        needed = source.scope.format(deviceId=subscription.source.get("deviceId"))
        return allows(installed_app.permissions, needed)

    def _queue(self, installed_app: InstalledApp, event: JsonObject) -> None:
        if len(encode(event)) > _LARGEST_EVENT:
            return
        queue = self._queues.setdefault(installed_app.installed_app_id, deque())
        queue.append(Batch(installed_app=installed_app, events=[event]))
        if len(queue) == 1:
            self._background.spawn(self._work(queue))

    async def _work(self, queue: deque[Batch]) -> None:
        try:
            while queue:
                await self._deliver(queue[0])
                queue.popleft()
        finally:
            queue.clear()

    async def _deliver(self, batch: Batch) -> None:
        fault = self._faults.take_delivery()
        if fault.held:
            self._held.append(batch)
            if not self._faults.holding:
                await self._send_held()
        elif fault.delay:
            self._background.spawn(self._later(fault.delay, batch))
        else:
            for _ in range(fault.copies):
                await self._send(batch)

    async def _later(self, delay: float, batch: Batch) -> None:
        await asyncio.sleep(delay)
        await self._send(batch)

    async def _send_held(self) -> None:
        held, self._held = self._held, []
        for batch in reversed(held):
            await self._send(batch)

    async def _send(self, batch: Batch) -> None:
        if self._wanted(batch):
            await self._post(batch.installed_app, batch.events)

    def _wanted(self, batch: Batch) -> bool:
        if batch.last:
            return batch.installed_app.app_id in self._records.apps
        return batch.installed_app.installed_app_id in self._records.installed_apps

    async def _post(self, installed_app: InstalledApp, events: list[JsonObject]) -> Delivery:
        app = self._records.apps[installed_app.app_id]
        token = (
            None if app.api_only else self._tokens.create_event_token(installed_app, app.client_id)
        )
        body = lifecycles.event(app, installed_app, token, events)
        return await self._sender.post(app, body, forgery=self._faults.take_forgery())
