"""The step that asks for a personal access token, and what it is used for: a SmartApp to have."""

from collections.abc import Mapping
from typing import Any, override

import voluptuous as vol
from homeassistant.config_entries import ConfigFlowResult
from homeassistant.const import CONF_ACCESS_TOKEN
from homeassistant.helpers import instance_id
from homeassistant.helpers.config_entry_oauth2_flow import (
    MY_AUTH_CALLBACK_PATH,
    async_get_redirect_uri,
)
from homeassistant.helpers.selector import (
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
from homeassistant.util import dt as dt_util
from yarl import URL

from ..cloud.api.apps import API_ONLY_APP, AppsClient, ListedApp
from ..cloud.api.errors import (
    AppUnknownError,
    CloudError,
    KindRefusedError,
    LimitReachedError,
)
from ..const import CONF_APP_ID, CONF_APP_KIND
from ..errors import FlowError, flow_error
from ..issues.markdown import escape
from ..smartapp.app_template import APP_TEMPLATE
from ..smartapp.registration import (
    TOKEN_PAGE,
    TOKEN_SCOPES,
    is_token,
    register_app,
)
from ..smartapp.relocation import relocate_smartapp
from ..smartapp.smartapp import SmartApp
from ..webhook.public_url import PublicUrl
from ..webhook.reachability import explain
from .address import AddressSteps

CONF_LEFTOVERS = "leftovers"

_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


class TokenSteps(AddressSteps):
    """The form of the token, the registration, and the apps of earlier attempts."""

    def __init__(self) -> None:
        """Start without apps."""
        super().__init__()
        self._leftovers: dict[str, ListedApp] = {}
        self._refusal = ""
        self._replaced_app_id = ""
        """The app of the entry that another one is registered for."""

    @override
    async def async_step_token(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the personal access token; it lives in this flow only."""
        if user_input is not None:
            self._token = user_input[CONF_ACCESS_TOKEN].strip()
        if self._token is None:
            return self._show_token_form()
        if not is_token(self._token):
            return self._show_token_form(FlowError("token_malformed"))
        return await self._use_token(self._token)

    async def _use_token(self, token: str) -> ConfigFlowResult:
        """Do what the token was asked for, or offer what helps against the cause."""
        use = self._with_token or self._have_smartapp
        since = dt_util.utcnow()
        try:
            return await use(AppsClient(self._http(token), APP_TEMPLATE))
        except CloudError as err:
            receiver = self._receivers.get(self._webhook_id)
            return await self._offer_help_with(explain(flow_error(err), receiver, since), err)

    async def _offer_help_with(self, error: FlowError, cause: CloudError) -> ConfigFlowResult:
        """Show what went wrong, with what helps: a step for some causes, the form for others."""
        if error.about_webhook and self._address:
            # The token stays, so that only the URL has to be given again.
            return self._show_webhook_form(self._address.url, error)
        if isinstance(cause, KindRefusedError) and self._kind != API_ONLY_APP:
            self._refusal = str(cause)
            return await self.async_step_refused()
        if isinstance(cause, AppUnknownError) and self._app and not self._adds:
            return await self.async_step_app_unknown()
        if isinstance(cause, LimitReachedError) and (leftovers := await self._removable_apps()):
            self._leftovers = leftovers
            return await self.async_step_app_limit()
        return self._show_token_form(error)

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

    # A SmartApp to have

    async def _have_smartapp(self, apps: AppsClient) -> ConfigFlowResult:
        """See to it that there is a SmartApp: one that an entry has, or another."""
        self._app = await self._shared_app(apps)
        if self._app is None:
            if self._address is None:
                return await self.async_step_webhook()
            self._app = await self._register(apps, self._address)
        self._leftovers = await self._find_leftovers(apps)
        if self._leftovers:
            return await self.async_step_leftovers()
        return await self._after_registration()

    async def _shared_app(self, apps: AppsClient) -> SmartApp | None:
        """Return a SmartApp of the same SmartThings account that is in use here already."""
        for app in self._apps_in_use(self._kind):
            if app.app_id != self._replaced_app_id and await apps.is_mine(app.app_id):
                return app
        begun = self._begun_app()
        if begun is None:
            return None
        if not await apps.is_mine(begun.app_id):
            if self._webhook_id == begun.webhook_id:  # Its deliveries are not for another app.
                self._webhook_id, self._address, self._proposed = "", None, None
            return None
        if self._address is not None and self._address != begun.address:
            await relocate_smartapp(self._data.pending_installs, apps, begun, self._address)
            return begun.at(self._address)
        return begun

    def _apps_in_use(self, kind: str) -> list[SmartApp]:
        """Return the SmartApps of a kind that entries have."""
        return [
            SmartApp.of(entry)
            for entry in self._async_current_entries(include_ignore=False)
            if entry.data[CONF_APP_KIND] == kind
        ]

    def _begun_app(self) -> SmartApp | None:
        """Return the SmartApp of the kind that another dialog has registered, and waits for."""
        if self._kind == API_ONLY_APP:
            return self._data.pending_installs.unauthorized_app()
        return next((known.app for known in self._data.pending_installs.resumable()), None)

    async def _register(self, apps: AppsClient, address: PublicUrl) -> SmartApp:
        """Register the SmartApp on the webhook of this flow."""
        receiver = self._receivers.acquire(self._webhook_id, address.url, self.flow_id)
        app = await register_app(
            apps,
            receiver,
            kind=self._kind,
            instance_id=await instance_id.async_get(self.hass),
            home_name=self.hass.config.location_name,
            redirect_uris=self._redirect_uris() if self._kind == API_ONLY_APP else (),
            in_use=self._used_app_ids(),
        )
        return SmartApp.registered(app, self._webhook_id, address)

    def _used_app_ids(self) -> set[str]:
        """Return the apps that this Home Assistant uses, also in another dialog."""
        entries = self._async_current_entries(include_ignore=False)
        begun = {known.app.app_id for known in self._data.pending_installs.resumable()}
        if waiting := self._data.pending_installs.unauthorized_app():
            begun.add(waiting.app_id)
        return begun | {entry.data[CONF_APP_ID] for entry in entries}

    @property
    def _redirect_uri(self) -> str:
        """Where the authorization ends that this dialog leads to."""
        return async_get_redirect_uri(self.hass)

    def _redirect_uris(self) -> tuple[str, ...]:
        """Return where an authorization may end: here, and at the page that leads here."""
        candidates = (self._redirect_uri, MY_AUTH_CALLBACK_PATH)
        return tuple(dict.fromkeys(uri for uri in candidates if can_end_at(uri)))

    # A platform that takes no webhook SmartApps

    async def async_step_refused(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Offer the other kind of app, with the same token."""
        return self.async_show_menu(
            step_id="refused",
            menu_options=["oauth", "another_token"] if self._adds else ["another_token"],
            description_placeholders={"error": escape(self._refusal)},
        )

    async def async_step_another_token(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for another token."""
        return self._show_token_form()

    # Apps of earlier attempts

    async def _find_leftovers(self, apps: AppsClient, kind: str = "") -> dict[str, ListedApp]:
        """Return the apps of the account that were made like ours and are not in use here."""
        used = self._used_app_ids()
        if self._app is not None:
            used.add(self._app.app_id)
        found = await apps.listed(kind)
        return {app.app_id: app for app in found if app.app_id not in used}

    async def _removable_apps(self) -> dict[str, ListedApp]:
        """Return what would make room for an app of the kind; nothing where that is not known."""
        if self._token is None:
            return {}
        try:
            apps = AppsClient(self._http(self._token), APP_TEMPLATE)
            return await self._find_leftovers(apps, self._kind)
        except CloudError:
            return {}

    async def async_step_leftovers(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Offer to remove the apps of earlier attempts; none is chosen until the user does."""
        if user_input is not None:
            await self._remove_apps(user_input.get(CONF_LEFTOVERS, []))
            return await self._after_registration()
        return self.async_show_form(
            step_id="leftovers",
            data_schema=_leftovers_schema(self._leftovers),
            description_placeholders={"count": str(len(self._leftovers))},
        )

    async def async_step_app_limit(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Offer to make room in an account that is full, and register the app then."""
        if user_input is None or self._token is None:
            return self.async_show_form(
                step_id="app_limit",
                data_schema=_leftovers_schema(self._leftovers),
                description_placeholders={"count": str(len(self._leftovers))},
            )
        if not (chosen := user_input.get(CONF_LEFTOVERS, [])):
            return self._show_token_form(FlowError("app_limit"))
        await self._remove_apps(chosen)
        return await self._use_token(self._token)

    async def _remove_apps(self, chosen: list[str]) -> None:
        """Delete apps; one that cannot be deleted stays, which costs nobody the set-up."""
        if self._token is None:
            return
        apps = AppsClient(self._http(self._token), APP_TEMPLATE)
        for app_id in chosen:
            try:
                await apps.delete(app_id)
            except CloudError as err:
                self.logger.warning("An app of an earlier attempt could not be removed: %s", err)


def _leftovers_schema(apps: Mapping[str, ListedApp]) -> vol.Schema:
    """Return the form in which apps of the account are chosen, none beforehand."""
    options = [SelectOptionDict(value=app_id, label=_told(app)) for app_id, app in apps.items()]
    selector = SelectSelector(
        SelectSelectorConfig(options=options, multiple=True, mode=SelectSelectorMode.LIST)
    )
    return vol.Schema({vol.Optional(CONF_LEFTOVERS): selector})


def can_end_at(redirect_uri: str) -> bool:
    """Return whether SmartThings lets an authorization end there: HTTPS, or this very machine."""
    uri = URL(redirect_uri)
    return uri.scheme == "https" or uri.host in _THIS_MACHINE


def _told(app: ListedApp) -> str:
    """Tell an app of the account in a line: what it says of itself, and when it was made."""
    made = dt_util.as_local(app.created).date().isoformat() if app.created else ""
    return " · ".join(part for part in (app.display_name, app.description, made) if part)
