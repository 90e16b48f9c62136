"""Texts use plain technical English.

The interface, the documentation, docstrings, comments and names of tests avoid some words.
"""

import ast
import io
import json
import re
import tokenize
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from tests.common.repository import PACKAGE, ROOT

INSTEAD = {
    r"tell(?:s|ing)?|told": "report, notify, raise, show",
    r"at\s+once": "instantly, immediately, at the same time",
    r"nobody": "no one",
    r"whoever": "the person",
    r"what\s+is": "the thing itself",
    r"mend(?:s|ed|ing)?": "fix",
    r"meanwhile": "while, until then",
    r"believe[ds]?": "trust, accept",
    r"from\s+afar": "remotely",
    r"all\s+the\s+same": "anyway",
    r"bears": "has, accepts",
    r"stands\s+for": "is, means",
    r"nothing\s+of": "no, not",
}
"""Replacements for each word to avoid."""

_WORDS = [(re.compile(rf"\b(?:{word})\b", re.IGNORECASE), use) for word, use in INSTEAD.items()]
# Code and quotations may hold any word.
_DATA = re.compile(r"```.*?```|``.+?``|`[^`\n]+`|\"[^\"\n]*\"|“[^”]*”", re.DOTALL)
_CODE = ("benchmarks", "custom_components", "live_check", "scripts", "simulator", "tests")


def found_in(prose: str) -> list[tuple[int, str]]:
    """Return line and hint for each word to avoid, in the order of the lines."""
    plain = _DATA.sub(lambda data: re.sub(r"[^\n]", " ", data[0]), prose)
    return sorted(
        (plain.count("\n", 0, found.start()) + 1, f"{' '.join(found[0].split())} ({instead})")
        for word, instead in _WORDS
        for found in word.finditer(plain)
    )


def prose_of_python(source: str) -> str:
    """Return docstrings and comments, each on the line where it is in the source."""
    lines = [""] * (source.count("\n") + 1)
    for node in ast.walk(ast.parse(source)):
        # A string on its own documents the attribute above it.
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            string = node.value.value
            if isinstance(string, str):
                for number, line in enumerate(string.split("\n"), node.lineno - 1):
                    lines[number] = line
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            lines[token.start[0] - 1] += token.string.lstrip("#")
    return "\n".join(lines)


def prose_of_json(source: str) -> str:
    """Return the values, each on the line where it is in the file."""
    values = (re.sub(r'^\s*"[^"]*":', "", line).strip().rstrip(",") for line in source.split("\n"))
    # A line break inside a text would move the lines that follow.
    return "\n".join(
        " ".join(json.loads(value).split()) if value.startswith('"') else "" for value in values
    )


def _check(paths: Iterable[Path], prose_of: Callable[[str], str]) -> None:
    """Fail with file, line and hint for each word to avoid."""
    faults = [
        f"{path.relative_to(ROOT)}:{line}: {hint}"
        for path in paths
        for line, hint in found_in(prose_of(path.read_text()))
    ]
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


def test_texts_of_the_interface_are_plain() -> None:
    _check([PACKAGE / "translations" / "en.json"], prose_of_json)


@pytest.mark.parametrize(
    "page",
    sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]),
    ids=lambda page: str(page.relative_to(ROOT)),
)
def test_pages_are_plain(page: Path) -> None:
    _check([page], str)


@pytest.mark.parametrize("pattern", ["blueprints/**/*.yaml", "requirements_*.txt", "scripts/*"])
def test_other_files_are_plain(pattern: str) -> None:
    _check(sorted(path for path in ROOT.glob(pattern) if path.is_file()), str)


@pytest.mark.parametrize("top", _CODE)
def test_docstrings_and_comments_are_plain(top: str) -> None:
    _check(sorted((ROOT / top).rglob("*.py")), prose_of_python)


def test_names_of_tests_are_plain() -> None:
    """They are sentences, and a list of them describes the product."""
    names = (
        (path, node.name)
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    assert not [
        f"{path.relative_to(ROOT)}: {name}: {hint}"
        for path, name in names
        for _, hint in found_in(name.replace("_", " "))
    ]


def test_the_guard_finds_words_across_lines_and_ignores_data() -> None:
    source = (
        '"""Retry.\n\nIt reads what\nis there.\n"""\n\nx = 1  # Nobody reads "told" or ``told``.\n'
    )
    found = found_in(prose_of_python(source))
    assert found == [(3, "what is (the thing itself)"), (7, "Nobody (no one)")]
    texts = '{\n"told": {\n"first": "No\\nfault.",\n"second": "They\\ntell."\n}}'
    assert found_in(prose_of_json(texts)) == [(4, "tell (report, notify, raise, show)")]
    assert not found_in("A recommendation of Mendel, with `told` and ``tells``.")
