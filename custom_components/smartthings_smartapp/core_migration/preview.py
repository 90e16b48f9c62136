"""Describes a migration plan in the texts of a form."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import category_registry as cr
from homeassistant.helpers import label_registry as lr
from homeassistant.helpers.translation import async_get_translations

from ..const import DOMAIN
from ..issues.markdown import escape
from .plan import EntityPair, MigrationPlan, shown_name

_MAX_ROWS: Final = 10
"""Rows of a list in a form; the others are only counted."""
_MAX_CHARACTERS: Final = 80
"""Length of a value in a form."""
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
    """One of our devices or entities that changes."""

    core: str
    """Name of core's device, or entity id of core's entity."""
    ours: str
    """Current name or entity id of ours."""
    values: Mapping[Aspect, str]
    """New values as the user knows them; empty if the aspect says everything."""

    @property
    def has_settings(self) -> bool:
        """Whether anything changes that does not depend on the request for entity ids."""
        return not self.values.keys() <= _ON_REQUEST


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything that changes, row by row, and the entities without a counterpart."""

    devices: tuple[Row, ...]
    entities: tuple[Row, ...]
    """Rows with changed settings come first."""
    unmatched: tuple[tuple[str, tuple[str, ...]], ...]
    """Entity ids of core, each with our entity ids that show the same on other platforms."""


@callback
def preview_migration(hass: HomeAssistant, plan: MigrationPlan) -> Preview:
    """Return what a plan changes, with names instead of the ids of the registries."""
    texts = _Texts(hass)
    devices = [
        Row(shown_name(pair.core), shown_name(pair.ours), texts.of_changes(pair.changes))
        for pair in plan.devices
    ]
    entities = [
        Row(pair.core.entity_id, pair.ours.entity_id, texts.of_entity(pair))
        for pair in plan.entities
    ]
    return Preview(
        devices=tuple(row for row in devices if row.values),
        entities=tuple(
            sorted((row for row in entities if row.values), key=lambda row: not row.has_settings)
        ),
        unmatched=tuple((found.core.entity_id, found.alternatives) for found in plan.unmatched),
    )


async def preview_texts(hass: HomeAssistant, preview: Preview) -> dict[str, str]:
    """Return the placeholders of the form: four counts, and two lists in Markdown.

    ``devices`` and ``entities`` count those with changed settings, ``entity_ids`` the entities with
    a changed id, ``lone`` core's entities without a counterpart. ``changes`` and ``lone_entities``
    list the first rows.
    """
    found = await async_get_translations(hass, hass.config.language, "selector", {DOMAIN})
    prefix = f"component.{DOMAIN}.selector.takeover.options."
    words = {aspect: found[f"{prefix}{aspect}"] for aspect in Aspect}
    unmatched = [
        f"`{core}`{''.join(f' (`{entity_id}`)' for entity_id in alternatives)}"
        for core, alternatives in preview.unmatched
    ]
    return {
        "devices": str(len(preview.devices)),
        "entities": str(sum(row.has_settings for row in preview.entities)),
        "entity_ids": str(sum(Aspect.ENTITY_ID in row.values for row in preview.entities)),
        "lone": str(len(unmatched)),
        "changes": _list([_line(row, words) for row in (*preview.devices, *preview.entities)]),
        "lone_entities": _list(unmatched),
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
            values[Aspect.ENTITY_ID] = f"{pair.ours.entity_id} → {pair.entity_id}"
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


def _line(row: Row, words: Mapping[Aspect, str]) -> str:
    changes = (f"{words[aspect]} {_plain(value)}".rstrip() for aspect, value in row.values.items())
    return f"**{_plain(row.core)}**: {', '.join(changes)}"


def _list(lines: list[str]) -> str:
    more = len(lines) - _MAX_ROWS
    shown = [*lines[:_MAX_ROWS], f"… (+{more})"] if more > 0 else lines
    return "\n".join(f"- {line}" for line in shown)


def _plain(text: str) -> str:
    """Return a text that Markdown shows unchanged, shortened."""
    return escape(text if len(text) <= _MAX_CHARACTERS else f"{text[: _MAX_CHARACTERS - 1]}…")
