"""Fixtures of the tests of ``cloud/``: real sockets, keys, and a manual clock."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from simulator import Simulator

from .installed import Installed, installed_smartapp
from .scripted import ScriptedApi, scripted_api
from .signing import make_key

NOW = datetime(2026, 11, 24, 9, 15, 37, tzinfo=UTC)


class Clock:
    """A clock that moves only on request."""

    def __init__(self) -> None:
        """Start at the date of the test deliveries."""
        self.time = NOW

    def __call__(self) -> datetime:
        """Return the time."""
        return self.time

    def advance(self, **span: float) -> None:
        """Move by ``timedelta(**span)``, backwards if that is negative."""
        self.time += timedelta(**span)


@pytest.fixture(autouse=True)
def _sockets(socket_enabled: None) -> None:
    """Allow connections to servers on this machine."""


@pytest.fixture
def clock() -> Clock:
    """Return a frozen clock."""
    return Clock()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """Return an HTTP session."""
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def api() -> AsyncIterator[ScriptedApi]:
    """Return an API with scripted answers."""
    async with scripted_api() as api:
        yield api


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    """Return a simulated cloud."""
    async with Simulator() as simulator:
        yield simulator


@pytest.fixture
async def installed() -> AsyncIterator[Installed]:
    """Return a SmartApp that is installed in the simulated cloud."""
    async with installed_smartapp() as installed:
        yield installed


@pytest.fixture(scope="session")
def private_key() -> RSAPrivateKey:
    """Return the key that the platform signs with."""
    return make_key()


@pytest.fixture(scope="session")
def other_key() -> RSAPrivateKey:
    """Return another key."""
    return make_key()
