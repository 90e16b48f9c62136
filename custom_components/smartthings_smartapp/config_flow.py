"""The config flow: its menu, and what its roads end in. The steps themselves are in ``flow/``."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, override

from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntry, ConfigFlowResult
from homeassistant.const import CONF_WEBHOOK_ID
from homeassistant.core import callback
from homeassistant.data_entry_flow import FlowResultType, UnknownFlow
from homeassistant.helpers.typing import DiscoveryInfoType

from .cloud.apps import API_ONLY_APP, WEBHOOK_APP
from .cloud.lifecycle import Install, Update
from .const import (
    CONF_APP_ID,
    CONF_APP_KIND,
    CONF_INSTALLED_APP_ID,
    CONF_LOCATION_ID,
    CONF_UNINSTALLED,
    DOMAIN,
)
from .flow.install import location_schema
from .flow.reconfigure import ReconfigureSteps
from .options_flow import SmartAppOptionsFlow
from .removal import remove_installation
from .smartapp import SmartApp
from .unfinished import Unfinished, abandon, unfinished


class SmartAppConfigFlow(ReconfigureSteps, domain=DOMAIN):
    """Leads each road from its entry in the menu to the entry of a location."""

    VERSION = 1
    MINOR_VERSION = 1

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
        options = ["register", "oauth", "existing"]
        if any(
            entry.data[CONF_APP_KIND] == API_ONLY_APP
            for entry in self._async_current_entries(include_ignore=False)
        ):
            options.insert(0, "another")
        if resumable := unfinished(self.hass):
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
        if any(
            entry.data[CONF_APP_KIND] == WEBHOOK_APP
            for entry in self._async_current_entries(include_ignore=False)
        ):
            return await self.async_step_token()
        return await self.async_step_webhook()

    async def async_step_oauth(self, _user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Register an API_ONLY app, also where a webhook SmartApp did not lead anywhere."""
        self._leave_install()
        if self._unfinished is not None:
            self._unfinished.take()
            self._unfinished = None
        self._kind = API_ONLY_APP
        self._app = None
        self._after_address = self.async_step_token
        if self._address is not None:
            return await self.async_step_token()
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
        entries = self._async_current_entries(include_ignore=False)
        self._app = next(
            SmartApp.of(entry) for entry in entries if entry.data[CONF_APP_KIND] == API_ONLY_APP
        )
        return await self._authorize()

    # A registration that is not finished

    async def async_step_resume(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Go on where a dialog stopped, or still waits in another tab."""
        found = {known.location_id: known for known in unfinished(self.hass)}
        if user_input is not None:
            chosen = found.get(user_input[CONF_LOCATION_ID])
        elif len(found) > 1:
            names = {key: known.title for key, known in found.items()}
            return self.async_show_form(step_id="resume", data_schema=location_schema(names))
        else:
            chosen = next(iter(found.values()), None)
        if chosen is None:
            return await self.async_step_user()
        with suppress(UnknownFlow):
            self.hass.config_entries.flow.async_abort(chosen.flow_id)
        self._take(chosen)
        await self.async_set_unique_id(self._location_id, raise_on_progress=False)
        if self._installed_app_id:
            return await self.async_step_finish()
        return await self.async_step_install()

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
        found = next(
            (kept for kept in unfinished(self.hass) if kept.location_id == self.unique_id), None
        )
        if found is None:
            return self.async_abort(reason="too_late")
        self.context["title_placeholders"] = {"name": found.title}
        if user_input is None:
            self._set_confirm_only()
            return self.async_show_form(
                step_id="discovery_confirm", description_placeholders={"name": found.title}
            )
        self._take(found)
        return await self.async_step_finish()

    @callback
    def _take(self, kept: Unfinished) -> None:
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
        self._location_id = entry.data[CONF_LOCATION_ID]
        self._known_to_be_installed = not entry.data.get(CONF_UNINSTALLED)
        if not self._app.authorized_in_browser:
            self._receiver.listen_for_install(self._location_id, self)
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Say what to do, and offer the page."""
        if user_input is None:
            browser = self._smartapp.authorized_in_browser
            return self.async_show_form(
                step_id="reauth_authorize" if browser else "reauth_confirm",
                description_placeholders={"name": self._get_reauth_entry().title},
            )
        return await self.async_step_install()

    async def async_step_reauth_authorize(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Send the user to the page of the authorization."""
        return await self._authorize()

    @override
    async def installed(self, delivery: Install | Update) -> None:
        """End a re-authentication whose dialog nobody has opened: it is solved."""
        await super().installed(delivery)
        dialog = self.cur_step and self.cur_step["type"]
        if self.source == SOURCE_REAUTH and dialog in (FlowResultType.FORM, FlowResultType.MENU):
            self.hass.config_entries.flow.async_abort(self.flow_id)

    # End

    @override
    async def async_step_finish(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Make the entry, or mend the one that is there."""
        self._stop_going_on()
        data = {
            **self._smartapp.as_data(),
            CONF_INSTALLED_APP_ID: self._installed_app_id,
            CONF_LOCATION_ID: self._location_id,
        }
        if self._adds:
            self._abort_if_unique_id_configured()
            self._supersede()
            return self.async_create_entry(title=self._title, data=data)
        if self.source == SOURCE_REAUTH and not self._smartapp.authorized_in_browser:
            # The delivery has brought the tokens to the entry.
            return self.async_abort(reason="reauth_successful")
        return await self._mend(data)

    @callback
    def _supersede(self) -> None:
        """End what other dialogs have begun for the location that is set up now."""
        for known in unfinished(self.hass):
            if known.location_id == self._location_id and known is not self._unfinished:
                known.take()
                self.hass.async_create_task(
                    abandon(self.hass, known.app, known.installed_app_id), f"{DOMAIN} superseded"
                )

    async def _mend(self, data: dict[str, Any]) -> ConfigFlowResult:
        """Give the entry its new SmartApp, and take the old one back where it is another."""
        reauth = self.source == SOURCE_REAUTH
        entry = self._get_reauth_entry() if reauth else self._get_reconfigure_entry()
        before = dict(entry.data)
        self.hass.config_entries.async_update_entry(entry, data=data)
        if before[CONF_INSTALLED_APP_ID] != self._installed_app_id:
            await remove_installation(self.hass, before, entry.title)
            await self._remove_unused_app(before[CONF_APP_ID])
        return self.async_update_reload_and_abort(
            entry, reason="reauth_successful" if reauth else "reconfigured"
        )

    async def _remove_unused_app(self, app_id: str) -> None:
        """Remove an app that no entry has any more, where a token allows that."""
        entries = self._async_current_entries(include_ignore=False)
        if not any(entry.data[CONF_APP_ID] == app_id for entry in entries):
            await self._remove_apps([app_id])

    @callback
    @override
    def async_remove(self) -> None:
        """Let go of the webhook, and of what an abandoned flow has made on this side."""
        super().async_remove()
        self._token = None
        self._leave_install()
        if self._unfinished is not None and self._unfinished in unfinished(self.hass):
            self._unfinished.keep()
        else:
            if self._unfinished is not None:
                self._unfinished.take()
            self.hass.async_create_task(self._clean_up(), f"{DOMAIN} flow clean-up")
        self._receivers.release(self._webhook_id, self.flow_id)

    async def _clean_up(self) -> None:
        if self._app is not None and self._adds:
            await abandon(self.hass, self._app, self._installed_app_id)
        elif not any(
            entry.data[CONF_WEBHOOK_ID] == self._webhook_id
            for entry in self.hass.config_entries.async_entries(DOMAIN)
        ):
            await self._drop_proposed_cloudhook()
