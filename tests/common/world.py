"""Home Assistant with the integration, connected to a simulated SmartThings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
from homeassistant.config_entries import SOURCE_USER, ConfigFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from yarl import URL

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from simulator import Simulator
from simulator.devices.ids import HOME_LOCATION

type Resolve = Callable[[Mapping[str, str]], None]

_PROGRESS = ("check_address", "use_token")
"""Steps that show a progress until SmartThings or another server has answered."""


@dataclass
class World:
    """Home Assistant with the integration and the simulator, and the actions of a user."""

    hass: HomeAssistant
    simulator: Simulator
    url: str
    """URL of Home Assistant for the simulator."""

    async def open_menu(self) -> ConfigFlowResult:
        """Select the integration in "Add integration"."""
        return await self.hass.config_entries.flow.async_init(
            DOMAIN, context={"source": SOURCE_USER}
        )

    async def start_flow(self, road: str = "register") -> ConfigFlowResult:
        """Select the integration, and a way of set-up in its menu."""
        return await self.choose(await self.open_menu(), road)

    async def open_address_form(self) -> ConfigFlowResult:
        """Start a flow and open the form of the address, also if none is proposed."""
        result = await self.start_flow()
        if result["step_id"] in ("no_address", "cloud_ended"):
            result = await self.choose(result, "enter_address")
        return result

    async def choose(self, result: ConfigFlowResult, option: str) -> ConfigFlowResult:
        """Select an option of the shown menu."""
        assert result["type"] is FlowResultType.MENU, result
        assert option in result["menu_options"]
        return await self._wait_for_smartthings(
            await self.hass.config_entries.flow.async_configure(
                result["flow_id"], {"next_step_id": option}
            )
        )

    async def fill(
        self, result: ConfigFlowResult, **fields: str | bool | list[str]
    ) -> ConfigFlowResult:
        """Submit the shown form; fields that are not named keep the suggested value."""
        return await self._wait_for_smartthings(
            await self.hass.config_entries.flow.async_configure(result["flow_id"], fields)
        )

    async def _wait_for_smartthings(self, result: ConfigFlowResult) -> ConfigFlowResult:
        """Return the step after the progress of a token, as the dialog shows it."""
        flows = self.hass.config_entries.flow
        while result["type"] is FlowResultType.SHOW_PROGRESS and result["step_id"] in _PROGRESS:
            await self.hass.async_block_till_done()
            result = await flows.async_configure(result["flow_id"])
        return result

    async def open_page(self, url: str) -> str:
        """Open a page in the browser and return its text."""
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            return await response.text()

    async def allow(self, result: ConfigFlowResult, location_id: str = HOME_LOCATION) -> None:
        """Allow access on the page of the authorization, which redirects to Home Assistant."""
        assert result["type"] is FlowResultType.EXTERNAL_STEP, result
        await self.come_back(self.simulator.authorize(result["url"], location_id))

    async def come_back(self, redirect: str) -> None:
        """Follow the redirect from the page of the authorization."""
        await self.open_page(f"{self.url}{URL(redirect).raw_path_qs}")
        await self.settle()

    async def to_install_page(self, location_id: str = HOME_LOCATION) -> ConfigFlowResult:
        """Complete the flow up to the install page."""
        result = await self.start_flow()
        if result["step_id"] == "webhook":
            result = await self.fill(result)
        result = await self.fill(result, access_token=self.simulator.create_pat())
        if result.get("step_id") == "location":
            result = await self.fill(result, location_id=location_id)
        assert result["type"] is FlowResultType.EXTERNAL_STEP, result
        return result

    async def add_location(self, location_id: str = HOME_LOCATION) -> SmartThingsConfigEntry:
        """Complete the flow, and return the loaded entry with its subscriptions."""
        result = await self.to_install_page(location_id)
        await self.open_page(result["url"])
        await self.settle()
        entry: SmartThingsConfigEntry | None
        # The browser requests the next step after the external one.
        for flow in self.hass.config_entries.flow.async_progress_by_handler(DOMAIN):
            if flow["flow_id"] == result["flow_id"]:
                await self.hass.config_entries.flow.async_configure(result["flow_id"])
        await self.settle()
        entry = self.hass.config_entries.async_entry_for_domain_unique_id(DOMAIN, location_id)
        assert entry is not None
        return entry

    async def settle(self) -> None:
        """Wait until both sides have finished all their tasks."""
        for _ in range(3):
            await self.hass.async_block_till_done(wait_background_tasks=True)
            await self.simulator.settle()
        await self.hass.async_block_till_done(wait_background_tasks=True)

    def state(self, entity_id: str) -> str:
        """Return the state of an existing entity."""
        state = self.hass.states.get(entity_id)
        assert state is not None, entity_id
        return state.state

    def calls(self, method: str, path: str) -> list[Any]:
        """Return the calls of one kind that the simulator received."""
        return [
            call
            for call in self.simulator.calls
            if call.method == method and call.path.startswith(path)
        ]
