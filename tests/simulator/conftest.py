"""Fixtures for the tests of the simulator, without Home Assistant."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from simulator import Simulator
from simulator.devices.ids import HOME_LOCATION

from .parties import Developer, Installed, Target


@pytest.fixture(autouse=True)
def _integration(socket_enabled: None) -> None:
    """Run without Home Assistant, with real sockets."""


class Clock:
    """A clock that only moves when the test moves it."""

    def __init__(self) -> None:
        """Start at a whole second."""
        self.time = datetime.now(UTC).replace(microsecond=0)

    def __call__(self) -> datetime:
        """Return the time."""
        return self.time

    def advance(self, seconds: float) -> None:
        """Move forward."""
        self.time += timedelta(seconds=seconds)


@pytest.fixture
def clock(simulator: Simulator) -> Clock:
    """Return the stopped clock of the cloud."""
    clock = Clock()
    simulator.clock = clock
    return clock


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """Return a client session."""
    connector = aiohttp.TCPConnector(resolver=aiohttp.ThreadedResolver())
    async with aiohttp.ClientSession(connector=connector) as session:
        yield session


@pytest.fixture
async def target() -> AsyncIterator[Target]:
    """Return a running webhook."""
    async with Target() as target:
        yield target


@pytest.fixture
def developer(simulator: Simulator, session: aiohttp.ClientSession, target: Target) -> Developer:
    """Return a developer with a personal access token."""
    return Developer(simulator, session, target)


@pytest.fixture
async def installed(developer: Developer) -> Installed:
    """Return an app that is installed in the home."""
    return await developer.install(await developer.register(), HOME_LOCATION)


@pytest.fixture
async def authorized(developer: Developer) -> Installed:
    """Return an API_ONLY app with a confirmed target, authorized for the home."""
    return await developer.authorize(await developer.register_api_only(), HOME_LOCATION)
