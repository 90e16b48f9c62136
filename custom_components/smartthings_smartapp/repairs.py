"""Repair flows: the one that changes the address of deliveries."""

from homeassistant.components.repairs import ConfirmRepairFlow, RepairsFlow, RepairsFlowResult
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_ACCESS_TOKEN, CONF_WEBHOOK_ID
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .cloud.api.apps import AppsClient
from .cloud.api.errors import CloudError
from .errors import FlowError, flow_error
from .flow.token import TOKEN_SCHEMA, token_placeholders
from .issues.address import check_address
from .runtime import domain_data
from .smartapp.app_template import APP_TEMPLATE
from .smartapp.registration import is_token
from .smartapp.relocation import relocate_smartapp
from .smartapp.smartapp import SmartApp
from .webhook.public_url import PublicUrl
from .webhook.reachability import explain


async def async_create_fix_flow(
    hass: HomeAssistant, _issue_id: str, data: dict[str, str | int | float | None] | None
) -> RepairsFlow:
    """Return the flow that changes the address of the SmartApp to the one that works now.

    An issue without an entry asks the user to do something elsewhere, and to confirm it.
    """
    if not data:
        return ConfirmRepairFlow()
    entry = hass.config_entries.async_get_entry(str(data.get("entry_id")))
    return RelocateFlow(entry)


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
            receiver = domain_data(self.hass).receivers.get(entry.data[CONF_WEBHOOK_ID])
            return explain(flow_error(err), receiver, since)
        return None

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
