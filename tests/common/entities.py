"""The state of a config entry, and the ids of its devices and entities."""

from homeassistant.config_entries import ConfigEntryState
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from simulator.devices.ids import Devices
from tests.common.world import World


def state_of(entry: SmartThingsConfigEntry) -> ConfigEntryState:
    """Return the state of an entry. A call keeps mypy from assuming that it does not change."""
    return entry.state


def entity_of(world: World, device_id: str, platform: str) -> str:
    """Return the entity id of a device's first entity of a platform."""
    registry = er.async_get(world.hass)
    return next(
        item.entity_id
        for item in registry.entities.values()
        if item.unique_id.startswith(f"{device_id}_") and item.domain == platform
    )


def device_of(world: World, entry: SmartThingsConfigEntry, device_id: str) -> dr.DeviceEntry | None:
    """Return the registry entry of a device."""
    return dr.async_get(world.hass).async_get_device_by_identifier(
        (DOMAIN, device_id), entry.entry_id
    )


def entity_ids(world: World, entry: SmartThingsConfigEntry) -> dict[str, str]:
    """Return the entity ids by unique id."""
    registry = er.async_get(world.hass)
    found = er.async_entries_for_config_entry(registry, entry.entry_id)
    return {item.unique_id: item.entity_id for item in found}


async def assert_alive(world: World, *, value: str = "open") -> None:
    """Check that an event arrives and changes the state of the front door."""
    world.simulator.home.set_attribute(
        Devices.FRONT_DOOR, "main", "contactSensor", "contact", value
    )
    await world.settle()
    expected = {"open": "on", "closed": "off"}[value]
    assert world.state("binary_sensor.hallway_front_door_door") == expected
