"""Triggers for targets, as the automation editor offers and runs them."""

from collections.abc import Iterable
from typing import Any

import pytest
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import async_mock_service
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from simulator.devices.device import Readings
from simulator.devices.ids import Devices
from tests.common.house import House, house_with
from tests.common.world import World

MACHINES = (Devices.DISHWASHER, Devices.DRYER, Devices.RANGE, Devices.WASHER)

pytestmark = pytest.mark.devices(Devices.CEILING_LIGHT, Devices.REMOTE, *MACHINES)


async def automate(
    hass: HomeAssistant, trigger: str, target: dict[str, Any], **options: object
) -> list[ServiceCall]:
    """Set an automation up, and return a list that collects its calls."""
    calls: list[ServiceCall] = async_mock_service(hass, "test", "ran")
    automation = {
        "triggers": {"trigger": f"{DOMAIN}.{trigger}", "target": target, "options": options},
        "actions": {
            "action": "test.ran",
            "data": {"entity": "{{ trigger.entity_id }}", "to": "{{ trigger.to_state.state }}"},
        },
    }
    assert await async_setup_component(hass, "automation", {"automation": automation})
    await hass.async_block_till_done()
    assert hass.states.async_entity_ids("automation")
    return calls


@pytest.fixture
async def editor(hass: HomeAssistant) -> None:
    """Set up the API of the editor, which is only possible before the server starts."""
    for component in ("websocket_api", "automation"):
        assert await async_setup_component(hass, component, {})


@pytest.fixture
def house(world: World, entry: SmartThingsConfigEntry) -> House:
    """Return the set-up house."""
    return House(world, entry)


def registry_id(house: House, device_id: str) -> str:
    """Return the registry id of a device."""
    found = house.entry.runtime_data.parts.registrar.registry_id(device_id)
    assert found is not None
    return found


async def test_a_press_triggers_for_the_device(house: House) -> None:
    """The same press twice in a row counts twice."""
    (button,) = (
        item.entity_id
        for item in er.async_entries_for_config_entry(
            er.async_get(house.hass), house.entry.entry_id
        )
        if item.unique_id == f"{Devices.REMOTE}_main_button_button"
    )
    remote = registry_id(house, Devices.REMOTE)
    calls = await automate(house.hass, "button_pressed", {"device_id": remote})
    await house.report(Devices.REMOTE, "button.button", "held")
    await house.report(Devices.REMOTE, "button.button", "held")
    assert [call.data["entity"] for call in calls] == [button] * 2


async def test_only_the_selected_presses_of_the_selected_button_trigger(house: House) -> None:
    button = house.entity_id("event.sofa_remote_button_2")
    calls = await automate(
        house.hass, "button_pressed", {"entity_id": button}, event_type=["held", "double"]
    )
    for component, press in (("main", "held"), ("button2", "pushed"), ("button2", "held")):
        await house.report(Devices.REMOTE, "button.button", press, component=component)
    assert [call.data["entity"] for call in calls] == [button]


async def test_entities_of_other_integrations_trigger_nothing(house: House) -> None:
    """A target may contain buttons of other integrations, which have their own triggers."""
    hass = house.hass
    stranger = er.async_get(hass).async_get_or_create(
        "event",
        "other",
        "1",
        device_id=registry_id(house, Devices.REMOTE),
        original_device_class="button",
    )
    calls = await automate(hass, "button_pressed", {"entity_id": stranger.entity_id})
    hass.states.async_set(stranger.entity_id, "2026-11-01T08:00:00", {"event_type": "held"})
    hass.states.async_set(stranger.entity_id, "2026-11-01T08:00:01", {"event_type": "held"})
    await hass.async_block_till_done()
    assert calls == []


async def runs(house: House, device_id: str, source: str, words: Iterable[str]) -> None:
    """Let a machine report one value after the other."""
    for word in words:
        await house.report(device_id, source, word)


@pytest.mark.parametrize(
    ("device_id", "state", "job", "words"),
    [
        (Devices.WASHER, "washerOperatingState.machineState", "washerJobState", "finish"),
        (Devices.DRYER, "dryerOperatingState.machineState", "dryerJobState", "finished"),
        (
            Devices.DISHWASHER,
            "dishwasherOperatingState.machineState",
            "dishwasherJobState",
            "finish",
        ),
        (Devices.RANGE, "ovenOperatingState.machineState", "ovenJobState", "finished"),
    ],
)
async def test_the_end_of_a_program_triggers_once(
    house: House, device_id: str, state: str, job: str, words: str
) -> None:
    """The value for the end triggers, in any order with the state. A stop alone does not."""
    calls = await automate(
        house.hass, "program_finished", {"device_id": registry_id(house, device_id)}
    )
    capability = state.partition(".")[0]
    running, stopped = ("running", "ready") if "oven" in state else ("run", "stop")
    busy = "cooking" if "oven" in state else "drying"
    for _ in range(2):
        await runs(house, device_id, f"{capability}.{job}", [busy])
        await runs(house, device_id, state, [running])
        await runs(house, device_id, f"{capability}.{job}", [words])
        await runs(house, device_id, state, [stopped])
    assert len(calls) == 2
    await runs(house, device_id, f"{capability}.{job}", [busy])
    await runs(house, device_id, state, [running, stopped])
    assert len(calls) == 2


async def test_a_machine_without_a_value_for_the_end_has_finished_when_it_stops(
    world: World,
) -> None:
    """A pause is not the end, and neither is switching on."""
    matter: Readings = {"operationalState": {"operationalState": "stopped"}}
    house = await house_with(world, "Laundry", "Washer", matter)
    (device_id,) = house.entry.runtime_data.parts.store.devices
    calls = await automate(
        house.hass, "program_finished", {"device_id": registry_id(house, device_id)}
    )
    source = "operationalState.operationalState"
    await runs(house, device_id, source, ["running", "paused", "running"])
    assert calls == []
    await runs(house, device_id, source, ["stopped", "error", "stopped"])
    assert [call.data["to"] for call in calls] == ["stopped"]


async def test_the_editor_offers_the_triggers_for_suitable_devices(
    editor: None, house: House, hass_ws_client: WebSocketGenerator
) -> None:
    """They are in "Add to" of a device's page, but not for a lamp."""
    client = await hass_ws_client(house.hass)

    async def offered(device_id: str) -> set[str]:
        target = {"device_id": [registry_id(house, device_id)]}
        await client.send_json_auto_id({"type": "get_triggers_for_target", "target": target})
        reply = await client.receive_json()
        return {name for name in reply["result"] if name.startswith(DOMAIN)}

    assert await offered(Devices.REMOTE) == {f"{DOMAIN}.button_pressed"}
    for machine in MACHINES:
        assert await offered(machine) == {f"{DOMAIN}.program_finished"}
    assert await offered(Devices.CEILING_LIGHT) == set()


async def test_an_area_is_a_target_too(house: House) -> None:
    """It includes all its devices."""
    device = dr.async_get(house.hass).async_get(registry_id(house, Devices.REMOTE))
    assert device is not None
    calls = await automate(house.hass, "button_pressed", {"area_id": device.area_id})
    await house.report(Devices.REMOTE, "button.button", "pushed")
    assert len(calls) == 1
