"""Devices, their status, health and commands (platform reference 8)."""

from typing import cast
from uuid import uuid4

from simulator.commands.behaviour import DefinitionOf, effects
from simulator.commands.command import CommandError, Effect
from simulator.control.log import ReceivedCommands
from simulator.devices.device import Json, JsonObject, SimDevice
from simulator.json_tools import as_list, as_object

from .access import Access, ApiCall, Handler, Route
from .errors import (
    MALFORMED,
    Detail,
    ErrorReply,
    failure,
    refuse_conflict,
    refuse_empty,
    refuse_malformed,
    refuse_size,
)
from .limits import DEVICE_COMMAND, DEVICE_READ, DEVICES, Limit
from .paging import page
from .scopes import allows

_COMMANDS = 10


def _has_capabilities(device: SimDevice, wanted: list[str], mode: str) -> bool:
    held = {capability for component in device.status.values() for capability in component}
    found = [capability in held for capability in wanted]
    return not wanted or (any(found) if mode == "or" else all(found))


def _asked_for(call: ApiCall, device: SimDevice) -> bool:
    """Return whether a device matches the filters of the query and may be accessed."""
    filters = {
        "deviceId": device.device_id,
        "type": device.type,
    }
    installed_app = call.cloud.records.installed_apps.get(
        call.request.query.get("installedAppId", "")
    )
    wanted = call.values("capability")
    mode = call.request.query.get("capabilitiesMode", "and")
    return (
        device.location_id in call.asked_locations()
        and all(value in (call.values(name) or [value]) for name, value in filters.items())
        and (call.flag("includeRestricted") or not device.item.get("restrictionTier"))
        and ("installedAppId" not in call.request.query or installed_app is not None)
        and (installed_app is None or device.location_id == installed_app.location_id)
        and _has_capabilities(device, wanted, mode)
        and (_readable(call, device) or allows(call.token.scopes, "l:devices"))
    )


def _readable(call: ApiCall, device: SimDevice) -> bool:
    return allows(call.token.scopes, f"r:devices:{device.device_id}")


def _json(value: object) -> Json:
    """Convert a status to JSON. Its type is more exact than that of JSON."""
    return cast("Json", value)


def _with_status(device: SimDevice) -> list[Json]:
    """Return the components of a device with the status inside each capability."""
    components: list[Json] = []
    for component in map(as_object, as_list(device.item["components"])):
        status = device.status.get(str(component["id"]), {})
        capabilities: list[Json] = [
            {**capability, "status": _json(status.get(str(capability["id"]), {}))}
            for capability in map(as_object, as_list(component["capabilities"]))
        ]
        components.append({**component, "capabilities": capabilities})
    return components


def _item(call: ApiCall, device: SimDevice) -> JsonObject:
    options = call.cloud.options
    item = dict(device.item)
    # Restricted devices do not report their status (8.1).
    open_to_read = _readable(call, device) and not item.get("restrictionTier")
    if call.flag("includeStatus") and options.status_in_list and open_to_read:
        item["components"] = _with_status(device)
    if call.flag("includeHealth") and options.health_in_list:
        item["healthState"] = {
            "state": device.health["state"],
            "lastUpdatedDate": device.health["lastUpdatedDate"],
        }
    return item


async def listing(call: ApiCall) -> Json:
    """`GET /devices`."""
    found = [device for device in call.cloud.home.devices.values() if _asked_for(call, device)]
    # Build only the items of the page.
    by_id = {device.device_id: device for device in found}
    body = page(call, [{"deviceId": device_id} for device_id in by_id])
    items: list[Json] = [
        _item(call, by_id[str(as_object(item)["deviceId"])]) for item in as_list(body["items"])
    ]
    return {**body, "items": items}


async def get(call: ApiCall) -> Json:
    """`GET /devices/{id}`."""
    return _item(call, call.device())


async def status(call: ApiCall) -> Json:
    """`GET /devices/{id}/status`."""
    return {"components": _json(call.device().status)}


def _component(call: ApiCall) -> JsonObject:
    component = call.device().status.get(call.param("componentId"))
    if component is None:
        raise ErrorReply(call.cloud.options.unknown_device_status)
    return as_object(_json(component))


async def component_status(call: ApiCall) -> Json:
    """`GET …/components/{cid}/status`."""
    return _component(call)


async def capability_status(call: ApiCall) -> Json:
    """`GET …/components/{cid}/capabilities/{capability}/status`."""
    component = _component(call)
    capability = call.param("capabilityId")
    if capability not in component:
        raise ErrorReply(call.cloud.options.unknown_device_status)
    return component[capability]


async def health(call: ApiCall) -> Json:
    """`GET /devices/{id}/health`."""
    return call.device().health


async def preferences(call: ApiCall) -> Json:
    """`GET /devices/{id}/preferences`; no device of the simulator has any."""
    call.device()
    return {"values": {}}


def _planned(
    device: SimDevice, commands: list[Json], definition_of: DefinitionOf
) -> list[list[Effect]]:
    """Return the effects of the commands; all are checked before the first is executed."""
    planned = []
    for index, command in enumerate(commands):
        if not isinstance(command, dict):
            target = f"commands[{index}]"
            refuse_malformed(target)
        try:
            planned.append(effects(device, command, index, definition_of))
        except CommandError as error:
            raise _refusal(error) from None
    return planned


def _refusal(error: CommandError) -> ErrorReply:
    if error.code == "ConflictError":
        return failure(error.status, error.code, error.message)
    detail = Detail(error.code, error.message, error.target)
    return failure(error.status, "ConstraintViolationError", MALFORMED, detail)


async def execute(call: ApiCall) -> Json:
    """`POST /devices/{id}/commands`: answers ACCEPTED immediately, executes the commands later."""
    device = call.device()
    commands = as_list((await call.body()).get("commands"))
    if not commands:
        refuse_empty("commands")
    if len(commands) > _COMMANDS:
        refuse_size("commands", 1, _COMMANDS)
    planned = _planned(device, commands, call.cloud.catalogue.of_device)
    if not device.online:
        refuse_conflict("invalid device state")
    cloud = call.cloud
    cloud.log.commands.append(
        ReceivedCommands(
            device_id=device.device_id,
            commands=[as_object(command) for command in commands],
            at=cloud.clock(),
        )
    )
    for one in planned:
        cloud.home.apply(device.device_id, one, delay=cloud.options.command_delay)
    return {"results": [{"id": str(uuid4()), "status": "ACCEPTED"} for _ in commands]}


_READ = "r:devices:{deviceId}"


def _route(path: str, handler: Handler, limit: Limit, scope: str = _READ) -> Route:
    return Route(
        method="POST" if handler is execute else "GET",
        path=f"/devices{path}",
        handler=handler,
        access=Access(pat=scope, app=scope),
        limits=(limit,),
    )


_COMPONENT = "/{deviceId}/components/{componentId}"

ROUTES = (
    _route("", listing, DEVICES, "r:devices:?"),
    _route("/{deviceId}", get, DEVICES),
    _route("/{deviceId}/status", status, DEVICE_READ),
    _route(f"{_COMPONENT}/status", component_status, DEVICE_READ),
    _route(f"{_COMPONENT}/capabilities/{{capabilityId}}/status", capability_status, DEVICE_READ),
    _route("/{deviceId}/health", health, DEVICES),
    _route("/{deviceId}/preferences", preferences, DEVICES),
    _route("/{deviceId}/commands", execute, DEVICE_COMMAND, "x:devices:{deviceId}"),
)
