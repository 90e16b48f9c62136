"""What ``scripts/try_devices`` reads and prints."""

import json
from pathlib import Path
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory

from tests.common.world import World

from .conftest import case_of
from .files import NoDeviceError, devices_of
from .shown import Shown, definitions_read

REMOTE: dict[str, Any] = {
    "device": {
        "deviceId": "1",
        "label": "Remote",
        "components": [
            {
                "id": "main",
                "capabilities": [{"id": "button"}, {"id": "battery"}, {"id": "acme.cell"}],
            },
            {"id": "side", "capabilities": [{"id": "illuminanceMeasurement"}]},
        ],
    },
    "status": {
        "components": {
            "main": {
                "button": {
                    "button": {"value": "pushed"},
                    "supportedButtonValues": {"value": ["pushed", "held"]},
                },
                "battery": {"battery": {"value": 71, "unit": "%"}},
                "acme.cell": {"size": {"value": "AA"}},
            },
            "side": {"illuminanceMeasurement": {"illuminance": {"value": 5, "unit": "lux"}}},
        }
    },
}
LISTED = {"type": "VIRTUAL", "components": REMOTE["device"]["components"]}
REPORT = {
    "data": {"device": {"listed": LISTED, "status": REMOTE["status"]["components"]}},
}


@pytest.mark.parametrize("content", [REMOTE, REPORT])
async def test_a_device_is_printed_as_a_user_sees_it(
    world: World, tmp_path: Path, freezer: FrozenDateTimeFactory, content: dict[str, Any]
) -> None:
    path = tmp_path / "remote.json"
    path.write_text(json.dumps(content))
    (device,) = devices_of(path)
    case = await case_of(world, device)
    await definitions_read(world, freezer)
    lines = [*await Shown(world.hass, case.entry, case.device_id).report()]
    label = case.entry.runtime_data.parts.store.devices[case.device_id].device.label
    assert lines[0].startswith(f"== {label}")
    assert f"  on  '{label} Battery' = 71 class=battery unit=% category=diagnostic" in lines
    assert (
        f"  on  '{label} Side Illuminance' = 5 class=illuminance unit=lx child device=Side" in lines
    )
    assert "       options: pushed [Pressed], held [Held]" in lines
    assert "  trigger: held of main" in lines
    assert any(line.startswith("  off ") for line in lines)
    assert "  left over: main acme.cell.size = AA" in lines


@pytest.mark.parametrize("content", ["", "[]", '{"device": {}}', '{"data": {}}'])
def test_a_file_without_a_device_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "nothing.json"
    path.write_text(content)
    with pytest.raises(NoDeviceError, match=r"nothing\.json"):
        list(devices_of(path))
