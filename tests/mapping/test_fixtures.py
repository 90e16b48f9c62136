"""The fixtures have one format, and the same kinds of entities as recorded devices."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from custom_components.smartthings_smartapp.mapping.descriptions.base import Source
from simulator.devices.device_file import HOUSE_FIXTURES
from tests.common.devices import FIXTURES, RECORDED, Known, house, recorded

from .from_diagnostics import as_text


@pytest.mark.parametrize(
    "path", [*sorted(HOUSE_FIXTURES.glob("*.json")), *FIXTURES], ids=lambda path: path.stem
)
def test_a_file_is_as_the_script_writes_it(path: Path) -> None:
    """A difference between two versions shows only what changed."""
    assert path.read_text() == as_text(json.loads(path.read_text()))


def test_no_two_devices_have_one_id() -> None:
    devices = [*house().values(), *map(recorded, FIXTURES)]
    assert len({known.device.device_id for known in devices}) == len(devices)


def _categories(devices: Iterable[Known]) -> set[str]:
    return {
        category
        for known in devices
        for component in known.device.components.values()
        for category in component.categories
    }


def _capabilities(devices: Iterable[Known]) -> set[str]:
    return {
        capability
        for known in devices
        for component in known.device.components.values()
        for capability in component.capabilities
    }


def _reported(devices: Iterable[Known]) -> set[Source]:
    return {
        Source(key.capability, key.attribute)
        for known in devices
        for key, value in known.status.items()
        if value.value is not None
    }


@pytest.mark.skipif(not RECORDED, reason="there are no recorded devices beside the checkout")
def test_the_fixtures_have_what_recorded_devices_have() -> None:
    """Together with the house, they are as useful for tests as recorded devices."""
    ours = [*house().values(), *map(recorded, FIXTURES)]
    theirs = [*map(recorded, RECORDED)]
    assert not _categories(theirs) - _categories(ours)
    assert not _capabilities(theirs) - _capabilities(ours)
    assert not _reported(theirs) - _reported(ours)
