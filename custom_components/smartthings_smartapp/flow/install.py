"""The steps of a webhook SmartApp: the location, and the page on which it is installed there."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, Final, override

import voluptuous as vol
from homeassistant.config_entries import ConfigFlowResult
from homeassistant.core import CALLBACK_TYPE, HassJob, callback
from homeassistant.data_entry_flow import FlowResultType, UnknownFlow
from homeassistant.helpers.event import async_call_later
from homeassistant.helpers.selector import SelectOptionDict, SelectSelector, SelectSelectorConfig
from homeassistant.util import dt as dt_util

from ..cloud.api.apps import WEBHOOK_APP, AppsClient
from ..cloud.api.client import SmartThingsClient
from ..cloud.delivery.lifecycle import Install, Update
from ..cloud.models import Location
from ..const import CONF_LOCATION_ID, DOMAIN
from ..errors import FlowError, flow_text
from ..smartapp.app_template import APP_TEMPLATE
from ..smartapp.pending_install import PendingInstall
from ..webhook.owners import InstallFailure
from ..webhook.reachability import find_refusal
from .token import TokenSteps

HELP_AFTER: Final = 180.0
"""Seconds without a sign of life from the install page until the flow offers help."""
_HELP: Final = ("install_help", "install_failed")
WAIT: Final = 900.0
"""Seconds that the flow waits for an installation that the user says is under way."""


def location_schema(names: Mapping[str, str]) -> vol.Schema:
    """Return the form that asks for one of some locations, by id with their names."""
    options = [SelectOptionDict(value=key, label=name) for key, name in names.items()]
    selector = SelectSelector(SelectSelectorConfig(options=options))
    return vol.Schema({vol.Required(CONF_LOCATION_ID): selector})


class InstallSteps(TokenSteps):
    """Waits for the INSTALL or UPDATE that the install page ends in."""

    def __init__(self) -> None:
        """Start without locations."""
        super().__init__()
        self._locations: dict[str, Location] = {}
        self._known_to_be_installed = False
        self._seen_pages = 0
        self._help_is_due = False
        self._cancel_help: CALLBACK_TYPE | None = None
        self._arrived = asyncio.Event()
        """Set when the installation arrives, taken or not."""
        self._install_failure = FlowError(InstallFailure.UNEXPECTED)
        """Why the installation was not taken."""
        self._failure_is_due = False
        self._page_opened = dt_util.utcnow()
        self._pending: PendingInstall | None = None
        """What another dialog can resume, once this one waits for the installation."""
        self._waiting: asyncio.Task[None] | None = None

    # Location

    @override
    async def _have_smartapp(self, apps: AppsClient) -> ConfigFlowResult:
        """Read the locations first: with none left there is nothing to register for."""
        if self._kind == WEBHOOK_APP and self._adds:
            configured = {entry.unique_id for entry in self._async_current_entries()}
            self._locations = {
                location.location_id: location
                for location in await SmartThingsClient(apps.http).locations()
                if location.location_id not in configured
            }
            if not self._locations:
                return self.async_abort(reason="no_location_left")
        return await super()._have_smartapp(apps)

    @override
    async def _after_registration(self) -> ConfigFlowResult:
        """Authorize an API_ONLY app; for a webhook SmartApp choose the location first."""
        if self._smartapp.authorized_in_browser:
            return await self._authorize()
        if self._adds:
            return await self.async_step_location()
        return await self._open_install_page()

    async def async_step_location(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the location, unless there is only one."""
        if user_input is None and len(self._locations) > 1:
            names = {key: location.name for key, location in self._locations.items()}
            return self.async_show_form(step_id="location", data_schema=location_schema(names))
        self._location_id = (
            user_input[CONF_LOCATION_ID] if user_input else next(iter(self._locations))
        )
        self._title = self._locations[self._location_id].name
        # An older flow for the location may stand open in another tab: this one takes over.
        await self.async_set_unique_id(self._location_id, raise_on_progress=False)
        self._abort_if_unique_id_configured()
        return await self._open_install_page()

    async def _open_install_page(self) -> ConfigFlowResult:
        if self._token is not None:
            apps = AppsClient(self._http(self._token), APP_TEMPLATE)
            self._known_to_be_installed = await apps.is_installed(
                self._smartapp.app_id, self._location_id
            )
        return await self.async_step_install()

    # Install page

    @override
    async def async_step_install(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Send the user to the install page; the INSTALL or UPDATE on the webhook continues."""
        if self._installed_app_id:
            return self._leave_install_page("finish")
        if self._pending is not None and not self._pending.is_latest:
            return self._leave_install_page("elsewhere")
        if self._failure_is_due:
            return self._leave_install_page("install_failed")
        if self._help_is_due:
            return self._leave_install_page("install_help")
        self._receiver.installations.listen(self._location_id, self)
        if self._adds and self._pending is None:
            self._pending = self._data.pending_installs.begin(
                self._smartapp,
                location_id=self._location_id,
                title=self._title,
                flow_id=self.flow_id,
            )
        self._offer_help_later()
        self._page_opened = dt_util.utcnow()
        page = self._install_page
        if self._known_to_be_installed:
            return self.async_external_step(step_id="install_again", url=page)
        return self.async_external_step(
            step_id="install" if self._adds else "install_anew", url=page
        )

    async def async_step_elsewhere(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """End a dialog that another one has resumed."""
        return self.async_abort(reason="resumed_elsewhere")

    async def async_step_install_again(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Send the user to the settings of a SmartApp that is installed already."""
        return await self.async_step_install(user_input)

    async def async_step_install_anew(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Send the user to the install page from a dialog that cannot be closed meanwhile."""
        return await self.async_step_install(user_input)

    @property
    def _install_page(self) -> str:
        return self._endpoints.install_page(self._smartapp.app_id, self._location_id)

    def _leave_install_page(self, next_step_id: str) -> ConfigFlowResult:
        """Go on; where the user has left the page before, there is no external step to end."""
        self._help_is_due = False
        self._forget_help()
        return self.async_external_step_done(next_step_id=next_step_id)

    async def installed(self, delivery: Install | Update) -> None:
        """Keep the tokens and continue the flow, after the delivery has been answered."""
        owners = self._receiver.owners.values()
        if not any(owner.location_id == self._location_id for owner in owners):
            await self._data.tokens.save_delivery(delivery)
        self._installed_app_id = delivery.installed_app.installed_app_id
        if self._pending is not None:
            self._pending.installed_app_id = self._installed_app_id
        self._arrived.set()
        self._go_on()

    @callback
    def install_failed(self, cause: InstallFailure) -> None:
        """Leave the page: the installation arrived and could not be taken."""
        self._install_failure, self._failure_is_due = FlowError(cause), True
        self._arrived.set()
        self._go_on()

    @callback
    def _go_on(self) -> None:
        """Take an external step to its end, or leave the menu that offers help.

        A dialog that shows progress notices by itself.
        """
        step = self.cur_step and self.cur_step["type"]
        if step is FlowResultType.EXTERNAL_STEP:
            self.hass.async_create_task(self._configure({}), f"{DOMAIN} flow goes on")
        elif self._offers_help:
            # A front end that shows the menu is notified when the progress has ended.
            self.hass.async_create_task(
                self._configure({"next_step_id": "install_wait"}), f"{DOMAIN} flow leaves help"
            )

    @property
    def _offers_help(self) -> bool:
        """Whether a menu is open that offers help with the install page."""
        return self.cur_step is not None and self.cur_step["step_id"] in _HELP

    async def _configure(self, user_input: dict[str, Any]) -> None:
        with suppress(UnknownFlow):  # The dialog was closed.
            await self.hass.config_entries.flow.async_configure(self.flow_id, user_input)

    @callback
    @override
    def _leave_install(self) -> None:
        """Wait for no installation any more."""
        self._forget_help()
        if receiver := self._receivers.get(self._webhook_id):
            receiver.installations.stop_listening(self._location_id, self)

    # Help where the page does not lead to an installation

    def _offer_help_later(self) -> None:
        self._forget_help()
        self._seen_pages = self._pages_shown
        self._cancel_help = async_call_later(
            self.hass, HELP_AFTER, HassJob(self._offer_help, "help", cancel_on_shutdown=True)
        )

    @property
    def _pages_shown(self) -> int:
        """How many pages of the SmartApp were asked for: signs of life of the install page."""
        return sum(
            count for kind, count in self._receiver.deliveries.items() if "Configuration" in kind
        )

    async def _offer_help(self, _now: datetime) -> None:
        self._cancel_help = None
        if self._pages_shown > self._seen_pages:
            self._offer_help_later()
            return
        self._help_is_due = True
        await self._configure({})

    def _forget_help(self) -> None:
        if self._cancel_help is not None:
            self._cancel_help()
            self._cancel_help = None

    async def async_step_install_help(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Offer to wait on, to open the page again, or to take another road."""
        self._stop_going_on()
        if finding := find_refusal(self._receiver, self._page_opened):
            self._install_failure = FlowError(finding.cause, placeholders=finding.placeholders)
            return await self.async_step_install_failed()
        roads = ["oauth"] if self._adds else ["new_app"]
        return self.async_show_menu(
            step_id="install_help",
            menu_options=["install_wait", "install_reopen", *roads],
            description_placeholders={"url": self._install_page},
        )

    async def async_step_install_wait(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Wait for the installation."""
        if self._waiting is None:
            self._waiting = self.hass.async_create_task(self._wait(), f"{DOMAIN} flow waits")
        if not self._waiting.done():
            return self.async_show_progress(
                step_id="install_wait",
                progress_action="wait_for_install",
                progress_task=self._waiting,
                description_placeholders={"url": self._install_page},
            )
        self._waiting = None
        if self._installed_app_id:
            return self.async_show_progress_done(next_step_id="finish")
        return self.async_show_progress_done(
            next_step_id="install_failed" if self._failure_is_due else "install_help"
        )

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(WAIT):
                await asyncio.sleep(0)  # The progress is shown before it ends.
                await self._arrived.wait()
        except TimeoutError:
            return

    async def async_step_install_failed(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show why the installation was not taken, and offer the page again."""
        self._failure_is_due = False
        self._arrived.clear()
        cause = await flow_text(
            self.hass, self._install_failure.key, self._install_failure.placeholders
        )
        return self.async_show_menu(
            step_id="install_failed",
            menu_options=["install_wait", "install_reopen"],
            description_placeholders={"cause": cause},
        )

    async def async_step_install_reopen(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Open the install page once more, unless it has led to an installation meanwhile."""
        if self._installed_app_id:
            return await self.async_step_finish()
        return await self.async_step_install()
