"""What has no entity: the page for developers, and a list of wishes if it is at hand."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

import pytest

from custom_components.smartthings_smartapp.mapping import ENTRIES
from custom_components.smartthings_smartapp.mapping.descriptions.base import Mapped, Source
from custom_components.smartthings_smartapp.mapping.internal_capabilities import (
    is_internal,
    is_internal_capability,
)
from tests.common.repository import ROOT

PAGE = ROOT / "docs" / "developing" / "not-mapped.md"
WISHES = ROOT.parent / "shared" / "reference" / "capability-gaps.csv"
_ROW = re.compile(
    r"^\| `(?P<capability>[^`]+)` \| (?P<members>`[^|]+`) \| (?P<why>[^|]+) \|$", re.MULTILINE
)


def explained() -> dict[Source, str]:
    """Return the reason for each attribute and command of the page."""
    return {
        Source(row["capability"], member): row["why"]
        for row in _ROW.finditer(PAGE.read_text())
        for member in re.findall(r"`([^`]+)`", row["members"])
    }


def _texts(part: object) -> Iterator[str]:
    """Yield all texts of an entry, among which are its commands."""
    if isinstance(part, str):
        yield str(part)
    elif is_dataclass(part) and not isinstance(part, type):
        for field in fields(part):
            yield from _texts(getattr(part, field.name, None))
    elif isinstance(part, Mapping):
        for key, value in part.items():
            yield from _texts(key)
            yield from _texts(value)
    elif isinstance(part, tuple | list | set | frozenset):
        for item in part:
            yield from _texts(item)


def _made(entry: Mapped) -> frozenset[Source]:
    """Return the attributes that an entry uses."""
    return frozenset(Source(*map(str, source)) for source in entry.used | entry.subscribed)


ATTRIBUTES = frozenset[Source]().union(*map(_made, ENTRIES))
COMMANDS = {
    Source(str(capability), command)
    for entry in ENTRIES
    for command in set(_texts(entry))
    for capability in {
        entry.capability,
        entry.command_capability,
        *(source.capability for source in entry.watched),
    }
}


def _is_used(source: Source, kind: str) -> bool:
    if kind == "command":
        return source in COMMANDS
    return (
        source in ATTRIBUTES
        or is_internal_capability(source.capability)
        or is_internal(source, [], ())
    )


def test_nothing_on_the_page_is_mapped() -> None:
    assert {source for source in explained() if source in ATTRIBUTES} == set()


@pytest.mark.skipif(not WISHES.exists(), reason="there is no list of wishes beside the checkout")
def test_each_important_wish_is_mapped_or_explained() -> None:
    """The most important ones are A and B."""
    with WISHES.open() as file:
        rows = [row for row in csv.DictReader(file) if row["priority"] in ("A", "B")]
    assert len(rows) > 400
    reasons = explained()
    left = [
        " ".join(source)
        for row in rows
        if not _is_used(source := Source(row["capability"], row["item"]), row["kind"])
        and source not in reasons
    ]
    assert left == []
