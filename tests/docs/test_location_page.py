"""The page of the location, whose entities are in no table of the mapping."""

import re

from homeassistant.helpers import entity_registry as er

from simulator.devices.ids import HOME_LOCATION
from tests.common.world import World

from .device_pages import FOLDER


async def test_the_page_of_the_location_lists_its_entities(world: World) -> None:
    """Scenes and the alarm panel are in italics, because they have names of their own."""
    entry = await world.add_location()
    registry = er.async_get(world.hass)
    shown = {
        (item.original_name, item.domain, "no" if item.disabled else "yes")
        for item in er.async_entries_for_config_entry(registry, entry.entry_id)
        if item.unique_id.startswith(HOME_LOCATION) and item.domain != "scene"
    }
    table = (FOLDER / "location.md").read_text()
    listed = {*re.findall(r"^\| ([^*|]+?) \| (\w+) \| (yes|no) \|", table, re.MULTILINE)}
    assert listed == shown
