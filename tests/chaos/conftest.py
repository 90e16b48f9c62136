"""How many lives are lived: fifty in CI, as many as one likes by hand (`scripts/chaos`)."""

import os

import pytest

_LIVES = 50


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give each life its seed."""
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", range(int(os.environ.get("CHAOS_SEEDS", _LIVES))))
