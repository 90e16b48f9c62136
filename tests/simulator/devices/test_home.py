"""The state of the simulated homes, and the houses they start with."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID

import pytest

from simulator.commands.behaviour import Effect
from simulator.devices.device import (
    Json,
    JsonObject,
    Reading,
    attribute_entry,
    make_device,
    timestamp,
)
from simulator.devices.home import Action, Home, HomeEvent, UnknownTargetError, value_type
from simulator.devices.house import build_house
from simulator.devices.ids import CABIN_LOCATION, HOME_LOCATION, Devices, Modes, Rooms, Scenes
from simulator.devices.synthetic import synthetic_home

_NOON = datetime(2026, 11, 24, 12, 0, 5, 250_900, tzinfo=UTC)


@pytest.fixture(name="home")
def home_fixture() -> Home:
    """Return the house with its clock stopped at noon."""
    home = build_house()
    home.clock = lambda: _NOON
    return home


@pytest.fixture(name="events")
def events_fixture(home: Home) -> list[HomeEvent]:
    """Return a list that collects the events."""
    events: list[HomeEvent] = []
    home.listen(events.append)
    return events


def _payload(event: HomeEvent) -> JsonObject:
    """Return the payload without its event id, which must be valid."""
    event_id = event.payload["eventId"]
    assert UUID(str(event_id)).version == 1
    return {key: value for key, value in event.payload.items() if key != "eventId"}


def _switch(device_id: str) -> Action:
    return Action(device_id=device_id, command={"capability": "switch", "command": "on"})


def test_a_changed_attribute_is_written_with_its_time_and_reported(
    home: Home, events: list[HomeEvent]
) -> None:
    """The event has no unit; the status keeps its unit."""
    home.set_attribute(
        Devices.BEDROOM_CLIMATE, "main", "temperatureMeasurement", "temperature", 20.25
    )

    entry = home.devices[Devices.BEDROOM_CLIMATE].status["main"]["temperatureMeasurement"]
    assert entry["temperature"] == {
        "value": 20.25,
        "unit": "C",
        "timestamp": "2026-11-24T12:00:05.250Z",
    }
    [event] = events
    assert (event.event_type, event.payload_key) == ("DEVICE_EVENT", "deviceEvent")
    assert (event.location_id, event.time) == (HOME_LOCATION, _NOON)
    assert _payload(event) == {
        "locationId": HOME_LOCATION,
        "deviceId": Devices.BEDROOM_CLIMATE,
        "componentId": "main",
        "capability": "temperatureMeasurement",
        "attribute": "temperature",
        "value": 20.25,
        "valueType": "number",
        "stateChange": True,
        "data": {},
    }


def test_a_repeated_value_is_reported_as_no_change(home: Home, events: list[HomeEvent]) -> None:
    """Buttons repeat their value, and clients must get each press."""
    for _ in range(2):
        home.set_attribute(
            Devices.REMOTE, "button2", "button", "button", "pushed", data={"buttonNumber": 2}
        )

    assert [event.payload["stateChange"] for event in events] == [True, False]
    assert events[1].payload["data"] == {"buttonNumber": 2}
    status = home.devices[Devices.REMOTE].status["button2"]["button"]["button"]
    assert status["data"] == {"buttonNumber": 2}


def test_an_unreported_change_moves_the_status_alone(home: Home, events: list[HomeEvent]) -> None:
    """The push was lost, and only the next poll shows the value."""
    home.set_attribute(Devices.FRONT_DOOR, "main", "contactSensor", "contact", "open", report=False)

    assert home.devices[Devices.FRONT_DOOR].value("main", "contactSensor", "contact") == "open"
    assert events == []


def test_a_new_attribute_and_its_unit_appear_in_the_status(home: Home) -> None:
    """A driver may report attributes that it did not report before."""
    home.set_attribute(Devices.FRONT_LOCK, "main", "battery", "voltage", 2.9, unit="V")

    status = home.devices[Devices.FRONT_LOCK].status["main"]["battery"]
    assert status["voltage"]["unit"] == "V"


@pytest.mark.parametrize(
    ("device_id", "component", "capability"),
    [
        ("nobody", "main", "switch"),
        (Devices.RELAY, "switch3", "switch"),
        (Devices.RELAY, "main", "lock"),
    ],
)
def test_an_unknown_place_is_refused(
    home: Home, events: list[HomeEvent], device_id: str, component: str, capability: str
) -> None:
    with pytest.raises(UnknownTargetError):
        home.set_attribute(device_id, component, capability, "switch", "on")

    assert events == []


def test_a_listener_that_stopped_hears_nothing(home: Home) -> None:
    heard: list[HomeEvent] = []
    stop = home.listen(heard.append)
    stop()
    stop()

    home.set_mode(HOME_LOCATION, Modes.AWAY)

    assert heard == []


def test_an_offline_device_names_its_hub(home: Home, events: list[HomeEvent]) -> None:
    home.set_health(Devices.FRONT_DOOR, "OFFLINE", "ZIGBEE_OFFLINE")

    device = home.devices[Devices.FRONT_DOOR]
    assert not device.online
    assert device.health["lastUpdatedDate"] == "2026-11-24T12:00:05.250Z"
    [event] = events
    assert (event.event_type, event.payload_key) == ("DEVICE_HEALTH_EVENT", "deviceHealthEvent")
    assert _payload(event) == {
        "locationId": HOME_LOCATION,
        "deviceId": Devices.FRONT_DOOR,
        "hubId": Devices.HUB,
        "status": "OFFLINE",
        "reason": "ZIGBEE_OFFLINE",
    }


@pytest.mark.parametrize(
    ("device_id", "hub_id"),
    [
        (Devices.HUB, Devices.HUB),
        (Devices.FLOOR_LAMP, Devices.HUB),
        (Devices.KITCHEN_SPOTS, ""),
        (Devices.PHONE, ""),
    ],
)
def test_only_a_hub_and_its_children_have_a_hub(home: Home, device_id: str, hub_id: str) -> None:
    assert home.devices[device_id].hub_id == hub_id


@pytest.mark.parametrize(("state", "reason"), [("OFFLINE", "DISCONNECTED"), ("ONLINE", "NONE")])
def test_a_hub_reports_its_health_twice(
    home: Home, events: list[HomeEvent], state: str, reason: str
) -> None:
    """Once as a device and once as a hub."""
    home.set_health(Devices.HUB, state)

    assert [event.event_type for event in events] == ["DEVICE_HEALTH_EVENT", "HUB_HEALTH_EVENT"]
    assert _payload(events[1]) == {
        "locationId": HOME_LOCATION,
        "hubId": Devices.HUB,
        "status": state,
        "reason": reason,
    }


def test_a_device_comes_and_goes(home: Home, events: list[HomeEvent]) -> None:
    lamp = make_device(
        "new-lamp", "New lamp", location_id=HOME_LOCATION, components={"main": {"switch": {}}}
    )

    home.add_device(lamp)
    with pytest.raises(ValueError, match="exists"):
        home.add_device(lamp)
    home.remove_device("new-lamp")

    assert "new-lamp" not in home.devices
    assert [event.event_type for event in events] == ["DEVICE_LIFECYCLE_EVENT"] * 2
    created, deleted = (_payload(event) for event in events)
    assert created == {
        "locationId": HOME_LOCATION,
        "lifecycle": "CREATE",
        "deviceId": "new-lamp",
        "deviceName": "",
        "principal": "",
        "create": {
            "presentationId": lamp.item["presentationId"],
            "manufacturerName": "Hazelbrook",
            "categories": [],
            "parentDeviceId": "",
            "hubId": "",
        },
    }
    assert (deleted["lifecycle"], deleted["deviceName"]) == ("DELETE", "")
    assert deleted["delete"] == {"roomId": "", "parentDeviceId": "", "hubId": ""}


def test_a_renamed_device_reports_both_names(home: Home, events: list[HomeEvent]) -> None:
    home.rename_device(Devices.FLOOR_LAMP, "Corner lamp")

    assert home.devices[Devices.FLOOR_LAMP].label == "Corner lamp"
    payload = _payload(events[0])
    assert (payload["lifecycle"], payload["deviceName"]) == ("UPDATE", "Corner lamp")
    assert payload["update"] == {"labelDiff": {"old": "Floor lamp", "new": "Corner lamp"}}


def test_a_moved_device_reports_both_rooms(home: Home, events: list[HomeEvent]) -> None:
    home.move_device(Devices.FLOOR_LAMP, Rooms.BEDROOM)
    home.move_device(Devices.GARAGE_DOOR, Rooms.HALLWAY)

    assert home.devices[Devices.FLOOR_LAMP].room_id == Rooms.BEDROOM
    moves = [event.payload["roomMove"] for event in events]
    assert moves == [
        {"roomIdFrom": Rooms.LIVING_ROOM, "roomIdTo": Rooms.BEDROOM},
        {"roomIdFrom": "", "roomIdTo": Rooms.HALLWAY},
    ]
    with pytest.raises(UnknownTargetError):
        home.move_device(Devices.FLOOR_LAMP, Rooms.CABIN_PARLOUR)


def test_a_new_capability_is_in_the_item_and_the_status(
    home: Home, events: list[HomeEvent]
) -> None:
    """A driver update adds capabilities to a device."""
    home.add_capability(
        Devices.RELAY, "switch2", "powerMeter", {"power": {"value": 3, "unit": "W"}}
    )

    device = home.devices[Devices.RELAY]
    assert device.value("switch2", "powerMeter", "power") == 3
    components = device.item["components"]
    assert isinstance(components, list)
    assert {"id": "powerMeter", "version": 1} in _capabilities(components[1])
    assert {"id": "powerMeter", "version": 1} not in _capabilities(components[0])
    assert events[0].payload["update"] == {}


def _capabilities(component: Json) -> list[Json]:
    assert isinstance(component, dict)
    capabilities = component["capabilities"]
    assert isinstance(capabilities, list)
    return capabilities


def test_a_mode_and_an_arm_state_are_kept_and_reported(home: Home, events: list[HomeEvent]) -> None:
    home.set_mode(HOME_LOCATION, Modes.NIGHT)
    home.set_arm_state(HOME_LOCATION, "ARMED_STAY")
    with pytest.raises(UnknownTargetError):
        home.set_mode(CABIN_LOCATION, Modes.NIGHT)

    assert home.current_modes[HOME_LOCATION] == Modes.NIGHT
    assert home.arm_states == {HOME_LOCATION: "ARMED_STAY", CABIN_LOCATION: "DISARMED"}
    assert [(event.event_type, _payload(event)) for event in events] == [
        ("MODE_EVENT", {"locationId": HOME_LOCATION, "modeId": Modes.NIGHT}),
        (
            "SECURITY_ARM_STATE_EVENT",
            {"locationId": HOME_LOCATION, "armState": "ARMED_STAY", "optionalArguments": {}},
        ),
    ]


def test_a_scene_lives_from_create_to_delete(home: Home, events: list[HomeEvent]) -> None:
    scene_id = home.add_scene(HOME_LOCATION, "Reading", [])
    home.rename_scene(scene_id, "Quiet reading")

    assert home.scenes[scene_id]["sceneName"] == "Quiet reading"
    assert home.scenes[scene_id]["createdDate"] == 1_795_521_605_250
    home.remove_scene(scene_id)
    assert scene_id not in home.scenes
    assert [_payload(event) for event in events] == [
        {"locationId": HOME_LOCATION, "lifecycle": word, "sceneId": scene_id, word.lower(): {}}
        for word in ("CREATE", "UPDATE", "DELETE")
    ]
    with pytest.raises(UnknownTargetError):
        home.execute_scene(scene_id)


def test_a_scene_performs_its_actions_on_existing_devices(home: Home) -> None:
    """A device that is offline or removed does not stop the others."""
    scene_id = home.add_scene(
        HOME_LOCATION,
        "Lights",
        [_switch("gone"), _switch(Devices.RELAY), _switch(Devices.GUEST_MODE)],
    )
    home.set_health(Devices.GUEST_MODE, "OFFLINE")

    home.execute_scene(scene_id)

    assert home.devices[Devices.RELAY].value("main", "switch", "switch") == "on"
    assert home.devices[Devices.GUEST_MODE].value("main", "switch", "switch") == "off"
    assert home.scenes[scene_id]["lastExecutedDate"] == 1_795_521_605_250


@pytest.mark.parametrize("scene_id", list(Scenes))
def test_every_scene_of_the_house_can_be_executed(home: Home, scene_id: str) -> None:
    home.call_later = lambda _delay, action: action()

    home.execute_scene(scene_id)

    assert home.scenes[scene_id]["lastExecutedDate"] is not None


async def test_a_later_effect_comes_later(home: Home) -> None:
    effect = Effect(
        component="main", capability="switch", attribute="switch", value="on", after=0.01
    )

    home.apply(Devices.RELAY, [effect])
    before = home.devices[Devices.RELAY].value("main", "switch", "switch")
    await asyncio.sleep(0.03)

    assert before == "off"
    assert home.devices[Devices.RELAY].value("main", "switch", "switch") == "on"


def test_effects_on_a_device_that_went_away_are_dropped(
    home: Home, events: list[HomeEvent]
) -> None:
    waiting = []
    home.call_later = lambda _delay, action: waiting.append(action)
    effect = Effect(component="main", capability="switch", attribute="switch", value="on")
    home.apply(Devices.RELAY, [effect], delay=1)
    home.remove_device(Devices.RELAY)
    events.clear()

    for action in waiting:
        action()

    assert len(waiting) == 1
    assert events == []


@pytest.mark.parametrize(
    ("value", "word"),
    [
        ("on", "string"),
        (None, "string"),
        (True, "boolean"),
        (3, "number"),
        (3.5, "number"),
        ([], "json_array"),
        ({}, "json_object"),
    ],
)
def test_every_value_has_a_type_word(value: Json, word: str) -> None:
    assert value_type(value) == word


def test_an_unreported_value_has_no_timestamp() -> None:
    assert attribute_entry(None, _NOON) == {"value": None}
    assert attribute_entry(Reading(value=1, unit="W", data={"a": 1}), _NOON) == {
        "value": 1,
        "unit": "W",
        "data": {"a": 1},
        "timestamp": timestamp(_NOON),
    }


def test_the_house_has_two_locations_with_rooms_modes_and_scenes() -> None:
    home = build_house()

    assert {key: item["temperatureScale"] for key, item in home.locations.items()} == {
        HOME_LOCATION: "C",
        CABIN_LOCATION: "F",
    }
    assert [room["name"] for room in home.rooms[HOME_LOCATION]] == [
        "Living room",
        "Kitchen",
        "Bedroom",
        "Hallway",
    ]
    for location_id in home.locations:
        assert [mode["name"] for mode in home.modes[location_id]] == ["Home", "Away", "Night"]
    assert {str(scene["sceneName"]) for scene in home.scenes.values()} == {
        "Good night",
        "Movie time",
        "Leaving",
    }
    assert set(home.devices) == set(Devices)


def test_every_device_of_the_house_is_consistent() -> None:
    """Item and status name the same capabilities; rooms and hubs exist."""
    home = build_house()
    for device in home.devices.values():
        rooms = {room["roomId"] for room in home.rooms[device.location_id]}
        assert device.room_id is None or device.room_id in rooms
        assert device.hub_id in {"", Devices.HUB}
        assert device.category
        components = device.item["components"]
        assert isinstance(components, list)
        named = {
            str(component["id"]): [str(item["id"]) for item in _objects(component)]
            for component in components
            if isinstance(component, dict)
        }
        assert named == {
            component: list(capabilities) for component, capabilities in device.status.items()
        }


def _objects(component: JsonObject) -> list[JsonObject]:
    return [item for item in _capabilities(component) if isinstance(item, dict)]


def test_the_types_of_the_house_vary() -> None:
    types = {device.type for device in build_house().devices.values()}

    assert types == {"HUB", "MATTER", "MOBILE", "OCF", "VIPER", "VIRTUAL", "ZIGBEE", "ZWAVE"}


def test_the_hub_carries_every_attribute_of_its_firmware() -> None:
    """Known clients fail if a key is missing (platform reference 15)."""
    firmware = build_house().devices[Devices.HUB].status["main"]["firmwareUpdate"]

    assert {key for key, entry in firmware.items() if entry["value"] is None} == {
        "lastUpdateStatusReason",
        "imageTransferProgress",
        "lastUpdateStatus",
        "supportedCommands",
        "estimatedTimeRemaining",
        "lastUpdateTime",
    }
    assert firmware["updateAvailable"]["value"] is True


def test_two_synthetic_homes_of_one_size_are_alike() -> None:
    first, second = synthetic_home(100), synthetic_home(100)

    assert list(first.devices) == list(second.devices)
    assert len(first.devices) == 100
    [rooms] = first.rooms.values()
    assert len(rooms) == 9
    assert {device.room_id for device in first.devices.values()} == {
        room["roomId"] for room in rooms
    }
    assert len({device.category for device in first.devices.values()}) == 11


def test_a_device_without_components_has_no_category() -> None:
    device = make_device("bare", "Bare", location_id=HOME_LOCATION, components={})

    assert (device.category, device.hub_id) == ("", "")
    device.item["components"] = [{"id": "main", "categories": []}]
    assert device.category == ""
