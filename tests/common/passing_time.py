"""Time that passes in Home Assistant while the real clock is frozen."""

from freezegun.api import FrozenDateTimeFactory
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from tests.common.world import World


async def pass_time(world: World, freezer: FrozenDateTimeFactory, *steps: float) -> None:
    """Let seconds pass in steps, and run everything that is due after each."""
    for seconds in steps:
        freezer.tick(seconds)
        async_fire_time_changed(world.hass)
        await world.settle()
