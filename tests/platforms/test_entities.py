"""All entities of the house in one table, and their devices."""

import re

from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from syrupy.assertion import SnapshotAssertion

from custom_components.smartthings_smartapp.const import DOMAIN
from simulator.devices.ids import Devices
from tests.common.house import House

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
