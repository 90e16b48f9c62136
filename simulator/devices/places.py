"""Locations, rooms and modes, in the format of the API (platform reference 9)."""

from .device import OWNER, JsonObject


def make_location(
    location_id: str,
    name: str,
    temperature_scale: str,
    *,
    country: str = "NLD",
    time_zone: str = "Europe/Amsterdam",
) -> JsonObject:
    """Return a location; its temperature scale is `C` or `F`."""
    return {
        "locationId": location_id,
        "name": name,
        "countryCode": country,
        "latitude": 52.09,
        "longitude": 5.12,
        "regionRadius": 200,
        "temperatureScale": temperature_scale,
        "timeZoneId": time_zone,
        "locale": "en-GB",
        "backgroundImage": None,
        "additionalProperties": {},
        "created": "2024-03-02T10:30:00Z",
        "lastModified": "2026-09-14T18:05:00Z",
        "allowed": None,
        "parent": {"type": "ACCOUNT", "id": OWNER},
    }


def make_room(location_id: str, room_id: str, name: str) -> JsonObject:
    """Return a room of a location."""
    return {"roomId": room_id, "locationId": location_id, "name": name, "backgroundImage": None}


def make_mode(mode_id: str, name: str) -> JsonObject:
    """Return a mode of a location."""
    return {"id": mode_id, "label": name, "name": name}
