"""Registration of the user's SmartApp, finding it again, and confirming its webhook."""

import asyncio
import re
import traceback
from collections.abc import AsyncIterator

import aiohttp
import orjson
import pytest
from aiohttp import web
from aiohttp.test_utils import unused_port

from custom_components.smartthings_smartapp.cloud.api import apps as apps_module
from custom_components.smartthings_smartapp.cloud.api.apps import (
    WEBHOOK_APP,
    AppDescription,
    AppsClient,
    RegisteredApp,
    confirm_webhook,
    with_client,
)
from custom_components.smartthings_smartapp.cloud.api.errors import (
    CloudError,
    CloudUnreachableError,
    ForbiddenError,
    KindRefusedError,
    LimitReachedError,
    NotFoundError,
    Oddity,
    RejectedError,
    TargetError,
    UnexpectedReplyError,
)
from custom_components.smartthings_smartapp.cloud.api.http import Http, StaticToken
from custom_components.smartthings_smartapp.cloud.auth.token_manager import TokenManager
from custom_components.smartthings_smartapp.cloud.client_credentials import ClientCredentials
from custom_components.smartthings_smartapp.cloud.json_types import Json, JsonObject, text
from custom_components.smartthings_smartapp.const import SCOPES
from simulator import Simulator, SimulatorOptions
from simulator.devices.ids import HOME_LOCATION
from tests.cloud.installed import TEMPLATE, MemoryStorage, confirmed, installed_smartapp, pat_client
from tests.cloud.scripted import (
    Answer,
    ScriptedApi,
    Webhook,
    cut_off,
    running_webhook,
)

SETTINGS = {"instanceId": "d9c8b7a61f2e4d3c8b5a60718293a4b5"}
APP_ID = "7a1f0c52-9d3e-4b68-8c11-5e0b7d24f3a9"


@pytest.fixture
async def webhook() -> AsyncIterator[Webhook]:
    """Return a webhook that accepts everything."""
    async with running_webhook(SCOPES) as webhook:
        yield webhook


@pytest.fixture
def apps(simulator: Simulator, session: aiohttp.ClientSession) -> AppsClient:
    """Return a client of the Apps API of the simulated cloud."""
    return pat_client(simulator, session)


@pytest.fixture
def scripted(api: ScriptedApi, session: aiohttp.ClientSession) -> AppsClient:
    """Return a client of the scripted Apps API."""
    return AppsClient(Http(session, api.url, StaticToken("pat")), TEMPLATE)


async def create(apps: AppsClient, target_url: str) -> RegisteredApp:
    """Register an app."""
    return await apps.create_webhook_app(
        display_name="Home Assistant", description="Our home", target_url=target_url
    )


def app_reply(**webhook: Json) -> JsonObject:
    """Return the reply to a registration."""
    return {
        "app": {"appId": APP_ID, "webhookSmartApp": webhook},
        "oauthClientId": "client-id",
        "oauthClientSecret": "client-secret",
    }


def lifecycles(webhook: Webhook) -> list[Json]:
    """Return the lifecycles that the webhook received, in order."""
    return [delivery["lifecycle"] for delivery in webhook.deliveries]


def refusal(status: int, code: str, about: str = "") -> Answer:
    """Return a rejection, with one detail if it is given."""
    details: list[Json] = [{"code": about, "target": "https://x", "message": ""}] if about else []
    return Answer(status, {"error": {"code": code, "message": "", "details": details}})


# Registration


async def test_an_app_is_registered_with_a_confirmation(
    apps: AppsClient, simulator: Simulator, webhook: Webhook, session: aiohttp.ClientSession
) -> None:
    """The newer form: PENDING first, CONFIRMED after the link of the CONFIRMATION is opened."""
    app = await create(apps, webhook.url)
    assert simulator.calls[0].query == {
        "requireConfirmation": "true",
        "signatureType": "ST_PADLOCK",
    }
    assert (app.target_status, app.signature_type, app.public_key) == (
        "PENDING",
        "ST_PADLOCK",
        None,
    )
    record = simulator.apps[app.app_id]
    assert (app.client_id, app.client_secret) == (record.client_id, record.client_secret)
    assert app.target_url == webhook.url
    assert record.body["singleInstance"] is True
    assert re.fullmatch(r"homeassistant\.[0-9a-f-]{36}", str(record.body["appName"]))
    await confirmed(webhook, session, simulator, app.app_id)
    assert (await apps.get(app.app_id)).target_status == "CONFIRMED"
    assert lifecycles(webhook) == ["CONFIRMATION"]


async def test_the_older_form_is_used_if_the_newer_one_is_rejected(
    session: aiohttp.ClientSession, webhook: Webhook
) -> None:
    """It has a PING during the call, the app's own key, and no confirmation."""
    options = SimulatorOptions(refuse_confirmation=True)
    async with Simulator(options=options) as simulator:
        app = await create(pat_client(simulator, session), webhook.url)
        assert [(call.status, call.query) for call in simulator.calls][1] == (200, {})
        assert simulator.calls[0].status == 400
    assert lifecycles(webhook) == ["PING"]
    assert (app.target_status, app.signature_type) == ("CONFIRMED", "APP_RSA")
    assert app.public_key is not None
    assert app.public_key.startswith("-----BEGIN PUBLIC KEY-----")


@pytest.mark.parametrize(
    "first",
    [refusal(422, "UnsupportedOperationError"), Answer(404), Answer(405), Answer(400, "<html>")],
    ids=["422", "404", "405", "400 html"],
)
async def test_any_rejection_of_the_form_leads_to_the_older_one(
    scripted: AppsClient, api: ScriptedApi, first: Answer
) -> None:
    """The error for an unknown form is not documented."""
    api.answers = [first, Answer(body=app_reply(targetUrl="https://x", publicKey="PEM"))]
    app = await create(scripted, "https://x")
    assert [bool(sent.query) for sent in api.requests] == [True, False]
    assert api.requests[0].body == api.requests[1].body
    assert app.public_key == "PEM"


async def test_two_rejections_end_the_registration(scripted: AppsClient, api: ScriptedApi) -> None:
    """The second error is raised."""
    api.answers = [refusal(400, "First"), refusal(400, "Second")]
    with pytest.raises(KindRefusedError, match="400 Second"):
        await create(scripted, "https://x")
    assert len(api.requests) == 2


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (refusal(422, "ConstraintViolationError", "TargetTimeoutError"), TargetError),
        (refusal(422, "LimitError"), LimitReachedError),
        (Answer(401), KindRefusedError),
        (Answer(403), KindRefusedError),
        (Answer(503), CloudUnreachableError),
        (cut_off, CloudUnreachableError),
    ],
)
async def test_a_rejection_that_is_not_about_the_form_is_not_retried(
    scripted: AppsClient, api: ScriptedApi, answer: Answer, kind: type[CloudError]
) -> None:
    """A retry would fail in the same way, or create a second app."""
    api.answers = [answer]
    with pytest.raises(kind):
        await create(scripted, "https://x")
    assert len(api.requests) == 1


async def test_a_webhook_with_another_status_than_200_is_named(
    session: aiohttp.ClientSession, webhook: Webhook
) -> None:
    """The form shows the status that the platform received."""
    webhook.status = 405
    async with Simulator(options=SimulatorOptions(refuse_confirmation=True)) as simulator:
        with pytest.raises(TargetError) as raised:
            await create(pat_client(simulator, session), webhook.url)
        assert simulator.apps == {}
    assert raised.value.detail.code == "TargetNon200Error"
    assert raised.value.detail.message.endswith("code=405")


async def test_the_account_limit_is_named(session: aiohttp.ClientSession, webhook: Webhook) -> None:
    """It is normally 35 apps."""
    async with Simulator(options=SimulatorOptions(app_limit=1)) as simulator:
        apps = pat_client(simulator, session)
        await create(apps, webhook.url)
        with pytest.raises(LimitReachedError):
            await create(apps, webhook.url)


async def test_long_names_are_cut(apps: AppsClient, simulator: Simulator, webhook: Webhook) -> None:
    """The platform rejects more than 75 and 250 characters."""
    app = await apps.create_webhook_app(
        display_name="n" * 80, description="d" * 300, target_url=webhook.url
    )
    body = simulator.apps[app.app_id].body
    assert (body["displayName"], body["description"]) == ("n" * 75, "d" * 250)


async def test_a_location_without_a_name_gets_a_description(
    apps: AppsClient, simulator: Simulator, webhook: Webhook
) -> None:
    """It is required."""
    app = await apps.create_webhook_app(display_name="Home", description="", target_url=webhook.url)
    assert simulator.apps[app.app_id].body["description"] == "Home"


@pytest.mark.parametrize(
    ("webhook_reply", "status", "signature"),
    [
        ({"publicKey": "PEM"}, "CONFIRMED", "APP_RSA"),
        ({}, "PENDING", "ST_PADLOCK"),
        ({"publicKey": "PEM", "targetStatus": "PENDING"}, "PENDING", "APP_RSA"),
        ({"targetStatus": "CONFIRMED"}, "CONFIRMED", "ST_PADLOCK"),
    ],
)
async def test_members_that_an_old_reply_lacks_follow_from_its_key(
    scripted: AppsClient,
    api: ScriptedApi,
    webhook_reply: JsonObject,
    status: str,
    signature: str,
) -> None:
    """The captures of 2018 have neither status nor signature type, only target and key."""
    api.answers = [Answer(body=app_reply(targetUrl="https://x", **webhook_reply))]
    app = await create(scripted, "https://x")
    assert (app.target_status, app.signature_type) == (status, signature)


@pytest.mark.parametrize(
    ("body", "oddity"),
    [
        ({}, Oddity.NO_ID),
        ({"app": {"appId": ""}}, Oddity.NO_ID),
        ([], Oddity.NO_ID),
        ({"app": {"appId": APP_ID}}, Oddity.NO_CREDENTIALS),
        ({"app": {"appId": APP_ID}, "oauthClientId": "x"}, Oddity.NO_CREDENTIALS),
        ({"app": {"appId": APP_ID}, "oauthClientSecret": "x"}, Oddity.NO_CREDENTIALS),
    ],
)
async def test_a_reply_without_id_or_credentials_is_unexpected(
    scripted: AppsClient, api: ScriptedApi, body: Json, oddity: Oddity
) -> None:
    """Such an app would be useless."""
    api.answers = [Answer(body=body)]
    with pytest.raises(UnexpectedReplyError) as raised:
        await create(scripted, "https://x")
    assert raised.value.oddity is oddity


def test_a_client_secret_is_not_shown() -> None:
    """A config flow handles the app, and its steps are logged when they fail."""
    app = with_client(AppDescription(app_id=APP_ID), ClientCredentials("id", "s3cret"))
    assert app.client_secret == "s3cret"
    assert "s3cret" not in repr(app)


# Finding it again


async def test_an_app_is_found_again_by_its_tag(
    apps: AppsClient, simulator: Simulator, webhook: Webhook
) -> None:
    """Repeated attempts must not fill the account with apps."""
    other = await create(apps, webhook.url)
    await apps.set_settings(other.app_id, {"instanceId": "another instance"})
    await create(apps, webhook.url)
    assert await apps.find_unused(WEBHOOK_APP, SETTINGS) is None
    mine = await create(apps, webhook.url)
    await apps.set_settings(mine.app_id, SETTINGS)
    found = await apps.find_unused(WEBHOOK_APP, SETTINGS)
    assert found is not None
    assert type(found) is AppDescription
    assert (found.app_id, found.target_url) == (mine.app_id, webhook.url)
    assert simulator.apps[mine.app_id].settings == {"appId": mine.app_id, **SETTINGS}


async def test_only_apps_with_a_name_like_ours_are_read(
    scripted: AppsClient, api: ScriptedApi
) -> None:
    """An account may have a hundred apps, and 60 calls a minute are allowed."""
    items: list[Json] = [
        {"appId": "1", "appName": "somebody.else"},
        {"appId": "", "appName": "homeassistant.x"},
        {"appName": "homeassistant.y"},
        None,
        {"appId": "2", "appName": "homeassistant.z"},
    ]
    api.answers = [Answer(body={"items": items}), Answer(body={"settings": {}})]
    assert await scripted.find_unused(WEBHOOK_APP, SETTINGS) is None
    assert [sent.path for sent in api.requests] == ["/apps", "/apps/2/settings"]
    assert api.requests[0].query == {"appType": "WEBHOOK_SMART_APP"}


@pytest.mark.parametrize("answer", [Answer(403), Answer(404), Answer(body=[])])
async def test_an_app_with_unreadable_settings_is_not_ours(
    scripted: AppsClient, api: ScriptedApi, answer: Answer
) -> None:
    """It may have been deleted a moment ago."""
    listed: Json = {"items": [{"appId": "1", "appName": "homeassistant.x"}]}
    api.answers = [Answer(body=listed), answer]
    assert await scripted.find_unused(WEBHOOK_APP, SETTINGS) is None


async def test_an_app_of_the_account_is_recognized(apps: AppsClient, webhook: Webhook) -> None:
    """A PAT of another account cannot help an existing entry."""
    app = await create(apps, webhook.url)
    assert await apps.is_mine(app.app_id)
    assert not await apps.is_mine(APP_ID)


async def test_whether_an_app_is_of_the_account_needs_an_answer(
    scripted: AppsClient, api: ScriptedApi
) -> None:
    """An outage is no information about the account."""
    api.answers = [Answer(503)]
    with pytest.raises(CloudUnreachableError):
        await scripted.is_mine(APP_ID)


# Changes


async def test_a_new_target_has_to_be_confirmed_again(
    apps: AppsClient, simulator: Simulator, webhook: Webhook, session: aiohttp.ClientSession
) -> None:
    """The rest of the definition does not change."""
    app = await create(apps, webhook.url)
    await confirmed(webhook, session, simulator, app.app_id)
    before = dict(simulator.apps[app.app_id].body)
    async with running_webhook(SCOPES) as other:
        changed = await apps.update_target(app.app_id, other.url)
        assert (changed.target_url, changed.target_status) == (other.url, "PENDING")
        await confirmed(other, session, simulator, app.app_id)
    after = simulator.apps[app.app_id].body
    kept = ("appName", "displayName", "description", "appType", "classifications", "singleInstance")
    assert {key: before[key] for key in kept} == {key: after[key] for key in kept}
    assert (await apps.get(app.app_id)).target_status == "CONFIRMED"


async def test_an_update_sends_no_additional_members_of_the_reply(
    scripted: AppsClient, api: ScriptedApi
) -> None:
    """Owner and dates are set by the platform."""
    raw: JsonObject = {
        "appId": APP_ID,
        "appName": "homeassistant.x",
        "owner": {"ownerType": "USER"},
        "createdDate": "2026-11-23T19:40:11Z",
        "webhookSmartApp": {"targetUrl": "https://old", "publicKey": "PEM"},
    }
    api.answers = [Answer(body=raw)]
    await scripted.update_target(APP_ID, "https://new")
    assert orjson.loads(api.requests[1].body) == {
        "appName": "homeassistant.x",
        "webhookSmartApp": {"targetUrl": "https://new"},
    }


async def test_a_confirmation_can_be_requested_again(
    apps: AppsClient, simulator: Simulator, webhook: Webhook, session: aiohttp.ClientSession
) -> None:
    """The first link is valid for only some minutes."""
    app = await create(apps, webhook.url)
    await confirmed(webhook, session, simulator, app.app_id)
    await apps.register_again(app.app_id)
    await simulator.settle()
    assert lifecycles(webhook) == ["CONFIRMATION", "CONFIRMATION"]


async def test_the_scopes_are_set(apps: AppsClient, simulator: Simulator, webhook: Webhook) -> None:
    """They are the maximum that an installation may request."""
    app = await create(apps, webhook.url)
    await apps.set_client(app.app_id)
    assert simulator.apps[app.app_id].scopes == list(SCOPES)
    assert simulator.apps[app.app_id].client_secret == app.client_secret


async def test_a_new_client_replaces_the_lost_one(
    apps: AppsClient, simulator: Simulator, webhook: Webhook
) -> None:
    """The secret of an app that was found again is unknown."""
    app = await create(apps, webhook.url)
    client = await apps.generate_client(app.app_id)
    record = simulator.apps[app.app_id]
    assert client == ClientCredentials(record.client_id, record.client_secret)
    assert client.client_id != app.client_id


async def test_after_a_new_client_the_old_one_is_refused() -> None:
    """Existing installations need an UPDATE then."""
    async with installed_smartapp() as installed:
        access_token, refresh_token = installed.delivered()
        tokens = TokenManager(
            installed.endpoint,
            MemoryStorage(),
        )
        await tokens.replace(access_token=access_token, refresh_token=refresh_token)
        apps = pat_client(installed.simulator, installed.session)
        await apps.generate_client(installed.app.app_id)
        with pytest.raises(CloudError) as raised:
            await tokens.renewed(access_token)
        assert type(raised.value).__name__ == "InvalidClientError"


async def test_an_app_is_deleted_and_may_be_gone(
    apps: AppsClient, simulator: Simulator, webhook: Webhook
) -> None:
    """403 means deleted, too."""
    app = await create(apps, webhook.url)
    await apps.delete(app.app_id)
    assert simulator.apps == {}
    await apps.delete(app.app_id)
    assert simulator.calls[-1].status == 403


async def test_a_failed_deletion_is_an_error(scripted: AppsClient, api: ScriptedApi) -> None:
    """Only a missing app is no error."""
    api.answers = [Answer(503)]
    with pytest.raises(CloudUnreachableError):
        await scripted.delete(APP_ID)


async def test_an_app_token_may_not_use_the_apps_api() -> None:
    """Therefore a PAT is needed."""
    async with installed_smartapp() as installed:
        access_token, _ = installed.delivered()
        http = Http(installed.session, installed.simulator.url, StaticToken(access_token))
        with pytest.raises(ForbiddenError):
            await AppsClient(http, TEMPLATE).get(installed.app.app_id)


# Confirmation


LINK = f"/apps/{APP_ID}/confirm-registration?token=t0ken"


async def test_a_confirmation_is_one_get_without_our_token(
    session: aiohttp.ClientSession, api: ScriptedApi
) -> None:
    """The link itself is the proof."""
    await confirm_webhook(session, f"{api.url}{LINK}", api_url=api.url, app_id=APP_ID)
    sent = api.requests[0]
    assert (sent.method, sent.path, sent.query) == (
        "GET",
        f"/apps/{APP_ID}/confirm-registration",
        {"token": "t0ken"},
    )
    assert "Authorization" not in sent.headers


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example" + LINK,
        "https://api.smartthings.com" + LINK,
        "//evil.example" + LINK,
        LINK,
        "",
        "https://[",
        "{scheme}user@{rest}" + LINK,
        "{scheme}:word@{rest}" + LINK,
        "{origin}0" + LINK,
        "{origin}.evil.example" + LINK,
        "{origin}@evil.example" + LINK,
        "{origin}/apps/other/confirm-registration?token=t",
        "{origin}/v1" + LINK,
        "{origin}/apps/" + APP_ID + "/confirm-registration/?token=t",
        "{origin}/apps/" + APP_ID + "%2Fconfirm-registration?token=t",
        "{origin}/apps/x/%2e%2e/" + APP_ID + "/confirm-registration/x?token=t",
        "{origin}/apps/" + APP_ID + "?token=t",
        "{origin}/apps/" + APP_ID + "/confirm-registration",
        "{origin}" + LINK + "&then=1",
        "ftp://{rest}" + LINK,
        "https://{rest}" + LINK,
    ],
)
async def test_a_link_that_is_not_the_confirmation_of_our_app_is_not_fetched(
    session: aiohttp.ClientSession, api: ScriptedApi, link: str
) -> None:
    """A delivery must not make us call any host."""
    link = link.format(origin=api.url, scheme=api.url[:7], rest=api.url[7:])
    with pytest.raises(UnexpectedReplyError) as raised:
        await confirm_webhook(session, link, api_url=api.url, app_id=APP_ID)
    assert raised.value.oddity is Oddity.FOREIGN_CONFIRMATION
    assert api.requests == []


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (Answer(302, headers={"Location": "/elsewhere"}), UnexpectedReplyError),
        (Answer(403), ForbiddenError),
        (Answer(404), NotFoundError),
        (Answer(400, "<html>"), RejectedError),
        (Answer(503), CloudUnreachableError),
        (Answer(200, b"x" * 70000), UnexpectedReplyError),
        (cut_off, CloudUnreachableError),
    ],
)
async def test_a_failed_confirmation_is_an_error(
    session: aiohttp.ClientSession, api: ScriptedApi, answer: Answer, kind: type[CloudError]
) -> None:
    """It does not contain the secret of the link."""
    api.answers = [answer]
    with pytest.raises(kind) as raised:
        await confirm_webhook(session, f"{api.url}{LINK}", api_url=api.url, app_id=APP_ID)
    assert "t0ken" not in "".join(traceback.format_exception(raised.value))
    assert {sent.path for sent in api.requests} == {LINK.partition("?")[0]}


async def test_a_confirmation_times_out(
    session: aiohttp.ClientSession, api: ScriptedApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The webhook waits for it in the background."""
    monkeypatch.setattr(apps_module, "CONFIRM_TIMEOUT", 0.1)
    released = asyncio.Event()

    async def hang(request: web.Request) -> web.StreamResponse:
        await released.wait()
        return web.Response()

    api.answers = [hang]
    async with asyncio.timeout(3):
        with pytest.raises(CloudUnreachableError):
            await confirm_webhook(session, f"{api.url}{LINK}", api_url=api.url, app_id=APP_ID)
    released.set()


async def test_an_unreachable_confirmation_host_is_an_error(session: aiohttp.ClientSession) -> None:
    """It has the same type as for any call."""
    origin = f"http://127.0.0.1:{unused_port()}"
    with pytest.raises(CloudUnreachableError) as raised:
        await confirm_webhook(session, f"{origin}{LINK}", api_url=origin, app_id=APP_ID)
    assert raised.value.__context__ is None


async def test_an_old_link_is_rejected(
    apps: AppsClient, simulator: Simulator, webhook: Webhook, session: aiohttp.ClientSession
) -> None:
    """The request for a new one ends it."""
    app = await create(apps, webhook.url)
    await confirmed(webhook, session, simulator, app.app_id)
    old = text(webhook.last("CONFIRMATION"), "confirmationUrl")
    await apps.register_again(app.app_id)
    await simulator.settle()
    with pytest.raises(ForbiddenError):
        await confirm_webhook(session, old, api_url=simulator.url, app_id=app.app_id)


async def test_a_confirmation_may_arrive_before_the_reply(
    session: aiohttp.ClientSession, webhook: Webhook
) -> None:
    """The order is not documented; the link works in both."""
    async with Simulator(options=SimulatorOptions(confirmation_first=True)) as simulator:
        apps = pat_client(simulator, session)
        app = await create(apps, webhook.url)
        assert lifecycles(webhook) == ["CONFIRMATION"]
        await confirmed(webhook, session, simulator, app.app_id)
        await apps.set_client(app.app_id)
        assert (await simulator.install(app.app_id, HOME_LOCATION)).ok
