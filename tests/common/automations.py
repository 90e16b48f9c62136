"""Automations with triggers and conditions for targets."""

from collections.abc import Sequence
from typing import Any

from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import async_mock_service

from custom_components.smartthings_smartapp.const import DOMAIN
from tests.common.house import House

type Config = dict[str, Any]

_REPORTED = {
    "entity": "{{ trigger.entity_id }}",
    "from": "{{ trigger.from_state.state }}",
    "to": "{{ trigger.to_state.state }}",
    "who": "{{ trigger.who | default }}",
    "user": "{{ trigger.user_name | default }}",
    "method": "{{ trigger.method | default }}",
}


async def set_up_automation(hass: HomeAssistant, config: Config) -> list[ServiceCall]:
    """Set an automation up, and return its calls of ``test.ran`` from now on."""
    calls: list[ServiceCall] = async_mock_service(hass, "test", "ran")
    assert await async_setup_component(hass, "automation", {"automation": config})
    await hass.async_block_till_done()
    assert hass.states.async_entity_ids("automation")
    return calls


async def automate(
    hass: HomeAssistant, trigger: str, target: Config, **options: object
) -> list[ServiceCall]:
    """Set up an automation with a trigger of the integration, and return its calls."""
    triggers = {"trigger": f"{DOMAIN}.{trigger}", "target": target, "options": options}
    actions = {"action": "test.ran", "data": _REPORTED}
    return await set_up_automation(hass, {"triggers": triggers, "actions": actions})


def target_of(house: House, *device_ids: str) -> Config:
    """Return a target of devices."""
    registrar = house.entry.runtime_data.parts.registrar
    return {"device_id": [registrar.registry_id(device_id) for device_id in device_ids]}


def entities_of(calls: Sequence[ServiceCall]) -> list[str]:
    """Return the entities that triggered, one for each call."""
    return [call.data["entity"] for call in calls]
