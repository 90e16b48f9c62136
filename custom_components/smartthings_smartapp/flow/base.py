"""The state that all step groups of the config flow share, and the way along a road."""

import logging
from collections.abc import Awaitable, Callable
from typing import override

from homeassistant.config_entries import (
    SOURCE_REAUTH,
    SOURCE_RECONFIGURE,
    ConfigEntry,
    ConfigFlowResult,
)
from homeassistant.core import callback
from homeassistant.setup import async_setup_component

from ..cloud.api.apps import API_ONLY_APP, WEBHOOK_APP, AppsClient
from ..cloud.api.http import Http
from ..cloud.auth.token_endpoint import TokenEndpoint
from ..cloud.client_credentials import ClientCredentials
from ..cloud.endpoints import Endpoints
from ..const import CONF_APP_ID, CONF_APP_KIND, DOMAIN
from ..errors import FlowError
from ..runtime import DomainData, domain_data
from ..smartapp.app_template import APP_TEMPLATE
from ..smartapp.pending_install import PendingInstall
from ..smartapp.smartapp import SmartApp
from ..webhook.public_url import PublicUrl
from ..webhook.receiver import Receiver
from ..webhook.receivers import Receivers
from .roads import REGISTER, TOKEN_STAGES, Road, Stage
from .unattended import UnattendedFlow

_LOGGER = logging.getLogger(__name__)


class DeferredError(Exception):
    """A stage has to begin when the progress has ended."""

    def __init__(self, stage: Stage) -> None:
        """Defer a stage."""
        super().__init__(stage)
        self.stage = stage


class FlowBase(UnattendedFlow):
    """The state of a flow. Each step group adds its steps, and knows no other group."""

    DOMAIN = DOMAIN

    def __init__(self) -> None:
        """Start on the road of a new webhook SmartApp."""
        super().__init__()
        self._road: Road = REGISTER
        self._kind = WEBHOOK_APP
        """The kind of the SmartApp that the road leads to."""
        self._works_in_background = False
        """Whether stages run while the dialog shows a progress."""
        self._error: FlowError | None = None
        """The error that the next form shows."""
        self._address: PublicUrl | None = None
        """The address to deliver to; its URL is empty if the location is to be polled."""
        self._proposed: PublicUrl | None = None
        """The address that Home Assistant offers; an unused cloudhook is deleted."""
        self._webhook_id = ""
        self._token: str | None = None
        """The personal access token, which exists in this flow only."""
        self._app: SmartApp | None = None
        self._replaced_app_id = ""
        """The app of the entry, if another one is registered for the entry."""
        self._location_id = ""
        self._title = ""
        """The name of the location."""
        self._known_to_be_installed = False
        """Whether the page is for a SmartApp that is installed already."""
        self._installed_app_id = ""
        """Empty until the SmartApp is installed or authorized."""
        self._pending: PendingInstall | None = None
        """The part of the flow that another dialog can resume, once it waits for the install."""
        self._is_unconfirmed = False
        """Whether the address of an app of the user's own has not been confirmed here."""

    @property
    @override
    def logger(self) -> logging.Logger:
        """Return the logger of Home Assistant's OAuth flow."""
        return _LOGGER

    async def _set_up(self) -> None:
        """Set the integration up, because a set-up deletes tokens that no entry has.

        Home Assistant sets an integration up with its first enabled entry, or with YAML at the
        start. The first dialog comes before that, and saves tokens before there is an entry.
        """
        await async_setup_component(self.hass, DOMAIN, {})

    # Along the road

    async def _start(self, road: Road, at: Stage | None = None) -> ConfigFlowResult:
        """Begin a road, at its first stage or at another one."""
        self._road = road
        return await self._go_to(at or road.stages[0])

    async def _next(self, stage: Stage) -> ConfigFlowResult:
        """Continue after a stage of the road."""
        return await self._go_to(self._road.after(stage))

    async def _go_to(self, stage: Stage) -> ConfigFlowResult:
        """Begin a stage.

        Raises DeferredError if it needs the user while a progress is shown, or if the dialog was
        closed since.
        """
        if self._works_in_background:
            if stage not in TOKEN_STAGES or self._ended.is_set():
                raise DeferredError(stage)
            self._note_progress(stage)
        begin: Callable[[], Awaitable[ConfigFlowResult]] = getattr(self, f"_stage_{stage}")
        return await begin()

    async def _ask_again(self, stage: Stage, error: FlowError | None) -> ConfigFlowResult:
        """Show the form of a stage with an error."""
        self._error = error
        return await self._go_to(stage)

    def _take_error(self) -> FlowError | None:
        """Return the error that the form shows, once."""
        error, self._error = self._error, None
        return error

    async def _stage_consent(self) -> ConfigFlowResult:
        browser = self._smartapp.authorized_in_browser
        return await self._go_to(Stage.AUTHORIZE if browser else Stage.INSTALL)

    @callback
    def _leave_install(self) -> None:
        """Stop waiting for an installation."""

    @callback
    def _forget_token(self) -> None:
        """Forget the token of a dialog that is closed, as soon as no stage needs it."""
        if not self._works_in_background:
            self._token = None

    @callback
    def _note_progress(self, stage: Stage) -> None:
        """Show the stage that runs."""

    # The entry and the SmartApp

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

    def _use_app(self, app: SmartApp) -> None:
        self._app = app
        self._kind = app.kind
        self._webhook_id = app.webhook_id

    @property
    def _smartapp(self) -> SmartApp:
        """The SmartApp, once there is one."""
        if self._app is None:
            raise RuntimeError(self.cur_step)
        return self._app

    @property
    def _receiver(self) -> Receiver:
        """The receiver of the SmartApp; this flow holds it until it ends."""
        app = self._smartapp
        self._webhook_id = app.webhook_id
        return self._receivers.acquire(
            app.webhook_id,
            app.address.url,
            self.flow_id,
            app_id=app.app_id,
            public_key=app.public_key,
        )

    def _apps_in_use(self, kind: str) -> list[SmartApp]:
        """Return the SmartApps of a kind that entries have."""
        return [
            SmartApp.of(entry)
            for entry in self._async_current_entries(include_ignore=False)
            if entry.data[CONF_APP_KIND] == kind
        ]

    def _begun_app(self) -> SmartApp | None:
        """Return the SmartApp of the kind that another dialog has registered and waits for."""
        pending = self._data.pending_installs
        if self._kind == API_ONLY_APP:
            return pending.unauthorized_app()
        return next((known.app for known in pending.resumable()), None)

    def _used_app_ids(self) -> set[str]:
        """Return the apps that this Home Assistant uses, also in another dialog."""
        entries = self._async_current_entries(include_ignore=False)
        begun = {known.app.app_id for known in self._data.pending_installs.resumable()}
        if waiting := self._data.pending_installs.unauthorized_app():
            begun.add(waiting.app_id)
        return begun | {entry.data[CONF_APP_ID] for entry in entries}

    # Shared parts and the cloud

    @property
    def _data(self) -> DomainData:
        return domain_data(self.hass)

    @property
    def _receivers(self) -> Receivers:
        return self._data.receivers

    @property
    def _endpoints(self) -> Endpoints:
        return self._data.connection.endpoints

    def _http(self, token: str) -> Http:
        return self._data.connection.http_with(token)

    @property
    def _apps(self) -> AppsClient:
        """The Apps API for the personal access token."""
        if self._token is None:
            raise RuntimeError(self.cur_step)
        return AppsClient(self._http(self._token), APP_TEMPLATE)

    def _token_endpoint(self, client: ClientCredentials) -> TokenEndpoint:
        return self._data.connection.token_endpoint(client)
