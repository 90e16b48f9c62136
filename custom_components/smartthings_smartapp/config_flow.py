"""The steps and forms of the set-up: webhook URL, access token, location, install page."""

from collections.abc import Mapping
from typing import Any, override

import voluptuous as vol
from homeassistant.components import webhook
from homeassistant.config_entries import (
    SOURCE_REAUTH,
    ConfigEntry,
    ConfigFlow,
    ConfigFlowResult,
)
from homeassistant.const import (
    CONF_ACCESS_TOKEN,
    CONF_CLIENT_ID,
    CONF_CLIENT_SECRET,
    CONF_WEBHOOK_ID,
)
from homeassistant.core import callback
from homeassistant.helpers import instance_id
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.selector import (
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)

from .cloud.apps import AppsClient
from .cloud.client import SmartThingsClient
from .cloud.errors import CloudError
from .cloud.http import Http, StaticToken
from .cloud.lifecycle import Install, Update
from .cloud.models import Location
from .const import (
    APP_KIND_WEBHOOK,
    CONF_APP_ID,
    CONF_APP_KIND,
    CONF_CLOUDHOOK,
    CONF_INSTALLED_APP_ID,
    CONF_LOCATION_ID,
    CONF_PUBLIC_KEY,
    CONF_WEBHOOK_URL,
    DOMAIN,
)
from .errors import FlowError, flow_error
from .options_flow import SmartAppOptionsFlow
from .public_url import PublicUrl, choose_public_url, drop_cloudhook, is_usable
from .registration import TOKEN_PAGE, TOKEN_SCOPES, is_token, register_app
from .token_storage import TokenStore, save_tokens
from .webhook import RECEIVERS, Receiver, Receivers

# What all locations of one SmartApp have in common.
_APP_KEYS = (
    CONF_APP_ID,
    CONF_APP_KIND,
    CONF_CLIENT_ID,
    CONF_CLIENT_SECRET,
    CONF_CLOUDHOOK,
    CONF_PUBLIC_KEY,
    CONF_WEBHOOK_ID,
    CONF_WEBHOOK_URL,
)


class SmartAppConfigFlow(ConfigFlow, domain=DOMAIN):
    """Registers the SmartApp with the user's token, and waits until it is installed."""

    VERSION = 1
    MINOR_VERSION = 1

    def __init__(self) -> None:
        """Start with nothing known."""
        self._public: PublicUrl | None = None
        self._webhook_id = ""
        self._token: str | None = None
        self._app: dict[str, Any] = {}
        """The entry data that all locations of the SmartApp share; empty before there is one."""
        self._locations: dict[str, Location] = {}
        self._location_id = ""
        self._installed_app_id: str | None = None

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: ConfigEntry) -> SmartAppOptionsFlow:
        """Return the form of the options."""
        return SmartAppOptionsFlow()

    @property
    def _receivers(self) -> Receivers:
        return self.hass.data[RECEIVERS]

    @property
    def _receiver(self) -> Receiver:
        """The receiver of the SmartApp, held by this flow until it ends."""
        self._webhook_id = self._app[CONF_WEBHOOK_ID]
        return self._receivers.acquire(
            self._webhook_id,
            self._app[CONF_WEBHOOK_URL],
            self.flow_id,
            app_id=self._app[CONF_APP_ID],
            public_key=self._app[CONF_PUBLIC_KEY],
        )

    # Webhook URL

    @override
    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Show the URL that SmartThings will call, and let the user give another.

        A second location shares the SmartApp of the first, and so its URL.
        """
        if user_input is None and self._async_current_entries(include_ignore=False):
            return await self.async_step_token()
        return await self.async_step_webhook(user_input)

    async def async_step_webhook(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the webhook URL."""
        development = self._receivers.endpoints.development
        self._webhook_id = self._webhook_id or webhook.async_generate_id()
        if self._public is None:
            self._public = await choose_public_url(
                self.hass, self._webhook_id, allow_http=development
            )
        if user_input is None:
            return self._show_webhook_form(self._public.url if self._public else None)
        url = user_input[CONF_WEBHOOK_URL].strip()
        if not is_usable(url, allow_http=development):
            return self._show_webhook_form(url, FlowError("webhook_unusable"))
        if self._public is None or url != self._public.url:
            await self._drop_unused_cloudhook()
            self._public = PublicUrl(url, cloudhook=False)
        return await self.async_step_token()

    def _show_webhook_form(
        self, url: str | None, error: FlowError | None = None
    ) -> ConfigFlowResult:
        field = (
            vol.Required(CONF_WEBHOOK_URL, default=url) if url else vol.Required(CONF_WEBHOOK_URL)
        )
        return self.async_show_form(
            step_id="webhook",
            data_schema=vol.Schema(
                {field: TextSelector(TextSelectorConfig(type=TextSelectorType.URL))}
            ),
            errors={CONF_WEBHOOK_URL: error.key} if error else {},
            description_placeholders={
                "path": webhook.async_generate_path(self._webhook_id),
                **(error.placeholders if error else {}),
            },
        )

    # Access token

    async def async_step_token(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the personal access token; it lives in this flow only."""
        if user_input is not None:
            self._token = user_input[CONF_ACCESS_TOKEN].strip()
        if self._token is None:
            return self._show_token_form()
        if not is_token(self._token):
            return self._show_token_form(FlowError("token_malformed"))
        try:
            return await self._use_token(self._token)
        except CloudError as err:
            error = flow_error(err)
        if error.about_webhook and self._public:
            # The token stays, so that only the URL has to be given again.
            return self._show_webhook_form(self._public.url, error)
        return self._show_token_form(error)

    async def _use_token(self, token: str) -> ConfigFlowResult:
        """Read the locations and see to it that there is a SmartApp."""
        session = async_get_clientsession(self.hass)
        http = Http(session, self._receivers.endpoints.api_url, StaticToken(token))
        if not await self._read_locations(SmartThingsClient(http)):
            return self.async_abort(reason="no_location_left")
        apps = AppsClient(http)
        self._app = await self._shared_app(apps)
        if not self._app:
            if self._public is None:
                return await self.async_step_webhook()
            self._app = await self._register(apps, self._public)
        self._token = None
        return await self.async_step_location()

    async def _read_locations(self, client: SmartThingsClient) -> bool:
        configured = {entry.unique_id for entry in self._async_current_entries()}
        self._locations = {
            location.location_id: location
            for location in await client.locations()
            if location.location_id not in configured
        }
        return bool(self._locations)

    async def _shared_app(self, apps: AppsClient) -> dict[str, Any]:
        """Return the SmartApp of an entry of the same SmartThings account, if there is one."""
        for entry in self._async_current_entries(include_ignore=False):
            if await apps.is_mine(entry.data[CONF_APP_ID]):
                return {key: entry.data[key] for key in _APP_KEYS}
        return {}

    async def _register(self, apps: AppsClient, public: PublicUrl) -> dict[str, Any]:
        """Register the SmartApp on the webhook of this flow."""
        receiver = self._receivers.acquire(self._webhook_id, public.url, self.flow_id)
        app = await register_app(
            apps,
            async_get_clientsession(self.hass),
            receiver,
            instance_id=await instance_id.async_get(self.hass),
            home_name=self.hass.config.location_name,
        )
        return {
            CONF_APP_ID: app.app_id,
            CONF_APP_KIND: APP_KIND_WEBHOOK,
            CONF_CLIENT_ID: app.client_id,
            CONF_CLIENT_SECRET: app.client_secret,
            CONF_CLOUDHOOK: public.cloudhook,
            CONF_PUBLIC_KEY: app.public_key,
            CONF_WEBHOOK_ID: self._webhook_id,
            CONF_WEBHOOK_URL: public.url,
        }

    def _show_token_form(self, error: FlowError | None = None) -> ConfigFlowResult:
        self._token = None
        return self.async_show_form(
            step_id="token",
            data_schema=vol.Schema(
                {
                    vol.Required(CONF_ACCESS_TOKEN): TextSelector(
                        TextSelectorConfig(type=TextSelectorType.PASSWORD)
                    )
                }
            ),
            errors={"base": error.key} if error else {},
            description_placeholders={
                "token_page": TOKEN_PAGE,
                "scopes": TOKEN_SCOPES,
                **(error.placeholders if error else {}),
            },
        )

    # Location

    async def async_step_location(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the location, unless there is only one."""
        if user_input is None and len(self._locations) > 1:
            options = [
                SelectOptionDict(value=location_id, label=location.name)
                for location_id, location in self._locations.items()
            ]
            return self.async_show_form(
                step_id="location",
                data_schema=vol.Schema(
                    {
                        vol.Required(CONF_LOCATION_ID): SelectSelector(
                            SelectSelectorConfig(options=options)
                        )
                    }
                ),
            )
        self._location_id = (
            user_input[CONF_LOCATION_ID] if user_input else next(iter(self._locations))
        )
        # An older flow for the location may stand open in another tab: this one takes over.
        await self.async_set_unique_id(self._location_id, raise_on_progress=False)
        self._abort_if_unique_id_configured()
        return await self.async_step_install()

    # Install page

    async def async_step_install(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Send the user to the install page; the INSTALL or UPDATE on the webhook continues."""
        if self._installed_app_id is not None:
            return self.async_external_step_done(next_step_id="finish")
        self._receiver.listen_for_install(self._location_id, self._installed)
        return self.async_external_step(
            step_id="install",
            url=self._receivers.endpoints.install_page(self._app[CONF_APP_ID], self._location_id),
        )

    async def _installed(self, delivery: Install | Update) -> None:
        """Keep the tokens and continue the flow, after the delivery has been answered."""
        if self.source != SOURCE_REAUTH:
            await save_tokens(self.hass, delivery)
        self._installed_app_id = delivery.installed_app.installed_app_id
        if self.cur_step and self.cur_step["type"] == "external":
            self.hass.async_create_task(
                self.hass.config_entries.flow.async_configure(self.flow_id, {}),
                f"{DOMAIN} installed",
            )
        elif self.source == SOURCE_REAUTH:
            self.hass.config_entries.flow.async_abort(self.flow_id)

    async def async_step_finish(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Make the entry, or end the re-authentication that the delivery has already solved."""
        if self.source == SOURCE_REAUTH:
            return self.async_abort(reason="reauth_successful")
        self._abort_if_unique_id_configured()
        return self.async_create_entry(
            title=self._locations[self._location_id].name,
            data={
                **self._app,
                CONF_INSTALLED_APP_ID: self._installed_app_id,
                CONF_LOCATION_ID: self._location_id,
            },
        )

    # Re-authentication

    async def async_step_reauth(self, _entry_data: Mapping[str, Any]) -> ConfigFlowResult:
        """Wait for an UPDATE: the user only has to open the SmartApp and save it."""
        entry = self._get_reauth_entry()
        await self.async_set_unique_id(entry.unique_id, raise_on_progress=False)
        self._app = {key: entry.data[key] for key in _APP_KEYS}
        self._location_id = entry.data[CONF_LOCATION_ID]
        self._receiver.listen_for_install(self._location_id, self._installed)
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Say what to do, and offer the install page."""
        if user_input is None:
            return self.async_show_form(
                step_id="reauth_confirm",
                description_placeholders={"name": self._get_reauth_entry().title},
            )
        return await self.async_step_install()

    # End

    @callback
    @override
    def async_remove(self) -> None:
        """Let go of the webhook, and of what an abandoned flow has made on this side."""
        self._token = None
        if receiver := self._receivers.get(self._webhook_id):
            receiver.stop_listening_for_install(self._location_id, self._installed)
            self._receivers.release(self._webhook_id, self.flow_id)
        if self.source != SOURCE_REAUTH:
            self.hass.async_create_task(self._clean_up(), f"{DOMAIN} flow clean-up")

    async def _clean_up(self) -> None:
        entries = self.hass.config_entries.async_entries(DOMAIN)
        if not any(entry.data[CONF_WEBHOOK_ID] == self._webhook_id for entry in entries):
            await self._drop_unused_cloudhook()
        if self._installed_app_id and not any(
            entry.data[CONF_INSTALLED_APP_ID] == self._installed_app_id for entry in entries
        ):
            await TokenStore(self.hass, self._installed_app_id).remove()

    async def _drop_unused_cloudhook(self) -> None:
        if self._public and self._public.cloudhook:
            await drop_cloudhook(self.hass, self._webhook_id)
