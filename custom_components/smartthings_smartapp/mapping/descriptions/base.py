"""What all mapping entries have in common, and the conditions under which an entry applies.

An entry is data. Platform, entity class, unique id, name, watched attributes and subscriptions are
derived from it (docs/developing/adding-a-capability.md).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntFlag
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
NO_DETAILS: Mapping[str, Detail] = MappingProxyType({})
_NO_VALUES: Mapping[Source, Json] = MappingProxyType({})
_CAPITALS = re.compile(r"(?<=[a-z0-9])([A-Z])")


class AutomationFeature(IntFlag):
    """What triggers and conditions can use an entity for.

    Home Assistant offers a trigger by domain, device class and supported features, of which only
    the last are fine enough. The domains of these entities have no features of their own, or
    fewer.
    Blueprints that users imported contain these values, so they must not change.
    """

    PROGRAM_STATE = 1
    """A sensor that shows whether a program is running."""
    PROGRAM_JOB = 2
    """A sensor that has a value for the end of a program."""
    FILTER = 4
    """A binary sensor that shows whether a filter is due."""
    LOCATION_MODE = 8
    """The select of the location mode."""
    DOOR = 16
    """A binary sensor of a door or window."""
    CONNECTIVITY = 32
    """The binary sensor of the connectivity of a device."""
    BUTTON = 64
    """The event entity of a button."""
    OWN = 1 << 22
    """A cover, lock or vacuum of this integration. Their domains have features of their own, so the
    value is one that only media players use."""


class Source(NamedTuple):
    """An attribute of a capability, in the component that an entry applies to."""

    capability: str
    attribute: str

    @property
    def limits(self) -> Source:
        """The attribute with the range of a temperature, which not every device has."""
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
    original: ComponentView | None = None
    """The component that this one repeats, if it repeats one."""

    def has_value(self, source: Source) -> bool:
        """Return whether an attribute has a value and its capability is not disabled."""
        return source.capability in self.capabilities and self.values.get(source) is not None

    def knows(self, source: Source) -> bool:
        """Return whether the component, or the one that it repeats, has a value."""
        original = self.original
        return self.has_value(source) or (original is not None and original.has_value(source))


class Detail(NamedTuple):
    """A value that is an attribute of the state of an entity."""

    source: Source
    member: str | None = None
    """Member of a JSON object that is shown instead of the whole value."""


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
    """Attributes that must all have a value, in the component or in the one that it repeats."""
    unknown: tuple[Source, ...] = ()
    """Attributes that must have no value, in the component and in the one that it repeats."""
    equals: Mapping[Source, Json] = _NO_VALUES
    """Attributes of the component, and the value that each must have."""
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
            and all(map(view.knows, self.known))
            and not any(map(view.knows, self.unknown))
            and all(view.values.get(known) == value for known, value in self.equals.items())
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
    """A condition that is checked before a command is sent."""

    source: Source
    """Read from the entity's component, then from ``main``. An unknown value allows the command."""
    values: tuple[Json, ...]
    """Values that allow the command."""
    error: str
    """Key of ``exceptions`` in the translations, for any other value: one sentence with the
    reason."""


@dataclass(frozen=True, kw_only=True)
class Mapped(EntityDescription):
    """What the entries of all platforms have in common."""

    platform: ClassVar[Platform]
    shows: ClassVar[bool] = True
    """Whether the entity shows its attribute. Otherwise it only exists if the attribute does."""
    of_device: ClassVar[bool] = False
    """Whether the entity is about the device itself, whatever its capabilities."""

    capability: str
    """Capability of the entry. The entry applies to components that have its attribute."""
    attribute: str = ""
    """Attribute that the entity shows. By default, this is the key."""
    where: Where = EVERYWHERE
    reads: tuple[Source, ...] = ()
    """Further attributes that the entity uses. Other entries may show them."""
    claims: tuple[Source, ...] = ()
    """Further attributes that the entity uses. No later entry may show them."""
    mirrors: tuple[Source, ...] = ()
    """Attributes that repeat what the entity shows. It does not use them, and no later entry may
    show them."""
    supersedes: tuple[Source, ...] = ()
    """Attributes of which this entity is the better version. While the entry's own attribute has a
    value, no entity of the component shows them."""
    details: Mapping[str, Detail] = NO_DETAILS
    """Attributes of the state by name. Those without a value are left out."""
    exclusive: bool = False
    """Whether no later entry may show the entry's own attribute. Composites claim it, others share
    it."""
    needs: tuple[Need, ...] = ()
    """Conditions for all commands of the entry."""
    primary: bool = False
    """Whether the entity is the main feature of the device. It has just the name of the device."""
    make_entries: Callable[[Json], tuple[Mapped, ...]] | None = None
    """Makes the entries that apply instead of this one from the value of the attribute, for example
    one for each zone of a room."""
    placeholders: Mapping[str, str] = NO_WORDS
    """Placeholders of the name in the translations."""
    index_in_name: bool = False
    """Whether the components of a device do not become child devices. Their entities have a number
    in the name instead."""
    classes: Mapping[str, str] = NO_WORDS
    """Device class by category of the device. Other categories have the class of the
    description."""
    automation: AutomationFeature | None = None
    """What triggers and conditions can use the entity for."""
    available_with: Need | None = None
    """Condition for the entity to be available, such as a probe that is plugged in."""
    program_field: str = ""
    """Field of the action that starts a program, if it sets what the entity sets."""
    role: str = ""
    """What the entity shows or does. If several capabilities of a component have the same role, one
    entity of the platform has it. By default, this is the key of the texts."""

    @cached_property
    def source(self) -> Source:
        """The attribute that the entity shows, or that must exist."""
        return Source(self.capability, self.attribute or self.key)

    @property
    def subentry_id(self) -> str | None:
        """Id of the config subentry of a control; None for all other entries."""
        return None

    @property
    def command_capability(self) -> str:
        """The capability of the commands of the entry."""
        return self.capability

    @property
    def defined_name(self) -> str | None:
        """The name from a capability's definition. None if the translations have the name."""
        return self.name if isinstance(self.name, str) else None

    @property
    def text_key(self) -> str:
        """Key of the entity's texts and icons. By default, this is the key in snake case."""
        return self.translation_key or _CAPITALS.sub(r"_\1", self.key).lower()

    @property
    def full_role(self) -> str:
        """The role, with the placeholders of the name."""
        return " ".join((self.role or self.text_key, *self.placeholders.values()))

    @property
    def translated_words(self) -> Mapping[str, tuple[str, ...]]:
        """Words that the translations must have: for ``state``, or for attributes by name."""
        return {}

    @property
    def watched(self) -> frozenset[Source]:
        """All attributes that the state of the entity depends on."""
        needed = (self.available_with.source,) if self.available_with else ()
        details = (detail.source for detail in self.details.values())
        return frozenset((self.source, *self.reads, *self.claims, *needed, *details))

    @cached_property
    def used(self) -> frozenset[Source]:
        """All attributes that need no other entity.

        An attribute that must only exist is not one of them.
        """
        return self.watched.union(self.mirrors)

    @property
    def subscribed(self) -> frozenset[Source]:
        """All attributes that must be up to date: those of the state and of the conditions."""
        return self.watched | {need.source for need in self.needs}


class Match(NamedTuple):
    """An entry that applies to a component of a device."""

    component: str
    entry: Mapped
    repeated_by: tuple[Mapped, ...] = ()
    """Further entries with the same role, which make no entity."""

    def unique_id(self, device_id: str) -> str:
        """Return ``<device>_<component>_<capability>_<key>`` (docs/developing/unique-ids.md).

        This is the only place that builds it, and it never changes. A control has the id of its
        config subentry, because the user can give it another device or command.
        """
        return (
            self.entry.subentry_id
            or f"{device_id}_{self.component}_{self.entry.capability}_{self.entry.key}"
        )
