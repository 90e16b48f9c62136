"""The repository has no data of a person's machine or account."""

import re
import shutil
import subprocess

import pytest

from tests.common.repository import ROOT

_WALK = re.compile(r'mark\.walk\("([a-z-]+)"\)')

# Written in parts, so that this file does not match.
_MACHINE = re.compile(r"/(?:work|home/[a-z]+|root|tmp/py)/" + r"[\w.]")
_TOKEN = re.compile(r"[Bb]earer [0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-" + r"[0-9a-f]{4}-[0-9a-f]{12}")


def _files() -> list[str]:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    listed = subprocess.run(  # noqa: S603 (git itself, with fixed arguments)
        [git, "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    return listed.stdout.splitlines()


@pytest.mark.parametrize("pattern", [_MACHINE, _TOKEN], ids=["paths", "tokens"])
def test_no_file_names_a_machine_or_a_token(pattern: re.Pattern[str]) -> None:
    """Paths of one machine are of no use to others, and tokens are secret."""
    found = []
    for name in _files():
        path = ROOT / name
        if path.is_file() and (match := pattern.search(path.read_text(errors="ignore"))):
            found.append(f"{name}: {match[0]}")
    assert not found


def test_tests_that_scripts_name_exist() -> None:
    """A name that matches no test would leave a script without anything to run."""
    named = [
        found
        for script in (ROOT / "scripts").iterdir()
        if script.is_file()
        for found in re.findall(r"(tests/[\w/]+\.py)::(\w+)", script.read_text())
    ]
    assert named
    for path, test in named:
        assert f"def {test}(" in (ROOT / path).read_text(), test


def test_each_walk_has_its_own_pictures() -> None:
    """Those of one walk would delete those of another with the same name."""
    walks = _walks()
    assert len(set(walks)) == len(walks)
    assert [(one, two) for one in walks for two in walks if f"{two}-".startswith(f"{one}-")] == [
        (walk, walk) for walk in walks
    ]


def test_the_pictures_of_the_documentation_come_from_walks() -> None:
    """``scripts/e2e --update-docs`` can make them anew."""
    starts = tuple(f"{walk}-" for walk in _walks())
    pictures = [path.name for path in (ROOT / "docs" / "images").iterdir()]
    assert pictures
    assert [name for name in pictures if not name.startswith(starts)] == []


def _walks() -> list[str]:
    """Return the names of the walks through the frontend."""
    files = sorted((ROOT / "tests" / "e2e").glob("test_*.py"))
    return [name for file in files for name in _WALK.findall(file.read_text())]
