"""Data stays short, and code stays readable."""

import ast
from pathlib import Path

import pytest

from custom_components.smartthings_smartapp.const import PLATFORMS
from custom_components.smartthings_smartapp.mapping import ENTRIES
from tests.common.repository import PACKAGE

_LINES_OF_A_PLATFORM = 300
_LINES_OF_AN_ENTRY = 8
_LINES_OF_A_TABLE = 450
_SHARE_WITH_TEST = 0.05


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_platform_is_short(platform: str) -> None:
    """A long platform module contains data that belongs in the mapping."""
    assert len((PACKAGE / f"{platform}.py").read_text().splitlines()) <= _LINES_OF_A_PLATFORM


def test_an_entry_is_a_few_lines() -> None:
    """That is the average, including the words and sources that the tables share."""
    lines = sum(
        (node.end_lineno or node.lineno) - node.lineno + 1
        for path in (PACKAGE / "mapping").glob("*.py")
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.Assign | ast.AnnAssign)
    )
    assert lines / len(ENTRIES) <= _LINES_OF_AN_ENTRY


@pytest.mark.parametrize(
    "path", sorted((PACKAGE / "mapping").rglob("*.py")), ids=lambda path: str(path.stem)
)
def test_a_module_of_the_mapping_has_one_subject(path: Path) -> None:
    """A longer module is split by kind of device."""
    assert len(path.read_text().splitlines()) < _LINES_OF_A_TABLE


def test_conditions_are_data() -> None:
    """Few entries need a function as a condition."""
    tests = [entry for entry in ENTRIES if entry.where.test]
    assert len(tests) <= _SHARE_WITH_TEST * len(ENTRIES)
