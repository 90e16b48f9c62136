"""Device triggers: the presses of buttons."""

from typing import Final

import voluptuous as vol
from homeassistant.components.device_automation import (
    DEVICE_TRIGGER_BASE_SCHEMA,
    InvalidDeviceAutomationConfig,
)
from homeassistant.components.homeassistant.triggers import event as event_trigger
from homeassistant.const import (
    ATTR_NAME,
    CONF_DEVICE_ID,
    CONF_DOMAIN,
    CONF_EVENT,
    CONF_EVENT_DATA,
    CONF_PLATFORM,
    CONF_TYPE,
)
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.trigger import TriggerActionType, TriggerInfo
from homeassistant.helpers.typing import ConfigType

from .cloud.models import MAIN
from .const import DOMAIN
from .events.activity import ACTIVITY_EVENT, ATTR_COMPONENT, ATTR_TYPE, ATTR_VALUE, ActivityType
from .events.button_presses import KNOWN_KINDS, buttons_of, event_types_of
from .mapping.buttons import RUNG
from .mapping.names import given_names
from .services.targets import Target, loaded_device

CONF_SUBTYPE = "subtype"

_REPORTED: Final = {called: value for value, called in RUNG.items()}
"""Reported press by Home Assistant's word for it."""

TRIGGER_SCHEMA = DEVICE_TRIGGER_BASE_SCHEMA.extend(
    {
        vol.Required(CONF_TYPE): cv.string,
        vol.Required(CONF_SUBTYPE): cv.string,
    }
)


def _listed(target: Target) -> dict[str, list[str]]:
    """Return the presses of each button, by the name of the button.

    The name is the one that a person gave to the button, else the component. A part of a device
    has only its own button.
    """
    runtime, device_id = target.runtime, target.device_id
    given = given_names(runtime.devices[device_id].device)
    return {
        given.get(component, component): [
            kind
            for entry in entries
            for kind in event_types_of(runtime, device_id, component, entry)
        ]
        for component, entries in buttons_of(runtime, device_id).items()
        if target.component in (MAIN, component)
    }


async def async_validate_trigger_config(hass: HomeAssistant, config: ConfigType) -> ConfigType:
    """Check a trigger if its device is known already.

    The type is a press in snake case, the subtype the name of the button or its component. A press
    that the device does not list is valid if SmartThings defines it.
    """
    checked: ConfigType = TRIGGER_SCHEMA(config)
    if (target := loaded_device(hass, checked[CONF_DEVICE_ID])) is None:
        return checked
    listed, button, kind = _listed(target), checked[CONF_SUBTYPE], checked[CONF_TYPE]
    device = target.runtime.devices[target.device_id].device
    button = given_names(device).get(button, button)
    if button not in listed:
        raise InvalidDeviceAutomationConfig(
            translation_domain=DOMAIN,
            translation_key="no_such_button",
            translation_placeholders={
                "name": target.name,
                "button": button,
                "buttons": ", ".join(listed) or "-",
            },
        )
    if kind not in listed[button] and kind not in KNOWN_KINDS:
        raise InvalidDeviceAutomationConfig(
            translation_domain=DOMAIN,
            translation_key="no_such_press",
            translation_placeholders={
                "name": target.name,
                "press": kind,
                "presses": ", ".join(listed[button]),
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
            CONF_SUBTYPE: button,
        }
        for button, kinds in _listed(target).items()
        for kind in kinds
    ]


async def async_attach_trigger(
    hass: HomeAssistant,
    config: ConfigType,
    action: TriggerActionType,
    trigger_info: TriggerInfo,
) -> CALLBACK_TYPE:
    """Attach to the activity of the press, for a button of that name and of that component.

    Only the device knows which of the two the subtype is, and it may not be loaded yet.
    """
    device = dr.async_get(hass).async_get(config[CONF_DEVICE_ID])
    pressed = {
        CONF_DEVICE_ID: device.parent_device_id
        if isinstance(device, dr.ChildDeviceEntry)
        else config[CONF_DEVICE_ID],
        ATTR_TYPE: ActivityType.BUTTON.value,
        ATTR_VALUE: _REPORTED.get(config[CONF_TYPE], config[CONF_TYPE]),
    }
    ends = [
        await event_trigger.async_attach_trigger(
            hass,
            event_trigger.TRIGGER_SCHEMA(
                {
                    CONF_PLATFORM: CONF_EVENT,
                    event_trigger.CONF_EVENT_TYPE: ACTIVITY_EVENT,
                    CONF_EVENT_DATA: {**pressed, key: config[CONF_SUBTYPE]},
                }
            ),
            action,
            trigger_info,
            platform_type="device",
        )
        for key in (ATTR_COMPONENT, ATTR_NAME)
    ]

    @callback
    def detach() -> None:
        for end in ends:
            end()

    return detach
