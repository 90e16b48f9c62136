"""The matcher: from a device and its status to the entries that apply. Pure."""

from collections.abc import Iterable, Iterator

from ..cloud.json_types import Json, texts
from ..cloud.models import MAIN, AttributeKey, Device, Status
from . import ENTRIES
from .descriptions.base import ComponentView, Mapped, Match, Source
from .descriptions.controls import ButtonMap
from .home_connect import other_programs
from .internal_capabilities import takes
from .quirks import KEPT_WHERE_KNOWN, NEVER_HIDDEN, plain_component
from .vocabulary import Category

_DISABLED_CAPABILITIES = Source("custom.disabledCapabilities", "disabledCapabilities")
_DISABLED_COMPONENTS = Source("custom.disabledComponents", "disabledComponents")
_SILENT = (Category.BLUETOOTH_TRACKER,)
"""Categories of devices of which the API tells nothing but their existence."""


def _listed(status: Status, component: str, source: Source) -> frozenset[str]:
    value = status.get(AttributeKey(component, *source))
    return frozenset(texts(value.value)) if value else frozenset()


def components_of(device: Device, status: Status) -> Iterator[ComponentView]:
    """Yield the components that the device has and does not say it lacks (platform reference 8.2).

    Values of capabilities that it says it lacks are among them.
    """
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
            for capability in _listed(status, name, _DISABLED_CAPABILITIES)
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
    """Return whether the component has the attribute.

    A capability whose status names some attributes names all that the device has; one without any
    status has not been read yet and is believed.
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


def _works(view: ComponentView, entry: Mapped) -> bool:
    """Return whether the component knows what a button does; other entities show a state too."""
    return not isinstance(entry, ButtonMap) or offers(view, entry.commanded, entry.command)


def _parts(view: ComponentView, entry: Mapped) -> tuple[Mapped, ...]:
    """Return the entry, or those that it makes of what the component reports."""
    return entry.parts(view.values.get(entry.source)) if entry.parts else (entry,)


def match_device(
    device: Device, status: Status, entries: Iterable[Mapped] = ENTRIES
) -> tuple[Match, ...]:
    """Return what applies to the device, in the order of the entries.

    An entry that claims an attribute hides it from the entries after it, in that component. Of
    several entries that say the same, one applies.
    """
    if device.category in _SILENT:
        return ()
    views = list(components_of(device, status))
    capabilities = frozenset[str]().union(*(view.capabilities for view in views))
    claimed: dict[str, set[Source]] = {view.component: set() for view in views}
    same: dict[tuple[str, str, str], list[tuple[ComponentView | None, Mapped]]] = {}
    for entry in (*entries, *other_programs(capabilities)):
        if entry.of_device:
            same.setdefault((MAIN, entry.platform, entry.says), []).append((None, entry))
            continue
        if entry.capability not in capabilities:
            continue  # most entries are about what the device does not have
        for view in views:
            taken = claimed[view.component]
            if (entry.shows and entry.source in taken) or not _has(view, entry.source):
                continue
            if entry.where.accepts(view) and _works(view, entry):
                for part in _parts(view, entry):
                    role = (view.component, part.platform, part.says)
                    same.setdefault(role, []).append((view, part))
                taken.update(entry.claims, entry.mirrors)
                if entry.exclusive:
                    taken.add(entry.source)
    return tuple(_best(component, found) for (component, *_), found in same.items())


def _best(component: str, found: list[tuple[ComponentView | None, Mapped]]) -> Match:
    """Return the first entry of a role whose attribute has a value, else the first."""
    reporting = (
        entry for view, entry in found if view and view.values.get(entry.source) is not None
    )
    best = next(reporting, found[0][1])
    return Match(component, best, tuple(entry for _, entry in found if entry is not best))
