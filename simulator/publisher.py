"""Events on their way to the installed apps that subscribed to them (platform reference 6, 7)."""

import asyncio
from collections import deque
from collections.abc import Iterator
from datetime import UTC

from . import lifecycles
from .background import Background
from .device import JsonObject
from .faults import Faults
from .home import Home, HomeEvent
from .json_tools import encode
from .log import Delivery
from .records import InstalledApp, Records, Subscription
from .scopes import allows
from .sender import Sender
from .sources import SOURCES, matches
from .tokens import Tokens

# Larger ones are not delivered (10.1).
_LARGEST_EVENT = 10 * 1024


def element(event: HomeEvent, subscription: Subscription | None = None) -> JsonObject:
    """Return an element of `events[]`; only DEVICE_EVENT names its subscription.

    `eventTime` has whole seconds (platform reference 15).
    """
    payload = dict(event.payload)
    if event.event_type == "DEVICE_EVENT" and subscription is not None:
        payload["subscriptionName"] = subscription.name or subscription.subscription_id
    time = event.time.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return {"eventTime": time, "eventType": event.event_type, event.payload_key: payload}


class Publisher:
    """One queue per installed app: its deliveries keep their order, and none is sent again."""

    def __init__(  # noqa: PLR0913 (it joins the parts)
        self,
        *,
        home: Home,
        records: Records,
        tokens: Tokens,
        sender: Sender,
        faults: Faults,
        background: Background,
    ) -> None:
        """Deliver what happens in `home` to the installed apps in `records`."""
        self._home = home
        self._records = records
        self._tokens = tokens
        self._sender = sender
        self._faults = faults
        self._background = background
        self._queues: dict[str, deque[list[JsonObject]]] = {}
        self._held: list[tuple[str, list[JsonObject]]] = []

    def publish(self, event: HomeEvent) -> None:
        """Queue an event once for every subscription that means it."""
        mode_id = self._home.current_modes.get(event.location_id)
        for installed_app in self._receivers(event.location_id):
            for subscription in self._records.subscriptions_of(installed_app.installed_app_id):
                if self._granted(installed_app, subscription) and matches(
                    subscription, event, mode_id
                ):
                    self._queue(installed_app.installed_app_id, element(event, subscription))

    async def deliver(self, installed_app_id: str, events: list[HomeEvent]) -> Delivery:
        """Send events in one delivery, whatever the subscriptions say.

        A forgery that is due is used up. Raises KeyError for an id that is not installed.
        """
        installed_app = self._records.installed_apps[installed_app_id]
        return await self._post(installed_app, [element(event) for event in events])

    def release(self) -> bool:
        """Send backwards what is held back, and tell whether there was anything."""
        if not self._held:
            return False
        self._background.spawn(self._send_held())
        return True

    def _receivers(self, location_id: str) -> Iterator[InstalledApp]:
        for installed_app in self._records.installed_apps.values():
            app = self._records.apps[installed_app.app_id]
            # Before its target is confirmed an app gets no events (2.3).
            ready = installed_app.authorized and app.confirmed
            if ready and installed_app.location_id == location_id:
                yield installed_app

    @staticmethod
    def _granted(installed_app: InstalledApp, subscription: Subscription) -> bool:
        source = SOURCES[str(subscription.body["sourceType"])]
        needed = source.scope.format(deviceId=subscription.source.get("deviceId"))
        return allows(installed_app.permissions, needed)

    def _queue(self, installed_app_id: str, event: JsonObject) -> None:
        if len(encode(event)) > _LARGEST_EVENT:
            return
        queue = self._queues.setdefault(installed_app_id, deque())
        queue.append([event])
        if len(queue) == 1:
            self._background.spawn(self._work(installed_app_id, queue))

    async def _work(self, installed_app_id: str, queue: deque[list[JsonObject]]) -> None:
        try:
            while queue:
                await self._deliver(installed_app_id, queue[0])
                queue.popleft()
        finally:
            queue.clear()

    async def _deliver(self, installed_app_id: str, events: list[JsonObject]) -> None:
        fault = self._faults.take_delivery()
        if fault.held:
            self._held.append((installed_app_id, events))
            if not self._faults.holding:
                await self._send_held()
        elif fault.delay:
            self._background.spawn(self._later(fault.delay, installed_app_id, events))
        else:
            for _ in range(fault.copies):
                await self._send(installed_app_id, events)

    async def _later(self, delay: float, installed_app_id: str, events: list[JsonObject]) -> None:
        await asyncio.sleep(delay)
        await self._send(installed_app_id, events)

    async def _send_held(self) -> None:
        held, self._held = self._held, []
        for installed_app_id, events in reversed(held):
            await self._send(installed_app_id, events)

    async def _send(self, installed_app_id: str, events: list[JsonObject]) -> None:
        installed_app = self._records.installed_apps.get(installed_app_id)
        if installed_app is not None:
            await self._post(installed_app, events)

    async def _post(self, installed_app: InstalledApp, events: list[JsonObject]) -> Delivery:
        app = self._records.apps[installed_app.app_id]
        token = self._tokens.create_event_token(installed_app, app.client_id)
        body = lifecycles.event(app, installed_app, token, events)
        return await self._sender.post(app, body, forgery=self._faults.take_forgery())
