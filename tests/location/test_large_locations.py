"""The work for one change in a large location is the same as in a small one."""

import asyncio
from collections.abc import Iterator, Mapping
from typing import Any, Self, override

import pytest
from homeassistant.const import EVENT_STATE_CHANGED, EVENT_STATE_REPORTED
from homeassistant.core import callback
from homeassistant.util.event_type import EventType

from custom_components.smartthings_smartapp.cloud.slices import in_slices
from custom_components.smartthings_smartapp.cloud.subscription_plan import (
    DeviceCapability,
    SubscriptionPlan,
)
from custom_components.smartthings_smartapp.diagnostics.entry import (
    async_get_config_entry_diagnostics,
)
from custom_components.smartthings_smartapp.diagnostics.redaction import Names
from custom_components.smartthings_smartapp.runtime import Runtime, SmartThingsConfigEntry
from custom_components.smartthings_smartapp.system_health import system_health_info
from simulator.devices.ids import HOME_LOCATION, Devices, Modes
from tests.common.world import World

pytestmark = pytest.mark.devices(Devices.COFFEE_PLUG, Devices.FRONT_DOOR, Devices.REMOTE)


class Counted(frozenset[DeviceCapability]):
    """Pairs that count how often all of them are iterated."""

    passes: int

    def __new__(cls, pairs: frozenset[DeviceCapability]) -> Self:
        """Start at zero."""
        made = super().__new__(cls, pairs)
        made.passes = 0
        return made

    @override
    def __iter__(self) -> Iterator[DeviceCapability]:
        """Count."""
        self.passes += 1
        return super().__iter__()


async def test_no_code_iterates_all_pairs_for_each_device(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime
) -> None:
    """In a mode event, system information or diagnostics this would take seconds."""
    plan = runtime.parts.subscriptions.plan
    assert plan is not None
    pairs = Counted(plan.pairs)
    runtime.parts.subscriptions.plan = SubscriptionPlan(plan.subscriptions, plan.polled, pairs)
    assert pairs.passes == 1
    world.simulator.home.set_mode(HOME_LOCATION, Modes.NIGHT)
    await world.settle()
    for value in (await system_health_info(world.hass)).values():
        if asyncio.iscoroutine(value):
            value.close()
    await async_get_config_entry_diagnostics(world.hass, entry)
    assert {runtime.updates_of(device_id) for device_id in runtime.parts.store.devices} == {"push"}
    assert pairs.passes == 1


async def test_a_mode_event_writes_no_state_of_a_device(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime
) -> None:
    """The state of a connectivity sensor does not depend on it."""
    written: set[str] = set()

    @callback
    def note(data: Mapping[str, Any]) -> bool:
        written.add(data["entity_id"])
        return False

    kinds: tuple[EventType[Any], ...] = (EVENT_STATE_CHANGED, EVENT_STATE_REPORTED)
    for event_type in kinds:
        world.hass.bus.async_listen(event_type, lambda _event: None, event_filter=note)
    world.simulator.home.set_mode(HOME_LOCATION, Modes.NIGHT)
    await world.settle()
    assert "select.home_mode" in written
    assert written <= {
        "notify.home_phones",
        "select.home_mode",
        "sensor.home_devices_not_fully_pushed",
        "sensor.home_security_state",
    } | {entity_id for entity_id in written if entity_id.startswith("scene.")}


async def test_a_connectivity_sensor_follows_the_way_of_its_updates(
    world: World, entry: SmartThingsConfigEntry, runtime: Runtime
) -> None:
    """It writes its state only for that."""
    (sensor,) = (
        state
        for state in world.hass.states.async_all("binary_sensor")
        if state.attributes.get("updates") and "coffee" in state.entity_id
    )
    assert sensor.attributes["updates"] == "push"
    plan = runtime.parts.subscriptions.plan
    assert plan is not None
    polled = frozenset(pair for pair in plan.pairs if pair.device_id == Devices.COFFEE_PLUG)
    runtime.parts.subscriptions.plan = SubscriptionPlan(plan.subscriptions, polled, plan.pairs)
    runtime.parts.signals.silent_changed.send()
    await world.settle()
    state = world.hass.states.get(sensor.entity_id)
    assert state is not None
    assert state.attributes["updates"] == "polled"


async def test_other_tasks_run_between_two_slices() -> None:
    """A long loop does not block the event loop."""
    turns = 0

    async def other() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    task = asyncio.create_task(other())
    seen: list[int] = []
    async for part in in_slices(range(25), 10):
        seen += part
    task.cancel()
    assert seen == [*range(25)]
    assert turns >= 2


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kitchen lamp", True),
        ("the KITCHEN LAMP is on", True),
        ("Kitchen", False),
        ("Kitchen lam", False),
        ("Bad", True),
        ("Badge", False),
        ("A b", True),
        ("an A b c", True),
        ("in Straße 7", True),
        ("", False),
    ],
)
def test_names_are_found_inside_texts(text: str, found: bool) -> None:  # noqa: FBT001
    """Short names are found only as whole texts, because they may be part of other words."""
    names = Names(["Kitchen lamp", "Bad", "A b", "Straße 7", ""])
    assert names.in_text(text) is found
