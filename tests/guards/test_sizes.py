"""Data stays short, and behaviour stays readable."""

import ast

import pytest

from custom_components.smartthings_smartapp.const import PLATFORMS
from custom_components.smartthings_smartapp.mapping import ENTRIES
from tests.common.repository import PACKAGE

_LINES_OF_A_PLATFORM = 300
_LINES_OF_AN_ENTRY = 8


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_platform_is_short(platform: str) -> None:
    """A long platform module holds what belongs into the mapping."""
    assert len((PACKAGE / f"{platform}.py").read_text().splitlines()) <= _LINES_OF_A_PLATFORM


def test_an_entry_is_a_few_lines() -> None:
    """On average, with the words and sources that the tables share."""
    lines = sum(
        (node.end_lineno or node.lineno) - node.lineno + 1
        for path in (PACKAGE / "mapping").glob("*.py")
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.Assign | ast.AnnAssign)
    )
    assert lines / len(ENTRIES) <= _LINES_OF_AN_ENTRY
