"""Runs the tests for each mutant, and prints which mutants survive."""

import argparse
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from pathlib import Path
from queue import SimpleQueue
from typing import Final

from .mutant import PACKAGE, ROOT, Mutant, read_mutants

_COPIED: Final = ("custom_components", "scripts", "simulator", "tests", "setup.cfg", "docs")
_SECONDS: Final = 300
"""Detect mutants that make the tests hang as well."""


class Fate(StrEnum):
    """The result of a mutant."""

    CAUGHT = "caught"
    SURVIVED = "SURVIVED"
    EXPECTED = "survives, as expected"
    UNEXPECTED = "caught, although it should survive"
    BROKEN = "the tests could not run"


def _copy(folder: Path) -> Path:
    """Make a copy of the repository."""
    for name in _COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    return folder


def _tried(mutant: Mutant, copy: Path) -> Fate:
    """Change a copy, run the tests of the mutant, and undo the change."""
    module = copy / PACKAGE / mutant.file
    sound = module.read_text()
    module.write_text(mutant.applied(copy))
    command = (sys.executable, "-m", "pytest", "-x", "-q", "-n", "0", *mutant.tests)
    try:
        code = subprocess.run(  # noqa: S603 (pytest, with tests that our own tables name)
            command, cwd=copy, capture_output=True, timeout=_SECONDS, check=False
        ).returncode
    except subprocess.TimeoutExpired:
        code = 1
    finally:
        module.write_text(sound)
    if code not in (0, 1):
        return Fate.BROKEN
    if mutant.survives:
        return Fate.EXPECTED if code == 0 else Fate.UNEXPECTED
    return Fate.SURVIVED if code == 0 else Fate.CAUGHT


def main() -> int:
    """Try the mutants of some tables, by default of all."""
    parser = argparse.ArgumentParser(prog="scripts/mutants", description=__doc__)
    parser.add_argument("tables", nargs="*", help="files of tests/mutants, without their extension")
    parser.add_argument("--workers", type=int, default=2, help="number of mutants at the same time")
    parser.add_argument("--only", default="", help="only mutants whose names contain this text")
    given = parser.parse_args()
    mutants = [item for item in read_mutants(*given.tables) if given.only in item.name]
    fates: list[Fate] = []
    with tempfile.TemporaryDirectory() as folder:
        copies: SimpleQueue[Path] = SimpleQueue()
        for number in range(given.workers):
            (copy := Path(folder) / str(number)).mkdir()
            copies.put(_copy(copy))

        def tried(mutant: Mutant) -> Fate:
            copy = copies.get()
            try:
                return _tried(mutant, copy)
            finally:
                copies.put(copy)

        with ThreadPoolExecutor(given.workers) as pool:
            for mutant, fate in zip(mutants, pool.map(tried, mutants), strict=True):
                print(f"| {mutant.file} | {mutant.name} | {fate} {mutant.survives} |", flush=True)
                fates.append(fate)
    good = sum(fate in (Fate.CAUGHT, Fate.EXPECTED) for fate in fates)
    print(f"{len(fates)} mutants, {good} as expected")
    return 0 if good == len(fates) else 1


if __name__ == "__main__":
    sys.exit(main())
