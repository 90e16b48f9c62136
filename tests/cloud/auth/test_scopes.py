"""What is missing of the scopes that are wanted, and what was granted for some things only."""

import pytest

from custom_components.smartthings_smartapp.cloud.auth.scopes import missing_scopes, narrowed_scopes
from custom_components.smartthings_smartapp.const import SCOPES

DEVICE = "8d26f1a4-7c3b-4e90-b5d8-19ac04e7632f"


def without(scope: str, *instead: str) -> tuple[str, ...]:
    """Return what is wanted but for one scope, and others in its place."""
    return (*(item for item in SCOPES if item != scope), *instead)


def test_what_was_granted_as_wanted_is_whole() -> None:
    assert missing_scopes(SCOPES, SCOPES) == ()
    assert narrowed_scopes(SCOPES, SCOPES) == ()


@pytest.mark.parametrize("scope", SCOPES)
def test_each_scope_that_was_not_granted_is_missing(scope: str) -> None:
    assert missing_scopes(without(scope), SCOPES) == (scope,)
    assert narrowed_scopes(without(scope), SCOPES) == ()


@pytest.mark.parametrize("scope", ["r:devices:$", f"r:devices:{DEVICE}"])
def test_a_scope_for_picked_devices_is_not_missing(scope: str) -> None:
    """The user chose so, and may have had a reason."""
    granted = without("r:devices:*", scope, "r:devices:another")
    assert missing_scopes(granted, SCOPES) == ()
    assert narrowed_scopes(granted, SCOPES) == ("r:devices:*",)


def test_a_scope_for_all_counts_before_one_for_some() -> None:
    """Both were seen together (platform reference 1.5)."""
    assert narrowed_scopes((*SCOPES, "r:devices:$"), SCOPES) == ()


def test_a_scope_without_an_id_is_for_all() -> None:
    granted = without("r:devices:*", "r:devices")
    assert missing_scopes(granted, SCOPES) == ()
    assert narrowed_scopes(granted, SCOPES) == ()


def test_a_scope_of_the_location_is_enough() -> None:
    """It stands in the middle of this one."""
    armed = "r:security:locations:*:armstate"
    granted = without(armed, "r:security:locations:1e5d83b7:armstate")
    assert missing_scopes(granted, SCOPES) == ()
    assert narrowed_scopes(granted, SCOPES) == (armed,)


@pytest.mark.parametrize("odd", ["", "r", "w:devices:*", "x:devices:*:more", "rdevices*"])
def test_another_scope_grants_nothing_of_it(odd: str) -> None:
    assert missing_scopes((odd,), ("r:devices:*", "x:devices:*")) == ("r:devices:*", "x:devices:*")
