"""Registration of apps (platform reference 2)."""

import asyncio

import aiohttp
import pytest
from aiohttp import web
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from simulator import Simulator, SimulatorOptions
from simulator.devices.device import Json, JsonObject
from simulator.devices.ids import CABIN_LOCATION, HOME_LOCATION
from tests.simulator.conftest import Clock
from tests.simulator.parties import SCOPES, Developer, Installed, Target, at, items, text_at

_CONFIRM = [("requireConfirmation", "true"), ("signatureType", "ST_PADLOCK")]


async def test_a_plain_registration_pings_the_target(
    simulator: Simulator, developer: Developer, target: Target
) -> None:
    """The app is confirmed immediately and has its own key."""
    reply = await developer.api.post("/apps", developer.definition())
    assert [item.lifecycle for item in simulator.deliveries] == ["PING"]
    assert "settings" not in target.bodies("PING")[0]
    assert at(reply.json, "app", "webhookSmartApp", "targetStatus") == "CONFIRMED"
    assert at(reply.json, "app", "webhookSmartApp", "signatureType") == "APP_RSA"
    pem = text_at(reply.json, "app", "webhookSmartApp", "publicKey")
    assert "\r\n" in pem
    load_pem_public_key(pem.encode())


async def test_a_registration_with_confirmation_waits_for_the_link(
    simulator: Simulator, developer: Developer, target: Target
) -> None:
    reply = await developer.api.post("/apps", developer.definition(), *_CONFIRM)
    assert at(reply.json, "app", "webhookSmartApp") == {
        "targetUrl": target.url,
        "targetStatus": "PENDING",
        "signatureType": "ST_PADLOCK",
    }
    await simulator.settle()
    app_id = text_at(reply.json, "app", "appId")
    body = target.bodies("CONFIRMATION")[0]
    assert at(body, "appId") == at(body, "confirmationData", "appId") == app_id
    url = text_at(body, "confirmationData", "confirmationUrl")
    assert url.startswith(f"{simulator.url}/apps/{app_id}/confirm-registration?token=")
    confirmed = await developer.client(None).get(url)
    assert (confirmed.status, confirmed.json) == (200, {"targetUrl": target.url})
    app = await developer.api.get(f"/apps/{app_id}")
    assert at(app.json, "webhookSmartApp", "targetStatus") == "CONFIRMED"


async def test_the_link_ends_and_a_new_one_replaces_it(
    simulator: Simulator, developer: Developer, target: Target, clock: Clock
) -> None:
    client = await developer.register(*_CONFIRM)
    await simulator.settle()
    clock.advance(601)
    first = text_at(target.bodies("CONFIRMATION")[0], "confirmationData", "confirmationUrl")
    assert (await developer.client(None).get(first)).status == 403
    assert (await developer.api.put(f"/apps/{client.app_id}/register")).json == {}
    await simulator.settle()
    second = text_at(target.bodies("CONFIRMATION")[1], "confirmationData", "confirmationUrl")
    assert (await developer.client(None).get(first)).status == 403
    assert (await developer.client(None).get(f"{second}x")).status == 403
    assert (await developer.client(None).get(second)).status == 200


async def test_a_link_of_no_app_is_forbidden(developer: Developer) -> None:
    client = await developer.register()
    anonymous = developer.client(None)
    query = ("token", "x")
    assert (await anonymous.get("/apps/unknown/confirm-registration", query)).status == 403
    path = f"/apps/{client.app_id}/confirm-registration"
    assert (await anonymous.get(path, query)).status == 403


async def test_a_failing_target_stays_pending(
    simulator: Simulator, developer: Developer, target: Target
) -> None:
    """The registration itself was successful before."""
    target.statuses["CONFIRMATION"] = 500
    client = await developer.register(*_CONFIRM)
    await simulator.settle()
    assert not simulator.apps[client.app_id].confirmed


async def test_a_confirmed_form_with_a_key_of_its_own(developer: Developer, target: Target) -> None:
    reply = await developer.api.post(
        "/apps",
        developer.definition(),
        ("requireConfirmation", "true"),
        ("signatureType", "APP_RSA"),
    )
    assert at(reply.json, "app", "webhookSmartApp", "publicKey")
    asked = developer.definition(
        webhookSmartApp={"targetUrl": target.url, "signatureType": "ST_PADLOCK"}
    )
    plain = await developer.api.post("/apps", asked)
    assert at(plain.json, "app", "webhookSmartApp", "signatureType") == "ST_PADLOCK"


@pytest.mark.parametrize("status", [401, 404, 302])
async def test_a_target_that_answers_otherwise_is_refused(
    simulator: Simulator, developer: Developer, target: Target, status: int
) -> None:
    """A redirect counts as a wrong answer."""
    target.status = status
    reply = await developer.api.post("/apps", developer.definition())
    assert reply.status == 422
    assert at(reply.json, "error", "code") == "ConstraintViolationError"
    assert at(reply.json, "error", "message") == "The request is malformed."
    assert at(reply.json, "error", "details") == [
        {
            "code": "TargetNon200Error",
            "target": target.url,
            "message": f"Target did not respond with a 200 status. Upstream status code={status}",
            "details": [],
        }
    ]
    assert not simulator.apps


async def test_a_target_without_a_server_is_refused(developer: Developer) -> None:
    asked = developer.definition(webhookSmartApp={"targetUrl": "http://127.0.0.1:9/hook"})
    reply = await developer.api.post("/apps", asked)
    assert (reply.status, reply.code) == (422, "TargetUnreachableError")
    message = at(reply.json, "error", "details", 0, "message")
    assert message == "Unable to communicate with target."


async def test_a_target_that_echoes_something_else_is_refused(
    developer: Developer, target: Target
) -> None:
    target.answers["PING"] = {"pingData": {"challenge": "other"}}
    reply = await developer.api.post("/apps", developer.definition())
    assert (reply.status, reply.code) == (422, "TargetUnreachableError")


async def test_a_target_without_json_is_refused(
    developer: Developer, session: aiohttp.ClientSession
) -> None:
    async def hello(_request: web.Request) -> web.Response:
        return web.Response(text="hello")

    app = web.Application()
    app.router.add_post("/", hello)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    reply = await developer.api.post(
        "/apps", developer.definition(webhookSmartApp={"targetUrl": url})
    )
    await runner.cleanup()
    assert reply.code == "TargetUnreachableError"


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/hook",
        "ftp://127.0.0.1/hook",
        "not a url",
        "https://",
        "https://example.org:99999/hook",
        "https://user@example.org/hook",
        "https://example.org/hook#part",
        "https://example.org/" + "x" * 2048,
        5,
    ],
)
async def test_a_malformed_target_is_refused(developer: Developer, url: Json) -> None:
    asked = developer.definition(webhookSmartApp={"targetUrl": url})
    reply = await developer.api.post("/apps", asked)
    assert reply.status == 422
    detail = at(reply.json, "error", "details", 0)
    assert detail == {
        "code": "PatternError",
        "target": "targetUrl",
        "message": "targetUrl is malformed.",
        "details": [],
    }


@pytest.mark.parametrize(
    ("changes", "member", "code"),
    [
        ({"appName": None}, "appName", "NotNullError"),
        ({"appName": "no spaces"}, "appName", "PatternError"),
        ({"displayName": None}, "displayName", "NotNullError"),
        ({"displayName": "x" * 76}, "displayName", "SizeError"),
        ({"description": ""}, "description", "NotNullError"),
        ({"description": "x" * 251}, "description", "SizeError"),
        ({"appType": "OTHER"}, "appType", "PatternError"),
        ({"appType": None}, "appType", "NotNullError"),
        ({"classifications": []}, "classifications", "NotEmptyError"),
        ({"classifications": ["HOBBY"]}, "classifications", "PatternError"),
        ({"principalType": "HOUSE"}, "principalType", "PatternError"),
        ({"webhookSmartApp": {}}, "targetUrl", "NotNullError"),
        ({"oauth": {"redirectUris": ["https://a.example"] * 11}}, "redirectUris", "SizeError"),
    ],
)
async def test_a_malformed_definition_is_refused(
    developer: Developer, changes: JsonObject, member: str, code: str
) -> None:
    reply = await developer.api.post("/apps", developer.definition(**changes))
    assert (reply.status, reply.code) == (422, code)
    assert at(reply.json, "error", "details", 0, "target") == member


@pytest.mark.parametrize("body", ["not json", "[]", ""])
async def test_a_body_that_is_no_object_is_a_400(developer: Developer, body: str) -> None:
    reply = await developer.api.call("POST", "/apps", data=body)
    assert (reply.status, reply.code) == (400, "ConstraintViolationError")


async def test_an_unknown_signature_type_is_refused(developer: Developer) -> None:
    reply = await developer.api.post("/apps", developer.definition(), ("signatureType", "NONE"))
    assert (reply.status, reply.code) == (422, "PatternError")


async def test_a_name_belongs_to_one_app(developer: Developer) -> None:
    await developer.register(appName="mine")
    reply = await developer.api.post("/apps", developer.definition(appName="mine"))
    assert (reply.status, reply.code) == (409, "ConflictError")


async def test_an_app_is_found_by_name_and_id(developer: Developer) -> None:
    client = await developer.register(appName="mine")
    by_name = await developer.api.get("/apps/mine")
    assert by_name.json == (await developer.api.get(f"/apps/{client.app_id}")).json
    assert at(by_name.json, "appId") == client.app_id


async def test_the_list_has_filters(developer: Developer) -> None:
    await developer.register(appName="a", tags={"family": "one"})
    await developer.register(appName="b", classifications=["SERVICE"])
    await developer.register(
        appName="c", appType="API_ONLY", apiOnly={"targetUrl": "https://c.example/hook"}
    )

    async def names(*query: tuple[str, str]) -> list[Json]:
        listed = items((await developer.api.get("/apps", *query)).json)
        assert all("webhookSmartApp" not in item for item in listed)
        return [item["appName"] for item in listed]

    assert await names() == ["a", "b", "c"]
    assert await names(("appType", "API_ONLY")) == ["c"]
    assert await names(("classification", "SERVICE")) == ["b"]
    assert await names(("tag:family", "one")) == ["a"]


async def test_an_update_of_the_target_asks_it_again(developer: Developer, target: Target) -> None:
    client = await developer.register(appName="mine")
    path = f"/apps/{client.app_id}"
    renamed = developer.definition(appName="mine", displayName="New")
    del renamed["oauth"]
    same = await developer.api.put(path, renamed)
    assert at(same.json, "displayName") == "New"
    assert len(target.bodies("PING")) == 1
    elsewhere = developer.definition(
        appName="mine",
        webhookSmartApp={"targetUrl": f"{target.url}-two"},
        oauth={"clientName": "New", "scope": []},
    )
    moved = await developer.api.put(path, elsewhere)
    assert at(moved.json, "webhookSmartApp", "targetUrl") == f"{target.url}-two"
    assert at(moved.json, "webhookSmartApp", "targetStatus") == "CONFIRMED"
    assert len(target.bodies("PING")) == 2
    assert at((await developer.api.get(f"{path}/oauth")).json, "scope") == []


async def test_a_failed_update_of_the_target_changes_nothing(
    developer: Developer, target: Target
) -> None:
    client = await developer.register(appName="mine")
    path = f"/apps/{client.app_id}"
    before = await developer.api.get(path)
    target.status = 500
    elsewhere = developer.definition(
        appName="mine", webhookSmartApp={"targetUrl": f"{target.url}-two"}
    )
    assert (await developer.api.put(path, elsewhere)).code == "TargetNon200Error"
    after = await developer.api.get(path)
    assert at(after.json, "webhookSmartApp") == at(before.json, "webhookSmartApp")


async def test_an_update_with_confirmation_makes_the_target_pending(
    simulator: Simulator, developer: Developer, target: Target
) -> None:
    """No events are delivered until the new target is confirmed."""
    client = await developer.register(appName="mine")
    elsewhere = developer.definition(
        appName="mine", webhookSmartApp={"targetUrl": f"{target.url}-two"}
    )
    moved = await developer.api.put(f"/apps/{client.app_id}", elsewhere, *_CONFIRM)
    assert at(moved.json, "webhookSmartApp", "targetStatus") == "PENDING"
    await simulator.settle()
    url = text_at(target.bodies("CONFIRMATION")[0], "confirmationData", "confirmationUrl")
    assert (await developer.client(None).get(url)).json == {"targetUrl": f"{target.url}-two"}


async def test_a_taken_name_is_refused_in_an_update(developer: Developer) -> None:
    await developer.register(appName="taken")
    client = await developer.register(appName="mine")
    reply = await developer.api.put(f"/apps/{client.app_id}", developer.definition(appName="taken"))
    assert reply.status == 409


async def test_settings_are_kept_and_are_strings(developer: Developer) -> None:
    client = await developer.register()
    path = f"/apps/{client.app_id}/settings"
    assert (await developer.api.get(path)).json == {"settings": {}}
    stored = await developer.api.put(path, {"settings": {"instanceId": "7"}})
    assert stored.json == {"settings": {"instanceId": "7"}}
    assert (await developer.api.get(path)).json == stored.json
    assert (await developer.api.put(path, {"settings": {"count": 7}})).code == "PatternError"
    assert (await developer.api.put(path, {})).code == "NotNullError"


async def test_an_update_of_oauth_keeps_the_client(
    developer: Developer, installed: Installed
) -> None:
    path = f"/apps/{installed.client.app_id}/oauth"
    assert (await developer.api.get(path)).json == {
        "clientName": "Test",
        "scope": [*SCOPES],
        "redirectUris": [],
    }
    stored = await developer.api.put(path, {"scope": ["r:devices:*"]})
    assert stored.json == {"clientName": "Test", "scope": ["r:devices:*"], "redirectUris": []}
    reply = await developer.refresh(installed.client, installed.refresh_token)
    assert reply.status == 200


async def test_a_generated_client_ends_the_old_one(
    developer: Developer, installed: Installed, simulator: Simulator
) -> None:
    """Installations fail until they are authorized again."""
    path = f"/apps/{installed.client.app_id}/oauth/generate"
    reply = await developer.api.post(path, {"clientName": "New", "scope": ["r:devices:*"]})
    assert at(reply.json, "oauthClientDetails", "scope") == ["r:devices:$", "r:devices:*"]
    old = await developer.refresh(installed.client, installed.refresh_token)
    assert (old.status, at(old.json, "error")) == (401, "invalid_client")
    fresh = type(installed.client)(
        app_id=installed.client.app_id,
        client_id=text_at(reply.json, "oauthClientId"),
        secret=text_at(reply.json, "oauthClientSecret"),
    )
    lost = await developer.refresh(fresh, installed.refresh_token)
    assert (lost.status, at(lost.json, "error")) == (400, "invalid_grant")
    developer.target.initialize = {"firstPageId": "1", "permissions": ["r:devices:*"]}
    await simulator.save(installed.installed_app_id)
    refresh_token = text_at(developer.target.bodies("UPDATE")[0], "updateData", "refreshToken")
    assert (await developer.refresh(fresh, refresh_token)).status == 200


async def test_a_generated_client_without_devices_has_no_picked_ones(developer: Developer) -> None:
    client = await developer.register()
    path = f"/apps/{client.app_id}/oauth/generate"
    reply = await developer.api.post(path, {"clientName": "New", "scope": ["r:scenes:*"]})
    assert at(reply.json, "oauthClientDetails", "scope") == ["r:scenes:*"]


async def test_the_signature_type_can_be_changed(developer: Developer) -> None:
    client = await developer.register(*_CONFIRM)
    path = f"/apps/{client.app_id}"
    changed = await developer.api.put(f"{path}/signature-type", {"signatureType": "APP_RSA"})
    assert changed.json == {"signatureType": "APP_RSA"}
    first = text_at((await developer.api.get(path)).json, "webhookSmartApp", "publicKey")
    for chosen in ("ST_PADLOCK", "APP_RSA"):
        await developer.api.put(f"{path}/signature-type", {"signatureType": chosen})
    app = await developer.api.get(path)
    assert at(app.json, "webhookSmartApp", "publicKey") == first
    wrong = await developer.api.put(f"{path}/signature-type", {"signatureType": "NONE"})
    assert wrong.code == "PatternError"


async def test_a_deleted_app_takes_its_installations_along(
    simulator: Simulator, developer: Developer, installed: Installed
) -> None:
    await developer.install(installed.client, CABIN_LOCATION)
    reply = await developer.api.delete(f"/apps/{installed.client.app_id}")
    assert (reply.status, reply.json) == (200, {})
    assert not simulator.apps
    assert not simulator.installed_apps
    assert (await installed.api.get("/devices")).status == 401
    assert (await developer.api.delete(f"/apps/{installed.client.app_id}")).status == 403


async def test_an_api_only_app_may_do_without_a_target(developer: Developer) -> None:
    asked = developer.definition(appType="API_ONLY", apiOnly={})
    reply = await developer.api.post("/apps", asked)
    assert at(reply.json, "app", "apiOnly") == {"subscription": {}}
    assert "webhookSmartApp" not in at(reply.json, "app")  # type: ignore[operator]
    app_id = text_at(reply.json, "app", "appId")
    report = await developer.simulator.install(app_id, HOME_LOCATION)
    assert report.error == "an API_ONLY app is authorized with OAuth"


async def test_an_api_only_app_is_confirmed_by_its_own_message(
    simulator: Simulator, developer: Developer, target: Target
) -> None:
    asked = developer.definition(appType="API_ONLY", apiOnly={"targetUrl": target.url})
    reply = await developer.api.post("/apps", asked)
    subscription = at(reply.json, "app", "apiOnly", "subscription")
    assert subscription == {"targetUrl": target.url, "targetStatus": "PENDING"}
    await simulator.settle()
    [body] = target.bodies("CONFIRMATION")
    assert set(body) == {"messageType", "confirmationData"}
    url = text_at(body, "confirmationData", "confirmationUrl")
    assert (await developer.client(None).get(url)).status == 200


async def test_a_lambda_app_has_no_target(developer: Developer) -> None:
    asked = developer.definition(appType="LAMBDA_SMART_APP", iconImage={"url": "x"})
    reply = await developer.api.post("/apps", asked)
    assert reply.status == 200
    assert at(reply.json, "app", "iconImage") == {"url": "x"}


class TestSmallAccount:
    """An account that has reached the maximum number of apps."""

    @pytest.fixture
    def simulator_options(self) -> SimulatorOptions:
        """Return the limit."""
        return SimulatorOptions(app_limit=1, callback_timeout=0.1)

    async def test_the_account_holds_so_many_apps(self, developer: Developer) -> None:
        await developer.register()
        reply = await developer.api.post("/apps", developer.definition())
        assert (reply.status, reply.code) == (422, "LimitError")

    async def test_a_slow_target_is_refused(
        self, simulator: Simulator, developer: Developer, target: Target
    ) -> None:
        target.delay = 0.3
        reply = await developer.api.post("/apps", developer.definition())
        assert (reply.status, reply.code) == (422, "TargetTimeoutError")
        message = at(reply.json, "error", "details", 0, "message")
        assert message == "Upstream target timed out"
        assert simulator.deliveries[0].status is None


class TestOneForm:
    """A platform that supports only one form of registration."""

    @pytest.fixture(params=[True, False])
    def simulator_options(self, request: pytest.FixtureRequest) -> SimulatorOptions:
        """Reject one of them."""
        plain = bool(request.param)
        return SimulatorOptions(refuse_plain_registration=plain, refuse_confirmation=not plain)

    async def test_the_other_form_is_a_400(
        self, simulator: Simulator, developer: Developer
    ) -> None:
        query = _CONFIRM if simulator.options.refuse_confirmation else []
        reply = await developer.api.post("/apps", developer.definition(), *query)
        assert reply.status == 400
        other = [] if query else _CONFIRM
        assert (await developer.api.post("/apps", developer.definition(), *other)).status == 200
        await simulator.settle()


class TestEarlyConfirmation:
    """CONFIRMATION comes before the reply."""

    @pytest.fixture
    def simulator_options(self) -> SimulatorOptions:
        """Return that order."""
        return SimulatorOptions(confirmation_first=True)

    async def test_the_confirmation_may_come_before_the_reply(
        self, developer: Developer, target: Target
    ) -> None:
        """The owner does not know the app id yet."""
        target.delay = 0.1
        call = asyncio.create_task(developer.api.post("/apps", developer.definition(), *_CONFIRM))
        await asyncio.sleep(0.05)
        assert target.bodies("CONFIRMATION")
        assert not call.done()
        assert (await call).status == 200
