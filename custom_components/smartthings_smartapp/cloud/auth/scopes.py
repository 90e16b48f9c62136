"""Compare granted scopes with requested ones (platform reference 1.5).

A scope has the form ``permission:entity:id-or-*``. A person may grant one for some devices only, as
``r:devices:<id>``, or as ``r:devices:$`` for those that were selected.
"""

from collections.abc import Iterable
from typing import Final

_ALL: Final = "*"


def _covers(granted: str, wanted: str) -> bool:
    """Return whether a granted scope covers all or some of a requested one."""
    ours, theirs = wanted.split(":"), granted.split(":")
    if len(theirs) > 1:  # A scope without an id is for all of an entity.
        theirs += [_ALL] * (len(ours) - len(theirs))
    return len(ours) == len(theirs) and all(
        own == other or _ALL in (own, other) for own, other in zip(ours, theirs, strict=True)
    )


def missing_scopes(granted: Iterable[str], wanted: Iterable[str]) -> tuple[str, ...]:
    """Return the requested scopes that were not granted, not even in part."""
    granted = tuple(granted)
    return tuple(scope for scope in wanted if not any(_covers(item, scope) for item in granted))


def narrowed_scopes(granted: Iterable[str], wanted: Iterable[str]) -> tuple[str, ...]:
    """Return the requested scopes that were granted in part."""
    granted = tuple(granted)
    found = []
    for scope in wanted:
        covering = [item for item in granted if _covers(item, scope)]
        if covering and not any(_is_whole(item, scope) for item in covering):
            found.append(scope)
    return tuple(found)


def _is_whole(granted: str, wanted: str) -> bool:
    return granted == wanted or wanted.startswith(f"{granted}:")
