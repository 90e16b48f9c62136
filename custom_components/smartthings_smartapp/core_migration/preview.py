"""What a takeover would change, in words for a form."""

from collections.abc import Iterable, Iterator, Mapping
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
from .plan import (
    DeviceChanges,
    EntityChanges,
    EntityPair,
    Takeover,
    shown_name,
)

_ROWS: Final = 10
"""Rows of a list in a form; the rest is counted."""
_LONGEST: Final = 80
"""Characters of a value in a form."""
_ASSISTANTS: Mapping[str, str] = {
    "cloud.alexa": "Amazon Alexa",
    "cloud.google_assistant": "Google Assistant",
    "conversation": "Assist",
}


class Aspect(StrEnum):
    """What changes; each has its word in the translations, under ``selector.takeover``."""

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


@dataclass(frozen=True, slots=True)
class Row:
    """A device or an entity of ours that changes."""

    core: str
    """Name of core's device, or entity id of core's entity."""
    ours: str
    """The same of ours, as it is now."""
    values: Mapping[Aspect, str]
    """What it will be, in the user's words; empty where the aspect says all."""

    @property
    def has_settings(self) -> bool:
        """Whether anything changes that needs no request of its own, as the entity id does."""
        return not self.values.keys() <= _ON_REQUEST


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything that changes, row by row, and what has no counterpart of ours."""

    devices: tuple[Row, ...]
    entities: tuple[Row, ...]
    """Those with other settings come first."""
    lone: tuple[tuple[str, tuple[str, ...]], ...]
    """Entity ids of core, each with those of ours that show the same on other platforms."""


@callback
def preview_takeover(hass: HomeAssistant, takeover: Takeover) -> Preview:
    """Return what would change, with names in place of the registries' own ids."""
    names = _Names(hass)
    devices = [
        Row(shown_name(pair.core), shown_name(pair.ours), names.of_device(pair.changes))
        for pair in takeover.devices
    ]
    entities = [
        Row(pair.core.entity_id, pair.ours.entity_id, names.of_entity(pair))
        for pair in takeover.entities
    ]
    return Preview(
        devices=tuple(row for row in devices if row.values),
        entities=tuple(
            sorted((row for row in entities if row.values), key=lambda row: not row.has_settings)
        ),
        lone=tuple((lone.core.entity_id, lone.instead) for lone in takeover.lone),
    )


async def preview_texts(hass: HomeAssistant, preview: Preview) -> dict[str, str]:
    """Return the placeholders of a form: four counts, and two lists in Markdown.

    ``devices`` and ``entities`` count those with other settings, ``entity_ids`` the entities whose
    id would change, ``lone`` core's entities without counterpart. ``changes`` and ``lone_entities``
    list the first of them.
    """
    found = await async_get_translations(hass, hass.config.language, "selector", {DOMAIN})
    prefix = f"component.{DOMAIN}.selector.takeover.options."
    words = {aspect: found[f"{prefix}{aspect}"] for aspect in Aspect}
    lone = [
        f"`{core}`{''.join(f' (`{entity_id}`)' for entity_id in instead)}"
        for core, instead in preview.lone
    ]
    return {
        "devices": str(len(preview.devices)),
        "entities": str(sum(row.has_settings for row in preview.entities)),
        "entity_ids": str(sum(Aspect.ENTITY_ID in row.values for row in preview.entities)),
        "lone": str(len(lone)),
        "changes": _listed([_line(row, words) for row in (*preview.devices, *preview.entities)]),
        "lone_entities": _listed(lone),
    }


class _Names:
    """The user's words for what the registries know by id."""

    def __init__(self, hass: HomeAssistant) -> None:
        self._areas = ar.async_get(hass)
        self._categories = cr.async_get(hass)
        self._labels = lr.async_get(hass)

    def of_device(self, changes: DeviceChanges) -> dict[Aspect, str]:
        """Return the values of a device's row."""
        values: dict[Aspect, str] = {}
        if name := changes.get("name_by_user"):
            values[Aspect.NAME] = name
        if area_id := changes.get("area_id"):
            values[Aspect.AREA] = self._area(area_id)
        if labels := changes.get("labels"):
            values[Aspect.LABELS] = self._label_names(labels)
        if "disabled_by" in changes:
            values[Aspect.DISABLED] = ""
        return values

    def of_entity(self, pair: EntityPair) -> dict[Aspect, str]:
        """Return the values of an entity's row."""
        values = self._texts(pair.changes)
        if "disabled_by" in pair.changes:
            values[Aspect.DISABLED] = ""
        if "hidden_by" in pair.changes:
            values[Aspect.HIDDEN] = ""
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

    def _texts(self, changes: EntityChanges) -> dict[Aspect, str]:
        """Return what the user called it and put it to."""
        values: dict[Aspect, str] = {}
        if (name := changes.get("name")) is not None:
            values[Aspect.NAME] = name
        if area_id := changes.get("area_id"):
            values[Aspect.AREA] = self._area(area_id)
        if icon := changes.get("icon"):
            values[Aspect.ICON] = icon
        if device_class := changes.get("device_class"):
            values[Aspect.DEVICE_CLASS] = device_class
        if "aliases" in changes:
            aliases = (alias for alias in changes["aliases"] if isinstance(alias, str))
            values[Aspect.ALIASES] = ", ".join(aliases)
        if labels := changes.get("labels"):
            values[Aspect.LABELS] = self._label_names(labels)
        if categories := changes.get("categories"):
            values[Aspect.CATEGORIES] = ", ".join(self._category_names(categories))
        return values

    def _area(self, area_id: str) -> str:
        area = self._areas.async_get_area(area_id)
        return area.name if area else area_id

    def _label_names(self, label_ids: Iterable[str]) -> str:
        known = map(self._labels.async_get_label, label_ids)
        return ", ".join(sorted(label.name for label in known if label))

    def _category_names(self, categories: Mapping[str, str]) -> Iterator[str]:
        for scope, category_id in categories.items():
            if category := self._categories.async_get_category(
                scope=scope, category_id=category_id
            ):
                yield category.name


def _line(row: Row, words: Mapping[Aspect, str]) -> str:
    changes = (f"{words[aspect]} {_plain(value)}".rstrip() for aspect, value in row.values.items())
    return f"**{_plain(row.core)}**: {', '.join(changes)}"


def _listed(lines: list[str]) -> str:
    more = len(lines) - _ROWS
    shown = [*lines[:_ROWS], f"… (+{more})"] if more > 0 else lines
    return "\n".join(f"- {line}" for line in shown)


def _plain(text: str) -> str:
    """Return a text that Markdown shows as it is, shortened."""
    return escape(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…")
