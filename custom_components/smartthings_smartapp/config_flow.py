"""The config flow: its menu, and what its roads end in. The steps themselves are in ``flow/``."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, override

from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntry, ConfigFlowResult
from homeassistant.const import CONF_CLIENT_ID, CONF_CLIENT_SECRET
from homeassistant.core import callback
from homeassistant.data_entry_flow import FlowResultType, UnknownFlow
from homeassistant.helpers.typing import DiscoveryInfoType
from homeassistant.setup import async_setup_component

from .cloud.api.apps import API_ONLY_APP, WEBHOOK_APP, AppsClient
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
from .flow.install import location_schema
from .flow.options import SmartAppOptionsFlow
from .flow.reconfigure import ReconfigureSteps
from .issues.markdown import escape
from .smartapp.app_template import APP_TEMPLATE
from .smartapp.pending_install import PendingInstall
from .smartapp.relocation import share_client
from .smartapp.smartapp import SmartApp
from .storage.migration import MINOR_VERSION, VERSION


class SmartAppConfigFlow(ReconfigureSteps, domain=DOMAIN):
    """Leads each road from its entry in the menu to the entry of a location."""

    VERSION = VERSION
    MINOR_VERSION = MINOR_VERSION

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: ConfigEntry) -> SmartAppOptionsFlow:
        """Return the form of the options."""
        return SmartAppOptionsFlow()

    # The menu

    @override
    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask which road to take."""
        # Home Assistant sets an integration up with its first entry, which is not there yet. With
        # a configuration in YAML this has happened at the start.
        await async_setup_component(self.hass, DOMAIN, {})
        options = ["register", "oauth", "existing"]
        if self._apps_in_use(API_ONLY_APP):
            options.insert(0, "another")
        elif self._data.pending_installs.unauthorized_app():
            options.insert(0, "resume_app")
        if resumable := self._data.pending_installs.resumable():
            options.insert(0, "resume")
        return self.async_show_menu(
            step_id="user",
            menu_options=options,
            description_placeholders={"name": ", ".join(known.title for known in resumable)},
        )

    async def async_step_register(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Register a webhook SmartApp; a second location shares the one of the first."""
        self._kind = WEBHOOK_APP
        if self._apps_in_use(WEBHOOK_APP):
            return await self.async_step_token()
        if begun := self._begun_app():
            self._webhook_id = begun.webhook_id
            self._proposed = begun.address
        return await self.async_step_webhook()

    async def async_step_oauth(self, _user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Register an API_ONLY app, also where a webhook SmartApp did not lead anywhere."""
        self._leave_install()
        if self._pending is not None:
            self._pending.take()
            self._pending = None
        self._kind = API_ONLY_APP
        self._app = None
        self._after_address = self.async_step_token
        if self._address is not None:
            return await self.async_step_token()
        if begun := self._begun_app():
            self._webhook_id = begun.webhook_id
            self._proposed = begun.address
        return await self.async_step_webhook()

    async def async_step_existing(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Use an API_ONLY app that the user has made."""
        self._kind = API_ONLY_APP
        self._after_address = self.async_step_credentials
        return await self.async_step_webhook()

    async def async_step_another(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Add another location of an API_ONLY app that is there: the page asks which."""
        self._app = self._apps_in_use(API_ONLY_APP)[0]
        return await self._authorize()

    # A registration that is not finished

    async def async_step_resume(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Go on where a dialog stopped, or still waits in another tab."""
        found = {known.location_id: known for known in self._data.pending_installs.resumable()}
        if user_input is not None:
            chosen = found.get(user_input[CONF_LOCATION_ID])
        elif len(found) > 1:
            names = {key: known.title for key, known in found.items()}
            return self.async_show_form(step_id="resume", data_schema=location_schema(names))
        else:
            chosen = next(iter(found.values()), None)
        if chosen is None:
            return await self.async_step_user()
        self._take(chosen)
        self._leave_to_this(chosen.flow_id)
        await self.async_set_unique_id(self._location_id, raise_on_progress=False)
        if self._installed_app_id:
            return await self.async_step_finish()
        return await self.async_step_install()

    @callback
    def _leave_to_this(self, flow_id: str) -> None:
        """End the dialog that waited; one that shows an external step says where it continues."""
        flows = self.hass.config_entries.flow
        with suppress(UnknownFlow):
            if flows.async_get(flow_id).get("step_id") in ("install", "install_again"):
                self.hass.async_create_task(
                    flows.async_configure(flow_id, {}), f"{DOMAIN} flow continues elsewhere"
                )
            else:
                flows.async_abort(flow_id)

    async def async_step_resume_app(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Authorize the app that another dialog has registered; the page asks for the location."""
        self._app = self._data.pending_installs.unauthorized_app()
        if self._app is None:
            return await self.async_step_user()
        self._kind = self._app.kind
        _ = self._receiver  # The other dialog may be closed.
        return await self._authorize()

    @override
    async def async_step_integration_discovery(
        self, discovery_info: DiscoveryInfoType
    ) -> ConfigFlowResult:
        """Offer a location whose SmartApp was installed after the dialog was closed."""
        await self.async_set_unique_id(discovery_info[CONF_LOCATION_ID])
        self._abort_if_unique_id_configured()
        return await self.async_step_discovery_confirm()

    async def async_step_discovery_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask whether to add it."""
        resumable = self._data.pending_installs.resumable()
        found = next((kept for kept in resumable if kept.location_id == self.unique_id), None)
        if found is None:
            return self.async_abort(reason="too_late")
        self.context["title_placeholders"] = {"name": found.title}
        if user_input is None:
            self._set_confirm_only()
            return self.async_show_form(
                step_id="discovery_confirm",
                description_placeholders={"name": escape(found.title), "title": found.title},
            )
        self._take(found)
        return await self.async_step_finish()

    @callback
    def _take(self, kept: PendingInstall) -> None:
        self._app = kept.app
        self._kind = kept.app.kind
        self._location_id = kept.location_id
        self._title = kept.title
        self._installed_app_id = kept.installed_app_id
        _ = self._receiver  # Held by this flow before nobody else does.
        kept.take()

    # Re-authentication

    async def async_step_reauth(self, _entry_data: Mapping[str, Any]) -> ConfigFlowResult:
        """Wait for an UPDATE, or send the user to the page of the authorization."""
        entry = self._get_reauth_entry()
        await self.async_set_unique_id(entry.unique_id, raise_on_progress=False)
        self._app = SmartApp.of(entry)
        self._kind = self._app.kind
        self._webhook_id = self._app.webhook_id
        self._title = entry.title
        self._location_id = entry.data[CONF_LOCATION_ID]
        self._known_to_be_installed = not entry.data.get(CONF_UNINSTALLED)
        if not self._app.authorized_in_browser:
            self._receiver.installations.listen(self._location_id, self)
        if self._known_to_be_installed and await self._is_client_lost():
            return await self.async_step_reauth_client()
        return await self.async_step_reauth_confirm()

    async def _is_client_lost(self) -> bool:
        """Return whether a new login needs another client; without an answer it does not."""
        try:
            return not await self._is_client_known()
        except CloudError:
            return False

    async def async_step_reauth_client(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Offer what helps where SmartThings does not know the client of the entry any more."""
        typed = ["credentials"] if self._smartapp.authorized_in_browser else []
        return self.async_show_menu(
            step_id="reauth_client",
            menu_options=["renew_client", *typed, "new_app"],
            description_placeholders={"name": escape(self._title)},
        )

    async def async_step_reauth_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Say what to do, and offer the page."""
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
        return await self._authorize()

    @override
    async def installed(self, delivery: Install | Update) -> None:
        """End a re-authentication whose dialog is not open: it is solved."""
        step = self.cur_step and self.cur_step["type"]
        is_open = self._offers_help or step not in (FlowResultType.FORM, FlowResultType.MENU)
        await super().installed(delivery)
        if self._is_plain_reauth and not is_open:
            self.hass.config_entries.flow.async_abort(self.flow_id)

    # End

    @override
    async def async_step_finish(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Make the entry, or change the one that is there."""
        self._stop_going_on()
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
            # The delivery has brought the tokens to the entry.
            return self.async_abort(reason="reauth_successful")
        return await self._mend(data)

    @property
    def _is_plain_reauth(self) -> bool:
        """Whether a webhook SmartApp is logged in again with the client that it has."""
        changed = self._with_token is not None or bool(self._replaced_app_id)
        browser = self._smartapp.authorized_in_browser
        return self.source == SOURCE_REAUTH and not browser and not changed

    @callback
    def _supersede(self) -> None:
        """End what other dialogs have begun for the location that is set up now."""
        for known in self._data.pending_installs.resumable():
            if known.location_id == self._location_id and known is not self._pending:
                known.take()
                known.abandon()

    async def _mend(self, data: dict[str, Any]) -> ConfigFlowResult:
        """Give the entry its new SmartApp, and take the old one back where it is another."""
        entry = self._entry
        before = dict(entry.data)
        self.hass.config_entries.async_update_entry(entry, data=data)
        share_client(self.hass, self._smartapp, entry.entry_id)
        if before[CONF_APP_ID] != self._smartapp.app_id and await self._remove_unused_app(before):
            before[CONF_UNINSTALLED] = True
        if before[CONF_INSTALLED_APP_ID] != self._installed_app_id:
            await self._data.removals.uninstall(before, entry.title)
        reauth = self.source == SOURCE_REAUTH
        return self.async_update_reload_and_abort(
            entry, reason="reauth_successful" if reauth else "reconfigured"
        )

    async def _remove_unused_app(self, before: Mapping[str, Any]) -> bool:
        """Remove an app that only an old installation of ours uses, if the token allows that.

        Returns whether the app is gone, and what is installed of it.
        """
        app_id, installed_app_id = before[CONF_APP_ID], before[CONF_INSTALLED_APP_ID]
        if self._token is None or app_id in self._used_app_ids():
            return False
        apps = AppsClient(self._http(self._token), APP_TEMPLATE)
        try:
            if not await apps.is_mine(app_id):
                client = ClientCredentials(before[CONF_CLIENT_ID], before[CONF_CLIENT_SECRET])
                return not await self._token_endpoint(client).is_client_known()
            if await apps.is_in_use(app_id, but=installed_app_id):
                return False
            await apps.delete(app_id)
        except CloudError:  # It is offered as one of an earlier attempt then.
            return False
        return True

    @callback
    @override
    def async_remove(self) -> None:
        """Let go of the webhook, and of what an abandoned flow has made on this side."""
        super().async_remove()
        self._token = None
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
