"""Calls actions of the integration, and finds the ids of their targets."""

from dataclasses import dataclass

import pytest
from homeassistant.core import Context
from homeassistant.exceptions import HomeAssistantError

from custom_components.smartthings_smartapp.cloud.json_types import Json, JsonObject, as_object
from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.runtime import Runtime
from tests.common.world import World


@dataclass
class Caller:
    """Calls actions as the user of a context, or as an automation."""

    world: World
    runtime: Runtime
    context: Context | None = None

    def device(self, device_id: str) -> str:
        """Return the registry id of a device, or of the device of the location."""
        registry_id = self.runtime.parts.registrar.registry_id(device_id)
        assert registry_id is not None
        return registry_id

    async def ask(self, action: str, **data: Json) -> JsonObject:
        """Perform an action and return its response."""
        response = await self.world.hass.services.async_call(
            DOMAIN, action, data, blocking=True, return_response=True, context=self.context
        )
        return as_object(response)

    async def do(self, action: str, **data: Json) -> None:
        """Perform an action and ignore its response."""
        await self.world.hass.services.async_call(
            DOMAIN, action, data, blocking=True, context=self.context
        )

    async def refused(self, action: str, **data: Json) -> str:
        """Perform an action that fails, and return the translation key of the error."""
        with pytest.raises(HomeAssistantError) as raised:
            await self.ask(action, **data)
        assert "{" not in str(raised.value), "a placeholder was not filled"
        assert raised.value.translation_key is not None
        return raised.value.translation_key
