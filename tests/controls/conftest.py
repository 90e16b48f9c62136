"""A location with a pool, whose definition the platform has."""

import pytest

from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from tests.common.pool import add_pool, definition
from tests.common.world import World


@pytest.fixture
async def pool(world: World) -> SmartThingsConfigEntry:
    """Return the config entry of the location with the pool."""
    add_pool(world)
    world.simulator.define(definition())
    return await world.add_location()
