"""The calls of an installed app, with the simulated cloud and with unusual answers."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from urllib.parse import unquote

import aiohttp
import orjson
import pytest

from custom_components.smartthings_smartapp.cloud.api.client import SmartThingsClient
from custom_components.smartthings_smartapp.cloud.api.errors import (
    CloudError,
    CloudUnreachableError,
    CommandFailedError,
    ConflictError,
    ForbiddenError,
    LimitReachedError,
    LoginLostError,
    Oddity,
    RejectedError,
    TooManyRequestsError,
    UnauthorizedError,
    UnexpectedReplyError,
)
from custom_components.smartthings_smartapp.cloud.api.http import Http, StaticToken
from custom_components.smartthings_smartapp.cloud.json_types import Json, JsonObject, text
from custom_components.smartthings_smartapp.cloud.models import AttributeKey, Command, Health
from simulator import SimulatorOptions
from simulator.devices.ids import CABIN_LOCATION, HOME_LOCATION, Devices, Modes, Rooms, Scenes
from tests.cloud.installed import Installed, installed_smartapp
from tests.cloud.scripted import Answer, ScriptedApi

SWITCH = AttributeKey("main", "switch", "switch")


class LostLogin:
    """A token source without a token."""

    async def access_token(self) -> str:
        """Raise LoginLostError."""
        raise LoginLostError

    async def renewed(self, rejected: str) -> str:
        """Raise LoginLostError."""
        raise LoginLostError(rejected)


def client_of(installed: Installed) -> SmartThingsClient:
    """Return a client with the token of the INSTALL."""
    token = StaticToken(installed.delivered()[0])
    return SmartThingsClient(Http(installed.session, installed.simulator.url, token))


@pytest.fixture
def client(installed: Installed) -> SmartThingsClient:
    """Return a client of the installed app."""
    return client_of(installed)


@pytest.fixture
async def scripted(api: ScriptedApi) -> AsyncIterator[SmartThingsClient]:
    """Return a client of the scripted API."""
    async with aiohttp.ClientSession() as session:
        yield SmartThingsClient(Http(session, api.url, StaticToken("token")))


def subscription(name: str = "light") -> JsonObject:
    """Return the body of a subscription to the ceiling light."""
    return {
        "sourceType": "DEVICE",
        "device": {
            "deviceId": Devices.CEILING_LIGHT,
            "stateChangeOnly": False,
            "subscriptionName": name,
        },
    }


# Location


async def test_a_location_with_its_rooms_modes_and_scenes_is_read(
    client: SmartThingsClient,
) -> None:
    """An installed app can read only its own location."""
    assert [found.location_id for found in await client.locations()] == [HOME_LOCATION]
    location = await client.location(HOME_LOCATION)
    assert (location.name, location.temperature_scale) == ("Home", "C")
    assert set(Rooms) - {Rooms.CABIN_PARLOUR} == {
        room.room_id for room in await client.rooms(HOME_LOCATION)
    }
    assert {mode.mode_id for mode in await client.modes(HOME_LOCATION)} == {
        Modes.HOME,
        Modes.AWAY,
        Modes.NIGHT,
    }
    scenes = await client.scenes(HOME_LOCATION)
    assert set(Scenes) - {Scenes.CABIN_LEAVING} == {scene.scene_id for scene in scenes}
    assert {scene.location_id for scene in scenes} == {HOME_LOCATION}


async def test_a_mode_is_set(client: SmartThingsClient, installed: Installed) -> None:
    """It is read again."""
    await client.set_mode(HOME_LOCATION, Modes.NIGHT)
    assert (await client.current_mode(HOME_LOCATION)).mode_id == Modes.NIGHT
    assert installed.simulator.home.current_modes[HOME_LOCATION] == Modes.NIGHT


async def test_a_scene_is_executed(client: SmartThingsClient, installed: Installed) -> None:
    """Its actions are executed in the location."""
    home = installed.simulator.home
    home.set_attribute(Devices.CEILING_LIGHT, "main", "switch", "switch", "on")
    await client.execute_scene(Scenes.LEAVING, HOME_LOCATION)
    await installed.simulator.settle()
    assert installed.simulator.calls[-1].query == {"locationId": HOME_LOCATION}
    assert home.devices[Devices.CEILING_LIGHT].value("main", "switch", "switch") == "off"


async def test_another_location_is_refused(client: SmartThingsClient) -> None:
    """The token belongs to one location."""
    with pytest.raises(ForbiddenError):
        await client.rooms(CABIN_LOCATION)


@pytest.mark.parametrize("body", [None, {}, [], "text", {"id": 5}])
async def test_a_thing_without_an_id_is_unexpected(
    scripted: SmartThingsClient, api: ScriptedApi, body: Json
) -> None:
    """A 200 may have any body."""
    api.answers = [Answer(body=orjson.dumps(body))]
    for call in (
        scripted.location("1"),
        scripted.current_mode("1"),
        scripted.device("1"),
        scripted.installed_app("1"),
    ):
        with pytest.raises(UnexpectedReplyError) as raised:
            await call
        assert raised.value.oddity is Oddity.NO_ID


# Devices


async def test_one_list_reads_all_devices_with_status_and_health(
    client: SmartThingsClient, installed: Installed
) -> None:
    """One call is the whole poll of a location."""
    found = await client.devices(HOME_LOCATION)
    assert found.unreadable == 0
    assert all(item.status is not None and item.health for item in found.devices)
    light = next(item for item in found.devices if item.device.device_id == Devices.CEILING_LIGHT)
    assert light.status is not None
    assert light.status[SWITCH].value in {"on", "off"}
    assert [(call.path, call.query) for call in installed.simulator.calls] == [
        (
            "/devices",
            {
                "locationId": HOME_LOCATION,
                "max": "200",
                "includeStatus": "true",
                "includeHealth": "true",
            },
        )
    ]


async def test_the_pages_of_a_list_are_one_list() -> None:
    """A page has up to 200 devices, here four."""
    async with installed_smartapp(SimulatorOptions(page_size=4)) as installed:
        found = await client_of(installed).devices(HOME_LOCATION)
        devices = {item.device.device_id for item in found.devices}
        home = installed.simulator.home.devices.values()
        assert devices == {item.device_id for item in home if item.location_id == HOME_LOCATION}
        assert len(installed.simulator.calls) == -(-len(devices) // 4)


async def test_the_version_of_samsungs_own_client_is_requested(
    scripted: SmartThingsClient, api: ScriptedApi
) -> None:
    """Only this version is known to have status and health in lists."""
    api.answers = [Answer(body={"items": [], "deviceId": "1"})]
    await scripted.devices("1")
    await scripted.device("1")
    assert [sent.headers["Accept"] for sent in api.requests] == [
        "application/vnd.smartthings+json;v=20170916"
    ] * 2
    assert api.requests[1].query == {"includeStatus": "true", "includeHealth": "true"}


async def test_a_list_may_have_neither_status_nor_health() -> None:
    """Null differs from a device without attributes."""
    options = SimulatorOptions(status_in_list=False, health_in_list=False)
    async with installed_smartapp(options) as installed:
        client = client_of(installed)
        found = await client.devices(HOME_LOCATION)
        assert {(item.status, item.health) for item in found.devices} == {(None, None)}
        status = await client.device_status(Devices.CEILING_LIGHT)
        assert status[SWITCH].value in {"on", "off"}
        assert await client.device_health(Devices.CEILING_LIGHT) is not None


async def test_an_unreadable_device_affects_no_other(
    scripted: SmartThingsClient, api: ScriptedApi
) -> None:
    """It is counted."""
    items: list[Json] = [{"deviceId": "1"}, {"label": "no id"}, None, 5, {"deviceId": "2"}]
    api.answers = [Answer(body={"items": items})]
    found = await scripted.devices("1")
    assert [item.device.device_id for item in found.devices] == ["1", "2"]
    assert found.unreadable == 3


async def test_one_device_is_read_like_an_item_of_the_list(client: SmartThingsClient) -> None:
    """A new device is read alone."""
    found = await client.device(Devices.CEILING_LIGHT)
    listed = await client.devices(HOME_LOCATION)
    assert found in listed.devices


@pytest.mark.parametrize("body", ["", "null", "[]", "{}", '{"components": null}'])
async def test_a_status_without_components_is_unexpected(
    scripted: SmartThingsClient, api: ScriptedApi, body: str
) -> None:
    """It does not mean a device without attributes."""
    api.answers = [Answer(body=body)]
    with pytest.raises(UnexpectedReplyError) as raised:
        await scripted.device_status("1")
    assert raised.value.oddity is Oddity.NO_STATUS


async def test_health_is_read(client: SmartThingsClient, installed: Installed) -> None:
    """It has the time of its last change."""
    installed.simulator.home.set_health(Devices.CEILING_LIGHT, "OFFLINE")
    health = await client.device_health(Devices.CEILING_LIGHT)
    assert health is not None
    assert health.state == "OFFLINE"
    assert not health.online
    assert health.time is not None


@pytest.mark.parametrize(
    "answer", [Answer(404), Answer(403), Answer(500), Answer(422), Answer(200, "<"), Answer(200)]
)
async def test_a_failed_health_call_means_unknown(
    scripted: SmartThingsClient, api: ScriptedApi, answer: Answer
) -> None:
    """Some devices answer with an error although they work."""
    api.answers = [answer]
    assert await scripted.device_health("1") is None


@pytest.mark.parametrize(
    ("answer", "kind"), [(Answer(401), UnauthorizedError), (Answer(429), TooManyRequestsError)]
)
async def test_a_health_call_without_permission_fails(
    scripted: SmartThingsClient, api: ScriptedApi, answer: Answer, kind: type[CloudError]
) -> None:
    """The error is about the app, not about the device."""
    api.answers = [answer]
    with pytest.raises(kind):
        await scripted.device_health("1")


async def test_a_health_call_without_a_login_fails(api: ScriptedApi) -> None:
    """A lost login must not look like a device without health."""
    async with aiohttp.ClientSession() as session:
        client = SmartThingsClient(Http(session, api.url, LostLogin()))
        with pytest.raises(LoginLostError):
            await client.device_health("1")
    assert api.requests == []


def test_health_other_than_offline_means_online() -> None:
    """Only OFFLINE is a proof."""
    assert [Health(s).online for s in ("ONLINE", "UNHEALTHY", "UNKNOWN", "OFFLINE")] == [
        True,
        True,
        True,
        False,
    ]


# Commands


async def test_the_commands_of_one_action_are_one_request(
    client: SmartThingsClient, installed: Installed
) -> None:
    """They are in order."""
    commands = [Command("switchLevel", "setLevel", (40,)), Command("switch", "on")]
    results = await client.execute(Devices.FLOOR_LAMP, commands)
    assert [result.status for result in results] == ["ACCEPTED", "ACCEPTED"]
    assert all(result.command_id for result in results)
    await installed.simulator.settle()
    assert [received.commands for received in installed.simulator.commands] == [
        [
            {
                "component": "main",
                "capability": "switchLevel",
                "command": "setLevel",
                "arguments": [40],
            },
            {"component": "main", "capability": "switch", "command": "on", "arguments": []},
        ]
    ]
    lamp = installed.simulator.home.devices[Devices.FLOOR_LAMP]
    assert lamp.value("main", "switchLevel", "level") == 40


async def test_more_than_ten_commands_are_not_sent(
    scripted: SmartThingsClient, api: ScriptedApi
) -> None:
    """The platform would reject all of them."""
    api.answers = [Answer(body={"results": []})]
    await scripted.execute("1", [Command("switch", "on")] * 10)
    with pytest.raises(ValueError, match="11"):
        await scripted.execute("1", [Command("switch", "on")] * 11)
    assert len(api.requests) == 1


async def test_a_command_to_an_offline_device_is_a_conflict(
    client: SmartThingsClient, installed: Installed
) -> None:
    """The error has the platform's text, and there is no retry."""
    installed.simulator.home.set_health(Devices.CEILING_LIGHT, "OFFLINE")
    with pytest.raises(ConflictError) as raised:
        await client.execute(Devices.CEILING_LIGHT, [Command("switch", "on")])
    assert raised.value.message == "invalid device state"
    assert len(installed.simulator.calls) == 1


async def test_a_wrong_argument_is_named(client: SmartThingsClient) -> None:
    """The detail has its name."""
    with pytest.raises(RejectedError) as raised:
        await client.execute(Devices.FLOOR_LAMP, [Command("switchLevel", "setLevel", (400,))])
    assert raised.value.status == 422
    assert raised.value.details[0].target == "commands[0].arguments[0]"


async def test_a_failed_command_is_an_error(scripted: SmartThingsClient, api: ScriptedApi) -> None:
    """The status is 200 anyway."""
    results: list[Json] = [{"id": "1", "status": "ACCEPTED"}, {"id": "2", "status": "FAILED"}]
    api.answers = [Answer(body={"results": results})]
    with pytest.raises(CommandFailedError):
        await scripted.execute("1", [Command("switch", "on")] * 2)


async def test_a_device_pauses_if_the_platform_requests_it(
    scripted: SmartThingsClient, api: ScriptedApi
) -> None:
    """The wait is in the body; the next command to the device is not sent."""
    details: list[Json] = [{"message": "attempt 1 limit 1 - retry in 13933 millis"}]
    error: Json = {"code": "TooManyRequestError", "message": "Too Many", "details": details}
    api.answers = [Answer(status=429, body={"requestId": "1", "error": error}), Answer(body="{}")]
    for _ in range(2):
        with pytest.raises(TooManyRequestsError) as raised:
            await scripted.execute("1", [Command("switch", "on")])
        assert raised.value.retry_after == pytest.approx(14, abs=1)
    assert len(api.answers) == 1
    await scripted.execute("2", [Command("switch", "on")])


@pytest.mark.parametrize("body", ["", "{}", '{"results": null}', "[]"])
async def test_a_reply_without_results_is_a_success(
    scripted: SmartThingsClient, api: ScriptedApi, body: str
) -> None:
    """Older sources show an empty object."""
    api.answers = [Answer(body=body)]
    assert await scripted.execute("1", [Command("switch", "on")]) == ()


async def test_a_command_without_an_answer_is_not_repeated(
    client: SmartThingsClient, installed: Installed
) -> None:
    """It may have been executed: a garage door must not move twice."""
    installed.simulator.faults.fail("/devices/*/commands", reset=True)
    with pytest.raises(CloudUnreachableError):
        await client.execute(Devices.GARAGE_DOOR, [Command("doorControl", "open")])
    assert len(installed.simulator.calls) == 1


# The installed app and its subscriptions


async def test_the_granted_scopes_can_be_read(
    installed: Installed, client: SmartThingsClient
) -> None:
    """The call itself needs no scope."""
    granted = installed.simulator.installed_apps[installed.installed_app_id].permissions
    assert await client.granted_scopes() == tuple(granted)
    assert "r:devices:*" in granted


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (["r:devices:*", 5, "x:devices:$"], ("r:devices:*", "x:devices:$")),
        ("r:devices:*  x:devices:$", ("r:devices:*", "x:devices:$")),
    ],
)
async def test_granted_scopes_may_be_a_list_or_one_text(
    scripted: SmartThingsClient, api: ScriptedApi, scope: Json, expected: tuple[str, ...]
) -> None:
    """The token endpoint sends a text."""
    api.answers = [Answer(body={"installedAppId": "i", "scope": scope})]
    assert await scripted.granted_scopes() == expected


@pytest.mark.parametrize("scope", [None, [], "", 7, {"r:devices:*": True}])
async def test_a_reply_without_scopes_means_unknown(
    scripted: SmartThingsClient, api: ScriptedApi, scope: Json
) -> None:
    api.answers = [Answer(body={"installedAppId": "i", "scope": scope})]
    with pytest.raises(UnexpectedReplyError) as raised:
        await scripted.granted_scopes()
    assert raised.value.oddity is Oddity.NO_SCOPES


async def test_an_installed_app_is_read_and_removed(
    client: SmartThingsClient, installed: Installed
) -> None:
    """It uses its own token."""
    found = await client.installed_app(installed.installed_app_id)
    assert (found.installed_app_id, found.location_id, found.app_id, found.status) == (
        installed.installed_app_id,
        HOME_LOCATION,
        installed.app.app_id,
        "AUTHORIZED",
    )
    await client.delete_installed_app(installed.installed_app_id)
    assert installed.simulator.installed_apps == {}
    await installed.simulator.settle()
    assert installed.webhook.deliveries[-1]["lifecycle"] == "UNINSTALL"


@pytest.mark.parametrize("status", [403, 404])
async def test_a_missing_thing_counts_as_deleted(
    scripted: SmartThingsClient, api: ScriptedApi, status: int
) -> None:
    """403 means both a missing permission and a missing thing."""
    api.answers = [Answer(status)]
    await scripted.delete_installed_app("1")
    await scripted.delete_subscription("1", "2")
    assert [(sent.method, sent.path) for sent in api.requests] == [
        ("DELETE", "/installedapps/1"),
        ("DELETE", "/installedapps/1/subscriptions/2"),
    ]


async def test_a_failed_deletion_is_an_error(scripted: SmartThingsClient, api: ScriptedApi) -> None:
    """Only a missing thing is no error."""
    api.answers = [Answer(503)]
    with pytest.raises(CloudUnreachableError):
        await scripted.delete_installed_app("1")


async def test_subscriptions_are_created_listed_and_deleted(
    client: SmartThingsClient, installed: Installed
) -> None:
    """The list has what the creation returned."""
    app_id = installed.installed_app_id
    made = await client.create_subscription(app_id, subscription())
    assert await client.subscriptions(app_id) == [made]
    await client.delete_subscription(app_id, text(made, "id"))
    assert await client.subscriptions(app_id) == []
    await client.delete_subscription(app_id, text(made, "id"))


async def test_the_same_subscription_twice_is_a_conflict(
    client: SmartThingsClient, installed: Installed
) -> None:
    """The caller handles it."""
    await client.create_subscription(installed.installed_app_id, subscription())
    with pytest.raises(ConflictError):
        await client.create_subscription(installed.installed_app_id, subscription())


async def test_the_ceiling_of_subscriptions_is_named() -> None:
    """Pairs beyond it are polled."""
    async with installed_smartapp(SimulatorOptions(subscription_ceiling=0)) as installed:
        with pytest.raises(LimitReachedError):
            await client_of(installed).create_subscription(
                installed.installed_app_id, subscription()
            )


async def test_a_pat_may_not_use_subscriptions(installed: Installed) -> None:
    """Each method answers an empty 403, which causes no renewal."""
    pat = StaticToken(installed.simulator.create_pat())
    client = SmartThingsClient(Http(installed.session, installed.simulator.url, pat))
    with pytest.raises(ForbiddenError):
        await client.subscriptions(installed.installed_app_id)
    with pytest.raises(ForbiddenError):
        await client.create_subscription(installed.installed_app_id, subscription())
    assert [call.status for call in installed.simulator.calls] == [403, 403]


def _calls(
    client: SmartThingsClient, odd: str
) -> list[tuple[int, Callable[[], Awaitable[object]]]]:
    """Return calls with an unusual id, each with the number of segments of its path."""
    return [
        (2, lambda: client.location(odd)),
        (3, lambda: client.rooms(odd)),
        (3, lambda: client.modes(odd)),
        (4, lambda: client.current_mode(odd)),
        (4, lambda: client.set_mode(odd, "mode")),
        (3, lambda: client.execute_scene(odd, "location")),
        (2, lambda: client.device(odd)),
        (3, lambda: client.device_status(odd)),
        (3, lambda: client.device_health(odd)),
        (3, lambda: client.execute(odd, [Command("switch", "on")])),
        (3, lambda: client.capability(odd, 1)),
        (4, lambda: client.capability_presentation(odd, 1)),
        (5, lambda: client.capability_labels(odd, 1, "en")),
        (5, lambda: client.capability_labels("switch", 1, odd)),
        (2, lambda: client.installed_app(odd)),
        (2, lambda: client.delete_installed_app(odd)),
        (3, lambda: client.subscriptions(odd)),
        (3, lambda: client.create_subscription(odd, {})),
        (4, lambda: client.delete_subscription(odd, "subscription")),
        (4, lambda: client.delete_subscription("app", odd)),
    ]


@pytest.mark.parametrize(
    "odd", ["../../apps", "a/b", "a?b=c", "a#b", "a%2Fb", "%2e%2e", "kä ö", "..", ".", ""]
)
async def test_an_unusual_id_leads_to_no_other_endpoint(
    scripted: SmartThingsClient, api: ScriptedApi, odd: str
) -> None:
    """Ids come from the cloud; each stays one segment of the path."""
    for segments, call in _calls(scripted, odd):
        api.requests.clear()
        with suppress(CloudError):
            await call()
        if odd in {"", ".", ".."}:
            assert api.requests == []
            continue
        (request,) = api.requests
        parts = request.path.removeprefix("/").split("/")
        assert len(parts) == segments
        assert odd in map(unquote, parts)
