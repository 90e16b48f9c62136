"""Servers for the tests of ``cloud/``: an API with scripted answers, and a SmartApp's webhook."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import orjson
from aiohttp import web
from aiohttp.test_utils import BaseTestServer, TestServer
from yarl import URL

from custom_components.smartthings_smartapp.cloud.json_types import Json, JsonObject, as_object

type Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of the API; a body that is neither bytes nor text is sent as JSON."""

    status: int = 200
    body: bytes | str | Json = None
    headers: dict[str, str] = field(default_factory=dict)

    def response(self) -> web.Response:
        """Return a new response for one request."""
        body = self.body
        if body is None:
            raw = b""
        elif isinstance(body, bytes):
            raw = body
        else:
            raw = body.encode() if isinstance(body, str) else orjson.dumps(body)
        return web.Response(status=self.status, body=raw, headers=self.headers)


@dataclass(frozen=True, slots=True)
class Received:
    """A received request."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def token(self) -> str:
        """The bearer token."""
        return self.headers.get("Authorization", "").removeprefix("Bearer ")


class ScriptedApi:
    """Answers requests in order from ``answers``, and repeats the last one."""

    def __init__(self) -> None:
        """Start with an empty success for all requests."""
        self.answers: list[Answer | Handler] = [Answer()]
        self.requests: list[Received] = []
        self.url = ""

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Record a request and answer it."""
        self.requests.append(
            Received(
                request.method,
                request.raw_path.partition("?")[0],
                dict(request.query),
                dict(request.headers),
                await request.read(),
            )
        )
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return answer.response() if isinstance(answer, Answer) else await answer(request)


def _origin(server: BaseTestServer) -> str:
    return str(server.make_url("/")).rstrip("/")


@asynccontextmanager
async def scripted_api(context: ssl.SSLContext | None = None) -> AsyncIterator[ScriptedApi]:
    """Run an API with scripted answers, with TLS if there is a context."""
    api = ScriptedApi()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", api.handle)
    server = TestServer(app)
    await server.start_server(ssl=context)
    async with server:
        api.url = _origin(server)
        yield api


async def cut_off(request: web.Request) -> web.StreamResponse:
    """Drop the connection instead of answering."""
    if request.transport is not None:
        request.transport.close()
    return web.Response()


class Webhook:
    """The webhook of a SmartApp that accepts everything, and records its deliveries."""

    def __init__(self, permissions: tuple[str, ...]) -> None:
        """Request the given permissions at its installation."""
        self.permissions = permissions
        self.deliveries: list[JsonObject] = []
        self.arrived = asyncio.Event()
        self.status = 200
        self.url = ""

    def last(self, lifecycle: str) -> JsonObject:
        """Return the data of the latest delivery of a lifecycle."""
        delivery = next(d for d in reversed(self.deliveries) if d.get("lifecycle") == lifecycle)
        return as_object(next(value for key, value in delivery.items() if key.endswith("Data")))

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer a delivery."""
        delivery = as_object(orjson.loads(await request.read()))
        self.deliveries.append(delivery)
        self.arrived.set()
        answer = self._answer(delivery)
        return web.Response(
            status=self.status, body=orjson.dumps(answer), content_type="application/json"
        )

    def _answer(self, delivery: JsonObject) -> Json:
        match delivery["lifecycle"]:
            case "PING":
                return {"pingData": delivery["pingData"]}
            case "CONFIGURATION":
                return {"configurationData": self._configuration(delivery)}
            case _:
                return {}

    def _configuration(self, delivery: JsonObject) -> JsonObject:
        if as_object(delivery["configurationData"])["phase"] == "INITIALIZE":
            return {
                "initialize": {
                    "id": "app",
                    "name": "Home Assistant",
                    "description": "Home Assistant",
                    "permissions": list(self.permissions),
                    "firstPageId": "1",
                }
            }
        return {
            "page": {
                "pageId": "1",
                "name": "Home Assistant",
                "nextPageId": None,
                "previousPageId": None,
                "complete": True,
                "sections": [],
            }
        }


@asynccontextmanager
async def running_webhook(permissions: tuple[str, ...]) -> AsyncIterator[Webhook]:
    """Run a webhook."""
    webhook = Webhook(permissions)
    app = web.Application()
    app.router.add_post("/hook", webhook.handle)
    async with TestServer(app) as server:
        webhook.url = str(URL(_origin(server)) / "hook")
        yield webhook
