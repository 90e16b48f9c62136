"""What all steps of the config flow share: what is known so far, and where each part goes on."""

import asyncio
import logging
from abc import abstractmethod
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from typing import Any, Final, override

from homeassistant.config_entries import (
    SOURCE_REAUTH,
    SOURCE_RECONFIGURE,
    ConfigEntry,
    ConfigFlowResult,
)
from homeassistant.core import CALLBACK_TYPE, HassJob, callback
from homeassistant.data_entry_flow import FlowResultType, UnknownFlow
from homeassistant.helpers.config_entry_oauth2_flow import AbstractOAuth2FlowHandler
from homeassistant.helpers.event import async_call_later

from ..cloud.api.apps import WEBHOOK_APP, AppsClient
from ..cloud.api.http import Http
from ..cloud.auth.token_endpoint import TokenEndpoint
from ..cloud.client_credentials import ClientCredentials
from ..cloud.endpoints import Endpoints
from ..const import DOMAIN
from ..runtime import DomainData, domain_data
from ..smartapp.smartapp import SmartApp
from ..webhook.public_url import PublicUrl
from ..webhook.receiver import Receiver
from ..webhook.receivers import Receivers

_LOGGER = logging.getLogger(__name__)

GO_ON_AFTER: Final = 10.0
"""Seconds that a front end has to ask for the step after an external one; it does so instantly."""

type Next = Callable[[], Awaitable[ConfigFlowResult]]
type WithToken = Callable[[AppsClient], Awaitable[ConfigFlowResult]]
"""What a personal access token is asked for; its errors stand in the form of the token."""


class FlowBase(AbstractOAuth2FlowHandler):
    """The state of a flow. Home Assistant's own flow brings the page of the authorization."""

    DOMAIN = DOMAIN

    def __init__(self) -> None:
        """Start with nothing known."""
        super().__init__()
        self._kind = WEBHOOK_APP
        """Of the SmartApp that the road leads to."""
        self._address: PublicUrl | None = None
        """Where SmartThings is to deliver; its URL is empty where the home is to be polled."""
        self._after_address: Next = self.async_step_token
        self._webhook_id = ""
        self._token: str | None = None
        """The personal access token, which lives in this flow only."""
        self._with_token: WithToken | None = None
        self._app: SmartApp | None = None
        self._location_id = ""
        self._title = ""
        """The name of the location."""
        self._installed_app_id = ""
        self._is_unconfirmed = False
        """Whether the address of an app of the user's own has not been confirmed here."""
        self._cancel_going_on: CALLBACK_TYPE | None = None
        self._is_ending = False
        self._ended = asyncio.Event()

    @property
    @override
    def logger(self) -> logging.Logger:
        """Return the logger of the flow that brings the page of the authorization."""
        return _LOGGER

    @property
    def _data(self) -> DomainData:
        return domain_data(self.hass)

    @property
    def _receivers(self) -> Receivers:
        return self._data.receivers

    @property
    def _endpoints(self) -> Endpoints:
        return self._data.connection.endpoints

    @property
    def _smartapp(self) -> SmartApp:
        """The SmartApp, once there is one."""
        if self._app is None:
            raise RuntimeError(self.cur_step)
        return self._app

    @property
    def _receiver(self) -> Receiver:
        """The receiver of the SmartApp, held by this flow until it ends."""
        app = self._smartapp
        self._webhook_id = app.webhook_id
        return self._receivers.acquire(
            app.webhook_id,
            app.address.url,
            self.flow_id,
            app_id=app.app_id,
            public_key=app.public_key,
        )

    @property
    def _adds(self) -> bool:
        """Whether the flow ends in a new entry."""
        return self.source not in (SOURCE_REAUTH, SOURCE_RECONFIGURE)

    @property
    def _entry(self) -> ConfigEntry:
        """The entry that the flow changes."""
        if self.source == SOURCE_REAUTH:
            return self._get_reauth_entry()
        return self._get_reconfigure_entry()

    def _http(self, token: str) -> Http:
        return self._data.connection.http_with(token)

    def _token_endpoint(self, client: ClientCredentials) -> TokenEndpoint:
        return self._data.connection.token_endpoint(client)

    # Without a front end

    @callback
    @override
    def async_external_step_done(self, *, next_step_id: str) -> ConfigFlowResult:
        """End an external step; the flow takes the next one itself where no front end does.

        While SmartThings' page is open, a phone closes the tab of Home Assistant.
        """
        self._go_on_later()
        return super().async_external_step_done(next_step_id=next_step_id)

    @callback
    @override
    def async_show_progress_done(self, *, next_step_id: str) -> ConfigFlowResult:
        """End a progress step, as :meth:`async_external_step_done` does."""
        self._go_on_later()
        return super().async_show_progress_done(next_step_id=next_step_id)

    def _go_on_later(self) -> None:
        self._stop_going_on()
        self._cancel_going_on = async_call_later(
            self.hass, GO_ON_AFTER, HassJob(self._go_on_alone, "go on", cancel_on_shutdown=True)
        )

    @callback
    def _stop_going_on(self) -> None:
        """Leave the next step to the front end, which has asked for it."""
        if self._cancel_going_on is not None:
            self._cancel_going_on()
            self._cancel_going_on = None

    async def _go_on_alone(self, _now: datetime) -> None:
        self._cancel_going_on = None
        if self.cur_step and self.cur_step["type"] in (
            FlowResultType.EXTERNAL_STEP_DONE,
            FlowResultType.SHOW_PROGRESS_DONE,
        ):
            with suppress(UnknownFlow):
                await self.hass.config_entries.flow.async_configure(self.flow_id)

    async def _end_once(self, end: Next) -> ConfigFlowResult:
        """Take the last step once: two requests for it would end each other with an error.

        A front end may ask late or twice. The first request gets the result.
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
        """End the timer, and let requests that wait for the end go on."""
        self._stop_going_on()
        self._ended.set()
        super().async_remove()

    # Where each part goes on

    @abstractmethod
    async def async_step_webhook(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask where SmartThings is to deliver."""

    @abstractmethod
    async def async_step_token(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for a personal access token."""

    @abstractmethod
    async def _after_registration(self) -> ConfigFlowResult:
        """Go on once there is a SmartApp."""

    @abstractmethod
    async def _authorize(self) -> ConfigFlowResult:
        """Send the user to the page on which an API_ONLY app is authorized."""

    @abstractmethod
    def _leave_install(self) -> None:
        """Wait for no installation any more."""

    @abstractmethod
    async def async_step_app_unknown(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Offer what helps where the account of the token does not have the app of the entry."""

    @abstractmethod
    async def async_step_install(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Send the user to the page on which a webhook SmartApp is installed."""

    @abstractmethod
    async def async_step_finish(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Make or mend the entry."""
