"""Reads simulated devices from files in the format of `scripts/fixture_from_diagnostics`.

A file has the form `{device, status}`: an item of `GET /devices` and the body of
`GET /devices/{id}/status` (platform reference 8.1 and 8.2). Members that are alike for all devices
can be left out. In the files here, makers, models, serial numbers and versions are invented.
"""

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final, TypedDict

from .device import Json, JsonObject, SimDevice, Status, listed_device, timestamp

FIXTURES: Final = Path(__file__).parent / "fixtures"
HOUSE_FIXTURES: Final = FIXTURES / "house"
"""The devices of the house. The names of the files are those of `ids.Devices`, in lower case."""
OTHER_FIXTURES: Final = FIXTURES / "others"
"""Devices with categories and capabilities that the house does not have."""

_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
_NEAR: Final = timedelta(days=1)


class _StatusBody(TypedDict):
    components: Status


class _DeviceFile(TypedDict):
    """The content of a file."""

    device: JsonObject
    status: _StatusBody


def read_device(path: Path, at: datetime) -> SimDevice:
    """Return the device of a file, with `at` as the time of its latest report.

    All times in the status that are within a day of the latest report are moved by the same
    duration. That includes values, as ISO text or in seconds: a washing machine that finishes an
    hour after its report still does so. Raises OSError and ValueError.
    """
    content: _DeviceFile = json.loads(path.read_bytes())
    status = content["status"]["components"]
    moved = partial(_moved, last=max(_report_times(status)), at=at)
    return listed_device(
        content["device"],
        {
            component: {
                capability: {
                    attribute: {key: moved(member) for key, member in entry.items()}
                    for attribute, entry in attributes.items()
                }
                for capability, attributes in capabilities.items()
            }
            for component, capabilities in status.items()
        },
        at,
    )


def _report_times(status: Status) -> Iterator[datetime]:
    for capabilities in status.values():
        for attributes in capabilities.values():
            for entry in attributes.values():
                if isinstance(reported := entry.get("timestamp"), str):
                    yield datetime.fromisoformat(reported)


def _moved(value: Json, last: datetime, at: datetime) -> Json:
    match value:
        case str() if _TIME.fullmatch(value):
            distance = datetime.fromisoformat(value) - last
            return timestamp(at + distance) if abs(distance) < _NEAR else value
        case int() if abs(value - last.timestamp()) < _NEAR.total_seconds():
            return int(at.timestamp()) + value - int(last.timestamp())
        case list():
            return [_moved(item, last, at) for item in value]
        case dict():
            return {key: _moved(item, last, at) for key, item in value.items()}
        case _:
            return value
