"""Every link of the documentation leads to a file and a heading that exist."""

import os.path
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.common.repository import PACKAGE, ROOT, SIMULATOR

_LINK = re.compile(r"\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_LINK_TEXT = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_NO_ANCHOR = re.compile(r"[^\w -]")
# "docs/options.md" in code; the path starts at the root of the repository.
_NAMED = re.compile(r"(?<![\w./])docs/[\w/-]+\.(?:md|png)")
# `location/store.py` or `location/` on a page, from the root, the integration or the simulator.
_CODE_PATH = re.compile(r"`((?:\w+/)*(?:\w+\.py|\w+/))`")
_ROOTS = (ROOT, PACKAGE, SIMULATOR)
_CODE = ("custom_components", "simulator", "tests", "benchmarks", "scripts", "live_check")


def _pages() -> list[Path]:
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def _anchors(page: Path) -> set[str]:
    """Return the anchors of a page as GitHub creates them; the second of two gets ``-1``."""
    anchors: set[str] = set()
    for heading in _HEADING.findall(_FENCE.sub("", page.read_text())):
        plain = _NO_ANCHOR.sub("", _LINK_TEXT.sub(r"\1", heading).lower()).replace(" ", "-")
        number = 0
        anchor = plain
        while anchor in anchors:
            number += 1
            anchor = f"{plain}-{number}"
        anchors.add(anchor)
    return anchors


def _links() -> Iterator[tuple[Path, str]]:
    """Yield each page with its links to other places than websites."""
    for page in _pages():
        for target in _LINK.findall(_FENCE.sub("", page.read_text())):
            if "://" not in target:
                yield page, target


def _is_dead(page: Path, target: str) -> bool:
    path, _, anchor = target.partition("#")
    found = Path(os.path.normpath(page.parent / path)) if path else page
    if not found.is_relative_to(ROOT):
        # On GitHub a page is at <repository>/blob/<branch>/<page>, issues at <repository>/issues.
        on_github = os.path.normpath(Path("blob/main") / page.relative_to(ROOT).parent / path)
        return not on_github.startswith("issues")
    if not found.exists():
        return True
    return bool(anchor) and anchor not in _anchors(found)


def test_links_have_a_target() -> None:
    links = list(_links())
    assert links
    dead = [f"{page.relative_to(ROOT)}: {link}" for page, link in links if _is_dead(page, link)]
    assert not dead


def test_pages_named_in_code_exist() -> None:
    named = {
        (path.relative_to(ROOT), name)
        for folder in _CODE
        for path in sorted((ROOT / folder).rglob("*"))
        if path.is_file() and path.suffix in {"", ".py", ".toml"}
        for name in _NAMED.findall(path.read_text())
    }
    assert named
    assert not [f"{path}: {name}" for path, name in sorted(named) if not (ROOT / name).exists()]


@pytest.mark.parametrize("page", _pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_code_named_on_pages_exists(page: Path) -> None:
    named = {name for name in _CODE_PATH.findall(page.read_text()) if not name.startswith("build/")}
    assert not {name for name in named if not any((root / name).exists() for root in _ROOTS)}


def test_each_page_is_in_its_index() -> None:
    for folder in (ROOT / "docs", ROOT / "docs" / "developing", ROOT / "docs" / "devices"):
        index = set(_LINK.findall((folder / "README.md").read_text()))
        pages = {page.name for page in folder.glob("*.md")} - {"README.md"}
        assert pages <= index, folder
