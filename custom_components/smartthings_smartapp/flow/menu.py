"""The menu of a new entry: where each road begins, and how another dialog is resumed."""

from contextlib import suppress
from typing import Any, override

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.core import callback
from homeassistant.data_entry_flow import UnknownFlow
from homeassistant.helpers.typing import DiscoveryInfoType

from ..cloud.api.apps import API_ONLY_APP, WEBHOOK_APP
from ..const import CONF_LOCATION_ID, DOMAIN
from ..issues.markdown import escape
from ..smartapp.pending_install import PendingInstall
from .base import FlowBase
from .location import location_schema
from .roads import EXISTING_APP, KNOWN_APP, REGISTER, REGISTER_OAUTH, Stage


class MenuSteps(FlowBase):
    """Begins the roads that end in a new entry."""

    @override
    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask which road to take."""
        await self._set_up()
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
        """Register a webhook SmartApp; a second location shares that of the first."""
        self._kind = WEBHOOK_APP
        if self._apps_in_use(WEBHOOK_APP):
            return await self._start(REGISTER, at=Stage.TOKEN)
        self._propose_address()
        return await self._start(REGISTER)

    async def async_step_oauth(self, _user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Register an API_ONLY app, also after a webhook SmartApp could not be installed."""
        self._leave_install()
        if self._pending is not None:
            self._pending.take()
            self._pending = None
        self._kind = API_ONLY_APP
        self._app = None
        if self._address is not None:
            return await self._start(REGISTER_OAUTH, at=Stage.TOKEN)
        self._propose_address()
        return await self._start(REGISTER_OAUTH)

    def _propose_address(self) -> None:
        """Propose the address of an app that another dialog has registered."""
        if begun := self._begun_app():
            self._webhook_id = begun.webhook_id
            self._proposed = begun.address

    async def async_step_existing(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Use an API_ONLY app that the user has made."""
        self._kind = API_ONLY_APP
        return await self._start(EXISTING_APP)

    async def async_step_another(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Add another location of an API_ONLY app; its page asks for the location."""
        self._app = self._apps_in_use(API_ONLY_APP)[0]
        return await self._start(KNOWN_APP)

    # Another dialog

    async def async_step_resume(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Resume a pending install, whose dialog is closed or waits in another tab."""
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
        self._end_other_dialog(chosen.flow_id)
        await self.async_set_unique_id(self._location_id, raise_on_progress=False)
        return await self._start(KNOWN_APP, at=Stage.FINISH if self._installed_app_id else None)

    @callback
    def _end_other_dialog(self, flow_id: str) -> None:
        """End the dialog that waited; one with an external step shows where it continues."""
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
        """Authorize the app that another dialog has registered; its page asks for the location."""
        app = self._data.pending_installs.unauthorized_app()
        if app is None:
            return await self.async_step_user()
        self._use_app(app)
        _ = self._receiver  # Held by this flow, because the other dialog may be closed.
        return await self._start(KNOWN_APP)

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
        return await self._start(KNOWN_APP, at=Stage.FINISH)

    @callback
    def _take(self, pending: PendingInstall) -> None:
        """Continue a pending install in this flow."""
        self._use_app(pending.app)
        self._location_id = pending.location_id
        self._title = pending.title
        self._installed_app_id = pending.installed_app_id
        _ = self._receiver  # Held by this flow before the other one releases it.
        pending.take()
