"""Authorization of API_ONLY apps, and their codes (platform reference 1.2, 1.5, 2.6, 3.5)."""

import re
from html import unescape
from uuid import uuid4

import aiohttp
import pytest
from yarl import URL

from simulator import AuthorizationError, Simulator, SimulatorOptions
from simulator.devices.ids import CABIN_LOCATION, HOME_LOCATION
from tests.simulator.conftest import Clock
from tests.simulator.parties import (
    REDIRECT_URI,
    SCOPES,
    Client,
    Developer,
    Installed,
    Reply,
    at,
    text_at,
)


@pytest.fixture(name="client")
async def client_fixture(developer: Developer) -> Client:
    """Return the client of an API_ONLY app without a target."""
    return await developer.register_api_only(with_target=False)


async def _decide(developer: Developer, page: str, **form: str) -> Reply:
    """Submit the form of the page."""
    action = re.search(r'<form method="post" action="([^"]+)">', page)
    assert action is not None
    url = f"{developer.simulator.url}{unescape(action[1])}"
    async with developer.session.post(url, data=form, allow_redirects=False) as reply:
        return Reply(status=reply.status, text=await reply.text(), headers=reply.headers)


def _code(simulator: Simulator, url: str, location_id: str = HOME_LOCATION) -> str:
    return URL(simulator.authorize(url, location_id)).query["code"]


@pytest.mark.parametrize("version", ["", "/v1"])
async def test_the_page_shows_the_requested_scopes(
    developer: Developer, client: Client, version: str
) -> None:
    """The name of the app, its scopes, and the locations."""
    url = developer.authorize_url(client).replace("/oauth", f"{version}/oauth")
    page = await developer.client(None).get(url)
    assert (page.status, page.headers["Content-Type"].split(";")[0]) == (200, "text/html")
    assert "Test asks for access" in page.text
    assert [scope for scope in SCOPES if f"<li>{scope}</li>" not in page.text] == []
    radio = re.findall(r'<input type="radio" name="location_id" value="([^"]+)"', page.text)
    assert radio == [HOME_LOCATION, CABIN_LOCATION]
    assert re.findall(r'<button name="decision" value="(\w+)"', page.text) == ["authorize", "deny"]


async def test_agreeing_leads_back_with_a_code(
    simulator: Simulator, developer: Developer, client: Client
) -> None:
    page = await developer.client(None).get(developer.authorize_url(client))
    form = {"decision": "authorize", "location_id": CABIN_LOCATION}
    reply = await _decide(developer, page.text, **form)
    assert reply.status == 303
    target = URL(reply.headers["Location"])
    assert str(target.with_query(None)) == REDIRECT_URI
    assert target.query["state"] == "as it was"
    assert not simulator.installed_apps
    tokens = await developer.exchange(client, target.query["code"])
    assert tokens.status == 200
    [installed_app] = simulator.installed_apps.values()
    assert installed_app.location_id == CABIN_LOCATION


async def test_refusing_leads_back_without_a_code(developer: Developer, client: Client) -> None:
    url = developer.authorize_url(client)
    page = await developer.client(None).get(url)
    reply = await _decide(developer, page.text, decision="deny")
    assert reply.status == 303
    assert reply.headers["Location"] == developer.simulator.deny(url)
    assert dict(URL(reply.headers["Location"]).query) == {
        "error": "access_denied",
        "state": "as it was",
    }


async def test_a_state_is_given_back_only_where_there_was_one(
    simulator: Simulator, developer: Developer, client: Client
) -> None:
    """With any characters."""
    odd = "a b+c&d=é/%41"
    url = developer.authorize_url(client, state=odd)
    assert URL(simulator.authorize(url, HOME_LOCATION)).query["state"] == odd
    url = developer.authorize_url(client, state=None)
    assert set(URL(simulator.authorize(url, HOME_LOCATION)).query) == {"code"}
    assert dict(URL(simulator.deny(url)).query) == {"error": "access_denied"}


async def test_the_query_of_the_redirect_uri_stays(
    simulator: Simulator, developer: Developer
) -> None:
    uri = f"{REDIRECT_URI}?a=b"
    client = await developer.register_api_only(
        with_target=False, oauth={"scope": [*SCOPES], "redirectUris": [uri]}
    )
    url = developer.authorize_url(client, redirect_uri=uri)
    found = URL(simulator.authorize(url, HOME_LOCATION)).query
    assert (found["a"], set(found)) == ("b", {"a", "code", "state"})


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"client_id": "unknown"}, "no app has this client id"),
        ({"client_id": None}, "no app has this client id"),
        ({"response_type": "token"}, "the response type is not code"),
        ({"redirect_uri": f"{REDIRECT_URI}/"}, "the app does not have this redirect URI"),
        ({"redirect_uri": None}, "the app does not have this redirect URI"),
        ({"scope": "r:devices:* <b> sse"}, "the app may not ask for <b>, sse"),
        ({"scope": " "}, "the request has no scope"),
        ({"scope": None}, "the request has no scope"),
    ],
)
async def test_a_wrong_request_ends_on_a_page(
    developer: Developer, client: Client, changes: dict[str, str | None], reason: str
) -> None:
    """Nothing is sent to the redirect URI, neither after reading nor after agreeing."""
    url = developer.authorize_url(client, **changes)
    for method in ("GET", "POST"):
        page = await developer.client(None).call(method, url)
        assert (page.status, "Location" in page.headers) == (400, False)
        assert f"Reason: {reason}." in unescape(page.text)
        assert "<b>" not in page.text
    with pytest.raises(AuthorizationError, match=re.escape(reason)):
        developer.simulator.deny(url)


async def test_a_webhook_app_is_not_authorized(developer: Developer) -> None:
    """The platform leads its user to a host that does not exist."""
    url = developer.authorize_url(await developer.register())
    page = await developer.client(None).get(url)
    assert (page.status, "Location" in page.headers) == (400, False)
    assert "a host that nobody reaches" in page.text


@pytest.mark.parametrize("form", [{}, {"decision": "authorize"}, {"location_id": "unknown"}])
async def test_a_location_has_to_be_chosen(
    developer: Developer, client: Client, form: dict[str, str]
) -> None:
    page = await developer.client(None).get(developer.authorize_url(client))
    reply = await _decide(developer, page.text, **form)
    assert (reply.status, "unknown location" in reply.text) == (400, True)


async def test_a_full_location_takes_no_more(
    simulator: Simulator, developer: Developer, authorized: Installed
) -> None:
    [first] = simulator.installed_apps.values()
    for number in range(99):
        simulator.installed_apps[str(number)] = first
    url = developer.authorize_url(authorized.client)
    with pytest.raises(AuthorizationError, match="the maximum number of installed apps"):
        simulator.authorize(url, HOME_LOCATION)


async def test_a_code_brings_an_installed_app_and_its_tokens(
    simulator: Simulator, developer: Developer, client: Client
) -> None:
    """With the requested scopes, which may be fewer than those of the app."""
    asked = "r:devices:* r:locations:*"
    url = developer.authorize_url(client, scope=asked)
    reply = await developer.exchange(client, _code(simulator, url))
    assert isinstance(reply.json, dict)
    access = text_at(reply.json, "access_token")
    installed_app_id = text_at(reply.json, "installed_app_id")
    assert reply.json == {
        "access_token": access,
        "token_type": "bearer",
        "refresh_token": reply.json["refresh_token"],
        "expires_in": 86399,
        "scope": asked,
        "access_tier": 0,
        "installed_app_id": installed_app_id,
    }
    api = developer.client(access)
    installed_app = (await api.get(f"/installedapps/{installed_app_id}")).json
    assert at(installed_app, "installedAppType") == "API_ONLY"
    assert at(installed_app, "installedAppStatus") == "AUTHORIZED"
    assert at(installed_app, "locationId") == HOME_LOCATION
    assert (await api.get("/installedapps/me")).json == {
        "installedAppId": installed_app_id,
        "locationId": HOME_LOCATION,
        "scope": asked.split(),
    }
    assert (await api.get("/devices")).status == 200
    assert (await api.get("/scenes")).status == 403
    assert (await developer.refresh(client, text_at(reply.json, "refresh_token"))).status == 200


def _is_invalid_grant(reply: Reply) -> bool:
    return (reply.status, at(reply.json, "error")) == (400, "invalid_grant")


async def test_a_code_is_used_once(
    simulator: Simulator, developer: Developer, client: Client
) -> None:
    """The error repeats it, like that of the platform."""
    code = _code(simulator, developer.authorize_url(client))
    assert (await developer.exchange(client, code)).status == 200
    again = await developer.exchange(client, code)
    assert _is_invalid_grant(again)
    assert text_at(again.json, "error_description").endswith(code)
    assert _is_invalid_grant(await developer.exchange(client, "unknown"))
    assert len(simulator.installed_apps) == 1


async def test_a_code_is_short_lived(
    simulator: Simulator, developer: Developer, client: Client, clock: Clock
) -> None:
    first, second = [_code(simulator, developer.authorize_url(client)) for _ in range(2)]
    clock.advance(599)
    assert (await developer.exchange(client, first)).status == 200
    clock.advance(1)
    assert _is_invalid_grant(await developer.exchange(client, second))


@pytest.mark.parametrize("redirect_uri", ["", "https://ha.example/other"])
async def test_a_code_needs_its_redirect_uri(
    simulator: Simulator, developer: Developer, client: Client, redirect_uri: str
) -> None:
    """A try with another one uses the code up."""
    code = _code(simulator, developer.authorize_url(client))
    wrong = await developer.exchange(client, code, redirect_uri=redirect_uri)
    assert _is_invalid_grant(wrong)
    assert _is_invalid_grant(await developer.exchange(client, code))
    assert not simulator.installed_apps


async def test_a_code_is_of_one_client(
    simulator: Simulator, developer: Developer, client: Client
) -> None:
    other = await developer.register_api_only(with_target=False)
    code = _code(simulator, developer.authorize_url(client))
    assert _is_invalid_grant(await developer.exchange(other, code))


async def test_a_wrong_secret_leaves_the_code_alone(
    simulator: Simulator, developer: Developer, client: Client
) -> None:
    code = _code(simulator, developer.authorize_url(client))
    wrong = Client(app_id=client.app_id, client_id=client.client_id, secret=str(uuid4()))
    refused = await developer.exchange(wrong, code)
    assert (refused.status, at(refused.json, "error")) == (401, "invalid_client")
    assert (await developer.exchange(client, code)).status == 200


async def test_a_single_instance_is_authorized_anew(
    simulator: Simulator, developer: Developer, authorized: Installed
) -> None:
    """It keeps its id; its old tokens are invalid."""
    again = await developer.authorize(authorized.client, HOME_LOCATION, scope="r:devices:*")
    assert again.installed_app_id == authorized.installed_app_id
    assert (await authorized.api.get("/devices")).status == 401
    assert _is_invalid_grant(await developer.refresh(authorized.client, authorized.refresh_token))
    assert at((await again.api.get("/installedapps/me")).json, "scope") == ["r:devices:*"]
    cabin = await developer.authorize(authorized.client, CABIN_LOCATION)
    assert cabin.installed_app_id != authorized.installed_app_id
    assert (await again.api.get("/devices")).status == 200


async def test_another_app_is_authorized_as_often_as_one_likes(developer: Developer) -> None:
    client = await developer.register_api_only(with_target=False, singleInstance=False)
    first = await developer.authorize(client, HOME_LOCATION)
    second = await developer.authorize(client, HOME_LOCATION)
    assert first.installed_app_id != second.installed_app_id
    assert (await first.api.get("/devices")).status == 200


async def test_a_code_is_in_no_log(
    simulator: Simulator, developer: Developer, client: Client
) -> None:
    """Not even that of a client that sends it in the wrong place."""
    page = await developer.client(None).get(developer.authorize_url(client))
    form = {"decision": "authorize", "location_id": HOME_LOCATION}
    reply = await _decide(developer, page.text, **form)
    code = URL(reply.headers["Location"]).query["code"]
    await developer.api.get("/devices", ("code", code))
    logged = developer.client(None)
    assert code not in repr(simulator._cloud.records)
    assert (await developer.exchange(client, code)).status == 200
    assert simulator.calls[-1].body == {
        "client_id": client.client_id,
        "grant_type": "authorization_code",
        "code": "***",
        "redirect_uri": REDIRECT_URI,
    }
    assert code not in repr(simulator.calls)
    assert code not in (await logged.get("/simulator/calls")).text


async def test_a_redirect_uri_is_safe(developer: Developer) -> None:
    """The same rule as in the official CLI: https, or the user's own machine."""
    for uri, status in (
        ("https://my.example/redirect", 200),
        ("http://localhost:8123/callback", 200),
        ("http://127.0.0.1:8123/callback", 200),
        ("http://homeassistant.local:8123/callback", 422),
        ("nonsense", 422),
    ):
        asked = developer.api_only(with_target=False, oauth={"redirectUris": [uri]})
        reply = await developer.api.post("/apps", asked)
        assert (uri, reply.status) == (uri, status)
    assert reply.code == "PatternError"
    assert at(reply.json, "error", "details", 0, "target") == "redirectUris"


class TestFewerScopes:
    """A user, or a platform, that grants fewer scopes than requested, and slow users."""

    @pytest.fixture
    def simulator_options(self) -> SimulatorOptions:
        """Return the granted scopes."""
        return SimulatorOptions(
            oauth_scope_granted=("r:devices:*", "sse"), code_lifetime=60, rate_limits=False
        )

    async def test_fewer_scopes_may_be_granted(self, developer: Developer, client: Client) -> None:
        installed = await developer.authorize(client, HOME_LOCATION)
        me = (await installed.api.get("/installedapps/me")).json
        assert at(me, "scope") == ["r:devices:*"]
        assert (await installed.api.get(f"/locations/{HOME_LOCATION}/rooms")).status == 403

    async def test_a_code_may_live_shorter(
        self, simulator: Simulator, developer: Developer, client: Client, clock: Clock
    ) -> None:
        code = _code(simulator, developer.authorize_url(client))
        clock.advance(60)
        assert _is_invalid_grant(await developer.exchange(client, code))


async def test_the_page_works_with_a_browser_that_follows(
    developer: Developer, session: aiohttp.ClientSession
) -> None:
    """The client follows a redirect after the form with GET."""
    uri = f"{developer.simulator.url}/home"
    client = await developer.register_api_only(
        with_target=False, oauth={"scope": [*SCOPES], "redirectUris": [uri]}
    )
    form = {"decision": "authorize", "location_id": HOME_LOCATION}
    url = developer.authorize_url(client, redirect_uri=uri)
    async with session.post(url, data=form) as reply:
        assert (reply.status, reply.url.path, reply.method) == (200, "/home", "GET")
