"""Notifications to the phones of a location."""

import pytest

from simulator import Simulator
from simulator.devices.device import Json, JsonObject
from simulator.devices.ids import CABIN_LOCATION, HOME_LOCATION, Devices
from tests.simulator.conftest import Clock
from tests.simulator.parties import Developer, Installed, at


def _notification(**changes: Json) -> JsonObject:
    return {
        "locationId": HOME_LOCATION,
        "type": "ALERT",
        "messages": [{"default": {"title": "Water", "body": "The floor is wet"}}],
        **changes,
    }


async def test_a_notification_is_kept(
    simulator: Simulator, authorized: Installed, clock: Clock
) -> None:
    """With everything that the official SDK supports."""
    sent = _notification(
        type="SUGGESTED_ACTION",
        messages=[{"default": {"title": "${who}"}}, {"en_GB": {"body": "Hello"}, "de": {}}],
        replacements=[{"key": "${who}", "value": "Somebody"}],
        deepLink={"type": "device", "id": Devices.SINK_LEAK},
        imageUrl="https://ha.example/image.png",
    )
    reply = await authorized.api.post("/notification", sent)
    assert (reply.status, reply.json) == (200, {"code": 200, "message": "success"})
    [kept] = simulator.notifications
    assert (kept.body, kept.installed_app_id, kept.at) == (
        sent,
        authorized.installed_app_id,
        clock.time,
    )


async def test_both_kinds_of_apps_and_a_user_may_send(
    simulator: Simulator, developer: Developer, installed: Installed, authorized: Installed
) -> None:
    for api in (installed.api, authorized.api, developer.api):
        assert (await api.post("/v1/notification", _notification())).status == 200
    assert [kept.installed_app_id for kept in simulator.notifications] == [
        installed.installed_app_id,
        authorized.installed_app_id,
        None,
    ]
    shown = (await developer.client(None).get("/simulator/notifications")).json
    assert at(shown, 2, "body") == _notification()


async def test_apps_may_be_kept_from_sending(
    simulator: Simulator, developer: Developer, installed: Installed
) -> None:
    """The scope for it is unknown."""
    simulator.options.notifications_allowed = False
    reply = await installed.api.post("/notification", _notification())
    assert (reply.status, reply.text) == (403, "")
    assert (await developer.api.post("/notification", _notification())).status == 200
    assert len(simulator.notifications) == 1


async def test_an_app_notifies_its_own_location_alone(
    simulator: Simulator, installed: Installed
) -> None:
    for location_id in (CABIN_LOCATION, "unknown", 5):
        reply = await installed.api.post("/notification", _notification(locationId=location_id))
        assert (reply.status, reply.text) == (403, "")
    assert not simulator.notifications


@pytest.mark.parametrize(
    ("changes", "member", "code"),
    [
        ({"locationId": None}, "locationId", "NotNullError"),
        ({"type": None}, "type", "NotNullError"),
        ({"type": "LETTER"}, "type", "PatternError"),
        ({"messages": None}, "messages", "NotEmptyError"),
        ({"messages": []}, "messages", "NotEmptyError"),
        ({"messages": ["Hello"]}, "messages", "PatternError"),
        ({"messages": [{"default": "Hello"}]}, "messages", "PatternError"),
        ({"messages": [{"default": {"title": 5}}]}, "messages", "PatternError"),
        ({"messages": [{"title": "Hello"}]}, "messages", "PatternError"),
        ({"messages": [{"default": {"text": "Hello"}}]}, "messages", "PatternError"),
        ({"replacements": [{"key": "who", "value": "x"}]}, "replacements", "PatternError"),
        ({"replacements": [{"key": "${who}"}]}, "replacements", "PatternError"),
        ({"deepLink": {"type": "scene", "id": "x"}}, "deepLink", "PatternError"),
        ({"deepLink": "x"}, "deepLink", "PatternError"),
        ({"imageUrl": 5}, "imageUrl", "PatternError"),
    ],
)
async def test_a_malformed_notification_is_refused(
    simulator: Simulator, installed: Installed, changes: JsonObject, member: str, code: str
) -> None:
    reply = await installed.api.post("/notification", _notification(**changes))
    assert (reply.status, reply.code) == (422, code)
    assert at(reply.json, "error", "details", 0, "target") == member
    assert not simulator.notifications
