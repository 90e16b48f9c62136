"""Mutants: one changed place in the code, and the tests that must detect it."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
PACKAGE: Final = Path("custom_components/smartthings_smartapp")
TABLES: Final = ROOT / "tests" / "mutants"


class StaleMutantError(Exception):
    """The module does not contain the code of the mutant exactly once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A fault that is put into the code on purpose."""

    name: str
    """What the code then does wrong, as a sentence without a subject."""
    file: str
    """The module, relative to the package of the integration."""
    find: str
    """The code to replace; the module contains it exactly once."""
    replace: str
    tests: tuple[str, ...]
    """Test files, or single tests, relative to the root of the repository."""
    survives: str = ""
    """Why no test can detect it; empty if a test must."""

    def applied(self, root: Path) -> str:
        """Return the module with the fault.

        Raises StaleMutantError if the code has changed since the mutant was written.
        """
        source = (root / PACKAGE / self.file).read_text()
        if source.count(self.find) != 1:
            msg = f"{self.name}: {source.count(self.find)} places in {self.file}"
            raise StaleMutantError(msg)
        return source.replace(self.find, self.replace)


def read_mutants(*tables: str) -> list[Mutant]:
    """Return the mutants of the named tables, or of all."""
    paths = [TABLES / f"{name}.toml" for name in tables] or sorted(TABLES.glob("*.toml"))
    return [
        Mutant(**{**row, "tests": tuple(row["tests"])})
        for path in paths
        for row in tomllib.loads(path.read_text())["mutant"]
    ]
