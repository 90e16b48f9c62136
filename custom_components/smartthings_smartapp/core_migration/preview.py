"""Describes a migration plan in the texts of a form."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import category_registry as cr
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import label_registry as lr
from homeassistant.helpers.translation import async_get_translations

from ..const import DOMAIN
from ..issues.markdown import escape
from .plan import EntityPair, MigrationPlan, shown_name

_ASSISTANTS: Mapping[str, str] = {
    "cloud.alexa": "Amazon Alexa",
    "cloud.google_assistant": "Google Assistant",
    "conversation": "Assist",
}


class Aspect(StrEnum):
    """What changes. The translations have a word for each under ``selector.takeover``."""

    ALIASES = "aliases"
    AREA = "area"
    ASSISTANTS = "assistants"
    CATEGORIES = "categories"
    DEVICE_CLASS = "device_class"
    DISABLED = "disabled"
    ENABLED = "enabled"
    ENTITY_ID = "entity_id"
    HIDDEN = "hidden"
    ICON = "icon"
    LABELS = "labels"
    NAME = "name"
    OPTIONS = "options"


_ON_REQUEST = frozenset({Aspect.ENABLED, Aspect.ENTITY_ID})
_ASPECTS: Mapping[str, Aspect] = {
    "name": Aspect.NAME,
    "name_by_user": Aspect.NAME,
    "area_id": Aspect.AREA,
    "icon": Aspect.ICON,
    "device_class": Aspect.DEVICE_CLASS,
    "aliases": Aspect.ALIASES,
    "labels": Aspect.LABELS,
    "categories": Aspect.CATEGORIES,
    "disabled_by": Aspect.DISABLED,
    "hidden_by": Aspect.HIDDEN,
}
"""Aspect by argument of a registry, in the order of a row."""


@dataclass(frozen=True, slots=True)
class Row:
    """One of our entities that changes."""

    core: str
    """Entity id of core's entity."""
    ours: str
    """Current entity id of ours."""
    values: Mapping[Aspect, str]
    """New values as the user knows them; empty if the aspect says everything.

    For the entity id, the value is the one that core's replaces.
    """

    @property
    def has_settings(self) -> bool:
        """Whether anything changes that does not depend on the request for entity ids."""
        return not self.values.keys() <= _ON_REQUEST


@dataclass(frozen=True, slots=True)
class Group:
    """One of core's devices: what changes in ours, and in its entities."""

    name: str
    """Name of core's device, or of the location for entities without a device."""
    values: Mapping[Aspect, str] = MappingProxyType({})
    """New values of our device; empty if only its entities change."""
    entities: tuple[Row, ...] = ()
    """Rows with changed settings come first."""
    unmatched: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Entity ids of core, each with our entity ids that show the same on other platforms."""


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything that changes, device by device, and the entities without a counterpart."""

    groups: tuple[Group, ...]
    """By name; that of the entities without a device is the last one."""

    @property
    def rows(self) -> tuple[Row, ...]:
        """The entities that change."""
        return tuple(row for group in self.groups for row in group.entities)


@callback
def preview_migration(hass: HomeAssistant, plan: MigrationPlan) -> Preview:
    """Return what a plan changes, with names instead of the ids of the registries."""
    texts = _Texts(hass)
    values = {pair.core.id: texts.of_changes(pair.changes) for pair in plan.devices}
    entities: dict[str | None, list[Row]] = defaultdict(list)
    for pair in plan.entities:
        if changes := texts.of_entity(pair):
            row = Row(pair.core.entity_id, pair.ours.entity_id, changes)
            entities[pair.core.device_id].append(row)
    unmatched: dict[str | None, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for found in plan.unmatched:
        unmatched[found.core.device_id].append((found.core.entity_id, found.alternatives))
    devices = dr.async_get(hass)

    def group(device_id: str | None) -> Group:
        device = devices.async_get(device_id) if device_id else None
        return Group(
            shown_name(device) if device else plan.entry.title,
            values.get(device_id or "", {}),
            tuple(sorted(entities[device_id], key=lambda row: not row.has_settings)),
            tuple(unmatched[device_id]),
        )

    changed = {device_id for device_id, found in values.items() if found}
    groups = {key: group(key) for key in (*changed, *entities, *unmatched)}
    order = sorted(groups, key=lambda key: (key is None, groups[key].name.casefold()))
    return Preview(tuple(groups[key] for key in order))


async def preview_texts(hass: HomeAssistant, preview: Preview) -> dict[str, str]:
    """Return the placeholders of the form: four counts, and two lists in Markdown.

    ``devices`` and ``entities`` count those with changed settings, ``entity_ids`` the entities with
    a changed id, ``lone`` core's entities without a counterpart. ``changes`` and ``lone_entities``
    list all of them by device, because the user agrees to each.
    """
    found = await async_get_translations(hass, hass.config.language, "selector", {DOMAIN})
    prefix = f"component.{DOMAIN}.selector.takeover.options."
    words = {aspect: found[f"{prefix}{aspect}"] for aspect in Aspect}
    return {
        "devices": str(sum(bool(group.values) for group in preview.groups)),
        "entities": str(sum(row.has_settings for row in preview.rows)),
        "entity_ids": str(sum(Aspect.ENTITY_ID in row.values for row in preview.rows)),
        "lone": str(sum(len(group.unmatched) for group in preview.groups)),
        "changes": "\n".join(
            line for group in preview.groups for line in _changes_of(group, words)
        ),
        "lone_entities": "\n".join(
            line for group in preview.groups for line in _unmatched_of(group)
        ),
    }


class _Texts:
    """Texts for changes, with names instead of the ids of the registries."""

    def __init__(self, hass: HomeAssistant) -> None:
        self._areas = ar.async_get(hass)
        self._categories = cr.async_get(hass)
        self._labels = lr.async_get(hass)

    def of_changes(self, changes: Mapping[str, object]) -> dict[Aspect, str]:
        """Return the values of a row for the arguments of a registry."""
        return {
            aspect: self._text(aspect, changes[argument])
            for argument, aspect in _ASPECTS.items()
            if argument in changes
        }

    def of_entity(self, pair: EntityPair) -> dict[Aspect, str]:
        """Return the values of an entity's row."""
        values = self.of_changes(pair.changes)
        if pair.options:
            values[Aspect.OPTIONS] = ""
        if pair.exposed:
            values[Aspect.ASSISTANTS] = ", ".join(
                f"{'+' if exposed else '-'}{_ASSISTANTS[assistant]}"
                for assistant, exposed in pair.exposed.items()
            )
        if pair.entity_id:
            values[Aspect.ENTITY_ID] = f"`{pair.ours.entity_id}`"
        if pair.enables:
            values[Aspect.ENABLED] = ""
        return values

    def _text(self, aspect: Aspect, value: object) -> str:
        match aspect, value:
            case Aspect.NAME | Aspect.ICON | Aspect.DEVICE_CLASS, str():
                return value
            case Aspect.AREA, str():
                area = self._areas.async_get_area(value)
                return area.name if area else value
            case Aspect.ALIASES, list():
                return ", ".join(alias for alias in value if isinstance(alias, str))
            case Aspect.LABELS, set():
                labels = map(self._labels.async_get_label, value)
                return ", ".join(sorted(label.name for label in labels if label))
            case Aspect.CATEGORIES, dict():
                categories = (
                    self._categories.async_get_category(scope=scope, category_id=category_id)
                    for scope, category_id in value.items()
                )
                return ", ".join(category.name for category in categories if category)
        return ""


def _changes_of(group: Group, words: Mapping[Aspect, str]) -> Iterator[str]:
    """Yield the lines of a device: the changes of the device, and below it of its entities."""
    if not (group.values or group.entities):
        return
    changes = f" ({_listed(group.values, words)})" if group.values else ""
    yield f"- **{escape(group.name)}**{changes}"
    for row in group.entities:
        yield f"  - `{row.core}` ({_listed(row.values, words)})"


def _unmatched_of(group: Group) -> Iterator[str]:
    if not group.unmatched:
        return
    yield f"- **{escape(group.name)}**"
    for core, alternatives in group.unmatched:
        yield f"  - `{core}`{''.join(f' (`{entity_id}`)' for entity_id in alternatives)}"


def _listed(values: Mapping[Aspect, str], words: Mapping[Aspect, str]) -> str:
    """Return changes in one line; a value may contain commas."""
    return "; ".join(
        f"{words[aspect]}: {_shown(aspect, value)}" if value else words[aspect]
        for aspect, value in values.items()
    )


def _shown(aspect: Aspect, value: str) -> str:
    """Return a value as Markdown; entity ids are code already."""
    return value if aspect is Aspect.ENTITY_ID else escape(value)
