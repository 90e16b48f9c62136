"""The history of devices (platform reference 9)."""

import zlib
from bisect import insort
from datetime import UTC

from simulator.json_tools import encode

from .device import JsonObject
from .home import Home, HomeEvent

_KEPT = 5000


class History:
    """The device events of all locations, the newest last."""

    def __init__(self) -> None:
        """Start without events."""
        self._items: list[JsonObject] = []

    def record(self, home: Home, event: HomeEvent) -> None:
        """Keep an event of an attribute, also one of the past; ignore all others."""
        if event.event_type != "DEVICE_EVENT":
            return
        payload = event.payload
        device = home.devices[str(payload["deviceId"])]
        time = event.time.astimezone(UTC)
        label = device.label
        item: JsonObject = {
            "deviceId": device.device_id,
            "deviceName": label,
            "locationId": event.location_id,
            "locationName": home.locations[event.location_id]["name"],
            "time": f"{time:%Y-%m-%dT%H:%M:%S}.000+0000",
            "text": f"{payload['attribute']} of {label} is: {payload['value']}",
            "component": payload["componentId"],
            "componentLabel": label,
            "capability": payload["capability"],
            "attribute": payload["attribute"],
            "value": payload["value"],
            "data": payload["data"],
            "translatedAttributeName": payload["attribute"],
            "translatedAttributeValue": payload["value"],
            "epoch": int(time.timestamp() * 1000),
            "hash": zlib.crc32(encode(payload)),
        }
        if unit := payload.get("unit"):
            item["unit"] = unit
        insort(self._items, item, key=_epoch)
        del self._items[:-_KEPT]

    def forget(self) -> None:
        """Remove all events."""
        self._items.clear()

    def items(self, location_ids: set[str], device_ids: set[str]) -> list[JsonObject]:
        """Return the events of locations, the newest first; without device ids, of all devices."""
        return [
            item
            for item in reversed(self._items)
            if item["locationId"] in location_ids
            and (not device_ids or item["deviceId"] in device_ids)
        ]


def _epoch(item: JsonObject) -> int:
    epoch = item["epoch"]
    return epoch if isinstance(epoch, int) else 0
