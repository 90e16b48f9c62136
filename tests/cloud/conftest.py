"""Fixtures of the tests of ``cloud/``: real sockets, keys, and a manual clock."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

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
    """Let the code under test talk to servers on this machine."""


@pytest.fixture
def clock() -> Clock:
    """Return a clock that stands still."""
    return Clock()


@pytest.fixture(scope="session")
def private_key() -> RSAPrivateKey:
    """Return the key that the platform signs with."""
    return make_key()


@pytest.fixture(scope="session")
def other_key() -> RSAPrivateKey:
    """Return a key of somebody else."""
    return make_key()
