"""The simulated house in Home Assistant, with what a test of a platform does to it."""

import pytest

from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from tests.common.house import House
from tests.common.world import World


@pytest.fixture
def house(world: World, entry: SmartThingsConfigEntry) -> House:
    """Return the house, set up."""
    return House(world, entry)
