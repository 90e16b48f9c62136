"""The config flow: re-authentication, reconfiguration, and the end. ``flow/`` has other steps."""

from collections.abc import Mapping
from typing import Any, override

from homeassistant.config_entries import (
    SOURCE_REAUTH,
    ConfigEntry,
    ConfigFlowResult,
    ConfigSubentryFlow,
)
from homeassistant.const import CONF_CLIENT_ID, CONF_CLIENT_SECRET
from homeassistant.core import callback
from homeassistant.data_entry_flow import FlowResultType

from .cloud.api.errors import CloudError
from .cloud.client_credentials import ClientCredentials
from .cloud.delivery.lifecycle import Install, Update
from .const import (
    CONF_APP_ID,
    CONF_INSTALLED_APP_ID,
    CONF_LOCATION_ID,
    CONF_UNCONFIRMED,
    CONF_UNINSTALLED,
    DOMAIN,
)
from .controls.control import SUBENTRY_TYPE
from .flow.address import AddressSteps
from .flow.control import ControlFlow
from .flow.core_migration import CoreMigrationSteps
from .flow.install import InstallSteps
from .flow.location import LocationSteps
from .flow.menu import MenuSteps
from .flow.oauth import OAuthSteps
from .flow.options import SmartAppOptionsFlow
from .flow.reconfigure import ReconfigureSteps
from .flow.roads import LOG_IN, Stage
from .flow.smartapp import SmartAppSteps
from .flow.token import TokenSteps
from .issues.markdown import escape
from .smartapp.relocation import share_client
from .smartapp.smartapp import SmartApp
from .storage.migration import MINOR_VERSION, VERSION


class SmartAppConfigFlow(
    MenuSteps,
    AddressSteps,
    TokenSteps,
    SmartAppSteps,
    LocationSteps,
    InstallSteps,
    OAuthSteps,
    ReconfigureSteps,
    CoreMigrationSteps,
    domain=DOMAIN,
):
    """Adds, re-authenticates and reconfigures an entry. The order of the step groups is free."""

    VERSION = VERSION
    MINOR_VERSION = MINOR_VERSION

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: ConfigEntry) -> SmartAppOptionsFlow:
        """Return the options flow."""
        return SmartAppOptionsFlow()

    @classmethod
    @callback
    @override
    def async_get_supported_subentry_types(
        cls, config_entry: ConfigEntry
    ) -> dict[str, type[ConfigSubentryFlow]]:
        """Return the flow of the controls."""
        return {SUBENTRY_TYPE: ControlFlow}

    # Re-authentication

    async def async_step_reauth(self, _entry_data: Mapping[str, Any]) -> ConfigFlowResult:
        """Wait for an UPDATE, or send the user to the page of the authorization.

        If the user removed the SmartApp, an issue already leads to its page.
        """
        entry = self._get_reauth_entry()
        if entry.data.get(CONF_UNINSTALLED):
            return self.async_abort(reason="uninstalled")
        await self.async_set_unique_id(entry.unique_id, raise_on_progress=False)
        self._use_entry(entry)
        self._road = LOG_IN
        self._known_to_be_installed = True
        if not self._smartapp.authorized_in_browser:
            self._receiver.installations.listen(self._location_id, self)
        if await self._is_client_lost():
            return await self.async_step_reauth_client()
        return await self.async_step_reauth_confirm()

    def _use_entry(self, entry: ConfigEntry) -> None:
        self._use_app(SmartApp.of(entry))
        self._location_id = entry.data[CONF_LOCATION_ID]
        self._title = entry.title

    async def _is_client_lost(self) -> bool:
        """Return whether SmartThings rejects the client; without an answer it does not."""
        try:
            return not await self._is_client_known()
        except CloudError:
            return False

    async def async_step_reauth_client(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Offer help if SmartThings does not know the client of the entry any more."""
        typed = ["credentials"] if self._smartapp.authorized_in_browser else []
        return self.async_show_menu(
            step_id="reauth_client",
            menu_options=["renew_client", *typed, "new_app"],
            description_placeholders={"name": escape(self._title)},
        )

    async def async_step_reauth_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Explain the log-in, and offer its page."""
        if user_input is None:
            browser = self._smartapp.authorized_in_browser
            return self.async_show_form(
                step_id="reauth_authorize" if browser else "reauth_confirm",
                description_placeholders={"name": escape(self._get_reauth_entry().title)},
            )
        return await self.async_step_install()

    async def async_step_reauth_authorize(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Send the user to the page of the authorization."""
        return await self._go_to(Stage.CONSENT)

    @override
    async def installed(self, delivery: Install | Update) -> None:
        """End a re-authentication whose dialog is not open: the entry has its login again."""
        step = self.cur_step and self.cur_step["type"]
        is_open = self._offers_help or step not in (FlowResultType.FORM, FlowResultType.MENU)
        await super().installed(delivery)
        if self._is_plain_reauth and not is_open:
            self.hass.config_entries.flow.async_abort(self.flow_id)

    # Reconfiguration

    async def async_step_reconfigure(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what to change."""
        await self._set_up()
        entry = self._get_reconfigure_entry()
        self._use_entry(entry)
        return self.async_show_menu(
            step_id="reconfigure",
            menu_options=self._possible_changes(),
            description_placeholders={
                "name": escape(entry.title),
                "app": await self._app_in_use(),
            },
        )

    # End

    async def _stage_finish(self) -> ConfigFlowResult:
        return await self.async_step_finish()

    async def async_step_finish(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Create the entry, or change the existing one."""
        self._stop_timer()
        return await self._end_once(self._finish)

    async def _finish(self) -> ConfigFlowResult:
        if self._pending is not None:
            self._app = self._pending.app  # Its address may have changed.
        else:
            self._app = self._data.pending_installs.present_address(self.flow_id, self._smartapp)
        data = {
            **self._smartapp.as_data(),
            CONF_INSTALLED_APP_ID: self._installed_app_id,
            CONF_LOCATION_ID: self._location_id,
            **({CONF_UNCONFIRMED: True} if self._is_unconfirmed else {}),
        }
        if self._adds:
            self._abort_if_unique_id_configured()
            self._supersede()
            return self.async_create_entry(title=self._title, data=data)
        if self._is_plain_reauth:
            # The entry has the tokens of the delivery.
            return self.async_abort(reason="reauth_successful")
        return await self._change(data)

    @property
    def _is_plain_reauth(self) -> bool:
        """Whether a webhook SmartApp is logged in again with the client that it has."""
        browser = self._smartapp.authorized_in_browser
        return self.source == SOURCE_REAUTH and self._road == LOG_IN and not browser

    @callback
    def _supersede(self) -> None:
        """End the other dialogs for the location that is set up now."""
        for known in self._data.pending_installs.resumable():
            if known.location_id == self._location_id and known is not self._pending:
                known.take()
                known.abandon()

    async def _change(self, data: dict[str, Any]) -> ConfigFlowResult:
        """Give the entry its new SmartApp, and remove the old one if it is another."""
        entry = self._entry
        before = dict(entry.data)
        self.hass.config_entries.async_update_entry(entry, data=data)
        share_client(self.hass, self._smartapp, entry.entry_id)
        if before[CONF_APP_ID] != self._smartapp.app_id and await self._remove_unused_app(before):
            before[CONF_UNINSTALLED] = True
        if before[CONF_INSTALLED_APP_ID] != self._installed_app_id:
            await self._data.removals.uninstall(before, entry.title)
        if self.source == SOURCE_REAUTH:
            return self.async_update_reload_and_abort(entry, reason="reauth_successful")
        return self.async_update_reload_and_abort(
            entry, reason="reinstalled" if self._road == LOG_IN else "reconfigured"
        )

    async def _remove_unused_app(self, before: Mapping[str, Any]) -> bool:
        """Delete an app that only the old installation of this entry uses, if the token may.

        Returns whether the app is gone, together with its installations.
        """
        app_id, installed_app_id = before[CONF_APP_ID], before[CONF_INSTALLED_APP_ID]
        if self._token is None or app_id in self._used_app_ids():
            return False
        apps = self._apps
        try:
            if not await apps.is_mine(app_id):
                client = ClientCredentials(before[CONF_CLIENT_ID], before[CONF_CLIENT_SECRET])
                return not await self._token_endpoint(client).is_client_known()
            if await apps.is_in_use(app_id, but=installed_app_id):
                return False
            await apps.delete(app_id)
        except CloudError:  # The next dialog offers to delete it.
            return False
        return True

    @callback
    @override
    def async_remove(self) -> None:
        """Release the webhook, and undo what an abandoned flow has made on this side."""
        super().async_remove()
        self._forget_token()
        self._leave_install()
        if self._pending is not None and self._pending in self._data.pending_installs.resumable():
            self._pending.keep()
        else:
            if self._pending is not None:
                self._pending.take()
            self.hass.async_create_task(self._clean_up(), f"{DOMAIN} flow clean-up")
        self._receivers.release(self._webhook_id, self.flow_id)

    async def _clean_up(self) -> None:
        if self._app is not None and self._adds:
            # Another dialog for the location may be about to end with the same installation.
            shared = self.unique_id and self.hass.config_entries.flow.async_progress_by_handler(
                DOMAIN, match_context={"unique_id": self.unique_id}
            )
            installed_app_id = "" if shared else self._installed_app_id
            await self._data.pending_installs.abandon(self._app, installed_app_id, self._title)
        else:
            await self._drop_proposed_cloudhook()
