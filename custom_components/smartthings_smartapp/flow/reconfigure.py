"""The steps that change an entry: another address, more scopes, another client or app.

The unique ids of the entities come from the devices, so each of these changes keeps them.
"""

from dataclasses import replace
from typing import Any

from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    ConfigFlowResult,
)
from homeassistant.helpers.translation import async_get_translations

from ..cloud.api.apps import API_ONLY_APP, WEBHOOK_APP
from ..const import CONF_UNINSTALLED, DOMAIN
from ..core_migration.search import has_migration
from ..runtime import entry_state
from ..smartapp.relocation import relocate_smartapp, share_client
from .base import FlowBase
from .roads import LOG_IN, NEW_ADDRESS, NEW_APP, NEW_CLIENT, NEW_SCOPES, Stage


class ReconfigureSteps(FlowBase):
    """Begins the roads that change an entry, and uses the token for its SmartApp."""

    def _possible_changes(self) -> list[str]:
        """Return the changes that the menu of the entry offers: those that have an effect now."""
        entry, oauth = self._get_reconfigure_entry(), self._smartapp.authorized_in_browser
        removed = entry.data.get(CONF_UNINSTALLED, False)
        polled = not self._smartapp.address.url
        possible = {
            "reinstall": removed,
            "address": not removed and not polled,
            "add_address": not removed and polled,
            "scopes": not removed and entry_state(self.hass, entry).access.may_lack_scopes,
            "renew_client": not removed,
            "credentials": oauth,
            "new_app": True,
            "to_oauth": not oauth,
            "to_smartapp": oauth,
            "takeover": has_migration(self.hass, entry),
        }
        return [change for change, offered in possible.items() if offered]

    async def _app_in_use(self) -> str:
        """Return a sentence about the kind of app of the entry."""
        kind = "smartapp"
        if self._smartapp.authorized_in_browser:
            kind = "oauth" if self._smartapp.address.url else "polled"
        texts = await async_get_translations(
            self.hass, self.hass.config.language, "selector", {DOMAIN}
        )
        return texts[f"component.{DOMAIN}.selector.app_in_use.options.{kind}"]

    async def async_step_add_address(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Set an address for a polled location."""
        return await self.async_step_address()

    async def async_step_address(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Change the address that SmartThings delivers to."""
        return await self._start(NEW_ADDRESS)

    async def _stage_relocate(self) -> ConfigFlowResult:
        """Change the address for all locations that share the SmartApp. Raises CloudError."""
        address = self._address or self._smartapp.address
        moved = await relocate_smartapp(
            self._data.pending_installs, self._apps, self._smartapp, address
        )
        return self.async_abort(reason="moved" if moved else "not_moved")

    async def async_step_scopes(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Add all scopes to the SmartApp, and ask the user to allow them."""
        return await self._start(NEW_SCOPES)

    async def _stage_add_scopes(self) -> ConfigFlowResult:
        await self._apps.add_scopes(self._smartapp.app_id)
        self._known_to_be_installed = True
        return await self._next(Stage.ADD_SCOPES)

    async def async_step_to_oauth(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Use an OAuth app for the same location."""
        return await self._switch_to(API_ONLY_APP)

    async def async_step_to_smartapp(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Use a webhook SmartApp for the same location."""
        return await self._switch_to(WEBHOOK_APP)

    async def _switch_to(self, kind: str) -> ConfigFlowResult:
        self._kind = kind
        self._app = None
        self._webhook_id = ""
        return await self._address_or_token()

    async def async_step_reinstall(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Install or authorize the app again, which was removed in SmartThings."""
        return await self._start(LOG_IN)

    # Another client, or another app

    async def async_step_renew_client(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Have new client credentials made for the app of the entry."""
        return await self._start(NEW_CLIENT)

    async def _stage_renew_client(self) -> ConfigFlowResult:
        """Make new client credentials; the login is renewed next. Raises CloudError.

        A new login does not need them if the present ones work. SmartThings may not report an
        unknown client (platform reference 1.2), so the user can have them made anyway.
        """
        app = self._smartapp
        if self.source == SOURCE_RECONFIGURE or not await self._is_client_known():
            client = await self._apps.renew_client(app.app_id)
            self._app = replace(app, client_id=client.client_id, client_secret=client.client_secret)
            # Saved before they are used: the earlier ones do not work any more.
            data = {**self._entry.data, **self._app.as_data()}
            self.hass.config_entries.async_update_entry(self._entry, data=data)
            share_client(self.hass, self._app, self._entry.entry_id)
        self._known_to_be_installed = True
        return await self._next(Stage.RENEW_CLIENT)

    async def _is_client_known(self) -> bool:
        """Return whether SmartThings knows the client of the entry. Raises CloudError."""
        return await self._token_endpoint(self._smartapp.client).is_client_known()

    async def async_step_new_app(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Register another app of the same kind for the entry."""
        self._leave_install()
        self._replaced_app_id = self._smartapp.app_id
        self._app = None
        self._webhook_id = ""
        self._known_to_be_installed = False
        return await self._address_or_token()

    async def _address_or_token(self) -> ConfigFlowResult:
        """Ask for the address of a new app; if one may be shared, ask for the token first."""
        self._address = None
        self._proposed = None
        if any(app.app_id != self._replaced_app_id for app in self._apps_in_use(self._kind)):
            return await self._start(NEW_APP, at=Stage.TOKEN)
        return await self._start(NEW_APP)
