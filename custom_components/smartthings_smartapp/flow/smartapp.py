"""The stage that registers a SmartApp or finds one to share, and old apps of the account."""

from collections.abc import Mapping
from typing import Any

import voluptuous as vol
from homeassistant.config_entries import ConfigFlowResult
from homeassistant.helpers import instance_id
from homeassistant.helpers.selector import (
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)
from homeassistant.util import dt as dt_util

from ..cloud.api.apps import API_ONLY_APP, ListedApp
from ..cloud.api.errors import CloudError
from ..errors import FlowError
from ..smartapp.registration import register_app
from ..smartapp.relocation import relocate_smartapp
from ..smartapp.smartapp import SmartApp
from ..webhook.public_url import PublicUrl
from .base import FlowBase
from .redirects import redirect_uris
from .roads import Stage

CONF_LEFTOVERS = "leftovers"


class SmartAppSteps(FlowBase):
    """Uses the personal access token for a SmartApp."""

    def __init__(self) -> None:
        """Start without old apps."""
        super().__init__()
        self._old_apps: dict[str, ListedApp] = {}
        """The apps of earlier attempts, by id."""

    async def _stage_smartapp(self) -> ConfigFlowResult:
        """Share the SmartApp of an entry, or register one. Raises CloudError."""
        self._app = await self._shared_app()
        if self._app is None:
            if self._address is None:
                return await self._go_to(Stage.ADDRESS)
            self._app = await self._register(self._address)
        self._old_apps = await self._find_old_apps()
        if self._old_apps:
            return await self.async_step_leftovers()
        return await self._next(Stage.SMARTAPP)

    async def _shared_app(self) -> SmartApp | None:
        """Return a SmartApp of the same SmartThings account that this Home Assistant uses."""
        apps = self._apps
        for app in self._apps_in_use(self._kind):
            if app.app_id != self._replaced_app_id and await apps.is_mine(app.app_id):
                return app
        begun = self._begun_app()
        if begun is None:
            return None
        if not await apps.is_mine(begun.app_id):
            if self._webhook_id == begun.webhook_id:  # Another app needs another webhook.
                self._webhook_id, self._address, self._proposed = "", None, None
            return None
        if self._address is not None and self._address != begun.address:
            await relocate_smartapp(self._data.pending_installs, apps, begun, self._address)
            return begun.at(self._address)
        return begun

    async def _register(self, address: PublicUrl) -> SmartApp:
        """Register the SmartApp on the webhook of this flow."""
        receiver = self._receivers.acquire(self._webhook_id, address.url, self.flow_id)
        app = await register_app(
            self._apps,
            receiver,
            kind=self._kind,
            instance_id=await instance_id.async_get(self.hass),
            home_name=self.hass.config.location_name,
            redirect_uris=redirect_uris(self.hass) if self._kind == API_ONLY_APP else (),
            in_use=self._used_app_ids(),
        )
        return SmartApp.registered(app, self._webhook_id, address)

    # Apps of earlier attempts

    async def _find_old_apps(self, kind: str = "") -> dict[str, ListedApp]:
        """Return the apps of the account that look like ours and are not in use here."""
        used = self._used_app_ids()
        if self._app is not None:
            used.add(self._app.app_id)
        found = await self._apps.listed(kind)
        return {app.app_id: app for app in found if app.app_id not in used}

    async def _stage_make_room(self) -> ConfigFlowResult:
        """Offer to delete apps of the kind; show the error of the full account if there is none."""
        error = self._take_error()
        try:
            self._old_apps = await self._find_old_apps(self._kind)
        except CloudError:
            self._old_apps = {}
        if not self._old_apps:
            return await self._ask_again(Stage.TOKEN, error)
        return await self.async_step_app_limit()

    async def async_step_leftovers(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Offer to delete the apps of earlier attempts; none is selected by default."""
        if user_input is not None:
            await self._delete_apps(user_input.get(CONF_LEFTOVERS, []))
            return await self._next(Stage.SMARTAPP)
        return self.async_show_form(
            step_id="leftovers",
            data_schema=_old_apps_schema(self._old_apps),
            description_placeholders={"count": str(len(self._old_apps))},
        )

    async def async_step_app_limit(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Offer to delete apps of a full account, then register the new one."""
        if user_input is None:
            return self.async_show_form(
                step_id="app_limit",
                data_schema=_old_apps_schema(self._old_apps),
                description_placeholders={"count": str(len(self._old_apps))},
            )
        if not (chosen := user_input.get(CONF_LEFTOVERS, [])):
            return await self._ask_again(Stage.TOKEN, FlowError("app_limit"))
        await self._delete_apps(chosen)
        return await self._go_to(Stage.TOKEN)

    async def _delete_apps(self, chosen: list[str]) -> None:
        """Delete apps; a failure does not stop the set-up."""
        for app_id in chosen:
            try:
                await self._apps.delete(app_id)
            except CloudError as err:
                self.logger.warning("An app of an earlier attempt could not be removed: %s", err)


def _old_apps_schema(apps: Mapping[str, ListedApp]) -> vol.Schema:
    """Return the form that asks for apps of the account, none by default."""
    options = [SelectOptionDict(value=app_id, label=_label(app)) for app_id, app in apps.items()]
    selector = SelectSelector(
        SelectSelectorConfig(options=options, multiple=True, mode=SelectSelectorMode.LIST)
    )
    return vol.Schema({vol.Optional(CONF_LEFTOVERS): selector})


def _label(app: ListedApp) -> str:
    """Return name, description and date of an app in one line."""
    made = dt_util.as_local(app.created).date().isoformat() if app.created else ""
    return " · ".join(part for part in (app.display_name, app.description, made) if part)
