"""The relay as a server: the API, the token endpoint, the relayer and the cloudhooks on one port.

The routes and messages are those that hass-nabucasa 2.7 uses. Home Assistant finds them with the
configuration in `home_assistant.py`.
"""

import asyncio
import secrets
from dataclasses import dataclass
from http import HTTPStatus
from types import TracebackType
from typing import Final, Self

from aiohttp import hdrs, web

from simulator.devices.device import JsonObject
from simulator.json_tools import as_object, parse

from .account import Account
from .cognito import Cognito
from .home_assistant import PATHS, REMOTE_DOMAIN, SignedIn
from .instance import Instance, InstanceError
from .options import NO_SUBSCRIPTION, RelayOptions

_SHUTDOWN_SECONDS: Final = 0.1
_MAX_BODY: Final = 16 * 1024 * 1024
_OF_THE_CONNECTION: Final = frozenset({"connection", "content-length", "transfer-encoding"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RelayedRequest:
    """A request to a cloudhook, and the status of its answer."""

    hook_id: str
    method: str
    status: int


class CloudRelay:
    """Home Assistant Cloud for one account and one Home Assistant. Port 0 uses a free port."""

    def __init__(
        self, *, host: str = "127.0.0.1", port: int = 0, options: RelayOptions | None = None
    ) -> None:
        """Prepare a relay, with an account that has a subscription."""
        self.options = options or RelayOptions()
        self.account = Account(self.options)
        self.url = ""
        """The origin, without a trailing slash; known after the start."""
        self.hooks: dict[str, str] = {}
        """IDs of all cloudhooks that were ever generated, by their names in the URL."""
        self.requests: list[RelayedRequest] = []
        """Every request to a cloudhook, in order."""
        self.instance: Instance | None = None
        """The connected Home Assistant."""
        self._host, self._port = host, port
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        """Start the server. Raises OSError if the port is in use."""
        app = web.Application(client_max_size=_MAX_BODY)
        app.router.add_get(PATHS["relayer_connect"], self._connect)
        app.router.add_get(PATHS["webhook_generate"], self._generate)
        app.router.add_get(PATHS["subscription_info"], self._subscription)
        app.router.add_get(PATHS["remote_access_ping_targets"], self._ping_targets)
        app.router.add_post(PATHS["remote_access_register"], self._register)
        app.router.add_get(PATHS["instance_connection"], self._connection)
        app.router.add_get(PATHS["webrtc_ice_servers"], self._nothing)
        app.router.add_post(PATHS["google_report_state_request_sync"], self._nothing)
        app.router.add_post("/", Cognito(self.account).answer)
        app.router.add_post("/relay/options", self._change_options)
        app.router.add_route("*", "/{name:gAAAA[^/]*}", self._relay)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=_SHUTDOWN_SECONDS)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError:
            await self._runner.cleanup()
            raise
        self.url = f"http://{self._host}:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the server."""
        await self.disconnect()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def signed_in(self) -> SignedIn:
        """What a Home Assistant needs, whose user has just signed in."""
        return SignedIn.at(self.url, self.account)

    async def disconnect(self) -> None:
        """Close the connection of Home Assistant, which connects again by itself."""
        if self.instance is not None:
            await self.instance.socket.close()

    async def log_out(self, reason: str) -> None:
        """Log Home Assistant out, as another instance does that signs in with the account."""
        if self.instance is not None:
            await self.instance.send("cloud", {"action": "logout", "reason": reason})

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        if not self.options.reachable:
            raise web.HTTPServiceUnavailable
        self._require_token(request)
        socket = web.WebSocketResponse(max_msg_size=_MAX_BODY)
        await socket.prepare(request)
        await self.disconnect()
        instance = self.instance = Instance(socket)
        try:
            await instance.serve()
        finally:
            if self.instance is instance:
                self.instance = None
        return socket

    async def _generate(self, request: web.Request) -> web.Response:
        """Return a new cloudhook. Its name in the URL is an encrypted token, of which no state."""
        self._require_token(request)
        if self.options.refuse_hooks:
            raise web.HTTPInternalServerError
        hook_id = secrets.token_hex(16)
        name = f"gAAAAAB{secrets.token_urlsafe(110)}="
        self.hooks[name] = hook_id
        return web.json_response({"cloudhook_id": hook_id, "url": f"{self.url}/{name}"})

    async def _subscription(self, request: web.Request) -> web.Response:
        self._require_token(request)
        plan = self.options.billing_plan
        paid = plan != NO_SUBSCRIPTION
        return web.json_response(
            {
                "billing_plan_type": plan,
                "email": self.options.email,
                "human_description": "Subscription" if paid else "No subscription",
                "provider": "nabucasa" if paid else None,
                "renewal_active": paid,
            }
        )

    async def _ping_targets(self, request: web.Request) -> web.Response:
        self._require_token(request)
        return web.json_response({"targets": [], "timeout": 1000, "count": 1})

    async def _register(self, request: web.Request) -> web.Response:
        """Return the domain of remote access, which is never connected."""
        self._require_token(request)
        server = "remote.invalid"
        return web.json_response(
            {"domain": REMOTE_DOMAIN, "email": self.options.email, "server": server}
        )

    async def _connection(self, request: web.Request) -> web.Response:
        """Return whether another Home Assistant is connected, which is asked before a login."""
        if not self.account.is_valid(request.headers.get(hdrs.AUTHORIZATION, ""), "access"):
            raise web.HTTPUnauthorized
        if not self.options.connected_elsewhere:
            return web.json_response({"connected": False})
        details = {
            "connected_at": "2026-11-30T08:00:00+00:00",
            "name": "Cabin",
            "remote_ip_address": "192.0.2.1",
            "version": "2026.11.0",
        }
        return web.json_response({"connected": True, "details": details})

    async def _nothing(self, request: web.Request) -> web.Response:
        self._require_token(request)
        return web.json_response([])

    def _require_token(self, request: web.Request) -> None:
        scheme, _, token = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
        if scheme != "Bearer" or not self.account.is_valid(token):
            raise web.HTTPUnauthorized

    async def _relay(self, request: web.Request) -> web.Response:
        hook_id = self.hooks.get(request.match_info["name"], "")
        answer = await self._answer(hook_id, request)
        self.requests.append(
            RelayedRequest(hook_id=hook_id, method=request.method, status=answer.status)
        )
        return answer

    async def _answer(self, hook_id: str, request: web.Request) -> web.Response:
        """Pass a request on, and return the answer of Home Assistant, or ours without it."""
        instance = self.instance
        if instance is None or hook_id not in instance.hooks:
            return web.Response(status=self.options.offline_status)
        message: JsonObject = {
            "cloudhook_id": hook_id,
            "method": request.method,
            "query": request.query_string,
            "headers": {
                name: value
                for name, value in request.headers.items()
                if name.lower() not in _OF_THE_CONNECTION | self.options.dropped_headers
            },
            "body": (await request.read()).decode("utf-8", errors="replace"),
        }
        try:
            async with asyncio.timeout(self.options.answer_seconds):
                answer = await instance.ask("webhook", message)
        except InstanceError, TimeoutError:
            return web.Response(status=self.options.silent_status)
        match answer:
            case {"status": int(status)}:
                body = answer.get("body")
                headers = as_object(answer.get("headers"))
                return web.Response(
                    status=status,
                    body=body.encode() if isinstance(body, str) else None,
                    headers={name: str(value) for name, value in headers.items()},
                )
        return web.Response(status=HTTPStatus.BAD_GATEWAY)

    async def _change_options(self, request: web.Request) -> web.Response:
        """`POST /relay/options`: end the connection, or the session of the user.

        `{"reachable": false}` ends the connection until it is true again. `{"logout": "reason"}`
        signs the user out, as a sign-in on another Home Assistant does.
        """
        match parse(await request.read()):
            case {"reachable": bool(reachable)}:
                self.options.reachable = reachable
                if not reachable:
                    await self.disconnect()
            case {"logout": str(reason)}:
                await self.log_out(reason)
            case _:
                raise web.HTTPBadRequest
        return web.json_response({"reachable": self.options.reachable})
