"""More entities than Home Assistant accepts: the important ones are added, the others named."""

import pytest
from homeassistant.helpers import entity_platform
from homeassistant.helpers import entity_registry as er

from custom_components.smartthings_smartapp.location.entity_loader import _OF_LOCATION
from simulator.devices.device import make_device
from simulator.devices.ids import HOME_LOCATION
from tests.common.world import World

LAMPS = 6


async def test_lights_come_before_settings_and_diagnostics(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Otherwise Home Assistant accepts them by platform, and lights and switches are missing."""
    home = world.simulator.home
    for device_id in tuple(home.devices):
        home.remove_device(device_id)
    for scene_id in tuple(home.scenes):
        home.scenes.pop(scene_id)
    for number in range(LAMPS):
        home.add_device(
            make_device(
                f"00000000-0000-4000-8000-0000000000{number:02}",
                f"Lamp {number}",
                location_id=HOME_LOCATION,
                category="Light",
                components={
                    "main": {
                        "switch": {"switch": "on"},
                        "switchLevel": {"level": 40},
                        "battery": {"battery": 80},
                        "tamperAlert": {"tamper": "clear"},
                        "temperatureMeasurement": {"temperature": 20},
                    }
                },
            )
        )
    # A light and a temperature sensor of each device, in addition to those of the location.
    most = 2 * LAMPS + _OF_LOCATION
    monkeypatch.setattr(entity_platform, "MAX_ENABLED_ENTITIES_PER_CONFIG_ENTRY", most)
    entry = await world.add_location()
    registry = er.async_get(world.hass)
    enabled = [
        item
        for item in er.async_entries_for_config_entry(registry, entry.entry_id)
        if not item.disabled and item.unique_id.startswith("00000000")
    ]
    kinds = [item.unique_id.rpartition("_")[2] for item in enabled]
    assert kinds.count("light") == LAMPS
    assert kinds.count("temperature") == LAMPS
    assert len(kinds) == 2 * LAMPS
    (said,) = (record for record in caplog.messages if "were not added" in record)
    assert "binary_sensor" in said
    assert not any("Reached the maximum" in message for message in caplog.messages)
