"""Diagnostics tell how the connection does, and nothing of whose home it is."""

import json

from homeassistant.helpers import device_registry as dr

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.diagnostics import (
    async_get_config_entry_diagnostics,
    async_get_device_diagnostics,
)
from custom_components.smartthings_smartapp.runtime import StConfigEntry
from simulator import Forgery
from simulator.ids import Devices

from .conftest import World


async def test_diagnostics_show_how_the_connection_does(world: World, entry: StConfigEntry) -> None:
    """Deliveries taken and refused, what is subscribed and polled, calls by purpose."""
    world.simulator.faults.forge(Forgery.BODY_CHANGED)
    world.simulator.home.set_attribute(Devices.COFFEE_PLUG, "main", "switch", "switch", "off")
    await world.settle()
    found = json.loads(json.dumps(await async_get_config_entry_diagnostics(world.hass, entry)))
    assert sum(found["deliveries"]["refused"].values()) == 1
    assert len(found["subscriptions"]["wanted"]) == len(world.simulator.subscriptions)
    assert found["subscriptions"]["polled"]
    assert sum(sum(day.values()) for day in found["calls"].values()) > 3
    assert found["options"] == {
        "offline": "sleepers_keep",
        "left_out": 0,
        "longest_interval": 60,
        "raw_events": False,
    }
    assert found["missed"] == {"by_device": {}, "silent": []}
    assert len(found["devices"]) == len(entry.runtime_data.store.devices)


async def test_diagnostics_tell_nothing_of_whose_home_it_is(
    world: World, entry: StConfigEntry
) -> None:
    """No id, label, serial number, URL, token or value."""
    found = json.dumps(await async_get_config_entry_diagnostics(world.hass, entry))
    private = {str(value) for value in entry.data.values() if isinstance(value, str)}
    private -= {entry.data["app_kind"]}
    for device in world.simulator.home.devices.values():
        private |= {device.device_id, device.label if " " in device.label else device.device_id}
    stored = entry.runtime_data.store.devices.values()
    private |= {item.device.serial_number for item in stored if item.device.serial_number}
    private |= set(world.simulator.home.locations)
    assert len(private) > 60
    # Labels may be words of the vocabulary too, so they are looked for as whole texts.
    assert [
        word for word in private if f'"{word}"' in found or (len(word) > 20 and word in found)
    ] == []


async def test_the_diagnostics_of_a_part_are_those_of_its_device(
    world: World, entry: StConfigEntry
) -> None:
    """What is not shown is named, for the next entry of the mapping."""
    registry = dr.async_get(world.hass)
    whole = registry.async_get_device_by_identifier((DOMAIN, Devices.FRIDGE), entry.entry_id)
    assert whole is not None
    part, *_ = dr.async_entries_for_parent_device(registry, whole.id)
    found = await async_get_device_diagnostics(world.hass, entry, part)
    assert found == await async_get_device_diagnostics(world.hass, entry, whole)
    assert found["category"] == "Refrigerator"
    assert "main ocf mnmo" in json.loads(json.dumps(found))["not_shown"]
    home = registry.async_get_device_by_identifier(
        (DOMAIN, entry.data["location_id"]), entry.entry_id
    )
    assert home is not None
    assert await async_get_device_diagnostics(world.hass, entry, home) == {}
