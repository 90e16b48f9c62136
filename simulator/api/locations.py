"""Locations, rooms and modes (platform reference 9)."""

from uuid import uuid4

from simulator.devices.device import Json, JsonObject

from .access import Access, ApiCall, Handler, Route
from .app_definitions import required_text
from .errors import forbidden, refuse_malformed, refuse_missing
from .limits import LOCATIONS, MODES, ROOMS, Limit

_NAME_LENGTH = 256


async def listing(call: ApiCall) -> Json:
    """`GET /locations`: for an installed app's token, only its own location."""
    locations = call.cloud.home.locations
    items: list[Json] = [
        {"locationId": location_id, "name": locations[location_id]["name"]}
        for location_id in call.locations()
    ]
    return {"items": items, "_links": None}


async def get(call: ApiCall) -> Json:
    """`GET /locations/{id}[?allowed=true]`."""
    location = call.cloud.home.locations[call.location()]
    allowed: Json = [*call.token.scopes] if call.flag("allowed") else None
    return {**location, "allowed": allowed}


async def rooms(call: ApiCall) -> Json:
    """`GET /locations/{id}/rooms`."""
    items: list[Json] = [*call.cloud.home.rooms[call.location()]]
    return {"items": items, "_links": None}


def _room(call: ApiCall) -> JsonObject:
    room_id = call.param("roomId")
    found = (room for room in call.cloud.home.rooms[call.location()] if room["roomId"] == room_id)
    room = next(found, None)
    if room is None:
        raise forbidden()
    return room


async def room(call: ApiCall) -> Json:
    """`GET /locations/{id}/rooms/{roomId}`."""
    return _room(call)


async def room_devices(call: ApiCall) -> Json:
    """`GET /locations/{id}/rooms/{roomId}/devices`."""
    room_id = _room(call)["roomId"]
    devices = call.cloud.home.devices.values()
    items: list[Json] = [device.item for device in devices if device.room_id == room_id]
    return {"items": items, "_links": None}


async def create_room(call: ApiCall) -> Json:
    """`POST /locations/{id}/rooms`."""
    location_id = call.location()
    name = required_text(await call.body(), "name", _NAME_LENGTH)
    made: JsonObject = {
        "roomId": str(uuid4()),
        "locationId": location_id,
        "name": name,
        "backgroundImage": None,
    }
    call.cloud.home.rooms[location_id].append(made)
    return made


async def update_room(call: ApiCall) -> Json:
    """`PUT /locations/{id}/rooms/{roomId}`."""
    found = _room(call)
    found["name"] = required_text(await call.body(), "name", _NAME_LENGTH)
    return found


async def delete_room(call: ApiCall) -> Json:
    """`DELETE /locations/{id}/rooms/{roomId}`: its devices have no room afterwards."""
    gone = _room(call)
    home = call.cloud.home
    home.rooms[call.location()].remove(gone)
    for device in home.devices.values():
        if device.room_id == gone["roomId"]:
            del device.item["roomId"]
    return {}


async def modes(call: ApiCall) -> Json:
    """`GET /locations/{id}/modes`, a list without `_links`."""
    items: list[Json] = [*call.cloud.home.modes[call.location()]]
    return {"items": items}


def _current(call: ApiCall) -> JsonObject:
    home = call.cloud.home
    location_id = call.location()
    mode_id = home.current_modes[location_id]
    return next(mode for mode in home.modes[location_id] if mode["id"] == mode_id)


async def current_mode(call: ApiCall) -> Json:
    """`GET /locations/{id}/modes/current`."""
    return _current(call)


async def set_current_mode(call: ApiCall) -> Json:
    """`PUT /locations/{id}/modes/current`."""
    location_id = call.location()
    mode_id = (await call.body()).get("modeId")
    if mode_id is None:
        refuse_missing("modeId")
    if all(mode["id"] != mode_id for mode in call.cloud.home.modes[location_id]):
        refuse_malformed("modeId")
    call.cloud.home.set_mode(location_id, str(mode_id))
    return _current(call)


def _route(method: str, path: str, handler: Handler, limit: Limit, permission: str = "r") -> Route:
    scope = f"{permission}:locations:{{locationId}}" if path else "r:locations:?"
    return Route(
        method=method,
        path=f"/locations{path}",
        handler=handler,
        access=Access(pat=scope, app=scope),
        limits=(limit,),
    )


_ONE = "/{locationId}"

ROUTES = (
    _route("GET", "", listing, LOCATIONS),
    _route("GET", _ONE, get, LOCATIONS),
    _route("GET", f"{_ONE}/rooms", rooms, ROOMS),
    _route("POST", f"{_ONE}/rooms", create_room, ROOMS, "w"),
    _route("GET", f"{_ONE}/rooms/{{roomId}}", room, ROOMS),
    _route("PUT", f"{_ONE}/rooms/{{roomId}}", update_room, ROOMS, "w"),
    _route("DELETE", f"{_ONE}/rooms/{{roomId}}", delete_room, ROOMS, "w"),
    _route("GET", f"{_ONE}/rooms/{{roomId}}/devices", room_devices, ROOMS),
    _route("GET", f"{_ONE}/modes", modes, MODES),
    _route("GET", f"{_ONE}/modes/current", current_mode, MODES),
    _route("PUT", f"{_ONE}/modes/current", set_current_mode, MODES, "x"),
)
