"""What all mapping entries have in common, and the conditions under which an entry applies.

An entry is data. Platform, entity class, unique id, name, watched attributes and subscriptions are
derived from it (docs/developing/adding-a-capability.md).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from types import MappingProxyType
from typing import ClassVar, NamedTuple

from homeassistant.const import Platform
from homeassistant.helpers.entity import EntityDescription

from ...cloud.json_types import Json, texts

# A shared constant, since the descriptions of Home Assistant lose a default factory in a class that
# inherits from them.
NO_WORDS: Mapping[str, str] = MappingProxyType({})
_CAPITALS = re.compile(r"(?<=[a-z0-9])([A-Z])")


class Source(NamedTuple):
    """An attribute of a capability, within whatever component an entry applies to."""

    capability: str
    attribute: str

    @property
    def limits(self) -> Source:
        """The attribute that tells between what a temperature can be, where the device has it."""
        return Source(self.capability, f"{self.attribute}Range")


@dataclass(frozen=True, slots=True)
class ComponentView:
    """One component of a device, as the conditions of an entry see it."""

    component: str
    capabilities: frozenset[str]
    category: str
    """Category of the component, or of the device if it has none, for example ``GarageDoor``."""
    values: Mapping[Source, Json]
    label: str = ""
    """The component's label."""
    of_device: str = ""
    """Category of the main component, whatever the component's own category."""
    presentation: str = ""
    """Presentation id of the device, which identifies its model."""

    def has_value(self, source: Source) -> bool:
        """Return whether an attribute has a value and its capability is not disabled."""
        return source.capability in self.capabilities and self.values.get(source) is not None


class Listed(NamedTuple):
    """A word that the device must list, for example a command or a sensor that it supports."""

    attribute: str
    """Attribute of the entry's capability that has the list."""
    word: str
    unlisted: bool = True
    """Whether the condition holds for a device that lists nothing."""


@dataclass(frozen=True, kw_only=True)
class Where:
    """The components that an entry applies to. A component must meet every condition."""

    component: str = "*"
    """Pattern of the component id: ``main``, ``button*``, ``*``."""
    all_of: tuple[str, ...] = ()
    """Capabilities that the component must have beside the entry's own."""
    any_of: tuple[str, ...] = ()
    """Capabilities of which the component must have at least one."""
    none_of: tuple[str, ...] = ()
    """Capabilities that the component must not have."""
    category: tuple[str, ...] = ()
    """Categories of which the component must have one."""
    no_category: tuple[str, ...] = ()
    """Categories that the component must not have."""
    presentation: tuple[str, ...] = ()
    """Patterns of presentation ids, of which the device's own must match one."""
    no_presentation: tuple[str, ...] = ()
    """Patterns of presentation ids, of which the device's own must match none."""
    reported: tuple[str, ...] = ()
    """Attributes of the entry's capability, of which one must have a value.

    Appliances name many attributes that they never report. The condition also holds while the
    status of the device has none of these attributes, since then it is not known yet.
    """
    known: tuple[Source, ...] = ()
    """Attributes of the component that must all have a value."""
    unknown: tuple[Source, ...] = ()
    """Attributes of the component that must have no value."""
    member: str = ""
    """Member that the entry's attribute, an object, must have."""
    member_type: type = object
    """Type of that member."""
    listed: Listed | None = None
    """Word that a list of the entry's capability must have."""
    test: Callable[[ComponentView], bool] | None = None
    """Any other condition. Use this only if no other field can express it."""

    def accepts(self, view: ComponentView, source: Source) -> bool:
        """Return whether a component meets every condition.

        ``source`` is the entry's own attribute.
        """
        return (
            self._accepts_device(view)
            and self._accepts_capabilities(view.capabilities)
            and self._accepts_values(view, source)
            and (self.test is None or self.test(view))
        )

    def _accepts_device(self, view: ComponentView) -> bool:
        return (
            fnmatchcase(view.component, self.component)
            and (not self.category or view.category in self.category)
            and view.category not in self.no_category
            and (not self.presentation or _matches(view.presentation, self.presentation))
            and not _matches(view.presentation, self.no_presentation)
        )

    def _accepts_capabilities(self, capabilities: frozenset[str]) -> bool:
        return (
            capabilities.issuperset(self.all_of)
            and (not self.any_of or not capabilities.isdisjoint(self.any_of))
            and capabilities.isdisjoint(self.none_of)
        )

    def _accepts_values(self, view: ComponentView, source: Source) -> bool:
        return (
            self._is_reported(view, source.capability)
            and all(map(view.has_value, self.known))
            and not any(map(view.has_value, self.unknown))
            and (not self.member or self._has_member(view.values.get(source)))
            and (self.listed is None or _lists(view, source.capability, self.listed))
        )

    def _is_reported(self, view: ComponentView, capability: str) -> bool:
        sources = (Source(capability, attribute) for attribute in self.reported)
        named = [view.values[source] for source in sources if source in view.values]
        return not named or any(value is not None for value in named)

    def _has_member(self, value: Json) -> bool:
        return (
            isinstance(value, dict)
            and self.member in value
            and isinstance(value[self.member], self.member_type)
        )


def _matches(text: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(text, pattern) for pattern in patterns)


def _lists(view: ComponentView, capability: str, listed: Listed) -> bool:
    words = texts(view.values.get(Source(capability, listed.attribute)))
    return listed.word in words if words else listed.unlisted


EVERYWHERE = Where()


@dataclass(frozen=True, kw_only=True)
class Need:
    """What must hold before a command is sent, as far as the device tells."""

    source: Source
    """Looked for in the entity's component, then in ``main``; unknown values refuse nothing."""
    values: tuple[Json, ...]
    """Values that let the command pass."""
    error: str
    """Key of ``exceptions`` in the translations: one sentence that says why not."""


@dataclass(frozen=True, kw_only=True)
class Mapped(EntityDescription):
    """What every entry says, whatever its platform."""

    platform: ClassVar[Platform]
    shows: ClassVar[bool] = True
    """Whether the entity shows its attribute, rather than only following its presence."""
    of_device: ClassVar[bool] = False
    """Whether the entity is about the device as such, whatever its capabilities."""

    capability: str
    """Capability that the entry is about; its attribute decides whether the entry applies."""
    attribute: str = ""
    """Attribute shown; the key itself when not given."""
    where: Where = EVERYWHERE
    reads: tuple[Source, ...] = ()
    """Further attributes watched, left to other entries to show."""
    claims: tuple[Source, ...] = ()
    """Attributes watched that no later entry may show, beside the entry's own."""
    mirrors: tuple[Source, ...] = ()
    """Attributes that no later entry may show either, since they say again what the entity shows;
    not watched."""
    supersedes: tuple[Source, ...] = ()
    """Attributes that no entity of the component shows while the entry's own attribute has a value,
    since this entity does the same better; not watched."""
    exclusive: bool = False
    """Whether the entry's own attribute is claimed too. Composites claim, plain entries share."""
    needs: tuple[Need, ...] = ()
    """What must hold before any command of the entry."""
    primary: bool = False
    """Whether the entity is what the device is for, and so has the device's name alone."""
    parts: Callable[[Json], tuple[Mapped, ...]] | None = None
    """Makes the entries that apply instead of this one, from what the attribute reports: one for
    each zone of a room, for example."""
    placeholders: Mapping[str, str] = NO_WORDS
    """What the name in the translations leaves open."""
    index_in_name: bool = False
    """Whether parts of a device stay entities of the device itself, told apart by a number."""
    classes: Mapping[str, str] = NO_WORDS
    """Device class by category of the device, where it is not the description's own."""
    role: str = ""
    """What the entity shows or does, where several capabilities of a component may: one entity of
    a platform does. The key of its texts when not given."""

    @cached_property
    def source(self) -> Source:
        """The attribute that the entry shows, or whose presence it follows."""
        return Source(self.capability, self.attribute or self.key)

    @property
    def commanded(self) -> str:
        """The capability that the commands of the entry belong to."""
        return self.capability

    @property
    def own_name(self) -> str | None:
        """The name that a capability's definition gives; None where the translations name it."""
        return self.name if isinstance(self.name, str) else None

    @property
    def text_key(self) -> str:
        """Key of the entity's texts and icons in the translations: the key in snake case."""
        return self.translation_key or _CAPITALS.sub(r"_\1", self.key).lower()

    @property
    def says(self) -> str:
        """What the entity shows or does: the role, and what the name leaves open."""
        return " ".join((self.role or self.text_key, *self.placeholders.values()))

    @property
    def wording(self) -> Mapping[str, tuple[str, ...]]:
        """Words that the translations must have: of the ``state``, or of attributes by name."""
        return {}

    @property
    def watched(self) -> frozenset[Source]:
        """All attributes whose change may change the entity's state."""
        return frozenset((self.source, *self.reads, *self.claims))

    @cached_property
    def used(self) -> frozenset[Source]:
        """All attributes that the entry makes use of, so that nothing is left of them.

        One whose presence it merely follows is not among them.
        """
        return self.watched.union(self.mirrors)

    @property
    def listened(self) -> frozenset[Source]:
        """All attributes that must be kept fresh: the watched ones, and what commands need."""
        return self.watched | {need.source for need in self.needs}


class Match(NamedTuple):
    """An entry that applies to a component of a device."""

    component: str
    entry: Mapped
    repeated_by: tuple[Mapped, ...] = ()
    """Entries of the same role, which would say the same again."""

    def unique_id(self, device_id: str) -> str:
        """Return ``<device>_<component>_<capability>_<key>`` (docs/developing/unique-ids.md).

        This is the only place that builds it, and it never changes.
        """
        return f"{device_id}_{self.component}_{self.entry.capability}_{self.entry.key}"
