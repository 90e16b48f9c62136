"""Every kind of event is read, and an unreadable one affects only itself (platform reference 7)."""

from datetime import UTC, datetime

import pytest

from custom_components.smartthings_smartapp.cloud.delivery.events import (
    DeviceEvent,
    DeviceHealthEvent,
    DeviceLifecycleEvent,
    Event,
    HubHealthEvent,
    InstalledAppLifecycleEvent,
    ModeEvent,
    SceneLifecycleEvent,
    SecurityArmStateEvent,
    TimerEvent,
    UnknownEvent,
    parse_events,
)
from custom_components.smartthings_smartapp.cloud.json_types import Json, JsonObject

TIME = datetime(2026, 11, 24, 9, 15, 30, tzinfo=UTC)


def _raw(event_type: str, key: str, **payload: Json) -> JsonObject:
    return {
        "eventTime": "2026-11-24T09:15:30Z",
        "eventType": event_type,
        key: {"eventId": "event-1", "locationId": "home", **payload},
    }


def _parse(raw: Json) -> Event:
    events, odd = parse_events([raw])
    assert odd == 0
    return events[0]


def _device_event(**payload: Json) -> JsonObject:
    base: JsonObject = {"deviceId": "lamp", "capability": "switch", "attribute": "switch"}
    return _raw("DEVICE_EVENT", "deviceEvent", **(base | payload))


@pytest.mark.parametrize(
    ("raw", "event"),
    [
        (
            _device_event(
                componentId="left",
                value="on",
                valueType="string",
                stateChange=False,
                data={"buttonNumber": 1},
                subscriptionName="capability-1",
            ),
            DeviceEvent(
                event_id="event-1",
                time=TIME,
                location_id="home",
                device_id="lamp",
                component="left",
                capability="switch",
                attribute="switch",
                value="on",
                state_change=False,
                data={"buttonNumber": 1},
                subscription_name="capability-1",
            ),
        ),
        (
            _raw(
                "DEVICE_LIFECYCLE_EVENT",
                "deviceLifecycleEvent",
                lifecycle="UPDATE",
                deviceId="lamp",
                deviceName="Reading lamp",
                principal="",
                update={"labelDiff": {"old": "Lamp", "new": "Reading lamp"}},
            ),
            DeviceLifecycleEvent(
                event_id="event-1",
                time=TIME,
                location_id="home",
                lifecycle="UPDATE",
                device_id="lamp",
                device_name="Reading lamp",
                details={"labelDiff": {"old": "Lamp", "new": "Reading lamp"}},
            ),
        ),
        (
            _raw(
                "DEVICE_LIFECYCLE_EVENT",
                "deviceLifecycleEvent",
                lifecycle="ROOM_MOVE",
                deviceId="lamp",
                roomMove={"roomIdFrom": "a", "roomIdTo": "b"},
            ),
            DeviceLifecycleEvent(
                event_id="event-1",
                time=TIME,
                location_id="home",
                lifecycle="ROOM_MOVE",
                device_id="lamp",
                details={"roomIdFrom": "a", "roomIdTo": "b"},
            ),
        ),
        (
            _raw(
                "DEVICE_HEALTH_EVENT",
                "deviceHealthEvent",
                deviceId="lamp",
                hubId="hub",
                status="OFFLINE",
                reason="HUB_OFFLINE",
            ),
            DeviceHealthEvent(
                event_id="event-1",
                time=TIME,
                location_id="home",
                device_id="lamp",
                hub_id="hub",
                status="OFFLINE",
                reason="HUB_OFFLINE",
            ),
        ),
        (
            _raw("HUB_HEALTH_EVENT", "hubHealthEvent", hubId="hub", status="ZIGBEE_OFFLINE"),
            HubHealthEvent(
                event_id="event-1",
                time=TIME,
                location_id="home",
                hub_id="hub",
                status="ZIGBEE_OFFLINE",
            ),
        ),
        (
            _raw("MODE_EVENT", "modeEvent", modeId="night"),
            ModeEvent(event_id="event-1", time=TIME, location_id="home", mode_id="night"),
        ),
        (
            _raw(
                "SCENE_LIFECYCLE_EVENT",
                "sceneLifecycleEvent",
                lifecycle="DELETE",
                sceneId="movie",
                delete={},
            ),
            SceneLifecycleEvent(
                event_id="event-1",
                time=TIME,
                location_id="home",
                lifecycle="DELETE",
                scene_id="movie",
            ),
        ),
        (
            _raw(
                "SECURITY_ARM_STATE_EVENT",
                "securityArmStateEvent",
                armState="ARMED_AWAY",
            ),
            SecurityArmStateEvent(
                event_id="event-1",
                time=TIME,
                location_id="home",
                arm_state="ARMED_AWAY",
            ),
        ),
        (
            _raw(
                "INSTALLED_APP_LIFECYCLE_EVENT",
                "installedAppLifecycleEvent",
                installedAppId="installed",
                appId="app",
                lifecycle="DELETE",
                delete={},
            ),
            InstalledAppLifecycleEvent(
                event_id="event-1",
                time=TIME,
                location_id="home",
                installed_app_id="installed",
                app_id="app",
                lifecycle="DELETE",
            ),
        ),
        (
            _raw("WEATHER_EVENT", "weatherEvent"),
            UnknownEvent(event_id="", time=TIME, location_id="", event_type="WEATHER_EVENT"),
        ),
        (
            _raw("TIMER_EVENT", "timerEvent", name="nightly"),
            TimerEvent(event_id="event-1", time=TIME, location_id="home", name="nightly"),
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_every_kind_of_event_is_read(raw: JsonObject, event: Event) -> None:
    """Unknown kinds are included, and may be used later."""
    assert _parse(raw) == event


@pytest.mark.parametrize("value", ["on", 21.4, 7, True, None, ["a"], {"hue": 32.5}])
def test_a_value_of_any_type_is_unchanged(value: Json) -> None:
    """The capability defines the type; ``valueType`` is not useful."""
    event = _parse(_device_event(value=value))
    assert isinstance(event, DeviceEvent)
    assert event.value == value
    assert type(event.value) is type(value)


def test_an_event_with_only_the_required_members_is_read() -> None:
    """Older fixtures have no time; only the id of the device is required."""
    event = _parse(
        {
            "eventType": "DEVICE_EVENT",
            "deviceEvent": {"deviceId": "lamp", "capability": "switch", "attribute": "switch"},
        }
    )
    assert event == DeviceEvent(
        event_id="",
        time=None,
        location_id="",
        device_id="lamp",
        component="main",
        capability="switch",
        attribute="switch",
        value=None,
        state_change=True,
    )


def test_a_time_in_milliseconds_is_read() -> None:
    """Some parts of the platform count milliseconds since 1970."""
    assert _parse(_device_event() | {"eventTime": 1795511730000}).time == TIME


def _without(raw: JsonObject, key: str, member: str) -> JsonObject:
    payload = raw[key]
    assert isinstance(payload, dict)
    return raw | {key: {name: value for name, value in payload.items() if name != member}}


@pytest.mark.parametrize(
    "odd",
    [
        None,
        "event",
        {},
        {"eventType": 7},
        {"eventType": "DEVICE_EVENT"},
        {"eventType": "DEVICE_EVENT", "deviceEvent": []},
        _without(_device_event(), "deviceEvent", "deviceId"),
        _without(_device_event(), "deviceEvent", "capability"),
        _without(_device_event(), "deviceEvent", "attribute"),
        _device_event(deviceId={"id": 1}),
        _raw("DEVICE_LIFECYCLE_EVENT", "deviceLifecycleEvent", deviceId="lamp"),
        _raw("DEVICE_HEALTH_EVENT", "deviceHealthEvent", deviceId="lamp"),
        _raw("HUB_HEALTH_EVENT", "hubHealthEvent", status="ONLINE"),
        _raw("MODE_EVENT", "modeEvent"),
        _raw("SCENE_LIFECYCLE_EVENT", "sceneLifecycleEvent", sceneId="movie"),
        _raw("SECURITY_ARM_STATE_EVENT", "securityArmStateEvent"),
        _raw("INSTALLED_APP_LIFECYCLE_EVENT", "installedAppLifecycleEvent", lifecycle="DELETE"),
    ],
)
def test_an_unreadable_event_is_counted_and_the_others_are_read(odd: Json) -> None:
    """One delivery may have several events."""
    events, count = parse_events([_device_event(value="on"), odd, _device_event(value="off")])
    assert [event.value for event in events if isinstance(event, DeviceEvent)] == ["on", "off"]
    assert (len(events), count) == (2, 1)


@pytest.mark.parametrize("raw", [None, {}, "events", []])
def test_a_delivery_without_events_has_none(raw: Json) -> None:
    """It is still a valid delivery, which may have a token."""
    assert parse_events(raw) == ((), 0)
