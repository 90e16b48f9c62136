"""The two parties of a cloud: a target that receives deliveries, and a client."""

import asyncio
import base64
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp import web
from yarl import URL

from simulator import Simulator
from simulator.devices.device import Json, JsonObject
from simulator.json_tools import parse

REDIRECT_URI = "https://ha.example/redirect"
SCOPES = [
    "r:devices:*",
    "x:devices:*",
    "r:locations:*",
    "x:locations:*",
    "r:scenes:*",
    "x:scenes:*",
]


def at(value: Json, *path: str | int) -> Json:
    """Return a part of JSON, by keys and indexes."""
    for step in path:
        if isinstance(step, str):
            assert isinstance(value, dict), (value, step)
            value = value[step]
        else:
            assert isinstance(value, list), (value, step)
            value = value[step]
    return value


def text_at(value: Json, *path: str | int) -> str:
    """Return a string in JSON."""
    found = at(value, *path)
    assert isinstance(found, str)
    return found


def items(value: Json) -> list[JsonObject]:
    """Return the items of a list reply."""
    found = at(value, "items")
    assert isinstance(found, list)
    return [item for item in found if isinstance(item, dict)]


class Redirected:
    """A session for pysmartthings that sends requests to the simulator.

    The client has a fixed host. The URL of a stream is used as it is.
    """

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        """Send to a simulator at this URL."""
        self.get = session.get
        self._session = session
        self._url = URL(url)

    async def request(
        self, method: str, url: URL, **details: Mapping[str, Any] | None
    ) -> aiohttp.ClientResponse:
        """Send a request."""
        target = self._url.with_path(url.path)
        return await self._session.request(method, target, **details)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A request to the target."""

    path: str
    headers: Mapping[str, str]
    raw: bytes

    @property
    def body(self) -> Json:
        """The JSON that came."""
        return parse(self.raw)


class Target:
    """A webhook that answers every lifecycle like a SmartApp with one page."""

    def __init__(self) -> None:
        """Answer correctly."""
        self.received: list[Received] = []
        self.status = 200
        self.delay = 0.0
        self.statuses: dict[str, int] = {}
        self.initialize: Json = {"firstPageId": "1", "permissions": [*SCOPES]}
        self.pages: dict[str, Json] = {
            "1": {
                "pageId": "1",
                "name": "One",
                "nextPageId": None,
                "previousPageId": None,
                "complete": True,
                "sections": [],
            }
        }
        self.answers: dict[str, Json] = {}
        self.url = ""
        self._closing = asyncio.Event()

    async def __aenter__(self) -> Self:
        """Listen on a free port."""
        app = web.Application(client_max_size=4 * 1024 * 1024)
        app.router.add_post("/hook/{rest}", self._answer)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/hook/1"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop."""
        self._closing.set()
        await self._runner.cleanup()

    def bodies(self, lifecycle: str) -> list[JsonObject]:
        """Return the bodies of a lifecycle, in order."""
        return [
            body
            for received in self.received
            if isinstance(body := received.body, dict)
            and lifecycle in (body.get("lifecycle"), body.get("messageType"))
        ]

    def events(self) -> list[JsonObject]:
        """Return the payloads of all received events, in order."""
        found = []
        for body in self.bodies("EVENT"):
            elements = at(body, "eventData", "events")
            assert isinstance(elements, list)
            for element in elements:
                assert isinstance(element, dict)
                [payload] = [value for value in element.values() if isinstance(value, dict)]
                found.append(payload)
        return found

    async def _answer(self, request: web.Request) -> web.Response:
        raw = await request.read()
        self.received.append(Received(path=request.path, headers=request.headers, raw=raw))
        if self.delay:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._closing.wait(), self.delay)
        try:
            body = parse(raw)
        except ValueError:
            return web.Response(status=400)
        assert isinstance(body, dict)
        lifecycle = str(body.get("lifecycle") or body.get("messageType"))
        status = self.statuses.get(lifecycle, self.status)
        return web.json_response(self._reply(lifecycle, body), status=status)

    def _reply(self, lifecycle: str, body: JsonObject) -> Json:
        if lifecycle in self.answers:
            return self.answers[lifecycle]
        match lifecycle:
            case "PING":
                return {"pingData": body["pingData"]}
            case "CONFIRMATION":
                return {"targetUrl": self.url}
            case "CONFIGURATION":
                page_id = text_at(body, "configurationData", "pageId")
                part = {"page": self.pages[page_id]} if page_id else {"initialize": self.initialize}
                return {"configurationData": part}
            case _:
                return {f"{lifecycle.lower()}Data": {}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer of the cloud; `json` is None if the body is not JSON."""

    status: int
    text: str
    headers: Mapping[str, str]

    @property
    def json(self) -> Json:
        """The body as JSON."""
        return parse(self.text)

    @property
    def code(self) -> str:
        """The code of the first detail, or of the error itself."""
        details = at(self.json, "error", "details")
        if details:
            return text_at(details, 0, "code")
        return text_at(self.json, "error", "code")


@dataclass(slots=True)
class Api:
    """A client of the cloud with a bearer token."""

    session: aiohttp.ClientSession
    url: str
    token: str | None = field(repr=False)
    headers: dict[str, str] = field(default_factory=dict)

    async def call(
        self,
        method: str,
        path: str,
        body: Json = None,
        *,
        query: list[tuple[str, str]] | None = None,
        data: str | None = None,
    ) -> Reply:
        """Make a call with a path or a complete URL."""
        headers = dict(self.headers)
        if self.token is not None:
            headers["Authorization"] = f"Bearer {self.token}"
        url = path if path.startswith("http") else f"{self.url}{path}"
        content = {"data": data} if data is not None else {}
        if body is not None:
            content = {"json": body}  # type: ignore[dict-item]
        async with self.session.request(
            method,
            url,
            headers=headers,
            params=query or [],
            allow_redirects=False,
            **content,  # type: ignore[arg-type]
        ) as response:
            text = await response.text(errors="replace")
            return Reply(status=response.status, text=text, headers=response.headers)

    async def get(self, path: str, *query: tuple[str, str]) -> Reply:
        """GET a path."""
        return await self.call("GET", path, query=[*query])

    async def post(self, path: str, body: Json = None, *query: tuple[str, str]) -> Reply:
        """POST JSON."""
        return await self.call("POST", path, body, query=[*query])

    async def put(self, path: str, body: Json = None, *query: tuple[str, str]) -> Reply:
        """PUT JSON."""
        return await self.call("PUT", path, body, query=[*query])

    async def delete(self, path: str, *query: tuple[str, str]) -> Reply:
        """DELETE a path."""
        return await self.call("DELETE", path, query=[*query])


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """The credentials of an app."""

    app_id: str
    client_id: str
    secret: str = field(repr=False)


@dataclass(slots=True, kw_only=True)
class Installed:
    """An installed app and its tokens."""

    client: Client
    installed_app_id: str
    api: Api
    refresh_token: str = field(repr=False)

    @property
    def path(self) -> str:
        """The path of the installed app."""
        return f"/installedapps/{self.installed_app_id}"

    @property
    def subscriptions(self) -> str:
        """The path of its subscriptions."""
        return f"{self.path}/subscriptions"


class Developer:
    """A developer who registers apps with a personal access token, and installs them."""

    def __init__(
        self, simulator: Simulator, session: aiohttp.ClientSession, target: Target
    ) -> None:
        """Start with a token that has all scopes."""
        self.simulator = simulator
        self.session = session
        self.target = target
        self.api = self.client(simulator.create_pat())
        self._count = 0

    def client(self, token: str | None) -> Api:
        """Return a client with a token."""
        return Api(self.session, self.simulator.url, token)

    def definition(self, **changes: Json) -> JsonObject:
        """Return a definition of an app with a unique name."""
        self._count += 1
        return {
            "appName": f"test.app-{self._count}",
            "displayName": "Test",
            "description": "A test",
            "appType": "WEBHOOK_SMART_APP",
            "classifications": ["AUTOMATION"],
            "singleInstance": True,
            "webhookSmartApp": {"targetUrl": self.target.url},
            "oauth": {"clientName": "Test", "scope": [*SCOPES]},
            **changes,
        }

    async def register(self, *query: tuple[str, str], **changes: Json) -> Client:
        """Register an app."""
        reply = await self.api.post("/apps", self.definition(**changes), *query)
        assert reply.status == 200, reply.text
        return Client(
            app_id=text_at(reply.json, "app", "appId"),
            client_id=text_at(reply.json, "oauthClientId"),
            secret=text_at(reply.json, "oauthClientSecret"),
        )

    async def install(self, client: Client, location_id: str) -> Installed:
        """Install an app."""
        report = await self.simulator.install(client.app_id, location_id)
        assert report.ok, report
        data = at(self.target.bodies("INSTALL")[-1], "installData")
        assert text_at(data, "installedApp", "installedAppId") == report.installed_app_id
        return Installed(
            client=client,
            installed_app_id=text_at(data, "installedApp", "installedAppId"),
            api=self.client(text_at(data, "authToken")),
            refresh_token=text_at(data, "refreshToken"),
        )

    def api_only(self, *, with_target: bool = True, **changes: Json) -> JsonObject:
        """Return a definition of an API_ONLY app."""
        target: JsonObject = {"targetUrl": self.target.url} if with_target else {}
        made = self.definition(
            appType="API_ONLY",
            classifications=["CONNECTED_SERVICE"],
            apiOnly=target,
            oauth={"clientName": "Test", "scope": [*SCOPES], "redirectUris": [REDIRECT_URI]},
        )
        del made["webhookSmartApp"]
        return {**made, **changes}

    async def register_api_only(self, *, with_target: bool = True, **changes: Json) -> Client:
        """Register an API_ONLY app, and open the link that confirms its target."""
        client = await self.register(**self.api_only(with_target=with_target, **changes))
        await self.simulator.settle()
        if with_target:
            body = self.target.bodies("CONFIRMATION")[-1]
            link = text_at(body, "confirmationData", "confirmationUrl")
            assert (await self.client(None).get(link)).status == 200
        return client

    def authorize_url(self, client: Client, **changes: str | None) -> str:
        """Return the authorize URL of an app, without the members that are None."""
        asked = {
            "client_id": client.client_id,
            "response_type": "code",
            "redirect_uri": REDIRECT_URI,
            "scope": " ".join(SCOPES),
            "state": "as it was",
            **changes,
        }
        query = {name: value for name, value in asked.items() if value is not None}
        return str(URL(f"{self.simulator.url}/oauth/authorize").with_query(query))

    async def authorize(self, client: Client, location_id: str, **changes: str | None) -> Installed:
        """Authorize an API_ONLY app, and exchange the code."""
        url = self.authorize_url(client, **changes)
        code = URL(self.simulator.authorize(url, location_id)).query["code"]
        reply = await self.exchange(client, code)
        assert reply.status == 200, reply.text
        return Installed(
            client=client,
            installed_app_id=text_at(reply.json, "installed_app_id"),
            api=self.client(text_at(reply.json, "access_token")),
            refresh_token=text_at(reply.json, "refresh_token"),
        )

    async def exchange(self, client: Client, code: str, **form: str) -> Reply:
        """Exchange an authorization code."""
        fields = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT_URI}
        return await self._ask_for_tokens(client, "/oauth/token", {**fields, **form})

    async def refresh(
        self, client: Client, refresh_token: str, *, path: str = "/oauth/token", **form: str
    ) -> Reply:
        """Use a refresh token."""
        fields = {"grant_type": "refresh_token", "refresh_token": refresh_token, **form}
        return await self._ask_for_tokens(client, path, fields)

    async def _ask_for_tokens(self, client: Client, path: str, form: dict[str, str]) -> Reply:
        basic = base64.b64encode(f"{client.client_id}:{client.secret}".encode()).decode()
        fields = {"client_id": client.client_id, **form}
        async with self.session.post(
            f"{self.simulator.url}{path}",
            data=fields,
            headers={"Authorization": f"Basic {basic}"},
        ) as response:
            text = await response.text()
            return Reply(status=response.status, text=text, headers=response.headers)
