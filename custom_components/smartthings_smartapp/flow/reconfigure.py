"""The steps that change an entry: another address, more scopes, another road; nothing is lost.

The ids of the entities come from the devices, so whatever leads to the same location keeps them.
"""

from dataclasses import replace
from typing import Any, override

import voluptuous as vol
from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    ConfigEntryState,
    ConfigFlowResult,
)
from homeassistant.helpers.selector import BooleanSelector

from ..cloud.api.apps import API_ONLY_APP, WEBHOOK_APP, AppsClient
from ..const import CONF_LOCATION_ID
from ..core_migration.apply import apply_migration
from ..core_migration.plan import MigrationPlan
from ..core_migration.preview import preview_migration, preview_texts
from ..core_migration.search import find_migration
from ..issues.markdown import escape
from ..runtime import SmartThingsConfigEntry
from ..smartapp.relocation import relocate_smartapp, share_client
from ..smartapp.smartapp import SmartApp
from .oauth import OAuthSteps

CONF_ENTITY_IDS = "entity_ids"


class ReconfigureSteps(OAuthSteps):
    """Leads to the steps of the roads, with an entry that is there already."""

    async def async_step_reconfigure(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what is to be changed."""
        entry = self._get_reconfigure_entry()
        self._location_id = entry.data[CONF_LOCATION_ID]
        self._title = entry.title
        self._app = SmartApp.of(entry)
        self._kind = self._app.kind
        self._webhook_id = self._app.webhook_id
        return self.async_show_menu(
            step_id="reconfigure",
            menu_options=[
                "address",
                "scopes",
                "renew_client",
                *(["credentials"] if self._app.authorized_in_browser else []),
                "new_app",
                "road",
                "takeover",
            ],
            description_placeholders={"name": escape(entry.title)},
        )

    async def async_step_address(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Let SmartThings deliver elsewhere."""
        self._with_token = self._move
        return await self.async_step_webhook()

    async def _move(self, apps: AppsClient) -> ConfigFlowResult:
        """Move the SmartApp, for all locations that share it."""
        address = self._address or self._smartapp.address
        moved = await relocate_smartapp(self._data.pending_installs, apps, self._smartapp, address)
        return self.async_abort(reason="moved" if moved else "not_moved")

    async def async_step_scopes(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Let the SmartApp ask for all scopes, and the user allow them."""
        self._with_token = self._add_scopes
        return await self.async_step_token()

    async def _add_scopes(self, apps: AppsClient) -> ConfigFlowResult:
        await apps.add_scopes(self._smartapp.app_id)
        self._known_to_be_installed = True
        return await self._after_registration()

    async def async_step_road(self, _user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Take the other kind of SmartApp to the same location."""
        self._kind = WEBHOOK_APP if self._smartapp.authorized_in_browser else API_ONLY_APP
        self._app = None
        self._webhook_id = ""
        return await self._address_or_token()

    # Another client, or another app

    async def async_step_renew_client(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Have new client credentials made for the app of the entry."""
        self._with_token = self._renew_client
        return await self.async_step_token()

    async def _renew_client(self, apps: AppsClient) -> ConfigFlowResult:
        """Make them, and renew the login after that.

        A new login needs none where the ones that are there work. SmartThings may not say that it
        does not know a client (platform reference 1.2), so the user can insist.
        """
        app = self._smartapp
        if self.source == SOURCE_RECONFIGURE or not await self._is_client_known():
            client = await apps.renew_client(app.app_id)
            self._app = replace(app, client_id=client.client_id, client_secret=client.client_secret)
            # Saved before it is used: the ones before it are worth nothing any more.
            data = {**self._entry.data, **self._app.as_data()}
            self.hass.config_entries.async_update_entry(self._entry, data=data)
            share_client(self.hass, self._app, self._entry.entry_id)
        self._known_to_be_installed = True
        return await self._after_registration()

    async def _is_client_known(self) -> bool:
        """Return whether SmartThings knows the client of the entry. Raises CloudError."""
        return await self._token_endpoint(self._smartapp.client).is_client_known()

    @override
    async def async_step_app_unknown(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Offer a token of another account, or another app for one that was deleted."""
        return self.async_show_menu(
            step_id="app_unknown",
            menu_options=["another_token", "new_app"],
            description_placeholders={"name": escape(self._title)},
        )

    async def async_step_new_app(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Register another app of the same kind for the entry."""
        self._leave_install()
        self._replaced_app_id = self._smartapp.app_id
        self._app = None
        self._webhook_id = ""
        self._known_to_be_installed = False
        self._with_token = None
        return await self._address_or_token()

    async def _address_or_token(self) -> ConfigFlowResult:
        """Ask for the address of a new app; where one may be shared, the token comes first."""
        self._address = None
        self._proposed = None
        if any(app.app_id != self._replaced_app_id for app in self._apps_in_use(self._kind)):
            return await self.async_step_token()
        return await self.async_step_webhook()

    # What the user chose in Home Assistant's own integration

    async def async_step_takeover(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show what would be taken over from the same devices there, and do it."""
        plan = await self._find_migration()
        if not (plan.devices or plan.entities):
            return self.async_abort(reason="nothing_to_take_over")
        if user_input is not None:
            applied = apply_migration(
                self.hass, plan, entity_ids=user_input.get(CONF_ENTITY_IDS, False)
            )
            return self.async_abort(
                reason="taken_over" if not applied.failed else "partly_taken_over",
                description_placeholders={
                    "devices": str(applied.devices),
                    "entities": str(applied.entities),
                    "entity_ids": str(applied.entity_ids),
                    "failed": escape(", ".join(applied.failed)),
                },
            )
        return self.async_show_form(
            step_id="takeover",
            data_schema=vol.Schema({vol.Optional(CONF_ENTITY_IDS): BooleanSelector()}),
            description_placeholders=await preview_texts(
                self.hass, preview_migration(self.hass, plan)
            ),
        )

    async def _find_migration(self) -> MigrationPlan:
        entry: SmartThingsConfigEntry = self._get_reconfigure_entry()
        if entry.state is not ConfigEntryState.LOADED:
            return MigrationPlan(entry)
        rooms = await entry.runtime_data.read_rooms()
        return find_migration(self.hass, entry, rooms)
