"""The device action: refresh the device."""

from typing import Any

import voluptuous as vol
from homeassistant.const import ATTR_DEVICE_ID, CONF_DEVICE_ID, CONF_DOMAIN, CONF_TYPE
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import config_validation as cv

from .const import DOMAIN
from .services.schemas import REFRESH
from .services.targets import loaded_device

ACTION_SCHEMA = cv.DEVICE_ACTION_BASE_SCHEMA.extend({vol.Required(CONF_TYPE): REFRESH})


async def async_get_actions(hass: HomeAssistant, device_id: str) -> list[dict[str, str]]:
    """Return the only action; the device of the location has it too."""
    if loaded_device(hass, device_id) is None:
        return []
    return [{CONF_DOMAIN: DOMAIN, CONF_DEVICE_ID: device_id, CONF_TYPE: REFRESH}]


async def async_call_action_from_config(
    hass: HomeAssistant,
    config: dict[str, Any],
    variables: dict[str, Any],
    context: Context | None,
) -> None:
    """Call the action of the integration, which raises the errors to show."""
    await hass.services.async_call(
        DOMAIN,
        REFRESH,
        {ATTR_DEVICE_ID: config[CONF_DEVICE_ID]},
        blocking=True,
        context=context,
    )
