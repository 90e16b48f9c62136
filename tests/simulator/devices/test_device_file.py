"""Devices are read from files, with times relative to the present."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from simulator.devices.device import JsonObject, timestamp
from simulator.devices.device_file import HOUSE_FIXTURES, read_device
from simulator.devices.house import build_house
from simulator.devices.ids import Devices

_AT = datetime(2027, 3, 4, 5, 6, 7, tzinfo=UTC)


@pytest.mark.parametrize("device", Devices)
def test_a_file_of_the_house_is_named_like_its_id(device: Devices) -> None:
    path = HOUSE_FIXTURES / f"{device.name.lower()}.json"
    assert read_device(path, _AT).device_id == device


def test_the_house_has_all_its_files_in_the_order_of_ids() -> None:
    assert [*build_house().devices] == [*Devices]
    assert len(list(HOUSE_FIXTURES.glob("*.json"))) == len(Devices)


def _written(path: Path, **values: object) -> Path:
    """Write a device that reported first an hour ago and last now, with further values."""
    entries = {name: {"value": value} for name, value in values.items()}
    status = {
        "main": {
            "switch": {"switch": {"value": "on", "timestamp": "2026-11-24T08:00:00.000Z"}},
            "battery": {"battery": {"value": 9, "timestamp": "2026-11-24T07:00:00.000Z"}},
            "example": entries,
        }
    }
    facts: JsonObject = {
        "deviceId": "d",
        "name": "n",
        "manufacturerName": "m",
        "locationId": "l",
        "components": [],
        "type": "VIRTUAL",
    }
    path.write_text(json.dumps({"device": facts, "status": {"components": status}}))
    return path


@pytest.mark.parametrize(
    ("value", "moved"),
    [
        ("2026-11-24T09:30:00Z", timestamp(_AT + timedelta(minutes=90))),
        ({"start": ["2026-11-24T08:00:00.000Z"]}, {"start": [timestamp(_AT)]}),
        (int(datetime(2026, 11, 24, 8, tzinfo=UTC).timestamp()), int(_AT.timestamp())),
        ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"),
        ("2026-11-24", "2026-11-24"),
        (640, 640),
        (True, True),
        (None, None),
    ],
)
def test_times_near_the_last_report_move_along(
    tmp_path: Path, value: object, moved: object
) -> None:
    """Times that are far from the report and other values stay."""
    main = read_device(_written(tmp_path / "device.json", example=value), _AT).status["main"]
    assert main["example"]["example"] == {"value": moved}
    assert main["switch"]["switch"]["timestamp"] == timestamp(_AT)
    assert main["battery"]["battery"]["timestamp"] == timestamp(_AT - timedelta(hours=1))


def test_what_a_file_does_not_say_is_filled_in(tmp_path: Path) -> None:
    """As the cloud lists every device (platform reference 8.1)."""
    device = read_device(_written(tmp_path / "device.json"), _AT)
    assert {"presentationId", "profile", "ownerId", "createTime"} <= device.item.keys()
    assert device.online
    assert device.health["lastUpdatedDate"] == timestamp(_AT)
