"""The elements of ``events[]`` in an EVENT delivery, one class per kind (platform reference 7)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypedDict

from ..json_types import Json, JsonObject, as_list, as_object, moment, text
from ..models import MAIN, UnusableItemError


@dataclass(frozen=True, slots=True, kw_only=True)
class _Event:
    """The fields of all events."""

    event_id: str
    """The same in a repeated delivery; empty if the platform sends none."""
    time: datetime | None
    """Time of the event by the cloud's clock, in whole seconds."""
    location_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceEvent(_Event):
    """An attribute of a device was reported."""

    device_id: str
    component: str
    capability: str
    attribute: str
    value: Json
    state_change: bool
    """Whether the value differs from the previous one; false for a repeated button press."""
    data: JsonObject = field(default_factory=dict)
    """Details of the value, for example how a lock was opened."""
    subscription_name: str = ""
    """Name of the subscription that delivered the event, or its id without a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceLifecycleEvent(_Event):
    """A device was added, changed, moved or removed."""

    lifecycle: str
    """CREATE, UPDATE, DELETE, ROOM_MOVE, MOVE_FROM or MOVE_TO."""
    device_id: str
    device_name: str = ""
    details: JsonObject = field(default_factory=dict)
    """The object that is named after the lifecycle, for example ``roomMove``; often empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceHealthEvent(_Event):
    """A device became reachable or unreachable for the cloud."""

    device_id: str
    hub_id: str = ""
    status: str
    """ONLINE, OFFLINE or UNHEALTHY."""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HubHealthEvent(_Event):
    """A hub or one of its radios became reachable or unreachable for the cloud."""

    hub_id: str
    status: str
    """ONLINE, OFFLINE, or these words after ``ZWAVE_``, ``ZIGBEE_`` or ``BLUETOOTH_``."""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeEvent(_Event):
    """The mode of the location changed."""

    mode_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneLifecycleEvent(_Event):
    """A scene was created, changed or deleted."""

    lifecycle: str
    """CREATE, UPDATE or DELETE."""
    scene_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityArmStateEvent(_Event):
    """The security system of the location was armed or disarmed."""

    arm_state: str
    """ARMED_STAY, ARMED_AWAY, DISARMED or UNKNOWN."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledAppLifecycleEvent(_Event):
    """The installed app was removed; sent to API_ONLY apps only."""

    installed_app_id: str
    app_id: str = ""
    lifecycle: str
    """DELETE."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerEvent(_Event):
    """A schedule of the installed app was due."""

    name: str
    """The name of the schedule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownEvent(_Event):
    """An event of an unknown type."""

    event_type: str


type Event = (
    DeviceEvent
    | DeviceLifecycleEvent
    | DeviceHealthEvent
    | HubHealthEvent
    | ModeEvent
    | SceneLifecycleEvent
    | SecurityArmStateEvent
    | InstalledAppLifecycleEvent
    | TimerEvent
    | UnknownEvent
)


class _Base(TypedDict):
    """The fields of :class:`_Event`."""

    event_id: str
    time: datetime | None
    location_id: str


def _required(payload: JsonObject, key: str) -> str:
    if not (value := text(payload, key)):
        raise UnusableItemError(key)
    return value


def _device(payload: JsonObject, base: _Base) -> DeviceEvent:
    return DeviceEvent(
        **base,
        device_id=_required(payload, "deviceId"),
        component=text(payload, "componentId") or MAIN,
        capability=_required(payload, "capability"),
        attribute=_required(payload, "attribute"),
        value=payload.get("value"),
        # An event without the member counts as a change, so that none is lost.
        state_change=payload.get("stateChange") is not False,
        data=as_object(payload.get("data")),
        subscription_name=text(payload, "subscriptionName"),
    )


def _details(payload: JsonObject, lifecycle: str) -> JsonObject:
    """Return the object named after the lifecycle: ``ROOM_MOVE`` has ``roomMove``."""
    first, *others = lifecycle.lower().split("_")
    return as_object(payload.get(first + "".join(map(str.capitalize, others))))


def _device_lifecycle(payload: JsonObject, base: _Base) -> DeviceLifecycleEvent:
    lifecycle = _required(payload, "lifecycle").upper()
    return DeviceLifecycleEvent(
        **base,
        lifecycle=lifecycle,
        device_id=_required(payload, "deviceId"),
        device_name=text(payload, "deviceName"),
        details=_details(payload, lifecycle),
    )


def _device_health(payload: JsonObject, base: _Base) -> DeviceHealthEvent:
    return DeviceHealthEvent(
        **base,
        device_id=_required(payload, "deviceId"),
        hub_id=text(payload, "hubId"),
        status=_required(payload, "status").upper(),
        reason=text(payload, "reason"),
    )


def _hub_health(payload: JsonObject, base: _Base) -> HubHealthEvent:
    return HubHealthEvent(
        **base,
        hub_id=_required(payload, "hubId"),
        status=_required(payload, "status").upper(),
        reason=text(payload, "reason"),
    )


def _mode(payload: JsonObject, base: _Base) -> ModeEvent:
    return ModeEvent(**base, mode_id=_required(payload, "modeId"))


def _scene_lifecycle(payload: JsonObject, base: _Base) -> SceneLifecycleEvent:
    return SceneLifecycleEvent(
        **base,
        lifecycle=_required(payload, "lifecycle").upper(),
        scene_id=_required(payload, "sceneId"),
    )


def _security_arm_state(payload: JsonObject, base: _Base) -> SecurityArmStateEvent:
    return SecurityArmStateEvent(
        **base,
        arm_state=_required(payload, "armState").upper(),
    )


def _installed_app_lifecycle(payload: JsonObject, base: _Base) -> InstalledAppLifecycleEvent:
    return InstalledAppLifecycleEvent(
        **base,
        installed_app_id=_required(payload, "installedAppId"),
        app_id=text(payload, "appId"),
        lifecycle=_required(payload, "lifecycle").upper(),
    )


def _timer(payload: JsonObject, base: _Base) -> TimerEvent:
    return TimerEvent(**base, name=_required(payload, "name"))


_READERS: dict[str, tuple[str, Callable[[JsonObject, _Base], Event]]] = {
    "DEVICE_EVENT": ("deviceEvent", _device),
    "DEVICE_LIFECYCLE_EVENT": ("deviceLifecycleEvent", _device_lifecycle),
    "DEVICE_HEALTH_EVENT": ("deviceHealthEvent", _device_health),
    "HUB_HEALTH_EVENT": ("hubHealthEvent", _hub_health),
    "MODE_EVENT": ("modeEvent", _mode),
    "SCENE_LIFECYCLE_EVENT": ("sceneLifecycleEvent", _scene_lifecycle),
    "SECURITY_ARM_STATE_EVENT": ("securityArmStateEvent", _security_arm_state),
    "INSTALLED_APP_LIFECYCLE_EVENT": ("installedAppLifecycleEvent", _installed_app_lifecycle),
    "TIMER_EVENT": ("timerEvent", _timer),
}


def _base(raw: JsonObject, payload: JsonObject) -> _Base:
    return {
        "event_id": text(payload, "eventId"),
        "time": moment(raw.get("eventTime")),
        "location_id": text(payload, "locationId"),
    }


def _parse_event(raw: JsonObject) -> Event:
    event_type = _required(raw, "eventType")
    if (entry := _READERS.get(event_type)) is None:
        return UnknownEvent(**_base(raw, {}), event_type=event_type)
    key, read = entry
    payload = as_object(raw.get(key))
    return read(payload, _base(raw, payload))


def parse_events(raw: Json) -> tuple[tuple[Event, ...], int]:
    """Read ``events[]``; return the events in their order, and the number of unreadable ones."""
    events: list[Event] = []
    unreadable = 0
    for item in as_list(raw):
        try:
            events.append(_parse_event(as_object(item)))
        except UnusableItemError:
            unreadable += 1
    return tuple(events), unreadable
