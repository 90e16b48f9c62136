"""Every call of every client with every fault: a typed error or a harmless result, in time."""

import asyncio
import gzip
import inspect
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

import aiohttp
import pytest
from aiohttp import web

from custom_components.smartthings_smartapp.cloud.api import apps as apps_module
from custom_components.smartthings_smartapp.cloud.api import http as http_module
from custom_components.smartthings_smartapp.cloud.api.apps import (
    WEBHOOK_APP,
    AppsClient,
    confirm_webhook,
)
from custom_components.smartthings_smartapp.cloud.api.client import SmartThingsClient
from custom_components.smartthings_smartapp.cloud.api.errors import (
    CloudError,
    CloudUnreachableError,
    ConflictError,
    ForbiddenError,
    InvalidGrantError,
    KindRefusedError,
    LimitReachedError,
    NotFoundError,
    PaymentRequiredError,
    RejectedError,
    TooManyRequestsError,
    UnauthorizedError,
    UnexpectedReplyError,
)
from custom_components.smartthings_smartapp.cloud.api.history import HistorySpan
from custom_components.smartthings_smartapp.cloud.api.http import Http, StaticToken
from custom_components.smartthings_smartapp.cloud.api.notification import Notification
from custom_components.smartthings_smartapp.cloud.api.rate_limits import Pauses
from custom_components.smartthings_smartapp.cloud.auth import token_endpoint
from custom_components.smartthings_smartapp.cloud.auth.token_endpoint import TokenEndpoint
from custom_components.smartthings_smartapp.cloud.auth.token_manager import TokenManager
from custom_components.smartthings_smartapp.cloud.auth.token_pair import TokenPair
from custom_components.smartthings_smartapp.cloud.client_credentials import ClientCredentials
from custom_components.smartthings_smartapp.cloud.json_types import Json
from custom_components.smartthings_smartapp.cloud.models import Command, Schedule
from tests.cloud.installed import TEMPLATE, MemoryStorage
from tests.cloud.scripted import Answer, Handler, ScriptedApi, cut_off, scripted_api

TOKEN = "0c6a1f0e-55d1-4b3f-8b67-7f8a4c1d9e20"
REFRESH = "5d0a3d8e-9a0c-4e0b-b3c5-0d8a1f2e7c66"
SECRET = "9f1b2c3d-client-secret"

PATIENCE: Final = 0.2
"""Seconds of a call that exceeds its time limit."""


# Calls


@dataclass(frozen=True, slots=True)
class Clients:
    """All our clients of the cloud."""

    session: aiohttp.ClientSession
    api: ScriptedApi
    paced: SmartThingsClient | None = None
    """The client for a test that needs a new one."""

    @property
    def client(self) -> SmartThingsClient:
        """Return a client, new unless one is given."""
        return self.paced or SmartThingsClient(Http(self.session, self.api.url, StaticToken(TOKEN)))

    @property
    def apps(self) -> AppsClient:
        """The client of the registration."""
        return AppsClient(Http(self.session, self.api.url, StaticToken(TOKEN)), TEMPLATE)

    @property
    def tokens(self) -> TokenManager:
        """The token manager with an expired pair."""
        ended = datetime.now(UTC) - timedelta(days=2)
        pair = TokenPair(
            access_token=TOKEN,
            refresh_token=REFRESH,
            expires_at=ended,
            renewed_at=ended - timedelta(days=1),
        )
        credentials = ClientCredentials("client", SECRET)
        return TokenManager(
            TokenEndpoint(self.session, self.api.url, credentials), MemoryStorage(pair)
        )

    async def renew(self) -> object:
        """Renew the pair after its token was refused."""
        tokens = self.tokens
        await tokens.load()
        return await tokens.renewed(TOKEN)

    def confirm(self) -> Awaitable[object]:
        """Open the page that confirms the webhook."""
        url = f"{self.api.url}/apps/a1/confirm-registration?token=t1"
        return confirm_webhook(self.session, url, api_url=self.api.url, app_id="a1")

    def create_app(self) -> Awaitable[object]:
        """Register a SmartApp."""
        return self.apps.create_webhook_app(
            display_name="Home", description="Home", target_url="https://ha.example.org/hook"
        )

    def create_api_only_app(self) -> Awaitable[object]:
        """Register an app that is authorized in the browser."""
        return self.apps.create_api_only_app(
            display_name="Home", description="Home", target_url="", redirect_uris=("https://x",)
        )


type Make = Callable[[Clients], Awaitable[object]]

LISTS: Final[Mapping[str, Make]] = {
    "locations": lambda made: made.client.locations(),
    "rooms": lambda made: made.client.rooms("l1"),
    "modes": lambda made: made.client.modes("l1"),
    "scenes": lambda made: made.client.scenes("l1"),
    "devices": lambda made: made.client.devices("l1"),
    "subscriptions": lambda made: made.client.subscriptions("i1"),
    "schedules": lambda made: made.client.schedules("i1"),
    "history": lambda made: made.client.history("l1", HistorySpan(limit=20)),
    "find_unused": lambda made: made.apps.find_unused(WEBHOOK_APP, {"owner": "ours"}),
    "listed": lambda made: made.apps.listed(),
    "is_in_use": lambda made: made.apps.is_in_use("a1"),
}
THINGS: Final[Mapping[str, Make]] = {
    "location": lambda made: made.client.location("l1"),
    "current_mode": lambda made: made.client.current_mode("l1"),
    "device": lambda made: made.client.device("d1"),
    "device_status": lambda made: made.client.device_status("d1"),
    "raw_status": lambda made: made.client.raw_status("d1"),
    "installed_app": lambda made: made.client.installed_app("i1"),
    "granted_scopes": lambda made: made.client.granted_scopes(),
    "get": lambda made: made.apps.get("a1"),
    "is_mine": lambda made: made.apps.is_mine("a1"),
    "update_target": lambda made: made.apps.update_target("a1", "https://ha.example.org/hook"),
    "generate_client": lambda made: made.apps.generate_client("a1"),
    "renew_client": lambda made: made.apps.renew_client("a1"),
    "create_webhook_app": Clients.create_app,
    "create_api_only_app": Clients.create_api_only_app,
    "token": Clients.renew,
}
ACTS: Final[Mapping[str, Make]] = {
    "set_mode": lambda made: made.client.set_mode("l1", "m1"),
    "execute_scene": lambda made: made.client.execute_scene("s1", "l1"),
    "execute": lambda made: made.client.execute("d1", [Command("switch", "on")]),
    "delete_installed_app": lambda made: made.client.delete_installed_app("i1"),
    "create_subscription": lambda made: made.client.create_subscription("i1", {}),
    "create_schedule": lambda made: made.client.create_schedule("i1", Schedule("s1", "", "UTC")),
    "delete_schedule": lambda made: made.client.delete_schedule("i1", "s1"),
    "delete_subscription": lambda made: made.client.delete_subscription("i1", "s1"),
    "notify": lambda made: made.client.notify("l1", Notification(message="Hello")),
    "set_settings": lambda made: made.apps.set_settings("a1", {"owner": "ours"}),
    "register_again": lambda made: made.apps.register_again("a1"),
    "set_client": lambda made: made.apps.set_client("a1"),
    "add_scopes": lambda made: made.apps.add_scopes("a1"),
    "settings": lambda made: made.apps.settings("a1"),
    "delete": lambda made: made.apps.delete("a1"),
    "confirm": Clients.confirm,
}
ALL: Final[Mapping[str, Make]] = {
    **LISTS,
    **THINGS,
    **ACTS,
    "device_health": lambda made: made.client.device_health("d1"),
    "is_installed": lambda made: made.apps.is_installed("a1", "l1"),
    "capability": lambda made: made.client.capability("switch", 1),
    "capability_presentation": lambda made: made.client.capability_presentation("switch", 1),
    "capability_labels": lambda made: made.client.capability_labels("switch", 1, "en"),
}
REGISTRATIONS = ("create_webhook_app", "create_api_only_app")
DELETIONS = frozenset({"delete_installed_app", "delete_schedule", "delete_subscription", "delete"})
PAGES_401 = "<html><title>401 Authorization Required</title></html>"


def envelope(code: str, message: str = "") -> Json:
    """Return an error of the platform that says more than it should."""
    words = f"{message} Bearer {TOKEN} {SECRET}".strip()
    details: list[Json] = [{"code": code, "target": None, "message": words}]
    return {"requestId": 7, "error": {"code": code, "message": "no", "details": details}}


# Faults


async def hang(request: web.Request) -> web.StreamResponse:
    """Hold a call until the caller is gone."""
    while request.transport is not None and not request.transport.is_closing():
        await asyncio.sleep(0.02)
    return web.Response()


async def drip(request: web.Request) -> web.StreamResponse:
    """Send a byte now and then, forever."""
    response = web.StreamResponse()
    await response.prepare(request)
    try:
        while True:
            await response.write(b" ")
            await asyncio.sleep(0.02)
    except ConnectionError:
        return response


async def half(request: web.Request) -> web.StreamResponse:
    """Send less than announced, and disconnect."""
    response = web.StreamResponse(headers={"Content-Length": "1000"})
    await response.prepare(request)
    await response.write(b'{"items": [')
    if request.transport is not None:
        request.transport.close()
    return response


class Repeating:
    """Send the same page under another address each time."""

    def __init__(self) -> None:
        """Start at the first page."""
        self.pages = 0

    async def __call__(self, request: web.Request) -> web.StreamResponse:
        """Answer with the page."""
        self.pages += 1
        following = str(request.url.with_query({"page": str(self.pages)}))
        body: Json = {
            "items": [{"deviceId": "d1", "id": "1"}],
            "_links": {"next": {"href": following}},
        }
        return Answer(body=body).response()


def itself(request: web.Request) -> web.Response:
    """Answer with a page that links to itself."""
    return Answer(body={"items": [], "_links": {"next": {"href": str(request.url)}}}).response()


async def same_page(request: web.Request) -> web.StreamResponse:
    """Answer with a page that leads to itself."""
    return itself(request)


WAIT_IN_BODY = envelope("TooManyRequestError", "attempt 2 limit 1 - retry in 13933 millis")
RESET = {"X-RateLimit-Reset": "37"}

REFUSALS: Final[Mapping[str, tuple[Answer, type[CloudError]]]] = {
    "400": (Answer(400, envelope("ConstraintViolationError")), RejectedError),
    "400 without body": (Answer(400), RejectedError),
    "401 as a page": (Answer(401, PAGES_401), UnauthorizedError),
    "402 empty": (Answer(402), PaymentRequiredError),
    "402 in the usual words": (Answer(402, envelope("PaymentRequired")), PaymentRequiredError),
    "403 empty": (Answer(403), ForbiddenError),
    "404": (Answer(404, "<html>"), NotFoundError),
    "406": (Answer(406, envelope("NotAcceptable")), RejectedError),
    "409": (Answer(409, envelope("ConflictError")), ConflictError),
    "422": (Answer(422, envelope("ConstraintViolationError")), RejectedError),
    "422 at a ceiling": (Answer(422, envelope("LimitError")), LimitReachedError),
    "429 with a wait in the body": (Answer(429, WAIT_IN_BODY), TooManyRequestsError),
    "429 with a wait in a header": (Answer(429, "slow", RESET), TooManyRequestsError),
    "429 without a wait": (Answer(429), TooManyRequestsError),
    "500 as a page": (Answer(500, "<html>oops</html>"), CloudUnreachableError),
    "502 as a page": (Answer(502, "<html>bad gateway</html>"), CloudUnreachableError),
}

CUTS: Final[Mapping[str, Callable[[], Answer | Handler]]] = {
    "reset": lambda: cut_off,
    "half a reply": lambda: half,
    "broken compression": lambda: Answer(200, b"{}", {"Content-Encoding": "gzip"}),
    "hang": lambda: hang,
    "slow drip": lambda: drip,
}

BOMB = gzip.compress(b'{"items": [' + b" " * 17 * 1024 * 1024 + b"]}", 1)
"""A small compressed reply that is larger than any reply may be."""

NONSENSE: Final[Mapping[str, Callable[[], Answer | Handler]]] = {
    "not even text": lambda: Answer(200, b"\x00\xff\xfe"),
    "truncated JSON": lambda: Answer(200, f'{{"access_token": "{TOKEN}", "items": [{{"devic'),
    "a page for people": lambda: Answer(200, "<html>Maintenance</html>"),
    "too deep": lambda: Answer(200, "[" * 5000),
    "too large": lambda: Answer(200, BOMB, {"Content-Encoding": "gzip"}),
}

WRONG: Final[Mapping[str, Callable[[], Answer | Handler]]] = {
    "empty 200": lambda: Answer(200),
    "text": lambda: Answer(200, '"items"'),
    "a number": lambda: Answer(200, "17"),
    "null": lambda: Answer(200, "null"),
    "a list": lambda: Answer(200, '[{"items": []}]'),
    "wrong types": lambda: Answer(
        200,
        {
            "items": {"0": {}},
            "components": [],
            "deviceId": 5,
            "locationId": ["l1"],
            "id": {},
            "installedAppId": False,
            "appId": 0,
            "access_token": {"a": 1},
            "refresh_token": 5,
            "expires_in": "soon",
            "oauthClientId": 1,
            "oauthClientSecret": None,
            "app": [],
            "settings": "x",
            "results": {"status": 5},
        },
    ),
}


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten the time limits."""
    timeout = aiohttp.ClientTimeout(total=PATIENCE)
    monkeypatch.setattr(http_module, "TIMEOUT", PATIENCE)
    monkeypatch.setattr(token_endpoint, "TIMEOUT", timeout)
    monkeypatch.setattr(apps_module, "CONFIRM_TIMEOUT", PATIENCE)


@pytest.fixture
async def made() -> AsyncIterator[Clients]:
    """Return the clients of an API with scripted answers."""
    async with scripted_api() as api, aiohttp.ClientSession() as session:
        yield Clients(session, api)


def all_of(error: BaseException | None) -> str:
    """Return everything that an error contains, including its causes."""
    parts = []
    while error is not None:
        parts += ["".join(traceback.format_exception(error)), repr(error), repr(vars(error))]
        error = error.__cause__ or error.__context__
    return "".join(parts)


async def outcome(make: Make, made: Clients) -> str:
    """Return the name of the error of a call, or "ok"; raise errors that are not ours."""
    try:
        async with asyncio.timeout(20):
            await make(made)
    except CloudError as err:
        told = str(err)
        assert not any(secret in told for secret in (TOKEN, REFRESH, SECRET)), told
        assert "\n" not in told
        return type(err).__name__
    return "ok"


async def outcomes(made: Clients, answer: Answer | Handler) -> dict[str, str]:
    """Make every call with one answer, in parallel."""
    made.api.answers = [answer]
    found = await asyncio.gather(*(outcome(make, made) for make in ALL.values()))
    return dict(zip(ALL, found, strict=True))


def all_end_with(name: str, **others: str) -> dict[str, str]:
    """Return the expected results of all calls, with exceptions.

    Whether an app is installed is only a hint, on which no other call depends.
    """
    return {call: others.get(call, name) for call in ALL} | {"is_installed": "ok"}


def test_every_call_is_listed() -> None:
    """A new method has to be added here."""
    methods = {
        name
        for kind in (SmartThingsClient, AppsClient)
        for name, member in vars(kind).items()
        if inspect.iscoroutinefunction(member) and not name.startswith("_")
    }
    assert methods | {"token", "confirm"} == set(ALL)


@pytest.mark.parametrize("name", REFUSALS)
async def test_a_refusal_has_its_own_error(made: Clients, name: str) -> None:
    """The next step depends only on it."""
    answer, kind = REFUSALS[name]
    expected = all_end_with(kind.__name__, device_health="ok", token="CloudUnreachableError")
    if kind is UnauthorizedError:
        expected |= {"device_health": kind.__name__, "token": InvalidGrantError.__name__}
    if kind in (PaymentRequiredError, TooManyRequestsError):
        expected |= dict.fromkeys(("device_health", "token"), kind.__name__)
    if kind in (ForbiddenError, NotFoundError):
        expected |= dict.fromkeys((*DELETIONS, "settings"), "ok")
    if kind is ForbiddenError:
        expected["is_in_use"] = "ok"
    if answer.status == 422:
        expected["register_again"] = "ok"  # It is confirmed already.
    if kind in (ForbiddenError, NotFoundError, RejectedError, UnauthorizedError):
        expected |= dict.fromkeys(REGISTRATIONS, KindRefusedError.__name__)
    assert await outcomes(made, answer) == expected


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("name", CUTS)
async def test_a_lost_answer_is_an_unreachable_cloud(made: Clients, name: str) -> None:
    """The call ends by itself."""
    expected = all_end_with(CloudUnreachableError.__name__, device_health="ok")
    assert await outcomes(made, CUTS[name]()) == expected


@pytest.mark.parametrize("name", NONSENSE)
async def test_garbage_is_an_unexpected_reply(made: Clients, name: str) -> None:
    """Its size and depth do not matter."""
    expected = all_end_with(UnexpectedReplyError.__name__, device_health="ok", confirm="ok")
    found = await outcomes(made, NONSENSE[name]())
    if name == "too large":
        # Only its status counts, and its body may not be read.
        expected["confirm"] = UnexpectedReplyError.__name__
    assert found == expected


@pytest.mark.parametrize("name", WRONG)
async def test_another_shape_is_unexpected_if_a_result_is_needed(made: Clients, name: str) -> None:
    """An action is done; a read without a result would remove what exists."""
    expected = all_end_with("ok")
    expected |= dict.fromkeys((*LISTS, *THINGS), UnexpectedReplyError.__name__)
    assert await outcomes(made, WRONG[name]()) == expected


@pytest.mark.parametrize("following", [same_page, Repeating()], ids=["the same", "another"])
async def test_a_repeated_page_ends_the_list(made: Clients, following: Handler) -> None:
    """Neither an incomplete list nor a hundred copies are useful."""
    made.api.answers = [following]
    for name, make in LISTS.items():
        made.api.requests.clear()
        assert await outcome(make, made) == UnexpectedReplyError.__name__, name
        assert len(made.api.requests) <= 2


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_never_followed(made: Clients, status: int) -> None:
    """It is followed neither to another host, which would get the token, nor on the same host."""
    expected = all_end_with(
        UnexpectedReplyError.__name__, device_health="ok", token="CloudUnreachableError"
    )
    async with scripted_api() as elsewhere:
        for target in (f"{elsewhere.url}/devices", f"{made.api.url}/elsewhere", "/elsewhere", "["):
            assert await outcomes(made, Answer(status, None, {"Location": target})) == expected
        assert elsewhere.requests == []
    assert all("elsewhere" not in sent.path for sent in made.api.requests)


ONCE = (
    "execute",
    "execute_scene",
    "create_subscription",
    "create_api_only_app",
    "generate_client",
    "token",
)
"""Calls that must not be repeated, because they may have been executed."""


async def check_once(made: Clients) -> None:
    """Make the calls that must not reach the API twice."""
    for call in ONCE:
        made.api.requests.clear()
        await outcome(ALL[call], made)
        assert [sent.method for sent in made.api.requests].count("POST") == 1, call


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("name", CUTS)
async def test_a_possibly_executed_call_is_not_repeated(made: Clients, name: str) -> None:
    """A garage door must not move twice."""
    made.api.answers = [CUTS[name]()]
    await check_once(made)


@pytest.mark.parametrize("name", [*REFUSALS, *NONSENSE, *WRONG])
async def test_an_answered_call_is_not_repeated(made: Clients, name: str) -> None:
    """A retry would not help after a refusal or an unreadable answer."""
    made.api.answers = [REFUSALS[name][0] if name in REFUSALS else {**NONSENSE, **WRONG}[name]()]
    await check_once(made)


@pytest.mark.parametrize("name", [*REFUSALS, *NONSENSE])
async def test_an_error_carries_no_secret(made: Clients, name: str) -> None:
    """Neither its text has one, nor the parts of a reply that it keeps."""
    made.api.answers = [REFUSALS[name][0] if name in REFUSALS else NONSENSE[name]()]
    for call in ("token", "devices", "create_webhook_app"):
        with pytest.raises(CloudError) as raised:
            await ALL[call](made)
        kept = all_of(raised.value)
        if name not in REFUSALS:
            assert TOKEN not in kept, call
            assert raised.value.__cause__ is None
        assert REFRESH not in kept
        assert TOKEN not in "".join(traceback.format_exception(raised.value))


async def test_texts_of_the_platform_are_limited(made: Clients) -> None:
    """They are logged, in one line."""
    long = "x\n" * 20_000
    made.api.answers = [Answer(422, {"error": {"code": long, "message": long}})]
    with pytest.raises(RejectedError) as raised:
        await made.client.locations()
    assert "\n" not in str(raised.value)
    assert len(str(raised.value)) < 400
    made.api.answers = [Answer(409, {"error": {"code": long, "message": long}})]
    with pytest.raises(ConflictError) as conflict:
        await made.client.locations()
    assert "\n" not in str(conflict.value)
    assert len(str(conflict.value)) < 400


@pytest.mark.parametrize("token", ["a\r\nX-Other: b", "a\nb", "tök\u2028en", "a\x00b"])
async def test_a_token_that_no_header_can_have_is_rejected(made: Clients, token: str) -> None:
    """It would cause an unexpected error, or inject a header."""
    client = SmartThingsClient(Http(made.session, made.api.url, StaticToken(token)))
    with pytest.raises(UnauthorizedError):
        await client.locations()
    assert made.api.requests == []


@pytest.mark.usefixtures("impatient")
async def test_all_pages_share_one_time_limit(made: Clients) -> None:
    """A list whose pages are just in time must not take half an hour."""
    count = 0

    async def late(request: web.Request) -> web.StreamResponse:
        nonlocal count
        count += 1
        await asyncio.sleep(PATIENCE / 2)
        following = str(request.url.with_query({"page": str(count)}))
        body: Json = {"items": [count], "_links": {"next": {"href": following}}}
        return Answer(body=body).response()

    made.api.answers = [late]
    with pytest.raises(CloudUnreachableError):
        await made.client.locations()
    assert len(made.api.requests) <= 2 * http_module.MAX_TIMEOUTS + 1


# Pauses


class Time:
    """A manual clock."""

    def __init__(self) -> None:
        """Start at any time."""
        self.now = 1000.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


SLOW_DOWN = Answer(429, WAIT_IN_BODY)

KINDS: Final = (
    ("devices", ("device",)),
    ("device_status", ()),
    ("device_health", ()),
    ("scenes", ()),
    ("execute_scene", ()),
    ("rooms", ()),
    ("modes", ("current_mode",)),
    ("set_mode", ()),
    ("locations", ("location",)),
    ("subscriptions", ()),
    ("create_subscription", ()),
    ("delete_subscription", ()),
)
"""Calls, and those that pause with them."""


@pytest.mark.parametrize(("name", "others"), KINDS, ids=[name for name, _ in KINDS])
async def test_after_a_429_only_calls_of_its_kind_pause(
    made: Clients, name: str, others: tuple[str, ...]
) -> None:
    """They fail with the time to wait, without a call; all others continue."""
    clock = Time()
    pauses = Pauses(clock)
    http = Http(made.session, made.api.url, StaticToken(TOKEN), pauses=pauses)
    client = SmartThingsClient(http)
    own = replace(made, paced=client)
    made.api.answers = [SLOW_DOWN, Answer(body={})]
    assert await outcome(ALL[name], own) == "TooManyRequestsError"
    made.api.requests.clear()
    resting = {name, *others}
    for call, _ in KINDS:
        made.api.requests.clear()
        ended = await outcome(ALL[call], own)
        assert (ended == "TooManyRequestsError") == (call in resting), call
        assert bool(made.api.requests) == (call not in resting), call
    clock.now += 14
    for call in resting:
        made.api.requests.clear()
        assert await outcome(ALL[call], own) != "TooManyRequestsError", call
        assert made.api.requests


async def test_the_pause_of_one_token_does_not_affect_another(made: Clients) -> None:
    """Each location has its own limits."""
    made.api.answers = [SLOW_DOWN, Answer(body={"items": []})]
    assert await outcome(LISTS["devices"], made) == "TooManyRequestsError"
    assert await outcome(LISTS["devices"], made) == "ok"


async def test_pauses_outlive_the_clients(made: Clients) -> None:
    """A retried set-up creates new objects with the same token."""
    pauses = Pauses(Time())
    made.api.answers = [SLOW_DOWN, Answer(body={"items": []})]
    for _ in range(2):
        http = Http(made.session, made.api.url, StaticToken(TOKEN), pauses=pauses)
        with pytest.raises(TooManyRequestsError):
            await SmartThingsClient(http).devices("l1")
    assert len(made.api.requests) == 1
