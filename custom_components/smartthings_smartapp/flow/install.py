"""The steps that wait for the installation of a webhook SmartApp on the page of SmartThings."""

import asyncio
from typing import Any, Final, override

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.core import callback
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.util import dt as dt_util

from ..cloud.delivery.lifecycle import Install, Update
from ..const import DOMAIN
from ..errors import FlowError, flow_text
from ..location.lifetime import hass_timer
from ..webhook.owners import InstallFailure
from ..webhook.reachability import find_rejection
from .base import FlowBase
from .roads import Stage

HELP_AFTER: Final = 180.0
"""Seconds without a request of the install page until the flow offers help."""
_HELP: Final = ("install_help", "install_failed")
WAIT: Final = 900.0
"""Seconds that the flow waits for an installation that the user has announced."""


class InstallSteps(FlowBase):
    """Opens the install page, and waits for its INSTALL or UPDATE."""

    def __init__(self) -> None:
        """Start without an installation."""
        super().__init__()
        self._seen_pages = 0
        self._help_is_due = False
        self._help_timer = hass_timer(lambda: self.hass, self._offer_help, "help")
        self._arrived = asyncio.Event()
        """Set when the installation arrives, accepted or not."""
        self._install_failure = FlowError(InstallFailure.UNEXPECTED)
        """Why the installation was not accepted."""
        self._failure_is_due = False
        self._page_opened = dt_util.utcnow()
        self._waiting: asyncio.Task[None] | None = None

    async def _stage_install(self) -> ConfigFlowResult:
        if self._token is not None:
            self._known_to_be_installed = await self._apps.is_installed(
                self._smartapp.app_id, self._location_id
            )
        return await self.async_step_install()

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
        """Send the user to the install page from a dialog that has to stay open."""
        return await self.async_step_install(user_input)

    @property
    def _install_page(self) -> str:
        return self._endpoints.install_page(self._smartapp.app_id, self._location_id)

    def _leave_install_page(self, next_step_id: str) -> ConfigFlowResult:
        """Continue with a step; the dialog shows it instead of the page."""
        self._help_is_due = False
        self._help_timer.cancel()
        return self.async_external_step_done(next_step_id=next_step_id)

    async def installed(self, delivery: Install | Update) -> None:
        """Save the tokens, and continue the flow after the delivery has been answered."""
        owners = self._receiver.owners.values()
        if not any(owner.location_id == self._location_id for owner in owners):
            await self._data.tokens.save_delivery(delivery)
        self._installed_app_id = delivery.installed_app.installed_app_id
        if self._pending is not None:
            self._pending.installed_app_id = self._installed_app_id
        self._arrived.set()
        self._continue_flow()

    @callback
    def install_failed(self, cause: InstallFailure) -> None:
        """Leave the page: the installation arrived and was not accepted."""
        self._install_failure, self._failure_is_due = FlowError(cause), True
        self._arrived.set()
        self._continue_flow()

    @callback
    def _continue_flow(self) -> None:
        """End an external step, or leave the menu that offers help.

        A progress step ends by itself.
        """
        step = self.cur_step and self.cur_step["type"]
        if step is FlowResultType.EXTERNAL_STEP:
            self.hass.async_create_task(self._configure({}), f"{DOMAIN} flow continues")
        elif self._offers_help:
            # A frontend that shows the menu is notified when the progress has ended.
            self.hass.async_create_task(
                self._configure({"next_step_id": "install_wait"}), f"{DOMAIN} flow leaves help"
            )

    @property
    def _offers_help(self) -> bool:
        """Whether a menu is open that offers help with the install page."""
        return self.cur_step is not None and self.cur_step["step_id"] in _HELP

    @callback
    @override
    def _leave_install(self) -> None:
        """Stop waiting for an installation."""
        self._help_timer.cancel()
        if receiver := self._receivers.get(self._webhook_id):
            receiver.installations.stop_listening(self._location_id, self)

    # Help if the page does not lead to an installation

    def _offer_help_later(self) -> None:
        self._seen_pages = self._pages_shown
        self._help_timer.set(HELP_AFTER)

    @property
    def _pages_shown(self) -> int:
        """How many pages of the SmartApp the install page has requested."""
        return sum(
            count for kind, count in self._receiver.deliveries.items() if "Configuration" in kind
        )

    async def _offer_help(self) -> None:
        if self._pages_shown > self._seen_pages:
            self._offer_help_later()
            return
        self._help_is_due = True
        await self._configure({})

    async def async_step_install_help(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Offer to wait longer, to open the page again, or to take another road."""
        self._stop_timer()
        if finding := find_rejection(self._receiver, self._page_opened):
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
        """Show why the installation was not accepted, and offer the page again."""
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
        """Open the install page again, unless the installation has arrived since."""
        if self._installed_app_id:
            return await self._next(Stage.CONSENT)
        return await self.async_step_install()
