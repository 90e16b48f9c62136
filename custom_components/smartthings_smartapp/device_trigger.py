"""Triggers of a device: the presses of its buttons."""

import voluptuous as vol
from homeassistant.components.device_automation import (
    DEVICE_TRIGGER_BASE_SCHEMA,
    InvalidDeviceAutomationConfig,
)
from homeassistant.components.homeassistant.triggers import event as event_trigger
from homeassistant.const import (
    CONF_DEVICE_ID,
    CONF_DOMAIN,
    CONF_EVENT,
    CONF_EVENT_DATA,
    CONF_PLATFORM,
    CONF_TYPE,
)
from homeassistant.core import CALLBACK_TYPE, HomeAssistant
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.trigger import TriggerActionType, TriggerInfo
from homeassistant.helpers.typing import ConfigType

from .activity import ACTIVITY_EVENT, ATTR_COMPONENT, ATTR_TYPE, ATTR_VALUE, Kind
from .const import DOMAIN
from .presses import KNOWN_KINDS, buttons_of, kinds_of
from .targets import Target, loaded_device

CONF_SUBTYPE = "subtype"

TRIGGER_SCHEMA = DEVICE_TRIGGER_BASE_SCHEMA.extend(
    {
        vol.Required(CONF_TYPE): cv.string,
        vol.Required(CONF_SUBTYPE): cv.string,
    }
)


def _listed(target: Target) -> dict[str, list[str]]:
    """Return the presses of each button, by component."""
    store, device_id = target.runtime.store, target.device_id
    return {
        component: [
            kind for entry in entries for kind in kinds_of(store, device_id, component, entry)
        ]
        for component, entries in buttons_of(target.runtime, device_id).items()
    }


async def async_validate_trigger_config(hass: HomeAssistant, config: ConfigType) -> ConfigType:
    """Check a trigger, as far as its device is known yet.

    The type is a press in snake case, the subtype the component of the button. A press that the
    device does not list may come all the same, if it is one that SmartThings defines.
    """
    checked: ConfigType = TRIGGER_SCHEMA(config)
    if (target := loaded_device(hass, checked[CONF_DEVICE_ID])) is None:
        return checked
    listed, component, kind = _listed(target), checked[CONF_SUBTYPE], checked[CONF_TYPE]
    if component not in listed:
        raise InvalidDeviceAutomationConfig(
            translation_domain=DOMAIN,
            translation_key="no_such_button",
            translation_placeholders={
                "name": target.name,
                "button": component,
                "buttons": ", ".join(listed) or "-",
            },
        )
    if kind not in listed[component] and kind not in KNOWN_KINDS:
        raise InvalidDeviceAutomationConfig(
            translation_domain=DOMAIN,
            translation_key="no_such_press",
            translation_placeholders={
                "name": target.name,
                "press": kind,
                "presses": ", ".join(listed[component]),
            },
        )
    return checked


async def async_get_triggers(hass: HomeAssistant, device_id: str) -> list[dict[str, str]]:
    """Return each press of each button of a device."""
    if (target := loaded_device(hass, device_id)) is None:
        return []
    return [
        {
            CONF_PLATFORM: "device",
            CONF_DOMAIN: DOMAIN,
            CONF_DEVICE_ID: device_id,
            CONF_TYPE: kind,
            CONF_SUBTYPE: component,
        }
        for component, kinds in _listed(target).items()
        for kind in kinds
    ]


async def async_attach_trigger(
    hass: HomeAssistant,
    config: ConfigType,
    action: TriggerActionType,
    trigger_info: TriggerInfo,
) -> CALLBACK_TYPE:
    """Trigger on the activity that tells the press."""
    pressed = {
        CONF_DEVICE_ID: config[CONF_DEVICE_ID],
        ATTR_TYPE: Kind.BUTTON.value,
        ATTR_COMPONENT: config[CONF_SUBTYPE],
        ATTR_VALUE: config[CONF_TYPE],
    }
    return await event_trigger.async_attach_trigger(
        hass,
        event_trigger.TRIGGER_SCHEMA(
            {
                CONF_PLATFORM: CONF_EVENT,
                event_trigger.CONF_EVENT_TYPE: ACTIVITY_EVENT,
                CONF_EVENT_DATA: pressed,
            }
        ),
        action,
        trigger_info,
        platform_type="device",
    )
