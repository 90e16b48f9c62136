"""The YAML examples of the documentation for users."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_PAGES = ("README.md", "docs/*.md")
_BLOCK = re.compile(r"^```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_ENTITY_ID = re.compile(r"\b[a-z_]+\.[a-z0-9_]+\b")

ADDED = frozenset({"button.living_room_television_home_key", "lock.shed_lock"})
"""The entities that the reader of a page adds before, and a lock that the simulated home lacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One block of YAML."""

    name: str
    """Page, heading above the example, and number of the example below this heading."""
    text: str

    def entity_ids(self) -> set[str]:
        """Return the entity ids that the example names."""
        found: set[str] = set()
        for line in self.text.splitlines():
            key, _, value = line.strip().removeprefix("- ").partition(":")
            if key == "entity_id":
                found.update(_ENTITY_ID.findall(value))
        return found


def examples(repository: Path) -> Iterator[Example]:
    """Yield the examples of all pages."""
    for page in sorted(path for pattern in _PAGES for path in repository.glob(pattern)):
        yield from _examples_of(page.relative_to(repository), page.read_text(encoding="utf-8"))


def _examples_of(page: Path, text: str) -> Iterator[Example]:
    numbers: dict[str, int] = {}
    for block in _BLOCK.finditer(text):
        before = _BLOCK.sub("", text[: block.start()])
        heading = (_HEADING.findall(before) or [""])[-1].replace("`", "")
        numbers[heading] = numbers.get(heading, 0) + 1
        yield Example(name=f"{page}: {heading} {numbers[heading]}", text=block[1])
