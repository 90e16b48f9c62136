"""Makes Home Assistant wait for renewals of tokens when it stops.

``cloud/auth/token_manager.py`` renews the tokens, which uses up the refresh token. If Home
Assistant stops before the new pair is on disk, the login is lost. Home Assistant waits neither for
a task that began before the stop, nor for a task of asyncio.
"""

import asyncio
from typing import Final

from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import Event, HassJob, HomeAssistant, callback

from ..cloud.auth.token_manager import Work
from ..const import DOMAIN

_LONGEST: Final = 60.0
"""Seconds that a stop waits: after a rejected token, up to three older ones are tried."""


class RenewalTasks:
    """The renewals in progress, also those of removed entries."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Wait in the first stage of a stop, and again for renewals that began after it.

        In that stage, files are still written immediately, for up to 20 s.
        """
        self._hass = hass
        self._tasks: set[asyncio.Task[None]] = set()
        hass.async_add_shutdown_job(HassJob(self._finish, f"{DOMAIN} renewals"))
        hass.bus.async_listen(EVENT_HOMEASSISTANT_STOP, self._finish)

    @callback
    def start(self, work: Work) -> asyncio.Task[None]:
        """Start a part of a renewal (``token_manager.CreateTask``)."""
        task = self._hass.async_create_task(work, f"{DOMAIN} renewal", eager_start=False)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _finish(self, _event: Event | None = None) -> None:
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=_LONGEST)
