"""The simulated house, for the tests of commands."""

import pytest

from simulator.devices.home import Home
from simulator.devices.house import build_house


@pytest.fixture
def home() -> Home:
    """Return the house."""
    return build_house()
