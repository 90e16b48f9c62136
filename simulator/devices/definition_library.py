"""Reads the definitions of capabilities from the files in `capability_definitions/`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from simulator.json_tools import as_object, parse

from .device import Json

FOLDER = Path(__file__).parent / "capability_definitions"

type Key = tuple[str, str]
"""Id and version of a capability, as in the path of a call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """The description of a version of a capability (platform reference 9).

    `presentation` is None if there is none. `i18n` has the texts by tag.
    """

    definition: Json
    presentation: Json = None
    i18n: Mapping[str, Json] = field(default_factory=dict)


@cache
def hand_written() -> Mapping[Key, Described]:
    """Return all definitions; the first call reads the files."""
    found = {}
    for path in FOLDER.glob("*.json"):
        content = as_object(parse(path.read_bytes()))
        definition = as_object(content["definition"])
        found[str(definition["id"]), str(definition["version"])] = Described(
            definition=definition,
            presentation=content.get("presentation"),
            i18n=as_object(content.get("i18n")),
        )
    return found
