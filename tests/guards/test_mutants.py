"""Each mutant still changes one place in the code, and names existing tests."""

from collections import Counter

import pytest

from scripts.mutants_driver.mutant import (
    ROOT,
    Mutant,
    StaleMutantError,
    read_mutants,
)

MUTANTS = read_mutants()


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_mutant_changes_one_place(mutant: Mutant) -> None:
    assert mutant.applied(ROOT) != mutant.replace
    for test in mutant.tests:
        assert (ROOT / test.partition("::")[0]).exists(), test


def test_no_two_mutants_are_alike() -> None:
    """A report identifies a mutant by its name."""
    names = Counter(mutant.name for mutant in MUTANTS)
    assert [name for name, count in names.items() if count > 1] == []


def test_a_mutant_that_no_longer_fits_is_found() -> None:
    """It would change nothing, and count as one that no test finds."""
    mutant = Mutant(name="x", file="const.py", find="not there", replace="", tests=())
    with pytest.raises(StaleMutantError):
        mutant.applied(ROOT)
