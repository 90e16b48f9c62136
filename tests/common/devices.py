"""Devices to match: the simulated house, the fixtures, and recorded devices if available."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from custom_components.smartthings_smartapp.cloud.json_types import JsonObject, as_object
from custom_components.smartthings_smartapp.cloud.models import AttributeKey, Device, Value
from custom_components.smartthings_smartapp.cloud.parsing import parse_device, parse_status
from custom_components.smartthings_smartapp.mapping.descriptions.base import Match
from custom_components.smartthings_smartapp.mapping.matcher import match_device
from simulator.devices.device import Readings, SimDevice, make_device
from simulator.devices.device_file import OTHER_FIXTURES
from simulator.devices.house import build_house

FIXTURES = sorted(OTHER_FIXTURES.glob("*.json"))
"""Devices with capabilities that the simulated house does not have, ``{device, status}`` each."""
_SHARED = Path(__file__).parents[3] / "shared"
RECORDED = sorted((_SHARED / "devices").glob("*.json"))
"""Recorded devices in the same form, none if the folder does not exist."""
AT_HAND = [*FIXTURES, *RECORDED]
"""Files of all devices that are not in the simulated house."""
CORE = _SHARED / "anchors" / "core-entities"
"""The entities that Home Assistant's own integration creates for them."""


def kind_of(match: Match) -> str:
    """Return ``platform component capability key``."""
    entry = match.entry
    return f"{entry.platform} {match.component} {entry.capability} {entry.key}"


@dataclass(frozen=True, slots=True)
class Known:
    """A device with its status."""

    device: Device
    status: dict[AttributeKey, Value]

    @property
    def matches(self) -> tuple[Match, ...]:
        """Its matches."""
        return match_device(self.device, self.status)

    @property
    def own(self) -> tuple[Match, ...]:
        """Its matches apart from those that every device has."""
        return tuple(match for match in self.matches if not match.entry.of_device)

    @property
    def kinds(self) -> set[str]:
        """The same, as texts."""
        return {kind_of(match) for match in self.own}


def of_home(device: SimDevice) -> Known:
    """Return a device of a simulated home."""
    status: JsonObject = json.loads(json.dumps({"components": device.status}))
    return Known(parse_device(device.item), parse_status(status))


type Capabilities = Mapping[str, Mapping[str, object]]


def known(
    capabilities: Capabilities,
    *,
    category: str = "Other",
    user_category: str | None = None,
    parts: Mapping[str, Capabilities] | None = None,
) -> Known:
    """Return a device with capabilities in ``main``, and other components."""
    components: dict[str, Readings] = json.loads(
        json.dumps({"main": capabilities, **(parts or {})})
    )
    return of_home(
        make_device(
            "d",
            "Device",
            location_id="l",
            category=category,
            user_category=user_category,
            components=components,
        )
    )


def house() -> dict[str, Known]:
    """Return the devices of the simulated house by their label."""
    return {device.label: of_home(device) for device in build_house().devices.values()}


def recorded(path: Path) -> Known:
    """Return a recorded device."""
    content = as_object(json.loads(path.read_text()))
    return Known(
        parse_device(as_object(content["device"])), parse_status(as_object(content["status"]))
    )
