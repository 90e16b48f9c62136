"""Repair flows: they change the address of deliveries, install the SmartApp again, or import."""

from datetime import datetime
from typing import override

import voluptuous as vol
from homeassistant.components.repairs import ConfirmRepairFlow, RepairsFlow, RepairsFlowResult
from homeassistant.components.repairs.const import FlowType
from homeassistant.config_entries import SOURCE_RECONFIGURE, ConfigEntry, ConfigEntryState
from homeassistant.const import CONF_ACCESS_TOKEN, CONF_WEBHOOK_ID
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util

from .cloud.api.apps import AppsClient
from .cloud.api.errors import CloudError
from .const import CONF_UNINSTALLED, DOMAIN
from .errors import FlowError, flow_error, flow_text
from .flow.token import TOKEN_SCHEMA, token_placeholders
from .issues.address import check_address
from .issues.issue import Issue
from .issues.issue import issue_id as entry_issue_id
from .issues.markdown import escape
from .runtime import SmartThingsConfigEntry, domain_data
from .smartapp.app_template import APP_TEMPLATE
from .smartapp.registration import is_token
from .smartapp.relocation import relocate_smartapp
from .smartapp.smartapp import SmartApp
from .webhook.public_url import PublicUrl
from .webhook.reachability import NOT_ARRIVED, explain, find_obstacle, in_words


async def async_create_fix_flow(
    hass: HomeAssistant, issue_id: str, data: dict[str, str | int | float | None] | None
) -> RepairsFlow:
    """Return the flow of an issue.

    An issue without an entry asks the user to do something elsewhere, and to confirm it.
    """
    if not data:
        return ConfirmRepairFlow()
    entry = hass.config_entries.async_get_entry(str(data.get("entry_id")))
    if entry is not None and issue_id == entry_issue_id(entry, Issue.UNINSTALLED):
        return ReinstallFlow(entry)
    if entry is not None and issue_id == entry_issue_id(entry, Issue.STATISTICS):
        return StatisticsFlow(entry)
    return RelocateFlow(entry)


class _ExplainedFlow(RepairsFlow):
    """Explains what will happen, and does it when the form is submitted."""

    def __init__(self, entry: SmartThingsConfigEntry) -> None:
        """Repair an entry."""
        self._entry = entry

    async def async_step_init(self, _data: dict[str, str] | None = None) -> RepairsFlowResult:
        """Begin with the explanation."""
        return await self.async_step_confirm()

    async def async_step_confirm(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Explain, then act."""
        raise NotImplementedError


class ReinstallFlow(_ExplainedFlow):
    """Explains that the SmartApp was removed, and opens the dialog that installs it again."""

    @override
    async def async_step_confirm(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Explain, then continue in the dialog of the entry.

        The issue stays until the SmartApp is installed, so this flow does not end with success.
        """
        if user_input is None:
            return self.async_show_form(
                step_id="confirm",
                data_schema=vol.Schema({}),
                description_placeholders={"name": escape(self._entry.title)},
            )
        if not self._entry.data.get(CONF_UNINSTALLED):
            return self.async_create_entry(data={})
        return self.async_abort(
            reason="installs_again", next_flow=(FlowType.CONFIG_FLOW, await self._begin())
        )

    async def _begin(self) -> str:
        """Begin the dialog, in place of an earlier one whose tab was closed; return its flow id."""
        flows = self.hass.config_entries.flow
        for earlier in list(self._entry.async_get_active_flows(self.hass, {SOURCE_RECONFIGURE})):
            flows.async_abort(earlier["flow_id"])
        menu = await flows.async_init(
            DOMAIN, context={"source": SOURCE_RECONFIGURE, "entry_id": self._entry.entry_id}
        )
        await flows.async_configure(menu["flow_id"], {"next_step_id": "reinstall"})
        return menu["flow_id"]


class StatisticsFlow(_ExplainedFlow):
    """Imports statistics from before the set-up; the import continues in the background."""

    @override
    async def async_step_confirm(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Explain, then start the import."""
        if self._entry.state is not ConfigEntryState.LOADED:
            return self.async_abort(reason="not_loaded")
        if user_input is None:
            issue = ir.async_get(self.hass).async_get_issue(DOMAIN, self.issue_id)
            return self.async_show_form(
                step_id="confirm",
                data_schema=vol.Schema({}),
                description_placeholders=issue.translation_placeholders if issue else None,
            )
        self._entry.runtime_data.statistics.begin()
        return self.async_create_entry(data={})


class RelocateFlow(RepairsFlow):
    """Asks for a personal access token, and uses it once to change the target."""

    def __init__(self, entry: ConfigEntry | None) -> None:
        """``entry`` is None if it has been deleted since."""
        self._entry = entry

    async def async_step_init(self, _data: dict[str, str] | None = None) -> RepairsFlowResult:
        """Begin with the token."""
        return await self.async_step_token()

    async def async_step_token(self, user_input: dict[str, str] | None = None) -> RepairsFlowResult:
        """Ask for the token and change the address, unless it is right or there is no other one."""
        if self._entry is None:
            return self.async_abort(reason="entry_gone")
        development = domain_data(self.hass).connection.endpoints.development
        found = await check_address(self.hass, self._entry, allow_http=development)
        if found.other is None:
            done = self.async_create_entry(data={})
            return done if found.right else self.async_abort(reason="no_address")
        if user_input is None:
            return self._form(found.other)
        if error := await self._try(
            self._entry, found.other, user_input[CONF_ACCESS_TOKEN].strip()
        ):
            return self._form(found.other, error)
        return self.async_create_entry(data={})

    async def _try(self, entry: ConfigEntry, public: PublicUrl, token: str) -> FlowError | None:
        """Change the address; return the error of the token or of the address."""
        if not is_token(token):
            return FlowError("token_malformed")
        since = dt_util.utcnow()
        try:
            await self._relocate(entry, public, token)
        except CloudError as err:
            return await self._explain(flow_error(err), entry, public, since)
        return None

    async def _explain(
        self, error: FlowError, entry: ConfigEntry, public: PublicUrl, since: datetime
    ) -> FlowError:
        """Return the cause in words if the address is the cause: there is no form to correct it."""
        if not error.about_webhook:
            return error
        receiver = domain_data(self.hass).receivers.get(entry.data[CONF_WEBHOOK_ID])
        error = explain(error, receiver, since)
        if receiver and error.key in NOT_ARRIVED:
            finding = await find_obstacle(self.hass, receiver, public.url)
            if finding:
                return FlowError(
                    "webhook", placeholders={"cause": await in_words(self.hass, finding)}
                )
        cause = await flow_text(self.hass, error.key, error.placeholders)
        return FlowError("webhook", placeholders={"cause": cause})

    async def _relocate(self, entry: ConfigEntry, public: PublicUrl, token: str) -> None:
        data = domain_data(self.hass)
        apps = AppsClient(data.connection.http_with(token), APP_TEMPLATE)
        await relocate_smartapp(data.pending_installs, apps, SmartApp.of(entry), public)

    def _form(self, public: PublicUrl, error: FlowError | None = None) -> RepairsFlowResult:
        return self.async_show_form(
            step_id="token",
            data_schema=TOKEN_SCHEMA,
            errors={"base": error.key} if error else {},
            description_placeholders={"url": public.url, **token_placeholders(error)},
        )
