"""The matcher returns the entries that apply to a device, from its status. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..cloud.json_types import Json, texts
from ..cloud.models import MAIN, AttributeKey, Device, Status
from . import ENTRIES
from .descriptions.base import ComponentView, Mapped, Match, Source
from .descriptions.controls import ButtonMap
from .home_connect import other_programs
from .internal_capabilities import DISABLED_CAPABILITIES, takes
from .parts import part_of
from .programs import other_words
from .quirks import KEPT_WHERE_KNOWN, NEVER_HIDDEN, plain_component
from .vocabulary import Category

_DISABLED_COMPONENTS = Source("custom.disabledComponents", "disabledComponents")
_NEVER_REPORTING = (Category.BLUETOOTH_TRACKER,)
"""Categories of devices that the API lists and never reports a value of."""


def _listed(status: Status, component: str, source: Source) -> frozenset[str]:
    value = status.get(AttributeKey(component, *source))
    return frozenset(texts(value.value)) if value else frozenset()


def components_of(device: Device, status: Status) -> Iterator[ComponentView]:
    """Yield the components that the device does not report as disabled (platform reference 8.2).

    Their values include those of disabled capabilities.
    """
    views = {view.component: view for view in _views(device, status)}
    for name, view in views.items():
        original = views.get(part_of(name))
        yield view if original is view or original is None else replace(view, original=original)


def _views(device: Device, status: Status) -> Iterator[ComponentView]:
    values: dict[str, dict[Source, Json]] = {name: {} for name in device.components}
    for key, value in status.items():
        values.setdefault(key.component, {})[Source(key.capability, key.attribute)] = value.value
    hidden = set(map(plain_component, _listed(status, MAIN, _DISABLED_COMPONENTS))) - NEVER_HIDDEN
    for name, reported in values.items():
        if plain_component(name) in hidden:
            continue
        component = device.components.get(name)
        listed = component.capabilities if component else frozenset[str]()
        disabled = {
            capability
            for capability in _listed(status, name, DISABLED_CAPABILITIES)
            if (known := KEPT_WHERE_KNOWN.get(capability)) is None or reported.get(known) is None
        }
        yield ComponentView(
            name,
            (listed | {source.capability for source in reported}) - disabled,
            device.category_of(name),
            reported,
            component.label if component else "",
            device.category,
            device.presentation,
        )


def _has(view: ComponentView, source: Source) -> bool:
    """Return whether the component has an attribute.

    The status of a capability has all attributes that the device has. A capability without a status
    has not been read yet, and may have the attribute.
    """
    if source.capability not in view.capabilities:
        return False
    return source in view.values or not any(
        known.capability == source.capability for known in view.values
    )


def offers(view: ComponentView, capability: str, command: str) -> bool:
    """Return whether the component knows a command."""
    reported = (
        (source.attribute, value)
        for source, value in view.values.items()
        if source.capability == capability
    )
    return takes(reported, command)


def superseded(view: ComponentView, entries: Iterable[Mapped]) -> set[Source]:
    """Return the attributes of which an entry with a value is the better version."""
    return {
        source
        for entry in entries
        if entry.supersedes and view.has_value(entry.source)
        for source in entry.supersedes
    }


class _Component:
    """A component of a device, and the attributes that no further entry may show there."""

    def __init__(self, view: ComponentView, entries: Iterable[Mapped]) -> None:
        """Hide the attributes that entries with a value supersede."""
        self.view = view
        self._hidden = superseded(view, entries)

    def accepts(self, entry: Mapped) -> bool:
        """Return whether an entry applies. A button also needs its command."""
        return (
            not (entry.shows and entry.source in self._hidden)
            and _has(self.view, entry.source)
            and entry.where.accepts(self.view, entry.source)
            and (
                not isinstance(entry, ButtonMap)
                or offers(self.view, entry.command_capability, entry.command)
            )
        )

    def add(self, entry: Mapped) -> tuple[Mapped, ...]:
        """Return the entry, or the entries that it makes of the value; hide what they show."""
        self._hidden.update(entry.claims, entry.mirrors)
        if entry.exclusive:
            self._hidden.add(entry.source)
        return (
            entry.make_entries(self.view.values.get(entry.source))
            if entry.make_entries
            else (entry,)
        )


def match_device(
    device: Device, status: Status, entries: Iterable[Mapped] = ENTRIES
) -> tuple[Match, ...]:
    """Return the entries that apply to the device, in the order of the table.

    An entry that claims an attribute hides it from the entries after it, in that component. If
    several entries have the same role there, one of them applies.
    """
    if device.category in _NEVER_REPORTING:
        return ()
    views = list(components_of(device, status))
    capabilities = frozenset[str]().union(*(view.capabilities for view in views))
    # Most entries are for capabilities that the device does not have.
    possible = [
        entry
        for entry in (*entries, *other_programs(capabilities), *other_words(capabilities))
        if entry.of_device or entry.capability in capabilities
    ]
    components = [_Component(view, possible) for view in views]
    roles: dict[tuple[str, str, str], list[tuple[ComponentView | None, Mapped]]] = {}
    for entry in possible:
        if entry.of_device:
            roles.setdefault((MAIN, entry.platform, entry.full_role), []).append((None, entry))
            continue
        for component in components:
            if component.accepts(entry):
                for part in component.add(entry):
                    role = (component.view.component, part.platform, part.full_role)
                    roles.setdefault(role, []).append((component.view, part))
    return tuple(_best(component, found) for (component, *_), found in roles.items())


def _best(component: str, found: list[tuple[ComponentView | None, Mapped]]) -> Match:
    """Return the first entry of a role whose attribute has a value, else the first entry."""
    reporting = (
        entry for view, entry in found if view and view.values.get(entry.source) is not None
    )
    best = next(reporting, found[0][1])
    return Match(component, best, tuple(entry for _, entry in found if entry is not best))
