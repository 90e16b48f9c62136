"""Renewals of tokens, which Home Assistant waits for when it stops.

A renewal spends the refresh token: a pair that is lost between SmartThings and the disk is lost for
good. Home Assistant waits neither for a task that began before it stops, nor for one of asyncio's.
"""

import asyncio
from typing import Final

from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import Event, HassJob, HomeAssistant, callback

from ..cloud.auth.token_manager import Work
from ..const import DOMAIN

_LONGEST: Final = 60.0
"""Seconds that a stop waits: a refused token may be followed by up to three older ones."""


class TokenRenewals:
    """The renewals under way, of all entries and of those that are gone."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Wait for them early in a stop, and again for those that began since.

        In the first stage of a stop the disk is still written directly, for up to 20 s.
        """
        self._hass = hass
        self._tasks: set[asyncio.Task[None]] = set()
        hass.async_add_shutdown_job(HassJob(self._finish, f"{DOMAIN} renewals"))
        hass.bus.async_listen(EVENT_HOMEASSISTANT_STOP, self._stopping)

    @callback
    def start(self, work: Work) -> asyncio.Task[None]:
        """Start a part of a renewal (``cloud.tokens.CreateTask``)."""
        task = self._hass.async_create_task(work, f"{DOMAIN} renewal", eager_start=False)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _stopping(self, _event: Event) -> None:
        await self._finish()

    async def _finish(self) -> None:
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=_LONGEST)
