"""Polled devices without a subscription: they are read after a command."""

from datetime import timedelta

from homeassistant.const import STATE_OFF, STATE_ON
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.smartthings_smartapp.runtime import Runtime
from simulator.devices.ids import Devices
from tests.common.entities import entity_of
from tests.common.world import World


async def test_a_polled_device_is_read_after_a_command(world: World, runtime: Runtime) -> None:
    """No event arrives, and half an hour is long for a switch."""
    plan = runtime.parts.subscriptions.plan
    assert plan is not None
    plug = entity_of(world, Devices.COFFEE_PLUG, "switch")
    runtime.parts.subscriptions.plan = type(plan)(plan.subscriptions, plan.pairs, plan.pairs)
    world.simulator.subscriptions.clear()
    for action, shown in (("turn_off", STATE_ON), ("turn_off", STATE_ON)):
        await world.hass.services.async_call("switch", action, {"entity_id": plug}, blocking=True)
        assert world.state(plug) == shown
    world.simulator.calls.clear()
    async_fire_time_changed(world.hass, dt_util.utcnow() + timedelta(seconds=4))
    await world.settle()
    assert world.state(plug) == STATE_OFF
    assert len(world.calls("GET", f"/devices/{Devices.COFFEE_PLUG}/status")) == 1


async def test_a_planned_read_ends_with_the_entry(world: World, runtime: Runtime) -> None:
    """No timer outlives the entry."""
    plan = runtime.parts.subscriptions.plan
    assert plan is not None
    plug = entity_of(world, Devices.COFFEE_PLUG, "switch")
    runtime.parts.subscriptions.plan = type(plan)(plan.subscriptions, plan.pairs, plan.pairs)
    await world.hass.services.async_call("switch", "turn_off", {"entity_id": plug}, blocking=True)
    await world.hass.config_entries.async_unload(runtime.entry.entry_id)
    world.simulator.calls.clear()
    async_fire_time_changed(world.hass, dt_util.utcnow() + timedelta(seconds=4))
    await world.settle()
    assert world.simulator.calls == []
