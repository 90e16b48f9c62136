"""Which of our entities shows the same as an entity of Home Assistant's own integration. Pure.

That integration, core for short, builds a unique id as ``<device id>_<place>``. The place is

- ``<component>`` for an entity of several attributes: lights, covers, climate and so on;
- ``<component>_<capability>_<attribute>_<key>`` for an entity of one attribute;
- ``<component>_<capability>_<command>`` for a button, with another word if the command has an
  argument;
- ``<component>_<capability>`` for an event.
"""

from collections.abc import Iterable

from ..mapping.descriptions.base import Match, Source
from ..mapping.descriptions.controls import ButtonMap
from ..mapping.descriptions.sensors import EventMap


def split_core_id(unique_id: str) -> tuple[str, str]:
    """Return the device id and the place; SmartThings' device ids have no underscore."""
    device_id, _, place = unique_id.partition("_")
    return device_id, place


def counterpart(platform: str, place: str, matches: Iterable[Match]) -> Match | None:
    """Return our counterpart of core's entity on the same platform, None if there is none.

    If several of ours are possible, the key decides. If it does not, the result is None: a wrong
    counterpart would get a wrong name.
    """
    found = [
        match for match in matches if match.entry.platform == platform and _shows(match, place)
    ]
    if len(found) > 1:
        # Core's keys ``energy_meter`` and ``x_coordinate`` are ours ``energy`` and ``x``.
        key = "_".join(place.split("_")[3:]).partition("_")[0]
        found = [match for match in found if match.entry.key == key]
    return found[0] if len(found) == 1 else None


def on_other_platforms(platform: str, place: str, matches: Iterable[Match]) -> tuple[Match, ...]:
    """Return our entities that show the attribute of core's entity on another platform."""
    return tuple(
        match
        for match in matches
        if match.entry.platform != platform
        and not isinstance(match.entry, ButtonMap)
        and place.startswith(_prefixes(match, *match.entry.claims))
    )


def _shows(match: Match, place: str) -> bool:
    entry = match.entry
    if entry.of_device:
        return False
    if isinstance(entry, ButtonMap):
        return f"{place}_".startswith(_prefix(match, entry.capability, entry.command))
    if isinstance(entry, EventMap):
        return place == f"{match.component}_{entry.capability}"
    return place == match.component or place.startswith(_prefixes(match))


def _prefixes(match: Match, *others: Source) -> tuple[str, ...]:
    """Return the beginnings of places for the attribute of an entity and for its mirrors."""
    sources = (match.entry.source, *match.entry.mirrors, *others)
    return tuple(_prefix(match, *source) for source in sources)


def _prefix(match: Match, capability: str, attribute: str) -> str:
    return f"{match.component}_{capability}_{attribute}_"
