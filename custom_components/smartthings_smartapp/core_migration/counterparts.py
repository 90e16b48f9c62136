"""Which of our entities shows what an entity of Home Assistant's own integration shows. Pure.

That integration, core for short, builds a unique id as ``<device id>_<place>``, in both versions
that we run on. The place is

- ``<component>`` for what is made of several attributes: lights, covers, climate and so on;
- ``<component>_<capability>_<attribute>_<key>`` for what shows one attribute;
- ``<component>_<capability>_<command>`` for a button, with a further word where the command has an
  argument;
- ``<component>_<capability>`` for an event.
"""

from collections.abc import Iterable

from ..mapping.descriptions.platforms import ButtonMap, EventMap, Match, Source


def split_core_id(unique_id: str) -> tuple[str, str]:
    """Return the device id and the place; SmartThings' device ids have no underscore."""
    device_id, _, place = unique_id.partition("_")
    return device_id, place


def counterpart(platform: str, place: str, matches: Iterable[Match]) -> Match | None:
    """Return what stands for an entity of core on the same platform, None where nothing does.

    Where several of ours could be meant, the key decides, and where that does not decide either,
    none is returned: a wrong name is worse than none.
    """
    found = [
        match for match in matches if match.entry.platform == platform and _stands_for(match, place)
    ]
    if len(found) > 1:
        # ``energy_meter`` and ``x_coordinate`` are the keys ``energy`` and ``x``.
        key = "_".join(place.split("_")[3:]).partition("_")[0]
        found = [match for match in found if match.entry.key == key]
    return found[0] if len(found) == 1 else None


def elsewhere(platform: str, place: str, matches: Iterable[Match]) -> tuple[Match, ...]:
    """Return what shows the attribute of an entity of core on another platform."""
    return tuple(
        match
        for match in matches
        if match.entry.platform != platform
        and not isinstance(match.entry, ButtonMap)
        and place.startswith(_prefixes(match, *match.entry.claims))
    )


def _stands_for(match: Match, place: str) -> bool:
    entry = match.entry
    if entry.of_device:
        return False
    if isinstance(entry, ButtonMap):
        return f"{place}_".startswith(_prefix(match, entry.capability, entry.command))
    if isinstance(entry, EventMap):
        return place == f"{match.component}_{entry.capability}"
    return place == match.component or place.startswith(_prefixes(match))


def _prefixes(match: Match, *others: Source) -> tuple[str, ...]:
    """Return how places begin that are about the attribute shown, or one that repeats it."""
    sources = (match.entry.source, *match.entry.mirrors, *others)
    return tuple(_prefix(match, *source) for source in sources)


def _prefix(match: Match, capability: str, attribute: str) -> str:
    return f"{match.component}_{capability}_{attribute}_"
