"""A bug report becomes a test device with the same entities, without the redacted values."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from homeassistant.components.diagnostics import REDACTED
from homeassistant.helpers import device_registry as dr

from custom_components.smartthings_smartapp.cloud.json_types import (
    Json,
    JsonObject,
    as_list,
    as_object,
    text,
)
from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.diagnostics.entry import (
    async_get_config_entry_diagnostics,
    async_get_device_diagnostics,
)
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from simulator.devices.ids import Devices
from tests.common.devices import kind_of, recorded
from tests.common.homes import simulated
from tests.common.world import World
from tests.mapping.from_diagnostics import main, written

_PLACE = ("platform", "component", "capability", "key")


async def download(world: World, entry: SmartThingsConfigEntry, path: Path) -> JsonObject:
    """Save the diagnostics of an entry as Home Assistant does, and return the devices in them."""
    found = await async_get_config_entry_diagnostics(world.hass, entry)
    return as_object(as_object(save(path, found)["data"])["devices"])


def save(path: Path, found: JsonObject) -> JsonObject:
    """Write a file as Home Assistant does, and return its content."""
    path.write_text(json.dumps({"home_assistant": {"version": "2026.11.0"}, "data": found}))
    return as_object(json.loads(path.read_text()))


def read(path: Path) -> str:
    """Return the content of a file."""
    return path.read_text()


def entities(facts: Json) -> list[tuple[str, ...]]:
    """Return the entities of a device, and which of them are disabled."""
    return sorted(
        (*(text(row, key) for key in _PLACE), text(row, "disabled_by"))
        for row in map(as_object, as_list(as_object(facts)["entities"]))
    )


def values(facts: Json) -> dict[str, Json]:
    """Return the values of attributes that no entity shows."""
    return {
        " ".join(text(row, key) for key in ("component", "capability", "attribute")): row["value"]
        for row in map(as_object, as_list(as_object(facts)["not_shown"]))
    }


def states(facts: Json) -> Mapping[tuple[str, ...], str]:
    """Return the states of the entities that have one."""
    rows = map(as_object, as_list(as_object(facts)["entities"]))
    return {tuple(text(row, key) for key in _PLACE): text(row, "state") for row in rows}


async def test_all_devices_of_a_report_become_test_devices_with_the_same_entities(
    world: World, entry: SmartThingsConfigEntry, tmp_path: Path
) -> None:
    """The steps are device, diagnostics, test device, simulated device, and diagnostics again."""
    before = await download(world, entry, tmp_path / "report.json")
    paths = list(written(tmp_path / "report.json", tmp_path / "devices"))
    assert len(paths) == len(before) > 30
    assert len({path.name for path in paths}) == len(paths)
    for device_id in tuple(world.simulator.home.devices):
        world.simulator.home.remove_device(device_id)
    again = {simulated(path).device_id: number for number, path in enumerate(paths)}
    for path in paths:
        world.simulator.home.add_device(simulated(path))
    await entry.runtime_data.parts.coordinator.async_refresh()
    await world.settle()
    found = await download(world, entry, tmp_path / "again.json")
    order = [again[device_id] for device_id in sorted(entry.runtime_data.parts.store.devices)]
    reports = [*before.values()]
    same = masked = 0
    for number, facts in zip(order, found.values(), strict=True):
        assert entities(facts) == entities(reports[number]), paths[number].name
        assert values(facts) == values(reports[number]), paths[number].name
        for place, state in states(reports[number]).items():
            same += states(facts)[place] == state
            masked += 1
    # Redacted values have no state, and the others have the same state as before.
    assert same / masked > 0.9


async def test_a_report_of_one_device_becomes_one_test_device(
    world: World, entry: SmartThingsConfigEntry, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It has an invented id, and the form of recorded devices."""
    registry = dr.async_get(world.hass)
    device = registry.async_get_device_by_identifier((DOMAIN, Devices.FRIDGE), entry.entry_id)
    assert device is not None
    found = await async_get_device_diagnostics(world.hass, entry, device)
    source = tmp_path / "fridge.json"
    save(source, found)
    assert main([str(source), str(tmp_path / "made")]) == 0
    path = tmp_path / "made" / "refrigerator_au_rf_60.json"
    assert capsys.readouterr().out == f"{path}\n"
    made, content = recorded(path), read(path)
    matches = entry.runtime_data.parts.loader.matches[Devices.FRIDGE]
    assert [kind_of(match) for match in made.matches] == [kind_of(match) for match in matches]
    known = entry.runtime_data.parts.store.devices[Devices.FRIDGE].device
    assert made.device.device_id != Devices.FRIDGE
    assert (made.device.category, made.device.model) == (known.category, known.model)
    assert made.device.sw_version in (known.sw_version, REDACTED)
    assert Devices.FRIDGE not in content
    assert f'"{known.label}"' not in content


@pytest.mark.parametrize(
    "content", ["", "no JSON", "[]", '{"data": {"devices": {}}}', '{"data": {"device": {"a": 1}}}']
)
def test_a_file_without_our_devices_is_rejected_with_a_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    """It may be an attachment of another kind."""
    source = tmp_path / "report.json"
    source.write_text(content)
    assert main([str(source), str(tmp_path / "made")]) == 1
    assert "no diagnostics of a device of ours" in capsys.readouterr().err


def test_a_missing_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "nothing.json")]) == 1
    assert "nothing.json" in capsys.readouterr().err
