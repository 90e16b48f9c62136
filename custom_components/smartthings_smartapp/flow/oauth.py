"""The steps of an API_ONLY app: its client, and its authorization in the browser."""

from contextlib import ExitStack
from dataclasses import replace
from typing import Any, override

import voluptuous as vol
from homeassistant.config_entries import ConfigFlowResult
from homeassistant.const import CONF_CLIENT_ID, CONF_CLIENT_SECRET
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.config_entry_oauth2_flow import LocalOAuth2Implementation
from homeassistant.helpers.selector import TextSelector, TextSelectorConfig, TextSelectorType

from ..cloud.api.apps import API_ONLY_APP
from ..cloud.api.client import SmartThingsClient
from ..cloud.api.errors import CloudError
from ..cloud.models import InstalledApp
from ..const import CONF_INSTALLED_APP_ID, DOMAIN, SCOPES
from ..issues.markdown import escape
from ..smartapp.registration import confirm_queued
from ..smartapp.smartapp import POLLED, SmartApp
from ..webhook.receiver import Registration
from .base import FlowBase
from .redirects import is_accepted, redirect_uri, redirect_uris
from .roads import NEW_CREDENTIALS, Stage


class BrowserAuthorization(LocalOAuth2Implementation):
    """The page where a person gives our app access to a location (platform reference 2.6)."""

    def __init__(self, hass: HomeAssistant, api_url: str, app: SmartApp) -> None:
        """Use the client of the app."""
        super().__init__(
            hass,
            DOMAIN,
            app.client_id,
            app.client_secret,
            f"{api_url}/oauth/authorize",
            f"{api_url}/oauth/token",
        )

    @property
    @override
    def extra_authorize_data(self) -> dict[str, str]:
        """Request all scopes that the entities need."""
        return {"scope": " ".join(SCOPES)}


class OAuthSteps(FlowBase):
    """Sends the user to SmartThings' page, and exchanges the code of the redirect."""

    def __init__(self) -> None:
        """Start without credentials."""
        super().__init__()
        self._open = ExitStack()
        """Keeps the registration open for an app that the user makes while the flow runs."""
        self._registration: Registration | None = None
        self._failure = ""

    # An app of the user

    async def _stage_credentials(self) -> ConfigFlowResult:
        return await self.async_step_credentials()

    async def async_step_credentials(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the client of an app that the user has made with the SmartThings CLI.

        An entry that has one keeps its address.
        """
        if Stage.CREDENTIALS not in self._road.stages:  # The menu of an entry leads here.
            self._road = NEW_CREDENTIALS
        address = self._smartapp.address if self._app else self._address or POLLED
        if user_input is None:
            if address.url and self._registration is None:
                receiver = self._receivers.acquire(self._webhook_id, address.url, self.flow_id)
                self._registration = self._open.enter_context(receiver.registration())
            return self._show_credentials_form(address.url)
        self._app = SmartApp(
            app_id=self._app.app_id if self._app else "",
            kind=API_ONLY_APP,
            client_id=user_input[CONF_CLIENT_ID].strip(),
            client_secret=user_input[CONF_CLIENT_SECRET].strip(),
            public_key=None,
            webhook_id=self._webhook_id,
            address=address,
        )
        return await self._next(Stage.CREDENTIALS)

    async def async_step_credentials_polled(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the client of an app without deliveries."""
        return await self.async_step_credentials(user_input)

    def _show_credentials_form(self, url: str) -> ConfigFlowResult:
        return self.async_show_form(
            step_id="credentials" if url else "credentials_polled",
            data_schema=vol.Schema(
                {
                    vol.Required(CONF_CLIENT_ID): TextSelector(),
                    vol.Required(CONF_CLIENT_SECRET): TextSelector(
                        TextSelectorConfig(type=TextSelectorType.PASSWORD)
                    ),
                }
            ),
            description_placeholders={
                "redirect_uris": "\n".join(f"- `{uri}`" for uri in redirect_uris(self.hass)),
                "scopes": " ".join(SCOPES),
                "url": url,
            },
        )

    # Authorization

    async def _stage_authorize(self) -> ConfigFlowResult:
        """Send the user to the page of the authorization."""
        uri = redirect_uri(self.hass)
        if not is_accepted(uri):
            return self.async_abort(
                reason="redirect_unusable", description_placeholders={"url": uri}
            )
        if self._adds and self._smartapp.app_id:
            self._data.pending_installs.begin_authorization(self.flow_id, self._smartapp)
        endpoints = self._endpoints
        self.flow_impl = BrowserAuthorization(self.hass, endpoints.api_url, self._smartapp)
        return await self.async_step_auth()

    @override
    async def async_step_creation(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Exchange the code for tokens, and read their installed app."""
        self._stop_timer()
        try:
            installed = await self._exchange(
                self.external_data["code"], self.external_data["state"]["redirect_uri"]
            )
        except (CloudError, OSError) as err:
            self._failure = str(err)
            return await self.async_step_auth_failed()
        return await self._authorized(installed)

    @override
    async def async_step_authorize_rejected(self, data: None = None) -> ConfigFlowResult:
        """Offer to try again; Home Assistant would end the flow, with all that was entered.

        The page sends ``access_denied`` if the user selects Deny (RFC 6749, section 4.1.2.1). Other
        errors are of the app.
        """
        self._stop_timer()
        if (error := self.external_data["error"]) != "access_denied":
            self._failure = error
            return await self.async_step_auth_failed()
        return self.async_show_menu(
            step_id="authorize_rejected",
            menu_options=["auth_again", "user"] if self._adds else ["auth_again"],
        )

    async def async_step_auth_failed(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show the error, and offer to try again."""
        return self.async_show_menu(
            step_id="auth_failed",
            menu_options=["auth_again", "user"] if self._adds else ["auth_again"],
            description_placeholders={"error": escape(self._failure)},
        )

    async def async_step_auth_again(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Open the page again: a code works once."""
        return await self._stage_authorize()

    async def _exchange(self, code: str, redirect_uri: str) -> InstalledApp:
        """Return the installed app of a code; its tokens are saved before they are used."""
        endpoint = self._token_endpoint(self._smartapp.client)
        grant = await endpoint.authorize(code, redirect_uri)
        client = SmartThingsClient(self._http(grant.access_token))
        installed_app_id = grant.installed_app_id
        if not installed_app_id:  # Old replies do not name it (1.2).
            installed_app_id = (await client.installed_app("me")).installed_app_id
        await self._data.tokens.save_grant(installed_app_id, grant)
        self._installed_app_id = installed_app_id
        installed = await client.installed_app(installed_app_id)
        self._title = (await client.location(installed.location_id)).name
        return installed

    async def _authorized(self, installed: InstalledApp) -> ConfigFlowResult:
        """Continue with the location that the user chose on the page."""
        known_app_id = self._smartapp.app_id
        self._app = replace(self._smartapp, app_id=installed.app_id or self._smartapp.app_id)
        if self._adds:
            self._location_id = installed.location_id
            await self.async_set_unique_id(self._location_id, raise_on_progress=False)
            known = self.hass.config_entries.async_entry_for_domain_unique_id(
                DOMAIN, self._location_id
            )
            if known is not None:
                return await self._already_there()
        elif installed.location_id != self._location_id:
            await self._take_back()
            return await self.async_step_wrong_location()
        if self._registration is not None and self._smartapp.app_id != known_app_id:
            self._is_unconfirmed = not await confirm_queued(
                self._receiver, self._registration, self._smartapp.app_id
            )
        return await self._next(Stage.CONSENT)

    async def async_step_wrong_location(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show which location was chosen, and offer to choose again."""
        return self.async_show_menu(
            step_id="wrong_location",
            menu_options=["auth_again"],
            description_placeholders={"name": escape(self._title)},
        )

    async def _already_there(self) -> ConfigFlowResult:
        """End the flow: the location is set up."""
        await self._take_back()
        return self.async_abort(reason="already_configured")

    async def _take_back(self) -> None:
        """Remove the installation; an entry that has it is reloaded, for it got new tokens."""
        for entry in self._async_current_entries(include_ignore=False):
            if entry.data[CONF_INSTALLED_APP_ID] == self._installed_app_id:
                self.hass.config_entries.async_schedule_reload(entry.entry_id)
                return
        data = {**self._smartapp.as_data(), CONF_INSTALLED_APP_ID: self._installed_app_id}
        await self._data.removals.uninstall(data, self._title)
        self._installed_app_id = ""

    @callback
    @override
    def async_remove(self) -> None:
        """Close the registration."""
        self._open.close()
        self._data.pending_installs.end_authorization(self.flow_id)
        super().async_remove()
