"""The page of devices matches the mapping."""

from tests.common.repository import ROOT

from .devices_page import page


def test_the_page_of_devices_is_current() -> None:
    """The page is generated."""
    current = (ROOT / "docs" / "devices.md").read_text() == page()
    assert current, "Run .venv/bin/python -m tests.guards.devices_page > docs/devices.md"
