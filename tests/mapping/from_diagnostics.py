"""Creates test devices from downloaded diagnostics, so that a bug report becomes a test.

``scripts/fixture_from_diagnostics FILE [OUT]`` takes the diagnostics of a device, or of a config
entry with all its devices. Each device becomes a file ``{device, status}`` in the folder, by
default in ``simulator/devices/fixtures/others``, which the tests of all devices use. Ids and names
are invented, and redacted values stay redacted.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from custom_components.smartthings_smartapp.cloud.json_types import (
    Json,
    JsonObject,
    as_list,
    as_object,
    text,
    texts,
)
from simulator.devices.device_file import OTHER_FIXTURES

# The block of a listed device that is named after its type (platform reference 8.1).
_BLOCKS = {
    "BLE_D2D": "bleD2D",
    "EDGE_CHILD": "edgeChild",
    "ENDPOINT_APP": "app",
    "IR_OCF": "irOcf",
}
_WIDTH = 100
_FIRMWARE = {"model": "modelName", "sw_version": "swVersion", "hw_version": "hwVersion"}


class NoDiagnosticsError(ValueError):
    """A file has no device. The text is shown to the person who named the file."""

    def __init__(self) -> None:
        """Set the text, which completes the name of the file."""
        super().__init__("there are no diagnostics of a device of ours in it")


def fixtures(download: Json) -> dict[str, JsonObject]:
    """Return the test devices of a download by name.

    Raises NoDiagnosticsError where it holds none.
    """
    content = as_object(download)
    data = as_object(content.get("data")) or content
    devices = as_object(data.get("devices")) or {"": data.get("device")}
    found: dict[str, JsonObject] = {}
    for facts in map(as_object, devices.values()):
        if not as_object(facts.get("listed")):
            continue
        name = _name(facts)
        same = sum(known == name or known.startswith(f"{name}_") for known in found)
        name = f"{name}_{same + 1}" if same else name
        found[name] = _fixture(name, facts)
    if not found:
        raise NoDiagnosticsError
    return found


def _name(facts: JsonObject) -> str:
    """Return a name for a device from its category and its model."""
    listed = as_object(facts.get("listed"))
    components = map(as_object, as_list(listed.get("components")))
    categories = texts(next(components, {}).get("categories"))
    words = " ".join((*categories[:1], text(listed, "model") or text(listed, "type")))
    return "_".join(re.findall(r"[a-z0-9]+", words.lower())) or "device"


def _fixture(name: str, facts: JsonObject) -> JsonObject:
    listed = as_object(facts.get("listed"))
    kind = text(listed, "type")
    block: JsonObject = {
        theirs: value for ours, theirs in _FIRMWARE.items() if (value := listed.get(ours))
    }
    device: JsonObject = {
        "deviceId": str(uuid5(NAMESPACE_URL, f"device/{name}")),
        "name": name,
        "label": name,
        "manufacturerName": text(listed, "manufacturer"),
        "presentationId": text(listed, "presentation") or name,
        "locationId": str(uuid5(NAMESPACE_URL, "location")),
        "components": [_component(as_object(part)) for part in as_list(listed.get("components"))],
        "type": kind,
        _BLOCKS.get(kind, kind.lower()): block,
    }
    return {"device": device, "status": {"components": as_object(facts.get("status"))}}


def _component(part: JsonObject) -> JsonObject:
    return {
        "id": text(part, "id"),
        "label": text(part, "id"),
        "capabilities": [
            {"id": capability, "version": 1} for capability in texts(part.get("capabilities"))
        ],
        # The order is kept, since it is the only sign of which category the user chose.
        "categories": [
            {"name": category, "categoryType": "manufacturer"}
            for category in texts(part.get("categories"))
        ],
    }


def as_text(fixture: JsonObject) -> str:
    """Return the text of the file of a test device. A part that fits on one line is on one line."""
    return f"{_lines(fixture, 0, 0)}\n"


def _lines(value: Json, indent: int, taken: int) -> str:
    whole = json.dumps(value, ensure_ascii=False)
    if indent + taken + len(whole) < _WIDTH or not isinstance(value, dict | list) or not value:
        return whole
    inner, margin = indent + 2, " " * (indent + 2)
    if isinstance(value, list):
        opening, parts, closing = "[", [_lines(item, inner, 1) for item in value], "]"
    else:
        keys = {key: f"{json.dumps(key, ensure_ascii=False)}: " for key in value}
        parts = [keys[key] + _lines(item, inner, len(keys[key]) + 1) for key, item in value.items()]
        opening, closing = "{", "}"
    joined = ",\n".join(f"{margin}{part}" for part in parts)
    return f"{opening}\n{joined}\n{' ' * indent}{closing}"


def written(source: Path, folder: Path) -> Iterator[Path]:
    """Write the test devices of a file into a folder and yield their paths.

    Raises NoDiagnosticsError for a file without any, OSError where it cannot be read or written.
    """
    try:
        download: Json = json.loads(source.read_text())
    except ValueError as err:
        raise NoDiagnosticsError from err
    folder.mkdir(parents=True, exist_ok=True)
    for name, fixture in fixtures(download).items():
        path = folder / f"{name}.json"
        path.write_text(as_text(fixture))
        yield path


def main(arguments: list[str]) -> int:
    """Create the test devices and print their paths or the error."""
    parser = argparse.ArgumentParser(
        prog="scripts/fixture_from_diagnostics",
        description="Makes test devices of downloaded diagnostics of a device or an entry.",
    )
    parser.add_argument("file", type=Path, help="the downloaded file")
    parser.add_argument("out", type=Path, nargs="?", default=OTHER_FIXTURES, help="a folder")
    named = parser.parse_args(arguments)
    try:
        for path in written(named.file, named.out):
            sys.stdout.write(f"{path}\n")
    except (NoDiagnosticsError, OSError) as err:
        sys.stderr.write(f"{named.file}: {err}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
