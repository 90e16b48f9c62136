"""Lenient reading of replies: an unreadable or missing part does not affect the rest."""

import re
from collections.abc import Callable

from .json_types import Json, JsonObject, as_list, as_object, moment, text, texts
from .models import (
    AttributeKey,
    CommandResult,
    Component,
    Device,
    Health,
    InstalledApp,
    ListedDevice,
    Location,
    Mode,
    Room,
    Scene,
    Schedule,
    UnusableItemError,
    Value,
)

# A device item has a block that is named after its type, with firmware and model (8.1).
_TYPE_BLOCKS = (
    "ocf",
    "viper",
    "hub",
    "matter",
    "zigbee",
    "zwave",
    "lan",
    "app",
    "bleD2D",
    "ble",
    "dth",
    "edgeChild",
    "irOcf",
    "ir",
    "group",
    "virtual",
)
_BEYOND_PATH = re.compile(r"[/?#%\\\s]|^\.+$")
_EUI = re.compile(r"[0-9A-Fa-f]{16}")
# Samsung names appliances "[washer] Samsung"
_KIND = re.compile(r"\[[^\]]*\]\s*")


def _required(raw: JsonObject, key: str) -> str:
    if not (value := text(raw, key)):
        raise UnusableItemError(key)
    return value


def _named(raw: JsonObject, key: str) -> str:
    """Return an id that can be part of a path.

    Deleting a subscription with the id ``..`` would delete the installed app itself.
    """
    if _BEYOND_PATH.search(value := _required(raw, key)):
        raise UnusableItemError(key)
    return value


def parse_items[ItemT](body: Json, parse: Callable[[JsonObject], ItemT]) -> tuple[list[ItemT], int]:
    """Parse ``{"items": [...]}`` (or an array); return the items and how many are unreadable."""
    found: list[ItemT] = []
    unreadable = 0
    for raw in as_list(body) or as_list(as_object(body).get("items")):
        try:
            found.append(parse(as_object(raw)))
        except ValueError, TypeError, LookupError, AttributeError:
            unreadable += 1
    return found, unreadable


def parse_value(raw: Json) -> Value:
    """Read ``{value, unit?, data?, timestamp?}``; any part may be missing (8.2)."""
    attribute = as_object(raw)
    return Value(
        value=attribute.get("value"),
        unit=text(attribute, "unit") or None,
        data=as_object(attribute.get("data")),
        time=moment(attribute.get("timestamp")),
    )


def _capability_status(component: str, capability: str, raw: Json) -> dict[AttributeKey, Value]:
    """Read the attributes of a capability; skip those whose value is not an object."""
    if not component or not capability:
        return {}
    return {
        AttributeKey(component, capability, attribute): parse_value(value)
        for attribute, value in as_object(raw).items()
        if isinstance(value, dict)
    }


def parse_status(body: Json) -> dict[AttributeKey, Value]:
    """Read ``GET /devices/{id}/status``: components, capabilities, attributes (8.2)."""
    status: dict[AttributeKey, Value] = {}
    for component, capabilities in as_object(as_object(body).get("components")).items():
        for capability, attributes in as_object(capabilities).items():
            status |= _capability_status(component, capability, attributes)
    return status


def parse_health(body: Json) -> Health | None:
    """Read ``{state, lastUpdatedDate}``; None without a state (8.3)."""
    raw = as_object(body)
    state = text(raw, "state").upper()
    return Health(state, moment(raw.get("lastUpdatedDate"))) if state else None


def _parse_categories(raw: Json) -> tuple[str, ...]:
    categories = [as_object(item) for item in as_list(raw)]
    categories.sort(key=lambda item: text(item, "categoryType") != "user")
    return tuple(name for item in categories if (name := text(item, "name")))


def _parse_component(raw: JsonObject) -> Component:
    listed = [as_object(item) for item in as_list(raw.get("capabilities"))]
    versions = {text(item, "id"): item.get("version") for item in listed}
    return Component(
        component_id=_required(raw, "id"),
        label=text(raw, "label"),
        capabilities=frozenset(name for name in versions if name),
        versions={
            name: version
            for name, version in versions.items()
            if isinstance(version, int) and version > 1
        },
        categories=_parse_categories(raw.get("categories")),
    )


def _type_block(raw: JsonObject) -> JsonObject:
    return next((block for key in _TYPE_BLOCKS if (block := as_object(raw.get(key)))), {})


def _first(block: JsonObject, *keys: str) -> str | None:
    return next((value for key in keys if (value := text(block, key))), None)


def _model(raw: JsonObject, block: JsonObject, maker: str) -> str | None:
    """Return the first model name that is not the manufacturer's name or the start of it."""
    candidates = (
        *(text(block, key).split("|")[0] for key in ("modelName", "modelNumber", "hardwareId")),
        *(text(raw, key) for key in ("deviceTypeName", "deviceManufacturerCode")),
        _KIND.sub("", text(raw, "name"), count=1),
    )
    known = f"{maker.lower()} "
    return next(
        (name for name in candidates if name and not known.startswith(f"{name.lower()} ")), None
    )


def _eui(address: str | None) -> str | None:
    return address if address and _EUI.fullmatch(address) else None


def parse_device(raw: JsonObject) -> Device:
    """Read one item of ``GET /devices``. Raises UnusableItemError without a device id."""
    device_id = _named(raw, "deviceId")
    components, _ = parse_items(raw.get("components"), _parse_component)
    block = _type_block(raw)
    name = text(raw, "name")
    maker = _first(block, "manufacturerName") or _first(raw, "manufacturerName")
    return Device(
        device_id=device_id,
        label=text(raw, "label") or name or device_id,
        name=name,
        location_id=text(raw, "locationId"),
        room_id=text(raw, "roomId") or None,
        device_type=text(raw, "type"),
        manufacturer=maker,
        model=_model(raw, block, maker or ""),
        model_id=_first(block, "modelCode"),
        presentation=text(raw, "presentationId"),
        zigbee_eui=_eui(_first(block, "eui", "hubEui")),
        mac=_first(as_object(block.get("hubData")), "macAddress"),
        serial_number=_first(block, "serialNumber"),
        sw_version=_first(block, "swVersion", "firmwareVersion"),
        hw_version=_first(block, "hwVersion"),
        parent_id=text(raw, "parentDeviceId") or _first(block, "hubId"),
        components={item.component_id: item for item in components},
    )


def _listed_status(raw: JsonObject) -> dict[AttributeKey, Value] | None:
    """Collect the ``status`` inside ``components[].capabilities[]``; or None."""
    status: dict[AttributeKey, Value] = {}
    carried = False
    for component in map(as_object, as_list(raw.get("components"))):
        for capability in map(as_object, as_list(component.get("capabilities"))):
            if isinstance(attributes := capability.get("status"), dict):
                carried = True
                status |= _capability_status(
                    text(component, "id"), text(capability, "id"), attributes
                )
    return status if carried else None


def _unreadable_parts(raw: JsonObject) -> int:
    """Count the unreadable parts of a listed device."""
    components = raw.get("components")
    if not isinstance(components, list):
        return int(components is not None)
    return sum(map(_unreadable_in_component, components))


def _unreadable_in_component(raw: Json) -> int:
    component = as_object(raw)
    capabilities = component.get("capabilities")
    if not text(component, "id"):
        return 1
    if not isinstance(capabilities, list):
        return int(capabilities is not None)
    return sum(map(_unreadable_in_capability, capabilities))


def _unreadable_in_capability(raw: Json) -> int:
    capability = as_object(raw)
    status = capability.get("status")
    if not text(capability, "id"):
        return 1
    if not isinstance(status, dict):
        return int(status is not None)
    return sum(not isinstance(value, dict) for value in status.values())


def parse_listed_device(raw: JsonObject) -> ListedDevice:
    """Read one item of ``GET /devices?includeStatus=true&includeHealth=true`` (8.1)."""
    return ListedDevice(
        parse_device(raw),
        _listed_status(raw),
        parse_health(raw.get("healthState")),
        _unreadable_parts(raw),
    )


def parse_location(raw: JsonObject) -> Location:
    """Read a location, from the list or by itself (platform reference 9)."""
    location_id = _named(raw, "locationId")
    return Location(
        location_id,
        text(raw, "name") or location_id,
        text(raw, "temperatureScale") or None,
    )


def parse_room(raw: JsonObject) -> Room:
    """Read a room."""
    return Room(_required(raw, "roomId"), text(raw, "name"))


def parse_mode(raw: JsonObject) -> Mode:
    """Read a mode; its label is the name that the user sees."""
    mode_id = _named(raw, "id")
    return Mode(mode_id, text(raw, "label") or text(raw, "name") or mode_id)


def parse_scene(raw: JsonObject) -> Scene:
    """Read a scene."""
    scene_id = _named(raw, "sceneId")
    return Scene(scene_id, text(raw, "sceneName") or scene_id, text(raw, "locationId"))


def parse_subscription(raw: JsonObject) -> JsonObject:
    """Return a subscription unchanged. Raises UnusableItemError without an id.

    A request to delete a subscription without an id would delete all of them (6.5).
    """
    _named(raw, "id")
    return raw


def parse_schedule(raw: JsonObject) -> Schedule:
    """Read a schedule; one that is due once has no expression (9)."""
    cron = as_object(raw.get("cron"))
    return Schedule(_named(raw, "name"), text(cron, "expression"), text(cron, "timezone"))


def parse_command_results(body: Json) -> tuple[CommandResult, ...]:
    """Read the reply to a command; a missing ``results`` is tolerated (8.4)."""
    return tuple(
        CommandResult(text(item, "id"), text(item, "status").upper())
        for item in map(as_object, as_list(as_object(body).get("results")))
    )


def parse_installed_app(raw: JsonObject) -> InstalledApp:
    """Read ``installedApp`` of a delivery or of the API.

    ``permissions`` sits beside ``config`` in captures and inside it in older material (4.2).
    """
    return InstalledApp(
        _named(raw, "installedAppId"),
        text(raw, "locationId"),
        text(raw, "appId"),
        text(raw, "installedAppStatus"),
        texts(raw.get("permissions")) or texts(as_object(raw.get("config")).get("permissions")),
    )
