"""Every cited section of the platform reference exists."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

from tests.common.examples import SECTIONS
from tests.common.repository import ROOT

PAGE = ROOT / "docs" / "developing" / "platform.md"
_FOLDERS = (
    "custom_components",
    "simulator",
    "tests",
    "benchmarks",
    "scripts",
    "live_check",
    "docs",
)

_SECTION = r"\d{1,2}(?:\.\d{1,2})?"
_SECTIONS = rf"{_SECTION}(?:(?:, | and | to ){_SECTION})*"
_LONG = re.compile(rf"platform reference ({_SECTIONS})(?![\w.]*\w)")
# Brackets with several sections need one with a dot, because a number in brackets is common.
_SHORT = re.compile(rf"\((?=[^)]*\.)({_SECTIONS})\)")
_UNCLEAR = re.compile(r"(?<!platform )\breference,?(?: section)? \d")
# Parsing is slow, so only files with a possible citation are parsed.
_HINT = re.compile(rf"reference[\s#]+\d|\((?=[^)\n]*\.){_SECTION}[,) ]")
_HEADING = re.compile(rf"^#{{2,3}} ({_SECTION}) (.+)$", re.MULTILINE)


def _headings() -> list[tuple[str, str]]:
    return _HEADING.findall(PAGE.read_text())


def _prose(source: str) -> Iterator[str]:
    """Yield docstrings and runs of comments, each on one line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield " ".join(str(node.value.value).split())
    run: list[str] = []
    row = 0
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.COMMENT:
            continue
        if run and token.start[0] != row + 1:
            yield " ".join(run)
            run = []
        run.append(token.string.lstrip("# "))
        row = token.start[0]
    yield " ".join(run)


@cache
def _texts() -> Mapping[str, Sequence[str]]:
    """Return the prose of modules with citations, and of pages, by file."""
    found: dict[str, Sequence[str]] = {}
    for folder in _FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix not in {".py", ".md", ".toml"} or path == Path(__file__):
                continue
            source = path.read_text()
            if path.suffix == ".md":
                found[str(path.relative_to(ROOT))] = [" ".join(source.split())]
            elif path.suffix == ".toml":  # The facts of the live check.
                facts = re.findall(rf'^section = "({_SECTIONS})"$', source, re.MULTILINE)
                found[str(path.relative_to(ROOT))] = [f"platform reference {it}" for it in facts]
            elif _HINT.search(source):
                found[str(path.relative_to(ROOT))] = [*_prose(source)]
    return found


def _cited(text: str) -> set[str]:
    found = [*_LONG.findall(text), *_SHORT.findall(text)]
    return {section for sections in found for section in re.findall(_SECTION, sections)}


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("A page (platform reference 8.1).", {"8.1"}),
        ("A page (400 or 401, platform reference 1.2), and so on.", {"1.2"}),
        ("Platform reference is a word; platform reference 10.1 to 10.3", {"10.1", "10.3"}),
        ("Facts (platform reference 2, 3.4, 13.1).", {"2", "3.4", "13.1"}),
        ("It is queued (8.4), and so is another (9 and 10.1).", {"8.4", "9", "10.1"}),
        ("There are some (12), by so much (300), at 1.5 (seconds).", set[str]()),
    ],
)
def test_citations_are_found(text: str, cited: set[str]) -> None:
    """All forms of a citation are found, and nothing that only looks like one."""
    assert _cited(text) == cited


def test_prose_is_found() -> None:
    """A line break may split a citation, in a docstring and in a comment."""
    source = '"""One (platform\nreference 1.1)."""\n# Two (platform\n# reference 2.2).\nx = "3.3"\n'
    assert [_cited(text) for text in _prose(source)] == [{"1.1"}, {"2.2"}]


def test_each_cited_section_is_a_heading() -> None:
    headings = {number for number, _ in _headings()}
    cited = {
        (section, path)
        for path, texts in _texts().items()
        for section in set().union(*map(_cited, texts))
    }
    assert len(cited) > len(headings)  # Most sections are cited, many in several files.
    assert not sorted(item for item in cited if item[0] not in headings)


def test_each_example_follows_a_section() -> None:
    headings = {number for number, _ in _headings()}
    assert SECTIONS
    assert set(SECTIONS.values()) <= headings


def test_each_section_has_one_heading_in_order() -> None:
    numbers = [tuple(map(int, number.split("."))) for number, _ in _headings()]
    assert numbers == sorted(set(numbers))


def test_citations_have_one_form() -> None:
    """The form is "platform reference 8.1", and then also "(8.1)" in the same module or page."""
    unclear = []
    for path, texts in _texts().items():
        whole = " ".join(texts)
        explained = "platform reference" in whole.lower()
        unclear += [f"{path}: {found[0]}" for found in _UNCLEAR.finditer(whole)]
        unclear += [f"{path}: {found[0]}" for found in _SHORT.finditer(whole) if not explained]
    assert not unclear
