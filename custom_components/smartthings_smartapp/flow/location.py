"""The step that asks for the location of a webhook SmartApp."""

from collections.abc import Mapping
from typing import Any

import voluptuous as vol
from homeassistant.config_entries import ConfigFlowResult
from homeassistant.helpers.selector import SelectOptionDict, SelectSelector, SelectSelectorConfig

from ..cloud.api.client import SmartThingsClient
from ..cloud.models import Location
from ..const import CONF_LOCATION_ID
from .base import FlowBase
from .roads import Stage


def location_schema(names: Mapping[str, str]) -> vol.Schema:
    """Return the form that asks for a location; ``names`` are by id."""
    options = [SelectOptionDict(value=key, label=name) for key, name in names.items()]
    selector = SelectSelector(SelectSelectorConfig(options=options))
    return vol.Schema({vol.Required(CONF_LOCATION_ID): selector})


class LocationSteps(FlowBase):
    """Reads the locations of the account before an app is registered for one of them."""

    def __init__(self) -> None:
        """Start without locations."""
        super().__init__()
        self._locations: dict[str, Location] = {}
        """The locations without an entry, by id."""

    async def _stage_find_locations(self) -> ConfigFlowResult:
        """Read the locations. Raises CloudError."""
        configured = {entry.unique_id for entry in self._async_current_entries()}
        self._locations = {
            location.location_id: location
            for location in await SmartThingsClient(self._apps.http).locations()
            if location.location_id not in configured
        }
        if not self._locations:
            return self.async_abort(reason="no_location_left")
        return await self._next(Stage.FIND_LOCATIONS)

    async def _stage_location(self) -> ConfigFlowResult:
        return await self.async_step_location()

    async def async_step_location(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the location, unless there is only one."""
        if user_input is None and len(self._locations) > 1:
            names = {key: location.name for key, location in self._locations.items()}
            return self.async_show_form(step_id="location", data_schema=location_schema(names))
        self._location_id = (
            user_input[CONF_LOCATION_ID] if user_input else next(iter(self._locations))
        )
        self._title = self._locations[self._location_id].name
        # This flow replaces an older one for the location, which may be open in another tab.
        await self.async_set_unique_id(self._location_id, raise_on_progress=False)
        self._abort_if_unique_id_configured()
        return await self._next(Stage.LOCATION)
