"""The request function: what it sends, and every way in which a call can end."""

import asyncio
import traceback

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import unused_port

from custom_components.smartthings_smartapp.cloud.api import http as http_module
from custom_components.smartthings_smartapp.cloud.api.errors import (
    CloudError,
    CloudUnreachableError,
    ConflictError,
    ForbiddenError,
    LimitReachedError,
    NotFoundError,
    Oddity,
    PaymentRequiredError,
    RejectedError,
    TargetError,
    TooManyRequestsError,
    UnauthorizedError,
    UnexpectedReplyError,
)
from custom_components.smartthings_smartapp.cloud.api.http import (
    MAX_REPLY,
    Http,
    Reply,
    StaticToken,
)
from custom_components.smartthings_smartapp.cloud.json_types import Json, JsonObject
from simulator import Simulator
from tests.cloud.scripted import Answer, ScriptedApi, cut_off

TOKEN = "0c6a1f0e-55d1-4b3f-8b67-7f8a4c1d9e20"
NEXT_TOKEN = "b3f40d7c-91c8-4d1a-8a43-2f5f6e0d7a11"
PAGE_401 = "<html><title>401 Authorization Required</title><hr>openresty</html>"


class Tokens:
    """A token source with another token after a refusal."""

    def __init__(self) -> None:
        """Start without a refusal."""
        self.rejected: list[str] = []

    async def access_token(self) -> str:
        """Return the first token."""
        return TOKEN

    async def renewed(self, rejected: str) -> str:
        """Return the second token."""
        self.rejected.append(rejected)
        return NEXT_TOKEN


@pytest.fixture
def tokens() -> Tokens:
    """Return a token source."""
    return Tokens()


@pytest.fixture
def http(session: aiohttp.ClientSession, api: ScriptedApi, tokens: Tokens) -> Http:
    """Return the request function to test."""
    return Http(session, api.url, tokens, timeout=5)


async def failure[ErrorT: CloudError](http: Http, kind: type[ErrorT]) -> ErrorT:
    """Return the error of a call, which must have exactly that type and no token."""
    with pytest.raises(kind) as raised:
        await http.request("GET", "/devices")
    assert type(raised.value) is kind
    assert TOKEN not in "".join(traceback.format_exception(raised.value))
    assert TOKEN not in repr(raised.value)
    return raised.value


def envelope(code: str, *details: JsonObject, message: str = "The request is malformed.") -> Json:
    """Return an error as the platform answers it."""
    return {
        "requestId": "5827163940517263841",
        "error": {"code": code, "message": message, "details": list(details)},
    }


def detail(code: str, *, target: str = "", message: str = "") -> JsonObject:
    """Return a detail of an error."""
    return {"code": code, "target": target, "message": message, "details": []}


# Requests


async def test_a_call_carries_token_version_query_and_json(http: Http, api: ScriptedApi) -> None:
    """The version is in the Accept header, not in the path."""
    api.answers = [Answer(body={"ok": True})]
    reply = await http.request(
        "PUT", "/scenes", params={"locationId": "a b"}, body={"modeId": "x"}, version=20170916
    )
    assert reply == {"ok": True}
    sent = api.requests[0]
    assert (sent.method, sent.path, sent.query) == ("PUT", "/scenes", {"locationId": "a b"})
    assert sent.token == TOKEN
    assert sent.headers["Accept"] == "application/vnd.smartthings+json;v=20170916"
    assert sent.headers["Content-Type"] == "application/json"
    assert sent.body == b'{"modeId":"x"}'


async def test_a_call_without_body_sends_none(http: Http, api: ScriptedApi) -> None:
    """An empty POST executes a scene."""
    await http.request("POST", "/scenes/1/execute")
    assert api.requests[0].body == b""
    assert api.requests[0].headers["Accept"] == "application/vnd.smartthings+json;v=1"


async def test_an_api_url_may_end_with_a_slash(
    session: aiohttp.ClientSession, api: ScriptedApi, tokens: Tokens
) -> None:
    """Both forms are common."""
    await Http(session, f"{api.url}/", tokens).request("GET", "/devices")
    assert api.requests[0].path == "/devices"


async def test_a_call_after_the_session_was_closed_is_unreachable(
    http: Http, session: aiohttp.ClientSession, api: ScriptedApi
) -> None:
    """It happens when a timer is due while Home Assistant stops."""
    await session.close()
    with pytest.raises(CloudUnreachableError):
        await http.request("GET", "/devices")
    assert api.requests == []


async def test_each_reply_is_reported_also_a_refusal(
    session: aiohttp.ClientSession, api: ScriptedApi
) -> None:
    """The listener gets status and date; the result of the call is the same."""
    heard: list[tuple[int, bool, str | None]] = []

    def listen(reply: Reply) -> None:
        heard.append((reply.status, reply.ok, reply.headers.get("Date")))

    http = Http(session, api.url, StaticToken(TOKEN), on_reply=listen)
    date = "Tue, 24 Nov 2026 09:15:37 GMT"
    api.answers = [Answer(200, {}, {"Date": date}), Answer(409), Answer(503)]
    await http.request("GET", "/devices")
    await failure(http, ConflictError)
    await failure(http, CloudUnreachableError)
    assert [(status, ok) for status, ok, _ in heard] == [(200, True), (409, False), (503, False)]
    assert heard[0][2] == date


@pytest.mark.parametrize("body", [None, b"", b" \r\n"])
async def test_an_empty_success_is_null(http: Http, api: ScriptedApi, body: Json | bytes) -> None:
    """Some calls have an empty answer."""
    api.answers = [Answer(body=body)]
    assert await http.request("DELETE", "/apps/1") is None


# 401 and 403


async def test_a_401_renews_the_token_and_retries_once(
    http: Http, api: ScriptedApi, tokens: Tokens
) -> None:
    """The retry is the same call with the other token."""
    api.answers = [Answer(401, PAGE_401), Answer(body={"items": []})]
    assert await http.request("POST", "/x", body={"a": 1}) == {"items": []}
    assert tokens.rejected == [TOKEN]
    assert [(sent.token, sent.body) for sent in api.requests] == [
        (TOKEN, b'{"a":1}'),
        (NEXT_TOKEN, b'{"a":1}'),
    ]


async def test_a_second_401_is_an_error(http: Http, api: ScriptedApi, tokens: Tokens) -> None:
    """A loop of renewals would use up refresh tokens."""
    api.answers = [Answer(401, PAGE_401)]
    await failure(http, UnauthorizedError)
    assert len(api.requests) == 2
    assert tokens.rejected == [TOKEN]


@pytest.mark.parametrize("body", [None, "<html>forbidden</html>", b"\xff{"])
async def test_a_403_never_renews(
    http: Http, api: ScriptedApi, tokens: Tokens, body: Json | bytes
) -> None:
    """It is about scopes or a missing thing; its body may be empty."""
    api.answers = [Answer(403, body)]
    await failure(http, ForbiddenError)
    assert len(api.requests) == 1
    assert tokens.rejected == []


async def test_a_402_is_about_payment_and_not_about_the_token(
    http: Http, api: ScriptedApi, tokens: Tokens
) -> None:
    """Its body is unknown, so it is not read."""
    api.answers = [Answer(402, envelope("PaymentRequired", message=f"pay for {TOKEN}"))]
    await failure(http, PaymentRequiredError)
    assert len(api.requests) == 1
    assert tokens.rejected == []


async def test_a_refused_pat_cannot_be_renewed(
    session: aiohttp.ClientSession, api: ScriptedApi
) -> None:
    """There is one call and one refusal."""
    api.answers = [Answer(401, PAGE_401)]
    await failure(Http(session, api.url, StaticToken(TOKEN)), UnauthorizedError)
    assert len(api.requests) == 1


def test_a_pat_is_not_shown() -> None:
    """Tracebacks with local variables would have it."""
    assert TOKEN not in repr(StaticToken(TOKEN))


@pytest.mark.parametrize(
    ("make_token", "kind"),
    [
        (lambda _: "no-such-token", UnauthorizedError),
        (lambda simulator: simulator.create_pat(lifetime=-1), UnauthorizedError),
        (lambda simulator: simulator.create_pat(["r:apps:*"]), ForbiddenError),
    ],
    ids=["unknown", "expired", "without the scope"],
)
async def test_each_wrong_token_has_its_error(
    session: aiohttp.ClientSession, make_token: object, kind: type[CloudError]
) -> None:
    """The platform answers an HTML page for 401, and an empty body for 403."""
    assert callable(make_token)
    async with Simulator() as simulator:
        http = Http(session, simulator.url, StaticToken(make_token(simulator)))
        await failure(http, kind)


# Other statuses


async def test_a_404_is_not_found(http: Http, api: ScriptedApi) -> None:
    """The body does not matter."""
    api.answers = [Answer(404, "<html>not found</html>")]
    await failure(http, NotFoundError)


async def test_a_conflict_keeps_the_texts_of_the_platform(http: Http, api: ScriptedApi) -> None:
    """They distinguish an offline device from an existing subscription."""
    api.answers = [Answer(409, envelope("ConflictError", message="invalid device state"))]
    assert (await failure(http, ConflictError)).message == "invalid device state"


async def test_a_conflict_may_have_no_envelope(http: Http, api: ScriptedApi) -> None:
    """The status is enough."""
    api.answers = [Answer(409, "conflict")]
    assert (await failure(http, ConflictError)).message == ""


@pytest.mark.parametrize("status", [400, 405, 406, 422])
async def test_a_rejection_keeps_status_code_and_details(
    http: Http, api: ScriptedApi, status: int
) -> None:
    """A user needs them to find the cause."""
    about = detail("UnprocessableEntityError", target="commands[0].arguments[0]", message="too big")
    api.answers = [Answer(status, envelope("ConstraintViolationError", about))]
    error = await failure(http, RejectedError)
    assert (error.status, error.code) == (status, "ConstraintViolationError")
    assert error.message == "The request is malformed."
    assert [(d.code, d.target, d.message) for d in error.details] == [
        ("UnprocessableEntityError", "commands[0].arguments[0]", "too big")
    ]


@pytest.mark.parametrize(
    "body", [None, "<html>", b"\xff", "[]", '{"error": null}', '{"error": {"details": [1, null]}}']
)
async def test_a_rejection_without_a_readable_envelope_keeps_its_status(
    http: Http, api: ScriptedApi, body: Json | bytes
) -> None:
    """The parse error must not hide it."""
    api.answers = [Answer(422, body)]
    error = await failure(http, RejectedError)
    assert (error.status, error.code) == (422, "")
    assert all(d.code == "" for d in error.details)


@pytest.mark.parametrize(
    "body",
    [envelope("LimitError"), envelope("ConstraintViolationError", detail("LimitError"))],
    ids=["outside", "as a detail"],
)
async def test_a_reached_limit_has_its_own_error(
    http: Http, api: ScriptedApi, body: JsonObject
) -> None:
    """Another input would not help."""
    api.answers = [Answer(422, body)]
    await failure(http, LimitReachedError)


@pytest.mark.parametrize(
    "about",
    [
        detail("TargetTimeoutError", target="https://ha.example.org/hook"),
        detail("TargetNon200Error", target="https://ha.example.org/hook"),
        detail("TargetUnreachableError", target="https://ha.example.org/hook"),
        detail("PatternError", target="targetUrl"),
    ],
    ids=lambda about: str(about["code"]),
)
async def test_a_rejected_webhook_has_its_own_error(
    http: Http, api: ScriptedApi, about: JsonObject
) -> None:
    """The form shows the cause."""
    api.answers = [Answer(422, envelope("ConstraintViolationError", detail("NotNullError"), about))]
    assert (await failure(http, TargetError)).detail.code == about["code"]


async def test_a_pattern_error_elsewhere_is_not_about_the_webhook(
    http: Http, api: ScriptedApi
) -> None:
    """The app name has a pattern, too."""
    about = detail("PatternError", target="appName")
    api.answers = [Answer(422, envelope("ConstraintViolationError", about))]
    await failure(http, RejectedError)


@pytest.mark.parametrize(
    ("headers", "message", "wait"),
    [
        ({}, "attempt 13 limit 12 - retry in 40585 millis", 40.585),
        ({"X-RateLimit-Reset": "3"}, "attempt 13 limit 12 - retry in 40585 millis", 40.585),
        ({}, "retry in 20 millis", 1),
        ({}, "retry in 3600000 millis", 120),
        ({"X-RateLimit-Reset": "37"}, "", 37),
        ({"X-RateLimit-Reset": "37.5"}, "", 37.5),
        ({"X-RateLimit-Reset": "1000"}, "", 120),
        ({"X-RateLimit-Reset": "37500"}, "", 37.5),
        ({"X-RateLimit-Reset": "0"}, "", 1),
        ({"X-RateLimit-Reset": "soon"}, "", 60),
        ({"X-RateLimit-Reset": "nan"}, "", 60),
        ({"X-RateLimit-Reset": "-4"}, "", 60),
        ({}, "retry in 9999999999 millis", 60),
        ({}, "", 60),
    ],
)
async def test_the_wait_after_too_many_requests_is_read(
    http: Http, api: ScriptedApi, headers: dict[str, str], message: str, wait: float
) -> None:
    """Milliseconds in the body have priority over the header; the wait is limited."""
    about = detail("TooManyRequestError", message=message)
    api.answers = [Answer(429, envelope("TooManyRequestError", about), headers)]
    assert (await failure(http, TooManyRequestsError)).retry_after == pytest.approx(wait)
    assert len(api.requests) == 1


async def test_the_platforms_own_429_is_understood(session: aiohttp.ClientSession) -> None:
    """It answers the fifty-first read of the rooms within an hour."""
    async with Simulator() as simulator:
        http = Http(session, simulator.url, StaticToken(simulator.create_pat()))
        path = f"/locations/{next(iter(simulator.home.locations))}/rooms"
        for _ in range(50):
            await http.request("GET", path)
        with pytest.raises(TooManyRequestsError) as raised:
            await http.request("GET", path)
    assert raised.value.retry_after == 120


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_a_server_error_is_an_unreachable_cloud(
    http: Http, api: ScriptedApi, status: int
) -> None:
    """It may be HTML, and there is no retry here."""
    api.answers = [Answer(status, "<html>bad gateway</html>")]
    await failure(http, CloudUnreachableError)
    assert len(api.requests) == 1


async def test_a_redirect_is_not_followed(http: Http, api: ScriptedApi) -> None:
    """It would send the token elsewhere."""
    api.answers = [Answer(302, headers={"Location": f"{api.url}/elsewhere"})]
    assert (await failure(http, UnexpectedReplyError)).oddity is Oddity.REDIRECT
    assert len(api.requests) == 1


# Unreadable replies


@pytest.mark.parametrize("body", ["<html>", b"\xff\xfe", '{"items": [', "NaN", "{} {}", "[" * 5000])
async def test_garbage_is_an_unexpected_reply(
    http: Http, api: ScriptedApi, body: str | bytes
) -> None:
    """A 200 may have any body."""
    api.answers = [Answer(200, body)]
    assert (await failure(http, UnexpectedReplyError)).oddity is Oddity.NOT_JSON


async def test_a_reply_has_a_maximum_size(http: Http, api: ScriptedApi) -> None:
    """The other side must not control our memory."""
    longest = MAX_REPLY - 2
    api.answers = [Answer(body=f'"{"x" * longest}"'), Answer(body=f'"{"x" * (longest + 1)}"')]
    assert await http.request("GET", "/devices") == "x" * longest
    assert (await failure(http, UnexpectedReplyError)).oddity is Oddity.TOO_LARGE


async def test_the_size_of_an_error_does_not_hide_it(http: Http, api: ScriptedApi) -> None:
    """Only its beginning is read."""

    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(status=503)
        await response.prepare(request)
        try:
            while True:
                await response.write(b"x" * 65536)
        except ConnectionError:
            return response

    api.answers = [endless]
    assert "503" in str(await failure(http, CloudUnreachableError))


async def test_a_hanging_call_times_out(
    session: aiohttp.ClientSession, api: ScriptedApi, tokens: Tokens
) -> None:
    """A call has a total time, also if single bytes arrive."""

    async def trickle(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        try:
            while True:
                await response.write(b" ")
                await asyncio.sleep(0.02)
        except ConnectionError:
            return response

    api.answers = [trickle]
    http = Http(session, api.url, tokens, timeout=0.2)
    async with asyncio.timeout(3):
        await failure(http, CloudUnreachableError)
    assert len(api.requests) == 1


async def test_a_reset_is_an_unreachable_cloud(
    http: Http, api: ScriptedApi, tokens: Tokens
) -> None:
    """A POST may have been executed, so there is no retry."""
    api.answers = [cut_off]
    with pytest.raises(CloudUnreachableError):
        await http.request("POST", "/devices/1/commands", body={"commands": []})
    assert len(api.requests) == 1
    assert tokens.rejected == []


async def test_a_closed_port_is_an_unreachable_cloud(
    session: aiohttp.ClientSession, tokens: Tokens
) -> None:
    """There is no connection."""
    await failure(Http(session, f"http://127.0.0.1:{unused_port()}", tokens), CloudUnreachableError)


async def test_a_broken_reply_does_not_keep_the_headers(
    session: aiohttp.ClientSession, tokens: Tokens
) -> None:
    """The error of the HTTP client contains the request with the token."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"no HTTP at all\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        http = Http(session, f"http://127.0.0.1:{port}", tokens)
        error = await failure(http, CloudUnreachableError)
    assert error.__cause__ is None
    assert error.__context__ is None


# Pages


def page(*items: Json, following: Json = None) -> Answer:
    """Return a page of items, with a link if it is given."""
    return Answer(body={"items": list(items), "_links": {"next": following}})


async def test_all_pages_are_read_by_their_links(http: Http, api: ScriptedApi) -> None:
    """A link is used unchanged, without adding the first query again."""
    api.answers = [
        page(1, 2, following={"href": f"{api.url}/devices?currentOffset=a%3D%3D&max=2"}),
        page(3, following={"href": f"{api.url}/devices?page=2"}),
        page(4),
    ]
    assert await http.pages("/devices", params={"max": "2"}, version=7) == [1, 2, 3, 4]
    assert [sent.query for sent in api.requests] == [
        {"max": "2"},
        {"currentOffset": "a==", "max": "2"},
        {"page": "2"},
    ]
    assert {sent.headers["Accept"] for sent in api.requests} == {
        "application/vnd.smartthings+json;v=7"
    }


@pytest.mark.parametrize(
    "links",
    [{}, {"_links": None}, {"_links": {}}, {"_links": {"next": None}}, {"_links": {"next": {}}}],
    ids=str,
)
async def test_a_list_may_end_in_several_ways(
    http: Http, api: ScriptedApi, links: JsonObject
) -> None:
    """All of these were observed."""
    api.answers = [Answer(body={"items": [], **links})]
    assert await http.pages("/locations") == []


@pytest.mark.parametrize("body", ["", "null", "[]", "{}", '{"items": null}', '{"items": {}}', "1"])
async def test_a_page_without_a_list_is_not_an_empty_location(
    http: Http, api: ScriptedApi, body: str
) -> None:
    """An empty list would remove all devices."""
    api.answers = [Answer(body=body)]
    with pytest.raises(UnexpectedReplyError) as raised:
        await http.pages("/devices")
    assert raised.value.oddity is Oddity.NO_ITEMS


@pytest.mark.parametrize(
    "href",
    [
        "https://evil.example/devices?page=1",
        "//evil.example/devices",
        "/devices?page=1",
        "file:///etc/passwd",
        "https://[",
        "{origin}@evil.example/",
        "{scheme}user:word@{rest}/devices",
        "{scheme}:word@{rest}/devices",
        "{origin}0/devices",
    ],
)
async def test_a_link_to_another_host_is_rejected(http: Http, api: ScriptedApi, href: str) -> None:
    """The token is only sent to our own host."""
    scheme, rest = api.url[:7], api.url[7:]
    href = href.format(origin=api.url, scheme=scheme, rest=rest)
    api.answers = [page(1, following={"href": href})]
    with pytest.raises(UnexpectedReplyError) as raised:
        await http.pages("/devices")
    assert raised.value.oddity is Oddity.FOREIGN_LINK
    assert len(api.requests) == 1


async def test_pages_in_a_circle_are_rejected(http: Http, api: ScriptedApi) -> None:
    """An incomplete list would remove the missing items."""
    api.answers = [page(1, following={"href": f"{api.url}/devices"})]
    with pytest.raises(UnexpectedReplyError):
        await http.pages("/devices")
    assert len(api.requests) == 1


async def test_the_number_of_pages_is_limited(
    http: Http, api: ScriptedApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Endless pages must not block the poll."""
    monkeypatch.setattr(http_module, "MAX_PAGES", 3)

    async def one_more(request: web.Request) -> web.StreamResponse:
        return page(following={"href": f"{api.url}/devices?page={len(api.requests)}"}).response()

    api.answers = [one_more]
    with pytest.raises(UnexpectedReplyError):
        await http.pages("/devices")
    assert len(api.requests) == 3


async def test_a_repeated_page_is_rejected(http: Http, api: ScriptedApi) -> None:
    """A list with links back to earlier pages has no end."""

    async def same(request: web.Request) -> web.StreamResponse:
        return page(1, following={"href": f"{api.url}/devices?page={len(api.requests)}"}).response()

    api.answers = [same]
    with pytest.raises(UnexpectedReplyError):
        await http.pages("/devices")
    assert len(api.requests) == 2


async def test_all_pages_of_a_list_share_one_time_limit(
    http: Http, api: ScriptedApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each page may be in time, and the list as a whole too late."""
    monkeypatch.setattr(http_module, "MAX_TIMEOUTS", 0.04)
    monkeypatch.setattr(http_module, "MAX_PAGES", 20)

    async def slow(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.05)
        number = len(api.requests)
        return page(number, following={"href": f"{api.url}/devices?page={number}"}).response()

    api.answers = [slow]
    with pytest.raises(CloudUnreachableError):
        await http.pages("/devices")
