"""Writes the storage of a Home Assistant in which core's own integration was used.

Run as a program, because it runs a Home Assistant of its own. Core is set up for the simulated home
without any cloud, and a user has made choices in it.
"""

import asyncio
import logging
import sys

from homeassistant import auth, config_entries, loader
from homeassistant.bootstrap import async_load_base_functionality
from homeassistant.components.network.network import async_get_network
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers import label_registry as lr
from pytest_homeassistant_custom_component.common import mock_component

from simulator.devices.house import build_house
from simulator.devices.ids import HOME_LOCATION, Devices

from .core_integration import add_core_entry

_NOT_NEEDED = ("application_credentials", "http", "webhook")


async def _write(folder: str) -> None:
    hass = HomeAssistant(folder)
    hass.config.skip_pip = True
    loader.async_setup(hass)
    hass.config_entries = config_entries.ConfigEntries(hass, {})
    await async_load_base_functionality(hass)
    hass.auth = await auth.auth_manager_from_config(hass, [], [])
    await async_get_network(hass)
    for domain in _NOT_NEEDED:
        mock_component(hass, domain)
    await hass.async_start()
    entry = await add_core_entry(hass, build_house(), HOME_LOCATION)
    await hass.async_block_till_done()
    _choose(hass, entry)
    await hass.async_stop(force=True)


def _choose(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Give names, areas, icons and labels, as a user does over the years."""
    devices, entities = dr.async_get(hass), er.async_get(hass)
    label = lr.async_get(hass).async_create("Holiday").label_id
    study = ar.async_get(hass).async_create("Study").id
    light = devices.async_get_device_by_identifier(
        ("smartthings", Devices.CEILING_LIGHT), entry.entry_id
    )
    assert light is not None
    devices.async_update_device(light.id, name_by_user="Big [lamp]", area_id=study, labels={label})
    for device in dr.async_entries_for_config_entry(devices, entry.entry_id):
        for item in er.async_entries_for_device(entities, device.id):
            entities.async_update_entity(item.entity_id, icon="mdi:star", labels={label})


if __name__ == "__main__":
    logging.disable(logging.ERROR)  # Core cannot show every device of the simulated home.
    asyncio.run(_write(sys.argv[1]))
