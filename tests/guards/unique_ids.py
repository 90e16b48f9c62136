"""The unique ids of the simulated house; ``python -m tests.guards.unique_ids`` prints them."""

import json
from collections.abc import Iterator

from custom_components.smartthings_smartapp.cloud.parsing import (
    parse_device,
    parse_scene,
    parse_status,
)
from custom_components.smartthings_smartapp.entity.location import location_unique_id, scene_key
from custom_components.smartthings_smartapp.mapping.matcher import match_device
from simulator.devices.house import build_house


def unique_ids() -> Iterator[str]:
    """Yield ``platform unique_id`` of each entity of the house."""
    house = build_house()
    for simulated in house.devices.values():
        device = parse_device(simulated.item)
        status = parse_status(json.loads(json.dumps({"components": simulated.status})))
        for match in match_device(device, status):
            yield f"{match.entry.platform} {match.unique_id(device.device_id)}"
    for scene in house.scenes.values():
        known = parse_scene(json.loads(json.dumps(scene)))
        unique_id = location_unique_id(known.location_id, scene_key(known.scene_id))
        yield f"scene {unique_id}"


if __name__ == "__main__":
    print("\n".join(sorted(unique_ids())))  # noqa: T201
