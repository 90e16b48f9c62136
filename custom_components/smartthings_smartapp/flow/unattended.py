"""A flow that continues without a frontend, and ends once."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Final, override

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.core import callback
from homeassistant.data_entry_flow import FlowResultType, UnknownFlow
from homeassistant.helpers.config_entry_oauth2_flow import AbstractOAuth2FlowHandler

from ..location.lifetime import hass_timer

CONTINUE_AFTER: Final = 10.0
"""Seconds for a frontend to request the step after an external one; it does so instantly."""


class UnattendedFlow(AbstractOAuth2FlowHandler):
    """Continues by itself if no frontend does: a phone may close the tab of Home Assistant.

    Home Assistant's OAuth flow provides the page of the authorization.
    """

    def __init__(self) -> None:
        """Start without a timer."""
        super().__init__()
        self._continue_timer = hass_timer(lambda: self.hass, self._continue, "continue")
        self._is_ending = False
        self._ended = asyncio.Event()

    @callback
    @override
    def async_external_step_done(self, *, next_step_id: str) -> ConfigFlowResult:
        """End an external step; the next one begins soon if no frontend requests it."""
        self._continue_later()
        return super().async_external_step_done(next_step_id=next_step_id)

    @callback
    @override
    def async_show_progress_done(self, *, next_step_id: str) -> ConfigFlowResult:
        """End a progress step, as :meth:`async_external_step_done` does."""
        self._continue_later()
        return super().async_show_progress_done(next_step_id=next_step_id)

    def _continue_later(self) -> None:
        self._continue_timer.set(CONTINUE_AFTER)

    @callback
    def _stop_timer(self) -> None:
        """Leave the next step to the frontend, which has requested it."""
        self._continue_timer.cancel()

    async def _configure(self, user_input: dict[str, Any] | None = None) -> None:
        """Request a step, as a front end does."""
        with suppress(UnknownFlow):  # The dialog was closed.
            await self.hass.config_entries.flow.async_configure(self.flow_id, user_input)

    async def _continue(self) -> None:
        if self.cur_step and self.cur_step["type"] in (
            FlowResultType.EXTERNAL_STEP_DONE,
            FlowResultType.SHOW_PROGRESS_DONE,
        ):
            await self._configure()

    async def _end_once(self, end: Callable[[], Awaitable[ConfigFlowResult]]) -> ConfigFlowResult:
        """Run the last step once: two requests for it would end each other with an error.

        A frontend may send a late or second request. The first request gets the result.
        """
        if self._is_ending:
            await self._ended.wait()
            return self.async_abort(reason="already_done")
        self._is_ending = True
        try:
            return await end()
        except BaseException:
            self._is_ending = False
            raise

    @callback
    @override
    def async_remove(self) -> None:
        """Stop the timer, and let requests that wait for the end continue."""
        self._stop_timer()
        self._ended.set()
        super().async_remove()
