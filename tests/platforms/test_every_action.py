"""Every action on every entity ends in a command or an error with a text, never in a traceback."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final

import pytest
from homeassistant.components.climate import HVACMode
from homeassistant.components.media_player import MediaType, RepeatMode
from homeassistant.const import ATTR_ENTITY_ID, Platform
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er

from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from simulator import SimulatorOptions
from simulator.devices.ids import HOME_LOCATION, Devices
from tests.common.devices import AT_HAND
from tests.common.homes import simulated, with_all_entities
from tests.common.world import World

type _Data = Mapping[str, Any]

_DATA: Final[Mapping[str, _Data]] = {
    "climate.set_fan_mode": {"fan_mode": "turbo"},
    "climate.set_humidity": {"humidity": 50},
    "climate.set_hvac_mode": {"hvac_mode": HVACMode.HEAT},
    "climate.set_preset_mode": {"preset_mode": "away"},
    "climate.set_swing_horizontal_mode": {"swing_horizontal_mode": "on"},
    "climate.set_swing_mode": {"swing_mode": "vertical"},
    "climate.set_temperature": {"temperature": 1e300},
    "cover.set_cover_position": {"position": 40},
    "cover.set_cover_tilt_position": {"tilt_position": 40},
    "datetime.set_value": {"datetime": "2040-05-01T08:30:00+02:00"},
    "fan.oscillate": {"oscillating": True},
    "fan.set_direction": {"direction": "forward"},
    "fan.set_percentage": {"percentage": 35},
    "fan.set_preset_mode": {"preset_mode": "sleep"},
    "humidifier.set_humidity": {"humidity": 50},
    "humidifier.set_mode": {"mode": "sleep"},
    "media_player.join": {"group_members": []},
    "media_player.media_seek": {"seek_position": 5},
    "media_player.play_media": {
        "media": {"media_content_type": MediaType.CHANNEL, "media_content_id": "7"}
    },
    "media_player.repeat_set": {"repeat": RepeatMode.ALL},
    "media_player.search_media": {"search_query": "jazz"},
    "media_player.select_sound_mode": {"sound_mode": "cinema"},
    "media_player.select_source": {"source": "HDMI 9"},
    "media_player.shuffle_set": {"shuffle": True},
    "media_player.volume_mute": {"is_volume_muted": True},
    "media_player.volume_set": {"volume_level": 0.3},
    "notify.send_message": {"message": "Hello"},
    "number.set_value": {"value": 1e300},
    "remote.delete_command": {"command": ["HOME"]},
    "remote.send_command": {"command": ["none of these"]},
    "select.select_option": {"option": "none of these"},
    "text.set_value": {"value": "none of these"},
    "time.set_value": {"time": "07:15:00"},
    "vacuum.clean_area": {"cleaning_area_id": ["kitchen"]},
    "vacuum.send_command": {"command": "none of these"},
    "vacuum.set_fan_speed": {"fan_speed": "none of these"},
    "valve.set_valve_position": {"position": 40},
    "water_heater.set_away_mode": {"away_mode": True},
    "water_heater.set_operation_mode": {"operation_mode": "eco"},
    "water_heater.set_temperature": {"temperature": 1e300},
}
"""Required data of an action besides its entity; the entity may not support them."""

_ASKING: Final = ("media_player.browse_media", "media_player.search_media")
"""Actions with a response."""
_OTHERS: Final = (
    "device_tracker.see",
    "image.snapshot",
    "notify.persistent_notification",
    "scene.apply",
    "scene.create",
    "scene.reload",
)
"""Actions without an entity, or that write a file."""


@pytest.fixture
def simulator_options() -> SimulatorOptions:
    """Return a cloud without limits for commands."""
    return SimulatorOptions(rate_limits=False)


@pytest.fixture
async def entry(world: World) -> SmartThingsConfigEntry:
    """Set up all devices with all entities."""
    for path in AT_HAND:
        world.simulator.home.add_device(simulated(path))
    return await with_all_entities(world)


def _one_of_each(world: World, entry: SmartThingsConfigEntry) -> list[er.RegistryEntry]:
    """Return one entity of each kind with actions: by platform, texts and features."""
    found: dict[tuple[object, ...], er.RegistryEntry] = {}
    for item in er.async_entries_for_config_entry(er.async_get(world.hass), entry.entry_id):
        state = world.hass.states.get(item.entity_id)
        if world.hass.services.async_services_for_domain(item.domain) and state:
            key = item.translation_key or item.original_name or item.unique_id.rpartition("_")[2]
            found[item.domain, key, item.supported_features] = item
    return list(found.values())


async def _act(world: World, item: er.RegistryEntry) -> list[str]:
    """Perform every action on an entity; return those with another result."""
    failed = []
    for service in world.hass.services.async_services_for_domain(item.domain):
        action = f"{item.domain}.{service}"
        if action in _OTHERS:
            continue
        try:
            await world.hass.services.async_call(
                item.domain,
                service,
                {ATTR_ENTITY_ID: item.entity_id, **_DATA.get(action, {})},
                blocking=True,
                return_response=action in _ASKING,
            )
        except HomeAssistantError as err:
            if not err.translation_key:
                failed.append(f"{action} {item.entity_id}: {err!r}")
        except Exception as err:  # noqa: BLE001 (the test looks for any other)
            failed.append(f"{action} {item.entity_id}: {err!r}")
    return failed


async def test_every_action_ends_in_a_command_or_an_error_with_a_text(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """Home Assistant offers some actions without a check of the entity."""
    items = _one_of_each(world, entry)
    assert {item.domain for item in items} > {Platform.ALARM_CONTROL_PANEL, Platform.SCENE}
    failed = [line for item in items for line in await _act(world, item)]
    assert not failed, "\n".join(failed)


async def test_removed_devices_leave_no_traceback(
    world: World, entry: SmartThingsConfigEntry, caplog: pytest.LogCaptureFixture
) -> None:
    """Their entities write their states once more before they are removed."""
    home = world.simulator.home
    devices = [key for key, device in home.devices.items() if device.location_id == HOME_LOCATION]
    for device_id in devices:
        home.remove_device(device_id)
    await world.settle()
    assert entry.runtime_data.parts.store.devices == {}
    assert [record for record in caplog.records if record.exc_info] == []


@pytest.mark.devices(Devices.TELEVISION)
async def test_a_device_that_goes_during_a_command_is_named_in_the_error(world: World) -> None:
    """Neither the cloud nor the store has the device any more."""
    await world.add_location()
    (entity_id,) = world.hass.states.async_entity_ids("media_player")
    world.simulator.faults.fail("/devices/*/commands", hang=0.2, status=404)
    command = asyncio.ensure_future(
        world.hass.services.async_call(
            "media_player", "turn_off", {ATTR_ENTITY_ID: entity_id}, blocking=True
        )
    )
    await asyncio.sleep(0.1)
    world.simulator.home.remove_device(Devices.TELEVISION)
    with pytest.raises(HomeAssistantError) as raised:
        await command
    assert raised.value.translation_key == "not_found"
    assert raised.value.translation_placeholders == {"name": "Television"}
