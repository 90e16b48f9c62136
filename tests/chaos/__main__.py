"""Prints a summary of many lives from the lines that the tests wrote (`scripts/chaos`)."""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_DAY = 24
_MINUTE = 60


def _counts(title: str, lives: list[dict[str, Any]], key: str) -> Iterator[str]:
    counts: Counter[str] = Counter()
    for life in lives:
        counts.update(life[key])
    yield f"\n| {title} | Times |\n|---|---:|"
    for name, count in sorted(counts.items()):
        yield f"| {name} | {count:,} |"
    yield f"| together | {counts.total():,} |"


def _lines(lives: list[dict[str, Any]]) -> Iterator[str]:
    allowed = [life for life in lives if life["allowance"]]
    worst = sorted(life["worst"] / _MINUTE for life in lives if life not in allowed)
    yield "| Figure | |\n|---|---:|"
    yield f"| lives, each from a seed of its own | {len(lives):,} |"
    yield f"| simulated days | {sum(life['hours'] for life in lives) / _DAY:,.0f} |"
    yield f"| quiet points, all right at each | {sum(life['quiet'] for life in lives):,} |"
    yield f"| times the user had to save the SmartApp | {sum(life['asked'] for life in lives):,} |"
    if worst:
        yield f"| minutes until right, worst of a life, median | {worst[len(worst) // 2]:.0f} |"
        yield f"| minutes until right, worst of all | {worst[-1]:.0f} |"
    yield f"| lives with a number of calls per month | {len(allowed):,} |"
    stretched = sum(life["stretched"] for life in allowed)
    yield f"| … in which polls were rarer for it at the end | {stretched:,} |"
    yield f"| heartbeats | {sum(life['heartbeats'] for life in lives):,} |"
    dead = sorted(life["dead_path"] for life in lives if life["dead_path"] is not None)
    yield f"| times nothing arrived any more, with heartbeats | {len(dead):,} |"
    if dead:
        yield f"| minutes until that was known, median | {dead[len(dead) // 2]:.0f} |"
        yield f"| minutes until that was known, longest | {dead[-1]:.0f} |"
    yield from _counts("Fault", lives, "faults")
    yield from _counts("What happened", lives, "acts")


def main() -> None:
    """Add up the lines of the file."""
    text = Path(sys.argv[1]).read_text()
    if lives := [json.loads(line) for line in text.splitlines()]:
        sys.stdout.writelines(f"{line}\n" for line in _lines(lives))


if __name__ == "__main__":
    main()
