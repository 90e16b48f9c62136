"""Device conditions: the last press of a button, and how long ago it was."""

from datetime import timedelta

import voluptuous as vol
from homeassistant.components.device_automation import (
    InvalidDeviceAutomationConfig,
    async_validate_entity_schema,
)
from homeassistant.components.event import ATTR_EVENT_TYPE, ATTR_EVENT_TYPES
from homeassistant.components.event import DOMAIN as EVENT_DOMAIN
from homeassistant.const import (
    CONF_CONDITION,
    CONF_DEVICE_ID,
    CONF_DOMAIN,
    CONF_ENTITY_ID,
    CONF_TYPE,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.condition import ConditionCheckerType
from homeassistant.helpers.typing import ConfigType, TemplateVarsType
from homeassistant.util import dt as dt_util

from .const import DOMAIN
from .events.button_presses import KNOWN_KINDS, OTHER_EVENTS
from .mapping.buttons import RUNG

CONF_WITHIN = "within"

CONDITION_SCHEMA = cv.DEVICE_CONDITION_BASE_SCHEMA.extend(
    {
        vol.Required(CONF_ENTITY_ID): cv.entity_id_or_uuid,
        vol.Required(CONF_TYPE): cv.string,
        vol.Optional(CONF_WITHIN): cv.positive_time_period,
    }
)


def _kinds(button: er.RegistryEntry) -> list[str]:
    """Return the presses that the button supported when its entity was last added."""
    return list((button.capabilities or {}).get(ATTR_EVENT_TYPES, ()))


def _is_button(entity: er.RegistryEntry) -> bool:
    """Return whether an entity is a button of this integration."""
    own_event = (entity.domain, entity.platform) == (EVENT_DOMAIN, DOMAIN)
    return own_event and entity.translation_key not in OTHER_EVENTS


async def async_validate_condition_config(hass: HomeAssistant, config: ConfigType) -> ConfigType:
    """Check that the entity is a button of this integration, and the type one of its presses."""
    checked = async_validate_entity_schema(hass, config, CONDITION_SCHEMA)
    button = er.async_get(hass).async_get(checked[CONF_ENTITY_ID])
    if button is None or not _is_button(button):
        raise InvalidDeviceAutomationConfig(
            translation_domain=DOMAIN,
            translation_key="not_a_button",
            translation_placeholders={"entity_id": checked[CONF_ENTITY_ID]},
        )
    if (kind := checked[CONF_TYPE]) not in KNOWN_KINDS and kind not in _kinds(button):
        raise InvalidDeviceAutomationConfig(
            translation_domain=DOMAIN,
            translation_key="no_such_press",
            translation_placeholders={
                "name": button.entity_id,
                "press": kind,
                "presses": ", ".join(_kinds(button)),
            },
        )
    return checked


async def async_get_conditions(hass: HomeAssistant, device_id: str) -> list[dict[str, str]]:
    """Return each press of each button of a device."""
    registry = er.async_get(hass)
    return [
        {
            CONF_CONDITION: "device",
            CONF_DOMAIN: DOMAIN,
            CONF_DEVICE_ID: device_id,
            CONF_ENTITY_ID: button.id,
            CONF_TYPE: kind,
        }
        for button in er.async_entries_for_device(registry, device_id)
        if _is_button(button)
        for kind in _kinds(button)
    ]


async def async_get_condition_capabilities(
    hass: HomeAssistant, config: ConfigType
) -> dict[str, vol.Schema]:
    """Return the optional fields of a condition."""
    return {"extra_fields": vol.Schema({vol.Optional(CONF_WITHIN): cv.positive_time_period_dict})}


@callback
def async_condition_from_config(hass: HomeAssistant, config: ConfigType) -> ConditionCheckerType:
    """Return a checker for the last press of a button."""
    registry = er.async_get(hass)
    kind: str = config[CONF_TYPE]
    kinds = (kind, RUNG.get(kind))
    within: timedelta | None = config.get(CONF_WITHIN)

    @callback
    def was_last_pressed(hass: HomeAssistant, variables: TemplateVarsType) -> bool:
        entity_id = er.async_resolve_entity_id(registry, config[CONF_ENTITY_ID])
        state = hass.states.get(entity_id) if entity_id else None
        if state is None or state.attributes.get(ATTR_EVENT_TYPE) not in kinds:
            return False
        pressed = dt_util.parse_datetime(state.state)
        return pressed is not None and (within is None or dt_util.utcnow() - pressed <= within)

    return was_last_pressed
