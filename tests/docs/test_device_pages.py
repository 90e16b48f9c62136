"""The pages of devices match the mapping and the simulated devices."""

from pathlib import Path

import pytest

from .device_pages import FOLDER, pages

PAGES = pages()
WRITE = "Run scripts/device_pages"


def test_there_is_a_page_for_each_product_and_no_other() -> None:
    assert {*FOLDER.glob("*.md")} == PAGES.keys(), WRITE


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_each_page_of_devices_is_current(path: Path) -> None:
    """The pages are generated."""
    current = path.read_text() == PAGES[path]
    assert current, WRITE
