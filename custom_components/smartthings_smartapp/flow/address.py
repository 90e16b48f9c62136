"""The step that asks for the address of deliveries, and checks whether requests to it arrive."""

import asyncio
from typing import Any, Final

import voluptuous as vol
from homeassistant.components import webhook
from homeassistant.config_entries import ConfigFlowResult
from homeassistant.helpers.selector import (
    BooleanSelector,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)

from ..cloud.api.apps import API_ONLY_APP
from ..const import CONF_WEBHOOK_URL, DOMAIN
from ..errors import FlowError
from ..smartapp.smartapp import POLLED
from ..webhook.obstacles import Obstacle
from ..webhook.public_url import (
    PublicUrl,
    choose_public_url,
    drop_cloudhook,
    usable_url,
)
from ..webhook.reachability import GUIDE, cloud_obstacle, find_obstacle
from .base import FlowBase
from .roads import NEW_ADDRESS, REGISTER, REGISTER_OAUTH, Stage

CONF_ALL_THE_SAME = "all_the_same"
_SHORT_CHECK: Final = 0.5
"""Seconds that a check of the address may take before the dialog shows the progress."""


class AddressSteps(FlowBase):
    """The form of the webhook URL."""

    def __init__(self) -> None:
        """Start without a check."""
        super().__init__()
        self._checked_url = ""
        self._check: asyncio.Task[FlowError | None] | None = None
        """Finds the obstacle on the way to the address."""

    async def _stage_address(self) -> ConfigFlowResult:
        await self._propose()
        has_error = self._address is not None and self._error is not None
        if self._proposed is None and self._may_poll and not has_error:
            if cloud_obstacle(self.hass) is Obstacle.CLOUD_ENDED:
                return await self.async_step_cloud_ended()
            return await self.async_step_no_address()
        return await self.async_step_webhook()

    async def async_step_cloud_ended(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Offer to continue without an address if Home Assistant Cloud has ended."""
        return self.async_show_menu(
            step_id="cloud_ended", menu_options=["enter_address", "without_address"]
        )

    async def async_step_no_address(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Offer to continue without an address if Home Assistant proposes none."""
        return self.async_show_menu(
            step_id="no_address", menu_options=["enter_address", "without_address"]
        )

    @property
    def _may_poll(self) -> bool:
        """Whether the road leads to a location that works without an address."""
        return self._road == REGISTER or (self._kind == API_ONLY_APP and self._road != NEW_ADDRESS)

    async def async_step_enter_address(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the webhook URL although Home Assistant proposes none."""
        return await self.async_step_webhook()

    async def async_step_without_address(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Continue with a location that is polled; only an API_ONLY app can be."""
        if self._road == REGISTER:
            self._road, self._kind = REGISTER_OAUTH, API_ONLY_APP
        return await self._decide(POLLED)

    async def _propose(self) -> None:
        """Find the address that Home Assistant offers."""
        self._webhook_id = self._webhook_id or webhook.async_generate_id()
        if self._proposed is None:
            self._proposed = await choose_public_url(
                self.hass, self._webhook_id, allow_http=self._endpoints.development
            )

    async def async_step_webhook(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the webhook URL."""
        await self._propose()
        if user_input is None:
            return self._first_form()
        typed = user_input.get(CONF_WEBHOOK_URL, "").strip()
        if not typed and self._kind == API_ONLY_APP:
            return await self._decide(POLLED)
        url = usable_url(typed, allow_http=self._endpoints.development)
        if url is None:
            return self._show_webhook_form(typed, FlowError("webhook_unusable"))
        self._checked_url = url
        if user_input.get(CONF_ALL_THE_SAME):
            return await self._use_checked()
        return await self._start_check()

    async def _start_check(self) -> ConfigFlowResult:
        """Check the address; a server that does not answer takes some seconds."""
        self._check = self.hass.async_create_task(
            self._obstacle(self._checked_url), f"{DOMAIN} flow checks address"
        )
        await asyncio.wait({self._check}, timeout=_SHORT_CHECK)
        if self._check.done():
            return await self.async_step_address_checked()
        return await self.async_step_check_address()

    async def async_step_check_address(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show the progress of the check."""
        if self._check is None or self._check.done():
            return self.async_show_progress_done(next_step_id="address_checked")
        return self.async_show_progress(
            step_id="check_address", progress_action="check_address", progress_task=self._check
        )

    async def async_step_address_checked(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Use the address, or show the obstacle on the way to it."""
        self._stop_timer()
        error = await self._check if self._check else None
        if error:
            return self._show_webhook_form(self._checked_url, error, can_ignore=True)
        return await self._use_checked()

    async def _use_checked(self) -> ConfigFlowResult:
        if self._proposed and self._checked_url == self._proposed.url:
            return await self._decide(self._proposed)
        return await self._decide(PublicUrl(self._checked_url, cloudhook=False, typed=True))

    def _first_form(self) -> ConfigFlowResult:
        if self._address and (error := self._take_error()):
            return self._show_webhook_form(self._address.url, error)
        if self._proposed is None and not self._may_poll:  # Otherwise, the menu has explained it.
            cause = cloud_obstacle(self.hass)
            return self._show_webhook_form(None, FlowError(cause) if cause else None)
        return self._show_webhook_form(self._proposed.url if self._proposed else None)

    async def _decide(self, address: PublicUrl) -> ConfigFlowResult:
        self._address = address
        if address != self._proposed:
            await self._drop_proposed_cloudhook()
            self._proposed = address
        return await self._next(Stage.ADDRESS)

    async def _obstacle(self, url: str) -> FlowError | None:
        """Return the obstacle on the way to the address, if one can be found from here."""
        # A receiver in use continues to check deliveries against the address SmartThings knows.
        receiver = self._receivers.get(self._webhook_id) or self._receivers.acquire(
            self._webhook_id, url, self.flow_id
        )
        finding = await find_obstacle(self.hass, receiver, url)
        return FlowError(finding.cause, placeholders=finding.placeholders) if finding else None

    def _show_webhook_form(
        self, url: str | None, error: FlowError | None = None, *, can_ignore: bool = False
    ) -> ConfigFlowResult:
        """Show the form; ``can_ignore`` offers to use the address in spite of the error."""
        required = self._kind != API_ONLY_APP
        field: vol.Marker
        if required:
            field = vol.Required(CONF_WEBHOOK_URL, default=url or vol.UNDEFINED)
        else:  # A default could not be cleared.
            field = vol.Optional(CONF_WEBHOOK_URL, description={"suggested_value": url})
        schema = vol.Schema({field: TextSelector(TextSelectorConfig(type=TextSelectorType.URL))})
        if can_ignore:
            schema = schema.extend({vol.Optional(CONF_ALL_THE_SAME): BooleanSelector()})
        return self.async_show_form(
            step_id="webhook" if required else "webhook_or_none",
            data_schema=schema,
            errors={CONF_WEBHOOK_URL: error.key} if error else {},
            description_placeholders={
                "guide": GUIDE,
                "path": webhook.async_generate_path(self._webhook_id),
                **(error.placeholders if error else {}),
            },
        )

    async def async_step_webhook_or_none(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the webhook URL on a road that works without one."""
        return await self.async_step_webhook(user_input)

    async def _drop_proposed_cloudhook(self) -> None:
        if (
            self._proposed
            and self._proposed.cloudhook
            and not self._data.pending_installs.is_hook_in_use(self._webhook_id)
        ):
            await drop_cloudhook(self.hass, self._webhook_id)
