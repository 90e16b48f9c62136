"""The energy dashboard accepts every meter, and every value that a user may choose for it."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from homeassistant.components.recorder import Recorder
from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
    do_adhoc_statistics,
)
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.smartthings_smartapp.mapping import ENTRIES
from custom_components.smartthings_smartapp.mapping.descriptions.sensors import SensorMap
from simulator.devices.device import Json, JsonObject
from tests.common.devices import AT_HAND
from tests.common.homes import simulated, with_all_entities
from tests.common.world import World

_CLASSES = (
    SensorDeviceClass.ENERGY,
    SensorDeviceClass.GAS,
    SensorDeviceClass.POWER,
    SensorDeviceClass.VOLUME_FLOW_RATE,
    SensorDeviceClass.WATER,
)
_COSTS: JsonObject = {"stat_cost": None, "entity_energy_price": None, "number_energy_price": None}


@pytest.fixture
async def dashboard(recorder_mock: Recorder, hass: HomeAssistant) -> None:
    """Set up the energy dashboard, which registers pages before the server starts."""
    assert await async_setup_component(hass, "energy", {})


@pytest.fixture
async def metered(dashboard: None, world: World) -> World:
    """Return a location with all known devices, whose sensors have statistics."""
    for path in AT_HAND:
        world.simulator.home.add_device(simulated(path))
    hass = world.hass
    await with_all_entities(world)
    await async_wait_recording_done(hass)
    now = dt_util.utcnow()
    start = now.replace(minute=now.minute - now.minute % 5, second=0, microsecond=0)
    do_adhoc_statistics(hass, start=start)
    do_adhoc_statistics(hass, start=start - timedelta(minutes=5))
    await async_wait_recording_done(hass)
    return world


def _offered(hass: HomeAssistant, device_class: SensorDeviceClass) -> list[str]:
    """Return the sensors of a class that have statistics, which is what the dashboard offers."""
    return [
        state.entity_id
        for state in hass.states.async_all("sensor")
        if state.attributes.get("device_class") == device_class
        and "state_class" in state.attributes
        and state.state not in ("unknown", "unavailable")
    ]


def _sources(energies: Iterable[str], powers: list[str]) -> list[Json]:
    """Return each energy as solar, battery and grid, each with a power."""
    found: list[Json] = []
    for place, energy in enumerate(energies):
        power = powers[place % len(powers)]
        grid: JsonObject = {
            "type": "grid",
            "stat_energy_from": energy,
            "stat_energy_to": energy,
            **_COSTS,
            "stat_compensation": None,
            "entity_energy_price_export": None,
            "number_energy_price_export": None,
            "power_config": {"stat_rate": power},
            "cost_adjustment_day": 0,
        }
        found += [
            grid,
            {
                "type": "solar",
                "stat_energy_from": energy,
                "stat_rate": power,
                "config_entry_solar_forecast": None,
            },
            {
                "type": "battery",
                "stat_energy_from": energy,
                "stat_energy_to": energy,
                "power_config": {"stat_rate": power},
            },
        ]
    return found


async def test_the_dashboard_has_no_complaint_about_any_meter(
    metered: World, hass_ws_client: WebSocketGenerator
) -> None:
    """Each total is saved as each kind of source and as a device, and the dashboard validates it.

    It would name a wrong class or unit, a missing statistic and a negative total.
    """
    hass = metered.hass
    energies = _offered(hass, SensorDeviceClass.ENERGY)
    powers = _offered(hass, SensorDeviceClass.POWER)
    gases = _offered(hass, SensorDeviceClass.GAS)
    waters = _offered(hass, SensorDeviceClass.WATER)
    flows = _offered(hass, SensorDeviceClass.VOLUME_FLOW_RATE)
    assert len(energies) > len(powers) > 20
    assert gases
    assert flows
    saved: JsonObject = {
        "energy_sources": [
            *_sources(energies, powers),
            *({"type": "gas", "stat_energy_from": gas, **_COSTS} for gas in (*gases, *energies)),
            *(
                {
                    "type": "water",
                    "stat_energy_from": water,
                    "stat_rate": flows[place % len(flows)],
                    **_COSTS,
                }
                for place, water in enumerate(waters)
            ),
        ],
        "device_consumption": [
            {"stat_consumption": energy, "stat_rate": powers[place % len(powers)]}
            for place, energy in enumerate(energies)
        ],
        "device_consumption_water": [{"stat_consumption": water} for water in waters],
    }
    client = await hass_ws_client(hass)
    await client.send_json_auto_id({"type": "energy/save_prefs", **saved})
    answer = await client.receive_json()
    assert answer["success"], answer
    await client.send_json_auto_id({"type": "energy/validate"})
    answer = await client.receive_json()
    issues = [issue for group in answer["result"].values() for found in group for issue in found]
    assert issues == []


async def test_no_meter_of_the_table_is_left_out(metered: World) -> None:
    """Each entry with a class of the dashboard has a device that reports it."""
    registry = er.async_get(metered.hass)
    shown = {
        unique_id.partition("_")[2]
        for state in metered.hass.states.async_all("sensor")
        if (item := registry.async_get(state.entity_id)) and (unique_id := item.unique_id)
    }
    assert {
        f"{entry.capability}_{entry.key}"
        for entry in ENTRIES
        if isinstance(entry, SensorMap)
        and entry.device_class in _CLASSES
        and not any(name.endswith(f"{entry.capability}_{entry.key}") for name in shown)
    } == set()
