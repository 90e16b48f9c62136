"""The source types of subscriptions, and the events that they match (platform reference 6.2)."""

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.devices.device import Json, JsonObject
from simulator.devices.home import HomeEvent
from simulator.json_tools import strings
from simulator.records import Subscription

ANY = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source type: its key in the body, its scope and its event.

    `scope` may name the device. `by_devices` sources name a location or a list of devices.
    """

    key: str
    event_type: str
    scope: str
    by_devices: bool = False


SOURCES: Mapping[str, Source] = {
    "DEVICE": Source(key="device", event_type="DEVICE_EVENT", scope="r:devices:{deviceId}"),
    "CAPABILITY": Source(key="capability", event_type="DEVICE_EVENT", scope="r:devices:*"),
    "MODE": Source(key="mode", event_type="MODE_EVENT", scope="r:locations:*"),
    "DEVICE_LIFECYCLE": Source(
        key="deviceLifecycle",
        event_type="DEVICE_LIFECYCLE_EVENT",
        scope="r:devices:*",
        by_devices=True,
    ),
    "DEVICE_HEALTH": Source(
        key="deviceHealth", event_type="DEVICE_HEALTH_EVENT", scope="r:devices:*", by_devices=True
    ),
    "SECURITY_ARM_STATE": Source(
        key="securityArmState",
        event_type="SECURITY_ARM_STATE_EVENT",
        scope="r:security:locations:*:armstate",
    ),
    "HUB_HEALTH": Source(key="hubHealth", event_type="HUB_HEALTH_EVENT", scope="r:hubs"),
    "SCENE_LIFECYCLE": Source(
        key="sceneLifecycle", event_type="SCENE_LIFECYCLE_EVENT", scope="r:scenes:*"
    ),
}


def matches(subscription: Subscription, event: HomeEvent, mode_id: str | None) -> bool:
    """Return whether an event matches a subscription.

    `mode_id` is the current mode of the location, for subscriptions limited to some modes.
    """
    source_type = str(subscription.body["sourceType"])
    if SOURCES[source_type].event_type != event.event_type:
        return False
    source = subscription.source
    if event.event_type != "DEVICE_EVENT":
        return _by_place(source, event)
    if source_type == "DEVICE":
        named = source["deviceId"] == event.payload["deviceId"]
    else:
        named = source["locationId"] == event.location_id
    return named and _by_value(source, event.payload) and _by_condition(source, event, mode_id)


def _by_place(source: JsonObject, event: HomeEvent) -> bool:
    device_ids = strings(source.get("deviceIds"))
    if device_ids:
        return event.payload["deviceId"] in device_ids
    return source["locationId"] == event.location_id


def _by_value(source: JsonObject, payload: JsonObject) -> bool:
    return all(
        source.get(name, ANY) in (ANY, _written(payload[name]))
        for name in ("componentId", "capability", "attribute", "value")
    )


def _written(value: Json) -> str:
    """Return a value as a string, because subscriptions contain only strings."""
    match value:
        case bool():
            return str(value).lower()
        case _:
            return str(value)


def _by_condition(source: JsonObject, event: HomeEvent, mode_id: str | None) -> bool:
    modes = strings(source.get("modes"))
    changed = event.payload["stateChange"] or not source["stateChangeOnly"]
    return bool(changed) and (not modes or mode_id in modes)
