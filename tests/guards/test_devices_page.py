"""The page of devices matches the mapping."""

from tests.common.repository import ROOT

from .devices_page import page


def test_the_page_of_devices_is_current() -> None:
    """``python -m tests.guards.devices_page > docs/devices.md`` updates it."""
    assert (ROOT / "docs" / "devices.md").read_text() == page()
