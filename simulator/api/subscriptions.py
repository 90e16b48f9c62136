"""Subscriptions: for the installed app's own token only (platform reference 6)."""

import re
from uuid import uuid4

from simulator.delivery.sources import ANY, SOURCES, Source
from simulator.devices.device import Json, JsonObject
from simulator.json_tools import as_list, as_object, strings
from simulator.records import Subscription

from .access import Access, ApiCall, Handler, Route
from .app_definitions import one_of
from .errors import (
    forbidden,
    refuse_conflict,
    refuse_limit,
    refuse_malformed,
    refuse_missing,
    refuse_size,
)
from .limits import SUBSCRIPTION_CREATE, SUBSCRIPTIONS
from .paging import page
from .scopes import allows

_NAME = re.compile(r"[-_!.~'()*0-9a-zA-Z]{1,36}")
_LENGTHS = {"capability": 128, "attribute": 256, "value": 256}
_DEVICE_IDS = 20


def _name(source: JsonObject, member: str) -> JsonObject:
    """Return a member with the format of a name; an empty text if it is missing."""
    value = source.get(member)
    if value is None:
        return {}
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        refuse_malformed(member)
    return {member: value}


def _word(source: JsonObject, member: str, default: str | None = ANY) -> JsonObject:
    value = source.get(member, default)
    if value is None:
        refuse_missing(member)
    longest = _LENGTHS[member]
    if not isinstance(value, str) or not 1 <= len(value) <= longest:
        refuse_size(member, 1, longest)
    return {member: value}


def _modes(call: ApiCall, source: JsonObject) -> JsonObject:
    asked = as_list(source.get("modes"))
    known = call.cloud.home.modes.get(call.token.location_id or "", [])
    if any(mode not in [item["id"] for item in known] for mode in asked):
        refuse_malformed("modes")
    return {"modes": asked}


def _state_change_only(source: JsonObject) -> JsonObject:
    # No default is documented for DEVICE; use the one of CAPABILITY.
    value = source.get("stateChangeOnly", True)
    if not isinstance(value, bool):
        refuse_malformed("stateChangeOnly")
    return {"stateChangeOnly": value}


def _location(call: ApiCall, source: JsonObject) -> JsonObject:
    location_id = source.get("locationId")
    if location_id is None:
        refuse_missing("locationId")
    if location_id != call.token.location_id:
        raise forbidden()
    return {"locationId": location_id}


def _device_id(call: ApiCall, device_id: Json) -> str:
    if device_id is None:
        refuse_missing("deviceId")
    device = call.cloud.home.devices.get(str(device_id))
    if device is None or device.location_id != call.token.location_id:
        raise forbidden()
    return device.device_id


def _device(call: ApiCall, source: JsonObject) -> JsonObject:
    return {
        "deviceId": _device_id(call, source.get("deviceId")),
        "componentId": ANY,
        **_name(source, "componentId"),
        **_word(source, "capability"),
        **_word(source, "attribute"),
        **_word(source, "value"),
        **_state_change_only(source),
        **_name(source, "subscriptionName"),
        **_modes(call, source),
    }


def _capability(call: ApiCall, source: JsonObject) -> JsonObject:
    return {
        **_location(call, source),
        **_word(source, "capability", None),
        **_word(source, "attribute"),
        **_word(source, "value"),
        **_state_change_only(source),
        **_name(source, "subscriptionName"),
        **_modes(call, source),
    }


def _placed(call: ApiCall, source: JsonObject, *, by_devices: bool) -> JsonObject:
    """Return a source with its location or, if allowed, with devices."""
    name = _name(source, "subscriptionName")
    device_ids = as_list(source.get("deviceIds"))
    if not by_devices or not device_ids:
        return {**_location(call, source), **name}
    if len(device_ids) > _DEVICE_IDS:
        refuse_size("deviceIds", 1, _DEVICE_IDS)
    found: list[Json] = [_device_id(call, device_id) for device_id in device_ids]
    return {"deviceIds": found, **name}


def _normalised(call: ApiCall, source_type: str, kind: Source, source: JsonObject) -> JsonObject:
    match source_type:
        case "DEVICE":
            return _device(call, source)
        case "CAPABILITY":
            return _capability(call, source)
        case _:
            return _placed(call, source, by_devices=kind.by_devices)


def _check_scope(call: ApiCall, kind: Source, source: JsonObject) -> None:
    if not allows(call.token.scopes, kind.scope.format(deviceId=source.get("deviceId"))):
        raise forbidden()


def _values(subscription: Subscription) -> tuple[Json, JsonObject]:
    """Return the members that must be unique, besides the name."""
    source = subscription.source
    values = {name: source[name] for name in source if name != "subscriptionName"}
    return subscription.body["sourceType"], values


def _check_room(call: ApiCall, new: Subscription) -> None:
    held = call.cloud.records.subscriptions_of(new.installed_app_id)
    twice = call.cloud.options.same_subscription_twice
    for subscription in [] if twice else held:
        if _values(subscription) == _values(new):
            refuse_conflict("Simulated text: an identical subscription exists.")
        if new.name is not None and subscription.name == new.name:
            refuse_conflict("Simulated text: a subscription of this name exists.")
    if len(held) >= call.cloud.options.subscription_ceiling:
        text = "Simulated text: the installed app already holds the maximum of subscriptions."
        refuse_limit(text)


async def create(call: ApiCall) -> Json:
    """`POST …/subscriptions`: the reply repeats the request, with id and defaults."""
    installed_app = call.installed_app()
    asked = await call.body()
    source_type = one_of(asked, "sourceType", tuple(SOURCES))
    kind = SOURCES[source_type]
    if not isinstance(asked.get(kind.key), dict):
        refuse_missing(kind.key)
    source = as_object(asked[kind.key])
    _check_scope(call, kind, source)
    subscription = Subscription(
        body={
            "id": str(uuid4()),
            "installedAppId": installed_app.installed_app_id,
            "sourceType": source_type,
            kind.key: _normalised(call, source_type, kind, source),
        },
        key=kind.key,
    )
    _check_room(call, subscription)
    call.cloud.records.subscriptions[subscription.subscription_id] = subscription
    return subscription.body


def _held(call: ApiCall) -> list[Subscription]:
    return call.cloud.records.subscriptions_of(call.installed_app().installed_app_id)


def _one(call: ApiCall) -> Subscription:
    """Return the subscription of the path, by id or name."""
    wanted = call.param("subscriptionId")
    found = (held for held in _held(call) if wanted in (held.subscription_id, held.name))
    subscription = next(found, None)
    if subscription is None:
        raise forbidden()
    return subscription


async def listing(call: ApiCall) -> Json:
    """`GET …/subscriptions`."""
    return page(call, [subscription.body for subscription in _held(call)])


async def get(call: ApiCall) -> Json:
    """`GET …/subscriptions/{id}`."""
    return _one(call).body


async def delete(call: ApiCall) -> Json:
    """`DELETE …/subscriptions/{id}`."""
    del call.cloud.records.subscriptions[_one(call).subscription_id]
    return {"count": 1}


async def delete_all(call: ApiCall) -> Json:
    """`DELETE …/subscriptions[?deviceId=]`: all, or those with one of the devices."""
    device_ids = set(call.values("deviceId"))
    gone = [
        subscription
        for subscription in _held(call)
        if not device_ids
        or subscription.source.get("deviceId") in device_ids
        or device_ids & {*strings(subscription.source.get("deviceIds"))}
    ]
    for subscription in gone:
        del call.cloud.records.subscriptions[subscription.subscription_id]
    return {"count": len(gone)}


def _route(method: str, path: str, handler: Handler) -> Route:
    return Route(
        method=method,
        path=f"/installedapps/{{installedAppId}}/subscriptions{path}",
        handler=handler,
        access=Access(pat=None, app=""),
        limits=(SUBSCRIPTION_CREATE,) if method == "POST" else (SUBSCRIPTIONS,),
    )


ROUTES = (
    _route("POST", "", create),
    _route("GET", "", listing),
    _route("DELETE", "", delete_all),
    _route("GET", "/{subscriptionId}", get),
    _route("DELETE", "/{subscriptionId}", delete),
)
