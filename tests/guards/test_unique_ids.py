"""Unique ids never change: users would lose names, areas and history."""

from pathlib import Path

from .unique_ids import unique_ids

GOLDEN = Path(__file__).with_name("unique_ids.txt")


def test_the_unique_ids_are_those_of_the_golden_list() -> None:
    """New ones may be added to the list (docs/developing/unique-ids.md)."""
    found = sorted(unique_ids())
    assert len(found) == len(set(found))
    assert found == GOLDEN.read_text().splitlines()
