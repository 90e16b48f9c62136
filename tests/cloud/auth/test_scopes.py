"""Missing scopes, and scopes for some devices only."""

import pytest

from custom_components.smartthings_smartapp.cloud.auth.scopes import missing_scopes, narrowed_scopes
from custom_components.smartthings_smartapp.const import SCOPES

DEVICE = "8d26f1a4-7c3b-4e90-b5d8-19ac04e7632f"


def without(scope: str, *instead: str) -> tuple[str, ...]:
    """Return the wanted scopes without one, with others in its place."""
    return (*(item for item in SCOPES if item != scope), *instead)


def test_all_wanted_scopes_are_complete() -> None:
    assert missing_scopes(SCOPES, SCOPES) == ()
    assert narrowed_scopes(SCOPES, SCOPES) == ()


@pytest.mark.parametrize("scope", SCOPES)
def test_each_scope_that_was_not_granted_is_missing(scope: str) -> None:
    assert missing_scopes(without(scope), SCOPES) == (scope,)
    assert narrowed_scopes(without(scope), SCOPES) == ()


@pytest.mark.parametrize("scope", ["r:devices:$", f"r:devices:{DEVICE}"])
def test_a_scope_for_selected_devices_is_not_missing(scope: str) -> None:
    """It was the user's choice."""
    granted = without("r:devices:*", scope, "r:devices:another")
    assert missing_scopes(granted, SCOPES) == ()
    assert narrowed_scopes(granted, SCOPES) == ("r:devices:*",)


def test_a_scope_for_all_has_priority_over_one_for_some() -> None:
    """Both were observed together (platform reference 1.5)."""
    assert narrowed_scopes((*SCOPES, "r:devices:$"), SCOPES) == ()


def test_a_scope_without_an_id_is_for_all() -> None:
    granted = without("r:devices:*", "r:devices")
    assert missing_scopes(granted, SCOPES) == ()
    assert narrowed_scopes(granted, SCOPES) == ()


def test_a_scope_with_the_location_is_enough() -> None:
    """The location id is in the middle of such a scope."""
    armed = "r:security:locations:*:armstate"
    granted = without(armed, "r:security:locations:1e5d83b7:armstate")
    assert missing_scopes(granted, SCOPES) == ()
    assert narrowed_scopes(granted, SCOPES) == (armed,)


@pytest.mark.parametrize("odd", ["", "r", "w:devices:*", "x:devices:*:more", "rdevices*"])
def test_another_scope_grants_no_part_of_it(odd: str) -> None:
    assert missing_scopes((odd,), ("r:devices:*", "x:devices:*")) == ("r:devices:*", "x:devices:*")
