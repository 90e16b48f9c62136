"""All entities of the house in one table, and their devices."""

import re

import pytest
from homeassistant.const import EntityCategory
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.translation import async_get_translations
from syrupy.assertion import SnapshotAssertion

from custom_components.smartthings_smartapp.const import DOMAIN
from simulator.devices.ids import Devices
from tests.common.devices import AT_HAND
from tests.common.homes import simulated, with_all_entities
from tests.common.house import House
from tests.common.world import World

_TIME = re.compile(r"\d{4}-\d\d-\d\dT[\d:.+]+")


def _row(house: House, entity: er.RegistryEntry) -> str:
    state = house.hass.states.get(entity.entity_id)
    cells = (
        entity.domain,
        er.async_get_full_entity_name(house.hass, entity),
        entity.original_device_class or entity.device_class,
        entity.unit_of_measurement,
        entity.entity_category,
        _TIME.sub("<time>", state.state) if state else "off by default",
    )
    return " | ".join(str(cell or "-") for cell in cells)


async def test_the_table_of_entities(house: House, snapshot: SnapshotAssertion) -> None:
    """Names, classes, units and states are what a user expects of such a house."""
    registry = er.async_get(house.hass)
    entities = er.async_entries_for_config_entry(registry, house.entry.entry_id)
    assert sorted(_row(house, entity) for entity in entities) == snapshot


async def test_no_two_entities_of_a_device_have_the_same_name(house: House) -> None:
    """A user could not distinguish them on a card."""
    registry = er.async_get(house.hass)
    names = [
        (entity.domain, entity.device_id, entity.original_name)
        for entity in er.async_entries_for_config_entry(registry, house.entry.entry_id)
    ]
    assert len(names) > 100
    assert len(names) == len(set(names))


async def test_a_part_of_a_device_is_its_child(house: House) -> None:
    """Home Assistant shows the freezer below the fridge."""
    devices = dr.async_get(house.hass)
    fridge = devices.async_get_device_by_identifier((DOMAIN, Devices.FRIDGE), house.entry.entry_id)
    assert fridge is not None
    children = dr.async_entries_for_parent_device(devices, fridge.id)
    assert {child.name for child in children} == {"Fridge compartment", "Freezer"}


_NOT_WORDS = re.compile(r"[0-9A-F]+")
"""Numbers, and codes of programs, which their owners name."""
_EVENT_TYPE = "state_attributes.event_type.state"
_WORDS_OF_OTHERS = {"location_mode", "home_connect_program", "picture_mode"}
"""Words of the owner, of a manufacturer, and of the language that is set on a television."""


@pytest.mark.parametrize("language", ["en", "de"])
async def test_every_word_that_an_entity_offers_has_a_text(world: World, language: str) -> None:
    """Otherwise, a page shows the words of SmartThings between texts of the user's language."""
    for path in AT_HAND:
        world.simulator.home.add_device(simulated(path))
    entry = await with_all_entities(world)
    texts = await async_get_translations(world.hass, language, "entity", {DOMAIN})
    raw: set[str] = set()
    for entity in er.async_entries_for_config_entry(er.async_get(world.hass), entry.entry_id):
        if entity.translation_key in _WORDS_OF_OTHERS:
            continue
        of_entity = f"component.{DOMAIN}.entity.{entity.domain}.{entity.translation_key}"
        for words, place in (("options", "state"), ("event_types", _EVENT_TYPE)):
            raw |= {
                f"{entity.domain} {entity.translation_key} {word}"
                for word in (entity.capabilities or {}).get(words) or ()
                if not _NOT_WORDS.fullmatch(word) and f"{of_entity}.{place}.{word}" not in texts
            }
    assert raw == set()


_RESETS_A_CONSUMABLE = re.compile(r"reset_\w*(filter|bag)$")


async def test_the_buttons_that_reset_a_consumable_are_beside_its_usage(house: House) -> None:
    """A filter and a dust bag show both in the same place, as Home Assistant's own filters do."""
    registry = er.async_get(house.hass)
    resets = {
        entity.translation_key: entity.entity_category
        for entity in er.async_entries_for_config_entry(registry, house.entry.entry_id)
        if entity.domain == "button" and _RESETS_A_CONSUMABLE.match(entity.translation_key or "")
    }
    assert {"reset_dust_bag", "reset_water_filter"} <= set(resets)
    assert set(resets.values()) == {EntityCategory.DIAGNOSTIC}
