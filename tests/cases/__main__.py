"""Sets device files up in Home Assistant and prints what a user sees (``scripts/try_devices``).

This module does not import Home Assistant, since pytest has to load its plugins first.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest


class Trial:
    """A pytest plugin that passes the files to the one test and keeps its report."""

    def __init__(self, files: list[Path]) -> None:
        """Start without a report."""
        self.files = files
        self.lines: list[str] = []
        self.problems: list[str] = []

    @pytest.fixture
    def trial(self) -> Trial:
        """Return the plugin as a fixture."""
        return self


def json_files(paths: list[Path]) -> Iterator[Path]:
    """Yield the files of paths. A folder means all JSON files in it."""
    for path in paths:
        yield from sorted(path.rglob("*.json")) if path.is_dir() else (path,)


def main(arguments: list[str]) -> int:
    """Try the devices of files, and print the report and the files without a device."""
    parser = argparse.ArgumentParser(
        prog="scripts/try_devices",
        description=(
            "Sets up devices in Home Assistant beside the simulator, and prints their entities, "
            "triggers and what no entity shows."
        ),
    )
    parser.add_argument(
        "paths",
        type=Path,
        nargs="+",
        help="files {device, status} or downloaded diagnostics, or folders of such",
    )
    trial = Trial([*json_files(parser.parse_args(arguments).paths)])
    options = ["-q", "--no-header", "--show-capture=no", "--timeout=600"]
    script = Path(__file__).with_name("trial.py")
    outcome = pytest.main([*options, f"{script}"], plugins=[trial])
    sys.stdout.writelines(f"{line}\n" for line in trial.lines)
    sys.stderr.writelines(f"{problem}\n" for problem in trial.problems)
    return int(outcome) or int(bool(trial.problems))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
