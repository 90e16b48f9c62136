"""Attributes and commands that the mapping lacks, and entries for them. Pure."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from ..cloud.models import Device, Status
from ..mapping.descriptions.base import ComponentView, Mapped, Match, Source
from ..mapping.internal_capabilities import is_internal, is_internal_capability
from ..mapping.matcher import components_of, offers, superseded
from .from_definition import Described, plain_value
from .own_commands import MORE_COMMANDS, commands_of, is_composite, verbs_of


class CapabilityVersion(NamedTuple):
    """The key of a definition."""

    capability: str
    version: int


type Describe = Callable[[CapabilityVersion], Described | None]
"""Returns the entries for a capability, None if its definition is not loaded yet."""


@dataclass(frozen=True, slots=True)
class Unmapped:
    """The entries from definitions for one device."""

    matches: tuple[Match, ...] = ()
    capabilities: frozenset[CapabilityVersion] = field(default_factory=frozenset)
    """Capabilities that the mapping does not cover completely. Their definitions are needed."""


@dataclass(slots=True)
class _Done:
    """What the mapping entries already cover in a component."""

    entries: list[Mapped] = field(default_factory=list)
    shown: set[Source] = field(default_factory=set)
    sent: set[Source] = field(default_factory=set)
    """Commands, each as a source with the command as attribute."""
    capabilities: set[str] = field(default_factory=set)
    """Capabilities that have an entity."""
    composite: set[str] = field(default_factory=set)
    """Capabilities that a composite uses."""
    verbs: set[str] = field(default_factory=set)
    """Commands that need no button, whichever capability has them."""

    def add(self, entry: Mapped) -> None:
        """Add an entry that applies."""
        self.entries.append(entry)
        self.shown |= entry.used
        self.capabilities |= {entry.capability, entry.command_capability}
        self.capabilities |= {source.capability for source in entry.used}
        self.sent.update(commands_of(entry))
        self.verbs.update(verbs_of(entry))
        if is_composite(entry):
            self.composite |= {source.capability for source in entry.watched}

    def may_have_more(self, capability: str) -> bool:
        """Return whether a capability without unmapped attributes may have unmapped commands.

        The commands of a vendor's capability are only known from its definition.
        """
        return capability in self.composite and (capability in MORE_COMMANDS or "." in capability)


def unmapped(
    device: Device, status: Status, matches: Iterable[Match], describe: Describe
) -> Unmapped:
    """Return entries for the attributes and commands of a device that ``matches`` do not cover.

    This includes attributes without a value. It excludes internal attributes
    (``mapping/internal_capabilities.py``), disabled capabilities, and attributes of which an entity
    is the better version.
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
        known.shown |= superseded(view, known.entries)
        for capability, left in _left(view, known).items():
            key = CapabilityVersion(capability, device.version_of(view.component, capability))
            wanted.add(key)
            if described := describe(key):
                entries = _entries(view, capability, left, described, known)
                found += (Match(view.component, entry) for entry in entries)
    return Unmapped(tuple(found), frozenset(wanted))


def _left(view: ComponentView, done: _Done) -> dict[str, list[str]]:
    """Return the attributes that no entity shows, by capability.

    This includes capabilities without such attributes that may have commands: capabilities that
    report nothing and that no entity uses, and those of which a composite sends only some commands.
    """
    found: dict[str, list[str]] = {}
    for source, value in view.values.items():
        if source not in done.shown and not is_internal(source, value, view.values):
            found.setdefault(source.capability, []).append(source.attribute)
    reporting = {source.capability for source in view.values}
    silent = view.capabilities - reporting - done.capabilities
    more = {capability for capability in view.capabilities if done.may_have_more(capability)}
    for capability in silent | more:
        found.setdefault(capability, [])
    return {
        capability: found[capability]
        for capability in sorted(found.keys() & view.capabilities)
        if not is_internal_capability(capability)
    }


def _entries(
    view: ComponentView, capability: str, left: Iterable[str], described: Described, done: _Done
) -> Iterator[Mapped]:
    for attribute in left:
        yield described.attributes.get(attribute) or plain_value(capability, attribute)
    for command, button in described.buttons.items():
        done_already = command in done.verbs or Source(capability, command) in done.sent
        if not done_already and offers(view, capability, command):
            yield button
