"""The devices of the fixtures: the entities that a user expects."""

import re
from collections.abc import Mapping
from typing import NamedTuple

import pytest
from homeassistant.helpers import entity_registry as er
from syrupy.assertion import SnapshotAssertion

from tests.common.devices import FIXTURES
from tests.common.homes import simulated
from tests.common.world import World

_TIME = re.compile(r"\d{4}-\d\d-\d\dT[\d:.+]+")


class Shown(NamedTuple):
    """An entity that is enabled by default."""

    platform: str
    name: str
    """Its own name, empty for the entity with the name of the device or its part."""
    device_class: str | None
    unit: str | None
    state: str


# Written from the purpose of a device, not from the result of the integration.
_EXPECTED: Mapping[str, tuple[Shown, ...]] = {
    "air_conditioner_all_sensors": (
        Shown("climate", "", None, None, "cool"),
        Shown("sensor", "Temperature", "temperature", "°C", "25"),
        Shown("sensor", "Humidity", "humidity", "%", "52"),
        Shown("sensor", "PM1", "pm1", "μg/m³", "4"),
        Shown("sensor", "Energy", "energy", "kWh", "431.2"),
        Shown("binary_sensor", "Dust filter", "problem", None, "off"),
        Shown("switch", "Display lighting", None, None, "off"),
    ),
    "camera_with_sound": (
        Shown("binary_sensor", "Motion", "motion", None, "on"),
        Shown("binary_sensor", "Sound", "sound", None, "off"),
        Shown("sensor", "Battery", "battery", "%", "44"),
    ),
    "car": (
        Shown("lock", "Doors", None, None, "locked"),
        Shown("binary_sensor", "Rear right door", "door", None, "on"),
        Shown("binary_sensor", "Rear left window", "window", None, "on"),
        Shown("binary_sensor", "Charging", "battery_charging", None, "on"),
        Shown("sensor", "Vehicle battery", "battery", "%", "63"),
        Shown("sensor", "Odometer", "distance", "km", "18340"),
    ),
    "color_bulb_with_effects": (Shown("light", "", None, None, "on"),),
    "dishwasher_with_course_details": (
        Shown("select", "Program", None, None, "auto"),
        Shown("sensor", "Job state", "enum", None, "wash"),
        Shown("sensor", "Completion time", "timestamp", None, "<time>"),
        Shown("sensor", "Remaining time", "duration", "min", "90"),
        Shown("switch", "Speed booster", None, None, "on"),
        Shown("button", "Pause", None, None, "unknown"),
    ),
    "dryer_with_cycles": (
        Shown("sensor", "Machine state", "enum", None, "stop"),
        Shown("sensor", "Completion time", "timestamp", None, "unknown"),
        Shown("select", "Dry level", None, None, "more"),
        Shown("switch", "Wrinkle prevention", None, None, "off"),
    ),
    "fridge_with_scales": (
        Shown("sensor", "Temperature", "temperature", "°C", "-19"),
        Shown("number", "Target temperature", "temperature", "°C", "3"),
        Shown("binary_sensor", "Door", "door", None, "on"),
        Shown("switch", "Power freeze", None, None, "on"),
        Shown("switch", "Sabbath mode", None, None, "off"),
        Shown("binary_sensor", "Water filter", "problem", None, "off"),
        Shown("sensor", "Power", "power", "W", "74"),
    ),
    "level_alone": (Shown("number", "Level", None, "%", "30"),),
    "microwave_with_recipes": (
        Shown("binary_sensor", "Door", "opening", None, "on"),
        Shown("light", "Light", None, None, "on"),
        Shown("number", "Fan speed", None, None, "2"),
        Shown("button", "Stop", None, None, "unavailable"),
    ),
    "picture_frame_television": (
        Shown("media_player", "", "tv", None, "playing"),
        Shown("select", "Picture mode", None, None, "movie"),
    ),
    "plug_of_a_community_driver": (
        Shown("light", "", None, None, "on"),
        Shown("sensor", "Signal strength", "signal_strength", "dBm", "-71"),
    ),
    "range_with_recipes": (
        Shown("sensor", "Machine state", "enum", None, "running"),
        Shown("number", "Target temperature", "temperature", "°C", "180"),
        Shown("sensor", "Temperature", "temperature", "°C", "120"),
        Shown("binary_sensor", "Meat probe", "plug", None, "off"),
        Shown("binary_sensor", "Remote control", None, None, "on"),
    ),
    "smart_monitor": (Shown("media_player", "", "tv", None, "playing"),),
    "soundbar_in_a_group": (Shown("media_player", "", "speaker", None, "paused"),),
    "speaker_with_presets": (Shown("media_player", "", "speaker", None, "playing"),),
    "television_light_sensor": (Shown("sensor", "Brightness", None, "level", "3"),),
    "thermostat_heat_not_listed": (
        Shown("climate", "", None, None, "heat"),
        Shown("sensor", "Humidity", "humidity", "%", "38"),
    ),
    "vibration_sensor": (
        Shown("binary_sensor", "Door", "door", None, "on"),
        Shown("binary_sensor", "Moving", "moving", None, "on"),
        Shown("sensor", "Temperature", "temperature", "°C", "7.5"),
        Shown("update", "Firmware", "firmware", None, "off"),
    ),
    "washer_with_dispenser": (
        Shown("sensor", "Job state", "enum", None, "rinse"),
        Shown("sensor", "Remaining time", "duration", "min", "70"),
        Shown("select", "Water temperature", None, None, "40"),
        Shown("select", "Spin level", None, None, "800"),
        Shown("sensor", "Detergent remaining", "volume_storage", "mL", "430"),
        Shown("binary_sensor", "Child lock", None, None, "on"),
        Shown("binary_sensor", "Software update", "update", None, "on"),
        Shown("button", "Pause", None, None, "unknown"),
    ),
}


@pytest.fixture
async def shown(world: World) -> Mapping[str, list[Shown]]:
    """All fixtures in one location: the enabled entities, by file."""
    home = world.simulator.home
    home.devices.clear()
    names: dict[str, str] = {}
    for path in FIXTURES:
        device = simulated(path)
        names[device.device_id] = path.stem
        home.add_device(device)
    entry = await world.add_location()
    found: dict[str, list[Shown]] = {name: [] for name in names.values()}
    for item in er.async_entries_for_config_entry(er.async_get(world.hass), entry.entry_id):
        name = names.get(item.unique_id.partition("_")[0])
        state = world.hass.states.get(item.entity_id)
        if name and state:
            found[name].append(
                Shown(
                    item.domain,
                    item.original_name or "",
                    item.original_device_class,
                    item.unit_of_measurement,
                    _TIME.sub("<time>", state.state),
                )
            )
    return found


async def test_a_user_finds_the_expected_entities(
    shown: Mapping[str, list[Shown]],
) -> None:
    missing = [
        (name, row) for name, rows in _EXPECTED.items() for row in rows if row not in shown[name]
    ]
    assert missing == []


async def test_the_table_of_entities(
    shown: Mapping[str, list[Shown]], snapshot: SnapshotAssertion
) -> None:
    """It shows each new or changed entity."""
    table = {
        name: sorted(" | ".join(cell or "-" for cell in row) for row in rows)
        for name, rows in shown.items()
    }
    assert table == snapshot
