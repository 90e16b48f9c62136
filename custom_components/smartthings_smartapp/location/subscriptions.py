"""Keeps the subscriptions of the installed app in step with the enabled entities."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from homeassistant.core import Event, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util

from ..cloud.api.client import SmartThingsClient
from ..cloud.api.errors import (
    CloudError,
    ConflictError,
    ForbiddenError,
    LimitReachedError,
    RejectedError,
    TooManyRequestsError,
)
from ..cloud.api.rate_limits import Window
from ..cloud.subscription_plan import (
    MAX_SUBSCRIPTIONS,
    DeviceCapability,
    ExistingSubscription,
    Subscription,
    SubscriptionChanges,
    SubscriptionPlan,
    ordered_steps,
    parse_existing,
    subscription_changes,
)
from ..const import CONF_INSTALLED_APP_ID, CONF_WEBHOOK_URL
from .lifetime import Lifetime
from .signals import Signals

_LOGGER = logging.getLogger(__name__)

LOCATION_LEVEL = (
    "DEVICE_LIFECYCLE",
    "DEVICE_HEALTH",
    "MODE",
    "SCENE_LIFECYCLE",
    "SECURITY_ARM_STATE",
)
"""Source types with one subscription for the whole location (platform reference 6.2)."""

# Calls about subscriptions that an installed app has within a window (platform reference 6.3).
_WINDOW = 900.0
_CREATES = 40
_OTHERS = 15

_RETRY = 300.0
"""Seconds until the next attempt, unless the cloud names a time."""
_SETTLED = 3.0
"""Seconds after an entity is enabled or disabled until the next plan: another one often follows,
and each plan may cost calls."""


@dataclass(slots=True)
class Comparison:
    """The result of a comparison."""

    created: list[Subscription] = field(default_factory=list)
    deleted: list[Subscription] = field(default_factory=list)
    kept: list[Subscription] = field(default_factory=list)
    refused: list[Subscription] = field(default_factory=list)
    polled: list[DeviceCapability] = field(default_factory=list)
    """Capabilities that do not fit into the subscriptions, so that they are polled."""


class Subscriptions:
    """Compares the plan with the subscriptions that exist, one run at a time.

    It runs in the background, so that a set-up neither waits for it nor fails with it.
    """

    def __init__(
        self,
        lifetime: Lifetime,
        client: SmartThingsClient,
        signals: Signals,
        make_plan: Callable[[int], SubscriptionPlan],
        is_whole: Callable[[], bool],
    ) -> None:
        """Start without a plan; ``make_plan`` returns one for a number of subscriptions.

        ``is_whole`` returns whether the last device list was complete. If many devices were missing
        from it, nothing is deleted until the next list confirms that. A SmartApp without an address
        gets no deliveries, so its plan is to poll everything.
        """
        self.plan: SubscriptionPlan | None = None
        self.refused: set[Subscription] = set()
        """Subscriptions that the platform refused for lack of a scope."""
        self.listed: tuple[ExistingSubscription, ...] | None = None
        """The subscriptions that the platform listed last."""
        self.listed_at: datetime | None = None
        self._lifetime = lifetime
        self._client = client
        self._signals = signals
        self._installed_app_id = lifetime.entry.data[CONF_INSTALLED_APP_ID]
        self._make_plan = make_plan
        self._is_whole = is_whole
        self._held_back = False
        """Whether a deletion waits for a complete device list."""
        self.delivers = bool(lifetime.entry.data[CONF_WEBHOOK_URL])
        """Whether the SmartApp has an address; otherwise everything is polled."""
        self.ceiling = MAX_SUBSCRIPTIONS if self.delivers else 0
        """How many subscriptions the platform accepts, as far as is known."""
        self._creates = Window(_CREATES, _WINDOW)
        self._others = Window(_OTHERS, _WINDOW)
        self._task: asyncio.Task[None] | None = None
        self._running = asyncio.Lock()
        self._again = False
        self._retry = lifetime.timer(self.request, "subscriptions")
        self._replan = lifetime.timer(self.replan, "plan subscriptions")

    @property
    def pace(self) -> dict[str, Window]:
        """The calls that are left within a quarter of an hour."""
        return {"creates": self._creates, "others": self._others}

    @callback
    def start(self) -> None:
        """Follow the entities that the user enables or disables, until the entry is unloaded."""
        self._lifetime.entry.async_on_unload(
            self._lifetime.hass.bus.async_listen(
                er.EVENT_ENTITY_REGISTRY_UPDATED, self._registry_updated
            )
        )

    @callback
    def _registry_updated(self, event: Event[er.EventEntityRegistryUpdatedData]) -> None:
        if event.data["action"] != "update" or "disabled_by" not in event.data["changes"]:
            return
        entity = er.async_get(self._lifetime.hass).async_get(event.data["entity_id"])
        ours = entity and entity.config_entry_id == self._lifetime.entry.entry_id
        if ours and not self._replan.is_set:
            self._replan.set(_SETTLED)

    @callback
    def request(self) -> None:
        """Request a run; a request during a run starts one more."""
        self._retry.cancel()
        if self._running.locked() or (self._task is not None and not self._task.done()):
            self._again = True
            return
        self._task = self._lifetime.start(self._run(), "subscriptions", eager=False)

    @callback
    def replan(self) -> None:
        """Follow entities that were added or removed; run only if the subscriptions change.

        Calls about subscriptions are few: 15 in as many minutes (platform reference 6.3).
        """
        plan = self._make_plan(self.ceiling)
        if self._held_back or self.plan is None or plan.subscriptions != self.plan.subscriptions:
            self.request()
        else:
            self._follow(plan)

    @callback
    def _follow(self, plan: SubscriptionPlan) -> None:
        changed, self.plan = plan != self.plan, plan
        if changed:
            self._signals.planned.send(plan)

    async def _run(self) -> None:
        with suppress(CloudError):  # It is retried.
            await self.compare()

    async def compare(self) -> Comparison:
        """Compare, create and delete, and return the result.

        Raises CloudError if that could not be finished; the rest is retried later.
        """
        found = Comparison()
        async with self._running:
            self._again = True
            while self._again:
                self._again = False
                made = len(found.created)
                try:
                    await self._sync(found)
                except TooManyRequestsError as err:
                    _LOGGER.debug("Subscriptions are paced, next try in %.0f s", err.retry_after)
                    self._retry.set(err.retry_after)
                    raise
                except CloudError as err:
                    _LOGGER.debug("Subscriptions could not be compared: %s", err)
                    self._retry.set(_RETRY)
                    raise
                if len(found.created) > made:
                    self._signals.subscribed.send()
        return found

    async def _sync(self, found: Comparison) -> None:
        """Compare, create and delete once, and add to the result.

        Raises TooManyRequestsError if the calls of the quarter of an hour are used up. The next run
        lists the subscriptions again and does the rest.
        """
        plan = self._make_plan(self.ceiling)
        self._follow(plan)
        found.polled = sorted(plan.polled)
        if not self.delivers:
            return
        self._take(self._others)
        raw = await self._client.subscriptions(self._installed_app_id)
        existing = [parse_existing(item) for item in raw]
        self.listed, self.listed_at = tuple(existing), dt_util.utcnow()
        todo = subscription_changes(plan, existing)
        self._held_back = not self._is_whole()
        if self._held_back:
            todo = SubscriptionChanges(todo.create, ())
        contents = {item.subscription_id: item.content for item in existing}
        self.refused.clear()
        missing = {*todo.create, *found.created}
        found.kept = [item for item in plan.subscriptions if item not in missing]
        count = len(existing)
        for step in ordered_steps(todo, existing, plan.pairs, self.ceiling):
            if isinstance(step, str):
                self._take(self._others)
                await self._client.delete_subscription(self._installed_app_id, step)
                count -= 1
                if content := contents[step]:
                    found.deleted.append(content)
                continue
            self._take(self._creates)
            try:
                made = await self._create(step)
            except LimitReachedError:
                self._lower_ceiling(count)
                break
            count += made
            if made:
                found.created.append(step)
        found.refused = sorted(self.refused, key=lambda item: item.name)

    @staticmethod
    def _take(window: Window) -> None:
        """Count a call, or raise TooManyRequestsError if none is left."""
        if wait := window.wait():
            raise TooManyRequestsError(wait)
        window.take()

    def _lower_ceiling(self, count: int) -> None:
        """Plan again for as many as the platform accepts: older ones allow fewer (6.3)."""
        if count >= self.ceiling:
            return
        _LOGGER.warning(
            "SmartThings accepts no more than %d subscriptions; the rest is polled", count
        )
        self.ceiling = count
        self._again = True

    async def _create(self, wanted: Subscription) -> bool:
        """Create a subscription; return whether it is new."""
        try:
            await self._client.create_subscription(self._installed_app_id, wanted.as_json())
        except ConflictError:
            return False  # It exists already.
        except LimitReachedError:
            raise
        except (ForbiddenError, RejectedError) as err:
            self.refused.add(wanted)
            _LOGGER.warning("SmartThings refused a %s subscription: %s", wanted.source_type, err)
            return False
        return True
