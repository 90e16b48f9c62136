"""Subscriptions and the events that match (platform reference 6)."""

from uuid import uuid4

import pytest

from simulator import Simulator, SimulatorOptions
from simulator.devices.device import Json, JsonObject, make_device
from simulator.devices.home import Action
from simulator.devices.ids import CABIN_LOCATION, HOME_LOCATION, Devices, Modes, Rooms, Scenes
from tests.simulator.parties import SCOPES, Developer, Installed, Target, at, items, text_at

_ALL = [*SCOPES, "r:hubs:*", "r:security:locations:*:armstate"]


@pytest.fixture(name="everything")
async def everything_fixture(developer: Developer) -> Installed:
    """Return an installed app with all scopes for subscriptions."""
    developer.target.initialize = {"firstPageId": "1", "permissions": [*_ALL]}
    client = await developer.register(oauth={"clientName": "T", "scope": [*_ALL]})
    return await developer.install(client, HOME_LOCATION)


def _device(**members: Json) -> JsonObject:
    source: JsonObject = {"deviceId": Devices.FRONT_DOOR, **members}
    return {"sourceType": "DEVICE", "device": source}


def _capability(capability: str, **members: Json) -> JsonObject:
    source: JsonObject = {"locationId": HOME_LOCATION, "capability": capability, **members}
    return {"sourceType": "CAPABILITY", "capability": source}


def _place(source_type: str, key: str, **members: Json) -> JsonObject:
    return {"sourceType": source_type, key: {"locationId": HOME_LOCATION, **members}}


async def _subscribe(installed: Installed, body: JsonObject) -> str:
    reply = await installed.api.post(installed.subscriptions, body)
    assert reply.status == 200, reply.text
    return text_at(reply.json, "id")


async def test_a_subscription_is_filled_with_defaults(installed: Installed) -> None:
    device = await installed.api.post(installed.subscriptions, _device())
    source: JsonObject = {
        "deviceId": Devices.FRONT_DOOR,
        "componentId": "*",
        "capability": "*",
        "attribute": "*",
        "value": "*",
        "stateChangeOnly": True,
        "modes": [],
    }
    assert device.json == {
        "id": at(device.json, "id"),
        "installedAppId": installed.installed_app_id,
        "sourceType": "DEVICE",
        "device": source,
    }
    capability = await installed.api.post(
        installed.subscriptions,
        _capability("switch", subscriptionName="s", modes=[Modes.HOME], stateChangeOnly=False),
    )
    assert at(capability.json, "capability") == {
        "locationId": HOME_LOCATION,
        "capability": "switch",
        "attribute": "*",
        "value": "*",
        "stateChangeOnly": False,
        "subscriptionName": "s",
        "modes": [Modes.HOME],
    }


async def test_subscriptions_are_listed_read_and_deleted(installed: Installed) -> None:
    first = await _subscribe(installed, _device(subscriptionName="door"))
    second = await _subscribe(installed, _capability("switch"))
    listed = await installed.api.get(installed.subscriptions)
    assert [item["id"] for item in items(listed.json)] == [first, second]
    assert at(listed.json, "_links") == {}
    one = await installed.api.get(f"{installed.subscriptions}/{first}")
    assert one.json == items(listed.json)[0]
    by_name = await installed.api.get(f"{installed.subscriptions}/door")
    assert by_name.json == one.json
    gone = await installed.api.delete(f"{installed.subscriptions}/{first}")
    assert gone.json == {"count": 1}
    assert (await installed.api.get(f"{installed.subscriptions}/{first}")).status == 403
    assert (await installed.api.delete(installed.subscriptions)).json == {"count": 1}
    assert (await installed.api.delete(installed.subscriptions)).json == {"count": 0}


async def test_subscriptions_of_one_device_are_deleted(everything: Installed) -> None:
    await _subscribe(everything, _device())
    health: JsonObject = {"deviceIds": [Devices.FRONT_DOOR, Devices.HUB]}
    await _subscribe(everything, {"sourceType": "DEVICE_HEALTH", "deviceHealth": health})
    other = await _subscribe(everything, _capability("switch"))
    query = ("deviceId", str(Devices.FRONT_DOOR))
    assert (await everything.api.delete(everything.subscriptions, query)).json == {"count": 2}
    left = await everything.api.get(everything.subscriptions)
    assert [item["id"] for item in items(left.json)] == [other]


@pytest.mark.parametrize(
    "again",
    [
        _capability("switch"),
        _capability("switch", subscriptionName="new"),
        _capability("lock", subscriptionName="old"),
    ],
)
async def test_the_same_values_or_the_same_name_conflict(
    installed: Installed, again: JsonObject
) -> None:
    await _subscribe(installed, _capability("switch", subscriptionName="old"))
    reply = await installed.api.post(installed.subscriptions, again)
    assert (reply.status, reply.code) == (409, "ConflictError")


async def test_other_values_do_not_conflict(installed: Installed) -> None:
    await _subscribe(installed, _capability("switch"))
    await _subscribe(installed, _capability("switch", stateChangeOnly=False))
    await _subscribe(installed, _device(capability="switch"))


async def test_another_installation_has_subscriptions_of_its_own(
    developer: Developer, installed: Installed
) -> None:
    other = await developer.install(await developer.register(), HOME_LOCATION)
    await _subscribe(installed, _capability("switch"))
    await _subscribe(other, _capability("switch"))


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "NotNullError"),
        ({"sourceType": "NEWS"}, "PatternError"),
        ({"sourceType": "DEVICE"}, "NotNullError"),
        ({"sourceType": "DEVICE", "device": {}}, "NotNullError"),
        (_device(componentId="a b"), "PatternError"),
        (_device(capability=""), "SizeError"),
        (_device(attribute="x" * 257), "SizeError"),
        (_device(value=5), "SizeError"),
        (_device(stateChangeOnly="yes"), "PatternError"),
        (_device(subscriptionName="x" * 37), "PatternError"),
        (_device(modes=["other"]), "PatternError"),
        ({"sourceType": "CAPABILITY", "capability": {"capability": "x"}}, "NotNullError"),
        (
            {"sourceType": "CAPABILITY", "capability": {"locationId": HOME_LOCATION}},
            "NotNullError",
        ),
        ({"sourceType": "MODE", "mode": {}}, "NotNullError"),
        ({"sourceType": "DEVICE_HEALTH", "deviceHealth": {}}, "NotNullError"),
        (
            {"sourceType": "DEVICE_HEALTH", "deviceHealth": {"deviceIds": [Devices.HUB] * 21}},
            "SizeError",
        ),
    ],
)
async def test_a_malformed_subscription_is_refused(
    installed: Installed, body: JsonObject, code: str
) -> None:
    reply = await installed.api.post(installed.subscriptions, body)
    assert (reply.status, reply.code) == (422, code)


@pytest.mark.parametrize(
    "body",
    [
        {"sourceType": "DEVICE", "device": {"deviceId": str(uuid4())}},
        {"sourceType": "DEVICE", "device": {"deviceId": Devices.CABIN_DOOR}},
        {
            "sourceType": "CAPABILITY",
            "capability": {"locationId": CABIN_LOCATION, "capability": "switch"},
        },
        {"sourceType": "DEVICE_HEALTH", "deviceHealth": {"deviceIds": [Devices.CABIN_DOOR]}},
        _place("HUB_HEALTH", "hubHealth"),
        _place("SECURITY_ARM_STATE", "securityArmState"),
    ],
)
async def test_a_source_without_permission_is_forbidden(
    installed: Installed, body: JsonObject
) -> None:
    """Devices of another location, and source types without their scope."""
    reply = await installed.api.post(installed.subscriptions, body)
    assert (reply.status, reply.text) == (403, "")


async def _open(simulator: Simulator, value: str = "open") -> None:
    simulator.home.set_attribute(Devices.FRONT_DOOR, "main", "contactSensor", "contact", value)
    await simulator.settle()


async def test_an_event_names_its_subscription(
    simulator: Simulator, installed: Installed, target: Target
) -> None:
    """By name, or by id without a name; once per matching subscription."""
    await _subscribe(installed, _device(subscriptionName="door"))
    unnamed = await _subscribe(installed, _capability("contactSensor"))
    await _open(simulator)
    assert [event["subscriptionName"] for event in target.events()] == ["door", unnamed]
    assert len(target.bodies("EVENT")) == 2
    assert {event["eventId"] for event in target.events()} == {target.events()[0]["eventId"]}


@pytest.mark.parametrize(
    ("body", "count"),
    [
        (_device(capability="contactSensor", attribute="contact", value="open"), 1),
        (_device(componentId="main"), 2),
        (_device(componentId="other"), 0),
        (_device(capability="battery"), 0),
        (_device(capability="contactSensor", attribute="tamper"), 0),
        (_device(value="ajar"), 0),
        (_device(modes=[Modes.HOME]), 2),
        (_device(modes=[Modes.NIGHT]), 0),
        (_device(stateChangeOnly=False), 3),
        (_capability("contactSensor"), 2),
        (_capability("contactSensor", value="closed"), 1),
        (_capability("motionSensor"), 0),
        ({"sourceType": "DEVICE", "device": {"deviceId": Devices.HUB}}, 0),
    ],
)
async def test_filters_choose_the_events(
    simulator: Simulator, installed: Installed, target: Target, body: JsonObject, count: int
) -> None:
    """The door opens, stays open, and closes."""
    await _open(simulator, "closed")
    await _subscribe(installed, body)
    for value in ("open", "open", "closed"):
        await _open(simulator, value)
    assert len(target.events()) == count


@pytest.mark.parametrize(("written", "value"), [("true", True), ("20.5", 20.5), ("5", 5)])
async def test_values_are_compared_as_they_are_written(
    simulator: Simulator, installed: Installed, target: Target, written: str, value: Json
) -> None:
    await _subscribe(installed, _device(value=written, stateChangeOnly=False))
    for reported in (value, "other"):
        simulator.home.set_attribute(
            Devices.FRONT_DOOR, "main", "contactSensor", "contact", reported
        )
    await simulator.settle()
    assert [event["value"] for event in target.events()] == [value]


async def test_every_source_type_brings_its_event(
    simulator: Simulator, everything: Installed, target: Target
) -> None:
    """Only DEVICE_EVENT contains the name of the subscription."""
    places = {
        "MODE": "mode",
        "DEVICE_LIFECYCLE": "deviceLifecycle",
        "DEVICE_HEALTH": "deviceHealth",
        "SECURITY_ARM_STATE": "securityArmState",
        "HUB_HEALTH": "hubHealth",
        "SCENE_LIFECYCLE": "sceneLifecycle",
    }
    for source_type, key in places.items():
        body = _place(source_type, key, subscriptionName=key)
        reply = await everything.api.post(everything.subscriptions, body)
        assert reply.status == 200
        assert at(reply.json, key) == {"locationId": HOME_LOCATION, "subscriptionName": key}
    home = simulator.home
    home.set_mode(HOME_LOCATION, Modes.AWAY)
    home.rename_device(Devices.FRONT_DOOR, "Door")
    home.set_health(Devices.HUB, "OFFLINE")
    home.set_arm_state(HOME_LOCATION, "ARMED_AWAY")
    home.rename_scene(Scenes.GOOD_NIGHT, "Night")
    home.set_mode(CABIN_LOCATION, Modes.CABIN_AWAY)
    await simulator.settle()
    types = [at(body, "eventData", "events", 0, "eventType") for body in target.bodies("EVENT")]
    assert types == [
        "MODE_EVENT",
        "DEVICE_LIFECYCLE_EVENT",
        "DEVICE_HEALTH_EVENT",
        "HUB_HEALTH_EVENT",
        "SECURITY_ARM_STATE_EVENT",
        "SCENE_LIFECYCLE_EVENT",
    ]
    assert all("subscriptionName" not in event for event in target.events())


async def test_health_may_be_subscribed_by_device(
    simulator: Simulator, installed: Installed, target: Target
) -> None:
    source: JsonObject = {"deviceIds": [Devices.FRONT_DOOR]}
    await _subscribe(installed, {"sourceType": "DEVICE_HEALTH", "deviceHealth": source})
    for device_id in (Devices.FRONT_DOOR, Devices.SINK_LEAK):
        simulator.home.set_health(device_id, "OFFLINE")
    await simulator.settle()
    assert [event["deviceId"] for event in target.events()] == [Devices.FRONT_DOOR]


async def test_a_new_device_is_of_its_capabilities(
    simulator: Simulator, installed: Installed, target: Target
) -> None:
    await _subscribe(installed, _capability("switch"))
    device_id = str(uuid4())
    simulator.home.add_device(
        make_device(
            device_id,
            "New",
            location_id=HOME_LOCATION,
            room_id=Rooms.KITCHEN,
            components={"main": {"switch": {"switch": "off"}}},
        )
    )
    simulator.home.set_attribute(device_id, "main", "switch", "switch", "on")
    await simulator.settle()
    assert [event["deviceId"] for event in target.events()] == [device_id]


async def test_lost_scopes_end_the_events(
    simulator: Simulator, installed: Installed, target: Target
) -> None:
    """The user saved the SmartApp with fewer permissions."""
    await _subscribe(installed, _device())
    target.initialize = {"firstPageId": "1", "permissions": ["r:scenes:*"]}
    await simulator.save(installed.installed_app_id)
    await _open(simulator)
    assert target.events() == []


async def test_a_target_that_is_pending_gets_no_events(
    simulator: Simulator, installed: Installed, target: Target
) -> None:
    await _subscribe(installed, _device())
    app = simulator.apps[installed.client.app_id]
    app.set_target_status("PENDING")
    await _open(simulator)
    assert target.events() == []
    app.set_target_status("CONFIRMED")
    await _open(simulator, "closed")
    assert len(target.events()) == 1


async def test_an_event_beyond_ten_kibibytes_is_not_delivered(
    simulator: Simulator, installed: Installed, target: Target
) -> None:
    await _subscribe(installed, _device())
    await _open(simulator, "x" * 10_240)
    assert target.events() == []


async def test_a_command_of_a_scene_is_an_event_too(
    simulator: Simulator, installed: Installed, target: Target
) -> None:
    await _subscribe(installed, _capability("switch", stateChangeOnly=False))
    command: JsonObject = {"capability": "switch", "command": "on"}
    scene_id = simulator.home.add_scene(
        HOME_LOCATION, "On", [Action(device_id=Devices.CEILING_LIGHT, command=command)]
    )
    assert (await installed.api.post(f"/scenes/{scene_id}/execute")).json == {"status": "success"}
    await simulator.settle()
    assert [event["deviceId"] for event in target.events()] == [Devices.CEILING_LIGHT]


class TestCeiling:
    """An installed app has a maximum number of subscriptions."""

    @pytest.fixture
    def simulator_options(self) -> SimulatorOptions:
        """Return a low maximum and small pages."""
        return SimulatorOptions(subscription_ceiling=2, page_size=1)

    async def test_one_more_than_the_ceiling_is_refused(self, installed: Installed) -> None:
        await _subscribe(installed, _capability("switch"))
        await _subscribe(installed, _capability("lock"))
        reply = await installed.api.post(installed.subscriptions, _capability("valve"))
        assert (reply.status, reply.code) == (422, "LimitError")
        first = await installed.api.get(installed.subscriptions)
        second = await installed.api.get(text_at(first.json, "_links", "next", "href"))
        assert at(items(second.json)[0], "capability", "capability") == "lock"
        assert at(second.json, "_links") == {}


_CRON: JsonObject = {"name": "nightly", "cron": {"expression": "0 3 * * ? *", "timezone": "UTC"}}


@pytest.mark.heartbeats
async def test_schedules_are_kept(installed: Installed) -> None:
    path = f"{installed.path}/schedules"
    made = await installed.api.post(path, _CRON)
    assert at(made.json, "cron") == _CRON["cron"]
    assert (await installed.api.get(f"{path}/nightly")).json == made.json
    assert items((await installed.api.get(path)).json) == [made.json]
    assert (await installed.api.post(path, _CRON)).status == 409
    assert (await installed.api.delete(f"{path}/nightly")).json == {"count": 1}
    assert (await installed.api.delete(f"{path}/nightly")).status == 403
    for number in range(6):
        body: JsonObject = {"name": f"n{number}", "once": {"time": 1}}
        assert (await installed.api.post(path, body)).status == 200
    more = await installed.api.post(path, _CRON)
    assert (more.status, more.code) == (422, "LimitError")
    assert (await installed.api.delete(path)).json == {"count": 6}


@pytest.mark.heartbeats
@pytest.mark.parametrize("body", [{}, {"name": "a b"}, {"name": "x"}, {"name": "x", "cron": 5}])
async def test_a_malformed_schedule_is_refused(installed: Installed, body: JsonObject) -> None:
    assert (await installed.api.post(f"{installed.path}/schedules", body)).status == 422
