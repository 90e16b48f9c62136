"""The step that asks for a personal access token, and the help if SmartThings rejects its use."""

from typing import Any, Final

import voluptuous as vol
from homeassistant.config_entries import ConfigFlowResult
from homeassistant.const import CONF_ACCESS_TOKEN
from homeassistant.helpers.selector import TextSelector, TextSelectorConfig, TextSelectorType
from homeassistant.util import dt as dt_util

from ..cloud.api.apps import API_ONLY_APP
from ..cloud.api.errors import (
    AppUnknownError,
    CloudError,
    KindRefusedError,
    LimitReachedError,
)
from ..errors import FlowError, flow_error
from ..issues.markdown import escape
from ..smartapp.registration import TOKEN_PAGE, TOKEN_SCOPES, is_token
from ..webhook.reachability import explain
from .base import FlowBase
from .roads import Stage

TOKEN_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_ACCESS_TOKEN): TextSelector(
            TextSelectorConfig(type=TextSelectorType.PASSWORD)
        )
    }
)


def token_placeholders(error: FlowError | None) -> dict[str, str]:
    """Return the placeholders of a form that asks for a token, with those of its error."""
    return {
        "token_page": TOKEN_PAGE,
        "scopes": TOKEN_SCOPES,
        **(error.placeholders if error else {}),
    }


class TokenSteps(FlowBase):
    """The form of the token. The next stages of the road use the token, and fail here."""

    def __init__(self) -> None:
        """Start without a rejection."""
        super().__init__()
        self._refusal = ""
        """The words with which SmartThings rejected the kind of app."""

    async def _stage_token(self) -> ConfigFlowResult:
        if error := self._take_error():
            return self._show_token_form(error)
        return await self.async_step_token()

    async def async_step_token(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the personal access token, unless there is one, and use it."""
        if user_input is not None:
            self._token = user_input[CONF_ACCESS_TOKEN].strip()
        if self._token is None:
            return self._show_token_form()
        if not is_token(self._token):
            return self._show_token_form(FlowError("token_malformed"))
        since = dt_util.utcnow()
        try:
            return await self._next(Stage.TOKEN)
        except CloudError as err:
            receiver = self._receivers.get(self._webhook_id)
            return await self._explain(explain(flow_error(err), receiver, since), err)

    async def _explain(self, error: FlowError, cause: CloudError) -> ConfigFlowResult:
        """Show an error: in the form of the address or token, or with a menu that helps."""
        if error.about_webhook and self._address:
            # The token stays, so that the user only changes the URL.
            return await self._ask_again(Stage.ADDRESS, error)
        if isinstance(cause, KindRefusedError) and self._kind != API_ONLY_APP:
            self._refusal = str(cause)
            return await self.async_step_refused()
        if isinstance(cause, AppUnknownError) and self._app and not self._adds:
            return await self.async_step_app_unknown()
        if isinstance(cause, LimitReachedError):
            return await self._ask_again(Stage.MAKE_ROOM, error)
        return self._show_token_form(error)

    def _show_token_form(self, error: FlowError | None = None) -> ConfigFlowResult:
        self._token = None
        return self.async_show_form(
            step_id="token",
            data_schema=TOKEN_SCHEMA,
            errors={"base": error.key} if error else {},
            description_placeholders=token_placeholders(error),
        )

    async def async_step_refused(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Offer the other kind of app, with the same token: the platform rejects this kind."""
        return self.async_show_menu(
            step_id="refused",
            menu_options=["oauth", "another_token"] if self._adds else ["another_token"],
            description_placeholders={"error": escape(self._refusal)},
        )

    async def async_step_app_unknown(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Offer a token of another account, or another app instead of a deleted one."""
        return self.async_show_menu(
            step_id="app_unknown",
            menu_options=["another_token", "new_app"],
            description_placeholders={"name": escape(self._title)},
        )

    async def async_step_another_token(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for another token."""
        return self._show_token_form()
