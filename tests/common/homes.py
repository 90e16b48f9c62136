"""A location with every available device: the simulated house, and recorded devices."""

import json
from datetime import UTC, datetime
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from homeassistant.helpers import entity_registry as er

from custom_components.smartthings_smartapp.cloud.json_types import JsonObject, as_object
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from simulator.devices.device import SimDevice, Status, listed_device
from simulator.devices.ids import HOME_LOCATION
from tests.common.world import World

_HEARD = datetime(2026, 11, 24, 8, tzinfo=UTC)


def simulated(path: Path) -> SimDevice:
    """Return a recorded device as one of the simulated location, with its own id."""
    return as_simulated(path.stem, as_object(json.loads(path.read_text())))


def as_simulated(name: str, content: JsonObject) -> SimDevice:
    """Return ``{device, status}`` as a simulated device, with an id from its name."""
    facts: JsonObject = {
        "type": "VIRTUAL",
        "name": name,
        "presentationId": name,
        "manufacturerName": "",
        **as_object(content["device"]),
        "deviceId": str(uuid5(NAMESPACE_URL, name)),
        "locationId": HOME_LOCATION,
    }
    for key in ("roomId", "parentDeviceId"):
        facts.pop(key, None)
    status: Status = json.loads(json.dumps(as_object(content["status"])["components"]))
    return listed_device(facts, status, _HEARD)


async def with_all_entities(world: World) -> SmartThingsConfigEntry:
    """Set the location up, and enable the entities that are disabled by default."""
    entry = await world.add_location()
    registry = er.async_get(world.hass)
    for item in er.async_entries_for_config_entry(registry, entry.entry_id):
        registry.async_update_entity(item.entity_id, disabled_by=None)
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    return entry
