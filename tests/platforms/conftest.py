"""Fixtures for tests of platforms."""

import pytest

from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from tests.common.house import House
from tests.common.world import World


@pytest.fixture
def house(world: World, entry: SmartThingsConfigEntry) -> House:
    """Return the set-up house."""
    return House(world, entry)
