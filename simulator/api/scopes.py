"""Scopes, `permission:entity:id-or-*` (platform reference 1.5)."""

from collections.abc import Iterable

_PARTS = 3


def _parts(scope: str) -> tuple[str, str, str]:
    permission, entity, rest = (*scope.split(":", 2), "*", "*")[:_PARTS]
    return permission, entity, rest


def allows(granted: Iterable[str], needed: str) -> bool:
    """Return whether granted scopes include a needed one.

    A scope without id includes all ids. A needed id of `?` means any id, or the right to list; the
    result is filtered in that case.
    """
    permission, entity, rest = _parts(needed)
    for scope in granted:
        has_permission, has_entity, has_rest = _parts(scope)
        if has_entity != entity:
            continue
        if rest == "?" and has_permission in (permission, "l"):
            return True
        if has_permission == permission and has_rest in ("*", rest):
            return True
    return False
