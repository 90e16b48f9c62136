"""Hostile values of every attribute that an entity shows, on every available device.

A value comes from a driver, which anybody can write. Each round gives every attribute another value
and polls the location; afterwards the devices report their own values again.
"""

import json
import logging
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any, Final

import pytest
from homeassistant.components.sensor import ATTR_STATE_CLASS, SensorDeviceClass, SensorStateClass
from homeassistant.const import ATTR_DEVICE_CLASS, MAX_LENGTH_STATE_STATE, Platform
from homeassistant.core import State
from homeassistant.helpers import entity_registry as er

from custom_components.smartthings_smartapp.entity.readings import number_of
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from simulator import SimulatorOptions
from simulator.devices.device import Json
from simulator.devices.ids import HOME_LOCATION
from tests.common.devices import AT_HAND
from tests.common.homes import simulated, with_all_entities
from tests.common.world import World

from .mutations import ODD_TEXTS, ODD_VALUES, spoil_tree

SEED: Final = "values-1"
ROUNDS: Final = 7

type _Attribute = tuple[str, str, str, str]
"""Device, component, capability and attribute."""

_HTML: Final = "<img src=x onerror=alert(1)>"
_MANY: Final = 3_000
_HOSTILE: Final[tuple[Json, ...]] = (
    *ODD_VALUES,
    *(text for text in ODD_TEXTS if text.isprintable() or text.isascii()),
    _HTML,
    "[click](javascript:alert(1))",
    "{{ states('lock.front_door') }}",
    "\x1b[31mred\x07",
    "line\nline\r\nline\u2028line",
    [_HTML, "", None, {"x": 1}, ["y"], "\x00", 1e308],
    {"value": {"value": "x"}, "settable": {"settable": []}, "minimum": "a", "maximum": None},
    {"minimum": 1e308, "maximum": -1e308, "step": 0},
    {"minimum": 5, "maximum": 5, "step": -1},
    json.dumps([{"name": "x", "id": {}}] * 50),
    "[" * 3_000,
    "NaN",
    "Infinity",
    "-1e999",
    "25:61:61",
    "2026-02-30",
    "https://[",
    "#GGGGGG",
)
_HUGE: Final[tuple[Json, ...]] = (
    "x" * 100_000,
    [f"word {number}" for number in range(_MANY)],
    [*range(_MANY)],
    {f"key {number}": number for number in range(_MANY)},
    [{"id": number, "name": _HTML, "areaId": [number]} for number in range(_MANY)],
    json.dumps({str(number): _HTML for number in range(_MANY)}),
)
_HUGE_SHARE: Final = 0.02
"""The reply to a poll has a maximum size."""
_SPOILT_SHARE: Final = 0.5
"""Objects and lists with a fault in one place get further than others."""
_OWN_TIMES: Final = {Platform.BUTTON, Platform.EVENT, Platform.SCENE, Platform.NOTIFY}
"""Platforms whose state is the time of something that happened."""


@pytest.fixture
def simulator_options() -> SimulatorOptions:
    """Return a cloud without limits."""
    return SimulatorOptions(rate_limits=False)


@pytest.fixture
async def entry(world: World) -> SmartThingsConfigEntry:
    """Set up all devices with all entities."""
    for path in AT_HAND:
        world.simulator.home.add_device(simulated(path))
    return await with_all_entities(world)


def _hostile(random: Random, value: Json) -> Json:
    """Return a value in place of a good one."""
    if random.random() < _HUGE_SHARE:
        return random.choice(_HUGE)
    if isinstance(value, dict | list) and random.random() < _SPOILT_SHARE:
        return spoil_tree(random, value)
    return random.choice(_HOSTILE)


def _attributes(world: World) -> Iterator[tuple[_Attribute, dict[str, Any]]]:
    """Yield each attribute of the location with its entry in the status."""
    for device_id, device in world.simulator.home.devices.items():
        if device.location_id != HOME_LOCATION:
            continue
        for component, capabilities in device.status.items():
            for capability, attributes in capabilities.items():
                for attribute, entry in attributes.items():
                    yield (device_id, component, capability, attribute), entry


def _states(world: World, entry: SmartThingsConfigEntry) -> dict[str, State]:
    """Return the states of the entities by unique id."""
    registry = er.async_get(world.hass)
    found = {
        item.unique_id: world.hass.states.get(item.entity_id)
        for item in er.async_entries_for_config_entry(registry, entry.entry_id)
    }
    return {unique_id: state for unique_id, state in found.items() if state is not None}


def _comparable(states: Mapping[str, State]) -> dict[str, str | float]:
    """Return the states that depend on the last values of attributes only.

    Others depend on times. A total accepts a smaller number only when it is repeated.
    """
    return {
        unique_id: state.state if (number := number_of(state.state)) is None else number
        for unique_id, state in states.items()
        if state.domain not in _OWN_TIMES
        and state.attributes.get(ATTR_DEVICE_CLASS) != SensorDeviceClass.TIMESTAMP
        and state.attributes.get(ATTR_STATE_CLASS) != SensorStateClass.TOTAL_INCREASING
    }


async def _poll(world: World, entry: SmartThingsConfigEntry) -> None:
    await entry.runtime_data.parts.coordinator.async_refresh()
    assert entry.runtime_data.parts.coordinator.failure is None
    await world.settle()


def _flaws(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [
        record.getMessage()[:300]
        for record in caplog.records
        if record.exc_info or record.levelno >= logging.ERROR
    ]


async def test_hostile_values_break_nothing_and_good_ones_are_shown_again(
    world: World, entry: SmartThingsConfigEntry, caplog: pytest.LogCaptureFixture
) -> None:
    """No traceback, every state is valid, and all entities recover."""
    home = world.simulator.home
    good = {key: (item.get("value"), item.get("unit")) for key, item in _attributes(world)}
    before = _comparable(_states(world, entry))
    caplog.set_level(logging.WARNING)
    for number in range(ROUNDS):
        random = Random(f"{SEED}/{number}")  # noqa: S311 (it must be the same in every run)
        for key, (value, _) in good.items():
            hostile = _hostile(random, value)
            home.set_attribute(*key, hostile, report=False)
        await _poll(world, entry)
        assert _flaws(caplog) == [], number
        for state in _states(world, entry).values():
            assert len(state.state) <= MAX_LENGTH_STATE_STATE
    for key, (value, unit) in good.items():
        home.set_attribute(*key, value, unit=unit, report=False)
    await _poll(world, entry)
    after = _comparable(_states(world, entry))
    assert _flaws(caplog) == []
    # The polls add to the sensors of the calls.
    before = {key: state for key, state in before.items() if not key.startswith(HOME_LOCATION)}
    different = {
        key: (before[key], after.get(key)) for key in before if before[key] != after.get(key)
    }
    assert different == {}
