"""The step that asks for a personal access token, and the help if SmartThings rejects its use."""

import asyncio
from typing import Any, Final, override

import voluptuous as vol
from homeassistant.config_entries import ConfigFlowResult
from homeassistant.const import CONF_ACCESS_TOKEN
from homeassistant.core import callback
from homeassistant.helpers.selector import TextSelector, TextSelectorConfig, TextSelectorType
from homeassistant.util import dt as dt_util

from ..cloud.api.apps import API_ONLY_APP
from ..cloud.api.errors import (
    AppUnknownError,
    CloudError,
    KindRefusedError,
    LimitReachedError,
)
from ..const import DOMAIN
from ..errors import FlowError, flow_error
from ..issues.markdown import escape
from ..smartapp.registration import TOKEN_PAGE, TOKEN_SCOPES, is_token
from ..webhook.reachability import explain
from .base import DeferredError, FlowBase
from .roads import Stage

TOKEN_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_ACCESS_TOKEN): TextSelector(
            TextSelectorConfig(type=TextSelectorType.PASSWORD)
        )
    }
)

_TOKEN_MAY_WORK: Final = frozenset({"cloud_unreachable", "refused", "too_many_requests"})
"""Errors after which the same token can be used again."""


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
        self._use: asyncio.Task[None] | None = None
        """Runs while the dialog shows the progress."""
        self._token_used = dt_util.utcnow()
        self._progress = Stage.SMARTAPP.value
        self._outcome: ConfigFlowResult | Exception | None = None
        """The result of the stages that use the token."""

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
        return await self.async_step_use_token()

    async def async_step_use_token(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Use the token, and show the progress, because SmartThings takes some seconds."""
        if self._use is None:
            self._token_used = dt_util.utcnow()
            self._works_in_background = True
            self._use = self.hass.async_create_task(self._use_token(), f"{DOMAIN} flow uses token")
        if self._use.done():
            return self.async_show_progress_done(next_step_id="token_used")
        return self.async_show_progress(
            step_id="use_token",
            progress_action=self._progress,
            progress_task=self._use,
            description_placeholders={"url": self._address.url if self._address else ""},
        )

    async def _use_token(self) -> None:
        """Run the next stages up to one that waits for the user.

        Home Assistant cancels this task if the dialog is closed, but not the stages: an app that
        SmartThings is registering would be left without a target.
        """
        await asyncio.shield(
            self.hass.async_create_task(self._run_stages(), f"{DOMAIN} flow runs stages")
        )

    async def _run_stages(self) -> None:
        try:
            self._outcome = await self._next(Stage.TOKEN)
        except Exception as err:  # noqa: BLE001 - the next step handles it or raises it again
            self._outcome = err
        finally:
            self._works_in_background = False
            if self._ended.is_set():
                self._forget_token()

    @callback
    @override
    def _note_progress(self, stage: Stage) -> None:
        """Show the stage that runs."""
        self._progress = stage.value
        if self.cur_step and self.cur_step["step_id"] == "use_token":
            self.hass.async_create_task(self._configure(), f"{DOMAIN} flow shows progress")

    async def async_step_token_used(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Continue with the result of the stages, or explain their error."""
        self._stop_timer()
        self._use = None
        outcome = self._outcome  # Kept, because a front end may request this step twice.
        try:
            match outcome:
                case DeferredError(stage=stage):
                    return await self._go_to(stage)
                case Exception():
                    raise outcome
                case None:
                    return self._show_token_form()
                case _:
                    return outcome
        except CloudError as err:
            receiver = self._receivers.get(self._webhook_id)
            error = explain(flow_error(err), receiver, self._token_used)
            return await self._explain(error, err)

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
        """Show the form; a token that may still work after an error is kept in it."""
        typed = self._token if error and error.key in _TOKEN_MAY_WORK else None
        self._token = None
        return self.async_show_form(
            step_id="token",
            data_schema=self.add_suggested_values_to_schema(
                TOKEN_SCHEMA, {CONF_ACCESS_TOKEN: typed} if typed else None
            ),
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
