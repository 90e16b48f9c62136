"""Device automations, as Home Assistant runs them."""

from dataclasses import dataclass, field
from typing import Any

import pytest
import voluptuous as vol
from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.device_automation import (
    DeviceAutomationType,
    InvalidDeviceAutomationConfig,
    async_get_device_automations,
)
from homeassistant.components.device_automation.action import async_validate_action_config
from homeassistant.components.device_automation.condition import DeviceCondition
from homeassistant.components.device_automation.trigger import async_validate_trigger_config
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.typing import ConfigType
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import async_mock_service
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.smartthings_smartapp.const import DOMAIN
from simulator.devices.device import Json, Readings
from simulator.devices.ids import HOME_LOCATION, Devices
from tests.common.house import House, house_with
from tests.common.world import World

pytestmark = pytest.mark.devices(Devices.CEILING_LIGHT, Devices.REMOTE)


@dataclass
class Workshop:
    """The automations of one device of the house."""

    house: House
    device_id: str
    """Id of the device in SmartThings."""
    hass: HomeAssistant = field(init=False)

    def __post_init__(self) -> None:
        """Keep Home Assistant."""
        self.hass = self.house.hass

    @property
    def about(self) -> dict[str, str]:
        """The parts that are the same in each automation of the device."""
        registry_id = self.house.entry.runtime_data.parts.registrar.registry_id(self.device_id)
        assert registry_id is not None
        return {"domain": DOMAIN, "device_id": registry_id}

    async def offered(self, kind: DeviceAutomationType) -> list[dict[str, Any]]:
        """Return the automations that the integration offers for the device."""
        registry_id = self.about["device_id"]
        found = await async_get_device_automations(self.hass, kind, [registry_id])
        return [item for item in found[registry_id] if item["domain"] == DOMAIN]

    async def automate(self, **automation: object) -> list[ServiceCall]:
        """Set an automation up; return a list that collects the calls of its action."""
        calls: list[ServiceCall] = async_mock_service(self.hass, "test", "noted")
        assert await async_setup_component(
            self.hass,
            "automation",
            {
                "automation": {
                    "alias": "Noted",
                    "actions": [{"action": "test.noted"}],
                    **automation,
                }
            },
        )
        await self.hass.async_block_till_done()
        return calls

    async def press(self, value: str, component: str = "button1") -> None:
        """Press a button."""
        await self.house.report(self.device_id, "button.button", value, component=component)


@pytest.fixture
async def device_automation(hass: HomeAssistant) -> None:
    """Set up the API of the automation editor, which is only possible before the server starts."""
    for component in ("websocket_api", "device_automation"):
        assert await async_setup_component(hass, component, {})


@pytest.fixture
async def remote(world: World) -> Workshop:
    """Return the house with the remote's automations."""
    return Workshop(House(world, await world.add_location()), Devices.REMOTE)


async def test_each_press_of_each_button_is_a_trigger(remote: Workshop) -> None:
    """The presses are those that the device lists, or the default ones."""
    await remote.house.report(
        Devices.REMOTE,
        "button.supportedButtonValues",
        ["pushed", "pushed_2x"],
        component="button2",
    )
    offered = await remote.offered(DeviceAutomationType.TRIGGER)
    assert all(item.items() >= {"platform": "device", **remote.about}.items() for item in offered)
    presses = {(item["subtype"], item["type"]) for item in offered}
    assert len(presses) == len(offered)
    assert {kind for button, kind in presses if button == "button2"} == {"pushed", "pushed_2x"}
    assert {kind for button, kind in presses if button == "button3"} == {"pushed", "held", "double"}


async def test_a_single_button_has_triggers_too(world: World) -> None:
    """Its component is ``main``."""
    button: Readings = {
        "button": {"button": None, "supportedButtonValues": ["pushed", "swipe_up"]},
    }
    house = await house_with(world, "Knob", "RemoteController", button)
    knob = Workshop(house, next(iter(house.entry.runtime_data.parts.store.devices)))
    offered = await knob.offered(DeviceAutomationType.TRIGGER)
    assert [(item["subtype"], item["type"]) for item in offered] == [
        ("main", "pushed"),
        ("main", "swipe_up"),
    ]
    calls = await knob.automate(triggers=[offered[1]])
    await knob.press("pushed", "main")
    assert calls == []
    await knob.press("swipe_up", "main")
    assert len(calls) == 1


async def test_an_automation_runs_for_each_press_of_its_button(remote: Workshop) -> None:
    """It does not run for another button or press, a repeated event, or a state alone."""
    trigger = {
        "trigger": "device",
        **remote.about,
        "type": "pushed_2x",
        "subtype": "button2",
    }
    calls = await remote.automate(triggers=[trigger])
    await remote.press("pushed_2x", "button1")
    await remote.press("pushed", "button2")
    assert calls == []
    remote.house.simulator.faults.duplicate_deliveries(1)
    await remote.press("pushed_2x", "button2")
    assert len(calls) == 1
    await remote.press("pushed_2x", "button2")
    assert len(calls) == 2
    await remote.house.entry.runtime_data.parts.coordinator.async_refresh()
    await remote.house.world.settle()
    assert len(calls) == 2


async def test_a_device_without_buttons_has_no_triggers(remote: Workshop) -> None:
    """Neither has a device of an entry that is not loaded."""
    lamp = Workshop(remote.house, Devices.CEILING_LIGHT)
    assert await lamp.offered(DeviceAutomationType.TRIGGER) == []
    about = remote.about
    await remote.hass.config_entries.async_unload(remote.house.entry.entry_id)
    found = await async_get_device_automations(
        remote.hass, DeviceAutomationType.TRIGGER, [about["device_id"]]
    )
    assert [item for item in found[about["device_id"]] if item["domain"] == DOMAIN] == []


async def test_an_impossible_trigger_is_rejected_with_a_text(remote: Workshop) -> None:
    """The text names the possible ones."""
    for device_id, kind, component, key in (
        (Devices.REMOTE, "pushed", "button9", "no_such_button"),
        (Devices.CEILING_LIGHT, "pushed", "main", "no_such_button"),
        (Devices.REMOTE, "kicked", "button1", "no_such_press"),
    ):
        about = Workshop(remote.house, device_id).about
        config = {"platform": "device", **about, "type": kind, "subtype": component}
        with pytest.raises(InvalidDeviceAutomationConfig) as raised:
            await async_validate_trigger_config(remote.hass, config)
        assert raised.value.translation_key == key
        assert "{" not in str(raised.value)


async def test_a_trigger_is_valid_while_its_device_is_not_known(remote: Workshop) -> None:
    """A press that the device does not list is valid too, because some devices list too few."""
    config: ConfigType = {"platform": "device", **remote.about, "subtype": "button1"}
    assert await async_validate_trigger_config(remote.hass, {**config, "type": "swipe_up"})
    source, component = "button.supportedButtonValues", "button1"
    await remote.house.report(Devices.REMOTE, source, ["twisted"], component=component)
    assert await async_validate_trigger_config(remote.hass, {**config, "type": "twisted"})
    del remote.house.entry.runtime_data.parts.store.devices[Devices.REMOTE]
    assert await async_validate_trigger_config(remote.hass, {**config, "type": "kicked"})
    await remote.hass.config_entries.async_unload(remote.house.entry.entry_id)
    assert await async_validate_trigger_config(remote.hass, {**config, "type": "kicked"})


# Conditions


def button(remote: Workshop, number: int = 1) -> er.RegistryEntry:
    """Return the entity of a button."""
    entity_id = remote.house.entity_id(f"event.sofa_remote_button_{number}")
    found = er.async_get(remote.hass).async_get(entity_id)
    assert found is not None
    return found


@pytest.mark.usefixtures("device_automation")
async def test_each_press_of_each_button_is_a_condition(
    remote: Workshop, hass_ws_client: WebSocketGenerator
) -> None:
    """It has an optional time limit."""
    offered = await remote.offered(DeviceAutomationType.CONDITION)
    assert all(item.items() >= {"condition": "device", **remote.about}.items() for item in offered)
    first = [item["type"] for item in offered if item["entity_id"] == button(remote).id]
    assert first == ["pushed", "held", "double"]
    assert len(offered) == 15
    client = await hass_ws_client(remote.hass)
    condition = {key: value for key, value in offered[0].items() if key != "metadata"}
    await client.send_json_auto_id(
        {"type": "device_automation/condition/capabilities", "condition": condition}
    )
    reply = await client.receive_json()
    (extra,) = reply["result"]["extra_fields"]
    assert (extra["name"], extra["type"]) == ("within", "positive_time_period_dict")


async def test_a_condition_checks_the_last_press(
    remote: Workshop, freezer: FrozenDateTimeFactory
) -> None:
    """It checks the kind of press and the time since."""
    held: dict[str, Json] = {
        "condition": "device",
        **remote.about,
        "entity_id": button(remote).id,
        "type": "held",
        "within": {"seconds": 30},
    }
    calls = await remote.automate(
        triggers=[{"trigger": "event", "event_type": "asked"}], conditions=[held]
    )

    async def ask() -> int:
        calls.clear()
        remote.hass.bus.async_fire("asked")
        await remote.hass.async_block_till_done()
        return len(calls)

    assert await ask() == 0
    await remote.press("held")
    assert await ask() == 1
    await remote.press("pushed")
    assert await ask() == 0
    await remote.press("held")
    freezer.tick(31)
    assert await ask() == 0
    remote.hass.states.async_remove(button(remote).entity_id)
    assert await ask() == 0


async def test_without_a_limit_the_last_press_may_be_long_ago(
    remote: Workshop, freezer: FrozenDateTimeFactory
) -> None:
    """The entity may be given by its registry id, too."""
    calls = await remote.automate(
        triggers=[{"trigger": "event", "event_type": "asked"}],
        conditions=[
            {
                "condition": "device",
                **remote.about,
                "entity_id": button(remote).entity_id,
                "type": "held",
            }
        ],
    )
    await remote.press("held")
    freezer.tick(3600)
    remote.hass.bus.async_fire("asked")
    await remote.hass.async_block_till_done()
    assert len(calls) == 1


async def test_an_impossible_condition_is_rejected_with_a_text(remote: Workshop) -> None:
    """It is rejected before the automation runs."""
    for name, kind, key in (
        ("light.ceiling_light", "pushed", "not_a_button"),
        ("event.sofa_remote_button_1", "kicked", "no_such_press"),
    ):
        entity_id = remote.house.entity_id(name)
        config = {"condition": "device", **remote.about, "entity_id": entity_id, "type": kind}
        with pytest.raises(InvalidDeviceAutomationConfig) as raised:
            await DeviceCondition.async_validate_complete_config(remote.hass, config)
        assert raised.value.translation_key == key
        assert "{" not in str(raised.value)


# Actions


async def test_an_automation_refreshes_a_device(remote: Workshop) -> None:
    """It is the only action of each device, and of the location."""
    lamp = Workshop(remote.house, Devices.CEILING_LIGHT)
    place = Workshop(remote.house, HOME_LOCATION)
    (action,) = await lamp.offered(DeviceAutomationType.ACTION)
    (whole,) = await place.offered(DeviceAutomationType.ACTION)
    assert (action["type"], whole["type"]) == ("refresh", "refresh")
    await lamp.automate(
        triggers=[{"trigger": "event", "event_type": "asked"}], actions=[action, whole]
    )
    remote.house.simulator.calls.clear()
    remote.hass.bus.async_fire("asked")
    await remote.hass.async_block_till_done()
    paths = [call.path for call in remote.house.simulator.calls]
    assert f"/devices/{Devices.CEILING_LIGHT}/status" in paths
    assert "/devices" in paths


async def test_only_devices_of_the_location_can_be_refreshed(remote: Workshop) -> None:
    """No other action of a device is valid."""
    about = remote.about
    with pytest.raises(vol.Invalid):
        await async_validate_action_config(remote.hass, {**about, "type": "explode"})
    await remote.hass.config_entries.async_unload(remote.house.entry.entry_id)
    found = await async_get_device_automations(
        remote.hass, DeviceAutomationType.ACTION, [about["device_id"]]
    )
    assert [item for item in found[about["device_id"]] if item["domain"] == DOMAIN] == []
