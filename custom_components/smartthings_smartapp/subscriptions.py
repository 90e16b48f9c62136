"""Keeps the subscriptions of the installed app in step with what the entities need."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later

from .cloud.client import SmartThingsClient
from .cloud.errors import (
    CloudError,
    ConflictError,
    ForbiddenError,
    LimitReachedError,
    RejectedError,
    TooManyRequestsError,
)
from .cloud.plan import Difference, Plan, Wanted, difference, parse_existing

_LOGGER = logging.getLogger(__name__)

LOCATION_LEVEL = (
    "DEVICE_LIFECYCLE",
    "DEVICE_HEALTH",
    "MODE",
    "SCENE_LIFECYCLE",
    "SECURITY_ARM_STATE",
)
"""Source types subscribed once for the whole location (platform reference 6.2)."""

_RETRY = 300.0
"""Seconds until the next try when the cloud did not say."""


class Subscriptions:
    """Runs the plan against the API, one run at a time, always in the background.

    A set-up never waits for it and never fails by it.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        client: SmartThingsClient,
        installed_app_id: str,
        make_plan: Callable[[], Plan],
    ) -> None:
        """Prepare the runner; ``make_plan`` says what is wanted at the time of a run."""
        self.hass = hass
        self.plan: Plan | None = None
        self.refused: set[Wanted] = set()
        """What the platform would not take, for lack of a scope or of room."""
        self.on_created: Callable[[], Awaitable[None]] | None = None
        """Called after new subscriptions were made: what happened before them went unheard."""
        self._entry = entry
        self._client = client
        self._installed_app_id = installed_app_id
        self._make_plan = make_plan
        self._task: asyncio.Task[None] | None = None
        self._again = False
        self._cancel_retry: CALLBACK_TYPE | None = None
        entry.async_on_unload(self._forget_retry)

    @callback
    def request(self) -> None:
        """Ask for a run; asking during a run makes it run once more."""
        self._forget_retry()
        if self._task is not None and not self._task.done():
            self._again = True
            return
        self._task = self._entry.async_create_background_task(
            self.hass, self._run(), "subscriptions", eager_start=False
        )

    @callback
    def _forget_retry(self) -> None:
        if self._cancel_retry is not None:
            self._cancel_retry()
            self._cancel_retry = None

    @callback
    def _retry_in(self, seconds: float) -> None:
        @callback
        def retry(_now: datetime) -> None:
            self._cancel_retry = None
            self.request()

        self._forget_retry()
        self._cancel_retry = async_call_later(self.hass, seconds, retry)

    async def _run(self) -> None:
        self._again = True
        while self._again:
            self._again = False
            try:
                created = await self._sync()
            except TooManyRequestsError as err:
                _LOGGER.debug("Subscriptions are paced, next try in %.0f s", err.retry_after)
                self._retry_in(err.retry_after)
                return
            except CloudError as err:
                _LOGGER.debug("Subscriptions could not be compared: %s", err)
                self._retry_in(_RETRY)
                return
            if created and self.on_created:
                await self.on_created()

    async def _sync(self) -> bool:
        """Compare and mend once; return whether any subscription was made."""
        self.plan = plan = self._make_plan()
        raw = await self._client.subscriptions(self._installed_app_id)
        todo = difference(plan, map(parse_existing, raw))
        self.refused.clear()
        await self._delete(todo)
        return await self._create(todo)

    async def _delete(self, todo: Difference) -> None:
        for subscription_id in todo.delete:
            await self._client.delete_subscription(self._installed_app_id, subscription_id)

    async def _create(self, todo: Difference) -> bool:
        created = False
        for wanted in todo.create:
            try:
                await self._client.create_subscription(self._installed_app_id, wanted.as_json())
            except ConflictError:
                pass  # It exists already, which is all that we want.
            except LimitReachedError:
                # The platform allows fewer than we planned for; what is left stays polled.
                self.refused.update(todo.create[todo.create.index(wanted) :])
                _LOGGER.warning(
                    "SmartThings takes no more subscriptions; %d are missing", len(self.refused)
                )
                break
            except (ForbiddenError, RejectedError) as err:
                self.refused.add(wanted)
                _LOGGER.warning(
                    "SmartThings refused a %s subscription: %s", wanted.source_type, err
                )
            else:
                created = True
        return created
