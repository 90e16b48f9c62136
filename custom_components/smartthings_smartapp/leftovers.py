"""What no entry of the tables shows, and the entries that definitions give for it. Pure."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from .cloud.models import Device, Status
from .descriptions import (
    ActivityMap,
    BinarySensorMap,
    ButtonMap,
    ComponentView,
    ConnectivityMap,
    EventMap,
    Mapped,
    Match,
    NumberMap,
    SelectMap,
    SensorMap,
    Source,
    SwitchMap,
    TimeMap,
)
from .discovery import components_of, offers
from .mapping.generic import Described, plain_value
from .mapping.plumbing import is_plumbing, lists_values

_SHOW_ONLY = (ActivityMap, BinarySensorMap, ConnectivityMap, EventMap, SensorMap)


class CapabilityVersion(NamedTuple):
    """What a definition is asked for by."""

    capability: str
    version: int


type Describe = Callable[[CapabilityVersion], Described | None]
"""Returns what is known of a capability; None where its definition was not read yet."""


@dataclass(frozen=True, slots=True)
class Leftovers:
    """What the definitions give for one device."""

    matches: tuple[Match, ...] = ()
    capabilities: frozenset[CapabilityVersion] = field(default_factory=frozenset)
    """Capabilities of which the tables do not show all: their definitions are wanted."""


@dataclass(slots=True)
class _Done:
    """What the entries of the tables already do with a component."""

    shown: set[Source] = field(default_factory=set)
    sent: set[Source] = field(default_factory=set)
    """Commands, each in the place of an attribute."""
    capabilities: set[str] = field(default_factory=set)
    """Capabilities that have an entity."""
    whole: set[str] = field(default_factory=set)
    """Capabilities whose commands an entity sends by its own behaviour."""

    def add(self, entry: Mapped) -> None:
        """Take in an entry that applies."""
        self.shown |= entry.used
        self.capabilities |= {entry.capability, entry.commanded}
        self.capabilities |= {source.capability for source in entry.used}
        commands = _commands(entry)
        if commands is None:
            self.whole |= {source.capability for source in entry.watched}
        else:
            self.sent |= {Source(entry.commanded, command) for command in commands}


def leftovers(
    device: Device, status: Status, matches: Iterable[Match], describe: Describe
) -> Leftovers:
    """Return the entries for what ``matches`` leave over of a device.

    An attribute without a value yet counts: it is there. What the platform's own plumbing reports
    does not (``mapping/plumbing.py``), nor what the device says it lacks.
    """
    done: dict[str, _Done] = {}
    for match in matches:
        known = done.setdefault(match.component, _Done())
        for entry in (match.entry, *match.repeated_by):
            known.add(entry)
    found: list[Match] = []
    wanted: set[CapabilityVersion] = set()
    for view in components_of(device, status):
        known = done.get(view.component, _Done())
        for capability, left in _left(view, known).items():
            key = CapabilityVersion(capability, device.version_of(view.component, capability))
            wanted.add(key)
            if described := describe(key):
                entries = _entries(view, capability, left, described, known)
                found += (Match(view.component, entry) for entry in entries)
    return Leftovers(tuple(found), frozenset(wanted))


def _commands(entry: Mapped) -> tuple[str, ...] | None:
    """Return the commands that an entry names; None where its platform knows them."""
    match entry:
        case SwitchMap(set_command=""):
            return (entry.on_command, entry.off_command)
        case SwitchMap():
            return (entry.set_command,)
        case ButtonMap() | NumberMap() | SelectMap() | TimeMap():
            return (entry.command,)
    return () if isinstance(entry, _SHOW_ONLY) else None


def _left(view: ComponentView, done: _Done) -> dict[str, list[str]]:
    """Return the attributes that nothing shows, by capability.

    A capability without any is among them if it reports nothing and no entity makes use of it: all
    that it has may be commands.
    """
    found: dict[str, list[str]] = {}
    for source, value in view.values.items():
        if source not in done.shown and not lists_values(source.attribute, value):
            found.setdefault(source.capability, []).append(source.attribute)
    reporting = {source.capability for source in view.values}
    silent = view.capabilities - reporting - done.capabilities
    found |= {capability: [] for capability in silent}
    return {
        capability: found[capability]
        for capability in sorted(found.keys() & view.capabilities)
        if not is_plumbing(capability)
    }


def _entries(
    view: ComponentView, capability: str, left: Iterable[str], described: Described, done: _Done
) -> Iterator[Mapped]:
    for attribute in left:
        yield described.attributes.get(attribute) or plain_value(capability, attribute)
    if capability in done.whole:
        return
    for command, button in described.buttons.items():
        sent = Source(capability, command) in done.sent
        if not sent and offers(view, capability, command):
            yield button
