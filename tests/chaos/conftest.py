"""The number of lives: thirty in CI, any number by hand (`scripts/chaos`)."""

import os
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from homeassistant.components.device_tracker import legacy

from simulator.delivery.signing import KeyHost

_LIVES = 30


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give each life its seed."""
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", range(int(os.environ.get("CHAOS_SEEDS", _LIVES))))


@pytest.fixture(scope="session", autouse=True)
def certificate_of_real_time() -> None:
    """Create a certificate before time is frozen.

    The library keeps the first class of times that it gets, and accepts no other later.
    """
    KeyHost(lambda: datetime.now(UTC))


@pytest.fixture(autouse=True)
def no_legacy_trackers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep Home Assistant from looking for legacy device trackers every five seconds.

    There are none, and these are most of the moments at which simulated time stops.
    """

    def never(*_: object, **__: object) -> Callable[[], None]:
        return lambda: None

    monkeypatch.setattr(legacy, "async_track_utc_time_change", never, raising=False)
