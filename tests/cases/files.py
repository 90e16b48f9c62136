"""Simulated devices from files: recorded devices, and downloaded diagnostics."""

import json
from collections.abc import Iterator
from pathlib import Path

from custom_components.smartthings_smartapp.cloud.json_types import as_object
from simulator.devices.device import SimDevice
from tests.common.homes import as_simulated
from tests.mapping.from_diagnostics import NoDiagnosticsError, fixtures


class NoDeviceError(ValueError):
    """A file has no readable device. The text names the file."""


def devices_of(path: Path) -> Iterator[SimDevice]:
    """Yield the devices of a file: one ``{device, status}``, or those of a download.

    Raises NoDeviceError where it has none, OSError where it cannot be read.
    """
    try:
        content = json.loads(path.read_text())
        if {"device", "status"} <= as_object(content).keys():
            yield as_simulated(path.stem, content)
            return
        for name, fixture in fixtures(content).items():
            yield as_simulated(f"{path.stem}/{name}", fixture)
    except (NoDiagnosticsError, ValueError, LookupError) as err:
        msg = f"{path}: neither a device with its status nor diagnostics"
        raise NoDeviceError(msg) from err
