"""Paths in the repository, and how to read its files."""

import ast
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from custom_components.smartthings_smartapp.cloud.json_types import JsonObject, as_object

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "custom_components" / "smartthings_smartapp"
SIMULATOR = ROOT / "simulator"


@cache
def modules(folder: Path) -> Mapping[str, ast.Module]:
    """Return the parsed modules of a package by dotted name; the package itself is ``__init__``."""
    found: dict[str, ast.Module] = {}
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder).with_suffix("").parts
        name = ".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)
        found[name] = ast.parse(path.read_text())
    return found


def imports(folder: Path, name: str) -> Iterator[str]:
    """Yield the imports of a module of a folder, dotted from the root of the repository.

    Lazy imports inside functions count too.
    """
    parts = [*folder.relative_to(ROOT).parts, *name.split(".")]
    if not folder.joinpath(*name.split(".")).is_dir():
        parts.pop()
    for node in ast.walk(modules(folder)[name]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = parts[: len(parts) + 1 - node.level] if node.level else []
            if node.module:
                yield ".".join((*above, node.module))
            else:
                yield from (".".join((*above, alias.name)) for alias in node.names)


def content(name: str) -> JsonObject:
    """Return a JSON file of the integration."""
    return as_object(json.loads((PACKAGE / name).read_text()))


def member(source: JsonObject, *path: str) -> JsonObject:
    """Return an object within objects, empty if it is missing."""
    for key in path:
        source = as_object(source.get(key))
    return source
