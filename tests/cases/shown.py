"""What a user sees of a device: entities with their texts, triggers, unmapped attributes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.device_automation import (
    DeviceAutomationType,
    async_get_device_automations,
)
from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.translation import async_get_cached_translations, async_translate_state

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.diagnostics.device import device_facts
from custom_components.smartthings_smartapp.diagnostics.redaction import Names
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from simulator.devices.device import Json, SimDevice
from tests.common.homes import as_simulated
from tests.common.passing_time import pass_time
from tests.common.world import World

_LISTS = {
    "options": "",
    "event_types": "event_type",
    "hvac_modes": "",
    "preset_modes": "preset_mode",
    "fan_modes": "fan_mode",
    "swing_modes": "swing_mode",
    "operation_list": "",
    "available_modes": "mode",
    "source_list": "source",
    "sound_mode_list": "sound_mode",
    "fan_speed_list": "fan_speed",
}
"""Attributes that list words, and the attribute with one of them. None means the state."""
_BOUNDS = ("min", "max", "step", "min_temp", "max_temp", "target_temp_step")
_NO_WORDS = frozenset({STATE_UNAVAILABLE, STATE_UNKNOWN})

_UNTIL_THE_FIRST = 31
_BETWEEN = 22
"""Seconds between the requests for two definitions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One entity as a user sees it."""

    platform: str
    entity_id: str
    unique_id: str
    name: str
    """The name, with the name of its device."""
    own_name: str | None
    """The name without it. None if the entity has just the name of its device."""
    child: str | None
    """The name of its child device."""
    enabled: bool
    """Whether it is enabled by default."""
    category: str | None
    state: str | None
    """The state. None while the entity is disabled."""
    texts: Mapping[str, str]
    """The translation of the state and of each option."""
    attributes: Mapping[str, Any]  # as Home Assistant has them

    @property
    def device_class(self) -> object:
        """The device class."""
        return self.attributes.get("device_class")

    @property
    def unit(self) -> object:
        """The unit of measurement."""
        return self.attributes.get("unit_of_measurement")

    @property
    def options(self) -> tuple[str, ...]:
        """The options or event types."""
        return tuple(option for key in _LISTS for option in _words(self.attributes.get(key)))


def _words(listed: object) -> list[str]:
    return [str(word) for word in listed] if isinstance(listed, list) else []


@dataclass
class Shown:
    """A device as Home Assistant shows it."""

    hass: HomeAssistant
    entry: SmartThingsConfigEntry
    device_id: str
    """The id of the device in SmartThings."""
    first: frozenset[str] = field(init=False)
    """Unique ids of the entities that are enabled by default."""

    def __post_init__(self) -> None:
        """Remember the entities that are enabled by default."""
        self.first = frozenset(item.unique_id for item in self._registered() if not item.disabled)

    def _registered(self) -> list[er.RegistryEntry]:
        registry = er.async_get(self.hass)
        return [
            item
            for item in er.async_entries_for_config_entry(registry, self.entry.entry_id)
            if item.unique_id.startswith(self.device_id)
        ]

    def rows(self) -> list[Row]:
        """Return the entities, first those of the device, then those of its child devices."""
        rows = [self._row(item) for item in self._registered()]
        return sorted(rows, key=lambda row: (row.child or "", row.platform, row.name))

    def _row(self, item: er.RegistryEntry) -> Row:
        state = self.hass.states.get(item.entity_id)
        device = dr.async_get(self.hass).async_get(item.device_id) if item.device_id else None
        part = f"{self.device_id}_" in str(sorted(device.identifiers)) if device else False
        row = Row(
            platform=item.domain,
            entity_id=item.entity_id,
            unique_id=item.unique_id,
            name=er.async_get_full_entity_name(self.hass, item),
            own_name=item.original_name,
            child=device.name if device and part else None,
            enabled=item.unique_id in self.first,
            category=str(item.entity_category) if item.entity_category else None,
            state=state.state if state else None,
            texts={},
            attributes=state.attributes if state else {},
        )
        texts = {
            word: self._text(item, word, key and f"state_attributes.{key}.", row.device_class)
            for listing, key in _LISTS.items()
            for word in (
                *(() if key or row.state in (None, *_NO_WORDS) else (str(row.state),)),
                *_words(row.attributes.get(listing)),
            )
        }
        return replace(row, texts=texts)

    def _text(self, item: er.RegistryEntry, word: str, place: str, device_class: object) -> str:
        """Return the translation of a state or of the value of an attribute."""
        texts = async_get_cached_translations(self.hass, "en", "entity", DOMAIN)
        key = f"component.{DOMAIN}.entity.{item.domain}.{item.translation_key}.{place}state.{word}"
        if place or key in texts:
            return texts.get(key, word)
        of_class = str(device_class) if device_class else None
        return async_translate_state(
            self.hass, word, item.domain, DOMAIN, item.translation_key, of_class
        )

    async def triggers(self) -> list[str]:
        """Return the device triggers of the integration, each as ``press of button``."""
        registry_id = self.entry.runtime_data.parts.registrar.registry_id(self.device_id)
        assert registry_id is not None
        found = await async_get_device_automations(
            self.hass, DeviceAutomationType.TRIGGER, [registry_id]
        )
        return [
            f"{item['type']} of {item['subtype']}"
            for item in found[registry_id]
            if item["domain"] == DOMAIN
        ]

    def left(self) -> Iterator[str]:
        """Yield the attributes that no mapping entry shows."""
        facts = device_facts(self.hass, self.entry.runtime_data, self.device_id, Names(()))
        rows = facts["not_shown"]
        assert isinstance(rows, list)
        for row in rows:
            assert isinstance(row, dict)
            unit = f" {row['unit']}" if row["unit"] else ""
            value = str(row["value"])
            yield f"{row['component']} {row['capability']}.{row['attribute']} = {value[:100]}{unit}"

    async def report(self) -> Iterator[str]:
        """Return the lines of the report about the device."""
        device = self.entry.runtime_data.parts.store.devices[self.device_id].device
        facts = (device.manufacturer, device.model, device.category, device.device_type)
        lines = [f"== {device.label} ({', '.join(fact for fact in facts if fact)})"]
        for row in self.rows():
            lines += _lines(row)
        lines += (f"  trigger: {trigger}" for trigger in await self.triggers())
        lines += (f"  left over: {left}" for left in self.left())
        return iter(lines)


def _with_texts(row: Row, texts: Mapping[str, str]) -> Row:
    return Row(**{**{name: getattr(row, name) for name in row.__slots__}, "texts": texts})


async def definitions_read(world: World, freezer: FrozenDateTimeFactory) -> None:
    """Let time pass until all needed definitions are loaded."""
    entries: list[SmartThingsConfigEntry] = world.hass.config_entries.async_loaded_entries(DOMAIN)
    await pass_time(world, freezer, _UNTIL_THE_FIRST)
    for _ in range(sum(entry.runtime_data.parts.generic.due() for entry in entries)):
        await pass_time(world, freezer, _BETWEEN)


def _lines(row: Row) -> Iterator[str]:
    shown = row.texts.get(str(row.state), row.state)
    state = row.state if shown == row.state else f"{row.state} [{shown}]"
    facts = {
        "class": row.device_class,
        "unit": row.unit,
        "category": row.category,
        "child device": row.child,
    }
    yield " ".join(
        (
            "  on " if row.enabled else "  off",
            f"{row.name!r} = {state}",
            *(f"{name}={value}" for name, value in facts.items() if value is not None),
        )
    )
    yield f"       {row.entity_id}  {row.unique_id.partition('_')[2]}"
    bounds = [f"{key}={row.attributes[key]}" for key in _BOUNDS if key in row.attributes]
    if bounds:
        yield f"       {', '.join(bounds)}"
    if row.options:
        texts = (
            word if row.texts.get(word, word) == word else f"{word} [{row.texts[word]}]"
            for word in row.options
        )
        yield f"       options: {', '.join(texts)}"


type Parts = dict[str, dict[str, dict[str, Json]]]


def device(
    parts: Parts,
    category: str = "Other",
    labels: dict[str, str] | None = None,
    categories: dict[str, str] | None = None,
) -> SimDevice:
    """Return a device from components, capabilities, attributes and values."""
    content: dict[str, Any] = {
        "device": {
            "label": "Thing",
            "components": [
                {
                    "id": component,
                    "label": (labels or {}).get(component, component),
                    "capabilities": [{"id": name, "version": 1} for name in capabilities],
                    "categories": [
                        {
                            "name": (categories or {}).get(
                                component, category if component == "main" else "Other"
                            ),
                            "categoryType": "manufacturer",
                        }
                    ],
                }
                for component, capabilities in parts.items()
            ],
        },
        "status": {
            "components": {
                component: {
                    capability: {name: {"value": value} for name, value in attributes.items()}
                    for capability, attributes in capabilities.items()
                }
                for component, capabilities in parts.items()
            }
        },
    }
    return as_simulated("Thing", content)
